"""Promises of chat/refusals.py."""

import pytest

from chat.attachments import Kind
from chat.catalogue import CATALOGUES
from chat.refusals import EXPECTED, RefusalError, wording
from chat.texts import Texts
from recognizer import DamagedPhoto, PhotoError, UnsupportedFormat

ENGLISH = Texts.speaking("en")


def family(root: type[Exception]) -> list[type[Exception]]:
    """An error and all kinds of it."""
    return [root, *(kind for child in root.__subclasses__() for kind in family(child))]


@pytest.mark.parametrize("language", CATALOGUES)
@pytest.mark.parametrize("problem", family(PhotoError))
def test_every_photo_error(problem: type[Exception], language: str) -> None:
    """Whatever the recognizer refuses has a sentence of its own, without the error's words."""
    texts = Texts.speaking(language)
    sentence = wording(problem("libjpeg: bad Huffman code"), Kind.PHOTO, texts)
    assert sentence != texts.went_wrong()
    assert "libjpeg" not in sentence


@pytest.mark.parametrize("problem", family(RefusalError)[1:])
def test_every_refusal(problem: type[Exception]) -> None:
    """Whatever the chat refuses has a sentence of its own."""
    assert wording(problem("secret"), Kind.PHOTO, ENGLISH) != ENGLISH.went_wrong()


def test_heic() -> None:
    """Only a HEIC file in a form that can't be read gets the way around HEIC."""
    unsupported, damaged = UnsupportedFormat(), DamagedPhoto()
    assert wording(unsupported, Kind.HEIC_FILE, ENGLISH) == ENGLISH.heic()
    assert wording(damaged, Kind.HEIC_FILE, ENGLISH) == ENGLISH.damaged()
    assert wording(unsupported, Kind.PICTURE_FILE, ENGLISH) == ENGLISH.not_a_picture()


def test_too_long() -> None:
    """A timeout is something to expect, and has its sentence."""
    assert isinstance(TimeoutError(), EXPECTED)
    assert wording(TimeoutError(), Kind.PHOTO, ENGLISH) == ENGLISH.took_too_long()


def test_anything_else() -> None:
    """An error that nobody thought of is apologized for, without its message."""
    assert wording(RuntimeError("internals"), Kind.PHOTO, ENGLISH) == ENGLISH.went_wrong()
