"""Handwriting for the tests: digits drawn with strokes, so that nothing is read from a font."""

import io
from collections.abc import Iterable
from typing import Any

from PIL import Image, ImageDraw

Point = tuple[float, float]

STROKES = {  # points as per cent of the width and height of a digit, strokes with a bar between
    "0": "50,0 20,12 8,45 20,85 50,100 80,85 92,45 80,12 50,0",
    "1": "30,20 55,0 55,100",
    "2": "12,22 25,6 50,0 78,8 86,28 70,54 38,80 10,100 92,100",
    "3": "15,10 45,0 78,8 84,27 70,43 40,48 75,55 88,75 74,94 45,100 12,90",
    "4": "35,0 10,58 92,58 | 70,25 66,100",
    "5": "85,0 24,0 18,45 50,38 82,50 88,74 66,96 35,100 10,90",
    "6": "70,0 38,20 16,55 18,84 48,100 78,88 84,68 62,52 34,58 17,76",
    "7": "10,0 90,0 42,100",
    "8": "50,47 22,30 25,8 50,0 75,8 78,28 50,47 16,70 22,92 50,100 80,92 84,70 50,47",
    "9": "84,25 62,3 28,7 14,30 32,50 64,44 84,25 80,60 62,100",
}
PAPER, INK = 236, 28
HEIGHT, WIDTH, GAP, MARGIN = 120, 76, 44, 90
"""Of one digit, between two and around them all, in pixels."""
PEN = 13


def draw(*lines: str) -> Image.Image:
    """Write lines of digits on a sheet of paper."""
    size = (
        2 * MARGIN + max(map(len, lines), default=0) * (WIDTH + GAP),
        2 * MARGIN + max(len(lines), 1) * (HEIGHT + 2 * GAP),
    )
    image = Image.new("L", size, PAPER)
    pen = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        for column, digit in enumerate(line):
            x, y = MARGIN + column * (WIDTH + GAP), MARGIN + row * (HEIGHT + 2 * GAP)
            for stroke in STROKES[digit].split(" | "):
                pairs = [point.split(",") for point in stroke.split()]
                points = [(x + WIDTH * int(a) / 100, y + HEIGHT * int(b) / 100) for a, b in pairs]
                pen.line(points, fill=INK, width=PEN, joint="curve")
                _round_ends(pen, [points[0], points[-1]])
    return image


def photo(*lines: str) -> bytes:
    """A JPEG of lines of digits; without any, of empty paper."""
    return encode(draw(*lines), "JPEG", quality=90)


def encode(image: Image.Image, image_format: str, **options: Any) -> bytes:
    """The bytes of a picture's file."""
    file = io.BytesIO()
    image.save(file, image_format, **options)
    return file.getvalue()


def _round_ends(pen: ImageDraw.ImageDraw, ends: Iterable[Point]) -> None:
    for x, y in ends:
        pen.ellipse((x - PEN / 2, y - PEN / 2, x + PEN / 2, y + PEN / 2), fill=INK)
