"""What every collection of sentences has: one language's catalogue, asked in the gettext way."""

from gettext import NullTranslations


class Sentences:
    """Sentences in one language; each method says one of them."""

    def __init__(self, catalogue: NullTranslations) -> None:
        self._ = catalogue.gettext
        self.ngettext = catalogue.ngettext
        self.pgettext = catalogue.pgettext
