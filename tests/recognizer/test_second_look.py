"""What the network isn't sure of is looked at again, and nothing else."""

import numpy as np
from numpy.typing import NDArray

from recognizer.second_look import FIRST, LOOKS, look_again

Floats = NDArray[np.float32]


def chances(*pairs: tuple[int, float]) -> Floats:
    """One row for each (class, chance); the rest goes to its neighbour."""
    table = np.zeros((len(pairs), 11), np.float32)
    for row, (value, chance) in zip(table, pairs, strict=True):
        row[value], row[(value + 1) % 10] = chance, 1 - chance
    return table


def test_sure_glyphs_are_not_asked_about() -> None:
    """A sure digit and what is surely none cost nothing more."""
    asked: list[int] = []

    def classify(glyphs: Floats) -> Floats:
        asked.append(len(glyphs))
        return np.zeros((len(glyphs), 11), np.float32)

    first = chances((3, 0.99), (10, 0.9))
    np.testing.assert_array_equal(
        look_again(np.zeros((2, 28, 28), np.float32), first, classify), first
    )
    assert not asked
    assert look_again(np.zeros((0, 28, 28), np.float32), chances(), classify).shape == (0, 11)


def test_doubt_is_settled_by_more_looks() -> None:
    """Where the other looks agree on another value, that one wins; chances still add up to 1."""
    first = chances((4, 0.55), (7, 0.99))
    answer = chances((9, 1.0))[0]
    glyphs = np.random.default_rng(1).random((2, 28, 28)).astype(np.float32)
    better = look_again(glyphs, first, lambda some: np.tile(answer, (len(some), 1)))
    assert better[0].argmax() == 9
    np.testing.assert_allclose(better[0, 4], 0.55 * FIRST / (FIRST + len(LOOKS)), rtol=1e-5)
    np.testing.assert_allclose(better.sum(axis=1), 1, rtol=1e-5)
    np.testing.assert_array_equal(better[1], first[1])


def test_the_looks_show_the_glyph_itself() -> None:
    """Each look is the same glyph, moved by no more than a pixel or two."""
    glyph = np.zeros((1, 28, 28), np.float32)
    glyph[0, 6:22, 12:16] = 1
    seen: list[Floats] = []

    def classify(glyphs: Floats) -> Floats:
        seen.extend(glyphs)
        return np.tile(chances((1, 0.9)), (len(glyphs), 1))

    look_again(glyph, chances((1, 0.8)), classify)
    assert len(seen) == len(LOOKS)
    for look in seen:
        assert not np.array_equal(look, glyph[0])
        assert np.minimum(look, glyph[0]).sum() > 0.7 * glyph.sum()
