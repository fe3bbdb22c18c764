"""The way of a photo, from bytes to `Reading`, as one call."""

from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import mean, median

import numpy as np
from numpy.typing import NDArray

from recognizer.candidate import Candidate
from recognizer.choice import choose
from recognizer.classifier import CLASSES, Classifier
from recognizer.context import writing
from recognizer.engines import INK_MODEL, MODELS
from recognizer.hand import SURE, of_one_hand
from recognizer.ink import Ink, find_ink, hidden, measure, trace
from recognizer.judgement import Judged, judge
from recognizer.lines import numbers, slope
from recognizer.order import misplaced
from recognizer.orientation import rotated, turn, unrotated
from recognizer.photo import Photo, decode, shrunk
from recognizer.reading import Box, Digit, Line, Reading
from recognizer.second_look import look_again
from recognizer.segmentation import Segmenter
from recognizer.surroundings import by_chance

MODEL = MODELS["tensorflow"]
FIRST_SHARE, FIRST_LEAST, FIRST_MOST = 0.5, 352, 448
"""A photo is read on a copy whose longest side is such a share of its own, but from so many pixels
to so many: more where more is in sight ..."""
SMALL = 24
"""... and once more with all its pixels where digits are smaller than this on it; ink is sought on
a copy on which they are as large ..."""
SOME = 0.3
"""... and such a share of the marks are digits even there, be they read or not."""
BLOCK = 31 * 1024 * 1024
"""Once a block so large was freed, glibc keeps twice as much for blocks to come, 64 MB at most, see
mallopt(3): the memory for pixels is mapped and cleared once, and not for each photo."""
SURE_WITHOUT = 0.95
"""Digits that are seen only where what is as dark is left out must be as sure as this."""


@dataclass(frozen=True, slots=True)
class Stages:
    """A reading with everything on the way to it, for those who want to look.

    `ink` is turned anticlockwise by `turned` degrees against `photo.grey`.
    `glyphs` [N, 28, 28] and `chances` [N, 11] belong to the N `candidates`, whose boxes lie on
    `ink`; `chosen` are the indices of those that share out the ink, `rows` of those that are
    the writing.
    """

    photo: Photo
    ink: Ink
    turned: float
    candidates: list[Candidate]
    glyphs: NDArray[np.float32]
    chances: NDArray[np.float32]
    chosen: list[int]
    rows: list[list[int]]
    reading: Reading


def first_side(longest: int) -> int:
    """The longest side that a photo is shrunk to first, from its own, both in pixels."""
    return round(min(max(FIRST_SHARE * longest, FIRST_LEAST), FIRST_MOST))


class _TooSmall(Exception):
    """The digits are too small on a copy of the photo to be told apart: `size` pixels, most."""

    def __init__(self, size: float) -> None:
        super().__init__(size)
        self.size = size


