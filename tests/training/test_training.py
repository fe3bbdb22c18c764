"""Training runs from sources to a file that the recognizer loads, and its figures are right."""

from pathlib import Path

import keras
import numpy as np
import pytest

from recognizer.classifier import Classifier
from recognizer.recognizer import MODEL
from training.augment import augment, in_other_hands
from training.batches import batch, batches
from training.drawn import draw, font_files, runs
from training.export import TOLERANCE, difference
from training.figures import align, calibration, errors, wilson
from training.forms import forms
from training.gather import gather, write
from training.network import build, folded, teacher
from training.pupil import Pupil
from training.release import release, temperature
from training.sources import NOT_A_DIGIT, Glyphs, folder
from training.train import train


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder with a few digits, and a few things that are none."""
    rng = np.random.default_rng(1)
    x = np.zeros((40, 28, 28), np.uint8)
    x[:, 4:24, 10:18] = rng.integers(100, 255, (40, 20, 8))
    np.savez(tmp_path / "bars.npz", x=x, y=np.arange(40) % 10)
    np.savez(tmp_path / "not_digits_noise.npz", x=x[:5], y=np.array(["blank"] * 5))
    return tmp_path


def test_sources_are_read_by_name(sources: Path) -> None:
    """Digits keep their labels; files of other things are labelled as no digit."""
    digits, noise = folder(sources)
    assert (digits.name, len(digits), int(digits.y.max())) == ("bars", 40, 9)
    assert set(noise.y.tolist()) == {NOT_A_DIGIT}


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    """A wrong path says so at once."""
    with pytest.raises(FileNotFoundError, match="holds no"):
        folder(tmp_path)
    with pytest.raises(FileNotFoundError, match="holds no"):
        font_files(tmp_path)


def test_what_is_gathered_lies_alone(sources: Path) -> None:
    """A source left from another time isn't learned from unnoticed."""
    with pytest.raises(FileExistsError, match="not_digits_noise"):
        write(folder(sources)[:1], sources)


def test_glyphs_of_another_shape_are_refused() -> None:
    """Training never runs on what the recognizer doesn't make."""
    with pytest.raises(ValueError, match="28, 28"):
        Glyphs("wrong", np.zeros((3, 20, 20), np.uint8), np.zeros(3, np.uint8))


def test_drawing_is_deterministic() -> None:
    """The same seed draws the same glyphs, another seed others."""
    one, same, other = (draw(seed, 60, None)[0].x for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)
    assert all(glyph.any() for glyph in one)


def test_forms_are_digits_that_the_shipped_network_mostly_knows() -> None:
    """What is drawn stroke by stroke looks like its label: a reader of digits agrees."""
    digits, letters = forms(1, 300)
    assert set(digits.y.tolist()) == set(range(10))
    assert set(letters.y.tolist()) == {NOT_A_DIGIT}
    chances = Classifier(MODEL).classify(digits.x.astype(np.float32) / 255)
    assert (chances[:, :10].argmax(axis=1) == digits.y).mean() > 0.8


def test_runs_hold_several_digits(sources: Path) -> None:
    """Touching digits are drawn from real ones and labelled as no digit."""
    drawn = runs(1, 20, folder(sources)[0])
    assert set(drawn.y.tolist()) == {NOT_A_DIGIT}
    assert all(glyph.any() for glyph in drawn.x)


def test_augmented_glyphs_stay_glyphs(sources: Path) -> None:
    """Whatever is done to a glyph, it keeps its shape, its range and some ink."""
    rng = np.random.default_rng(1)
    for x in np.repeat(folder(sources)[0].x, 10, axis=0):
        glyph = augment(x, rng)
        assert glyph.shape == (28, 28)
        assert glyph.min() >= 0
        assert glyph.max() <= 1
        assert glyph.sum() > 5


def test_sevens_and_ones_are_drawn_as_europeans_do() -> None:
    """A 7 gets a bar and a 1 a flag, centred again; other digits stay as they are."""
    rng = np.random.default_rng(1)
    seven, one = np.zeros((2, 28, 28), np.uint8)
    seven[4:6, 8:20] = 255
    seven[4:24, 18:20] = 255
    one[4:24, 13:15] = 255
    for glyph, value in ((seven, 7), (one, 1)):
        for _ in range(30):
            drawn = in_other_hands(glyph, value, rng)
            assert drawn.sum() > glyph.sum()
            middle = (drawn.sum(axis=0) @ np.arange(28)) / drawn.sum()
            assert middle == pytest.approx(13.5, abs=1)
    np.testing.assert_array_equal(in_other_hands(one, 3, rng), one)


def test_fours_and_nines_get_long_stems() -> None:
    """What is above the stem becomes smaller, and the digit stays as high as it was."""
    rng = np.random.default_rng(1)
    nine = np.zeros((28, 28), np.uint8)
    nine[4:14, 8:20] = 255
    nine[7:11, 11:17] = 0
    nine[4:24, 17:20] = 255
    for _ in range(30):
        drawn = in_other_hands(nine, 9, rng)
        rows, columns = np.nonzero(drawn > 127)
        assert np.ptp(rows) >= 18
        bowl = np.flatnonzero((drawn[:, :14] > 127).any(axis=1))
        assert len(bowl) < 10
        assert np.ptp(columns) <= 12


def test_batches_are_deterministic(sources: Path) -> None:
    """A batch depends on the seed and its number alone, not on the process that makes it."""
    glyphs = folder(sources)
    made = batches(sources, 16, seed=1)
    for number in range(3):
        x, y = next(made)
        here, labels = batch(glyphs, 16, 1, number)
        np.testing.assert_array_equal(x, here)
        np.testing.assert_array_equal(y, labels)
    made.close()
    assert not np.array_equal(batch(glyphs, 16, 2, 0)[0], batch(glyphs, 16, 1, 0)[0])


