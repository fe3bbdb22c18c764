"""The bot with RECOGNIZER_ENGINE=litert: the same answers in a fifth of the memory."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground import Playground, serve
from tests.drawing import photo
from tests.end_to_end.bot_process import BOT, START_TIMEOUT, TOKEN, BotProcess, running_bot
from tests.end_to_end.conversation import answer_to

MOST_MEMORY = 200
"""MB for the whole process, so that it lives on a server with 512."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Playground, BotProcess]]:
    """A bot with the small engine, ready for updates, and the playground that it talks to."""
    log_file = tmp_path_factory.mktemp("small") / "bot.log"
    with (
        serve(token=TOKEN) as playground,
        running_bot(
            log_file, BOT_TOKEN=TOKEN, BOT_API_URL=playground.url, RECOGNIZER_ENGINE="litert"
        ) as bot,
    ):
        bot.wait_until_ready(playground)
        yield playground, bot


def test_reads_in_little_memory(small: tuple[Playground, BotProcess]) -> None:
    """Pages as large as Telegram sends them, four at a time, never take 200 MB."""
    playground, bot = small
    people = [playground.user(f"Person {number}") for number in range(4)]
    page = photo("314159265", "358979323", "846264338", "327950288", "419716939")
    for _ in range(4):
        sent = [(user, playground.send_photo(user, page)) for user in people]
        for user, message in sent:
            assert "846264338" in answer_to(playground, message, user)
    memory = process_file(bot, "status")
    peak = next(line for line in memory.splitlines() if line.startswith("VmHWM"))
    assert int(peak.split()[1]) / 1024 < MOST_MEMORY


def test_tensorflow_stays_out(small: tuple[Playground, BotProcess]) -> None:
    """No library of TensorFlow's is in the process."""
    _, bot = small
    mapped = process_file(bot, "maps")
    assert "/ai_edge_litert/" in mapped
    assert "/tensorflow/" not in mapped


def test_a_missing_model_ends_it_with_one_line(tmp_path: Path) -> None:
    """Where the model file is gone, the last line says so, and there is no traceback."""
    program = (
        "from pathlib import Path; from recognizer.engines import MODELS\n"
        "MODELS['litert'] = Path('models/digits.tflite')\n"
        "import bot; bot.main([])"
    )
    with serve(token=TOKEN) as playground:
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=tmp_path,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(BOT.parent),
                "NO_PROXY": "127.0.0.1",
                "BOT_TOKEN": TOKEN,
                "BOT_API_URL": playground.url,
                "RECOGNIZER_ENGINE": "litert",
            },
            stderr=subprocess.PIPE,
            text=True,
            timeout=START_TIMEOUT,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("The network can't be loaded: digits.tflite is")
    assert "Traceback" not in done.stderr


def test_bot_ends_with_its_starter(tmp_path: Path) -> None:
    """A local chat that is killed outright takes the bot that it started along."""
    with running_bot(tmp_path / "log", RECOGNIZER_ENGINE="litert") as starter:
        assert starter.process.stdout is not None
        starter.process.stdout.readline()
        while not (children := process_file(starter, f"task/{starter.process.pid}/children")):
            assert starter.process.poll() is None, starter.log
        child = os.pidfd_open(int(children))
        starter.process.kill()
        ended, _, _ = select.select([child], [], [], START_TIMEOUT)
        if not ended:
            signal.pidfd_send_signal(child, signal.SIGKILL)
        os.close(child)
        assert ended


def process_file(bot: BotProcess, name: str) -> str:
    """What the kernel tells of a process."""
    return Path(f"/proc/{bot.process.pid}/{name}").read_text(encoding="utf-8")
