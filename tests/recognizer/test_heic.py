"""Photos of iPhones, sent as files, are read with the extra `heic` and refused clearly without."""

import io
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from recognizer.errors import PhotoError
from recognizer.photo import decode

WITHOUT = """
import sys
sys.modules["pillow_heif"] = None
from recognizer.errors import UnsupportedFormat
from recognizer.photo import decode
try:
    decode(sys.stdin.buffer.read())
except UnsupportedFormat:
    print("refused")
"""


def heic(image: Image.Image, **options: object) -> bytes:
    """A picture as an iPhone keeps it."""
    file = io.BytesIO()
    image.save(file, "HEIF", **options)
    return file.getvalue()


@pytest.fixture
def page() -> Image.Image:
    """White paper with a dark bar near the top left."""
    grey = np.full((240, 320), 255, np.uint8)
    grey[20:60, 20:200] = 0
    return Image.fromarray(grey).convert("RGB")


def test_read(page: Image.Image) -> None:
    """A HEIC file is decoded like any other picture."""
    grey = decode(heic(page)).grey
    assert grey.shape == (240, 320)
    assert int(grey[40, 100]) < 40
    assert int(grey[200, 300]) > 215


def test_upright(page: Image.Image) -> None:
    """One that was taken sideways stands upright."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter to the right
    grey = decode(heic(page, exif=exif.tobytes())).grey
    assert grey.shape == (320, 240)
    assert int(grey[100, 200]) < 40


def test_damaged(page: Image.Image) -> None:
    """A file that breaks off is refused like any other, without a crash."""
    data = heic(page)
    with pytest.raises(PhotoError):
        decode(data[: len(data) // 2])


def test_without_the_extra(page: Image.Image) -> None:
    """Without the extra the format is unsupported, for which the bot has a hint."""
    ran = subprocess.run(
        [sys.executable, "-c", WITHOUT], input=heic(page), capture_output=True, check=True
    )
    assert ran.stdout.strip() == b"refused"
