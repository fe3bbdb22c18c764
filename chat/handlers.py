"""Which message gets which answer, in private chats and in groups."""

from typing import Any

import structlog
from telegram import Message, Update
from telegram.error import Forbidden, NetworkError
from telegram.ext import Application, BaseHandler, CommandHandler, MessageHandler
from telegram.ext.filters import ChatType, StatusUpdate

from chat.attachments import attachment_of
from chat.corrections import Corrections
from chat.delivery import reply
from chat.groups import (
    CARRIES_FILE,
    PICTURE,
    PICTURE_OR_HEIC,
    READ,
    READ_CAPTION,
    REPLY_TO_BOT,
)
from chat.intake import Intake
from chat.manners import Manners
from chat.texts import Texts

log = structlog.get_logger("chat.handlers")

PRIVATE = ChatType.PRIVATE
GROUPS = ChatType.GROUPS


class Handlers:
    """The bot's half of the conversation."""

    def __init__(
        self,
        intake: Intake,
        manners: Manners,
        corrections: Corrections,
        *commands: BaseHandler[Any, Any, Any],
    ) -> None:
        """`commands` are further handlers, those of other rooms of the conversation."""
        self._intake = intake
        self._manners = manners
        self._corrections = corrections
        self._commands = commands

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Add every handler. Order matters: the first that matches takes the message."""
        application.add_handlers(
            [
                CommandHandler("start", self.start, PRIVATE),
                CommandHandler("help", self.help, PRIVATE),
                CommandHandler(["start", "help"], self.group_help, GROUPS),
                CommandHandler(READ, self.read, PRIVATE | GROUPS),
                *self._commands,
                self._corrections.by_text(),
                MessageHandler(PRIVATE & CARRIES_FILE, self.photo),
                MessageHandler(PRIVATE & ~StatusUpdate.ALL, self.no_photo),
                MessageHandler(GROUPS & CARRIES_FILE & READ_CAPTION, self.photo),
                MessageHandler(GROUPS & PICTURE_OR_HEIC & REPLY_TO_BOT, self.photo),
                MessageHandler(GROUPS & PICTURE, self.passing_photo),
                self._corrections.by_button(),
            ]
        )
        application.add_error_handler(self.failure)

    async def start(self, update: Update, _context: object) -> None:
        """Answer /start in a private chat."""
        message = _message(update)
        await reply(message, (await self._texts(message)).welcome())

    async def help(self, update: Update, _context: object) -> None:
        """Answer /help in a private chat."""
        message = _message(update)
        await reply(message, (await self._texts(message)).help(_read_command(message)))

    async def group_help(self, update: Update, _context: object) -> None:
        """Answer /start and /help in a group."""
        message = _message(update)
        texts = await self._texts(message)
        await reply(message, texts.group_help(_read_command(message)))

    async def read(self, update: Update, _context: object) -> None:
        """Read the photo that /read replies to."""
        message = _message(update)
        photo = message.reply_to_message
        attachment = photo and attachment_of(photo)
        manner = await self._manners.for_sender(message)
        if photo and attachment:
            asker = message.from_user.id if message.from_user else None
            await self._intake.answer(
                photo, attachment, manner.texts, asker=asker, full=manner.full
            )
        else:
            await reply(message, manner.texts.nothing_to_read())

    async def photo(self, update: Update, _context: object) -> None:
        """Read a photo that was sent to the bot; albums are answered elsewhere."""
        await self._answer(_message(update), asked=True)

    async def passing_photo(self, update: Update, _context: object) -> None:
        """Read a photo that the bot may see in a group, though nobody asked."""
        await self._answer(_message(update), asked=False)

    async def no_photo(self, update: Update, _context: object) -> None:
        """Answer whatever holds no picture in a private chat."""
        message = _message(update)
        await reply(message, (await self._texts(message)).send_a_photo())

    async def failure(self, _update: object, context: Any) -> None:
        """Log what no handler expected; the sender of a photo has had an answer by then."""
        error = context.error
        if isinstance(error, Forbidden):
            log.info("may_not_write", reason=error.message)
        elif isinstance(error, NetworkError):
            log.warning("answer_lost", reason=f"{type(error).__name__}: {error}")
        else:
            log.error("handler_failed", exc_info=error)

    async def _answer(self, message: Message, *, asked: bool) -> None:
        attachment = attachment_of(message)
        manner = await self._manners.for_sender(message)
        if attachment and (asked or manner.every_photo):
            await self._intake.answer(
                message, attachment, manner.texts, asked=asked, full=manner.full, once=True
            )

    async def _texts(self, message: Message) -> Texts:
        return (await self._manners.for_sender(message)).texts


def _message(update: Update) -> Message:
    if update.message is None:
        raise TypeError("only new messages are asked of Telegram")
    return update.message


def _read_command(message: Message) -> str:
    return f"/{READ}@{message.get_bot().username}"
