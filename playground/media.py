"""From bytes to the media objects of a message, as Telegram's own servers make them."""

import io
import mimetypes
from functools import lru_cache
from pathlib import PurePath
from typing import Any

from PIL import Image, ImageOps

from playground.errors import bad_request
from playground.files import Files

Media = dict[str, Any]
Scaled = tuple[int, int, bytes]

PHOTO_SIDES = (90, 320, 800, 1280, 2560)
STICKER_SIDE = 512
THUMBNAIL_PIXELS = 25_000_000  # a larger picture gets no thumbnail
CACHED_BYTES = 1_000_000
_UNREADABLE = (
    OSError,
    ValueError,
    SyntaxError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def photo(files: Files, data: bytes, *, largest: int = 1280) -> list[Media]:
    """The sizes of a photo, smallest first: upright JPEGs without EXIF, on white."""
    sizes = []
    for width, height, jpeg in _scaled(data, largest):
        file = files.add(jpeg, "photo", suffix=".jpg", mime_type="image/jpeg")
        sizes.append({**file.reference(), "width": width, "height": height})
        files.remember(file.id, sizes)
    return sizes


def _scaled(data: bytes, largest: int) -> list[Scaled]:
    """Width, height and JPEG of each size. What is sent again and again is scaled once."""
    return (_scale_once if len(data) <= CACHED_BYTES else _scale)(data, largest)


def _scale(data: bytes, largest: int) -> list[Scaled]:
    try:
        with Image.open(io.BytesIO(data)) as image:
            width, height = image.size
            if width + height > 10_000 or max(width, height) > 20 * min(width, height):
                raise bad_request("PHOTO_INVALID_DIMENSIONS")
            picture = _on_white(ImageOps.exif_transpose(image))
    except _UNREADABLE as error:
        raise bad_request("IMAGE_PROCESS_FAILED") from error
    scaled = []
    for side in PHOTO_SIDES:
        if side > largest:
            break
        copy = picture.copy()
        copy.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)
        out = io.BytesIO()
        copy.save(out, "JPEG", quality=87, optimize=False)
        scaled.append((*copy.size, out.getvalue()))
        if max(picture.size) <= side:
            break
    return scaled


_scale_once = lru_cache(maxsize=64)(_scale)


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I;16"):
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        white.alpha_composite(image)
        image = white
    return image.convert("RGB")


def document(
    files: Files,
    data: bytes,
    *,
    file_name: str | None = "file",
    mime_type: str | None = None,
    size: int | None = None,
) -> Media:
    """A file as it was sent, byte for byte; its name and type are what the sender claims."""
    claimed = mime_type or mimetypes.guess_type(file_name or "")[0] or "application/octet-stream"
    file = files.add(
        data, "document", suffix=PurePath(file_name or "").suffix, mime_type=claimed, size=size
    )
    described: Media = {**file.reference(), "mime_type": claimed}
    if file_name is not None:
        described["file_name"] = file_name
    described |= _thumbnail(files, data)
    files.remember(file.id, described)
    return described


def sticker(files: Files, data: bytes, *, kind: str = "static", emoji: str = "🔢") -> Media:
    """A sticker; a static one becomes WEBP of at most 512 pixels a side if it is not one yet."""
    if kind == "static":
        data, width, height = _webp(data)
    else:
        width = height = STICKER_SIDE
    suffix, mime_type = {
        "static": (".webp", "image/webp"),
        "animated": (".tgs", "application/x-tgsticker"),
        "video": (".webm", "video/webm"),
    }[kind]
    file = files.add(data, "sticker", suffix=suffix, mime_type=mime_type)
    described = {
        **file.reference(),
        "type": "regular",
        "width": width,
        "height": height,
        "is_animated": kind == "animated",
        "is_video": kind == "video",
        "emoji": emoji,
        **_thumbnail(files, data),
    }
    files.remember(file.id, described)
    return described


def _webp(data: bytes) -> tuple[bytes, int, int]:
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.format == "WEBP" and max(image.size) <= STICKER_SIDE:
                return data, *image.size
            picture = image.convert("RGBA")
    except _UNREADABLE as error:
        raise bad_request("STICKER_PNG_INVALID") from error
    picture.thumbnail((STICKER_SIDE, STICKER_SIDE))
    out = io.BytesIO()
    picture.save(out, "WEBP", lossless=True)
    return out.getvalue(), *picture.size


def film(
    files: Files,
    data: bytes,
    kind: str,
    *,
    file_name: str | None = None,
    mime_type: str | None = None,
    width: int = 320,
    height: int = 240,
    duration: int = 2,
) -> Media:
    """An animation, a video, a video note, a voice message or a piece of music; never decoded."""
    suffix, usual = {
        "voice": (".oga", "audio/ogg"),
        "audio": (".mp3", "audio/mpeg"),
    }.get(kind, (".mp4", "video/mp4"))
    file = files.add(data, kind, suffix=suffix, mime_type=mime_type or usual)
    described: Media = {**file.reference(), "duration": duration}
    files.remember(file.id, described)
    if kind == "video_note":
        described["length"] = min(width, height)
        return described
    described["mime_type"] = file.mime_type
    if kind in {"animation", "video"}:
        described |= {"width": width, "height": height}
    if file_name is not None and kind != "voice":
        described["file_name"] = file_name
    return described


def as_document(animation: Media) -> Media:
    """The ``document`` that every message with an animation also carries."""
    shared = ("file_id", "file_unique_id", "file_size", "mime_type", "file_name", "thumbnail")
    return {key: animation[key] for key in shared if key in animation}


def _thumbnail(files: Files, data: bytes) -> Media:
    """A small picture of a file, where it is one that can be read; ``thumb`` is the older name."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > THUMBNAIL_PIXELS:
                return {}
        width, height, jpeg = _scaled(data, 320)[-1]
    except Exception:  # noqa: BLE001  # any broken file may be sent as a document
        return {}
    file = files.add(jpeg, "thumbnail", suffix=".jpg", mime_type="image/jpeg")
    size = {**file.reference(), "width": width, "height": height}
    return {"thumbnail": size, "thumb": size}
