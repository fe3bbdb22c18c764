"""Glyphs that a program draws: letters, operators, scribbles and other things to refuse.

Letters and digits come from handwriting fonts under an open licence (the woff2 files of
`@fontsource/*` packages), the rest from random strokes. Deterministic by seed.
"""

from collections.abc import Iterator
from pathlib import Path

import cv2
import matplotlib as mpl
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from recognizer.glyph import frame
from training.signs import CANVAS, Canvas, centred, crumb, operator, scribble, stroke, texture
from training.sources import NOT_A_DIGIT, Glyphs

LATIN = "ACDEFHJKLMNPQRTUVWXYBacdefghijkmnprtuvwxy" + "DQaBjyftDQaBDQggg" + "CUcaUCcJAdgYrU"
"""Letters that must be refused, those nearest to digits more often.

OoIlSsZzqbG are left out: they are digits to anyone who sees them alone.
"""
CYRILLIC = "АБВГДЕЖИЙКЛМНПРСТУФХЦШЩЪЫЬЭЮЯавгдежийклмнпрстуфхцшщъыьэюя"
"""The same in Cyrillic, without О о З з Ч ч б."""
SLENDER = 0.45
"""What is narrower than this, over its height, is no example of something to refuse."""
SIGNS = "@#&?!*%$()<>{}[]=+"
HERSHEY = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
)


def font_files(folder: Path | None) -> dict[str, list[Path]]:
    """The regular handwriting fonts below `folder` as "latin" and "cyrillic", and "print".

    Raises FileNotFoundError when a folder is given that holds none.
    """
    found = {
        script: sorted(folder.rglob(f"*-{script}-400-normal.woff2")) if folder else []
        for script in ("latin", "cyrillic")
    }
    if folder and not found["latin"]:
        raise FileNotFoundError(f"{folder} holds no *-latin-400-normal.woff2 (see make fonts)")
    # Print that is free to use and always at hand: the DejaVu family that Matplotlib brings.
    prints = (Path(mpl.get_data_path()) / "fonts" / "ttf").glob("DejaVuS*.ttf")
    found["print"] = sorted(file for file in prints if "Display" not in file.name)  # few letters
    return found


