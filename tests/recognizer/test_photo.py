"""Whatever bytes arrive, decoding gives upright grey pixels or one error of the family."""

import io
import struct
import tracemalloc
import zlib

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from recognizer.errors import (
    AnimatedPhoto,
    DamagedPhoto,
    PhotoError,
    PhotoTooLarge,
    UnsupportedFormat,
)
from recognizer.photo import WORKING_SIDE, decode


def encoded(image: Image.Image, file_format: str = "PNG", **options: object) -> bytes:
    """The bytes of a picture in a format of Pillow's."""
    buffer = io.BytesIO()
    image.save(buffer, file_format, **options)
    return buffer.getvalue()


def page() -> Image.Image:
    """White paper with a dark bar near the top left: no two orientations look the same."""
    grey = np.full((60, 80), 255, np.uint8)
    grey[5:15, 5:50] = 0
    return Image.fromarray(grey)


def png_of(width: int, height: int) -> bytes:
    """A PNG of black pixels made without holding them in memory."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    packer = zlib.compressobj(9)
    row = bytes(1 + (width + 7) // 8)
    rows = b"".join(packer.compress(row) for _ in range(height)) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_formats_are_known_by_content(file_format: str) -> None:
    """JPEG, PNG and WEBP decode whatever the file is called, and keep light and dark."""
    grey = decode(encoded(page(), file_format)).grey
    assert grey.shape == (60, 80)
    assert grey.dtype == np.uint8
    assert grey[10, 20] < 80
    assert grey[40, 40] > 240


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_comes_out_upright(orientation: int) -> None:
    """A photo is turned as its EXIF says, just as Pillow's own transposition does."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    data = encoded(page(), "PNG", exif=exif)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    np.testing.assert_array_equal(decode(data).grey, np.asarray(upright))


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "YCbCr", "I;16"])
def test_every_mode_keeps_dark_dark(mode: str) -> None:
    """Two-level, palette, CMYK, 16-bit and the others all give dark ink on light paper."""
    if mode == "I;16":
        image = Image.fromarray(np.asarray(page()).astype(np.uint16) * 257)
    else:
        image = page().convert("RGB").convert(mode)
    file_format = "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"
    grey = decode(encoded(image, file_format)).grey
    assert grey[10, 20] < 90
    assert grey[40, 40] > 200


@pytest.mark.parametrize("file_format", ["PNG", "WEBP"])
def test_transparency_is_white_paper(file_format: str) -> None:
    """A transparent sticker with dark ink shows ink on white, not black on black."""
    sticker = Image.new("RGBA", (80, 60), (0, 0, 0, 0))
    sticker.paste((20, 20, 20, 255), (5, 5, 50, 15))
    grey = decode(encoded(sticker, file_format)).grey
    assert grey[40, 40] == 255
    assert grey[10, 20] < 60


def test_transparent_palette_is_white_paper() -> None:
    """A palette's transparent colour is laid on white too."""
    image = Image.new("P", (80, 60), 0)
    image.putpalette([0, 0, 0, 20, 20, 20])
    image.paste(1, (5, 5, 50, 15))
    grey = decode(encoded(image, "PNG", transparency=0)).grey
    assert grey[40, 40] == 255
    assert grey[10, 20] < 60


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_cut_off_files_are_damaged(file_format: str) -> None:
    """A download that broke off is called damaged, never half read."""
    noise = np.random.default_rng(1).integers(0, 255, (200, 200), np.uint8)
    data = encoded(Image.fromarray(noise), file_format)
    with pytest.raises(DamagedPhoto):
        decode(data[: len(data) // 2])


@pytest.mark.parametrize("data", [b"", b"\x00", b"hello", b"GIF89a", b"%PDF-1.7", b"\xff\xd8\xff"])
def test_what_is_no_picture_is_unsupported(data: bytes) -> None:
    """Empty files, texts and bare magic numbers are not pictures."""
    with pytest.raises(UnsupportedFormat):
        decode(data)


def test_gif_is_unsupported_even_when_named_otherwise() -> None:
    """A GIF is refused by its content."""
    with pytest.raises(UnsupportedFormat):
        decode(encoded(page(), "GIF"))


@pytest.mark.parametrize("file_format", ["PNG", "WEBP"])
def test_moving_pictures_are_refused(file_format: str) -> None:
    """An animated PNG or WEBP has no single reading."""
    frames = [page(), ImageOps.invert(page())]
    with pytest.raises(AnimatedPhoto):
        decode(encoded(frames[0], file_format, save_all=True, append_images=frames[1:]))


def test_a_phones_two_picture_jpeg_is_its_first() -> None:
    """Some phones put a second picture behind the JPEG (MPO): the first one is the photo."""
    data = encoded(page(), "MPO", save_all=True, append_images=[ImageOps.invert(page())])
    assert decode(data).grey[40, 40] > 240


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    """A PNG of 169 megapixels in about 20 kB costs no memory."""
    bomb = png_of(13_000, 13_000)
    assert len(bomb) < 30_000
    tracemalloc.start()
    with pytest.raises(PhotoTooLarge):
        decode(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_one_pixel_is_a_photo() -> None:
    """The smallest picture there is decodes."""
    assert decode(encoded(Image.new("RGB", (1, 1)))).grey.shape == (1, 1)


@pytest.mark.parametrize("file_format", ["JPEG", "PNG"])
@pytest.mark.parametrize("size", [(1, 4000), (4000, 1), (3000, 2000), (9, 60000)])
def test_large_photos_shrink_to_the_working_size(size: tuple[int, int], file_format: str) -> None:
    """Longer sides come down to the working size, and the scale says by how much."""
    photo = decode(encoded(Image.new("L", size, 200), file_format))
    assert max(photo.grey.shape) == WORKING_SIDE
    assert min(photo.grey.shape) >= 1
    assert photo.scale == pytest.approx(WORKING_SIDE / max(size))


def test_a_shrunk_photo_is_as_light_as_the_photo_place_by_place() -> None:
    """Each pixel of the copy is about the mean of those that it covers."""
    noise = np.random.default_rng(1).normal(0, 1, (900, 1500)).astype(np.float32)
    soft = cv2.GaussianBlur(noise, (0, 0), 2)
    grey = np.clip(128 + 100 * soft / soft.std(), 0, 255).astype(np.uint8)
    found = decode(encoded(Image.fromarray(grey)), lambda _: 448).grey
    mean = cv2.resize(grey, found.shape[::-1], interpolation=cv2.INTER_AREA)
    assert np.abs(found.astype(int) - mean).mean() < 4


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_mutated_files_raise_only_the_family(data: st.DataObject) -> None:
    """Bytes changed anywhere in a real file give pixels or a PhotoError, nothing else."""
    file_format = data.draw(st.sampled_from(["JPEG", "PNG", "WEBP"]))
    exif = Image.Exif()
    exif[0x0112] = 6
    original = bytearray(encoded(page(), file_format, exif=exif))
    for _ in range(data.draw(st.integers(1, 6))):
        original[data.draw(st.integers(0, len(original) - 1))] = data.draw(st.integers(0, 255))
    try:
        assert decode(bytes(original)).grey.ndim == 2
    except PhotoError as error:
        assert str(error)
