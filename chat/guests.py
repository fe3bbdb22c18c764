"""Guest mode: in chats where the bot is no member, a mention in reply to a photo gets an answer.

Telegram hands such a mention over as `guest_message`, and the answer goes back through the query
that it carries. Buttons that report back would lead nowhere there, so the answer has none of them.
"""

from typing import Any

import structlog
from telegram import (
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Message,
    Update,
)
from telegram.constants import InlineKeyboardButtonLimit, ParseMode
from telegram.error import BadRequest, Forbidden
from telegram.ext import BaseHandler, MessageHandler
from telegram.ext.filters import UpdateType

from chat import answers
from chat.attachments import Attachment, attachment_of
from chat.delivery import insist
from chat.intake import Intake
from chat.manners import Manner, Manners
from chat.shown import Shown

log = structlog.get_logger("chat.guests")


class Guests:
    """Answers where the bot was only mentioned."""

    def __init__(self, intake: Intake, manners: Manners) -> None:
        self._intake = intake
        self._manners = manners

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return what to register first: no other handler could answer such a message."""
        return [MessageHandler(UpdateType.GUEST_MESSAGE, self.mentioned)]

    async def mentioned(self, update: Update, _context: object) -> None:
        """Read the photo that the mention replies to, or that it stands under."""
        message = update.guest_message
        if message is None or message.guest_query_id is None:
            return
        manner = await self._manners.for_sender(message)
        attachment = _photo_of(message)
        if attachment is None:
            name = f"@{message.get_bot().username}"
            await _answer(message, manner, manner.texts.guest_nothing_to_read(name), None)
            return
        outcome = await self._intake.outcome(
            message.get_bot(), attachment, manner.texts, asked=True
        )
        if isinstance(outcome, str):
            await _answer(message, manner, outcome, None)
        elif outcome is not None:
            html = answers.wording(outcome, manner.texts, full=manner.full)
            await _answer(message, manner, html, _copy(Shown(outcome.text), manner))


def _photo_of(message: Message) -> Attachment | None:
    for holder in (message.reply_to_message, message):
        if holder is not None and (attachment := attachment_of(holder)):
            return attachment
    return None


def _copy(shown: Shown, manner: Manner) -> InlineKeyboardMarkup | None:
    if not 1 <= len(shown.to_copy) <= InlineKeyboardButtonLimit.MAX_COPY_TEXT:
        return None
    button = InlineKeyboardButton(
        manner.texts.copy_button(), copy_text=CopyTextButton(shown.to_copy)
    )
    return InlineKeyboardMarkup([[button]])


async def _answer(
    message: Message, manner: Manner, html: str, keyboard: InlineKeyboardMarkup | None
) -> None:
    """Answer the query; one that Telegram has given up is logged and nothing more.

    Raises `TelegramError`.
    """
    query_id = str(message.guest_query_id)
    result = InlineQueryResultArticle(
        id="reading",
        title=manner.texts.guest_title(),
        input_message_content=InputTextMessageContent(html, ParseMode.HTML),
        reply_markup=keyboard,
    )
    try:
        await insist(
            lambda: message.get_bot().answer_guest_query(query_id, result), harmless_twice=False
        )
    except (BadRequest, Forbidden) as error:
        log.info("guest_not_answered", reason=error.message)
