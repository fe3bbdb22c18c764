"""A page of another site in the same browser can neither use the chat nor look into it."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from playground import Playground

TRY_EVERYTHING = """async (chat) => {
  const outcome = {};
  const attempt = async (name, work) => {
    try { outcome[name] = await work(); } catch (error) { outcome[name] = "refused"; }
  };
  const shows = (tag, address) => new Promise((resolve) => {
    const made = document.createElement(tag);
    made.onload = () => resolve("loaded");
    made.onerror = () => resolve("refused");
    made.src = address;
    document.body.append(made);
  });
  await attempt("read", async () => (await fetch(`${chat}control/state`)).text());
  await attempt("blind", async () => {
    const form = new FormData();
    form.append("data", JSON.stringify({ first_name: "Mallory" }));
    await fetch(`${chat}control/do/add_user`, { method: "POST", body: form, mode: "no-cors" });
    return "sent";
  });
  await attempt("script", () => shows("script", `${chat}app.js`));
  await attempt("events", () => new Promise((resolve) => {
    const source = new EventSource(`${chat}control/stream`);
    source.onmessage = () => resolve("heard");
    source.onerror = () => resolve("refused");
  }));
  await attempt("frame", () => new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.onload = () => resolve("shown or refused");
    frame.src = chat;
    document.body.append(frame);
  }));
  return outcome;
}"""


class _Evil(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Another site</title><body>")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[int]:
    """The port of another site on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Evil) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_another_site_gets_nothing(
    context: BrowserContext, playground: Playground, elsewhere: int, host: str
) -> None:
    """Even a site that knows the secret path reads nothing, does nothing and shows nothing."""
    playground.user("Ann")
    before = playground.state()
    page = context.new_page()
    page.goto(f"http://{host}:{elsewhere}/")
    outcome: dict[str, Any] = page.evaluate(TRY_EVERYTHING, playground.page_url)

    assert outcome["read"] == outcome["script"] == outcome["events"] == "refused"
    assert playground.state()["users"] == before["users"]
    frame = page.frames[-1]
    assert frame.locator("#app").count() == 0
    assert "Message" not in frame.content()


def test_a_link_from_another_site_leads_nowhere(
    context: BrowserContext, playground: Playground, elsewhere: int
) -> None:
    """Another site can't open the page in a window of its own either."""
    page = context.new_page()
    page.goto(f"http://localhost:{elsewhere}/")
    with page.expect_popup() as opened:
        page.evaluate("address => { window.open(address); }", playground.page_url)
    opened.value.wait_for_load_state()

    assert opened.value.locator("body").inner_text() == "Forbidden"


def test_the_page_loads_nothing_from_elsewhere(page: Page, playground: Playground) -> None:
    """Everything that the page fetches comes from the server that it came from."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(playground.page_url)
    page.get_by_role("button", name="Start", exact=True).wait_for()

    outside = [url for url in asked if not url.startswith((playground.url, "blob:", "data:"))]
    assert outside == []
    assert len(asked) > 10
