"""The requests that the bot made: what it asked, what it was told, how long that took."""

import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from playground.events import Events


@dataclass
class Record:
    """One request. ``params`` are decoded: numbers are numbers and JSON is what it stands for."""

    number: int
    method: str
    params: dict[str, Any]
    files: dict[str, Any]
    date: float
    status: int | None = None
    response: dict[str, Any] | None = None
    fault: str | None = None
    carried_out: bool = False
    took: float | None = None
    _begun: float = field(default_factory=time.perf_counter, repr=False)

    def to_dict(self) -> dict[str, Any]:
        """The record as the control API shows it."""
        return {
            "number": self.number,
            "method": self.method,
            "params": self.params,
            "files": self.files,
            "date": self.date,
            "status": self.status,
            "response": self.response,
            "fault": self.fault,
            "carried_out": self.carried_out,
            "took": self.took,
        }


class Journal:
    """A bounded list of records; the oldest go first."""

    def __init__(self, events: Events, limit: int = 20_000) -> None:
        self._events = events
        self._records: deque[Record] = deque(maxlen=limit)
        self._number = 0
        self.in_flight = 0  # requests under way, long polls aside
        self.last_activity = time.monotonic()

    def begin(self, method: str, params: dict[str, Any], files: dict[str, Any]) -> Record:
        """Write down that a request came in."""
        self._number += 1
        record = Record(self._number, method, params, files, time.time())
        self._records.append(record)
        self._events.publish("asked", number=record.number, method=method)
        if method != "getUpdates":
            self.in_flight += 1
            self.last_activity = time.monotonic()
        return record

    def end(self, record: Record, status: int | None, response: dict[str, Any] | None) -> None:
        """Write down the answer; no status means that the connection was cut."""
        record.status, record.response = status, response
        record.took = time.perf_counter() - record._begun  # noqa: SLF001
        if record.method != "getUpdates":
            self.in_flight -= 1
            self.last_activity = time.monotonic()
        self._events.publish("request", request=record.to_dict())

    def since(self, number: int = 0, method: str | None = None) -> list[Record]:
        """The records after a number, of one method if named."""
        return [
            record
            for record in self._records
            if record.number > number and (method is None or record.method == method)
        ]
