"""The check that every recorded request goes through finds what is wrong."""

from typing import Any

import pytest

from tests.schema import assert_answered_well, assert_conforms, complaints


def _request(method: str, files: dict[str, Any] | None = None, **params: Any) -> dict[str, Any]:
    return {"method": method, "params": params, "files": files or {}, "response": None}


@pytest.mark.parametrize(
    "request_",
    [
        _request("sendMessage", chat_id=1, text="7", reply_parameters={"message_id": 1}),
        _request("setMyCommands", commands=[{"command": "help", "description": "x"}]),
        _request("sendPhoto", {"photo": {}}, chat_id=1, photo="attach://photo"),
        _request("download", path="photos/file_0.jpg"),
    ],
    ids=lambda request: str(request["method"]),
)
def test_proper_requests_pass(request_: dict[str, Any]) -> None:
    """Requests as the Bot API describes them raise no complaint."""
    assert list(complaints(request_)) == []


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        (_request("sendMesage", chat_id=1, text="7"), "no such method"),
        (_request("sendMessage", chat_id=1), "Field required"),
        (_request("sendMessage", chat_id=1, text=7), "valid string"),
        (_request("sendMessage", chat_id=1, text="7", txt="7"), r"unknown parameters \['txt'\]"),
        (
            _request(
                "sendMessage", chat_id=1, text="7", reply_parameters={"message_id": 1, "x": 1}
            ),
            "unknown field reply_parameters.x",
        ),
        (_request("sendPhoto", chat_id=1, photo="attach://photo"), "names no file"),
    ],
    ids=["method", "missing", "type", "parameter", "field", "file"],
)
def test_improper_requests_are_found(request_: dict[str, Any], reason: str) -> None:
    """An unknown method, parameter or field, a wrong type and a missing file are all noticed."""
    with pytest.raises(AssertionError, match=reason):
        assert_conforms([request_])


@pytest.mark.parametrize(
    ("result", "reason"),
    [({"message_id": 1}, "Field required"), ({"id": "x"}, "Field required")],
    ids=["chat", "everything"],
)
def test_misshapen_answers_are_found(result: dict[str, Any], reason: str) -> None:
    """An answer that is no Message is noticed."""
    answered = _request("sendMessage") | {"response": {"ok": True, "result": result}}

    with pytest.raises(AssertionError, match=reason):
        assert_answered_well([answered])
