"""The control API: how tests and the page play the people and look at what the bot did.

``POST do/<action>`` acts (see ``acting``), with a JSON object as the body, or as the part ``data``
of a multipart body whose ``file`` parts are the files. ``GET`` looks. Everything lives under a
path that is drawn at random when the server starts.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any, TypeVar

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from playground import acting, profile
from playground.errors import ApiError
from playground.faults import Fault
from playground.parameters import Upload
from playground.world import World

T = TypeVar("T")
POISON = {"message": {"message_id": "not a number", "date": "never", "chat": 7, "from": []}}
_SHOWN = frozenset(
    {"image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "video/webm", "audio/ogg"}
)


async def _read(request: Request) -> tuple[dict[str, Any], list[Upload]]:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        body = await request.body()
        data = json.loads(body) if body else {}
        return data, []
    async with request.form(max_files=50) as form:
        data = json.loads(str(form.get("data", "{}")))
        files = [
            Upload(part.filename, part.content_type, await part.read())
            for part in form.getlist("file")
            if isinstance(part, UploadFile)
        ]
    return data, files


def _number(request: Request, name: str, otherwise: float) -> float:
    return float(request.query_params.get(name, otherwise))


def _latest(request: Request, found: list[T]) -> list[T]:
    count = int(_number(request, "latest", 0))
    return found[-count:] if count > 0 else found


class Control:
    """The endpoints of the control API."""

    def __init__(self, world: World) -> None:
        self._world = world

    def routes(self) -> list[Route]:
        """Where the endpoints are."""
        return [
            Route("/do/{action}", self.act, methods=["POST"]),
            Route("/state", self.state),
            Route("/chats/{chat}/messages", self.messages),
            Route("/chats/{chat}/menu", self.menu),
            Route("/files/{file_id}", self.file),
            Route("/requests", self.requests),
            Route("/events", self.events),
            Route("/stream", self.stream),
            Route("/quiet", self.quiet),
            Route("/profile", self.profile),
            Route("/faults", self.faults, methods=["GET", "POST", "DELETE"]),
            Route("/updates", self.push, methods=["POST"]),
        ]

    async def act(self, request: Request) -> Response:
        """Do what a person does."""
        action = acting.ACTIONS.get(request.path_params["action"])
        if action is None:
            return JSONResponse({"error": "unknown action"}, 404)
        try:
            data, files = await _read(request)
            return JSONResponse(await action(self._world, data, files))
        except ApiError as error:
            return JSONResponse({"error": error.description}, 400)
        except (ValueError, KeyError, TypeError) as error:
            return JSONResponse({"error": f"{type(error).__name__}: {error}"}, 400)

    async def state(self, _: Request) -> Response:
        """Everybody and every chat, and the cursor from which to follow events."""
        world = self._world
        return JSONResponse(
            {
                "bot": world.bot.me(),
                "users": [user.to_dict() for user in world.users.values()],
                "chats": [acting.describe_chat(chat) for chat in world.chats.values()],
                "cursor": world.events.cursor,
                "pending": len(world.updates.pending),
                "listened": world.updates.listened,
            }
        )

    async def messages(self, request: Request) -> Response:
        """The messages of a chat after a number, or the ``latest`` so many."""
        chat = self._world.chats.get(int(request.path_params["chat"]))
        if chat is None:
            return JSONResponse({"error": "chat not found"}, 404)
        after = _number(request, "after", 0)
        found = [message for message in chat.messages.values() if message.id > after]
        return JSONResponse([message.view() for message in _latest(request, found)])

    async def menu(self, request: Request) -> Response:
        """The commands that a person is offered in a chat."""
        chat = self._world.chat(request.path_params["chat"])
        user = self._world.user(int(_number(request, "user", 0)))
        return JSONResponse(profile.menu(self._world, chat, user.id, user.language_code or ""))

    async def file(self, request: Request) -> Response:
        """A file for the page; what a browser would not merely show is offered for saving."""
        file = self._world.files.find(request.path_params["file_id"])
        if file is None:
            return JSONResponse({"error": "file not found"}, 404)
        if file.mime_type in _SHOWN:
            return Response(file.data, media_type=file.mime_type)
        headers = {"content-disposition": "attachment"}
        return Response(file.data, media_type="application/octet-stream", headers=headers)

    async def requests(self, request: Request) -> Response:
        """The requests that the bot made after a number, or the ``latest`` so many."""
        records = self._world.journal.since(
            int(_number(request, "after", 0)), request.query_params.get("method")
        )
        return JSONResponse([record.to_dict() for record in _latest(request, records)])

    async def events(self, request: Request) -> Response:
        """What happened after a cursor; waits for something to happen."""
        found = await self._world.events.wait(
            int(_number(request, "since", 0)), min(_number(request, "timeout", 0), 30)
        )
        return JSONResponse({"cursor": self._world.events.cursor, "events": found})

    async def stream(self, request: Request) -> Response:
        """The same as server-sent events."""
        cursor = int(request.headers.get("last-event-id") or _number(request, "since", 0))
        return StreamingResponse(self._follow(cursor), media_type="text/event-stream")

    async def _follow(self, cursor: int) -> AsyncIterator[str]:
        yield ": hello\n\n"
        events = self._world.events
        while not events.closed:
            found = await events.wait(cursor, 15)
            for event in found:
                cursor = event["cursor"]
                yield f"id: {cursor}\ndata: {json.dumps(event, ensure_ascii=False)}\n\n"
            if not found:
                yield ": still here\n\n"

    async def quiet(self, request: Request) -> Response:
        """Wait until every update is confirmed and the bot has said nothing for a while."""
        world, calm = self._world, _number(request, "for", 0.2)
        deadline = time.monotonic() + min(_number(request, "timeout", 10), 60)
        while time.monotonic() < deadline and not world.events.closed:
            busy = world.updates.pending or world.journal.in_flight
            since = time.monotonic() - max(world.journal.last_activity, world.updates.last_change)
            if not busy and since >= calm:
                return JSONResponse({"quiet": True})
            await asyncio.sleep(0.05 if busy else max(calm - since, 0.005))
        return JSONResponse({"quiet": False})

    async def profile(self, _: Request) -> Response:
        """What the bot said of itself."""
        return JSONResponse(profile.describe(self._world))

    async def faults(self, request: Request) -> Response:
        """Order a fault, call all off, or see how often each happened."""
        faults = self._world.faults
        if request.method == "DELETE":
            faults.clear()
        elif request.method == "POST":
            data, _ = await _read(request)
            try:
                faults.active.append(Fault(**data))
            except (TypeError, ValueError) as error:
                return JSONResponse({"error": str(error)}, 400)
        return JSONResponse([fault.to_dict() for fault in faults.active])

    async def push(self, request: Request) -> Response:
        """Hand the bot any update; with none given, one that no library can parse."""
        data, _ = await _read(request)
        number = self._world.updates.push_raw(data or POISON)
        return JSONResponse({"update_id": number})
