"""Both engines answer as the network does, and refuse what is not the file that was released."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from recognizer import ModelError, Recognizer
from recognizer.classifier import Classifier
from recognizer.engines import MODELS, MOST
from recognizer.model_file import checksums, record
from tests.drawing import photo
from training.export import TOLERANCE, difference
from training.sources import labelled

ROOT = Path(__file__).parents[2]
DEV = Path(os.environ.get("DATA", ROOT.parent / "shared" / "data")) / "dev"
A_SOURCE = 400
"""Glyphs of each source that are compared here; `training.export --dev` compares them all."""


@pytest.fixture(scope="module")
def engines() -> dict[str, Classifier]:
    """The network that ships, in each format."""
    return {name: Classifier(model) for name, model in MODELS.items()}


@pytest.fixture(scope="module")
def lite() -> Recognizer:
    """The recognizer with the small engine."""
    return Recognizer(MODELS["litert"])


@pytest.fixture(scope="module")
def drawn(lite: Recognizer) -> NDArray[np.uint8]:
    """Glyphs of drawn digits and everything else that was cut from their photos."""
    sheets = [("0123456789",), ("31", "4159"), ("271", "828"), ()]
    glyphs = np.concatenate([lite.stages(photo(*sheet)).glyphs for sheet in sheets])
    return np.asarray(np.clip(glyphs * 255, 0, 255), np.uint8)


def test_engines_agree_on_what_is_drawn(
    engines: dict[str, Classifier], drawn: NDArray[np.uint8]
) -> None:
    """Every chance of one engine is the other's, to 1e-4, whatever the number of glyphs."""
    many = np.resize(drawn, (2 * MOST, *drawn.shape[1:]))
    keras, lite = engines.values()
    for count in (1, 2, MOST, MOST + 1, 3, len(many)):
        assert difference(keras, lite, many[:count]) <= TOLERANCE


