"""Batches of glyphs, each as another hand, pen and photo would have it, made by several processes.

A batch depends on the seed and its number alone, whichever process makes it.
"""

from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from training import sources
from training.augment import augment, in_other_hands
from training.sources import Glyphs

SHARES = {
    "mnist": 0.25,
    "swiss": 0.15,
    "usps": 0.07,
    "semeion": 0.04,
    "optdigits": 0.03,
    "sudoku_cells": 0.04,
    "font digits": 0.06,
    "forms": 0.06,
    "not_digits_forms": 0.08,
    "bars": 0.02,
    "drawn": 0.17,
    "runs": 0.03,
    "not_digits_sudoku_cells": 0.01,
    "pages": 0.13,
    "not_digits_pages": 0.1,
}
"""How often a source is drawn from; a source not named here gets 0.03."""
SEEN = ("pages", "not_digits_pages")
"""Sources that went through paper, light and camera: they are augmented half as much."""
OTHER_HANDS = 0.2
"""How many ones, fours, sevens and nines get a flag, a bar or a long stem."""
AHEAD = 4
"""Batches that each process may have ready."""

Batch = tuple[NDArray[np.uint8], NDArray[np.uint8]]
"""Glyphs [N, 28, 28], 255 = ink, and their labels [N], 0..10."""


def batch(glyphs: list[Glyphs], size: int, seed: int, number: int, strength: float = 1.0) -> Batch:
    """One batch, drawn from the sources by share; `strength` is that of the augmentation."""
    rng = np.random.default_rng((seed, number))
    shares = np.array([SHARES.get(g.name, 0.03) for g in glyphs])
    x = np.empty((size, 28, 28), np.uint8)
    y = np.empty(size, np.uint8)
    for n, source in enumerate(rng.choice(len(glyphs), size, p=shares / shares.sum())):
        drawn = glyphs[source]
        at = int(rng.integers(len(drawn)))
        glyph, y[n] = drawn.x[at], drawn.y[at]
        if rng.random() < OTHER_HANDS:
            glyph = in_other_hands(glyph, int(y[n]), rng)
        seen = 0.5 if drawn.name in SEEN else 1.0
        x[n] = augment(glyph, rng, strength * seen) * 255 + 0.5
    return x, y


def batches(
    folder: Path, size: int, seed: int, *, processes: int = 2, calm_from: int = 10**9
) -> Generator[Batch, None, None]:
    """Batches without end, in order, of the glyphs that `training.gather` wrote to `folder`.

    From batch `calm_from` on, glyphs are augmented half as much: nearer to real ones.
    """
    begun = (folder, size, seed, calm_from)
    pool = ProcessPoolExecutor(processes, get_context("spawn"), _begin, begun)
    try:
        waiting = deque(pool.submit(_make, n) for n in range(AHEAD * processes))
        for number in count(len(waiting)):
            waiting.append(pool.submit(_make, number))
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


_task: Callable[[int], Batch]
"""What a process was begun for."""


def _begin(folder: Path, size: int, seed: int, calm_from: int) -> None:
    global _task  # noqa: PLW0603  (a pool hands its processes no other place)
    cv2.setNumThreads(1)
    glyphs = sources.folder(folder)

    def make(number: int) -> Batch:
        return batch(glyphs, size, seed, number, 0.5 if number >= calm_from else 1.0)

    _task = make


def _make(number: int) -> Batch:
    return _task(number)
