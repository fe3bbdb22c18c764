"""Promises of chat/intake.py that need a recognizer of the test's own."""

import asyncio
from typing import Any

import pytest
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs
from telegram import Bot, Message

from chat import intake
from chat.attachments import Attachment, Kind
from chat.intake import Intake
from chat.reader import Reader
from chat.texts import Texts
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
        self.intake = Intake(self.reader, photos_at_once=2, download_timeout=60)
        message = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}
        self.message = Message.de_json(message, Bot("1:x"))
        monkeypatch.setattr(intake, "download", self._download)
        monkeypatch.setattr(intake, "reply", self._reply)

    async def _download(self, *_: Any) -> bytes:
        self.downloading += 1
        self.most_at_once = max(self.most_at_once, self.downloading)
        await asyncio.sleep(0)
        self.downloading -= 1
        return b"photo"

    async def _reply(self, _message: Message, html: str) -> None:
        self.replies.append(html)

    async def answer(self, *, asked: bool) -> None:
        """Take one photo in."""
        await self.intake.answer(self.message, PHOTO, ENGLISH, asked=asked)


@pytest.fixture(autouse=True)
def _no_typing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show nothing while reading."""

    async def nothing(_message: Message) -> None:
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
    await asyncio.gather(*(desk.answer(asked=True) for _ in range(10)))
    desk.reader.close()
    assert desk.replies == [ENGLISH.no_digits()] * 10
    assert desk.most_at_once == 2


async def test_nobody_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A photo without digits that nobody asked about gets no word."""
    desk = Desk(monkeypatch, Blind())
    await desk.answer(asked=False)
    desk.reader.close()
    assert desk.replies == []
