"""What a message brings along: a picture to read, something that can't be read, or nothing."""

from dataclasses import dataclass
from enum import Enum, auto
from pathlib import PurePosixPath

from telegram import Animation, Document, Message, PhotoSize, Sticker, Video, VideoNote
from telegram.constants import FileSizeLimit

PICTURE_SUFFIXES = {".jpg", ".jpeg", ".jfif", ".png", ".webp", ".bmp", ".tif", ".tiff", ".avif"}
HEIC_SUFFIXES = {".heic", ".heif"}
HEIC_TYPES = {"image/heic", "image/heif", "image/heic-sequence", "image/heif-sequence"}


class Kind(Enum):
    """What an attachment claims to be; its bytes have the last word."""

    PHOTO = auto()
    PICTURE_FILE = auto()
    HEIC_FILE = auto()
    STICKER = auto()
    MOVING = auto()
    OTHER_FILE = auto()


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of a message, as Telegram announces it."""

    kind: Kind
    file_id: str
    size: int | None
    """Bytes, where Telegram tells."""
    unique_id: str = ""
    """The same for the same file, in whichever message it comes."""

    @property
    def is_picture(self) -> bool:
        """Whether it may hold digits to read."""
        return self.kind not in {Kind.MOVING, Kind.OTHER_FILE}

    @property
    def is_too_large(self) -> bool:
        """Whether Telegram would refuse to hand it to a bot."""
        return (self.size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD


def attachment_of(message: Message) -> Attachment | None:
    """Find the one file of a message, or None where it has no picture, video or document."""
    # A live photo fills `photo` as well, so that comes first.
    if sizes := message.photo or (message.live_photo.photo if message.live_photo else None):
        return _attachment(Kind.PHOTO, max(sizes, key=lambda s: s.width * s.height))
    if message.sticker:
        return _attachment(_sticker_kind(message.sticker), message.sticker)
    # An animation fills `document` as well, so it comes before it.
    if moving := message.animation or message.video or message.video_note:
        return _attachment(Kind.MOVING, moving)
    if message.document:
        return _attachment(_document_kind(message.document), message.document)
    return None


def _attachment(
    kind: Kind, file: PhotoSize | Sticker | Animation | Video | VideoNote | Document
) -> Attachment:
    return Attachment(kind, file.file_id, file.file_size, file.file_unique_id)


def _sticker_kind(sticker: Sticker) -> Kind:
    moving = sticker.is_animated or sticker.is_video
    return Kind.MOVING if moving else Kind.STICKER


def _document_kind(document: Document) -> Kind:
    mime_type = (document.mime_type or "").lower()
    suffix = PurePosixPath(document.file_name or "").suffix.lower()
    if mime_type in HEIC_TYPES or suffix in HEIC_SUFFIXES:
        return Kind.HEIC_FILE
    if mime_type.startswith("video/") or mime_type == "image/gif" or suffix == ".gif":
        return Kind.MOVING
    if mime_type.startswith("image/") or suffix in PICTURE_SUFFIXES:
        return Kind.PICTURE_FILE
    return Kind.OTHER_FILE
