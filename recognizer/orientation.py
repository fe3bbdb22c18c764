"""Which way up the writing stands: photos come sideways, sheets lie at any angle."""

from collections.abc import Callable
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from recognizer.candidate import Candidate
from recognizer.classifier import CLASSES
from recognizer.glyph import frame
from recognizer.lines import slope
from recognizer.reading import Box

Chances = NDArray[np.float32]
Pixel = TypeVar("Pixel", np.float32, np.uint8)
FEW, WITNESSES = 4, 16
"""So many marks are asked which way up they stand: a few first, and more where it may pay."""
CONTENT = 0.8
"""Marks that are digits with this chance, on average, stand upright."""
BETTER = 0.15
"""Another way up must raise the mean chance by this much."""
TELLING = 0.25
"""At least this share of the marks, and two, must be digits that are no mere strokes then."""
SLIGHT = 0.05
"""Where most marks are digits, they are turned with their row even if they then look less like
digits by this."""
STEEP = 60.0
"""Sheets lean by up to so many degrees. What crowds may be the rows of a page or its columns."""
LEVEL = 8.0
"""Rows that climb or fall by less, degrees, need no turning."""


def turn(marks: list[Candidate], chances: Chances, classify: Callable[[Chances], Chances]) -> float:
    """By how many degrees, anticlockwise, the photo must be turned; 0 where it stands right.

    `marks` are the writing, `chances` [N, 11] what they look like as they stand. The network is
    asked again only where that is no convincing row of digits, or one that leans.
    """
    # Slices and joins were chosen because they look like digits as they stand: they are biased.
    whole = [n for n, mark in enumerate(marks) if mark.whole]
    if len(whole) < 2:
        return 0.0
    tilt = float(np.degrees(slope([mark.box for mark in marks])))
    digit = chances[:, : CLASSES - 1].max(axis=1)
    upright, mostly = float(digit.mean()), bool(np.median(digit) >= 0.5)
    lying = float(np.median([marks[n].box[2] / marks[n].box[3] for n in whole])) > 1.0
    leaning = abs(tilt) >= LEVEL
    if upright >= CONTENT and not leaning and not lying:
        return 0.0
    witnesses = sorted(whole, key=lambda n: -max(marks[n].box[2:]))[:WITNESSES]
    angles = [90.0, 180.0, 270.0]
    if leaning:
        angles += [tilt, tilt + 90, tilt + 180, tilt - 90]
    for some in (witnesses[:FEW], witnesses):
        glyphs = np.stack([frame(rotated(marks[n].ink, a)) for a in angles for n in some])
        answers = classify(glyphs).reshape(len(angles), len(some), CLASSES)
        gains = [_gain(chances[some], answer) for answer in answers]
        for n, angle in enumerate(angles):
            # Digits lean with their row: no proof is asked for. A leaning 7 is a 1 for sure.
            if abs(angle) <= STEEP:
                gains[n] += BETTER + (SLIGHT if mostly else 0)
        if max(gains) <= 0:
            return 0.0
        if len(some) == len(witnesses):
            break
    if lying and not leaning:  # digits are taller than wide
        gains[0] += BETTER
        gains[2] += BETTER
    best = int(np.argmax(gains))
    return angles[best] if gains[best] > BETTER else 0.0


def _gain(before: Chances, after: Chances) -> float:
    """By how much marks look more like digits: the mean over those that are no mere strokes.

    A stroke turned is a stroke: it is a 1 or a dash, and says nothing, as does a word on its end.
    0 at most where too few marks become digits.
    """
    telling = (before[:, 1] < 0.5) & (after[:, 1] < 0.5)
    if not telling.any():
        return 0.0
    last = CLASSES - 1
    was, is_now = before[telling, :last].max(axis=1), after[telling, :last].max(axis=1)
    gain = float((is_now - was).mean())
    many = np.count_nonzero(is_now > CONTENT) >= max(2, TELLING * len(before))
    return gain if many else min(gain, 0.0)


def rotated(picture: NDArray[Pixel], degrees: float) -> NDArray[Pixel]:
    """A picture (H x W, ink or grey) turned anticlockwise, on a canvas that holds all of it."""
    if degrees % 90 == 0:
        return np.ascontiguousarray(np.rot90(picture, round(degrees / 90)))
    matrix, size = _matrix(picture.shape, degrees)
    turned: NDArray[Pixel] = cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_LINEAR)
    return turned


def unrotated(box: Box, shape: tuple[int, ...], degrees: float) -> Box:
    """A box on the turned canvas of a photo of `shape` (H, W) as a box on the photo itself."""
    matrix, _ = _matrix(shape, degrees)
    x, y, w, h = box
    corners = np.array([(x, y), (x + w, y), (x, y + h), (x + w, y + h)], float)
    back = cv2.invertAffineTransform(matrix)
    points = corners @ back[:, :2].T + back[:, 2]
    left, top = np.clip(points.min(axis=0), 0, (shape[1], shape[0]))
    right, bottom = np.clip(points.max(axis=0), 0, (shape[1], shape[0]))
    return (round(left), round(top), round(right - left), round(bottom - top))


def _matrix(shape: tuple[int, ...], degrees: float) -> tuple[NDArray[np.float64], tuple[int, int]]:
    """The turn about the middle, and the (width, height) of the canvas that holds the result."""
    height, width = shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    cos, sin = abs(matrix[0, 0]), abs(matrix[0, 1])
    size = (round(height * sin + width * cos), round(height * cos + width * sin))
    matrix[:, 2] += (size[0] / 2 - width / 2, size[1] / 2 - height / 2)
    return matrix, size
