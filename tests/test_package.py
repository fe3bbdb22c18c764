"""Promises of the package: what a wheel holds, and what it asks for."""

import subprocess
import sys
from email.message import Message
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[1]
NEEDED = ("locales", "models", "playground/page", "chat/store/migrations")
"""Folders whose files no import would miss."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    """The wheel, built anew."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT, timeout=100)
    (built,) = out.glob("*.whl")
    return ZipFile(built)


@pytest.fixture(scope="module")
def metadata(wheel: ZipFile) -> Message:
    """What it says of itself."""
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return Parser().parsestr(wheel.read(name).decode())


@pytest.mark.parametrize("folder", NEEDED)
def test_every_file_is_in_the_wheel(wheel: ZipFile, folder: str) -> None:
    """Sentences, networks, page and migrations come along, each file of them."""
    here = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert here
    assert here <= set(wheel.namelist())


def test_only_what_runs_is_in_the_wheel(wheel: ZipFile) -> None:
    """No test, no training, no setting and nothing that somebody left lying about."""
    rooms = {name.split("/")[0] for name in wheel.namelist() if ".dist-info/" not in name}
    assert rooms == {"bot.py", "recognizer", "chat", "playground", "locales", "models"}
    suffixes = {Path(name).suffix for name in wheel.namelist()}
    assert not suffixes & {".sqlite3", ".env", ".pyc", ".h5", ".log"}


def test_tensorflow_is_optional(metadata: Message) -> None:
    """The extra `lite` brings LiteRT and no TensorFlow, `tensorflow` brings both."""

    def required(extra: str) -> set[str]:
        found = set()
        for line in metadata.get_all("Requires-Dist", []):
            requirement, _, marker = line.partition(";")
            if "extra" not in marker or f"'{extra}'" in marker:
                found.add(requirement.split("[")[0].rstrip("=.*><0123456789, "))
        return found

    assert {"python-telegram-bot", "numpy"} <= required("")
    assert not {"tensorflow", "keras", "ai-edge-litert"} & required("")
    assert required("lite") - required("") == {"ai-edge-litert"}
    assert required("tensorflow") - required("") == {"keras", "tensorflow", "ai-edge-litert"}


@pytest.mark.parametrize(
    ("lock", "engines"),
    [
        ("requirements.lock", {"ai-edge-litert", "tensorflow"}),
        ("requirements-lite.lock", {"ai-edge-litert"}),
    ],
)
def test_each_lock_has_its_engines(lock: str, engines: set[str]) -> None:
    """An installation from a lock carries what it is for, and TensorFlow only where it is used."""
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    locked = {line.split("==")[0] for line in lines if "==" in line}
    assert locked & {"ai-edge-litert", "tensorflow"} == engines


@pytest.mark.parametrize(
    "lock", ["requirements.lock", "requirements-lite.lock", "requirements-dev.lock"]
)
def test_locks_hash_every_file(lock: str) -> None:
    """Every locked package has a fixed version and hashes, and no address to fetch it from."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "--exclude-newer" in text.splitlines()[1]
    assert "://" not in text
    packages = [
        block for block in text.replace("\\\n", " ").splitlines() if block[:1] not in ("#", " ", "")
    ]
    assert len(packages) > 20
    assert [package for package in packages if "==" not in package.split()[0]] == []
    assert [package for package in packages if "--hash=sha256:" not in package] == []
