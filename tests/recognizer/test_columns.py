"""Columns are read across, whether or not their lines meet."""

from itertools import pairwise

import numpy as np
import pytest

from recognizer.columns import across, columns, in_columns
from recognizer.lines import rows
from recognizer.reading import Box


def column(x: int, top: int, step: int, lines: int, digits: int = 3) -> list[Box]:
    """Lines of digits of 20 x 30 pixels, the first at x, top."""
    return [(x + 26 * d, top + step * n, 20, 30) for n in range(lines) for d in range(digits)]


@pytest.mark.parametrize("shift", [0, 8, 20, -20])
def test_lines_of_two_columns_meet_in_order(shift: int) -> None:
    """The third number of one column is read with the third of the next, met or not."""
    boxes = column(0, 100, 50, 5) + column(300, 100 + shift, 50, 5)
    found = rows(boxes)
    assert [len(row) for row in found] == [6] * 5
    for n, row in enumerate(found):
        assert row == [*range(3 * n, 3 * n + 3), *range(15 + 3 * n, 18 + 3 * n)]


def test_a_longer_column_keeps_its_last_lines_alone() -> None:
    """What has no partner stands on a line of its own, in its place."""
    found = rows(column(0, 100, 50, 3) + column(300, 100, 50, 5))
    assert [len(row) for row in found] == [6, 6, 6, 3, 3]


def test_columns_of_other_pitch_meet_in_order() -> None:
    """Lines that drift apart down the page keep their partners: nobody left one out."""
    found = rows(column(0, 100, 60, 8) + column(300, 100, 52, 8))
    assert [len(row) for row in found] == [6] * 8


def test_a_line_left_out_has_no_partner() -> None:
    """Where one column leaves room for a line, that of the other stands alone."""
    found = rows(column(0, 100, 50, 2) + column(0, 250, 50, 2) + column(300, 104, 50, 5))
    assert [len(row) for row in found] == [6, 6, 3, 6, 6]


@pytest.mark.parametrize("places", [(0, 300), (300, 0)])
def test_lines_without_partners_keep_their_order(places: tuple[int, int]) -> None:
    """Of two lines alone, one in each column, the higher one is read first."""
    one, other = places
    boxes = [
        *(box for y in (100, 150, 195, 300) for box in column(one, y, 0, 1)),
        *(box for y in (100, 150, 255, 300) for box in column(other, y, 0, 1)),
    ]
    found = rows(boxes)
    assert [len(row) for row in found] == [6, 6, 3, 3, 6]
    assert [boxes[row[0]][1] for row in found] == [100, 150, 195, 255, 300]


def test_columns_over_rows_are_side_by_side() -> None:
    """Above rows that run across the page two columns that don't meet are read in order."""
    boxes = column(0, 120, 60, 3) + column(120, 95, 60, 3) + column(0, 300, 60, 3, digits=8)
    found = rows(boxes)
    assert [len(row) for row in found] == [6, 6, 6, 8, 8, 8]
    assert found[0] == [0, 1, 2, 9, 10, 11]


def test_columns_of_long_numbers_are_lists() -> None:
    """Phone numbers in two columns are read one column after the other."""
    found = rows(column(0, 100, 50, 3, digits=9) + column(400, 100, 50, 4, digits=9))
    assert [len(row) for row in found] == [9] * 7
    assert [n for row in found for n in row] == list(range(63))


def test_single_digits_are_no_columns() -> None:
    """A square of digits far apart is rows, not columns."""
    boxes = [(x, y, 20, 30) for y in (0, 100, 200) for x in (0, 100, 200)]
    blocks = columns(
        np.array([b[0] for b in boxes], float), np.array([b[0] + 20 for b in boxes], float), 30
    )
    assert [block.tolist() for block in blocks] == [[0, 3, 6], [1, 4, 7], [2, 5, 8]]
    assert not in_columns([[np.array([n]) for n in block] for block in blocks])
    assert rows(boxes) == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]


def test_side_by_side_keeps_every_digit_once() -> None:
    """However unevenly columns are written, no line is lost and none is read twice."""
    rng = np.random.default_rng(1)
    for _ in range(50):
        sizes = rng.integers(1, 8, 3)
        down = np.concatenate([np.sort(rng.uniform(0, 400, size)) for size in sizes])
        starts = np.cumsum([0, *sizes])
        lines = [[np.array([n]) for n in range(a, b)] for a, b in pairwise(starts)]
        found = np.concatenate(across(lines, down))
        assert sorted(found.tolist()) == list(range(sum(sizes)))
