"""Marks become candidates: alone, joined where a pen was lifted, cut where digits touch."""

import cv2
import numpy as np
from numpy.typing import NDArray

from recognizer.candidate import Candidate
from recognizer.choice import choose
from recognizer.cuts import cut
from recognizer.ink import measure
from recognizer.layout import alone, together
from recognizer.marks import find_marks
from recognizer.outline import filled

Ink = NDArray[np.float32]


def found(ink: Ink) -> list[Candidate]:
    """The candidates of ink with the strength of a good pen, cut ones included."""
    marks, groups = find_marks(measure((ink * 180).astype(np.uint8)))
    whole = alone(marks)
    joined = together(whole, groups) + filled(whole, np.ones(len(whole), bool))
    parted, pieces = cut(whole + joined, list(range(len(whole))))
    return parted + pieces


def canvas(*strokes: list[tuple[int, int]], size: tuple[int, int] = (160, 240)) -> Ink:
    """Strokes of 6 pixels on an empty canvas."""
    ink = np.zeros(size, np.float32)
    for stroke in strokes:
        cv2.polylines(ink, [np.array(stroke)], isClosed=False, color=1.0, thickness=6)
    return ink


def chances(found: list[Candidate], likely: dict[int, int]) -> NDArray[np.float32]:
    """As if the network took only the candidates `likely` (index to value) for digits."""
    table = np.full((len(found), 11), 0.001, np.float32)
    table[:, 10] = 0.99
    for index, value in likely.items():
        table[index] = 0.001
        table[index, value] = 0.99
    return table


SEVEN = [(20, 20), (70, 20), (40, 120)]
ONE = [(120, 20), (120, 120)]


def test_marks_apart_are_candidates_of_their_own() -> None:
    """Two digits with a gap are two marks with tight boxes, and no third thing."""
    marks = found(canvas(SEVEN, ONE))
    assert len(marks) == 2
    assert all(mark.whole for mark in marks)
    boxes = sorted(mark.box for mark in marks)
    assert [box[1] for box in boxes] == [boxes[0][1]] * 2
    assert boxes[0][0] < 20 < boxes[0][0] + boxes[0][2] < boxes[1][0]


def test_ink_of_a_neighbour_is_left_out() -> None:
    """A candidate's ink is its own, even where boxes overlap."""
    bowl = canvas([(20, 20), (20, 120), (150, 120), (150, 20)], [(80, 30), (90, 60)])
    outer = max((c for c in found(bowl) if c.whole), key=lambda c: c.box[2])
    assert outer.ink[20:50, 50:80].max() == 0


def test_a_lifted_pen_gives_a_joined_candidate() -> None:
    """The flag of a 5 beside its body: both alone, and both as one."""
    body = [(30, 40), (25, 70), (60, 80), (60, 115), (20, 125)]
    marks = found(canvas(body, [(44, 26), (80, 24)]))
    joined = [c for c in marks if len({part.mark for part in c.parts}) == 2]
    assert len(joined) == 1
    assert joined[0].box[3] > max(c.box[3] for c in marks if c.whole)


def test_digits_that_touch_are_cut() -> None:
    """A wide mark brings slices, and slices exclude the whole."""
    zeros = np.zeros((120, 200), np.float32)
    cv2.ellipse(zeros, (55, 60), (35, 45), 0, 0, 360, 1.0, 6)
    cv2.ellipse(zeros, (122, 60), (35, 45), 0, 0, 360, 1.0, 6)
    marks = found(zeros)
    whole = next(n for n, c in enumerate(marks) if c.whole)
    halves = [n for n, c in enumerate(marks) if not c.whole and 55 < c.box[2] < 90]
    assert len(halves) >= 2
    left = min(halves, key=lambda n: marks[n].box[0])
    right = next(n for n in halves if not marks[n].parts & marks[left].parts)
    assert choose(marks, chances(marks, {left: 0, right: 0})) == sorted([left, right])
    assert choose(marks, chances(marks, {whole: 8})) == [whole]


def test_a_whole_digit_beats_its_slices() -> None:
    """A 0 stays a 0, although its sides look like ones."""
    zero = np.zeros((120, 140), np.float32)
    cv2.ellipse(zero, (70, 60), (48, 50), 0, 0, 360, 1.0, 6)
    marks = found(zero)
    whole = next(n for n, c in enumerate(marks) if c.whole)
    every = {n: 1 for n, c in enumerate(marks) if not c.whole} | {whole: 0}
    assert len(every) > 1
    assert choose(marks, chances(marks, every)) == [whole]


