"""What lies around a few digits: what only looks like one is seldom alone.

The network for ink has seen the whole photo. People write on something that is clearly no ink; a
landscape, a wall or a machine leaves it in doubt all over, and is full of strokes.
"""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from recognizer.ink import SURELY
from recognizer.reading import Digit

Grey = NDArray[np.uint8]

FEW = 3
"""More digits than these are no chance."""
AS_IT_IS = 0.5
"""Chances are on a copy half as large as what the network saw: here that was the picture itself, so
small that the rim of a stroke is much of it. Landscapes are photos by cameras."""
PERHAPS = 0.15
"""Whether there is ink is unclear from this chance on, up to that of sure ink."""
UNCLEAR = 0.06
"""Where it is unclear in such a share of the photo ..."""
BEYOND_DOUBT = 0.98
"""... digits must be as sure as this, on the mean."""
AT_LEAST = 0.2
"""... and so must those of which a smaller share is sure ink."""
OWN = 0.1
"""A digit alone is such a share of all sure ink at least."""


def by_chance(digits: Sequence[Digit], chances: Grey, scale: float) -> bool:
    """Whether what was read is likelier something that looks like digits.

    `chances` [h, w, 2], of 255, are those of dark and of light ink; a pixel of the photo, in which
    the digits' boxes are, is `scale` pixels there.
    """
    if not 0 < len(digits) <= FEW:
        return False
    either = np.asarray(cv2.max(*cv2.split(chances)), np.uint8)
    sure, perhaps = (
        np.asarray(cv2.threshold(either, 255 * least, 1, cv2.THRESH_BINARY)[1], np.uint8)
        for least in (SURELY, PERHAPS)
    )
    own, may_be = (
        sum(cv2.countNonZero(_within(ink, digit, scale)) for digit in digits)
        for ink in (sure, perhaps)
    )
    doubted = sum(digit.confidence for digit in digits) / len(digits) < BEYOND_DOUBT
    if doubted and own < AT_LEAST * may_be:
        return True
    if scale >= AS_IT_IS:
        return False
    total = cv2.countNonZero(sure)
    if doubted and cv2.countNonZero(perhaps) - total > UNCLEAR * either.size:
        return True
    return len(digits) == 1 and own < OWN * total


def _within(ink: Grey, digit: Digit, scale: float) -> Grey:
    """The part of a mask where a digit is, with its rim; `scale` as above."""
    x, y, width, height = (round(side * scale) for side in digit.box)
    return ink[max(y - 1, 0) : y + height + 1, max(x - 1, 0) : x + width + 1]
