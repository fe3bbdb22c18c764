"""Photos that a program composes: a written sheet, its paper, the light on it, a camera.

Deterministic by the generator that is handed in; `make samples` shows some.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from training.hands import Hands, pen
from training.paper import Grey, camera, light, paper, table
from training.writing import KINDS, Sheet, Writer


@dataclass
class Page:
    """A photo and the truth about it, both H x W.

    `owner` is, for each pixel, 1 + the index in `values` of whose ink it is, 0 for paper.
    """

    grey: NDArray[np.uint8]
    owner: NDArray[np.int32]
    values: list[int]

    def shrunk(self, side: int) -> "Page":
        """The same with a longest side of `side` pixels at most."""
        scale = side / max(self.grey.shape)
        if scale >= 1:
            return self
        size = (round(self.grey.shape[1] * scale), round(self.grey.shape[0] * scale))
        grey = cv2.resize(self.grey, size, interpolation=cv2.INTER_AREA)
        owner = cv2.resize(self.owner, size, interpolation=cv2.INTER_NEAREST_EXACT)
        return Page(np.asarray(grey, np.uint8), np.asarray(owner, np.int32), self.values)


def compose(hands: Hands, rng: np.random.Generator) -> Page:
    """One photo of a page."""
    side = int(rng.choice([240, 400, 640, 900, 1280], p=[0.1, 0.2, 0.35, 0.25, 0.1]))
    shape = (side, round(side * rng.uniform(0.5, 1)))
    if rng.random() < 0.6:
        shape = shape[::-1]
    sheet = Sheet(shape, outlined=rng.random() < 0.05)
    writer = Writer(sheet, hands.hand(rng), hands.letters(rng), pen(rng), rng)
    kind = str(rng.choice(list(KINDS), p=list(KINDS.values())))
    getattr(writer, kind.replace(" ", "_"))()
    return _photograph(sheet, rng)


def _photograph(sheet: Sheet, rng: np.random.Generator) -> Page:
    """The sheet on its paper under some light, seen by a camera."""
    ink, owner, shape = sheet.ink, sheet.owner, sheet.shape
    depth = rng.uniform(0.18, 0.95)
    scene = paper(shape, rng) * (1 - depth * ink)
    if rng.random() < 0.35:
        scene, owner = _seen_askew(scene, owner, rng)
    if rng.random() < 0.07:  # chalk, a screen at night
        scene = 1 - scene
    scene = scene * light(shape, rng)
    return Page(camera(scene, rng), owner, sheet.values)


def _seen_askew(
    scene: Grey, owner: NDArray[np.int32], rng: np.random.Generator
) -> tuple[Grey, NDArray[np.int32]]:
    """From aside, a little turned; from farther away the table shows."""
    height, width = scene.shape
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    farther = rng.uniform(0.55, 0.9) if rng.random() < 0.4 else 1.0
    angle = rng.normal(0, 0.06)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = np.array([width / 2, height / 2])
    seen = (corners - middle) * farther @ turn.T + middle
    seen += rng.normal(0, 0.02 * min(height, width), (4, 2))
    matrix = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    size = (width, height)
    if farther < 1:
        sheet = cv2.warpPerspective(np.ones_like(scene), matrix, size)
        scene = cv2.warpPerspective(scene, matrix, size) * sheet + table(scene.shape, rng) * (
            1 - sheet
        )
    else:
        scene = cv2.warpPerspective(scene, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    owner = cv2.warpPerspective(
        owner.astype(np.float32), matrix, size, flags=cv2.INTER_NEAREST
    ).astype(np.int32)
    return scene, owner
