"""Draw the README's picture of what the network saw: python -m chat.pictures [FILE].

Three pictures as the bot sends them, as wide as on a phone: of a number, by day, and of a page of
fifty digits, by night, twice. The photos are samples that the bot draws itself.
"""

import random
import sys
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image

from chat.pictures import saw
from chat.pictures.sample import sample
from chat.pictures.sight import look
from chat.pictures.theme import DARK, LIGHT
from recognizer import Recognizer

PHONE = 390
"""Width of a phone, pixels."""
GAP = 24
PAGES = (1, 2)
"""Of the page of digits: all glyphs, and the first line."""


def side_by_side(pictures: Sequence[Image.Image]) -> Image.Image:
    """Pictures in a row on white, as wide as a phone each."""
    small = [
        picture.resize(
            (PHONE, round(picture.height * PHONE / picture.width)), Image.Resampling.LANCZOS
        )
        for picture in pictures
    ]
    width = len(small) * (PHONE + GAP) - GAP
    sheet = Image.new("RGB", (width, max(picture.height for picture in small)), "white")
    for place, picture in enumerate(small):
        sheet.paste(picture, (place * (PHONE + GAP), 0))
    return sheet


def main() -> None:
    """Write the picture."""
    file = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/saw.jpg")
    rng = random.Random(3)
    lines = ["".join(rng.choices("0123456789", k=10)) for _ in range(5)]
    recognizer = Recognizer()
    number, page = look(recognizer, sample()), look(recognizer, sample(*lines, squared=False))
    print(number.reading.text, page.reading.text, sep="\n")
    files = [saw.draw(number, saw.pages(number)[0], LIGHT)]
    files += [saw.draw(page, saw.pages(page)[n], DARK) for n in PAGES]
    pictures = [Image.open(BytesIO(data)) for data in files]
    side_by_side(pictures).save(file, "JPEG", quality=85, optimize=True)


if __name__ == "__main__":
    main()