def draw(seed: int, count: int, fonts: Path | None) -> list[Glyphs]:
    """About `count` glyphs to refuse, and a third as many printed-hand digits to read."""
    rng = np.random.default_rng(seed)
    files = font_files(fonts)
    refused = [_glyph(c, rng) for c in _to_refuse(rng, count, files)]
    refused = [glyph for glyph in refused if not is_slender(glyph)]
    digits = []
    labels = []
    faces = [ImageFont.truetype(str(file), 72) for file in files["latin"] or files["print"]]
    for _ in range(count // 3):
        label = int(rng.integers(10))
        digits.append(_glyph(_character(str(label), faces[rng.integers(len(faces))]), rng))
        labels.append(label)
    bars = [_glyph(_bar(rng), rng) for _ in range(max(1, count // 12))]
    return [
        Glyphs("drawn", np.stack(refused), np.full(len(refused), NOT_A_DIGIT, np.uint8)),
        Glyphs("font digits", np.stack(digits), np.array(labels, np.uint8)),
        Glyphs("bars", np.stack(bars), np.ones(len(bars), np.uint8)),
    ]


def runs(seed: int, count: int, digits: Glyphs) -> Glyphs:
    """Two or three digits that touch, in one frame: what a box must not hold."""
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        parts = [
            digits.x[n].astype(np.float32) / 255
            for n in rng.integers(len(digits), size=rng.choice([2, 3], p=[0.8, 0.2]))
        ]
        canvas = np.zeros((40, 28 * len(parts)), np.float32)
        right = 0
        for part in parts:
            columns = np.flatnonzero(part.max(axis=0) > 0.25)
            crop = part[:, columns[0] : columns[-1] + 1]
            left = max(0, right - int(rng.integers(0, 4)))
            top = int(rng.integers(3, 10))
            place = canvas[top : top + 28, left : left + crop.shape[1]]
            np.maximum(place, crop, out=place)
            right = left + crop.shape[1]
        found.append((frame(canvas) * 255).astype(np.uint8))
    return Glyphs("runs", np.stack(found), np.full(count, NOT_A_DIGIT, np.uint8))


def _to_refuse(
    rng: np.random.Generator, count: int, files: dict[str, list[Path]]
) -> Iterator[Canvas]:
    """Canvases of things that are no digit, in fixed shares."""
    latin = [ImageFont.truetype(str(file), 72) for file in files["latin"] or files["print"]]
    cyrillic = [ImageFont.truetype(str(file), 72) for file in files["cyrillic"]]
    prints = [ImageFont.truetype(str(file), 72) for file in files["print"]]
    for n in range(count):
        share = n / count
        if share < 0.33:
            yield _character(str(rng.choice(list(LATIN))), latin[rng.integers(len(latin))])
        elif share < 0.43:
            yield _hershey(str(rng.choice(list(LATIN))), rng)
        elif share < 0.53:
            text = str(rng.choice(list(LATIN + CYRILLIC)))
            yield _character(text, prints[rng.integers(len(prints))])
        elif share < 0.62 and cyrillic:
            yield _character(str(rng.choice(list(CYRILLIC))), cyrillic[rng.integers(len(cyrillic))])
        elif share < 0.66:
            yield _character(str(rng.choice(list(SIGNS))), latin[rng.integers(len(latin))])
        elif share < 0.78:
            yield operator(rng)
        elif share < 0.85:
            yield scribble(rng)
        elif share < 0.97:
            yield crumb(rng)
        else:
            yield texture(rng)


def _glyph(canvas: Canvas, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A canvas with a random pen and bend, in MNIST's frame."""
    width = int(rng.integers(0, 4))
    if width:
        canvas = cv2.dilate(canvas, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width + 1,) * 2))
    canvas = _bend(canvas, rng, 3.5)
    if rng.random() < 0.3:  # seen from far: few pixels, soft
        side = int(rng.integers(12, 30))
        far = cv2.resize(canvas, (side, side), interpolation=cv2.INTER_AREA)
        canvas = np.clip(far * (1.2 / max(float(far.max()), 0.1)), 0, 1)
    return (frame(canvas) * 255).astype(np.uint8)


def _bend(canvas: Canvas, rng: np.random.Generator, strength: float) -> Canvas:
    """A smooth random displacement of up to about `strength` pixels."""
    size = canvas.shape[0]
    field = rng.normal(0, strength, (2, 4, 4)).astype(np.float32)
    dx, dy = (cv2.resize(f, (size, size), interpolation=cv2.INTER_CUBIC) for f in field)
    ys, xs = np.mgrid[0:size, 0:size].astype(np.float32)
    bent: Canvas = cv2.remap(canvas, xs + dx, ys + dy, cv2.INTER_LINEAR)
    return bent


def is_slender(glyph: NDArray[np.uint8]) -> bool:
    """Whether a glyph is so narrow that it may be somebody's 1, whatever was drawn."""
    _, _, width, height = cv2.boundingRect((glyph > 64).astype(np.uint8))
    return bool(width < SLENDER * height)


def _bar(rng: np.random.Generator) -> Canvas:
    """A 1 that is one stroke, by any pen."""
    canvas = np.zeros((CANVAS, CANVAS), np.uint8)
    lean = rng.normal(0, 8)
    points = np.array([(48 + lean, 10), (48 + rng.normal(0, 2), 48), (48 - lean, 86)])
    stroke(canvas, points, int(rng.integers(3, 28)))
    return canvas.astype(np.float32) / 255


def _character(text: str, face: ImageFont.FreeTypeFont) -> Canvas:
    image = Image.new("L", (CANVAS * 2, CANVAS * 2))
    ImageDraw.Draw(image).text((CANVAS, CANVAS), text, fill=255, font=face, anchor="mm")
    return centred(np.asarray(image, np.float32) / 255)


def _hershey(text: str, rng: np.random.Generator) -> Canvas:
    canvas = np.zeros((CANVAS * 2, CANVAS * 2), np.uint8)
    face = HERSHEY[rng.integers(len(HERSHEY))]
    cv2.putText(canvas, text, (60, 130), face, 2.6, 255, int(rng.integers(2, 9)), cv2.LINE_AA)
    return centred(canvas.astype(np.float32) / 255)
