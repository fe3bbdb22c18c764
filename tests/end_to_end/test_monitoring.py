"""What the bot tells of itself, and that it stays calm whatever it is sent."""

import copy
import random
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import httpx
import pytest

from chat.texts import Texts
from playground import Playground, User, serve
from tests.drawing import photo
from tests.end_to_end.bot_process import TOKEN, BotProcess, running_bot
from tests.end_to_end.conversation import PATIENCE, answers_to
from tests.end_to_end.test_webhook import free_port

ENGLISH = Texts.speaking("en")
MALFORMED = 500
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 7, 2**31, 2**53, 2**64, -(2**70), 0.5, 1e308),
    *("", "x", "🙂", "\x00", "<b>", "A" * 5000, "/help", "/read@"),
    *([], [[]], [None], [{}], {}, {"id": 1}, {"file_id": "f"}),
)


class Watched(NamedTuple):
    """A bot with an owner and a port for its metrics."""

    playground: Playground
    bot: BotProcess
    owner: User
    url: str

    def metric(self, name: str) -> float:
        """A figure as Prometheus sees it, 0 for one that is not there."""
        text = httpx.get(f"{self.url}/metrics", trust_env=False).text
        found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
        return float(found.group(1)) if found else 0.0


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """A bot that polls."""
    folder, port = tmp_path_factory.mktemp("watched"), free_port()
    with serve(token=TOKEN) as playground:
        owner = playground.user("Olga")
        with running_bot(
            folder / "bot.log",
            BOT_TOKEN=TOKEN,
            BOT_API_URL=playground.url,
            RECOGNIZER_ENGINE="litert",
            OWNER_ID=str(owner.id),
            WEB_PORT=str(port),
        ) as bot:
            bot.wait_until_ready(playground)
            yield Watched(playground, bot, owner, f"http://127.0.0.1:{port}")
            assert bot.end() == 0
            assert "Traceback" not in bot.log


def test_stats(watched: Watched) -> None:
    """/stats gives the owner figures; for others the command doesn't exist."""
    playground = watched.playground
    ann = playground.user("Ann")
    assert answers_to(playground, playground.send_photo(ann, photo("7")), ann)
    asked = playground.send_text(watched.owner, "/stats")
    (answer,) = answers_to(playground, asked, watched.owner)
    assert re.search(r"Photos: [1-9]\d*, of which I read [1-9]", answer["text"])
    (hint,) = answers_to(playground, playground.send_text(ann, "/stats"), ann)
    assert hint["text"] == ENGLISH.send_a_photo()


def test_metrics(watched: Watched) -> None:
    """Each photo counts once, by what came of it, and takes its time in every stage."""
    playground, read = watched.playground, 'bot_photos_total{outcome="read"}'
    send = 'bot_stage_seconds_count{stage="send"}'
    before, sent_before = watched.metric(read), watched.metric(send)
    ann = playground.user("Ann")
    for _ in range(3):
        assert answers_to(playground, playground.send_photo(ann, photo("7")), ann)
    assert watched.metric(read) == before + 3
    assert watched.metric(send) == sent_before + 3
    damaged = playground.send_document(ann, b"no photo", mime_type="image/png")
    assert answers_to(playground, damaged, ann)
    assert watched.metric('bot_photos_total{outcome="UnsupportedFormat"}') == 1
    playground.settle()
    assert watched.metric("bot_updates_unfinished") == 0


def test_ready(watched: Watched) -> None:
    """A bot that polls and can read says that it is ready."""
    one = watched.playground.user("One")
    assert answers_to(watched.playground, watched.playground.send_text(one, "/help"), one)
    answer = httpx.get(f"{watched.url}/readyz", trust_env=False)
    assert (answer.status_code, answer.json()) == (200, {"ready": True, "waiting_for": []})


def test_help_while_fifty_wait(watched: Watched) -> None:
    """/help is answered while fifty photos are being read."""
    playground = watched.playground
    people = [playground.user(f"Person {number}") for number in range(50)]
    one = playground.user("One")
    playground.fault("slow", methods=["download"], delay=3)
    for user in people:
        playground.send_photo(user, photo("7"))
    assert answers_to(playground, playground.send_text(one, "/help"), one)
    assert sum(len(playground.bot_messages(user)) for user in people) < 50
    playground.clear_faults()
    for user in people:
        playground.wait_for(user, 1, timeout=PATIENCE)


def test_second_poller(watched: Watched) -> None:
    """Another process with the same token is named as what it is, and the bot goes on after it."""
    playground = watched.playground
    httpx.get(f"{playground.url}/bot{TOKEN}/getUpdates", trust_env=False)
    playground.wait_until(lambda: "another_process_polls" in watched.bot.log, timeout=PATIENCE)
    ann = playground.user("Ann")
    assert answers_to(playground, playground.send_photo(ann, photo("7")), ann)


def test_malformed(watched: Watched) -> None:
    """Malformed updates get nothing but polite answers, leave no traceback and take no memory."""
    playground, memory = watched.playground, "process_resident_memory_bytes"
    ann = playground.user("Ann")
    real = playground.send_photo(ann, photo("7"))
    assert answers_to(playground, real, ann)
    before, chance = watched.metric(memory), random.Random(6)
    for number in range(MALFORMED):
        playground.push_update(mutated(update(real, number), chance))
    last = playground.send_photo(ann, photo("7"))
    playground.wait_until(
        lambda: any(
            answer.get("reply_to_message", {}).get("message_id") == last["message_id"]
            for answer in playground.bot_messages(ann)
        ),
        timeout=120,
    )
    assert "handler_failed" not in watched.bot.log
    assert "photo_failed" not in watched.bot.log
    assert "Traceback" not in watched.bot.log
    assert watched.bot.log.count("update_skipped") > MALFORMED / 4
    assert watched.metric(memory) - before < 50e6


def update(message: dict[str, Any], number: int) -> dict[str, Any]:
    """An update such as Telegram sends, of one of several kinds."""
    sender = {"id": message["chat"]["id"], "is_bot": False, "first_name": "Ann"}
    common = {
        "message_id": 1_000_000 + number,
        "date": message["date"],
        "chat": {"id": message["chat"]["id"], "type": "private", "first_name": "Ann"},
        "from": sender,
    }
    command = {"text": "/help", "entities": [{"type": "bot_command", "offset": 0, "length": 5}]}
    picture = {"photo": message["photo"]}
    return (
        {"message": common | picture},
        {"message": common | command},
        {"message": common | {"text": "7"} | {"reply_to_message": common | picture}},
        {"edited_message": common | picture | {"caption": "/read"}},
        {
            "callback_query": {
                "id": str(number),
                "from": sender,
                "chat_instance": "1",
                "data": "ok:7:1",
                "message": common | {"text": "7"},
            }
        },
    )[number % 5]


def mutated(value: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The update with something odd, or nothing, in one to three places."""
    value = copy.deepcopy(value)
    for _ in range(chance.randint(1, 3)):
        holder: Any = value[next(iter(value))]
        while isinstance(holder, dict | list) and holder:
            key = chance.choice([*holder] if isinstance(holder, dict) else range(len(holder)))
            inner = holder[key]
            if isinstance(inner, dict | list) and inner and chance.random() < 0.6:
                holder = inner
            elif chance.random() < 0.3:
                del holder[key]
                break
            else:
                holder[key] = copy.deepcopy(chance.choice(ODD))
                break
    return value
