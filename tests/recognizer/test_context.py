"""What stands beside a glyph decides whether it belongs to the writing."""

from dataclasses import replace

import numpy as np
import pytest

from recognizer.candidate import Candidate, Part
from recognizer.context import writing
from recognizer.hand import of_one_hand
from recognizer.reading import Box


def mark(n: int, box: Box, level: float = 0.6) -> Candidate:
    """One mark whose ink is a ring, so that it is no straight stroke."""
    ink = np.zeros((box[3], box[2]), np.float32)
    ink[:2], ink[-2:], ink[:, :2], ink[:, -2:] = 1, 1, 1, 1
    return Candidate(box, ink, level, frozenset({Part(n, 0, 0, box[2], 1.0)}), whole=True)


def line(kinds: str, *, y: int = 0, first: int = 0) -> list[tuple[Candidate, int]]:
    """Marks side by side: a digit for a digit, "x" for something else."""
    return [
        (mark(first + n, (40 * n, y, 24, 30)), 10 if kind == "x" else int(kind))
        for n, kind in enumerate(kinds)
    ]


def read(marks: list[tuple[Candidate, int]]) -> str:
    """The values that are kept, with a slash between rows."""
    table = np.full((len(marks), 11), np.float32(0.002))
    for n, (_, value) in enumerate(marks):
        table[n, value] = 0.98
    rows = writing([candidate for candidate, _ in marks], table, (900, 900))
    return "/".join("".join(str(marks[n][1]) for n in row) for row in rows)


def test_a_row_of_digits_is_read() -> None:
    """Digits of one size and strength are the writing."""
    assert read(line("2537")) == "2537"


def test_a_letter_among_digits_is_passed_over() -> None:
    """One thing that is no digit doesn't spoil its row."""
    assert read(line("25x7")) == "257"


def test_a_word_with_look_alikes_is_no_number() -> None:
    """An O and an S in a word of letters are not read."""
    assert read(line("xx0xx5x")) == ""


def test_a_number_among_words_is_read() -> None:
    """A long enough run of digits stands out from the words beside it."""
    assert read(line("xxxxxx25374xxx")) == "25374"


def test_a_word_beside_a_number_does_not_silence_it() -> None:
    """Rows are judged one by one."""
    assert read(line("2537") + line("xxxx", y=60, first=9)) == "2537"


def test_a_page_of_digits_has_no_words() -> None:
    """A digit beside something unclear is read where nearly all the rest are digits, too."""
    page = [m for n in range(1, 5) for m in line("25374", y=60 * n, first=10 * n)]
    beside = [(mark(90, (600, 60, 24, 30)), 10), (mark(91, (640, 60, 24, 30)), 3)]
    assert read([*page, *beside]).startswith("253743")
    words = [m for n in range(1, 5) for m in line("xxxxx", y=60 * n, first=10 * n)]
    assert "3" not in read([*words, *beside])


def test_what_the_side_of_the_photo_cuts_off_is_no_number() -> None:
    """Digits of another page, cut by the border, are left out; the row beside them stays."""
    cut = (mark(90, (0, 90, 24, 30)), 8)
    row = [(mark(n, (200 + 40 * n, 90, 24, 30)), n) for n in range(2, 6)]
    assert read([cut, *row]) == "2345"


def test_scratches_beside_the_writing_are_left_out() -> None:
    """What is far weaker or smaller than the writing isn't read with it."""
    weak = (mark(20, (300, 0, 24, 30), level=0.2), 3)
    small = (mark(21, (360, 10, 5, 7)), 8)
    assert read([*line("2537"), weak, small]) == "2537"


def test_among_digits_alone_what_looks_like_them_is_one() -> None:
    """On a page of digits an unlikely one of their size is read; a crumb beside them is not."""
    page = [m for n in range(1, 5) for m in line("25374", y=60 * n, first=10 * n)]
    table = np.full((len(page) + 2, 11), np.float32(0.002))
    for n, (_, value) in enumerate(page):
        table[n, value] = 0.98
    table[-2:, 1], table[-2:, 10] = 0.2, 0.78
    found = [candidate for candidate, _ in page]
    found += [mark(90, (200, 60, 24, 30)), mark(91, (200, 130, 8, 10))]
    rows = writing(found, table, (900, 900))
    assert len(page) in rows[0]
    assert len(page) + 1 not in rows[1]


