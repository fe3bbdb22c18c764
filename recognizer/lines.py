"""Reading order: boxes into rows from top to bottom, numbers on a row from left to right."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from recognizer.columns import across, columns, in_columns
from recognizer.reading import Box

GAP = 1.0
"""Numbers stand at least this far apart, over the digits' height ..."""
WIDER = 2.0
"""... and this many times as far as the digits within them."""
STEEPEST = 51
"""Rows may climb or fall by this angle, degrees; it is sought in steps of ..."""
COARSE = 3
"""... so many, and then of one around the best."""

OFF = 0.6
"""Middles of one row differ by less than this, over the height of digits."""
CLOSE = 1.2
"""Digits of one word stand closer than this, over the height of digits."""
FARTHER = 0.05
"""What a gap as wide as a digit is high counts, against being off by that height."""
ON_ONE_HEIGHT = 0.25
"""Middles within about this distance, over the height of digits, stand on one row."""
CLEARLY = 1.3
"""A slope must crowd the middles this many times as much as level rows do ..."""
MANY = 10
"""... and put nearly all of fewer digits than this on one row: few align by chance."""
ENOUGH = 50
"""The slope of this many boxes is the slope of all."""

CLOSE_BY = 1.0
"""Lines that follow each other closer than this, over the height of digits, don't stand over each
other: they may be lines of two columns that don't meet."""

Floats = NDArray[np.float64]


def rows(boxes: list[Box]) -> list[list[int]]:
    """Indices of `boxes` in reading order, one list a row.

    Where the page falls into columns, the lines of these are put side by side.
    """
    if len(boxes) < 2:
        return [[n] for n in range(len(boxes))]
    level = levelled(boxes, slope(boxes))
    everything = np.arange(len(boxes))
    blocks = _blocks(level, everything)
    lines = [_staggered(level, _grown(level, block)) for block in blocks]
    if in_columns(lines):
        found = across(lines, level.down)
    else:
        found = lines[0] if len(blocks) == 1 else _staggered(level, _grown(level, everything))
    return [[int(n) for n in row[np.argsort(level.along[row], kind="stable")]] for row in found]


@dataclass(frozen=True)
class Level:
    """Boxes as they stand where lines are level: middles along and across, half widths, heights."""

    along: Floats
    down: Floats
    half: Floats
    heights: Floats

    def of(self, members: NDArray[np.intp]) -> "Level":
        """Some of them."""
        return Level(*(getattr(self, name)[members] for name in self.__dataclass_fields__))


def levelled(boxes: list[Box], slope: float) -> Level:
    """Boxes of rows that fall by `slope`, radians, as they would stand on level ones."""
    x, y, heights = _centres(boxes)
    along, down = x * np.cos(slope) + y * np.sin(slope), y * np.cos(slope) - x * np.sin(slope)
    return Level(along, down, np.array([box[2] for box in boxes], float) / 2, heights)


