"""What the bot says when it can't keep up, and to its owner."""

from collections.abc import Mapping

from chat.sentences import Sentences


class ServiceTexts(Sentences):
    """The sentences about how the bot itself is doing."""

    def busy(self) -> str:
        """Ask somebody to come back, because too many photos wait."""
        return self._(
            "I have too many photos to read right now. Please try again in a few minutes."
        )

    def too_old(self) -> str:
        """Apologize for a photo that was sent while the bot was away."""
        return self._("I was away when you sent this, sorry. Please send it again.")

    def stats(self, figures: Mapping[str, float]) -> str:
        """Answer the owner's /stats.

        `figures` has everything that stands in braces; `median` is in seconds, 0 for no answer yet.
        """
        return self._(
            "<b>Since the start, {hours:.1f} hours ago</b>\n"
            "Photos: {photos}, of which I read {read}; faults of mine: {failed}\n"
            "Half of all answers took at most {median:g} s\n"
            "Right now {unfinished} messages are in work, and {waiting} photos wait\n"
            "Requests made again: {repeated}"
        ).format_map(figures)
