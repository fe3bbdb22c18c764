"""What an owner may set, from the environment or a `.env` file in the current folder."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from dotenv import dotenv_values

from chat.store import address

TELEGRAM = "https://api.telegram.org"
LOCALHOST = frozenset({"127.0.0.1", "localhost", "::1"})


class SettingError(ValueError):
    """A value that can't be used; the message names the variable and says what to do."""


def _token(text: str) -> str:
    if not re.fullmatch(r"\d+:[\w-]+", text):
        raise ValueError("copy the whole token from @BotFather; it looks like 123456:ABC-def")
    return text


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError(f"give a full address such as {TELEGRAM}")
    return text.rstrip("/")


def _webhook_url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme != "https" and parts.hostname not in LOCALHOST:
        raise ValueError("give an address such as https://bot.example.org/telegram")
    return _url(text)


def _host(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9.:-]+", text):
        raise ValueError("give an address to listen at, such as 127.0.0.1 or 0.0.0.0")
    return text


def _one_of(*choices: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.lower() not in choices:
            raise ValueError(f"choose one of {', '.join(choices)}")
        return text.lower()

    return parse


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,16}", text) or not least <= int(text) <= most:
            raise ValueError(f"give a whole number from {least} to {most}")
        return int(text)

    return parse


def _seconds(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]+)?", text) or float(text) == 0:
        raise ValueError("give a number of seconds above 0, such as 30")
    return float(text)


def _secret(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{8,256}", text):
        raise ValueError(
            "give 8 to 256 letters, digits, _ and -, such as openssl rand -hex 32 makes"
        )
    return text


def _setting(default: Any, parse: Callable[[str], Any], *, secret: bool = False) -> Any:
    return field(default=default, repr=not secret, metadata={"parse": parse})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Each field is the variable of the same name in capitals.

    >>> Settings.from_mapping({"PHOTOS_AT_ONCE": "4"}).photos_at_once
    4
    """

    bot_token: str = _setting("", _token, secret=True)
    """From @BotFather; empty means the local chat."""
    bot_api_url: str = _setting(TELEGRAM, _url)
    database_url: str = _setting("sqlite+aiosqlite:///bot.sqlite3", address.parse, secret=True)
    """Where preferences and given glyphs are; the file's path is relative to the current folder."""
    log_level: str = _setting("info", _one_of("debug", "info", "warning", "error"))
    log_format: str = _setting("console", _one_of("console", "json"))
    recognizer_engine: str = _setting("tensorflow", _one_of("tensorflow", "litert"))
    """What runs the network: a name of `recognizer.engines.MODELS`."""
    recognition_threads: int = _setting(2, _whole(1, 256))
    photos_at_once: int = _setting(16, _whole(1, 1000))
    """Photos that are downloaded or read at the same time; further ones wait their turn."""
    download_timeout: float = _setting(30.0, _seconds)
    """Seconds for one file, retries included."""
    recognition_timeout: float = _setting(30.0, _seconds)
    """Seconds for one photo."""
    photos_waiting: int = _setting(1000, _whole(1, 100_000))
    """Photos that wait for their turn; whoever sends more is asked to come back."""
    photos_waiting_per_person: int = _setting(100, _whole(1, 100_000))
    photo_max_age: float = _setting(3600.0, _seconds)
    """Seconds; for an older photo, found after an outage, the bot only apologizes."""
    messages_per_second: int = _setting(30, _whole(1, 10_000))
    """To all chats together; Telegram grants 30."""
    webhook_url: str = _setting("", _webhook_url)
    """Where Telegram posts updates; empty means polling."""
    webhook_secret: str = _setting("", _secret, secret=True)
    """What Telegram proves itself with."""
    web_host: str = _setting("127.0.0.1", _host)
    web_port: int = _setting(0, _whole(0, 65535))
    """Where the webhook, /healthz, /readyz and /metrics are; 0 for nowhere."""
    owner_id: int = _setting(0, _whole(0, 2**52))
    """Whose /stats is answered."""
    sentry_dsn: str = _setting("", _url, secret=True)
    local_chat_port: int = _setting(8080, _whole(1, 65535))
    """Where the local chat's page is; the next free port if that one is taken."""

    @classmethod
    def load(cls, dotenv: Path = Path(".env")) -> Self:
        """Read the file, if there is one, and the environment, which wins.

        Raises `SettingError`.
        """
        return cls.from_mapping({**dotenv_values(dotenv), **os.environ})

    @classmethod
    def from_mapping(cls, variables: Mapping[str, str | None]) -> Self:
        """Check the variables; one that is absent or blank keeps its default.

        Raises `SettingError`.
        """
        values = {}
        for each in fields(cls):
            variable = each.name.upper()
            if text := (variables.get(variable) or "").strip():
                try:
                    values[each.name] = each.metadata["parse"](text)
                except ValueError as problem:
                    raise SettingError(f"{variable} can't be used: {problem}.") from None
        settings = cls(**values)
        if settings.webhook_url and not settings.webhook_secret:
            raise SettingError(
                "WEBHOOK_URL needs WEBHOOK_SECRET: make one with openssl rand -hex 32."
            )
        if settings.webhook_url and not settings.web_port:
            raise SettingError("WEBHOOK_URL needs WEB_PORT, where the proxy passes updates on to.")
        return settings
