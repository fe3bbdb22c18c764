"""How much the server keeps: a day's traffic leaves its memory as flat as before."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Beyond these the oldest go first; what goes is forgotten altogether.

    A file that has gone is answered like one that Telegram no longer has: the bot gets a refusal,
    the page a grey tile.
    """

    messages: int = 2_000
    """In each chat."""
    files: int = 20_000
    """A photo is some five of them: its sizes."""
    file_bytes: int = 256 * 1024 * 1024
    """Of all files together, each content once."""
    requests: int = 20_000
    events: int = 10_000
    callbacks: int = 2_000
    """Presses of buttons that can still be answered."""
