"""What reading costs: python -m training.cost MODEL, started by the benchmark.

Against Pillow's decoding of the same photo, by stage, and by the number of digits on a page.
"""

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from inspect import isfunction
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import cv2
import numpy as np
from PIL import Image

from recognizer import PhotoError, Recognizer
from recognizer.classifier import Classifier
from recognizer.segmentation import Segmenter
from training.alone import task, tell

LARGE = 900_000
"""JPEG photos with so many pixels and more are measured by stage."""
REST = "the rest"
"""What `Recognizer` does between the stages."""
RUNS = 3
"""Of so many runs the quickest counts: what else the machine did is no cost of reading."""
DIGITS = 200


class Stopwatch:
    """Adds up the time (ms) spent in functions, without that in others that it watches too."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        """`clock` tells the time in seconds."""
        self.spent: dict[str, float] = defaultdict(float)
        self._clock = clock
        self._inside: list[float] = []

    def watch(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, whose time goes to `stage`."""

        def timed(*arguments: Any, **named: Any) -> Any:
            self.spent[stage] += 0.0  # stages stand in the order in which they begin
            self._inside.append(0.0)
            start = self._clock()
            try:
                return function(*arguments, **named)
            finally:
                whole = (self._clock() - start) * 1000
                self.spent[stage] += whole - self._inside.pop()
                if self._inside:
                    self._inside[-1] += whole

        return timed


def crossings() -> Iterator[tuple[Any, str, str]]:
    """Where one stage, a module of `recognizer`, calls another: (owner, name, stage called)."""
    yield Recognizer, "read", REST
    yield Segmenter, "segment", "segmentation"
    yield Classifier, "classify", "classifier"
    for name, module in sys.modules.items():
        if name.startswith("recognizer."):
            for called, function in vars(module).items():
                home = getattr(function, "__module__", None) or ""
                if isfunction(function) and home.startswith("recognizer.") and home != name:
                    yield module, called, home.removeprefix("recognizer.")


@contextmanager
def watched() -> Iterator[Stopwatch]:
    """While it lasts, every stage is timed."""
    stopwatch = Stopwatch()
    with ExitStack() as stack:
        for owner, name, stage in list(crossings()):
            timed = stopwatch.watch(stage, getattr(owner, name))
            stack.enter_context(patch.object(owner, name, timed))
        yield stopwatch


def elapsed(function: Callable[[], object]) -> float:
    """How long one call takes, ms."""
    start = time.perf_counter()
    function()
    return (time.perf_counter() - start) * 1000


def by_stage(reader: Recognizer, data: bytes) -> dict[str, float]:
    """The time of each stage in the quickest of some readings, ms."""
    runs = []
    for _ in range(RUNS):
        with watched() as stopwatch:
            reader.read(data)
        spent = stopwatch.spent
        spent[REST] = spent.pop(REST)  # to the end
        runs.append(spent)
    return min(runs, key=lambda spent: sum(spent.values()))


def measure(reader: Recognizer, data: bytes) -> dict[str, Any]:
    """The times of Pillow's decoding and of reading, ms; of a large JPEG also those by stage."""
    with Image.open(BytesIO(data)) as image:
        large = image.format == "JPEG" and image.width * image.height >= LARGE
    decodes, reads = [], []
    for _ in range(RUNS):
        decodes.append(elapsed(lambda: Image.open(BytesIO(data)).load()))
        reads.append(elapsed(lambda: reader.read(data)))
    stages = by_stage(reader, data) if large else {}
    return {"decode": min(decodes), "read": min(reads), "large": large, "stages": stages}


def sheet(digits: int) -> bytes:
    """A JPEG of a sheet with so many digits (200 at most) in rows, written with a pen's strokes."""
    rng = np.random.default_rng(0)
    paper = np.full((1200, 1600), 235, np.uint8)
    for n in range(digits):
        x, y = 60 + n % 20 * 76 + int(rng.integers(8)), 110 + n // 20 * 110 + int(rng.integers(8))
        cv2.putText(
            paper, str(n % 10), (x, y), cv2.FONT_HERSHEY_SIMPLEX, 2.0, 40, 5, cv2.LINE_AA
        )  # fmt: skip
    buffer = BytesIO()
    Image.fromarray(paper).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def main() -> None:
    """Measure the files, one fact a photo that can be read, then the sheets."""
    files = task()
    reader = Recognizer(Path(sys.argv[1]))
    for file in files:
        data = file.read_bytes()
        try:
            tell(**measure(reader, data))
        except (PhotoError, OSError) as error:
            tell(error=f"{file.name}: {error}")
    for digits in (1, DIGITS):
        data = sheet(digits)
        ms = min(elapsed(partial(reader.read, data)) for _ in range(RUNS))
        tell(digits=digits, ms=ms, read=len(reader.read(data).digits))


if __name__ == "__main__":
    main()
