"""Paper to write on, the light that falls on it, and the camera that looks at it."""

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.floating[Any]]
"""H x W float32, 0 for black to 1 for white."""


def paper(shape: tuple[int, int], rng: np.random.Generator) -> Grey:
    """A plain, crumpled, ruled or squared sheet, of any brightness."""
    sheet = np.full(shape, rng.uniform(0.55, 1.0), np.float32)
    if rng.random() < 0.5:  # fibre and creases
        grain = cloud(shape, rng, rng.uniform(4, 60))
        sheet *= 1 + rng.uniform(0.003, 0.035) * grain
    kind = rng.random()
    if kind < 0.45:
        _rule(sheet, rng, squared=kind < 0.3)
    return sheet


def _rule(sheet: Grey, rng: np.random.Generator, *, squared: bool) -> None:
    """Lines of a notebook, in place."""
    height, width = sheet.shape
    step = rng.uniform(0.025, 0.14) * max(sheet.shape)
    thick = max(1, round(step * rng.uniform(0.015, 0.06)))
    strength = rng.uniform(0.04, 0.3)
    lines = np.zeros(sheet.shape, np.uint8)
    start = rng.uniform(0, step, 2)
    for at in np.arange(start[0], height, step):
        cv2.line(lines, (0, round(at)), (width, round(at)), 255, thick, cv2.LINE_AA)
    for at in np.arange(start[1], width, step) if squared else ():
        cv2.line(lines, (round(at), 0), (round(at), height), 255, thick, cv2.LINE_AA)
    if not squared and rng.random() < 0.3:  # the margin
        at = round(width * rng.uniform(0.05, 0.2))
        cv2.line(lines, (at, 0), (at, height), 255, thick, cv2.LINE_AA)
    sheet *= 1 - strength * lines.astype(np.float32) / 255


def notebook(sheet: Grey, rng: np.random.Generator, *, near: bool = False) -> Grey:
    """The sheet (H x W) with lines of any distance, strength, thickness and tilt, or squares.

    Seen from `near`, they are few and far from each other.
    """
    height, width = sheet.shape
    longest = max(sheet.shape)
    least = 0.12 if near else 0.02
    step = float(np.exp(rng.uniform(np.log(least), np.log(0.5)))) * longest
    thick = min(max(1, round(step * rng.uniform(0.012, 0.08))), round(0.03 * longest) + 1)
    tilt = rng.normal(0, 0.05) if rng.random() < 0.7 else rng.uniform(-0.8, 0.8)
    lines = np.zeros(sheet.shape, np.uint8)
    middle, reach = np.array([width / 2, height / 2]), 1.2 * longest
    for angle in (tilt, tilt + np.pi / 2)[: 2 if rng.random() < 0.6 else 1]:
        along = np.array([np.cos(angle), np.sin(angle)])
        across = np.array([-along[1], along[0]])
        for off in np.arange(rng.uniform(0, step) - reach, reach, step):
            start, end = (middle + across * off + along * far for far in (-reach, reach))
            ends = tuple(start.astype(int).tolist()), tuple(end.astype(int).tolist())
            cv2.line(lines, *ends, 255, thick, cv2.LINE_AA)
    strength = rng.uniform(0.04, 0.45) if rng.random() < 0.85 else rng.uniform(0.4, 0.9)
    return np.asarray(sheet * (1 - strength * lines.astype(np.float32) / 255))


def folded(sheet: Grey, rng: np.random.Generator) -> Grey:
    """The sheet (H x W) with one to three folds, which part what is lit otherwise."""
    height, width = sheet.shape
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    for _ in range(int(rng.integers(1, 4))):
        angle = rng.uniform(0, np.pi) if rng.random() < 0.5 else rng.choice([0, np.pi / 2])
        off = (xs - rng.uniform(0, width)) * np.cos(angle)
        off += (ys - rng.uniform(0, height)) * np.sin(angle)
        soft = rng.uniform(0.003, 0.02) * max(sheet.shape)
        crease = rng.uniform(-0.12, 0.12) * np.exp(-((off / soft) ** 2))
        side = rng.uniform(-0.1, 0.1) / (1 + np.exp(np.clip(-off / (3 * soft), -50, 50)))
        sheet = sheet * (1 + crease) * (1 + side)
    return sheet


