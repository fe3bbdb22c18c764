"""Promises of chat/store/glyphs.py."""

import pytest

from chat.store.database import Database
from chat.store.glyphs import Given, Glyphs
from chat.store.preferences import Preferences

ANN = 7_000_000_001
FIRST, SECOND = bytes(range(196)) * 4, bytes(784)


@pytest.fixture
async def glyphs(database: Database) -> Glyphs:
    """A store in which Ann has consented."""
    await Preferences(database).change_person(ANN, help_improve=True)
    return Glyphs(database)


async def labels(glyphs: Glyphs) -> list[int]:
    """What is kept."""
    _, found = await glyphs.consented()
    return [int(label) for label in found]


async def test_corrected_alone(glyphs: Glyphs) -> None:
    """Of a photo's glyphs the corrected ones are kept, pixel by pixel, with their labels."""
    assert await glyphs.keep(ANN, [Given(FIRST, 7), Given(SECOND, None)]) == 1
    pixels, found = await glyphs.consented()
    assert pixels.shape == (1, 28, 28)
    assert pixels.tobytes() == FIRST
    assert found.tolist() == [7]


@pytest.mark.parametrize("choice", [None, False])
async def test_no_consent(database: Database, choice: bool | None) -> None:
    """Of who was never asked, or said no, nothing is kept."""
    await Preferences(database).change_person(ANN, help_improve=choice)
    glyphs = Glyphs(database)
    assert await glyphs.keep(ANN, [Given(FIRST, 7)]) == 0
    assert await glyphs.keep(ANN + 1, [Given(FIRST, 7)]) == 0
    assert await Preferences(database).given(ANN) == 0


async def test_last_word(glyphs: Glyphs) -> None:
    """A glyph that is corrected again has its last label, and none if it was right after all."""
    await glyphs.keep(ANN, [Given(FIRST, 7), Given(SECOND, None)])
    await glyphs.keep(ANN, [Given(FIRST, 1), Given(SECOND, 10)])
    assert await labels(glyphs) == [1, 10]
    await glyphs.keep(ANN, [Given(FIRST, None), Given(SECOND, 10)])
    assert await labels(glyphs) == [10]


async def test_consent_withdrawn(glyphs: Glyphs, database: Database) -> None:
    """Glyphs of who switched it off are not handed out, and come back with the consent."""
    await glyphs.keep(ANN, [Given(FIRST, 7)])
    await Preferences(database).change_person(ANN, help_improve=False)
    assert await labels(glyphs) == []
    await Preferences(database).change_person(ANN, help_improve=True)
    assert await labels(glyphs) == [7]


async def test_none(glyphs: Glyphs) -> None:
    """Without any glyphs the arrays are empty, and of the right shape."""
    pixels, found = await glyphs.consented()
    assert (pixels.shape, found.shape) == ((0, 28, 28), (0,))
