"""Figures by group: glyphs by source, photos by kind or source, each with its interval."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recognizer.classifier import CLASSES, Classifier
from recognizer.second_look import look_again
from training.figures import errors, wilson
from training.results import Result
from training.sources import labelled

LOOK_ALIKES = "OoIlSsZzqbG"
"""Letters that are digits to anyone who sees them alone: not counted in figures on refusal."""


@dataclass(frozen=True)
class GlyphFigure:
    """One source: how many glyphs got the right value, or were refused where they should be."""

    source: str
    count: int
    hits: int
    refused: str
    """Share of digits that were refused, "-" for a source of other things."""

    @property
    def share(self) -> float:
        return self.hits / max(self.count, 1)

    @property
    def interval(self) -> str:
        return "{:.2%} to {:.2%}".format(*wilson(self.hits, self.count))


@dataclass(frozen=True)
class PhotoFigure:
    """One group of photos: how many were read exactly, and how many characters are right."""

    group: str
    count: int
    exact: int
    characters: str
    elapsed: float
    """Median time a photo, milliseconds."""

    @property
    def share(self) -> float:
        return self.exact / max(self.count, 1)

    @property
    def interval(self) -> str:
        return "{:.1%} to {:.1%}".format(*wilson(self.exact, self.count))


def glyph_figures(classifier: Classifier, folder: Path) -> list[GlyphFigure]:
    """One figure for each .npz of `folder`: top-1 of the ten values, or refusals.

    Glyphs are judged as those of a photo that may be read: what is unsure is looked at again.
    """
    figures = []
    for file in sorted(folder.glob("*.npz")):
        x, y = labelled(file)
        parts = [x[n : n + 500].astype(np.float32) / np.float32(255) for n in range(0, len(x), 500)]
        chances = np.concatenate([
            look_again(part, classifier.classify(part), classifier.classify) for part in parts
        ])  # fmt: skip
        refused = chances[:, CLASSES - 1] >= 0.5
        if file.stem.startswith("not_digits"):
            counted = ~np.isin(y, list(LOOK_ALIKES))
            hits = int(refused[counted].sum())
            figures.append(GlyphFigure(file.stem, int(counted.sum()), hits, "-"))
        else:
            hits = int((chances[:, : CLASSES - 1].argmax(axis=1) == y).sum())
            figures.append(GlyphFigure(file.stem, len(y), hits, f"{refused.mean():.2%}"))
    return figures


def photo_figures(results: list[Result], by: str) -> list[PhotoFigure]:
    """One figure for each `kind` or `source`."""
    figures = []
    for group in sorted({getattr(r, by) for r in results}):
        rows = [r for r in results if getattr(r, by) == group]
        total = sum(len(r.label) for r in rows)
        wrong = sum(errors(r.read, r.label) for r in rows)
        characters = f"{1 - wrong / total:.2%} of {total}" if total else f"{wrong} too many"
        elapsed = float(np.median([r.elapsed for r in rows]))
        exact = sum(r.right for r in rows)
        figures.append(PhotoFigure(group, len(rows), exact, characters, elapsed))
    return figures