class Recognizer:
    """Reads photos with two loaded networks. Thread-safe; make one and share it."""

    def __init__(self, model: Path = MODEL, ink: Path = INK_MODEL) -> None:
        """Load the networks.

        `model` tells digits, and its format decides what runs it; `ink` tells ink from paper.

        Raises `ModelError` for a model file that is missing or not genuine.
        """
        np.empty(BLOCK, np.uint8)  # freed at once, never written
        self._classifier = Classifier(model)
        self._segmenter = Segmenter(ink)

    def read(self, data: bytes) -> Reading:
        """Read the digits of one photo.

        Raises `PhotoError` for bytes that are no readable photo.
        """
        return self.stages(data).reading

    def stages(self, data: bytes) -> Stages:
        """Read the digits of one photo and keep what each stage made of it.

        Raises `PhotoError` for bytes that are no readable photo.
        """
        photo = decode(data, first_side)
        written = self._segmenter.segment(photo.grey)
        try:
            least = SMALL if photo.scale < 1 else 0
            return self._seen(photo, written, least)
        except _TooSmall as digits:
            side = round(max(photo.grey.shape) * SMALL / digits.size)
            photo = decode(data)
            written = self._segmenter.segment_nearer(shrunk(photo.grey, side), written)
            return self._seen(photo, written, 0)

    def _seen(self, photo: Photo, written: NDArray[np.uint8], least: int) -> Stages:
        """Raises `_TooSmall`. `written` [h, w, 2] are the chances of ink, on a copy."""
        ink = find_ink(photo.grey, written)
        stages = self._upright(photo, ink, least)
        if not stages.rows and hidden(ink, written):
            stages = self._traced(photo, written, least) or stages
        scale = photo.scale * max(written.shape) / max(photo.grey.shape)
        if by_chance(stages.reading.digits, written, scale):
            return replace(stages, rows=[], reading=Reading())
        return stages

    def _traced(self, photo: Photo, written: NDArray[np.uint8], least: int) -> Stages | None:
        """What is read of likely ink alone, if it is beyond doubt."""
        ink = trace(photo.grey, written)
        judged = judge(ink, self._classifier.classify, whole=True)
        with suppress(_TooSmall):
            traced = self._chosen(photo, ink, 0.0, judged, least)
            confidence = [digit.confidence for digit in traced.reading.digits]
            if confidence and mean(confidence) >= SURE_WITHOUT:
                return traced
        return None

    def _upright(self, photo: Photo, ink: Ink, least: int) -> Stages:
        """Raises `_TooSmall` where digits are smaller than `least`, as early as that is plain."""
        judged = judge(ink, self._classifier.classify)
        hand = _hand(judged)
        _check(_digits(judged, hand), least)
        marks = [judged.found[n] for n in hand]
        angle = turn(marks, judged.chances[hand], self._classifier.classify)
        if angle:
            ink = measure(rotated(ink.marked(), angle), full=ink.full)
            judged = judge(ink, self._classifier.classify)
        return self._chosen(photo, ink, angle, judged, least)

    def _chosen(self, photo: Photo, ink: Ink, angle: float, judged: Judged, least: int) -> Stages:
        """What of all candidates is the writing, on ink turned by `angle`. Raises `_TooSmall`."""
        found, glyphs, chances = judged
        chosen = choose(found, chances)
        shape = ink.contrast.shape
        read = writing([found[n] for n in chosen], chances[chosen], shape)
        if read:
            first = chances[chosen]
            better = look_again(glyphs[chosen], first, self._classifier.classify)
            if better is not first:
                chances = chances.copy()
                chances[chosen] = better
                read = writing([found[n] for n in chosen], chances[chosen], shape)
        rows = [[chosen[n] for n in row] for row in read]
        digits = [found[n] for row in rows for n in row]
        _check(digits, least)
        fall = slope([digit.box for digit in digits])
        doubts = misplaced([[found[n].box for n in row] for row in rows], fall)
        lines = [
            _line([found[n] for n in row], chances[row], photo, angle, 1 - doubt)
            for row, doubt in zip(rows, doubts, strict=True)
        ]
        reading = Reading(tuple(lines))
        return Stages(photo, ink, angle, found, glyphs, chances, chosen, rows, reading)


def _hand(judged: Judged) -> list[int]:
    """Indices of the whole marks that one hand wrote, digits or not."""
    whole = [n for n, candidate in enumerate(judged.found) if candidate.whole]
    marks = of_one_hand([judged.found[n] for n in whole], judged.chances[whole])
    return [whole[n] for n in marks]


def _digits(judged: Judged, hand: list[int]) -> list[Candidate]:
    """The digits among the marks of one hand, none where there are hardly any."""
    digits = [n for n in hand if judged.chances[n, CLASSES - 1] < 1 - SURE]
    return [judged.found[n] for n in digits] if len(digits) >= SOME * len(hand) else []


def _check(digits: list[Candidate], least: int) -> None:
    """Raises `_TooSmall` for digits most of which are shorter than `least` pixels."""
    size = median(max(digit.box[2:]) for digit in digits) if digits else least
    if size < least:
        raise _TooSmall(size)


def _line(
    row: list[Candidate], chances: NDArray[np.float32], photo: Photo, angle: float, placed: float
) -> Line:
    """A row as a line: its digits stand in their place with the chance `placed`."""
    digits = []
    for candidate, chance in zip(row, chances, strict=True):
        box = candidate.box
        if angle:
            box = unrotated(box, photo.grey.shape, angle)
        digits.append(_digit(box, chance, placed, photo.scale))
    starts = [0, *numbers([c.box for c in row]), len(row)]
    return Line(tuple(tuple(digits[a:b]) for a, b in pairwise(starts)))


def _digit(box: Box, chances: NDArray[np.float32], placed: float, scale: float) -> Digit:
    value = int(np.argmax(chances[: CLASSES - 1]))
    x, y, w, h = (round(v / scale) for v in box)
    confidence = float(chances[value]) * placed
    return Digit(value, confidence, (x, y, w, h), tuple(map(float, chances[:10])))
