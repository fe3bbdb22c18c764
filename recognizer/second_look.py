"""A second look at what the network isn't sure of: the same glyph leaning, turned, nearer, farther.

Chances are averaged over the looks (test-time augmentation; Krizhevsky et al., 2012): what a digit
is doesn't depend on such things, and what the network mistakes it for often does.
"""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from recognizer.classifier import CLASSES
from recognizer.glyph import SIZE

UNSURE = 0.9
"""A glyph is looked at again where no chance is as high as this ..."""
REFUSED = 0.6
"""... and that of being no digit is lower than this: what is refused stays so."""
FIRST = 2.0
"""What the first look counts, over each of the others."""
LEAN = 0.08
"""Shift of the middle for each pixel up or down."""
TURN = 5.0
"""Degrees."""
NEARER = 1.06
"""Times as large."""

Floats = NDArray[np.float32]


def _looks() -> list[NDArray[np.float64]]:
    """The ways to look at a glyph, as affine maps: two slants, two turns, a shift, two sizes."""
    middle = (SIZE - 1) / 2
    leaning = [np.array([[1, lean, -lean * middle], [0, 1, 0]]) for lean in (LEAN, -LEAN)]
    centre = (middle, middle)
    turned = [cv2.getRotationMatrix2D(centre, turn, 1.0) for turn in (TURN, -TURN)]
    shifted = np.array([[1, 0, 0.5], [0, 1, 0.5]])
    sized = [cv2.getRotationMatrix2D(centre, 0.0, size) for size in (NEARER, 1 / NEARER)]
    return [*leaning, *turned, shifted, *sized]


LOOKS = _looks()


def look_again(glyphs: Floats, chances: Floats, classify: Callable[[Floats], Floats]) -> Floats:
    """Better chances [N, 11] for glyphs [N, 28, 28] whose `chances` at first sight are given.

    `classify` takes glyphs to chances. Those of sure glyphs stay as they are;
    where all are sure, `chances` itself comes back.
    """
    best, refused = chances.max(axis=1, initial=0), chances[:, CLASSES - 1]
    unsure = np.flatnonzero((best < UNSURE) & (refused < REFUSED))
    if not len(unsure):
        return chances
    seen = [cv2.warpAffine(glyphs[n], look, (SIZE, SIZE)) for look in LOOKS for n in unsure]
    answers = classify(np.stack(seen)).reshape(len(LOOKS), len(unsure), CLASSES)
    better = chances.copy()
    total = FIRST * chances[unsure] + answers.sum(axis=0)
    better[unsure] = total / (FIRST + len(LOOKS))
    return better
