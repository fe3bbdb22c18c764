"""The colours of the pictures, by day and by night."""

from dataclasses import dataclass, replace
from typing import Self

SURE = 0.8
"""From this confidence on a digit has the colour of a good one; `chat.answers` names the rest."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as `#rrggbb`. Each stands out from its background by 4.5 to 1 where it is text."""

    ground: str
    card: str
    text: str
    quiet: str
    """What matters less: the names of bars, digits that are not meant."""
    track: str
    """A bar's full length."""
    bar: str
    """A chance that lost."""
    good: str
    doubtful: str
    refused: str
    on_colour: str
    """Text on one of the three above."""

    def of(self, confidence: float) -> str:
        """The colour of a digit that was read with this confidence, 0..1."""
        return self.good if confidence >= SURE else self.doubtful

    @property
    def refusing(self) -> Self:
        """The same colours where nothing was taken for a digit, however much it looks like one."""
        return replace(self, good=self.refused, doubtful=self.refused)


LIGHT = Theme(
    ground="#f3f4f7",
    card="#ffffff",
    text="#1c1e26",
    quiet="#646b7a",
    track="#eceef3",
    bar="#b3bac8",
    good="#14804a",
    doubtful="#b35900",
    refused="#c92a3b",
    on_colour="#ffffff",
)
DARK = Theme(
    ground="#14161c",
    card="#1f222b",
    text="#f1f3f8",
    quiet="#9aa3b5",
    track="#2c303c",
    bar="#5b6477",
    good="#3ddc84",
    doubtful="#ffb454",
    refused="#ff7a85",
    on_colour="#10131a",
)
THEMES = {"light": LIGHT, "dark": DARK}
