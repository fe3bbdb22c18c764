"""Train the network that tells ink from paper: python -m training.segment [--scenes DIR].

It learns from what `training.scenes` wrote. With `--release`, what was trained becomes
models/ink.keras, and beside it models/ink.tflite, which ships, in whole numbers of 8 bits, and the
checksums. With `--epochs 0 --out models/ink.keras --release` the first is made the second anew.
"""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from recognizer.engines import INK_MODEL
from recognizer.segmentation import features
from training.export import quantized
from training.scenes import SIDE

if TYPE_CHECKING:
    import keras

Floats = NDArray[np.float32]

CROP = SIDE
"""Scenes are learned from whole, padded to squares: a digit that is cut off looks like a line."""
SIZE = 8
"""Scenes in a batch."""
EPOCH = 500
"""Batches in an epoch."""
RIM, STROKE = 0.1, 0.35
"""A pixel with up to so much ink is paper, and one with so much or more is ink."""
INK_COUNTS = 2.0
"""A pixel of ink counts so much more than one of paper, which there is more of."""
OVERLAP_COUNTS = 0.33
"""The overlap of whole strokes counts so much, over single pixels."""
SAMPLE = 20
"""So many scenes tell in which range the network's numbers are: more hold rare ones, for whose sake
all others would be told less exactly."""


class Sample(NamedTuple):
    """A photo `grey`, H x W uint8, with even sides, its `ink`, and whether that is light on dark.

    `ink`, uint8 [H / 2, W / 2, 2], is as in `training.scenes.Scene`, of 255.
    """

    grey: NDArray[np.uint8]
    ink: NDArray[np.uint8]
    light: bool


