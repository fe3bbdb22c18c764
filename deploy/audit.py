"""Look for known vulnerabilities in what is locked: python deploy/audit.py LOCK...

pip-audit asks PyPI's advisory database, then OSV's for what PyPI could not tell. Exits with 0 only
if each package was looked up and none is known to be vulnerable, with 1 if some are, and with 2 if
some could not be looked up: pip-audit alone would pass over those in silence.
"""

import json
import subprocess
import sys
from pathlib import Path

SERVICES = ("pypi", "osv")
CLEAN, VULNERABLE, UNKNOWN = 0, 1, 2


def ask(service: str, lock: Path) -> dict[str, list[str]]:
    """The packages of `lock` that `service` knows, each with its vulnerabilities."""
    done = subprocess.run(  # noqa: S603  (a fixed command)
        [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off",
         "--disable-pip", "--require-hashes", "-s", service, "-r", str(lock)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):  # it ends with a traceback where a service can't be reached
        return {}
    return {
        f"{package['name']} {package['version']}": [found["id"] for found in package["vulns"]]
        for package in packages
        if "vulns" in package
    }


def locked(lock: Path) -> set[str]:
    """The packages of `lock` with their versions."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    pins = [line.split()[0] for line in lines if "==" in line and line[0].isalnum()]
    return {pin.replace("==", " ") for pin in pins}


def audit(lock: Path) -> int:
    """Print what is known of `lock`; returns the exit status."""
    wanted = locked(lock)
    known: dict[str, list[str]] = {}
    for service in SERVICES:
        if wanted - set(known):
            known = ask(service, lock) | known
    for package, found in known.items():
        if found:
            print(f"{lock.name}: {package}: {', '.join(found)}")
    if any(known.values()):
        return VULNERABLE
    if unknown := wanted - set(known):
        print(
            f"{lock.name}: NOT AUDITED, {len(unknown)} of {len(wanted)} packages could not be "
            f"looked up. Neither PyPI's advisories nor OSV could be reached, or they don't know "
            f"these versions. Run it where one of the two answers."
        )
        return UNKNOWN
    print(f"{lock.name}: {len(wanted)} packages, no known vulnerability")
    return CLEAN


def main() -> None:
    """Audit the locks that are named."""
    statuses = [audit(Path(name)) for name in sys.argv[1:]]
    sys.exit(VULNERABLE if VULNERABLE in statuses else max(statuses, default=CLEAN))


if __name__ == "__main__":
    main()
