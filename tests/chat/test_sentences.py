"""Promises about all sentences: each one is said somewhere, and keeps to what Telegram shows."""

import ast
import inspect
from pathlib import Path

import pytest
from telegram.constants import CallbackQueryLimit

import chat
from chat.catalogue import CATALOGUES
from chat.texts import Texts

CODE = Path(chat.__file__).parent
TOASTS = ("photo_gone", "still_drawing")
"""What is shown on top of the chat."""


def methods() -> set[str]:
    """The names of all sentences."""
    found = inspect.getmembers(Texts, inspect.isfunction)
    return {name for name, _ in found if not name.startswith("_")}


def names_in_use() -> set[str]:
    """Every attribute that the code asks for."""
    return {
        node.attr
        for file in CODE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }


def test_none_is_unused() -> None:
    """No sentence is left that nobody says any more."""
    assert methods() - names_in_use() == set()


@pytest.mark.parametrize("language", CATALOGUES)
@pytest.mark.parametrize("name", TOASTS)
def test_toasts(language: str, name: str) -> None:
    """What is shown on top of the chat fits there."""
    sentence: str = getattr(Texts.speaking(language), name)()
    assert len(sentence) <= CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH


@pytest.mark.parametrize(
    ("language", "counted"),
    [
        ("de", {1: "1 Ziffer.", 2: "2 Ziffern.", 21: "21 Ziffern."}),
        ("es", {1: "1 dígito.", 2: "2 dígitos.", 21: "21 dígitos."}),
        ("uk", {1: "1 цифра.", 2: "2 цифри.", 5: "5 цифр.", 11: "11 цифр.", 21: "21 цифра."}),
        ("uz", {1: "1 ta raqam.", 5: "5 ta raqam."}),
    ],
)
def test_plurals(language: str, counted: dict[int, str]) -> None:
    """Counted digits have the right form in the other languages too."""
    texts = Texts.speaking(language)
    assert {count: texts.how_many(count) for count in counted} == counted
