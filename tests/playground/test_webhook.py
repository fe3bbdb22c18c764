"""Delivery to the bot's own HTTP server."""

import contextlib
import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import loads
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.error import BadRequest
from telegram.ext import Application, CommandHandler, ContextTypes

from playground import Playground
from tests.playground.conftest import plain_request

Delivery = dict[str, Any]


@dataclass
class Receiver:
    """A webhook that answers with the statuses it was given, then with 200."""

    statuses: list[int] = field(default_factory=list)
    came: "queue.Queue[Delivery]" = field(default_factory=queue.Queue)
    url: str = ""

    def next(self) -> Delivery:
        """The next delivery."""
        return self.came.get(timeout=20)


@contextlib.contextmanager
def receiving() -> Iterator[Receiver]:
    """Run a webhook of this test's own."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = loads(self.rfile.read(int(self.headers["content-length"])))
            status = receiver.statuses.pop(0) if receiver.statuses else 200
            secret = self.headers.get("X-Telegram-Bot-Api-Secret-Token")
            # Before the answer: after it the next one may come in another thread.
            receiver.came.put({"update": body, "secret": secret, "status": status})
            self.send_response(status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield receiver
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A webhook that accepts everything."""
    with receiving() as made:
        yield made


async def test_updates_are_posted_with_the_secret(
    playground: Playground, bot: Bot, receiver: Receiver
) -> None:
    """Each update comes as JSON with the secret header; what waited before comes too."""
    ann = playground.user("Ann")
    playground.send_text(ann, "one")
    await bot.set_webhook(receiver.url, secret_token="s3cret")  # noqa: S106
    playground.send_text(ann, "two")
    deliveries = [receiver.next(), receiver.next()]

    assert [item["update"]["message"]["text"] for item in deliveries] == ["one", "two"]
    assert {item["secret"] for item in deliveries} == {"s3cret"}
    assert playground.wait_until(lambda: playground.state()["pending"] == 0)


async def test_a_refused_update_comes_again_before_the_next(
    playground: Playground, bot: Bot, receiver: Receiver
) -> None:
    """What is not accepted is repeated, and the chat's later updates wait for it."""
    receiver.statuses = [500, 404]
    await bot.set_webhook(receiver.url)
    ann = playground.user("Ann")
    playground.send_text(ann, "one")
    playground.send_text(ann, "two")
    deliveries = [receiver.next() for _ in range(4)]
    info = await bot.get_webhook_info()

    assert [item["update"]["message"]["text"] for item in deliveries] == ["one"] * 3 + ["two"]
    assert "404" in (info.last_error_message or "")


async def test_another_chat_does_not_wait(
    playground: Playground, bot: Bot, receiver: Receiver
) -> None:
    """While one chat's update is refused again and again, another chat is served."""
    receiver.statuses = [500]
    ann, bob = playground.user("Ann"), playground.user("Bob")
    playground.send_text(ann, "one")
    playground.send_text(bob, "two")
    await bot.set_webhook(receiver.url)
    texts = {receiver.next()["update"]["message"]["text"] for _ in range(3)}

    assert texts == {"one", "two"}


async def test_a_duplicate_is_posted_twice(
    playground: Playground, bot: Bot, receiver: Receiver
) -> None:
    """A doubled update is posted once more although it was accepted."""
    await bot.set_webhook(receiver.url)
    playground.fault("duplicate", count=1)
    playground.send_text(playground.user("Ann"), "one")
    first, second = receiver.next(), receiver.next()

    assert first["update"] == second["update"]


async def test_what_a_webhook_must_be(bot: Bot) -> None:
    """Other machines need HTTPS on one of four ports; a secret has its own alphabet."""
    with pytest.raises(BadRequest, match="an https url must be provided"):
        await bot.set_webhook("http://example.org/hook")
    with pytest.raises(BadRequest, match="only on ports 80, 88, 443 or 8443"):
        await bot.set_webhook("https://example.org:8081/hook")
    with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
        await bot.set_webhook("http://127.0.0.1:1/", secret_token="no spaces")  # noqa: S106
    assert (await bot.get_webhook_info()).url == ""


async def test_waiting_updates_can_be_dropped(playground: Playground, bot: Bot) -> None:
    """Dropping forgets what waits."""
    playground.send_text(playground.user("Ann"), "one")
    assert (await bot.get_webhook_info()).pending_update_count == 1
    await bot.delete_webhook(drop_pending_updates=True)

    assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_an_application_is_served_by_webhook(
    playground: Playground, receiver: Receiver, bot: Bot
) -> None:
    """A python-telegram-bot application answers what comes to its webhook."""

    async def start(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        await update.message.reply_text("hello", do_quote=True)

    application = (
        Application.builder()
        .token(playground.token)
        .base_url(f"{playground.url}/bot")
        .request(plain_request())
        .get_updates_request(plain_request())
        .updater(None)
        .build()
    )
    application.add_handler(CommandHandler("start", start))
    await bot.set_webhook(receiver.url)
    ann = playground.user("Ann")
    async with application:
        playground.send_text(ann, "/start")
        update = Update.de_json(receiver.next()["update"], application.bot)
        await application.process_update(update)

    assert [message["text"] for message in playground.bot_messages(ann)] == ["hello"]
