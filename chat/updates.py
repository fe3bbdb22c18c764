"""From an update as Telegram sends it to one that handlers can rely on, or to nothing."""

from typing import Any

import structlog
from telegram import Bot, Update
from telegram.constants import UpdateType

from chat.shape import fits

log = structlog.get_logger("chat.updates")

ASKED_FOR = (
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.MY_CHAT_MEMBER,
    UpdateType.GUEST_MESSAGE,
)
"""What Telegram is asked to send."""


def number_of(raw: Any) -> int | None:
    """Return an update's number, if it has a usable one."""
    number = raw.get("update_id") if isinstance(raw, dict) else None
    return number if type(number) is int and 0 <= number < 2**62 else None


def parse(raw: Any, bot: Bot) -> Update | None:
    """Parse one update; one that makes no sense is logged without its content, and skipped."""
    number = number_of(raw)
    if number is None or not fits(raw):
        log.warning("update_skipped", update_id=number, reason="not as the Bot API describes")
        return None
    try:
        return Update.de_json(raw, bot)
    except Exception as error:  # noqa: BLE001 - a library that meets the unexpected
        log.warning("update_skipped", update_id=number, reason=type(error).__name__)
        return None
