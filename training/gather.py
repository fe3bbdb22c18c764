"""Everything the network learns from, in one folder: real glyphs, drawn ones, and mined ones.

    python -m training.gather --data DIR [--fonts DIR] [--mined DIR] [--out DIR]

`training.train` takes the folder as it is, on this machine or on one with a graphics card.
"""

import argparse
from pathlib import Path

import numpy as np

from training import drawn, sources
from training.forms import forms
from training.sources import NOT_A_DIGIT, Glyphs


def gather(
    data: Path | None,
    fonts: Path | None,
    seed: int,
    drawings: int = 60_000,
    mined: Path | None = None,
) -> list[Glyphs]:
    """All sources there are: a folder of .npz or MNIST alone, and what a program draws.

    `mined` is a folder that `training.mined` wrote.
    """
    glyphs = sources.load(data)
    digits = [g for g in glyphs if not np.any(g.y == NOT_A_DIGIT)]
    every = Glyphs(
        "digits", np.concatenate([g.x for g in digits]), np.concatenate([g.y for g in digits])
    )
    glyphs.append(drawn.runs(seed, drawings // 4, every))
    glyphs += drawn.draw(seed, drawings, fonts) + forms(seed, drawings // 3)
    return glyphs + (sources.folder(mined) if mined else [])


def write(glyphs: list[Glyphs], out: Path) -> None:
    """One .npz a source into the folder `out`.

    Raises FileExistsError where another file there would be learned from as well.
    """
    out.mkdir(parents=True, exist_ok=True)
    foreign = {file.stem for file in out.glob("*.npz")} - {source.name for source in glyphs}
    if foreign:
        raise FileExistsError(
            f"{out} holds other sources, too: remove {', '.join(sorted(foreign))}"
        )
    for source in glyphs:
        np.savez_compressed(out / f"{source.name}.npz", x=source.x, y=source.y)
        print(f"{source.name:>26} {len(source):7,}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.gather", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of .npz sources (default: Keras's MNIST)")
    parser.add_argument("--fonts", type=Path, help="folder of handwriting fonts (woff2)")
    parser.add_argument("--mined", type=Path, help="folder that training.mined wrote")
    parser.add_argument("--drawings", type=int, default=60_000, help="things drawn to be refused")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("build/sources"))
    options = parser.parse_args()
    glyphs = gather(options.data, options.fonts, options.seed, options.drawings, options.mined)
    write(glyphs, options.out)


if __name__ == "__main__":
    main()
