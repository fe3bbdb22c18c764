"""Ends a bot whose starter is gone, even if that was killed and could not say so."""

import os
import signal
import threading

STANDARD_INPUT = 0


def hold_on_to_starter() -> None:
    """Send this process SIGTERM once standard input ends.

    Who started it keeps the other end of that pipe, which closes with the starter however it ends.
    """
    threading.Thread(target=_wait, name="lifeline", daemon=True).start()


def _wait() -> None:
    while os.read(STANDARD_INPUT, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
