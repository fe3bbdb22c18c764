"""The second network tells ink from paper on photos of any size, in whole numbers as in others."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from recognizer import ModelError
from recognizer.engines import INK_MODEL
from recognizer.segmentation import Segmenter, features
from tests.drawing import draw

Grey = NDArray[np.uint8]

KERAS = INK_MODEL.with_suffix(".keras")
"""What the network that ships was made from."""


@pytest.fixture(scope="module")
def segmenters() -> list[Segmenter]:
    """The network that ships, and what it was made from."""
    return [Segmenter(INK_MODEL), Segmenter(KERAS)]


def sheet(width: int = 448, height: int = 336) -> Grey:
    """Digits on paper, shrunk or enlarged to a size."""
    return np.asarray(cv2.resize(np.asarray(draw("2047")), (width, height)), np.uint8)


def test_dark_ink_is_dark_and_light_ink_is_light(segmenters: list[Segmenter]) -> None:
    """Strokes are found, and of which kind they are; the same photo as a negative swaps the two."""
    grey = sheet()
    strokes = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) < 100
    for segmenter in segmenters:
        dark, light = np.moveaxis(segmenter.segment(grey), 2, 0)
        assert dark[strokes].mean() > 0.8 * 255
        near = cv2.dilate(strokes.astype(np.uint8), np.ones((5, 5))).astype(bool)
        assert dark[~near].mean() < 0.02 * 255
        assert light.mean() < 0.02 * 255
        assert segmenter.segment(255 - grey)[strokes][:, 1].mean() > 0.8 * 255


@pytest.mark.parametrize(
    ("size", "half"),
    [
        ((448, 336), (224, 168)),
        ((336, 448), (168, 224)),
        ((447, 41), (224, 21)),
        ((640, 480), (320, 240)),
        ((1, 1), (50, 50)),
        ((33, 31), (66, 62)),
    ],
)
def test_any_size(
    segmenters: list[Segmenter], size: tuple[int, int], half: tuple[int, int]
) -> None:
    """Chances have half the size of the photo, tiny ones enlarged; whole numbers hardly differ."""
    grey = sheet(*size)
    lite, keras = (segmenter.segment(grey) for segmenter in segmenters)
    assert keras.shape == lite.shape == (*half[::-1], 2)
    assert keras.dtype == lite.dtype == np.uint8
    assert ((keras > 127) != (lite > 127)).mean() <= 0.01
    assert cv2.absdiff(keras, lite).mean() <= 0.01 * 255


def test_from_near_strokes_are_sharper(segmenters: list[Segmenter]) -> None:
    """Small digits that run into each other on a copy are apart on a larger one."""
    large = np.full((1344, 1344), 236, np.uint8)
    digits = cv2.resize(
        np.asarray(draw("2047")), None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA
    )
    large[600 : 600 + digits.shape[0], 500 : 500 + digits.shape[1]] = digits
    small = np.asarray(cv2.resize(large, (448, 448), interpolation=cv2.INTER_AREA), np.uint8)
    truth = cv2.resize(large, (672, 672), interpolation=cv2.INTER_AREA) < 130
    far = segmenters[0].segment(small)
    near = segmenters[0].segment_nearer(large, far)
    assert near.shape == (672, 672, 2)
    far = np.asarray(cv2.resize(far, (672, 672)), np.uint8)
    shares = [
        ((chances[..., 0] > 127) & truth).sum() / ((chances[..., 0] > 127) | truth).sum()
        for chances in (far, near)
    ]
    assert shares[0] < 0.4
    assert shares[1] > 0.55


def test_from_near_nothing_is_ink_that_was_none(segmenters: list[Segmenter]) -> None:
    """Where no ink may be as seen from farther away, there is none, whatever it looks like."""
    grey = sheet(896, 672)
    chances = segmenters[0].segment(sheet())
    chances[:, 112:] = 0
    near = segmenters[0].segment_nearer(grey, chances)
    assert near[:, :220, 0].max() > 0.8 * 255
    assert near[:, 236:].max() == 0


def test_threads_share_it(segmenters: list[Segmenter]) -> None:
    """Photos of different sizes that are looked at the same time don't mix."""
    photos = [sheet(64 * n, 48 * n) for n in range(2, 8)] * 3
    segmenter, _ = segmenters
    alone = [segmenter.segment(photo) for photo in photos]
    with ThreadPoolExecutor(4) as pool:
        for one, other in zip(alone, pool.map(segmenter.segment, photos), strict=True):
            np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize("fade", [lambda g: 128 + g // 8, lambda g: g // 4])
def test_faint_ink_looks_like_strong_ink(fade: Callable[[Grey], Grey]) -> None:
    """The local contrast that the network sees is nearly that of a marker."""
    grey = sheet()
    strokes = grey < 100
    strong, faint = features(grey)[strokes][:, 1], features(fade(grey))[strokes][:, 1]
    assert faint.mean() < 0.5 * strong.mean() < 0


@pytest.mark.parametrize("released", [INK_MODEL, KERAS])
def test_another_file_is_refused(tmp_path: Path, released: Path) -> None:
    """Nothing is loaded that is not what was released."""
    copy = tmp_path / released.name
    copy.write_bytes(released.read_bytes() + b"\0")
    copy.with_suffix(".sha256").write_bytes(released.with_suffix(".sha256").read_bytes())
    with pytest.raises(ModelError, match="does not match"):
        Segmenter(copy)
