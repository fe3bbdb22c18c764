"""Albums: photos that were sent together get one answer, which names each in order.

Telegram sends an album as separate messages without saying how many there are, so the first one
waits until no more come. The others wait with it: an update is done only when it is answered, and
whatever happens to one of them happens to all.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message

from chat.keyboards import Pressed, Verb
from chat.texts import Texts

QUIET = 1.5
"""Seconds after the last photo in which no more come: then the album is whole."""
LONGEST = 8.0
"""Seconds to wait for all photos of an album."""
MOST = 10
"""Photos in an album, by Telegram's rules."""
REMEMBERED = 500
"""Albums whose photos can be looked at once more; kept in memory, as file numbers alone."""
BUTTONS_IN_A_ROW = 3


@dataclass(slots=True)
class Album:
    """The messages that came so far, and what becomes of them."""

    messages: list[Message] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    answered: asyncio.Future[None] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class Albums:
    """Gathers the messages of each album."""

    def __init__(self, *, quiet: float = QUIET, longest: float = LONGEST) -> None:
        """`quiet` and `longest` are in seconds."""
        self._quiet = quiet
        self._longest = longest
        self._open: dict[tuple[int, str], Album] = {}
        self._answers: OrderedDict[tuple[int, int], list[Message]] = OrderedDict()

    async def gather(
        self, message: Message, answer: Callable[[list[Message]], Awaitable[None]]
    ) -> None:
        """Wait for the rest of the album, then have all of it answered once, in order.

        Raises what the answer raises, for each of its messages.
        """
        key = message.chat_id, message.media_group_id or ""
        album = self._open.get(key)
        if album is not None:
            album.messages.append(message)
            album.changed.set()
            await asyncio.shield(album.answered)
            return
        album = self._open[key] = Album([message])
        try:
            await self._wait(album)
            del self._open[key]  # who comes later is late, and begins another
            await answer(sorted(album.messages, key=lambda one: one.message_id))
        except BaseException as error:
            self._open.pop(key, None)
            if isinstance(error, asyncio.CancelledError):
                album.answered.cancel()
            else:
                album.answered.set_exception(error)
                album.answered.exception()  # where nobody else waits, it was seen all the same
            raise
        album.answered.set_result(None)

    async def _wait(self, album: Album) -> None:
        clock = asyncio.get_running_loop()
        end = clock.time() + self._longest
        while len(album.messages) < MOST and (left := end - clock.time()) > 0:
            album.changed.clear()
            try:
                async with asyncio.timeout(min(self._quiet, left)):
                    await album.changed.wait()
            except TimeoutError:
                return

    def remember(self, answer: Message, photos: Sequence[Message]) -> None:
        """Keep in mind which photos an answer is about."""
        self._answers[answer.chat_id, answer.message_id] = list(photos)
        if len(self._answers) > REMEMBERED:
            self._answers.popitem(last=False)

    def photo(self, answer: Message, number: int) -> Message | None:
        """Find one of the photos, counted from 0, that an answer is about."""
        photos = self._answers.get((answer.chat_id, answer.message_id), [])
        return photos[number] if 0 <= number < len(photos) else None


def buttons(readable: Sequence[int], asker: int, texts: Texts) -> InlineKeyboardMarkup | None:
    """Return a button for each photo that was read, by its number in the album from 0."""
    row = [
        InlineKeyboardButton(
            texts.look_button_of(number + 1),
            callback_data=Pressed(Verb.LOOK, asker, (0, 0, number)).data,
        )
        for number in readable
    ]
    rows = [row[at : at + BUTTONS_IN_A_ROW] for at in range(0, len(row), BUTTONS_IN_A_ROW)]
    return InlineKeyboardMarkup(rows) if rows else None
