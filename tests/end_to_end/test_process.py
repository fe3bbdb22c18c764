"""What `bot.py` promises as a program: how it starts, what it says and how it ends."""

import re
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from chat.serving import STOP_SIGNALS
from playground import Playground, serve
from tests.drawing import photo
from tests.end_to_end.bot_process import START_TIMEOUT, TOKEN, BotProcess, running_bot
from tests.end_to_end.conversation import PATIENCE, answers_to
from tests.schema import assert_conforms

WRONG = "1:wrong"


@dataclass(frozen=True)
class Run:
    """A bot's whole life."""

    status: int
    log: str
    requests: list[dict[str, Any]]
    unanswered: int
    """Of the photos that were in hand when it was told to stop."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[Run]:
    """Two lives of one bot, the first ended by SIGTERM and the second by SIGINT."""
    folder = tmp_path_factory.mktemp("runs")
    with serve(token=TOKEN) as playground:
        return [live_once(playground, folder / number.name, number) for number in STOP_SIGNALS]


def live_once(playground: Playground, log_file: Path, number: signal.Signals) -> Run:
    """Start a bot, give it photos that are slow to come, and stop it before they are there."""
    before = max((request["number"] for request in playground.requests()), default=0)
    with running_bot(log_file, BOT_TOKEN=TOKEN, BOT_API_URL=playground.url) as bot:
        wait_for_polling(playground, before)
        playground.fault("slow", methods=["download"], count=3, delay=2)
        people = [playground.user(f"Person {number}") for number in range(3)]
        for user in people:
            playground.send_photo(user, photo("7"))
        playground.wait_until(lambda: playground.faults()[0]["happened"] == 3, timeout=PATIENCE)
        status = bot.end(number)
        playground.clear_faults()
        unanswered = [user for user in people if not playground.bot_messages(user)]
        return Run(status, bot.log, playground.requests(after=before), len(unanswered))


def wait_for_polling(playground: Playground, after: int = 0) -> None:
    """Wait until the bot asks for updates."""
    playground.wait_until(
        lambda: playground.requests("getUpdates", after=after), timeout=START_TIMEOUT
    )


def test_stops_gracefully(runs: list[Run]) -> None:
    """On SIGTERM or SIGINT the bot answers the photos in hand and ends with status 0."""
    assert [(run.status, run.unanswered) for run in runs] == [(0, 0), (0, 0)]


def test_log(runs: list[Run]) -> None:
    """An ordinary life leaves a line for each photo in the log, no token and no traceback."""
    for run in runs:
        assert len(re.findall("photo_read .* photo=[0-9a-f]{8}", run.log)) == 3
        assert TOKEN not in run.log
        assert "Person" not in run.log
        assert "Traceback" not in run.log


def test_menus_are_left_alone(runs: list[Run]) -> None:
    """The menus are registered at the first start and left alone at the second."""
    first, second = (
        {request["method"] for request in run.requests if request["method"].startswith("setMy")}
        for run in runs
    )
    assert first == {"setMyCommands", "setMyDescription", "setMyShortDescription"}
    assert second == set()


def test_requests(runs: list[Run]) -> None:
    """From start to end the bot asks nothing that Telegram would not accept."""
    for run in runs:
        assert_conforms(run.requests)


def test_stops_while_loading(tmp_path: Path) -> None:
    """On SIGTERM before it is ready the bot ends with status 0 as well."""
    with (
        serve(token=TOKEN) as playground,
        running_bot(tmp_path / "log", BOT_TOKEN=TOKEN, BOT_API_URL=playground.url) as bot,
    ):
        playground.wait_until(lambda: playground.requests("getMe"), timeout=START_TIMEOUT)
        assert bot.end() == 0
        assert "Traceback" not in bot.log


def test_rejected_token(tmp_path: Path) -> None:
    """A token that Telegram doesn't know ends the bot with one line on what to do."""
    with (
        serve(token=TOKEN) as playground,
        running_bot(tmp_path / "log", BOT_TOKEN=WRONG, BOT_API_URL=playground.url) as bot,
    ):
        assert bot.process.wait(timeout=START_TIMEOUT) == 1
        last = bot.log.splitlines()[-1]
        assert "BOT_TOKEN" in last
        assert "@BotFather" in last
        assert "Traceback" not in bot.log
        assert WRONG not in bot.log


def test_revoked_token(tmp_path: Path) -> None:
    """A token that is revoked while the bot runs ends it with the same line."""
    with (
        serve(token=TOKEN) as playground,
        running_bot(tmp_path / "log", BOT_TOKEN=TOKEN, BOT_API_URL=playground.url) as bot,
    ):
        playground.fault("server_error", methods=["getUpdates"], status=401)
        assert bot.process.wait(timeout=START_TIMEOUT) == 1
        assert "@BotFather" in bot.log.splitlines()[-1]
        assert "Traceback" not in bot.log


def test_bad_setting(tmp_path: Path) -> None:
    """A setting that can't be used ends the bot with one line that names it."""
    with running_bot(tmp_path / "log", BOT_TOKEN=TOKEN, RECOGNITION_THREADS="many") as bot:
        assert bot.process.wait(timeout=START_TIMEOUT) == 1
        last = bot.log.splitlines()[-1]
        assert last == "RECOGNITION_THREADS can't be used: give a whole number from 1 to 256."
        assert "Traceback" not in bot.log


def test_local_chat(tmp_path: Path) -> None:
    """Without a token a page for the browser is offered, whose photos get answers."""
    with running_bot(tmp_path / "log") as bot:
        page, go_live = offer(bot)
        assert "@BotFather" in go_live
        assert httpx.get(page, trust_env=False).status_code == 200
        with Playground(*page.removesuffix("/").rsplit("/", 1), token="") as playground:
            wait_for_polling(playground)
            ann = playground.user("Ann")
            assert answers_to(playground, playground.send_photo(ann, photo("7")), ann)
        assert [path.name for path in tmp_path.iterdir()] == ["log"]  # its state is in memory
        assert bot.end(signal.SIGINT) == 0
        assert "Traceback" not in bot.log


def test_local_chats_side_by_side(tmp_path: Path) -> None:
    """--local wins over a token, and where the usual port is taken another one serves."""
    with (
        running_bot(tmp_path / "log1", "--local", BOT_TOKEN=TOKEN) as first,
        running_bot(tmp_path / "log2", "--local", BOT_TOKEN=TOKEN) as second,
    ):
        pages = {offer(bot)[0] for bot in (first, second)}
        assert len({page.split("/")[2] for page in pages}) == 2
        assert [first.end(), second.end(signal.SIGINT)] == [0, 0]
        assert "Traceback" not in first.log + second.log


def offer(bot: BotProcess) -> tuple[str, str]:
    """The address of the local chat's page, and what it says beside that."""
    assert bot.process.stdout is not None
    address, go_live = bot.process.stdout.readline(), bot.process.stdout.readline()
    page = re.search(r"http://127\.0\.0\.1:\d+/\S+", address)
    assert page, bot.log
    return page.group(), go_live
