"""Promises of chat/attachments.py."""

from typing import Any

import pytest
from telegram import Message

from chat.attachments import Attachment, Kind, attachment_of

FILE = {"file_id": "a", "file_unique_id": "b", "file_size": 1000}
SIZE = {**FILE, "width": 90, "height": 120}
FILM = {**SIZE, "duration": 1}
STICKER = {**SIZE, "type": "regular", "is_animated": False, "is_video": False}


def message(**content: Any) -> Message:
    """A message as Telegram sends it."""
    plain = {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}
    return Message.de_json({**plain, **content})


def kind_of(**content: Any) -> Kind | None:
    """The kind of a message's attachment."""
    attachment = attachment_of(message(**content))
    return attachment.kind if attachment else None


@pytest.mark.parametrize("content", [{"text": "42"}, {"voice": {**FILE, "duration": 1}}, {}])
def test_nothing(content: dict[str, Any]) -> None:
    """Words and sounds are no attachment to read."""
    assert attachment_of(message(**content)) is None


def test_largest_photo() -> None:
    """Of a photo's sizes the largest is taken, wherever it stands."""
    sizes = [SIZE, {**SIZE, "file_id": "big", "width": 900, "height": 1200}, SIZE]
    found = attachment_of(message(photo=sizes))
    assert found == Attachment(Kind.PHOTO, "big", 1000, "b")


@pytest.mark.parametrize("also", [{}, {"photo": [SIZE]}])
def test_live_photo(also: dict[str, Any]) -> None:
    """Of a photo that moves for a second its still is taken, as the photo or inside of it."""
    assert kind_of(live_photo={**FILM, "photo": [SIZE]}, **also) is Kind.PHOTO


@pytest.mark.parametrize(
    ("sticker", "kind"),
    [
        (STICKER, Kind.STICKER),
        ({**STICKER, "is_animated": True}, Kind.MOVING),
        ({**STICKER, "is_video": True}, Kind.MOVING),
    ],
)
def test_sticker(sticker: dict[str, Any], kind: Kind) -> None:
    """A static sticker may be read, one that moves may not."""
    assert kind_of(sticker=sticker) is kind


@pytest.mark.parametrize(
    "content",
    [
        {"animation": FILM, "document": {**FILE, "mime_type": "video/mp4"}},
        {"video": FILM},
        {"video_note": {**FILE, "length": 240, "duration": 1}},
    ],
)
def test_moving(content: dict[str, Any]) -> None:
    """A GIF, which fills the document as well, a video and a video note move."""
    assert kind_of(**content) is Kind.MOVING


@pytest.mark.parametrize(
    ("mime_type", "file_name", "kind"),
    [
        ("image/png", "a.png", Kind.PICTURE_FILE),
        ("image/png", None, Kind.PICTURE_FILE),
        ("application/octet-stream", "IMG_1.JPG", Kind.PICTURE_FILE),
        (None, "scan.webp", Kind.PICTURE_FILE),
        ("image/svg+xml", "a.svg", Kind.PICTURE_FILE),
        ("image/heic", "IMG_1.HEIC", Kind.HEIC_FILE),
        ("application/octet-stream", "IMG_1.HEIC", Kind.HEIC_FILE),
        ("image/heif", None, Kind.HEIC_FILE),
        ("image/gif", "a.gif", Kind.MOVING),
        ("video/mp4", "a.mp4", Kind.MOVING),
        ("application/pdf", "a.pdf", Kind.OTHER_FILE),
        ("application/pdf", "a.jpg.pdf", Kind.OTHER_FILE),
        (None, None, Kind.OTHER_FILE),
        (None, "", Kind.OTHER_FILE),
    ],
)
def test_document(mime_type: str | None, file_name: str | None, kind: Kind) -> None:
    """A document is what its type says, or else its name."""
    document = {**FILE, "mime_type": mime_type, "file_name": file_name}
    given = {name: value for name, value in document.items() if value is not None}
    assert kind_of(document=given) is kind


@pytest.mark.parametrize(
    ("size", "too_large"), [(None, False), (20 * 2**20, True), (20_000_000, False)]
)
def test_size(size: int | None, *, too_large: bool) -> None:
    """Above the size that Telegram hands to bots an attachment is too large."""
    assert Attachment(Kind.PHOTO, "a", size).is_too_large is too_large
