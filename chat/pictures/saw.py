"""What the network saw of a photo: the boxed digits, their glyphs, and what each may be.

A few digits fit in one picture. More get an overview first, then page by page a stretch of the
photo with the digits on it, in reading order. A photo without digits shows what was refused.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from chat.pictures.canvas import MARGIN, TALLEST, WIDTH, Area, Canvas, per_cent
from chat.pictures.parts import Panel, boxes, columns, panel, refusals, rows
from chat.pictures.sight import Mark, Sight
from chat.pictures.theme import Theme

TOGETHER = 10
"""Digits at most that one picture shows with all their bars."""
WIDE = 3
"""Up to so many get a card of full width each."""
AT_ONE_LOOK = 24
"""Up to so many, the photo and all glyphs go into one overview; of more they are two."""
SUMMED_UP = 56
"""Glyphs in an overview; of more digits, those that are least sure."""
REFUSED = 4
"""So many refused marks get a card."""
LINE = 130
"""Height that a line of writing needs on the photo, pixels."""
CARDS = (208, 164)
"""Height of a card: up to four below one another, and five."""
GAP = 18
"""Between cards, pixels."""
INNER = WIDTH - 2 * MARGIN


class Kind(Enum):
    """What a picture shows."""

    DIGITS = auto()
    """A part of the photo, and each digit on it with its glyph and its bars."""
    OVERVIEW = auto()
    """The photo and all glyphs with small bars."""
    PHOTO = auto()
    """The photo alone, with all digits boxed."""
    GLYPHS = auto()
    """All glyphs with small bars."""
    REFUSAL = auto()
    """The photo without digits, and what was taken for none."""


@dataclass(frozen=True, slots=True)
class Page:
    """One picture of those that tell of a photo."""

    kind: Kind
    digits: tuple[Mark, ...] = ()


def pages(sight: Sight) -> list[Page]:
    """The pictures that tell of a photo, at least one."""
    digits = sight.digits
    if not digits:
        return [Page(Kind.REFUSAL)]
    if len(digits) <= TOGETHER and _room(len(digits)) >= LINE * len(sight.lines):
        return [Page(Kind.DIGITS, digits)]
    if len(digits) <= AT_ONE_LOOK:
        overview = [Page(Kind.OVERVIEW, digits)]
    else:
        overview = [Page(Kind.PHOTO, digits), Page(Kind.GLYPHS, _least_sure(digits))]
    return overview + [Page(Kind.DIGITS, stretch) for stretch in _stretches(sight.lines)]


def draw(sight: Sight, page: Page, theme: Theme) -> bytes:
    """One picture as a JPEG file."""
    match page.kind:
        case Kind.DIGITS if len(page.digits) == 1:
            return _alone(sight, page.digits[0], theme)
        case Kind.DIGITS:
            return _together(sight, page.digits, theme)
        case Kind.REFUSAL:
            return _refusal(sight, theme)
        case _:
            return _overview(sight, page, theme)


def _least_sure(digits: Sequence[Mark]) -> tuple[Mark, ...]:
    """As many digits as an overview shows, in reading order."""
    least = sorted(range(len(digits)), key=lambda n: digits[n].confidence)[:SUMMED_UP]
    return tuple(digits[n] for n in sorted(least))


def _stretches(lines: Sequence[Sequence[Mark]]) -> list[tuple[Mark, ...]]:
    """The digits page by page: whole lines where they fit, long ones in equal parts."""
    stretches: list[tuple[Mark, ...]] = []
    for line in lines:
        if stretches and len(stretches[-1]) + len(line) <= TOGETHER:
            stretches[-1] += tuple(line)
            continue
        parts = -(-len(line) // TOGETHER)
        each = -(-len(line) // parts)
        stretches += [tuple(line[at : at + each]) for at in range(0, len(line), each)]
    return stretches


def _cards(count: int) -> tuple[int, int, int]:
    """How many cards stand beside and below one another, and how high each is."""
    across = 1 if count <= WIDE else 2
    down = -(-count // across)
    return across, down, CARDS[down > 4]


def _room(count: int) -> float:
    """Height that cards for so many digits leave for the photo, pixels."""
    _, down, tall = _cards(count)
    return TALLEST - 2 * MARGIN - down * (tall + GAP)


def _begin(
    sight: Sight, around: Sequence[Mark], below: float, theme: Theme
) -> tuple[Panel, Canvas]:
    """A canvas with the photo on it and so much room below."""
    foot = below + GAP if below else 0
    most = TALLEST - foot - 2 * MARGIN
    shown = panel(sight.photo, around, (MARGIN, MARGIN, INNER, most))
    canvas = Canvas(MARGIN + shown.area[3] + foot + MARGIN, theme.ground)
    shown.draw(canvas)
    return shown, canvas


def _together(sight: Sight, digits: Sequence[Mark], theme: Theme) -> bytes:
    across, down, tall = _cards(len(digits))
    below = down * (tall + GAP) - GAP
    shown, canvas = _begin(sight, digits, below, theme)
    boxes(canvas, shown, digits)
    for mark, area in zip(digits, _places(canvas, len(digits), across, tall), strict=True):
        _card(canvas, mark, area, theme)
    return canvas.to_jpeg()


def _refusal(sight: Sight, theme: Theme) -> bytes:
    marks = sight.refused[:REFUSED]
    across, tall = 2, CARDS[0]
    below = max(0, -(-len(marks) // across) * (tall + GAP) - GAP)
    boxed = sight.conspicuous
    shown, canvas = _begin(sight, boxed, below, theme)
    refusals(canvas, shown, boxed)
    for mark, area in zip(marks, _places(canvas, len(marks), across, tall), strict=True):
        _card(canvas, mark, area, theme.refusing, crossed=mark.nothing > mark.confidence)
    return canvas.to_jpeg()


def _places(canvas: Canvas, count: int, across: int, tall: float) -> list[Area]:
    """Where cards of this height lie at the bottom of a canvas, so many side by side."""
    wide = (INNER - (across - 1) * GAP) / across
    top = canvas.height - MARGIN - -(-count // across) * (tall + GAP) + GAP
    return [
        (MARGIN + n % across * (wide + GAP), top + n // across * (tall + GAP), wide, tall)
        for n in range(count)
    ]


def _card(canvas: Canvas, mark: Mark, area: Area, theme: Theme, *, crossed: bool = False) -> None:
    """A glyph, what it was read as and how sure, and the chances as columns."""
    left, top, width, height = area
    canvas.card(area, theme.card)
    edge = 16
    side = height - 2 * edge
    size = min(52, 0.34 * side)
    canvas.glyph(mark.glyph, (left + edge, top + edge, side, side))
    at, wide = left + side + 2 * edge + 2, width - side - 3 * edge - 4
    if crossed:
        _no_digit(canvas, mark, (at, top + edge), size, theme)
    else:
        _verdict(canvas, mark, (at, top + edge), size, theme)
    columns(canvas, mark, (at, top + edge + size + 8, wide, side - size - 8), theme)


def _verdict(
    canvas: Canvas, mark: Mark, at: tuple[float, float], size: float, theme: Theme
) -> None:
    """The value, and its chance beside it."""
    x, y = at[0], at[1] + 0.78 * size
    colour = theme.of(mark.confidence)
    canvas.text((x, y), str(mark.value), size, colour)
    canvas.text((x + 0.95 * size, y), per_cent(mark.confidence), 0.62 * size, colour)


def _no_digit(
    canvas: Canvas, mark: Mark, at: tuple[float, float], size: float, theme: Theme
) -> None:
    """A cross, and the chance of being no digit beside it."""
    x, y = at[0], at[1] + 0.78 * size
    canvas.cross((x + 0.3 * size, at[1] + 0.42 * size), 0.5 * size, theme.refused)
    canvas.text((x + 0.95 * size, y), per_cent(mark.nothing), 0.62 * size, theme.refused)


def _alone(sight: Sight, mark: Mark, theme: Theme) -> bytes:
    tall = 452
    shown, canvas = _begin(sight, [mark], tall, theme)
    boxes(canvas, shown, [mark])
    top, edge = canvas.height - MARGIN - tall, 24
    canvas.card((MARGIN, top, INNER, tall), theme.card)
    side = tall - 2 * edge
    canvas.glyph(mark.glyph, (MARGIN + edge, top + edge, side, side))
    left = MARGIN + 2 * edge + side + 8
    rows(canvas, mark, (left, top + edge, MARGIN + INNER - edge - left, side), theme)
    return canvas.to_jpeg()


def _overview(sight: Sight, page: Page, theme: Theme) -> bytes:
    glyphs = () if page.kind is Kind.PHOTO else page.digits
    across = 6 if len(glyphs) <= 12 else 8
    gap = 12
    wide = (INNER - (across - 1) * gap) / across
    tall = wide + 0.42 * wide
    down = -(-len(glyphs) // across)
    below = max(0, down * (tall + gap) - gap)
    if page.kind is Kind.GLYPHS:
        canvas = Canvas(below + 2 * MARGIN, theme.ground)
    else:
        shown, canvas = _begin(sight, sight.digits, below, theme)
        boxes(canvas, shown, sight.digits)
    top = canvas.height - MARGIN - below
    for n, mark in enumerate(glyphs):
        area = (MARGIN + n % across * (wide + gap), top + n // across * (tall + gap), wide, tall)
        _thumb(canvas, mark, area, theme)
    return canvas.to_jpeg()


def _thumb(canvas: Canvas, mark: Mark, area: Area, theme: Theme) -> None:
    """A glyph with its value and its bars, as small as can be."""
    left, top, width, height = area
    colour = theme.of(mark.confidence)
    canvas.card(area, theme.card, 10)
    if colour == theme.doubtful:
        canvas.frame(area, colour, 3, 12)
    canvas.glyph(mark.glyph, (left + 5, top + 5, width - 10, width - 10), 7)
    foot, size = height - width, 0.34 * width
    canvas.text((left + 8, top + width + foot / 2 - 3), str(mark.value), size, colour, "lm")
    bars = (left + 8 + 0.8 * size, top + width, width - 14 - 0.8 * size, foot - 8)
    columns(canvas, mark, bars, theme, named=False)
