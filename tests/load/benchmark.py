"""How many photos a second the bot answers, and how fast, beside one that only echoes.

`make load` runs it: both bots, one after the other, against the same local Bot API server on this
machine. Capacity is measured on a backlog, latency at half of the capacity.
"""

import argparse
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from playground import Playground, User, serve
from tests.drawing import photo
from tests.load.footprint import cpu

ROOT = Path(__file__).parents[2]
TOKEN = "123456789:AAF-of-no-bot_at_all_0123456789abcdef"  # noqa: S105
TELEGRAM = 30
"""Messages a second that Telegram grants a bot."""
PER_PERSON = 8
"""Photos from one person, few enough for the limit of a chat."""
PATIENCE = 300
"""Seconds for a bot to start, and for a backlog to be worked off."""
Photos = dict[tuple[int, int], float]
"""When each photo was sent, by the numbers of its chat and its message."""


@dataclass(frozen=True)
class Result:
    """What one bot achieved."""

    per_second: float
    cpu_ms: float
    """Of the bot's process for each photo: other work on the machine disturbs it least."""
    p50_ms: float
    p99_ms: float
    answered: int


class Bench:
    """One bot under load."""

    def __init__(self, playground: Playground, process: int) -> None:
        self._playground = playground
        self._process = process
        sender = playground.user("Sample")
        self._content = {"photo": playground.send_photo(sender, photo("7", "42"))["photo"]}
        playground.wait_for(sender, 1, timeout=PATIENCE)  # the bot is up

    def measure(self, count: int, seconds: float) -> Result:
        """Work off a backlog of photos, then answer at half of that speed for a while."""
        used = cpu(self._process)
        sent = self._send(count)
        begin = time.time()
        answered = sorted(self._answered(sent).values())
        cpu_ms = 1000 * (cpu(self._process) - used) / count
        late = [moment for moment in answered if moment > begin]
        capacity = (len(late) - 1) / (late[-1] - late[0])
        paced = self._send(int(capacity / 2 * seconds), pause=2 / capacity)
        found = self._answered(paced)
        waits = sorted(1000 * (found[key] - moment) for key, moment in paced.items())
        percentiles = statistics.quantiles(waits, n=100)
        return Result(
            capacity, cpu_ms, percentiles[49], percentiles[98], len(answered) + len(found)
        )

    def _send(self, count: int, pause: float = 0) -> Photos:
        people = [self._playground.user(f"P{n}") for n in range(-(-count // PER_PERSON))]
        sent: Photos = {}
        begin = time.time()
        for number in range(count):
            time.sleep(max(0, begin + number * pause - time.time()))
            sent.update([self._send_one(people[number % len(people)])])
        return sent

    def _send_one(self, user: User) -> tuple[tuple[int, int], float]:
        now = time.time()
        message = self._playground.send_content(user, self._content)
        return (user.id, message["message_id"]), now

    def _answered(self, sent: Photos) -> Photos:
        """Wait until all are answered, and return when."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            found = {
                (params["chat_id"], params["reply_parameters"]["message_id"]): moment
                for params, moment in self._replies()
            }
            if sent.keys() <= found.keys():
                return {key: found[key] for key in sent}
            time.sleep(1)
        raise TimeoutError(f"{len(sent.keys() - found.keys())} photos have no answer")

    def _replies(self) -> Iterator[tuple[dict[str, Any], float]]:
        for request in self._playground.requests("sendMessage"):
            if request["status"] == 200 and "reply_parameters" in request["params"]:
                yield request["params"], request["date"] + request["took"]


@contextmanager
def running(folder: str, url: str, program: Path, **variables: str) -> Iterator[int]:
    """Run a bot for the block; give its process's number."""
    environment = {"BOT_TOKEN": TOKEN, "BOT_API_URL": url, "NO_PROXY": "127.0.0.1", **variables}
    with Path(folder, "log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, str(program)],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            stderr=log,
        )
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def free_port() -> int:
    """A port that nobody has right now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=800, help="in the backlog (800)")
    parser.add_argument("--seconds", type=float, default=20, help="at half the capacity (20)")
    parser.add_argument("--engine", default="tensorflow", help="tensorflow or litert")
    options = parser.parse_args()
    port = str(free_port())
    ours = {"RECOGNIZER_ENGINE": options.engine, "MESSAGES_PER_SECOND": "10000"}
    webhook = {
        "WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
        "WEBHOOK_SECRET": "only-for-the-benchmark",
        "WEB_PORT": port,
    }
    echo, bot = ROOT / "tests/load/echo_bot.py", ROOT / "bot.py"
    runs = {
        "echo, polling": (echo, {}),
        "this bot, polling": (bot, ours),
        "echo, webhook": (echo, {"WEBHOOK_PORT": port}),
        "this bot, webhook": (bot, ours | webhook),
    }
    results = {}
    for name, (program, variables) in runs.items():
        with (
            TemporaryDirectory() as folder,
            serve(token=TOKEN) as playground,
            running(folder, playground.url, program, **variables) as process,
        ):
            results[name] = Bench(playground, process).measure(options.photos, options.seconds)
    show(results)


def show(results: dict[str, Result]) -> None:
    """Print the table and the ratios."""
    table = Table("bot", "photos/s", "CPU ms/photo", "p50 ms", "p99 ms", "answered")
    for name, found in results.items():
        table.add_row(
            name,
            f"{found.per_second:.1f}",
            f"{found.cpu_ms:.0f}",
            f"{found.p50_ms:.0f}",
            f"{found.p99_ms:.0f}",
            str(found.answered),
        )
    console = Console()
    console.print(table)
    for way in ("polling", "webhook"):
        own, echo = results[f"this bot, {way}"], results[f"echo, {way}"]
        console.print(
            f"{way}: {own.per_second / echo.per_second:.2f} of the echo "
            f"(by CPU {echo.cpu_ms / own.cpu_ms:.2f}), "
            f"{own.per_second / TELEGRAM:.1f} times what Telegram grants a bot"
        )


if __name__ == "__main__":
    main()
