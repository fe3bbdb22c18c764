"""Promises of the documents: what they say is so, and what they tell one to type works."""

import ast
import os
import re
import shlex
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

import recognizer.__main__ as command_line
from chat.settings import Settings
from recognizer import Recognizer

ROOT = Path(__file__).parents[1]
NAMES = ("README.md", "README.ru.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
GUIDES = ("OPERATIONS.md", "SECURITY.md")
"""These tell of servers: they name places on them, and what other programs are told."""
DOCUMENTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in (*NAMES, *GUIDES)}
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
ON_THE_PICTURE = "246\n789\n1035\n"
LARGEST_PICTURE = 200_000
"""Bytes: whoever clones gets them all."""

every_document = pytest.mark.parametrize("name", NAMES)
guides_too = pytest.mark.parametrize("name", [*NAMES, *GUIDES])


def blocks(name: str, language: str) -> list[str]:
    """The lines of a document's code blocks in one language, without comments and blanks."""
    found = re.findall(rf"^```{language}\n(.*?)^```$", DOCUMENTS[name], re.MULTILINE | re.DOTALL)
    lines = [re.sub(r"\s*(?:^|\s)#.*", "", line) for line in "".join(found).splitlines()]
    return [line for line in lines if line]


def spans(name: str) -> list[str]:
    """What a document sets as code within a sentence."""
    prose = re.sub(r"^```.*?^```$", "", DOCUMENTS[name], flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"`([^`\n]+)`", prose)


def make_commands(name: str) -> Iterator[list[str]]:
    """The words after `make` wherever a document has it as code."""
    for line in [*blocks(name, "sh"), *spans(name)]:
        program, *words = shlex.split(line.replace("'", "")) or [""]
        if program == "make":
            yield words


def rooms() -> dict[str, str]:
    """ARCHITECTURE.md's table: the rooms, and what each may import."""
    rows = re.findall(
        r"^\| `([\w.]+/?)` \|.*\| (.+) \|$", DOCUMENTS["ARCHITECTURE.md"], re.MULTILINE
    )
    return {room.rstrip("/"): imports for room, imports in rows}


def imported(room: str) -> set[str]:
    """The top-level names that a room's files import."""
    path = ROOT / room
    found = set()
    for file in path.rglob("*.py") if path.is_dir() else [path]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found


@pytest.fixture(scope="module")
def reader() -> Recognizer:
    """The network that ships."""
    return Recognizer()


