"""Promises of chat/gifts.py."""

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from telegram import Bot, Message

from chat.gifts import Gifts, corrected, photo_of
from chat.shown import Shown
from chat.store.database import Database
from chat.store.glyphs import Glyphs
from chat.store.preferences import Preferences
from recognizer import Digit, Line, Reading
from recognizer.recognizer import Stages

ANN = 7_000_000_001


def stages(*values: int) -> Stages:
    """What the recognizer kept of a photo with these digits, among other candidates."""
    digits = tuple(Digit(value, 0.9, (0, 0, 1, 1), (0.0,) * 10) for value in values)
    glyphs = np.linspace(0, 1, (len(values) * 2) * 784, dtype=np.float32).reshape(-1, 28, 28)
    # Every other candidate was chosen, from the last to the first.
    rows = [list(range(len(values) * 2 - 1, 0, -2))]
    reading = Reading((Line((digits,)),))
    return cast("Stages", SimpleNamespace(glyphs=glyphs, rows=rows, reading=reading))


def answered(sender: int, **photo: Any) -> Message:
    """An answer that replies to somebody's photo."""
    size = {"file_id": "a", "file_unique_id": "b", "width": 10, "height": 10}
    chat = {"id": -1, "type": "supergroup", "title": "Maths"}
    original = {
        "message_id": 1,
        "date": 1,
        "chat": chat,
        "from": {"id": sender, "is_bot": False, "first_name": "Ann"},
        "photo": [size],
    } | photo
    answer = {"message_id": 2, "date": 1, "chat": chat, "reply_to_message": original}
    message = Message.de_json(answer, Bot("1:x"))
    assert message
    return message


class Rereading:
    """An intake that reads every photo the same, and counts how often."""

    def __init__(self, result: Stages | Exception) -> None:
        self.result = result
        self.times = 0

    async def stages(self, *_: Any) -> Stages:
        """Read it once more."""
        self.times += 1
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


def gifts(database: Database, rereading: Rereading) -> Gifts:
    """Gifts from photos that read so."""
    return Gifts(cast("Any", rereading), Preferences(database), Glyphs(database))


def test_corrected() -> None:
    """Each glyph of the reading comes with its own pixels, and a label where it was wrong."""
    kept = stages(4, 2)
    first, second = corrected(kept, [4, 7]) or []
    assert (first.label, second.label) == (None, 7)
    assert first.pixels == np.rint(kept.glyphs[3] * 255).astype(np.uint8).tobytes()
    assert second.pixels == np.rint(kept.glyphs[1] * 255).astype(np.uint8).tobytes()


@pytest.mark.parametrize("labels", [[4], [4, 2, 1], []])
def test_other_count(labels: list[int]) -> None:
    """Labels that are not as many as the digits belong to none of them."""
    assert corrected(stages(4, 2), labels) is None


def test_whose_photo() -> None:
    """A photo is one's own if one sent it oneself, and not in the name of a group."""
    own = answered(ANN)
    assert photo_of(ANN, own) is own.reply_to_message
    assert photo_of(ANN + 1, own) is None
    group = {"id": -1, "type": "supergroup", "title": "Maths"}
    assert photo_of(ANN, answered(ANN, sender_chat=group)) is None
    assert photo_of(ANN, answered(ANN, photo=[])) is None
    assert photo_of(ANN, None) is None


@pytest.mark.parametrize(("choice", "asked"), [(None, True), (False, False), (True, False)])
async def test_asked(database: Database, choice: bool | None, asked: bool) -> None:
    """Who sent the photo is asked as long as there was no answer; others never are."""
    await Preferences(database).change_person(ANN, help_improve=choice)
    taking = gifts(database, Rereading(stages(4)))
    assert await taking.to_be_asked(ANN, answered(ANN)) is asked
    assert not await taking.to_be_asked(ANN, answered(ANN + 1))


@pytest.mark.parametrize("choice", [None, False])
async def test_no_consent(database: Database, choice: bool | None) -> None:
    """Without consent the photo is not even fetched again."""
    await Preferences(database).change_person(ANN, help_improve=choice)
    rereading = Rereading(stages(4))
    await gifts(database, rereading).keep(ANN, answered(ANN), Shown("9"))
    assert rereading.times == 0


async def test_consent(database: Database) -> None:
    """With consent the corrected glyph is kept, and that of another reading is not."""
    await Preferences(database).change_person(ANN, help_improve=True)
    taking = gifts(database, Rereading(stages(4, 2)))
    await taking.keep(ANN, answered(ANN), Shown("4 7"))
    await taking.keep(ANN, answered(ANN), Shown("123"))
    _, labels = await Glyphs(database).consented()
    assert labels.tolist() == [7]


async def test_photo_gone(database: Database) -> None:
    """A photo that can't be fetched any more is no trouble to anybody."""
    await Preferences(database).change_person(ANN, help_improve=True)
    await gifts(database, Rereading(TimeoutError())).keep(ANN, answered(ANN), Shown("9"))
    assert await Preferences(database).given(ANN) == 0
