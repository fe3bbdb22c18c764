"""What the bot promises when everything fails, and when it is killed: each photo is answered.

The tests are run with a few photos; `make soak` runs them with as many as a bad day brings.
"""

import signal
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from playground import Playground, User, serve
from tests.drawing import photo
from tests.end_to_end.bot_process import START_TIMEOUT, TOKEN, BotProcess, running_bot
from tests.end_to_end.conversation import PATIENCE, quoted

Message = dict[str, Any]
Sent = list[tuple[User, Message]]
SHARE = 0.1
"""Of all requests, for each kind of fault."""
FAULTS = ("too_many_requests", "server_error", "drop_before", "drop_after", "slow", "duplicate")


def sizes(few: int, many: int) -> pytest.MarkDecorator:
    """Run a test with a few photos, and with many where there is time."""
    return pytest.mark.parametrize(
        "count", [few, pytest.param(many, marks=[pytest.mark.soak, pytest.mark.timeout(600)])]
    )


def bot_for(playground: Playground, folder: Path, **variables: str) -> Any:
    """A bot with a database in the folder, ready soon."""
    return running_bot(
        folder / "bot.log",
        BOT_TOKEN=TOKEN,
        BOT_API_URL=playground.url,
        RECOGNIZER_ENGINE="litert",
        **variables,
    )


def send(playground: Playground, count: int, people: int) -> Sent:
    """Photos from several people, in turn."""
    users = [playground.user(f"Person {number}") for number in range(people)]
    data = photo("7")
    return [
        (user, playground.send_photo(user, data))
        for number in range(count)
        for user in [users[number % people]]
    ]


def answers(playground: Playground, sent: Sent) -> Counter[tuple[int, int | None]]:
    """How many answers each photo has, by the number of the chat and of the photo."""
    users = {user.id: user for user, _ in sent}.values()
    return Counter(
        (user.id, quoted(message)) for user in users for message in playground.bot_messages(user)
    )


def wait_for_all(playground: Playground, sent: Sent, timeout: float = PATIENCE) -> None:
    """Wait until every photo has an answer and nothing more comes."""
    keys = {(user.id, message["message_id"]) for user, message in sent}
    playground.wait_until(lambda: keys <= set(answers(playground, sent)), timeout=timeout)
    playground.settle(1, timeout=timeout)


def lost_after_sending(playground: Playground) -> Counter[tuple[int, int | None]]:
    """How often the connection broke after an answer was in the chat, by photo."""
    return Counter(
        (request["params"]["chat_id"], request["params"]["reply_parameters"]["message_id"])
        for request in playground.requests("sendMessage")
        if request["fault"] == "drop_after"
    )


def wait_for_polling(playground: Playground, bot: BotProcess, after: int = 0) -> None:
    """Wait until a bot asks for updates."""

    def polls() -> bool:
        assert bot.process.poll() is None, bot.log
        return bool(playground.requests("getUpdates", after=after))

    playground.wait_until(polls, timeout=START_TIMEOUT)


def last_request(playground: Playground) -> int:
    """The number of the latest request."""
    return max((request["number"] for request in playground.requests()), default=0)


