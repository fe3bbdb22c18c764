"""Updates that Telegram posts to the bot, and how Telegram learns where to."""

import hmac
import json
from typing import Any
from urllib.parse import urlsplit

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot

from chat.delivery import insist
from chat.dispatcher import Dispatcher
from chat.health import Health
from chat.updates import ASKED_FOR

log = structlog.get_logger("chat.webhook")

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
LARGEST_BODY = 1_000_000
"""Bytes; an update has a few thousand."""
CONNECTIONS = 40
"""How many updates Telegram may post at the same time."""


class Webhook:
    """Takes updates from whoever knows the secret, and answers once they are on disk."""

    def __init__(self, url: str, secret: str, dispatcher: Dispatcher, health: Health) -> None:
        """`url` is the public address; the path of it is listened to."""
        self._url = url
        self._secret = secret
        self._dispatcher = dispatcher
        self._health = health

    def route(self) -> Route:
        """Return where updates come in."""
        return Route(urlsplit(self._url).path or "/", self.receive, methods=["POST"])

    async def register(self, bot: Bot) -> None:
        """Tell Telegram the address and the secret.

        That is said at every start: Telegram shows the address that it knows, but not the secret,
        and saying the same again changes nothing.

        Raises `TelegramError`.
        """
        await insist(
            lambda: bot.set_webhook(
                self._url,
                secret_token=self._secret,
                allowed_updates=ASKED_FOR,
                max_connections=CONNECTIONS,
            ),
            harmless_twice=True,
        )
        self._health.is_receiving = True

    async def receive(self, request: Request) -> Response:
        """Accept one update. Telegram posts it again until it is told 200."""
        if not self._is_telegram(request):
            return _refuse(403, "wrong or missing secret")
        try:
            body = await _body(request)
            if body is None:
                return _refuse(413, "too large")
            if not self._health.is_receiving or self._dispatcher.is_full:
                return _refuse(503, "not ready, or too busy")
            update: Any = json.loads(body)
            await self._dispatcher.receive([update])
        except (ValueError, RecursionError, ClientDisconnect):
            return _refuse(400, "not JSON")
        except (OSError, SQLAlchemyError) as error:
            return _refuse(503, f"the database failed: {type(error).__name__}")
        return Response()

    def _is_telegram(self, request: Request) -> bool:
        given = request.headers.get(SECRET_HEADER, "")
        return hmac.compare_digest(given.encode(), self._secret.encode())


def _refuse(status: int, reason: str) -> Response:
    log.warning("webhook_refused", status=status, reason=reason)
    return Response(status_code=status)


async def _body(request: Request) -> bytes | None:
    """Read the body, or None as soon as it proves too large."""
    if int(request.headers.get("content-length") or 0) > LARGEST_BODY:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return None
    return bytes(body)
