"""Scenes and the network that learns from them where ink is."""

from pathlib import Path

import cv2
import keras
import numpy as np
import pytest

from recognizer.engines import INK_MODEL
from recognizer.segmentation import Segmenter
from training import distill, ink_network
from training import scenes as scenes_module
from training.clutter import THINGS, cluttered, ground, scenery
from training.hands import Hands
from training.scenes import SIDE, compose, seen, write
from training.segment import CROP, SIZE, Scenes, loss, release, train

INK_KERAS = INK_MODEL.with_suffix(".keras")


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a few scenes."""
    folder = tmp_path_factory.mktemp("scenes")
    write(Hands([], None), range(12), 1, folder / "000000.npz")
    return folder


def test_a_seed_always_gives_the_same_scene() -> None:
    """A scene depends on its generator alone."""
    hands = Hands([], None)
    one, same, other = (compose(hands, np.random.default_rng(seed)) for seed in (5, 5, 6))
    np.testing.assert_array_equal(one.grey, same.grey)
    np.testing.assert_array_equal(one.ink, same.ink)
    assert one.grey.shape != other.grey.shape or (one.grey != other.grey).any()


def test_ink_is_where_the_photo_is_darker_or_lighter() -> None:
    """The truth lies on the strokes, on the side that it tells."""
    hands = Hands([], None)
    right = inked = 0
    for seed in range(40):
        rng = np.random.default_rng(seed)
        scene = seen(compose(hands, rng), rng)
        assert scene.ink.shape == (*scene.grey.shape, 2)
        assert max(scene.grey.shape) <= SIDE
        strokes = scene.ink[..., 0] > 0.6
        if strokes.sum() > 100:
            around = np.asarray(scene.grey, float)[scene.ink[..., 1] < 0.01].mean()
            off = np.asarray(scene.grey, float)[strokes].mean() - around
            right += (off > 0) == scene.light
            inked += 1
    assert inked > 20
    assert right > 0.7 * inked, "what a sheet lies on may be darker than its ink"


def test_what_is_drawn_on_a_screen_has_no_camera(monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the ink there is one brightness, dark as often as light, and ink is off it."""
    monkeypatch.setattr(scenes_module, "BARE", 0.0)
    monkeypatch.setattr(scenes_module, "ON_SCREEN", 1.0)
    hands = Hands([], None)
    lights = set()
    for seed in range(10):
        scene = compose(hands, np.random.default_rng(seed))
        bare = np.asarray(scene.grey, int)[scene.ink[..., 1] == 0]
        assert len(np.unique(bare)) == 1
        inked = np.asarray(scene.grey, int)[scene.ink[..., 1] > 0.9]
        assert ((inked > bare[0]) == scene.light).all()
        lights.add(scene.light)
    assert lights == {False, True}


def test_things_cover_a_part() -> None:
    """Whatever lies on a scene hides some of it, and each kind has pixels of its own."""
    rng = np.random.default_rng(1)
    scene = ground((200, 300), rng)
    assert scene.min() > 0
    shares = []
    for _ in range(20):
        changed, covered = cluttered(scene, rng)
        assert changed.shape == covered.shape == scene.shape
        shares.append(covered.mean())
    assert 0 < np.mean(shares) < 0.7
    for thing in THINGS:
        assert any(thing((200, 300), rng)[0].any() for _ in range(10))


def test_a_scenery_has_no_ground() -> None:
    """Things before each other fill it, each of a brightness of its own, and a seed gives one."""
    one, same = (scenery((200, 300), np.random.default_rng(3)) for _ in range(2))
    np.testing.assert_array_equal(one, same)
    spreads = []
    for seed in range(10):
        seen_there = scenery((200, 300), np.random.default_rng(seed))
        assert seen_there.dtype == np.float32
        assert seen_there.min() > 0
        spreads.append(seen_there.std() / seen_there.mean())
    assert min(spreads) > 0.05, "a plain table is not what this is for"


