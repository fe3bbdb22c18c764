"""Ink against paper: light evened out, dark on light or light on dark, weak marks left behind."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from recognizer.components import components, labels_of
from recognizer.paper import off_paper, smaller

Grey = NDArray[np.uint8]

SURELY, LIKELY = 0.8, 0.6
"""From this chance of being ink on, ink is sure, and a mark of which no part is, is none; from that
one on it is likely."""
DIM = 0.36
"""A mark with no higher mean chance is none, either."""
ENOUGH = 0.4
"""Where the chance is lower, ink is weaker by as much; and where the contrast is lower than that of
sure ink, by the square of that: a stroke by a fine pen looks like a line of the paper, but lines of
the paper are paler."""
UNLIKELY, ROUGH, STANDS_OUT, LEAST = 0.45, 0.98, 5.0, 8.0
"""Of what has no such chance of being ink so large a share has less contrast than ...; what has so
many times as much is as strong as sure ink, if it has this contrast at least: on plain paper faint
strokes count full."""
EVERY = 2
"""Every second row tells that as well as all of them."""
FULL, STRONG = 2.5, 0.8
"""Contrast so many times that, and such a share of what sure ink has on average, is full ink: where
a pen pressed harder, the rest of the stroke is not pale against it."""
DARK, MOSTLY = 0.8, 0.3
"""What hangs together, nearly as dark as sure ink, is all ink if this share of it is likely."""
FEW, LONG, MORE = 40, 0.11, 0.1
"""Something may hide what is written where ink is sure in no more pieces, as it never is in texts
and textures, one of them takes such a share of the photo's longest side, and such a share of what
is dark is not likely to be ink."""
MARK_SIDE = 640
"""Marks are sought on a copy whose longest side is about this many pixels."""
FAINTEST = 12.0
"""Contrast under which nothing is ink, of 255 ..."""
WEAKEST = 19.0
"""... and that of the weakest mark: the faintest pencil has about 20."""
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
    `factor` times smaller. Contrast of `full` is that of full ink, whatever a mark's darkest part.
    """

    contrast: Grey
    level: Grey
    half: Grey
    factor: int
    full: float

    def crop(self, x: int, y: int, width: int, height: int) -> Grey:
        """The ink in a box of the copy, in the photo's own pixels: uint8."""
        if self.factor == 1:
            return self.half[y : y + height, x : x + width]
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


def find_ink(grey: Grey, chances: Grey) -> Ink:
    """The ink of a photo, `grey` being H x W uint8.

    `chances` [h, w, 2], of 255, are those of dark and of light ink on a copy of any size.
    """
    copy, _ = smaller(grey, MARK_SIDE)
    likely = _likely(chances, copy)
    contrast, full = _weighed(off_paper(grey, copy, chances), likely)
    return measure(contrast, likely, full)


