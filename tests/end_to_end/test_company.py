"""What the bot promises among people: how it comes in, what it notices, what it does as a guest."""

import pytest

from chat.texts import Texts
from playground import Chat, Playground, User
from tests.drawing import photo
from tests.end_to_end.conversation import (
    PATIENCE,
    Message,
    answers_to,
    greeted,
    held_up,
    quoted,
    to_copy,
)

EYES = "👀"


@pytest.fixture(params=["en", "ru"])
def ann(request: pytest.FixtureRequest, playground: Playground) -> User:
    """Somebody with a group, in each language."""
    return playground.user("Ann", language_code=request.param)


@pytest.fixture
def texts(ann: User) -> Texts:
    """What the bot says to her."""
    return Texts.speaking(ann.language_code)


@pytest.fixture
def name(playground: Playground) -> str:
    """The bot's user name."""
    return str(playground.state()["bot"]["username"])


def only_word(playground: Playground, room: Chat) -> str:
    """What the bot said, when it said one thing."""
    playground.wait_for(room, 1, timeout=PATIENCE)
    playground.settle(timeout=PATIENCE)
    (said,) = playground.bot_messages(room)
    assert quoted(said) is None
    return str(said["text"])


def test_hello(playground: Playground, ann: User, texts: Texts, name: str) -> None:
    """Added to a group the bot says once that it sees only what is meant for it, and how to ask."""
    room = playground.group("Maths", ann)
    assert only_word(playground, room) == texts.hello_group_asked(f"/read@{name}")


def test_hello_as_administrator(playground: Playground, ann: User, texts: Texts, name: str) -> None:
    """Added as an administrator it says that it sees every message."""
    room = playground.group("Maths", ann, bot="administrator")
    assert only_word(playground, room) == texts.hello_group_every_photo(f"/read@{name}")


def test_no_second_hello(playground: Playground, ann: User) -> None:
    """A promotion is no arrival; coming back after having left is one."""
    room = greeted(playground, playground.group("Maths", ann))
    playground.set_bot_status(room, "administrator", ann)
    playground.settle(timeout=PATIENCE)
    assert len(playground.bot_messages(room)) == 1
    playground.set_bot_status(room, "left", ann)
    playground.set_bot_status(room, "member", ann)
    playground.wait_for(room, 2, timeout=PATIENCE)


def test_hello_where_it_may_not_write(playground: Playground, ann: User) -> None:
    """Where the bot may not write it doesn't insist, and goes on elsewhere."""
    room = playground.group("Maths", ann, bot="left")
    playground.allow(room, send=False)
    playground.set_bot_status(room, "member", ann)
    playground.settle(timeout=PATIENCE)
    assert playground.bot_messages(room) == []
    assert answers_to(playground, playground.send_text(ann, "hi"), ann)


def test_command_added(playground: Playground, ann: User, name: str) -> None:
    """A photo whose caption gets the command later is read then, and only once."""
    room = greeted(playground, playground.group("Maths", ann, privacy=True))
    sent = playground.send_photo(ann, photo("52"), room, caption="homework")
    playground.settle(timeout=PATIENCE)
    assert playground.bot_messages(room, after=sent) == []
    playground.edit(ann, sent, f"homework /read@{name}")  # with privacy on it must stand first
    playground.settle(timeout=PATIENCE)
    assert playground.bot_messages(room, after=sent) == []
    playground.edit(ann, sent, f"/read@{name} homework")
    (answer,) = answers_to(playground, sent, room)
    assert to_copy(answer) == "52"
    playground.edit(ann, sent, f"/read@{name} my homework")
    playground.settle(timeout=PATIENCE)
    assert len(playground.bot_messages(room, after=sent)) == 1


def test_answered_caption_edited(playground: Playground, ann: User, name: str) -> None:
    """An edit of what was answered already, or of talk, gets no word."""
    room = greeted(playground, playground.group("Maths", ann, privacy=False))
    asked = playground.send_photo(ann, photo("3"), room, caption=f"/read@{name}")
    seen = playground.send_photo(ann, photo("4"), room)
    talk = playground.send_text(ann, "hello", room)
    playground.wait_for(room, 2, after=asked, timeout=PATIENCE)
    playground.edit(ann, asked, f"/read@{name} please")
    playground.edit(ann, seen, f"/read@{name}")
    playground.edit(ann, talk, f"/read@{name}")
    playground.settle(timeout=PATIENCE)
    assert len(playground.bot_messages(room, after=asked)) == 2


