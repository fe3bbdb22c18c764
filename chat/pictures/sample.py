"""A sample to explain with where nobody sent a photo: digits that a pen writes in curves."""

from collections.abc import Sequence
from io import BytesIO

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

Points = NDArray[np.float64]

STROKES = {  # per cent of a digit's width and height, a bar between strokes; the pen draws curves
    "0": "56,4 26,10 8,40 12,78 38,98 70,92 92,62 88,24 62,4 44,6",
    "1": "20,30 40,18 60,0 | 60,0 58,34 55,68 53,100",
    "2": "10,26 22,8 48,0 74,6 84,26 72,50 46,74 12,98 | 12,98 38,93 64,97 92,94",
    "3": "14,12 42,0 72,6 82,26 66,44 38,49 70,54 90,74 74,95 42,101 10,90",
    "4": "42,0 32,24 18,46 6,64 | 6,64 34,62 64,62 94,60 | 70,34 68,58 65,80 62,101",
    "5": "86,2 56,3 26,2 | 26,2 23,22 20,44 | 20,44 46,35 74,42 90,64 78,88 48,101 10,92",
    "6": "72,2 44,18 20,46 12,74 28,96 58,100 84,86 84,64 64,52 36,58 15,74",
    "7": "8,6 36,4 64,5 92,2 | 92,2 76,28 58,62 42,101 | 34,50 58,49 82,46",
    "8": "78,16 56,1 28,8 24,28 48,46 80,64 84,88 56,101 22,92 16,72 44,50 74,32 80,14",
    "9": "84,22 64,3 32,6 14,26 26,47 58,46 82,24 84,20 83,48 76,76 62,101",
}
NUMBER = "2049"
SIZE = (900, 640)
"""Of the photo, pixels."""
SQUARE = 40
"""Side of a square of the paper, pixels."""
DIGIT = (98, 176)
"""Width and height of a digit at most, pixels."""
STEP = (1.6, 1.8)
"""From one digit to the next and from line to line, over a digit's width and height."""
EDGE = 60
"""Around the writing at least, pixels."""
PAPER, RULING, PEN = (246, 244, 236), (186, 206, 226), (34, 52, 130)
FINE = 3
"""Everything is drawn so many times larger and shrunk."""


def sample(*lines: str, squared: bool = True, seed: int = 7) -> bytes:
    """A photo of digits on paper as a JPEG file; the same seed gives the same photo."""
    rng = np.random.default_rng(seed)
    width, height = SIZE
    paper = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(paper)
    for at in range(SQUARE // 2, width if squared else 0, SQUARE):
        pen.line((at, 0, at, height), RULING, 2)
        pen.line((0, at, width, at), RULING, 2)
    paper.paste(PEN, (0, 0), _written(lines or (NUMBER,), rng))
    tilted = paper.rotate(1.6, Image.Resampling.BICUBIC, fillcolor=PAPER)
    lit = np.asarray(tilted.filter(ImageFilter.GaussianBlur(0.8)), np.float32)
    noisy = lit * _light()[..., np.newaxis] + rng.normal(0, 2.0, lit.shape)
    file = BytesIO()
    Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8)).save(file, "JPEG", quality=90)
    return file.getvalue()


def _written(lines: Sequence[str], rng: np.random.Generator) -> Image.Image:
    """The ink of some lines in the middle of the sheet, as strong as it lies there: L."""
    ink = Image.new("L", (SIZE[0] * FINE, SIZE[1] * FINE))
    pen = ImageDraw.Draw(ink)
    count = np.array([max(map(len, lines)), len(lines)])
    room = (np.array(SIZE) - 2 * EDGE) / ((count - 1) * STEP + 1)
    size = np.array(DIGIT) * min(1.0, *(room / DIGIT))
    step = size * STEP
    first = (np.array(SIZE) - (count - 1) * step - size) / 2
    for row, line in enumerate(lines):
        for column, digit in enumerate(line):
            origin = first + step * (column, row) + rng.normal(0, 0.02 * size[1], 2)
            lean = rng.normal(-6, 2)  # a hand leans to the right
            for stroke in STROKES[digit].split(" | "):
                points = np.array([point.split(",") for point in stroke.split()], float)
                points += rng.normal(0, 1.2, points.shape)
                points[:, 0] += lean * points[:, 1] / 100
                _draw(pen, _curve(points * size / 100 + origin), size[1] / DIGIT[1], rng)
    return ink.resize(SIZE, Image.Resampling.LANCZOS)


def _curve(points: Points) -> Points:
    """A smooth curve through points (Catmull and Rom, 1974), one point about every pixel."""
    before, after = 2 * points[0] - points[1], 2 * points[-1] - points[-2]
    knots = np.vstack([before, points, after])
    pieces = []
    for a, b, c, d in zip(knots, knots[1:], knots[2:], knots[3:], strict=False):
        steps = max(2, int(np.hypot(*(c - b))))
        t = np.linspace(0, 1, steps, endpoint=False)[:, np.newaxis]
        bend = (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
        pieces.append(b + 0.5 * ((c - a) * t + bend))
    return np.vstack([*pieces, points[-1:]])


def _draw(pen: ImageDraw.ImageDraw, curve: Points, scale: float, rng: np.random.Generator) -> None:
    """Ink along a curve: the pen presses now more, now less, and lifts at the end."""
    usual = 2.5 + 3.5 * scale  # one pen for large digits and small ones
    pressure = np.interp(
        np.arange(len(curve)), np.linspace(0, len(curve), 8), rng.normal(usual, 0.12 * usual, 8)
    )
    pressure[-12:] *= np.linspace(1, 0.7, 12)[-len(pressure) :]
    for (x, y), reach in zip(curve * FINE, pressure * FINE, strict=True):
        pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=235)


def _light() -> NDArray[np.float32]:
    """A window at the upper left."""
    width, height = SIZE
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    far = np.hypot(xs / width - 0.2, ys / height - 0.1)
    return np.asarray(1.03 - 0.24 * far, np.float32)
