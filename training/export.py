"""Write a released network in LiteRT's format too, for `RECOGNIZER_ENGINE=litert`.

    python -m training.export [MODEL] [--dev DIR]

Beside MODEL (`.keras`) comes the `.tflite` file and the checksums of both. With `--dev` the two are
compared on every glyph of its files.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recognizer.classifier import Classifier
from recognizer.engines import MODELS, compiled
from recognizer.model_file import record
from training.sources import labelled

TOLERANCE = 1e-4
"""How far a chance of one engine may be from the other's."""


def export(model: Path) -> Path:
    """Write `model` once more for LiteRT, and the checksums; returns the new file's path."""
    lite = model.with_suffix(".tflite")
    lite.write_bytes(compiled(model))
    record(model, lite)
    return lite


def quantized(model: Path, pictures: Iterable[NDArray[np.float32]]) -> Path:
    """The same in whole numbers of 8 bits, whose ranges are those on `pictures` [H, W, C].

    Two fifths of the time, and chances that are a few thousandths off (Jacob et al., 2018).
    """
    import keras  # noqa: PLC0415
    import tensorflow as tf  # noqa: PLC0415

    network = keras.models.load_model(model, compile=False, safe_mode=True)
    lite = model.with_suffix(".tflite")
    network.export(
        lite,
        format="litert",
        verbose=False,
        input_signature=[keras.InputSpec(shape=(1, *network.input_shape[1:]), dtype="float32")],
        optimizations=[tf.lite.Optimize.DEFAULT],
        representative_dataset=lambda: ([picture[np.newaxis]] for picture in pictures),
    )
    record(model, lite)
    return lite


def difference(one: Classifier, other: Classifier, glyphs: NDArray[np.uint8]) -> float:
    """The largest difference between two engines' chances for `glyphs` [N, 28, 28]."""
    worst = 0.0
    for part in np.array_split(glyphs, max(1, len(glyphs) // 512)):
        scaled = part.astype(np.float32) / np.float32(255)
        gaps = np.abs(one.classify(scaled) - other.classify(scaled))
        worst = max(worst, float(np.nan_to_num(gaps, nan=np.inf).max(initial=0)))
    return worst


def main() -> None:
    """Export one network; exit with a line where the engines don't agree."""
    parser = argparse.ArgumentParser(prog="python -m training.export", description=__doc__)
    parser.add_argument("model", type=Path, nargs="?", default=MODELS["tensorflow"])
    parser.add_argument("--dev", type=Path, help="folder of .npz glyphs to compare on")
    options = parser.parse_args()
    lite = export(options.model)
    print(f"{lite}: {lite.stat().st_size / 1e6:.2f} MB")
    engines = Classifier(options.model), Classifier(lite)
    for file in sorted(options.dev.glob("*.npz")) if options.dev else []:
        glyphs, _ = labelled(file)
        gap = difference(*engines, glyphs)
        print(f"{file.stem}: {len(glyphs)} glyphs, at most {gap:.1e} apart")
        if gap > TOLERANCE:
            sys.exit(f"The engines don't agree to {TOLERANCE}.")


if __name__ == "__main__":
    main()
