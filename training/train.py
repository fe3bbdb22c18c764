"""Train the network: python -m training.train [--data DIR] [--fonts DIR] [--out FILE].

What it writes is for `training.release`, which makes it the network that ships.
"""

import argparse
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from training import drawn, sources
from training.augment import augment, european
from training.forms import forms
from training.network import CLASSES, build
from training.sources import Glyphs

SHARES = {
    "mnist": 0.25,
    "swiss": 0.15,
    "usps": 0.07,
    "semeion": 0.04,
    "optdigits": 0.03,
    "sudoku_cells": 0.04,
    "font digits": 0.06,
    "forms": 0.06,
    "not_digits_forms": 0.04,
    "bars": 0.02,
    "drawn": 0.14,
    "runs": 0.03,
    "not_digits_sudoku_cells": 0.01,
    "pages": 0.13,
    "not_digits_pages": 0.1,
}
"""How often a source is drawn from; a source not named here gets 0.03."""
SEEN = ("pages", "not_digits_pages")
"""Sources that went through paper, light and camera: they are augmented half as much."""
BATCH = 256
EUROPEAN = 0.2
"""How many sevens and ones get a bar or a flag."""


class Batches(keras.utils.PyDataset):  # type: ignore[misc]  # Keras has no types
    """Batches drawn from the sources by share, each glyph augmented, deterministic by seed."""

    def __init__(
        self, glyphs: list[Glyphs], steps: int, seed: int, calm_from: int = 10**9, **how: Any
    ) -> None:
        """From epoch `calm_from` on, glyphs are augmented half as much: nearer to real ones."""
        super().__init__(**how)
        self.calm_from = calm_from
        self.glyphs = glyphs
        self.steps = steps
        self.seed = seed
        self.epoch = 0
        shares = np.array([SHARES.get(g.name, 0.03) for g in glyphs])
        self.shares = shares / shares.sum()

    def __len__(self) -> int:
        return self.steps

    def on_epoch_end(self) -> None:
        self.epoch += 1

    def __getitem__(self, index: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        rng = np.random.default_rng((self.seed, self.epoch, index))
        strength = 0.5 if self.epoch >= self.calm_from else 1.0
        x = np.empty((BATCH, 28, 28, 1), np.float32)
        y = np.zeros((BATCH, CLASSES), np.float32)
        for n, source in enumerate(rng.choice(len(self.glyphs), BATCH, p=self.shares)):
            glyphs = self.glyphs[source]
            at = int(rng.integers(len(glyphs)))
            glyph = glyphs.x[at]
            if rng.random() < EUROPEAN:
                glyph = european(glyph, int(glyphs.y[at]), rng)
            seen = 0.5 if glyphs.name in SEEN else 1.0
            x[n, :, :, 0] = augment(glyph, rng, strength * seen)
            y[n, glyphs.y[at]] = 1
        return x, y


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
    digits = [g for g in glyphs if not np.any(g.y == sources.NOT_A_DIGIT)]
    every = Glyphs(
        "digits", np.concatenate([g.x for g in digits]), np.concatenate([g.y for g in digits])
    )
    glyphs.append(drawn.runs(seed, drawings // 4, every))
    glyphs += drawn.draw(seed, drawings, fonts) + forms(seed, drawings // 3)
    return glyphs + (sources.folder(mined) if mined else [])


def train(
    glyphs: list[Glyphs],
    out: Path,
    *,
    epochs: int,
    steps: int,
    seed: int,
    rate: float = 3e-3,
    calm: int = 4,
    start: Path | None = None,
) -> keras.Model:
    """A trained network, written to `out` after each epoch; a seed always gives its batches."""
    keras.utils.set_random_seed(seed)
    network = keras.models.load_model(start, compile=False) if start else build()
    schedule = keras.optimizers.schedules.CosineDecay(
        1e-4, epochs * steps, warmup_target=rate, warmup_steps=steps // 2, alpha=0.005
    )
    network.compile(
        keras.optimizers.AdamW(schedule, weight_decay=1e-3, use_ema=True, ema_momentum=0.998),
        keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.02),
        metrics=["accuracy"],
    )
    batches = Batches(
        glyphs, steps, seed, epochs - calm, workers=1, use_multiprocessing=False, max_queue_size=16
    )
    saving = [
        keras.callbacks.SwapEMAWeights(swap_on_epoch=True),
        keras.callbacks.ModelCheckpoint(out),  # an interrupted run leaves a usable network
    ]
    network.fit(batches, epochs=epochs, callbacks=saving)
    return network


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.train", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of .npz sources (default: Keras's MNIST)")
    parser.add_argument("--fonts", type=Path, help="folder of handwriting fonts (woff2)")
    parser.add_argument("--mined", type=Path, help="folder that training.mined wrote")
    parser.add_argument("--out", type=Path, default=Path("build/network.keras"))
    parser.add_argument("--epochs", type=int, default=36)
    parser.add_argument("--steps", type=int, default=400, help=f"batches of {BATCH} an epoch")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=Path, help="go on from this network")
    parser.add_argument("--calm", type=int, default=4, help="last epochs of weak augmentation")
    parser.add_argument("--rate", type=float, default=3e-3, help="highest learning rate")
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    glyphs = gather(options.data, options.fonts, options.seed, mined=options.mined)
    for source in glyphs:
        print(f"{source.name:>26} {len(source):7,}")
    how = {
        name: getattr(options, name)
        for name in ("epochs", "steps", "seed", "rate", "calm", "start")
    }
    train(glyphs, options.out, **how).save(options.out)


if __name__ == "__main__":
    main()
