"""Promises of chat/albums.py: an album is answered once, whole and in order."""

import asyncio
from collections.abc import Iterable

from telegram import Bot, Message

from chat.albums import MOST, REMEMBERED, Albums, buttons
from chat.keyboards import Pressed, Verb
from chat.texts import Texts

BOT = Bot("1:x")
FOR_EVER = 60.0
"""Seconds, in tests that never wait for it."""


def message(number: int, album: str = "a", chat: int = 1) -> Message:
    """One photo of an album."""
    raw = {
        "message_id": number,
        "date": 0,
        "chat": {"id": chat, "type": "private"},
        "media_group_id": album,
    }
    return Message.de_json(raw, BOT)


class Answers:
    """Takes the place of what answers albums."""

    def __init__(self, problem: Exception | None = None) -> None:
        self.given: list[list[int]] = []
        self._problem = problem

    async def __call__(self, messages: list[Message]) -> None:
        self.given.append([one.message_id for one in messages])
        if self._problem:
            raise self._problem


async def gathered(albums: Albums, answers: Answers, messages: Iterable[Message]) -> list[object]:
    """Take messages in at the same time, each in a task of its own; gives their exceptions."""
    tasks = [albums.gather(one, answers) for one in messages]
    return list(await asyncio.gather(*tasks, return_exceptions=True))


async def test_in_order() -> None:
    """Photos that come in any order are answered once, as they were sent."""
    answers = Answers()
    await gathered(Albums(quiet=0.05), answers, map(message, (3, 1, 2)))
    assert answers.given == [[1, 2, 3]]


async def test_apart() -> None:
    """Two albums, and albums of one name in two chats, are kept apart."""
    answers = Answers()
    messages = [message(1), message(2, "b"), message(3), message(4, chat=2)]
    await gathered(Albums(quiet=0.05), answers, messages)
    assert sorted(answers.given) == [[1, 3], [2], [4]]


async def test_full() -> None:
    """With as many photos as an album can have there is nothing to wait for."""
    answers = Answers()
    albums = Albums(quiet=FOR_EVER, longest=FOR_EVER)
    await gathered(albums, answers, map(message, range(MOST)))
    assert answers.given == [list(range(MOST))]


async def test_not_for_ever() -> None:
    """Where photos go on coming the answer doesn't wait for ever."""
    answers = Answers()
    await gathered(Albums(quiet=FOR_EVER, longest=0.05), answers, [message(1), message(2)])
    assert answers.given == [[1, 2]]


async def test_late() -> None:
    """A photo that comes after the answer begins another."""
    answers, albums = Answers(), Albums(quiet=0.05)
    await albums.gather(message(1), answers)
    await albums.gather(message(2), answers)
    assert answers.given == [[1], [2]]


async def test_failure_is_shared() -> None:
    """If the answer fails, each photo of the album fails, so that all are tried again together."""
    answers, albums = Answers(ConnectionError("lost")), Albums(quiet=0.05)
    errors = await gathered(albums, answers, [message(1), message(2)])
    assert [str(error) for error in errors] == ["lost", "lost"]
    await gathered(albums, answers, [message(1), message(2)])
    assert answers.given == [[1, 2], [1, 2]]


async def test_cancelled() -> None:
    """If the bot stops while an album is gathered, nobody waits for it any more."""
    answers, albums = Answers(), Albums(quiet=FOR_EVER, longest=FOR_EVER)
    tasks = [asyncio.create_task(albums.gather(message(n), answers)) for n in (1, 2)]
    await asyncio.sleep(0)
    tasks[0].cancel()
    await asyncio.wait(tasks)
    assert all(task.cancelled() for task in tasks)
    assert answers.given == []


def test_remembered() -> None:
    """The photos behind an answer are known for a while, by their place in the album."""
    albums = Albums()
    first, second = message(1), message(2)
    albums.remember(message(100), [first, second])
    assert albums.photo(message(100), 1) is second
    assert albums.photo(message(100), 2) is None
    assert albums.photo(message(100), -1) is None
    assert albums.photo(message(101), 0) is None
    for number in range(REMEMBERED):
        albums.remember(message(1000 + number), [])
    assert albums.photo(message(100), 0) is None


def test_buttons() -> None:
    """Each photo that was read has a button, three in a row, with its number from 1."""
    keyboard = buttons([0, 2, 3, 4], 7_000_000_001, Texts.speaking("en"))
    assert keyboard is not None
    rows = keyboard.inline_keyboard
    assert [len(row) for row in rows] == [3, 1]
    assert [button.text[-1] for row in rows for button in row] == ["1", "3", "4", "5"]
    pressed = Pressed.parse(str(rows[0][1].callback_data))
    assert pressed == Pressed(Verb.LOOK, 7_000_000_001, (0, 0, 2))


def test_no_buttons() -> None:
    """Where nothing was read there are no buttons."""
    assert buttons([], 1, Texts.speaking("en")) is None
