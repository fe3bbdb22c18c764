"""Who reads the photos of the benchmark: python -m training.contestants NAME MODEL, started by it.

What a contestant needs is imported when it opens, so that its memory is its own (see `alone`).
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module, metadata
from importlib.util import find_spec
from pathlib import Path

from training.alone import peak, task, tell

Reader = Callable[[bytes], str]
"""The bytes of a photo to the text on it, in which only the digits count."""

BLANK = b"P5 64 64 255\n" + b"\xff" * 64 * 64
"""Paper without anything on it, as PGM: what reading it takes is the start of a program."""
OURS, TUTORIAL, TESSERACT, RAPIDOCR = "this project", "the tutorial way", "Tesseract", "RapidOCR"


def this_project(model: Path) -> Reader:
    """All stages."""
    from recognizer import PhotoError, Recognizer  # noqa: PLC0415  (see above, here and below)

    recognizer = Recognizer(model)

    def read(data: bytes) -> str:
        try:
            return recognizer.read(data).text
        except PhotoError:
            return ""

    return read


def tutorial(model: Path) -> Reader:
    """The same network as tutorials use theirs: the whole photo is one digit."""
    from io import BytesIO  # noqa: PLC0415

    import numpy as np  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    from recognizer.classifier import Classifier  # noqa: PLC0415

    classifier = Classifier(model)

    def read(data: bytes) -> str:
        grey = Image.open(BytesIO(data)).convert("L").resize((28, 28))
        glyph = (255 - np.asarray(grey, np.float32)) / 255
        return str(int(classifier.classify(glyph[np.newaxis])[0, :10].argmax()))

    return read


def tesseract(_: Path) -> Reader:
    """The program, started for each photo as its Python wrappers do, and told to read digits."""
    command = ["tesseract", "-", "-", "--psm", "6", "-c", "tessedit_char_whitelist=0123456789"]

    def read(data: bytes) -> str:
        return subprocess.run(  # noqa: S603  (a fixed command)
            command, input=data, capture_output=True, check=True
        ).stdout.decode()

    return read


def rapidocr(_: Path) -> Reader:
    """Detection, direction and recognition with the networks that its package brings."""
    package = import_module("rapidocr_onnxruntime")
    engine = package.RapidOCR(intra_op_num_threads=1, inter_op_num_threads=1)

    def read(data: bytes) -> str:
        found, _ = engine(data)
        return "\n".join(text for _, text, _ in found or [])

    return read


CONTESTANTS: dict[str, Callable[[Path], Reader]] = {
    OURS: this_project,
    TUTORIAL: tutorial,
    TESSERACT: tesseract,
    RAPIDOCR: rapidocr,
}


def absent(name: str) -> str:
    """Why a contestant can't take part and what to do about it; nothing where it can."""
    if name == TESSERACT and not shutil.which("tesseract"):
        return "Tesseract is left out: no program `tesseract` (Debian: apt install tesseract-ocr)."
    if name == RAPIDOCR and not find_spec("rapidocr_onnxruntime"):
        return "RapidOCR is left out: install the optional extra `benchmark`."
    return ""


def version(name: str) -> str:
    """What stands beside the name of a contestant that others release."""
    if name == TESSERACT:
        command = ["tesseract", "--version"]
        done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603
        return done.stdout.decode().split()[1]
    return metadata.version("rapidocr-onnxruntime") if name == RAPIDOCR else ""


def main() -> None:
    """Read the files, one fact a photo; the first is read once before, for whoever warms up."""
    name, model = sys.argv[1:]
    files = task()
    read = CONTESTANTS[name](Path(model))
    for n, file in enumerate([files[0], *files]):
        data = file.read_bytes()
        begin = time.perf_counter()
        try:
            text, error = read(data), ""
        except Exception as problem:
            if name == OURS:
                raise
            text, error = "", f"{file.name}: {type(problem).__name__}: {problem}"
        elapsed = (time.perf_counter() - begin) * 1000
        if n:
            tell(text=text, error=error, ms=elapsed)
    begin = time.perf_counter()
    if name == TESSERACT:
        read(BLANK)
    start = (time.perf_counter() - begin) * 1000
    tell(peak=peak(of_children=name == TESSERACT), start=start)


if __name__ == "__main__":
    main()
