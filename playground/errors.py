"""What the Bot API says when it refuses."""

from typing import Any


class ApiError(Exception):
    """A refusal in Telegram's own words, with the HTTP status that goes with it."""

    def __init__(self, status: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def to_dict(self) -> dict[str, Any]:
        """The body of the answer.

        >>> bad_request("chat not found").to_dict()
        {'ok': False, 'error_code': 400, 'description': 'Bad Request: chat not found'}
        """
        body: dict[str, Any] = {
            "ok": False,
            "error_code": self.status,
            "description": self.description,
        }
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str, **parameters: Any) -> ApiError:
    """400: the request can't be carried out as it is."""
    return ApiError(400, f"Bad Request: {reason}", **parameters)


def forbidden(reason: str) -> ApiError:
    """403: the bot may not speak there."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """409: somebody else receives the updates."""
    return ApiError(409, f"Conflict: {reason}")
