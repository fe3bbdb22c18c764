"""How the tests look at a conversation with the bot."""

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from playground import Chat, Playground, User

Message = dict[str, Any]
PATIENCE = 40
"""Seconds for one answer, on a machine that is busy with other things."""


def answers_to(
    playground: Playground, message: Message, chat: User | Chat, count: int = 1
) -> list[Message]:
    """Wait for the bot's replies to a message, and check that they are replies to it."""
    answers = playground.wait_for(chat, count, after=message, timeout=PATIENCE)
    assert [quoted(answer) for answer in answers] == [message["message_id"]] * count
    return answers


def answer_to(playground: Playground, message: Message, chat: User | Chat) -> str:
    """Wait for the bot's one reply to a message and return its text."""
    (answer,) = answers_to(playground, message, chat)
    return str(answer["text"])


def digits_for(playground: Playground, message: Message, chat: User | Chat) -> str:
    """Wait for the bot's one reply to a message and return what it offers to copy."""
    (answer,) = answers_to(playground, message, chat)
    return to_copy(answer)


def to_copy(answer: Message) -> str:
    """The part of a message that a tap copies."""
    (block,) = [entity for entity in answer.get("entities", []) if entity["type"] == "pre"]
    text: bytes = answer["text"].encode("utf-16-le")
    begin, end = block["offset"], block["offset"] + block["length"]
    return text[2 * begin : 2 * end].decode("utf-16-le")


def quoted(answer: Message) -> int | None:
    """The number of the message that this one replies to."""
    original: Message = answer.get("reply_to_message", {})
    return original.get("message_id")


def says_nothing(playground: Playground, message: Message, chat: User | Chat) -> None:
    """Wait until the bot has dealt with everything, and check that it said and showed nothing."""
    playground.settle(timeout=PATIENCE)
    assert playground.bot_messages(chat, after=message) == []
    assert playground.actions(chat) == []


@contextlib.contextmanager
def held_up(playground: Playground, method: str, count: int = 1) -> Iterator[Callable[[], None]]:
    """Hold up the next requests for a method until the end; gives what waits for them."""
    playground.fault("slow", methods=[method], count=count, delay=PATIENCE)

    def made() -> None:
        playground.wait_until(
            lambda: playground.faults()[-1]["happened"] == count, timeout=PATIENCE
        )

    yield made
    playground.clear_faults()


def greeted(playground: Playground, chat: Chat) -> Chat:
    """Wait until the bot has introduced itself in a group that it was added to."""
    playground.wait_for(chat, 1, timeout=PATIENCE)
    return chat
