"""The page and its protection: nobody else's site reaches this server."""

import json
import re

import httpx
import pytest

from playground import Playground
from playground.server import PAGE
from tests.playground.conftest import NO_STORE, picture


def _get(url: str, **headers: str) -> httpx.Response:
    return httpx.get(url, headers=headers, verify=NO_STORE, timeout=10)


@pytest.mark.parametrize("name", sorted(path.name for path in PAGE.iterdir()))
def test_the_page_is_served_and_trusts_nobody(playground: Playground, name: str) -> None:
    """Every file of the page comes with a strict policy."""
    answer = _get(playground.page_url + name)

    assert answer.content == (PAGE / name).read_bytes()
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    if name.endswith(".js"):
        assert answer.headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize("name", sorted(path.name for path in PAGE.iterdir()))
def test_the_page_needs_no_network(name: str) -> None:
    """The page names no other address, runs no inline code and builds no markup from text."""
    source = (PAGE / name).read_text(encoding="utf-8")

    assert not re.search(r"https?://[\w]", source)
    assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|eval\(", source)
    assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|\sstyle=", source)


def test_the_page_speaks_russian() -> None:
    """Each sentence of the page has its translation, and none is left over."""
    sources = {path.name: path.read_text(encoding="utf-8") for path in PAGE.glob("*.js")}
    catalogue = sources.pop("russian.js").partition("{")[2]
    keys = {
        quoted or bare
        for quoted, bare in re.findall(r'^  (?:"([^"]+)"|(\w+)):', catalogue, re.MULTILINE)
    }
    code = "\n".join(sources.values())
    said = set(re.findall(r'(?<!\w)t\(\s*"([^"]+)"', code))
    said |= set(re.findall(r'(?<!_)name: "([A-Z][^"]+)"', code))  # pens, papers, samples
    said |= set(re.findall(r'^  \w+: "([^"]+)",$', sources["requests.js"], re.MULTILINE))
    literals = set(re.findall(r'"([^"\n]*)"', code))

    assert said - keys == set()
    assert keys - literals == set()


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
    ids=str,
)
def test_other_sites_are_refused(playground: Playground, headers: dict[str, str]) -> None:
    """A foreign host name or origin gets nothing, from the page and from the Bot API alike."""
    for url in (
        playground.page_url,
        f"{playground.page_url}control/state",
        f"{playground.url}/bot{playground.token}/getMe",
    ):
        assert _get(url, **headers).status_code == 403


def test_the_page_itself_is_let_in(playground: Playground) -> None:
    """The page's own requests, with its origin, pass."""
    headers = {"origin": playground.url, "sec-fetch-site": "same-origin"}

    assert _get(f"{playground.page_url}control/state", **headers).status_code == 200


@pytest.mark.parametrize("path", ["", "control/state", "wrong/", "wrong/control/state"])
def test_without_the_secret_there_is_nothing(playground: Playground, path: str) -> None:
    """The page and the control API exist only under the random path."""
    assert _get(f"{playground.url}/{path}").status_code == 404


def test_no_file_outside_the_page_is_served(playground: Playground) -> None:
    """Paths that climb out of the page's folder lead nowhere."""
    for path in ("../server.py", "..%2fserver.py", "%2e%2e/server.py", "//etc/passwd"):
        assert _get(playground.page_url + path).status_code == 404


def test_events_are_streamed(playground: Playground) -> None:
    """What happens in a chat arrives as server-sent events, in order and with a cursor."""
    ann = playground.user("Ann")
    url = f"{playground.page_url}control/stream?since=0"
    with httpx.stream("GET", url, verify=NO_STORE, timeout=10) as stream:
        playground.send_text(ann, "hello")
        events = []
        for line in stream.iter_lines():
            if line.startswith("data: "):
                events.append(json.loads(line.removeprefix("data: ")))
                if events[-1]["kind"] == "message":
                    break

    assert stream.headers["content-type"].startswith("text/event-stream")
    assert events[-1]["message"]["text"] == "hello"
    assert [event["cursor"] for event in events] == list(range(1, len(events) + 1))


def test_only_pictures_and_films_are_shown(playground: Playground) -> None:
    """A file that a browser might run is offered for saving, never shown."""
    ann = playground.user("Ann")
    photo = playground.send_photo(ann, picture())["photo"][-1]
    script = playground.send_document(ann, b"<script>", file_name="a.html", mime_type="text/html")
    shown = _get(f"{playground.page_url}control/files/{photo['file_id']}")
    saved = _get(f"{playground.page_url}control/files/{script['document']['file_id']}")

    assert shown.headers["content-type"] == "image/jpeg"
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"] == "attachment"
