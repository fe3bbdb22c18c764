"""Promises of chat/pictures/sight.py and sample.py, with the network that ships."""

import io

import numpy as np
import pytest
from PIL import Image

from chat.pictures.sample import NUMBER, sample
from chat.pictures.sight import look
from recognizer import Recognizer
from tests.drawing import draw, encode, photo


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    """The network that ships."""
    return Recognizer()


def values(lines: tuple[tuple[object, ...], ...]) -> list[str]:
    """The digits of each line as text."""
    return ["".join(str(getattr(mark, "value")) for mark in line) for line in lines]  # noqa: B009


def test_as_read(recognizer: Recognizer) -> None:
    """A sight has the digits of the reading, line by line, each with its glyph and its chances."""
    seen = look(recognizer, photo("307", "48"))
    assert values(seen.lines) == ["307", "48"]
    assert seen.reading.text == "307\n48"
    for mark, digit in zip(seen.digits, seen.reading.digits, strict=True):
        assert mark.glyph.shape == (28, 28)
        assert mark.chances == pytest.approx(digit.probabilities)
        assert mark.nothing == pytest.approx(1 - sum(digit.probabilities), abs=1e-6)
        assert mark.box == digit.box


@pytest.mark.parametrize(("mode", "file_format"), [("RGB", "PNG"), ("P", "PNG"), ("RGB", "WEBP")])
def test_in_colour(recognizer: Recognizer, mode: str, file_format: str) -> None:
    """The photo is shown in its own colours, however its file keeps them."""
    blue = Image.merge("RGB", [draw("5"), draw("5"), Image.new("L", draw("5").size, 255)])
    seen = look(recognizer, encode(blue.convert(mode), file_format, lossless=True))
    assert values(seen.lines) == ["5"]
    assert seen.photo.getpixel((2, 2)) == pytest.approx((236, 236, 255), abs=40)


def test_transparent(recognizer: Recognizer) -> None:
    """What is transparent is shown as white paper."""
    sticker = draw("5").convert("RGBA")
    sticker.putalpha(draw("5").point(lambda value: 255 - value if value < 200 else 0))
    seen = look(recognizer, encode(sticker, "WEBP", lossless=True))
    assert values(seen.lines) == ["5"]
    assert seen.photo.getpixel((2, 2)) == (255, 255, 255)


def test_grey_where_it_has_no_colours(recognizer: Recognizer) -> None:
    """A picture of sixteen bits a pixel is shown as the recognizer has it."""
    deep = Image.fromarray(np.asarray(draw("5"), np.uint16) * 256)
    seen = look(recognizer, encode(deep, "PNG"))
    assert values(seen.lines) == ["5"]
    assert seen.photo.mode == "RGB"


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_as_read(recognizer: Recognizer, turn: int) -> None:
    """A photo that was read turned is shown turned, with the boxes where the digits are."""
    lying = draw("2574").rotate(turn, expand=True)
    seen = look(recognizer, encode(lying, "PNG"))
    assert values(seen.lines) == ["2574"]
    grey = np.asarray(seen.photo.convert("L"))
    for x, y, w, h in (mark.box for mark in seen.digits):
        assert grey[y : y + h, x : x + w].min() < 60
    outside = grey.copy()
    for x, y, w, h in (mark.box for mark in seen.digits):
        outside[max(0, y - 3) : y + h + 3, max(0, x - 3) : x + w + 3] = 255
    assert outside.min() > 150


def test_exif(recognizer: Recognizer) -> None:
    """A file that is to be turned by its EXIF is shown upright."""
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = draw("2574").rotate(90, expand=True)
    seen = look(recognizer, encode(lying, "JPEG", exif=exif))
    assert seen.photo.width > seen.photo.height
    assert values(seen.lines) == ["2574"]


def test_sample(recognizer: Recognizer) -> None:
    """The sample is read right, and is the same each time."""
    assert recognizer.read(sample()).text == NUMBER
    assert sample() == sample()
    assert Image.open(io.BytesIO(sample())).format == "JPEG"


@pytest.mark.parametrize("number", ["13", "57", "68"])
def test_sample_of_others(recognizer: Recognizer, number: str) -> None:
    """The pen writes all ten digits so that they are read."""
    assert recognizer.read(sample(number)).text == number
