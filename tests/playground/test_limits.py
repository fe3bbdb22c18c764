"""The server's memory is bounded: the oldest go first, and their absence is a polite refusal."""

from collections.abc import Iterator

import httpx
import pytest

from playground import Limits, Playground, serve
from playground.files import Files
from tests.playground.conftest import BOT_ID, NO_STORE, picture


@pytest.fixture
def small() -> Iterator[Playground]:
    """A server that keeps very little."""
    limits = Limits(messages=5, files=6, requests=4, events=8, callbacks=2)
    with serve(token=f"{BOT_ID}:test", limits=limits) as running:
        yield running


def _ask(playground: Playground, method: str, **params: object) -> httpx.Response:
    return httpx.post(
        f"{playground.url}/bot{playground.token}/{method}", json=params, verify=NO_STORE
    )


def test_old_messages_go(small: Playground) -> None:
    """A chat keeps its newest messages, and a reply outlives what it replied to."""
    ann = small.user("Ann")
    sent = [small.send_text(ann, "0")]
    for number in range(1, 12):
        sent.append(small.send_text(ann, str(number), reply_to=sent[-1]))

    kept = small.messages(ann)

    assert [message["text"] for message in kept] == ["7", "8", "9", "10", "11"]
    assert "reply_to_message" in kept[0]
    refused = _ask(small, "deleteMessage", chat_id=ann.id, message_id=sent[0]["message_id"])
    assert refused.json()["description"] == "Bad Request: message to delete not found"


def test_old_files_go(small: Playground) -> None:
    """The oldest files are refused as Telegram refuses lost ones, the newest are there."""
    ann = small.user("Ann")
    first = small.send_photo(ann, picture(300, 200))["photo"][-1]["file_id"]
    for side in range(400, 900, 100):
        last = small.send_photo(ann, picture(side, side))["photo"][-1]["file_id"]

    refused = _ask(small, "getFile", file_id=first)

    assert refused.status_code == 400
    assert "temporarily unavailable" in refused.json()["description"]
    assert _ask(small, "getFile", file_id=last).json()["ok"]
    assert small.file(last).startswith(b"\xff\xd8")


def test_old_requests_and_events_go(small: Playground) -> None:
    """The journal and the record of events keep the newest."""
    for _ in range(30):
        _ask(small, "getMe")

    assert [request["number"] for request in small.requests()] == [27, 28, 29, 30]
    assert len(small.events()) == 8


def test_old_presses_go(small: Playground) -> None:
    """A press that is older than the newest few can't be answered any more."""
    ann = small.user("Ann")
    small.send_text(ann, "hi")
    button = {"inline_keyboard": [[{"text": "a", "callback_data": "a"}]]}
    _ask(small, "sendMessage", chat_id=ann.id, text="press", reply_markup=button)
    (message,) = small.wait_for(ann)
    pressed = [small.press(ann, message, "a", timeout=None)["id"] for _ in range(3)]

    late, timely = (
        _ask(small, "answerCallbackQuery", callback_query_id=pressed[number]) for number in (0, 2)
    )

    assert "query is too old" in late.json()["description"]
    assert timely.json()["ok"]


def test_bytes_are_counted_once_and_given_back() -> None:
    """Equal contents share their memory, which is free again once the last of them goes."""
    files = Files(Limits(files=3, file_bytes=1_000))
    for _ in range(3):
        files.add(b"a" * 400, "photo")
    assert files.bytes == 400
    second = files.add(b"b" * 500, "photo")
    assert files.bytes == 900
    third = files.add(b"c" * 500, "photo")

    assert files.bytes == 1_000
    assert files.get(second.id)
    assert files.at(third.path)
    large = files.add(b"d" * 5_000, "photo")
    assert (files.bytes, files.get(large.id)) == (5_000, large)
