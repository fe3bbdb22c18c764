"""Ruled and squared paper: long thin straight lines go, the digits that they cross stay whole."""

import cv2
import numpy as np
from numpy.typing import NDArray

from recognizer.components import components, labels_of
from recognizer.quantile import quantile
from recognizer.tilt import tilt_of_lines

Grey = NDArray[np.uint8]
Mask = NDArray[np.uint8]
Floats = NDArray[np.floating]

SHRUNK = 400
"""Lines are sought on a copy whose longest side is this many pixels."""
RUN = 25
"""A line holds runs of at least this many pixels of that copy ..."""
REACH = 0.5
"""... and reaches over this share of the photo's width or height, and of its longest side ..."""
ACROSS = 0.95
"""... or over this share, where fewer than FAMILY lines run side by side: a 1 is no ruling."""
FAMILY = 3
THIN = 8
"""A line is no thicker than so many pixels of the copy."""
THICKEST = 0.02
"""Rulings are thinner than this share of the longest side ..."""
NEAR = 0.06
"""... or than this, where a notebook is seen from near: lines from border to border, ..."""
MARGIN = 0.012
"""... which end no farther from both than this share, ..."""
EVEN, ENDS = 0.4, 4
"""... are at each end, over so many pixels, at least this much of their usual thickness, ..."""
SOLID = 0.8
"""... and have ink along this share of their way."""
DARKER = 1.4
"""What is so much darker than the dark part of the lines is no ruling, wherever it lies."""
ALONG = 15
"""A faint line is seen where it is averaged over so many pixels of its way ..."""
WEAK = 0.35
"""... and darker than this share of what makes ink."""


def without_ruling(mask: Mask, contrast: Grey | None = None, floor: float = 0.0) -> Mask:
    """The same marks (H x W uint8, 1 = ink) without the paper's own lines.

    A line that fades away is followed in the `contrast` that the mask was made of, whose ink is
    above `floor`.
    """
    mask = _without_lines(mask, contrast, floor, 0.0)
    tilt = tilt_of_lines(mask, mask if contrast is None else contrast)
    return _without_lines(mask, contrast, floor, tilt) if tilt else mask


def _without_lines(mask: Mask, contrast: Grey | None, floor: float, tilt: float) -> Mask:
    """`mask` without the lines that run about `tilt` radians off the photo's sides."""
    rows = _along(mask, contrast, floor, tilt)
    across = None if contrast is None else cv2.transpose(contrast)
    columns = cv2.transpose(_along(cv2.transpose(mask), across, floor, -tilt))
    mask = cv2.subtract(cv2.subtract(mask, rows), columns)
    if cv2.countNonZero(rows) and cv2.countNonZero(columns):
        return _without_crossings(mask, rows, columns)
    return mask


def _along(mask: Mask, contrast: Grey | None, floor: float, tilt: float) -> Mask:
    """The pixels of `mask` on lines that fall by `tilt` radians to the right."""
    height, width = mask.shape
    if not tilt:
        return _horizontal(mask, contrast, floor, np.tile((0.0, float(width)), (height, 1)))
    fall = float(np.tan(tilt))
    # Sheared so that the lines are level, on a canvas that holds all of the photo.
    lower = max(fall, 0) * (width - 1)
    shear = np.array([[1, 0, 0], [-fall, 1, lower]])
    size = (width, height + int(np.ceil(abs(fall) * (width - 1))))
    level = cv2.warpAffine(mask, shear, size, flags=cv2.INTER_NEAREST)
    seen = None if contrast is None else cv2.warpAffine(contrast, shear, size)
    down = lower - np.arange(size[1])
    borders = np.sort(np.stack([down, down + height - 1], axis=1) / fall, axis=1)
    lines = _horizontal(np.asarray(level, np.uint8), seen, floor, np.clip(borders, 0, width))
    back = cv2.WARP_INVERSE_MAP | cv2.INTER_NEAREST
    return np.asarray(cv2.min(cv2.warpAffine(lines, shear, (width, height), flags=back), mask))


def _without_crossings(mask: Mask, rows: Mask, columns: Mask) -> Mask:
    """`mask` without what is left where the lines of a squared sheet cross."""
    side = max(3, int(THICKEST * max(mask.shape)) | 1)
    around = np.ones((side, side), np.uint8)
    crossings = cv2.bitwise_and(cv2.dilate(rows, around), cv2.dilate(columns, around))
    count, labels = labels_of(mask)
    kept = np.zeros(count, np.uint8)
    kept[np.unique(labels[(mask > crossings)])] = 1
    return np.asarray(kept[labels])


