"""Measure: python -m training.evaluate --photos DIR [--dev DIR] [--model FILE] [--report FILE]."""

import argparse
from pathlib import Path

from rich.console import Console
from rich.table import Table

from recognizer import Recognizer
from recognizer.classifier import Classifier
from recognizer.recognizer import MODEL
from training.figures import calibration
from training.measure import GlyphFigure, PhotoFigure, glyph_figures, photo_figures
from training.report import write_report
from training.results import Result, read_photos, sure


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left")
    for n, column in enumerate(columns):
        table.add_column(column, justify="right" if n else "left")
    return table


def photo_table(figures: list[PhotoFigure], by: str) -> Table:
    """Exact readings, characters and time, by `kind` or `source`."""
    table = _table(
        f"photos by {by}",
        by,
        "photos",
        "exact",
        "share",
        "95 % interval",
        "characters",
        "median ms",
    )
    for f in figures:
        row = (f.group, str(f.count), str(f.exact), f"{f.share:.1%}", f.interval, f.characters)
        table.add_row(*row, f"{f.elapsed:.1f}")
    return table


def glyph_table(figures: list[GlyphFigure]) -> Table:
    """Top-1 of the ten values per source of digits; refusals per source of other things."""
    table = _table(
        "glyphs by source", "source", "glyphs", "right", "share", "95 % interval", "digits refused"
    )
    for f in figures:
        table.add_row(f.source, str(f.count), str(f.hits), f"{f.share:.2%}", f.interval, f.refused)
    return table


def confidence_table(results: list[Result]) -> Table:
    """Whether confidence means what it says."""
    confidence, right = sure(results)
    error, bins = calibration(confidence, right)
    high = [hit for chance, hit in zip(confidence, right, strict=True) if chance >= 0.9]
    table = _table(
        f"confidence: expected calibration error {error:.4f}; of {len(high)} digits with 0.9 and "
        f"more {sum(high) / max(len(high), 1):.2%} right",
        "mean confidence", "share right", "digits",
    )  # fmt: skip
    for mean, share, count in bins:
        table.add_row(f"{mean:.3f}", f"{share:.3f}", str(count))
    return table


def main() -> None:
    """Print the tables, and write the report where one is asked for."""
    parser = argparse.ArgumentParser(prog="python -m training.evaluate", description=__doc__)
    parser.add_argument("--photos", type=Path, help="folder with photos and labels.csv")
    parser.add_argument("--dev", type=Path, help="folder of .npz glyphs to measure on")
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--report", type=Path, help="write one HTML page with every failure")
    options = parser.parse_args()
    if not (options.photos or options.dev):
        parser.error("nothing to measure: give --photos, --dev or both")
    console = Console(width=110)
    if options.dev:
        console.print(glyph_table(glyph_figures(Classifier(options.model), options.dev)))
    if options.photos:
        recognizer = Recognizer(options.model)
        results = read_photos(recognizer, options.photos)
        for by in ("kind", "source"):
            console.print(photo_table(photo_figures(results, by), by))
        console.print(confidence_table(results))
        if options.report:
            options.report.parent.mkdir(parents=True, exist_ok=True)
            write_report(options.report, results, recognizer)
            console.print(f"report: {options.report}")


if __name__ == "__main__":
    main()
