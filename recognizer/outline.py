"""Outlined digits: two lines around nothing, that people read as one thick stroke."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from recognizer.candidate import Candidate, inside
from recognizer.glyph import stroke_width
from recognizer.marks import SMALLEST

THIN = 0.15
"""An outline's stroke is thinner than this, over its longest side ..."""
HOLLOW = 0.08
"""... and holds this share of its box."""
UNUSUAL = 0.1
"""The seam of a filled one: a line is a stroke where it reads as well so."""


def filled(marks: list[Candidate], outlines: NDArray[np.bool_]) -> list[Candidate]:
    """Outlined digits as if they were filled.

    That is what lies between a thin closed line and the lines inside it. `outlines` [N] tells
    which of `marks` may be such a line.
    """
    found = []
    boxes = np.array([mark.box for mark in marks], float).reshape(-1, 4)
    for number in np.flatnonzero(outlines):
        mark = marks[number]
        x, y, w, h = mark.box
        if min(w, h) < 1.5 * SMALLEST or stroke_width(mark.ink) > THIN * max(w, h):
            continue
        shape = _outline_filled(mark.ink)
        hollow = int(np.count_nonzero(shape)) - int(np.count_nonzero(mark.ink > 0.4))
        if hollow < HOLLOW * w * h:
            continue
        parts = mark.parts
        for n in np.flatnonzero(inside(boxes, mark.box)):
            if n == number:
                continue
            inner = marks[n]
            left, top = inner.box[0] - x, inner.box[1] - y
            place = shape[top : top + inner.box[3], left : left + inner.box[2]]
            place[(_outline_filled(inner.ink) > 0) & (inner.ink < 0.4)] = 0
            parts = parts | inner.parts
        ink = shape.astype(np.float32)
        found.append(replace(mark, ink=ink, parts=parts, seam=UNUSUAL, whole=False, held=True))
    return found


def _outline_filled(ink: NDArray[np.float32]) -> NDArray[np.uint8]:
    """1 inside the outermost outline of `ink`, 0 outside: H x W."""
    _, mask = cv2.threshold(ink, 0.4, 1, cv2.THRESH_BINARY)
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return np.asarray(cv2.drawContours(np.zeros(ink.shape, np.uint8), contours, -1, 1, cv2.FILLED))
