"""Promises of chat/keyboards.py."""

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from chat.catalogue import CATALOGUES
from chat.keyboards import (
    Pressed,
    Verb,
    asker_of,
    choice,
    consent,
    pad,
    page_of,
    settled,
    under_answer,
)
from chat.shown import Shown
from chat.texts import Texts

ENGLISH = Texts.speaking("en")
ASKER = 2**52 - 1
"""The largest number that Telegram gives to people."""


def flat(keyboard: InlineKeyboardMarkup) -> list[InlineKeyboardButton]:
    """All buttons."""
    return [button for row in keyboard.inline_keyboard for button in row]


def every_keyboard(texts: Texts) -> list[InlineKeyboardMarkup]:
    """Each kind of keyboard, for a page as long as one message holds."""
    shown = Shown("\n".join(["12345 678901"] * 250))
    last = len(shown.labels) - 1
    return [
        under_answer(Shown("7"), ASKER, texts),
        under_answer(shown, ASKER, texts),
        settled(shown, ASKER, texts),
        choice(shown, ASKER, texts, page=page_of(shown, last), corrected=True),
        pad(shown, last, ASKER, texts, corrected=True),
        consent(ASKER, texts),
    ]


@pytest.mark.parametrize("language", CATALOGUES)
def test_fits(language: str) -> None:
    """Every button is one that Telegram takes, and says who asked."""
    for keyboard in every_keyboard(Texts.speaking(language)):
        assert len(flat(keyboard)) <= 100
        assert max(map(len, keyboard.inline_keyboard)) <= 8
        assert asker_of(keyboard) == ASKER
        for button in flat(keyboard):
            assert button.text.strip()
            if button.callback_data is not None:
                assert 1 <= len(str(button.callback_data).encode()) <= 64


@pytest.mark.parametrize(
    "pressed",
    [
        Pressed(Verb.RIGHT, 5),
        Pressed(Verb.LABEL, ASKER, (1999, 10, 1)),
        Pressed(Verb.KEEP, 0, (0,)),
    ],
)
def test_data(pressed: Pressed) -> None:
    """Callback data says what was put into it."""
    assert Pressed.parse(pressed.data) == pressed


@pytest.mark.parametrize("data", [None, "", "ok", "ok:", "ok:x", "what:1", "set:language", "at:1:"])
def test_foreign_data(data: str | None) -> None:
    """Callback data of another kind or version is told apart."""
    assert Pressed.parse(data) is None


def test_every_digit_once() -> None:
    """The pages of a choice have each digit exactly once, in order."""
    shown = Shown("\n".join(["123456789", "0 12", "345"] * 9))
    places = []
    for page in range(page_of(shown, len(shown.labels) - 1) + 1):
        keyboard = choice(shown, 1, ENGLISH, page=page, corrected=False)
        found = [Pressed.parse(str(button.callback_data)) for button in flat(keyboard)]
        places += [p.numbers[0] for p in found if p and p.verb is Verb.DIGIT]
    assert places == list(range(len(shown.labels)))


@pytest.mark.parametrize("page", [-1, 99])
def test_no_such_page(page: int) -> None:
    """A page that isn't there is replaced by the nearest one."""
    keyboard = choice(Shown("12"), 1, ENGLISH, page=page, corrected=False)
    assert [button.text for button in keyboard.inline_keyboard[0]] == ["1", "2"]


@pytest.mark.parametrize(("text", "copied"), [("4·\n2", "4\n2"), ("1" * 256, "1" * 256)])
def test_copy(text: str, copied: str) -> None:
    """A button copies the digits alone."""
    (copy,) = [b.copy_text for b in flat(under_answer(Shown(text), 1, ENGLISH)) if b.copy_text]
    assert copy.text == copied


@pytest.mark.parametrize("text", ["1" * 257, "·"])
def test_no_copy(text: str) -> None:
    """There is no such button for more than Telegram copies, or for nothing."""
    assert not [b for b in flat(under_answer(Shown(text), 1, ENGLISH)) if b.copy_text]


def test_no_asker() -> None:
    """Nobody is known to have asked where there are no such buttons."""
    assert asker_of(None) is None
    assert (
        asker_of(InlineKeyboardMarkup([[InlineKeyboardButton("x", url="https://x.org")]])) is None
    )