def test_a_stroke_is_as_strong_as_the_digits_around_it() -> None:
    """Where light or pen leave a part of the page weaker, a 1 there is weaker as well."""
    strong = [(mark(n, (40 * n, 0, 24, 30), level=0.8), 5) for n in range(12)]
    weak = [(mark(20 + n, (40 * n, 300, 24, 30), level=0.42), 6) for n in range(10)]
    ink = np.ones((30, 4), np.float32)
    parts = frozenset({Part(99, 0, 0, 4, 1.0)})
    near_weak = (Candidate((410, 300, 4, 30), ink, 0.4, parts, whole=True), 1)
    near_strong = (Candidate((490, 0, 4, 30), ink, 0.4, parts, whole=True), 1)
    assert read([*strong, *weak, near_weak]).endswith("1")
    assert "1" not in read([*strong, *weak, near_strong])


def test_a_stain_tells_nothing_of_a_lone_one() -> None:
    """Beside a strong 1 a faint crumb isn't the hand, whatever digit it looks like."""
    one = mark(0, (300, 300, 30, 200))
    one.ink[:] = 1
    crumbs = [mark(1, (60, 60, 14, 18), level=0.08), mark(2, (700, 90, 12, 20), level=0.1)]
    assert read([(one, 1), (crumbs[0], 5), (crumbs[1], 0)]) == "1"
    pencil = [(mark(n, (40 * n, 500, 24, 30), level=0.25), 5) for n in range(3, 6)]
    assert read([(one, 1), *pencil]) == "555"


def test_a_stroke_along_the_side_of_the_photo_is_an_edge() -> None:
    """What reaches in from the side beside a digit is the sheet's edge; alone it may be a 1."""
    strip = Candidate(
        (0, 40, 6, 60), np.ones((60, 6), np.float32), 0.6,
        frozenset({Part(50, 0, 0, 6, 1.0)}), whole=True,
    )  # fmt: skip
    assert read([(strip, 1), (mark(1, (200, 40, 30, 60)), 4)]) == "4"
    assert read([(strip, 1)]) == "1"


def test_what_stands_apart_from_a_page_must_be_sure() -> None:
    """A doubtful mark far beside the rows isn't read with them; alone or sure it is."""
    page = [m for n in range(1, 4) for m in line("25374", y=60 * n, first=10 * n)]

    def read_with(chance: float) -> str:
        marks = [*page, (mark(90, (700, 60, 24, 30)), 6)]
        table = np.full((len(marks), 11), np.float32(0.002))
        for n, (_, value) in enumerate(page):
            table[n, value] = 0.98
        table[-1, 6], table[-1, 10] = chance, 0.98 - chance
        rows = writing([candidate for candidate, _ in marks], table, (900, 900))
        return "".join(str(marks[n][1]) for n in rows[0])

    assert read_with(0.5) == "25374"
    assert read_with(0.9) == "253746"


def test_rings_among_other_things_are_no_zeros() -> None:
    """Many rings and next to nothing else among marks that are none: coins, no number."""
    rings = [m for n in range(3) for m in line("000x", y=60 * n, first=10 * n)]
    assert read([*rings, (mark(90, (0, 200, 24, 30)), 9)]) == ""
    assert read(line("0000")) == "0000"


def test_a_clutter_of_other_things_is_no_writing() -> None:
    """Where nearly nothing is a digit, the photo shows something else."""
    clutter = [m for n in range(6) for m in line("xxxx", y=60 * n, first=10 * n)]
    assert read([*clutter, *line("25", y=400, first=90)]) == ""


@pytest.mark.parametrize(("value", "kept"), [(9, True), (4, True), (0, False)])
def test_a_lone_digit_may_be_less_sure(value: int, kept: bool) -> None:
    """What stands alone is read from a chance of a half on, but a ring must be surer."""
    chances = np.zeros((1, 11), np.float32)
    chances[0, value], chances[0, 10] = 0.55, 0.45
    lone = [mark(0, (300, 300, 60, 90))]
    assert bool(writing(lone, chances, (900, 900))) == kept
    beside = [*lone, mark(1, (400, 300, 60, 90))]
    assert not writing(beside, np.repeat(chances, 2, axis=0), (900, 900))


@pytest.mark.parametrize(("values", "kept"), [("11", False), ("111", False), ("17", True)])
def test_a_mark_cut_into_ones_is_a_letter(values: str, kept: bool) -> None:
    """A v or an n alone is no 11, though its halves are ones; two digits that touch are read."""
    marks = line(values)
    slices = [
        (replace(piece, parts=frozenset({Part(0, n, 0, 24, 1.0)}), whole=False), value)
        for n, (piece, value) in enumerate(marks)
    ]
    assert read(slices) == (values if kept else "")
    assert read(marks) == values


def test_nothing_is_nothing() -> None:
    """No marks, no writing."""
    none = np.zeros((0, 11), np.float32)
    assert writing([], none, (9, 9)) == []
    assert of_one_hand([], none) == []
