"""Command line: python -m recognizer read [--json] PATH..., python -m recognizer explain PHOTO."""

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from recognizer import ModelError, PhotoError, Reading, Recognizer
from recognizer.engines import MODELS

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp"}
"""What is taken from a folder; a file that is named is tried whatever its name."""


def photos(paths: list[Path]) -> Iterator[Path]:
    """The files of `paths`: folders give the photos directly in them, in order of their names."""
    for path in paths:
        if path.is_dir():
            yield from sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES)
        else:
            yield path


def read(recognizer: Recognizer, paths: list[Path], *, as_json: bool) -> int:
    """Print the reading of every photo; returns how many could not be read."""
    failed = 0
    for path in photos(paths):
        try:
            data = path.read_bytes()
            start = time.perf_counter()
            reading = recognizer.read(data)
            elapsed = (time.perf_counter() - start) * 1000
        except (PhotoError, OSError) as error:
            failed += 1
            reason = f"{type(error).__name__}: {error}"
            print(
                json.dumps({"file": str(path), "error": reason})
                if as_json
                else f"{path}: {reason}",
                flush=True,
            )
            continue
        print(_json(path, reading, elapsed) if as_json else _plain(path, reading), flush=True)
    return failed


def _json(path: Path, reading: Reading, elapsed: float) -> str:
    return json.dumps({"file": str(path), **reading.to_dict(), "elapsed_ms": round(elapsed, 2)})


def _plain(path: Path, reading: Reading) -> str:
    return f"{path}: " + (
        reading.text.replace("\n", "\n" + " " * (len(str(path)) + 2)) or "no digit"
    )


def explain(recognizer: Recognizer, photo: Path, out: Path) -> int:
    """Write one picture with every stage of `photo`; returns 1 if it can't be read."""
    from recognizer.explain import draw  # noqa: PLC0415  (only here)

    try:
        draw(recognizer.stages(photo.read_bytes())).save(out)
    except (PhotoError, OSError) as error:
        print(f"{photo}: {type(error).__name__}: {error}", file=sys.stderr)
        return 1
    print(out)
    return 0


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m recognizer", description="Read handwritten digits."
    )
    parser.add_argument(
        "--engine", choices=MODELS, default="tensorflow", help="what runs the network"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    reading = commands.add_parser("read", help="print the digits of photos")
    reading.add_argument("--json", action="store_true", help="one JSON object a line")
    reading.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="photo or folder")
    explaining = commands.add_parser("explain", help="draw every stage of one photo")
    explaining.add_argument("photo", type=Path)
    explaining.add_argument("-o", "--out", type=Path, default=Path("explained.png"))
    options = parser.parse_args(arguments)
    try:
        recognizer = Recognizer(MODELS[options.engine])
    except ModelError as problem:
        sys.exit(str(problem))
    if options.command == "explain":
        return explain(recognizer, options.photo, options.out)
    return 1 if read(recognizer, options.paths, as_json=options.json) else 0


if __name__ == "__main__":
    sys.exit(main())
