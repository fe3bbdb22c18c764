"""HTML as the Bot API understands it: a text and its entities, or a refusal.

It follows the grammar of the official server rather than a browser's: an unknown tag, a bare ``<``
or a missing end tag is an error there, so it is one here.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from playground.errors import ApiError, bad_request

TAGS = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "blockquote": "blockquote",
}

_CHARACTER = re.compile(r"&(?:(lt|gt|amp|quot)|#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6}));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_START = re.compile(r"<([^\s>/][^\s>]*)((?:\s[^>]*)?)>")
_END = re.compile(r"</([^\s>]*)\s*>")
_ATTRIBUTE = re.compile(r"([^\s=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")


def utf16_length(text: str) -> int:
    """How long Telegram thinks a text is: characters beyond the basic plane count twice.

    >>> utf16_length("a👀")
    3
    """
    return len(text.encode("utf-16-le")) // 2


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    offset: int  # in the result, UTF-16 units


@dataclass
class _Parser:
    source: str
    result: list[str] = field(default_factory=list)
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def run(self) -> tuple[str, list[dict[str, Any]]]:
        position = 0
        while position < len(self.source):
            character = self.source[position]
            if character == "&":
                position = self._character(position)
            elif character == "<":
                position = self._tag(position)
            else:
                self._emit(character)
                position += 1
        if self.open:
            raise _refusal(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        self.entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self.result), self.entities

    def _emit(self, text: str) -> None:
        self.result.append(text)
        self.length += utf16_length(text)

    def _character(self, position: int) -> int:
        match = _CHARACTER.match(self.source, position)
        if match is None:
            self._emit("&")
            return position + 1
        name, decimal, hexadecimal = match.groups()
        code = int(decimal) if decimal else int(hexadecimal, 16) if hexadecimal else 0
        if not name and not 0 < code < 0x110000:
            self._emit("&")
            return position + 1
        self._emit(_NAMED[name] if name else chr(code))
        return match.end()

    def _tag(self, position: int) -> int:
        where = f"at byte offset {len(self.source[:position].encode())}"
        if self.source.startswith("</", position):
            match = _END.match(self.source, position)
            if not self.open:
                raise _refusal(f"Unexpected end tag {where}")
            if match is None:
                raise _refusal(f"Unclosed end tag {where}")
            self._close(match[1].lower(), where)
            return match.end()
        match = _START.match(self.source, position)
        if match is None:
            name = re.split(r"[\s>]", self.source[position + 1 :], maxsplit=1)[0].lower()
            if self.source.find(">", position) < 0:
                raise _refusal(f"Unclosed start tag {where}")
            raise _refusal(f'Unsupported start tag "{name}" {where}')
        tag = match[1].lower()
        attributes = {
            name.lower(): double or single or bare
            for name, double, single, bare in _ATTRIBUTE.findall(match[2])
        }
        if tag not in TAGS or (tag == "span" and attributes.get("class") != "tg-spoiler"):
            raise _refusal(f'Unsupported start tag "{tag}" {where}')
        self.open.append(_Open(tag, attributes, self.length))
        return match.end()

    def _close(self, tag: str, where: str) -> None:
        opened = self.open.pop()
        if tag and tag != opened.tag:
            raise _refusal(
                f'Unmatched end tag {where}, expected "</{opened.tag}>", found "</{tag}>"'
            )
        if self.length == opened.offset:
            return
        entity: dict[str, Any] = {
            "type": TAGS[opened.tag],
            "offset": opened.offset,
            "length": self.length - opened.offset,
        }
        if opened.tag == "a":
            url = opened.attributes.get("href", "")
            if not url:
                return
            entity["url"] = url
        elif opened.tag == "tg-emoji":
            entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
        elif opened.tag == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        elif opened.tag == "pre":
            self._language(entity)
        elif opened.tag == "code" and self._inside_pre(opened):
            entity["language"] = opened.attributes["class"].removeprefix("language-")
        self.entities.append(entity)

    def _inside_pre(self, code: _Open) -> bool:
        """Whether this is ``<pre><code class="language-...">``, which becomes one entity."""
        return (
            bool(self.open)
            and self.open[-1].tag == "pre"
            and code.attributes.get("class", "").startswith("language-")
        )

    def _language(self, entity: dict[str, Any]) -> None:
        for inner in self.entities:
            if inner["type"] == "code" and "language" in inner:
                self.entities.remove(inner)
                entity["language"] = inner["language"]
                return


def _refusal(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """The plain text and the entities of a text marked up with HTML.

    >>> parse_html("a <b>7</b>")
    ('a 7', [{'type': 'bold', 'offset': 2, 'length': 1}])
    """
    return _Parser(source).run()