def _blocks(level: Level, members: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """The columns that `members` stand in."""
    part = level.of(members)
    height = median(part.heights.tolist())
    found = columns(part.along - part.half, part.along + part.half, height)
    return [members[block] for block in found]


def _staggered(level: Level, lines: list[NDArray[np.intp]]) -> list[NDArray[np.intp]]:
    """`lines` in which columns are put side by side that reach down a part of them only.

    Where such lines don't meet, they follow each other closer than lines that stand over others.
    """
    middles = [float(level.down[line].mean()) for line in lines]
    near = CLOSE_BY * float(level.heights.mean())
    close = [b - a < near for a, b in pairwise(middles)]
    if not any(close):
        return lines
    found, n = list[NDArray[np.intp]](), 0
    while n < len(lines):
        end, blocks = n + 1, list[NDArray[np.intp]]()
        while end < len(lines) and close[n]:
            more = _blocks(level, np.concatenate(lines[n : end + 1]))
            if len(more) == 1:
                break
            end, blocks = end + 1, more
        beside = [_grown(level, block) for block in blocks]
        found += across(beside, level.down) if in_columns(beside) else lines[n:end]
        n = end
    return found


def _grown(level: Level, members: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """The rows of `members` from top to bottom.

    What stands close together is a word. Words grow into rows, the two that lie best on one
    height first.
    """
    level = level.of(members)
    row_of = np.arange(len(level.along))
    for n, m in _pairs(level):
        if row_of[n] != row_of[m]:
            one, other = row_of == row_of[n], row_of == row_of[m]
            if _apart(level, one, other):
                row_of[one] = row_of[m]
    found = [np.flatnonzero(row_of == row) for row in np.unique(row_of)]
    return [members[row] for row in sorted(found, key=lambda row: float(level.down[row].mean()))]


def _pairs(level: Level) -> NDArray[np.intp]:
    """Pairs of boxes that may stand on one row, [N, 2]: in words first, the likeliest first."""
    along, half = level.along, level.half
    tallest = np.maximum(level.heights, level.heights[:, np.newaxis])
    off = np.abs(level.down - level.down[:, np.newaxis]) / tallest
    gap = along[:, np.newaxis] - along - half - half[:, np.newaxis]
    gap /= median(level.heights.tolist())
    near = (off < OFF) & (along < along[:, np.newaxis])
    pairs, off, gap = np.argwhere(near), off[near], gap[near]
    ordered: NDArray[np.intp] = pairs[
        np.lexsort((off + FARTHER * np.maximum(gap, 0), gap >= CLOSE))
    ]
    return ordered


def _apart(level: Level, one: NDArray[np.bool_], other: NDArray[np.bool_]) -> bool:
    """Whether no box of one row stands over or under a box of the other."""
    reach = level.half[one][:, np.newaxis] + level.half[other]
    between = np.abs(level.along[one][:, np.newaxis] - level.along[other])
    return bool((between > 0.5 * reach).all())


def slope(boxes: list[Box]) -> float:
    """The angle of the rows, radians, positive where they fall to the right.

    Seen along the right angle, middles crowd together: the sum over pairs of middles that lie
    on one height is largest. 0 where no angle is clearly better than none.
    """
    return _slope(tuple(sorted(boxes)))


@lru_cache(maxsize=16)  # turning, lines and their order ask for the same boxes one after the other
def _slope(boxes: tuple[Box, ...]) -> float:
    if len(boxes) < 3:
        return 0.0
    x, y, heights = _centres(sorted(boxes, key=lambda box: -box[3])[:ENOUGH])
    height = np.float32(ON_ONE_HEIGHT * median(heights.tolist()))
    coarse = np.radians(np.arange(-STEEPEST, STEEPEST + 1, COARSE))
    crowds = _crowd(x, y, coarse, height)
    level = float(crowds[len(coarse) // 2])
    around = coarse[int(np.argmax(crowds))]
    angles = around + np.radians(np.arange(1 - COARSE, COARSE))
    crowd = _crowd(x, y, angles, height)
    best = int(np.argmax(crowd))
    clear = CLEARLY * level if len(boxes) >= MANY else max(CLEARLY * level, 0.8 * len(boxes))
    return float(angles[best]) if crowd[best] >= clear else 0.0


def _crowd(x: Floats, y: Floats, angles: Floats, height: np.float32) -> NDArray[np.float32]:
    """How many middles stand on one height with each, seen along each angle: means, [angles]."""
    down = y * np.cos(angles)[:, np.newaxis] - x * np.sin(angles)[:, np.newaxis]
    down = (down / height).astype(np.float32)  # exp takes a quarter of the time
    apart = down[:, :, np.newaxis] - down[:, np.newaxis, :]
    crowd: NDArray[np.float32] = np.exp(-0.5 * apart**2).sum(axis=(1, 2)) / np.float32(len(x))
    return crowd


def words(row: list[Box]) -> list[range]:
    """Where a row of boxes falls into words: what stands closer than CLOSE."""
    x, _, heights = _centres(row)
    widths = np.array([box[2] for box in row], float)
    gaps = x[1:] - x[:-1] - (widths[1:] + widths[:-1]) / 2
    ends = [int(n) + 1 for n in np.flatnonzero(gaps > CLOSE * median(heights.tolist()))]
    return [range(a, b) for a, b in pairwise([0, *ends, len(row)])]


def numbers(row: list[Box]) -> list[int]:
    """Where a row of boxes is to be split into numbers: the indices that begin a new one."""
    if len(row) < 2:
        return []
    x, _, heights = _centres(row)
    widths = np.array([box[2] for box in row], float)
    gaps = x[1:] - x[:-1] - (widths[1:] + widths[:-1]) / 2
    height = median(heights.tolist())
    if gaps.max() <= GAP * height:
        return []
    usual = max(float(np.percentile(gaps, 30)), 0.1 * height)
    return [n + 1 for n, gap in enumerate(gaps) if gap > max(GAP * height, WIDER * usual)]


def _centres(boxes: list[Box]) -> tuple[Floats, Floats, Floats]:
    """Middles and heights; a lying 1 or dash counts as high as it is long."""
    array = np.array(boxes, float).reshape(-1, 4)
    middle_x, middle_y = array[:, 0] + array[:, 2] / 2, array[:, 1] + array[:, 3] / 2
    return middle_x, middle_y, array[:, 3]
