"""Make a trained network the one that ships.

    python -m training.release NETWORK... [--shares SHARE...] [--dev DIR] [--photos DIR]

Calibrates it, strips what only training needs, and writes models/digits.keras, the same for LiteRT
(models/digits.tflite), the checksums, and models/MODEL_CARD.md with the figures of this very file.
"""

import argparse
import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognizer import Recognizer
from recognizer.classifier import Classifier
from recognizer.engines import INK_MODEL
from recognizer.recognizer import MODEL
from training.export import export
from training.figures import calibration
from training.measure import GlyphFigure, PhotoFigure, glyph_figures, photo_figures
from training.results import read_photos, sure
from training.sources import labelled

CARD = Path(__file__).with_name("model_card.md")
"""The card's text, with gaps for the figures."""


def temperature(logits: NDArray[np.floating[Any]], labels: NDArray[np.integer[Any]]) -> float:
    """The divisor of the logits under which chances fit best (Guo et al., 2017).

    `logits` [N, 11], `labels` [N]; the least mean negative log likelihood over a fine grid.
    """
    grid = np.geomspace(0.3, 3.0, 120)

    def loss(divisor: float) -> float:
        scaled = logits / divisor
        peak = scaled.max(axis=1, keepdims=True)
        total = np.log(np.exp(scaled - peak).sum(axis=1)) + peak[:, 0]
        return float((total - scaled[np.arange(len(labels)), labels]).mean())

    return float(grid[int(np.argmin([loss(divisor) for divisor in grid]))])


def release(trained: dict[Path, float], out: Path, dev: Path | None) -> float:
    """Write a trained network to `out` for use, in LiteRT's format and with checksums beside it.

    `trained` are networks of one line of training and their shares, which add up to 1: their
    weights are averaged (Wortsman et al., 2022).

    Returns the temperature that its last layer was divided by, 1.0 without `dev` data.
    """
    import keras  # noqa: PLC0415  (slow to import)

    from training.network import folded  # noqa: PLC0415

    networks = {path: keras.models.load_model(path, compile=False) for path in trained}
    parts = [
        [share * weights for weights in networks[path].get_weights()]
        for path, share in trained.items()
    ]
    network = keras.Model.from_config(networks[next(iter(trained))].get_config())
    network.set_weights([sum(weights) for weights in zip(*parts, strict=True)])
    network = folded(network)
    divisor = 1.0
    if dev:
        x, y = _digits(dev)
        logits = np.concatenate([network(part, training=False) for part in np.array_split(x, 10)])
        divisor = temperature(logits, y)
        last = network.get_layer("logits")
        last.set_weights([weights / divisor for weights in last.get_weights()])
    out.parent.mkdir(parents=True, exist_ok=True)
    keras.Model(network.input, keras.layers.Softmax()(network.output), name="digits").save(out)
    export(out)
    return divisor


def _digits(dev: Path, each: int = 800) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
    """At most `each` digits of every source, so that no source decides alone."""
    rng = np.random.default_rng(1)
    xs, ys = [], []
    for file in sorted(dev.glob("*.npz")):
        if not file.stem.startswith("not_digits"):
            x, y = labelled(file)
            pick = rng.permutation(len(x))[:each]
            xs.append(x[pick])
            ys.append(y[pick].astype(np.int64))
    scaled = np.concatenate(xs)[..., np.newaxis].astype(np.float32) / np.float32(255)
    return np.asarray(scaled, np.float32), np.concatenate(ys)


def card(
    model: Path,
    divisor: float,
    glyphs: list[GlyphFigure],
    photos: list[PhotoFigure],
    confidence: str,
) -> str:
    """The model card's text."""
    rows = [
        f"| {g.source} | {g.count} | {g.share:.2%} | {g.interval} | {g.refused} |" for g in glyphs
    ]
    kinds = [
        f"| {p.group} | {p.count} | {p.exact} ({p.share:.1%}) | {p.interval} | {p.characters} |"
        for p in photos
    ]
    return CARD.read_text(encoding="utf-8").format(
        date=datetime.now(UTC).date().isoformat(),
        **_facts(model),
        **{f"ink_{name}": fact for name, fact in _facts(INK_MODEL).items()},
        temperature=f"{divisor:.2f}",
        glyphs="\n".join(rows) or "| not measured | | | | |",
        photos="\n".join(kinds) or "| not measured | | | | |",
        confidence=confidence,
    )


def _facts(model: Path) -> dict[str, str]:
    """What the card tells about a file, beside which stands the network as Keras has it."""
    import keras  # noqa: PLC0415

    network = keras.models.load_model(model.with_suffix(".keras"), compile=False)
    return {
        "weights": f"{network.count_params():,}",
        "size": f"{model.stat().st_size / 1e6:.2f}",
        "sha256": hashlib.sha256(model.read_bytes()).hexdigest(),
    }


def main() -> None:
    """Release, measure, and write the card."""
    parser = argparse.ArgumentParser(prog="python -m training.release", description=__doc__)
    parser.add_argument("network", type=Path, nargs="+", help="what training.train wrote")
    parser.add_argument("--shares", type=float, nargs="+", default=[1.0], help="of each network")
    parser.add_argument(
        "--dev", type=Path, help="folder of .npz glyphs to calibrate and measure on"
    )
    parser.add_argument("--photos", type=Path, help="folder with photos and labels.csv")
    parser.add_argument("--out", type=Path, default=MODEL)
    options = parser.parse_args()
    trained = dict(zip(options.network, options.shares, strict=True))
    divisor = release(trained, options.out, options.dev)
    glyphs = glyph_figures(Classifier(options.out), options.dev) if options.dev else []
    photos, confidence = [], "Not measured on photos."
    if options.photos:
        results = read_photos(Recognizer(options.out), options.photos)
        photos = photo_figures(results, "kind")
        chances, right = sure(results)
        high = [hit for chance, hit in zip(chances, right, strict=True) if chance >= 0.9]
        confidence = (
            f"Expected calibration error over the {len(chances)} digits read on photos: "
            f"{calibration(chances, right)[0]:.3f}; of the {len(high)} read with a confidence of "
            f"0.9 and more {sum(high) / max(len(high), 1):.1%} are right."
        )
    text = card(options.out, divisor, glyphs, photos, confidence)
    options.out.with_name("MODEL_CARD.md").write_text(text, encoding="utf-8")
    print(f"{options.out}: temperature {divisor:.2f}, {options.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
