"""Corrected glyphs that somebody gives: from the photo, read once more, to the store.

A gift is taken only from the person who sent the photo, and only with that person's consent:
nobody can give away another one's handwriting, administrators included.
"""

from collections.abc import Sequence

import numpy as np
import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram import Message

from chat import refusals
from chat.attachments import attachment_of
from chat.intake import Intake
from chat.shown import Shown
from chat.store.glyphs import Given, Glyphs
from chat.store.preferences import Preferences
from recognizer.recognizer import Stages

log = structlog.get_logger("chat.gifts")

STORE_TROUBLE = (OSError, SQLAlchemyError)


class Gifts:
    """Asks for consent where it is due, and keeps what was consented to."""

    def __init__(self, intake: Intake, preferences: Preferences, glyphs: Glyphs) -> None:
        self._intake = intake
        self._preferences = preferences
        self._glyphs = glyphs

    async def to_be_asked(self, user_id: int, answer: Message | None) -> bool:
        """Tell whether somebody who corrected an answer should be asked for consent now."""
        if photo_of(user_id, answer) is None:
            return False
        try:
            return (await self._preferences.of_person(user_id)).help_improve is None
        except STORE_TROUBLE as error:
            log.warning("consent_unknown", reason=f"{type(error).__name__}: {error}")
            return False

    async def keep(self, user_id: int, answer: Message | None, shown: Shown) -> None:
        """Keep the glyphs of the answered photo that are not what the network read, if we may.

        What fails is logged: the person has been thanked already, and loses nothing.
        """
        photo = photo_of(user_id, answer)
        attachment = attachment_of(photo) if photo else None
        if photo is None or attachment is None:
            return
        try:
            if not (await self._preferences.of_person(user_id)).help_improve:
                return
            stages = await self._intake.stages(photo.get_bot(), attachment)
            given = corrected(stages, shown.labels)
            if given is None:
                log.info("gift_not_taken", reason="the digits can't be told apart any more")
                return
            log.info("gift_taken", glyphs=await self._glyphs.keep(user_id, given))
        except (*refusals.EXPECTED, *STORE_TROUBLE) as error:
            log.warning("gift_not_taken", reason=f"{type(error).__name__}: {error}")


def photo_of(user_id: int, answer: Message | None) -> Message | None:
    """Find the photo that was answered, if this person sent it in a name of their own."""
    photo = answer.reply_to_message if answer else None
    if photo is None or photo.from_user is None or photo.sender_chat:
        return None
    attachment = attachment_of(photo)
    is_theirs = photo.from_user.id == user_id and attachment and attachment.is_picture
    return photo if is_theirs else None


def corrected(stages: Stages, labels: Sequence[int]) -> list[Given] | None:
    """Lay the labels beside what the network read; None where they are not as many.

    Every glyph of the reading is in the result, with a label where it was read wrong.
    """
    places = [place for row in stages.rows for place in row]
    read = [digit.value for digit in stages.reading.digits]
    if len(labels) != len(read):
        return None
    pixels = np.rint(stages.glyphs[places] * 255).astype(np.uint8)
    return [
        Given(glyph.tobytes(), label if label != value else None)
        for glyph, value, label in zip(pixels, read, labels, strict=True)
    ]
