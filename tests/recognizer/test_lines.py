"""Digits come back in the order in which a person reads them."""

import random

import pytest

from recognizer.lines import numbers, rows, slope
from recognizer.reading import Box


def page(lines: list[list[int]], *, fall: float = 0.0, step: int = 60) -> list[Box]:
    """Boxes of 20 x 30 pixels at the given x of each line; lines fall by `fall` a pixel."""
    return [(x, round(n * step + fall * x), 20, 30) for n, line in enumerate(lines) for x in line]


def read(boxes: list[Box]) -> list[list[Box]]:
    """The rows of boxes that were shuffled first."""
    shuffled = boxes[:]
    random.Random(1).shuffle(shuffled)
    return [[shuffled[n] for n in row] for row in rows(shuffled)]


def test_rows_are_read_from_top_to_bottom_and_left_to_right() -> None:
    """Four digits in two rows keep their lines."""
    boxes = page([[0, 30], [0, 30]])
    assert read(boxes) == [boxes[:2], boxes[2:]]


@pytest.mark.parametrize("fall", [-0.6, -0.2, 0.2, 0.6])
def test_tilted_lines_stay_lines(fall: float) -> None:
    """Rows that climb or fall by up to 30 degrees aren't scrambled."""
    boxes = page([[35 * n for n in range(8)]] * 2, fall=fall, step=70)
    assert read(boxes) == [boxes[:8], boxes[8:]]
    assert slope(boxes) == pytest.approx(fall, abs=0.1)


def test_scattered_digits_have_no_slope() -> None:
    """A few digits anywhere on a page don't tilt each other's lines."""
    scattered = [(0, 100, 20, 30), (60, 40, 20, 30), (120, 150, 20, 30), (180, 60, 20, 30)]
    assert slope(scattered) == 0


def test_a_gap_parts_numbers() -> None:
    """A phone number's groups keep their spaces."""
    assert numbers(page([[0, 26, 52, 130, 156, 182]])) == [3]


def test_evenly_spaced_digits_are_one_number() -> None:
    """Digits written wide apart are no list of numbers."""
    assert numbers(page([[0, 80, 160, 245]])) == []


def test_columns_are_read_by_row() -> None:
    """Two columns side by side are read across."""
    boxes = page([[0, 25, 200, 225]] * 2)
    assert read(boxes) == [boxes[:4], boxes[4:]]


def test_nothing_has_no_rows() -> None:
    """An empty photo has no rows, and one digit has no gaps."""
    assert rows([]) == []
    assert numbers([(0, 0, 20, 30)]) == []
