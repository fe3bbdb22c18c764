"""Promises of the catalogues in `locales/`: nothing missing, nothing left over, up to date."""

import io
import re
from itertools import chain
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from chat.catalogue import CATALOGUES, LOCALES, language_of

LANGUAGES = sorted(path.parts[-3] for path in LOCALES.glob("*/LC_MESSAGES/bot.po"))


def po_file(language: str) -> Path:
    """Where a language's sentences are."""
    return LOCALES / language / "LC_MESSAGES" / "bot.po"


def sentences(catalogue: Catalog) -> dict[object, Message]:
    """A catalogue's messages by key and context, without the header."""
    return {(message.id, message.context): message for message in catalogue if message.id}


def catalogue_of(language: str) -> Catalog:
    """What a translator wrote."""
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language)


def in_the_code() -> dict[object, Message]:
    """What the code says, as `make locales` finds it."""
    catalogue = Catalog()
    chat = LOCALES.parent / "chat"
    for _file, _line, key, _comments, context in extract_from_dir(chat):
        catalogue.add(key, context=context)
    return sentences(catalogue)


def strings(message: Message) -> list[str]:
    """A message's translations, one for each plural form."""
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def test_russian_is_there() -> None:
    """The bot speaks English and Russian at least."""
    assert {"en", "ru"} <= set(CATALOGUES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_complete(language: str) -> None:
    """Each language has exactly the sentences that the code says."""
    assert set(sentences(catalogue_of(language))) == set(in_the_code())


@pytest.mark.parametrize("language", LANGUAGES)
def test_translated(language: str) -> None:
    """No sentence is empty in any plural form, doubtful or out of use."""
    catalogue = catalogue_of(language)
    unfinished = [
        message.id
        for message in sentences(catalogue).values()
        if message.fuzzy
        or not all(strings(message))
        or (message.pluralizable and len(strings(message)) != catalogue.num_plurals)
    ]
    assert unfinished == []
    assert not catalogue.obsolete


@pytest.mark.parametrize("language", LANGUAGES)
def test_same_parts(language: str) -> None:
    """A translation has the placeholders, commands and tags of the original."""
    parts = re.compile(r"\{\w*\}|</?\w+>|(?<!\w)/\w+")
    for message in sentences(catalogue_of(language)).values():
        original = message.id if isinstance(message.id, str) else message.id[-1]
        for translation in strings(message):
            assert sorted(parts.findall(translation)) == sorted(parts.findall(original))


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled(language: str) -> None:
    """`bot.mo`, which the bot reads, was made from `bot.po` as it is (`make locales`)."""
    compiled = io.BytesIO()
    write_mo(compiled, catalogue_of(language))
    assert po_file(language).with_suffix(".mo").read_bytes() == compiled.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_typography(language: str) -> None:
    """No translation has stray spaces, doubled marks or straight quotes around a word."""
    stray = re.compile(r"  |\s[,.;:!?]|,,|\.\.|\s$|(?<!\w)\"|\"(?!\w)")
    translations = chain.from_iterable(map(strings, sentences(catalogue_of(language)).values()))
    assert [text for text in translations if stray.search(text)] == []


@pytest.mark.parametrize(
    ("code", "language"),
    [("ru", "ru"), ("RU", "ru"), ("ru-RU", "ru"), ("en-GB", "en"), ("fr", "en"), (None, "en")],
)
def test_choice(code: str | None, language: str) -> None:
    """The client's language decides, whatever its region; English stands in for the others."""
    assert language_of(code) == language
