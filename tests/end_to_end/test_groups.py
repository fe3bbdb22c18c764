"""What the bot promises in groups, with privacy mode on and off."""

from dataclasses import dataclass

import pytest

from chat.texts import Texts
from playground import Chat, Playground, User
from tests.drawing import draw, encode, photo
from tests.end_to_end.conversation import (
    PATIENCE,
    Message,
    answer_to,
    answers_to,
    digits_for,
    greeted,
    quoted,
    says_nothing,
    to_copy,
)


@dataclass(frozen=True)
class Room:
    """A group with two people in it."""

    chat: Chat
    ann: User
    boris: User


@pytest.fixture
def name(playground: Playground) -> str:
    """The bot's user name."""
    return str(playground.state()["bot"]["username"])


@pytest.fixture
def closed(playground: Playground) -> Room:
    """A group in which the bot has privacy mode on."""
    return room(playground, privacy=True)


@pytest.fixture
def open_room(playground: Playground) -> Room:
    """A group in which the bot sees every message."""
    return room(playground, privacy=False)


def room(playground: Playground, *, privacy: bool) -> Room:
    """A new group with an English and a Russian member."""
    ann = playground.user("Ann", language_code="en")
    boris = playground.user("Boris", language_code="ru")
    chat = greeted(playground, playground.group("Maths", ann, boris, privacy=privacy))
    return Room(chat, ann, boris)


def word_of_the_bot(playground: Playground, where: Room, name: str) -> Message:
    """Make the bot say something in the group."""
    asked = playground.send_text(where.ann, f"/help@{name}", where.chat)
    (answer,) = answers_to(playground, asked, where.chat)
    return answer


def test_help(playground: Playground, closed: Room, name: str) -> None:
    """/help and /start say in the sender's language how to ask in a group."""
    for user, language in ((closed.ann, "en"), (closed.boris, "ru")):
        for command in ("help", "start"):
            asked = playground.send_text(user, f"/{command}@{name}", closed.chat)
            text = Texts.speaking(language).group_help(f"/read@{name}")
            assert answer_to(playground, asked, closed.chat) == text


def test_photo_unseen(playground: Playground, closed: Room) -> None:
    """With privacy on a plain photo never reaches the bot."""
    sent = playground.send_photo(closed.ann, photo("3"), closed.chat)
    says_nothing(playground, sent, closed.chat)


@pytest.mark.parametrize("command", ["/read@{name}", "/READ@{name}"])
def test_reply_with_command(playground: Playground, closed: Room, name: str, command: str) -> None:
    """A reply to somebody's photo with /read is answered under that photo."""
    sent = playground.send_photo(closed.ann, photo("35"), closed.chat)
    asked = playground.send_text(
        closed.boris, command.format(name=name), closed.chat, reply_to=sent
    )
    (answer,) = playground.wait_for(closed.chat, 1, after=asked, timeout=PATIENCE)
    assert to_copy(answer) == "35"
    assert quoted(answer) == sent["message_id"]
    assert playground.actions(closed.chat)[:1] == ["typing"]


def test_reply_with_bare_command(playground: Playground, closed: Room, name: str) -> None:
    """A bare /read works where Telegram lets it through."""
    word_of_the_bot(playground, closed, name)
    sent = playground.send_photo(closed.ann, photo("3"), closed.chat)
    asked = playground.send_text(closed.ann, "/read", closed.chat, reply_to=sent)
    (answer,) = playground.wait_for(closed.chat, 1, after=asked, timeout=PATIENCE)
    assert to_copy(answer) == "3"


@pytest.mark.parametrize("caption", ["/read@{name}", "/READ@{name} please"])
def test_caption(playground: Playground, closed: Room, name: str, caption: str) -> None:
    """A photo or a picture file with the command in its caption is read."""
    caption = caption.format(name=name)
    sent = playground.send_photo(closed.ann, photo("8"), closed.chat, caption=caption)
    assert digits_for(playground, sent, closed.chat) == "8"
    file = encode(draw("9"), "PNG")
    sent = playground.send_document(
        closed.ann, file, closed.chat, file_name="a.png", mime_type="image/png", caption=caption
    )
    assert digits_for(playground, sent, closed.chat) == "9"


def test_reply_to_bot(playground: Playground, closed: Room, name: str) -> None:
    """A photo in reply to the bot is read, and one without digits gets the tip."""
    word = word_of_the_bot(playground, closed, name)
    sent = playground.send_photo(closed.ann, photo("64"), closed.chat, reply_to=word)
    assert digits_for(playground, sent, closed.chat) == "64"
    empty = playground.send_photo(closed.boris, photo(), closed.chat, reply_to=word)
    assert answer_to(playground, empty, closed.chat) == Texts.speaking("ru").no_digits()


