"""Captions that were edited: in a group, /read can be added to a photo that is there already."""

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, MessageHandler
from telegram.ext.filters import ChatType, UpdateType

from chat.attachments import attachment_of
from chat.groups import READ_CAPTION
from chat.intake import Intake
from chat.manners import Manners


class Edits:
    """Answers a photo whose caption asks for it only now; all other edits are passed over."""

    def __init__(self, intake: Intake, manners: Manners) -> None:
        self._intake = intake
        self._manners = manners

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return what to register first: no other handler should take an edit for a message."""
        return [MessageHandler(UpdateType.EDITED, self.edited)]

    async def edited(self, update: Update, _context: object) -> None:
        """Read the photo, unless it was answered already or nobody asks."""
        message = update.edited_message
        if message is None or not ChatType.GROUPS.filter(message):
            return
        attachment = attachment_of(message)
        if attachment is None or not READ_CAPTION.filter(message):
            return
        # An answer that never comes is asked for again; one that comes twice is a nuisance.
        if self._intake.answered.is_too_early(message):
            return
        manner = await self._manners.for_sender(message)
        await self._intake.answer(message, attachment, manner.texts, full=manner.full, once=True)
