"""The client that plays the people."""

import pytest

from playground import Playground, Timeout
from tests.playground.conftest import Call, picture


def test_waiting_in_vain_tells_what_there_is(playground: Playground) -> None:
    """A wait that ends without an answer says what stands in the chat."""
    ann = playground.user("Ann")
    playground.send_text(ann, "hello?")

    with pytest.raises(Timeout, match=r"Ann: 'hello\?'"):
        playground.wait_for(ann, timeout=0.01)


def test_waiting_takes_a_number_or_a_condition(playground: Playground, call: Call) -> None:
    """One can wait for so many messages, for one of a kind, and for those after another."""
    ann = playground.user("Ann")
    playground.send_text(ann, "hello")
    for text in ("one", "two"):
        call("sendMessage", chat_id=ann.id, text=text)
    first, second = playground.wait_for(ann, 2)

    assert playground.wait_for(ann, lambda message: message["text"] == "two") == second
    assert playground.wait_for(ann, after=first) == [second]


def test_quiet_needs_every_update_confirmed(playground: Playground, call: Call) -> None:
    """As long as an update waits for the bot, nothing is settled."""
    playground.send_text(playground.user("Ann"), "hello")

    with pytest.raises(Timeout):
        playground.settle(0.01, timeout=0.05)
    (update,) = call("getUpdates").json()["result"]
    call("getUpdates", offset=update["update_id"] + 1)
    playground.settle(0.01)


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        (lambda p, u: p.send_text(u, " "), "needs a text"),
        (lambda p, u: p.send_photo(u, b"no picture"), "IMAGE_PROCESS_FAILED"),
        (lambda p, u: p.send_photo(u, picture(3000, 20)), "PHOTO_INVALID_DIMENSIONS"),
        (lambda p, u: p.send_album(u, [picture()]), "two to ten"),
        (lambda p, u: p.send_text(u, "hi", 12), "chat not found"),
        (lambda p, u: p.send_text(u, "hi", reply_to=99), "not found"),
        (lambda p, u: p.group("x", u, kind="castle"), "unknown kind"),
        (lambda p, u: p.press(u, p.send_text(u, "hi"), "data"), "no such button"),
        (lambda p, _: p.do("dance", {}), "unknown action"),
    ],
    ids=["text", "photo", "sides", "album", "chat", "reply", "group", "button", "action"],
)
def test_impossible_things_are_errors(playground: Playground, act: object, reason: str) -> None:
    """What no client would do is an error in the test, not a silence."""
    assert callable(act)
    with pytest.raises(ValueError, match=reason):
        act(playground, playground.user("Ann"))
