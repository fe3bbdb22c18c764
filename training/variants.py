"""The same photos taken a little differently: python -m training.variants --photos DIR.

A bar that is met on labelled photos may be met by chance. Here each photo is turned, shaded,
blurred and so on by as much as a hand and a lamp do, single digits and numbers are laid on squared
and ruled paper, and all that hold digits lie askew on photos that hold none: what is read on the
mean is closer to what other people's photos give.
"""

import argparse
import csv
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps
from rich.console import Console
from rich.table import Table

from recognizer import Recognizer
from recognizer.recognizer import MODEL
from training.results import Result, read_photos

Colour = NDArray[np.uint8]
Rng = np.random.Generator
KINDS = ("single", "number", "page", "negative")


def turned(degrees: float) -> Callable[[Colour, Rng], Colour]:
    """Turned anticlockwise; what comes into view goes on as the border does."""

    def turn(photo: Colour, _: Rng) -> Colour:
        height, width = photo.shape[:2]
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
        edge = cv2.BORDER_REPLICATE
        return np.asarray(cv2.warpAffine(photo, matrix, (width, height), borderMode=edge), np.uint8)

    return turn


def lit(gamma: float) -> Callable[[Colour, Rng], Colour]:
    """Darker above 1, lighter below."""
    return lambda photo, _: np.asarray(255 * (photo / 255.0) ** gamma, np.uint8)


def resized(scale: float) -> Callable[[Colour, Rng], Colour]:
    """Smaller or larger."""
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return lambda photo, _: np.asarray(
        cv2.resize(photo, None, fx=scale, fy=scale, interpolation=way), np.uint8
    )


def shaded(photo: Colour, rng: Rng) -> Colour:
    """Darker towards one side, by up to 45 %."""
    ys, xs = np.mgrid[0 : 1 : photo.shape[0] * 1j, 0 : 1 : photo.shape[1] * 1j]
    angle = rng.uniform(0, 2 * np.pi)
    far = np.cos(angle) * xs + np.sin(angle) * ys
    far = (far - far.min()) / max(float(np.ptp(far)), 1e-6)
    return np.asarray(photo * (1 - 0.45 * far)[..., np.newaxis], np.uint8)


def pale(photo: Colour, _: Rng) -> Colour:
    """Half the contrast."""
    middle = float(np.median(photo))
    return (middle + (photo - middle) * 0.5).clip(0, 255).astype(np.uint8)


def noisy(photo: Colour, rng: Rng) -> Colour:
    """A camera in the dark."""
    return (photo + rng.normal(0, 7, photo.shape)).clip(0, 255).astype(np.uint8)


def blurred(photo: Colour, _: Rng) -> Colour:
    """Slightly out of focus."""
    sigma = max(0.4, max(photo.shape[:2]) / 900)
    return np.asarray(cv2.GaussianBlur(photo, (0, 0), sigma), np.uint8)


VARIANTS: dict[str, Callable[[Colour, Rng], Colour]] = {
    **{f"turned {degrees:+d}": turned(degrees) for degrees in (4, -4, 9, -9)},
    "darker": lit(1.5),
    "lighter": lit(0.7),
    **{f"size {scale:.0%}": resized(scale) for scale in (0.6, 0.8, 0.93, 1.15)},
    "shaded": shaded,
    "pale": pale,
    "noisy": noisy,
    "blurred": blurred,
}
PAPERS = {"squared": 0, "squared, +8": 8, "squared, -15": -15, "squared, +25": 25, "ruled, +12": 12}
"""Papers under digits, and by how many degrees sheet and digits are turned."""
LYING = "lying on photos"
"""Photos with digits are sheets of paper on what the others show ..."""
AROUND, NEARNESS, ASKEW = 1280, (0.4, 0.85), 12
"""... so many pixels of it, which they fill by such a share; and turned by so many degrees."""


def lying(photo: Colour, under: Colour, rng: Rng) -> Colour:
    """A photo as a sheet that lies askew on another one, which is darker there and out of focus."""
    height, width = photo.shape[:2]
    scale = AROUND / max(height, width)
    shape = (round(height * scale), round(width * scale))
    larger = max(shape[0] / under.shape[0], shape[1] / under.shape[1])
    ground = resized(larger * 1.01)(under, rng)[: shape[0], : shape[1]]
    ground = np.asarray(cv2.GaussianBlur(ground, (0, 0), rng.uniform(0.5, 4)) * rng.uniform(0.5, 1))
    nearer = scale * rng.uniform(*NEARNESS)
    sheet = resized(nearer)(photo, rng)
    corners = np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) * sheet.shape[1::-1]
    angle = np.radians(rng.uniform(-ASKEW, ASKEW))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = np.array(shape[::-1]) * rng.uniform(0.4, 0.6, 2)
    seen = (corners - corners.mean(axis=0)) @ turn.T + middle + rng.normal(0, 8, (4, 2))
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), seen.astype(np.float32))
    size = shape[::-1]
    here = cv2.warpPerspective(np.ones(sheet.shape[:2], np.float32), matrix, size)[..., np.newaxis]
    shadow = cv2.GaussianBlur(np.roll(here, (8, 8), (0, 1)), (0, 0), 8)[..., np.newaxis]
    sheet = np.asarray(cv2.warpPerspective(sheet, matrix, size))
    return np.asarray(ground * (1 - 0.45 * shadow) * (1 - here) + sheet * here, np.uint8)


