"""Columns of numbers: which there are, and which lines of two columns stand side by side.

People who write columns keep the lines within each, but seldom those across: the third number of
one may stand as high as the gap after the third of the next. What counts is that lines keep their
order.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

EMPTY = 0.8
"""Between columns a strip stays empty that is this wide, over the height of digits."""
LISTED = 7
"""Numbers of so many digits are items of their own, mostly to dial: columns of them are lists."""
FEWEST = 3
"""Two columns at least hold so many lines: fewer are rows like others."""
ALONE = 0.55
"""What a line that meets none in the next column costs, over the distance of lines. Two of them
cost more than a pair that is a whole line apart: nearly every line finds its partner."""


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


def in_columns(lines: list[list[NDArray[np.intp]]]) -> bool:
    """Whether what stands in each column is lines of its own, and no single digits of rows.

    `lines` are, for each column, the indices of the digits of its lines.
    """
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
    heights = [[float(down[line].mean()) for line in column] for column in lines]
    steps = np.concatenate([np.diff(column) for column in heights])
    pitch = max(float(np.median(steps)), 1.0)
    found, at = lines[0], np.array(heights[0])
    for column, height in zip(lines[1:], heights[1:], strict=True):
        pairs = _pair(at / pitch, np.array(height) / pitch)
        nothing = np.zeros(0, np.intp)
        found = [
            np.concatenate([
                nothing if i is None else found[i], nothing if j is None else column[j]
            ])
            for i, j in pairs
        ]  # fmt: skip
        at = np.array([at[i] if j is None and i is not None else height[j or 0] for i, j in pairs])
    return found


def _pair(lines: Floats, others: Floats) -> list[tuple[int | None, int | None]]:
    """The cheapest way to give lines partners in the next column, in order: pairs of indices."""
    cost = np.zeros((len(lines) + 1, len(others) + 1))
    cost[:, 0], cost[0, :] = ALONE * np.arange(len(lines) + 1), ALONE * np.arange(len(others) + 1)
    for i, line in enumerate(lines, 1):
        for j, other in enumerate(others, 1):
            cost[i, j] = min(
                cost[i - 1, j - 1] + abs(line - other),
                cost[i - 1, j] + ALONE,
                cost[i, j - 1] + ALONE,
            )
    pairs: list[tuple[int | None, int | None]] = []
    i, j = len(lines), len(others)
    while i or j:
        apart = abs(lines[i - 1] - others[j - 1]) if i and j else np.inf
        if np.isclose(cost[i, j], cost[i - 1, j - 1] + apart):
            i, j = i - 1, j - 1
            pairs.append((i, j))
            continue
        may_skip_other = j and (not i or np.isclose(cost[i, j], cost[i, j - 1] + ALONE))
        may_skip_line = i and (not j or np.isclose(cost[i, j], cost[i - 1, j] + ALONE))
        if may_skip_other and (not may_skip_line or others[j - 1] >= lines[i - 1]):
            j -= 1
            pairs.append((None, j))
        else:
            i -= 1
            pairs.append((i, None))
    return pairs[::-1]
