"""What layout, classifier and choice speak about: some ink that may be one digit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognizer.reading import Box


@dataclass(frozen=True, slots=True)
class Candidate:
    """Some ink that may be one digit: `ink` is its own ink alone, cut to `box`.

    `level` is the contrast of its strokes to the paper, 0..1.
    `parts` are the smallest pieces of ink that it is made of: marks, or the slices between a
    mark's cuts. Two candidates that share a part exclude each other.
    `seam` tells how the two marks of a joined one stand: from 1, side by side like digits of
    their own, to -1, one above the other as only pieces do; 0 for nearly all else.
    """

    box: Box
    ink: NDArray[np.float32]
    level: float
    parts: frozenset["Part"]
    seam: float = 0.0
    whole: bool = False
    """It is one connected mark, neither joined nor cut."""
    held: bool = False
    """It is joined of marks that touch, or that weak ink holds together."""


@dataclass(frozen=True, slots=True)
class Part:
    """A mark, or one slice of it: the `slice`-th of mark `mark`, from column `left` to `right`.

    `mass` is its ink in pixels.
    """

    mark: int
    slice: int
    left: int
    right: int
    mass: float


def inside(boxes: NDArray[np.floating], around: Box) -> NDArray[np.bool_]:
    """Which `boxes` ([N, 4]: x, y, width, height) lie inside another one: [N]."""
    x, y, w, h = around
    start, end = boxes[:, :2], boxes[:, :2] + boxes[:, 2:]
    both: NDArray[np.bool_] = np.all((start >= (x, y)) & (end <= (x + w, y + h)), axis=1)
    return both
