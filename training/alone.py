"""A program alone on one core, so that the figures of several can be compared.

Nothing but the standard library is imported here, and nothing heavy by who starts a program: a
process hands the peak of its memory on to what it starts, and that would count as theirs.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

ONE_THREAD = {
    "OMP_NUM_THREADS": "1",
    "OMP_THREAD_LIMIT": "1",  # Tesseract
    "OPENBLAS_NUM_THREADS": "1",
    "OPENCV_FOR_THREADS_NUM": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "CUDA_VISIBLE_DEVICES": "-1",  # nor any thread of a graphics card
}


def run(module: str, *arguments: str, files: Iterable[Path]) -> Iterator[dict[str, Any]]:
    """Start `python -m module` on `files` and yield what it tells, as it tells it.

    Raises ChildProcessError, with what stood on standard error, where it ends badly.
    """
    command = [sys.executable, "-m", module, *arguments]
    with TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        with subprocess.Popen(  # noqa: S603  (a module of ours)
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, encoding="utf-8",
            cwd=Path(__file__).parents[1], env=os.environ | ONE_THREAD,
        ) as process:  # fmt: skip
            assert process.stdin is not None  # noqa: S101  (for the type checker)
            assert process.stdout is not None  # noqa: S101
            with process.stdin:
                json.dump([str(file.resolve()) for file in files], process.stdin)
            for line in process.stdout:
                yield json.loads(line)
        if process.returncode:
            log.seek(0)
            raise ChildProcessError(f"{module} ended with {process.returncode}:\n{log.read()}")


def task() -> list[Path]:
    """Settle on one core, before anything counts the cores, and take the files from `run`."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    return [Path(file) for file in json.load(sys.stdin)]


def tell(**facts: object) -> None:
    """Hand `facts` to `run`."""
    print(json.dumps(facts), flush=True)


def peak(*, of_children: bool = False) -> float:
    """The most memory (resident set, MB) that this process had, or the largest that it ended."""
    status = Path("/proc/self/status")
    if status.exists() and not of_children:  # begins anew with the program, unlike getrusage's
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    who = resource.RUSAGE_CHILDREN if of_children else resource.RUSAGE_SELF
    most = resource.getrusage(who).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)
