"""What a bot promises that Telegram posts updates to."""

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from chat.texts import Texts
from chat.webhook import LARGEST_BODY, SECRET_HEADER
from playground import Playground, serve
from tests.drawing import photo
from tests.end_to_end.bot_process import START_TIMEOUT, TOKEN, BotProcess, running_bot
from tests.end_to_end.conversation import PATIENCE, answers_to
from tests.schema import assert_conforms

SECRET = "not-guessed_0123456789"  # noqa: S105
Webhook = tuple[Playground, BotProcess, str]


def free_port() -> int:
    """A port that nobody has right now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def hook(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Webhook]:
    """A bot that receives by webhook, its playground, and its address."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram"
    with (
        serve(token=TOKEN) as playground,
        running_bot(
            tmp_path_factory.mktemp("webhook") / "bot.log",
            BOT_TOKEN=TOKEN,
            BOT_API_URL=playground.url,
            RECOGNIZER_ENGINE="litert",
            WEBHOOK_URL=url,
            WEBHOOK_SECRET=SECRET,
            WEB_PORT=str(port),
        ) as bot,
    ):
        playground.wait_until(lambda: playground.requests("setWebhook"), timeout=START_TIMEOUT)
        yield playground, bot, url
        assert bot.end() == 0
        assert SECRET not in bot.log
        assert TOKEN not in bot.log
        assert "Traceback" not in bot.log
        assert_conforms(playground.requests())


def post(url: str, content: bytes, secret: str | None = SECRET) -> int:
    """Post to the webhook and return the status."""
    headers = {} if secret is None else {SECRET_HEADER.encode(): secret.encode()}
    return httpx.post(url, content=content, headers=headers, trust_env=False).status_code


def test_answers(hook: Webhook) -> None:
    """Photos that come by webhook are answered, those from several chats side by side."""
    playground, _, _ = hook
    people = [playground.user(f"Person {number}") for number in range(5)]
    sent = [(user, playground.send_photo(user, photo("7"))) for user in people for _ in range(2)]
    for user in people:
        playground.wait_for(user, 2, timeout=PATIENCE)
    playground.settle(timeout=PATIENCE)
    assert [len(playground.bot_messages(user)) for user, _ in sent] == [2] * 10
    assert not playground.requests("getUpdates")


@pytest.mark.parametrize("secret", [None, "", SECRET[:-1], SECRET + "x", "wrong", "é"])
def test_stranger(hook: Webhook, secret: str | None) -> None:
    """Nobody is let in without the secret, and nothing of what they sent is looked at."""
    _, bot, url = hook
    before = bot.log.count("update_skipped")
    assert post(url, b"no JSON", secret) == 403
    assert bot.log.count("update_skipped") == before


def test_too_large(hook: Webhook) -> None:
    """A body above one megabyte is refused, announced or not."""
    _, _, url = hook
    body = b" " * (LARGEST_BODY + 1)

    def chunks() -> Iterator[bytes]:
        yield from (body[start : start + 65536] for start in range(0, len(body), 65536))

    assert post(url, body) == 413
    headers = {SECRET_HEADER: SECRET}
    try:
        answer = httpx.post(url, content=chunks(), headers=headers, trust_env=False)
    except httpx.HTTPError:
        return  # cut off in the middle
    assert answer.status_code == 413


def test_just_small_enough(hook: Webhook) -> None:
    """A body of one megabyte is read."""
    _, _, url = hook
    assert post(url, b"{}".ljust(LARGEST_BODY)) == 200


@pytest.mark.parametrize("content", [b"", b"no JSON", b"[" * 100_000, b"\xff", b'{"update_id": 1'])
def test_no_json(hook: Webhook, content: bytes) -> None:
    """What is no JSON is refused."""
    _, _, url = hook
    assert post(url, content) == 400


@pytest.mark.parametrize("content", [b"[]", b"7", b"null", b"{}", b'{"update_id": "x"}'])
def test_no_update(hook: Webhook, content: bytes) -> None:
    """JSON that is no update is skipped, and Telegram is not asked to send it again."""
    _, _, url = hook
    assert post(url, content) == 200


