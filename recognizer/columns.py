"""Columns of numbers: which there are, and which lines of two columns stand side by side.

People who write columns keep the lines within each, but seldom those across: the third number of
one may stand as high as the gap after the third of the next. What counts is that lines keep their
order.
"""

from collections.abc import Sequence, Sized

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EMPTY = 0.8
"""Between columns a strip stays empty that is this wide, over the height of digits."""
LISTED = 7
"""Numbers of so many digits are items of their own, mostly to dial: columns of them are lists."""
FEWEST = 3
"""Two columns at least hold so many lines: fewer are rows like others."""
HOLE = 1.5
"""A column leaves room for a line where its own are so many usual distances of lines apart."""
ALONE = 0.55
"""What a line costs for which the next column leaves room, over the distance of lines: it stands
alone if its partner would be farther away."""


def columns(left: Floats, right: Floats, height: float) -> list[NDArray[np.intp]]:
    """Indices of boxes by the column that they stand in, from left to right.

    `left` and `right` [N] are where boxes begin and end, `height` is that of digits.
    """
    found: list[list[int]] = []
    end = -np.inf
    for n in np.argsort(left, kind="stable"):
        if left[n] > end + EMPTY * height:
            found.append([])
        found[-1].append(int(n))
        end = max(end, float(right[n]))
    return [np.array(sorted(column)) for column in found]


def in_columns(lines: Sequence[Sequence[Sized]]) -> bool:
    """Whether what stands in each column is lines of its own, and no single digits of rows.

    `lines` are, for each column, its lines, each as long as it has digits.
    """
    if len(lines) < 2:
        return False
    lengths = [len(line) for column in lines for line in column]
    return sum(len(column) >= FEWEST for column in lines) > 1 and float(np.median(lengths)) >= 2


def across(lines: list[list[NDArray[np.intp]]], down: Floats) -> list[NDArray[np.intp]]:
    """The lines of all columns in reading order: across them, or one list after another.

    `lines` are those of each column from top to bottom, as indices of digits; `down` [N] is how
    far down each digit stands.
    """
    if np.median([len(line) for column in lines for line in column]) >= LISTED:
        return [line for column in lines for line in column]
    return _side_by_side(lines, down)


def _side_by_side(lines: list[list[NDArray[np.intp]]], down: Floats) -> list[NDArray[np.intp]]:
    """The lines of all columns as lines across them, from top to bottom."""
    heights = [np.array([float(down[line].mean()) for line in column]) for column in lines]
    pitch = max(float(np.median(np.concatenate([np.diff(column) for column in heights]))), 1.0)
    found, at = lines[0], heights[0]
    for column, height in zip(lines[1:], heights[1:], strict=True):
        pairs = _pair(at / pitch, height / pitch)
        nothing = np.zeros(0, np.intp)
        found = [
            np.concatenate([
                nothing if i is None else found[i], nothing if j is None else column[j]
            ])
            for i, j in pairs
        ]  # fmt: skip
        at = np.array([at[i] if j is None and i is not None else height[j or 0] for i, j in pairs])
    return found


def _room(lines: Floats, top: float) -> list[bool]:
    """Whether a column leaves room for a line before each of its own, and after the last.

    `top` is where the first line of both columns is; lines are usually 1 apart.
    """
    return [*(np.diff(lines, prepend=top - 1) >= HOLE).tolist(), True]


def _pair(lines: Floats, others: Floats) -> list[tuple[int | None, int | None]]:
    """The cheapest way to give lines partners in the next column, in order: pairs of indices.

    A line stays alone only where the other column has room for its partner, and below its end:
    else the third of one goes with the third of the other, however far off that is.
    """
    top = min(lines[0], others[0])
    room, other_room = _room(lines, top), _room(others, top)
    cost = np.full((len(lines) + 1, len(others) + 1), np.inf)
    way: dict[tuple[int, int], tuple[int, int]] = {}
    cost[0, 0] = 0
    for i in range(len(lines) + 1):
        for j in range(len(others) + 1):
            steps = []
            if i and j:
                steps.append((cost[i - 1, j - 1] + abs(lines[i - 1] - others[j - 1]), (1, 1)))
            if i and other_room[j]:
                steps.append((cost[i - 1, j] + ALONE, (1, 0)))
            if j and room[i]:
                steps.append((cost[i, j - 1] + ALONE, (0, 1)))
            if steps:
                cost[i, j], way[i, j] = min(steps)
    pairs: list[tuple[int | None, int | None]] = []
    i, j = len(lines), len(others)
    while i or j:
        one, other = way[i, j]
        i, j = i - one, j - other
        pairs.append((i if one else None, j if other else None))
    return pairs[::-1]
