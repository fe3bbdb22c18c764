"""Compare on the same photos: python -m training.benchmark --photos DIR [--limit N] [--model FILE].

This project, the tutorial way (the whole photo as one digit), Tesseract and RapidOCR: how right,
how quick, how much memory. Then what reading costs over decoding. Each runs alone on one core.
"""

import argparse
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

from recognizer.recognizer import MODEL
from training.alone import run
from training.contestants import CONTESTANTS, OURS, TESSERACT, TUTORIAL, absent, version
from training.cost import DIGITS, LARGE
from training.figures import wilson

SIZE = f"{LARGE / 1e6:g} megapixels and more"
KINDS = ("single", "number", "page", "negative")


@dataclass(frozen=True)
class Answers:
    """What one contestant read, one entry a photo, with its times (ms) and peak of memory (MB).

    `start` is the part of each time (ms) that a program takes to start, where one does; `errors`
    are those of the photos at which it broke: nothing was read there.
    """

    name: str
    read: list[str]
    times: list[float]
    memory: float
    start: float
    errors: list[str]

    @property
    def median(self) -> float:
        """The median time a photo, ms."""
        return float(np.median(self.times))


def labelled(folder: Path, limit: int | None) -> list[dict[str, str]]:
    """The rows of `folder/labels.csv`, or `limit` of them, spread evenly."""
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    count = min(limit or len(rows), len(rows))
    return [rows[n * len(rows) // count] for n in range(count)]


def compete(name: str, files: Sequence[Path], model: Path) -> Answers:
    """Let one contestant read all files in a process of its own."""
    *photos, last = track(
        run("training.contestants", name, str(model.resolve()), files=files),
        name,
        total=len(files) + 1,
    )
    read = ["".join(c for c in photo["text"] if c in "0123456789") for photo in photos]
    errors = [photo["error"] for photo in photos if photo["error"]]
    times = [photo["ms"] for photo in photos]
    return Answers(name, read, times, last["peak"], last["start"], errors)


def contest_table(answers: Sequence[Answers], rows: Sequence[dict[str, str]]) -> Table:
    """Who read how many photos exactly, by kind, at what cost."""
    table = Table(title=f"{len(rows)} photos, one core", title_justify="left", show_lines=True)
    kinds = sorted(
        {row["kind"] for row in rows}, key=lambda k: (KINDS.index(k) if k in KINDS else 9, k)
    )
    places = {kind: [n for n, row in enumerate(rows) if row["kind"] == kind] for kind in kinds}
    table.add_column("")
    for kind in kinds:
        what = "silent" if kind == "negative" else "exact"
        table.add_column(f"{kind}\n{what} of {len(places[kind])}", justify="right")
    table.add_column("median\nms", justify="right")
    table.add_column("peak of\nmemory, MB", justify="right")
    for one in answers:
        cells = []
        for at in places.values():
            hits = sum(one.read[n] == rows[n]["label"] for n in at)
            low, high = wilson(hits, len(at))
            cells.append(f"{hits / len(at):.1%}\n{low:.0%} to {high:.0%}")
        table.add_row(
            f"{one.name}\n{version(one.name)}", *cells, f"{one.median:.1f}", f"{one.memory:.0f}"
        )
    return table


def sentences(answers: Sequence[Answers]) -> list[str]:
    """Speed by the medians, who broke, and who isn't there."""
    ours = next(one for one in answers if one.name == OURS)
    return [
        *(
            f"This project is {one.median / ours.median:.1f} times as fast as {one.name}"
            + (f" ({one.start:.0f} ms of its time is its start)." if one.name == TESSERACT else ".")
            for one in answers
            if one.name not in (OURS, TUTORIAL)
        ),
        *(
            f"{one.name} broke at {len(one.errors)}, the first is {one.errors[0]}"
            for one in answers
            if one.errors
        ),
        *(reason for name in CONTESTANTS if (reason := absent(name))),
    ]


def cost_table(photos: Sequence[dict[str, Any]]) -> Table:
    """The time of reading large photos, and the share of each stage (a module of `recognizer`)."""
    table = Table(
        title=f"time over decoding, {len(photos)} JPEG photos of {SIZE}", title_justify="left"
    )
    for name in ("", "median ms", "share of the reading"):
        table.add_column(name, justify="right" if name else "left")
    for name, title in (("decode", "decoding by Pillow"), ("read", "from bytes to Reading")):
        table.add_row(title, f"{np.median([photo[name] for photo in photos]):.2f}", "")
    table.add_section()
    wholes = [sum(photo["stages"].values()) for photo in photos]
    for stage in dict.fromkeys(stage for photo in photos for stage in photo["stages"]):
        times = [photo["stages"].get(stage, 0.0) for photo in photos]
        share = np.mean(np.divide(times, wholes))
        table.add_row(f"  {stage}", f"{np.median(times):.2f}", f"{share:.1%}")
    return table


def show_cost(console: Console, files: Sequence[Path], model: Path) -> None:
    """Print what reading costs by size, by stage and by the number of digits."""
    *photos, one, page = track(
        run("training.cost", str(model.resolve()), files=files), "cost", total=len(files) + 2
    )
    photos = [photo for photo in photos if "error" not in photo]
    large = [photo for photo in photos if photo["large"]]
    others = [photo["read"] for photo in photos if not photo["large"]]
    lines = []
    if large:
        console.print(cost_table(large))
        ratio = [photo["read"] / photo["decode"] for photo in large]
        low, half, high = np.percentile(ratio, [25, 50, 75])
        lines.append(
            f"Reading takes {half:.2f} times as long as decoding at the median "
            f"(quartiles {low:.2f} and {high:.2f})."
        )
    else:
        lines.append(f"Time over decoding: there is no JPEG photo of {SIZE}.")
    if others:
        half, most = np.percentile(others, [50, 95])
        lines.append(
            f"The {len(others)} other photos take {half:.1f} ms at the median, 95 % of them up to "
            f"{most:.1f} ms."
        )
    lines.append(
        f"A page of {DIGITS} digits takes {page['ms'] / one['ms']:.1f} times a single one on such "
        f"a page: {page['ms']:.1f} to {one['ms']:.1f} ms, {page['read']} and {one['read']} read."
    )
    for line in lines:
        console.print(line, highlight=False)


def main(arguments: list[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m training.benchmark", description=__doc__)
    parser.add_argument(
        "--photos", type=Path, required=True, help="folder with photos and labels.csv"
    )
    parser.add_argument("--limit", type=int, help="so many of the photos, spread evenly")
    parser.add_argument("--model", type=Path, default=MODEL)
    options = parser.parse_args(arguments)
    if not options.model.exists():
        parser.error(f"no model at {options.model}")
    if not (options.photos / "labels.csv").exists():
        parser.error(f"no labels.csv in {options.photos}")
    console = Console(width=110)
    rows = labelled(options.photos, options.limit)
    files = [options.photos / row["file"] for row in rows]
    present = [name for name in CONTESTANTS if not absent(name)]
    answers = [compete(name, files, options.model) for name in present]
    console.print(contest_table(answers, rows))
    for line in sentences(answers):
        console.print(line, highlight=False, markup=False)
    show_cost(console, files, options.model)


if __name__ == "__main__":
    main()
