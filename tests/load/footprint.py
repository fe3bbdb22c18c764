"""How soon the bot is ready and how much memory it takes: python -m tests.load.footprint [PYTHON].

The whole bot.py, in a process of its own against a playground, with each engine. PYTHON is another
interpreter to run it with, for instance of an environment that has the extra `lite` alone. The
start is given in seconds by the clock, which other work on the machine prolongs, and of the CPU.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from playground import Playground, serve
from recognizer.engines import MODELS
from tests.drawing import photo

BOT = Path(__file__).parents[2] / "bot.py"
TOKEN = "1:footprint"  # noqa: S105  (of no bot)
PEOPLE, PHOTOS = 10, 5
"""Who sends, and how many each."""
TICKS = os.sysconf("SC_CLK_TCK")


def memory(process: int) -> tuple[float, float]:
    """The resident set of a process and its peak, in MB."""
    lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    figures = {name: rest for name, _, rest in (line.partition(":") for line in lines)}
    return tuple(int(figures[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))  # type: ignore[return-value]


def cpu(process: int) -> float:
    """The CPU seconds that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def measure(engine: str, python: str, folder: str) -> str:
    """Start the bot once, let it read, stop it; returns one line of a table."""
    with serve(token=TOKEN) as playground:
        variables = {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": playground.url,
            "NO_PROXY": "127.0.0.1",
            "RECOGNIZER_ENGINE": engine,
        }
        begin = time.perf_counter()
        with subprocess.Popen(
            [python, BOT], cwd=folder, env=os.environ | variables, stderr=subprocess.DEVNULL
        ) as bot:
            while not playground.requests("getUpdates"):
                if bot.poll() is not None:
                    return f"| {engine} | ends with status {bot.returncode} |"
                time.sleep(0.01)
            ready, taken, (at_ready, _) = time.perf_counter() - begin, cpu(bot.pid), memory(bot.pid)
            send(playground)
            after, peak = memory(bot.pid)
            bot.terminate()
    return f"| {engine} | {ready:.1f} | {taken:.1f} | {at_ready:.0f} | {after:.0f} | {peak:.0f} |"


def send(playground: Playground) -> None:
    """Have photos of pages read."""
    people = [playground.user(f"Person {number}") for number in range(PEOPLE)]
    for person in people * PHOTOS:
        playground.send_photo(person, photo("31415", "92653"))
    playground.wait_until(
        lambda: sum(len(playground.bot_messages(p)) for p in people) == PEOPLE * PHOTOS, timeout=300
    )


def main() -> None:
    """Print a table, a line for each engine."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.footprint", description=__doc__)
    parser.add_argument("python", nargs="?", default=sys.executable)
    options = parser.parse_args()
    print("| engine | ready s | CPU s | MB at ready | MB after 50 photos | MB at most |")
    print("|---|---|---|---|---|---|")
    for engine in reversed(MODELS):
        with TemporaryDirectory() as folder:
            print(measure(engine, options.python, folder), flush=True)


if __name__ == "__main__":
    main()
