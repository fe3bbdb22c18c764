"""Lines that libraries' C code writes to standard error, past Python's logging."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

log = structlog.get_logger("chat.strays")

STANDARD_ERROR = 2


@contextmanager
def captured() -> Iterator[None]:
    """Log such lines at debug level for as long as the block runs.

    It is meant for loading the network, when they are many and say nothing. Afterwards they pass,
    for what C code says while the process crashes must not get lost.
    """
    reading, writing = os.pipe()
    original = os.dup(STANDARD_ERROR)
    os.dup2(writing, STANDARD_ERROR)
    os.close(writing)
    thread = threading.Thread(target=_log_lines, args=(reading,), name="strays", daemon=True)
    thread.start()
    try:
        yield
    finally:
        os.dup2(original, STANDARD_ERROR)
        os.close(original)
        thread.join()


def _log_lines(descriptor: int) -> None:
    with os.fdopen(descriptor, errors="replace") as lines:
        for line in lines:
            log.debug("library_said", line=line.strip())
