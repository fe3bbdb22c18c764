"""Draw the README's pictures: python -m training.picture --fonts DIR [--model FILE] [--out DIR].

`sum.jpg` is a photo that nobody took: a sum with each digit once, on squared paper on a table.
`explained.jpg` is what the stages of the recognizer make of it. The same network gives the same
pictures.
"""

import argparse
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from recognizer import Recognizer
from recognizer.explain import MARGIN, PANEL, draw
from recognizer.recognizer import MODEL

HAND = "homemade-apple-latin-400-normal.woff2"
"""The handwriting: its file in the package `@fontsource/homemade-apple`."""
SUM = (" 246", " 789", "1035")
SIDE = 960
"""Of the photo, pixels."""
SQUARE = 44
"""Side of a square of the paper; a digit takes two by three."""
LINE = 3.8 * SQUARE
"""From one line of writing to the next, pixels."""
SHEET = (18 * SQUARE, 19 * SQUARE)
"""Width and height of the sheet before the camera sees it."""
FIRST = (round(3.7 * SQUARE), round(4.2 * SQUARE))
"""Where the first character stands on the sheet."""
PAPER, RULING, INK, WOOD = (247, 246, 240), (170, 196, 222), (38, 52, 122), (96, 64, 42)
CORNERS = ((82, 74), (1046, 38), (1112, 1048), (34, 1074))
"""Where the photo shows the sheet's corners, clockwise from the top left."""
CRUMB = 45
"""What is smaller, pixels, is not drawn: what is left of the sheet's edges."""

Colour = NDArray[np.floating[Any]]


def photo(font: Path, seed: int = 3) -> bytes:
    """The photo as a JPEG file, written in the handwriting of `font`."""
    rng = np.random.default_rng(seed)
    scene = _on_the_table(_sheet(font, rng), rng)
    scene = cv2.GaussianBlur(scene * _light()[..., np.newaxis], (0, 0), 0.7)
    scene += rng.normal(0, 2.2, scene.shape)
    return _jpeg(Image.fromarray(np.clip(scene, 0, 255).astype(np.uint8)))


def explained(data: bytes, recognizer: Recognizer) -> bytes:
    """The stages of a photo as a JPEG file: in its own colours, first what is read, no crumbs."""
    stages = recognizer.stages(data)
    large = [n for n in stages.chosen if max(stages.candidates[n].box[2:]) > CRUMB]
    read = [n for row in stages.rows for n in row]
    picture = draw(replace(stages, chosen=[*read, *(n for n in large if n not in read)]))
    colour = Image.open(BytesIO(data)).resize((PANEL, PANEL), Image.Resampling.LANCZOS)
    picture.paste(colour, (MARGIN, 2 * MARGIN))
    return _jpeg(picture)


