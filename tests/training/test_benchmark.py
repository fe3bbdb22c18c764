"""The benchmark compares on the same photos, fairly, and says what it leaves out."""

import csv
import io
from contextlib import redirect_stdout
from itertools import count
from pathlib import Path

import cv2
import numpy as np
import pytest

import recognizer.recognizer
from recognizer.recognizer import MODEL
from training import benchmark, contestants
from training.alone import run
from training.contestants import RAPIDOCR, TESSERACT
from training.cost import Stopwatch, crossings, watched

PHOTOS = (
    ("seven.jpg", "7", "single"),
    ("number.jpg", "123", "number"),
    ("none.jpg", "", "negative"),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three photos, one of them large, with their labels."""
    folder = tmp_path_factory.mktemp("photos")
    for name, label, kind in PHOTOS:
        side = 960 if kind == "single" else 400
        paper = np.full((side, side), 230, np.uint8)
        cv2.putText(paper, label, (60, side // 2), cv2.FONT_HERSHEY_SIMPLEX, 4, 30, 9)
        cv2.imwrite(str(folder / name), paper)
    with (folder / "labels.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [("file", "label", "kind", "source"), *((*p, "") for p in PHOTOS)]
        )
    return folder


@pytest.fixture(scope="module")
def printed(folder: Path) -> str:
    """What the command prints for them."""
    with redirect_stdout(io.StringIO()) as output:
        benchmark.main(["--photos", str(folder)])
    return output.getvalue()


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `tesseract` that answers "a 7" and breaks at a photo that holds the word "broken"."""
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\nif grep -q broken; then exit 1; fi\necho a 7\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    return tmp_path


@pytest.mark.timeout(300)
def test_each_contestant_has_its_row_or_its_sentence(printed: str) -> None:
    """Whoever is installed is in the table; how to install the others is said."""
    assert "3 photos, one core" in printed
    for name in contestants.CONTESTANTS:
        reason = contestants.absent(name)
        assert (reason or f"│ {name} ") in printed


@pytest.mark.timeout(300)
def test_the_tutorial_way_is_never_silent(printed: str) -> None:
    """It sees a digit in empty paper and one digit in a number."""
    row = next(line for line in printed.splitlines() if "│ the tutorial way" in line)
    _, _, _, number, negative, *_ = (cell.strip() for cell in row.split("│"))
    assert (number, negative) == ("0.0%", "0.0%")


@pytest.mark.timeout(300)
def test_the_cost_is_printed_by_size_by_stage_and_by_digits(printed: str) -> None:
    """One photo is large, two are not, and the stages are those of `recognizer`."""
    assert "time over decoding, 1 JPEG photos of 0.9 megapixels and more" in printed
    assert "The 2 other photos take" in printed
    assert "A page of 200 digits takes" in printed
    for stage in ("photo", "ink", "layout", "glyph", "classifier", "the rest"):
        assert f"│   {stage} " in printed


def test_only_digits_count_and_breaking_is_reading_nothing(folder: Path, stand_in: Path) -> None:
    """Letters beside digits are no fault, and one bad photo doesn't end the run."""
    (stand_in / "bad.jpg").write_text("broken")
    files = [folder / "seven.jpg", stand_in / "bad.jpg", folder / "none.jpg"]
    answers = benchmark.compete(TESSERACT, files, MODEL)
    assert answers.read == ["7", "", "7"]
    assert len(answers.times) == 3
    assert [error.split(":")[0] for error in answers.errors] == ["bad.jpg"]


@pytest.mark.usefixtures("stand_in")
def test_memory_is_that_of_the_contestant(folder: Path) -> None:
    """A small program is small, however much the one that compares has loaded."""
    ballast = np.ones(200 * 2**20, np.uint8)
    answers = benchmark.compete(TESSERACT, [folder / "seven.jpg"], MODEL)
    assert 0 < answers.memory < ballast.nbytes / 2**20


def test_what_is_missing_is_said_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without Tesseract and RapidOCR the command says how to get them."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(contestants, "find_spec", lambda _: None)
    assert "apt install tesseract-ocr" in contestants.absent(TESSERACT)
    assert "`benchmark`" in contestants.absent(RAPIDOCR)


def test_a_process_that_fails_says_why() -> None:
    """Its standard error is in the exception."""
    with pytest.raises(ChildProcessError, match="KeyError: 'nobody'"):
        list(run("training.contestants", "nobody", "model", files=[]))


def test_a_limit_takes_photos_from_all_over_the_list(folder: Path) -> None:
    """Two of three photos are the first and one further on; a limit above three takes all."""
    assert [row["label"] for row in benchmark.labelled(folder, 2)] == ["7", "123"]
    assert len(benchmark.labelled(folder, 10)) == len(benchmark.labelled(folder, None)) == 3


def test_time_inside_another_stage_counts_once() -> None:
    """The clock ticks once a look: the outer stage has three ticks less the inner one's."""
    ticks = count()
    stopwatch = Stopwatch(lambda: next(ticks))
    inner = stopwatch.watch("inner", lambda: None)
    stopwatch.watch("outer", inner)()
    assert dict(stopwatch.spent) == {"outer": 2000.0, "inner": 1000.0}


def test_watching_leaves_the_stages_as_they_were() -> None:
    """Every stage is found by its module, and nothing stays wrapped."""
    before = dict(vars(recognizer.recognizer))
    with watched():
        assert vars(recognizer.recognizer) != before
    assert vars(recognizer.recognizer) == before
    assert {"photo", "ink", "layout", "glyph", "classifier"} <= {
        stage for _, _, stage in crossings()
    }
