"""Promises of chat/pictures: what the pictures show, and that they can always be drawn."""

import io
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from chat.pictures import saw
from chat.pictures.canvas import TALLEST, WIDTH, per_cent
from chat.pictures.parts import panel
from chat.pictures.saw import Kind
from chat.pictures.sight import Mark, Sight
from chat.pictures.theme import DARK, LIGHT, THEMES, Theme
from chat.pictures.way import five
from recognizer import Reading

PHOTO = (800, 1000)
"""Width and height of the photos that are made up here."""


def mark(box: tuple[int, int, int, int], value: int = 7, chance: float = 0.9) -> Mark:
    """Some ink that looks like this value."""
    chances = tuple(chance if n == value else (1 - chance) / 20 for n in range(10))
    return Mark(box, np.eye(28, dtype=np.float32), chances)


def sight(lines: Sequence[Sequence[Mark]], refused: Sequence[Mark] = ()) -> Sight:
    """A photo with these digits on it."""
    photo = Image.new("RGB", PHOTO, "#e8e8e8")
    ink = np.zeros(PHOTO[::-1], np.float32)
    return Sight(photo, ink, tuple(map(tuple, lines)), tuple(refused), Reading())


def page(*counts: int) -> Sight:
    """A photo with so many digits on each line."""
    return sight(
        [
            [mark((20 + 60 * n, 20 + 80 * row, 40, 60), n % 10) for n in range(count)]
            for row, count in enumerate(counts)
        ]
    )


def drawn(seen: Sight, number: int = 0, theme: Theme = LIGHT) -> Image.Image:
    """One picture of those that tell of a photo."""
    return Image.open(io.BytesIO(saw.draw(seen, saw.pages(seen)[number], theme)))


@pytest.mark.parametrize(
    ("counts", "kinds"),
    [
        ([], [Kind.REFUSAL]),
        ([1], [Kind.DIGITS]),
        ([4], [Kind.DIGITS]),
        ([10], [Kind.DIGITS]),
        ([3, 3, 4], [Kind.OVERVIEW, Kind.DIGITS]),
        ([11], [Kind.OVERVIEW, Kind.DIGITS, Kind.DIGITS]),
        ([10] * 5, [Kind.PHOTO, Kind.GLYPHS, *[Kind.DIGITS] * 5]),
    ],
)
def test_pages(counts: list[int], kinds: list[Kind]) -> None:
    """A few digits fill one picture; more get an overview and a picture for each stretch."""
    assert [one.kind for one in saw.pages(page(*counts))] == kinds


@pytest.mark.parametrize("counts", [[11], [3, 3, 5, 8], [25, 2, 1], [10] * 8, [1] * 30])
def test_every_digit_is_shown(counts: list[int]) -> None:
    """The pages after the overview show each digit once, in reading order, ten at most a page."""
    seen = page(*counts)
    stretches = [one.digits for one in saw.pages(seen) if one.kind is Kind.DIGITS]
    assert [m for digits in stretches for m in digits] == list(seen.digits)
    assert max(map(len, stretches)) <= saw.TOGETHER


def test_least_sure() -> None:
    """Of more digits than an overview holds it shows those that are least sure, in order."""
    marks = [mark((10, 10, 20, 30), 3, 0.5 + 0.004 * (n % 100)) for n in range(100)]
    glyphs = saw.pages(sight([marks]))[1].digits
    assert list(glyphs) == marks[: saw.SUMMED_UP]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("counts", [[], [1], [3], [7], [3, 3, 4], [10] * 5, [60]])
def test_fits(counts: list[int], theme: str) -> None:
    """Each picture is as wide as all others and no taller than Telegram shows unshrunk."""
    seen = page(*counts)
    for number in range(len(saw.pages(seen))):
        picture = drawn(seen, number, THEMES[theme])
        assert picture.format == "JPEG"
        assert picture.width == WIDTH
        assert 100 < picture.height <= TALLEST


def shows(picture: Image.Image, colour: str) -> bool:
    """Whether a colour is to be seen in a picture, give or take what JPEG does to it."""
    wanted = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])
    far = np.abs(np.asarray(picture.convert("RGB"), int) - wanted).max(axis=2)
    return int((far < 12).sum()) > 200


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_sureness_has_a_colour(theme: Theme) -> None:
    """Sure, doubtful and refused marks have each a colour of their own."""
    box = (300, 300, 200, 300)
    sure, doubtful = (drawn(sight([[mark(box, 7, p)]]), 0, theme) for p in (0.97, 0.6))
    refused = drawn(sight([], [mark(box, 7, 0.97), mark(box, 7, 0.01)]), 0, theme)
    pictures = (sure, doubtful, refused)
    for colour, owner in ((theme.good, sure), (theme.doubtful, doubtful), (theme.refused, refused)):
        assert [shows(picture, colour) for picture in pictures] == [p is owner for p in pictures]


boxes = st.tuples(
    st.integers(0, PHOTO[0] - 1),
    st.integers(0, PHOTO[1] - 1),
    st.integers(0, 800),
    st.integers(0, 1000),
)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.builds(mark, boxes, st.integers(0, 9), st.floats(0, 1)), max_size=14), st.booleans()
)
def test_always_drawn(marks: list[Mark], refuse: bool) -> None:
    """Whatever boxes and chances come, the pictures can be drawn."""
    seen = sight([], marks) if refuse else sight([marks] if marks else [])
    for number in range(len(saw.pages(seen))):
        assert drawn(seen, number).width == WIDTH
    assert len(five(seen, DARK)) == 5


@pytest.mark.parametrize("size", [(30, 2000), (2000, 30), (28, 28), (1600, 1200)])
def test_any_shape(size: tuple[int, int]) -> None:
    """A photo of any shape is shown whole where there is nothing to crop to."""
    shown = panel(Image.new("RGB", size), [], (0, 0, 800, 600))
    assert shown.part == (0, 0, *size)
    assert shown.area[2] <= 800
    assert shown.area[3] <= 600


def test_cropped_to_the_digits() -> None:
    """The photo is cropped to the digits with room around them, as wide as the place."""
    shown = panel(Image.new("RGB", (1600, 1600)), [mark((700, 800, 60, 100))], (0, 0, 800, 400))
    x, y, w, h = shown.part
    assert x < 700 - 50
    assert y < 800 - 50
    assert x + w > 760 + 50
    assert y + h > 900 + 50
    assert h < 400
    assert shown.area[2] == pytest.approx(800, abs=4)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, 0..1."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("text", ["text", "quiet", "good", "doubtful", "refused"])
def test_contrast(theme: Theme, text: str) -> None:
    """All text stands out from its card by 4.5 to 1, as WCAG asks, and so does text on colour."""
    pairs = [(getattr(theme, text), theme.card)]
    if text in {"good", "doubtful", "refused"}:
        pairs.append((getattr(theme, text), theme.on_colour))
    for pair in pairs:
        dark, light = sorted(map(luminance, pair))
        assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("chance", "text"),
    [
        (0.0, "<1%"),
        (0.004, "<1%"),
        (0.01, "1%"),
        (0.5, "50%"),
        (0.99, "99%"),
        (0.995, ">99%"),
        (1.0, ">99%"),
    ],
)
def test_per_cent(chance: float, text: str) -> None:
    """No picture claims that something is certain or impossible."""
    assert per_cent(chance) == text
