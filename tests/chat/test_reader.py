"""Promises of chat/reader.py."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from chat.reader import Reader, ReadsPhotos
from recognizer import DamagedPhoto, Reading


class Slow:
    """A recognizer that holds every photo until it is told to go on."""

    def __init__(self) -> None:
        self.go_on = threading.Event()
        self.begun = threading.Semaphore(0)

    def read(self, data: bytes, /) -> Reading:
        """Wait, then read."""
        self.begun.release()
        self.go_on.wait()
        if data == b"broken":
            raise DamagedPhoto
        return Reading()


@contextmanager
def reader_with(recognizer: ReadsPhotos, threads: int, timeout: float = 60) -> Iterator[Reader]:
    """A reader with a recognizer of the test's own."""
    reader = Reader(threads, timeout, make=lambda: recognizer)
    try:
        yield reader
    finally:
        reader.close()


async def test_loop_goes_on() -> None:
    """While photos are read the event loop does other things, and as many are read as threads."""
    recognizer = Slow()
    with reader_with(recognizer, threads=2) as reader:
        photos = [asyncio.create_task(reader.read(b"photo")) for _ in range(3)]
        for _ in range(2):
            assert await asyncio.to_thread(recognizer.begun.acquire, timeout=30)
        assert not recognizer.begun.acquire(blocking=False)
        assert not any(photo.done() for photo in photos)
        recognizer.go_on.set()
        assert await asyncio.gather(*photos) == [Reading()] * 3


async def test_errors_come_through() -> None:
    """What the recognizer refuses, the reader refuses."""
    recognizer = Slow()
    recognizer.go_on.set()
    with reader_with(recognizer, threads=1) as reader, pytest.raises(DamagedPhoto):
        await reader.read(b"broken")


async def test_timeout() -> None:
    """A photo that takes too long is given up, and the next one is read after it."""
    recognizer = Slow()
    with reader_with(recognizer, threads=1, timeout=0.05) as reader:
        with pytest.raises(TimeoutError):
            await reader.read(b"photo")
        recognizer.go_on.set()
    with reader_with(recognizer, threads=1) as reader:
        assert await reader.read(b"photo") == Reading()


async def test_loaded_once() -> None:
    """The recognizer is loaded once, before the first photo, and not in the event loop."""
    loaded_in = []

    def make() -> Slow:
        loaded_in.append(threading.current_thread())
        recognizer = Slow()
        recognizer.go_on.set()
        return recognizer

    reader = Reader(2, 60, make=make)
    await reader.load()
    await asyncio.gather(*(reader.read(b"photo") for _ in range(4)))
    reader.close()
    assert len(loaded_in) == 1
    assert loaded_in[0] is not threading.main_thread()
