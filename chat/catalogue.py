"""The languages that the bot speaks: English in the code, one folder in `locales/` for each other.

`bot.po` is what a translator edits; `bot.mo` is made from it (`make locales`).
"""

from gettext import GNUTranslations, NullTranslations
from pathlib import Path

LOCALES = Path(__file__).parents[1] / "locales"
SOURCE_LANGUAGE = "en"


def load(folder: Path = LOCALES) -> dict[str, NullTranslations]:
    """Load every language by its two-letter code, the source language first."""
    catalogues: dict[str, NullTranslations] = {SOURCE_LANGUAGE: NullTranslations()}
    for path in sorted(folder.glob("*/LC_MESSAGES/bot.mo")):
        with path.open("rb") as file:
            catalogues[path.parts[-3]] = GNUTranslations(file)
    return catalogues


CATALOGUES = load()


def language_of(code: str | None) -> str:
    """Choose the bot's language for a client's IETF language tag.

    >>> language_of("ru-RU"), language_of("fr"), language_of(None)
    ('ru', 'en', 'en')
    """
    primary = (code or "").partition("-")[0].lower()
    return primary if primary in CATALOGUES else SOURCE_LANGUAGE
