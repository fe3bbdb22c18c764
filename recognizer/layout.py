"""Where digits may be: marks of ink, joined where a pen was lifted, cut where digits touch.

Nothing is decided here by shape alone. Each `Candidate` is one way to take some ink as a digit;
the classifier judges them all in one batch and `choose` keeps the best that don't overlap.
"""

from dataclasses import dataclass, replace
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from recognizer.reading import Box

Ink = NDArray[np.float32]

FAINT = 0.25
"""Ink from this strength on holds a stroke together."""
SMALLEST = 9
"""A digit is at least this tall, pixels of the working photo."""
MOST = 400
"""At most this many marks are looked at, the largest first."""
MOST_CUTS = 6
"""Cuts of each kind through one mark at most."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Some ink that may be one digit: `ink` is its own ink alone, cut to `box`.

    `level` is the contrast of its strokes to the paper, 0..1.
    `parts` are the smallest pieces of ink that it is made of, each with its mass in pixels: a
    mark, or the slices between its cuts. Two candidates that share a part exclude each other.
    `seam` is how far the pieces of a joined one stand apart as digits of their own would: 0 for
    one mark, up to 1 for two of equal height side by side.
    """

    box: Box
    ink: Ink
    level: float
    parts: frozenset["Part"]
    seam: float = 0.0
    whole: bool = False
    """It is one connected mark, neither joined nor cut."""


@dataclass(frozen=True, slots=True)
class Part:
    """A mark, or one slice of it: the `slice`-th between the cuts of mark `mark`."""

    mark: int
    slice: int
    mass: float


def candidates(ink: Ink, contrast: NDArray[np.uint8]) -> list[Candidate]:
    """All ways to take the marks of `ink` (H x W float32, 1 = ink) as digits.

    `contrast` (H x W uint8, 255 = black on white) tells how strong they are.
    """
    marks, pieces = [], []
    for number, (box, own) in enumerate(_marks(ink)):
        edges = [0, *_cuts(own), box[2]]
        parts = [
            Part(number, k, float(own[:, left:right].sum()))
            for k, (left, right) in enumerate(pairwise(edges))
        ]
        mark = Candidate(box, own, _level(own, contrast, box), frozenset(parts), whole=True)
        marks.append(mark)
        pieces += _pieces(mark, edges, parts)
    return marks + _joined(marks) + pieces


