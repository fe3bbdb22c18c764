"""Bytes of a picture to grey pixels: decoded safely, upright, on white, of a working size."""

from dataclasses import dataclass
from io import BytesIO

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, UnidentifiedImageError

from recognizer.errors import AnimatedPhoto, DamagedPhoto, PhotoTooLarge, UnsupportedFormat

MAX_PIXELS = 50_000_000
"""A photo may have this many: the largest phone cameras without stitching."""
WORKING_SIDE = 1600
"""Longer sides are shrunk to this many pixels: Telegram's photos pass as they are."""
FORMATS = ("JPEG", "PNG", "WEBP")
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


@dataclass(frozen=True, slots=True)
class Photo:
    """A decoded photo: `grey` is H x W uint8, upright; `scale` is its size over the original's."""

    grey: NDArray[np.uint8]
    scale: float = 1.0


def decode(data: bytes) -> Photo:
    """Decode a JPEG, PNG or WEBP picture, recognized by its content.

    Raises `UnsupportedFormat`, `AnimatedPhoto`, `PhotoTooLarge` or `DamagedPhoto`.
    """
    try:
        image = Image.open(BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError as error:
        raise UnsupportedFormat("not a JPEG, PNG or WEBP picture") from error
    except Exception as error:  # a parser of Pillow's that met what it didn't expect
        raise DamagedPhoto(f"header: {type(error).__name__}") from error
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise PhotoTooLarge(f"{width} x {height} pixels, at most {MAX_PIXELS} are read")
    if getattr(image, "is_animated", False) and image.format != "MPO":
        raise AnimatedPhoto(f"{getattr(image, 'n_frames', 0)} frames")
    try:
        turn = image.getexif().get(ORIENTATION_TAG, 1)
    except Exception:  # noqa: BLE001  (broken EXIF is no reason to refuse the pixels)
        turn = 1
    try:
        image.draft("L", (WORKING_SIDE, WORKING_SIDE))
        image.load()
        grey = _grey(image)
    except Exception as error:
        raise DamagedPhoto(f"pixels: {type(error).__name__}") from error
    grey = _shrink(grey)
    return Photo(_turn(grey, turn), max(grey.shape) / max(width, height))


def _grey(image: ImageFile.ImageFile | Image.Image) -> NDArray[np.uint8]:
    """Any of Pillow's modes as H x W uint8; what is transparent shows white paper."""
    if image.mode in ("I;16", "I;16L", "I;16B", "I;16N", "I", "F"):
        deep = np.asarray(image, np.float32)
        top = 65535.0 if float(deep.max(initial=0)) > 255 else 255.0
        grey: NDArray[np.uint8] = np.clip(deep * (255.0 / top), 0, 255).astype(np.uint8)
        return grey
    if image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    if image.mode not in ("L", "1", "RGB", "RGBA", "YCbCr"):
        image = image.convert("RGB")
    return np.asarray(image.convert("L"), np.uint8)


def _shrink(grey: NDArray[np.uint8]) -> NDArray[np.uint8]:
    scale = WORKING_SIDE / max(grey.shape)
    if scale >= 1:
        return grey
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def _turn(grey: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    mirror, quarters = TURNS.get(orientation, (False, 0))
    if mirror:
        grey = grey[:, ::-1]
    return np.ascontiguousarray(np.rot90(grey, quarters))
