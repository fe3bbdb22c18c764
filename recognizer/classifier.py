"""The network, loaded once and run as a compiled function: glyphs in, chances out."""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

CLASSES = 11
"""0..9, then "not a digit"."""


class Classifier:
    """Thread-safe: the compiled function keeps no state between calls."""

    def __init__(self, model: Path) -> None:
        """Load `model` (`.keras`), check it against the checksum beside it, and warm it up.

        Raises FileNotFoundError, or ValueError for a file that is not the one that was released.
        """
        data = model.read_bytes()
        expected = model.with_suffix(".sha256").read_text(encoding="ascii").split()[0]
        if hashlib.sha256(data).hexdigest() != expected:
            raise ValueError(f"{model.name} does not match {model.with_suffix('.sha256').name}")
        import keras  # noqa: PLC0415  (TensorFlow takes seconds: only who reads photos waits)
        import tensorflow as tf  # noqa: PLC0415

        self._tensor = tf.constant
        network = keras.models.load_model(model, compile=False, safe_mode=True)
        signature = tf.TensorSpec((None, 28, 28, 1), tf.float32)
        self._run = tf.function(
            lambda x: tf.nn.softmax(network(x, training=False)), input_signature=[signature]
        )
        self.classify(np.zeros((1, 28, 28), np.float32))

    def classify(self, glyphs: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
        """[N, 28, 28] float32 (0..1, white on black) to [N, 11] chances that add up to 1."""
        if not len(glyphs):
            return np.empty((0, CLASSES), np.float32)
        return np.asarray(self._run(self._tensor(glyphs[..., np.newaxis], "float32")))
