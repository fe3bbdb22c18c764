"""A `Reading` as a person wants it: the digits to copy, and in words how sure they are."""

from html import escape

from chat.texts import Texts
from recognizer import Digit, Reading

SURE = 0.95
"""From this confidence on a digit is as good as certain."""
FAIR = 0.8
"""Below this confidence a digit is doubtful, and the answer says what else it may be."""
GUESS = 0.5
"""Below this confidence a digit is as likely wrong as right."""

COUNT_FROM = 8
"""From so many digits on the answer counts them, for a quick check against the paper."""
MOST_DOUBTS = 5
"""So many doubtful digits are listed; the rest are counted."""
MOST_CHARACTERS = 3000
"""Of digits in one message; Telegram allows 4,096 with the words beside them."""


def wording(reading: Reading, texts: Texts, *, full: bool = True) -> str:
    r"""Word the answer to a photo as Telegram's HTML; one that is not full is the digits alone.

    >>> seven = Digit(7, 0.99, (0, 0, 20, 30), (0.0,) * 7 + (0.99, 0.0, 0.0))
    >>> from recognizer import Line
    >>> wording(Reading((Line(((seven,),)),)), Texts.speaking("en"))
    "<pre>7</pre>\nI'm sure."
    """
    if not reading.digits:
        return texts.no_digits()
    words = [_certainty(reading, texts)]
    text = reading.text
    if len(text) > MOST_CHARACTERS:
        text = text[:MOST_CHARACTERS].rpartition("\n")[0] or text[:MOST_CHARACTERS]
        words.insert(0, texts.cut_short(len(reading.digits)))
    elif len(reading.digits) >= COUNT_FROM:
        words.insert(0, texts.how_many(len(reading.digits)))
    digits = f"<pre>{escape(text)}</pre>"
    return f"{digits}\n{' '.join(words)}" if full else digits


def is_whole(reading: Reading) -> bool:
    """Tell whether an answer holds all digits, rather than the beginning of a long page."""
    return len(reading.text) <= MOST_CHARACTERS


def _certainty(reading: Reading, texts: Texts) -> str:
    doubts = [
        (line_number, place, digit)
        for line_number, line in enumerate(reading.lines, start=1)
        for place, digit in enumerate(line.digits, start=1)
        if digit.confidence < FAIR
    ]
    if not doubts:
        weakest = min(digit.confidence for digit in reading.digits)
        return texts.sure() if weakest >= SURE else texts.fairly_sure()
    if len(reading.digits) == 1:
        return _lone_doubt(reading.digits[0], texts)
    several_lines = len(reading.lines) > 1
    named = [
        _doubt(digit, texts.place(place, line_number if several_lines else None), texts)
        for line_number, place, digit in doubts[:MOST_DOUBTS]
    ]
    if len(doubts) == 1:
        return f"{texts.not_sure()} {named[0][:1].upper()}{named[0][1:]}."
    if more := len(doubts) - len(named):
        named.append(texts.and_more(more))
    return "\n• ".join([texts.not_sure_of(len(doubts)), *named])


def _lone_doubt(digit: Digit, texts: Texts) -> str:
    level = texts.a_guess() if digit.confidence < GUESS else texts.not_sure()
    other = digit.alternative
    return f"{level} {texts.could_be_no_digit() if other is None else texts.could_be(other)}"


def _doubt(digit: Digit, where: str, texts: Texts) -> str:
    if digit.alternative is None:
        return texts.digit_could_be_none(where, digit.value)
    return texts.digit_could_be(where, digit.value, digit.alternative)
