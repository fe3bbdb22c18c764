"""/how: the way of a photo in five pictures.

They are drawn of the photo that /how replies to, or of the last one that the person sent in the
chat, or of a sample. Of a last photo only Telegram's number for it is known, in memory.
"""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import Message, Update
from telegram.ext import Application, CommandHandler, MessageHandler
from telegram.ext.filters import ChatType, UpdateType

from chat import refusals
from chat.attachments import Attachment, Kind, attachment_of
from chat.delivery import reply
from chat.gallery import sending_photo, show_all
from chat.groups import CARRIES_FILE
from chat.intake import Intake
from chat.manners import Manners
from chat.pictures.sample import sample
from chat.pictures.sight import LooksAtPhotos, look
from chat.pictures.theme import LIGHT
from chat.pictures.way import five
from chat.texts import Texts

log = structlog.get_logger("chat.how")

HOW = "how"
MOST = 10_000
"""People whose last photo is known."""
EARLIER = -1
"""The group of handlers that see a message before it is answered."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What will be explained, and the words before it."""

    attachment: Attachment | None
    """None for the sample."""
    introduction: str


class How:
    """Explains how the bot reads."""

    def __init__(self, intake: Intake, manners: Manners) -> None:
        self._intake = intake
        self._manners = manners
        self._last: OrderedDict[tuple[int, int], Attachment] = OrderedDict()

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Add the command, and what remembers people's last photos."""
        where = ChatType.PRIVATE | ChatType.GROUPS
        application.add_handler(CommandHandler(HOW, self.how, UpdateType.MESSAGE & where))
        application.add_handler(
            MessageHandler(UpdateType.MESSAGE & where & CARRIES_FILE, self.remember), EARLIER
        )

    async def remember(self, update: Update, _context: object) -> None:
        """Remember which photo was a person's last one here."""
        message = update.message
        attachment = attachment_of(message) if message else None
        if message and message.from_user and attachment and attachment.is_picture:
            key = message.chat_id, message.from_user.id
            self._last[key] = attachment
            self._last.move_to_end(key)
            if len(self._last) > MOST:
                self._last.popitem(last=False)

    def forget(self, user_id: int) -> None:
        """Forget which photos were a person's last ones."""
        for key in [key for key in self._last if key[1] == user_id]:
            del self._last[key]

    async def how(self, update: Update, _context: object) -> None:
        """Answer /how."""
        message = update.message
        if message is None:
            return
        texts = (await self._manners.for_sender(message)).texts
        chosen = self._choose(message, texts)
        attachment = chosen.attachment
        async with sending_photo(message):
            try:
                pictures = (
                    await self._intake.work_on(message.get_bot(), attachment, _drawn)
                    if attachment
                    else await self._intake.work(_drawn_sample)
                )
            except refusals.EXPECTED as problem:
                kind = attachment.kind if attachment else Kind.PHOTO
                await reply(message, refusals.wording(problem, kind, texts))
                return
            except Exception:  # whoever asked deserves a word, whatever went wrong
                log.exception("way_not_drawn")
                await reply(message, texts.went_wrong())
                return
            await reply(message, chosen.introduction)
            captions = (
                texts.how_photo(),
                texts.how_ink(),
                texts.how_boxes(),
                texts.how_glyphs(),
                texts.how_chances(),
            )
            await show_all(message, pictures, captions)
        log.info("way_shown", sample=attachment is None)

    def _choose(self, message: Message, texts: Texts) -> Chosen:
        original = message.reply_to_message
        attachment = attachment_of(original) if original else None
        if attachment is None and message.from_user:
            attachment = self._last.get((message.chat_id, message.from_user.id))
        if attachment is None or not attachment.is_picture:
            return Chosen(None, texts.how_sample())
        return Chosen(attachment, texts.how())


def _drawn(recognizer: LooksAtPhotos, data: bytes) -> list[bytes]:
    """Read and draw; this is the work of one of the recognizer's threads."""
    return five(look(recognizer, data), LIGHT)


def _drawn_sample(recognizer: LooksAtPhotos) -> list[bytes]:
    return _drawn(recognizer, sample())