@sizes(40, 300)
def test_everything_fails(tmp_path: Path, count: int) -> None:
    """With a tenth of all requests failing in each way, every photo is answered, and none twice.

    Where a connection broke after the answer was in the chat nobody can know that it is there:
    those alone may come once more for each time.
    """
    with serve(token=TOKEN) as playground, bot_for(playground, tmp_path) as bot:
        wait_for_polling(playground, bot)
        for seed, kind in enumerate(FAULTS):
            playground.fault(kind, rate=SHARE, seed=seed, delay=1, status=500)
        sent = send(playground, count, people=count // 5)
        wait_for_all(playground, sent, timeout=300)
        happened = {fault["kind"]: fault["happened"] for fault in playground.faults()}
        found, lost = answers(playground, sent), lost_after_sending(playground)
        assert bot.end() == 0
        print(
            f"{len(found)} of {count} photos answered; faults: {happened}; "
            f"sent twice: {sum(found.values()) - count}, lost after sending: {lost.total()}"
        )
        assert set(happened) == set(FAULTS)
        assert all(happened.values())
        assert {key: times for key, times in found.items() if times > 1 + lost[key]} == {}
        assert "Traceback" not in bot.log
        assert "photo_failed" not in bot.log


@sizes(16, 50)
def test_killed(tmp_path: Path, count: int) -> None:
    """After kill -9 among photos the next start answers all that had none."""
    with serve(token=TOKEN) as playground:
        with bot_for(playground, tmp_path, MESSAGES_PER_SECOND="10") as bot:
            wait_for_polling(playground, bot)
            sent = send(playground, count, people=count)
            playground.wait_until(
                lambda: len(answers(playground, sent)) >= count // 4, timeout=PATIENCE
            )
            bot.process.kill()
            bot.process.wait()
        before = len(answers(playground, sent))
        assert before < count
        after = last_request(playground)
        with bot_for(playground, tmp_path) as bot:
            wait_for_polling(playground, bot, after)
            wait_for_all(playground, sent)
            found = answers(playground, sent)
            assert bot.end() == 0
        twice = sum(times > 1 for times in found.values())
        print(
            f"{before} of {count} answered before kill -9, {len(found)} after the next start; "
            f"twice: {twice}"
        )
        assert len(found) == count
        assert twice <= before  # killed between the answer and the note that it was given


@sizes(10, 20)
def test_stopped(tmp_path: Path, count: int) -> None:
    """On SIGTERM every photo in hand is answered, once, and the bot ends within ten seconds."""
    with serve(token=TOKEN) as playground, bot_for(playground, tmp_path) as bot:
        wait_for_polling(playground, bot)
        playground.fault("slow", methods=["download"], delay=0.5)
        sent = send(playground, count, people=count)
        playground.wait_until(
            lambda: len(playground.requests("download")) >= count // 2, timeout=PATIENCE
        )
        bot.process.send_signal(signal.SIGTERM)
        assert bot.process.wait(timeout=10) == 0
        found = answers(playground, sent)
        print(f"{len(found)} of {count} answered by a bot that was told to stop")
        assert sorted(found.values()) == [1] * count


def test_stopped_too_early(tmp_path: Path) -> None:
    """What can't be finished within ten seconds is left for the next start, and answered then."""
    with serve(token=TOKEN) as playground:
        with bot_for(playground, tmp_path) as bot:
            wait_for_polling(playground, bot)
            playground.fault("slow", methods=["download"], delay=10)
            sent = send(playground, 3, people=3)
            playground.wait_until(lambda: playground.requests("download"), timeout=PATIENCE)
            bot.process.send_signal(signal.SIGTERM)
            assert bot.process.wait(timeout=10) == 0
            playground.clear_faults()
        assert not answers(playground, sent)
        after = last_request(playground)
        with bot_for(playground, tmp_path) as bot:
            wait_for_polling(playground, bot, after)
            wait_for_all(playground, sent)
            assert bot.end() == 0
        assert sorted(answers(playground, sent).values()) == [1, 1, 1]


def test_poison(tmp_path: Path) -> None:
    """An update that nobody can parse is skipped and keeps back none of its neighbours."""
    with serve(token=TOKEN) as playground:
        sent = send(playground, 5, people=5)
        playground.poison()
        sent += send(playground, 5, people=5)
        with bot_for(playground, tmp_path) as bot:
            wait_for_all(playground, sent, timeout=START_TIMEOUT)
            assert bot.end() == 0
        assert sorted(answers(playground, sent).values()) == [1] * 10
        assert bot.log.count("update_skipped") == 1
        assert "never" not in bot.log


def test_the_same_again(tmp_path: Path) -> None:
    """An update that comes once more, even after a restart, is not answered again."""
    with serve(token=TOKEN) as playground:
        ann = playground.user("Ann")
        playground.send_text(ann, "hello")
        update = update_from(ann)
        for _ in range(2):
            after = last_request(playground)
            with bot_for(playground, tmp_path) as bot:
                wait_for_polling(playground, bot, after)
                playground.push_update(update)
                playground.push_update(update)
                playground.settle(1, timeout=PATIENCE)
                assert bot.end() == 0
        assert len(playground.bot_messages(ann)) == 2  # to "hello", and to the update


def update_from(user: User) -> dict[str, Any]:
    """An update with a number of its own."""
    chat = {"id": user.id, "type": "private", "first_name": "Ann"}
    sender = {"id": user.id, "is_bot": False, "first_name": "Ann", "language_code": "en"}
    now = int(time.time())
    message = {"message_id": 1, "date": now, "chat": chat, "from": sender, "text": "hi"}
    return {"update_id": 5_000_000, "message": message}


def test_nothing_is_left(tmp_path: Path) -> None:
    """Once photos are answered nothing of them is in the database or anywhere in its folder."""
    with serve(token=TOKEN) as playground, bot_for(playground, tmp_path) as bot:
        wait_for_polling(playground, bot)
        sent = send(playground, 10, people=5)
        wait_for_all(playground, sent)
        assert bot.end() == 0
        assert_no_trace(tmp_path, sent)


def assert_no_trace(folder: Path, sent: Sequence[tuple[User, Message]]) -> None:
    """No file has a photo's identifier or a person's name."""
    content = b"".join(file.read_bytes() for file in folder.iterdir())
    assert content
    for user, message in sent:
        assert user.first_name.encode() not in content
        for size in message["photo"]:
            assert size["file_id"].encode() not in content
            assert size["file_unique_id"].encode() not in content
