"""Promises of chat/limiter.py: how fast requests leave, what waits, and where a moved group is."""

import asyncio
from typing import Any

import pytest
from telegram.error import ChatMigrated, RetryAfter

from chat import limiter as module
from chat.limiter import IN_A_CHAT, IN_A_GROUP, REMEMBERED, Limiter

PRIVATE, OTHER, GROUP, MOVED = 7, 8, -100, -200


class Clock:
    """A loop's clock that jumps ahead instead of waiting."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.loop = asyncio.get_running_loop()
        self.ahead = 0.0
        self._time, self._call_at = self.loop.time, self.loop.call_at
        monkeypatch.setattr(self.loop, "time", self.time)
        monkeypatch.setattr(self.loop, "call_at", self.call_at)

    def time(self) -> float:
        """The loop's time."""
        return self._time() + self.ahead

    def call_at(self, when: float, callback: Any, *args: Any, **rest: Any) -> Any:
        """Run the callback next, at the time that it asked for."""

        def jump() -> None:
            self.ahead = max(self.ahead, when - self._time())
            callback(*args)

        return self._call_at(self._time() + 0.001 * max(0, when - self.time()), jump, **rest)


class Server:
    """What Telegram gets to see: the chat of each request, and when it came."""

    def __init__(self, per_second: int = 30) -> None:
        self.limiter = Limiter(per_second)
        self.seen: list[tuple[Any, float]] = []
        self.refusals: list[Exception] = []

    async def _answer(self, _endpoint: str, data: dict[str, Any]) -> str:
        self.seen.append((data.get("chat_id"), asyncio.get_running_loop().time()))
        if self.refusals:
            raise self.refusals.pop(0)
        return "sent"

    async def ask(self, chat: Any, endpoint: str = "sendMessage") -> Any:
        """Make one request."""
        data = {} if chat is None else {"chat_id": chat}
        return await self.limiter.process_request(
            self._answer, (endpoint, data), {}, endpoint, data, None
        )

    def took(self) -> float:
        """Seconds from the first request to the last."""
        return self.seen[-1][1] - self.seen[0][1]


@pytest.fixture
async def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Time that passes at once."""
    return Clock(monkeypatch)


async def _all(server: Server, *chats: Any, endpoint: str = "sendMessage") -> None:
    await asyncio.gather(*(server.ask(chat, endpoint) for chat in chats))


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize(
    ("chat", "allowance"), [(PRIVATE, IN_A_CHAT), (GROUP, IN_A_GROUP), ("@group", IN_A_GROUP)]
)
async def test_one_chat(chat: Any, allowance: tuple[int, float]) -> None:
    """After a short burst a chat gets a message a second, and a group twenty a minute."""
    server = Server(10_000)
    count, seconds = allowance
    await _all(server, *[chat] * (count + 10))
    assert server.took() >= 10 * seconds / count - 1e-6


@pytest.mark.usefixtures("clock")
async def test_all_chats() -> None:
    """All chats together get no more than Telegram grants."""
    server = Server(30)
    await _all(server, *range(1, 121))
    assert server.took() >= (120 - 5) / 30 - 1e-6


@pytest.mark.usefixtures("clock")
async def test_slowest() -> None:
    """One message a second means one message a second."""
    server = Server(1)
    await _all(server, 1, 2, 3)
    assert server.took() >= 2 - 1e-6


async def test_decoration() -> None:
    """Chat actions and reactions take nothing from the allowance."""
    server = Server()
    await _all(server, *[GROUP] * 50, endpoint="sendChatAction")
    await _all(server, *[GROUP] * 50, endpoint="setMessageReaction")
    assert not server.limiter._chats


@pytest.mark.usefixtures("clock")
async def test_told_to_wait() -> None:
    """A request that got a 429 is made again once the time is up, and others in its chat wait."""
    server = Server()
    server.refusals = [RetryAfter(5)]
    await _all(server, PRIVATE, PRIVATE)
    assert len(server.seen) == 3 or len(server.seen) == 4
    assert server.took() >= 5


@pytest.mark.usefixtures("clock")
async def test_other_chats_go_on() -> None:
    """A 429 in one chat holds up no other."""
    server = Server()
    server.refusals = [RetryAfter(60)]
    await _all(server, PRIVATE, OTHER)
    first, other, again = server.seen
    assert [first[0], other[0], again[0]] == [PRIVATE, OTHER, PRIVATE]
    assert other[1] - first[1] < 1
    assert again[1] - first[1] >= 60


@pytest.mark.usefixtures("clock")
async def test_no_chat() -> None:
    """A request that names no chat waits as told as well."""
    server = Server()
    server.refusals = [RetryAfter(3)]
    assert await server.ask(None, "getFile") == "sent"
    assert server.took() >= 3


@pytest.mark.usefixtures("clock")
async def test_no_decoration_while_closed() -> None:
    """While a chat has to wait, it is not asked for decoration."""
    server = Server()
    server.refusals = [RetryAfter(5)]
    waiting = asyncio.create_task(server.ask(PRIVATE))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    seen = len(server.seen)
    assert await server.ask(PRIVATE, "sendChatAction") is True
    assert len(server.seen) == seen
    await waiting


@pytest.mark.usefixtures("clock")
async def test_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A 429 that never ends is handed on."""
    monkeypatch.setattr(module, "ATTEMPTS", 3)
    server = Server()
    server.refusals = [RetryAfter(1)] * 9
    with pytest.raises(RetryAfter):
        await server.ask(PRIVATE)
    assert len(server.seen) == 3


async def test_moved_group() -> None:
    """A group that became a supergroup is written to under its new number, now and later."""
    server = Server()
    server.refusals = [ChatMigrated(MOVED)]
    assert await server.ask(GROUP) == "sent"
    assert await server.ask(GROUP) == "sent"
    assert [chat for chat, _ in server.seen] == [GROUP, MOVED, MOVED]


@pytest.mark.usefixtures("clock")
async def test_forgets() -> None:
    """Chats that were quiet for a while take no memory."""
    server = Server(10_000)
    for chat in range(1, 4 * REMEMBERED):
        await server.ask(chat)
        await asyncio.sleep(1)
    assert len(server.limiter._chats) <= REMEMBERED + 1
