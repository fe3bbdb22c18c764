"""Write the glyphs that people gave as a data set: python -m chat.export FOLDER.

FOLDER is what `make train DATA=FOLDER` takes: the files go into its `train`, beside other sources.
Digits are in `given.npz`, what is no digit in `not_digits_given.npz`; `x` is uint8 [N, 28, 28],
white on black, and `y` uint8 [N]. An earlier export is replaced, so that what people erased
since is gone from it too.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from chat.settings import SettingError, Settings
from chat.shown import NO_DIGIT
from chat.store.database import DatabaseError, opened
from chat.store.glyphs import Glyphs


def main(arguments: Sequence[str] | None = None) -> None:
    """Export from the database that the bot's settings name."""
    parser = argparse.ArgumentParser(prog="python -m chat.export", description=__doc__)
    parser.add_argument("folder", type=Path, help="the folder for make train DATA=...")
    options = parser.parse_args(arguments)
    try:
        counts = asyncio.run(export(Settings.load().database_url, options.folder))
    except (SettingError, DatabaseError, OSError) as problem:
        sys.exit(str(problem))
    for file, count in counts.items():
        print(f"{file}: {count}")
    if not counts:
        print("Nobody has given a glyph.")


async def export(url: str, folder: Path) -> dict[Path, int]:
    """Write the glyphs of all who consent; return how many are in each file.

    Raises `DatabaseError` or `OSError`.
    """
    async with opened(url) as database:
        pixels, labels = await Glyphs(database).consented()
    return await asyncio.to_thread(_write, folder / "train", pixels, labels)


def _write(folder: Path, pixels: np.ndarray, labels: np.ndarray) -> dict[Path, int]:
    folder.mkdir(parents=True, exist_ok=True)
    counts = {}
    for name, wanted in (
        ("given.npz", labels != NO_DIGIT),
        ("not_digits_given.npz", labels == NO_DIGIT),
    ):
        file = folder / name
        file.unlink(missing_ok=True)
        if wanted.any():  # training takes no empty source
            np.savez_compressed(file, x=pixels[wanted], y=labels[wanted])
            counts[file] = int(wanted.sum())
    return counts


if __name__ == "__main__":
    main()
