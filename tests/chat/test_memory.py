"""Promises of chat/memory.py."""

import platform
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
from pathlib import Path
from chat.memory import stay_small

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4 // 1024

if sys.argv[1] == "small":
    stay_small()
before = resident()
for _ in range(2):
    photos, between = [], []
    for _ in range(20):
        photos.append(b"x" * 3 * 2**20)
        between.append(b"x" * 100_000)
    photos.clear()
print(resident() - before)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc's")
def test_large_blocks_go_back() -> None:
    """The pixels of twenty photos go back once they are freed; left alone, glibc keeps them."""

    def kept(how: str) -> int:
        command = [sys.executable, "-c", PROGRAM, how]
        root = Path(__file__).parents[2]
        return int(subprocess.run(command, check=True, capture_output=True, cwd=root).stdout)

    assert kept("small") < 10
    assert kept("usual") > 30
