"""One picture with every stage of a photo: grey, ink, boxes, and each glyph with its chances."""

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from recognizer.classifier import CLASSES
from recognizer.orientation import rotated
from recognizer.recognizer import Stages

PANEL = 480
"""Side of the square that each stage is drawn into, pixels."""
CELL = 84
"""Side of a glyph in the list, pixels."""
COLUMNS = 6
MOST_GLYPHS = 96
MARGIN = 16
READ, REFUSED, PAPER, TEXT = "#1a7f37", "#cf222e", "#ffffff", "#24292f"


def draw(stages: Stages) -> Image.Image:
    """Every stage as one RGB picture: what was read in green, what was refused in red."""
    panels = [_grey(stages), _ink(stages), _boxes(stages)]
    width = 3 * PANEL + 4 * MARGIN
    chosen = stages.chosen[:MOST_GLYPHS]
    rows = -(-len(chosen) // COLUMNS)
    height = PANEL + 4 * MARGIN + rows * (CELL + 2 * MARGIN) + 2 * MARGIN
    sheet = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(size=15)
    titles = ("photo", "ink", "read: " + (stages.reading.text.replace("\n", " / ") or "no digit"))
    for n, (panel, title) in enumerate(zip(panels, titles, strict=True)):
        left = MARGIN + n * (PANEL + MARGIN)
        pen.text((left, MARGIN // 2), title[:60], fill=TEXT, font=font)
        sheet.paste(panel, (left, 2 * MARGIN))
    for place, n in enumerate(chosen):
        left = MARGIN + (place % COLUMNS) * (width - 2 * MARGIN) // COLUMNS
        top = PANEL + 4 * MARGIN + place // COLUMNS * (CELL + 2 * MARGIN)
        _glyph(sheet, stages, n, (left, top))
    return sheet


def _fit(picture: Image.Image) -> Image.Image:
    picture.thumbnail((PANEL, PANEL))
    panel = Image.new("RGB", (PANEL, PANEL), "#eaeef2")
    panel.paste(picture, ((PANEL - picture.width) // 2, (PANEL - picture.height) // 2))
    return panel


def _grey(stages: Stages) -> Image.Image:
    return _fit(Image.fromarray(stages.photo.grey).convert("RGB"))


def _ink(stages: Stages) -> Image.Image:
    return _fit(Image.fromarray(255 - stages.ink.whole()).convert("RGB"))


def _boxes(stages: Stages) -> Image.Image:
    grey = rotated(stages.photo.grey, stages.turned)
    picture = cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB)
    read = {n for row in stages.rows for n in row}
    thick = max(1, max(picture.shape) // 300)
    for n in stages.chosen:
        x, y, w, h = stages.candidates[n].box
        refused = n not in read
        colour = (207, 34, 46) if refused else (26, 127, 55)
        cv2.rectangle(picture, (x, y), (x + w, y + h), colour, thick)
        if not refused:
            value = str(int(stages.chances[n, :10].argmax()))
            cv2.putText(
                picture, value, (x, max(y - 4, 12)), cv2.FONT_HERSHEY_SIMPLEX,
                0.35 * thick + 0.25, colour, thick, cv2.LINE_AA,
            )  # fmt: skip
    return _fit(Image.fromarray(picture))


def _glyph(sheet: Image.Image, stages: Stages, n: int, at: tuple[int, int]) -> None:
    """The 28 x 28 as the network saw it, and its eleven chances as bars (x = not a digit)."""
    left, top = at
    glyph = Image.fromarray((stages.glyphs[n] * 255).astype(np.uint8))
    sheet.paste(glyph.resize((CELL, CELL), Image.Resampling.NEAREST), at)
    pen = ImageDraw.Draw(sheet)
    font = ImageFont.load_default(size=9)
    best = int(stages.chances[n].argmax())
    for value, chance in enumerate(stages.chances[n]):
        x = left + CELL + 6 + value * 12
        bar = round(float(chance) * (CELL - 12))
        colour = (REFUSED if best == CLASSES - 1 else READ) if value == best else "#8c959f"
        pen.rectangle((x, top + CELL - 12 - bar, x + 9, top + CELL - 12), fill=colour)
        pen.text((x + 2, top + CELL - 11), "0123456789x"[value], fill=TEXT, font=font)
