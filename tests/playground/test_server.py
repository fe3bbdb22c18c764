"""Starting and stopping the server."""

import asyncio
import signal
import socket
import subprocess
import sys

import httpx

from playground import serve, serving
from playground.server import LOCALHOST, listening
from tests.playground.conftest import NO_STORE


async def test_a_taken_port_gives_way_to_a_free_one() -> None:
    """Where the port is taken the server takes another, and both answer on this machine alone."""
    async with serving() as first, serving(port=int(first.url.rpartition(":")[2])) as second:
        assert first.url != second.url
        assert second.url.startswith("http://127.0.0.1:")
        assert first.secret != second.secret
        async with httpx.AsyncClient(verify=NO_STORE) as http:
            for address in (first, second):
                answer = await http.get(f"{address.url}/bot{address.token}/getMe")
                assert answer.json()["result"]["id"] == 1


async def test_the_secret_does_not_show() -> None:
    """An address that is logged does not give away the page's path."""
    async with serving() as address:
        assert address.secret not in repr(address)
        assert address.secret in address.page_url


async def test_stopping_ends_a_long_poll() -> None:
    """A server that stops sends waiting bots home with an empty answer."""
    async with httpx.AsyncClient(verify=NO_STORE) as http:
        async with serving() as address:
            url = f"{address.url}/bot{address.token}/getUpdates"
            polling = asyncio.create_task(http.get(url, params={"timeout": 30}, timeout=40))
            await http.get(f"{address.url}/{address.secret}/control/events?timeout=5")
        assert (await polling).json() == {"ok": True, "result": []}


def test_two_that_start_at_once_take_two_ports() -> None:
    """A port is taken from the moment it is chosen, not only once its server answers."""
    with listening(LOCALHOST, 0) as one:
        port = one.getsockname()[1]
        with listening(LOCALHOST, port) as other:
            assert other.getsockname()[1] != port


def test_a_stopped_server_frees_its_port() -> None:
    """After the block nobody listens any more."""
    with serve() as playground:
        port = int(playground.url.rpartition(":")[2])
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_it_runs_alone_and_imports_nothing_of_the_bot() -> None:
    """``python -m playground`` prints its addresses, serves, and ends with status 0 on SIGTERM."""
    program = (
        "import sys, runpy, atexit\n"
        "foreign = {'chat', 'recognizer', 'bot', 'aiogram', 'telegram', 'tensorflow'}\n"
        "atexit.register(lambda: print(sorted(foreign & set(sys.modules)), flush=True))\n"
        "sys.argv = ['playground', '--port', '0', '--token', '77:x']\n"
        "runpy.run_module('playground', run_name='__main__')\n"
    )
    with subprocess.Popen(  # this very program
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        page, hint = process.stdout.readline().split()[-1], process.stdout.readline().split()
        url = hint[-1].partition("=")[2]
        me = httpx.get(f"{url}/bot77:x/getMe", verify=NO_STORE).json()["result"]
        shown = httpx.get(page, verify=NO_STORE)
        process.send_signal(signal.SIGTERM)
        rest = process.stdout.read()

    assert (me["id"], shown.status_code) == (77, 200)
    assert (process.returncode, rest) == (0, "[]\n")
