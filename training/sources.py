"""Where glyphs come from: labelled 28 x 28 digits, white on black, in MNIST's frame."""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

NOT_A_DIGIT = 10
"""The label of everything that must be refused."""
CELL_STROKE = 25
"""Strokes of photographed cells are narrower than so many of their 64 pixels."""


@dataclass(frozen=True)
class Glyphs:
    """Glyphs of one source: `x` uint8 [N, 28, 28], `y` uint8 [N] of 0..10 (10 = not a digit)."""

    name: str
    x: NDArray[np.uint8]
    y: NDArray[np.uint8]

    def __post_init__(self) -> None:
        if self.x.shape[1:] != (28, 28) or self.x.dtype != np.uint8 or len(self.x) != len(self.y):
            raise ValueError(f"{self.name}: x must be uint8 [N, 28, 28], with one y each")

    def __len__(self) -> int:
        return len(self.y)


def mnist() -> list[Glyphs]:
    """MNIST's training set by way of Keras, which downloads it once (11 MB)."""
    from keras.datasets import mnist as source  # noqa: PLC0415  (slow to import)

    (x, y), _ = source.load_data()
    return [Glyphs("mnist", x, y.astype(np.uint8))]


def load(path: Path | None) -> list[Glyphs]:
    """The sources of a folder, or MNIST alone where none is given.

    Raises FileNotFoundError when the folder holds none.
    """
    return folder(path) if path else mnist()


def folder(path: Path) -> list[Glyphs]:
    """Every `*.npz` of a folder. Files named `not_digits*` are labelled as such.

    Raises FileNotFoundError when the folder holds none.
    """
    files = sorted(path.glob("*.npz"))
    if not files:
        raise FileNotFoundError(f"{path} holds no .npz file with x and y")
    found = []
    for file in files:
        with np.load(file) as arrays:
            x = arrays["x"] if "x" in arrays else np.stack([_cell(c) for c in arrays["rgb64"]])
            refused = file.stem.startswith("not_digits")
            y = np.full(len(x), NOT_A_DIGIT, np.uint8) if refused else arrays["y"].astype(np.uint8)
        found.append(Glyphs(file.stem, x, y))
    return found


def labelled(path: Path) -> tuple[NDArray[np.uint8], NDArray[np.generic]]:
    """The glyphs of a file, uint8 [N, 28, 28], and their labels: digits or letters."""
    with np.load(path) as arrays:
        return arrays["x"], arrays["y"]


def _cell(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """One photographed cell (H x W x 3) as a glyph.

    Cells hold ink and paper alone, so that a closing tells the paper; what comes after is the way
    of the recognizer itself.
    """
    from recognizer.glyph import frame  # noqa: PLC0415
    from recognizer.ink import measure  # noqa: PLC0415

    grey = np.asarray(rgb.mean(axis=2), np.uint8)
    paper = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((CELL_STROKE, CELL_STROKE), np.uint8))
    contrast = cv2.bitwise_not(cv2.divide(grey, cv2.max(paper, 1), scale=255))
    ink = measure(np.asarray(contrast, np.uint8)).whole()
    return (frame(ink.astype(np.float32) / np.float32(255)) * 255).astype(np.uint8)
