"""Reads handwritten digits from photos: bytes in, `Reading` out.

>>> from pathlib import Path
>>> from recognizer import Recognizer
>>> reading = Recognizer().read(Path("photo.jpg").read_bytes())  # doctest: +SKIP
>>> print(reading.text)  # doctest: +SKIP
42
"""

from recognizer.errors import (
    AnimatedPhoto,
    DamagedPhoto,
    PhotoError,
    PhotoTooLarge,
    UnsupportedFormat,
)
from recognizer.model_file import ModelError
from recognizer.reading import Digit, Line, Reading
from recognizer.recognizer import Recognizer

__all__ = [
    "AnimatedPhoto",
    "DamagedPhoto",
    "Digit",
    "Line",
    "ModelError",
    "PhotoError",
    "PhotoTooLarge",
    "Reading",
    "Recognizer",
    "UnsupportedFormat",
]
