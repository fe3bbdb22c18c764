"""What the bot says of itself in Telegram's menus: commands and descriptions, by language."""

from collections.abc import Iterator, Sequence

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError

from chat.catalogue import CATALOGUES, SOURCE_LANGUAGE
from chat.delivery import insist
from chat.texts import Texts

log = structlog.get_logger("chat.profile")


async def introduce(bot: Bot) -> None:
    """Register commands and descriptions where they changed since the last start.

    A failure is logged, and the bot goes on: its menus are no reason not to read photos.
    """
    try:
        for language in CATALOGUES:
            texts = Texts.speaking(language)
            # What is registered without a language is for everybody else.
            code = "" if language == SOURCE_LANGUAGE else language
            for scope, commands in menus(texts):
                await _set_commands(bot, commands, scope, code)
            await _set_description(bot, texts.description(), code)
            await _set_short_description(bot, texts.short_description(), code)
    except TelegramError as error:
        log.warning("profile_not_updated", reason=str(error))


def menus(texts: Texts) -> Iterator[tuple[BotCommandScope, list[BotCommand]]]:
    """Yield the commands that people are offered, by where they are and what they may do there."""
    helps = BotCommand("help", texts.help_command())
    read = BotCommand("read", texts.read_command())
    how = BotCommand("how", texts.how_command())
    yield (
        BotCommandScopeAllPrivateChats(),
        [
            BotCommand("start", texts.start_command()),
            helps,
            how,
            BotCommand("settings", texts.settings_command()),
            BotCommand("privacy", texts.privacy_command()),
            BotCommand("forget", texts.forget_command()),
        ],
    )
    yield BotCommandScopeAllGroupChats(), [read, how, helps]
    settings = BotCommand("settings", texts.group_settings_command())
    yield BotCommandScopeAllChatAdministrators(), [read, how, settings, helps]


async def _set_commands(
    bot: Bot, commands: Sequence[BotCommand], scope: BotCommandScope, code: str
) -> None:
    current = await insist(lambda: bot.get_my_commands(scope, code), harmless_twice=True)
    if current != tuple(commands):
        await insist(lambda: bot.set_my_commands(commands, scope, code), harmless_twice=True)


async def _set_description(bot: Bot, text: str, code: str) -> None:
    current = await insist(lambda: bot.get_my_description(code), harmless_twice=True)
    if current.description != text:
        await insist(lambda: bot.set_my_description(text, code), harmless_twice=True)


async def _set_short_description(bot: Bot, text: str, code: str) -> None:
    current = await insist(lambda: bot.get_my_short_description(code), harmless_twice=True)
    if current.short_description != text:
        await insist(lambda: bot.set_my_short_description(text, code), harmless_twice=True)
