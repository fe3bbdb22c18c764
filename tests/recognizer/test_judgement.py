"""The network is asked about as little as the reading needs."""

from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from recognizer.candidate import Candidate
from recognizer.ink import Ink, measure
from recognizer.judgement import MANY, Judged, judge

Floats = NDArray[np.float32]


def page(rows: int) -> Ink:
    """Pairs of strokes near each other, each of which may be one digit in two pieces."""
    ink = np.zeros((60 * rows, 400), np.float32)
    for y in range(10, 60 * rows, 60):
        for x in range(10, 330, 50):
            cv2.line(ink, (x, y), (x, y + 40), 1.0, 5)
            cv2.line(ink, (x + 10, y), (x + 10, y + 38), 1.0, 5)
    return measure((ink * 180).astype(np.uint8))


def refuse(asked: list[int], glyphs: Floats) -> Floats:
    """Take no glyph for a digit, and note how many were asked about."""
    asked.append(len(glyphs))
    return np.tile(np.eye(11, dtype=np.float32)[10], (len(glyphs), 1))


def test_joins_are_judged_where_there_may_be_digits() -> None:
    """A few marks of which none is a digit may be digits in pieces: joins are looked at."""
    asked: list[int] = []
    judged = judge(page(1), partial(refuse, asked))
    assert len(judged.found) == len(judged.glyphs) == len(judged.chances) == sum(asked)
    assert any(not candidate.whole for candidate in judged.found)


def test_a_landscape_is_not_pieced_together() -> None:
    """Where many marks are looked at and none is a digit, what they make together is none."""
    asked: list[int] = []
    judged = judge(page(4), partial(refuse, asked))
    assert len(judged.found) >= MANY
    assert asked == [len(judged.found)]
    assert all(candidate.whole for candidate in judged.found)


def test_marks_are_cut_where_some_are_digits() -> None:
    """Digits that touch stand among others that don't; where none is sure, nothing is cut."""
    ink = np.zeros((120, 900), np.float32)
    for x in range(20, 700, 60):
        cv2.ellipse(ink, (x, 60), (12, 20), 0, 0, 360, 1.0, 4)
    for x in (760, 800, 840):
        cv2.ellipse(ink, (x, 60), (21, 20), 0, 0, 360, 1.0, 4)
    sheet = measure((ink * 180).astype(np.uint8))

    def judged(sure: float) -> Judged:
        def classify(glyphs: Floats) -> Floats:
            narrow = (glyphs.max(axis=1) > 0.25).sum(axis=1) < 17
            digit = np.where(narrow, sure, 0.3)[:, np.newaxis]
            rest = np.zeros((len(glyphs), 9))
            return np.hstack([digit, rest, 1 - digit]).astype(np.float32)

        return judge(sheet, classify)

    def pieces(judged: Judged) -> list[Candidate]:
        return [c for c in judged.found if not c.whole and not c.held]

    assert pieces(judged(sure=0.99))
    assert not pieces(judged(sure=0.6))


def test_paper_alone_asks_nothing_twice() -> None:
    """Without ink there is nothing to judge."""
    judged = judge(
        measure(np.zeros((100, 100), np.uint8)),
        lambda glyphs: np.zeros((len(glyphs), 11), np.float32),
    )
    assert not judged.found
    assert judged.glyphs.shape == (0, 28, 28)
