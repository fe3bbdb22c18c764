"""One box of ink as MNIST knows it: the only place where a digit gets its 28 x 28 frame."""

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

SIZE = 28
"""Side of MNIST's frame, pixels."""
BOX = 20
"""Longest side of the digit inside the frame, pixels (LeCun et al., 1998)."""
LARGEST = 96
"""Larger digits are shrunk to this before anything is measured on them, pixels."""
THINNEST = 1.7
"""A stroke thinner than this, in pixels of the frame, is widened to it: MNIST's are 2 to 3."""
_PLACES = np.arange(BOX, dtype=np.float32)


def stroke_width(ink: NDArray[np.float32], full: float = 1.0) -> float:
    """Mean width in pixels of the strokes of `ink` (H x W, `full` = ink): twice area over outline.

    A long ribbon of width w and length l has area w*l and an outline of about 2*l.
    """
    mask = (ink > 0.4 * full).view(np.uint8)
    area = cv2.countNonZero(mask)
    outline = area - cv2.countNonZero(cv2.erode(mask, None, borderValue=0))
    if not outline:
        return 0.0
    # The outline counts whole pixels inside the ribbon, so a ribbon 1 wide has outline == area.
    return max(1.0, 2.0 * area / outline - 1.0) if outline < area else area / outline


def frame(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """Put one digit into MNIST's frame.

    `ink` is H x W float32, 1 = ink, 0 = paper, cropped around one digit or with empty borders.
    Returns 28 x 28 float32, 0..1: aspect kept, longest side 20, centre of mass in the middle.
    Without any ink the frame is empty.
    """
    out = np.zeros((SIZE, SIZE), np.float32)
    x, y, wide, tall = cv2.boundingRect((ink > 0.25).view(np.uint8))
    if not wide:
        return out
    crop = _widened(_scaled(ink[y : y + tall, x : x + wide], LARGEST))
    small = _scaled(crop, BOX, enlarge=True)
    height, width = small.shape
    small = small * np.float32(1 / small.max())
    across, down = small.sum(axis=0), small.sum(axis=1)
    total = float(across.sum())
    centre_x = float(across @ _PLACES[:width]) / total
    centre_y = float(down @ _PLACES[:height]) / total
    # MNIST's middle lies between pixels 13 and 14; the digit stays inside the frame whole.
    left = min(max(round(SIZE / 2 - 0.5 - centre_x), 0), SIZE - width)
    top = min(max(round(SIZE / 2 - 0.5 - centre_y), 0), SIZE - height)
    out[top : top + height, left : left + width] = small
    return out


def _scaled(
    ink: NDArray[np.float32], longest: int, *, enlarge: bool = False
) -> NDArray[np.float32]:
    """`ink` with a longest side of `longest` pixels, by area averages when it shrinks."""
    height, width = ink.shape
    scale = longest / max(height, width)
    if scale >= 1 and not enlarge:
        return ink
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    scaled: NDArray[np.float32] = cv2.resize(ink, size, interpolation=way)
    return scaled


def _widened(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """Strokes that would be thinner than THINNEST in the frame, as thick as that."""
    missing = THINNEST * max(ink.shape) / BOX - stroke_width(ink, float(ink.max()))
    if missing < 1:
        return ink
    width = round(missing) + 1
    rim = (width // 2,) * 4
    wide: NDArray[np.float32] = cv2.dilate(
        cv2.copyMakeBorder(ink, *rim, cv2.BORDER_CONSTANT), _disc(width)
    )
    return wide


@cache
def _disc(width: int) -> NDArray[np.uint8]:
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width)), np.uint8)
