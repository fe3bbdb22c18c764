"""What pens, papers and cameras do to a glyph, and what cutting it out leaves around it."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.floating[Any]]
Stroke = tuple[tuple[float, float], tuple[float, float]]
"""Where it starts and ends: x, y in pixels of the frame."""
LONG_STEMS = (4, 9)
"""Digits that some hands give a stem much longer than all the rest."""
_YS, _XS = np.mgrid[0:28, 0:28].astype(np.float32)


def augment(x: NDArray[np.uint8], rng: np.random.Generator, strength: float = 1.0) -> Float:
    """One glyph (28 x 28 uint8) as another hand, pen and photo would have it: float32, 0..1.

    `strength` scales how often and how much, from 0 (hardly) to 1.
    """
    glyph: Float = x.astype(np.float32) / 255
    glyph = _pen(glyph, rng)
    glyph = _move(glyph, rng, strength)
    if rng.random() < 0.25 * strength:
        glyph = cv2.GaussianBlur(glyph, (0, 0), rng.uniform(0.4, 1.0))
    if rng.random() < 0.06 * strength:
        glyph = _rough(glyph, rng)
    if rng.random() < 0.15 * strength:
        glyph = _faded(glyph, rng)
    if rng.random() < 0.08 * strength:
        glyph = _neighbour(glyph, rng)
    if rng.random() < 0.07 * strength:
        glyph = _line(glyph, rng)
    if rng.random() < 0.5 * strength:
        glyph = glyph ** rng.uniform(0.6, 1.7)
    if rng.random() < 0.25 * strength:
        glyph = glyph + rng.normal(0, rng.uniform(0.01, 0.08), (28, 28)).astype(np.float32)
    peak = float(glyph.max())
    if peak > 0:
        glyph = glyph * (rng.uniform(0.75, 1.0) / peak)
    return np.clip(glyph, 0, 1, out=glyph)


def in_other_hands(x: NDArray[np.uint8], label: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """What MNIST has few of: a 7 with a bar and a serif, a 1 with a flag and a foot, long stems.

    `x` is 28 x 28 uint8 in MNIST's frame; so is the result.
    """
    if label in LONG_STEMS:
        return _long_stem(x, rng)
    if label == 7:
        strokes = _bar(x, rng)
        if strokes and rng.random() < 0.2:
            strokes += _serif(x, rng)
    elif label == 1:
        strokes = _flag(x, rng)
        if strokes and rng.random() < 0.25:
            strokes += _foot(x, rng)
    else:
        return x
    if not strokes:
        return x
    drawn = x.copy()
    ink, width = int(rng.integers(180, 256)), int(rng.integers(1, 3))
    for stroke in strokes:
        points = [(round(16 * px), round(16 * py)) for px, py in stroke]
        cv2.line(drawn, points[0], points[1], ink, width, cv2.LINE_AA, 4)
    total = float(drawn.sum())
    shift = [
        round(13.5 - float(drawn.sum(axis=1 - axis) @ np.arange(28)) / total) for axis in (0, 1)
    ]
    return np.roll(drawn, shift, (0, 1))


def _long_stem(x: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """A 4 or 9 whose loop is small above its stem."""
    knee = rng.uniform(12, 17)
    smaller = rng.uniform(0.35, 0.85)
    end = 4 + (knee - 4) * smaller
    ys = np.interp(_YS, (0, 4, end, 24, 28), (0, 4, knee, 24, 28)).astype(np.float32)
    xs = 13.5 + (_XS - 13.5) / np.float32(rng.uniform(smaller, 1))
    return np.asarray(cv2.remap(x, xs, ys, cv2.INTER_LINEAR), np.uint8)


def _bar(x: NDArray[np.uint8], rng: np.random.Generator) -> list[Stroke]:
    """Through the stem of a 7, which is one stroke there."""
    row = int(rng.integers(12, 17))
    stem = np.flatnonzero(x[row] > 100)
    if not stem.size or stem[-1] - stem[0] > 7:
        return []
    middle, reach = float(stem.mean()), rng.uniform(3, 6.5, 2)
    start = float(middle - reach[0]), float(row + rng.normal(0.8, 1))
    strokes: list[Stroke] = [(start, (float(middle + reach[1]), float(row)))]
    if rng.random() < 0.2:  # without lifting the pen: up from the foot, and across
        ys, xs = np.nonzero(x > 100)
        foot = float(xs[ys >= ys.max() - 1].mean()), float(ys.max())
        strokes.append((foot, start))
    return strokes


def _serif(x: NDArray[np.uint8], rng: np.random.Generator) -> list[Stroke]:
    """Down, or up, from where a 7 begins."""
    ys, xs = np.nonzero(x[:14] > 100)
    first = int(xs.argmin())
    start = float(xs[first]) + 0.5, float(ys[first])
    return [(start, (start[0] - rng.uniform(-0.5, 2), start[1] + rng.uniform(2, 5.5)))]


def _flag(x: NDArray[np.uint8], rng: np.random.Generator) -> list[Stroke]:
    """From the top of a 1 that has none."""
    ys, xs = np.nonzero(x > 100)
    if not ys.size or np.ptp(xs) > 9:
        return []
    top = float(xs[ys <= ys.min() + 1].mean()), float(ys.min()) + 0.5
    flag = rng.uniform(1.5, 9)
    return [((top[0] - flag, top[1] + flag * rng.uniform(0.6, 1.3)), top)]


def _foot(x: NDArray[np.uint8], rng: np.random.Generator) -> list[Stroke]:
    """What a 1 stands on."""
    ys, xs = np.nonzero(x > 100)
    at, down = float(xs[ys >= ys.max() - 1].mean()), float(ys.max())
    reach = rng.uniform(1.5, 6, 2)
    return [((at - reach[0], down + rng.normal(0, 0.5)), (at + reach[1], down))]


def _pen(glyph: Float, rng: np.random.Generator) -> Float:
    """Thicker or thinner strokes, by a part of a pixel."""
    choice = rng.random()
    cross: NDArray[np.uint8] = np.array([[0, 1, 0], [1, 1, 1], [0, 1, 0]], np.uint8)
    if choice < 0.25:
        share = rng.uniform(0.2, 1.0)
        glyph = glyph + share * (cv2.dilate(glyph, cross) - glyph)
    elif choice < 0.45:
        share = rng.uniform(0.1, 0.6)
        glyph = glyph + share * (cv2.erode(glyph, cross) - glyph)
    elif choice < 0.51:  # a marker, or an outlined digit that was filled
        glyph = cv2.dilate(glyph, np.ones((3, 3), np.uint8))
    elif choice < 0.56:  # a hair: what is left of a stroke when its rims are gone
        thin = cv2.erode(glyph, np.ones((2, 2), np.uint8))
        if thin.sum() > 0.25 * glyph.sum():
            glyph = thin * rng.uniform(0.6, 1.0)
    return glyph


def _move(glyph: Float, rng: np.random.Generator, strength: float) -> Float:
    """Turned up to 15 degrees, sheared, stretched, shifted by a pixel or two, and bent."""
    angle, shear = rng.normal(0, 0.11 * strength), rng.normal(0, 0.13 * strength)
    stretch_x, stretch_y = np.exp(rng.normal(0, 0.09 * strength, 2)) / 1.02
    if rng.random() < 0.06 * strength:  # long tails: some hands write 1, 4, 7 and 9 very tall
        stretch_x *= rng.uniform(0.5, 0.9)
    cos, sin = np.cos(angle), np.sin(angle)
    matrix = np.array([[cos, -sin], [sin, cos]]) @ np.array([[1, shear], [0, 1]])
    matrix = matrix @ np.diag([1 / stretch_x, 1 / stretch_y])
    shift = rng.normal(0, 0.7 * strength, 2)
    field = rng.normal(0, 0.55 * strength, (2, 5, 5)).astype(np.float32)
    bend_x, bend_y = (cv2.resize(f, (28, 28), interpolation=cv2.INTER_CUBIC) for f in field)
    x, y = _XS - 13.5, _YS - 13.5
    map_x = (matrix[0, 0] * x + matrix[0, 1] * y + 13.5 + shift[0] + bend_x).astype(np.float32)
    map_y = (matrix[1, 0] * x + matrix[1, 1] * y + 13.5 + shift[1] + bend_y).astype(np.float32)
    return np.asarray(cv2.remap(glyph, map_x, map_y, cv2.INTER_LINEAR), np.float32)


def _rough(glyph: Float, rng: np.random.Generator) -> Float:
    """A dry pen or rough paper: the stroke has holes and a torn rim."""
    grain = cv2.GaussianBlur(rng.normal(0, 1, (28, 28)).astype(np.float32), (0, 0), 0.8)
    torn: Float = glyph * (grain > rng.uniform(-1.2, -0.5) * float(grain.std()))
    return torn


def _faded(glyph: Float, rng: np.random.Generator) -> Float:
    """A pen that runs dry, or pressed less: one side of the glyph is fainter."""
    angle = rng.uniform(0, 2 * np.pi)
    way = (_XS - 13.5) * np.cos(angle) + (_YS - 13.5) * np.sin(angle)
    least = rng.uniform(0.25, 0.7)
    return np.asarray(glyph * np.clip(0.65 + 0.06 * way, least, 1), np.float32)


def _neighbour(glyph: Float, rng: np.random.Generator) -> Float:
    """A scrap of the next digit at the left or right border."""
    other = np.roll(glyph[::-1], int(rng.integers(28)), axis=1)
    width = int(rng.integers(1, 4))
    mask = np.zeros_like(glyph)
    mask[4:24, :width] = 1
    if rng.random() < 0.5:
        mask = mask[:, ::-1]
    return np.maximum(glyph, other * mask)


def _line(glyph: Float, rng: np.random.Generator) -> Float:
    """What is left of a ruled line."""
    start, end = (int(v) for v in rng.integers(0, 28, 2))
    strength = float(rng.uniform(0.2, 0.7))
    line = np.zeros_like(glyph)
    if rng.random() < 0.7:
        cv2.line(line, (0, start), (27, start + int(rng.integers(-2, 3))), strength, 1)
    else:
        cv2.line(line, (end, 0), (end + int(rng.integers(-2, 3)), 27), strength, 1)
    return np.maximum(glyph, line)
