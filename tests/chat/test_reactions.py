"""Promises of chat/reactions.py: eyes only while reading takes long, and never for longer."""

import asyncio
from typing import Any

import pytest
from telegram import Bot, Message
from telegram.constants import ReactionEmoji
from telegram.error import BadRequest

from chat import reactions
from chat.reactions import reading_shown


class Eyes:
    """A group whose reactions are written down instead of sent."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, allowed: bool = True) -> None:
        self.seen: list[str | None] = []
        self.shown = asyncio.Event()
        self._allowed = allowed
        monkeypatch.setattr(Bot, "set_message_reaction", self._react)

    async def _react(self, _chat: int, _message: int, emoji: str | None) -> bool:
        self.seen.append(emoji)
        self.shown.set()
        if not self._allowed:
            raise BadRequest("REACTION_INVALID")
        return True


def message(chat_type: str = "supergroup") -> Message:
    """A photo's message."""
    raw: dict[str, Any] = {"message_id": 1, "date": 0, "chat": {"id": -1, "type": chat_type}}
    return Message.de_json(raw, Bot("1:x"))


async def test_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is read soon wears no eyes."""
    eyes = Eyes(monkeypatch)
    async with reading_shown(message()):
        await asyncio.sleep(0)
    assert eyes.seen == []


async def test_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes long wears eyes until it is read, also if reading fails."""
    monkeypatch.setattr(reactions, "LONG", 0)
    eyes = Eyes(monkeypatch)

    async def fails() -> None:
        async with reading_shown(message()):
            await eyes.shown.wait()
            raise ValueError("unreadable")

    with pytest.raises(ValueError, match="unreadable"):
        await fails()
    assert eyes.seen == [ReactionEmoji.EYES, None]


async def test_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where reactions are forbidden there is nothing to take back, and no error."""
    monkeypatch.setattr(reactions, "LONG", 0)
    eyes = Eyes(monkeypatch, allowed=False)
    async with reading_shown(message()):
        await eyes.shown.wait()
    assert eyes.seen == [ReactionEmoji.EYES]


async def test_private(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a private chat "typing…" says it all."""
    monkeypatch.setattr(reactions, "LONG", 0)
    eyes = Eyes(monkeypatch)
    async with reading_shown(message("private")):
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert eyes.seen == []
