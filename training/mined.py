"""Glyphs as the recognizer cuts them out of composed photos, each with the truth about it.

    python -m training.mined --data DIR [--fonts DIR] [--pages N] [--out DIR]

What a network meets on photos is more than digits: halves of them, two at once, digits with a scrap
of ruling, letters, shadows, grain. The way of a photo finds all of it; the page knows what it is.
"""

import argparse
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from recognizer.candidate import Candidate
from recognizer.classifier import Classifier
from recognizer.engines import INK_MODEL, MODELS
from recognizer.ink import find_ink
from recognizer.judgement import judge
from recognizer.recognizer import first_side
from recognizer.segmentation import Segmenter
from training import sources
from training.forms import forms
from training.hands import Hands
from training.pages import Page, compose
from training.sources import NOT_A_DIGIT

PURE, WHOLE = 0.8, 0.85
"""A digit: so much of the ink is its own, and so much of its own ink is there."""
BROKEN = 0.55
"""With less of its ink it is a scrap."""
SECOND = 0.25
"""With so much of another one, too, it is two digits in one frame."""
DECEIVING = {0: 0.4, 1: 0.15}
"""What an earlier network takes for a digit with this chance looks like one to anybody: any stroke
is a 1, most rings are a 0 ..."""
AS_A_RULE = 0.9
"""... and the same for all other values."""
SLENDER = 0.45
"""What is narrower than this, over its height, may be somebody's 1, whatever it is a piece of."""
LEGIBLE = 0.1
"""With less of a chance a digit is a blot to anybody: blurred, crossed out, lost in a shadow."""
FIRST = 0.6
"""How many pages are looked at on the small copy that the recognizer begins with."""
MOST = 60
"""Things to refuse that are taken from one page."""

Labelled = tuple[NDArray[np.uint8], NDArray[np.uint8]]


def glyphs_of(
    page: Page, segmenter: Segmenter, classifier: Classifier, rng: np.random.Generator
) -> Labelled:
    """The glyphs of a page whose label is clear: uint8 [N, 28, 28] and [N]."""
    small = page.shrunk(first_side(max(page.grey.shape)))
    written = segmenter.segment(small.grey)
    if rng.random() < FIRST:
        page = small
    found, glyphs, chances = judge(find_ink(page.grey, written), classifier.classify)
    totals = np.bincount(page.owner.ravel(), minlength=len(page.values) + 1)
    labels = [
        _label(candidate, page, totals, float(chance[:10].max()), int(chance[:10].argmax()))
        for candidate, chance in zip(found, chances, strict=True)
    ]
    digits = [
        n
        for n, label in enumerate(labels)
        if label is not None and label < NOT_A_DIGIT and chances[n, label] > LEGIBLE
    ]
    others = [n for n, label in enumerate(labels) if label == NOT_A_DIGIT]
    if len(others) > MOST:
        others = [others[n] for n in rng.permutation(len(others))[:MOST]]
    kept = digits + others
    return (glyphs[kept] * 255).astype(np.uint8), np.array([labels[n] for n in kept], np.uint8)


def _label(
    candidate: Candidate, page: Page, totals: NDArray[np.int64], chance: float, read: int
) -> int | None:
    """What a candidate is; None where people would not agree."""
    x, y, w, h = candidate.box
    owner = page.owner[y : y + h, x : x + w]
    ink = candidate.ink[: owner.shape[0], : owner.shape[1]] > 0.4
    if not ink.any():
        return None
    reach = 3
    near = cv2.dilate(owner.astype(np.float32), np.ones((reach, reach), np.uint8)).astype(np.int32)
    counts = np.bincount(np.where(owner > 0, owner, near)[ink], minlength=len(totals))
    wide = cv2.dilate(ink.astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
    covered = np.bincount(owner[wide], minlength=len(totals)) / np.maximum(totals, 1)
    nobodys = counts[0] > 0.6 * counts.sum()  # ruling, shadow, grain
    counts[0] = covered[0] = 0
    first = int(counts.argmax())
    value = page.values[first - 1] if first else NOT_A_DIGIT
    share = counts[first] / int(ink.sum())
    if 0 <= value < NOT_A_DIGIT and share > PURE and covered[first] > WHOLE:
        return value
    digits = [n for n in np.flatnonzero(covered > SECOND) if 0 <= page.values[n - 1] < NOT_A_DIGIT]
    foreign = value == NOT_A_DIGIT and share > 0.6
    scrap = 0 <= value < NOT_A_DIGIT and covered[first] < BROKEN and share > 0.6
    several = len(digits) > 1 and share < 0.75
    deceiving = chance > DECEIVING.get(read, AS_A_RULE) or w < SLENDER * h
    refused = nobodys or foreign or scrap or several
    return NOT_A_DIGIT if refused and not deceiving else None


def mine(
    hands: Hands, segmenter: Segmenter, classifier: Classifier, seed: int, numbers: range
) -> list[Labelled]:
    """The glyphs of pages, one entry each; a page depends on `seed` and its number."""
    found = []
    for n in numbers:
        rng = np.random.default_rng((seed, n))
        found.append(glyphs_of(compose(hands, rng), segmenter, classifier, rng))
    return found


def _task(task: tuple[Path | None, Path | None, int, int, int]) -> list[Labelled]:
    data, fonts, seed, first, count = task
    hands = Hands([*sources.load(data), forms(seed, 3000)[0]], fonts)
    segmenter = Segmenter(INK_MODEL)
    return mine(hands, segmenter, Classifier(MODELS["litert"]), seed, range(first, first + count))


def main() -> None:
    """Mine in several processes and write two files that `training.train` takes as sources."""
    parser = argparse.ArgumentParser(prog="python -m training.mined", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of .npz sources (default: Keras's MNIST)")
    parser.add_argument("--fonts", type=Path, help="folder of handwriting fonts (woff2)")
    parser.add_argument("--pages", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("build/mined"))
    options = parser.parse_args()
    step = 100
    tasks = [
        (options.data, options.fonts, options.seed, first, min(step, options.pages - first))
        for first in range(0, options.pages, step)
    ]
    with get_context("spawn").Pool(options.processes) as pool:
        done = track(pool.imap(_task, tasks), "mining pages", total=len(tasks))
        found = [labelled for part in done for labelled in part]
    x, y = (np.concatenate([part[k] for part in found]) for k in (0, 1))
    options.out.mkdir(parents=True, exist_ok=True)
    for name, wanted in (("pages", y < NOT_A_DIGIT), ("not_digits_pages", y == NOT_A_DIGIT)):
        np.savez_compressed(options.out / f"{name}.npz", x=x[wanted], y=y[wanted])
        print(f"{options.out / name}.npz: {int(wanted.sum()):,} glyphs")


if __name__ == "__main__":
    main()
