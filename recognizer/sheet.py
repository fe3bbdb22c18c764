"""The sheet on the table: where the paper ends, nothing is ink."""

import cv2
import numpy as np
from numpy.typing import NDArray

from recognizer.quantile import quantile

Grey = NDArray[np.uint8]
Mask = NDArray[np.uint8]

SMALLEST, LARGEST = 0.08, 0.995
"""A sheet covers such a share of the photo; more is a photo of paper alone."""
BRIGHTER = 1.7
"""A sheet is this many times as bright as the table around it."""
THRESHOLDS = (0.45, 0.55, 0.65, 0.75)
"""Levels, over the brightest paper, that may part the sheet from glare on the table."""
SQUARE = 0.78
"""Share that a sheet covers of the smallest rectangle around it."""
SHARP = 0.5
"""Share of the step from table to sheet that is made within three pixels; a shadow's is soft."""


def find_sheet(small: Grey) -> Mask | None:
    """The sheet of paper in a small photo (H x W uint8, a side of about 200): H x W, 1 inside.

    None where the photo shows paper alone, or no sheet.
    """
    soft = cv2.medianBlur(small, 5)
    brightest = quantile(soft, 0.98)
    otsu, _ = cv2.threshold(soft, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    levels = sorted([otsu, *(threshold * brightest for threshold in THRESHOLDS)])
    outlines = (_outline(soft, level) for level in levels)
    outline = next((o for o in outlines if _squareness(o) >= SQUARE), None)
    if outline is None:
        return None
    sheet = cv2.fillPoly(np.zeros_like(small), [cv2.convexHull(outline)], 1)
    if not SMALLEST <= np.count_nonzero(sheet) / small.size <= LARGEST:
        return None
    inside, outside = quantile(soft[sheet > 0], 0.5), quantile(soft[sheet == 0], 0.5)
    if inside < BRIGHTER * max(outside, 1) or _sharpness(soft, outline, inside - outside) < SHARP:
        return None
    eroded: Mask = cv2.erode(sheet, np.ones((5, 5), np.uint8), borderValue=1)
    return eroded


def _outline(soft: Grey, level: float) -> NDArray[np.int32]:
    """The outline of the largest region brighter than `level`: [N, 1, 2] points, perhaps none."""
    bright = (soft > level).astype(np.uint8)
    # What hangs on the sheet by a few pixels only is not part of it.
    bright = cv2.morphologyEx(bright, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    contours, _ = cv2.findContours(bright, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return max(contours, key=cv2.contourArea, default=np.zeros((0, 1, 2), np.int32))


def _squareness(outline: NDArray[np.int32]) -> float:
    if len(outline) < 4:
        return 0.0
    _, (width, height), _ = cv2.minAreaRect(outline)
    area: float = cv2.contourArea(outline)
    return area / max(float(width * height), 1.0)


def _sharpness(soft: Grey, outline: NDArray[np.int32], step: float) -> float:
    """How much of the step from outside to inside is made at the outline: the median over it."""
    height, width = soft.shape
    points = outline[:, 0]
    away = (points > 2).all(axis=1) & (points[:, 0] < width - 3) & (points[:, 1] < height - 3)
    points = points[away]
    if len(points) < 0.1 * len(outline):
        return 0.0
    around = np.ones((5, 5), np.uint8)
    rise = cv2.dilate(soft, around).astype(np.float32) - cv2.erode(soft, around)
    return quantile(rise[points[:, 1], points[:, 0]], 0.5) / max(step, 1.0)


def without_table(grey: Grey, sheet: Mask) -> Grey:
    """The photo (H x W) with the paper's own brightness spread over all around the sheet."""
    small_size = sheet.shape[::-1]
    small = cv2.resize(grey, small_size, interpolation=cv2.INTER_AREA).astype(np.float32)
    weight = cv2.erode(sheet, np.ones((5, 5), np.uint8), borderValue=1).astype(np.float32)
    filled, known = small * weight, weight
    reach = 15
    spread = cv2.blur(filled, (reach, reach)) / np.maximum(cv2.blur(known, (reach, reach)), 1e-3)
    far = float((small * weight).sum() / max(float(weight.sum()), 1.0))
    spread = np.where(cv2.blur(known, (reach, reach)) > 1e-3, spread, far)
    full = cv2.resize(spread, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    inside = cv2.resize(sheet, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    return np.where(inside > 0, grey, np.clip(full, 0, 255).astype(np.uint8))
