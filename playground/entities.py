"""Entities of a text: those that were asked for, and those that Telegram finds by itself."""

import re
from collections.abc import Iterator
from typing import Any

from playground.errors import bad_request
from playground.markup import parse_html, utf16_length

Entity = dict[str, Any]

_FOUND = (
    (
        "bot_command",
        re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>])"),
    ),
    ("mention", re.compile(r"(?<!\w)@[A-Za-z0-9_]{3,32}(?!\w)")),
    ("hashtag", re.compile(r"(?<!\w)#(?=\w*[^\W\d])\w{1,256}")),
    ("url", re.compile(r"(?<![\w@])https?://[^\s<>\"]*[^\s<>\".,;:!?)]")),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]*\w")),
)


def find(text: str) -> Iterator[Entity]:
    """The commands, mentions, hashtags and links that a text contains, in no order.

    >>> list(find("/read@digit_bot now"))
    [{'type': 'bot_command', 'offset': 0, 'length': 15}]
    """
    taken: list[tuple[int, int]] = []
    for kind, pattern in _FOUND:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            yield {
                "type": kind,
                "offset": utf16_length(text[: match.start()]),
                "length": utf16_length(match[0]),
            }


def cut(text: str, entity: Entity) -> str:
    """The piece of the text that an entity covers.

    >>> cut("👀 /read", {"offset": 3, "length": 5})
    '/read'
    """
    start = entity["offset"] * 2
    return text.encode("utf-16-le")[start : start + entity["length"] * 2].decode("utf-16-le")


def format_text(
    text: str, parse_mode: str | None = None, entities: list[Entity] | None = None
) -> tuple[str, list[Entity]]:
    """A text as it stands in the sent message, and its entities in order.

    Surrounding white space goes, as it does on Telegram; a bad parse mode or bad markup is refused.
    """
    if parse_mode and parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    if parse_mode:
        text, asked = parse_html(text)
    else:
        asked = [dict(entity) for entity in entities or []]
        _check(text, asked)
    text, asked = _trim(text.replace("\r", ""), asked)
    covered = [(e["offset"], e["offset"] + e["length"]) for e in asked if e["type"] != "blockquote"]
    for entity in find(text):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if not any(start < other_end and other_start < end for other_start, other_end in covered):
            asked.append(entity)
    asked.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return text, asked


def _check(text: str, entities: list[Entity]) -> None:
    length = utf16_length(text)
    for entity in entities:
        if not isinstance(entity, dict) or not {"type", "offset", "length"} <= entity.keys():
            raise bad_request("can't parse entities: expected an Object with type, offset, length")
        if entity["offset"] < 0 or entity["offset"] + entity["length"] > length:
            raise bad_request("entity beyond the end of the text")
        try:
            cut(text, entity)
        except UnicodeDecodeError as error:
            raise bad_request("entity begins or ends in the middle of a UTF-16 pair") from error


def _trim(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    shift = utf16_length(text) - utf16_length(text.lstrip())
    text = text.strip()
    length = utf16_length(text)
    kept = []
    for entity in entities:
        start = min(max(entity["offset"] - shift, 0), length)
        end = min(max(entity["offset"] + entity["length"] - shift, 0), length)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return text, kept
