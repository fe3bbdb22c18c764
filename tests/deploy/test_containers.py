"""Promises of the images and of compose.yaml: small rights, no secrets, both engines."""

import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "deploy" / "Dockerfile"
COMPOSE = ROOT / "compose.yaml"
BUILD, FINAL = re.split(r"^(?=FROM )", DOCKERFILE.read_text(), flags=re.MULTILINE)[1:]
"""The two stages: what the first one uses stays behind."""
SERVICES: dict[str, dict[str, Any]] = YAML(typ="safe").load(COMPOSE)["services"]
OURS = ("polling", "webhook")


def instructions(stage: str, name: str) -> list[str]:
    """What follows an instruction wherever it stands in a stage."""
    joined = re.sub(r"\\\n\s*", " ", stage)
    return re.findall(rf"^{name} (.*)$", joined, re.MULTILINE)


def environment(stage: str) -> dict[str, str]:
    """The variables that an image sets."""
    return dict(pair.split("=", 1) for line in instructions(stage, "ENV") for pair in line.split())


def sent(path: str) -> bool:
    """Whether .dockerignore lets a file into the build: the last rule that matches decides."""
    decision = True
    for line in (ROOT / ".dockerignore").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        rule = line.removeprefix("!")
        parents = [path, *(str(parent) for parent in Path(path).parents)]
        anywhere = rule.removeprefix("**/")
        if any(
            fnmatch(candidate, rule)
            or (anywhere != rule and fnmatch(Path(candidate).name, anywhere))
            for candidate in parents
            if candidate != "."
        ):
            decision = line.startswith("!")
    return decision


def test_dockerfile_passes_the_linter() -> None:
    """The linter of Dockerfiles has nothing to say."""
    hadolint = Path(sys.executable).with_name("hadolint")
    done = subprocess.run([hadolint, DOCKERFILE], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_compose_passes_the_schema() -> None:
    """compose.yaml is what the Compose specification allows."""
    command = ["check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(COMPOSE)]
    done = subprocess.run(
        [sys.executable, "-m", *command], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_image_runs_without_rights() -> None:
    """The bot is not root, and its number says so to whoever checks images."""
    assert instructions(FINAL, "USER") == ["10001:10001"]
    assert instructions(FINAL, "HEALTHCHECK")
    assert instructions(FINAL, "ENTRYPOINT") == ['["python", "/app/bot.py"]']


def test_image_has_no_build_tools() -> None:
    """Packages are installed in the first stage, and the last one has nothing left to do so."""
    (setup,) = instructions(FINAL, "RUN")
    assert setup.startswith("pip uninstall --yes setuptools wheel pip ")
    assert not re.search(r"\b(apt|apt-get|curl|wget|gcc|git)\b|pip install", FINAL)
    (install, _) = instructions(BUILD, "RUN")
    assert "--require-hashes" in install
    assert "--only-binary=:all:" in install
    assert install.endswith("/venv/bin/pip uninstall --yes pip setuptools")


def test_image_for_each_engine() -> None:
    """ENGINE decides what is installed and what runs; nothing else differs."""
    assert {"tensorflow) lock=requirements.lock", "litert) lock=requirements-lite.lock"} <= set(
        re.findall(r"\w+\) lock=[\w.-]+", BUILD)
    )
    assert environment(FINAL)["RECOGNIZER_ENGINE"] == "$ENGINE"
    assert instructions(BUILD, "ARG") == instructions(FINAL, "ARG") == ["ENGINE=tensorflow"]


def test_image_has_every_room() -> None:
    """All that bot.py imports is copied, and of what is copied nothing is held back."""
    copied = {name for line in instructions(BUILD, "COPY") for name in line.split()[:-1]}
    rooms = {"recognizer", "chat", "playground", "locales", "models"}
    assert rooms | {"bot.py", "requirements.lock", "requirements-lite.lock"} <= copied
    for path in [name for name in copied if name not in rooms] + [
        "models/digits.tflite",
        "models/digits.sha256",
        "models/ink.tflite",
        "models/ink.sha256",
        "locales/ru/LC_MESSAGES/bot.mo",
        "playground/page/index.html",
        "chat/store/migrations/env.py",
    ]:
        assert (ROOT / path).exists()
        assert sent(path), path


@pytest.mark.parametrize(
    "path",
    [
        ".env",
        ".env.local",
        "chat/.env",
        "bot.sqlite3",
        "models/bot.sqlite3-wal",
        ".git/config",
        ".venv/bin/python",
        "tests/conftest.py",
        "build/network.keras",
        "backup.tar.gz",
        "photo.jpg",
        "deploy/Caddyfile",
    ],
)
def test_nothing_private_is_sent(path: str) -> None:
    """No token, database, history or leftover can get into an image, whatever it is called."""
    assert not sent(path)


@pytest.mark.parametrize("name", SERVICES)
def test_every_container_is_hardened(name: str) -> None:
    """Read-only root, no capability, no new privileges, bounded memory and processes."""
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "caddy" else [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["pids_limit"] <= 256
    assert service["mem_limit"]
    assert not service.get("privileged")


@pytest.mark.parametrize("name", OURS)
def test_our_containers(name: str) -> None:
    """The bot runs as nobody's user and gets its secrets from .env alone."""
    service = SERVICES[name]
    assert service["user"] == "10001:10001"
    assert service["env_file"] == ".env"
    assert service["build"]["args"] == {"ENGINE": "${ENGINE:-tensorflow}"}
    assert "ports" not in service, "only Caddy is reached from outside"


def test_no_secret_is_written_down() -> None:
    """Passwords and secrets in compose.yaml are variables."""
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if re.search("PASSWORD|SECRET|TOKEN", name):
                assert re.fullmatch(r"\$\{\w+:-\}", value), name


def test_profiles() -> None:
    """`polling` is one bot; `webhook` is two behind Caddy, with a PostgreSQL of their own."""
    profiles = {name: service["profiles"] for name, service in SERVICES.items()}
    assert profiles == {
        "polling": ["polling"],
        "webhook": ["webhook"],
        "caddy": ["webhook"],
        "postgres": ["webhook"],
    }
    assert SERVICES["webhook"]["deploy"]["replicas"] == 2
    assert SERVICES["postgres"]["networks"] == ["database"]
    assert YAML(typ="safe").load(COMPOSE)["networks"]["database"] == {"internal": True}
    assert "ports" not in SERVICES["postgres"]


def test_parts_fit_together() -> None:
    """Caddy passes on the path that Telegram is told, to the port that the image listens on."""
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text()
    path = SERVICES["webhook"]["environment"]["WEBHOOK_URL"].rpartition("}")[2]
    assert f"path {path}\n" in caddyfile
    assert f"port {environment(FINAL)['WEB_PORT']}\n" in caddyfile
    assert "name webhook\n" in caddyfile
    assert "max_size 1MB" in caddyfile