def test_edited_in_haste(playground: Playground, ann: User, name: str) -> None:
    """A command that is added while the photo is being read leads to no second answer."""
    room = greeted(playground, playground.group("Maths", ann, privacy=False))
    with held_up(playground, "download") as made:
        sent = playground.send_photo(ann, photo("61"), room)
        made()
        playground.edit(ann, sent, f"/read@{name}")
    (answer,) = answers_to(playground, sent, room)
    assert to_copy(answer) == "61"
    playground.settle(timeout=PATIENCE)
    assert len(playground.bot_messages(room, after=sent)) == 1


def reactions(playground: Playground, message: Message) -> list[list[str]]:
    """What the bot's reactions to a message were, one after the other."""
    return [
        [reaction["emoji"] for reaction in request["params"].get("reaction", [])]
        for request in playground.requests("setMessageReaction")
        if request["params"]["message_id"] == message["message_id"]
        and request["params"]["chat_id"] == message["chat"]["id"]
    ]


def test_eyes(playground: Playground, ann: User, name: str) -> None:
    """While reading takes long in a group, the photo wears eyes; then no more."""
    room = greeted(playground, playground.group("Maths", ann, privacy=True))
    playground.fault("slow", methods=["download"], count=1, delay=3)
    sent = playground.send_photo(ann, photo("7"), room, caption=f"/read@{name}")
    answers_to(playground, sent, room)
    playground.settle(timeout=PATIENCE)
    assert reactions(playground, sent) == [[EYES], []]


def test_no_eyes_in_haste(playground: Playground, ann: User) -> None:
    """In a private chat there are no eyes: "typing…" says it all."""
    playground.fault("slow", methods=["download"], count=1, delay=3)
    sent = playground.send_photo(ann, photo("7"))
    answers_to(playground, sent, ann)
    assert reactions(playground, sent) == []


def test_eyes_forbidden(playground: Playground, ann: User, name: str) -> None:
    """Where reactions are forbidden the answer comes all the same."""
    room = greeted(playground, playground.group("Maths", ann, privacy=True, reactions=[]))
    playground.fault("slow", methods=["download"], count=1, delay=3)
    sent = playground.send_photo(ann, photo("7"), room, caption=f"/read@{name}")
    (answer,) = answers_to(playground, sent, room)
    assert to_copy(answer) == "7"
    playground.settle(timeout=PATIENCE)
    assert reactions(playground, sent) == [[EYES]]


def test_guest(playground: Playground, ann: User, texts: Texts, name: str) -> None:
    """Where the bot is no member, a mention in reply to a photo is answered with its digits."""
    room = playground.group("Maths", ann, bot="left")
    sent = playground.send_photo(ann, photo("805"), room)
    mention = playground.send_text(ann, f"@{name}", room, reply_to=sent)
    (answer,) = playground.wait_for(room, 1, after=mention, timeout=PATIENCE)
    assert to_copy(answer) == "805"
    assert texts.sure() in answer["text"]
    ((button,),) = answer["reply_markup"]["inline_keyboard"]
    assert button["copy_text"] == {"text": "805"}


def test_guest_without_digits(playground: Playground, ann: User, texts: Texts, name: str) -> None:
    """A guest says so where there are no digits, or no photo at all."""
    room = playground.group("Maths", ann, bot="left")
    empty = playground.send_photo(ann, photo(), room)
    mention = playground.send_text(ann, f"@{name}", room, reply_to=empty)
    (answer,) = playground.wait_for(room, 1, after=mention, timeout=PATIENCE)
    assert answer["text"] == texts.no_digits()
    alone = playground.send_text(ann, f"@{name} hello", room)
    (answer,) = playground.wait_for(room, 1, after=alone, timeout=PATIENCE)
    assert answer["text"] == texts.guest_nothing_to_read(f"@{name}")


def test_guest_under_photo(playground: Playground, ann: User, name: str) -> None:
    """A mention in the caption of the photo itself counts as well."""
    room = playground.group("Maths", ann, bot="left")
    sent = playground.send_photo(ann, photo("9"), room, caption=f"what is it, @{name}?")
    (answer,) = playground.wait_for(room, 1, after=sent, timeout=PATIENCE)
    assert to_copy(answer) == "9"


def test_guest_again(playground: Playground, ann: User, name: str) -> None:
    """A guest's answer that failed on the way is given again."""
    room = playground.group("Maths", ann, bot="left")
    sent = playground.send_photo(ann, photo("9"), room)
    playground.fault("server_error", methods=["answerGuestQuery"], count=1)
    mention = playground.send_text(ann, f"@{name}", room, reply_to=sent)
    (answer,) = playground.wait_for(room, 1, after=mention, timeout=PATIENCE)
    assert to_copy(answer) == "9"