def on_paper(photo: Colour, paper: str, digit: float, rng: Rng) -> Colour:
    """A photo, turned as `PAPERS` says, with lines about a `digit`'s height apart (pixels)."""
    degrees = PAPERS[paper]
    border = round(0.1 * max(photo.shape[:2])) if degrees else 0
    edge = cv2.copyMakeBorder(photo, border, border, border, border, cv2.BORDER_REPLICATE)
    photo = turned(degrees)(np.asarray(edge, np.uint8), rng)
    ys, xs = np.mgrid[: photo.shape[0], : photo.shape[1]].astype(np.float32)
    angle = np.radians(rng.uniform(-2, 2) - degrees)
    pitch = digit * rng.uniform(0.55, 1.2)
    thick = max(1.0, pitch * rng.uniform(0.035, 0.07))
    ways = [ys * np.cos(angle) - xs * np.sin(angle), xs * np.cos(angle) + ys * np.sin(angle)]
    lines = np.zeros(ys.shape, np.float32)
    for across in ways if paper.startswith("squared") else ways[:1]:
        off = np.abs((across / pitch + rng.uniform(0, 1)) % 1 - 0.5) * pitch
        lines = np.maximum(lines, np.clip(thick / 2 + 0.5 - off, 0, 1))
    blue = np.array([1.0, 0.8, 0.45] if rng.random() < 0.6 else [0.8, 0.8, 0.8])
    dark = rng.uniform(0.12, 0.4) * lines[..., np.newaxis] * blue
    return np.asarray(photo * (1 - dark), np.uint8)


def variants(recognizer: Recognizer, plain: list[Result]) -> Iterator[tuple[str, list[Result]]]:
    """Each variant's name and what `recognizer` reads on it; `plain` is what it reads as it is.

    Squared and ruled are single digits and numbers that are read right on their own paper. What
    holds digits lies on what holds none, if anything does.
    """
    written = [r for r in plain if r.kind in KINDS[:2] and r.right]
    bare = [r.path for r in plain if not r.label]
    chosen_for = {**dict.fromkeys(VARIANTS, plain), **dict.fromkeys(PAPERS, written)}
    if bare:
        chosen_for[LYING] = [r for r in plain if r.label]
    for name, chosen in chosen_for.items():
        with tempfile.TemporaryDirectory() as folder:
            for number, result in enumerate(chosen):
                rng = np.random.default_rng((5, number))
                photo = _opened(result.path)
                if name in VARIANTS:
                    photo = VARIANTS[name](photo, rng)
                elif name == LYING:
                    photo = lying(photo, _opened(bare[rng.integers(len(bare))]), rng)
                else:
                    height = float(np.median([digit.box[3] for digit in result.reading.digits]))
                    photo = on_paper(photo, name, height, rng)
                Image.fromarray(photo).save(Path(folder) / f"{number}.jpg", quality=90)
            with (Path(folder) / "labels.csv").open("w", encoding="utf-8", newline="") as file:
                table = csv.writer(file)
                table.writerow(("file", "label", "kind"))
                table.writerows((f"{n}.jpg", r.label, r.kind) for n, r in enumerate(chosen))
            yield name, read_photos(recognizer, Path(folder))


def _opened(path: Path) -> Colour:
    with Image.open(path) as file:
        return np.asarray(ImageOps.exif_transpose(file).convert("RGB"))


def main() -> None:
    """Print how many are read exactly, variant by variant and on the mean."""
    parser = argparse.ArgumentParser(prog="python -m training.variants", description=__doc__)
    parser.add_argument("--photos", type=Path, required=True, help="photos and labels.csv")
    parser.add_argument("--model", type=Path, default=MODEL)
    options = parser.parse_args()
    recognizer = Recognizer(options.model)
    plain = read_photos(recognizer, options.photos)
    table = Table("variant", *KINDS, title="read exactly", title_justify="left")
    table.add_row("as they are", *_shares(_counted(plain)))
    light, paper = Counter[tuple[str, bool]](), Counter[tuple[str, bool]]()
    for name, results in variants(recognizer, plain):
        counted = _counted(results)
        if name != LYING:
            (paper if name in PAPERS else light).update(counted)
        table.add_row(name, *_shares(counted))
    table.add_section()
    table.add_row("mean, other light and camera", *_shares(light))
    table.add_row("mean, other paper", *_shares(paper))
    Console(width=110).print(table)


def _counted(results: list[Result]) -> Counter[tuple[str, bool]]:
    """How many of each kind are right, and how many aren't."""
    return Counter((result.kind, result.right) for result in results)


def _shares(counted: Counter[tuple[str, bool]]) -> list[str]:
    """The share of each kind that is right, and of how many."""
    cells = []
    for kind in KINDS:
        right, count = counted[kind, True], counted[kind, True] + counted[kind, False]
        cells.append(f"{right / count:.1%} of {count}" if count else "-")
    return cells


if __name__ == "__main__":
    main()
