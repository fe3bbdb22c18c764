"""Marks: connected ink, as the pen left it. Nothing is decided here about what it means."""

from collections import defaultdict
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from recognizer.components import components, labels_of
from recognizer.ink import Ink
from recognizer.reading import Box

Mask = NDArray[np.uint8]

FIRM = 0.3
"""Ink from this strength on makes a mark."""
FAINT = 0.08
"""Ink from this strength on may hold marks together as one digit."""
MOST_IN_GROUP = 6
"""So many marks at most make one digit."""
SMALLEST = 9
"""A mark is at least this long, pixels of the working photo, ..."""
SMALLEST_SHARE = 0.008
"""... and this share of the photo's longest side."""
MOST = 300
"""At most this many marks are looked at, the largest first."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Some connected ink: float32 [h, w], 1 = ink, without other marks' ink, cut to `box`.

    `level` is the contrast of its strokes to the paper, 0..1.
    """

    box: Box
    ink: NDArray[np.float32]
    level: float


@dataclass(frozen=True, slots=True)
class Group:
    """Marks that weak ink holds together, by index, and their ink with it."""

    members: list[int]
    mark: Mark


def find_marks(ink: Ink) -> tuple[list[Mark], list[Group]]:
    """The connected marks that are large enough, and the groups that weak ink makes of them.

    A group is what a faint pen left in pieces, or digits that nearly touch.
    """
    smallest = max(SMALLEST, SMALLEST_SHARE * max(ink.contrast.shape)) / ink.factor
    count, labels, stats = components(_stronger(ink.half, FIRM))
    longest = stats[:, 2:4].max(axis=1)
    large = [n for n in range(1, count) if longest[n] >= smallest]
    large = sorted(large, key=lambda n: -longest[n])[:MOST]
    marks: list[Mark] = []
    places: list[tuple[int, int]] = []
    for n in large:
        x, y, w, h = _wider(stats[n, :4], ink.half.shape)
        around = np.s_[y : y + h, x : x + w]
        label = labels[around]
        # The soft rim of the stroke belongs to it; other marks' ink does not.
        inner = label == n
        rim = cv2.dilate(inner.view(np.uint8), np.ones((3, 3), np.uint8))
        own = rim * (inner | (label == 0))
        mark = _mark(ink, own, (x, y, w, h))
        if mark is not None:
            inside = int(np.argmax(inner))
            places.append((x + inside % w, y + inside // w))
            marks.append(mark)
    if len(marks) < 2:
        return marks, []
    _, weak = labels_of(_stronger(ink.half, FAINT))
    by_group = defaultdict(list)
    for member, (x, y) in enumerate(places):
        by_group[int(weak[y, x])].append(member)
    groups = []
    for group, members in by_group.items():
        if 2 <= len(members) <= MOST_IN_GROUP:
            own = (weak == group).view(np.uint8)
            x, y, w, h = cv2.boundingRect(own)
            whole = _mark(ink, own[y : y + h, x : x + w], (x, y, w, h))
            if whole is not None and whole.box[2] <= 1.5 * whole.box[3]:
                groups.append(Group(members, whole))
    return marks, groups


def _stronger(half: Mask, strength: float) -> Mask:
    return np.asarray(cv2.threshold(half, strength * 255, 1, cv2.THRESH_BINARY)[1], np.uint8)


def _wider(box: NDArray[np.int32], shape: tuple[int, ...]) -> Box:
    """A box with one more pixel on each side, where there is one."""
    x, y, w, h = (int(v) for v in box)
    left, top = max(x - 1, 0), max(y - 1, 0)
    return (left, top, min(x + w + 1, shape[1]) - left, min(y + h + 1, shape[0]) - top)


def _mark(ink: Ink, own: Mask, box: Box) -> Mark | None:
    """The ink under the mask `own`, which lies in `box` of the ink's smaller copy."""
    place = ink.crop(*box)
    if ink.factor > 1:
        size = (box[2] * ink.factor, box[3] * ink.factor)
        own = cv2.resize(own, size, interpolation=cv2.INTER_NEAREST)
        own = own[: place.shape[0], : place.shape[1]]
    mine = cv2.multiply(place, own)
    left, top, width, height = cv2.boundingRect(cv2.threshold(mine, 64, 1, cv2.THRESH_BINARY)[1])
    if not width:
        return None
    tight = mine[top : top + height, left : left + width]
    x, y = box[0] * ink.factor + left, box[1] * ink.factor + top
    strokes = cv2.threshold(tight, 153, 1, cv2.THRESH_BINARY)[1]
    level = cv2.mean(ink.contrast[y : y + height, x : x + width], strokes)[0] / 255
    return Mark((x, y, width, height), tight.astype(np.float32) * np.float32(1 / 255), level)
