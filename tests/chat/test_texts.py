"""Promises of chat/texts.py."""

import inspect
import re

import pytest
from telegram.constants import BotCommandLimit, BotDescriptionLimit, MessageLimit

from chat.catalogue import CATALOGUES
from chat.texts import Texts

EXAMPLES = {
    "read_command": "/read@digit_reader_bot",
    "count": 5,
    "other": 7,
    "value": 1,
    "where": "here",
    "number": 3,
    "line": 2,
    "name": "@digit_reader_bot",
    "language": "English",
    "choice": "on",
    "photos": "every photo",
    "answers": "in full",
    "figures": dict.fromkeys(
        ("hours", "photos", "read", "failed", "waiting", "unfinished", "repeated", "median"), 1
    ),
}


def every_sentence(language: str) -> dict[str, str]:
    """What each method says, given examples."""
    texts = Texts.speaking(language)
    methods = {
        name: method
        for name, method in inspect.getmembers(texts, inspect.ismethod)
        if name in dir(Texts) and not name.startswith("_") and name != "speaking"
    }
    return {
        name: method(*(EXAMPLES[parameter] for parameter in inspect.signature(method).parameters))
        for name, method in methods.items()
    }


@pytest.mark.parametrize("language", CATALOGUES)
def test_fits(language: str) -> None:
    """Each sentence fits where Telegram shows it, with its placeholders filled in."""
    sentences = every_sentence(language)
    assert len(sentences["description"]) <= BotDescriptionLimit.MAX_DESCRIPTION_LENGTH
    assert len(sentences["short_description"]) <= BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH
    for name, sentence in sentences.items():
        assert len(sentence) <= MessageLimit.MAX_TEXT_LENGTH
        assert "{" not in sentence
        if name.endswith("_command"):
            assert len(sentence) <= BotCommandLimit.MAX_DESCRIPTION


@pytest.mark.parametrize("language", CATALOGUES)
def test_tags(language: str) -> None:
    """The sentences are HTML that Telegram accepts: bold alone, each tag closed."""
    for sentence in every_sentence(language).values():
        rest = re.sub(r"<b>[^<>&]*</b>", "", sentence)
        assert not set("<>&") & set(rest)


def test_russian_is_russian() -> None:
    """No English sentence is left among the Russian ones."""
    english, russian = every_sentence("en"), every_sentence("ru")
    assert [name for name in english if english[name] == russian[name]] == []


@pytest.mark.parametrize(
    ("count", "english", "russian"),
    [
        (1, "1 digit.", "1 цифра."),
        (2, "2 digits.", "2 цифры."),
        (5, "5 digits.", "5 цифр."),
        (11, "11 digits.", "11 цифр."),
        (21, "21 digits.", "21 цифра."),
        (22, "22 digits.", "22 цифры."),
        (112, "112 digits.", "112 цифр."),
    ],
)
def test_plurals(count: int, english: str, russian: str) -> None:
    """Counted digits have the right form in both languages."""
    assert Texts.speaking("en").how_many(count) == english
    assert Texts.speaking("ru").how_many(count) == russian


@pytest.mark.parametrize(
    ("number", "line", "english", "russian"),
    [
        (1, None, "the first digit", "первая цифра"),
        (10, None, "the tenth digit", "десятая цифра"),
        (11, None, "digit 11", "цифра № 11"),
        (3, 2, "line 2, the third digit", "строка 2, третья цифра"),
    ],
)
def test_places(number: int, line: int | None, english: str, russian: str) -> None:
    """A digit's place is an ordinal up to ten and a number after that, with its line if any."""
    assert Texts.speaking("en").place(number, line) == english
    assert Texts.speaking("ru").place(number, line) == russian
