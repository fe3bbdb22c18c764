"""The way of a photo in five pictures: photo, ink, boxes, glyphs, chances."""

import numpy as np
from PIL import Image, ImageColor

from chat.pictures.canvas import MARGIN, TALLEST, WIDTH, Canvas
from chat.pictures.parts import boxes, columns, panel, refusals, rows
from chat.pictures.sight import Mark, Sight
from chat.pictures.theme import Theme

INNER = WIDTH - 2 * MARGIN
PHOTO_TALL = 1000
"""Most of the height that the photo takes, pixels."""
GLYPHS = 12
"""So many glyphs are shown, CHANCES of them with what they may be."""
CHANCES = 5
GAP = 18


def five(sight: Sight, theme: Theme) -> list[bytes]:
    """Five JPEG files in the order of the way, each with its number in the corner."""
    shown = _chosen(sight)
    return [
        _photo(sight.photo, 1, theme),
        _photo(_inked(sight, theme), 2, theme),
        _boxes(sight, theme),
        _glyphs(shown, theme),
        _chances(shown[:CHANCES], theme if sight.digits else theme.refusing),
    ]


def _chosen(sight: Sight) -> list[Mark]:
    """The digits in reading order; where there are none, what came closest."""
    return list((sight.digits or sight.refused)[:GLYPHS])


def _seen_beside(sight: Sight) -> list[Mark]:
    """The refused marks that stand out: beside digits, those of their size."""
    if not sight.digits:
        return sight.conspicuous
    least = min(mark.box[3] for mark in sight.digits) / 2
    return [mark for mark in sight.refused if mark.box[3] >= least]


def _photo(photo: Image.Image, number: int, theme: Theme) -> bytes:
    return _begin(photo, number, theme).to_jpeg()


def _begin(photo: Image.Image, number: int, theme: Theme) -> Canvas:
    shown = panel(photo, (), (MARGIN, MARGIN, INNER, PHOTO_TALL))
    canvas = Canvas(shown.area[3] + 2 * MARGIN, theme.ground)
    shown.draw(canvas)
    _number(canvas, number, theme)
    return canvas


def _number(canvas: Canvas, number: int, theme: Theme) -> None:
    canvas.card((MARGIN + 14, MARGIN + 14, 64, 64), theme.text, 32)
    canvas.text((MARGIN + 46, MARGIN + 47), str(number), 40, theme.ground, "mm")


def _inked(sight: Sight, theme: Theme) -> Image.Image:
    """The ink alone, in the colours of the theme."""
    paper, pen = (np.array(ImageColor.getrgb(c), np.float32) for c in (theme.card, theme.text))
    strength = sight.ink[..., np.newaxis]
    return Image.fromarray((paper + (pen - paper) * strength).astype(np.uint8))


def _boxes(sight: Sight, theme: Theme) -> bytes:
    shown = panel(sight.photo, (), (MARGIN, MARGIN, INNER, PHOTO_TALL))
    canvas = Canvas(shown.area[3] + 2 * MARGIN, theme.ground)
    shown.draw(canvas)
    refusals(canvas, shown, _seen_beside(sight))
    boxes(canvas, shown, sight.digits)
    _number(canvas, 3, theme)
    return canvas.to_jpeg()


def _glyphs(marks: list[Mark], theme: Theme) -> bytes:
    across = 1 if len(marks) == 1 else 2 if len(marks) <= 4 else 3
    down = max(1, -(-len(marks) // across))
    side = min((INNER - (across - 1) * GAP) / across, 600, (TALLEST - 160) / down - GAP)
    left = (WIDTH - across * side - (across - 1) * GAP) / 2
    canvas = Canvas(2 * MARGIN + 92 + down * (side + GAP) - GAP, theme.ground)
    for n, mark in enumerate(marks):
        x, y = left + n % across * (side + GAP), MARGIN + 92 + n // across * (side + GAP)
        canvas.glyph(mark.glyph, (x, y, side, side), 16)
    _number(canvas, 4, theme)
    return canvas.to_jpeg()


def _chances(marks: list[Mark], theme: Theme) -> bytes:
    tall = 440 if len(marks) == 1 else 208
    canvas = Canvas(2 * MARGIN + 92 + max(1, len(marks)) * (tall + GAP) - GAP, theme.ground)
    for n, mark in enumerate(marks):
        top = MARGIN + 92 + n * (tall + GAP)
        canvas.card((MARGIN, top, INNER, tall), theme.card)
        side = tall - 36
        canvas.glyph(mark.glyph, (MARGIN + 18, top + 18, side, side))
        area = (MARGIN + side + 48, top + 18, INNER - side - 72, side)
        (rows if len(marks) == 1 else columns)(canvas, mark, area, theme)
    _number(canvas, 5, theme)
    return canvas.to_jpeg()
