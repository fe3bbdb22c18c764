"""Forms of digits and letters that public data sets lack, drawn stroke by stroke.

Schools teach them: sevens that begin with a hook and carry a low bar, or end in one without the
pen being lifted, or are a square corner; ones with a long flag and a foot, or a roof; fives whose
roof is a wave; threes of corners; closed fours; nines whose loop is a lens. Stems that are long
make all above them small.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from recognizer.glyph import frame
from training.drawn import is_slender
from training.signs import CANVAS, Canvas, stroke
from training.sources import NOT_A_DIGIT, Glyphs

Ink = NDArray[np.float32]

DIGITS: dict[int, list[str]] = {
    0: [
        "50,0 15,25 10,70 45,100 85,70 85,25 45,2",
        "80,5 30,5 5,60 40,100 90,60 80,15 35,10",
        "30,25 60,2 85,40 60,95 20,90 10,40 60,0",
    ],
    1: [
        "5,50 30,28 60,0 55,50 50,100",
        "20,30 40,18 60,0 55,50 45,100",
        "20,35 55,0 50,50 48,100 | 10,100 50,98 90,100",
        "10,45 60,0 50,50 40,100 | 5,90 50,100 95,85",
        "40,30 60,2 65,15 50,60 45,100",
        "50,38 72,22 70,2 55,20 48,60 42,100",
        "5,25 35,12 75,0 60,50 50,100",
        "5,92 30,45 60,0 62,50 60,100",
        "<0,75 32,38 65,0 62,50 60,100",
        "5,88 20,80 40,35 60,0 65,45 72,95 95,90",
        "<5,98 15,90 35,45 60,0 65,50 75,96 90,92",
        "<25,60 62,0 66,50 70,100 | 0,88 45,87 95,90",
        "28,70 62,0 66,50 72,100 | 0,85 45,86 90,84",
    ],
    2: [
        "10,30 40,0 80,20 50,60 10,95 50,93 95,95",
        "10,25 45,0 75,20 50,60 10,90 20,75 50,90 100,90",
        "15,10 50,5 85,5 50,50 5,95 50,97 100,95",
    ],
    3: [
        "10,6 50,5 85,4 60,25 40,42 80,55 75,90 5,95",
        "10,15 50,0 80,18 40,44 85,65 60,97 5,88",
        "15,10 60,2 70,20 30,42 85,40 70,75 5,100",
    ],
    4: [
        "40,0 25,35 5,65 50,63 95,60 | 70,25 60,100",
        "30,2 15,30 15,50 50,50 85,40 | 85,0 75,50 65,100",
        "60,100 65,50 75,0 40,35 5,65 50,65 100,60",
        "35,5 10,45 35,60 70,35 80,10 | 85,10 70,55 60,100",
        "<68,0 35,14 5,28 50,30 100,32 | 68,0 69,50 70,100",
        "<70,100 70,50 70,0 38,12 8,26 40,29 85,30",
        "<65,0 20,20 8,34 66,34 | 65,0 64,50 62,100",
        "<72,2 10,45 70,48 | 72,2 72,50 72,100",
    ],
    5: [
        "25,10 22,30 20,45 60,40 85,68 50,100 10,90 | 25,10 45,0 70,10 95,2",
        "90,3 55,4 25,5 20,42 65,42 80,75 40,100 5,92",
        "35,12 25,42 65,45 70,80 30,100 10,85 | 35,12 65,8 100,0",
    ],
    6: [
        "80,0 40,20 12,60 25,95 70,95 80,65 50,50 15,65",
        "100,2 60,5 20,35 15,80 50,100 75,75 50,50 20,70",
        "66,0 46,45 32,82 46,100 64,88 50,76 34,86",
    ],
    7: [
        "35,2 28,20 22,36 50,25 95,0 70,40 55,75 45,100 | 15,70 50,66 90,64",
        "10,25 25,10 45,18 90,0 70,40 50,75 40,100 | 15,60 50,56 90,55",
        "15,10 20,22 50,16 90,5 70,40 50,75 45,100 | 20,70 80,60",
        "25,5 22,30 50,24 85,0 70,45 50,95 25,95 30,75 60,70 95,72",
        "15,20 40,2 75,5 75,30 50,65 10,100 10,65 28,55 60,66 100,90",
        "20,10 50,3 80,5 65,40 40,75 10,100 20,60 50,52 95,60",
        "8,22 10,5 50,5 90,3 65,50 45,100 | 30,50 90,48",
        "30,5 20,30 15,48 50,32 90,0 65,45 50,75 40,100 | 5,74 50,68 95,62",
        "25,8 15,40 45,38 85,5 65,50 55,80 45,100 | 15,80 50,72 90,70",
        "35,0 10,45 55,25 90,5 60,55 30,100 | 20,62 55,66 100,62",
        "<0,12 45,6 95,0 95,50 95,100",
        "<0,4 45,3 90,0 84,50 80,100",
        "0,14 45,4 92,2 94,50 92,100",
        "<5,0 90,2 70,50 55,100",
    ],
    8: [
        "75,15 40,0 20,22 50,45 80,75 45,100 15,75 50,45 85,10",
        "50,45 20,25 50,0 80,25 45,47 15,75 50,100 85,75 50,45",
    ],
    9: [
        "80,20 45,0 15,25 40,48 80,20 75,60 45,100",
        "70,20 45,0 30,20 50,40 70,15 65,50 50,80 35,100 30,85",
        "80,12 40,0 12,28 45,48 80,12 75,50 70,100",
        "80,12 48,0 12,15 40,32 80,14 76,50 70,100",
        "82,8 46,0 12,16 38,31 78,12 60,50 25,100",
        "64,0 28,14 20,32 55,46 80,26 62,2 | 62,42 68,64 52,100",
        "46,46 68,22 52,0 34,18 50,44 60,66 46,100",
        "52,50 70,24 56,0 36,20 48,50 56,76 52,100",
    ],
}
"""For each digit its forms: strokes parted by |, each through points x,y in percent of a square.
Forms that begin with < have corners, always: a closed four with round ones is a nine."""
LETTERS: dict[str, list[str]] = {
    "A": [
        "<5,100 50,0 95,100 | 25,62 75,62",
        "5,100 45,4 55,0 90,100 | 20,58 85,55",
    ],
    "a": [
        "80,25 40,2 10,45 35,85 75,35 80,5 78,60 85,95 100,98",
        "20,12 60,0 75,30 70,95 100,95 | 72,50 30,50 10,80 40,100 72,75",
    ],
    "c": [
        "95,15 65,0 20,25 10,70 40,100 95,80",
        "100,20 70,5 25,40 10,85 40,98 80,80",
    ],
    "d": [
        "70,50 40,40 10,70 30,98 60,75 75,30 75,0 68,60 75,97 100,88",
        "65,45 20,50 10,85 35,100 65,70 | 70,0 72,100",
    ],
    "f": [
        "80,15 60,0 45,30 42,70 40,100 | 10,45 85,42",
        "20,60 60,30 65,2 40,20 40,75 35,100 60,80 42,58 80,50",
    ],
    "g": [
        "80,12 40,0 15,25 40,48 80,12 80,70 50,100 10,95 5,75",
        "75,10 40,0 15,22 40,42 75,10 75,70 40,100 10,85 40,65 100,50",
    ],
    "j": [
        "60,25 60,70 40,100 10,90 30,70 100,50 | 60,0 63,3",
    ],
    "J": [
        "20,4 60,2 100,0 | 65,2 65,60 45,98 5,80",
        "65,0 65,60 45,98 5,75",
    ],
    "r": [
        "5,20 25,3 45,30 50,70 40,100 32,75 55,30 80,5 100,10",
        "20,5 25,50 22,100 30,40 60,8 95,15",
    ],
    "U": [
        "10,0 12,60 45,100 85,65 90,0",
    ],
    "y": [
        "10,0 20,40 50,50 80,2 70,60 40,100 10,90 40,70 100,55",
        "10,0 50,45 | 95,0 50,50 10,100",
        "10,0 50,45 50,100 | 95,0 50,48",
    ],
}
"""The same of letters that are taken for digits."""
OFTEN = {7: 4, 1: 3, 4: 4, 3: 2, 5: 2, 9: 2}
"""How often a digit is drawn, over the others."""
SHAKE = 0.035
"""Points are off by this (standard deviation, of the unit square)."""


def forms(seed: int, count: int) -> list[Glyphs]:
    """`count` digits of these forms by pens of any width, and half as many letters to refuse."""
    rng = np.random.default_rng(seed)
    often = np.array([OFTEN.get(value, 1) for value in DIGITS], float)
    values = rng.choice(list(DIGITS), count, p=often / often.sum())
    digits = [_glyph(DIGITS[int(value)], rng) for value in values]
    letters = [_glyph(LETTERS[str(rng.choice(list(LETTERS)))], rng) for _ in range(count // 2)]
    letters = [glyph for glyph in letters if not is_slender(glyph)]
    return [
        Glyphs("forms", np.stack(digits), values.astype(np.uint8)),
        Glyphs("not_digits_forms", np.stack(letters), np.full(len(letters), NOT_A_DIGIT, np.uint8)),
    ]


def written(value: int, height: float, width: int, rng: np.random.Generator) -> Ink:
    """One of the forms of a digit, `height` pixels high, by a pen of `width` pixels: 0..1."""
    forms_of = DIGITS[value]
    size = height * np.array([rng.uniform(0.45, 0.85), 1.0])
    strokes = _strokes(forms_of[rng.integers(len(forms_of))], size, rng.normal(0.05, 0.17), rng)
    points = np.concatenate(strokes)
    first = points.min(axis=0) - width
    columns, rows = (int(length) for length in np.ceil(np.ptp(points, axis=0)) + 2 * width)
    canvas = np.zeros((rows, columns), np.uint8)
    for points in strokes:
        stroke(canvas, points - first, width)
    return np.asarray(canvas.astype(np.float32) / np.float32(255))


def _glyph(forms: list[str], rng: np.random.Generator) -> NDArray[np.uint8]:
    """One of the forms, written once."""
    canvas = np.zeros((2 * CANVAS, 2 * CANVAS), np.uint8)
    width = int(rng.integers(3, 16))
    size = CANVAS * np.array([rng.uniform(0.45, 0.85), 1.0])
    slant = rng.normal(0.05, 0.17)
    for points in _strokes(forms[rng.integers(len(forms))], size, slant, rng):
        stroke(canvas, points + CANVAS / 2, width)
    ink = cv2.GaussianBlur(canvas.astype(np.float32) / 255, (0, 0), rng.uniform(0.5, 2.0))
    return (frame(np.asarray(ink, np.float32)) * 255).astype(np.uint8)


def _strokes(
    form: str, size: NDArray[np.floating], slant: float, rng: np.random.Generator
) -> list[Canvas]:
    """The strokes of a form with a width and height of `size`, by an unsteady hand."""
    corners = rng.random() < 0.25 or form.startswith("<")
    strokes: list[Canvas] = []
    for points in form.removeprefix("<").split("|"):
        at = np.array([point.split(",") for point in points.split()], float) / 100
        at += rng.normal(0, SHAKE, at.shape)
        at = (at if corners else _curve(at)) * size
        at[:, 0] -= slant * (at[:, 1] - size[1] / 2)
        strokes.append(at)
    return strokes


def _curve(points: Canvas) -> Canvas:
    """A smooth line through `points` ([N, 2]): Catmull and Rom's spline, ten steps a piece."""
    padded = np.concatenate([points[:1], points, points[-1:]])
    t = np.linspace(0, 1, 10, endpoint=False)[:, np.newaxis]
    pieces = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        cubic = -a + 3 * b - 3 * c + d
        square = 2 * a - 5 * b + 4 * c - d
        pieces.append(0.5 * (2 * b + (c - a) * t + square * t**2 + cubic * t**3))
    return np.concatenate([*pieces, points[-1:]])
