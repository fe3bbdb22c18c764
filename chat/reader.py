"""The recognizer in threads of its own, so that the event loop never waits for it."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol, TypeVar

from recognizer import Reading, Recognizer
from recognizer.recognizer import Stages

Result = TypeVar("Result")


ONE_THREAD = ("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS")
"""A photo takes one of our threads; TensorFlow's own, waiting for work, take as much again."""


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
        for name in ONE_THREAD:
            os.environ.setdefault(name, "1")
        loop = asyncio.get_running_loop()
        self._recognizer = await loop.run_in_executor(self._pool, self._make)

    async def read(self, data: bytes) -> Reading:
        """Read the digits of one photo.

        Raises the recognizer's `PhotoError`, or `TimeoutError`. The thread of a photo that
        took too long is free again only when the recognizer lets go of it.
        """
        return await self._run(lambda recognizer: recognizer.read(data))

    async def stages(self, data: bytes) -> Stages:
        """Read the digits of one photo and keep what each stage made of it.

        Raises as `read` does.
        """
        return await self.work(lambda recognizer: recognizer.stages(data))

    async def work(self, work: Callable[[Recognizer], Result]) -> Result:
        """Have some work done with the recognizer in one of the threads, drawing for instance.

        Raises what the work raises, or `TimeoutError`.
        """

        def with_stages(recognizer: ReadsPhotos) -> Result:
            if not isinstance(recognizer, Recognizer):
                raise TypeError("this recognizer has no stages")
            return work(recognizer)

        return await self._run(with_stages)

    async def _run(self, work: Callable[[ReadsPhotos], Result]) -> Result:
        if self._recognizer is None:
            await self.load()
        assert self._recognizer is not None  # noqa: S101 - for the type checker
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(self._timeout):
            return await loop.run_in_executor(self._pool, work, self._recognizer)

    def close(self) -> None:
        """Give the threads back; photos that no thread has begun are dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)
