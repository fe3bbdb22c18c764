"""Promises of the systemd unit, the health check and the audit."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from deploy import audit

DEPLOY = Path(__file__).parents[2] / "deploy"
SYSTEMD_ANALYZE = shutil.which("systemd-analyze")
MOST_EXPOSED = 15
"""Tenths of systemd's measure from 0 (safe) to 10."""
LOCK = """\
# made by uv
one==1.0 \\
    --hash=sha256:00
two==2.0 \\
    --hash=sha256:00
    # via one
"""


@pytest.mark.skipif(not SYSTEMD_ANALYZE, reason="needs systemd-analyze")
def test_unit_is_hardened() -> None:
    """There is next to nothing that systemd could deny the service further."""
    unit = DEPLOY / "digit-reader-bot.service"
    done = subprocess.run(
        [str(SYSTEMD_ANALYZE), "security", "--offline=true", f"--threshold={MOST_EXPOSED}", unit],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-300:] + done.stderr


@contextmanager
def answering(status: int) -> Iterator[int]:
    """A server whose every answer has this status; gives its port."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def check_health(port: int) -> int:
    """The exit status of the container's health check."""
    return subprocess.run(
        [sys.executable, DEPLOY / "healthcheck.py"],
        env={**os.environ, "WEB_PORT": str(port)},
        stderr=subprocess.DEVNULL,
        check=False,
    ).returncode


def test_health_check() -> None:
    """It is content with /healthz answered well, and with nothing else."""
    with answering(200) as port:
        assert check_health(port) == 0
    assert check_health(port) == 1
    with answering(503) as port:
        assert check_health(port) == 1


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({"one 1.0": [], "two 2.0": []}, (audit.CLEAN, "no known vulnerability")),
        ({"one 1.0": ["CVE-1"], "two 2.0": []}, (audit.VULNERABLE, "one 1.0: CVE-1")),
        ({"one 1.0": []}, (audit.UNKNOWN, "NOT AUDITED, 1 of 2")),
        ({}, (audit.UNKNOWN, "NOT AUDITED, 2 of 2")),
    ],
)
def test_audit(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    known: dict[str, list[str]],
    expected: tuple[int, str],
) -> None:
    """Only packages that were all looked up count as clean: silence is no good news."""
    lock = tmp_path / "requirements.lock"
    lock.write_text(LOCK)
    monkeypatch.setattr(audit, "ask", lambda service, _: known if service == "pypi" else {})
    status, words = expected
    assert audit.audit(lock) == status
    assert words in capsys.readouterr().out
