"""Delivery of updates to the bot's own HTTP server."""

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from playground.errors import bad_request
from playground.parameters import Parameters
from playground.updates import Pending, Updates

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # a header's name
PORTS = frozenset({443, 80, 88, 8443})
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_LOCAL = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass
class Settings:
    """What setWebhook was told, and how it went since."""

    url: str = ""
    secret: str | None = None
    max_connections: int = 40
    last_error: dict[str, Any] = field(default_factory=dict)


class Webhook:
    """Posts updates one after the other within a chat, chats side by side, until each gets 2xx."""

    def __init__(
        self, updates: Updates, *, first_pause: float = 0.05, last_pause: float = 5
    ) -> None:
        self._updates = updates
        self._pauses = first_pause, last_pause
        self._settings = Settings()
        self._posting: dict[int | None, asyncio.Task[None]] = {}
        self._dispatcher: asyncio.Task[None] | None = None

    def set(self, params: Parameters) -> bool:
        """``setWebhook``: HTTPS on the usual ports, or this machine, as a local server allows."""
        url = params.text("url")
        if url:
            parts = urlsplit(url)
            local = parts.hostname in _LOCAL
            if parts.scheme != "https" and not (local and parts.scheme == "http"):
                raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
            if not local and (parts.port or 443) not in PORTS:
                raise bad_request(
                    "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
                )
        secret = params.get("secret_token")
        if secret is not None and not _SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        if params.get("allowed_updates") is not None:
            self._updates.allowed = list(params.get("allowed_updates"))
        if params.get("drop_pending_updates"):
            self._updates.drop()
        self._settings = Settings(url, secret, params.number("max_connections", 40))
        self._updates.webhook_url = url
        self._updates.listened = self._updates.listened or bool(url)
        self._updates.wake()
        return True

    def info(self) -> dict[str, Any]:
        """What getWebhookInfo answers."""
        info: dict[str, Any] = {
            "url": self._settings.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending),
        }
        if self._settings.url:
            info["max_connections"] = self._settings.max_connections
            info |= self._settings.last_error
        if self._updates.allowed:
            info["allowed_updates"] = self._updates.allowed
        return info

    async def run(self) -> None:
        """Deliver whatever comes, until cancelled."""
        while not self._settings.url:
            await self._updates.changed(60)
        async with httpx.AsyncClient(timeout=60, trust_env=False) as client:
            try:
                while True:
                    if self._settings.url:
                        self._dispatch(client)
                    await self._updates.changed(60)
            finally:
                tasks = list(self._posting.values())
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    def _dispatch(self, client: httpx.AsyncClient) -> None:
        for number in sorted(self._updates.pending):
            update = self._updates.pending[number]
            if len(self._posting) >= self._settings.max_connections:
                return
            if update.chat_id not in self._posting:
                self._posting[update.chat_id] = asyncio.create_task(self._post(client, update))

    async def _post(self, client: httpx.AsyncClient, update: Pending) -> None:
        pause, last_pause = self._pauses
        try:
            while update.id in self._updates.pending and self._settings.url:
                settings = self._settings
                if await self._accepted(client, update, settings):
                    self._updates.confirm(update.id)
                    return
                await asyncio.sleep(pause)
                pause = min(pause * 2, last_pause)
        finally:
            del self._posting[update.chat_id]
            self._updates.wake()

    @staticmethod
    async def _accepted(client: httpx.AsyncClient, update: Pending, settings: Settings) -> bool:
        update.delivered = True
        headers = {SECRET_HEADER: settings.secret} if settings.secret else {}
        try:
            answer = await client.post(settings.url, json=update.payload, headers=headers)
        except httpx.HTTPError as error:
            reason = f"Connection failed: {error}" if str(error) else type(error).__name__
        else:
            if answer.is_success:
                return True
            reason = f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"
        settings.last_error = {
            "last_error_date": int(time.time()),
            "last_error_message": reason,
        }
        return False
