"""Promises of chat/manners.py."""

import pytest
from structlog.testing import capture_logs
from telegram import Chat, User
from telegram.constants import ChatType

from chat.manners import Manners
from chat.store.database import Database
from chat.store.preferences import Preferences
from chat.texts import Texts

ANN = User(7_000_000_001, "Ann", is_bot=False, language_code="en")
PRIVATE, GROUP = Chat(ANN.id, ChatType.PRIVATE), Chat(-1_002_500_000_001, ChatType.SUPERGROUP)


@pytest.mark.parametrize(
    ("of_group", "of_person", "in_private", "in_group"),
    [
        (None, None, "en", "en"),
        (None, "ru", "ru", "ru"),
        ("ru", None, "en", "ru"),
        ("en", "ru", "ru", "en"),
        ("xx", "ru", "ru", "ru"),
        (None, "xx", "en", "en"),
    ],
)
async def test_language(
    database: Database,
    of_group: str | None,
    of_person: str | None,
    in_private: str,
    in_group: str,
) -> None:
    """The group's choice counts, then the person's, then the client's language."""
    preferences = Preferences(database)
    await preferences.change_person(ANN.id, language=of_person)
    await preferences.change_group(GROUP.id, language=of_group)
    manners = Manners(preferences)
    for chat, language in ((PRIVATE, in_private), (GROUP, in_group)):
        texts = (await manners.towards(ANN, chat)).texts
        assert texts.sure() == Texts.speaking(language).sure()


async def test_group(database: Database) -> None:
    """A group's other choices count there alone."""
    preferences = Preferences(database)
    await preferences.change_group(GROUP.id, full_answers=False, every_photo=False)
    there = await Manners(preferences).towards(ANN, GROUP)
    assert (there.full, there.every_photo) == (False, False)
    here = await Manners(preferences).towards(ANN, PRIVATE)
    assert (here.full, here.every_photo) == (True, True)


async def test_nobody(database: Database) -> None:
    """A message of a channel has no sender, and is answered in English."""
    manner = await Manners(Preferences(database)).towards(None, GROUP)
    assert manner.texts.sure() == Texts.speaking("en").sure()


async def test_broken_database(database: Database) -> None:
    """With a database that fails the client's language is spoken, and the log says why."""
    async with database.session() as session:
        connection = await session.connection()
        await connection.exec_driver_sql("DROP TABLE groups")
    with capture_logs() as logs:
        manner = await Manners(Preferences(database)).towards(
            User(5, "Boris", is_bot=False, language_code="ru"), GROUP
        )
    assert manner.texts.sure() == Texts.speaking("ru").sure()
    assert manner.full
    assert [line["event"] for line in logs] == ["preferences_unknown"]


async def test_change_counts_at_once(database: Database) -> None:
    """What somebody changes is heeded by the next answer, though choices are not read each time."""
    preferences = Preferences(database)
    manners = Manners(preferences)
    assert (await manners.towards(ANN, PRIVATE)).texts.sure() == Texts.speaking("en").sure()
    await preferences.change_person(ANN.id, language="ru")
    assert (await manners.towards(ANN, PRIVATE)).texts.sure() == Texts.speaking("ru").sure()
    await preferences.forget(ANN.id)
    assert (await manners.towards(ANN, PRIVATE)).texts.sure() == Texts.speaking("en").sure()


async def test_not_read_each_time(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Photos don't each cost a question to the database; another process's change counts soon."""
    mine, theirs = Preferences(database), Preferences(database)
    manners = Manners(mine)
    await manners.towards(ANN, PRIVATE)
    await theirs.change_person(ANN.id, language="ru")
    assert (await manners.towards(ANN, PRIVATE)).texts.sure() == Texts.speaking("en").sure()
    monkeypatch.setattr("chat.manners.REMEMBERED", 0.0)
    manners = Manners(mine)
    assert (await manners.towards(ANN, PRIVATE)).texts.sure() == Texts.speaking("ru").sure()
