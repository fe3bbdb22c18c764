"""Ruled and squared paper: long thin straight lines go, the digits that they cross stay whole."""

import cv2
import numpy as np
from numpy.typing import NDArray

from recognizer.components import components, labels_of
from recognizer.tilt import tilt_of_lines

Grey = NDArray[np.uint8]
Mask = NDArray[np.uint8]

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
"""Rulings are thinner than this share of the longest side."""
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
    if not tilt:
        return _horizontal(mask, contrast, floor)
    height, width = mask.shape
    fall = float(np.tan(tilt))
    # Sheared so that the lines are level, on a canvas that holds all of the photo.
    shear = np.array([[1, 0, 0], [-fall, 1, max(fall, 0) * (width - 1)]])
    size = (width, height + int(np.ceil(abs(fall) * (width - 1))))
    level = cv2.warpAffine(mask, shear, size, flags=cv2.INTER_NEAREST)
    seen = None if contrast is None else cv2.warpAffine(contrast, shear, size)
    lines = _horizontal(np.asarray(level, np.uint8), seen, floor)
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


def _horizontal(mask: Mask, contrast: Grey | None, floor: float) -> Mask:
    """The pixels of `mask` that belong to roughly horizontal lines and to nothing else."""
    height, width = mask.shape
    factor = max(1, round(max(height, width) / SHRUNK))
    rows, columns = height // factor, width // factor
    if rows < 8 or columns < RUN:
        return np.zeros_like(mask)
    small = seen = mask if contrast is None else _faint(mask, contrast, floor)
    if factor > 1:
        cut = seen[: rows * factor, : columns * factor]
        area = cv2.resize(cut * np.uint8(255), (columns, rows), interpolation=cv2.INTER_AREA)
        small = (area > 0).astype(np.uint8)
    thick = cv2.dilate(small, np.ones((3, 1), np.uint8))  # a line that climbs stays in one piece
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, RUN), np.uint8))
    far = max(REACH * columns, 0.7 * REACH * max(rows, columns))
    least = min(far, ACROSS * columns)
    if _longest(_bridged(cv2.reduce(runs, 0, cv2.REDUCE_MAX))) < least:
        return np.zeros_like(mask)  # not even all runs together reach that far
    bridged = _bridged(runs)
    if _longest(bridged) < least:
        return np.zeros_like(mask)
    count, labels, stats = components(bridged)
    lengths = stats[:, cv2.CC_STAT_WIDTH]
    thin = stats[:, cv2.CC_STAT_AREA] <= THIN * lengths
    keep = thin & (lengths >= far)
    keep[0] = False
    if np.count_nonzero(keep) < FAMILY:
        keep = thin & (lengths >= ACROSS * columns)
        keep[0] = False
    if count < 2 or not keep.any():
        return np.zeros_like(mask)
    band = cv2.dilate(keep[labels].astype(np.uint8), np.ones((3, 1), np.uint8))
    region = np.zeros_like(mask)
    region[: rows * factor, : columns * factor] = cv2.resize(
        band, (columns * factor, rows * factor), interpolation=cv2.INTER_NEAREST
    )
    found = region & mask
    # Where the ink is taller than a line is thick, a digit's stroke crosses: it stays.
    thickness = np.count_nonzero(found) / (factor * float(lengths[keep].sum()))
    tallest = int(np.clip(round(1.7 * thickness), 2, THICKEST * max(height, width)))
    tall = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((tallest + 1, 1), np.uint8))
    return np.where(tall > 0, np.uint8(0), found)


def _bridged(runs: Mask) -> Mask:
    """A line may fade or be crossed: short gaps are bridged before its length is taken."""
    framed = cv2.copyMakeBorder(runs, 0, 0, RUN, RUN, cv2.BORDER_CONSTANT)
    closed = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, np.ones((1, RUN), np.uint8))
    return np.ascontiguousarray(closed[:, RUN:-RUN])


def _longest(mask: Mask) -> int:
    """How wide the widest connected part is."""
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return max((cv2.boundingRect(outline)[2] for outline in outlines), default=0)
