"""What belongs to the writing: a lone glyph can deceive, its neighbours seldom do.

A scratch looks like a 1 and an O like a 0. What was written by one hand with one pen has one
size and one strength, and a word is not a number because one of its letters looks like a digit.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recognizer.candidate import Candidate
from recognizer.classifier import CLASSES
from recognizer.lines import rows, words

ENOUGH_INSIDE = 3
"""Beside so many whole digits, what the photo's border cuts off isn't read."""
SURE = 0.6
"""A digit is at least this likely."""
ALONE = 0.9
"""A digit among other things, or a number among words, is at least this likely."""
WEAKER = 0.45
"""Writing is at least this strong, over the strength of the strongest writing."""
SMALLER, LARGER = 0.28, 3.2
"""Sizes that occur beside the usual one."""
AROUND = 6.0
"""What stands farther from the writing than this, over the height of digits, tells nothing of it."""
FEWEST = 0.5
"""Where a smaller share of the marks are digits, the photo shows something else."""
CONVICTION, DOUBT = 1.0, 0.3
"""Digits have a mean chance of 1 less 0.3 times their share of the marks, or more: the more
of the marks are none, the surer the others must be."""
PLAIN = 0.3
"""Contrast of writing that consists of straight strokes only."""
NEAREST = 5
"""So many digits tell how strong writing is where a stroke stands."""
STROKE_WEAKER = 0.65
STROKE_SMALLER, STROKE_LARGER = 0.45, 2.2
"""The same for a straight stroke, which is a 1 or a scratch."""
ONLY_PLAIN = 0.8
"""Any line looks like a 1 and any ring like a 0: where there are no other digits, most of the marks
must be these. In a number among words, half of the digits are others."""
MOSTLY = 0.9
"""Where such a share of the marks are digits, there are no words ..."""
HARDLY = 0.12
"""... and a mark with no more than this chance of being one is, if it stands among them ..."""
AS_LARGE, AS_STRONG = (0.6, 1.5), 0.65
"""... with their size and at least this share of their strength."""
RUN = 4
"""So many digits in a row are a number, even among words ..."""
CERTAIN = 0.97
"""... if their mean chance is this."""


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
    return _of_one_hand(_marks(found, chances)) if found else []


def _of_one_hand(marks: Marks) -> list[int]:
    size, level = _usual(marks)
    near = (
        (marks.level >= WEAKER * level)
        & (marks.size >= SMALLER * size)
        & (marks.size <= LARGER * size)
    )
    if not marks.straight.all():  # a stroke on its own may be anything: it must fit better
        fits = (
            (marks.level >= STROKE_WEAKER * np.minimum(level, _level_nearby(marks)))
            & (marks.size >= STROKE_SMALLER * size)
            & (marks.size <= STROKE_LARGER * size)
        )
        near &= fits | ~marks.straight
    return [int(n) for n in np.flatnonzero(near)]


def writing(
    found: list[Candidate], chances: NDArray[np.float32], shape: tuple[int, ...]
) -> list[list[int]]:
    """The digits of the writing as rows of indices in reading order.

    `found` and `chances` ([N, 11]) hold what the ink of a photo of `shape` (H, W) was shared
    out to, digits or not.
    """
    if not found:
        return []
    marks = _marks(found, chances)
    is_digit = (chances[:, CLASSES - 1] < SURE) & (marks.chance >= 0.3)
    kept = _of_one_hand(marks)
    plain = bool(np.count_nonzero(is_digit[kept]) >= MOSTLY * len(kept))
    likely = is_digit | (plain & _like_the_others(marks, chances))
    result = []
    for row in rows([found[n].box for n in kept]):
        members = [kept[n] for n in row]
        digits = [
            n
            for word in words([found[n].box for n in members])
            for n in _digits([members[k] for k in word], is_digit, likely, marks, plain=plain)
        ]
        if digits:
            result.append(digits)
    result = _whole(result, found, shape)
    if _convincing(result, _around(result, kept, marks), marks):
        return result
    return [row for row in result if _plain(row, marks)]


def _level_nearby(marks: Marks) -> NDArray[np.floating]:
    """The strength of the digits nearest to each mark, which light and pen make uneven: [N]."""
    digits = np.flatnonzero((marks.chance > SURE) & ~marks.straight)
    if len(digits) <= NEAREST:
        return np.full(len(marks.level), np.inf)
    apart = marks.middle[:, np.newaxis] - marks.middle[digits]
    nearest = np.argsort((apart**2).sum(axis=2), axis=1)[:, :NEAREST]
    return np.asarray(np.median(marks.level[digits][nearest], axis=1))


def _plain(row: list[int], marks: Marks) -> bool:
    """Whether a row is a number for sure, whatever else the photo shows."""
    if len(row) < RUN or np.count_nonzero(marks.value[row] > 1) < len(row) / 2:
        return False
    return float(marks.chance[row].mean()) >= CERTAIN


def _whole(
    rows: list[list[int]], found: list[Candidate], shape: tuple[int, ...]
) -> list[list[int]]:
    """`rows` without what the photo's border cuts off, unless little else is there.

    Below and above that is a row, at the sides a number.
    """
    boxes = np.array([candidate.box for candidate in found])
    start, end = boxes[:, :2], boxes[:, :2] + boxes[:, 2:]
    sideways, upright = ((start <= 1) | (end >= np.array(shape[1::-1]) - 1)).T
    cut = sideways | upright
    inside = []
    for row in rows:
        if cut[row].all():
            continue
        numbers = [[row[n] for n in word] for word in words([found[n].box for n in row])]
        inside.append([n for number in numbers if not sideways[number].all() for n in number])
    return inside if sum(map(len, inside)) >= ENOUGH_INSIDE else rows


def _around(rows: list[list[int]], of: list[int], marks: Marks) -> int:
    """How many of the marks `of` stand where the writing is, or near it."""
    near = np.zeros(len(of), bool)
    for row in rows:
        reach = AROUND * float(np.median(marks.size[row]))
        first, last = marks.middle[row].min(axis=0) - reach, marks.middle[row].max(axis=0) + reach
        near |= ((marks.middle[of] >= first) & (marks.middle[of] <= last)).all(axis=1)
    return int(np.count_nonzero(near))


def _convincing(rows: list[list[int]], of: int, marks: Marks) -> bool:
    """Whether rows of digits out of `of` marks are writing, and no chance likenesses."""
    read = [n for row in rows for n in row]
    if len(read) < max(FEWEST * of, 1):
        return False
    if float(marks.chance[read].mean()) < CONVICTION - DOUBT * len(read) / of:
        return False
    if marks.value[read].max() <= 1 and len(read) < ONLY_PLAIN * of:
        return False
    if marks.straight[read].all():  # an edge, a crease, a twig: writing would be plain to see
        return len(rows) == 1 and float(np.median(marks.level[read])) >= PLAIN
    return True


def _marks(found: list[Candidate], chances: NDArray[np.float32]) -> Marks:
    boxes = np.array([c.box for c in found], float)
    longest = boxes[:, 2:].max(axis=1)
    best = chances[:, : CLASSES - 1]
    area = np.array([float((c.ink > 0.5).sum()) for c in found])
    filled = area / (boxes[:, 2] * boxes[:, 3])
    narrow = boxes[:, 2] < 0.3 * boxes[:, 3]
    return Marks(
        best.max(axis=1),
        longest,
        np.array([c.level for c in found]),
        best.argmax(axis=1),
        (best.argmax(axis=1) == 1) & (narrow | (filled > 0.6)),
        boxes[:, :2] + boxes[:, 2:] / 2,
    )


def _usual(marks: Marks) -> tuple[float, float]:
    """Size and strength of the writing: where the most, largest, strongest digits agree."""
    weight = marks.chance**2 * marks.level * (marks.chance > SURE)
    if (weight * ~marks.straight).any():  # a straight line may be the edge of the paper
        weight = weight * ~marks.straight
    size, level = marks.size[:, np.newaxis], marks.level[:, np.newaxis]
    like = (marks.size > 0.5 * size) & (marks.size < 2.0 * size)
    like &= (marks.level > 0.6 * level) & (marks.level < 1.6 * level)
    support = (like * weight).sum(axis=1) * marks.level * np.sqrt(marks.size)
    first = int(np.argmax(support * (weight > 0))) if weight.any() else int(np.argmax(marks.chance))
    members = like[first] & (weight > 0)
    members[first] = True
    return float(np.median(marks.size[members])), float(np.median(marks.level[members]))


def _like_the_others(marks: Marks, chances: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which marks have the looks of the digits around them, and may be digits: [N]."""
    size, level = _usual(marks)
    return np.asarray(
        (chances[:, CLASSES - 1] <= 1 - HARDLY)
        & (marks.size >= AS_LARGE[0] * size)
        & (marks.size <= AS_LARGE[1] * size)
        & (marks.level >= AS_STRONG * level)
    )


def _digits(
    row: list[int],
    is_digit: NDArray[np.bool_],
    likely: NDArray[np.bool_],
    marks: Marks,
    *,
    plain: bool,
) -> list[int]:
    """The digits of one word; none where it is a word, unless the page holds plain digits."""
    digits = [n for n in row if is_digit[n]]
    others = len(row) - len(digits)
    if plain and len(digits) > others:
        return [n for n in row if likely[n]]
    if plain or not digits:
        return digits
    if len(digits) == 1 and others and marks.chance[digits[0]] < ALONE:
        return []
    if others <= len(digits) / 2:
        return digits
    runs: list[list[int]] = [[]]
    for n in row:
        if is_digit[n]:
            runs[-1].append(n)
        elif runs[-1]:
            runs.append([])
    return [n for run in runs if len(run) >= RUN for n in run]