@pytest.mark.timeout(300)
@pytest.mark.filterwarnings("default")  # Keras's own
def test_a_short_training_makes_a_model_that_loads(sources: Path, tmp_path: Path) -> None:
    """From sources to a released file in one go: the recognizer's loader takes it."""
    trained, model = tmp_path / "network.keras", tmp_path / "out" / "digits.keras"
    glyphs = gather(sources, None, seed=1, drawings=60)
    write(glyphs, tmp_path / "sources")
    train(tmp_path / "sources", trained, epochs=1, steps=2, size=32)
    release({trained: 1.0}, model, sources)
    loaded = Classifier(model)
    chances = loaded.classify(np.zeros((3, 28, 28), np.float32))
    assert chances.shape == (3, 11)
    assert chances.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert model.stat().st_size < trained.stat().st_size, "what only training needs is gone"
    lite = Classifier(model.with_suffix(".tflite"))
    assert difference(loaded, lite, glyphs[0].x) <= TOLERANCE


@pytest.mark.timeout(300)
@pytest.mark.filterwarnings("default")  # Keras's own
def test_training_goes_on_from_the_network_that_ships(sources: Path, tmp_path: Path) -> None:
    """What learns are its logits, not the chances that it ends in: they know the digits already."""
    out = tmp_path / "on.keras"
    begun = train(sources, out, epochs=1, steps=1, size=8, processes=1, rate=1e-6, start=MODEL)
    glyphs = forms(1, 200)[0].x[..., np.newaxis] / np.float32(255)
    logits = np.asarray(begun(glyphs, training=False))
    assert logits.min() < 0
    chances = Classifier(MODEL).classify(glyphs[..., 0])
    assert (logits.argmax(axis=1) == chances.argmax(axis=1)).mean() > 0.9


@pytest.mark.timeout(300)
@pytest.mark.filterwarnings("default")  # Keras's own
def test_a_network_learns_from_the_answers_of_larger_ones(sources: Path, tmp_path: Path) -> None:
    """What is left behind is the small network alone, of the widths that were asked for."""
    large, small = tmp_path / "large.keras", tmp_path / "small.keras"
    teacher().save(large)
    widths = (4, 6, 8, 10, 12)
    train(sources, small, epochs=1, steps=2, size=16, teacher=[large, large], widths=widths)
    loaded = keras.models.load_model(small, compile=False)
    convolutions = [layer for layer in loaded.layers if isinstance(layer, keras.layers.Conv2D)]
    assert tuple(layer.filters for layer in convolutions) == widths


def test_a_folded_network_answers_the_same() -> None:
    """What is worked into the convolutions is what the batch normalizations did."""
    rng = np.random.default_rng(1)
    network = build((4, 6, 8, 10, 12))
    network.set_weights([rng.uniform(0.1, 0.5, part.shape) for part in network.get_weights()])
    ready = folded(network)
    x = rng.random((5, 28, 28, 1), dtype=np.float32)
    assert np.asarray(ready(x)) == pytest.approx(np.asarray(network(x, training=False)), rel=1e-4)
    assert not any(isinstance(layer, keras.layers.BatchNormalization) for layer in ready.layers)


def test_a_pupil_is_best_where_it_answers_as_its_teachers_do() -> None:
    """Labels that say the same count, too, but the mean of the teachers counts most."""
    x, y = np.ones((2, 28, 28, 1), np.float32), np.eye(11, dtype=np.float32)[[3, 3]]
    sure, unsure = build((2, 2, 2, 2, 2)), build((2, 2, 2, 2, 2))
    logits = np.log(np.full(11, 0.01) + 0.89 * (np.arange(11) == 3)).astype(np.float32)
    for network, bias in ((sure, logits), (unsure, np.zeros(11, np.float32))):
        last = network.get_layer("logits")
        last.set_weights([np.zeros_like(last.get_weights()[0]), bias])
    pupil = Pupil(build((2, 2, 2, 2, 2)), [sure, unsure])
    pupil.compile(loss=keras.losses.CategoricalCrossentropy(from_logits=True))
    mean = np.log((np.exp(logits) / np.exp(logits).sum() + np.full(11, 1 / 11)) / 2)
    wrong = mean[[1, 0, 3, 2, *range(4, 11)]]
    as_told, as_one, otherwise = (
        float(pupil.compute_loss(x, y, np.stack([answer, answer]).astype(np.float32)))
        for answer in (mean, np.zeros(11), wrong)
    )
    assert as_told < as_one < otherwise
    assert not any(teacher.trainable_weights for teacher in pupil.teachers)


def test_temperature_makes_confidence_honest() -> None:
    """Logits that are three times too bold come down by three."""
    rng = np.random.default_rng(1)
    honest = rng.normal(0, 2, (4000, 11))
    odds = np.exp(honest) / np.exp(honest).sum(axis=1, keepdims=True)
    labels = np.array([rng.choice(11, p=p) for p in odds])
    assert temperature(honest * 3, labels) == pytest.approx(3, rel=0.12)


def test_figures_by_hand() -> None:
    """Edit distance, interval and calibration error agree with sums done by hand."""
    assert errors("1234", "124") == 1
    assert errors("", "777") == 3
    assert align("17", "71") != []
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(50, 100) == pytest.approx((0.404, 0.596), abs=0.001)
    error, bins = calibration([0.95, 0.95, 0.55, 0.55], [True, True, True, False])
    assert error == pytest.approx(0.05)
    assert [count for _, _, count in bins] == [2, 2]