def _sheet(font: Path, rng: np.random.Generator) -> Colour:
    """The written sheet seen from straight above: H x W x 3, 0..255."""
    width, height = SHEET
    paper = Image.new("RGB", SHEET, PAPER)
    pen = ImageDraw.Draw(paper)
    for at in range(SQUARE // 2, max(SHEET), SQUARE):
        pen.line((at, 0, at, height), RULING, 2)
        pen.line((0, at, width, at), RULING, 2)
    ink = Image.new("L", SHEET)
    face = ImageFont.truetype(str(font), round(3.1 * SQUARE))
    left, top = FIRST
    for row, line in enumerate(SUM):
        for column, character in enumerate(line):
            x, y = left + (column + 0.5) * 2.2 * SQUARE, top + (row + 0.5) * LINE
            _write(ink, character, face, (x, y), rng)
    signs = (
        [(0.5, 5.75), (1.95, 5.6)],  # the plus
        [(1.3, 4.5), (1.15, 6.75)],
        [(-0.2, 7.5), (4.5, 7.65), (9.1, 7.45)],  # the line under the sum
    )
    for sign in signs:
        points = [(left + x * SQUARE, top + y * SQUARE) for x, y in sign]
        ImageDraw.Draw(ink).line(points, 255, 8, joint="curve")
    strength = np.asarray(ink, np.float32)[..., np.newaxis] / 255
    pressure = cv2.GaussianBlur(rng.normal(0, 1, (height, width)).astype(np.float32), (0, 0), 6)
    strength = strength * np.clip(0.86 + 1.2 * pressure[..., np.newaxis], 0.6, 1)
    written: Colour = np.asarray(paper, np.float32) * (1 - strength) + np.array(INK) * strength
    return written


def _write(
    ink: Image.Image,
    character: str,
    face: ImageFont.FreeTypeFont,
    at: tuple[float, float],
    rng: np.random.Generator,
) -> None:
    """Add one character with its middle near `at`, never quite as the one before."""
    side = 5 * SQUARE
    own = Image.new("L", (side, side))
    place = (side / 2, side / 2)
    ImageDraw.Draw(own).text(place, character, 255, face, anchor="mm", stroke_width=1.4)
    own = own.rotate(float(rng.normal(0, 3)), Image.Resampling.BICUBIC)
    x, y = (round(middle - side / 2 + rng.normal(0, 3)) for middle in at)
    ink.paste(255, (x, y), own)


def _on_the_table(sheet: Colour, rng: np.random.Generator) -> Colour:
    """The sheet with its shadow on a wooden table: SIDE x SIDE x 3, 0..255."""
    grain = rng.normal(0, 1, (SIDE, SIDE)).astype(np.float32)
    fine = cv2.GaussianBlur(grain, (0, 0), sigmaX=70, sigmaY=1.2)
    broad = cv2.GaussianBlur(grain[::-1], (0, 0), sigmaX=200, sigmaY=9)
    wood = np.array(WOOD) * (1 + 1.4 * fine + 5 * broad)[..., np.newaxis]
    height, width = sheet.shape[:2]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    seen = cv2.getPerspectiveTransform(corners, np.array(CORNERS, np.float32))
    cover = cv2.warpPerspective(np.ones((height, width), np.float32), seen, (SIDE, SIDE))
    shadow = np.roll(cv2.GaussianBlur(cover, (0, 0), 12), (14, 10), axis=(0, 1))
    wood = wood * (1 - 0.55 * shadow)[..., np.newaxis]
    paper = cv2.warpPerspective(sheet, seen, (SIDE, SIDE))
    return np.asarray(np.where(cover[..., np.newaxis] > 0.5, paper, wood), np.float32)


def _light() -> Colour:
    """A lamp at the upper left, and the soft shadow of whoever holds the phone."""
    ys, xs = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32) / SIDE
    lamp = 1.04 - 0.2 * np.hypot(xs - 0.2, ys - 0.1)
    holder = 1 / (1 + np.exp(-(xs + 0.8 * ys - 1.32) * 14))
    light: Colour = lamp * (1 - 0.3 * holder)
    return light


def _jpeg(picture: Image.Image) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=85, optimize=True)
    return buffer.getvalue()


def main(arguments: list[str] | None = None) -> None:
    """Write both pictures."""
    parser = argparse.ArgumentParser(prog="python -m training.picture", description=__doc__)
    parser.add_argument("--fonts", type=Path, required=True, help="folder of handwriting fonts")
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--out", type=Path, default=Path("docs"), help="folder for the pictures")
    options = parser.parse_args(arguments)
    font = next(options.fonts.rglob(HAND), None)
    if font is None:
        parser.error(f"{options.fonts} holds no {HAND}")
    options.out.mkdir(exist_ok=True)
    data = photo(font)
    (options.out / "sum.jpg").write_bytes(data)
    recognizer = Recognizer(options.model)
    (options.out / "explained.jpg").write_bytes(explained(data, recognizer))
    print(recognizer.read(data).text)


if __name__ == "__main__":
    main()
