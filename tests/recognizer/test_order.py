"""Readers agree on the order of even rows; of others they may not, and confidence tells so."""

import numpy as np
import pytest

from recognizer.order import IN_COLUMNS, MISPLACED, misplaced
from recognizer.reading import Box

PAIR = (0, 25)
"""Where the two digits of a word begin."""


def word(x: int, y: int) -> list[Box]:
    """Two digits of 20 x 30 pixels."""
    return [(x + shift, y, 20, 30) for shift in PAIR]


@pytest.mark.parametrize(("step", "doubt"), [(0, 0.0), (6, 0.0), (15, MISPLACED)])
def test_words_on_different_heights_may_be_no_row(step: int, doubt: float) -> None:
    """Where a word of a row stands higher than the one before it, its place is less sure."""
    assert misplaced([word(0, 100) + word(150, 100 - step)], 0.0) == [doubt]


@pytest.mark.parametrize(("step", "doubt"), [(30, MISPLACED), (50, 0.0)])
def test_words_beside_each_other_may_be_a_row(step: int, doubt: float) -> None:
    """Two rows of which one is hardly higher than the other may be one to their writer."""
    assert misplaced([word(150, 100 - step), word(0, 100)], 0.0) == [doubt, doubt]


def test_lines_of_columns_are_in_order() -> None:
    """Where lines of two columns don't meet, they were paired: that is hardly doubted."""
    rows = [word(0, 100 + 60 * n) + word(150, 85 + 60 * n) for n in range(3)]
    assert misplaced(rows, 0.0) == [IN_COLUMNS] * 3
    assert misplaced(rows[:2], 0.0) == [MISPLACED] * 2


def test_only_neighbours_count() -> None:
    """A row that rises a little from column to column is one, however far off its ends are."""
    row = word(0, 100) + word(150, 94) + word(300, 88) + word(450, 82)
    assert misplaced([row, word(0, 160)], 0.0) == [0.0, 0.0]


@pytest.mark.parametrize("fall", [-0.3, 0.3])
def test_words_of_a_tilted_row_are_one(fall: float) -> None:
    """On a row that falls evenly nothing is misplaced, nor within one word."""
    row = [(x, round(fall * x), 20, 30) for x in (0, 25, 150, 175, 300, 325)]
    assert misplaced([row], float(np.arctan(fall))) == [0.0]
    assert misplaced([row[:2]], 0.0) == [0.0]


def test_without_digits_nothing_is_misplaced() -> None:
    """No rows, no doubts; one digit has no neighbour."""
    assert misplaced([], 0.0) == []
    assert misplaced([[(5, 5, 4, 30)]], 0.0) == [0.0]
