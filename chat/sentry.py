"""Reports of the bot's own faults to Sentry, if the owner wants them: where, never about whom."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from chat.logs import Redactor
from chat.settings import SettingError, Settings

if TYPE_CHECKING:
    from sentry_sdk.types import Event, Hint

KEPT = ("event_id", "timestamp", "platform", "level", "logger", "exception", "release", "sdk")
"""Of a report; requests, users, machines, breadcrumbs and log lines may tell of people."""
KEPT_OF_FRAME = ("filename", "function", "lineno", "module", "in_app")
"""Of each line of a traceback; variables hold what people sent."""


def report_to(settings: Settings, transport: Any = None) -> None:
    """Send unexpected exceptions to `SENTRY_DSN`; without one nothing is loaded.

    Raises `SettingError` if the extra `sentry` is not installed.
    """
    if not settings.sentry_dsn:
        return
    try:
        import sentry_sdk  # noqa: PLC0415 - an optional extra
    except ModuleNotFoundError:
        raise SettingError("SENTRY_DSN needs the extra: pip install .[sentry]") from None
    redact = Redactor.of(settings)

    def before_send(event: "Event", _hint: "Hint") -> "Event | None":
        return reduced(event, redact)  # type: ignore[return-value]

    sentry_sdk.init(
        settings.sentry_dsn,
        transport=transport,
        before_send=before_send,
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        server_name="",
        auto_session_tracking=False,
        traces_sample_rate=0,
    )


def reduced(event: Mapping[str, Any], redact: Redactor) -> dict[str, Any] | None:
    """Keep the kinds of exceptions and the places in the code; drop a report that has neither.

    The words of an exception are dropped too: they may quote what somebody sent.
    """
    found = event.get("exception", {}).get("values") or []
    if not found:
        return None
    kept = {name: event[name] for name in KEPT if name in event}
    kept["exception"] = {"values": [_exception(each, redact) for each in found]}
    return kept


def _exception(value: Mapping[str, Any], redact: Redactor) -> dict[str, Any]:
    frames = (value.get("stacktrace") or {}).get("frames", [])
    places = [{name: each[name] for name in KEPT_OF_FRAME if name in each} for each in frames]
    return {
        "type": redact(None, "", str(value.get("type"))),
        "module": value.get("module"),
        "stacktrace": {"frames": places},
    }