def test_reply_to_bot_without_picture(playground: Playground, closed: Room, name: str) -> None:
    """Words, GIFs and videos in reply to the bot are talk among people."""
    word = word_of_the_bot(playground, closed, name)
    playground.send_animation(closed.ann, b"ftyp", closed.chat, reply_to=word)
    playground.send_video(closed.ann, b"ftyp", closed.chat, reply_to=word)
    playground.send_text(closed.boris, "thank you", closed.chat, reply_to=word)
    says_nothing(playground, word, closed.chat)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_nothing_to_read(playground: Playground, closed: Room, name: str, language: str) -> None:
    """/read alone, or in reply to words, gets one hint."""
    user = closed.ann if language == "en" else closed.boris
    hint = Texts.speaking(language).nothing_to_read()
    alone = playground.send_text(user, f"/read@{name}", closed.chat)
    assert answer_to(playground, alone, closed.chat) == hint
    reply = playground.send_text(user, f"/read@{name}", closed.chat, reply_to=alone)
    assert answer_to(playground, reply, closed.chat) == hint


def test_asked_for_a_video(playground: Playground, closed: Room, name: str) -> None:
    """/read in reply to a video says why there is no reading."""
    sent = playground.send_video(closed.ann, b"ftyp", closed.chat)
    asked = playground.send_text(closed.boris, f"/read@{name}", closed.chat, reply_to=sent)
    (answer,) = playground.wait_for(closed.chat, 1, after=asked, timeout=PATIENCE)
    assert answer["text"] == Texts.speaking("ru").moving()


def test_photo_seen(playground: Playground, open_room: Room) -> None:
    """With privacy off a photo with digits is answered, and nothing is shown before."""
    sent = playground.send_photo(open_room.ann, photo("406"), open_room.chat)
    assert digits_for(playground, sent, open_room.chat) == "406"
    assert playground.actions(open_room.chat) == []


def test_no_digits_seen(playground: Playground, open_room: Room) -> None:
    """With privacy off a photo without digits, or one that is broken, gets no word."""
    sent = playground.send_photo(open_room.ann, photo(), open_room.chat)
    playground.send_document(
        open_room.ann, b"broken", open_room.chat, file_name="a.png", mime_type="image/png"
    )
    says_nothing(playground, sent, open_room.chat)


def test_talk_seen(playground: Playground, open_room: Room) -> None:
    """With privacy off people talk undisturbed, also with stickers, videos and documents."""
    first = playground.send_text(open_room.ann, "42?", open_room.chat)
    playground.send_text(open_room.boris, "/start@another_bot", open_room.chat)
    playground.send_sticker(open_room.boris, encode(draw("7"), "WEBP"), open_room.chat)
    playground.send_video(open_room.ann, b"ftyp", open_room.chat)
    playground.send_document(
        open_room.ann, b"%PDF-1.7", open_room.chat, file_name="a.pdf", mime_type="application/pdf"
    )
    says_nothing(playground, first, open_room.chat)


def test_other_bots_caption(playground: Playground, closed: Room) -> None:
    """A caption for another bot is not for this one."""
    playground.set_bot_status(closed.chat, "administrator", closed.ann)
    sent = playground.send_photo(closed.ann, photo(), closed.chat, caption="/read@another_bot")
    says_nothing(playground, sent, closed.chat)


def test_topic(playground: Playground, name: str) -> None:
    """A photo in a topic is answered in the topic."""
    ann = playground.user("Ann")
    forum = playground.group("Forum", ann, topics=["General", "Sums"], privacy=True)
    greeted(playground, forum)
    topic = forum.topics["Sums"]
    sent = playground.send_photo(ann, photo("7"), forum, caption=f"/read@{name}", thread=topic)
    (answer,) = answers_to(playground, sent, forum)
    assert answer["message_thread_id"] == topic


def test_no_right_to_write(playground: Playground, closed: Room, name: str) -> None:
    """Where the bot may not write it gives up quietly and goes on elsewhere."""
    playground.allow(closed.chat, send=False)
    sent = playground.send_photo(closed.ann, photo("7"), closed.chat, caption=f"/read@{name}")
    playground.settle(timeout=PATIENCE)
    assert playground.bot_messages(closed.chat, after=sent) == []
    assert answers_to(playground, playground.send_text(closed.ann, "hi"), closed.ann)
