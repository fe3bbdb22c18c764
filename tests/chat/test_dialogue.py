"""Promises of chat/dialogue.py that a conversation doesn't show."""

import pytest

from chat.dialogue import step
from chat.keyboards import Pressed, Verb
from chat.manners import Manner
from chat.shown import Shown
from chat.texts import Texts

ENGLISH = Texts.speaking("en")
FULL, TERSE = Manner(ENGLISH), Manner(ENGLISH, full=False)
NUMBER = Shown("427")


@pytest.mark.parametrize(
    ("verb", "numbers"),
    [
        (Verb.RIGHT, (1,)),
        (Verb.WRONG, ()),
        (Verb.WRONG, (2,)),
        (Verb.PAGE, (0,)),
        (Verb.DIGIT, (3, 0)),
        (Verb.DIGIT, (-1, 0)),
        (Verb.LABEL, (0, 11, 0)),
        (Verb.LABEL, (0, -1, 0)),
        (Verb.LABEL, (3, 1, 0)),
        (Verb.BACK, (7,)),
        (Verb.LOOK, ()),
    ],
)
def test_nonsense(verb: Verb, numbers: tuple[int, ...]) -> None:
    """Callback data that no button of this version has leads nowhere."""
    assert step(Pressed(verb, 1, numbers), NUMBER, FULL) is None


def test_correction() -> None:
    """A correction says which digits stand there now, in words where answers are full."""
    pressed = Pressed(Verb.LABEL, 1, (1, 5, 0))
    full, terse = step(pressed, NUMBER, FULL), step(pressed, NUMBER, TERSE)
    assert full
    assert terse
    assert full.changed == terse.changed == Shown("457")
    assert full.html == f"<pre>457</pre>\n{ENGLISH.corrected()}"
    assert terse.html == "<pre>457</pre>"
    assert full.toast == terse.toast == ENGLISH.corrected()


def test_back_keeps_corrections() -> None:
    """The way back from a pad knows whether something was corrected before."""
    for before in (0, 1):
        digit = step(Pressed(Verb.DIGIT, 1, (2, before)), NUMBER, FULL)
        assert digit
        (back,) = digit.keyboard.inline_keyboard[-1]
        pressed = Pressed.parse(str(back.callback_data))
        assert pressed
        choice = step(pressed, NUMBER, FULL)
        assert choice
        (end,) = choice.keyboard.inline_keyboard[-1]
        assert end.text == (ENGLISH.done_button() if before else ENGLISH.back_button())


def test_nothing_left() -> None:
    """Where no digit is left the placeholders stay, so that it can be taken back."""
    end = step(Pressed(Verb.BACK, 1, (1,)), Shown("··"), FULL)
    assert end
    assert end.html == f"<pre>··</pre>\n{ENGLISH.none_is_left()}"
    (change, *_) = end.keyboard.inline_keyboard[0]
    assert change.text == ENGLISH.change_button()
