"""How wide the pen is: what is wider than the widest stroke is paper, light or shadow."""

import cv2
import numpy as np
from numpy.typing import NDArray

from recognizer.components import components
from recognizer.quantile import quantile
from recognizer.ruling import without_ruling

Grey = NDArray[np.uint8]

WIDEST = 0.30
"""The widest stroke there may be, over the longest side: a marker's digit that fills the photo."""
NARROWEST = 0.03
"""Strokes up to this width need no wider a look at the paper."""
WORTH = NARROWEST / 1.6
"""Narrower strokes change nothing."""
THICKEST = 0.4
"""A stroke is thinner than this, over the longest side of its mark ..."""
LINE = 0.15
"""... and a line thinner than this."""
SHORTEST = 0.06
"""Marks up to this size, over the longest side, tell nothing of the pen."""
SHARP, BLURRED = 0.35, 0.25
"""Share of a wide mark's depth that its outline makes in three pixels: a shadow's is soft, and most
shadows reach in from outside. A line that lies inside the photo may be blurred."""


def closing(small: Grey, width: float) -> Grey:
    """The picture without dark strokes narrower than `width` (a share of the longest side)."""
    kernel = max(3, int(width * max(small.shape)) | 1)
    square = np.ones((kernel, kernel), np.uint8)
    return np.asarray(
        cv2.morphologyEx(small, cv2.MORPH_CLOSE, square, borderType=cv2.BORDER_REFLECT)
    )


def pen_width(small: Grey) -> float:
    """Width of the widest strokes, over the longest side, at least NARROWEST."""
    contrast = cv2.subtract(closing(small, WIDEST), small)
    _, mask = cv2.threshold(contrast, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    depth = _depth(mask)
    if 2 * float(depth.max()) <= WORTH * max(small.shape):
        return NARROWEST
    mask = without_ruling(mask)
    depth = _depth(mask)
    _, labels, stats = components(mask)
    square = np.ones((3, 3), np.uint8)
    rise = cv2.subtract(cv2.dilate(small, square), cv2.erode(small, square))
    height, width = small.shape
    inner, outer = 0.0, 0.0
    wide = 2 * depth > WORTH * max(small.shape)
    for n in np.setdiff1d(labels[wide], [0]):
        x, y, w, h, _ = stats[n]
        if max(w, h) <= SHORTEST * max(small.shape):
            continue
        box = np.s_[y : y + h, x : x + w]
        own = labels[box] == n
        stroke = 2 * quantile(depth[box][own], 0.9)
        if stroke >= THICKEST * max(w, h):
            continue
        rim = own & (depth[box] <= 1.5)
        sharp = quantile(rise[box][rim], 0.5) / quantile(contrast[box][own], 0.75)
        whole = x > 0 and y > 0 and x + w < width and y + h < height
        line = whole and stroke < LINE * max(w, h)
        if sharp < (BLURRED if line else SHARP):
            continue
        if whole:
            inner = max(inner, stroke)
        else:
            outer = max(outer, stroke)
    if not inner and outer and _deepest(small, NARROWEST) < 0.3 * _deepest(small, WIDEST):
        inner = outer  # nothing thin is left: the marks that leave the photo are the writing
    widest = inner / max(small.shape)
    return float(np.clip(widest * NARROWEST / WORTH, NARROWEST, WIDEST))


def _depth(mask: Grey) -> NDArray[np.float32]:
    """How far each pixel of the marks of `mask` lies from their outline, and the photo's border."""
    framed = cv2.copyMakeBorder(mask, 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    return np.asarray(cv2.distanceTransform(framed, cv2.DIST_L2, 3)[1:-1, 1:-1], np.float32)


def _deepest(small: Grey, width: float) -> float:
    """Depth of the marks that a closing of this width fills, grey levels."""
    return quantile(cv2.subtract(closing(small, width), small), 0.995)
