"""A contact sheet of composed photos: python -m training.samples [--data DIR] [--fonts DIR]."""

import argparse
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from training import sources
from training.hands import Hands
from training.pages import Page, compose

SIDE = 240
"""Of one photo on the sheet, pixels."""


def contact_sheet(pages: list[Page], columns: int = 8) -> Image.Image:
    """The photos with the digits on each, in the order in which they were written."""
    rows = -(-len(pages) // columns)
    sheet = Image.new("L", (columns * SIDE, rows * (SIDE + 16)), 255)
    draw = ImageDraw.Draw(sheet)
    for n, page in enumerate(pages):
        left, top = n % columns * SIDE, n // columns * (SIDE + 16)
        photo = Image.fromarray(page.grey)
        photo.thumbnail((SIDE - 4, SIDE - 4))
        sheet.paste(photo, (left, top + 14))
        text = "".join(str(value) for value in page.values if 0 <= value <= 9)
        draw.text((left, top + 1), text[:38] or "no digit", fill=0)
    return sheet


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.samples", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of .npz sources (default: Keras's MNIST)")
    parser.add_argument("--fonts", type=Path, help="folder of handwriting fonts (woff2)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=48)
    parser.add_argument("--out", type=Path, default=Path("build/samples.jpg"))
    options = parser.parse_args()
    glyphs = sources.load(options.data)
    hands = Hands(glyphs, options.fonts)
    pages = [compose(hands, np.random.default_rng((options.seed, n))) for n in range(options.count)]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    contact_sheet(pages).save(options.out)
    print(options.out)


if __name__ == "__main__":
    main()
