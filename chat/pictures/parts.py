"""What the pictures are put together from: the photo with its boxes, and a mark's chances."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageStat

from chat.pictures.canvas import Area, Canvas, per_cent
from chat.pictures.sight import Mark
from chat.pictures.theme import DARK, LIGHT, Theme
from recognizer.reading import Box

NAMES = 26
"""Height of the digits under the bars, pixels."""
ROOM = 0.7
"""Of a digit's height, is left around the digits when the photo is cropped to them."""
LABEL = 0.5
"""Height of a box's label over that of the smallest boxes."""
LABELS = (24, 48)
"""Height of the labels at least and at most, pixels."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the photo as it will be drawn."""

    photo: Image.Image
    part: Box
    """Of the photo, in its pixels."""
    area: Area

    @property
    def scale(self) -> float:
        """Pixels of the picture for one of the photo."""
        return self.area[2] / self.part[2]

    def place(self, box: Box) -> Area:
        """Where a box of the photo comes to lie."""
        left, top, _, _ = self.area
        x, y, w, h = box
        part_x, part_y, _, _ = self.part
        scale = self.scale
        return left + (x - part_x) * scale, top + (y - part_y) * scale, w * scale, h * scale

    @property
    def theme(self) -> Theme:
        """The colours that stand out on the photo, whatever the picture's own are."""
        return LIGHT if ImageStat.Stat(self._crop().convert("L")).median[0] > 110 else DARK

    def draw(self, canvas: Canvas) -> None:
        """Draw the photo's part."""
        canvas.picture(self._crop(), self.area)

    def _crop(self) -> Image.Image:
        x, y, w, h = self.part
        return self.photo.crop((x, y, x + w, y + h))


def panel(photo: Image.Image, around: Sequence[Mark], place: Area) -> Panel:
    """Show the photo around these marks, as large as the place allows; all of it without any.

    The area is as wide as the place where it can be, and never higher.
    """
    left, top, width, height = place
    x, y, right, bottom = 0, 0, photo.width, photo.height
    if around:
        room = ROOM * max(mark.box[3] for mark in around)
        x = max(0, round(min(mark.box[0] for mark in around) - room))
        y = max(0, round(min(mark.box[1] for mark in around) - room))
        right = min(photo.width, round(max(mark.box[0] + mark.box[2] for mark in around) + room))
        bottom = min(photo.height, round(max(mark.box[1] + mark.box[3] for mark in around) + room))
    x, right = _wider(x, right, (bottom - y) * width / height, photo.width)
    y, bottom = _wider(y, bottom, (right - x) * height / width, photo.height)
    part_width, part_height = max(1, right - x), max(1, bottom - y)
    scale = min(width / part_width, height / part_height)
    drawn = part_width * scale, part_height * scale
    area = (left + (width - drawn[0]) / 2, top, *drawn)
    return Panel(photo, (x, y, part_width, part_height), area)


def _wider(start: int, end: int, wanted: float, most: int) -> tuple[int, int]:
    """Lengthen a stretch to the wanted length about its middle, as far as there is photo."""
    missing = wanted - (end - start)
    if missing <= 0:
        return start, end
    start = max(0, min(round(start - missing / 2), round(most - wanted)))
    return start, min(most, max(end, round(start + wanted)))


def boxes(canvas: Canvas, shown: Panel, marks: Sequence[Mark]) -> None:
    """Box digits on the photo, each with its value."""
    if not marks:
        return
    theme = shown.theme
    heights = sorted(mark.box[3] * shown.scale for mark in marks)
    size = min(max(LABEL * heights[len(heights) // 4], LABELS[0]), LABELS[1])
    for mark in marks:
        canvas.frame(shown.place(mark.box), theme.of(mark.confidence), _line(size))
    for mark in marks:
        x, y, w, _ = shown.place(mark.box)
        wide, tall = 0.86 * size, size
        edge, end = shown.area[0], shown.area[0] + shown.area[2]
        left = min(max(x + w / 2 - wide / 2, edge), end - wide)
        top = max(y - tall - 3, shown.area[1])
        colour = theme.of(mark.confidence)
        canvas.card((left, top, wide, tall), colour, size / 4)
        canvas.text(
            (left + wide / 2, top + tall / 2), str(mark.value), 0.86 * size, theme.on_colour, "mm"
        )


def refusals(canvas: Canvas, shown: Panel, marks: Sequence[Mark]) -> None:
    """Box what was taken for no digit."""
    colour = shown.theme.refused
    for mark in marks:
        canvas.frame(shown.place(mark.box), colour, 2.5, 6)


def _line(label: float) -> float:
    return 2 + label / 24


def columns(canvas: Canvas, mark: Mark, area: Area, theme: Theme, *, named: bool = True) -> None:
    """Ten chances and "not a digit" as columns, with their names under them where there is room."""
    left, top, width, height = area
    step = width / 11.4  # the eleventh stands a little apart
    names = min(NAMES, 1.2 * step) if named else 0
    tall = height - (names + 8 if named else 0)
    wide = step * (0.68 if names else 0.8)
    for n, (chance, colour) in enumerate(_bars(mark, theme)):
        x = left + n * step + (0.4 * step if n == 10 else 0) + (step - wide) / 2
        canvas.card((x, top, wide, tall), theme.track, wide / 4)
        if (filled := chance * tall) >= 1:
            canvas.card((x, top + tall - filled, wide, filled), colour, min(wide / 4, filled / 2))
        if not names:
            continue
        middle = (x + wide / 2, top + tall + 8 + names / 2)
        ink = theme.quiet if colour == theme.bar else colour
        if n == 10:
            canvas.cross(middle, names * 0.55, ink)
        else:
            canvas.text(middle, str(n), names, ink, "mm")


def rows(canvas: Canvas, mark: Mark, area: Area, theme: Theme) -> None:
    """Ten chances and "not a digit" as rows, each with its name and per cent."""
    left, top, width, height = area
    step = height / 11.2
    size = min(0.84 * step, 34)
    name, figure = 1.3 * size, 2.6 * size
    for n, (chance, colour) in enumerate(_bars(mark, theme)):
        y = top + n * step + (0.2 * step if n == 10 else 0) + step / 2
        ink = theme.quiet if colour == theme.bar else colour
        if n == 10:
            canvas.cross((left + size * 0.3, y), size * 0.5, ink)
        else:
            canvas.text((left, y), str(n), size, ink, "lm")
        tall = 0.56 * step
        full = width - name - figure
        canvas.card((left + name, y - tall / 2, full, tall), theme.track, tall / 2)
        if (filled := max(chance * full, tall if chance >= 0.01 else 0)) >= 1:
            canvas.card((left + name, y - tall / 2, filled, tall), colour, tall / 2)
        canvas.text((left + width, y), per_cent(chance), 0.84 * size, ink, "rm")


def _bars(mark: Mark, theme: Theme) -> list[tuple[float, str]]:
    """Eleven chances with their colours: the winner's tells how sure it is."""
    chances = [*mark.chances, mark.nothing]
    best = max(range(11), key=chances.__getitem__)
    winner = theme.refused if best == 10 else theme.of(chances[best])
    return [(chance, winner if n == best else theme.bar) for n, chance in enumerate(chances)]
