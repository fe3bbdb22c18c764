"""How the bot speaks with somebody somewhere: the one place that decides language and length."""

import time
from dataclasses import dataclass

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram import Chat, Message, User
from telegram.constants import ChatType

from chat.catalogue import CATALOGUES
from chat.store.preferences import Preferences
from chat.store.tables import Group, Person
from chat.texts import Texts

log = structlog.get_logger("chat.manners")

REMEMBERED = 30.0
"""Seconds for which choices are not read again: another process may have changed them."""
MOST_KNOWN = 10_000


@dataclass(frozen=True, slots=True)
class Manner:
    """How to speak with one person in one chat."""

    texts: Texts
    full: bool = True
    """Whether an answer says more than the digits."""
    every_photo: bool = True
    """Whether photos that nobody asked about are read."""


class Manners:
    """What was chosen in /settings, and the client's language where nothing was."""

    def __init__(self, preferences: Preferences) -> None:
        self._preferences = preferences
        self._known: dict[tuple[int, int], tuple[int, float, Group, Person]] = {}

    async def for_sender(self, message: Message) -> Manner:
        """Return how to answer a message."""
        return await self.towards(message.from_user, message.chat)

    async def towards(self, user: User | None, chat: Chat) -> Manner:
        """Return how to speak with a person in a chat.

        The language is the one that the group chose, or else the person, or else the client's.
        A database that fails is logged, and is no reason not to answer.
        """
        group_id = chat.id if chat.type != ChatType.PRIVATE else 0
        try:
            group, person = await self._choices(group_id, user.id if user else 0)
        except (OSError, SQLAlchemyError) as error:
            log.warning("preferences_unknown", reason=f"{type(error).__name__}: {error}")
            group, person = Group(every_photo=True, full_answers=True), Person()
        chosen = (code for code in (group.language, person.language) if code in CATALOGUES)
        texts = Texts.speaking(next(chosen, user.language_code if user else None))
        return Manner(texts, full=group.full_answers, every_photo=group.every_photo)

    async def _choices(self, group_id: int, user_id: int) -> tuple[Group, Person]:
        """Read what a group (0 for none) and a person chose, or remember it for a while."""
        key, version, now = (group_id, user_id), self._preferences.version, time.monotonic()
        known_version, until, group, person = self._known.get(key, (-1, 0.0, None, None))
        if group and person and known_version == version and now < until:
            return group, person
        if group_id:
            group, person = await self._preferences.of_both(group_id, user_id)
        else:
            group = Group(every_photo=True, full_answers=True)
            person = await self._preferences.of_person(user_id)
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[key] = version, now + REMEMBERED, group, person
        return group, person
