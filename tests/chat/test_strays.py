"""Promises of chat/strays.py."""

import os
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from chat.strays import captured


def test_captured(capfd: pytest.CaptureFixture[str]) -> None:
    """What C code writes becomes log lines while the block runs, and passes otherwise."""
    os.write(2, b"before\n")
    with capture_logs() as logs:
        with captured():
            os.write(2, b"I0000 no graphics card\n\xff second\n")
        os.write(2, b"after\n")
    assert [line["line"] for line in logs] == ["I0000 no graphics card", "\ufffd second"]
    assert {line["log_level"] for line in logs} == {"debug"}
    assert capfd.readouterr().err == "before\nafter\n"


def test_nothing_leaks() -> None:
    """No file handle is left open, even after a failure."""
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(3):
        with pytest.raises(RuntimeError), captured():
            raise RuntimeError
    assert len(list(Path("/proc/self/fd").iterdir())) == before
