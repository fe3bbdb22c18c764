"""What the bot promises when Telegram or the network fails."""

import pytest

from chat.texts import Texts
from playground import Playground, User
from tests.drawing import photo
from tests.end_to_end.conversation import PATIENCE, answer_to, answers_to, held_up


@pytest.fixture
def ann(playground: Playground) -> User:
    """Somebody who sends photos."""
    return playground.user("Ann")


@pytest.mark.parametrize("method", ["getFile", "download", "sendMessage"])
@pytest.mark.parametrize("kind", ["server_error", "html", "drop_before"])
def test_server_fails(playground: Playground, ann: User, kind: str, method: str) -> None:
    """A request that failed on the server or on the way is made again, unnoticed."""
    playground.fault(kind, methods=[method], count=1)
    sent = playground.send_photo(ann, photo("7"))
    assert answers_to(playground, sent, ann)
    playground.settle()
    assert len(playground.bot_messages(ann)) == 1
    assert [fault["happened"] for fault in playground.faults()] == [1]


@pytest.mark.parametrize("method", ["getFile", "sendMessage"])
def test_too_many_requests(playground: Playground, ann: User, method: str) -> None:
    """After a 429 the bot waits as told and then answers once."""
    playground.fault("too_many_requests", methods=[method], count=2, retry_after=1)
    sent = playground.send_photo(ann, photo("7"))
    assert answers_to(playground, sent, ann)
    playground.settle()
    assert len(playground.bot_messages(ann)) == 1


@pytest.mark.parametrize("kind", ["server_error", "drop_before", "too_many_requests"])
def test_no_chat_action(playground: Playground, ann: User, kind: str) -> None:
    """An answer doesn't depend on "typing" being shown."""
    playground.fault(kind, methods=["sendChatAction"])
    assert answers_to(playground, playground.send_photo(ann, photo("7")), ann)


@pytest.mark.parametrize(("method", "language"), [("getFile", "en"), ("download", "ru")])
def test_download_fails(playground: Playground, method: str, language: str) -> None:
    """A file that can't be fetched at all is apologized for."""
    user = playground.user("Ann", language_code=language)
    playground.fault("server_error", methods=[method])
    sent = playground.send_photo(user, photo("7"))
    assert answer_to(playground, sent, user) == Texts.speaking(language).not_fetched()


def test_slow(playground: Playground, ann: User) -> None:
    """While a photo takes long, "typing" goes on beyond the five seconds that Telegram shows it."""
    playground.fault("slow", methods=["download"], count=1, delay=6)
    sent = playground.send_photo(ann, photo("7"))
    assert answers_to(playground, sent, ann)
    assert playground.actions(ann) == ["typing", "typing"]


def test_blocked(playground: Playground, ann: User) -> None:
    """For somebody who blocked the bot meanwhile it ends quietly, and serves others."""
    with held_up(playground, "download") as made:
        playground.send_photo(ann, photo("7"))
        made()
        playground.block(ann)
    playground.settle()
    assert playground.bot_messages(ann) == []
    ben = playground.user("Ben")
    assert answers_to(playground, playground.send_photo(ben, photo("7")), ben)


def test_group_moves(playground: Playground, ann: User) -> None:
    """A group that becomes a supergroup while its photo is read gets the answer there."""
    room = playground.group("Room", ann, kind="group")
    with held_up(playground, "download") as made:
        playground.send_photo(ann, photo("7"), room, caption="/read@digit_reader_bot")
        made()
        moved = playground.migrate(room, ann)
    assert "7" in playground.wait_for(moved, 1, timeout=PATIENCE)[-1]["text"]


def test_polling_fails(playground: Playground, ann: User) -> None:
    """Updates come again after Telegram was away for a while."""
    playground.fault("server_error", methods=["getUpdates"], count=1)
    playground.fault("drop_before", methods=["getUpdates"], count=1)
    playground.send_text(ann, "hello")  # ends the request that waits for updates
    playground.wait_until(
        lambda: all(fault["happened"] == fault["count"] for fault in playground.faults()),
        timeout=40,
    )
    playground.wait_for(ann, 1, timeout=40)
    assert answers_to(playground, playground.send_photo(ann, photo("7")), ann)
