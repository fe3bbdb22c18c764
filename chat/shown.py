"""The digits as they stand in an answer: the message is all the memory that corrections need."""

from dataclasses import dataclass
from html import escape
from typing import Self

from telegram import Message, MessageEntity

GONE = "·"
"""Stands where somebody said that there is no digit, so that the others keep their places."""
NO_DIGIT = 10
"""The label of what is not a digit, as the network has it."""


@dataclass(frozen=True, slots=True)
class Shown:
    r"""Digits with the spaces and line breaks between them.

    >>> Shown("15 2\n40").corrected(2, 7).text
    '15 7\n40'
    """

    text: str

    @classmethod
    def on(cls, message: Message) -> Self | None:
        """Find the digits of an answer; None where it has none, or those of several photos."""
        if not message.text:
            return None
        blocks = list(message.parse_entities([MessageEntity.PRE]).values())
        return cls(blocks[0]) if len(blocks) == 1 and cls(blocks[0]).labels else None

    @property
    def labels(self) -> list[int]:
        """What each digit is, in reading order; 10 where there is none."""
        return [NO_DIGIT if c == GONE else int(c) for c in self.text if c in GONE or c.isdecimal()]

    @property
    def to_copy(self) -> str:
        """The digits alone, without what turned out to be none."""
        lines = (" ".join(line.replace(GONE, "").split()) for line in self.text.splitlines())
        return "\n".join(line for line in lines if line)

    @property
    def places(self) -> list[list[int]]:
        """The places of the digits, counted from 0 through all lines, line by line."""
        found: list[list[int]] = []
        start = 0
        for line in self.text.splitlines():
            count = len(Shown(line).labels)
            found.append(list(range(start, start + count)))
            start += count
        return [places for places in found if places]

    def where(self, place: int) -> tuple[int, int | None]:
        """Tell a digit's number in its line and the line's, from 1; no line where there is one."""
        lines = self.places
        line, number = next(
            (line, places.index(place)) for line, places in enumerate(lines) if place in places
        )
        return number + 1, line + 1 if len(lines) > 1 else None

    def corrected(self, place: int, label: int) -> Self:
        """Return the digits with another one at a place."""
        labels = self.labels
        labels[place] = label
        return self.relabelled(labels)

    def relabelled(self, labels: list[int]) -> Self:
        """Return other digits, as many as these, with the same spaces and lines."""
        rest = iter(labels)
        return type(self)(
            "".join(
                c if c.isspace() else GONE if (label := next(rest)) == NO_DIGIT else str(label)
                for c in self.text
            )
        )

    @property
    def html(self) -> str:
        """The digits as a tap copies them."""
        return f"<pre>{escape(self.text)}</pre>"