def test_crops_have_one_truth_a_pixel(scenes: Path) -> None:
    """Paper, dark and light ink add up to one inside the scene and to nothing outside."""
    loaded = Scenes(scenes)
    rng = np.random.default_rng(1)
    for _ in range(20):
        photo, truth = loaded.crop(rng)
        assert photo.shape == (CROP, CROP, 2)
        assert truth.shape == (CROP // 2, CROP // 2, 3)
        total = truth.sum(axis=2)
        assert set(np.unique(total.round(5)).tolist()) <= {0.0, 1.0}
        assert truth[..., 1].max() == 0 or truth[..., 2].max() == 0


def test_no_scenes_are_named(tmp_path: Path) -> None:
    """Who forgot to compose them is told how."""
    with pytest.raises(FileNotFoundError, match=r"training\.scenes"):
        Scenes(tmp_path)


def test_the_truth_costs_least() -> None:
    """The loss of the right answer is near zero, that of another one is not."""
    truth = np.zeros((1, 8, 8, 3), np.float32)
    truth[..., 0] = 1
    truth[0, 2:5, 2:5] = (0, 1, 0)
    right = 40 * truth[..., 1:] - 20
    assert float(loss(truth, right)) < 0.01
    assert float(loss(truth, right[:, :, ::-1])) > 1


def test_what_is_taught_is_seen_smaller(scenes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scene shrunk keeps its truth, and the teacher's word on it is that on the whole scene."""
    monkeypatch.setattr(distill, "SIDES", {224: 1.0})
    teacher = Segmenter(INK_MODEL)
    small, truths = distill.Taught(scenes, teacher).batch(np.random.default_rng(3))
    rng = np.random.default_rng(3)
    rng.choice([224], SIZE, p=[1.0])
    loaded = Scenes(scenes)
    inked = 0
    for seen_there, truth in zip(small, truths, strict=True):
        full = loaded.sample(rng)
        rows, columns = (length // 4 for length in full.grey.shape)
        assert not seen_there[2 * rows + 2 :].any()
        whole = cv2.resize(teacher.segment(full.grey), (columns, rows)).astype(float)
        told = truth[:rows, :columns, 4:] * 255
        assert np.abs(told - whole).mean() < 2
        drawn = cv2.resize(full.ink[..., 0], (columns, rows)) > 150
        if drawn.any():
            assert truth[:rows, :columns, 2 if full.light else 1][drawn].mean() > 0.8
            inked += 1
    assert inked >= 3


def test_the_teacher_counts_more_than_the_truth() -> None:
    """An answer that is the teacher's costs less than one that is the truth's."""
    truth, told = np.zeros((2, 1, 8, 8, 3), np.float32)
    truth[..., 0] = told[..., 0] = 1
    truth[0, 2:5, 2:5] = (0, 1, 0)
    told[0, 3:6, 2:5] = (0, 1, 0)
    both = np.concatenate([truth, told], axis=-1)
    by_teacher, by_truth = (
        float(distill.loss(both, 40 * answer[..., 1:] - 20)) for answer in (told, truth)
    )
    assert by_teacher < 0.5 * by_truth


@pytest.mark.filterwarnings("default")  # Keras's own
def test_what_ships_can_learn_on(scenes: Path, tmp_path: Path) -> None:
    """Training goes on from the released network: its chances are no logits."""
    released = keras.models.load_model(INK_KERAS, compile=False)
    out = tmp_path / "on.keras"
    network = train(Scenes(scenes), out, epochs=1, steps=1, rate=1e-7, start=INK_KERAS)
    photo = np.random.default_rng(1).normal(0, 1, (1, 64, 96, 2)).astype(np.float32)
    logits = np.asarray(network(photo, training=False))
    assert np.asarray(released(photo)) == pytest.approx(1 / (1 + np.exp(-logits)), abs=1e-3)


@pytest.mark.filterwarnings("default")  # Keras's own
def test_what_ships_can_be_taught(scenes: Path, tmp_path: Path) -> None:
    """A step of learning from the teacher leaves a network that sees much as it did."""
    out = tmp_path / "taught.keras"
    taught = distill.Taught(scenes, Segmenter(INK_MODEL))
    train(taught, out, epochs=1, steps=1, rate=1e-5, start=INK_KERAS, cost=distill.loss)
    release(out, tmp_path / "ink.keras", scenes)
    photo = np.random.default_rng(1).normal(0, 1, (1, 64, 96, 2)).astype(np.float32)
    before, after = (
        np.asarray(keras.models.load_model(file, compile=False)(photo))
        for file in (INK_KERAS, tmp_path / "ink.keras")
    )
    assert 0 < np.abs(before - after).mean() < 0.01


@pytest.mark.timeout(300)
@pytest.mark.filterwarnings("default")  # Keras's own
def test_a_short_training_makes_a_network_that_loads(scenes: Path, tmp_path: Path) -> None:
    """From scenes to a released file: folded, it answers as before, nearly so in 8 bits."""
    trained, model = tmp_path / "trained.keras", tmp_path / "ink.keras"
    network = train(Scenes(scenes), trained, epochs=1, steps=2)
    release(trained, model, scenes)
    ready = keras.models.load_model(model, compile=False)
    photo = np.random.default_rng(1).normal(0, 1, (1, 64, 96, 2)).astype(np.float32)
    answer = np.asarray(ready(photo))
    assert answer.shape == (1, 32, 48, ink_network.KINDS)
    logits = np.asarray(network(photo, training=False))
    assert answer == pytest.approx(1 / (1 + np.exp(-logits)), abs=1e-3)
    assert not any(isinstance(layer, keras.layers.BatchNormalization) for layer in ready.layers)
    grey = np.random.default_rng(1).integers(0, 256, (50, 70)).astype(np.uint8)
    one, other = (Segmenter(model.with_suffix(end)).segment(grey) for end in (".keras", ".tflite"))
    assert cv2.absdiff(one, other).mean() <= 0.02 * 255
    assert model.with_suffix(".tflite").stat().st_size < 0.4 * model.stat().st_size
