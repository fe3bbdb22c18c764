"""What an owner may set, from the environment or a `.env` file in the current folder."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

from dotenv import dotenv_values

TELEGRAM = "https://api.telegram.org"


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


def _one_of(*choices: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text.lower() not in choices:
            raise ValueError(f"choose one of {', '.join(choices)}")
        return text.lower()

    return parse


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not least <= int(text) <= most:
            raise ValueError(f"give a whole number from {least} to {most}")
        return int(text)

    return parse


def _seconds(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,4}(\.[0-9]+)?", text) or float(text) == 0:
        raise ValueError("give a number of seconds above 0, such as 30")
    return float(text)


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
    log_level: str = _setting("info", _one_of("debug", "info", "warning", "error"))
    log_format: str = _setting("console", _one_of("console", "json"))
    recognition_threads: int = _setting(2, _whole(1, 256))
    photos_at_once: int = _setting(16, _whole(1, 1000))
    """Photos that are downloaded or read at the same time; further ones wait their turn."""
    download_timeout: float = _setting(30.0, _seconds)
    """Seconds for one file, retries included."""
    recognition_timeout: float = _setting(30.0, _seconds)
    """Seconds for one photo."""
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
        return cls(**values)
