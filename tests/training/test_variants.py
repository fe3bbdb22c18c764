"""Photos taken a little differently are other pictures of the same digits."""

from pathlib import Path

import numpy as np
import pytest

from recognizer import Recognizer
from tests.drawing import draw
from training.results import read_photos
from training.variants import LYING, PAPERS, VARIANTS, lying, on_paper, variants


@pytest.mark.filterwarnings("default")  # Keras's own
def test_each_variant_is_read(tmp_path: Path) -> None:
    """Every photo in other light; what was read right on other paper as well; all by its name."""
    draw("58").save(tmp_path / "number.jpg")
    draw().save(tmp_path / "blank.jpg")
    table = "file,label,kind\nnumber.jpg,58,number\nblank.jpg,,negative\n"
    (tmp_path / "labels.csv").write_text(table, encoding="utf-8")
    recognizer = Recognizer()
    read = dict(variants(recognizer, read_photos(recognizer, tmp_path)))
    assert list(read) == [*VARIANTS, *PAPERS, LYING]
    assert all([r.kind for r in read[name]] == ["number", "negative"] for name in VARIANTS)
    assert all([r.label for r in read[paper]] == ["58"] for paper in [*PAPERS, LYING])
    assert sum(result.right for results in read.values() for result in results) > 25


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_is_another_picture(name: str) -> None:
    """None leaves a photo as it is, and all come out as 8 bits in three colours."""
    photo = np.asarray(draw("58").convert("RGB"))
    other = VARIANTS[name](photo, np.random.default_rng(1))
    assert other.dtype == np.uint8
    assert other.ndim == 3
    assert other.shape != photo.shape or (other != photo).any()


def test_ruled_paper_has_lines_one_way_and_squared_paper_both() -> None:
    """A blank sheet shows what is laid on it."""
    sheet = np.full((400, 400, 3), 240, np.uint8)

    def dark(paper: str) -> float:
        return float((on_paper(sheet, paper, 60.0, np.random.default_rng(2)) < 235).mean())

    assert 0.01 < dark("ruled, +12") < dark("squared, +8") < 0.3


def test_a_photo_lies_on_another_one() -> None:
    """It is seen whole, and the other one around it."""
    sheet = np.full((300, 400, 3), 240, np.uint8)
    table = np.full((500, 500, 3), 60, np.uint8)
    for seed in range(5):
        seen = lying(sheet, table, np.random.default_rng(seed))
        assert seen.shape == (960, 1280, 3)
        assert 0.1 < (seen == 240).all(axis=2).mean() < 0.85
        border = np.concatenate([seen[0], seen[-1]])
        assert (border <= 60).mean() > 0.9
