"""Train a network: python -m training.train [--teach | --teacher FILE...] [--out FILE].

It learns from the labels of what `training.gather` wrote, or also from the answers of other
networks (`--teacher`), such as a large one that was trained with `--teach`: training/NOTES.md has
what each gave. What is written is for `training.release`.

Keras's backend is TensorFlow, as everywhere; beside a graphics card KERAS_BACKEND=jax is quick.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from recognizer.classifier import CLASSES
from training.batches import batches

if TYPE_CHECKING:
    import keras

Floats = NDArray[np.float32]

SIZE = 256
"""Glyphs in a batch."""
STEPS = 400
"""Batches in an epoch."""


def train(
    sources: Path,
    out: Path,
    *,
    epochs: int,
    steps: int = STEPS,
    size: int = SIZE,
    seed: int = 1,
    rate: float = 3e-3,
    calm: int = 4,
    processes: int = 2,
    teach: bool = False,
    teacher: list[Path] | None = None,
    widths: tuple[int, ...] | None = None,
    start: Path | None = None,
) -> "keras.Model":
    """A trained network, written to `out` after each epoch; a seed always gives its batches.

    `rate` is the highest learning rate; the last `calm` epochs augment less. `widths` are those of
    the small network, where not what ships.
    """
    import keras  # noqa: PLC0415  (the processes that make batches import this module too)

    from training import network as networks  # noqa: PLC0415
    from training.pupil import Pupil  # noqa: PLC0415

    keras.utils.set_random_seed(seed)
    if start:
        begun = keras.models.load_model(start, compile=False)
        # One that ships ends in chances: what learns are the logits.
        network = keras.Model(begun.input, begun.get_layer("logits").output, name=begun.name)
    else:
        network = networks.teacher() if teach else networks.build(widths or networks.WIDTHS)
    teachers = [keras.models.load_model(path, compile=False) for path in teacher or []]
    learner = Pupil(network, teachers) if teachers else network
    schedule = keras.optimizers.schedules.CosineDecay(
        1e-4, epochs * steps, warmup_target=rate, warmup_steps=steps // 2, alpha=0.005
    )
    learner.compile(
        keras.optimizers.AdamW(schedule, weight_decay=1e-3, use_ema=True, ema_momentum=0.998),
        keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.02),
        metrics=["accuracy"],
    )
    made = batches(sources, size, seed, processes=processes, calm_from=(epochs - calm) * steps)
    learner.fit(
        (_tensors(*batch) for batch in made),
        epochs=epochs,
        steps_per_epoch=steps,
        callbacks=[
            keras.callbacks.SwapEMAWeights(swap_on_epoch=True),
            # An interrupted run leaves a usable network.
            keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: network.save(out)),
        ],
    )
    made.close()
    return network


def _tensors(x: NDArray[np.uint8], y: NDArray[np.uint8]) -> tuple[Floats, Floats]:
    """A batch as the network takes it: [N, 28, 28, 1], 0..1, and [N, 11] with a one each."""
    scaled = np.asarray(x[..., np.newaxis] / np.float32(255), np.float32)
    return scaled, np.eye(CLASSES, dtype=np.float32)[y]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.train", description=__doc__)
    parser.add_argument("--sources", type=Path, default=Path("build/sources"))
    parser.add_argument("--out", type=Path, default=Path("build/network.keras"))
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--teach", action="store_true", help="train the large network")
    what.add_argument(
        "--teacher", type=Path, nargs="+", help="learn from the mean of their answers"
    )
    parser.add_argument(
        "--start", type=Path, help="go on from this network, or from one that ships"
    )
    parser.add_argument("--widths", type=int, nargs=5, help="filters of the five convolutions")
    parser.add_argument("--epochs", type=int, default=36)
    parser.add_argument("--steps", type=int, default=STEPS, help="batches in an epoch")
    parser.add_argument("--size", type=int, default=SIZE, help="glyphs in a batch")
    parser.add_argument("--processes", type=int, default=2, help="that make batches")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--calm", type=int, default=4, help="last epochs of weak augmentation")
    parser.add_argument("--rate", type=float, default=3e-3, help="highest learning rate")
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    train(**vars(options))


if __name__ == "__main__":
    main()
