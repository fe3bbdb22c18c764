"""Hands to write pages with: strokes of real digits at any size, letters and digits of fonts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from training.drawn import font_files
from training.sources import Glyphs

Ink = NDArray[np.float32]
"""H x W, 0 on paper to 1 in the middle of a stroke, cut to the ink."""

FROM_FONT = 0.3
"""Share of the hands that are a font; the others take the digits of one source."""
FACE = 96
"""Size at which characters of fonts are drawn before they are scaled, pixels."""


class Hand(Protocol):
    """Whoever writes one page."""

    def digit(self, value: int, height: float, rng: np.random.Generator) -> Ink:
        """A digit that is about `height` pixels high."""
        ...


@dataclass(frozen=True)
class Copied:
    """A hand that writes the digits of one source of glyphs."""

    glyphs: Glyphs

    def digit(self, value: int, height: float, rng: np.random.Generator) -> Ink:
        """One of the source's own, at random."""
        of_value = np.flatnonzero(self.glyphs.y == value)
        glyph = self.glyphs.x[rng.choice(of_value)].astype(np.float32) / 255
        glyph = cv2.warpAffine(glyph, _lean(rng), (28, 28), flags=cv2.INTER_CUBIC)
        return scaled(cut(glyph), height * rng.uniform(0.9, 1.1))


@dataclass(frozen=True)
class Typed:
    """A hand that is a font."""

    face: ImageFont.FreeTypeFont

    def digit(self, value: int, height: float, rng: np.random.Generator) -> Ink:
        """The font's one, bent a little."""
        return self.character(str(value), height, rng)

    def character(self, text: str, height: float, rng: np.random.Generator) -> Ink:
        """Any character, `height` pixels high where it is as high as a digit."""
        image = Image.new("L", (3 * FACE, 3 * FACE))
        draw = ImageDraw.Draw(image)
        draw.text((1.5 * FACE, 1.5 * FACE), text, fill=255, font=self.face, anchor="mm")
        box = image.getbbox()
        if box is None:
            return np.zeros((1, 1), np.float32)
        top, bottom = draw.textbbox((0, 0), "8", font=self.face)[1::2]
        ink = np.asarray(image.crop(box), np.float32) / 255
        pad = FACE // 6
        ink = cv2.copyMakeBorder(ink, pad, pad, pad, pad, cv2.BORDER_CONSTANT)
        field = rng.normal(0, 0.03 * FACE, (2, 4, 4)).astype(np.float32)
        dx, dy = (cv2.resize(f, ink.shape[::-1], interpolation=cv2.INTER_CUBIC) for f in field)
        ys, xs = np.mgrid[0 : ink.shape[0], 0 : ink.shape[1]].astype(np.float32)
        bent = cut(cv2.remap(ink, xs + dx, ys + dy, cv2.INTER_LINEAR))
        return scaled(bent, height * bent.shape[0] / max(bottom - top, 1))


class Hands:
    """All hands there are."""

    def __init__(self, glyphs: Sequence[Glyphs], fonts: Path | None) -> None:
        """`glyphs` are sources of digits; without `fonts` only print stands beside them.

        Raises FileNotFoundError for a folder without fonts.
        """
        self.sources = [g for g in glyphs if set(range(10)) <= set(g.y.tolist())]
        files = font_files(fonts)
        self.faces, self.prints = (
            [ImageFont.truetype(str(file), FACE) for file in files[kind]]
            for kind in ("latin", "print")
        )

    def hand(self, rng: np.random.Generator) -> Hand:
        """Somebody's hand."""
        if not self.sources or (self.faces and rng.random() < FROM_FONT):
            return Typed((self.faces or self.prints)[rng.integers(len(self.faces or self.prints))])
        return Copied(self.sources[rng.integers(len(self.sources))])

    def letters(self, rng: np.random.Generator) -> Typed:
        """Somebody who writes letters, or a printer."""
        faces = self.faces if self.faces and rng.random() < 0.6 else self.prints
        return Typed(faces[rng.integers(len(faces))])


def pen(rng: np.random.Generator) -> Callable[[Ink], Ink]:
    """A pen: how much thicker or thinner than the hand's own it writes, and how evenly."""
    change = rng.choice([0, rng.uniform(-0.05, 0.0), rng.uniform(0.0, 0.12)], p=[0.5, 0.15, 0.35])
    dry = rng.uniform(0.1, 0.5) if rng.random() < 0.25 else 0.0

    def write(ink: Ink) -> Ink:
        width = round(abs(change) * ink.shape[0])
        if width:
            kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width + 1, width + 1))
            if change > 0:
                ink = cv2.dilate(np.pad(ink, width), kernel)
            elif (thin := cv2.erode(ink, kernel)).sum() > 0.4 * ink.sum():
                ink = thin
        if dry:
            spots = rng.normal(0, 1, (max(2, ink.shape[0] // 4), max(2, ink.shape[1] // 4)))
            spots = cv2.resize(spots.astype(np.float32), ink.shape[::-1])
            ink = ink * np.clip(1 - dry * np.abs(spots), 0.15, 1)
        return np.asarray(ink, np.float32)

    return write


def cut(ink: Ink) -> Ink:
    """`ink` without empty borders; all of it where there is none."""
    x, y, w, h = cv2.boundingRect((ink > 0.25).astype(np.uint8))
    return ink[y : y + h, x : x + w] if w else ink


def scaled(ink: Ink, height: float) -> Ink:
    """`ink` at this height, longer than wide or not; what grows keeps a sharp rim."""
    scale = height / ink.shape[0]
    size = (max(1, round(ink.shape[1] * scale)), max(1, round(height)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    grown = cv2.resize(ink, size, interpolation=way)
    if scale > 1:
        grown = (grown - 0.5) * min(scale, 4.0) + 0.5
    return np.asarray(np.clip(grown, 0, 1), np.float32)


def _lean(rng: np.random.Generator) -> NDArray[np.float64]:
    """A little turn and slant about the middle of a glyph."""
    angle, slant = rng.normal(0, 0.06), rng.normal(0, 0.08)
    matrix = np.array([[np.cos(angle), -np.sin(angle) + slant], [np.sin(angle), np.cos(angle)]])
    shift = 13.5 - matrix @ (13.5, 13.5)
    return np.column_stack([matrix, shift])
