"""A press of a button: answered exactly once, whatever becomes of it."""

from typing import Self

import structlog
from telegram import CallbackQuery, InlineKeyboardMarkup, Message
from telegram.constants import CallbackQueryLimit, ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from chat.delivery import insist

log = structlog.get_logger("chat.presses")


class Press:
    """One callback query. As a context manager it makes sure that the query is answered."""

    def __init__(self, query: CallbackQuery) -> None:
        self.query = query
        self._answered = False

    @property
    def message(self) -> Message | None:
        """The message with the button; None where it is too old for Telegram to hand it over."""
        message = self.query.message
        return message if isinstance(message, Message) and message.is_accessible else None

    @property
    def answered(self) -> bool:
        """Whether it had its answer already."""
        return self._answered

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if not self._answered:
            await self.answer()

    async def answer(self, text: str | None = None, *, alert: bool = False) -> None:
        """Answer it, with words on top of the chat or in a box; once is enough.

        A query that Telegram has given up is logged and nothing more.
        """
        if self._answered:
            return
        self._answered = True
        if text:
            text = text[: CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH]
        try:
            await insist(
                lambda: self.query.answer(text, show_alert=alert or None), harmless_twice=True
            )
        except TelegramError as error:
            log.info("press_not_answered", reason=str(error))

    async def edit(self, html: str | None, keyboard: InlineKeyboardMarkup | None) -> None:
        """Change the message: its text, or the keyboard alone where there is no new text."""
        if self.message:
            await edit(self.message, html, keyboard)


async def edit(
    message: Message, html: str | None, keyboard: InlineKeyboardMarkup | None
) -> Message | None:
    """Change one of the bot's messages; return it, or None where it can't be changed.

    Nothing to change, a message that is gone and a chat that is closed are no errors.

    Raises `TelegramError` for all others.
    """
    try:
        if html is None:
            changed = await insist(lambda: message.edit_reply_markup(keyboard), harmless_twice=True)
        else:
            changed = await insist(
                lambda: message.edit_text(html, ParseMode.HTML, reply_markup=keyboard),
                harmless_twice=True,
            )
    except (BadRequest, Forbidden) as error:
        log.info("not_edited", reason=error.message)
        return None
    return changed if isinstance(changed, Message) else None
