"""Entities that Telegram finds by itself, and those that are given."""

import pytest

from playground.entities import cut, format_text
from playground.errors import ApiError


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start", ["/start"]),
        ("👀 /read@digit_bot, please", ["/read@digit_bot"]),
        ("a/b 1/2 //no", []),
        ("mail me@example.org", ["me@example.org"]),
        (
            "@digit_bot #seven https://example.org/a.",
            ["@digit_bot", "#seven", "https://example.org/a"],
        ),
    ],
)
def test_commands_and_mentions_are_found(text: str, found: list[str]) -> None:
    """Commands, mentions and links become entities; what merely looks like them does not."""
    plain, entities = format_text(text)

    assert found == [cut(plain, entity) for entity in entities]


def test_nothing_is_found_inside_code() -> None:
    """A command that is shown as code is no command."""
    _, entities = format_text("<code>/read</code> /help", "HTML")

    assert [entity["type"] for entity in entities] == ["code", "bot_command"]


def test_surrounding_space_goes() -> None:
    """White space around a text goes and the entities move along."""
    text, (bold,) = format_text("  <b> 7 </b>\n", "HTML")

    assert (text, bold["offset"], bold["length"]) == ("7", 0, 1)


@pytest.mark.parametrize(
    ("entity", "reason"),
    [
        ({"type": "bold", "offset": 1, "length": 9}, "entity beyond the end of the text"),
        ({"type": "bold", "offset": 1, "length": 1}, "in the middle of a UTF-16 pair"),
        ({"offset": 0, "length": 1}, "expected an Object"),
    ],
)
def test_wrong_entities_are_refused(entity: dict[str, object], reason: str) -> None:
    """An entity that does not fit its text is refused."""
    with pytest.raises(ApiError, match=reason):
        format_text("👀👀", entities=[entity])


def test_an_unknown_parse_mode_is_refused() -> None:
    """A parse mode that is not modelled is an error, never plain text by accident."""
    with pytest.raises(ApiError, match="unsupported parse_mode"):
        format_text("*7*", "MarkdownV2")
