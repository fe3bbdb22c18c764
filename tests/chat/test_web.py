"""Promises of chat/web.py and chat/health.py: what monitoring gets to know, and from where."""

import socket
import time
from collections.abc import AsyncIterator

import httpx
import pytest

from chat import health as module
from chat import metrics
from chat.health import Health
from chat.settings import SettingError, Settings
from chat.web import app, serving


class Part:
    """A database that may be away."""

    def __init__(self) -> None:
        self.fails = False

    async def check(self) -> None:
        """Answer, or fail."""
        if self.fails:
            raise OSError("secret words")


@pytest.fixture
def database() -> Part:
    """A database that answers."""
    return Part()


@pytest.fixture
def health(database: Part) -> Health:
    """A bot that is ready, by polling."""
    health = Health(database.check)
    health.is_loaded = health.is_receiving = health.polls = True
    health.heard()
    return health


@pytest.fixture
async def client(health: Health) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who asks."""
    transport = httpx.ASGITransport(app(health))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        yield client


async def ready(client: httpx.AsyncClient) -> tuple[int, list[str]]:
    """What /readyz says."""
    answer = await client.get("/readyz")
    found: list[str] = answer.json()["waiting_for"]
    return answer.status_code, found


async def test_ready(client: httpx.AsyncClient) -> None:
    """A bot that can answer photos says so."""
    assert await ready(client) == (200, [])


async def test_not_ready(client: httpx.AsyncClient, health: Health, database: Part) -> None:
    """Whatever is missing is named, and alive is another question."""
    health.is_loaded = health.is_receiving = False
    database.fails = True
    assert await ready(client) == (503, ["recognizer", "telegram", "database"])
    answer = await client.get("/healthz")
    assert (answer.status_code, answer.text) == (200, "ok")


async def test_silence(
    client: httpx.AsyncClient, health: Health, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A poll that has not been answered for minutes is a problem; a quiet webhook is none."""
    now = time.monotonic()
    monkeypatch.setattr("chat.health.time.monotonic", lambda: now + module.SILENCE + 1)
    assert await ready(client) == (503, ["telegram"])
    health.polls = False
    assert await ready(client) == (200, [])


async def test_metrics(client: httpx.AsyncClient) -> None:
    """Prometheus gets counts and times of all that matters."""
    metrics.PHOTOS.labels("read").inc()
    with metrics.timed("read"):
        pass
    text = (await client.get("/metrics")).text
    for name in (
        'bot_photos_total{outcome="read"}',
        'bot_stage_seconds_bucket{le="0.1",stage="read"}',
        "bot_updates_total",
        "bot_update_seconds_count",
        "bot_photos_waiting",
        "bot_photos_in_hand",
        "bot_updates_unfinished",
        "bot_requests_repeated_total",
        "bot_errors_total",
        "process_resident_memory_bytes",
    ):
        assert name in text


async def test_nothing_else(client: httpx.AsyncClient) -> None:
    """There is nothing else to find, and nothing to change."""
    assert (await client.get("/")).status_code == 404
    assert (await client.post("/metrics")).status_code == 405


async def test_taken_port(health: Health) -> None:
    """A port that somebody has is refused with the setting's name."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(SettingError, match="WEB_PORT"):
            async with serving(app(health), "127.0.0.1", port):
                pass


def test_local_by_default() -> None:
    """Metrics are nobody else's business: they are served when asked for, and then here alone."""
    settings = Settings.from_mapping({})
    assert (settings.web_port, settings.web_host) == (0, "127.0.0.1")
