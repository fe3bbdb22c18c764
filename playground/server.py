"""Runs the server: in the current event loop, or in a thread of a test."""

import asyncio
import contextlib
import secrets
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from playground.api import Api
from playground.client import Playground
from playground.control import Control
from playground.guard import Guard, with_headers
from playground.limits import Limits
from playground.webhook import Webhook
from playground.world import World

PAGE = Path(__file__).parent / "page"
LOCALHOST = "127.0.0.1"
TOKEN = "1:local"  # noqa: S105  # there is nothing behind it


@dataclass(frozen=True)
class Address:
    """Where a running server is: ``url`` for the bot, ``page_url`` for people."""

    url: str
    token: str
    secret: str = field(repr=False)

    @property
    def page_url(self) -> str:
        """The chat page; its path is a secret that other sites can't guess."""
        return f"{self.url}/{self.secret}/"

    @property
    def control_url(self) -> str:
        """The control API."""
        return f"{self.url}/{self.secret}/control"


class _Protocol(H11Protocol):
    """Hands its connection to the app, which may have to cut it."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


class _Server(uvicorn.Server):
    """Leaves signals to whoever runs it, and stops when told rather than at its next look."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._stop = asyncio.Event()

    def stop(self) -> None:
        """End ``serve``."""
        self.should_exit = True
        self._stop.set()

    async def main_loop(self) -> None:
        """Keep the Date header fresh until stopped."""
        while not self.should_exit:
            await self.on_tick(0)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), 1)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close everything; requests under way have two seconds to end."""
        for server in self.servers:
            server.close()
        for listener in sockets or ():
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if self.server_state.tasks:
            _, late = await asyncio.wait(list(self.server_state.tasks), timeout=2)
            for task in late:
                task.cancel()
        await asyncio.sleep(0)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def app(world: World, webhook: Webhook, secret: str, host: str = LOCALHOST) -> ASGIApp:
    """Everything that the server answers."""
    inner = Starlette(
        routes=[
            *Api(world, webhook).routes(),
            Mount(f"/{secret}/control", routes=Control(world).routes()),
            Mount(f"/{secret}", StaticFiles(directory=PAGE, html=True)),
        ]
    )
    return Guard(with_headers(inner), host)


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens on the port, or on any free one if somebody has it."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for wanted in (port, 0):
        # Named TCP, for asyncio then switches Nagle's delay off: 40 ms a request otherwise.
        listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, wanted))
            # Until then another one may be bound to the same port, too.
            listener.listen()
        except OSError:
            listener.close()
            if wanted == 0:
                raise
        else:
            return listener
    raise AssertionError


@contextlib.asynccontextmanager
async def serving(
    *,
    host: str = LOCALHOST,
    port: int = 0,
    token: str = TOKEN,
    privacy: bool = True,
    limits: Limits | None = None,
) -> AsyncIterator[Address]:
    """Serve in the current event loop until the block ends; a taken port gives way to a free one.

    Signals are left alone: the caller decides what ends the block.
    """
    world = World(token, privacy=privacy, limits=limits)
    webhook, secret = Webhook(world.updates), secrets.token_urlsafe(24)
    with listening(host, port) as listener:
        config = uvicorn.Config(
            app(world, webhook, secret, host),
            http=_Protocol,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_keep_alive=60,
        )
        server = _Server(config)
        reached = {"0.0.0.0": LOCALHOST, "::": "::1"}.get(host, host)  # noqa: S104
        name = f"[{reached}]" if ":" in reached else reached
        address = Address(f"http://{name}:{listener.getsockname()[1]}", token, secret)
        tasks = [
            asyncio.create_task(server.serve(sockets=[listener])),
            asyncio.create_task(webhook.run()),
        ]
        try:
            while not server.started and not tasks[0].done():  # noqa: ASYNC110
                await asyncio.sleep(0.005)
            yield address
        finally:
            world.events.close()
            world.faults.clear()
            world.updates.wake()
            server.stop()
            tasks[1].cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


@contextlib.contextmanager
def serve(
    *,
    host: str = LOCALHOST,
    port: int = 0,
    token: str = TOKEN,
    privacy: bool = True,
    limits: Limits | None = None,
) -> Iterator[Playground]:
    """Serve in a thread until the block ends; gives the client that plays the people."""
    started = threading.Event()
    running: dict[str, Any] = {}

    async def main() -> None:
        stop = asyncio.Event()
        async with serving(
            host=host, port=port, token=token, privacy=privacy, limits=limits
        ) as address:
            running.update(address=address, stop=stop, loop=asyncio.get_running_loop())
            started.set()
            await stop.wait()

    def work() -> None:
        try:
            asyncio.run(main())
        except BaseException as error:  # noqa: BLE001  # told to the thread that asked
            running["error"] = error
        finally:
            started.set()

    thread = threading.Thread(target=work, name="playground", daemon=True)
    thread.start()
    started.wait()
    if "error" in running:
        raise running["error"]
    address: Address = running["address"]
    try:
        with Playground(address.url, address.secret, token=address.token) as playground:
            yield playground
    finally:
        running["loop"].call_soon_threadsafe(running["stop"].set)
        thread.join()
