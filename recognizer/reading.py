"""What everybody else sees: the digits of a photo, in reading order."""

from dataclasses import dataclass
from typing import Any

Box = tuple[int, int, int, int]
"""x, y, width, height in pixels of the upright photo."""

CLOSE = 0.1
"""The second-best value is worth naming from this probability on."""


@dataclass(frozen=True, slots=True)
class Digit:
    """One digit, where it stands and how sure the reader is.

    >>> Digit(7, 0.8, (10, 4, 20, 30), (0, 0.2, 0, 0, 0, 0, 0, 0.8, 0, 0)).alternative
    1
    """

    value: int
    confidence: float
    """Calibrated chance that `value` is right, and in its place in the reading order: 0..1."""
    box: Box
    probabilities: tuple[float, ...]
    """Ten chances, one a value, that add up to at most 1; the rest is "not a digit"."""

    @property
    def alternative(self) -> int | None:
        """The value that it may be instead, or None where nothing else comes close."""
        chances = {v: p for v, p in enumerate(self.probabilities) if v != self.value}
        best = max(chances, key=chances.__getitem__)
        return best if chances[best] >= CLOSE else None

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of writing: the numbers on it from left to right, each a run of digits."""

    numbers: tuple[tuple[Digit, ...], ...]

    @property
    def digits(self) -> tuple[Digit, ...]:
        """All digits of the line from left to right."""
        return tuple(digit for number in self.numbers for digit in number)

    @property
    def text(self) -> str:
        """The numbers with a space between them."""
        return " ".join("".join(map(str, number)) for number in self.numbers)


@dataclass(frozen=True, slots=True)
class Reading:
    """All digits of a photo. No digit at all is an empty reading, not an error.

    >>> Reading().text
    ''
    """

    lines: tuple[Line, ...] = ()

    @property
    def digits(self) -> tuple[Digit, ...]:
        """All digits in reading order."""
        return tuple(digit for line in self.lines for digit in line.digits)

    @property
    def text(self) -> str:
        """The digits in reading order: a line break between lines, a space between numbers."""
        return "\n".join(line.text for line in self.lines)

    def to_dict(self) -> dict[str, Any]:
        """The reading as plain data for JSON: the text, and each digit with its line's index."""
        return {
            "text": self.text,
            "digits": [
                {
                    "digit": digit.value,
                    "confidence": round(digit.confidence, 4),
                    "box": list(digit.box),
                    "line": number,
                }
                for number, line in enumerate(self.lines)
                for digit in line.digits
            ],
        }
