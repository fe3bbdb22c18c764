"""Promises of chat/answered.py: no photo is answered twice because of an edit."""

import asyncio
import time

from telegram import Bot, Message

from chat.answered import MOST, Answered
from chat.attachments import Attachment, Kind

BOT = Bot("1:x")


def message(number: int = 1, *, ago: float = 0) -> Message:
    """A message that was written so many seconds ago."""
    chat = {"id": -100, "type": "supergroup"}
    date = int(time.time() - ago) + 1
    return Message.de_json({"message_id": number, "date": date, "chat": chat}, BOT)


def picture(unique_id: str = "a") -> Attachment:
    """A photo of this content."""
    return Attachment(Kind.PHOTO, f"file {unique_id}", None, unique_id)


def test_known() -> None:
    """What was answered is known, and nothing else."""
    answered = Answered()
    answered.remember(message(1), picture())
    assert answered.knows(message(1), picture())
    assert not answered.knows(message(2), picture())


def test_another_picture() -> None:
    """Another picture in the same message is another photo."""
    answered = Answered()
    answered.remember(message(1), picture("a"))
    assert not answered.knows(message(1), picture("b"))


def test_before_the_start() -> None:
    """What is older than the process may have been answered by the one before."""
    assert Answered().is_too_early(message(ago=60))
    assert not Answered().is_too_early(message())


def test_bounded() -> None:
    """The oldest are forgotten, so that memory doesn't grow."""
    answered = Answered()
    for number in range(MOST + 1):
        answered.remember(message(number), picture())
    assert not answered.knows(message(0), picture())
    assert answered.knows(message(1), picture())


async def test_one_at_a_time() -> None:
    """Who wants to answer the same photo waits for the end of another's answer."""
    answered, steps = Answered(), list[str]()

    async def answer(name: str, number: int) -> None:
        async with answered.one_at_a_time(message(number), picture()):
            steps.append(f"{name} begins")
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            steps.append(f"{name} ends")

    await asyncio.gather(answer("first", 1), answer("second", 1))
    assert steps == ["first begins", "first ends", "second begins", "second ends"]
    steps.clear()
    await asyncio.gather(answer("first", 1), answer("other", 2))
    assert steps[:2] == ["first begins", "other begins"]