def _marks(ink: Ink) -> list[tuple[Box, Ink]]:
    """The connected marks that are large enough: the box of each and its own ink."""
    _, mask = cv2.threshold(ink, FAINT, 1, cv2.THRESH_BINARY)
    mask = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    longest = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    smallest = max(SMALLEST, 0.008 * max(ink.shape))
    large = [n for n in range(1, count) if longest[n] >= smallest]
    large = sorted(large, key=lambda n: -longest[n])[:MOST]
    found = []
    for n in large:
        x, y, w, h = (int(v) for v in stats[n, :4])
        around = np.s_[y : y + h, x : x + w]
        own = labels[around] == n
        # The soft rim of the stroke belongs to it; other marks' ink does not.
        own = cv2.dilate(own.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
        own &= (labels[around] == n) | (labels[around] == 0)
        found.append(((x, y, w, h), ink[around] * own))
    return found


def _level(own: Ink, contrast: NDArray[np.uint8], box: Box) -> float:
    x, y, w, h = box
    strokes = own > 0.6
    if not strokes.any():
        return 0.0
    return float(contrast[y : y + h, x : x + w][strokes].mean()) / 255


def _joined(marks: list[Candidate]) -> list[Candidate]:
    """Pairs of near marks as one: the flag of a 5, a crossbar, a stroke that broke."""
    found = []
    boxes = np.array([mark.box for mark in marks], float).reshape(-1, 4)
    for a, mark in enumerate(marks):
        x, y, w, h = mark.box
        size = max(w, h)
        gap_x = np.maximum(boxes[:, 0] - (x + w), x - boxes[:, 0] - boxes[:, 2])
        gap_y = np.maximum(boxes[:, 1] - (y + h), y - boxes[:, 1] - boxes[:, 3])
        near = (gap_x < 0.15 * size) & (gap_y < 0.2 * size)
        smaller = np.maximum(boxes[:, 2], boxes[:, 3]) >= 0.18 * size
        for b in np.flatnonzero(near & smaller):
            if b <= a:
                continue
            union = _union(mark.box, marks[b].box)
            if union[2] <= 1.3 * union[3] and union[3] <= 1.8 * size:
                found.append(_join(mark, marks[b], union))
    return found


def _union(one: Box, other: Box) -> Box:
    left, top = min(one[0], other[0]), min(one[1], other[1])
    right = max(one[0] + one[2], other[0] + other[2])
    bottom = max(one[1] + one[3], other[1] + other[3])
    return (left, top, right - left, bottom - top)


def _join(one: Candidate, other: Candidate, union: Box) -> Candidate:
    ink = np.zeros((union[3], union[2]), np.float32)
    for part in (one, other):
        left, top = part.box[0] - union[0], part.box[1] - union[1]
        place = ink[top : top + part.box[3], left : left + part.box[2]]
        np.maximum(place, part.ink, out=place)
    lower = min(one.box[3], other.box[3]) / max(one.box[3], other.box[3])
    apart = abs(2 * one.box[0] + one.box[2] - 2 * other.box[0] - other.box[2]) > union[2] / 2
    level = max(one.level, other.level)
    return Candidate(union, ink, level, one.parts | other.parts, lower if apart else 0.0)


def _cuts(ink: Ink) -> list[int]:
    """Columns where a wide mark may be two digits that touch.

    A cut crosses little ink, or lies where the outline has notches above and below.
    """
    height, width = ink.shape
    if width < 0.8 * height or height < 2 * SMALLEST or width > 8 * height:
        return []
    dark = ink > 0.4
    first = np.where(dark.any(axis=0), dark.argmax(axis=0), height)
    last = np.where(dark.any(axis=0), height - dark[::-1].argmax(axis=0), 0)
    profiles = (
        (dark.sum(axis=0), 0.5 * float(dark.sum(axis=0).max())),
        (np.maximum(last - first, 0), 0.75 * height),
    )
    room = 0.15 * height
    cuts: list[int] = []
    for profile, limit in profiles:
        smooth = cv2.blur(profile.astype(np.float32).reshape(1, -1), (max(1, height // 12), 1))
        found = 0
        for column in np.argsort(smooth[0], kind="stable"):
            at = int(column)
            if smooth[0, at] > limit or found >= MOST_CUTS:
                break
            if room <= at <= width - room and all(abs(at - cut) >= room for cut in cuts):
                cuts.append(at)
                found += 1
    return sorted(cuts)


def _pieces(mark: Candidate, edges: list[int], parts: list[Part]) -> list[Candidate]:
    """Every run of slices of a mark that is as wide as a digit may be, but not the whole."""
    x, y, _, height = mark.box
    found = []
    for i, left in enumerate(edges[:-1]):
        for j in range(i + 1, len(edges)):
            width = edges[j] - left
            whole = j - i == len(parts)
            if whole or not 0.12 * height <= width <= 1.3 * height:
                continue
            box = (x + left, y, width, height)
            ink = mark.ink[:, left : edges[j]]
            piece = _tight(Candidate(box, ink, mark.level, frozenset(parts[i:j])))
            if piece is not None and piece.box[3] > 0.5 * height:
                found.append(piece)
    return found


def _tight(piece: Candidate) -> Candidate | None:
    rows = np.flatnonzero(piece.ink.max(axis=1) > 0.4)
    cols = np.flatnonzero(piece.ink.max(axis=0) > 0.4)
    if not rows.size or not cols.size:
        return None
    top, bottom, left, right = int(rows[0]), int(rows[-1]) + 1, int(cols[0]), int(cols[-1]) + 1
    x, y, _, _ = piece.box
    box = (x + left, y + top, right - left, bottom - top)
    return replace(piece, whole=False, box=box, ink=piece.ink[top:bottom, left:right])
