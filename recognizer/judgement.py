"""Every way to take ink as digits, judged by the network, the likeliest ways first.

Most marks are digits as they stand, or nothing at all. What two of them make together is looked at
with them where they are few; else that, and always what is filled or sliced, only where it may
change the reading.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from recognizer.candidate import Candidate
from recognizer.choice import SURE, unsettled
from recognizer.classifier import CLASSES
from recognizer.cuts import cut
from recognizer.glyph import SIZE, frame
from recognizer.hand import of_one_hand
from recognizer.ink import Ink
from recognizer.layout import alone, together
from recognizer.marks import find_marks
from recognizer.outline import filled

MANY = 16
"""Fewer marks are looked at along with what they make together. Among so many marks of one size
and strength ..."""
HARDLY = 0.2
"""... of which no more than this share looks like digits nobody wrote any: a landscape, print."""
SEVERAL = 8
"""Among so many marks of which none is a digit for sure, no digits touch."""
SAMPLE = 40
"""Of many more marks so many are looked at first: if none is a digit, the others aren't either."""

Floats = NDArray[np.float32]


class Judged(NamedTuple):
    """N candidates, their glyphs [N, 28, 28] and their chances [N, 11]."""

    found: list[Candidate]
    glyphs: Floats
    chances: Floats


def judge(ink: Ink, classify: Callable[[Floats], Floats], *, whole: bool = False) -> Judged:
    """The candidates of some ink; `classify` takes glyphs [N, 28, 28] to chances [N, 11].

    Where `whole`, no mark is cut or filled.
    """
    marks, groups = find_marks(ink)
    found = alone(marks)
    if len(found) < MANY:  # one call is cheaper than two
        judged = _judged(found + together(found, groups), classify)
    else:
        judged = _judged(found, classify) if len(found) < 2 * SAMPLE else _sampled(found, classify)
        if len(judged.found) < len(found):
            return judged
        hand = of_one_hand(found, judged.chances)
        if len(hand) >= MANY and _digits(judged.chances[hand]) <= HARDLY * len(hand):
            return judged
        judged = _with(judged, together(found, groups), classify)
    if whole:
        return judged
    best = judged.chances[: len(found), : CLASSES - 1].max(axis=1, initial=0)
    judged = _with(judged, filled(found, best < SURE), classify)
    if len(found) >= SEVERAL and not (best >= SURE).any():
        return judged
    parted, more = cut(judged.found, unsettled(judged.found, judged.chances))
    return _with(judged._replace(found=parted), more, classify)


def _digits(chances: Floats) -> int:
    """How many of so many chances ([N, 11]) are those of digits."""
    return int(np.count_nonzero(chances[:, CLASSES - 1] < 0.5))


def _judged(found: list[Candidate], classify: Callable[[Floats], Floats]) -> Judged:
    glyphs = np.zeros((len(found), SIZE, SIZE), np.float32)
    for n, candidate in enumerate(found):
        glyphs[n] = frame(candidate.ink)
    return Judged(found, glyphs, classify(glyphs))


def _sampled(found: list[Candidate], classify: Callable[[Floats], Floats]) -> Judged:
    """Some of many candidates where none of them is a digit, else all, in their order."""
    first = np.zeros(len(found), bool)
    first[:: len(found) // SAMPLE] = True
    sample = _judged([c for c, is_first in zip(found, first, strict=True) if is_first], classify)
    if not _digits(sample.chances):
        return sample
    rest = _judged([c for c, is_first in zip(found, first, strict=True) if not is_first], classify)
    glyphs = np.empty((len(found), SIZE, SIZE), np.float32)
    chances = np.empty((len(found), CLASSES), np.float32)
    glyphs[first], glyphs[~first] = sample.glyphs, rest.glyphs
    chances[first], chances[~first] = sample.chances, rest.chances
    return Judged(found, glyphs, chances)


def _with(one: Judged, more: list[Candidate], classify: Callable[[Floats], Floats]) -> Judged:
    if not more:
        return one
    other = _judged(more, classify)
    return Judged(
        one.found + other.found,
        np.concatenate([one.glyphs, other.glyphs]),
        np.concatenate([one.chances, other.chances]),
    )
