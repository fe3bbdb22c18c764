"""The paper under the ink: how bright it is everywhere, and how far the ink is off it."""

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Floats = NDArray[np.float32]

SIDE = 112
"""Paper is smooth: it is looked at on a copy whose longest side is about this many pixels."""
BARE = 0.05
"""Where the chance of ink is lower, paper shows."""
COARSEST = 4
"""A copy so small is all of one brightness."""


def off_paper(grey: Grey, copy: Grey, chances: Grey) -> Grey:
    """How far each pixel is off the paper: H x W uint8, 0 on paper, 255 for black on white.

    `grey` is H x W uint8, `copy` a smaller one; `chances` [h, w, 2], of 255, are those of dark and
    of light ink on one of any size. What there is more of decides: light ink on dark ground is
    turned round.
    """
    small, _ = smaller(copy, SIDE)
    dark, light = cv2.split(cv2.resize(chances, small.shape[::-1], interpolation=cv2.INTER_AREA))
    bare = (cv2.add(dark, light) < round(255 * BARE)).astype(np.float32)
    paper = _filled(small.astype(np.float32), bare)
    if _certain(light) > _certain(dark):
        grey, paper = cv2.bitwise_not(grey), 255 - paper
    full = cv2.resize(paper.clip(1, 255), grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.bitwise_not(cv2.divide(grey, full.astype(np.uint8), scale=255)), np.uint8)


def smaller(picture: Grey, side: int) -> tuple[Grey, int]:
    """A copy of a picture (H x W) with a longest side of about `side` pixels, by a whole factor.

    The factor comes with it; where it is 1, the copy is the picture itself.
    """
    factor = max(1, round(max(picture.shape) / side))
    if factor == 1:
        return picture, 1
    size = (-(-picture.shape[1] // factor), -(-picture.shape[0] // factor))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8), factor


def _certain(chances: Grey) -> float:
    """How much ink there is for sure: little that is certain, rather than much that may be.

    It is the sum of the fourth powers.
    """
    squares = np.square(chances, dtype=np.float32)
    return float(np.vdot(squares, squares))


def _filled(picture: Floats, known: Floats) -> Floats:
    """`picture` where it is `known` (0..1), elsewhere what a smaller copy of it says.

    This is the pull and push of Gortler et al., 1996, section 3.4.
    """
    if max(picture.shape) <= COARSEST or min(picture.shape) < 2:
        total = float(known.sum())
        mean = float((picture * known).sum()) / total if total else float(picture.mean())
        return np.full_like(picture, mean)
    size = (-(-picture.shape[1] // 2), -(-picture.shape[0] // 2))
    weight = cv2.resize(known, size, interpolation=cv2.INTER_AREA)
    mean = cv2.resize(picture * known, size, interpolation=cv2.INTER_AREA)
    coarse = _filled(mean / np.maximum(weight, 1e-3), np.minimum(2 * weight, 1))
    around = cv2.resize(coarse, picture.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.asarray(picture * known + around * (1 - known), np.float32)
