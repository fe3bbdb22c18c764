"""The bot comes into a group: it says once what it does, what it can see there, and how to ask."""

from typing import Any

import structlog
from telegram import ChatMember, ChatMemberUpdated, Update
from telegram.constants import ChatMemberStatus, ChatType, ParseMode
from telegram.error import BadRequest, Forbidden
from telegram.ext import BaseHandler, ChatMemberHandler

from chat.delivery import insist
from chat.groups import READ
from chat.manners import Manner, Manners

log = structlog.get_logger("chat.arrivals")

INSIDE = {
    ChatMemberStatus.OWNER,
    ChatMemberStatus.ADMINISTRATOR,
    ChatMemberStatus.MEMBER,
    ChatMemberStatus.RESTRICTED,
}


class Arrivals:
    """Introduces the bot where somebody added it."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return what to register."""
        return [ChatMemberHandler(self.moved, ChatMemberHandler.MY_CHAT_MEMBER)]

    async def moved(self, update: Update, _context: object) -> None:
        """Say hello in a group that the bot has just come into; no other change gets a word."""
        change = update.my_chat_member
        if change is None or change.chat.type not in {ChatType.GROUP, ChatType.SUPERGROUP}:
            return
        if _is_inside(change.old_chat_member) or not _is_inside(change.new_chat_member):
            return
        manner = await self._manners.towards(change.from_user, change.chat)
        bot = change.get_bot()
        try:
            await insist(
                lambda: bot.send_message(
                    change.chat.id, _hello(change, manner), parse_mode=ParseMode.HTML
                ),
                harmless_twice=False,
            )
        except (BadRequest, Forbidden) as error:  # silenced there, or gone again
            log.info("no_introduction", reason=error.message)


def _is_inside(member: ChatMember) -> bool:
    """Tell whether a membership is one; who is restricted may have left."""
    return member.status in INSIDE and getattr(member, "is_member", True)


def _hello(change: ChatMemberUpdated, manner: Manner) -> str:
    bot = change.get_bot()
    read_command = f"/{READ}@{bot.username}"
    is_administrator = change.new_chat_member.status == ChatMemberStatus.ADMINISTRATOR
    if not (is_administrator or bot.can_read_all_group_messages):
        return manner.texts.hello_group_asked(read_command)
    if manner.every_photo:
        return manner.texts.hello_group_every_photo(read_command)
    return manner.texts.hello_group_when_asked(read_command)
