"""Why an attachment gets no reading, and the one sentence that says so."""

from chat.attachments import Kind
from chat.texts import Texts
from recognizer import AnimatedPhoto, PhotoError, PhotoTooLarge, UnsupportedFormat


class RefusalError(Exception):
    """The root: what the chat refuses before the recognizer sees it."""


class NotAPicture(RefusalError):
    """A document that claims no picture's type."""


class MovingPicture(RefusalError):
    """A video, a GIF or an animated sticker."""


class FileTooLarge(RefusalError):
    """Telegram hands no file of this size to bots."""


class FileNotFetched(RefusalError):
    """The download failed; the message says why."""


class Busy(RefusalError):
    """Too many photos wait already."""


class TooOld(RefusalError):
    """The photo was sent so long ago, before an outage, that nobody waits for its answer."""


EXPECTED = (RefusalError, PhotoError, TimeoutError)
"""What may come of a photo without anything being wrong with the bot."""

SENTENCES = (  # the first class that fits decides
    (FileTooLarge, Texts.too_large_a_file),
    (FileNotFetched, Texts.not_fetched),
    (TimeoutError, Texts.took_too_long),
    (Busy, Texts.busy),
    (TooOld, Texts.too_old),
    (MovingPicture, Texts.moving),
    (NotAPicture, Texts.not_a_picture),
    (AnimatedPhoto, Texts.moving),
    (PhotoTooLarge, Texts.too_many_pixels),
    (UnsupportedFormat, Texts.not_a_picture),
    (PhotoError, Texts.damaged),
)


def wording(problem: Exception, kind: Kind, texts: Texts) -> str:
    """Word one clear sentence for the sender of an attachment of this kind."""
    if kind is Kind.HEIC_FILE and isinstance(problem, UnsupportedFormat):
        return texts.heic()
    sentences = (sentence for cause, sentence in SENTENCES if isinstance(problem, cause))
    return next(sentences, Texts.went_wrong)(texts)