def trace(grey: Grey, chances: Grey) -> Ink:
    """Where ink is likely, as if that were ink, whatever the contrast: what is as dark isn't.

    Fine and pale strokes get lost, but a digit stays whole where lines as dark as it cross it.
    """
    copy, _ = smaller(grey, MARK_SIDE)
    likely = _likely(chances, copy)
    whole = cv2.resize(likely, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return measure(np.asarray(whole, np.uint8), likely)


def hidden(ink: Ink, chances: Grey) -> bool:
    """Whether lines and the like may hide what is written, by the chances [h, w, 2].

    Ink is sure in few pieces then, one of them large, and there is more of it than is likely.
    """
    either = np.asarray(cv2.max(*cv2.split(chances)), np.uint8)
    _, sure = cv2.threshold(either, 255 * SURELY, 1, cv2.THRESH_BINARY)
    count, _, stats = components(np.asarray(sure, np.uint8))
    if count - 1 > FEW or stats[1:, 2:4].max(initial=0) < LONG * max(either.shape):
        return False
    likely = _likely(chances, ink.half)
    _, inked = cv2.threshold(ink.half, 127, 1, cv2.THRESH_BINARY)
    _, unlikely = cv2.threshold(likely, 255 * LIKELY, 1, cv2.THRESH_BINARY_INV)
    return cv2.countNonZero(cv2.bitwise_and(inked, unlikely)) > MORE * cv2.countNonZero(inked)


def _likely(chances: Grey, copy: Grey) -> Grey:
    """The chances [h, w, 2] of any ink on the copy for marks."""
    either = cv2.max(*cv2.split(chances))
    return np.asarray(cv2.resize(either, copy.shape[::-1]), np.uint8)


def _weighed(contrast: Grey, chances: Grey) -> tuple[Grey, float]:
    """The contrast (H x W), weaker where it is hardly that of ink, and that of full ink.

    `chances` [h, w] are those of ink.
    """
    half, _ = smaller(contrast, MARK_SIDE)
    usual = _mean(half, cv2.threshold(chances, 255 * SURELY, 255, cv2.THRESH_BINARY)[1])
    sure = max(min(usual, STANDS_OUT * _of_paper(half, chances)), LEAST)
    share = np.minimum(np.arange(256) / sure, 1.0)
    squares = cv2.LUT(half, (255 * share**2).astype(np.uint8))
    weight = cv2.multiply(squares, chances, scale=1 / (255 * ENOUGH))
    _, dark = cv2.threshold(half, DARK * sure, 1, cv2.THRESH_BINARY)
    count, labels = labels_of(dark)
    at = np.flatnonzero(dark.view(np.bool_))  # few pixels are
    label = labels.ravel()[at]
    likely = np.bincount(label[chances.ravel()[at] > round(255 * LIKELY)], minlength=count)
    whole = likely >= MOSTLY * np.bincount(label, minlength=count)
    weight.ravel()[at[whole[label]]] = 255
    if weight.shape != contrast.shape:
        weight = cv2.resize(weight, contrast.shape[::-1], interpolation=cv2.INTER_LINEAR)
    weighed = np.asarray(cv2.multiply(contrast, weight, scale=1 / 255), np.uint8)
    return weighed, max(FULL * sure, STRONG * usual)


def _mean(half: Grey, mask: Grey) -> float:
    """The mean where the mask is 255 and not 0; OpenCV's own takes three times as long."""
    among = cv2.countNonZero(mask)
    return cv2.sumElems(cv2.bitwise_and(half, mask))[0] / among if among else 0.0


def _of_paper(half: Grey, chances: Grey) -> float:
    """The contrast that hardly anything has which is no ink: that of lines, where there are any."""
    _, bare = cv2.threshold(chances, 255 * UNLIKELY, 1, cv2.THRESH_BINARY_INV)
    rows = slice(None, None, EVERY)
    counts = np.cumsum(cv2.calcHist([half[rows]], [0], bare[rows], [256], [0, 256]))
    return float(np.searchsorted(counts, ROUGH * counts[-1]))


def measure(contrast: Grey, chances: Grey | None = None, full: float = 255.0) -> Ink:
    """The ink of a photo's contrast (H x W uint8). Weak marks are left out.

    `chances` [h, w], of 255, are those of ink, on the copy for marks; without them any mark may be
    ink. `full` is the contrast of full ink, 255 where only a mark's own strength tells.
    """
    half, factor = smaller(contrast, MARK_SIDE)
    _, mask = cv2.threshold(half, FAINTEST, 1, cv2.THRESH_BINARY)
    count, labels = labels_of(mask)
    at = np.flatnonzero(mask.view(np.bool_))
    label = labels.ravel()[at]
    if chances is not None:
        chance = chances.ravel()[at]
        is_ink = np.zeros(count, bool)
        is_ink[label[chance > round(255 * SURELY)]] = True
        area = np.bincount(label, minlength=count)
        is_ink &= np.bincount(label, chance, count) > 255 * DIM * area
        at = at[is_ink[label]]
        label, count = (np.cumsum(is_ink) - 1)[label[is_ink[label]]], int(is_ink.sum())
    level = _peaks(label, half.ravel()[at], count)
    level[level <= WEAKEST] = 0
    level = np.minimum(level, full)
    own = np.zeros(half.size, np.uint8)
    own[at] = level.astype(np.uint8)[label]
    own = cv2.dilate(own.reshape(half.shape), np.ones((REACH, REACH), np.uint8))
    return Ink(contrast, own, _relative(half, own), factor, full)


def _peaks(label: NDArray[np.integer[Any]], value: Grey, count: int) -> NDArray[np.float64]:
    """The mean of what lies above the mean of what lies above the mean: close to the peak.

    It is that of `value` for each of `count` labels: pixel n is of the `label` n.
    """
    found = np.bincount(label.astype(np.intp) * 256 + value, minlength=256 * count)
    found = found.reshape(count, 256)[:, ::-1]  # from the strongest on
    pixels = found.cumsum(axis=1)[:, ::-1]
    total = (found * np.arange(255, -1, -1)).cumsum(axis=1)[:, ::-1]
    every, least = np.arange(count), np.zeros(count, np.intp)
    for _ in range(3):
        level = total[every, least] / np.maximum(pixels[every, least], 1)
        least = np.ceil(level.astype(np.float32)).astype(np.intp)
    return np.asarray(level)


def _relative(contrast: Grey, level: Grey) -> Grey:
    relative = cv2.divide(contrast, level, scale=255)  # where there is no mark: 0
    return np.asarray(cv2.LUT(relative, _CURVE), np.uint8)
