"""How far the paper's own lines are turned against the photo."""

import cv2
import numpy as np
from numpy.typing import NDArray

from recognizer.components import components

Grey = NDArray[np.uint8]
Mask = NDArray[np.uint8]

LONG = 0.45
"""Lines hang together with marks that reach over this share of the photo's width or height ..."""
FILL = 0.5
"""... and fill less than this of their box."""
POINTS = 4000
"""The direction of so many pixels of ink is the direction of all."""
CLEAR = 0.1
"""This share of them must point the same way, or straight across it."""
LEAST = np.radians(5.0)
"""Lines that are turned by less are found as they are."""


def tilt_of_lines(mask: Mask, contrast: Grey) -> float:
    """The angle of ruled or squared paper, radians within pi/4, positive where rows fall.

    `mask` (H x W uint8, 1 = ink) and `contrast`, of the same shape, are of marks among which
    there may be such lines; 0 where there are none, or they run along the photo's sides.

    Gradients of rows and of columns, a right angle apart, are the same when their angles are
    taken four times (the double angle of Granlund, 1978, for squares): their sum is long where
    the lines are many.
    """
    if not _reaches_far(mask):
        return 0.0
    ink = np.flatnonzero(mask.view(np.bool_))
    ink = ink[:: max(1, len(ink) // POINTS)]
    smooth = cv2.GaussianBlur(contrast, (5, 5), 0)  # rims in steps look like sides
    across, down = (cv2.Scharr(smooth, cv2.CV_32F, *way).ravel()[ink] for way in ((1, 0), (0, 1)))
    steep = across + 1j * down
    size = np.maximum(np.abs(steep), 1)
    fourfold = complex(((steep / size) ** 4 * size).sum())
    tilt = float(np.angle(fourfold)) / 4
    clear = abs(fourfold) >= CLEAR * float(size.sum())
    return tilt if clear and abs(tilt) >= LEAST else 0.0


def _reaches_far(mask: Mask) -> bool:
    """Whether some connected mark is large and mostly holes, as a net of lines is."""
    height, width = mask.shape[0] // 2, mask.shape[1] // 2
    if not (height and width):
        return False
    half = cv2.resize(mask * np.uint8(255), (width, height), interpolation=cv2.INTER_AREA)
    _, _, stats = components((half > 0).view(np.uint8))
    w, h, area = stats[1:, 2:].T
    far = (w >= LONG * width) | (h >= LONG * height)
    return bool((far & (area < FILL * w * h)).any())
