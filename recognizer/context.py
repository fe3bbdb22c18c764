"""What belongs to the writing: a lone glyph can deceive, its neighbours seldom do.

A scratch looks like a 1 and an O like a 0. What was written by one hand with one pen has one
size and one strength, and a word is not a number because one of its letters looks like a digit.
"""

from statistics import median

import numpy as np
from numpy.typing import NDArray

from recognizer.candidate import Candidate, Part
from recognizer.classifier import CLASSES
from recognizer.hand import SURE, Marks, alike, fitting, marks_of, usual
from recognizer.lines import rows, words

ENOUGH_INSIDE = 3
"""Beside so many whole digits, what the photo's border cuts off isn't read."""
ALONE = 0.9
"""A digit among other things, or a number among words, is at least this likely."""
AROUND = 6.0
"""What stands farther from the writing than so many digits are high tells nothing of it."""
FEWEST = 0.5
"""Where a smaller share of the marks are digits, the photo shows something else."""
CONVICTION, DOUBT = 1.0, 0.3
"""Digits have a mean chance of 1 less 0.3 times their share of the marks, or more: the more
of the marks are none, the surer the others must be."""
LONE = 0.5
"""For a mark with nothing around it so much is enough, unless it is a line or a ring: these are
everywhere, but a letter seldom comes alone."""
PLAIN = 0.25
"""Contrast of writing that consists of straight strokes only."""
ONLY_PLAIN, HARDLY_ANY = 0.8, 0.2
"""Any line looks like a 1 and any ring like a 0: where hardly any digits are others, most of the
marks must be these. In a number among words, half of the digits are others."""
MOSTLY = 0.9
"""Where such a share of the marks are digits, there are no words; what looks like them is one."""
RUN = 4
"""So many digits in a row are a number, even among words ..."""
CERTAIN = 0.97
"""... if their mean chance is this."""


def writing(
    found: list[Candidate], chances: NDArray[np.float32], shape: tuple[int, ...]
) -> list[list[int]]:
    """The digits of the writing as rows of indices in reading order.

    `found` and `chances` ([N, 11]) hold what the ink of a photo of `shape` (H, W) was shared
    out to, digits or not.
    """
    if not found:
        return []
    marks = marks_of(found, chances)
    is_digit = (chances[:, CLASSES - 1] < SURE) & (marks.chance >= 0.3)
    size, level = usual(marks)
    hand = fitting(marks, size, level)
    sideways, upright = _cut(found, shape)
    edges = marks.straight & sideways  # strokes along a side
    kept = [n for n in hand if not edges[n]] or hand
    plain = bool(np.count_nonzero(is_digit[kept]) >= MOSTLY * len(kept))
    likely = is_digit | (plain & alike(marks, chances, size, level))
    result = []
    lonely: set[int] = set()
    for row in rows([found[n].box for n in kept]):
        members = [kept[n] for n in row]
        parts = [[members[k] for k in word] for word in words([found[n].box for n in members])]
        lonely |= {part[0] for part in parts if len(part) == 1 and marks.chance[part[0]] < SURE}
        digits = [n for part in parts for n in _digits(part, is_digit, likely, marks, plain=plain)]
        if digits:
            result.append(digits)
    result = _whole(result, found, sideways, upright)
    if _letter(result, found, marks):
        return []
    if _convincing(result, _around(result, kept, marks), marks):
        return _without(lonely, result) if sum(map(len, result)) > ENOUGH_INSIDE else result
    return [row for row in result if _plain(row, marks)]


def _without(lonely: set[int], rows: list[list[int]]) -> list[list[int]]:
    """`rows` without what stands apart from all others and is hardly a digit."""
    left = [[n for n in row if n not in lonely] for row in rows]
    return [row for row in left if row]


def _plain(row: list[int], marks: Marks) -> bool:
    """Whether a row is a number for sure, whatever else the photo shows."""
    if len(row) < RUN or np.count_nonzero(marks.value[row] > 1) < len(row) / 2:
        return False
    return float(marks.chance[row].mean()) >= CERTAIN


def _cut(found: list[Candidate], shape: tuple[int, ...]) -> tuple[NDArray[np.bool_], ...]:
    """Which marks reach the photo's sides, and which its upper or lower border: [N] each."""
    boxes = np.array([candidate.box for candidate in found])
    start, end = boxes[:, :2], boxes[:, :2] + boxes[:, 2:]
    sideways, upright = ((start <= 1) | (end >= np.array(shape[1::-1]) - 1)).T
    return sideways, upright


def _whole(
    rows: list[list[int]],
    found: list[Candidate],
    sideways: NDArray[np.bool_],
    upright: NDArray[np.bool_],
) -> list[list[int]]:
    """`rows` without what the photo's border cuts off, unless little else is there.

    Below and above that is a row, at the sides a number.
    """
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
        size = median(marks.size[row].tolist())
        first, last = marks.middle[row].min(axis=0), marks.middle[row].max(axis=0)
        apart = np.maximum(first - marks.middle[of], marks.middle[of] - last).max(axis=1)
        near |= apart <= AROUND * size
    return int(np.count_nonzero(near))


def _convincing(rows: list[list[int]], of: int, marks: Marks) -> bool:
    """Whether rows of digits out of `of` marks are writing, and no chance likenesses."""
    read = [n for row in rows for n in row]
    if len(read) < max(FEWEST * of, 1):
        return False
    least = CONVICTION - DOUBT * len(read) / of
    if of == 1 and marks.value[read[0]] != 0 and not marks.straight[read[0]]:
        least = LONE
    if float(marks.chance[read].mean()) < least:
        return False
    others = np.count_nonzero(marks.value[read] > 1)
    if others <= HARDLY_ANY * len(read) and len(read) < ONLY_PLAIN * of:
        return False
    if marks.straight[read].all():  # an edge, a crease, a twig: writing would be plain to see
        return len(rows) == 1 and median(marks.level[read].tolist()) >= PLAIN
    return True


def _letter(rows: list[list[int]], found: list[Candidate], marks: Marks) -> bool:
    """Whether one mark was cut into ones alone: a letter, like v, u or n."""
    read = [n for row in rows for n in row]
    parts = frozenset[Part]().union(*(found[n].parts for n in read))
    one_mark = len({part.mark for part in parts}) == 1
    return one_mark and len(read) > 1 and bool((marks.value[read] == 1).all())


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
