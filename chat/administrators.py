"""Who may decide for a group, or press what somebody else asked for."""

import time

import structlog
from telegram import Bot, Chat, Message
from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from chat.delivery import insist

log = structlog.get_logger("chat.administrators")

REMEMBERED_FOR = 30.0
"""Seconds: somebody who presses again and again costs one request, not many."""
MOST_REMEMBERED = 1000

RANKS = {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR}


class Administrators:
    """Asks Telegram for a person's rank in a group, and remembers it for a moment."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], tuple[float, bool]] = {}

    async def include(self, user_id: int, chat: Chat, bot: Bot) -> bool:
        """Tell whether somebody administers the group; nobody does where Telegram won't say."""
        key = chat.id, user_id
        until, known = self._known.get(key, (0.0, False))
        if time.monotonic() < until:
            return known
        try:
            member = await insist(lambda: bot.get_chat_member(*key), harmless_twice=True)
        except TelegramError as error:
            log.info("rank_unknown", reason=str(error))
            return False
        if len(self._known) >= MOST_REMEMBERED:
            self._known.clear()
        ranks = member.status in RANKS
        self._known[key] = time.monotonic() + REMEMBERED_FOR, ranks
        return ranks

    async def sent(self, message: Message) -> bool:
        """Tell whether an administrator wrote a group's message, in the group's name or not."""
        if message.sender_chat:
            return message.sender_chat.id == message.chat_id
        sender = message.from_user
        return sender is not None and await self.include(sender.id, message.chat, message.get_bot())
