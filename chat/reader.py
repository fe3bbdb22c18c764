"""The recognizer in threads of its own, so that the event loop never waits for it."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from recognizer import Reading, Recognizer


class ReadsPhotos(Protocol):
    """What `Recognizer` promises: synchronous, thread-safe, `PhotoError` for bad input."""

    def read(self, data: bytes, /) -> Reading:
        """Read the digits of one photo."""


class Reader:
    """A fixed number of threads that share one recognizer."""

    def __init__(
        self, threads: int, timeout: float, make: Callable[[], ReadsPhotos] = Recognizer
    ) -> None:
        """`timeout` is in seconds for one photo, its wait for a thread included."""
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="reader")
        self._timeout = timeout
        self._make = make
        self._recognizer: ReadsPhotos | None = None

    async def load(self) -> None:
        """Load the recognizer, which takes seconds."""
        loop = asyncio.get_running_loop()
        self._recognizer = await loop.run_in_executor(self._pool, self._make)

    async def read(self, data: bytes) -> Reading:
        """Read the digits of one photo.

        Raises the recognizer's `PhotoError`, or `TimeoutError`. The thread of a photo that
        took too long is free again only when the recognizer lets go of it.
        """
        if self._recognizer is None:
            await self.load()
        assert self._recognizer is not None  # noqa: S101 - for the type checker
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(self._timeout):
            return await loop.run_in_executor(self._pool, self._recognizer.read, data)

    def close(self) -> None:
        """Give the threads back; photos that no thread has begun are dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)
