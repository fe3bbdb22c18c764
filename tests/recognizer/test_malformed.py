"""Whatever bytes come, the recognizer answers with a reading or one error, in bounded memory.

`make soak` tries 5,000 of them.
"""

import ctypes
import gc
import io
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from recognizer import PhotoError, Reading, Recognizer
from recognizer.engines import MODELS
from recognizer.photo import MAX_PIXELS, WEBP_PIXELS
from tests.drawing import draw, encode

MOST_BYTES_A_PIXEL = 8
"""What a decoder and the conversions after it may take for the largest photo that is read."""
MOST_LEFT = 96
"""MB by which memory may have grown after all of them."""
MAGIC_END = 12
"""Where the bytes end by which a kind of file is known."""
PNG_HEADER_END = 33


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    """The recognizer with the small engine: what is before the network is the same."""
    return Recognizer(MODELS["litert"])


def encodings() -> Iterator[tuple[str, bytes]]:
    """A drawn page as a file of every kind that people send, and of some that nobody reads."""
    page = draw("42", "7").resize((240, 320))
    colour, clear = page.convert("RGB"), page.convert("RGBA")
    exif = Image.Exif()
    exif[0x0112] = 6
    yield "jpeg", encode(page, "JPEG", quality=80)
    yield "jpeg with exif", encode(colour, "JPEG", quality=60, exif=exif)
    yield "jpeg progressive", encode(colour, "JPEG", progressive=True)
    yield "jpeg cmyk", encode(page.convert("CMYK"), "JPEG")
    yield "png", encode(page, "PNG")
    yield "png with alpha", encode(clear, "PNG")
    yield "png palette", encode(colour.quantize(16), "PNG", transparency=3)
    yield "png bilevel", encode(page.convert("1"), "PNG")
    yield "png deep", encode(page.convert("I;16"), "PNG")
    yield "png animated", encode(page, "PNG", save_all=True, append_images=[page.rotate(9)])
    yield "webp", encode(colour, "WEBP", quality=70)
    yield "webp lossless", encode(clear, "WEBP", lossless=True)
    yield "webp animated", encode(colour, "WEBP", save_all=True, append_images=[clear.rotate(9)])
    for kind in ("GIF", "BMP", "TIFF", "PPM", "ICO", "PDF"):
        yield kind.lower(), encode(colour, kind)
    yield "heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(range(256)) * 4


FILES = dict(encodings())
READABLE = [kind for kind in FILES if kind.startswith(("jpeg", "png", "webp"))]


def cut(data: bytes, random: Random) -> bytes:
    """The end is missing, as after a broken download."""
    return data[: random.randrange(min(MAGIC_END, len(data)), len(data) + 1)]


def flip(data: bytes, random: Random) -> bytes:
    """Some bytes are others."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 2, 8, 64))):
        changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def flip_early(data: bytes, random: Random) -> bytes:
    """Some bytes of the beginning are others: sizes, tables, kinds, but not the first of all."""
    return data[:MAGIC_END] + flip(data[MAGIC_END:200] or b"\0", random) + data[200:]


def insert(data: bytes, random: Random) -> bytes:
    """Something stands in between that doesn't belong there."""
    at = random.randrange(min(MAGIC_END, len(data) - 1), len(data))
    return data[:at] + random.randbytes(random.choice((1, 7, 300))) + data[at:]


def repeat(data: bytes, random: Random) -> bytes:
    """A part comes several times."""
    begin, end = sorted(random.randrange(len(data)) for _ in range(2))
    return data[:end] + data[begin:end] * random.choice((1, 3, 20)) + data[end:]


def splice(data: bytes, random: Random) -> bytes:
    """It begins as one file and goes on as another."""
    other = random.choice(list(FILES.values()))
    return data[: random.randrange(len(data))] + other[random.randrange(len(other)) :]


def resize(data: bytes, random: Random) -> bytes:
    """A PNG whose header claims another size or kind, with a checksum that agrees."""
    if data[12:16] != b"IHDR":
        return flip_early(data, random)
    sides = (0, 1, 255, 4096, 65535, 2**31 - 1)
    kind = random.choice(
        (data[24:29], bytes(random.choice((0, 1, 2, 3, 4, 6, 8, 16)) for _ in range(5)))
    )
    header = b"IHDR" + struct.pack(">II", random.choice(sides), random.choice(sides)) + kind
    return data[:12] + header + struct.pack(">I", zlib.crc32(header)) + data[PNG_HEADER_END:]


MUTATIONS: list[Callable[[bytes, Random], bytes]] = [
    cut, flip, flip_early, insert, repeat, splice, resize,
]  # fmt: skip


