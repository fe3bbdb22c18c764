"""Figures: how right, how sure of it, and how honest about it."""

from collections.abc import Sequence
from math import sqrt

import numpy as np


def wilson(hits: int, trials: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % confidence interval of a share (Wilson, 1927), 0..1; (0, 1) without trials.

    >>> [round(bound, 3) for bound in wilson(9, 10)]
    [0.596, 0.982]
    """
    if not trials:
        return 0.0, 1.0
    share = hits / trials
    middle = share + z * z / (2 * trials)
    spread = z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def align(read: str, label: str) -> list[tuple[int | None, int | None]]:
    """The cheapest way from `read` to `label` (Levenshtein): pairs of indices into both.

    None stands where one has nothing for the other.

    >>> align("12", "123")
    [(0, 0), (1, 1), (None, 2)]
    """
    cost = np.zeros((len(read) + 1, len(label) + 1), int)
    cost[:, 0], cost[0, :] = range(len(read) + 1), range(len(label) + 1)
    for i, a in enumerate(read, 1):
        for j, b in enumerate(label, 1):
            cost[i, j] = min(cost[i - 1, j] + 1, cost[i, j - 1] + 1, cost[i - 1, j - 1] + (a != b))
    pairs: list[tuple[int | None, int | None]] = []
    i, j = len(read), len(label)
    while i or j:
        if i and j and cost[i, j] == cost[i - 1, j - 1] + (read[i - 1] != label[j - 1]):
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif i and cost[i, j] == cost[i - 1, j] + 1:
            i -= 1
            pairs.append((i, None))
        else:
            j -= 1
            pairs.append((None, j))
    return pairs[::-1]


def errors(read: str, label: str) -> int:
    """Levenshtein's distance: characters to insert, delete or replace."""
    return sum(i is None or j is None or read[i] != label[j] for i, j in align(read, label))


def calibration(
    confidence: Sequence[float], right: Sequence[bool], bins: int = 10
) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error (Guo et al., 2017), and its bins.

    A bin is its mean confidence, the share that is right, and how many it holds.
    """
    sure = np.asarray(confidence, float)
    hit = np.asarray(right, float)
    place = np.minimum((sure * bins).astype(int), bins - 1)
    rows = [
        (float(sure[place == b].mean()), float(hit[place == b].mean()), int((place == b).sum()))
        for b in range(bins)
        if np.any(place == b)
    ]
    error = sum(abs(c - r) * n for c, r, n in rows) / max(len(sure), 1)
    return error, rows
