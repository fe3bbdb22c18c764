"""Which photos were answered, so that an edited caption gets no second answer."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

from telegram import Message

from chat.attachments import Attachment

MOST = 10_000
"""Photos to remember, as numbers in memory."""


class Answered:
    """Remembers what this process answered, and knows from when on it can tell."""

    def __init__(self) -> None:
        self._since = time.time()
        self._known: OrderedDict[tuple[int, int, str], None] = OrderedDict()
        self._locks: WeakValueDictionary[tuple[int, int, str], asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def one_at_a_time(self, message: Message, attachment: Attachment) -> AsyncIterator[None]:
        """Wait until nobody else answers the same photo: then it is known whether that was done."""
        lock = self._locks.setdefault(_key(message, attachment), asyncio.Lock())
        async with lock:
            yield

    def remember(self, message: Message, attachment: Attachment) -> None:
        """Take note of an answer; another picture in the same message is another photo."""
        self._known[_key(message, attachment)] = None
        if len(self._known) > MOST:
            self._known.popitem(last=False)

    def knows(self, message: Message, attachment: Attachment) -> bool:
        """Tell whether this process answered."""
        return _key(message, attachment) in self._known

    def is_too_early(self, message: Message) -> bool:
        """Tell whether an earlier process may have answered."""
        return message.date.timestamp() < int(self._since)


def _key(message: Message, attachment: Attachment) -> tuple[int, int, str]:
    return message.chat_id, message.message_id, attachment.unique_id
