"""The paper is known under the ink, and ink is measured against it."""

import numpy as np
import pytest
from numpy.typing import NDArray

from recognizer.paper import off_paper

Grey = NDArray[np.uint8]


def lit(shape: tuple[int, int] = (120, 160)) -> NDArray[np.float64]:
    """Paper that is half as bright on one side as on the other."""
    return np.tile(np.linspace(120, 240, shape[1]), (shape[0], 1))


def chances(strokes: NDArray[np.bool_], *, light: bool = False) -> Grey:
    """What a network that makes no mistake would say."""
    return 255 * np.dstack([strokes & (not light), strokes & light]).astype(np.uint8)


def blot(shape: tuple[int, int] = (120, 160)) -> NDArray[np.bool_]:
    """Ink in the middle third each way."""
    strokes = np.zeros(shape, bool)
    strokes[shape[0] // 3 : 2 * shape[0] // 3, shape[1] // 3 : 2 * shape[1] // 3] = True
    return strokes


def test_ink_is_as_strong_in_shade_as_in_light() -> None:
    """A wide blot that takes half of the light has half contrast everywhere, paper none."""
    strokes = blot()
    grey = np.where(strokes, lit() / 2, lit()).astype(np.uint8)
    off = off_paper(grey, grey, chances(strokes))
    assert off.dtype == np.uint8
    assert np.abs(off[strokes].astype(float) - 127).max() < 14
    assert off[~strokes].mean() < 4


def test_light_ink_is_turned_round() -> None:
    """Chalk comes out as strong as ink, on a ground that comes out as paper."""
    strokes = blot()
    ink, chalk = np.where(strokes, 60, 200).astype(np.uint8), np.where(strokes, 195, 55)
    one = off_paper(ink, ink, chances(strokes))
    other = off_paper(chalk.astype(np.uint8), chalk.astype(np.uint8), chances(strokes, light=True))
    np.testing.assert_allclose(one.astype(float), other.astype(float), atol=2)


def test_what_is_sure_decides_which_way_round() -> None:
    """A small stroke that is ink for sure outweighs a wide glare that may be light ink."""
    strokes, glare = np.zeros((120, 160), bool), np.zeros((120, 160), bool)
    strokes[20:30, 20:80] = True
    glare[60:110] = True
    grey = np.where(strokes, 50, np.where(glare, 250, 200)).astype(np.uint8)
    unsure = np.dstack([strokes * 255, glare * 102]).astype(np.uint8)
    assert off_paper(grey, grey, unsure)[strokes].min() > 150


@pytest.mark.parametrize("shape", [(1, 1), (1, 300), (300, 1), (2, 3), (900, 7)])
@pytest.mark.parametrize("ink", [0, 255])
def test_any_shape_with_and_without_paper(shape: tuple[int, int], ink: int) -> None:
    """Where all is ink, the mean is its paper; nothing breaks."""
    grey = np.random.default_rng(1).integers(0, 256, shape).astype(np.uint8)
    all_of_it = np.dstack([np.full(shape, ink, np.uint8), np.zeros(shape, np.uint8)])
    assert off_paper(grey, grey, all_of_it).shape == shape
