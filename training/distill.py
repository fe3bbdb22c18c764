"""Teach the network for ink to see as much on fewer pixels: python -m training.distill.

Photos of few pixels are read on a small copy, which takes less time. There fine, pale and straight
strokes look like lines. A network that sees the scenes of `training.scenes` in full tells what is
ink, and one that sees them smaller learns to answer the same (distillation; Hinton et al., 2015).
With `--release`, what was trained becomes the network that ships, as in `training.segment`.
"""

import argparse
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from recognizer.engines import INK_MODEL
from recognizer.photo import shrunk
from recognizer.segmentation import Segmenter
from training import segment
from training.scenes import SIDE
from training.segment import (
    CROP,
    SIZE,
    Floats,
    Sample,
    Scenes,
    release,
    shown,
    stacked,
    train,
    truth_of,
)

SIDES = {336: 0.175, 352: 0.35, 384: 0.175, SIDE: 0.3}
"""Longest sides that scenes are seen on, and how often: in full, nothing shall be forgotten."""
TRUTH_COUNTS = 0.1
"""The truth counts so much, over the teacher's word: it makes lines of long straight strokes."""


class Taught(Scenes):
    """All scenes of a folder, and what a teacher sees on them."""

    def __init__(self, folder: Path, teacher: Segmenter) -> None:
        """Raises FileNotFoundError where there are none."""
        super().__init__(folder)
        self._teacher = teacher

    def batch(self, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """SIZE scenes: what the network sees, and the truth and the teacher's word, [.., .., 6].

        Both are three numbers as `Scenes.crop` tells them.
        """
        sides = rng.choice(list(SIDES), SIZE, p=list(SIDES.values()))
        return stacked([self._seen(self.sample(rng), int(side)) for side in sides])

    def _seen(self, scene: Sample, side: int) -> tuple[Floats, Floats]:
        chances = self._teacher.segment(scene.grey)
        if side < SIDE:
            grey = shrunk(scene.grey, round(max(scene.grey.shape) * side / SIDE))
            rows, columns = (length // 2 for length in grey.shape)
            scene = Sample(
                np.ascontiguousarray(grey[: 2 * rows, : 2 * columns]),
                _most(scene.ink, rows, columns),
                scene.light,
            )
            chances = np.asarray(cv2.resize(chances, (columns, rows)), np.uint8)
        told = np.zeros((CROP // 2, CROP // 2, 3), np.float32)
        ink = chances.astype(np.float32) / 255
        told[: ink.shape[0], : ink.shape[1]] = np.dstack([1 - ink.sum(axis=2), ink])
        return shown(scene.grey), np.dstack([truth_of(scene), told])


def _most(ink: NDArray[np.uint8], rows: int, columns: int) -> NDArray[np.uint8]:
    """Ink ([h, w, 2]) on rows x columns pixels, the most of four: a thin line stays whole."""
    twice = cv2.resize(ink, (2 * columns, 2 * rows), interpolation=cv2.INTER_LINEAR)
    return np.asarray(twice.reshape(rows, 2, columns, 2, 2).max(axis=(1, 3)))


def loss(truth: Any, logits: Any) -> Any:
    """That of the teacher's word, and a little of that of the truth; both as in `segment.loss`."""
    truth, told = truth[..., :3], truth[..., 3:]
    return segment.loss(told, logits) + TRUTH_COUNTS * segment.loss(truth, logits)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.distill", description=__doc__)
    parser.add_argument("--scenes", type=Path, default=Path("build/scenes"))
    parser.add_argument("--teacher", type=Path, default=INK_MODEL)
    parser.add_argument(
        "--start", type=Path, default=INK_MODEL.with_suffix(".keras"), help="network that learns"
    )
    parser.add_argument("--out", type=Path, default=Path("build/ink.keras"))
    parser.add_argument("--epochs", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=5e-4, help="highest learning rate")
    parser.add_argument("--release", action="store_true", help="make it the one that ships")
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    train(
        Taught(options.scenes, Segmenter(options.teacher)),
        options.out,
        epochs=options.epochs,
        seed=options.seed,
        rate=options.rate,
        start=options.start,
        cost=loss,
    )
    if options.release:
        release(options.out, INK_MODEL.with_suffix(".keras"), options.scenes)


if __name__ == "__main__":
    main()
