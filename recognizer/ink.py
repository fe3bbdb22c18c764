"""Ink against paper: light evened out, dark on light or light on dark, weak marks left behind."""

import cv2
import numpy as np
from numpy.typing import NDArray

from recognizer.ruling import without_ruling
from recognizer.sheet import find_sheet, without_table

Grey = NDArray[np.uint8]
Ink = NDArray[np.float32]

PAPER_SIDE = 200
"""The paper is looked at on a copy whose longest side is this many pixels."""
WIDEST = 0.30
"""The widest stroke there may be, over the longest side: a marker's digit that fills the photo."""
NARROWEST = 0.03
"""Strokes up to this width need no wider a look at the paper."""
FAINTEST = 0.045
"""Contrast under which nothing is ink: the faintest pencil has about 0.08."""
STRONG = 1.6
"""A mark is at least this many times as strong as the floor under which all is noise."""


def find_ink(grey: Grey) -> tuple[Ink, Grey]:
    """How much each pixel is ink (float32, 0..1), and its contrast to the paper (uint8, 0..255).

    All are H x W, `grey` is uint8. Ink is measured for each connected mark against its own
    darkest part: 0 on paper, 1 in the middle of a stroke, for a faint pencil as for a marker.
    """
    small = _small(grey)
    sheet = find_sheet(small)
    if sheet is not None:
        grey = without_table(grey, sheet)
        small = _small(grey)
    elif _is_light_on_dark(small):
        grey, small = 255 - grey, 255 - small
    contrast = _contrast(grey, _paper(small, _pen_width(small)))
    if sheet is not None:
        inside = cv2.resize(sheet, grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
        contrast = cv2.multiply(contrast, inside)
    return _level(contrast), contrast


def _small(grey: Grey) -> Grey:
    height, width = grey.shape
    scale = min(1.0, PAPER_SIDE / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def _closing(small: Grey, width: float) -> Grey:
    """The picture without dark strokes narrower than `width` (a share of the longest side)."""
    kernel = max(3, int(width * max(small.shape)) | 1)
    square = np.ones((kernel, kernel), np.uint8)
    return np.asarray(
        cv2.morphologyEx(small, cv2.MORPH_CLOSE, square, borderType=cv2.BORDER_REFLECT)
    )


def _is_light_on_dark(small: Grey) -> bool:
    """Whether the marks are lighter than what surrounds them (chalk, a screen).

    Marks are few and far from their surroundings' median, so they decide the sign of the skew.
    A white sheet on a dark table is such a mark too: there the thin ones decide.
    """
    kernel = max(3, int(0.25 * max(small.shape)) | 1)
    skew = ((small.astype(np.float32) - cv2.medianBlur(small, kernel)) / 255) ** 3
    if float(skew.sum()) < 0.5 * float(np.abs(skew).sum()):
        return False
    return 2.5 * _thin(small) <= _thin(255 - small)


def _thin(small: Grey) -> float:
    """How much thin dark marks there are: the sum of their cubed depths."""
    depth = cv2.subtract(_closing(small, 0.025), small).astype(np.float32) / 255
    return float((depth**3).sum())


def _pen_width(small: Grey) -> float:
    """Width of the widest strokes, over the longest side, at least NARROWEST."""
    contrast = cv2.subtract(_closing(small, WIDEST), small)
    _, mask = cv2.threshold(contrast, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    depth = cv2.distanceTransform(
        cv2.copyMakeBorder(mask, 1, 1, 1, 1, cv2.BORDER_CONSTANT), cv2.DIST_L2, 3
    )[1:-1, 1:-1]
    height, width = small.shape
    inner, outer = 0.0, 0.0
    for n in range(1, count):
        x, y, w, h, _ = stats[n]
        if max(w, h) <= 0.06 * max(small.shape):
            continue
        box = np.s_[y : y + h, x : x + w]
        stroke = 2 * float(np.percentile(depth[box][labels[box] == n], 90))
        if stroke < 0.25 * max(w, h):
            if x > 0 and y > 0 and x + w < width and y + h < height:
                inner = max(inner, stroke)
            else:
                outer = max(outer, stroke)
    if not inner and outer and _deepest(small, NARROWEST) < 0.3 * _deepest(small, WIDEST):
        inner = outer  # nothing thin is left: the marks that leave the photo are the writing
    widest = inner / max(small.shape)
    return float(np.clip(1.6 * widest, NARROWEST, WIDEST))


def _deepest(small: Grey, width: float) -> float:
    """Depth of the marks that a closing of this width fills, grey levels."""
    return float(np.percentile(cv2.subtract(_closing(small, width), small), 99.5))


def _paper(small: Grey, width: float) -> Grey:
    closed = _closing(small, width)
    kernel = max(3, int(width * max(small.shape)) // 3 | 1)
    return np.asarray(cv2.blur(closed, (kernel, kernel)), np.uint8)


def _contrast(grey: Grey, paper: Grey) -> Grey:
    """1 - grey over paper, in steps of 1/255: whole numbers make this stage cheap."""
    full = cv2.resize(paper, grey.shape[::-1], interpolation=cv2.INTER_LINEAR)
    soft = cv2.GaussianBlur(grey, (3, 3), 0) if min(grey.shape) > 400 else grey
    light = cv2.divide(soft, cv2.max(full, 1), scale=255)
    contrast: Grey = cv2.bitwise_not(light)
    return contrast


def _level(contrast: Grey) -> Ink:
    """Each connected mark over the level of its own darkest part; weak marks are left out."""
    noise = float(np.median(contrast[::4, ::4]))
    floor = max(FAINTEST * 255, 3.0 * noise)
    _, mask = cv2.threshold(contrast, floor, 1, cv2.THRESH_BINARY)
    mask = without_ruling(mask)
    count, labels = cv2.connectedComponents(mask, connectivity=8)
    at = np.flatnonzero(mask)
    label, value = labels.ravel()[at], contrast.ravel()[at].astype(np.float32)
    level = np.zeros(count, np.float32)
    for _ in range(3):  # the mean of what lies above the mean, three times: close to the peak
        above = value >= level[label]
        weight = np.bincount(label[above], value[above], count)
        number = np.bincount(label[above], minlength=count)
        level = (weight / np.maximum(number, 1)).astype(np.float32)
    own = level[label]
    strong = own > STRONG * floor
    ink = np.zeros(contrast.size, np.float32)
    ink[at[strong]] = np.clip((value[strong] / own[strong] - 0.2) * 2.0, 0.0, 1.0)
    return ink.reshape(contrast.shape)
