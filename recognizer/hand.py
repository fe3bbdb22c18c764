"""What one hand wrote with one pen: marks of one size and one strength."""

from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from recognizer.candidate import Candidate
from recognizer.classifier import CLASSES

SURE = 0.6
"""A digit is at least this likely."""
WEAKER = 0.45
"""Writing is at least this strong, over the strength of the strongest writing."""
SMALLER, LARGER = 0.28, 3.2
"""Sizes that occur beside the usual one."""
TRACE = 0.25
"""What is weaker, over the strongest digit, tells nothing of the hand: a stain, a crumb."""
NEAREST = 5
"""So many digits tell how strong writing is where a stroke stands."""
STROKE_WEAKER = 0.65
STROKE_SMALLER, STROKE_LARGER = 0.45, 2.2
"""The same for a straight stroke, which is a 1 or a scratch."""

HARDLY = 0.12
"""Among digits, what has no more than this chance of being one is one ..."""
AS_LARGE, AS_STRONG = (0.6, 1.5), 0.65
"""... with their size and at least this share of their strength."""


@dataclass(frozen=True)
class Marks:
    """What is to be judged: arrays with one entry a mark."""

    chance: NDArray[np.floating]
    """Of being a digit, times how likely the value is: 0..1."""
    size: NDArray[np.floating]
    level: NDArray[np.floating]
    value: NDArray[np.intp]
    straight: NDArray[np.bool_]
    """A mere line, which is a 1 or nothing."""
    middle: NDArray[np.floating]
    """Of its box, [N, 2]."""


def of_one_hand(found: list[Candidate], chances: NDArray[np.float32]) -> list[int]:
    """Indices of the marks, digits or not, that have the size and strength of the writing."""
    if len(found) < 2:
        return list(range(len(found)))
    marks = marks_of(found, chances)
    return fitting(marks, *usual(marks))


def fitting(marks: Marks, size: float, level: float) -> list[int]:
    """Indices of the marks that go with writing of this size and strength."""
    near = (
        (marks.level >= WEAKER * level)
        & (marks.size >= SMALLER * size)
        & (marks.size <= LARGER * size)
    )
    if not marks.straight.all():  # a stroke on its own may be anything: it must fit better
        strokes = np.flatnonzero(marks.straight)
        near[strokes] &= (
            (marks.level[strokes] >= STROKE_WEAKER * np.minimum(level, _nearby(marks, strokes)))
            & (marks.size[strokes] >= STROKE_SMALLER * size)
            & (marks.size[strokes] <= STROKE_LARGER * size)
        )
    return [int(n) for n in np.flatnonzero(near)]


def marks_of(found: list[Candidate], chances: NDArray[np.float32]) -> Marks:
    """What is to be judged about `found`, whose chances are [N, 11]."""
    boxes = np.array([c.box for c in found], float)
    longest = boxes[:, 2:].max(axis=1)
    best = chances[:, : CLASSES - 1]
    value = best.argmax(axis=1)
    ones = value == 1
    straight = ones & (boxes[:, 2] < 0.3 * boxes[:, 3])
    for n in np.flatnonzero(ones & ~straight):  # one that leans, or is thick
        straight[n] = np.count_nonzero(found[n].ink > 0.5) > 0.6 * found[n].ink.size
    return Marks(
        best.max(axis=1),
        longest,
        np.array([c.level for c in found]),
        value,
        straight,
        boxes[:, :2] + boxes[:, 2:] / 2,
    )


def usual(marks: Marks) -> tuple[float, float]:
    """Size and strength of the writing: where the most, largest, strongest digits agree."""
    weight = marks.chance**2 * marks.level * (marks.chance > SURE)
    digits = weight > 0
    strong = marks.level >= TRACE * marks.level[digits].max(initial=0)
    if (digits & strong & ~marks.straight).any():  # a straight line may be the edge of the paper
        weight = weight * ~marks.straight
    size, level = marks.size[:, np.newaxis], marks.level[:, np.newaxis]
    like = (marks.size > 0.5 * size) & (marks.size < 2.0 * size)
    like &= (marks.level > 0.6 * level) & (marks.level < 1.6 * level)
    support = (like * weight).sum(axis=1) * marks.level * np.sqrt(marks.size)
    first = int(np.argmax(support * (weight > 0))) if weight.any() else int(np.argmax(marks.chance))
    members = like[first] & (weight > 0)
    members[first] = True
    return median(marks.size[members].tolist()), median(marks.level[members].tolist())


def alike(
    marks: Marks, chances: NDArray[np.float32], size: float, level: float
) -> NDArray[np.bool_]:
    """Which marks have the size and strength of the digits, and may be digits: [N] of bool.

    `chances` are [N, 11].
    """
    return np.asarray(
        (chances[:, CLASSES - 1] <= 1 - HARDLY)
        & (marks.size >= AS_LARGE[0] * size)
        & (marks.size <= AS_LARGE[1] * size)
        & (marks.level >= AS_STRONG * level)
    )


def _nearby(marks: Marks, strokes: NDArray[np.intp]) -> NDArray[np.floating]:
    """The strength of the digits nearest to each stroke, which light and pen make uneven: [N]."""
    digits = np.flatnonzero((marks.chance > SURE) & ~marks.straight)
    if len(digits) <= NEAREST:
        return np.full(len(strokes), np.inf)
    apart = marks.middle[strokes][:, np.newaxis] - marks.middle[digits]
    nearest = np.argpartition((apart**2).sum(axis=2), NEAREST, axis=1)[:, :NEAREST]
    return np.asarray(np.median(marks.level[digits][nearest], axis=1))
