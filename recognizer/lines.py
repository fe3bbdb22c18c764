"""Reading order: boxes into rows from top to bottom, numbers on a row from left to right."""

import numpy as np
from numpy.typing import NDArray

from recognizer.reading import Box

GAP = 1.0
"""Numbers stand at least this far apart, over the digits' height ..."""
WIDER = 2.0
"""... and this many times as far as the digits within them."""
STEEPEST = 50.0
"""Rows may climb or fall by this angle, degrees."""

AGREED, AGREED_BY_MANY = 9.0, 12.0
"""Neighbours agree on the slope when they differ by less than this, degrees: few by chance ..."""
MANY = 8
"""... and so many pairs hardly ever."""

Floats = NDArray[np.float64]


def rows(boxes: list[Box]) -> list[list[int]]:
    """Indices of `boxes` in reading order, one list a row."""
    if not boxes:
        return []
    x, y, heights = _centres(boxes)
    angle = slope(boxes)
    along, down = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    found: list[list[int]] = []
    for n in np.argsort(along, kind="stable"):
        best, fit = None, 0.6  # a digit goes on with the row whose end is nearest in height
        for row in found:
            end = row[-1]
            off = abs(down[n] - down[end]) / max(heights[n], heights[end])
            if off < fit:
                best, fit = row, off
        if best is None:
            found.append([int(n)])
        else:
            best.append(int(n))
    return sorted(found, key=lambda row: float(np.mean(down[row])))


def slope(boxes: list[Box]) -> float:
    """The angle of the rows, radians, positive where they fall to the right.

    The median over each box's nearest right neighbour; 0 where those don't agree.
    """
    x, y, heights = _centres(boxes)
    height = float(np.median(heights))
    angles = []
    for n in range(len(x)):
        dx, dy = x - x[n], y - y[n]
        right = (dx > 0) & (np.abs(dy) < np.tan(np.radians(STEEPEST)) * dx)
        if right.any():
            distance = np.where(right, np.hypot(dx, 1.5 * dy), np.inf)
            to = int(np.argmin(distance))
            if distance[to] < 4 * height:
                angles.append(float(np.arctan2(dy[to], dx[to])))
    if len(angles) < 2:
        return 0.0
    usual = float(np.median(angles))
    astray = float(np.median(np.abs(np.array(angles) - usual)))
    agreed = AGREED_BY_MANY if len(angles) >= MANY else AGREED
    return usual if astray < np.radians(agreed) else 0.0


def numbers(row: list[Box]) -> list[int]:
    """Where a row of boxes is to be split into numbers: the indices that begin a new one."""
    if len(row) < 2:
        return []
    x, _, heights = _centres(row)
    widths = np.array([box[2] for box in row], float)
    gaps = x[1:] - x[:-1] - (widths[1:] + widths[:-1]) / 2
    height = float(np.median(heights))
    usual = max(float(np.percentile(gaps, 30)), 0.1 * height)
    return [n + 1 for n, gap in enumerate(gaps) if gap > max(GAP * height, WIDER * usual)]


def _centres(boxes: list[Box]) -> tuple[Floats, Floats, Floats]:
    """Middles and heights; a lying 1 or dash counts as high as it is long."""
    array = np.array(boxes, float).reshape(-1, 4)
    middle_x, middle_y = array[:, 0] + array[:, 2] / 2, array[:, 1] + array[:, 3] / 2
    return middle_x, middle_y, array[:, 3]