@pytest.mark.skipif(not DEV.is_dir(), reason="needs DATA=folder with dev/*.npz")
def test_engines_agree_on_every_source(engines: dict[str, Classifier]) -> None:
    """Also on real digits, letters and signs of every source that is measured on."""
    keras, lite = engines.values()
    gaps = {}
    for file in sorted(DEV.glob("*.npz")):
        glyphs, _ = labelled(file)
        gaps[file.stem] = difference(keras, lite, glyphs[:: len(glyphs) // A_SOURCE + 1])
    assert gaps
    assert {name: gap for name, gap in gaps.items() if gap > TOLERANCE} == {}


def test_what_is_no_number_is_no_agreement(
    engines: dict[str, Classifier], drawn: NDArray[np.uint8], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A network that gives no chances at all is as far off as can be."""
    keras, broken = engines["tensorflow"], Classifier(MODELS["litert"])
    monkeypatch.setattr(broken, "classify", lambda glyphs: np.full((len(glyphs), 11), np.nan))
    assert difference(keras, broken, drawn) > TOLERANCE


@pytest.mark.filterwarnings("default")  # Keras's own
def test_compiled_for_small_numbers_it_is_still_the_network(
    engines: dict[str, Classifier], drawn: NDArray[np.uint8]
) -> None:
    """Of the chances that Keras itself gives, those of the engine are 0.001 off on the mean."""
    import keras  # noqa: PLC0415  (slow to import)

    glyphs = drawn.astype(np.float32) / np.float32(255)
    network = keras.models.load_model(MODELS["tensorflow"], compile=False)
    off = np.abs(np.asarray(network(glyphs[..., np.newaxis])) - engines["litert"].classify(glyphs))
    assert off.mean() < 0.001


@pytest.mark.parametrize("engine", MODELS)
def test_chances(engines: dict[str, Classifier], engine: str, drawn: NDArray[np.uint8]) -> None:
    """Eleven chances a glyph that add up to 1, and none for no glyph."""
    chances = engines[engine].classify(drawn / 255)
    assert chances.shape == (len(drawn), 11)
    assert chances.sum(axis=1) == pytest.approx(1, abs=1e-5)
    assert engines[engine].classify(np.zeros((0, 28, 28), np.float32)).shape == (0, 11)


def test_threads_share_the_small_engine(lite: Recognizer) -> None:
    """Photos read at the same time don't mix, though an interpreter is no matter of threads."""
    numbers = [str(n) * 3 for n in range(10)] * 3
    with ThreadPoolExecutor(4) as pool:
        texts = pool.map(lambda number: lite.read(photo(number)).text, numbers)
    assert list(texts) == numbers


def test_small_engine_is_alone(tmp_path: Path) -> None:
    """With LiteRT the command line reads photos, and TensorFlow is never imported."""
    (tmp_path / "a.jpg").write_bytes(photo("42"))
    program = (
        "import sys\n"
        "for name in ('tensorflow', 'keras'): sys.modules[name] = None\n"
        "from recognizer.__main__ import main\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", program, "--engine", "litert", "read", "--json", str(tmp_path)]
    done = subprocess.run(command, check=True, capture_output=True, timeout=60, cwd=ROOT)
    assert json.loads(done.stdout)["text"] == "42"


def test_a_missing_engine_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without TensorFlow the default engine says which extra to install."""
    monkeypatch.setitem(sys.modules, "keras", None)
    with pytest.raises(ModelError, match=r"pip install \.\[tensorflow\]"):
        Classifier(MODELS["tensorflow"])


@pytest.mark.parametrize("engine", MODELS)
@pytest.mark.parametrize("harm", ["changed", "cut off", "missing", "no checksum", "another's"])
def test_a_harmed_model_file_is_refused(tmp_path: Path, engine: str, harm: str) -> None:
    """Nothing is loaded from a file that is not the one that was released."""
    released = MODELS[engine]
    copy, data = tmp_path / released.name, released.read_bytes()
    if harm != "missing":
        copy.write_bytes({"changed": data + b"\0", "cut off": data[:1000]}.get(harm, data))
    if harm == "another's":
        checksums(copy).write_text(f"{'0' * 64}  {copy.name}\n")
    elif harm != "no checksum":
        checksums(copy).write_bytes(checksums(released).read_bytes())
    with pytest.raises(ModelError, match=r"does not match|is missing") as caught:
        Classifier(copy)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("engine", MODELS)
def test_a_damaged_model_is_refused_in_one_line(tmp_path: Path, engine: str) -> None:
    """A file that nothing can be made of is named, even if its checksum is right."""
    copy = tmp_path / MODELS[engine].name
    copy.write_bytes(MODELS[engine].read_bytes()[:1000])
    record(copy)
    with pytest.raises(ModelError, match=f"{copy.name} is refused") as caught:
        Classifier(copy)
    assert "\n" not in str(caught.value)


@pytest.mark.filterwarnings("default")  # Keras's own
def test_lambda_layers_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Code that comes with a network never runs, even if its checksum is right."""
    import keras  # noqa: PLC0415  (slow to import)

    evil, proof = tmp_path / "evil.keras", tmp_path / "proof"
    monkeypatch.setenv("PROOF", str(proof))
    glyph = keras.Input((28, 28, 1))
    layer = keras.layers.Lambda(lambda x: (__import__("os").system("touch $PROOF"), x)[1])
    keras.Model(glyph, keras.layers.Dense(11)(keras.layers.Flatten()(layer(glyph)))).save(evil)
    proof.unlink()
    record(evil)
    with pytest.raises(ModelError, match=r"evil\.keras is refused: .*[Ll]ambda"):
        Classifier(evil)
    assert not proof.exists()


@pytest.mark.parametrize("name", ["digits.h5", "digits.hdf5", "digits.pb", "digits"])
def test_other_formats_are_refused(tmp_path: Path, name: str) -> None:
    """HDF5, whose files Keras loads without its safe mode, is refused by name, as all others."""
    other = tmp_path / name
    other.write_bytes(MODELS["tensorflow"].read_bytes())
    record(other)
    with pytest.raises(ModelError, match=r"no \.keras or \.tflite file"):
        Classifier(other)


@pytest.mark.filterwarnings("default")  # Keras's own
def test_hdf5_under_another_name_is_refused(tmp_path: Path) -> None:
    """An HDF5 file that is called .keras is refused as well."""
    import keras  # noqa: PLC0415

    model = tmp_path / "digits.h5"
    glyph = keras.Input((28, 28, 1))
    keras.Model(glyph, keras.layers.Dense(11)(keras.layers.Flatten()(glyph))).save(model)
    renamed = model.rename(tmp_path / "digits.keras")
    record(renamed)
    with pytest.raises(ModelError, match="is refused"):
        Classifier(renamed)


def test_command_line_says_what_is_wrong() -> None:
    """A missing model file ends the command line with one line, not with a traceback."""
    program = (
        "import sys\n"
        "from pathlib import Path\n"
        "from recognizer import __main__\n"
        "__main__.MODELS = {'litert': Path('nowhere/digits.tflite')}\n"
        "sys.exit(__main__.main(['--engine', 'litert', 'read', 'a.jpg']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, cwd=ROOT,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("The network can't be loaded: digits.tflite is missing")
    assert done.stderr.count("\n") == 1
