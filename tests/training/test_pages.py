"""Composed photos are what they say they are, and the glyphs cut out of them as well."""

from pathlib import Path

import numpy as np
import pytest

from recognizer.classifier import Classifier
from recognizer.engines import INK_MODEL, MODELS
from recognizer.segmentation import Segmenter
from training.hands import Hands, cut, pen, scaled
from training.mined import glyphs_of, mine
from training.pages import compose
from training.samples import contact_sheet
from training.sources import NOT_A_DIGIT, Glyphs
from training.writing import KINDS


@pytest.fixture(scope="module")
def hands() -> Hands:
    """Hands that write ten simple digits, and the print that is always there."""
    x = np.zeros((10, 28, 28), np.uint8)
    x[:, 4:24, 12:16] = 255
    x[1:, 4:8, 8:20] = 255
    return Hands([Glyphs("bars", x, np.arange(10, dtype=np.uint8))], None)


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    """The network that ships."""
    return Classifier(MODELS["litert"])


@pytest.fixture(scope="module")
def segmenter() -> Segmenter:
    """The network that tells ink from paper."""
    return Segmenter(INK_MODEL)


def test_a_seed_always_gives_the_same_page(hands: Hands) -> None:
    """A page depends on its generator alone."""
    one, same, other = (compose(hands, np.random.default_rng(seed)) for seed in (5, 5, 6))
    np.testing.assert_array_equal(one.grey, same.grey)
    np.testing.assert_array_equal(one.owner, same.owner)
    assert one.grey.shape != other.grey.shape or not np.array_equal(one.grey, other.grey)


def test_every_kind_of_page_can_be_composed(hands: Hands) -> None:
    """Photos have the truth about every pixel, digits are where it says so."""
    with_digits = 0
    for seed in range(40):
        page = compose(hands, np.random.default_rng(seed))
        assert page.grey.shape == page.owner.shape
        assert page.grey.dtype == np.uint8
        assert page.owner.max() <= len(page.values)
        with_digits += any(0 <= value <= 9 for value in page.values)
    assert sum(KINDS.values()) == pytest.approx(1)
    assert 20 < with_digits < 40, "some pages hold digits, some none"


def test_mined_glyphs_have_their_digit(
    hands: Hands, segmenter: Segmenter, classifier: Classifier
) -> None:
    """A page of printed digits gives glyphs of which the network reads most as labelled."""
    prints = Hands([], None)
    right = total = refused = 0
    for seed in range(25):
        rng = np.random.default_rng(seed)
        x, y = glyphs_of(compose(prints, rng), segmenter, classifier, rng)
        assert x.shape[1:] == (28, 28)
        assert y.max(initial=0) <= NOT_A_DIGIT
        digits = y < NOT_A_DIGIT
        read = classifier.classify(x.astype(np.float32) / 255)[:, :10].argmax(axis=1)
        right += int((read == y)[digits].sum())
        total += int(digits.sum())
        refused += int((~digits).sum())
    assert total > 50
    assert refused > 50
    assert right > 0.85 * total
    assert mine(hands, segmenter, classifier, 1, range(2))[0][0].shape[1:] == (28, 28)


def test_ink_is_cut_and_scaled() -> None:
    """Scaled ink keeps its shape, and a thicker pen leaves more of it."""
    ink = np.zeros((40, 30), np.float32)
    ink[10:30, 12:18] = 1
    small = cut(ink)
    assert small.shape == (20, 6)
    assert scaled(small, 60).shape == (60, 18)
    for seed in range(20):
        written = pen(np.random.default_rng(seed))(scaled(small, 60))
        assert written.max() <= 1
        assert written.sum() > 0.2 * 60 * 18


def test_a_contact_sheet_holds_every_page(hands: Hands, tmp_path: Path) -> None:
    """The sheet is a picture that can be saved and looked at."""
    pages = [compose(hands, np.random.default_rng(seed)) for seed in range(5)]
    sheet = contact_sheet(pages, columns=3)
    sheet.save(tmp_path / "samples.jpg")
    assert sheet.width > sheet.height > 0
    assert np.asarray(sheet).std() > 10
