"""Bytes of a picture to grey pixels: decoded safely, upright, on white, of a working size."""

import threading
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, UnidentifiedImageError

from recognizer.errors import AnimatedPhoto, DamagedPhoto, PhotoTooLarge, UnsupportedFormat

try:
    import pillow_heif
except ImportError:  # the optional extra `heic`
    pillow_heif = None  # type: ignore[assignment]

MAX_PIXELS = 50_000_000
"""A photo may have this many: the largest phone cameras without stitching."""
WEBP_PIXELS = 16_000_000
"""A WEBP picture: its decoder takes 16 bytes a pixel, four times what others do."""
LARGE = 16_000_000
"""Pixels from which photos are decoded one at a time, whatever the number of threads."""
STRIP = 4_000_000
"""Pixels that are made grey at a time: copies of all in colour would take a gigabyte."""
DEEP = ("I;16", "I;16L", "I;16B", "I;16N", "I", "F")
WORKING_SIDE = 1600
"""Longer sides are shrunk to this many pixels: Telegram's photos pass as they are."""
FORMATS = ("JPEG", "PNG", "WEBP", *(["HEIF"] if pillow_heif else []))
ORIENTATION_TAG = 0x0112
TURNS: dict[int, tuple[bool, int]] = {
    2: (True, 0),
    3: (False, 2),
    4: (True, 2),
    5: (True, 1),
    6: (False, 3),
    7: (True, 3),
    8: (False, 1),
}
"""EXIF orientation: mirror left to right first?, then quarter turns anticlockwise."""

# The own cap is checked before any pixel is decoded; Pillow's would only warn.
Image.MAX_IMAGE_PIXELS = None
if pillow_heif:
    pillow_heif.register_heif_opener(thumbnails=False)


_one_large = threading.Lock()


@dataclass(frozen=True, slots=True)
class Photo:
    """A decoded photo: `grey` is H x W uint8, upright; `scale` is its size over the original's."""

    grey: NDArray[np.uint8]
    scale: float = 1.0


def working_side(_: int) -> int:
    """The longest side that a photo of any size is shrunk to, in pixels."""
    return WORKING_SIDE


def decode(data: bytes, side: Callable[[int], int] = working_side) -> Photo:
    """Decode a JPEG, PNG or WEBP picture, or HEIC with its extra, recognized by its content.

    `side` takes the photo's longest side, in pixels, to the one that it is shrunk to; nothing is
    enlarged. JPEG is decoded much quicker to fewer pixels.

    Raises `UnsupportedFormat`, `AnimatedPhoto`, `PhotoTooLarge` or `DamagedPhoto`.
    """
    try:
        image = Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise UnsupportedFormat("not a JPEG, PNG or WEBP picture") from error
    except Exception as error:  # a parser of Pillow's that met what it didn't expect
        raise DamagedPhoto(f"header: {type(error).__name__}") from error
    width, height = image.size
    most = WEBP_PIXELS if image.format == "WEBP" else MAX_PIXELS
    if width * height > most:
        raise PhotoTooLarge(f"{width} x {height} pixels, at most {most} are read")
    # Phones keep further stills in one file: the first is the photo.
    if getattr(image, "is_animated", False) and image.format not in {"MPO", "HEIF"}:
        raise AnimatedPhoto(f"{getattr(image, 'n_frames', 0)} frames")
    try:
        turn = image.getexif().get(ORIENTATION_TAG, 1)
    except Exception:  # noqa: BLE001  (broken EXIF is no reason to refuse the pixels)
        turn = 1
    wanted = side(max(width, height))
    try:
        image.draft("L", _at_least(image.size, wanted))
        with _one_large if width * height > LARGE else nullcontext():
            image.load()
            grey = _grey(image)
            image.close()
    except Exception as error:
        raise DamagedPhoto(f"pixels: {type(error).__name__}") from error
    grey = shrunk(grey, wanted)
    return Photo(_turn(grey, turn), max(grey.shape) / max(width, height))


def _grey(image: ImageFile.ImageFile | Image.Image) -> NDArray[np.uint8]:
    """Any of Pillow's modes as H x W uint8; what is transparent shows white paper."""
    if image.mode == "L" and "transparency" not in image.info:
        return np.asarray(image)
    top = 255.0
    if image.mode in DEEP and max(np.asarray(strip).max() for _, strip in _strips(image)) > top:
        top = 65535.0
    grey = np.empty((image.height, image.width), np.uint8)
    for y, strip in _strips(image):
        grey[y : y + strip.height] = _strip_in_grey(strip, top)
    return grey


def _strips(image: Image.Image) -> Iterator[tuple[int, Image.Image]]:
    """Parts of a picture from top to bottom, each with its first row; a small one as it is."""
    rows = max(1, STRIP // image.width)
    if image.height <= rows:
        yield 0, image
        return
    for y in range(0, image.height, rows):
        yield y, image.crop((0, y, image.width, min(y + rows, image.height)))


def _strip_in_grey(image: Image.Image, top: float) -> NDArray[np.uint8]:
    if image.mode in DEEP:
        deep = np.asarray(image, np.float32)
        grey: NDArray[np.uint8] = np.clip(deep * (255.0 / top), 0, 255).astype(np.uint8)
        return grey
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    if image.mode not in ("L", "1", "RGB", "RGBA", "YCbCr"):
        image = image.convert("RGB")
    return np.asarray(image.convert("L"), np.uint8)


def _at_least(size: tuple[int, int], side: int) -> tuple[int, int]:
    """The size of a picture whose longest side is `side` pixels, for Pillow's `draft`."""
    scale = min(1.0, side / max(size))
    return (max(1, int(size[0] * scale)), max(1, int(size[1] * scale)))


def shrunk(grey: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """A copy (H x W uint8) whose longest side is at most `side` pixels, each the mean of some.

    Means of four pixels are a third of the work of others: on the way, the copy is twice as large.
    """
    scale = side / max(grey.shape)
    if scale >= 1:
        return grey
    width, height = (max(1, round(length * scale)) for length in grey.shape[::-1])
    while max(grey.shape) >= 4 * side and min(grey.shape) >= 4:
        half = (grey.shape[1] // 2, grey.shape[0] // 2)
        grey = np.asarray(cv2.resize(grey, half, interpolation=cv2.INTER_AREA), np.uint8)
    grey = cv2.resize(grey, (2 * width, 2 * height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _turn(grey: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    mirror, quarters = TURNS.get(orientation, (False, 0))
    if mirror:
        grey = grey[:, ::-1]
    return np.ascontiguousarray(np.rot90(grey, quarters))
