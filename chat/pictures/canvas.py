"""A sheet to draw on: rounded cards, text, pictures; all in the pixels of the finished picture.

Everything is drawn at twice the size and shrunk at the end, because Pillow's shapes have jagged
edges.
"""

from functools import cache
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

WIDTH = 960
"""Of every picture, pixels: 2.5 times a phone's 390, so 27 here are 11 there."""
TALLEST = 1280
"""Pixels; Telegram shrinks what is longer."""
MARGIN = 32
"""Around everything, pixels."""
TWICE = 2
QUALITY = 88
"""Of the JPEG files; Telegram compresses them once more."""

Area = tuple[float, float, float, float]
"""Left, top, width, height."""


class Canvas:
    """A picture in the making, WIDTH wide."""

    def __init__(self, height: float, ground: str) -> None:
        self.height = round(height)
        self._image = Image.new("RGB", (WIDTH * TWICE, self.height * TWICE), ground)
        self._pen = ImageDraw.Draw(self._image)

    def card(self, area: Area, colour: str, radius: float = 16) -> None:
        """A filled rectangle with round corners."""
        self._pen.rounded_rectangle(_corners(area), radius * TWICE, fill=colour)

    def frame(self, area: Area, colour: str, thickness: float, radius: float = 10) -> None:
        """A rectangle's outline, drawn outwards."""
        left, top, right, bottom = _corners(area)
        line = round(thickness * TWICE)
        corners = (left - line, top - line, right + line, bottom + line)
        if min(right - left, bottom - top) <= 2 * radius * TWICE:  # Pillow fails on some of these
            self._pen.rectangle(corners, outline=colour, width=line)
        else:
            self._pen.rounded_rectangle(corners, radius * TWICE, outline=colour, width=line)

    def text(
        self, at: tuple[float, float], text: str, size: float, colour: str, anchor: str = "ls"
    ) -> None:
        """Digits and per cent, `size` pixels high; `anchor` as Pillow names them."""
        x, y = at
        font = _font(round(size * TWICE))
        self._pen.text((x * TWICE, y * TWICE), text, colour, font, anchor)

    def cross(self, middle: tuple[float, float], size: float, colour: str) -> None:
        """The sign for "not a digit", `size` pixels wide: the font has none."""
        x, y, reach = middle[0] * TWICE, middle[1] * TWICE, size * TWICE / 2
        line = max(2, round(size * TWICE / 7))
        self._pen.line((x - reach, y - reach, x + reach, y + reach), colour, line)
        self._pen.line((x - reach, y + reach, x + reach, y - reach), colour, line)

    def picture(self, picture: Image.Image, area: Area, radius: float = 16) -> None:
        """A picture that fills the area, with round corners."""
        left, top, right, bottom = (round(edge) for edge in _corners(area))
        size = (right - left, bottom - top)
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).rounded_rectangle(
            (0, 0, size[0] - 1, size[1] - 1), radius * TWICE, fill=255
        )
        way = Image.Resampling.BICUBIC
        self._image.paste(picture.resize(size, way, reducing_gap=2.0), (left, top), mask)

    def glyph(self, glyph: NDArray[np.float32], area: Area, radius: float = 8) -> None:
        """28 x 28 pixels as the network was shown them, each a square."""
        pixels = Image.fromarray((np.clip(glyph, 0, 1) * 255).astype(np.uint8)).convert("RGB")
        _, _, width, height = area
        big = (round(width * TWICE), round(height * TWICE))
        self.picture(pixels.resize(big, Image.Resampling.NEAREST), area, radius)

    def to_jpeg(self) -> bytes:
        """The finished picture as a JPEG file."""
        file = BytesIO()
        self._image.reduce(TWICE).save(file, "JPEG", quality=QUALITY, subsampling=0)
        return file.getvalue()


def _corners(area: Area) -> tuple[float, float, float, float]:
    left, top, width, height = (value * TWICE for value in area)
    return left, top, left + max(width, 1) - 1, top + max(height, 1) - 1


@cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)  # comes with Pillow, has ASCII alone


def per_cent(chance: float) -> str:
    """A chance in whole per cent that claims no certainty.

    >>> per_cent(0.873), per_cent(0.9999), per_cent(0.0001)
    ('87%', '>99%', '<1%')
    """
    if chance > 0.99:
        return ">99%"
    return f"{chance:.0%}" if chance >= 0.01 else "<1%"
