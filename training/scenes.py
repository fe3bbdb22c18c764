"""Photos as hard as they come, and where the ink on them is: python -m training.scenes --help.

What the network learns from that tells ink from paper (`training.segment`). A scene depends on the
seed and its number alone.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from training import sources
from training.clutter import cluttered, glare, ground, shadow
from training.forms import written
from training.hands import Hands, Ink, pen
from training.paper import Grey, camera, cloud, folded, light, notebook, paper
from training.writing import KINDS, Sheet, Writer

SIDE = 448
"""Of a scene, pixels, as the recognizer looks at photos; ink is told on every second one."""
SHARD = 500
"""Scenes in a file."""
FINE = (0.008, 0.1)
"""Width of a fine pen, over the height of a digit."""
BROAD = (0.04, 0.25)
"""That of a brush on a screen."""
LARGE = 0.25
"""So many sheets hold one large digit, mostly by a fine pen: nothing looks more like a line."""
BARE, ON_SCREEN = 0.12, 0.08
"""So many scenes hold no sheet; are drawn with a mouse, or show a digit of a data set, enlarged."""
OUTLINED, SKIPPING = 0.06, 0.3
"""So many sheets are written in outlines, and with pens that press unevenly or run dry."""
FLAT, LINED, FOLDED, SHINING, REVERSED = 0.5, 0.6, 0.2, 0.07, 0.12
"""So many are of one brightness, ruled or squared, folded, written on the back, light on dark."""
LYING, CLUTTERED, GLARING = 0.6, 0.15, 0.15
"""So many lie askew on something, under something, and in glare."""


@dataclass
class Scene:
    """A photo `grey`, H x W uint8, its `ink`, and whether that is lighter than its ground.

    `ink` [H, W, 2] is 0..1: of what is written, and of everything that was drawn, also lines that
    frame or underline it, which may be taken for ink or not.
    """

    grey: NDArray[np.uint8]
    ink: Grey
    light: bool


@dataclass(frozen=True)
class Fine:
    """A hand that writes forms of digits with a pen that may be much finer than they are high."""

    width: float
    """Of the pen, over the height of a digit."""

    def digit(self, value: int, height: float, rng: np.random.Generator) -> Ink:
        """One of the forms of the digit."""
        return written(value, height, max(1, round(self.width * height)), rng)


def compose(hands: Hands, rng: np.random.Generator) -> Scene:
    """One scene: a page on something, under things, in any light; at times without any ink."""
    side = int(rng.choice([300, 448, 640, 900], p=[0.15, 0.35, 0.3, 0.2]))
    shape = (side, round(side * rng.uniform(0.5, 1)))
    if rng.random() < 0.6:
        shape = shape[::-1]
    if rng.random() < BARE:
        bare = ground(shape, rng)
        if rng.random() < 0.7:
            bare, _ = cluttered(bare, rng)
        return Scene(
            camera(bare * light(shape, rng), rng), np.zeros((*shape, 2), np.float32), light=False
        )
    if rng.random() < ON_SCREEN:
        return _on_screen(hands, Sheet(shape), rng)
    sheet = Sheet(shape, outlined=rng.random() < OUTLINED)
    fine = Fine(float(np.exp(rng.uniform(*np.log(FINE)))))
    large = rng.random() < LARGE
    if large:
        hand = fine if rng.random() < 0.7 else hands.hand(rng)
        Writer(sheet, hand, hands.letters(rng), pen(rng), rng).single(0.5)
    else:
        hand = fine if rng.random() < 0.3 else hands.hand(rng)
        writer = Writer(sheet, hand, hands.letters(rng), pen(rng), rng)
        kind = str(rng.choice(list(KINDS), p=list(KINDS.values())))
        getattr(writer, kind.replace(" ", "_"))()
    page, is_light = _inked(sheet.ink, rng, near=large)
    ink = np.dstack([sheet.written, sheet.ink])
    if rng.random() < LYING:
        page, ink = _lying(page, ink, rng)
    if rng.random() < CLUTTERED:
        page, covered = cluttered(page, rng)
        ink = ink * ~covered[..., np.newaxis]
    page = page * light(shape, rng)
    if rng.random() < GLARING:
        page = glare(page, rng, (60, 250))
    return Scene(camera(page.clip(0, 1.2), rng), ink, is_light)


def _on_screen(hands: Hands, sheet: Sheet, rng: np.random.Generator) -> Scene:
    """What was drawn on a screen: one brightness under it and no camera, at times few pixels."""
    broad = Fine(float(np.exp(rng.uniform(*np.log(BROAD)))))
    hand = broad if rng.random() < 0.6 else hands.hand(rng)
    writer = Writer(sheet, hand, hands.letters(rng), pen(rng), rng)
    if rng.random() < 0.6:
        writer.single(0.4)
    else:
        writer.number()
    ink = np.dstack([sheet.written, sheet.ink])
    if rng.random() < 0.4:
        few = rng.uniform(0.05, 0.3)
        how = cv2.INTER_NEAREST if rng.random() < 0.4 else cv2.INTER_CUBIC
        small = cv2.resize(ink, None, fx=few, fy=few, interpolation=cv2.INTER_AREA)
        ink = np.clip(cv2.resize(small, sheet.shape[::-1], interpolation=how), 0, 1)
    bare = float(rng.uniform(0.5, 1) if rng.random() < 0.5 else 1)
    page = bare * (1 - rng.uniform(0.4, 1) * ink[..., 1])
    is_light = rng.random() < 0.5
    grey = 255 * (1 - page if is_light else page)
    return Scene(np.asarray(grey, np.uint8), ink, is_light)


def _inked(ink: Grey, rng: np.random.Generator, *, near: bool) -> tuple[Grey, bool]:
    """A sheet, seen from near or not, with ink on it, and whether that is light on dark."""
    shape = ink.shape
    if rng.random() >= FLAT:
        page = paper(shape, rng)
    else:
        grain = rng.uniform(0, 0.04) * cloud(shape, rng, rng.uniform(1, 60))
        page = rng.uniform(0.3, 1) * (1 + grain)
    if rng.random() < LINED:
        page = notebook(page, rng, near=near and rng.random() < 0.7)
    if rng.random() < FOLDED:
        page = folded(page, rng)
    if rng.random() < SHINING:
        other = np.roll(ink, int(rng.integers(5, 60)), 0)[:, ::-1]
        other = cv2.GaussianBlur(np.ascontiguousarray(other), (0, 0), rng.uniform(0.8, 3))
        page = page * (1 - rng.uniform(0.03, 0.12) * other)
    if rng.random() < SKIPPING:
        dry = rng.random() < 0.6
        spots = rng.uniform(1, 6) if dry else rng.uniform(6, 60)
        flow = rng.uniform(0.5, 1) + rng.uniform(0.1, 0.5) * cloud(shape, rng, spots)
        ink = ink * flow.clip(0 if dry else 0.1, 1)
    page = page * (1 - rng.uniform(0.12, 0.97) * ink)
    if rng.random() < REVERSED:
        return 1 - page * rng.uniform(0.7, 1), True
    return page, False


def _lying(page: Grey, ink: Grey, rng: np.random.Generator) -> tuple[Grey, Grey]:
    """A page seen askew on what it lies on, with its shadow, and its ink there."""
    shape = page.shape
    size = np.array(shape[::-1])
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) * size
    nearer = rng.uniform(0.4, 1.05)
    angle = rng.normal(0, 0.12) if rng.random() < 0.8 else rng.uniform(-0.8, 0.8)
    turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    seen = (corners - size / 2) * nearer @ turned.T + size / 2
    seen += rng.normal(0, 0.03 * min(shape), (4, 2))
    seen += rng.normal(0, 0.12, 2) * size * (1.15 - nearer)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), seen.astype(np.float32))
    wide = (shape[1], shape[0])
    here = cv2.warpPerspective(np.ones(shape, np.float32), matrix, wide)
    under = ground(shape, rng)
    if rng.random() < 0.4:
        under = under * (1 - shadow(here, rng))
    page = cv2.warpPerspective(page.astype(np.float32), matrix, wide) + under * (1 - here)
    return page, np.asarray(cv2.warpPerspective(ink.astype(np.float32), matrix, wide))


def seen(scene: Scene, rng: np.random.Generator) -> Scene:
    """A scene of at most SIDE pixels: all of it, a part from nearer, turned or as it is."""
    height, width = scene.grey.shape
    scale = SIDE / max(height, width)
    how = rng.random()
    if how < 0.2:
        scale *= rng.uniform(1.2, 3.0)
    elif how < 0.3:
        scale *= rng.uniform(0.6, 1.0)
    which = rng.random()
    angle = rng.uniform(-35, 35) if which < 0.25 else 90.0 * (which < 0.32) * rng.integers(1, 4)
    sides = (height, width)[:: -1 if angle in (90, 270) else 1]
    rows, columns = (max(160, min(SIDE, round(side * scale))) for side in sides)
    middle = np.array([width / 2, height / 2])
    if max(width, height) * scale > 1.1 * SIDE:
        ys, xs = np.nonzero(scene.ink[..., 0] > 0.5)
        if len(ys) and rng.random() < 0.8:
            at = rng.integers(len(ys))
            middle = np.array([xs[at], ys[at]])
        middle = middle + rng.uniform(-0.3, 0.3, 2) * [columns, rows] / scale
    grey, ink = scene.grey, scene.ink
    if scale < 1:  # by means, as the recognizer shrinks
        small = (max(1, round(width * scale)), max(1, round(height * scale)))
        grey = np.asarray(cv2.resize(grey, small, interpolation=cv2.INTER_AREA), np.uint8)
        ink = np.asarray(cv2.resize(ink, small, interpolation=cv2.INTER_AREA))
        middle, scale = middle * scale, 1.0
    matrix = cv2.getRotationMatrix2D(tuple(middle.tolist()), float(angle), scale)
    matrix[:, 2] += np.array([columns, rows]) / 2 - middle
    way = {"flags": cv2.INTER_LINEAR, "borderMode": cv2.BORDER_REFLECT_101}
    grey = cv2.warpAffine(grey, matrix, (columns, rows), **way)
    ink = cv2.warpAffine(ink.astype(np.float32), matrix, (columns, rows), **way)
    return Scene(np.asarray(grey, np.uint8), np.asarray(ink), scene.light)


def write(hands: Hands, numbers: range, seed: int, out: Path) -> None:
    """Write scenes to a file: padded to squares, with their sizes."""
    count = len(numbers)
    grey = np.zeros((count, SIDE, SIDE), np.uint8)
    ink = np.zeros((count, SIDE // 2, SIDE // 2, 2), np.uint8)
    size = np.zeros((count, 2), np.int16)
    is_light = np.zeros(count, bool)
    for n, number in enumerate(track(numbers, f"composing {out.name}")):
        rng = np.random.default_rng((seed, number))
        scene = seen(compose(hands, rng), rng)
        height, width = size[n] = scene.grey.shape
        grey[n, :height, :width] = scene.grey
        strokes = np.zeros((SIDE, SIDE, 2), np.float32)
        strokes[:height, :width] = scene.ink
        # The most of four pixels: a thin line stays whole.
        ink[n] = 255 * strokes.reshape(SIDE // 2, 2, SIDE // 2, 2, 2).max(axis=(1, 3))
        is_light[n] = scene.light
    np.savez(out, grey=grey, ink=ink, size=size, light=is_light)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.scenes", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of .npz sources (default: Keras's MNIST)")
    parser.add_argument("--fonts", type=Path, help="folder of handwriting fonts (woff2)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--first", type=int, default=0, help="number of the first scene")
    parser.add_argument("--count", type=int, default=12_000)
    parser.add_argument("--out", type=Path, default=Path("build/scenes"))
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    hands = Hands(sources.load(options.data), options.fonts)
    end = options.first + options.count
    for start in range(options.first, end, SHARD):
        numbers = range(start, min(start + SHARD, end))
        write(hands, numbers, options.seed, options.out / f"{start:06}.npz")


if __name__ == "__main__":
    main()
