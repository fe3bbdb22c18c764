"""Promises of chat/answers.py."""

import html
import re

import pytest
from telegram.constants import MessageLimit

from chat.answers import wording
from chat.texts import Texts
from recognizer import Digit, Line, Reading

ENGLISH, RUSSIAN = Texts.speaking("en"), Texts.speaking("ru")


def digit(value: int, confidence: float = 0.99, other: int | None = None) -> Digit:
    """A digit that may be another one with all the chance that is left."""
    chances = [0.0] * 10
    chances[value] = confidence
    if other is not None:
        chances[other] = 1 - confidence
    return Digit(value, confidence, (0, 0, 20, 30), tuple(chances))


def reading(*lines: list[Digit]) -> Reading:
    """A reading with one number on each line."""
    return Reading(tuple(Line((tuple(line),)) for line in lines))


@pytest.mark.parametrize(
    ("confidence", "other", "english", "russian"),
    [
        (0.99, 1, "I'm sure.", "Уверен."),
        (0.9, 1, "I'm fairly sure.", "Почти уверен."),
        (0.7, 1, "I'm not quite sure. It could also be 1.", "Не совсем уверен. Возможно, это 1."),
        (
            0.4,
            1,
            "That's only a guess. It could also be 1.",
            "Это скорее догадка. Возможно, это 1.",
        ),
        (
            0.7,
            None,
            "I'm not quite sure. It may not be a digit at all.",
            "Не совсем уверен. Возможно, это вообще не цифра.",
        ),
    ],
)
def test_one_digit(confidence: float, other: int | None, english: str, russian: str) -> None:
    """One digit stands by itself to copy; the less sure it is, the more the words say."""
    one = reading([digit(7, confidence, other)])
    assert wording(one, ENGLISH) == f"<pre>7</pre>\n{english}"
    assert wording(one, RUSSIAN) == f"<pre>7</pre>\n{russian}"


def test_number_with_a_doubt() -> None:
    """One doubtful digit of a number is named by its place, its value and the other value."""
    number = reading([digit(4), digit(2), digit(7, 0.6, 1)])
    assert wording(number, ENGLISH) == (
        "<pre>427</pre>\nI'm not quite sure. The third digit, 7, could also be 1."
    )
    assert wording(number, RUSSIAN) == (
        "<pre>427</pre>\nНе совсем уверен. Третья цифра — 7, но может быть и 1."
    )


def test_page_with_doubts() -> None:
    """A page keeps its lines, and each doubtful digit is named with its line."""
    page = reading([digit(4), digit(2, 0.5)], [digit(7, 0.6, 1)])
    assert wording(page, ENGLISH) == (
        "<pre>42\n7</pre>\n"
        "I'm not quite sure of 2 digits:\n"
        "• line 1, the second digit, 2, may not be a digit at all\n"
        "• line 2, the first digit, 7, could also be 1"
    )
    assert wording(page, RUSSIAN) == (
        "<pre>42\n7</pre>\n"
        "Не совсем уверен в 2 цифрах:\n"
        "• строка 1, вторая цифра — 2, а может, и не цифра вовсе\n"
        "• строка 2, первая цифра — 7, но может быть и 1"
    )


def test_many_doubts() -> None:
    """Of many doubtful digits a few are named and the rest counted."""
    answer = wording(reading([digit(7, 0.6, 1)] * 12), ENGLISH)
    assert answer.count("•") == 6
    assert answer.endswith("• and 7 more digits")


def test_long_number_is_counted() -> None:
    """A long reading tells how many digits it has."""
    assert wording(reading([digit(8)] * 9), ENGLISH) == "<pre>888888888</pre>\n9 digits. I'm sure."


def test_numbers_keep_their_gaps() -> None:
    """Numbers on one line stay apart."""
    two = Reading((Line(((digit(1),), (digit(2), digit(3)))),))
    assert wording(two, ENGLISH) == "<pre>1 23</pre>\nI'm sure."


@pytest.mark.parametrize("texts", [ENGLISH, RUSSIAN])
@pytest.mark.parametrize("page", [[[digit(8, 0.6, 3)] * 100] * 100, [[digit(8)] * 9000]])
def test_fits_in_a_message(page: list[list[Digit]], texts: Texts) -> None:
    """However long the page, the answer fits in one message, ends with whole lines and says so."""
    answer = wording(reading(*page), texts)
    assert len(html.unescape(re.sub("<[^>]*>", "", answer))) <= MessageLimit.MAX_TEXT_LENGTH
    assert texts.cut_short(len(page) * len(page[0])) in answer
    shown = answer.partition("</pre>")[0].removeprefix("<pre>").split("\n")
    assert len(shown) == 1 or {len(line) for line in shown} == {100}


@pytest.mark.parametrize("texts", [ENGLISH, RUSSIAN])
def test_no_digits(texts: Texts) -> None:
    """An empty reading is answered with words alone."""
    assert wording(Reading(), texts) == texts.no_digits()
