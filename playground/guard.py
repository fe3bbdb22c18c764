"""Keeps other sites out: a page elsewhere in the browser must not reach this server."""

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cache-control", b"no-store"),
)


class Guard:
    """Refuses requests for a foreign host name and from a foreign origin.

    A name that somebody else's DNS points here is foreign; ``localhost``, addresses in figures and
    the name that the server was told to listen on are not.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._names = {"localhost", host}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http" and not self.allows(Headers(scope=scope)):
            await PlainTextResponse("Forbidden", 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def allows(self, headers: Headers) -> bool:
        """Whether these headers are those of a bot, a test or the server's own page."""
        host = headers.get("host", "")
        name = urlsplit(f"//{host}").hostname or ""
        if name not in self._names and not _is_address(name):
            return False
        if headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
            return False
        origin = headers.get("origin")
        return origin is None or origin == f"http://{host}"


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def with_headers(app: ASGIApp) -> ASGIApp:
    """The app with the headers of a page that trusts nobody."""

    async def wrapped(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                given = message.get("headers") or []
                message["headers"] = [*given, *_HEADERS]  # type: ignore[misc]
            await send(message)

        await app(scope, receive, send_with)  # type: ignore[arg-type]

    return wrapped
