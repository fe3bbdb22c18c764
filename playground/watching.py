"""What a test sees of a chat and of the bot, and how it waits for that."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, overload

from playground.wire import Wire

Message = dict[str, Any]
T = TypeVar("T")


class Timeout(AssertionError):  # it reads as what it is
    """What was waited for did not happen; says what did."""


@dataclass(frozen=True)
class User:
    """A person; ``id`` is also that of the private chat."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None


@dataclass(frozen=True)
class Chat:
    """A group; ``topics`` are the numbers of its topics by name."""

    id: int
    type: str
    title: str
    topics: dict[str, int]


Place = User | Chat | int
MessageLike = Message | int


def number_of(thing: Place) -> int:
    return thing if isinstance(thing, int) else thing.id


def message_number(message: MessageLike | None) -> int | None:
    return message["message_id"] if isinstance(message, dict) else message


class Watching(Wire):
    """The looking half of the client."""

    def messages(self, chat: Place, *, after: MessageLike | None = None) -> list[Message]:
        """The messages of a chat, deleted ones too."""
        found: list[Message] = self.get(
            f"chats/{number_of(chat)}/messages", after=message_number(after) or 0
        )
        return found

    def bot_messages(self, chat: Place, *, after: MessageLike | None = None) -> list[Message]:
        """The bot's messages in a chat that are still there."""
        found = self.messages(chat, after=after)
        return [message for message in found if message["from_bot"] and not message["deleted"]]

    @overload
    def wait_for(
        self,
        chat: Place,
        wanted: int = 1,
        *,
        after: MessageLike | None = None,
        timeout: float = 10,
    ) -> list[Message]: ...
    @overload
    def wait_for(
        self,
        chat: Place,
        wanted: Callable[[Message], object],
        *,
        after: MessageLike | None = None,
        timeout: float = 10,
    ) -> Message: ...
    def wait_for(
        self,
        chat: Place,
        wanted: int | Callable[[Message], object] = 1,
        *,
        after: MessageLike | None = None,
        timeout: float = 10,
    ) -> list[Message] | Message:
        """The bot's messages, once there are so many; or the first that is as wanted."""

        def found() -> list[Message]:
            return self.bot_messages(chat, after=after)

        try:
            if callable(wanted):
                return self.wait_until(lambda: next(filter(wanted, found()), None), timeout=timeout)
            return self.wait_until(lambda: _at_least(found(), wanted), timeout=timeout)
        except Timeout:
            said = [_short(message) for message in self.messages(chat, after=after)]
            raise Timeout(f"waited {timeout} s for {wanted} in {chat}; there is {said}") from None

    def wait_until(self, condition: Callable[[], T | None], *, timeout: float = 10) -> T:
        """What the condition gives, once that is true; it is looked at after every event."""
        deadline = time.monotonic() + timeout
        cursor: int = self.get("state")["cursor"]
        while True:
            if found := condition():
                return found
            left = deadline - time.monotonic()
            if left <= 0:
                raise Timeout(f"waited {timeout} s in vain")
            cursor = self.get("events", since=cursor, timeout=min(left, 5))["cursor"]

    def settle(self, quiet: float = 0.3, *, timeout: float = 15) -> None:
        """Wait until the bot has every update and has asked nothing for a while."""
        if not self.get("quiet", **{"for": quiet, "timeout": timeout})["quiet"]:
            raise Timeout(f"the bot was not quiet within {timeout} s")

    def events(self, since: int = 0, *, kind: str | None = None) -> list[dict[str, Any]]:
        """What happened after a cursor."""
        found: list[dict[str, Any]] = self.get("events", since=since)["events"]
        return [event for event in found if kind is None or event["kind"] == kind]

    def actions(self, chat: Place) -> list[str]:
        """The chat actions that the bot showed in a chat, in order."""
        return [
            event["action"]
            for event in self.events(kind="action")
            if event["chat_id"] == number_of(chat)
        ]

    def requests(self, method: str | None = None, *, after: int = 0) -> list[dict[str, Any]]:
        """The requests that the bot made: method, params, response, fault, time taken."""
        found: list[dict[str, Any]] = self.get(
            "requests", after=after, **({"method": method} if method else {})
        )
        return found

    def profile(self) -> dict[str, Any]:
        """The commands and texts that the bot registered."""
        found: dict[str, Any] = self.get("profile")
        return found

    def menu(self, user: User, chat: Place | None = None) -> list[dict[str, str]]:
        """The commands that the user is offered in a chat."""
        found: list[dict[str, str]] = self.get(
            f"chats/{number_of(chat or user)}/menu", user=user.id
        )
        return found

    def state(self) -> dict[str, Any]:
        """Everybody, every chat, and how many updates wait."""
        found: dict[str, Any] = self.get("state")
        return found


def _at_least(messages: list[Message], count: int) -> list[Message] | None:
    return messages if len(messages) >= count else None


def _short(message: Message) -> str:
    who = "bot" if message["from_bot"] else message["from"]["first_name"]
    return f"{who}: {message.get('text', message.get('caption', sorted(message)))!r}"