@st.composite
def malformed(drawn: st.DrawFn) -> bytes:
    """Bytes of any kind, or a real file to which one to three things happened."""
    random = Random(drawn(st.integers(0, 2**32)))  # hypothesis's own would mostly say 0
    if random.random() < 0.1:
        return drawn(st.binary(max_size=2000))
    kinds = list(FILES) if random.random() < 0.1 else READABLE
    data = FILES[random.choice(kinds)]
    for mutate in drawn(st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=3)):
        data = mutate(data, random) or b"\0"
    return data


def try_to_read(recognizer: Recognizer, data: bytes) -> str:
    """What came of it: the name of the error, or `Reading`. Other exceptions get through."""
    try:
        outcome = recognizer.read(data)
    except PhotoError as error:
        return type(error).__name__
    assert isinstance(outcome, Reading)
    return "Reading"


def memory(name: str) -> float:
    """A figure of this process's memory from the kernel, in MB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


@pytest.mark.timeout(3600)
@pytest.mark.parametrize("count", [300, pytest.param(5000, marks=pytest.mark.soak)])
def test_malformed_inputs(recognizer: Recognizer, count: int) -> None:
    """Files that are cut off, changed, spliced or made up give a reading or a `PhotoError`."""
    seen = []

    @settings(
        max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(malformed())
    def check(data: bytes) -> None:
        seen.append(try_to_read(recognizer, data))

    for data in FILES.values():
        try_to_read(recognizer, data)
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = memory("VmRSS")
    check()
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)  # what the allocator keeps for later is not lost
    outcomes = {name: seen.count(name) for name in sorted(set(seen))}
    peak, left = memory("VmHWM") - before, memory("VmRSS") - before
    print(f"{len(seen)} inputs: {outcomes}, peak +{peak:.0f} MB, {left:+.0f} MB after")
    assert len(seen) >= count
    assert {"Reading", "DamagedPhoto", "UnsupportedFormat"} <= set(outcomes)
    assert peak < MAX_PIXELS * MOST_BYTES_A_PIXEL / 2**20
    assert left < MOST_LEFT


@pytest.mark.parametrize(
    ("pixels", "mode", "kind"), [(MAX_PIXELS, "RGBA", "PNG"), (WEBP_PIXELS, "RGBA", "WEBP")]
)
def test_the_largest_pictures(recognizer: Recognizer, pixels: int, mode: str, kind: str) -> None:
    """A few KB that are honest pixels in the tens of millions take a bounded amount of memory."""
    with Image.new(mode, (4000, pixels // 4000), "white") as blank:
        data = encode(blank, kind, lossless=True, method=0)
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    Path("/proc/self/clear_refs").write_text("5")
    before = memory("VmRSS")
    assert try_to_read(recognizer, data) == "Reading"
    assert memory("VmHWM") - before < MAX_PIXELS * MOST_BYTES_A_PIXEL / 2**20


@pytest.mark.parametrize("kind", FILES)
def test_whole_files(recognizer: Recognizer, kind: str) -> None:
    """What the changed files are made from is read, or refused, for what it is."""
    wanted = "Reading" if kind in READABLE else "UnsupportedFormat"
    if kind.endswith("animated"):
        wanted = "AnimatedPhoto"
    assert try_to_read(recognizer, FILES[kind]) == wanted


@pytest.mark.parametrize("sides", [(2**31 - 1, 2**31 - 1), (65535, 65535), (1, 2**31 - 1)])
def test_a_bomb_is_refused_by_its_header(recognizer: Recognizer, sides: tuple[int, int]) -> None:
    """A few bytes that claim a picture of gigabytes take no memory: no pixel is decoded."""
    header = b"IHDR" + struct.pack(">IIBBBBB", *sides, 8, 2, 0, 0, 0)
    body = b"IDAT" + zlib.compress(bytes(1000))
    chunks = [
        struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c))
        for c in (header, body, b"IEND")
    ]
    Path("/proc/self/clear_refs").write_text("5")
    before = memory("VmRSS")
    assert try_to_read(recognizer, b"\x89PNG\r\n\x1a\n" + b"".join(chunks)) == "PhotoTooLarge"
    assert memory("VmHWM") - before < MOST_LEFT


def test_text_that_unpacks_to_gigabytes_is_refused(recognizer: Recognizer) -> None:
    """Compressed text beside the pixels is not unpacked without limit."""
    png = io.BytesIO(FILES["png"]).getvalue()
    text = b"zTXtbomb\0\0" + zlib.compress(bytes(2**28), 9)
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    Path("/proc/self/clear_refs").write_text("5")
    before = memory("VmRSS")
    outcome = try_to_read(recognizer, png[:PNG_HEADER_END] + chunk + png[PNG_HEADER_END:])
    assert outcome in {"DamagedPhoto", "Reading"}
    assert memory("VmHWM") - before < MOST_LEFT
