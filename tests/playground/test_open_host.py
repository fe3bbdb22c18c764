"""The local chat on another interface: only when asked, and said plainly."""

import signal
import subprocess
import sys

import httpx
import pytest

from playground import serving
from playground.server import LOCALHOST
from tests.playground.conftest import NO_STORE


async def test_it_listens_on_this_machine_alone() -> None:
    """Unless asked otherwise the server can't be reached from elsewhere."""
    async with serving() as address:
        assert address.url.startswith(f"http://{LOCALHOST}:")
        port = int(address.url.rpartition(":")[2])
        async with httpx.AsyncClient(verify=NO_STORE) as http:
            with pytest.raises(httpx.ConnectError):
                await http.get(f"http://127.0.0.2:{port}/")


async def test_on_all_interfaces_it_names_an_address_that_works() -> None:
    """An address for all interfaces is none to connect to: what it names is this machine's own."""
    async with serving(host="0.0.0.0") as address:  # noqa: S104
        assert address.page_url.startswith(f"http://{LOCALHOST}:")
        async with httpx.AsyncClient(verify=NO_STORE) as http:
            assert (await http.get(address.page_url)).status_code == 200
            elsewhere = address.page_url.replace(LOCALHOST, "127.0.0.2")
            assert (await http.get(elsewhere)).status_code == 200
            stranger = await http.get(elsewhere, headers={"host": "chat.example"})
            assert stranger.status_code == 403


def test_another_interface_comes_with_a_warning() -> None:
    """``--host`` says who can now talk to the bot."""
    with subprocess.Popen(
        [sys.executable, "-m", "playground", "--host", "127.0.0.2", "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(3)]
        process.send_signal(signal.SIGTERM)

    assert "127.0.0.2" in lines[0]
    assert lines[2].startswith("Anybody who can reach this address can talk to the bot")
