"""The parameters of a request, decoded from whichever way they came in."""

import json
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request

from playground.errors import bad_request

_NUMBERS = (
    "chat_id user_id from_chat_id message_id message_thread_id direct_messages_topic_id offset "
    "limit timeout max_connections duration width height length cache_time "
    "reply_to_message_id receiver_user_id"
)
_SWITCHES = (
    "disable_notification protect_content allow_sending_without_reply has_spoiler is_big "
    "show_caption_above_media show_alert drop_pending_updates disable_content_type_detection "
    "supports_streaming allow_paid_broadcast disable_web_page_preview for_channels"
)
_OBJECTS = (
    "reply_markup reply_parameters entities caption_entities media link_preview_options "
    "allowed_updates reaction commands scope menu_button message_ids "
    "suggested_post_parameters result"
)
NUMBERS = frozenset(_NUMBERS.split())
SWITCHES = frozenset(_SWITCHES.split())
OBJECTS = frozenset(_OBJECTS.split())
_FORM_LIMIT = 60 * 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A file that came with a request."""

    name: str | None
    mime_type: str | None
    data: bytes


@dataclass
class Parameters:
    """Decoded values by name, and the files that came along by the name of their part."""

    values: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)

    def get(self, name: str, otherwise: Any = None) -> Any:
        """A value, if it was given."""
        value = self.values.get(name)
        return otherwise if value is None else value

    def text(self, name: str, otherwise: str = "") -> str:
        """A value as text."""
        return str(self.get(name, otherwise))

    def number(self, name: str, otherwise: int = 0) -> int:
        """A value as a number."""
        try:
            return int(self.get(name, otherwise))
        except (TypeError, ValueError) as error:
            raise bad_request(f"invalid {name} specified") from error

    def upload(self, value: Any) -> Upload | None:
        """The file behind ``attach://name``, if the value says so."""
        if isinstance(value, str) and value.startswith("attach://"):
            return self.uploads.get(value.removeprefix("attach://"))
        return None

    def files(self) -> dict[str, Any]:
        """What came along, in a form for the journal."""
        return {
            name: {"file_name": file.name, "mime_type": file.mime_type, "size": len(file.data)}
            for name, file in self.uploads.items()
        }


async def decode(request: Request) -> Parameters:
    """The parameters from the query and from a JSON, URL-encoded or multipart body."""
    found = Parameters({name: _value(name, value) for name, value in request.query_params.items()})
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        try:
            body = await request.json()
        except ValueError as error:
            raise bad_request("can't parse JSON object") from error
        if not isinstance(body, dict):
            raise bad_request("can't parse JSON object")
        found.values |= body
    elif kind in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        async with request.form(max_files=50, max_part_size=_FORM_LIMIT) as form:
            for name, value in form.multi_items():
                if isinstance(value, UploadFile):
                    data = await value.read()
                    found.uploads[name] = Upload(value.filename, value.content_type, data)
                else:
                    found.values[name] = _value(name, value)
    referenced = json.dumps(found.values)
    for name in found.uploads:
        if f"attach://{name}" not in referenced:
            found.values[name] = f"attach://{name}"
    return found


def _value(name: str, text: str) -> Any:
    if name in NUMBERS:
        try:
            return int(text)
        except ValueError:
            return text  # @username, or a mistake to be refused later
    if name in SWITCHES:
        return {"true": True, "1": True, "false": False, "0": False}.get(text.lower(), text)
    if name in OBJECTS:
        try:
            return json.loads(text)
        except ValueError as error:
            raise bad_request(f"can't parse {name} JSON object") from error
    return text
