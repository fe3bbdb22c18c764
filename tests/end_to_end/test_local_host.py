"""The local chat on another interface than this machine's own."""

import re
from pathlib import Path

import httpx

from tests.end_to_end.bot_process import running_bot


def test_another_interface(tmp_path: Path) -> None:
    """``--host`` opens the page where it says, and warns of who can use it now."""
    with running_bot(tmp_path / "log", "--local", "--host", "127.0.0.2") as bot:
        assert bot.process.stdout
        page = re.search(r"http://127\.0\.0\.2:\d+/\S+", bot.process.stdout.readline())
        warning = bot.process.stdout.readline()
        assert page
        assert httpx.get(page[0], trust_env=False).status_code == 200
        assert bot.end() == 0

    assert warning.startswith("Warning: who can reach 127.0.0.2")
