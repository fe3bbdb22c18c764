"""From bytes to digits with the network that ships: the contracts others build on."""

import io
import json
import platform
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from recognizer import PhotoError, Recognizer
from recognizer.__main__ import main
from recognizer.classifier import Classifier
from recognizer.explain import draw as explain
from recognizer.glyph import SIZE
from recognizer.recognizer import MODEL
from tests.drawing import draw, encode, photo

PRINT = """the  basic  principle  of  closed  loop  remote  control
has  been  studied  in  the  literature  of  wireless
networked  control  systems  nonetheless  the  feasibility  of  these
methods  becomes  questionable  in  the  presence  of  mission
critical  various  applications  including  remote  surgery  industrial  internet
of  things  control  in  the  smart  factory  autonomous
vehicular  platooning"""


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    """The recognizer as the bot has it."""
    return Recognizer()


@pytest.mark.parametrize("digit", "0123456789")
def test_each_digit_is_read(recognizer: Recognizer, digit: str) -> None:
    """A single digit drawn with strokes is read as itself."""
    assert recognizer.read(photo(digit)).text == digit


def test_lines_and_order_are_kept(recognizer: Recognizer) -> None:
    """A page comes back line by line."""
    assert recognizer.read(photo("1572", "804", "3690")).text == "1572\n804\n3690"


@pytest.mark.parametrize("degrees", [90, 180, 270, 20, -25])
def test_a_turned_sheet_is_read(recognizer: Recognizer, degrees: int) -> None:
    """Photos come sideways, upside down and tilted."""
    sheet = draw("25347", "58263").rotate(degrees, expand=True, fillcolor=236)
    assert recognizer.read(encode(sheet, "PNG")).text == "25347\n58263"


@pytest.mark.parametrize("degrees", [-25, 30])
def test_a_leaning_row_is_read_upright(recognizer: Recognizer, degrees: int) -> None:
    """A 7 that leans with its row looks like a 1 for sure, and is a 7 all the same."""
    sheet = draw("735426").rotate(degrees, expand=True, fillcolor=236)
    assert recognizer.read(encode(sheet, "PNG")).text == "735426"


@pytest.mark.parametrize("degrees", [-40, -30, 35])
def test_a_leaning_page_with_straight_columns_is_read(recognizer: Recognizer, degrees: int) -> None:
    """Digits that stand under each other more exactly than side by side are no rows."""
    lines = ["253", "478", "962", "285", "736", "594", "643"]
    sheet = draw(*lines).rotate(degrees, expand=True, fillcolor=236)
    assert recognizer.read(encode(sheet, "JPEG")).text.split() == lines


@pytest.mark.parametrize("degrees", [0, -12])
def test_print_has_no_digits(recognizer: Recognizer, degrees: int) -> None:
    """Words whose letters run into each other are no ones that lie, not on a tilted page either."""
    sheet = Image.new("L", (1500, 1000), 245)
    for number, line in enumerate(PRINT.splitlines()):
        font = ImageFont.load_default(size=40)
        ImageDraw.Draw(sheet).text((200, 200 + 80 * number), line, fill=30, font=font)
    sheet = sheet.rotate(degrees, expand=True, fillcolor=245)
    assert recognizer.read(encode(sheet, "JPEG", quality=90)).text == ""


