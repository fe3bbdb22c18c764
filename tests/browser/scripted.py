"""A bot without a mind of its own: tests of the page say what it does."""

import json
import ssl
from types import TracebackType
from typing import Any, Self

import httpx

from playground import Playground

Message = dict[str, Any]


class ScriptedBot:
    """Asks methods of the Bot API, and looks at what people do."""

    def __init__(self, playground: Playground) -> None:
        self._http = httpx.Client(
            base_url=f"{playground.url}/bot{playground.token}",
            timeout=30,
            trust_env=False,
            verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        )
        for update in self.call("getUpdates", offset=-1):  # it listens, but not to what is past
            self.call("getUpdates", offset=update["update_id"] + 1)

    def __enter__(self) -> Self:
        """Nothing to open."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection."""
        self._http.close()

    def call(self, method: str, files: dict[str, bytes] | None = None, **params: Any) -> Any:
        """The result of a method; ``files`` are what ``attach://`` names."""
        if files:
            plain = {
                key: value if isinstance(value, str | int) else json.dumps(value)
                for key, value in params.items()
            }
            answer = self._http.post(f"/{method}", data=plain, files=files)
        else:
            answer = self._http.post(f"/{method}", json=params)
        body = answer.json()
        assert body["ok"], body
        return body["result"]

    def say(self, chat_id: int, text: str, **params: Any) -> Message:
        """Send an HTML text."""
        said: Message = self.call(
            "sendMessage", chat_id=chat_id, text=text, parse_mode="HTML", **params
        )
        return said

    def show(self, chat_id: int, picture: bytes, **params: Any) -> Message:
        """Send a picture."""
        shown: Message = self.call(
            "sendPhoto", {"picture": picture}, chat_id=chat_id, photo="attach://picture", **params
        )
        return shown

    def hear(self, kind: str = "message") -> Message:
        """Wait for what comes next from people: ``message`` or ``callback_query``."""
        while True:
            for update in self.call("getUpdates", timeout=10):
                self.call("getUpdates", offset=update["update_id"] + 1, limit=1)
                if kind in update:
                    heard: Message = update[kind]
                    return heard
