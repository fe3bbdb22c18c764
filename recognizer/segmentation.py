"""Where the ink is: the second network, which looks at the whole photo instead of one glyph.

It tells for each place whether somebody wrote there, dark on light or light on dark, and takes
paper, its lines, shadows, tables, and hands for what they are. It was trained on photos that a
program composes (`training/scenes.py`), of which every pixel's truth is known.
"""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from recognizer.engines import open_engine

STEP = 32
"""Sides of what the network looks at are multiples of this: it halves them five times."""
TINY = 100
"""Pictures whose longest side has fewer pixels are enlarged: a pixel is no stroke."""
COARSE, AROUND = 4, 15
"""Light is evened out over so many pixels of a copy so many times smaller."""
MIDDLE, GREYS = 127.0, 64.0
"""A medium grey, and the grey levels off it that count as much as ..."""
USUAL, LEAST = 2.0, 6.0
"""... a difference from what is around that is twice as large as usual there, in grey levels; a
plain paper's own grain counts less."""
MAYBE, NEAR = 0.25, 7
"""Where no chance is as high as this within half so many pixels, there is no ink from near."""

Grey = NDArray[np.uint8]
Floats = NDArray[np.float32]


class Segmenter:
    """Thread-safe, whichever engine runs the network."""

    def __init__(self, model: Path) -> None:
        """Load `model` (`.keras` or `.tflite`), once its checksum is right.

        Raises `ModelError` for a file that is missing, damaged or not the one that was released.
        """
        self._run = open_engine(model)

    def segment(self, grey: Grey) -> Grey:
        """Chances of dark and of light ink, of 255, for a photo `grey` (H x W): all uint8.

        They are [h, w, 2], on a copy about half as large. The photo should have about as many
        pixels as the scenes of training: 352 to 448 on its longest side.
        """
        if max(grey.shape) < TINY:
            times = -(-TINY // max(grey.shape))
            grey = np.asarray(cv2.resize(grey, None, fx=times, fy=times), np.uint8)
        height, width = grey.shape
        below, beside = (-side % STEP for side in grey.shape)
        seen = cv2.copyMakeBorder(features(grey), 0, below, 0, beside, cv2.BORDER_CONSTANT)
        chances = cv2.convertScaleAbs(self._run(seen[np.newaxis])[0], alpha=255)
        return np.asarray(chances[: -(-height // 2), : -(-width // 2)], np.uint8)

    def segment_nearer(self, grey: Grey, chances: Grey) -> Grey:
        """The same for a larger copy of a photo whose `chances` on a smaller one are known.

        Strokes are sharper there. What is ink at all was to be seen better from farther away, where
        more of the photo was in sight: elsewhere there is none.
        """
        nearer = self.segment(grey)
        around = cv2.dilate(chances, np.ones((NEAR, NEAR), np.uint8))
        _, may_be = cv2.threshold(around, 255 * MAYBE, 255, cv2.THRESH_BINARY)
        size = nearer.shape[1::-1]
        may_be = cv2.resize(may_be, size, interpolation=cv2.INTER_NEAREST)
        return np.asarray(cv2.bitwise_and(nearer, may_be), np.uint8)


def features(grey: Grey) -> Floats:
    """What the network is shown of a photo (h x w uint8): brightness and local contrast [h, w, 2].

    The local contrast is over its own usual size nearby, so that a faint pencil shows as well
    as a marker.
    """
    size, square = grey.shape[::-1], (AROUND, AROUND)
    small = _coarse(grey).astype(np.float32)
    around = cv2.resize(cv2.blur(small, square), size)
    local = cv2.subtract(grey, around, dtype=cv2.CV_32F)
    usual = cv2.blur(_coarse(np.abs(local)), square)
    local = cv2.multiply(local, cv2.resize(1 / (USUAL * usual + LEAST), size))
    bright = cv2.addWeighted(grey, 1 / GREYS, grey, 0, -MIDDLE / GREYS, dtype=cv2.CV_32F)
    return np.asarray(cv2.merge([bright, local]), np.float32)


def _coarse(picture: NDArray[Any]) -> NDArray[Any]:
    """A copy COARSE times smaller."""
    size = [-(-side // COARSE) for side in picture.shape[::-1]]
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
