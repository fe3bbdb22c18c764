"""The one answer to an album: each photo by its number, with what is written on it."""

from html import escape
from typing import Any

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import BaseHandler, MessageHandler
from telegram.ext.filters import ChatType as ChatTypes
from telegram.ext.filters import MessageFilter, UpdateType

from chat.albums import Albums, buttons
from chat.answers import FAIR
from chat.attachments import attachment_of
from chat.delivery import reply
from chat.groups import CARRIES_FILE, PICTURE, READ_CAPTION, REPLY_TO_BOT
from chat.intake import Intake
from chat.manners import Manner, Manners
from chat.reactions import reading_shown
from chat.texts import Texts
from recognizer import Reading

MOST_CHARACTERS = 3500
"""Of digits in one answer; each photo may use its share."""


class InAlbum(MessageFilter):
    """A message that was sent together with others."""

    def filter(self, message: Message) -> bool:
        """Tell whether the message is one."""
        return message.media_group_id is not None


class AlbumAnswers:
    """Reads the photos of an album one after the other and answers them together."""

    def __init__(self, intake: Intake, manners: Manners, albums: Albums) -> None:
        self._intake = intake
        self._manners = manners
        self._albums = albums

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return what to register before the handlers of single photos."""
        where = ChatTypes.PRIVATE | ChatTypes.GROUPS
        wanted = UpdateType.MESSAGE & where & CARRIES_FILE & InAlbum()
        return [MessageHandler(wanted, self.photo)]

    async def photo(self, update: Update, _context: object) -> None:
        """Take in one photo of an album; the answer comes when all are there."""
        if update.message:
            await self._albums.gather(update.message, self.answer)

    async def answer(self, messages: list[Message]) -> None:
        """Answer the messages of one album.

        In a group they are asked about where one of them says so, in its caption or as a reply to
        the bot. Where nobody asks, only photos with digits are named.

        Raises `TelegramError` if the answer can't be delivered.
        """
        first = messages[0]
        asked = first.chat.type == ChatType.PRIVATE or any(
            READ_CAPTION.filter(one) or REPLY_TO_BOT.filter(one) for one in messages
        )
        manner = await self._manners.for_sender(first)
        if not asked and not manner.every_photo:
            return
        attachment = attachment_of(first)
        if len(messages) == 1 and attachment:  # Telegram may show the bot only one of them
            if asked or PICTURE.filter(first):
                await self._intake.answer(
                    first, attachment, manner.texts, asked=asked, full=manner.full, once=True
                )
            return
        await self._together(messages, manner, asked=asked)

    async def _together(self, messages: list[Message], manner: Manner, *, asked: bool) -> None:
        first, texts = messages[0], manner.texts
        async with self._intake.typing(first, asked=asked), reading_shown(first):
            outcomes = [await self._outcome(one, texts, asked=asked) for one in messages]
        if not asked and not any(_has_digits(outcome) for outcome in outcomes):
            return
        share = MOST_CHARACTERS // len(messages)
        lines = [
            _line(number, outcome, texts, share, full=manner.full)
            for number, outcome in enumerate(outcomes, start=1)
            if outcome is not None and (asked or _has_digits(outcome))
        ]
        seen = [n for n, outcome in enumerate(outcomes) if isinstance(outcome, Reading)]
        asker = first.from_user.id if first.from_user else 0
        sent = await reply(first, "\n".join(lines), buttons(seen, asker, texts))
        self._albums.remember(sent, messages)
        for one in messages:
            if attachment := attachment_of(one):
                self._intake.answered.remember(one, attachment)

    async def _outcome(
        self, message: Message, texts: Texts, *, asked: bool
    ) -> Reading | str | None:
        attachment = attachment_of(message)
        if attachment is None or not (asked or PICTURE.filter(message)):
            return None
        return await self._intake.outcome(message.get_bot(), attachment, texts, asked=asked)


def _has_digits(outcome: Reading | str | None) -> bool:
    return isinstance(outcome, Reading) and bool(outcome.digits)


def _line(number: int, outcome: Reading | str, texts: Texts, share: int, *, full: bool) -> str:
    if isinstance(outcome, str):
        return f"{number}: {outcome}"
    if not outcome.digits:
        return f"{number}: {texts.album_no_digits()}"
    text = outcome.text
    if len(text) > share:
        text = f"{text[: share - 1]}…"
    # One block of code a photo: a tap copies it. Buttons to correct look for a <pre>.
    gap = " " if len(outcome.lines) == 1 else "\n"
    line = f"{number}:{gap}<code>{escape(text)}</code>"
    if full and any(digit.confidence < FAIR for digit in outcome.digits):
        return f"{line} {texts.album_doubtful()}"
    return line