def test_poison(hook: Webhook) -> None:
    """An update that nobody can parse doesn't keep Telegram from sending the next."""
    playground, _, _ = hook
    ann = playground.user("Ann")
    playground.poison()
    assert answers_to(playground, playground.send_photo(ann, photo("7")), ann)


def test_same_twice(hook: Webhook) -> None:
    """An update that Telegram posts twice is answered once."""
    playground, _, _ = hook
    ann = playground.user("Ann")
    playground.fault("duplicate", count=1)
    playground.send_photo(ann, photo("7"))
    playground.wait_for(ann, 1, timeout=PATIENCE)
    playground.settle(1, timeout=PATIENCE)
    playground.clear_faults()
    assert len(playground.bot_messages(ann)) == 1


def test_registered(hook: Webhook) -> None:
    """Telegram is told address, secret and kinds of updates, and keeps what waits there."""
    playground, _, url = hook
    (request,) = playground.requests("setWebhook")
    assert request["params"]["url"] == url
    assert request["params"]["secret_token"] == SECRET
    assert "message" in request["params"]["allowed_updates"]
    assert not request["params"].get("drop_pending_updates")


def test_health(hook: Webhook) -> None:
    """The same server tells that the bot lives and is ready, and counts what it does."""
    _, _, url = hook
    base = url.removesuffix("/telegram")
    assert httpx.get(f"{base}/healthz", trust_env=False).text == "ok"
    assert httpx.get(f"{base}/readyz", trust_env=False).json() == {"ready": True, "waiting_for": []}
    metrics = httpx.get(f"{base}/metrics", trust_env=False).text
    assert "bot_updates_total" in metrics
    assert httpx.get(url, trust_env=False).status_code == 405


def test_back_to_polling(tmp_path: Path) -> None:
    """Without WEBHOOK_URL the bot removes the webhook and asks for what waits there."""
    with serve(token=TOKEN) as playground:
        httpx.post(
            f"{playground.url}/bot{TOKEN}/setWebhook",
            json={"url": f"http://127.0.0.1:{free_port()}/gone"},
            trust_env=False,
        )
        ann = playground.user("Ann")
        sent = playground.send_photo(ann, photo("7"))
        with running_bot(
            tmp_path / "log",
            BOT_TOKEN=TOKEN,
            BOT_API_URL=playground.url,
            RECOGNIZER_ENGINE="litert",
        ) as bot:
            assert playground.wait_for(ann, 1, after=sent, timeout=START_TIMEOUT)
            assert bot.end() == 0


@pytest.mark.parametrize("language", ["en", "ru"])
def test_in_company(hook: Webhook, language: str) -> None:
    """Albums, presses, arrivals, edits and guests come by webhook as they do by polling."""
    playground, _, _ = hook
    texts = Texts.speaking(language)
    name = playground.state()["bot"]["username"]
    ann = playground.user("Ann", language_code=language)
    *_, last = playground.send_album(ann, [photo("12"), photo("3")])
    (answer,) = playground.wait_for(ann, 1, after=last, timeout=PATIENCE)
    assert answer["text"] == "1: 12\n2: 3"
    playground.press(ann, answer, text=texts.look_button_of(1), timeout=PATIENCE)
    (shown,) = playground.wait_for(ann, 1, after=answer, timeout=PATIENCE)
    assert shown["caption"] == texts.seen_digits(2)
    room = playground.group("Maths", ann, privacy=True)
    (hello,) = playground.wait_for(room, 1, timeout=PATIENCE)
    assert hello["text"] == texts.hello_group_asked(f"/read@{name}")
    sent = playground.send_photo(ann, photo("4"), room)
    playground.edit(ann, sent, f"/read@{name}")
    assert answers_to(playground, sent, room)
    foreign = playground.group("Family", ann, bot="left")
    sent = playground.send_photo(ann, photo("5"), foreign)
    mention = playground.send_text(ann, f"@{name}", foreign, reply_to=sent)
    (answer,) = playground.wait_for(foreign, 1, after=mention, timeout=PATIENCE)
    assert answer["text"] == f"5\n{texts.sure()}"
