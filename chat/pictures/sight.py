"""What the network saw of one photo. `look` alone knows how the recognizer keeps its stages."""

from dataclasses import dataclass
from io import BytesIO
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from recognizer.photo import FORMATS
from recognizer.reading import Box, Reading
from recognizer.recognizer import Stages

LARGEST = 16_000_000
"""Pixels; a larger picture is shown grey, as the recognizer has it, instead of decoded again."""
SHARP = 1280
"""Pixels of a picture's longer side, where the photo has them: it is read on fewer."""
SMALL = 0.06
"""Of the photo's height: what is smaller is less likely meant as writing."""
BOXED = 60
"""So many refused marks at most are worth a box."""
COLOURED = {"RGB", "RGBA", "P", "PA", "LA", "CMYK", "YCbCr"}
"""Pillow's modes that may hold colours of eight bits."""


class LooksAtPhotos(Protocol):
    """What `Recognizer` promises to those who want to see how it reads."""

    def stages(self, data: bytes, /) -> Stages:
        """Read a photo and keep what each stage made of it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Some ink that the network was asked about."""

    box: Box
    """x, y, width, height in pixels of the sight's photo."""
    glyph: NDArray[np.float32]
    """28 x 28, 0..1, white on black: all that the network was shown."""
    chances: tuple[float, ...]
    """Ten, one a digit; the rest up to 1 is "not a digit"."""

    @property
    def value(self) -> int:
        """The likeliest digit."""
        return max(range(10), key=self.chances.__getitem__)

    @property
    def confidence(self) -> float:
        """The chance of the likeliest digit, 0..1."""
        return self.chances[self.value]

    @property
    def nothing(self) -> float:
        """The chance of being no digit, 0..1."""
        return max(0.0, 1.0 - sum(self.chances))


@dataclass(frozen=True, slots=True)
class Sight:
    """One photo as the network saw it, turned as it was read."""

    photo: Image.Image
    """RGB."""
    ink: NDArray[np.float32]
    """H x W as the photo, 1 = ink."""
    lines: tuple[tuple[Mark, ...], ...]
    """The digits, line by line in reading order."""
    refused: tuple[Mark, ...]
    """What was taken for no digit, the most digit-like first."""
    reading: Reading

    @property
    def digits(self) -> tuple[Mark, ...]:
        """All digits in reading order."""
        return tuple(mark for line in self.lines for mark in line)

    @property
    def conspicuous(self) -> list[Mark]:
        """The refused marks that a person would see: none much smaller than the likeliest."""
        least = 0.4 * max((mark.box[3] for mark in self.refused[:4]), default=0)
        return [mark for mark in self.refused if mark.box[3] >= least][:BOXED]


def look(recognizer: LooksAtPhotos, data: bytes) -> Sight:
    """Read a photo, and keep what the pictures show of its way.

    Raises `PhotoError` for bytes that are no readable photo.
    """
    stages = recognizer.stages(data)
    height, width = stages.photo.grey.shape
    times = max(1.0, min(1 / stages.photo.scale, SHARP / max(width, height)))
    size = (round(times * width), round(times * height))
    photo = _in_colour(data, size) or Image.fromarray(stages.photo.grey).convert("RGB").resize(size)
    ink = Image.fromarray(stages.ink.whole())
    if stages.turned:
        way = Image.Resampling.BILINEAR
        photo = photo.rotate(stages.turned, way, expand=True, fillcolor=_paper(photo))
        photo = photo.resize((round(times * ink.width), round(times * ink.height)))  # as the ink
    lines = tuple(tuple(_mark(stages, n, times) for n in row) for row in stages.rows)
    refused = set(stages.chosen).difference(*stages.rows)
    others = [_mark(stages, n, times) for n in sorted(refused)]
    others.sort(key=lambda mark: -mark.confidence * min(1, mark.box[3] / (SMALL * photo.height)))
    shown = np.asarray(ink.resize(photo.size), np.float32) / np.float32(255)
    return Sight(photo, shown, lines, tuple(others), stages.reading)


def _mark(stages: Stages, n: int, times: float) -> Mark:
    """One candidate, on a photo that is so many times as large as the one that was read."""
    x, y, width, height = (round(times * pixels) for pixels in stages.candidates[n].box)
    chances = tuple(float(chance) for chance in stages.chances[n][:10])
    return Mark((x, y, width, height), stages.glyphs[n], chances)


def _in_colour(data: bytes, size: tuple[int, int]) -> Image.Image | None:
    """The photo in its own colours, upright, of this size; None where it has none to show."""
    with Image.open(BytesIO(data), formats=FORMATS) as file:
        if file.mode not in COLOURED or file.width * file.height > LARGEST:
            return None
        side = max(size)
        try:
            image = file.convert("RGBA") if file.mode in {"P", "PA"} else file
            image.thumbnail((side, side), reducing_gap=2.0)  # before anything else costs memory
            upright = ImageOps.exif_transpose(image).convert("RGBA")
        except Exception:  # noqa: BLE001  (the recognizer, too, reads pixels with broken EXIF)
            return None
    upright = upright.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    white = Image.new("RGBA", size, "white")
    return Image.alpha_composite(white, upright).convert("RGB")


def _paper(photo: Image.Image) -> tuple[int, int, int]:
    """The photo's middle colour, for the corners that turning it leaves empty."""
    red, green, blue = np.median(np.asarray(photo.resize((32, 32))).reshape(-1, 3), axis=0)
    return int(red), int(green), int(blue)
