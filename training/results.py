"""Labelled photos and what was read on them.

A photo folder holds a `labels.csv` with the columns file, label (digits in reading order,
nothing where there is none), kind and, where known, source.
"""

import csv
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.progress import track

from recognizer import PhotoError, Reading, Recognizer
from training.figures import align


@dataclass(frozen=True)
class Result:
    """One photo: what stands on it, what was read, and the time from bytes to reading (ms)."""

    path: Path
    label: str
    kind: str
    source: str
    reading: Reading
    elapsed: float
    error: str = ""

    @property
    def read(self) -> str:
        """The digits in reading order without breaks, as labels have them."""
        return "".join(self.reading.text.split())

    @property
    def right(self) -> bool:
        """Every digit read, none too many."""
        return self.read == self.label


def read_photos(recognizer: Recognizer, folder: Path) -> list[Result]:
    """Read every photo of `folder/labels.csv`. Raises FileNotFoundError without that file."""
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    results = []
    for row in track(rows, "reading photos"):
        path = folder / row["file"]
        data = path.read_bytes()
        start = time.perf_counter()
        try:
            reading, error = recognizer.read(data), ""
        except PhotoError as problem:
            reading, error = Reading(), f"{type(problem).__name__}: {problem}"
        elapsed = (time.perf_counter() - start) * 1000
        source = row.get("source") or "-"
        results.append(Result(path, row["label"], row["kind"], source, reading, elapsed, error))
    return results


def sure(results: Iterable[Result]) -> tuple[list[float], list[bool]]:
    """Every digit that was read: its confidence, and whether the label has it there."""
    confidence, right = [], []
    for result in results:
        digits = result.reading.digits
        for i, j in align(result.read, result.label):
            if i is not None:
                confidence.append(digits[i].confidence)
                right.append(j is not None and result.read[i] == result.label[j])
    return confidence, right
