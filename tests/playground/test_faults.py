"""Faults on demand, as a bot meets them."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut

from playground import Playground
from playground.faults import Fault
from tests.playground.conftest import Call


@pytest.mark.parametrize(
    ("fault", "error", "sent"),
    [
        ({"kind": "too_many_requests", "retry_after": 7}, RetryAfter, 0),
        ({"kind": "server_error", "status": 500}, TelegramError, 0),
        ({"kind": "server_error", "status": 502}, NetworkError, 0),
        ({"kind": "html"}, NetworkError, 0),
        ({"kind": "drop_before"}, NetworkError, 0),
        ({"kind": "drop_after"}, NetworkError, 1),
    ],
)
async def test_a_fault_strikes_once(
    playground: Playground, bot: Bot, fault: dict[str, object], error: type[Exception], sent: int
) -> None:
    """Each fault is the error that the bot would see, and only a late drop leaves the message."""
    ann = playground.user("Ann")
    playground.send_text(ann, "hello")
    kind = str(fault.pop("kind"))
    playground.fault(kind, methods=["sendMessage"], count=1, **fault)

    with pytest.raises(error):
        await bot.send_message(ann.id, "7")
    assert len(playground.bot_messages(ann)) == sent
    assert (await bot.send_message(ann.id, "1")).text == "1"
    first, second = playground.requests("sendMessage")
    assert (first["fault"], first["carried_out"]) == (kind, bool(sent))
    assert (second["fault"], second["carried_out"]) == (None, True)
    assert [item["happened"] for item in playground.faults()] == [1]


async def test_the_time_to_wait_is_told(playground: Playground, bot: Bot) -> None:
    """429 says how long to wait, both in words and in figures."""
    ann = playground.user("Ann")
    playground.fault("too_many_requests", retry_after=7)

    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(ann.id, "7")
    assert caught.value.retry_after == timedelta(seconds=7)
    playground.clear_faults()
    assert playground.faults() == []


async def test_a_slow_answer_comes_too_late(playground: Playground, bot: Bot) -> None:
    """A slow answer is carried out all the same, and a bot that does not wait gets TimedOut."""
    ann = playground.user("Ann")
    playground.send_text(ann, "hello")
    playground.fault("slow", methods=["send*"], count=1, delay=2)

    with pytest.raises(TimedOut):
        await bot.send_message(ann.id, "7", read_timeout=0.05)
    assert len(playground.bot_messages(ann)) == 1


async def test_a_slow_answer_comes_once_called_off(playground: Playground, bot: Bot) -> None:
    """Calling faults off lets go what they hold up, however long it was to take."""
    ann = playground.user("Ann")
    playground.send_text(ann, "hello")
    playground.fault("slow", methods=["send*"], count=1, delay=600)
    sending = asyncio.create_task(bot.send_message(ann.id, "7", read_timeout=60))
    await asyncio.to_thread(playground.wait_until, lambda: playground.faults()[0]["happened"])
    playground.clear_faults()
    assert (await asyncio.wait_for(sending, 30)).text == "7"


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "server_error"])
async def test_downloads_fail_too(playground: Playground, bot: Bot, kind: str) -> None:
    """The fetching of a file has faults of its own."""
    ann = playground.user("Ann")
    playground.send_document(ann, b"x")
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.document
    file = await update.message.document.get_file()
    playground.fault(kind, methods=["download"], count=1)

    with pytest.raises(NetworkError):
        await file.download_as_bytearray()
    assert await file.download_as_bytearray() == b"x"


def test_chance_is_seeded() -> None:
    """The same seed strikes the same requests, at about the rate that was asked for."""

    def strikes(seed: int) -> list[bool]:
        fault = Fault("html", rate=0.1, seed=seed)
        return [fault.strikes("sendMessage") for _ in range(2000)]

    assert strikes(1) == strikes(1)
    assert strikes(1) != strikes(2)
    assert 140 < sum(strikes(1)) < 260


def test_only_the_named_methods_are_struck() -> None:
    """Patterns choose the methods; others neither suffer nor count."""
    fault = Fault("html", methods=["send*", "getFile"], count=2)

    assert not fault.strikes("getMe")
    assert fault.strikes("sendPhoto")
    assert fault.strikes("getFile")
    assert not fault.strikes("sendPhoto")


def test_an_unknown_fault_is_an_error(playground: Playground) -> None:
    """A misspelt fault is refused, so that no test passes for want of it."""
    with pytest.raises(ValueError, match="unknown fault"):
        playground.fault("explode")
    with pytest.raises(ValueError, match="unexpected keyword"):
        playground.fault("html", often=True)


def test_a_dropped_request_says_nothing(playground: Playground, call: Call) -> None:
    """A dropped connection ends without a byte, and is not a timeout."""
    playground.fault("drop_before", methods=["getMe"], count=1)

    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        call("getMe")
    assert call("getMe").json()["ok"]
