"""Ink against paper: light evened out, dark on light or light on dark, weak marks left behind."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from recognizer.components import labels_of
from recognizer.pen import NARROWEST, closing, pen_width
from recognizer.quantile import quantile
from recognizer.ruling import without_ruling
from recognizer.sheet import find_sheet, without_table

Grey = NDArray[np.uint8]

PAPER_SIDE = 200
"""The paper is looked at on a copy whose longest side is this many pixels ..."""
FINE_SIDE = 320
"""... or, between narrow strokes, this many."""
MARK_SIDE = 640
"""Marks are sought on a copy whose longest side is about this many pixels."""
FAINTEST = 12.0
"""Contrast under which nothing is ink, of 255: the faintest pencil has about 20."""
BLOCK = 24
"""Side of the blocks that tell the paper's grain, pixels of the copy for marks."""
OVER_GRAIN = 1.3
"""Ink stands so much above the strongest grain of a plain block."""
STRONG = 1.6
"""A mark is at least this many times as strong as the floor under which all is noise."""
REACH = 7
"""Weak ink within half so many pixels of a mark belongs to it: rims, a pen that ran dry."""
_CURVE = np.clip((np.arange(256) / 255 - 0.15) * 2.5 * 255, 0, 255).astype(np.uint8)
"""From contrast over a mark's own contrast to ink: the rim of a stroke is half ink."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How much each pixel of a photo is ink, measured for each mark against its own darkest part.

    `contrast` is H x W uint8, 0 on paper, 255 for black on white. `level` is the strength of the
    mark that a pixel belongs to, 0 where there is none, and `half` the ink itself, 0 on paper and
    255 in the middle of a stroke, for a faint pencil as for a marker: both h x w uint8 on a copy
    `factor` times smaller.
    """

    contrast: Grey
    level: Grey
    half: Grey
    factor: int

    def crop(self, x: int, y: int, width: int, height: int) -> Grey:
        """The ink in a box of the copy, in the photo's own pixels: uint8."""
        return _relative(*self._measured(x, y, width, height))

    def marked(self) -> Grey:
        """The contrast of the marks, H x W uint8, without the paper's grain and lines."""
        height, width = self.level.shape
        contrast, level = self._measured(0, 0, width, height)
        return np.asarray(cv2.bitwise_and(contrast, contrast, mask=level), np.uint8)

    def whole(self) -> Grey:
        """The ink of all the photo: H x W uint8."""
        return self.crop(0, 0, self.level.shape[1], self.level.shape[0])

    def _measured(self, x: int, y: int, width: int, height: int) -> tuple[Grey, Grey]:
        """Contrast and level in a box of the copy, both in the photo's own pixels."""
        level = self.level[y : y + height, x : x + width]
        x, y = x * self.factor, y * self.factor
        contrast = self.contrast[y : y + height * self.factor, x : x + width * self.factor]
        if self.factor > 1:
            size = (level.shape[1] * self.factor, level.shape[0] * self.factor)
            level = cv2.resize(level, size, interpolation=cv2.INTER_NEAREST)
            level = level[: contrast.shape[0], : contrast.shape[1]]
        return contrast, level


def find_ink(grey: Grey) -> Ink:
    """The ink of a photo, `grey` being H x W uint8."""
    return measure(find_contrast(grey))


