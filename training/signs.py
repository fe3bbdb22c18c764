"""Signs that are no digit, as a pen, paper or camera makes them: operators, scribbles, crumbs."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

CANVAS = 96
"""Side of what is drawn, pixels."""
Canvas = NDArray[np.floating[Any]]
"""CANVAS x CANVAS, 0 on paper to 1."""


def centred(canvas: Canvas) -> Canvas:
    """The ink of a large canvas, scaled into the middle of a CANVAS x CANVAS one."""
    ys, xs = np.nonzero(canvas > 0.3)
    if not ys.size:
        return np.zeros((CANVAS, CANVAS), np.float32)
    crop = canvas[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    scale = 0.7 * CANVAS / max(crop.shape)
    size = [max(1, round(s * scale)) for s in crop.shape]
    out = np.zeros((CANVAS, CANVAS), np.float32)
    top, left = (CANVAS - size[0]) // 2, (CANVAS - size[1]) // 2
    out[top : top + size[0], left : left + size[1]] = cv2.resize(
        crop, (size[1], size[0]), interpolation=cv2.INTER_AREA
    )
    return out


def stroke(canvas: NDArray[np.uint8], points: Canvas, width: int) -> None:
    """A line through `points` (N x 2, x and y) on `canvas`, in place."""
    cv2.polylines(canvas, [points.round().astype(np.int32)], False, 255, width, cv2.LINE_AA)


def operator(rng: np.random.Generator) -> Canvas:
    """+ - x / = : ÷ . , and a bracket, by a pen of any width."""
    canvas = np.zeros((CANVAS, CANVAS), np.uint8)
    width = int(rng.integers(3, 14))

    def shake(*points: tuple[float, float]) -> Canvas:
        return np.array(points, float) + rng.normal(0, 3, (len(points), 2))

    kind = rng.choice(
        ["+", "-", "x", "/", "=", ".", "÷", "("], p=[0.2, 0.15, 0.2, 0.1, 0.15, 0.05, 0.1, 0.05]
    )
    if kind == "+":
        stroke(canvas, shake((48, 14), (48, 82)), width)
        stroke(canvas, shake((14, 48), (82, 48)), width)
    elif kind == "-":
        stroke(canvas, shake((12, 48), (84, 48)), width)
    elif kind == "x":
        stroke(canvas, shake((18, 14), (48, 48), (78, 82)), width)
        stroke(canvas, shake((78, 14), (48, 48), (18, 82)), width)
    elif kind == "/":
        lean = rng.uniform(28, 36)  # less of it is somebody's 1
        stroke(canvas, shake((48 + lean, 14), (48 - lean, 82)), width)
    elif kind in "=÷":
        gap = rng.uniform(10, 20)
        if kind == "=":
            stroke(canvas, shake((14, 48 - gap), (82, 48 - gap)), width)
            stroke(canvas, shake((14, 48 + gap), (82, 48 + gap)), width)
        else:
            stroke(canvas, shake((10, 48), (86, 48)), width)
            for y in (48 - 1.7 * gap, 48 + 1.7 * gap):
                cv2.circle(canvas, (48 + int(rng.integers(-4, 5)), int(y)), width // 2 + 2, 255, -1)
    elif kind == ".":
        axes = (int(rng.integers(8, 20)), int(rng.integers(8, 20)))
        cv2.ellipse(
            canvas, (48, 48), axes, float(rng.uniform(0, 180)), 0, 360, 255, -1, cv2.LINE_AA
        )
    else:
        side = 1 if rng.random() < 0.5 else -1
        bow = rng.uniform(16, 30) * side
        stroke(
            canvas,
            shake((48 + bow, 10), (48, 28), (48 - bow / 3, 48), (48, 68), (48 + bow, 86)),
            width,
        )
    return canvas.astype(np.float32) / 255


def scribble(rng: np.random.Generator) -> Canvas:
    """A random line that crosses itself, a zigzag, a blob, or strokes through each other."""
    canvas = np.zeros((CANVAS, CANVAS), np.uint8)
    width = int(rng.integers(2, 12))
    for _ in range(int(rng.integers(1, 4))):
        knots = rng.uniform(12, 84, (int(rng.integers(4, 10)), 2))
        steps = np.linspace(0, len(knots) - 1, 80)
        curve = np.stack([np.interp(steps, range(len(knots)), knots[:, i]) for i in (0, 1)], axis=1)
        curve = cv2.GaussianBlur(curve, (1, 0), sigmaX=0.1, sigmaY=float(rng.uniform(1, 6)))
        stroke(canvas, curve, width)
    if rng.random() < 0.2:
        stroke(canvas, rng.uniform(5, 91, (3, 2)), int(rng.integers(20, 40)))
    return canvas.astype(np.float32) / 255


def crumb(rng: np.random.Generator) -> Canvas:
    """One mark of many that a threshold finds in fibre, leather, leaves or fur."""
    grain = float(rng.uniform(1.0, 6.0))
    noise = rng.normal(0, 1, (CANVAS, CANVAS)).astype(np.float32)
    stretch = float(rng.choice([1.0, 1.0, 2.0, 3.0]))
    noise = cv2.GaussianBlur(noise, (0, 0), sigmaX=grain * stretch, sigmaY=grain)
    mask = (noise > np.quantile(noise, rng.uniform(0.6, 0.9))).astype(np.uint8)
    if rng.random() < 0.5:
        mask = np.ascontiguousarray(mask.T)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    w, h = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    # A slender straight crumb is a 1 to anyone: those are left out.
    solid = stats[1:, cv2.CC_STAT_AREA] / (w * h)
    fair = np.flatnonzero((np.maximum(w, h) > 8) & ((w > 0.45 * h) | (solid < 0.5)))
    if not fair.size:
        return scribble(rng)
    return centred((labels == 1 + int(rng.choice(fair))).astype(np.float32))


def texture(rng: np.random.Generator) -> Canvas:
    """Paper fibre, crumbs, grid and photographed edges as a threshold leaves them."""
    kind = rng.integers(3)
    if kind == 0:
        noise = rng.normal(0, 1, (CANVAS, CANVAS)).astype(np.float32)
        noise = cv2.GaussianBlur(noise, (0, 0), float(rng.uniform(1.5, 8)))
        return np.asarray(noise > np.quantile(noise, rng.uniform(0.5, 0.9)), np.float32)
    canvas = np.zeros((CANVAS, CANVAS), np.uint8)
    width = int(rng.integers(2, 8))
    if kind == 1:
        step = int(rng.integers(24, 48))
        for at in range(int(rng.integers(4, 20)), CANVAS, step):
            cv2.line(canvas, (at, 4), (at, 92), 255, width)
            cv2.line(canvas, (4, at), (92, at), 255, width)
    else:
        corner = rng.uniform(10, 86, 2)
        stroke(canvas, np.array([(corner[0], 92), corner, (92, corner[1])]), width)
    return canvas.astype(np.float32) / 255
