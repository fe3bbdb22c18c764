"""Promises of chat/intake.py that need a recognizer of the test's own."""

import asyncio
import itertools
import time
from typing import Any

import pytest
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs
from telegram import Bot, Message

from chat import errand, intake
from chat.attachments import Attachment, Kind
from chat.errand import Errand
from chat.intake import Intake
from chat.reader import Reader
from chat.texts import Texts
from chat.turns import Turns
from recognizer import Reading

ENGLISH = Texts.speaking("en")
PHOTO = Attachment(Kind.PHOTO, "file", 1000)


class Broken:
    """A recognizer with a fault of its own."""

    def read(self, _data: bytes, /) -> Reading:
        """Fail as no recognizer should."""
        raise RuntimeError("internals")


class Blind:
    """A recognizer that sees nothing."""

    def read(self, _data: bytes, /) -> Reading:
        """Find no digits."""
        return Reading()


class Desk:
    """An intake without a network: what it downloads at once, and what it replies."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, recognizer: Broken | Blind) -> None:
        self.replies: list[str] = []
        self.downloading = self.most_at_once = 0
        self.reader = Reader(1, 60, make=lambda: recognizer)
        turns = Turns(at_once=2, waiting=100, waiting_of_one=100)
        self.intake = Intake(self.reader, turns, download_timeout=60, max_age=3600)
        self._numbers = itertools.count(1)
        monkeypatch.setattr(intake, "download", self._download)
        monkeypatch.setattr(intake, "reply", self._reply)

    async def _download(self, *_: Any) -> bytes:
        self.downloading += 1
        self.most_at_once = max(self.most_at_once, self.downloading)
        await asyncio.sleep(0)
        self.downloading -= 1
        return b"photo"

    async def _reply(self, _message: Message, html: str, *_: object) -> None:
        self.replies.append(html)

    async def answer(self, *, asked: bool, person: int = 0, age: float = 0) -> None:
        """Take one photo in, for somebody who sent it so many seconds ago."""
        errand.current.set(Errand(1, person, time.time() - age))
        chat = {"id": 1, "type": "private"}
        raw = {"message_id": next(self._numbers), "date": 0, "chat": chat}
        message = Message.de_json(raw, Bot("1:x"))
        await self.intake.answer(message, PHOTO, ENGLISH, asked=asked)


@pytest.fixture(autouse=True)
def _no_typing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show nothing while reading."""

    async def nothing(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr("chat.delivery._keep_typing", nothing)


@pytest.mark.parametrize("asked", [True, False])
async def test_own_fault(monkeypatch: pytest.MonkeyPatch, *, asked: bool) -> None:
    """A fault of the bot's own is apologized for once, and the log has the reason and an id."""
    desk = Desk(monkeypatch, Broken())
    with capture_logs(processors=[merge_contextvars]) as logs:
        await desk.answer(asked=asked)
    desk.reader.close()
    assert desk.replies == ([ENGLISH.went_wrong()] if asked else [])
    assert [line["event"] for line in logs] == ["photo_failed"]
    assert logs[0]["exc_info"]
    assert len(logs[0]["photo"]) == 8


async def test_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more photos are in hand at once than allowed, and all get their turn."""
    desk = Desk(monkeypatch, Blind())
    await asyncio.gather(*(desk.answer(asked=True, person=number) for number in range(10)))
    desk.reader.close()
    assert desk.replies == [ENGLISH.no_digits()] * 10
    assert desk.most_at_once == 2


async def test_nobody_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A photo without digits that nobody asked about gets no word."""
    desk = Desk(monkeypatch, Blind())
    await desk.answer(asked=False)
    desk.reader.close()
    assert desk.replies == []


@pytest.mark.parametrize("asked", [True, False])
async def test_too_old(monkeypatch: pytest.MonkeyPatch, *, asked: bool) -> None:
    """A photo that was sent long ago, before an outage, gets an apology if it was asked about."""
    desk = Desk(monkeypatch, Blind())
    await desk.answer(asked=asked, age=3601)
    desk.reader.close()
    assert desk.replies == ([ENGLISH.too_old()] if asked else [])


async def test_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Past the limit of waiting photos people are asked to come back; the others are answered."""
    desk = Desk(monkeypatch, Blind())
    photos = (desk.answer(asked=True, person=number % 50) for number in range(150))
    await asyncio.gather(*photos)
    desk.reader.close()
    assert desk.replies.count(ENGLISH.busy()) == 150 - 102  # two in hand, a hundred waiting
    assert desk.replies.count(ENGLISH.no_digits()) == 102
