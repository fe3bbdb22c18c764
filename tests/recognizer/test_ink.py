"""Ink is found whatever the light, the paper and the pen; the paper's own lines are not."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from recognizer import Recognizer
from recognizer.engines import INK_MODEL, MODELS
from recognizer.ink import find_ink, hidden
from recognizer.segmentation import Segmenter
from tests.drawing import INK, draw

Grey = NDArray[np.uint8]


def written(*lines: str) -> tuple[Grey, NDArray[np.bool_]]:
    """A sheet of digits and where its ink is."""
    grey = np.asarray(draw(*lines))
    return grey, grey < 100


SEGMENTER = Segmenter(INK_MODEL)


def found(grey: Grey) -> NDArray[np.bool_]:
    """Where ink is found."""
    return find_ink(grey, SEGMENTER.segment(grey)).whole() > 127


def read(grey: Grey) -> str:
    """What is read of it."""
    _, data = cv2.imencode(".png", grey)
    return Recognizer(MODELS["litert"]).read(data.tobytes()).text


def overlap(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    """Shared pixels over all pixels of two masks (intersection over union)."""
    return float((one & other).sum() / (one | other).sum())


def test_dark_ink_on_light_paper_is_found() -> None:
    """Strokes are ink and paper is not."""
    grey, truth = written("2047")
    assert overlap(found(grey), truth) > 0.65


def test_light_ink_on_dark_paper_is_found() -> None:
    """Chalk on a board is read like ink on paper."""
    grey, truth = written("2047")
    assert overlap(found(255 - grey), truth) > 0.65


@pytest.mark.parametrize("share", [0.12, 0.3])
def test_faint_pencil_comes_out_as_strong_as_a_marker(share: float) -> None:
    """A stroke only an eighth darker than the paper is still ink of full strength."""
    grey, truth = written("58")
    faint = (236 - (236 - grey.astype(np.float32)) * share).astype(np.uint8)
    assert overlap(found(faint), truth) > 0.75


def test_a_shadow_is_no_ink() -> None:
    """The edge of a hard shadow over half the sheet adds nothing and hides nothing."""
    grey, truth = written("2047")
    shaded = grey.copy()
    shaded[:, grey.shape[1] // 2 :] = (shaded[:, grey.shape[1] // 2 :] * 0.55).astype(np.uint8)
    assert overlap(found(shaded), truth) > 0.8


def test_a_blurred_digit_is_ink_all_through() -> None:
    """A wide stroke that is out of focus is filled, though its outline is soft."""
    ink = np.zeros((180, 180), np.float32)
    cv2.ellipse(ink, (90, 60), (24, 28), 0, 0, 360, 1.0, 11)
    cv2.ellipse(ink, (90, 122), (28, 34), 0, 0, 360, 1.0, 11)
    soft = cv2.GaussianBlur(ink, (0, 0), 4.0)
    grey = (150 - 110 * soft).astype(np.uint8)
    assert found(grey)[ink > 0].mean() > 0.95


def test_uneven_light_is_no_ink() -> None:
    """Paper that darkens towards the corners stays paper."""
    grey, truth = written("13", "57")
    ys, xs = np.mgrid[-1 : 1 : grey.shape[0] * 1j, -1 : 1 : grey.shape[1] * 1j]
    vignette = 1 - 0.5 * (xs**2 + ys**2) / 2
    assert overlap(found((grey * vignette).astype(np.uint8)), truth) > 0.8


def test_a_marker_that_fills_the_photo_is_filled_ink() -> None:
    """The inside of a very wide stroke is ink too."""
    grey = np.full((300, 220), 230, np.uint8)
    cv2.line(grey, (110, 40), (110, 260), INK, 44)
    assert found(grey)[80:220, 95:125].all()


def test_ruling_goes_and_crossed_digits_stay() -> None:
    """Lines leave without a trace, and the digits that they cross keep their shape."""
    grey, truth = written("2047")
    ruled = grey.copy()
    for y in range(20, grey.shape[0], 40):
        cv2.line(ruled, (0, y), (grey.shape[1], y + 3), 120, 2)
    ink = found(np.where(truth, grey, ruled))
    assert overlap(ink, truth) > 0.9
    assert float(ink[:, :60].mean()) < 0.01, "the margin has lines only"


def test_digits_on_lines_as_dark_as_they_are_are_read() -> None:
    """What is left of such lines takes no digit along."""
    grey = written("2047")[0].copy()
    for y in range(20, grey.shape[0], 40):
        cv2.line(grey, (0, y), (grey.shape[1], y + 3), INK, 2)
    assert read(grey) == "2047"


@pytest.mark.parametrize("tilt", [0, -20, 40])
@pytest.mark.parametrize("digit", "0358")
def test_a_digit_on_squares_as_dark_as_it_is(digit: str, tilt: int) -> None:
    """Lines that hang together with a digit hide it; it is read where ink is likely."""
    grey = np.asarray(cv2.resize(np.asarray(draw(digit)), None, fx=2, fy=2), np.uint8)
    ys, xs = np.mgrid[: grey.shape[0], : grey.shape[1]]
    cos, sin = np.cos(np.radians(tilt)), np.sin(np.radians(tilt))
    for across in (ys * cos - xs * sin, xs * cos + ys * sin):
        grey[np.abs(across / 130 % 1 - 0.5) * 130 < 2] = INK
    assert read(grey) == digit


def test_what_is_clear_is_not_hidden() -> None:
    """Digits on plain paper are all the ink there is: nobody looks for them again."""
    grey = written("2047")[0]
    chances = SEGMENTER.segment(grey)
    assert not hidden(find_ink(grey, chances), chances)


def test_a_ruling_that_fades_away_goes() -> None:
    """Where a line is hardly darker than the paper, no crumb of it stays on the digits."""
    grey, truth = written("2047")
    faint = 236 - (236 - grey.astype(np.float32)) * 0.3
    fading = np.linspace(24, 4, grey.shape[1])
    for y in range(20, grey.shape[0], 40):
        faint[y : y + 3] -= np.where(truth[y : y + 3], 0, fading)
    faint += np.random.default_rng(1).normal(0, 4, grey.shape)
    ink = found(faint.clip(0, 255).astype(np.uint8))
    assert overlap(ink, truth) > 0.9
    near = cv2.dilate(truth.astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    assert float(ink[~near].mean()) < 0.005


def test_squared_paper_goes() -> None:
    """A grid leaves too."""
    grey, truth = written("2047")
    squared = grey.copy()
    for at in range(15, max(grey.shape), 45):
        cv2.line(squared, (0, at), (grey.shape[1], at), 90, 2)
        cv2.line(squared, (at, 0), (at, grey.shape[0]), 90, 2)
    assert overlap(found(squared), truth) > 0.65


@pytest.mark.parametrize("tilt", [12, 20, 30])
def test_squared_paper_goes_at_any_tilt(tilt: int) -> None:
    """A notebook that lies askew loses its squares, and the digits keep most of their ink."""
    grey, truth = written("2047")
    ys, xs = np.mgrid[: grey.shape[0], : grey.shape[1]]
    cos, sin = np.cos(np.radians(tilt)), np.sin(np.radians(tilt))
    lines = (ys * cos - xs * sin) % 45 < 2
    lines |= (xs * cos + ys * sin) % 45 < 2
    squared = np.where(lines & ~truth, np.uint8(90), grey)
    assert overlap(found(squared), truth) > 0.6


@pytest.mark.parametrize("tilt", [0, 12])
def test_a_notebook_seen_from_near_loses_its_lines(tilt: int) -> None:
    """One thick line each way is paper if it goes all across the photo; darker ink on it stays."""
    truth = np.zeros((420, 360), np.uint8)
    cv2.ellipse(truth, (180, 210), (80, 140), 0, 0, 360, 1, 16)
    lines = np.zeros_like(truth)
    fall = np.tan(np.radians(tilt))
    for at in (110, 340):
        cv2.line(lines, (-9, round(at - fall * 189)), (369, round(at + fall * 189)), 1, 14)
    cv2.line(lines, (round(120 + fall * 219), -9), (round(120 - fall * 219), 429), 1, 14)
    grey = np.where(truth > 0, INK, np.where(lines > 0, 150, 235)).astype(np.uint8)
    assert overlap(found(cv2.GaussianBlur(grey, (0, 0), 1)), truth > 0) > 0.65


def test_a_one_as_long_as_the_photo_is_no_line() -> None:
    """A thick stroke that ends just inside the photo is a digit, whatever grain lies beyond it."""
    grey = np.random.default_rng(1).normal(225, 5, (440, 440)).clip(0, 255)
    cv2.line(grey, (205, 20), (195, 415), INK, 24)
    assert found(grey.astype(np.uint8))[30:400, 190:210].mean() > 0.9


def test_straight_digits_are_no_ruling() -> None:
    """Tall ones side by side are read, although they are long, thin and straight."""
    grey = np.full((200, 500), 235, np.uint8)
    for x in (120, 240, 360):
        cv2.line(grey, (x, 25), (x, 175), INK, 5)
    assert read(grey) == "111"


def pressed(digits: str, at: list[float], press: list[float]) -> Grey:
    """Digits by a pen that presses so much at these shares of their height, on paper with grain."""
    strong = np.asarray(draw(digits), float)
    first, last = np.flatnonzero((strong < 100).any(axis=1))[[0, -1]]
    share = (np.arange(len(strong)) - first) / (last - first)
    grain = np.random.default_rng(1).normal(0, 1.5, strong.shape)
    weaker = (strong.max() - strong) * np.interp(share, at, press)[:, np.newaxis]
    return np.asarray((strong.max() - weaker + grain).clip(0, 255), np.uint8)


def test_on_plain_paper_strokes_may_get_faint() -> None:
    """Digits whose strokes are five times weaker at the foot than at the head are read whole."""
    assert read(pressed("2580", [0, 1], [0.4, 0.08])) == "2580"


@pytest.mark.parametrize("digits", ["2580", "3469"])
def test_strokes_pressed_hard_at_one_place(digits: str) -> None:
    """Digits whose heads are six times as strong as all the rest are read whole."""
    assert read(pressed(digits, [0.1, 0.2], [0.6, 0.1])) == digits


def test_around_the_sheet_nothing_is_ink() -> None:
    """A sheet on a dark, rough table: its digits are ink; the table and its edges are not."""
    sheet, truth = written("2047")
    rng = np.random.default_rng(1)
    table = rng.normal(45, 12, (sheet.shape[0] + 300, sheet.shape[1] + 300)).clip(0, 90)
    grey = cv2.GaussianBlur(table, (0, 0), 1.5).astype(np.uint8)
    inside = np.s_[150 : 150 + sheet.shape[0], 150 : 150 + sheet.shape[1]]
    grey[inside] = sheet
    ink = found(grey)
    assert overlap(ink[inside], truth) > 0.8
    ink[inside] = False
    assert not ink.any()


def test_blank_paper_has_hardly_any_ink() -> None:
    """Paper with camera noise alone gives no marks of a digit's size."""
    noise = np.random.default_rng(1).normal(200, 3, (480, 640)).clip(0, 255).astype(np.uint8)
    assert float(found(noise).mean()) < 0.002
