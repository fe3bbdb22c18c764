"""The network, loaded once: glyphs in, chances out."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recognizer.engines import open_engine

CLASSES = 11
"""0..9, then "not a digit"."""


class Classifier:
    """Thread-safe, whichever engine runs the network."""

    def __init__(self, model: Path) -> None:
        """Load `model` (`.keras` or `.tflite`), once its checksum is right.

        Raises `ModelError` for a file that is missing, damaged or not the one that was released.
        """
        self._run = open_engine(model)

    def classify(self, glyphs: NDArray[np.floating[Any]]) -> NDArray[np.float32]:
        """[N, 28, 28] float32 (0..1, white on black) to [N, 11] chances that add up to 1."""
        if not len(glyphs):
            return np.empty((0, CLASSES), np.float32)
        return self._run(glyphs[..., np.newaxis].astype(np.float32, copy=False))
