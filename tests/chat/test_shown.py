"""Promises of chat/shown.py."""

import pytest
from telegram import Chat, Message, MessageEntity
from telegram.constants import ChatType, MessageEntityType

from chat.shown import GONE, NO_DIGIT, Shown


def answer(text: str, *blocks: tuple[int, int]) -> Message:
    """A message of the bot with blocks to copy, each an offset and a length."""
    return Message(
        message_id=1,
        date=None,  # type: ignore[arg-type]  # no promise here depends on it
        chat=Chat(1, ChatType.PRIVATE),
        text=text,
        entities=[MessageEntity(MessageEntityType.PRE, *block) for block in blocks],
    )


def test_on() -> None:
    """The digits of an answer are what a tap copies, whatever words stand beside them."""
    assert Shown.on(answer("15 2\n40\n2 doubts", (0, 7))) == Shown("15 2\n40")


@pytest.mark.parametrize("blocks", [[], [(0, 2), (3, 2)], [(6, 5)]])
def test_not_on(blocks: list[tuple[int, int]]) -> None:
    """A message without digits to copy, or with those of several photos, can't be corrected."""
    assert Shown.on(answer("15\n40\nwords", *blocks)) is None


def test_no_text() -> None:
    """A picture, whatever its caption, has no digits to correct."""
    assert Shown.on(answer("")) is None


def test_layout_stays() -> None:
    """A correction keeps spaces and lines, and all other digits."""
    shown = Shown("15 2\n40")
    assert shown.labels == [1, 5, 2, 4, 0]
    assert shown.corrected(2, 7).text == "15 7\n40"
    assert shown.relabelled([9, 9, 9, 9, 9]).text == "99 9\n99"


def test_no_digit() -> None:
    """What is no digit keeps its place while correcting, and is not copied."""
    shown = Shown("15 2\n4").corrected(2, NO_DIGIT).corrected(3, NO_DIGIT)
    assert shown.text == f"15 {GONE}\n{GONE}"
    assert shown.labels == [1, 5, NO_DIGIT, NO_DIGIT]
    assert shown.to_copy == "15"


@pytest.mark.parametrize(
    ("text", "place", "where"),
    [("427", 1, (2, None)), ("4 27", 2, (3, None)), ("15\n40", 3, (2, 2)), ("1\n\n2", 1, (1, 2))],
)
def test_where(text: str, place: int, where: tuple[int, int | None]) -> None:
    """A digit's place is counted within its line, the line only where there are several."""
    assert Shown(text).where(place) == where


def test_html() -> None:
    """The digits are shown as a block that a tap copies."""
    assert Shown("1\n2").html == "<pre>1\n2</pre>"
