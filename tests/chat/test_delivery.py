"""Promises of chat/delivery.py: which requests are made again and which are not."""

import asyncio
from collections.abc import Callable

import httpx
import pytest
from telegram import Bot, Message
from telegram.error import BadRequest, Forbidden, NetworkError, TelegramError, TimedOut

from chat import delivery
from chat.delivery import insist, typing


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Repeat at once."""
    monkeypatch.setattr(delivery, "PAUSES", (0.0, 0.0, 0.0))


def never_sent() -> TimedOut:
    """A timeout before there was a connection."""
    error = TimedOut()
    error.__cause__ = httpx.ConnectTimeout("")
    return error


def never_answered() -> TimedOut:
    """A timeout after the request was sent."""
    error = TimedOut()
    error.__cause__ = httpx.ReadTimeout("")
    return error


class Flaky:
    """A request that fails some times before it works."""

    def __init__(self, error: TelegramError, times: int) -> None:
        self.errors = [error] * times
        self.attempts = 0

    async def __call__(self) -> str:
        """Make the request."""
        self.attempts += 1
        if self.errors:
            raise self.errors.pop()
        return "done"


@pytest.mark.parametrize("make", [lambda: NetworkError("Bad Gateway"), never_sent])
@pytest.mark.parametrize("harmless_twice", [True, False])
async def test_made_again(make: Callable[[], TelegramError], *, harmless_twice: bool) -> None:
    """A request that failed on the server or never left is made again until it works."""
    request = Flaky(make(), 3)
    assert await insist(request, harmless_twice=harmless_twice) == "done"
    assert request.attempts == 4


async def test_gives_up() -> None:
    """A request that fails for the fourth time has failed."""
    request = Flaky(NetworkError("Bad Gateway"), 9)
    with pytest.raises(NetworkError):
        await insist(request, harmless_twice=True)
    assert request.attempts == 4


async def test_no_second_answer() -> None:
    """Where Telegram may have carried the request out in silence, an answer is not sent again."""
    request = Flaky(never_answered(), 1)
    with pytest.raises(TimedOut):
        await insist(request, harmless_twice=False)
    assert request.attempts == 1


async def test_download_after_silence() -> None:
    """A request that changes nothing is made again after a timeout."""
    request = Flaky(never_answered(), 1)
    assert await insist(request, harmless_twice=True) == "done"


@pytest.mark.parametrize("error", [BadRequest("chat not found"), Forbidden("bot was blocked")])
async def test_final(error: TelegramError) -> None:
    """A request that Telegram refused is not made again."""
    request = Flaky(error, 1)
    with pytest.raises(type(error)):
        await insist(request, harmless_twice=True)
    assert request.attempts == 1


async def test_typing_on_its_way_is_left_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer doesn't wait long for "typing…", nor break it off: that leaks connections."""
    monkeypatch.setattr(delivery, "STILL_SHOWN", 0.01)
    sent, answered, ends = asyncio.Event(), asyncio.Event(), []

    async def slow(*_: object, **__: object) -> bool:
        sent.set()
        try:
            await answered.wait()
        except asyncio.CancelledError:
            ends.append("cancelled")
            raise
        ends.append("answered")
        return True

    monkeypatch.setattr(Bot, "send_chat_action", slow)
    raw = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}
    async with typing(Message.de_json(raw, Bot("1:x")), lambda: False):
        await sent.wait()
    assert ends == []
    answered.set()
    await asyncio.sleep(0.01)
    assert ends == ["answered"]


async def test_nothing_is_typed_in_a_crowd(monkeypatch: pytest.MonkeyPatch) -> None:
    """While many wait, requests are for answers."""
    sent = []

    async def note(*_: object, **__: object) -> bool:
        sent.append(1)
        return True

    monkeypatch.setattr(Bot, "send_chat_action", note)
    raw = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}
    async with typing(Message.de_json(raw, Bot("1:x")), lambda: True):
        await asyncio.sleep(0.01)
    assert not sent
    async with typing(Message.de_json(raw, Bot("1:x")), lambda: False):
        await asyncio.sleep(0.01)
    assert sent == [1]
