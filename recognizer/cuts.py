"""Digits that touch: where a wide mark may be cut, and the pieces that the cuts make."""

from dataclasses import replace
from itertools import combinations, pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from recognizer.candidate import Candidate, Part
from recognizer.marks import SMALLEST

CUTS = 2.0
"""Cuts of each kind through one mark at most, for each time that it is as wide as high."""

NARROW = 0.8
"""Marks that are less wide, over their height, hold no two digits."""
SHORTEST = 0.4
"""A slice with a digit in it is at least this high, over the height of the mark."""
SOLID = 0.6
"""What fills so much of its box is a stroke or a blot: no digits that touch."""


def edges(ink: NDArray[np.float32]) -> list[int]:
    """Columns between which the slices of a mark lie: its sides, and where it may be cut.

    A cut crosses little ink, or lies where the outline has notches above and below.
    """
    height, width = ink.shape
    if width < NARROW * height or height < 2 * SMALLEST or width > 8 * height:
        return [0, width]
    dark = ink > 0.4
    if np.count_nonzero(dark) > SOLID * dark.size:
        return [0, width]
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
            if smooth[0, at] > limit or found >= CUTS * width / height:
                break
            if room <= at <= width - room and all(abs(at - cut) >= room for cut in cuts):
                cuts.append(at)
                found += 1
    return [0, *sorted(cuts), width]


def cut(found: list[Candidate], wide: list[int]) -> tuple[list[Candidate], list[Candidate]]:
    """`found` with the marks `wide`, by index, as so many slices; and what these make.

    What shares ink with such a mark shares its slices, too.
    """
    sliced: dict[Part, frozenset[Part]] = {}
    more: list[Candidate] = []
    for n in wide:
        (whole,) = found[n].parts
        slices = _slices(whole, found[n].ink)
        if len(slices) > 1:
            sliced[whole] = frozenset(slices)
            more += _pieces(found[n], slices)
    if not sliced:
        return found, []
    return [
        replace(
            candidate,
            parts=frozenset[Part]().union(*(sliced.get(p, {p}) for p in candidate.parts)),
        )
        for candidate in found
    ], more


def _slices(whole: Part, ink: NDArray[np.float32]) -> list[Part]:
    """A mark's parts from left to right."""
    return [
        Part(whole.mark, k, left, right, float(ink[:, left:right].sum()))
        for k, (left, right) in enumerate(pairwise(edges(ink)))
    ]


def _pieces(mark: Candidate, parts: list[Part]) -> list[Candidate]:
    """Every run of slices of a mark that is as wide as a digit may be, but not the whole."""
    x, y, _, height = mark.box
    found = []
    for i, j in combinations(range(len(parts) + 1), 2):
        left, right = parts[i].left, parts[j - 1].right
        if j - i == len(parts) or not 0.12 * height <= right - left <= 1.3 * height:
            continue
        ink = mark.ink[:, left:right]
        mask = cv2.threshold(ink, 0.4, 1, cv2.THRESH_BINARY)[1].astype(np.uint8)
        inner, top, width, tall = cv2.boundingRect(mask)
        if tall <= SHORTEST * height:
            continue
        box = (x + left + inner, y + top, width, tall)
        tight = ink[top : top + tall, inner : inner + width]
        found.append(Candidate(box, tight, mark.level, frozenset(parts[i:j])))
    return found
