"""The updates that wait for the bot, and the long poll that fetches them."""

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from playground.errors import conflict
from playground.events import Events
from playground.faults import Faults

ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_TERMINATED = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)


@dataclass
class Pending:
    """An update that is not confirmed yet; ``copies`` are deliveries to come after this one."""

    id: int
    kind: str
    payload: dict[str, Any]
    copies: int = 0
    delivered: bool = False

    @property
    def chat_id(self) -> int | None:
        """The chat that the update is about: deliveries to a webhook keep their order by chat."""
        body = self.payload.get(self.kind)
        if not isinstance(body, dict):
            return None
        holder = body.get("message", body)
        chat = holder.get("chat") if isinstance(holder, dict) else None
        return chat.get("id") if isinstance(chat, dict) else None


class Updates:
    """The queue of one bot."""

    def __init__(self, events: Events, faults: Faults, first_id: int = 100_000) -> None:
        self._events = events
        self._faults = faults
        self._next_id = first_id
        self._changed = asyncio.Event()
        self._poll: object | None = None
        self.pending: dict[int, Pending] = {}
        self.allowed: list[str] = []
        self.webhook_url = ""
        self.last_change = time.monotonic()
        self.listened = False  # whether the bot has ever asked for updates, or wants them posted

    def push(self, kind: str, body: Any) -> int | None:
        """Queue an update, unless the bot did not ask for its kind; gives its number."""
        if kind not in self.allowed if self.allowed else kind in ON_REQUEST:
            return None
        return self.push_raw({kind: body})

    def push_raw(self, payload: dict[str, Any]) -> int:
        """Queue any payload as an update, whatever it holds."""
        number = self._next_id
        self._next_id += 1
        kind = next((key for key in payload if key != "update_id"), "")
        copies = 1 if self._faults.duplicates() else 0
        self.pending[number] = Pending(number, kind, {"update_id": number, **payload}, copies)
        self.last_change = time.monotonic()
        self._events.publish("update", update_id=number, update_kind=kind)
        self.wake()
        return number

    def wake(self) -> None:
        """Let whoever waits for updates look again."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed(self, timeout: float) -> None:  # noqa: ASYNC109
        """Wait for the queue to change, at most so many seconds."""
        waiter = asyncio.ensure_future(self._changed.wait())
        await asyncio.wait([waiter], timeout=timeout)
        waiter.cancel()

    def confirm(self, number: int) -> None:
        """The bot has this update: it is forgotten, or comes once more if it was to be doubled."""
        update = self.pending.get(number)
        if update is None:
            return
        if update.copies:
            update.copies -= 1
            update.delivered = False
            return
        del self.pending[number]
        self.last_change = time.monotonic()
        self._events.publish("confirmed", update_id=number)

    def drop(self) -> None:
        """Forget everything that waits."""
        self.pending.clear()

    async def poll(
        self,
        *,
        offset: int = 0,
        limit: int = 100,
        timeout: float = 0,  # noqa: ASYNC109
        allowed: list[str] | None = None,
    ) -> list[dict[str, Any]]:
        """What getUpdates answers; an earlier poll that still waits is ended with 409."""
        self._refuse_beside_webhook()
        self.listened = True
        if allowed is not None:
            self.allowed = list(allowed)
        if offset < 0:
            for number in sorted(self.pending)[:offset]:
                del self.pending[number]
        else:
            for number in [key for key in self.pending if key < offset]:
                if self.pending[number].delivered:
                    self.confirm(number)
                else:
                    del self.pending[number]
        self._poll = me = object()
        self.wake()
        deadline = time.monotonic() + min(max(timeout, 0), 50)
        while True:
            self._refuse_beside_webhook()
            if self._poll is not me:
                raise conflict(_TERMINATED)
            batch = [self.pending[key] for key in sorted(self.pending)][: min(max(limit, 1), 100)]
            left = deadline - time.monotonic()
            if batch or left <= 0 or self._events.closed:
                for item in batch:
                    item.delivered = True
                self._poll = None
                return [item.payload for item in batch]
            await self.changed(left)

    def _refuse_beside_webhook(self) -> None:
        if self.webhook_url:
            raise conflict(
                "can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first"
            )
