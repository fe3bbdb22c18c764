"""What all tests share: databases of their own on SQLite and PostgreSQL, and no haste."""

import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from chat.store.address import parse
from chat.store.database import Database, opened

# How quickly examples come and run is the machine's affair; no test promises it.
settings.register_profile("calm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("calm")

PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


def programs() -> Path | None:
    """The folder with PostgreSQL's server: the newest of Debian's, or what is on the path."""
    if PROGRAMS:
        return PROGRAMS[-1]
    found = shutil.which("initdb")
    return Path(found).parent if found else None


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """A PostgreSQL server of its own, on a socket in a temporary folder; gives its URL."""
    folder = programs()
    if folder is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    # The server refuses to run as root, and a socket's path has at most 107 characters.
    user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with TemporaryDirectory(prefix="pg", dir="/tmp", ignore_cleanup_errors=True) as place:
        if user:
            shutil.chown(place, "postgres")

        def run(program: str, *arguments: str) -> None:
            subprocess.run(
                [*user, str(folder / program), "-D", f"{place}/data", *arguments],
                check=True,
                cwd=place,
                stdout=subprocess.DEVNULL,
            )

        run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync", "--no-locale")
        options = f"-c listen_addresses= -c fsync=off -k {place}"
        run("pg_ctl", "-w", "-l", f"{place}/log", "-o", options, "start")
        try:
            yield f"postgresql://postgres@/postgres?host={place}"
        finally:
            run("pg_ctl", "-m", "immediate", "stop")


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, once of each kind."""
    if request.param == "sqlite":
        return parse(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    cluster: str = request.getfixturevalue("cluster")
    server = create_async_engine(parse(cluster), isolation_level="AUTOCOMMIT")
    async with server.connect() as connection:
        await connection.execute(text("DROP DATABASE IF EXISTS digits WITH (FORCE)"))
        await connection.execute(text("CREATE DATABASE digits"))
    await server.dispose()
    return parse(cluster.replace("/postgres?", "/digits?"))


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """An open database with all tables and no rows."""
    async with opened(url) as database:
        yield database