def _faint(mask: Mask, contrast: Grey, floor: float) -> Mask:
    """`mask` and what may be horizontal lines too faint for it."""
    smooth = cv2.blur(contrast, (ALONG, 1))
    tall = np.ones((int(THICKEST * max(mask.shape)) | 1, 1), np.uint8)
    thin = cv2.morphologyEx(smooth, cv2.MORPH_TOPHAT, tall)
    _, lines = cv2.threshold(thin, WEAK * floor, 1, cv2.THRESH_BINARY)
    lines = cv2.erode(lines, np.ones((1, ALONG // 2 | 1), np.uint8))  # no longer than they were
    rims = cv2.dilate(mask, np.ones((3, 1), np.uint8))
    return np.asarray(cv2.max(mask, cv2.subtract(lines, rims)), np.uint8)


def _horizontal(mask: Mask, contrast: Grey | None, floor: float, borders: Floats) -> Mask:
    """The pixels of `mask` that belong to roughly horizontal lines and to nothing else.

    `borders` [H, 2] are where the photo begins and ends in each row.
    """
    height, width = mask.shape
    factor = max(1, round(max(height, width) / SHRUNK))
    rows, columns = height // factor, width // factor
    if rows < 8 or columns < RUN:
        return np.zeros_like(mask)
    small = _small(mask if contrast is None else _faint(mask, contrast, floor), factor)
    thick = cv2.dilate(small, np.ones((3, 1), np.uint8))  # a line that climbs stays in one piece
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, RUN), np.uint8))
    least = min(_far(runs), ACROSS * columns)
    if _longest(_bridged(runs.max(axis=0, keepdims=True))) < least:
        return np.zeros_like(mask)  # not even all runs together reach that far
    bridged = _bridged(runs)
    if _longest(bridged) < least:
        return np.zeros_like(mask)
    lines, length, thickest = _lines(bridged, _small(mask, factor), borders[::factor] / factor)
    if not length:
        return np.zeros_like(mask)
    band = cv2.dilate(lines, np.ones((3, 1), np.uint8))
    region = np.zeros_like(mask)
    region[: rows * factor, : columns * factor] = cv2.resize(
        band, (columns * factor, rows * factor), interpolation=cv2.INTER_NEAREST
    )
    found = region & mask
    # Where the ink is taller than a line is thick, a digit's stroke crosses: it stays.
    thickness = np.count_nonzero(found) / (factor * length)
    tallest = int(np.clip(round(1.7 * thickness), 2, thickest * max(height, width)))
    tall = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((tallest + 1, 1), np.uint8))
    found[tall > 0] = 0
    if contrast is not None and found.any():
        found[contrast > DARKER * quantile(contrast[found.view(np.bool_)], 0.75)] = 0
    return found


def _far(picture: Mask) -> float:
    """How long a line is at least, pixels of `picture`."""
    height, width = picture.shape
    return float(REACH * max(width, 0.7 * height))


def _lines(bridged: Mask, firm: Mask, borders: Floats) -> tuple[Mask, float, float]:
    """Those of the connected parts of `bridged` (H x W) that are lines: a mask of them.

    `firm` is the ink in them that isn't faint; `borders` are the photo's. With the mask comes
    how long all lines are together, and how thick one may be, over the longest side.
    """
    side, columns, far = max(bridged.shape), bridged.shape[1], _far(bridged)
    _, labels, stats = components(bridged)
    stats[0] = 0  # what lies outside all parts; of nothing OpenCV tells no sizes
    starts, lengths = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_WIDTH]
    thin = stats[:, cv2.CC_STAT_AREA] <= THIN * lengths
    keep = thin & (lengths >= far)
    if np.count_nonzero(keep) < FAMILY:
        keep = thin & (lengths >= ACROSS * columns)
    lines = keep[labels].astype(np.uint8) if keep.any() else np.zeros_like(bridged)
    middle = stats[:, cv2.CC_STAT_TOP] + stats[:, cv2.CC_STAT_HEIGHT] // 2
    first, last = borders[middle].T
    near = round(MARGIN * side)
    whole = (starts <= first + near) & (starts + lengths >= last - near) & (lengths >= far)
    for n in np.flatnonzero(whole & ~keep):
        left, top, wide, tall, _ = stats[n]
        place = np.s_[top : top + tall, left : left + wide]
        band = _band((labels[place] == n) & (firm[place] > 0), NEAR * side)
        if band is not None:
            lines[place] |= band
            keep[n] = True
    return lines, float(lengths[keep].sum()), NEAR if (whole & keep).any() else THICKEST


def _small(mask: Mask, factor: int) -> Mask:
    """A copy `factor` times smaller: where there is any ink there is some."""
    if factor == 1:
        return mask
    rows, columns = mask.shape[0] // factor, mask.shape[1] // factor
    cut = mask[: rows * factor, : columns * factor] * np.uint8(255)
    area = cv2.resize(cut, (columns, rows), interpolation=cv2.INTER_AREA)
    return np.asarray(area > 0, np.uint8)


def _band(part: NDArray[np.bool_], thickest: float) -> NDArray[np.bool_] | None:
    """The straight line of even thickness that a part is, without what hangs on to it.

    `part` is h x w; None where that is no such line, or one that is thicker than `thickest`, or
    not as thick at both its ends.
    """
    counts = np.count_nonzero(part, axis=0)
    thickness = float(np.median(counts))
    ends = counts[:ENDS].mean(), counts[-ENDS:].mean()
    if not 0 < thickness <= thickest or min(ends) < EVEN * thickness:
        return None
    if np.count_nonzero(counts) < SOLID * len(counts):
        return None
    plain = np.flatnonzero((counts >= EVEN * thickness) & (counts <= 1.6 * thickness))
    down = np.arange(len(part))
    if len(plain) < EVEN * part.shape[1]:
        return None
    middles = down @ part[:, plain] / counts[plain]
    slope, start = np.polyfit(plain, middles, 1)
    along = start + slope * np.arange(part.shape[1])
    return np.asarray(part & (np.abs(down[:, np.newaxis] - along) <= thickness / 2 + 2))


def _bridged(runs: Mask) -> Mask:
    """A line may fade or be crossed: short gaps are bridged before its length is taken."""
    framed = cv2.copyMakeBorder(runs, 0, 0, RUN, RUN, cv2.BORDER_CONSTANT)
    closed = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, np.ones((1, RUN), np.uint8))
    return np.ascontiguousarray(closed[:, RUN:-RUN])


def _longest(mask: Mask) -> int:
    """How wide the widest connected part is."""
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return max((cv2.boundingRect(outline)[2] for outline in outlines), default=0)