def find_contrast(grey: Grey) -> Grey:
    """How much darker each pixel is than the paper: H x W uint8, 255 for black on white.

    `grey` is H x W uint8. Light ink on dark ground is turned round; around a sheet all is 0.
    """
    small = _shrunk(grey, PAPER_SIDE)
    sheet = find_sheet(small)
    if sheet is not None:
        grey = without_table(grey, sheet)
        small = _shrunk(grey, PAPER_SIDE)
    elif _is_light_on_dark(small):
        grey, small = cv2.bitwise_not(grey), cv2.bitwise_not(small)
    contrast = _contrast(grey, _paper(grey, small))
    if sheet is not None:
        inside = cv2.resize(sheet, grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
        contrast = cv2.multiply(contrast, inside)
    return contrast


def _shrunk(grey: Grey, side: int) -> Grey:
    """A copy whose longest side is at most `side` pixels."""
    height, width = grey.shape
    scale = min(1.0, side / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    while min(grey.shape) > 1 and max(grey.shape) >= 2 * side:  # halves are much the quickest
        half = (grey.shape[1] // 2, grey.shape[0] // 2)
        grey = np.asarray(cv2.resize(grey, half, interpolation=cv2.INTER_AREA), np.uint8)
    way = cv2.INTER_LINEAR if max(grey.shape) < 2 * side else cv2.INTER_AREA
    return np.asarray(cv2.resize(grey, size, interpolation=way), np.uint8)


def _is_light_on_dark(small: Grey) -> bool:
    """Whether the marks are lighter than what surrounds them (chalk, a screen).

    Marks are few and far from their surroundings' median, so they decide the sign of the skew.
    A white sheet on a dark table is such a mark too: there the thin ones decide.
    """
    tiny = _shrunk(small, max(small.shape) // 2)  # what is wide and soft is as good there
    around = cv2.medianBlur(tiny, max(3, int(0.25 * max(tiny.shape)) | 1))
    around = cv2.resize(around, small.shape[::-1], interpolation=cv2.INTER_LINEAR)
    off = (small.astype(np.float32) - around) / 255
    skew = off * off * off
    if float(skew.sum()) < 0.5 * float(np.abs(skew).sum()):
        return False
    return 2.5 * _thin(small) <= _thin(255 - small)


def _thin(small: Grey) -> float:
    """How much thin dark marks there are: the sum of their cubed depths."""
    depth = cv2.subtract(closing(small, 0.025), small).astype(np.float32) / 255
    return float((depth * depth * depth).sum())


def _paper(grey: Grey, small: Grey) -> Grey:
    """The paper's brightness, on a small copy."""
    width = pen_width(small)
    if width < 2 * NARROWEST:
        small = _shrunk(grey, FINE_SIDE)
    closed = closing(small, width)
    kernel = max(3, int(width * max(small.shape)) // 2 | 1)
    return np.asarray(cv2.blur(closed, (kernel, kernel)), np.uint8)


def _contrast(grey: Grey, paper: Grey) -> Grey:
    """1 - grey over paper, in steps of 1/255: whole numbers make this stage cheap."""
    full = cv2.resize(paper, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    light = cv2.divide(grey, cv2.max(full, 1), scale=255)
    contrast: Grey = cv2.bitwise_not(light)
    offset = quantile(contrast[::4], 0.5)  # a closing's paper is the brightest there is
    return np.asarray(cv2.subtract(contrast, offset), np.uint8) if offset else contrast


def _floor(half: Grey) -> float:
    """The contrast up to which all is paper, its grain, its grid, or print that shines through.

    That is what the strongest pixel of a plain block has: a quarter of the blocks hold no ink.
    """
    rows, columns = half.shape[0] // BLOCK, half.shape[1] // BLOCK
    if rows < 4 or columns < 4:
        return FAINTEST
    bands = half[: rows * BLOCK, : columns * BLOCK].reshape(rows, BLOCK, columns * BLOCK)
    blocks = bands.max(axis=1).reshape(rows, columns, BLOCK).max(axis=2)
    grain = quantile(blocks, 0.25)
    strongest = quantile(half[::3], 0.998)
    return max(FAINTEST, min(OVER_GRAIN * grain, 0.35 * strongest))


def measure(contrast: Grey) -> Ink:
    """The ink of a photo's contrast (H x W uint8). Weak marks are left out."""
    half, factor = _halved(contrast)
    floor = _floor(half)
    _, mask = cv2.threshold(half, floor, 1, cv2.THRESH_BINARY)
    mask = without_ruling(mask, half, floor)
    count, labels = labels_of(mask)
    at = np.flatnonzero(mask.view(np.bool_))
    label, value = labels.ravel()[at], half.ravel()[at].astype(np.float32)
    level = np.zeros(count, np.float32)
    for _ in range(3):  # the mean of what lies above the mean, three times: close to the peak
        above = value >= level[label]
        weight = np.bincount(label[above], value[above], count)
        number = np.bincount(label[above], minlength=count)
        level = (weight / np.maximum(number, 1)).astype(np.float32)
    level[level <= STRONG * floor] = 0
    own = np.zeros(half.size, np.uint8)
    own[at] = level[label]
    own = cv2.dilate(own.reshape(half.shape), np.ones((REACH, REACH), np.uint8))
    return Ink(contrast, own, _relative(half, own), factor)


def _halved(picture: Grey) -> tuple[Grey, int]:
    factor = max(1, round(max(picture.shape) / MARK_SIDE))
    if factor == 1:
        return picture, 1
    size = (-(-picture.shape[1] // factor), -(-picture.shape[0] // factor))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8), factor


def _relative(contrast: Grey, level: Grey) -> Grey:
    relative = cv2.divide(contrast, level, scale=255)  # where there is no mark: 0
    return np.asarray(cv2.LUT(relative, _CURVE), np.uint8)
