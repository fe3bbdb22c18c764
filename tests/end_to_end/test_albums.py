"""What the bot promises about albums: one answer for all of their photos."""

from collections.abc import Sequence

import pytest
from pillow_heif import register_heif_opener

from chat.texts import Texts
from playground import Chat, Playground, User
from tests.drawing import draw, encode, photo
from tests.end_to_end.conversation import (
    PATIENCE,
    Message,
    answers_to,
    greeted,
    quoted,
    says_nothing,
    to_copy,
)

LANGUAGES = pytest.mark.parametrize("language", ["en", "ru"])


def only_answer(
    playground: Playground, messages: Sequence[Message], chat: User | Chat, quotes: int = 0
) -> Message:
    """Wait for the answer to an album, and check that it is the only one and what it replies to."""
    playground.wait_for(chat, 1, after=messages[-1], timeout=PATIENCE)
    playground.settle(timeout=PATIENCE)
    (answer,) = playground.bot_messages(chat, after=messages[-1])
    assert quoted(answer) == messages[quotes]["message_id"]
    return answer


def copied(answer: Message) -> list[str]:
    """The parts of an answer that a tap copies."""
    text = answer["text"].encode("utf-16-le")
    return [
        text[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
        for e in answer.get("entities", [])
        if e["type"] == "code"
    ]


@LANGUAGES
def test_private(playground: Playground, language: str) -> None:
    """An album gets one answer that names each photo in order, with digits to copy."""
    ann, texts = playground.user("Ann", language_code=language), Texts.speaking(language)
    sent = playground.send_album(ann, [photo("123"), photo(), photo("45", "67")])
    answer = only_answer(playground, sent, ann)
    assert answer["text"] == f"1: 123\n2: {texts.album_no_digits()}\n3:\n45\n67"
    assert copied(answer) == ["123", "45\n67"]


@LANGUAGES
def test_look(playground: Playground, language: str) -> None:
    """Each photo of an album has a button that shows how it was seen."""
    ann, texts = playground.user("Ann", language_code=language), Texts.speaking(language)
    sent = playground.send_album(ann, [photo("1"), photo("23")])
    answer = only_answer(playground, sent, ann)
    playground.press(ann, answer, text=texts.look_button_of(2), timeout=PATIENCE)
    (shown,) = playground.wait_for(ann, 1, after=answer, timeout=PATIENCE)
    assert shown["caption"] == texts.seen_digits(2)
    assert quoted(shown) == sent[1]["message_id"]


def test_files(playground: Playground) -> None:
    """In an album of files each is named, and what can't be read says why."""
    ann, texts = playground.user("Ann"), Texts.speaking("en")
    sent = playground.send_album(ann, [photo("8"), b"%PDF-1.7"], kind="document")
    answer = only_answer(playground, sent, ann)
    assert answer["text"] == f"1: 8\n2: {texts.not_a_picture()}"


@LANGUAGES
def test_seen_in_group(playground: Playground, language: str) -> None:
    """Where the bot sees every message it names the photos with digits alone."""
    ann = playground.user("Ann", language_code=language)
    room = greeted(playground, playground.group("Maths", ann, privacy=False))
    sent = playground.send_album(ann, [photo(), photo("77")], room)
    assert only_answer(playground, sent, room)["text"] == "2: 77"
    assert playground.actions(room) == []


def test_nothing_in_group(playground: Playground) -> None:
    """An album without digits that nobody asked about gets no word."""
    ann = playground.user("Ann")
    room = greeted(playground, playground.group("Maths", ann, privacy=False))
    sent = playground.send_album(ann, [photo(), photo()], room)
    says_nothing(playground, sent[-1], room)


def test_asked_by_caption(playground: Playground) -> None:
    """A caption on one photo asks about the whole album, where the bot sees the whole."""
    ann, texts = playground.user("Ann"), Texts.speaking("en")
    room = greeted(playground, playground.group("Maths", ann, privacy=False))
    name = playground.state()["bot"]["username"]
    sent = playground.send_album(ann, [photo(), photo("5")], room, caption=f"/read@{name}")
    answer = only_answer(playground, sent, room)
    assert answer["text"] == f"1: {texts.album_no_digits()}\n2: 5"


def test_asked_with_privacy(playground: Playground) -> None:
    """Where Telegram shows the bot only the photo with the command, that one is answered."""
    ann = playground.user("Ann")
    room = greeted(playground, playground.group("Maths", ann, privacy=True))
    name = playground.state()["bot"]["username"]
    sent = playground.send_album(ann, [photo("3"), photo("5")], room, caption=f"/read@{name}")
    assert to_copy(only_answer(playground, sent, room)) == "3"


def test_reply_to_bot(playground: Playground) -> None:
    """An album in reply to the bot is read where it sees nothing else."""
    ann = playground.user("Ann")
    room = playground.group("Maths", ann, privacy=True)
    (hello,) = playground.wait_for(room, 1, timeout=PATIENCE)
    sent = playground.send_album(ann, [photo("6"), photo("4")], room, reply_to=hello)
    assert only_answer(playground, sent, room)["text"] == "1: 6\n2: 4"


def test_one_photo_of_an_album(playground: Playground) -> None:
    """/read in reply to one photo of an album reads that photo alone."""
    ann = playground.user("Ann")
    room = greeted(playground, playground.group("Maths", ann, privacy=True))
    name = playground.state()["bot"]["username"]
    sent = playground.send_album(ann, [photo("3"), photo("58")], room)
    asked = playground.send_text(ann, f"/read@{name}", room, reply_to=sent[1])
    (answer,) = playground.wait_for(room, 1, after=asked, timeout=PATIENCE)
    assert to_copy(answer) == "58"
    assert quoted(answer) == sent[1]["message_id"]


def test_topic(playground: Playground) -> None:
    """An album in a topic is answered in the topic."""
    ann = playground.user("Ann")
    forum = playground.group("Forum", ann, topics=["General", "Sums"], privacy=False)
    greeted(playground, forum)
    topic = forum.topics["Sums"]
    sent = playground.send_album(ann, [photo("1"), photo("2")], forum, thread=topic)
    assert only_answer(playground, sent, forum)["message_thread_id"] == topic


def test_two_at_once(playground: Playground) -> None:
    """Two people's albums at the same time get an answer each, beside single photos."""
    ann, ben = playground.user("Ann"), playground.user("Ben")
    of_ann = playground.send_album(ann, [photo("1"), photo("2")])
    of_ben = playground.send_album(ben, [photo("3"), photo("4")])
    single = playground.send_photo(ann, photo("9"))
    assert only_answer(playground, of_ben, ben)["text"] == "1: 3\n2: 4"
    answers = playground.wait_for(ann, 2, after=single, timeout=PATIENCE)
    by_photo = {quoted(answer): answer["text"].partition("\n")[0] for answer in answers}
    assert by_photo == {of_ann[0]["message_id"]: "1: 1", single["message_id"]: "9"}


def test_forwarded(playground: Playground) -> None:
    """A forwarded photo is read like any other."""
    ann, ben = playground.user("Ann"), playground.user("Ben")
    sent = playground.send_photo(ann, photo("42"), forward_from=ben)
    (answer,) = answers_to(playground, sent, ann)
    assert to_copy(answer) == "42"


def test_sticker(playground: Playground) -> None:
    """A static sticker is read."""
    ann = playground.user("Ann")
    sticker = draw("5").convert("L").point(lambda value: 255 - value)
    transparent = draw("5").convert("RGBA")
    transparent.putalpha(sticker)
    sent = playground.send_sticker(ann, encode(transparent, "WEBP"))
    (answer,) = answers_to(playground, sent, ann)
    assert to_copy(answer) == "5"


def test_heic(playground: Playground) -> None:
    """A HEIC file is read where its decoder is installed, as it is for the tests."""
    ann = playground.user("Ann")
    register_heif_opener()
    file = encode(draw("64").convert("RGB"), "HEIF")
    sent = playground.send_document(ann, file, file_name="IMG_1.HEIC", mime_type="image/heic")
    (answer,) = answers_to(playground, sent, ann)
    assert to_copy(answer) == "64"


@LANGUAGES
@pytest.mark.parametrize("kind", ["animated", "video", "note", "gif"])
def test_moving(playground: Playground, kind: str, language: str) -> None:
    """What moves gets a hint to send a photo."""
    ann, texts = playground.user("Ann", language_code=language), Texts.speaking(language)
    if kind == "note":
        sent = playground.send_video_note(ann, b"ftyp")
    elif kind == "gif":
        sent = playground.send_animation(ann, b"ftyp")
    else:
        sent = playground.send_sticker(ann, b"sticker", sticker=kind)
    (answer,) = answers_to(playground, sent, ann)
    assert answer["text"] == texts.moving()