@guides_too
def test_make_targets(name: str) -> None:
    """Every `make` command that a document shows names targets and variables of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    variables = set(re.findall(r"\$\(([A-Z]+)\)", MAKEFILE))
    for words in make_commands(name):
        given = {word.partition("=")[0] for word in words if "=" in word}
        assert {word for word in words if "=" not in word} <= targets
        assert given <= variables


def test_ci_runs_the_checks() -> None:
    """The script of the continuous integration can be executed and runs checks and tests."""
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make check test" in script.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("language", ["sh", "python"])
def test_readmes_agree(language: str) -> None:
    """Both READMEs show the same commands and the same program."""
    assert blocks("README.md", language) == blocks("README.ru.md", language) != []


@guides_too
def test_links(name: str) -> None:
    """Every link to a file leads to one."""
    links = re.findall(r"\]\(([^)#]+)", DOCUMENTS[name])
    files = [link for link in links if "://" not in link]
    assert [file for file in files if not (ROOT / file).exists()] == []


@guides_too
def test_paths(name: str) -> None:
    """Every path that stands in a document is there in a fresh clone, before anything is built."""
    named = [span for span in spans(name) if re.fullmatch(r"[\w.-]+(?:/[\w.-]*)+", span)]
    missing = [path for path in named if not (ROOT / path).exists()]
    assert missing + [path for path in named if path.startswith("build/")] == []


@every_document
def test_no_machine_paths(name: str) -> None:
    """No document names a place outside the repository."""
    outside = r"(?:^|[\s`\"'(=])(?:/[\w.-]+/[\w./-]*|\.\./\S*|~/\S*|[A-Z]:\\\S*)"
    assert re.findall(outside, DOCUMENTS[name], re.MULTILINE) == []


@guides_too
def test_no_gaps(name: str) -> None:
    """No document has a figure that is still to be filled in."""
    assert "TBD" not in DOCUMENTS[name]


@guides_too
def test_settings(name: str) -> None:
    """Every setting that a document names exists, in the bot or in compose.yaml."""
    known = {field.name.upper() for field in fields(Settings)}
    known |= set(re.findall(r"\$\{(\w+)", (ROOT / "compose.yaml").read_text(encoding="utf-8")))
    named = {span.partition("=")[0] for span in spans(name)}
    assert {word for word in named if re.fullmatch(r"[A-Z]+(?:_[A-Z]+)+", word)} <= known


def test_rooms() -> None:
    """The table of rooms has every folder of code, and nothing that is not there."""
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert folders <= set(rooms())
    assert [room for room in rooms() if not (ROOT / room).exists()] == []


@pytest.mark.parametrize("room", ["recognizer", "training", "chat", "playground", "bot.py"])
def test_imports(room: str) -> None:
    """A room imports only those rooms that the table allows it."""
    allowed = set(re.findall(r"`(\w+)`", rooms()[room])) | {room}
    assert imported(room) & {name.removesuffix(".py") for name in rooms()} <= allowed


@pytest.mark.parametrize("room", ["recognizer", "chat", "playground"])
def test_every_file_is_explained(room: str) -> None:
    """ARCHITECTURE.md says of every file on the way of a photo or a message what it is for."""
    files = {f"{room}/{path.name}" for path in (ROOT / room).glob("*.py")}
    assert files - {f"{room}/__init__.py"} <= set(spans("ARCHITECTURE.md"))


def test_pictures() -> None:
    """`docs/` holds small pictures that the README shows or names, and nothing else."""
    pictures = list((ROOT / "docs").iterdir())
    assert [p for p in pictures if f"docs/{p.name}" not in DOCUMENTS["README.md"]] == []
    assert [p for p in pictures if p.stat().st_size > LARGEST_PICTURE] == []


def test_changelog() -> None:
    """The changelog tells of the version that `pyproject.toml` has."""
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    version = re.findall(r'^version = "(.+)"$', project, re.MULTILINE)
    newest = re.findall(
        r"^## \[(\d.+)\] - \d{4}-\d\d-\d\d$", DOCUMENTS["CHANGELOG.md"], re.MULTILINE
    )
    assert version == newest[:1]


def test_commands(
    reader: Recognizer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The README's commands for the recognizer do what it says, on the photo that it brings."""
    monkeypatch.setattr(command_line, "Recognizer", lambda *_: reader)
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    monkeypatch.chdir(tmp_path)
    start = ".venv/bin/python -m recognizer "
    commands = [line for line in blocks("README.md", "sh") if line.startswith(start)]
    for command in commands:
        assert command_line.main(shlex.split(command.removeprefix(start))) == 0
    plain, *_ = capsys.readouterr().out.partition("{")
    assert plain.removeprefix("docs/sum.jpg: ").split() == ON_THE_PICTURE.split()
    assert (tmp_path / "explained.png").exists()


def test_program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The README's program runs as it stands and prints the digits of the photo."""
    monkeypatch.chdir(ROOT)
    exec("\n".join(blocks("README.md", "python")), {})  # noqa: S102
    assert capsys.readouterr().out.startswith(ON_THE_PICTURE)


@pytest.mark.parametrize("name", ["README.md", "README.ru.md"])
def test_figures_are_those_of_the_card(name: str) -> None:
    """What a README says of accuracy stands in the card, which is written with the network."""
    card = (ROOT / "models" / "MODEL_CARD.md").read_text(encoding="utf-8")
    text = DOCUMENTS[name].replace("из", "of")
    photos = re.findall(r"\| ([\d.,]+) % \((\d+) of (\d+)\) \|", text)
    glyphs = re.findall(r"\| ([\d.,]+) % of ([\d,]+) \|", text)
    assert (len(photos), len(glyphs)) == (4, 7)
    rows = [f"| {count} | {right} ({share.replace(',', '.')}%) |" for share, right, count in photos]
    rows += [f"| {n.replace(',', '')} | {share.replace(',', '.')}% |" for share, n in glyphs]
    assert [row for row in rows if row not in card] == []