@pytest.mark.parametrize(("longest", "side"), [(200, 200), (500, 352), (800, 400), (1280, 448)])
def test_more_in_sight_is_read_on_a_larger_copy(
    recognizer: Recognizer, longest: int, side: int
) -> None:
    """A photo of few pixels is read on fewer than a large one, and none is enlarged."""
    sheet = encode(Image.new("L", (longest, longest // 2), 236), "PNG")
    assert max(recognizer.stages(sheet).photo.grey.shape) == side


def test_small_digits_are_read_with_all_pixels(recognizer: Recognizer) -> None:
    """Digits of which some can't be told on a small copy of the photo are read on the photo."""
    page = draw(*["2047", "5836", "4925"] * 2).reduce(6).rotate(30, expand=True, fillcolor=236)
    photo = Image.new("L", (1280, 960), 236)
    photo.paste(page, (500, 400))
    read = recognizer.read(encode(photo, "PNG")).text
    assert read.split() == ["2047", "5836", "4925"] * 2


def test_blank_paper_has_no_digits(recognizer: Recognizer) -> None:
    """No digit is an empty reading, not an error."""
    reading = recognizer.read(photo())
    assert reading.text == ""
    assert reading.digits == ()


def test_a_digit_tells_where_it_stands(recognizer: Recognizer) -> None:
    """Boxes are in pixels of the photo as it was sent, also when that was shrunk for work."""
    large = draw("7").resize((3 * draw("7").width, 3 * draw("7").height))
    assert max(large.size) < 1600
    for factor in (1, 4):
        sheet = draw("47").resize((factor * draw("47").width, factor * draw("47").height))
        box = recognizer.read(encode(sheet, "PNG")).digits[1].box
        ink = np.argwhere(np.asarray(sheet)[:, sheet.width // 2 :] < 100)
        top, left = ink.min(axis=0)
        assert box[0] == pytest.approx(left + sheet.width // 2, abs=4 * factor)
        assert box[1] == pytest.approx(top, abs=4 * factor)


def test_confidence_and_probabilities_agree(recognizer: Recognizer) -> None:
    """Where the order is plain the confidence is the value's probability; there are ten of them."""
    for digit in recognizer.read(photo("2057")).digits:
        assert len(digit.probabilities) == 10
        assert digit.confidence == max(digit.probabilities) == digit.probabilities[digit.value]
        assert sum(digit.probabilities) <= 1 + 1e-5


def test_bad_bytes_raise_the_family_only(recognizer: Recognizer) -> None:
    """Who calls `read` needs to know one error."""
    with pytest.raises(PhotoError):
        recognizer.read(b"not a photo")


def test_threads_share_one_recognizer(recognizer: Recognizer) -> None:
    """Photos read at the same time don't mix."""
    numbers = [str(n) * 3 for n in range(10)]
    with ThreadPoolExecutor(4) as pool:
        texts = pool.map(lambda number: recognizer.read(photo(number)).text, numbers)
    assert list(texts) == numbers


@pytest.mark.parametrize("size", [(1, 1), (1, 2000), (2000, 1), (3, 3)])
@pytest.mark.parametrize("shade", [0, 128, 255])
def test_degenerate_photos_are_empty(
    recognizer: Recognizer, size: tuple[int, int], shade: int
) -> None:
    """One pixel, one row, one colour: no digit and no exception."""
    assert recognizer.read(encode(Image.new("L", size, shade), "PNG")).text == ""


def test_golden_glyph(recognizer: Recognizer) -> None:
    """The network gets white on black between 0 and 1, whatever the photo's scale."""
    stages = recognizer.stages(photo("8"))
    glyph = stages.glyphs[stages.chosen[0]]
    assert glyph.shape == (SIZE, SIZE)
    assert glyph.min() == 0
    assert glyph.max() == pytest.approx(1, abs=0.01)
    assert 0.08 < glyph.mean() < 0.3
    assert not glyph[0].any()
    assert not glyph[-1].any()


def test_explain_draws_every_stage(recognizer: Recognizer) -> None:
    """The picture holds ink, boxes and glyphs, also of a photo without any."""
    for lines in (("25", "47"), ()):
        picture = explain(recognizer.stages(photo(*lines)))
        assert picture.width > 1000
        assert np.asarray(picture).std() > 5


def test_a_changed_model_file_is_refused(tmp_path: Path) -> None:
    """The file's checksum is compared before anything in it is loaded."""
    copy = tmp_path / MODEL.name
    copy.write_bytes(MODEL.read_bytes() + b"\0")
    copy.with_suffix(".sha256").write_text(MODEL.with_suffix(".sha256").read_text())
    with pytest.raises(ValueError, match="does not match"):
        Classifier(copy)


def test_one_json_line_a_photo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`read --json` goes on past a file that can't be read, and its status says so."""
    (tmp_path / "a.jpg").write_bytes(photo("42", "7"))
    (tmp_path / "b.png").write_bytes(b"broken")
    (tmp_path / "notes.txt").write_text("no photo")
    status = main(["read", "--json", str(tmp_path)])
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert status == 1
    assert set(first) == {"file", "text", "digits", "elapsed_ms"}
    assert first["text"] == "42\n7"
    assert [(d["digit"], d["line"]) for d in first["digits"]] == [(4, 0), (2, 0), (7, 1)]
    assert all(set(d) == {"digit", "confidence", "box", "line"} for d in first["digits"])
    assert set(second) == {"file", "error"}


def test_command_line_runs_as_a_module(tmp_path: Path) -> None:
    """`python -m recognizer explain` writes a picture."""
    source, out = tmp_path / "a.jpg", tmp_path / "out.png"
    source.write_bytes(photo("5"))
    command = [sys.executable, "-m", "recognizer", "explain", str(source), "-o", str(out)]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    assert Image.open(io.BytesIO(out.read_bytes())).width > 1000


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc's")
def test_memory_is_mapped_once() -> None:
    """A process that does nothing but read photos gets no memory anew for each of them."""
    program = (
        "from resource import RUSAGE_SELF, getrusage\n"
        "from recognizer import Recognizer\n"
        "from tests.drawing import photo\n"
        "recognizer, sheet = Recognizer(), photo('31415', '92653')\n"
        "for n in range(20):\n"
        "    if n == 10: before = getrusage(RUSAGE_SELF).ru_minflt\n"
        "    recognizer.read(sheet)\n"
        "print((getrusage(RUSAGE_SELF).ru_minflt - before) / 10)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, timeout=120, cwd=root
    )
    assert float(done.stdout) < 100
