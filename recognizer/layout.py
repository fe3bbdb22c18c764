"""Where digits may be: marks of ink, alone and joined where a pen was lifted.

Nothing is decided here by shape alone. Each `Candidate` is one way to take some ink as a digit;
the classifier judges them and `choose` keeps the best that don't overlap.
"""

import cv2
import numpy as np

from recognizer.candidate import Candidate, Part, inside
from recognizer.marks import Group, Mark
from recognizer.reading import Box

CRUMB = 0.2
"""What is smaller than this and lies inside the box of two joined marks is a crumb of theirs."""
ONE_LINE = 0.5
"""Middles of digits on one line differ by less than this, over their height."""
TOUCH = 0.06
"""Marks whose ink is as near as this, over the size of both together, touch."""


def alone(marks: list[Mark]) -> list[Candidate]:
    """Each mark as a digit."""
    return [
        Candidate(
            mark.box,
            mark.ink,
            mark.level,
            frozenset({Part(number, 0, 0, mark.box[2], float(mark.ink.sum()))}),
            whole=True,
        )
        for number, mark in enumerate(marks)
    ]


def together(marks: list[Candidate], groups: list[Group]) -> list[Candidate]:
    """What two or more marks make together.

    `marks` are those that `alone` made of all marks, `groups` what weak ink holds together.
    """
    joined = {candidate.parts: candidate for candidate in _joined(marks)}
    for group in groups:
        parts = frozenset[Part]().union(*(marks[n].parts for n in group.members))
        mark = group.mark
        joined[parts] = Candidate(mark.box, mark.ink, mark.level, parts, held=True)
    return list(joined.values())


def _joined(marks: list[Candidate]) -> list[Candidate]:
    """Pairs of near marks as one: the flag of a 5, a crossbar, a stroke that broke."""
    found = []
    boxes = np.array([mark.box for mark in marks], float).reshape(-1, 4)
    longest = boxes[:, 2:].max(axis=1, initial=0)
    for a, mark in enumerate(marks):
        x, y, w, h = mark.box
        size = max(w, h)
        gap_x = np.maximum(boxes[:, 0] - (x + w), x - boxes[:, 0] - boxes[:, 2])
        gap_y = np.maximum(boxes[:, 1] - (y + h), y - boxes[:, 1] - boxes[:, 3])
        near = (gap_x < 0.22 * size) & (gap_y < 0.2 * size)
        for b in np.flatnonzero(near & (longest >= 0.18 * size)):
            if b <= a:
                continue
            union = _union(mark.box, marks[b].box)
            if union[2] <= 1.3 * union[3] and union[3] <= 2.3 * size:
                others = [n for n in np.flatnonzero(inside(boxes, union)) if n not in (a, b)]
                if all(longest[n] < CRUMB * max(union[2:]) for n in others):
                    found.append(_join(mark, marks[b], [marks[n] for n in others], union))
    return found


def _union(one: Box, other: Box) -> Box:
    left, top = min(one[0], other[0]), min(one[1], other[1])
    right = max(one[0] + one[2], other[0] + other[2])
    bottom = max(one[1] + one[3], other[1] + other[3])
    return (left, top, right - left, bottom - top)


def _join(one: Candidate, other: Candidate, crumbs: list[Candidate], union: Box) -> Candidate:
    ink = np.zeros((union[3], union[2]), np.float32)
    members = [one, other, *crumbs]
    for member in members:
        left, top = member.box[0] - union[0], member.box[1] - union[1]
        place = ink[top : top + member.box[3], left : left + member.box[2]]
        np.maximum(place, member.ink, out=place)
    level = max(member.level for member in members)
    parts = frozenset[Part]().union(*(member.parts for member in members))
    seam, held = _seam(one.box, other.box), _touching(one, other, union)
    return Candidate(union, ink, level, parts, seam, held=held)


def _touching(one: Candidate, other: Candidate, union: Box) -> bool:
    """Whether less than TOUCH of their joint size lies between the ink of two marks."""
    scale = 1.0 / (TOUCH * max(union[2:]))
    size = (int(union[2] * scale) + 3, int(union[3] * scale) + 3)
    reached = []
    for mark in (one, other):
        ys, xs = np.nonzero(mark.ink > 0.4)
        canvas = np.zeros(size[::-1], np.uint8)
        across = ((xs + mark.box[0] - union[0]) * scale + 1).astype(np.intp)
        canvas[((ys + mark.box[1] - union[1]) * scale + 1).astype(np.intp), across] = 1
        reached.append(canvas)
    return bool((cv2.dilate(reached[0], np.ones((3, 3), np.uint8)) & reached[1]).any())


def _seam(one: Box, other: Box) -> float:
    """How far two marks stand as digits of their own would: side by side 1, stacked -1.

    In both cases less, the more they differ in height, or stand on different lines. Between the
    two, and for a mark inside the other's box, it is 0: only the classifier can tell.
    """
    alike = min(one[3], other[3]) / max(one[3], other[3])
    left = max(one[0], other[0])
    right = min(one[0] + one[2], other[0] + other[2])
    top = max(one[1], other[1])
    bottom = min(one[1] + one[3], other[1] + other[3])
    if bottom - top < 0.25 * min(one[3], other[3]):
        return -alike if right - left > 0.5 * min(one[2], other[2]) else 0.0
    if right - left >= 0.25 * min(one[2], other[2]):
        return 0.0
    off = abs(one[1] + one[3] / 2 - other[1] - other[3] / 2) / max(one[3], other[3])
    return alike * max(0.0, 1 - off / ONE_LINE)