def test_a_small_zero_is_cut_from_a_tall_digit() -> None:
    """A slice need not be as high as the digit that it touched."""
    ink = canvas([(30, 20), (30, 126)], [(30, 100), (66, 100)])
    cv2.ellipse(ink, (92, 100), (26, 22), 0, 0, 360, 1.0, 6)
    slices = [c for c in found(ink) if not c.whole]
    assert any(c.box[0] > 55 and 44 <= c.box[3] <= 54 for c in slices)


def test_narrow_digits_that_touch_are_cut() -> None:
    """Two digits may together be less wide than high."""
    ink = np.zeros((160, 140), np.float32)
    for middle in (40, 76):
        cv2.ellipse(ink, (middle, 70), (17, 42), 0, 0, 360, 1.0, 6)
    marks = found(ink)
    (whole,) = [c for c in marks if c.whole]
    assert 0.8 * whole.box[3] < whole.box[2] < 0.9 * whole.box[3]
    assert any(not c.whole and c.box[2] < 0.6 * whole.box[2] for c in marks)


def test_marks_on_both_sides_of_a_digit_are_no_digit() -> None:
    """Two marks are not joined across a third that stands between them."""
    left, between, right = [(40, 20), (40, 120)], [(53, 60), (53, 110)], [(66, 30), (96, 30)]
    near = {len(c.parts) for c in found(canvas(left, right))}
    assert near == {1, 2}
    marks = found(canvas(left, between, right))
    alone = {next(iter(c.parts)).mark: c.box[0] for c in marks if c.whole}
    joins = [{alone[part.mark] for part in c.parts} for c in marks if not c.whole]
    first, _, last = sorted(alone.values())
    assert {first, last} not in joins


def test_what_looks_like_nothing_is_not_cut_into_something() -> None:
    """A plus sign isn't a 1 with arms left over."""
    plus = canvas([(20, 70), (120, 70)], [(70, 20), (70, 120)])
    marks = found(plus)
    whole = next(n for n, c in enumerate(marks) if c.whole)
    middle = {n: 1 for n, c in enumerate(marks) if not c.whole and c.box[2] < 40}
    assert choose(marks, chances(marks, middle)) == [whole]


def test_an_unlikely_join_is_no_way_to_be_rid_of_a_mark() -> None:
    """A long stroke under a digit is nothing, and the digit stays what it is."""
    marks = found(canvas([(60, 20), (60, 100)], [(50, 122), (180, 122)]))
    digit = next(n for n, c in enumerate(marks) if c.whole and c.box[3] > c.box[2])
    table = chances(marks, {digit: 1})
    for n, candidate in enumerate(marks):
        if not candidate.whole:
            table[n, 1], table[n, 10] = 0.1, 0.9
    chosen = choose(marks, table)
    assert digit in chosen
    assert all(marks[n].whole for n in chosen)


def test_a_digit_beside_something_large_is_not_left_over() -> None:
    """What a digit costs is measured by digits, not by the table's edge beside it."""
    edge = canvas([(20, 10), (20, 150)])
    edge[10:150, 10:60] = 1
    edge[60:64, 60:70] = 0
    ink = np.maximum(edge, canvas([(72, 60), (72, 100)]))
    marks = found(ink)
    small = min((n for n, c in enumerate(marks) if c.whole), key=lambda n: marks[n].box[2])
    table = chances(marks, {})
    table[small, 1], table[small, 10] = 0.7, 0.3
    assert small in choose(marks, table)


def test_specks_are_no_candidates() -> None:
    """Dust is too small to be looked at."""
    ink = np.zeros((400, 400), np.float32)
    ink[::40, ::40] = 1
    assert found(ink) == []


def test_endless_texture_stays_bounded() -> None:
    """A photo full of marks costs a bounded number of candidates."""
    noise = np.random.default_rng(1).normal(0, 1, (800, 1200)).astype(np.float32)
    texture = (cv2.GaussianBlur(noise, (0, 0), 4) > 0.05).astype(np.float32)
    assert 0 < len(found(texture)) < 4000
