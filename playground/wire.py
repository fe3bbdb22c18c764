"""The wire between a test and the control API."""

import json
import ssl
from collections.abc import Iterable
from types import TracebackType
from typing import Any, Self

import httpx


class Wire:
    """A connection to a running server; ``url`` and ``token`` are what the bot needs."""

    def __init__(self, url: str, secret: str, *, token: str) -> None:
        self.url, self.token = url, token
        self.page_url = f"{url}/{secret}/"
        self._http = httpx.Client(
            base_url=f"{url}/{secret}/control",
            timeout=90,
            trust_env=False,
            verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),  # unused, and spares loading a store
        )

    def __enter__(self) -> Self:
        """Nothing to open."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        self._http.close()

    def do(
        self,
        action: str,
        data: dict[str, Any],
        files: Iterable[tuple[str, bytes]] | None = None,
    ) -> Any:
        """Have an action of ``acting`` done; a refusal is a ``ValueError`` with its words."""
        if files is None:
            return self.check(self._http.post(f"do/{action}", json=data))
        parts = [("file", file) for file in files]
        form = {"data": json.dumps(data)}
        return self.check(self._http.post(f"do/{action}", data=form, files=parts))

    def get(self, path: str, **params: Any) -> Any:
        """Look at something."""
        return self.check(self._http.get(path, params=params))

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Hand something in."""
        return self.check(self._http.post(path, json=body))

    def delete_all(self, path: str) -> None:
        """Clear a list."""
        self.check(self._http.delete(path))

    def file(self, file_id: str) -> bytes:
        """The bytes of a file in a chat."""
        return self._http.get(f"files/{file_id}").raise_for_status().content

    @staticmethod
    def check(answer: httpx.Response) -> Any:
        """The answer's body, or its refusal as an error."""
        if answer.is_error:
            raise ValueError(f"{answer.status_code}: {answer.text}")
        return answer.json()
