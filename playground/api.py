"""The Bot API over HTTP: ``/bot<token>/<method>`` and ``/file/bot<token>/<path>``."""

import hmac
import json
import logging
import re
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from playground.errors import ApiError
from playground.faults import Fault
from playground.journal import Record
from playground.methods import table
from playground.parameters import Parameters, decode
from playground.webhook import Webhook
from playground.world import World

_logger = logging.getLogger(__name__)
_TOKEN = re.compile(r"\d+:[\w-]+")
_NOT_FOUND = ApiError(404, "Not Found")
_BAD_GATEWAY = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>nginx</body>\r\n</html>"
)


async def drop(request: Request) -> Response:
    """Cut the connection with nothing said; waits until it is gone."""
    request.scope["state"]["transport"].abort()
    while (await request.receive())["type"] != "http.disconnect":
        pass
    return Response()


class Api:
    """The endpoints that a bot talks to."""

    def __init__(self, world: World, webhook: Webhook) -> None:
        self._world = world
        self._methods = table(webhook)

    def routes(self) -> list[Route]:
        """Where the endpoints are."""
        return [
            Route("/bot{token}/{method}", self.call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self.download),
        ]

    async def call(self, request: Request) -> Response:
        """Carry out a method, unless a fault comes between."""
        asked = request.path_params["method"]
        name, method = self._methods.get(asked.lower(), (asked, None))
        refusal, params = self._stranger(request), Parameters()
        if refusal is None:
            try:
                params = await decode(request)
            except ApiError as error:
                refusal = error
        if refusal is None and method is None:
            refusal = _NOT_FOUND
        record = self._world.journal.begin(name, params.values, params.files())
        fault = self._world.faults.pick(name)
        if refusal is None and (early := await self._before(request, record, fault)):
            return early
        status, body = 200, None
        if refusal is None and method is not None:
            try:
                result = await method(self._world, params)
            except ApiError as error:
                refusal = error
            except Exception:
                _logger.exception("%s failed", name)
                refusal = ApiError(500, "Internal Server Error")
            else:
                record.carried_out = True
                body = {"ok": True, "result": result}
        if refusal is not None or body is None:
            refusal = refusal or _NOT_FOUND
            status, body = refusal.status, refusal.to_dict()
        return await self._after(request, record, fault, status, body)

    async def download(self, request: Request) -> Response:
        """The bytes of a file."""
        path = request.path_params["path"]
        record = self._world.journal.begin("download", {"path": path}, {})
        fault = self._world.faults.pick("download")
        if early := await self._before(request, record, fault):
            return early
        file = self._world.files.at(path)
        refusal = self._stranger(request) or (None if file else _NOT_FOUND)
        if refusal or file is None:
            body = (refusal or _NOT_FOUND).to_dict()
            return await self._after(request, record, fault, body["error_code"], body)
        record.carried_out = True
        if fault and fault.kind == "slow":
            await fault.hold_up()
        if fault and fault.kind == "drop_after":
            self._world.journal.end(record, None, None)
            return await drop(request)
        self._world.journal.end(record, 200, {"size": file.size})
        return Response(file.data, media_type="application/octet-stream")

    def _stranger(self, request: Request) -> ApiError | None:
        token = request.path_params["token"]
        if hmac.compare_digest(token.encode(), self._world.bot.token.encode()):
            return None
        return ApiError(401, "Unauthorized") if _TOKEN.fullmatch(token) else _NOT_FOUND

    async def _before(
        self, request: Request, record: Record, fault: Fault | None
    ) -> Response | None:
        """What a fault does instead of carrying out the request."""
        if fault is None:
            return None
        record.fault = fault.kind
        journal = self._world.journal
        if fault.kind == "drop_before":
            journal.end(record, None, None)
            return await drop(request)
        if fault.kind == "html":
            journal.end(record, 502, None)
            return HTMLResponse(_BAD_GATEWAY, 502)
        if fault.kind == "too_many_requests":
            error = ApiError(
                429,
                f"Too Many Requests: retry after {fault.retry_after}",
                retry_after=fault.retry_after,
            )
        elif fault.kind == "server_error":
            words = {500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Timeout"}
            error = ApiError(fault.status, words.get(fault.status, "Internal Server Error"))
        else:
            return None
        journal.end(record, error.status, error.to_dict())
        return JSONResponse(error.to_dict(), error.status)

    async def _after(
        self,
        request: Request,
        record: Record,
        fault: Fault | None,
        status: int,
        body: dict[str, Any],
    ) -> Response:
        """Give the answer, late or not at all if a fault says so."""
        if fault and fault.kind == "slow":
            await fault.hold_up()
        if fault and fault.kind == "drop_after":
            self._world.journal.end(record, None, None)
            return await drop(request)
        self._world.journal.end(record, status, body)
        return Response(json.dumps(body, ensure_ascii=False), status, media_type="application/json")