def table(shape: tuple[int, int], rng: np.random.Generator) -> Grey:
    """What a sheet may lie on: wood, cloth, other things."""
    top = np.full(shape, rng.uniform(0.05, 0.7), np.float32)
    stretch = (rng.uniform(1, 12), rng.uniform(1, 40))
    top *= 1 + rng.uniform(0.02, 0.25) * cloud(shape, rng, *stretch)
    for _ in range(int(rng.integers(0, 4))):
        points = (rng.uniform(0, 1, (4, 2)) * shape[::-1]).astype(np.int32)
        cv2.fillConvexPoly(top, cv2.convexHull(points), float(rng.uniform(0.02, 0.9)), cv2.LINE_AA)
    return top


def light(shape: tuple[int, int], rng: np.random.Generator) -> Grey:
    """How bright each place is lit: a lamp to one side, a vignette, a shadow with a soft rim."""
    height, width = shape
    ys, xs = np.mgrid[-1 : 1 : complex(0, 48), -1 : 1 : complex(0, 48)].astype(np.float32)
    angle = rng.uniform(0, 2 * np.pi)
    lit = 1 + rng.uniform(0, 0.45) * (xs * np.cos(angle) + ys * np.sin(angle)) / 1.4
    if rng.random() < 0.35:
        lit *= 1 - rng.uniform(0.1, 0.5) * (xs**2 + ys**2) / 2
    if rng.random() < 0.35:
        corner = rng.uniform(-1, 1, 2)
        slope = rng.uniform(0, 2 * np.pi)
        side = (xs - corner[0]) * np.cos(slope) + (ys - corner[1]) * np.sin(slope)
        lit *= 1 - rng.uniform(0.1, 0.5) / (1 + np.exp(-side / rng.uniform(0.04, 0.4)))
    whole = cv2.resize(lit.astype(np.float32), (width, height), interpolation=cv2.INTER_CUBIC)
    return np.asarray(whole * rng.uniform(0.45, 1.0))


def camera(scene: Grey, rng: np.random.Generator) -> NDArray[np.uint8]:
    """What a phone makes of a scene: out of focus, noisy, sharpened, packed as JPEG."""
    if rng.random() < 0.7:
        scene = cv2.GaussianBlur(scene, (0, 0), rng.gamma(2.0, 0.45) + 0.2)
    if rng.random() < 0.1:  # a hand that moved
        length = int(rng.integers(3, 8))
        kernel = np.zeros((length, length), np.float32)
        cv2.line(kernel, (0, int(rng.integers(length))), (length - 1, length // 2), 1.0)
        scene = cv2.filter2D(scene, -1, kernel / kernel.sum())
    noise = rng.normal(0, 1, (scene.shape[0] // 2 + 1, scene.shape[1] // 2 + 1)).astype(np.float32)
    fine = rng.random() < 0.5  # or coarse, where a phone tried to remove it
    noise = np.tile(noise, (2, 2)) if fine else cv2.resize(noise, None, fx=2, fy=2)
    scene = scene + rng.gamma(1.5, 0.007) * noise[: scene.shape[0], : scene.shape[1]]
    if rng.random() < 0.3:
        scene = scene + rng.uniform(0.3, 1.5) * (scene - cv2.GaussianBlur(scene, (0, 0), 1.5))
    photo = np.clip(scene * 255, 0, 255).astype(np.uint8)
    quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(45, 96))]
    _, data = cv2.imencode(".jpg", photo, quality)
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)


def cloud(
    shape: tuple[int, int], rng: np.random.Generator, down: float, across: float | None = None
) -> Grey:
    """Smooth noise of unit spread, whose spots are about so many pixels high and wide."""
    across = down if across is None else across
    size = (max(2, round(shape[0] / down)), max(2, round(shape[1] / across)))
    spots = rng.normal(0, 1, size).astype(np.float32)
    return np.asarray(cv2.resize(spots, shape[::-1], interpolation=cv2.INTER_CUBIC))
