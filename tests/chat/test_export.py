"""Promises of chat/export.py."""

from pathlib import Path

import numpy as np
import pytest

from chat.export import export, main
from chat.store.address import parse
from chat.store.database import opened
from chat.store.glyphs import Given, Glyphs
from chat.store.preferences import Preferences
from training import sources

ANN, BORIS = 7_000_000_001, 7_000_000_002
SEVEN, EIGHT, SCRATCH, HIS = (bytes([n]) * 784 for n in (7, 8, 9, 10))


async def give(url: str) -> None:
    """Ann consents and gives two digits and a scratch; Boris takes his consent back."""
    async with opened(url) as database:
        preferences, glyphs = Preferences(database), Glyphs(database)
        for user in (ANN, BORIS):
            await preferences.change_person(user, help_improve=True)
        photo = [Given(SEVEN, 7), Given(bytes(784), None), Given(EIGHT, 8), Given(SCRATCH, 10)]
        await glyphs.keep(ANN, photo)
        await glyphs.keep(BORIS, [Given(HIS, 3)])
        await preferences.change_person(BORIS, help_improve=False)


async def test_for_training(url: str, tmp_path: Path) -> None:
    """Training loads what is written: the glyphs of who consents, scratches among the refused."""
    await give(url)
    counts = await export(url, tmp_path / "data")
    assert counts == {
        tmp_path / "data" / "train" / "given.npz": 2,
        tmp_path / "data" / "train" / "not_digits_given.npz": 1,
    }
    given, refused = sources.folder(tmp_path / "data" / "train")
    assert (given.name, refused.name) == ("given", "not_digits_given")
    assert given.x.tobytes() == SEVEN + EIGHT
    assert given.y.tolist() == [7, 8]
    assert refused.x.tobytes() == SCRATCH
    assert refused.y.tolist() == [sources.NOT_A_DIGIT]


async def test_again(url: str, tmp_path: Path) -> None:
    """A later export holds nothing that was erased meanwhile, and leaves other sources alone."""
    other = tmp_path / "train" / "mine.npz"
    other.parent.mkdir()
    np.savez(other, x=np.zeros((1, 28, 28), np.uint8), y=np.zeros(1, np.uint8))
    await give(url)
    await export(url, tmp_path)
    async with opened(url) as database:
        await Preferences(database).forget(ANN)
    assert await export(url, tmp_path) == {}
    assert list(other.parent.iterdir()) == [other]


def test_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command takes the database from the settings, and says in a line what is wrong."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "sqlite:///mine.sqlite3")
    main(["data"])
    assert capsys.readouterr().out == "Nobody has given a glyph.\n"
    assert (tmp_path / "mine.sqlite3").exists()
    monkeypatch.setenv("DATABASE_URL", "mysql://somewhere")
    with pytest.raises(SystemExit, match=r"^DATABASE_URL can't be used: "):
        main(["data"])


def test_default_address() -> None:
    """The address that a person would write is understood as the one that is built in."""
    assert parse("sqlite:///bot.sqlite3") == "sqlite+aiosqlite:///bot.sqlite3"
