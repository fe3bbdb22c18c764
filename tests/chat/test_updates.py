"""Promises of chat/updates.py and chat/shape.py: what the handlers get to see."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs
from telegram import Bot, Update

from chat.shape import fits
from chat.updates import number_of, parse

BOT = Bot("1:x")
ANN = {"id": 7, "is_bot": False, "first_name": "Ann", "language_code": "en"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Ann"}
GROUP = {"id": -100, "type": "supergroup", "title": "Ours"}
SIZE = {"file_id": "f", "file_unique_id": "u", "width": 90, "height": 60, "file_size": 1000}
PHOTO = {"message_id": 1, "date": 1_700_000_000, "chat": PRIVATE, "from": ANN, "photo": [SIZE]}
REAL: list[dict[str, Any]] = [
    {"update_id": 1, "message": PHOTO},
    {
        "update_id": 2,
        "message": {
            "message_id": 2,
            "date": 1_700_000_000,
            "chat": GROUP,
            "from": ANN,
            "text": "🙂 /read",
            "entities": [{"type": "bot_command", "offset": 3, "length": 5}],
            "reply_to_message": {**PHOTO, "chat": GROUP},
            "message_thread_id": 4,
            "is_topic_message": True,
        },
    },
    {
        "update_id": 3,
        "callback_query": {
            "id": "1",
            "from": ANN,
            "chat_instance": "c",
            "data": "ok:7",
            "message": {"message_id": 5, "date": 0, "chat": PRIVATE},
        },
    },
    {
        "update_id": 4,
        "my_chat_member": {
            "chat": GROUP,
            "from": ANN,
            "date": 1_700_000_000,
            "old_chat_member": {"user": ANN, "status": "left"},
            "new_chat_member": {"user": ANN, "status": "member"},
        },
    },
    {"update_id": 5, "something_new": {"of": ["a later", {"Bot": "API"}]}},
]
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(max_size=8)
    | st.just("\ud800"),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in decoded JSON."""
    yield path
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, part in items:
        yield from places(part, (*path, key))


@st.composite
def broken(draw: st.DrawFn) -> Any:
    """A real update with something else, or nothing, in a few places."""
    update = copy.deepcopy(draw(st.sampled_from(REAL)))
    for _ in range(draw(st.integers(1, 3))):
        *path, last = draw(st.sampled_from([path for path in places(update) if path] or [("",)]))
        holder = update
        for key in path:
            holder = holder[key]
        if draw(st.booleans()):
            holder[last] = draw(ANYTHING)
        else:
            holder.pop(last, None) if isinstance(holder, dict) else holder.clear()
    return update


@pytest.mark.parametrize("raw", REAL)
def test_real(raw: dict[str, Any]) -> None:
    """What Telegram sends passes, kinds and fields of later versions too."""
    update = parse(raw, BOT)
    assert update is not None
    assert update.update_id == raw["update_id"]


@pytest.mark.parametrize(
    "raw",
    [
        None,
        7,
        "text",
        [],
        {},
        {"message": PHOTO},
        {"update_id": 1},
        {"update_id": True, "message": PHOTO},
        {"update_id": -1, "message": PHOTO},
        {"update_id": 2**63, "message": PHOTO},
        {"update_id": 1, "message": {**PHOTO, "message_id": "1"}},
        {"update_id": 1, "message": {**PHOTO, "date": 10**20}},
        {"update_id": 1, "message": {**PHOTO, "chat": 7}},
        {"update_id": 1, "message": {**PHOTO, "photo": SIZE}},
        {"update_id": 1, "message": {**PHOTO, "caption": "\ud800"}},
        {"update_id": 1, "message": {**PHOTO, "chat": {**PRIVATE, "type": "planet"}}},
        {
            "update_id": 1,
            "message": {
                **PHOTO,
                "caption": "🙂",
                "caption_entities": [{"type": "bold", "offset": 1, "length": 1}],
            },
        },
    ],
)
def test_unusable(raw: Any) -> None:
    """What can't be answered is skipped, with a line in the log that holds nothing of it."""
    with capture_logs() as logs:
        assert parse(raw, BOT) is None
    (line,) = logs
    assert line["event"] == "update_skipped"
    assert set(line) == {"event", "update_id", "reason", "log_level"}
    assert line["update_id"] == number_of(raw)


@settings(max_examples=500)
@given(broken())
def test_never_fails(raw: Any) -> None:
    """Whatever comes, parsing ends with an update that handlers can look at, or nothing."""
    update = parse(raw, BOT)
    if update is None:
        return
    assert isinstance(update, Update)
    json.loads(update.to_json())
    message = update.effective_message
    if message is not None and message.chat.type == "private":
        message.parse_entities() if message.text else message.parse_caption_entities()


def test_deep() -> None:
    """Nesting without end is refused before it can exhaust the stack."""
    deep: Any = {}
    for _ in range(900):
        deep = {"reply": deep}
    assert not fits({"update_id": 1, "message": deep})
