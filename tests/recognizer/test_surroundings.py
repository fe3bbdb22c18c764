"""What only looks like digits is told by the rest of the photo; what is written stays."""

import numpy as np
import pytest
from numpy.typing import NDArray

from recognizer.reading import Digit
from recognizer.surroundings import by_chance

Grey = NDArray[np.uint8]


def digits(count: int, confidence: float = 0.97) -> list[Digit]:
    """Digits in a row, 80 x 160 pixels each, on a photo four times as large as its chances."""
    return [
        Digit(1, confidence, (200 + 120 * n, 200, 80, 160), (0, confidence, *[0] * 8))
        for n in range(count)
    ]


def chances(count: int) -> Grey:
    """The chances of a photo on which nothing but so many digits is ink."""
    sheet = np.zeros((224, 168, 2), np.uint8)
    for digit in digits(count):
        x, y, width, height = (side // 4 for side in digit.box)
        sheet[y : y + height, x : x + width, 0] = 250
    return sheet


@pytest.mark.parametrize("count", [1, 2, 3])
def test_what_is_written_on_paper_stays(count: int) -> None:
    """On a sheet on which all else is clearly none, digits that are not beyond doubt are read."""
    assert not by_chance(digits(count), chances(count), 0.25)


@pytest.mark.parametrize(("count", "silent"), [(1, True), (3, True), (4, False)])
def test_a_few_digits_in_a_landscape_are_by_chance(count: int, *, silent: bool) -> None:
    """Where much may be ink or not, up to three digits are something else."""
    unclear = chances(count)
    unclear[150:190, :, 1] = 100
    assert by_chance(digits(count), unclear, 0.25) == silent
    assert not by_chance(digits(count, 0.995), unclear, 0.25), "they are beyond doubt"


@pytest.mark.parametrize(("count", "silent"), [(1, True), (2, False)])
def test_one_digit_amid_much_ink_is_by_chance(count: int, *, silent: bool) -> None:
    """A stroke that is hardly any of the ink there is is no 1; a number may stand in a letter."""
    inked = chances(count)
    inked[120:200, :, 0] = 250
    assert by_chance(digits(count, 0.995), inked, 0.25) == silent


def test_small_pictures_are_taken_as_they_are() -> None:
    """A drawing of few pixels has more rim than stroke: that says nothing."""
    unclear = chances(1)
    unclear[150:190, :, 1] = 100
    twice = unclear.repeat(2, axis=0).repeat(2, axis=1)
    assert not by_chance(digits(1), twice, 0.5)


@pytest.mark.parametrize("scale", [0.25, 0.5])
def test_digits_of_doubtful_ink_are_by_chance(scale: float) -> None:
    """A likeness that is hardly sure to be ink is none, in small pictures as well."""
    times = round(4 * scale)
    doubtful = chances(1).repeat(times, axis=0).repeat(times, axis=1)
    x, y, width, height = (round(side * scale) for side in digits(1)[0].box)
    doubtful[y : y + height * 9 // 10, x : x + width] = (100, 0)
    assert by_chance(digits(1), doubtful, scale)
    assert not by_chance(digits(1, 0.995), doubtful, scale), "it is beyond doubt"


def test_no_digit_is_not_by_chance() -> None:
    """There is nothing to doubt where nothing was read."""
    assert not by_chance([], chances(0), 0.25)
