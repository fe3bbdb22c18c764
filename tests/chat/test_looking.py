"""Promises of chat/looking.py: the caption tells what the picture shows, the buttons lead on."""

import pytest
from telegram import Bot, Message

from chat.attachments import Attachment, Kind
from chat.keyboards import Pressed, Verb
from chat.looking import DARK, LIGHT, Drawn, Wanted, _caption, _pages
from chat.pictures.saw import Kind as Picture
from chat.texts import Texts

TEXTS = Texts.speaking("en")
ASKER = 7_000_000_001


def drawn(kind: Picture, **details: int) -> Drawn:
    """A picture that was drawn, with nothing in it."""
    facts = {"page": 0, "pages": 1, "shown": 0, "digits": 0, "marks": 0, **details}
    return Drawn(b"", kind, **facts, lookalikes=bool(details.get("marks", 0) > 10))


def wanted(theme: int) -> Wanted:
    """What somebody asked for."""
    raw = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}
    photo = Message.de_json(raw, Bot("1:x"))
    return Wanted(photo, Attachment(Kind.PHOTO, "a", None), ASKER, 0, theme)


@pytest.mark.parametrize(
    ("picture", "caption"),
    [
        (drawn(Picture.DIGITS, shown=1, digits=1), TEXTS.seen_digits(1)),
        (drawn(Picture.OVERVIEW, shown=12, digits=12), TEXTS.seen_page(12)),
        (drawn(Picture.PHOTO, shown=90, digits=90), TEXTS.seen_page(90)),
        (drawn(Picture.GLYPHS, shown=50, digits=50), TEXTS.seen_glyphs()),
        (drawn(Picture.GLYPHS, shown=56, digits=90), TEXTS.seen_least_sure(56)),
        (drawn(Picture.REFUSAL), TEXTS.seen_nothing()),
        (drawn(Picture.REFUSAL, marks=5), TEXTS.seen_refused()),
        (drawn(Picture.REFUSAL, marks=11), TEXTS.seen_refused_together()),
    ],
)
def test_caption(picture: Drawn, caption: str) -> None:
    """Each kind of picture is explained by a sentence of its own."""
    assert _caption(picture, TEXTS) == caption


@pytest.mark.parametrize(
    ("page", "leads_to"), [(0, [(1, DARK)]), (1, [(0, DARK), (2, DARK)]), (2, [(1, DARK)])]
)
def test_pages(page: int, leads_to: list[tuple[int, int]]) -> None:
    """Arrows lead to the neighbours in the same theme, the sign to the same page in the other."""
    picture = drawn(Picture.DIGITS, page=page, pages=3)
    ((*arrows, other),) = _pages(picture, wanted(DARK)).inline_keyboard
    pressed = [Pressed.parse(str(button.callback_data)) for button in arrows]
    assert pressed == [Pressed(Verb.LOOK, ASKER, numbers) for numbers in leads_to]
    assert Pressed.parse(str(other.callback_data)) == Pressed(Verb.LOOK, ASKER, (page, LIGHT))
    assert _caption(picture, TEXTS).endswith(TEXTS.page_of(page + 1, 3))
