"""How the tests press the buttons under an answer."""

from typing import Any

from playground import Chat, Playground, User
from tests.drawing import photo
from tests.end_to_end.conversation import PATIENCE, Message, quoted

CALM = 0.15
"""Seconds without a request after which the bot has nothing more to do with a press."""


def reading(
    playground: Playground, user: User, *lines: str, chat: Chat | None = None, **how: Any
) -> Message:
    """Send a photo of these digits and wait for the answer."""
    sent = playground.send_photo(user, photo(*lines), chat, **how)
    return playground.wait_for(
        chat or user,
        lambda message: quoted(message) == sent["message_id"],
        after=sent,
        timeout=PATIENCE,
    )


def current(playground: Playground, message: Message) -> Message:
    """A message as it stands."""
    number = message["message_id"]
    found = playground.messages(message["chat"]["id"], after=number - 1)
    return next(each for each in found if each["message_id"] == number)


def now(playground: Playground, message: Message) -> Message:
    """A message as it stands when the bot has nothing more to do."""
    playground.settle(CALM, timeout=PATIENCE)
    return current(playground, message)


def press(playground: Playground, user: User, message: Message, text: str) -> str | None:
    """Press the first button with this text, once it is there; gives the words of the answer."""
    playground.wait_until(lambda: text in labels(current(playground, message)), timeout=PATIENCE)
    pressed = playground.press(user, message, text=text, timeout=PATIENCE)
    toast: str | None = pressed["answer"]["text"]
    playground.settle(CALM, timeout=PATIENCE)
    return toast


def press_data(playground: Playground, user: User, message: Message, start: str) -> str | None:
    """Press the first button whose callback data begins so, once it is there."""

    def there() -> list[str]:
        found = callback_data(current(playground, message))
        return [data for data in found if data.startswith(start)]

    data = playground.wait_until(there, timeout=PATIENCE)[0]
    pressed = playground.press(user, message, data, timeout=PATIENCE)
    toast: str | None = pressed["answer"]["text"]
    playground.settle(CALM, timeout=PATIENCE)
    return toast


def buttons(message: Message) -> list[list[str]]:
    """The texts on a message's buttons, row by row."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [[button["text"] for button in row] for row in rows]


def labels(message: Message) -> list[str]:
    """The texts on a message's buttons, one after another."""
    return [text for row in buttons(message) for text in row]


def callback_data(message: Message) -> list[str]:
    """The callback data of a message's buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]
