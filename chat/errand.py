"""The update that the current task works for, known wherever a photo passes on its way."""

import time
from contextvars import ContextVar
from dataclasses import dataclass

from telegram import Update


@dataclass(slots=True)
class Errand:
    """One update, from its arrival to the end of its handler."""

    update_id: int
    person: int
    """Whose turn it takes: the sender's number, or the chat's where there is no sender."""
    sent_at: float
    """When its message was written, in seconds since 1970; now where it has none."""
    error: Exception | None = None
    """Why its handler failed, if it did."""

    @classmethod
    def of(cls, update: Update) -> "Errand":
        """Look at the update for who asks, and when they did."""
        user, chat, message = update.effective_user, update.effective_chat, update.message
        person = user.id if user else chat.id if chat else 0
        sent_at = message.date.timestamp() if message else time.time()
        return cls(update.update_id, person, sent_at)

    @property
    def age(self) -> float:
        """Seconds since the message was written."""
        return time.time() - self.sent_at


current: ContextVar[Errand | None] = ContextVar("errand", default=None)


def person() -> int:
    """Return whose turn the current work takes; 0 where no update is behind it."""
    this = current.get()
    return this.person if this else 0


def age() -> float:
    """Return the seconds since the message that the current work is for was written."""
    this = current.get()
    return this.age if this else 0.0
