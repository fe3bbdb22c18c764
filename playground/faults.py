"""Faults on demand: what networks and servers do to a bot, by count or by seeded chance."""

import asyncio
import contextlib
import random
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

KINDS = frozenset(
    {
        "too_many_requests",
        "server_error",
        "html",
        "drop_before",
        "drop_after",
        "slow",
        "duplicate",
    }
)


@dataclass
class Fault:
    """One kind of trouble for some methods: the next ``count`` times, or with a chance of ``rate``.

    ``methods`` are patterns; ``download`` stands for the fetching of a file. ``duplicate`` is about
    updates, not methods: each one chosen is delivered twice. ``slow`` takes ``delay`` seconds,
    or until it is called off.
    """

    kind: str
    methods: list[str] = field(default_factory=lambda: ["*"])
    count: int | None = None
    rate: float = 1.0
    seed: int = 0
    retry_after: int = 1
    status: int = 502
    delay: float = 1.0
    happened: int = 0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown fault {self.kind!r}: one of {', '.join(sorted(KINDS))}")
        self._random = random.Random(self.seed)
        self._called_off = asyncio.Event()

    def strikes(self, method: str) -> bool:
        """Whether it hits this request; counts it if so."""
        if not any(fnmatchcase(method, pattern) for pattern in self.methods):
            return False
        if self.count is not None and self.happened >= self.count:
            return False
        if self._random.random() >= self.rate:
            return False
        self.happened += 1
        return True

    async def hold_up(self) -> None:
        """Wait for ``delay`` seconds, or until it is called off."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._called_off.wait(), self.delay)

    def call_off(self) -> None:
        """Let go what it holds up."""
        self._called_off.set()

    def to_dict(self) -> dict[str, Any]:
        """The fault as the control API shows it."""
        return {
            "kind": self.kind,
            "methods": self.methods,
            "count": self.count,
            "rate": self.rate,
            "seed": self.seed,
            "retry_after": self.retry_after,
            "status": self.status,
            "delay": self.delay,
            "happened": self.happened,
        }


class Faults:
    """The faults in force; the first that strikes is the one that happens."""

    def __init__(self) -> None:
        self.active: list[Fault] = []

    def pick(self, method: str) -> Fault | None:
        """The fault that hits this request, if any."""
        for fault in self.active:
            if fault.kind != "duplicate" and fault.strikes(method):
                return fault
        return None

    def clear(self) -> None:
        """Call all off."""
        for fault in self.active:
            fault.call_off()
        self.active.clear()

    def duplicates(self) -> bool:
        """Whether the next update is to be delivered twice."""
        return any(
            fault.kind == "duplicate" and fault.strikes("getUpdates") for fault in self.active
        )
