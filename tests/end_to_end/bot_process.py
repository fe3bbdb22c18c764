"""The real `bot.py` in a process of its own, against a playground."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chat.settings import Settings
from playground import Playground

BOT = Path(__file__).parents[2] / "bot.py"
TOKEN = "123456789:AAF-of-no-bot_at_all_0123456789abcdef"  # noqa: S105
START_TIMEOUT = 100
"""Seconds for loading the recognizer on a busy machine."""


class BotProcess:
    """A started bot and what it logs."""

    def __init__(self, log_file: Path, *arguments: str, **variables: str) -> None:
        """Start it with these settings alone, in a folder that holds no `.env`."""
        settings = {name.upper() for name in Settings.__dataclass_fields__}
        inherited = {name: text for name, text in os.environ.items() if name not in settings}
        self._log_file = log_file
        with log_file.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(BOT), *arguments],
                cwd=log_file.parent,
                env={**inherited, "NO_PROXY": "127.0.0.1", **variables},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
            )

    @property
    def folder(self) -> Path:
        """Where it was started: its database is there."""
        return self._log_file.parent

    @property
    def log(self) -> str:
        """Standard error so far."""
        return self._log_file.read_text()

    def wait_until_ready(self, playground: Playground) -> None:
        """Wait until it asks for updates."""

        def polls() -> bool:
            assert self.process.poll() is None, self.log
            return bool(playground.requests("getUpdates"))

        playground.wait_until(polls, timeout=START_TIMEOUT)

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and return the exit status."""
        self.process.send_signal(number)
        return self.process.wait(timeout=60)

    def close(self) -> None:
        """Make sure that nothing of it is left."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


@contextmanager
def running_bot(log_file: Path, *arguments: str, **variables: Any) -> Iterator[BotProcess]:
    """Start a bot, and make an end of it whatever happens."""
    bot = BotProcess(log_file, *arguments, **variables)
    try:
        yield bot
    finally:
        bot.close()
