"""What a press on a reading's button leads to: a toast, another text, other buttons.

Pure functions of the message as it stands. What is to be stored is not decided here.
"""

from dataclasses import dataclass

from telegram import InlineKeyboardMarkup

from chat import keyboards
from chat.keyboards import Pressed, Verb
from chat.manners import Manner
from chat.shown import NO_DIGIT, Shown
from chat.texts import Texts


@dataclass(frozen=True, slots=True)
class Step:
    """How the bot reacts to one press."""

    keyboard: InlineKeyboardMarkup
    html: str | None = None
    """The new text; None leaves it."""
    toast: str | None = None
    changed: Shown | None = None
    """The digits, where this press corrected one."""


def step(pressed: Pressed, shown: Shown, manner: Manner) -> Step | None:
    """Find the reaction to a press; None for a button that this version doesn't make."""
    asker, texts = pressed.asker, manner.texts
    found: Step | None = None
    match pressed.verb, pressed.numbers:
        case Verb.RIGHT, ():
            found = confirmation(shown, asker, manner)
        case Verb.WRONG, (0 | 1 as before,):
            found = _beginning(shown, asker, texts, corrected=before == 1)
        case Verb.PAGE, (page, 0 | 1 as before):
            found = Step(keyboards.choice(shown, asker, texts, page=page, corrected=before == 1))
        case Verb.DIGIT, (place, 0 | 1 as before) if 0 <= place < len(shown.labels):
            found = Step(
                keyboards.pad(shown, place, asker, texts, corrected=before == 1),
                toast=texts.what_is_it(texts.place(*shown.where(place))),
            )
        case Verb.LABEL, (place, label, 0 | 1 as before) if (
            0 <= place < len(shown.labels) and 0 <= label <= NO_DIGIT
        ):
            if shown.labels[place] == label:
                found = _no_change(shown, asker, manner, place, corrected=before == 1)
            else:
                found = correction(shown.corrected(place, label), asker, manner, place)
        case Verb.BACK, (0,):
            found = Step(keyboards.under_answer(shown, asker, texts))
        case Verb.BACK, (1,):
            found = _end(shown, asker, manner)
    return found


def confirmation(shown: Shown, asker: int, manner: Manner) -> Step:
    """React to the word that all digits are right."""
    words = manner.texts.confirmed()
    return Step(
        keyboards.settled(shown, asker, manner.texts), with_words(shown, words, manner), words
    )


def correction(changed: Shown, asker: int, manner: Manner, place: int = 0) -> Step:
    """React to a correction; with several digits there may be another one to correct."""
    texts = manner.texts
    keyboard = (
        keyboards.settled(changed, asker, texts)
        if len(changed.labels) == 1
        else keyboards.choice(
            changed, asker, texts, page=keyboards.page_of(changed, place), corrected=True
        )
    )
    html = with_words(changed, thanks(changed, texts), manner)
    return Step(keyboard, html, thanks(changed, texts), changed)


def question(changed: Shown, asker: int, texts: Texts) -> Step:
    """React to somebody's first correction: thank, and ask for the consent to keep the glyphs."""
    html = f"{changed.html}\n{thanks(changed, texts)}\n\n{texts.may_i_keep()}"
    return Step(keyboards.consent(asker, texts), html, thanks(changed, texts), changed)


def thanks(shown: Shown, texts: Texts) -> str:
    """Thank for a correction."""
    return texts.corrected() if shown.to_copy else texts.none_is_left()


def with_words(shown: Shown, words: str, manner: Manner) -> str:
    """Put words under the digits, where answers are full."""
    return f"{shown.html}\n{words}" if manner.full else shown.html


def _beginning(shown: Shown, asker: int, texts: Texts, *, corrected: bool) -> Step:
    if len(shown.labels) == 1:
        keyboard = keyboards.pad(shown, 0, asker, texts, corrected=corrected)
        return Step(keyboard, toast=texts.which_digit_is_it())
    keyboard = keyboards.choice(shown, asker, texts, corrected=corrected)
    return Step(keyboard, toast=texts.which_is_wrong())


def _no_change(shown: Shown, asker: int, manner: Manner, place: int, *, corrected: bool) -> Step:
    if len(shown.labels) == 1:
        return confirmation(shown, asker, manner)
    page = keyboards.page_of(shown, place)
    return Step(keyboards.choice(shown, asker, manner.texts, page=page, corrected=corrected))


def _end(shown: Shown, asker: int, manner: Manner) -> Step:
    done = Shown(shown.to_copy) if shown.to_copy else shown
    html = with_words(done, thanks(done, manner.texts), manner)
    return Step(keyboards.settled(done, asker, manner.texts), html)
