"""/settings: a message whose buttons change what it shows, in private chats and in groups.

Callback data is `set:what` or `set:what:value`.
"""

from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram import Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update, User
from telegram.constants import ChatType
from telegram.ext import CallbackQueryHandler, CommandHandler, MessageHandler
from telegram.ext.filters import ChatType as ChatTypes
from telegram.ext.filters import StatusUpdate

from chat.administrators import Administrators
from chat.catalogue import CATALOGUES
from chat.delivery import reply
from chat.manners import Manners
from chat.presses import Press
from chat.store.preferences import Preferences
from chat.store.tables import Group, Person
from chat.texts import Texts

log = structlog.get_logger("chat.settings_menu")

SET = "set"
AUTOMATIC = "auto"
LANGUAGES_IN_A_ROW = 2

Handler = CommandHandler[Any, Any] | CallbackQueryHandler[Any, Any] | MessageHandler[Any, Any]


class SettingsMenu:
    """Shows and changes the choices of a person, or of a group for its administrators."""

    def __init__(
        self, preferences: Preferences, manners: Manners, administrators: Administrators
    ) -> None:
        self._preferences = preferences
        self._manners = manners
        self._administrators = administrators

    def handlers(self) -> list[Handler]:
        """Return what to register."""
        return [
            CommandHandler("settings", self.show, ChatTypes.PRIVATE | ChatTypes.GROUPS),
            CallbackQueryHandler(self.press, pattern=f"^{SET}:"),
            MessageHandler(StatusUpdate.MIGRATE, self.move),
        ]

    async def show(self, update: Update, _context: object) -> None:
        """Answer /settings."""
        message = update.message
        if message is None:
            return
        texts = (await self._manners.for_sender(message)).texts
        if _is_group(message.chat) and not await self._administrators.sent(message):
            await reply(message, texts.administrators_only())
            return
        try:
            html, keyboard = await self._menu(message.chat, message.from_user, texts)
        except (OSError, SQLAlchemyError) as error:
            log.warning("settings_not_shown", reason=f"{type(error).__name__}: {error}")
            await reply(message, texts.went_wrong())
        else:
            await reply(message, html, keyboard)

    async def press(self, update: Update, _context: object) -> None:
        """Answer a press on one of the menu's buttons."""
        query = update.callback_query
        if query is None:
            return
        async with Press(query) as press:
            message, user = press.message, query.from_user
            if message is None:
                texts = Texts.speaking(user.language_code)
                await press.answer(texts.cant_change())
                return
            texts = (await self._manners.towards(user, message.chat)).texts
            if not await self._may_change(user, message):
                await press.answer(texts.administrators_only())
                return
            _, what, *value = str(query.data).split(":")
            try:
                await self._change(message.chat, user, what, value)
                # From here on the bot may speak another language.
                texts = (await self._manners.towards(user, message.chat)).texts
                html, keyboard = await self._menu(message.chat, user, texts)
            except (OSError, SQLAlchemyError) as error:
                log.warning("settings_not_saved", reason=f"{type(error).__name__}: {error}")
                await press.answer(texts.not_saved())
                return
            if what == "language" and not value:
                html, keyboard = texts.which_language(), _languages(message.chat, texts)
            await press.answer(texts.saved() if value else None)
            await press.edit(html, keyboard)

    async def move(self, update: Update, _context: object) -> None:
        """Take a group's choices along where it becomes a supergroup."""
        message = update.message
        if message is None:
            return
        before = message.migrate_from_chat_id or message.chat_id
        try:
            await self._preferences.move_group(
                before, message.migrate_to_chat_id or message.chat_id
            )
        except (OSError, SQLAlchemyError) as error:
            log.warning("group_not_moved", reason=f"{type(error).__name__}: {error}")

    async def _may_change(self, user: User, message: Message) -> bool:
        return not _is_group(message.chat) or await self._administrators.include(
            user.id, message.chat, message.get_bot()
        )

    async def _change(self, chat: Chat, user: User, what: str, value: list[str]) -> None:
        if not value:
            return
        chosen: dict[str, str | bool | None] = {}
        if what == "language" and value[0] in {AUTOMATIC, *CATALOGUES}:
            chosen["language"] = None if value[0] == AUTOMATIC else value[0]
        elif what in {"help_improve", "every_photo", "full_answers"} and value[0] in {"0", "1"}:
            chosen[what] = value[0] == "1"
        columns = (Group if _is_group(chat) else Person).__table__.columns
        if not chosen or not set(chosen) <= set(columns.keys()):
            return  # a button that this version of the bot doesn't make
        if _is_group(chat):
            await self._preferences.change_group(chat.id, **chosen)
        else:
            await self._preferences.change_person(user.id, **chosen)

    async def _menu(
        self, chat: Chat, user: User | None, texts: Texts
    ) -> tuple[str, InlineKeyboardMarkup]:
        if _is_group(chat):
            return _of_group(await self._preferences.of_group(chat.id), texts)
        return _of_person(await self._preferences.of_person(user.id if user else 0), texts)


def _is_group(chat: Chat) -> bool:
    return chat.type != ChatType.PRIVATE


def _of_person(person: Person, texts: Texts) -> tuple[str, InlineKeyboardMarkup]:
    html = texts.person_settings(
        _name(person.language) or texts.language_of_client(),
        texts.help_improve_on() if person.help_improve else texts.help_improve_off(),
    )
    switch = (
        _button(texts.switch_off_button(), "help_improve", "0")
        if person.help_improve
        else _button(texts.switch_on_button(), "help_improve", "1")
    )
    return html, InlineKeyboardMarkup([[_button(texts.language_button(), "language")], [switch]])


def _of_group(group: Group, texts: Texts) -> tuple[str, InlineKeyboardMarkup]:
    photos = texts.only_when_asked(), texts.every_photo()
    answers = texts.terse_answers(), texts.full_answers()
    html = texts.group_settings(
        _name(group.language) or texts.language_of_asker(),
        photos[group.every_photo],
        answers[group.full_answers],
    )
    other_photos, other_answers = not group.every_photo, not group.full_answers
    return html, InlineKeyboardMarkup(
        [
            [_button(texts.language_button(), "language")],
            [
                _button(
                    texts.photos_button(photos[other_photos]), "every_photo", str(int(other_photos))
                )
            ],
            [
                _button(
                    texts.answers_button(answers[other_answers]),
                    "full_answers",
                    str(int(other_answers)),
                )
            ],
        ]
    )


def _languages(chat: Chat, texts: Texts) -> InlineKeyboardMarkup:
    automatic = texts.language_of_asker() if _is_group(chat) else texts.language_of_client()
    named = [_button(str(_name(code)), "language", code) for code in CATALOGUES]
    rows = [
        named[start : start + LANGUAGES_IN_A_ROW]
        for start in range(0, len(named), LANGUAGES_IN_A_ROW)
    ]
    return InlineKeyboardMarkup(
        [
            *rows,
            [_button(automatic, "language", AUTOMATIC)],
            [_button(texts.back_button(), "home")],
        ]
    )


def _name(language: str | None) -> str | None:
    """Name a language in itself; None where none was chosen, or it is no longer spoken."""
    return Texts.speaking(language).language_name() if language in CATALOGUES else None


def _button(text: str, *what: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text[:1].upper() + text[1:], callback_data=":".join([SET, *what]))
