"""The frame is MNIST's: 20 pixels, centre of mass in the middle, strokes of its width."""

import cv2
import numpy as np
import pytest

from recognizer.glyph import BOX, SIZE, THINNEST, frame


def bar(height: int, width: int, margin: int = 7) -> np.ndarray:
    """A block of ink with paper around it."""
    ink = np.zeros((height + 2 * margin, width + 2 * margin), np.float32)
    ink[margin:-margin, margin:-margin] = 1
    return ink


@pytest.mark.parametrize(("height", "width"), [(200, 50), (40, 10), (50, 200), (9, 4)])
def test_longest_side_fills_the_box_and_the_aspect_stays(height: int, width: int) -> None:
    """Digits of any size come out 20 pixels long with their proportions kept."""
    glyph = frame(bar(height, width))
    rows, cols = np.flatnonzero(glyph.max(axis=1) > 0.5), np.flatnonzero(glyph.max(axis=0) > 0.5)
    extent = rows[-1] - rows[0] + 1, cols[-1] - cols[0] + 1
    assert max(extent) == BOX
    assert min(extent) == pytest.approx(BOX * min(height, width) / max(height, width), abs=1)


def test_centre_of_mass_is_in_the_middle() -> None:
    """Not the box but the mass is centred: an L stands to the right of its box's middle."""
    ink = np.zeros((100, 60), np.float32)
    ink[:, :16] = 1
    ink[84:, :] = 1
    glyph = frame(ink)
    rows, cols = np.arange(SIZE), np.arange(SIZE)
    assert float(glyph.sum(axis=0) @ cols) / glyph.sum() == pytest.approx(13.5, abs=0.6)
    assert float(glyph.sum(axis=1) @ rows) / glyph.sum() == pytest.approx(13.5, abs=0.6)


def test_thin_strokes_are_widened_to_what_the_network_knows() -> None:
    """A hairline in a large photo doesn't fade to nothing when it shrinks."""
    ink = np.zeros((400, 40), np.float32)
    ink[:, 19:21] = 1
    assert frame(ink).sum() / BOX == pytest.approx(THINNEST, abs=0.5)


def test_scale_does_not_matter() -> None:
    """The same digit photographed from near and far gives nearly the same glyph."""
    small = np.zeros((60, 40), np.float32)
    cv2.polylines(small, [np.array([(5, 5), (34, 5), (14, 54)])], False, 1.0, 5)
    large = cv2.resize(small, None, fx=6, fy=6, interpolation=cv2.INTER_LINEAR)
    assert float(np.abs(frame(small) - frame(large)).mean()) < 0.02


def test_no_ink_is_an_empty_frame() -> None:
    """Nothing comes from nothing, without a division by zero."""
    assert not frame(np.zeros((30, 20), np.float32)).any()


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (2, 2)])
def test_extreme_shapes_stay_inside_the_frame(shape: tuple[int, int]) -> None:
    """A dot or a line of any length fits."""
    glyph = frame(np.ones(shape, np.float32))
    assert glyph.shape == (SIZE, SIZE)
    assert np.isfinite(glyph).all()
    assert glyph.any()
