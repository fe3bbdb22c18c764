"""Right or wrong: what people say of a reading, by buttons or by a reply with the right number."""

import re
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram import Message, ReactionTypeEmoji, Update
from telegram.constants import ChatType, ReactionEmoji
from telegram.error import TelegramError
from telegram.ext import CallbackQueryHandler, MessageHandler
from telegram.ext.filters import TEXT, MessageFilter

from chat import dialogue, keyboards
from chat.administrators import Administrators
from chat.delivery import reply
from chat.dialogue import Step
from chat.gifts import Gifts
from chat.groups import REPLY_TO_BOT
from chat.keyboards import Pressed, Verb
from chat.manners import Manner, Manners
from chat.presses import Press, edit
from chat.shown import Shown
from chat.store.preferences import Preferences
from chat.texts import Texts

log = structlog.get_logger("chat.corrections")

DIGITS_ALONE = re.compile(r"[0-9\s.,;:/-]*[0-9][0-9\s.,;:/-]*")
"""What a reply with the right digits looks like."""


class _RightNumber(MessageFilter):
    """Digits in reply to one of the bot's readings."""

    def filter(self, message: Message) -> bool:
        """Tell whether the message is one."""
        answer = message.reply_to_message
        return (
            answer is not None
            and DIGITS_ALONE.fullmatch(message.text or "") is not None
            and Shown.on(answer) is not None
        )


class Corrections:
    """Takes people's word for a reading, from who asked for it and from administrators."""

    def __init__(
        self,
        gifts: Gifts,
        preferences: Preferences,
        manners: Manners,
        administrators: Administrators,
    ) -> None:
        self._gifts = gifts
        self._preferences = preferences
        self._manners = manners
        self._administrators = administrators

    def by_text(self) -> MessageHandler[Any, Any]:
        """Return the handler of replies; it comes before all that answer texts."""
        return MessageHandler(TEXT & REPLY_TO_BOT & _RightNumber(), self.reply)

    def by_button(self) -> CallbackQueryHandler[Any, Any]:
        """Return the handler of buttons; it takes every press, so it comes last."""
        return CallbackQueryHandler(self.press)

    async def press(self, update: Update, _context: object) -> None:
        """Answer a press on a button under a reading."""
        query = update.callback_query
        if query is None:
            return
        async with Press(query) as press:
            pressed = Pressed.parse(query.data)
            if press.message is None:
                await press.answer(Texts.speaking(query.from_user.language_code).cant_change())
            elif pressed and (shown := Shown.on(press.message)):
                manner = await self._manners.towards(query.from_user, press.message.chat)
                if not await self._may_press(query.from_user.id, pressed, press.message):
                    await press.answer(manner.texts.not_your_button())
                elif pressed.verb == Verb.KEEP:
                    await self._take_consent(press, pressed, shown, manner)
                elif found := dialogue.step(pressed, shown, manner):
                    await self._take(press, pressed.asker, found, manner)

    async def reply(self, update: Update, _context: object) -> None:
        """Correct a reading as a text in reply to it says."""
        message = update.message
        answer = message.reply_to_message if message else None
        shown = Shown.on(answer) if answer else None
        if message is None or answer is None or shown is None:
            return
        if not await self._may_correct(message, answer):
            return
        manner = await self._manners.for_sender(message)
        labels = [int(c) for c in message.text or "" if c.isdecimal()]
        if len(labels) != len(shown.labels):
            await reply(message, manner.texts.other_count(len(shown.labels)))
            return
        user_id = message.from_user.id if message.from_user else 0
        asker = keyboards.asker_of(answer.reply_markup) or user_id
        changed = shown.relabelled(labels)
        words = manner.texts.confirmed() if changed == shown else manner.texts.corrected()
        edited = await edit(
            answer,
            dialogue.with_words(changed, words, manner),
            keyboards.settled(changed, asker, manner.texts),
        )
        if edited is None:
            await reply(message, manner.texts.cant_change())
            return
        await _show_thanks(message)
        if changed == shown:
            return
        # Only the edited message tells which photo it replies to: the quoted one does not.
        if asker == user_id and await self._gifts.to_be_asked(user_id, edited):
            asking = dialogue.question(changed, asker, manner.texts)
            await edit(edited, asking.html, asking.keyboard)
        else:
            await self._gifts.keep(user_id, edited, changed)

    async def _may_press(self, user_id: int, pressed: Pressed, message: Message) -> bool:
        if user_id == pressed.asker:
            return True
        return (
            message.chat.type != ChatType.PRIVATE
            and pressed.verb != Verb.KEEP  # a consent is one's own
            and await self._administrators.include(user_id, message.chat, message.get_bot())
        )

    async def _may_correct(self, message: Message, answer: Message) -> bool:
        if message.chat.type == ChatType.PRIVATE:
            return True
        asker = keyboards.asker_of(answer.reply_markup)
        is_asker = message.from_user is not None and message.from_user.id == asker
        return is_asker or await self._administrators.sent(message)

    async def _take(self, press: Press, asker: int, found: Step, manner: Manner) -> None:
        user_id, changed = press.query.from_user.id, found.changed
        await press.answer(found.toast)
        if changed is None:
            await press.edit(found.html, found.keyboard)
        elif asker == user_id and await self._gifts.to_be_asked(user_id, press.message):
            asking = dialogue.question(changed, asker, manner.texts)
            await press.edit(asking.html, asking.keyboard)
        else:
            await press.edit(found.html, found.keyboard)
            await self._gifts.keep(user_id, press.message, changed)

    async def _take_consent(
        self, press: Press, pressed: Pressed, shown: Shown, manner: Manner
    ) -> None:
        if pressed.numbers not in {(0,), (1,)}:
            return
        allowed, texts = pressed.numbers == (1,), manner.texts
        try:
            await self._preferences.change_person(pressed.asker, help_improve=allowed)
        except (OSError, SQLAlchemyError) as error:
            log.warning("consent_not_saved", reason=f"{type(error).__name__}: {error}")
            await press.answer(texts.not_saved())
            return
        await press.answer(texts.will_keep() if allowed else texts.will_keep_nothing())
        after = dialogue.correction(shown, pressed.asker, manner)
        await press.edit(after.html, after.keyboard)
        if allowed:
            await self._gifts.keep(pressed.asker, press.message, shown)


async def _show_thanks(message: Message) -> None:
    try:
        await message.set_reaction(ReactionTypeEmoji(ReactionEmoji.THUMBS_UP))
    except TelegramError as error:  # a chat may forbid reactions
        log.debug("no_reaction", reason=str(error))
