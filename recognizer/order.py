"""How sure the reading order is: whether words that stand beside each other are on one row.

Where a word stands a little higher or lower than the one beside it, one reader puts them on one
row and the next reader doesn't, as in columns that were written one after the other.
"""

from statistics import median

import numpy as np
from numpy.typing import NDArray

from recognizer.columns import columns, in_columns
from recognizer.lines import levelled, words
from recognizer.reading import Box

UNEVEN = (0.3, 1.35)
"""Rows with a word whose middle is so far off that of a word beside it, over the height of digits:
less is a row for sure, and more is two of them; ..."""
MISPLACED, IN_COLUMNS = 0.11, 0.03
"""... this share of their digits stand elsewhere for their writer, and that one where columns were
put side by side: 10 % and 4 % did (1 % elsewhere), and a digit whose place is in doubt shall not
count as sure (training/NOTES.md)."""
BESIDE = 2.0
"""Beside a word is the word next to it, and what begins no farther away than so many heights."""
WITHIN = 2.5
"""Words farther up or down than so many heights aren't beside it."""
OVERLAP = 0.3
"""Words beside each other may overlap by so much of a height."""


def misplaced(rows: list[list[Box]], slope: float) -> list[float]:
    """For each row, how likely it is that a digit of it belongs elsewhere in the reading order.

    `rows` hold boxes in reading order; `slope` is by what angle they fall, radians.
    """
    found = [(n, row[word.start : word.stop]) for n, row in enumerate(rows) for word in words(row)]
    if len(found) < 2:
        return [0.0] * len(rows)
    parts = [levelled(word, slope) for _, word in found]
    height = median(box[3] for row in rows for box in row)
    start = np.array([(part.along - part.half).min() for part in parts])
    end = np.array([(part.along + part.half).max() for part in parts])
    middle = np.array([part.down.mean() for part in parts])
    off = np.abs(middle - middle[:, np.newaxis]) / height
    gap = (start - end[:, np.newaxis]) / height
    uneven = _beside(gap, off) | _beside(gap.T, off)
    uneven &= (off >= UNEVEN[0]) & (off < UNEVEN[1])
    doubtful = {found[n][0] for n in np.flatnonzero(uneven.any(axis=1))}
    if not doubtful:
        return [0.0] * len(rows)
    lines = [[found[n][1] for n in column] for column in columns(start, end, height)]
    doubt = IN_COLUMNS if in_columns(lines) else MISPLACED
    return [doubt if number in doubtful else 0.0 for number in range(len(rows))]


def _beside(gap: NDArray[np.float64], off: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which words stand beside which, on one side: [words, words].

    `gap` is how far the second begins from the end of the first, `off` how far up or down it is.
    """
    near = (gap >= -OVERLAP) & (off < WITHIN)
    np.fill_diagonal(near, val=False)
    nearest = np.where(near, gap, np.inf).min(axis=1, keepdims=True)
    return np.asarray(near & (gap <= nearest + BESIDE))
