"""The button "what I saw": a picture of how the network read the photo, drawn when somebody asks.

Nothing is kept for it. The photo is fetched once more from the message that the answer replies to,
and read again. Callback data is that of `Verb.LOOK`: page, theme, and the number of the photo in an
album, from 0; all of them may be missing.
"""

import asyncio
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import BaseHandler, CallbackQueryHandler

from chat import refusals
from chat.albums import Albums
from chat.attachments import Attachment, attachment_of
from chat.delivery import reply
from chat.gallery import sending_photo, show, show_instead
from chat.intake import Intake
from chat.keyboards import Pressed, Verb
from chat.manners import Manners
from chat.pictures import saw
from chat.pictures.saw import Kind
from chat.pictures.sight import LooksAtPhotos, look
from chat.pictures.theme import THEMES
from chat.presses import Press
from chat.texts import Texts

log = structlog.get_logger("chat.looking")

PATIENCE = 4.0
"""Seconds after which a press is answered though the picture isn't there yet."""
LIGHT, DARK = 0, 1
NAMES = tuple(THEMES)
SIGNS = ("☀️", "🌙")
"""On the button that leads to the theme."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The picture that a press asks for."""

    photo: Message
    attachment: Attachment
    asker: int
    page: int
    """From 0."""
    theme: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture with what its caption has to say."""

    picture: bytes
    kind: Kind
    page: int
    """From 0."""
    pages: int
    shown: int
    """Digits with a glyph of their own in this picture."""
    digits: int
    marks: int
    """What was taken for no digit."""
    lookalikes: bool
    """Whether some of those look like digits one by one."""


class Looking:
    """Draws what the network saw, and turns its pages."""

    def __init__(self, intake: Intake, manners: Manners, albums: Albums) -> None:
        self._intake = intake
        self._manners = manners
        self._albums = albums
        self._drawing: set[tuple[int, int]] = set()

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return what to register."""
        return [CallbackQueryHandler(self.press, pattern=Verb.LOOK.pattern)]

    async def press(self, update: Update, _context: object) -> None:
        """Answer a press on "what I saw", on an arrow or on the other theme; everybody may look."""
        query = update.callback_query
        if query is None:
            return
        async with Press(query) as press:
            message, pressed = press.message, Pressed.parse(query.data)
            if message is None or pressed is None:
                await press.answer(Texts.speaking(query.from_user.language_code).photo_gone())
                return
            texts = (await self._manners.towards(query.from_user, message.chat)).texts
            wanted = self._wanted(message, pressed)
            if wanted is None:
                await press.answer(texts.photo_gone(), alert=True)
                return
            key = message.chat_id, message.message_id
            if key in self._drawing:
                await press.answer(texts.still_drawing())
                return
            self._drawing.add(key)
            try:
                await self._show(press, message, wanted, texts)
            finally:
                self._drawing.discard(key)

    def _wanted(self, message: Message, pressed: Pressed) -> Wanted | None:
        """Find out what to draw; None where the photo is not within reach any more."""
        page, theme, *number = (*pressed.numbers, 0, LIGHT)[: max(2, len(pressed.numbers))]
        photo = self._albums.photo(message, number[0]) if number else message.reply_to_message
        attachment = attachment_of(photo) if photo else None
        if photo is None or attachment is None:
            return None
        theme = min(max(theme, LIGHT), DARK)
        return Wanted(photo, attachment, pressed.asker, max(page, 0), theme)

    async def _show(self, press: Press, message: Message, wanted: Wanted, texts: Texts) -> None:
        async with sending_photo(message):
            task = asyncio.create_task(self._draw(message, wanted))
            try:
                await asyncio.wait([task], timeout=PATIENCE)
                if not task.done():
                    await press.answer()
                drawn = await task
            except refusals.EXPECTED as problem:
                sentence = refusals.wording(problem, wanted.attachment.kind, texts)
                await self._apologize(press, wanted.photo, sentence)
                return
            except Exception:  # whoever pressed deserves a word, whatever went wrong
                log.exception("picture_failed")
                await self._apologize(press, wanted.photo, texts.went_wrong())
                return
            finally:
                task.cancel()
        await press.answer()
        caption, keyboard = _caption(drawn, texts), _pages(drawn, wanted)
        if message.photo:  # an arrow or the other theme
            await show_instead(message, drawn.picture, caption, keyboard)
        else:
            await show(wanted.photo, drawn.picture, caption, keyboard)
        log.info("picture_shown", kind=drawn.kind.name.lower(), page=drawn.page, pages=drawn.pages)

    async def _draw(self, message: Message, wanted: Wanted) -> Drawn:
        return await self._intake.work_on(
            message.get_bot(),
            wanted.attachment,
            lambda recognizer, data: _drawn(recognizer, data, wanted.page, wanted.theme),
        )

    @staticmethod
    async def _apologize(press: Press, photo: Message, sentence: str) -> None:
        """Say what went wrong: on top of the chat, or below the photo if that chance is gone."""
        if press.answered:
            await reply(photo, sentence)
        else:
            await press.answer(sentence, alert=True)


def _drawn(recognizer: LooksAtPhotos, data: bytes, page: int, theme: int) -> Drawn:
    """Read and draw; this is the work of one of the recognizer's threads."""
    sight = look(recognizer, data)
    pages = saw.pages(sight)
    page = min(page, len(pages) - 1)
    return Drawn(
        picture=saw.draw(sight, pages[page], THEMES[NAMES[theme]]),
        kind=pages[page].kind,
        page=page,
        pages=len(pages),
        shown=len(pages[page].digits),
        digits=len(sight.digits),
        marks=len(sight.refused),
        lookalikes=any(mark.nothing < mark.confidence for mark in sight.refused[: saw.REFUSED]),
    )


def _caption(drawn: Drawn, texts: Texts) -> str:
    number = f"\n\n{texts.page_of(drawn.page + 1, drawn.pages)}" if drawn.pages > 1 else ""
    return f"{_explanation(drawn, texts)}{number}"


def _explanation(drawn: Drawn, texts: Texts) -> str:
    match drawn.kind:
        case Kind.REFUSAL if not drawn.marks:
            return texts.seen_nothing()
        case Kind.REFUSAL:
            return texts.seen_refused_together() if drawn.lookalikes else texts.seen_refused()
        case Kind.OVERVIEW | Kind.PHOTO:
            return texts.seen_page(drawn.digits)
        case Kind.GLYPHS if drawn.shown < drawn.digits:
            return texts.seen_least_sure(drawn.shown)
        case Kind.GLYPHS:
            return texts.seen_glyphs()
        case _:
            return texts.seen_digits(drawn.shown)


def _pages(drawn: Drawn, wanted: Wanted) -> InlineKeyboardMarkup:
    """Return arrows to the neighbours, and the way to the other theme."""

    def button(text: str, page: int, chosen: int) -> InlineKeyboardButton:
        data = Pressed(Verb.LOOK, wanted.asker, (page, chosen)).data
        return InlineKeyboardButton(text, callback_data=data)

    row = []
    if drawn.page > 0:
        row.append(button("←", drawn.page - 1, wanted.theme))
    if drawn.page < drawn.pages - 1:
        row.append(button("→", drawn.page + 1, wanted.theme))
    other = DARK if wanted.theme == LIGHT else LIGHT
    return InlineKeyboardMarkup([[*row, button(SIGNS[other], drawn.page, other)]])
