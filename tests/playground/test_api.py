"""The Bot API over plain HTTP: tokens, ways to pass parameters, the journal."""

import json

import httpx
import pytest

from playground import Playground
from tests.playground.conftest import NO_STORE, Call, picture


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("bot999:other/getMe", 401, "Unauthorized"),
        ("botnonsense/getMe", 404, "Not Found"),
        ("bot12345:test/getNothing", 404, "Not Found"),
        ("file/bot999:other/photos/file_0.jpg", 401, "Unauthorized"),
    ],
)
def test_strangers_and_unknown_methods(
    playground: Playground, path: str, status: int, description: str
) -> None:
    """A wrong token is 401, a malformed one and an unknown method are 404."""
    answer = httpx.get(f"{playground.url}/{path}", verify=NO_STORE)

    expected = {"ok": False, "error_code": status, "description": description}
    assert (answer.status_code, answer.json()) == (status, expected)


def test_method_names_ignore_case(call: Call) -> None:
    """Methods are found whatever their case, as on the official server."""
    assert call("GETME").json() == call("getMe").json()


@pytest.mark.parametrize("way", ["json", "form", "query", "multipart"])
def test_parameters_come_in_four_ways(playground: Playground, way: str) -> None:
    """JSON, forms, the query and multipart bodies mean the same, and are logged the same."""
    ann = playground.user("Ann")
    playground.send_text(ann, "hello")
    params = {"chat_id": ann.id, "text": "123", "reply_parameters": {"message_id": 1}}
    flat = {
        name: json.dumps(value) if isinstance(value, dict) else str(value)
        for name, value in params.items()
    }
    url = f"{playground.url}/bot{playground.token}/sendMessage"
    with httpx.Client(verify=NO_STORE) as http:
        answer = {
            "json": lambda: http.post(url, json=params),
            "form": lambda: http.post(url, data=flat),
            "query": lambda: http.get(url, params=flat),
            "multipart": lambda: http.post(url, files={k: (None, v) for k, v in flat.items()}),
        }[way]()

    assert answer.json()["result"]["reply_to_message"]["message_id"] == 1
    assert playground.requests("sendMessage")[0]["params"] == params


def test_the_journal_tells_everything(playground: Playground, call: Call) -> None:
    """A request is logged with its answer, its files and the time it took."""
    ann = playground.user("Ann")
    playground.send_text(ann, "hello")
    url = f"{playground.url}/bot{playground.token}/sendPhoto"
    data = picture()
    httpx.post(url, data={"chat_id": ann.id}, files={"photo": ("a.jpg", data)}, verify=NO_STORE)
    call("sendMessage", chat_id=0, text="7")
    photo, refused = playground.requests()

    assert photo["params"] == {"chat_id": ann.id, "photo": "attach://photo"}
    assert photo["files"]["photo"]["size"] == len(data)
    assert photo["response"]["result"]["photo"]
    assert photo["took"] >= 0
    assert (refused["status"], refused["carried_out"]) == (400, False)
    assert refused["response"]["description"] == "Bad Request: chat not found"
    assert playground.requests(after=photo["number"]) == [refused]


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"reply_parameters": "{"}, "can't parse reply_parameters JSON object"),
        ({"reply_parameters": "[]"}, "can't parse reply parameters"),
        ({"reply_markup": '{"inline_keyboard": [[{"text": "a"}]]}'}, "Text buttons are unallowed"),
        ({"reply_markup": '{"inline_keyboard": [[{"text": ""}]]}'}, "Text must be non-empty"),
        ({"chat_id": "nobody"}, "chat not found"),
    ],
)
def test_malformed_parameters_are_refused(
    playground: Playground, params: dict[str, str], reason: str
) -> None:
    """What can't be understood is 400 with a reason, never a crash."""
    ann = playground.user("Ann")
    playground.send_text(ann, "hello")
    url = f"{playground.url}/bot{playground.token}/sendMessage"
    answer = httpx.post(url, data={"chat_id": ann.id, "text": "7"} | params, verify=NO_STORE)

    assert answer.status_code == 400
    assert reason in answer.json()["description"]


@pytest.mark.parametrize("body", ["[]", "{", "7"])
def test_a_body_that_is_no_object_is_refused(playground: Playground, body: str) -> None:
    """A JSON body must be an object."""
    answer = httpx.post(
        f"{playground.url}/bot{playground.token}/getMe",
        content=body,
        headers={"content-type": "application/json"},
        verify=NO_STORE,
    )

    assert answer.json()["description"] == "Bad Request: can't parse JSON object"
