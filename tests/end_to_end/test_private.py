"""What the bot promises in a private chat."""

import pytest
from PIL import Image

from chat.texts import Texts
from playground import Chat, Playground, User
from tests.drawing import draw, encode, photo
from tests.end_to_end.conversation import (
    answer_to,
    answers_to,
    digits_for,
    greeted,
    held_up,
    to_copy,
)

LANGUAGES = [("en", "en"), ("ru", "ru"), ("ru-RU", "ru"), ("uz", "uz"), ("fr", "en"), (None, "en")]


@pytest.mark.parametrize(("code", "language"), LANGUAGES)
def test_start(playground: Playground, code: str | None, language: str) -> None:
    """/start is answered in the sender's language, in English where the bot lacks it."""
    ann = playground.user("Ann", language_code=code)
    start = playground.send_text(ann, "/start")
    assert answer_to(playground, start, ann) == Texts.speaking(language).welcome()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_help(playground: Playground, language: str) -> None:
    """/help says how to ask in a group, with this bot's own name."""
    ann = playground.user("Ann", language_code=language)
    text = answer_to(playground, playground.send_text(ann, "/help"), ann)
    assert f"/read@{playground.state()['bot']['username']}" in text
    assert "<b>" not in text


@pytest.mark.parametrize("lines", [["3"], ["427"], ["15", "4028"]])
def test_photo(playground: Playground, lines: list[str]) -> None:
    """A photo gets its digits back, line by line and to copy, and the bot shows it works."""
    ann = playground.user("Ann")
    sent = playground.send_photo(ann, photo(*lines))
    assert digits_for(playground, sent, ann) == "\n".join(lines)
    assert playground.actions(ann)[:1] == ["typing"]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_confidence_in_words(playground: Playground, language: str) -> None:
    """Beside the digits the answer says how sure they are, in the sender's language."""
    texts = Texts.speaking(language)
    ann = playground.user("Ann", language_code=language)
    text = answer_to(playground, playground.send_photo(ann, photo("7")), ann)
    _digits, _, words = text.partition("\n")
    levels = (texts.sure(), texts.fairly_sure(), texts.not_sure(), texts.a_guess())
    assert words.startswith(levels)


@pytest.mark.parametrize(
    ("image_format", "file_name", "mime_type"),
    [
        ("PNG", "page.png", "image/png"),
        ("JPEG", "IMG_1234.JPG", "application/octet-stream"),
        ("WEBP", "scan", "image/webp"),
    ],
)
def test_picture_file(
    playground: Playground, image_format: str, file_name: str, mime_type: str
) -> None:
    """A picture sent as a file is read, by its type or by its name."""
    ann = playground.user("Ann")
    data = encode(draw("58"), image_format)
    sent = playground.send_document(ann, data, file_name=file_name, mime_type=mime_type)
    assert digits_for(playground, sent, ann) == "58"


def test_sticker(playground: Playground) -> None:
    """A static sticker is read, transparent as it is."""
    ink = draw("2").point(lambda value: 255 if value < 128 else 0)
    sticker = Image.new("RGBA", ink.size, (0, 0, 0, 0))
    sticker.paste((0, 0, 0, 255), mask=ink)
    sticker.thumbnail((512, 512))
    ann = playground.user("Ann")
    sent = playground.send_sticker(ann, encode(sticker, "WEBP"))
    assert digits_for(playground, sent, ann) == "2"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_digits(playground: Playground, language: str) -> None:
    """Empty paper is answered with a tip."""
    ann = playground.user("Ann", language_code=language)
    sent = playground.send_photo(ann, photo())
    assert answer_to(playground, sent, ann) == Texts.speaking(language).no_digits()


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("text", ["hello", "/unknown"])
def test_text(playground: Playground, text: str, language: str) -> None:
    """Text gets a friendly hint."""
    ann = playground.user("Ann", language_code=language)
    sent = playground.send_text(ann, text)
    assert answer_to(playground, sent, ann) == Texts.speaking(language).send_a_photo()


def test_other_content(playground: Playground) -> None:
    """Whatever else holds no picture gets the same hint as text."""
    ann = playground.user("Ann")
    hint = Texts.speaking("en").send_a_photo()
    assert answer_to(playground, playground.send_voice(ann, b"OggS"), ann) == hint
    place = playground.send_content(ann, {"location": {"latitude": 0.5, "longitude": 0.5}})
    assert answer_to(playground, place, ann) == hint


def test_read_command(playground: Playground) -> None:
    """/read reads the photo that it replies to, and hints at that where there is none."""
    ann = playground.user("Ann")
    sent = playground.send_photo(ann, photo("6"))
    digits = digits_for(playground, sent, ann)
    again = playground.send_text(ann, "/read", reply_to=sent)
    (answer,) = playground.wait_for(ann, 1, after=again, timeout=40)
    assert to_copy(answer) == digits
    assert answer["reply_to_message"]["message_id"] == sent["message_id"]
    alone = playground.send_text(ann, "/read")
    assert answer_to(playground, alone, ann) == Texts.speaking("en").nothing_to_read()


def test_deleted_photo(playground: Playground) -> None:
    """A photo that its sender deletes before the answer is answered all the same."""
    ann = playground.user("Ann")
    with held_up(playground, "download") as made:
        sent = playground.send_photo(ann, photo("3"))
        made()
        playground.delete(sent)
    (answer,) = playground.wait_for(ann, 1, timeout=40)
    assert to_copy(answer) == "3"


def test_edited_message(playground: Playground) -> None:
    """An edited message is not answered again."""
    ann = playground.user("Ann")
    sent = playground.send_text(ann, "hello")
    answers_to(playground, sent, ann)
    playground.edit(ann, sent, "hello there")
    playground.settle()
    assert len(playground.bot_messages(ann)) == 1


@pytest.mark.parametrize("language", ["en", "ru", "de", "fr"])
def test_menus(playground: Playground, language: str) -> None:
    """The menu offers commands that fit the chat and the person, in the client's language."""
    texts = Texts.speaking(language)
    ann = playground.user("Ann", language_code=language)
    ben = playground.user("Ben", language_code=language)
    group = greeted(playground, playground.group("Maths", ann, ben))
    assert offered(playground, ann) == {
        "start": texts.start_command(),
        "help": texts.help_command(),
        "how": texts.how_command(),
        "settings": texts.settings_command(),
        "privacy": texts.privacy_command(),
        "forget": texts.forget_command(),
    }
    for_everybody = {
        "read": texts.read_command(),
        "how": texts.how_command(),
        "help": texts.help_command(),
    }
    assert offered(playground, ben, group) == for_everybody
    settings = {"settings": texts.group_settings_command()}
    assert offered(playground, ann, group) == for_everybody | settings


def offered(playground: Playground, user: User, chat: Chat | None = None) -> dict[str, str]:
    """The commands of a person's menu in a chat with their descriptions."""
    return {item["command"]: item["description"] for item in playground.menu(user, chat)}
