"""Which messages of a chat reach the bot."""

from playground.entities import cut
from playground.messages import Message
from playground.people import SETTLED, Bot


def receives(bot: Bot, message: Message) -> bool:
    """Whether Telegram hands this message to the bot.

    With privacy mode on, that is in a group: service messages, replies to the bot, messages sent
    via it, commands that name it, and bare commands where it was the last bot to write.
    Administrators and bots without privacy mode get everything that people say.
    """
    chat = message.chat
    if message.from_bot or message.sender.is_bot:
        return False
    if chat.is_private:
        return True
    if chat.bot_status not in SETTLED:
        return False
    if message.is_service or chat.bot_status == "administrator" or not chat.privacy:
        return True
    return _is_reply(message) or _is_via(bot, message) or _is_command(bot, message)


def _is_reply(message: Message) -> bool:
    return message.reply_to is not None and message.reply_to.from_bot


def _is_via(bot: Bot, message: Message) -> bool:
    return bool(message.content.get("via_bot", {}).get("id") == bot.id)


def _is_command(bot: Bot, message: Message) -> bool:
    for entity in message.entities:
        if entity["type"] == "bot_command" and entity["offset"] == 0:
            _, _, name = cut(message.text, entity).partition("@")
            if name:
                return name.lower() == (bot.username or "").lower()
            return message.chat.last_bot == bot.id
    return False