class Scenes:
    """All scenes of a folder, in memory."""

    def __init__(self, folder: Path) -> None:
        """Raises FileNotFoundError where there are none."""
        files = sorted(folder.glob("*.npz"))
        if not files:
            raise FileNotFoundError(f"{folder} holds no scenes: run python -m training.scenes")
        parts: dict[str, list[NDArray[Any]]] = {}
        for file in files:
            with np.load(file) as arrays:
                for name in arrays:
                    parts.setdefault(name, []).append(arrays[name])
        self.grey, self.ink, self.size, self.light = (
            np.concatenate(parts[name]) for name in ("grey", "ink", "size", "light")
        )

    def crop(self, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """Any scene: what the network sees [CROP, CROP, 2], and the truth [.., .., 3].

        The truth, on half as many pixels a side, is how much each is paper, dark or light ink; all
        three are 0 outside the scene, and on lines, which may be either.
        """
        scene = self.sample(rng)
        return shown(scene.grey), truth_of(scene)

    def batch(self, rng: np.random.Generator) -> tuple[Floats, Floats]:
        """SIZE crops: what the network sees and the truth, stacked."""
        return stacked([self.crop(rng) for _ in range(SIZE)])

    def sample(self, rng: np.random.Generator) -> Sample:
        """Any scene, mirrored, in other light."""
        n = int(rng.integers(len(self.grey)))
        height, width = (int(side) for side in self.size[n])
        rows, columns = height // 2, width // 2
        grey, ink = self.grey[n, : 2 * rows, : 2 * columns], self.ink[n, :rows, :columns]
        is_light = bool(self.light[n])
        if rng.random() < 0.5:
            grey, ink = grey[:, ::-1], ink[:, ::-1]
        if rng.random() < 0.5:
            grey, ink = grey[::-1], ink[::-1]
        if rng.random() < 0.3:
            grey, ink = grey.T, ink.swapaxes(0, 1)
        grey = _otherwise(grey, rng)
        if rng.random() < 0.07:
            grey, is_light = 255 - grey, not is_light
        return Sample(np.ascontiguousarray(grey), np.ascontiguousarray(ink), is_light)


def shown(grey: NDArray[np.uint8]) -> Floats:
    """What the network sees of a picture, padded to a square: [CROP, CROP, 2]."""
    seen = np.zeros((CROP, CROP, 2), np.float32)
    seen[: grey.shape[0], : grey.shape[1]] = features(grey)
    return seen


def truth_of(scene: Sample) -> Floats:
    """As `Scenes.crop` tells it: [CROP / 2, CROP / 2, 3]."""
    rows, columns = scene.ink.shape[:2]
    truth = np.zeros((CROP // 2, CROP // 2, 3), np.float32)
    strokes, drawn = np.moveaxis(np.clip((scene.ink / 255 - RIM) / (STROKE - RIM), 0, 1), 2, 0)
    truth[:rows, :columns, 2 if scene.light else 1] = strokes
    truth[:rows, :columns, 0] = 1 - strokes
    truth[:rows, :columns][drawn > strokes] = 0
    return truth


def stacked(crops: list[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """One batch of crops."""
    return np.stack([seen for seen, _ in crops]), np.stack([truth for _, truth in crops])


def _otherwise(grey: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """The same in other light, with noise, or out of focus."""
    if rng.random() < 0.3:
        grey = _pixels(grey * rng.uniform(0.5, 1.2) + rng.uniform(-20, 40))
    if rng.random() < 0.2:
        grey = _pixels(grey + rng.normal(0, rng.uniform(1, 8), grey.shape))
    if rng.random() < 0.2:
        grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), rng.uniform(0.5, 1.5)), np.uint8)
    return grey


def _pixels(grey: NDArray[np.floating]) -> NDArray[np.uint8]:
    return np.asarray(np.clip(grey, 0, 255), np.uint8)


def loss(truth: Any, logits: Any) -> Any:
    """Cross entropy by pixel, and one less the overlap of ink (Milletari et al., 2016).

    `truth` [N, h, w, 3] is how much of each pixel is paper, dark and light ink, as `Scenes.crop`
    tells it; `logits` [N, h, w, 2] are those of dark and light ink.
    """
    from keras import ops  # noqa: PLC0415

    inside = ops.sum(truth, axis=-1)
    ink = truth[..., 1:]
    weight = inside + INK_COUNTS * ops.sum(ink, axis=-1)
    chances = ops.sigmoid(logits)
    entropy = ops.sum(ops.binary_crossentropy(ink, logits, from_logits=True), axis=-1) * weight
    found = chances * inside[..., None]
    shared = (2 * ops.sum(found * ink) + 1) / (ops.sum(found**2) + ops.sum(ink**2) + 1)
    return ops.sum(entropy) / ops.sum(inside) + OVERLAP_COUNTS * (1 - shared)


def train(
    scenes: Scenes,
    out: Path,
    *,
    epochs: int,
    steps: int = EPOCH,
    seed: int = 1,
    rate: float = 2e-3,
    start: Path | None = None,
    cost: Callable[[Any, Any], Any] = loss,
) -> "keras.Model":
    """A network trained on batches of scenes, by what answers cost; written to `out` each epoch."""
    import keras  # noqa: PLC0415

    from training import ink_network  # noqa: PLC0415

    keras.utils.set_random_seed(seed)

    class Batches(keras.utils.PyDataset):  # type: ignore[misc]
        """Made in a thread while the network learns; each depends on the seed and its number."""

        def __len__(self) -> int:
            return epochs * steps

        def __getitem__(self, number: int) -> tuple[Floats, Floats]:
            return scenes.batch(np.random.default_rng((seed, number)))

    network = keras.models.load_model(start, compile=False) if start else ink_network.build()
    if isinstance(network.layers[-1], keras.layers.Activation):
        # One that ships ends in chances: what learns are the logits.
        network = keras.Model(network.input, network.layers[-1].input, name=network.name)
    schedule = keras.optimizers.schedules.CosineDecay(rate, epochs * steps)
    network.compile(keras.optimizers.Adam(schedule), cost)
    network.fit(
        Batches(workers=1),
        epochs=epochs,
        steps_per_epoch=steps,
        callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=lambda *_: network.save(out))],
    )
    return network


def release(trained: Path, out: Path, scenes: Path) -> None:
    """Write a trained network for use, and beside it what LiteRT takes, and checksums.

    The second is in whole numbers of 8 bits, whose ranges are those on crops of `scenes`.
    """
    import keras  # noqa: PLC0415

    from training.ink_network import folded  # noqa: PLC0415

    folded(keras.models.load_model(trained, compile=False)).save(out)
    loaded, rng = Scenes(scenes), np.random.default_rng(0)
    quantized(out, (loaded.crop(rng)[0] for _ in range(SAMPLE)))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.segment", description=__doc__)
    parser.add_argument("--scenes", type=Path, default=Path("build/scenes"))
    parser.add_argument("--out", type=Path, default=Path("build/ink.keras"))
    parser.add_argument(
        "--start", type=Path, help="go on from this network, or from one that ships"
    )
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=2e-3, help="highest learning rate")
    parser.add_argument("--release", action="store_true", help="make it the one that ships")
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    if options.epochs:
        train(
            Scenes(options.scenes),
            options.out,
            epochs=options.epochs,
            seed=options.seed,
            rate=options.rate,
            start=options.start,
        )
    if options.release:
        release(options.out, INK_MODEL.with_suffix(".keras"), options.scenes)


if __name__ == "__main__":
    main()
