"""The buttons under an answer, and what each of them says when it is pressed.

Callback data is `verb:asker:number:...`: a `Verb`, the number of the person who asked for the
reading (only that person and a group's administrators may press), and whole numbers. It stays
within Telegram's 64 bytes. There is no other memory of a keyboard: what it is about stands in the
message, and in the message that this one replies to.

A further button under the answer is one more in `_extras`, with a verb of its own and a
`CallbackQueryHandler` for that verb's `pattern`, added before the one of `chat/buttons.py`, which
takes every press that is left.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import InlineKeyboardButtonLimit, KeyboardButtonStyle

from chat.answers import is_whole
from chat.shown import NO_DIGIT, Shown
from chat.texts import Texts
from recognizer import Reading

IN_A_ROW = 8
"""Digits side by side, as many as Telegram shows."""
ROWS = 8
"""Rows of digits on one page."""

Row = list[InlineKeyboardButton]


class Verb(StrEnum):
    """What a button asks for; the numbers that follow the asker are named here."""

    RIGHT = "ok"
    WRONG = "no"
    """Begin to correct; 1 where something was corrected already, else 0."""
    PAGE = "pg"
    """Show a page of the digits: page, corrected already."""
    DIGIT = "at"
    """Show the pad for one digit: place, corrected already."""
    LABEL = "is"
    """Correct it: place, label (10: not a digit), corrected already."""
    BACK = "bk"
    """Back to the answer's own buttons: corrected already."""
    KEEP = "kp"
    """Answer whether glyphs may be kept: 1 or 0."""
    LOOK = "see"
    """Show what the network saw."""

    @property
    def pattern(self) -> str:
        """The regular expression of this verb's callback data."""
        return f"^{self.value}:"


@dataclass(frozen=True, slots=True)
class Pressed:
    """What the callback data of a pressed button says.

    >>> Pressed.parse("at:7000000001:3:0")
    Pressed(verb=<Verb.DIGIT: 'at'>, asker=7000000001, numbers=(3, 0))
    """

    verb: Verb
    asker: int
    numbers: tuple[int, ...] = ()

    @classmethod
    def parse(cls, data: str | None) -> Self | None:
        """Understand callback data; None where it is none of ours."""
        verb, _, rest = (data or "").partition(":")
        try:
            asker, *numbers = map(int, rest.split(":"))
            return cls(Verb(verb), asker, tuple(numbers))
        except ValueError:
            return None

    @property
    def data(self) -> str:
        """The callback data."""
        return ":".join([self.verb.value, str(self.asker), *map(str, self.numbers)])


def asker_of(keyboard: InlineKeyboardMarkup | None) -> int | None:
    """Find who asked for the reading that stands above a keyboard."""
    for row in keyboard.inline_keyboard if keyboard else ():
        for button in row:
            if isinstance(button.callback_data, str) and (
                pressed := Pressed.parse(button.callback_data)
            ):
                return pressed.asker
    return None


def under_reading(reading: Reading, asker: int, texts: Texts) -> InlineKeyboardMarkup:
    """Return the buttons of the answer to a photo; a page that is cut short can't be corrected."""
    shown = Shown(reading.text)
    if is_whole(reading):
        return under_answer(shown, asker, texts)
    return _keyboard(_extras(shown, asker, texts))


def under_answer(shown: Shown, asker: int, texts: Texts) -> InlineKeyboardMarkup:
    """Return the buttons of a fresh answer with these digits."""
    right = _button(texts.right_button(), Verb.RIGHT, asker, style=KeyboardButtonStyle.SUCCESS)
    wrong = _button(texts.wrong_button(), Verb.WRONG, asker, 0, style=KeyboardButtonStyle.DANGER)
    return _keyboard([right, wrong], _extras(shown, asker, texts))


def settled(shown: Shown, asker: int, texts: Texts) -> InlineKeyboardMarkup:
    """Return the buttons of an answer that was confirmed or corrected."""
    change = [_button(texts.change_button(), Verb.WRONG, asker, 1)] if shown.labels else []
    return _keyboard(change, _extras(shown, asker, texts))


def choice(
    shown: Shown, asker: int, texts: Texts, *, page: int = 0, corrected: bool
) -> InlineKeyboardMarkup:
    """Return one page of the digits themselves, each a button that leads to its pad."""
    pages = _pages(shown)
    labels = shown.labels
    page = min(max(page, 0), len(pages) - 1)
    rows = [
        [
            _button(_name(labels[place]), Verb.DIGIT, asker, place, int(corrected))
            for place in places
        ]
        for places in pages[page]
    ]
    turning = [
        _button(sign, Verb.PAGE, asker, other, int(corrected))
        for sign, other in (("←", page - 1), ("→", page + 1))
        if 0 <= other < len(pages)
    ]
    end = texts.done_button() if corrected else texts.back_button()
    return _keyboard(*rows, turning, [_button(end, Verb.BACK, asker, int(corrected))])


def pad(
    shown: Shown, place: int, asker: int, texts: Texts, *, corrected: bool
) -> InlineKeyboardMarkup:
    """Return ten digits to choose from, and "not a digit"."""
    before = int(corrected)
    keys = [
        _button(str(label), Verb.LABEL, asker, place, label, before) for label in (*range(1, 10), 0)
    ]
    none = _button(texts.no_digit_button(), Verb.LABEL, asker, place, NO_DIGIT, before)
    back = (
        _button(texts.back_button(), Verb.BACK, asker, int(corrected))
        if len(shown.labels) == 1
        else _button(texts.back_button(), Verb.PAGE, asker, page_of(shown, place), int(corrected))
    )
    return _keyboard(keys[:3], keys[3:6], keys[6:9], [keys[9], none], [back])


def consent(asker: int, texts: Texts) -> InlineKeyboardMarkup:
    """Return yes and no to the question whether corrected glyphs may be kept."""
    yes = _button(texts.keep_button(), Verb.KEEP, asker, 1, style=KeyboardButtonStyle.SUCCESS)
    return _keyboard([yes, _button(texts.keep_nothing_button(), Verb.KEEP, asker, 0)])


def page_of(shown: Shown, place: int) -> int:
    """Tell on which page of the digits one stands."""
    return next(n for n, page in enumerate(_pages(shown)) if any(place in row for row in page))


def under_nothing(asker: int, texts: Texts) -> InlineKeyboardMarkup:
    """Return the buttons of the answer to a photo without digits."""
    return _keyboard([_button(texts.look_button(), Verb.LOOK, asker)])


def _extras(shown: Shown, asker: int, texts: Texts) -> Row:
    """Return the buttons that stand under every answer, corrected or not."""
    row: Row = [_button(texts.look_button(), Verb.LOOK, asker)]
    if 1 <= len(shown.to_copy) <= InlineKeyboardButtonLimit.MAX_COPY_TEXT:
        copy = CopyTextButton(shown.to_copy)
        row.append(InlineKeyboardButton(texts.copy_button(), copy_text=copy))
    return row


def _pages(shown: Shown) -> list[list[list[int]]]:
    rows = [
        places[start : start + IN_A_ROW]
        for places in shown.places
        for start in range(0, len(places), IN_A_ROW)
    ]
    return [rows[start : start + ROWS] for start in range(0, len(rows), ROWS)]


def _name(label: int) -> str:
    return "·" if label == NO_DIGIT else str(label)


def _button(
    text: str, verb: Verb, asker: int, *numbers: int, style: str | None = None
) -> InlineKeyboardButton:
    return InlineKeyboardButton(text, callback_data=Pressed(verb, asker, numbers).data, style=style)


def _keyboard(*rows: Row) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([row for row in rows if row])
