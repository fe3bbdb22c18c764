"""What the bot promises for everything that it can't read: one clear sentence."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from chat.texts import Texts
from playground import Playground
from tests.drawing import draw, encode, photo
from tests.end_to_end.conversation import Message, answer_to

FILM = b"\0\0\0\x18ftypmp42"
MEGABYTE = 2**20

pytestmark = pytest.mark.parametrize("language", ["en", "ru"])


def two_frames(image_format: str) -> bytes:
    """A picture that moves."""
    file = io.BytesIO()
    first, second = draw("1").convert("P"), draw("2").convert("P")
    first.save(file, image_format, save_all=True, append_images=[second])
    return file.getvalue()


def downloads(playground: Playground) -> int:
    """How many files the bot has asked for."""
    return len(playground.requests("getFile"))


@pytest.mark.parametrize(
    "send",
    [
        lambda playground, user: playground.send_animation(user, FILM),
        lambda playground, user: playground.send_video(user, FILM),
        lambda playground, user: playground.send_video_note(user, FILM),
        lambda playground, user: playground.send_sticker(user, FILM, sticker="video"),
        lambda playground, user: playground.send_sticker(user, b"\x1f\x8b", sticker="animated"),
        lambda playground, user: playground.send_document(
            user, FILM, file_name="film.mp4", mime_type="video/mp4"
        ),
        lambda playground, user: playground.send_document(
            user, two_frames("GIF"), file_name="two.gif", mime_type="image/gif"
        ),
    ],
    ids=["GIF", "video", "video note", "video sticker", "animated sticker", "film", "GIF file"],
)
def test_moving(
    playground: Playground, send: Callable[[Playground, object], Message], language: str
) -> None:
    """Whatever moves is refused without being downloaded."""
    before = downloads(playground)
    ann = playground.user("Ann", language_code=language)
    assert answer_to(playground, send(playground, ann), ann) == Texts.speaking(language).moving()
    assert downloads(playground) == before


@pytest.mark.parametrize(
    ("file_name", "mime_type"),
    [("book.pdf", "application/pdf"), ("notes.txt", "text/plain"), (None, None)],
)
def test_document(
    playground: Playground, file_name: str | None, mime_type: str | None, language: str
) -> None:
    """A document of another kind is refused without being downloaded."""
    before = downloads(playground)
    ann = playground.user("Ann", language_code=language)
    sent = playground.send_document(ann, b"%PDF-1.7", file_name=file_name, mime_type=mime_type)
    assert answer_to(playground, sent, ann) == Texts.speaking(language).not_a_picture()
    assert downloads(playground) == before


def test_too_large(playground: Playground, language: str) -> None:
    """A file above Telegram's limit is refused without asking for it."""
    before = downloads(playground)
    ann = playground.user("Ann", language_code=language)
    sent = playground.send_document(
        ann, photo("1"), file_name="a.jpg", mime_type="image/jpeg", size=21 * MEGABYTE
    )
    assert answer_to(playground, sent, ann) == Texts.speaking(language).too_large_a_file()
    assert downloads(playground) == before


def test_heic(playground: Playground, language: str) -> None:
    """A HEIC file that can't be opened gets the way around it."""
    ann = playground.user("Ann", language_code=language)
    data = b"\0\0\0\x18ftypheic"
    sent = playground.send_document(ann, data, file_name="IMG_1.HEIC", mime_type="image/heic")
    assert answer_to(playground, sent, ann) == Texts.speaking(language).heic()


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7 picture.png"])
def test_misnamed(playground: Playground, data: bytes, language: str) -> None:
    """A file that only claims to be a picture is refused by its content."""
    ann = playground.user("Ann", language_code=language)
    sent = playground.send_document(ann, data, file_name="a.png", mime_type="image/png")
    assert answer_to(playground, sent, ann) == Texts.speaking(language).not_a_picture()


def test_broken(playground: Playground, language: str) -> None:
    """A picture that is cut off is said to be damaged."""
    ann = playground.user("Ann", language_code=language)
    data = encode(draw("42"), "PNG")
    sent = playground.send_document(
        ann, data[: len(data) // 2], file_name="a.png", mime_type="image/png"
    )
    assert answer_to(playground, sent, ann) == Texts.speaking(language).damaged()


def test_animated_picture(playground: Playground, language: str) -> None:
    """A picture file with several frames is refused as what moves."""
    ann = playground.user("Ann", language_code=language)
    sent = playground.send_document(
        ann, two_frames("WEBP"), file_name="a.webp", mime_type="image/webp"
    )
    assert answer_to(playground, sent, ann) == Texts.speaking(language).moving()


def test_too_many_pixels(playground: Playground, language: str) -> None:
    """A small file that unpacks to a huge picture is refused."""
    ann = playground.user("Ann", language_code=language)
    huge = encode(Image.new("1", (13_000, 13_000), 1), "PNG")
    sent = playground.send_document(ann, huge, file_name="a.png", mime_type="image/png")
    assert answer_to(playground, sent, ann) == Texts.speaking(language).too_many_pixels()
