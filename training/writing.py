"""What people write on a page: numbers, rows, columns, words, signs, with the truth about each."""

from collections.abc import Callable
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from training.drawn import CYRILLIC, LATIN
from training.hands import Hand, Ink, Typed, cut, scaled
from training.paper import Grey
from training.signs import operator, scribble
from training.sources import NOT_A_DIGIT

UNCLEAR = -1
"""The value of a letter that is a digit to anyone who sees it alone: one of LIKE_DIGITS."""
LIKE_DIGITS = "OoIlSsZzqbGgОоЗзЧчб"
KINDS = {
    "single": 0.14,
    "number": 0.24,
    "rows": 0.24,
    "columns": 0.06,
    "scattered": 0.1,
    "among words": 0.1,
    "words": 0.05,
    "signs": 0.07,
}
"""What a page holds, and how often."""


@dataclass
class Sheet:
    """What is being written: ink 0..1, whose it is, and what that says.

    `written` is the ink without what only frames and underlines it.
    """

    shape: tuple[int, int]
    outlined: bool = False
    values: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ink = np.zeros(self.shape, np.float32)
        self.written = np.zeros(self.shape, np.float32)
        self.owner = np.zeros(self.shape, np.int32)

    def put(self, ink: Ink, x: float, y: float, value: int, *, line: bool = False) -> None:
        """Write `ink` with its upper left corner at x, y; what leaves the sheet is lost.

        A `line` is no writing: it goes round or under it.
        """
        left, top = round(x), round(y)
        x0, y0 = max(left, 0), max(top, 0)
        x1, y1 = min(left + ink.shape[1], self.shape[1]), min(top + ink.shape[0], self.shape[0])
        if x1 <= x0 or y1 <= y0:
            return
        part = ink[y0 - top : y1 - top, x0 - left : x1 - left]
        self.values.append(value)
        self.owner[y0:y1, x0:x1][part > 0.4] = len(self.values)
        part = _outline(part) if self.outlined else part
        for layer in (self.ink,) if line else (self.ink, self.written):
            place = layer[y0:y1, x0:x1]
            np.maximum(place, part, out=place)


