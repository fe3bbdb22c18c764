"""Connected components of a mask, by the quickest way that OpenCV has."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]
Labels = NDArray[np.integer[Any]]


def components(mask: Mask) -> tuple[int, Labels, NDArray[np.int32]]:
    """How many there are, the background with them, then labels and `cv2.CC_STAT_*` of each.

    `mask` is H x W uint8, 0 outside; pixels that touch at a corner are connected. Labels are
    H x W; those of 16 bits take a third of the time and do where there are few enough pixels.
    Nothing is looked at around the outermost pixels: what the statistics tell of the background
    ends there.
    """
    x, y, width, height = cv2.boundingRect(mask)
    if not width:
        x, y, height, width = 0, 0, *mask.shape
    count, inside, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(
        mask[y : y + height, x : x + width], 8, _kind(mask), cv2.CCL_DEFAULT
    )
    labels = np.zeros(mask.shape, inside.dtype)
    labels[y : y + height, x : x + width] = inside
    stats[:, :2] += (x, y)
    return count, labels, stats


def labels_of(mask: Mask) -> tuple[int, Labels]:
    """The same without the statistics, which take two thirds of the time."""
    return cv2.connectedComponentsWithAlgorithm(mask, 8, _kind(mask), cv2.CCL_DEFAULT)


def _kind(mask: Mask) -> int:
    """Of labels: of four pixels in a square all belong to one component, or to none."""
    most, height, width = np.iinfo(np.uint16).max, *mask.shape
    few = -(-height // 2) * -(-width // 2) < most or cv2.countNonZero(mask) < most
    return cv2.CV_16U if few else cv2.CV_32S
