"""Which candidates are the digits: the best way to share out the ink, by the classifier's word."""

from collections import defaultdict
from functools import cache

import numpy as np
from numpy.typing import NDArray

from recognizer.candidate import Candidate, Part

DIGIT = 0.5
"""What one more digit costs, in nats: one digit is likelier than two halves that look like ones."""
NOTHING = 0.9
"""What it costs to take a mark as no digit at all, in nats for each digit it has room for."""
ROOM = 0.6
"""Width over height of a digit."""
LEFT_OVER = 4.0
"""What ink that belongs to no digit costs, in nats for as much and as dark as the largest digit."""
HALF = 0.5
"""With this chance something is a digit for that."""
SEAM = 0.7
"""What it costs to join two marks that would stand as digits of their own."""
STOLEN = 1.8
"""What it costs to join two marks of equal height that are digits for sure."""
SURE = 0.9
"""A mark that is a digit with this chance need not be cut ..."""
WIDE = 1.25
"""... unless it is this many times as wide as high, ..."""
CERTAIN = 0.995
"""... when it must be this sure."""
LIKELY = 0.15
"""Joins and slices are digits with this chance at least: they are no way to be rid of a mark."""
TOO_MANY = 24
"""Parts in one tangle beyond which joins are not considered."""


def unsettled(found: list[Candidate], chances: NDArray[np.float32]) -> list[int]:
    """Indices of the marks that may have to be cut to be read.

    `found` are uncut marks and what they make together, `chances` is [N, 11]. Digits that touch
    are about as high as the digits that don't.
    """
    best = chances[:, :10].max(axis=1)
    heights = np.array([candidate.box[3] for candidate in found])
    widths = np.array([candidate.box[2] for candidate in found])
    settled = best >= np.where(widths < WIDE * heights, SURE, CERTAIN)
    marks = {part.mark for n in np.flatnonzero(settled) for part in found[n].parts}
    usual = float(np.median(heights[settled])) if np.count_nonzero(settled) >= 3 else None
    return [
        n
        for n, candidate in enumerate(found)
        if candidate.whole
        and next(iter(candidate.parts)).mark not in marks
        and (usual is None or 0.5 * usual <= heights[n] <= 2.5 * usual)
    ]


def choose(found: list[Candidate], chances: NDArray[np.float32]) -> list[int]:
    """Indices of the candidates that together explain the ink best; none share a part.

    `chances` is [N, 11], one row a candidate. What is chosen may still be no digit: that is
    for the caller to see from its chances.
    """
    if all(candidate.whole for candidate in found):  # nothing competes
        return list(range(len(found)))
    digit = np.log(np.maximum(chances[:, :10].max(axis=1), 1e-6)) - DIGIT
    digit -= SEAM * np.array([c.seam for c in found]) + _stolen(found, chances)
    room = np.array([max(1.0, c.box[2] / c.box[3] / ROOM) for c in found])
    nothing = np.log(np.maximum(chances[:, 10], 1e-6)) - NOTHING * room
    whole = np.array([c.whole for c in found])
    unlikely = chances[:, :10].max(axis=1) < LIKELY
    score = np.where(whole, np.maximum(digit, nothing), np.where(unlikely, -np.inf, digit))
    likely = chances[:, :10].max(axis=1) >= HALF
    chosen: list[int] = []
    for tangle in _tangles(found):
        chosen += _best(found, score, likely, tangle)
    return sorted(chosen)


def _stolen(found: list[Candidate], chances: NDArray[np.float32]) -> NDArray[np.float64]:
    """What it costs to join marks that are convincing digits by themselves: [N], in nats."""
    alone = {
        next(iter(candidate.parts)).mark: (float(chance[:10].max()), candidate.box[3])
        for candidate, chance in zip(found, chances, strict=True)
        if candidate.whole
    }
    cost = np.zeros(len(found))
    for n, candidate in enumerate(found):
        members = {part.mark for part in candidate.parts}
        if len(members) > 1 and not candidate.held:
            (one, high), (other, low), *_ = sorted(
                (alone[mark] for mark in members), key=lambda mark: -mark[1]
            )
            cost[n] = STOLEN * one * other * low / high
    return cost


def _tangles(found: list[Candidate]) -> list[list[int]]:
    """Candidates that compete for the same ink, directly or through others, as index lists."""
    by_mark: dict[int, int] = {}

    def root(mark: int) -> int:
        while by_mark.setdefault(mark, mark) != mark:
            mark = by_mark[mark]
        return mark

    sizes: dict[int, set[Part]] = defaultdict(set)
    for candidate in found:
        for part in candidate.parts:
            sizes[part.mark].add(part)
    joins = [n for n, c in enumerate(found) if len({p.mark for p in c.parts}) > 1]
    kept = []
    for n in joins:
        roots = {root(part.mark) for part in found[n].parts}
        if sum(len(sizes[r]) for r in roots) > TOO_MANY:
            continue
        first, *others = sorted(roots)
        for other in others:
            by_mark[other] = first
            sizes[first] |= sizes.pop(other)
        kept.append(n)
    dropped = set(joins) - set(kept)
    groups: dict[int, list[int]] = defaultdict(list)
    for n, candidate in enumerate(found):
        if n not in dropped:
            groups[root(next(iter(candidate.parts)).mark)].append(n)
    return list(groups.values())


def _best(
    found: list[Candidate],
    score: NDArray[np.float32],
    likely: NDArray[np.bool_],
    tangle: list[int],
) -> list[int]:
    """The cover of a tangle's parts with the highest sum of scores, by dynamic programming."""
    if len(tangle) == 1:
        return tangle
    parts = sorted(
        {part for n in tangle for part in found[n].parts}, key=lambda p: (p.mark, p.slice)
    )
    bit = {part: 1 << k for k, part in enumerate(parts)}
    digits = {part.mark for n in tangle if likely[n] for part in found[n].parts}
    mass = {mark: sum(p.mass for p in parts if p.mark == mark) for mark in {p.mark for p in parts}}
    level = {p.mark: found[n].level for n in tangle if found[n].whole for p in found[n].parts}
    weight = {mark: mass[mark] * level[mark] for mark in mass}
    largest = max(1e-6, *(weight[mark] for mark in digits or mass))
    masks = {n: sum(bit[part] for part in found[n].parts) for n in tangle}
    with_part: dict[int, list[int]] = {
        k: [n for n in tangle if masks[n] >> k & 1] for k in range(len(parts))
    }

    @cache
    def best(open_parts: int) -> tuple[float, tuple[int, ...]]:
        if not open_parts:
            return 0.0, ()
        first = (open_parts & -open_parts).bit_length() - 1
        rest, taken = best(open_parts & ~(1 << first))
        ways = [(rest - LEFT_OVER * parts[first].mass * level[parts[first].mark] / largest, taken)]
        for n in with_part[first]:
            if masks[n] & ~open_parts == 0:
                rest, taken = best(open_parts & ~masks[n])
                ways.append((rest + float(score[n]), (n, *taken)))
        return max(ways)

    return list(best((1 << len(parts)) - 1)[1])
