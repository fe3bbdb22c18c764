"""One bot and one playground for all tests that talk to a bot, and what holds for each of them."""

from collections.abc import Iterator
from typing import Any

import pytest

from playground import Playground, serve
from tests.end_to_end.bot_process import TOKEN, BotProcess, running_bot
from tests.schema import assert_conforms


@pytest.fixture(scope="session")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Playground, BotProcess]]:
    """A bot in its noisiest mode, ready for updates, and the playground that it talks to."""
    log_file = tmp_path_factory.mktemp("bot") / "bot.log"
    with (
        serve(token=TOKEN) as playground,
        running_bot(
            log_file,
            BOT_TOKEN=TOKEN,
            BOT_API_URL=playground.url,
            LOG_LEVEL="debug",
            TMPDIR=str(log_file.parent),  # one folder to look for what it leaves behind
        ) as process,
    ):
        process.wait_until_ready(playground)
        yield playground, process


def unanswered(requests: list[dict[str, Any]]) -> set[str]:
    """The callback queries that the bot fetched and never answered."""
    pressed, answered = set(), set()
    for request in requests:
        if request["method"] == "answerCallbackQuery":
            answered.add(str(request["params"]["callback_query_id"]))
        elif request["method"] == "getUpdates" and request["response"]:
            updates = request["response"].get("result", [])
            pressed |= {u["callback_query"]["id"] for u in updates if "callback_query" in u}
    return pressed - answered


@pytest.fixture
def playground(bot: tuple[Playground, BotProcess]) -> Iterator[Playground]:
    """The playground; afterwards every request has to conform and the log to be discreet."""
    playground, process = bot
    before = max((request["number"] for request in playground.requests()), default=0)
    logged = len(process.log)
    yield playground
    playground.clear_faults()
    playground.settle(timeout=60)
    assert_conforms(playground.requests(after=before))
    assert unanswered(playground.requests(after=before)) == set()
    log = process.log[logged:]
    assert TOKEN not in log
    assert "Traceback" not in log
    assert process.process.poll() is None
