"""A running server for each test, and the ways to talk to it."""

import io
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
from PIL import Image, ImageDraw
from telegram import Bot
from telegram.request import HTTPXRequest

from playground import Playground, serve
from tests.schema import assert_answered_well, assert_conforms

NO_STORE = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # nothing here speaks TLS: load no certificates
BOT_ID = 12345
Call = Callable[..., httpx.Response]


@pytest.fixture(autouse=True)
def _durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have python-telegram-bot give durations as it will in future, without a warning."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


def plain_request() -> HTTPXRequest:
    """The way of python-telegram-bot to a server without TLS."""
    return HTTPXRequest(connection_pool_size=4, httpx_kwargs={"verify": NO_STORE})


@pytest.fixture
def playground() -> Iterator[Playground]:
    """A server with nobody in it yet."""
    with serve(token=f"{BOT_ID}:test") as running:
        yield running


@pytest.fixture
async def bot(playground: Playground) -> AsyncIterator[Bot]:
    """An unmodified python-telegram-bot Bot; what it asked and was told is checked afterwards."""
    async with Bot(
        playground.token,
        base_url=f"{playground.url}/bot",
        base_file_url=f"{playground.url}/file/bot",
        request=plain_request(),
        get_updates_request=plain_request(),
    ) as made:
        yield made
    assert_conforms(playground.requests())
    assert_answered_well(playground.requests())


@pytest.fixture
def call(playground: Playground) -> Iterator[Call]:
    """Ask a method with nothing in between: ``call("sendMessage", chat_id=1, text="a")``."""
    with httpx.Client(base_url=playground.url, timeout=30, verify=NO_STORE) as http:

        def ask(method: str, **params: Any) -> httpx.Response:
            return http.post(f"/bot{playground.token}/{method}", json=params)

        yield ask


def picture(
    width: int = 400, height: int = 300, *, form: str = "JPEG", mode: str = "RGB", **options: Any
) -> bytes:
    """A drawn stroke on paper."""
    image = Image.new(mode, (width, height), "white")
    ImageDraw.Draw(image).line((width // 4, height // 4, width // 2, height // 2), "black", 9)
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()
