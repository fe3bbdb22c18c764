"""Promises of chat/store/preferences.py."""

import asyncio
from pathlib import Path

import pytest

from chat.store.address import parse
from chat.store.database import Database, opened
from chat.store.glyphs import Given, Glyphs
from chat.store.preferences import Preferences

ANN, BORIS = 7_000_000_001, 7_000_000_002
GROUP = -1_002_500_000_001


def contents(folder: Path) -> bytes:
    """All bytes of all files of a folder."""
    return b"".join(path.read_bytes() for path in folder.iterdir())


@pytest.fixture
def preferences(database: Database) -> Preferences:
    """Nobody has chosen anything yet."""
    return Preferences(database)


async def test_defaults(preferences: Preferences) -> None:
    """Who never chose is spoken to as the client says, and was never asked for glyphs."""
    person, group = await preferences.of_person(ANN), await preferences.of_group(GROUP)
    assert (person.language, person.help_improve) == (None, None)
    assert (group.language, group.every_photo, group.full_answers) == (None, True, True)


async def test_person(preferences: Preferences) -> None:
    """A choice stays, and leaves the others and other people's alone."""
    await preferences.change_person(ANN, language="ru")
    await preferences.change_person(ANN, help_improve=False)
    ann, boris = await preferences.of_person(ANN), await preferences.of_person(BORIS)
    assert (ann.language, ann.help_improve) == ("ru", False)
    assert (boris.language, boris.help_improve) == (None, None)


async def test_group(preferences: Preferences) -> None:
    """A group's choices stay, beside those of a person in it."""
    await preferences.change_group(GROUP, every_photo=False)
    await preferences.change_group(GROUP, full_answers=False, language="en")
    await preferences.change_person(ANN, language="ru")
    group, ann = await preferences.of_both(GROUP, ANN)
    assert (group.every_photo, group.full_answers, group.language) == (False, False, "en")
    assert ann.language == "ru"


async def test_at_once(preferences: Preferences) -> None:
    """Somebody's first choices, made at the same moment, don't disturb each other."""
    await asyncio.gather(
        preferences.change_person(ANN, language="ru"),
        preferences.change_person(ANN, help_improve=True),
    )
    ann = await preferences.of_person(ANN)
    assert (ann.language, ann.help_improve) == ("ru", True)


async def test_group_moves(preferences: Preferences) -> None:
    """A group that becomes a supergroup keeps what was chosen, but no newer choice is lost."""
    await preferences.change_group(-5, full_answers=False)
    await preferences.move_group(-5, GROUP)
    assert not (await preferences.of_group(GROUP)).full_answers
    assert (await preferences.of_group(-5)).full_answers
    await preferences.change_group(-5, language="ru")
    await preferences.move_group(-5, GROUP)
    assert (await preferences.of_group(GROUP)).language is None


async def test_no_trace(tmp_path: Path) -> None:
    """What was erased stands in no file of the database any more."""
    pixels = b"traceable glyph!" * 49
    async with opened(parse(f"sqlite:///{tmp_path / 'bot.sqlite3'}")) as database:
        preferences = Preferences(database)
        await preferences.change_person(ANN, help_improve=True)
        await Glyphs(database).keep(ANN, [Given(pixels, 3)])
        assert b"traceable" in contents(tmp_path)
        await preferences.forget(ANN)
        assert b"traceable" not in contents(tmp_path)


async def test_forget(preferences: Preferences, database: Database) -> None:
    """All that a person gave is erased at once and counted; others keep theirs."""
    glyphs = Glyphs(database)
    for user in (ANN, BORIS):
        await preferences.change_person(user, help_improve=True, language="ru")
        await glyphs.keep(user, [Given(bytes([1]) * 784, 3), Given(bytes([2]) * 784, 4)])
    assert await preferences.forget(ANN) == 2
    assert await preferences.forget(ANN) == 0
    ann, boris = await preferences.of_person(ANN), await preferences.of_person(BORIS)
    assert (ann.language, ann.help_improve) == (None, None)
    assert (boris.language, boris.help_improve) == ("ru", True)
    assert (await preferences.given(ANN), await preferences.given(BORIS)) == (0, 2)