@dataclass
class Writer:
    """Somebody who fills a sheet; each kind of page is a method."""

    sheet: Sheet
    hand: Hand
    letters: Typed
    pen: Callable[[Ink], Ink]
    rng: np.random.Generator

    def single(self, least: float = 0.15) -> None:
        """One digit of any size, from `least` of the sheet's shorter side on, anywhere."""
        size = min(self.sheet.shape) * self.rng.uniform(least, 0.95)
        self._anywhere(self._character(str(self.rng.integers(10)), size), None)

    def number(self) -> None:
        """One number, or a sum; perhaps framed or underlined."""
        rng = self.rng
        text = self._number(int(rng.integers(2, 12)))
        if rng.random() < 0.3:
            signs = rng.choice(list("+-x/=.,:"), 2)
            text += signs[0] + self._number(int(rng.integers(1, 4)))
            text += signs[1] + self._number(2) if rng.random() < 0.5 else ""
        height, width = self.sheet.shape
        gap = rng.uniform(-0.1, 0.6)
        size = min(0.6 * height, width * rng.uniform(0.4, 0.95) / (len(text) * (0.6 + gap)))
        x, y = rng.uniform(0.02, 0.1) * width, rng.uniform(0.05, 0.95) * (height - 1.2 * size)
        right = self._line(text, (x, y), size, gap, rng.normal(0, 0.04))
        if rng.random() < 0.12:
            pad = rng.uniform(0.2, 0.6) * size
            self._lines([(x - pad, y - pad), (right + pad, y - pad), (right + pad, y + size + pad),
                         (x - pad, y + size + pad), (x - pad, y - pad)], size)  # fmt: skip
        elif rng.random() < 0.1:
            self._lines([(x, y + 1.3 * size), (right, y + 1.25 * size)], size)

    def rows(self) -> None:
        """Rows of digits, near or far from each other."""
        rng = self.rng
        gap = rng.uniform(0, 1.5)
        length = int(rng.integers(1, 9))
        size, tops = self._rows(length * (0.6 + gap))
        slope = rng.normal(0, 0.02)
        for top in tops:
            self._line(self._number(length), (self._left(), top), size, gap, slope)

    def columns(self) -> None:
        """Two or three columns of numbers."""
        rng = self.rng
        columns, length = int(rng.integers(2, 4)), int(rng.integers(2, 5))
        width = self.sheet.shape[1]
        gap = rng.uniform(0, 0.5)
        size, tops = self._rows(columns * (length + 1.5) * (0.6 + gap))
        for column in range(columns):
            for top in tops + rng.normal(0, 0.3 * size):
                left = self._left() + column * width / columns
                self._line(self._number(length), (left, top), size, gap)

    def scattered(self) -> None:
        """Digits and a few other things, each where there is room."""
        rng = self.rng
        usual = min(self.sheet.shape) * rng.uniform(0.05, 0.2)
        taken: list[tuple[float, float, float, float]] = []
        for _ in range(int(rng.integers(2, 20))):
            size = usual * rng.uniform(0.7, 1.4)
            text = str(rng.integers(10)) if rng.random() < 0.85 else self._word(1)
            self._anywhere(self._character(text, size), taken)

    def among_words(self) -> None:
        """Lines of writing with numbers among the words."""
        self._prose(0.35)

    def words(self) -> None:
        """Lines of writing without a digit."""
        self._prose(0)

    def signs(self) -> None:
        """Operators, scribbles and figures, large or small."""
        rng = self.rng
        taken: list[tuple[float, float, float, float]] = []
        for _ in range(int(rng.integers(1, 8))):
            size = min(self.sheet.shape) * rng.uniform(0.08, 0.7)
            draw = (operator, operator, scribble, _figure)[rng.integers(4)]
            sign = self.pen(scaled(cut(np.asarray(draw(rng), np.float32)), size))
            self._anywhere((sign, NOT_A_DIGIT), taken)

    def _prose(self, numbers: float) -> None:
        rng = self.rng
        length = int(rng.integers(8, 40))
        size, tops = self._rows(length * 0.6)
        for top in tops:
            text = ""
            while len(text) < length - 4:
                is_number = rng.random() < numbers
                text += self._number(int(rng.integers(1, 6))) if is_number else self._word(
                    int(rng.integers(2, 9)))  # fmt: skip
                text += " "
            self._line(text, (self._left(), top), size, rng.uniform(-0.02, 0.15))

    def _rows(self, across: float) -> tuple[float, NDArray[np.float64]]:
        """A size of digits for rows as wide as `across` of them, and where rows begin."""
        height, width = self.sheet.shape
        size = min(0.3 * height, width * self.rng.uniform(0.4, 0.95) / across)
        size = max(size, 0.012 * max(self.sheet.shape), 9.0)
        step = size * self.rng.uniform(1.3, 3)
        first = self.rng.uniform(0, 0.3) * height
        return size, np.arange(first, height - size, step)[:12]

    def _left(self) -> float:
        return float(self.rng.uniform(0.01, 0.1) * self.sheet.shape[1])

    def _number(self, length: int) -> str:
        return "".join(map(str, self.rng.integers(0, 10, length)))

    def _word(self, length: int) -> str:
        alphabet = CYRILLIC if self.rng.random() < 0.2 else LATIN
        alphabet += LIKE_DIGITS
        return "".join(self.rng.choice(list(alphabet), length))

    def _character(self, text: str, size: float) -> tuple[Ink, int]:
        if text.isdigit():
            return self.pen(self.hand.digit(int(text), size, self.rng)), int(text)
        value = UNCLEAR if text in LIKE_DIGITS else NOT_A_DIGIT
        return self.pen(self.letters.character(text, size, self.rng)), value

    def _line(
        self, text: str, at: tuple[float, float], size: float, gap: float, slope: float = 0
    ) -> float:
        """Write `text` with its upper left corner at x, y; returns where it ends."""
        rng, (x, y) = self.rng, at
        for character in text:
            if character == " ":
                x += size
                continue
            ink, value = self._character(character, size)
            low = character in "-+=x:" and not character.isalpha()
            drop = (size - ink.shape[0]) * (0.5 if low else 1) + rng.normal(0, 0.05) * size
            self.sheet.put(ink, x, y + drop, value)
            step = ink.shape[1] + (gap + rng.normal(0, 0.05)) * size
            x, y = x + max(step, 0.2 * size), y + slope * step
        return x

    def _lines(self, points: list[tuple[float, float]], size: float) -> None:
        """A stroke of the pen along `points` that belongs to no character."""
        stroke = np.zeros(self.sheet.shape, np.uint8)
        shaken = np.array(points) + self.rng.normal(0, 0.03 * size, (len(points), 2))
        thick = max(1, round(size * self.rng.uniform(0.02, 0.1)))
        cv2.polylines(stroke, [shaken.round().astype(np.int32)], False, 255, thick, cv2.LINE_AA)
        self.sheet.put(np.asarray(stroke / 255, np.float32), 0, 0, NOT_A_DIGIT, line=True)

    def _anywhere(
        self, written: tuple[Ink, int], taken: list[tuple[float, float, float, float]] | None
    ) -> None:
        """Write where nothing of `taken` stands, if a few tries find such a place."""
        ink, value = written
        h, w = ink.shape
        height, width = self.sheet.shape
        for _ in range(8):
            x, y = self.rng.uniform(0, max(width - w, 1)), self.rng.uniform(0, max(height - h, 1))
            if all(x + w < a or a + c < x or y + h < b or b + d < y for a, b, c, d in taken or ()):
                self.sheet.put(ink, x, y, value)
                if taken is not None:
                    taken.append((x - 0.1 * h, y - 0.1 * h, w + 0.2 * h, 1.2 * h))
                return


def _outline(ink: Ink) -> Ink:
    width = max(1, round(0.03 * max(ink.shape)))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * width + 1, 2 * width + 1))
    thick = cv2.dilate(ink, kernel)
    return np.asarray(np.clip(cv2.dilate(thick, kernel) - thick, 0, 1), np.float32)


def _figure(rng: np.random.Generator) -> Grey:
    """A ring, a polygon, or something solid."""
    canvas = np.zeros((96, 96), np.uint8)
    thick = -1 if rng.random() < 0.4 else int(rng.integers(2, 12))
    if rng.random() < 0.3:
        middle = (48 + int(rng.integers(-4, 5)), 48)
        axes = (int(rng.integers(12, 40)), int(rng.integers(12, 40)))
        cv2.ellipse(canvas, middle, axes, float(rng.uniform(0, 180)), 0, 360, 255, -1, cv2.LINE_AA)
    else:
        points = rng.uniform(10, 86, (int(rng.integers(3, 9)), 2)).astype(np.int32)
        if thick < 0:
            cv2.fillPoly(canvas, [points], 255, cv2.LINE_AA)
        else:
            cv2.polylines(canvas, [points], True, 255, thick, cv2.LINE_AA)
    return np.asarray(canvas / 255, np.float32)
