"""Whether the requests that a bot made, and the answers it got, are what the Bot API describes.

The schema is aiogram's, a library that the bot itself does not use: nobody here guesses.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import aiogram.methods
from pydantic import BaseModel, TypeAdapter, ValidationError

METHODS: dict[str, type[aiogram.methods.TelegramMethod[Any]]] = {
    method.__api_method__: method
    for name in aiogram.methods.__all__
    if issubclass(method := getattr(aiogram.methods, name), aiogram.methods.TelegramMethod)
    and method is not aiogram.methods.TelegramMethod
}

# Still sent by the official server for the sake of old clients, though described no longer.
LEGACY = frozenset(
    {
        "thumb",
        "new_chat_member",
        "new_chat_participant",
        "left_chat_participant",
        "all_members_are_administrators",
    }
)


def complaints(request: dict[str, Any]) -> Iterator[str]:
    """What is wrong with one request of ``Playground.requests()``."""
    method, params = request["method"], request["params"]
    if method == "download":
        return
    if method not in METHODS:
        yield f"{method}: no such method"
        return
    unknown = params.keys() - METHODS[method].model_fields.keys()
    if unknown:
        yield f"{method}: unknown parameters {sorted(unknown)}"
    try:
        validated = METHODS[method].model_validate(params)
    except ValidationError as error:
        yield f"{method}: {error}"
        return
    for name in METHODS[method].model_fields.keys() & params.keys():
        for path in _unknown_fields(getattr(validated, name), name):
            yield f"{method}: unknown field {path}"
    for name in _attached(params):
        if name not in request["files"]:
            yield f"{method}: attach://{name} names no file of the request"


def _unknown_fields(value: object, path: str) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from (f"{path}.{name}" for name in value.model_extra or {})
        for name in type(value).model_fields:
            yield from _unknown_fields(getattr(value, name), f"{path}.{name}")
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _unknown_fields(item, f"{path}[{place}]")


def _attached(value: object) -> Iterator[str]:
    if isinstance(value, str) and value.startswith("attach://"):
        yield value.removeprefix("attach://")
    elif isinstance(value, dict):
        for item in value.values():
            yield from _attached(item)
    elif isinstance(value, list):
        for item in value:
            yield from _attached(item)


def assert_conforms(requests: Iterable[dict[str, Any]]) -> None:
    """Fail with everything in these requests that the Bot API would not accept or not know."""
    found = [complaint for request in requests for complaint in complaints(request)]
    assert not found, "\n".join(found)


def misshapen(request: dict[str, Any]) -> Iterator[str]:
    """What is wrong with the answer that a request got."""
    method, response = request["method"], request["response"]
    if method not in METHODS or not response or not response["ok"]:
        return
    try:
        result = TypeAdapter(METHODS[method].__returning__).validate_python(response["result"])
    except ValidationError as error:
        yield f"{method}: {error}"
        return
    for path in _unknown_fields(result, "result"):
        if path.rpartition(".")[2] not in LEGACY:
            yield f"{method}: unknown field {path}"


def assert_answered_well(requests: Iterable[dict[str, Any]]) -> None:
    """Fail with everything in the answers that the Bot API would not say."""
    found = [complaint for request in requests for complaint in misshapen(request)]
    assert not found, "\n".join(found)
