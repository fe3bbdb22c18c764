"""What lies under and around a sheet of paper: tables, hands, pens, keyboards, bindings, cups."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from training.paper import Grey, cloud, notebook, table

Mask = NDArray[np.uint8]

THINGS_SEEN, MANY = (5, 1500), 60
"""So many make up a scenery, none of them small unless there are many."""


def ground(shape: tuple[int, int], rng: np.random.Generator) -> Grey:
    """What a sheet lies on: wood, cloth, glass; smooth, or full of lines, of glare, of things."""
    which = rng.random()
    if which < 0.5:
        return scenery(shape, rng)
    if which < 0.7:
        return table(shape, rng)
    top = np.full(shape, rng.uniform(0, 0.9) ** 1.5, np.float32)
    top = top * (1 + rng.uniform(0, 0.3) * cloud(shape, rng, *rng.uniform(1, 100, 2)))
    if rng.random() < 0.4:
        top = glare(top, rng, (40, 200))
    if rng.random() < 0.2:
        top = notebook(top, rng)
    if rng.random() < 0.2:
        for _ in range(int(rng.integers(3, 40))):
            start, end = _whole(_place(shape, rng).tolist()), _whole(_place(shape, rng).tolist())
            cv2.line(top, start, end, rng.uniform(0, 1), int(rng.integers(1, 8)), cv2.LINE_AA)
    return np.clip(top, 0.004, 1.2).astype(np.float32)


def scenery(shape: tuple[int, int], rng: np.random.Generator) -> Grey:
    """Things before each other, each with its own brightness, light, and texture, as in any photo.

    There are few large and many small ones: dead leaves (Lee, Mumford, and Huang, 2001). What such
    pictures teach holds for photos (Baradad et al., 2021).
    """
    height, width = shape
    count = int(np.exp(rng.uniform(*np.log(THINGS_SEEN))))
    # A few small things on something plain would look like ink.
    least = max(2.0, rng.uniform(0.005 if count > MANY else 0.05, 0.06) * min(shape))
    most = min(shape) * rng.uniform(0.05, 0.6) + least
    number = np.zeros(shape, np.float32)
    for n in range(1, count):
        radius = least / np.sqrt(1 - rng.random() * (1 - (least / most) ** 2))
        outline = _outline(radius, rng) + _place(shape, rng)
        cv2.fillPoly(number, [np.round(outline).astype(np.int32)], float(n))
    which = number.astype(np.intp)
    textures = np.stack([
        cloud(shape, rng, rng.uniform(1, 3)),
        cloud(shape, rng, rng.uniform(1, 30), rng.uniform(1, 6)),
        cloud(shape, rng, rng.uniform(1, 6), rng.uniform(1, 30)),
        cloud(shape, rng, rng.uniform(4, 40)),
    ]).clip(-2, 2)  # fmt: skip
    ys, xs = np.mgrid[-0.5 : 0.5 : complex(0, height), -0.5 : 0.5 : complex(0, width)]
    texture = np.take_along_axis(textures, rng.integers(4, size=count)[which][np.newaxis], axis=0)
    grain = rng.uniform(0, rng.uniform(0.05, 0.5), count)[which] * texture[0]
    fall = rng.normal(0, 0.5, (2, count))[:, which]
    bright = rng.uniform(0.02, 1, count)[which] * (1 + grain + fall[0] * xs + fall[1] * ys)
    seen = np.asarray(np.clip(bright, 0.004, 1.2), np.float32)
    soft = rng.uniform(0, 4)
    return np.asarray(cv2.GaussianBlur(seen, (0, 0), soft)) if soft > 0.5 else seen


def _outline(radius: float, rng: np.random.Generator) -> NDArray[np.floating]:
    """Of something of about this size around 0: a plate, a board, a leaf, a stick; [N, 2]."""
    corners = int(rng.integers(3, 7)) if rng.random() < 0.6 else 24
    angles, away = np.linspace(0, 2 * np.pi, corners, endpoint=False), np.full(corners, radius)
    if corners < 24:
        angles = np.sort(rng.uniform(0, 2 * np.pi, corners))
        away *= 1 + rng.uniform(0, 0.3) * rng.normal(0, 1, corners)
    points = np.stack([np.cos(angles), np.sin(angles)], axis=1) * away[:, np.newaxis]
    points[:, 0] *= rng.uniform(0.5, 3)
    points[:, 1] *= rng.uniform(0.1, 1)
    turn = rng.uniform(0, np.pi) if rng.random() < 0.6 else rng.choice([0.0, np.pi / 2])
    turned = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return np.asarray(points @ turned)


def glare(scene: Grey, rng: np.random.Generator, size: tuple[float, float]) -> Grey:
    """Bright spots of about so many pixels, from a lamp or a window."""
    spots = np.maximum(cloud(scene.shape, rng, rng.uniform(*size)), 0)
    return np.asarray(scene + rng.uniform(0.05, 0.5) * spots)


def cluttered(scene: Grey, rng: np.random.Generator) -> tuple[Grey, NDArray[np.bool_]]:
    """The scene with one to three things over it, and what of it they cover: both H x W."""
    shape = scene.shape
    covered = np.zeros(shape, bool)
    for _ in range(int(rng.integers(1, 4))):
        mask, texture, soft = THINGS[rng.integers(len(THINGS))](shape, rng)
        cover = cv2.GaussianBlur(mask.astype(np.float32) / 255, (0, 0), soft)
        if rng.random() < 0.5:
            scene = scene * (1 - shadow(cover, rng))
        body = rng.uniform(0.02, 0.95) * (1 + rng.uniform(0, 0.15) * cloud(shape, rng, 3, 60))
        scene = scene * (1 - cover) + np.clip(body * texture, 0, 1.2) * cover
        covered |= cover > 0.4
    return scene, covered


def shadow(cover: Grey, rng: np.random.Generator) -> Grey:
    """How much darker it gets beside what covers a scene: H x W."""
    soft = cv2.GaussianBlur(cover, (0, 0), rng.uniform(2, 15))
    moved = np.roll(soft, rng.integers(-8, 9, 2).tolist(), (0, 1))
    return np.asarray(rng.uniform(0.1, 0.6) * moved)


Thing = tuple[Mask, Grey | float, float]
"""Where it is, 255 inside; its texture; how soft its outline is, pixels."""


def _finger(shape: tuple[int, int], rng: np.random.Generator) -> Thing:
    return _reaching_in(shape, rng, 0.25, (0.06, 0.3)), 1.0, rng.uniform(0.5, 4)


def _pen(shape: tuple[int, int], rng: np.random.Generator) -> Thing:
    return _reaching_in(shape, rng, 0.5, (0.015, 0.05)), 1.0, rng.uniform(0.4, 1.5)


def _reaching_in(
    shape: tuple[int, int], rng: np.random.Generator, far: float, thick: tuple[float, float]
) -> Mask:
    """Something long that comes in over the border; lengths are shares of the shorter side."""
    side = min(shape)
    start = _place(shape, rng)
    start[rng.integers(2)] *= 0
    if rng.random() < 0.5:
        start = np.array(shape[::-1]) - start
    end = start + rng.normal(0, far * side, 2)
    mask = np.zeros(shape, np.uint8)
    width = max(3, int(rng.uniform(*thick) * side))
    cv2.line(mask, tuple(start.astype(int).tolist()), tuple(end.astype(int).tolist()), 255, width)
    return mask


def _keyboard(shape: tuple[int, int], rng: np.random.Generator) -> Thing:
    height, width = shape
    size = rng.uniform(0.06, 0.14) * min(shape)
    left = rng.uniform(-0.3, 0.9) * width
    top = (rng.uniform(-0.1, 0.15) if rng.random() < 0.5 else rng.uniform(0.75, 0.95)) * height
    keys = np.zeros(shape, np.uint8)
    across = int(rng.integers(3, 9))
    for row in range(4):
        for column in range(across):
            x, y = left + column * size, top + row * size
            corner, other = (x + 0.1 * size, y + 0.1 * size), (x + 0.9 * size, y + 0.9 * size)
            cv2.rectangle(keys, _whole(corner), _whole(other), 255, -1)
            at = _whole((x + 0.25 * size, y + 0.6 * size))
            letter = chr(rng.integers(ord("A"), ord("Z") + 1))
            thick = max(1, int(size / 30))
            cv2.putText(keys, letter, at, cv2.FONT_HERSHEY_SIMPLEX, size / 45, 0, thick)
    mask = np.zeros(shape, np.uint8)
    cv2.rectangle(
        mask, _whole((left, top)), _whole((left + across * size, top + 4 * size)), 255, -1
    )
    return mask, 1 + rng.uniform(-0.6, 0.8) * keys.astype(np.float32) / 255, 0.6


def _binding(shape: tuple[int, int], rng: np.random.Generator) -> Thing:
    """The rings of a notebook along one side."""
    upright = rng.random() < 0.5
    height, width = shape if upright else shape[::-1]
    mask = np.zeros((height, width), np.uint8)
    count = int(rng.integers(8, 40))
    ring = 0.3 * width / count
    y = 0 if rng.random() < 0.5 else height - 1
    for n in range(count):
        axes = (int(ring) + 1, int(rng.uniform(1.5, 3.5) * ring) + 1)
        middle = (int((n + 0.5) * width / count), y)
        cv2.ellipse(mask, middle, axes, 0, 0, 360, 255, max(1, int(0.5 * ring)))
    return mask if upright else np.ascontiguousarray(mask.T), 1.0, 0.5


def _round(shape: tuple[int, int], rng: np.random.Generator) -> Thing:
    """A coin, a cup, the ring that it left."""
    mask = np.zeros(shape, np.uint8)
    axes = tuple((rng.uniform(0.03, 0.3, 2) * min(shape)).astype(int) + 1)
    thick = -1 if rng.random() < 0.7 else max(2, int(0.02 * min(shape)))
    middle = _whole(_place(shape, rng).tolist())
    cv2.ellipse(mask, middle, axes, rng.uniform(0, 180), 0, 360, 255, thick)
    return mask, 1.0, rng.uniform(0.4, 3)


def _sheet(shape: tuple[int, int], rng: np.random.Generator) -> Thing:
    """Another sheet."""
    height, width = shape
    down = rng.uniform(-0.2, 0.1) if rng.random() < 0.5 else rng.uniform(0.9, 1.2)
    middle = (rng.uniform(-0.2, 1.2) * width, down * height)
    sides = (rng.uniform(0.2, 0.8) * width, rng.uniform(0.2, 0.6) * height)
    mask = np.zeros(shape, np.uint8)
    corners = cv2.boxPoints((middle, sides, rng.uniform(0, 90)))
    cv2.fillConvexPoly(mask, corners.astype(np.int32), 255, cv2.LINE_AA)
    return mask, 1.0, 0.5


THINGS: tuple[Callable[[tuple[int, int], np.random.Generator], Thing], ...] = (
    _finger,
    _pen,
    _keyboard,
    _binding,
    _round,
    _sheet,
)


def _place(shape: tuple[int, int], rng: np.random.Generator) -> NDArray[np.floating]:
    """Anywhere on the scene: x, y."""
    return np.asarray(rng.uniform(0, 1, 2) * shape[::-1])


def _whole(point: tuple[float, ...] | list[float]) -> tuple[int, int]:
    return int(point[0]), int(point[1])
