"""/privacy and /forget: what is kept of a person, and its end."""

from collections.abc import Callable
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram import Update
from telegram.ext import CommandHandler
from telegram.ext.filters import ChatType

from chat.delivery import reply
from chat.manners import Manners
from chat.store.preferences import Preferences

log = structlog.get_logger("chat.privacy")


class Privacy:
    """Says what is kept, and erases it."""

    def __init__(
        self, preferences: Preferences, manners: Manners, *memories: Callable[[int], None]
    ) -> None:
        """`memories` forget what is known of a person in memory alone."""
        self._preferences = preferences
        self._manners = manners
        self._memories = memories

    def handlers(self) -> list[CommandHandler[Any, Any]]:
        """Return what to register."""
        anywhere = ChatType.PRIVATE | ChatType.GROUPS
        return [
            CommandHandler("privacy", self.privacy, anywhere),
            CommandHandler("forget", self.forget, anywhere),
        ]

    async def privacy(self, update: Update, _context: object) -> None:
        """Answer /privacy."""
        if message := update.message:
            await reply(message, (await self._manners.for_sender(message)).texts.privacy())

    async def forget(self, update: Update, _context: object) -> None:
        """Erase what the sender gave and chose, and say so in the language chosen until now."""
        message = update.message
        if message is None or message.from_user is None:
            return
        texts = (await self._manners.for_sender(message)).texts
        for forget in self._memories:
            forget(message.from_user.id)
        try:
            count = await self._preferences.forget(message.from_user.id)
        except (OSError, SQLAlchemyError) as error:
            log.warning("not_forgotten", reason=f"{type(error).__name__}: {error}")
            await reply(message, texts.went_wrong())
        else:
            await reply(message, texts.forgotten(count))
