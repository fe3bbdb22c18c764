"""What the log says, and above all what it never says: the token, or what people sent."""

import logging
import os
import sys
from io import FileIO, TextIOWrapper
from types import TracebackType
from typing import TextIO
from urllib.parse import quote

import structlog
from structlog.typing import Processor, WrappedLogger

from chat.settings import Settings
from chat.store.address import password_of

HIDDEN = "<token>"

CHATTY = (
    "httpx",
    "httpcore",
    "uvicorn",
    "alembic",
    "PIL",
    "h5py",
    "tensorflow",
    "absl",
    "matplotlib",
)
"""Libraries whose INFO lines, one a request, drown the bot's own."""

TELLTALE = ("sqlalchemy", "aiosqlite", "asyncpg")
"""Libraries whose DEBUG lines hold what is stored."""

REPEATED = ("Invalid token. Aborting retry loop.", "Can not load invalid JSON data")
"""What python-telegram-bot logs with a traceback or a payload and the bot says in one line."""


class Redactor:
    """Takes the token and other secrets out of a finished log line, wherever in it they stand.

    It works on the rendered text, so that tracebacks, `repr`s and other libraries' messages
    are covered as well.

    >>> Redactor("1:x")(None, "", "GET /bot1:x/getMe")
    'GET /bot<token>/getMe'
    """

    def __init__(self, *secrets: str) -> None:
        spellings = {*secrets, *(quote(secret, safe="") for secret in secrets)} - {""}
        self._spellings = sorted(spellings, key=len, reverse=True)

    @classmethod
    def of(cls, settings: Settings) -> "Redactor":
        """Hide every secret among the settings."""
        return cls(
            settings.bot_token,
            settings.webhook_secret,
            settings.sentry_dsn,
            password_of(settings.database_url),
        )

    def __call__(self, _logger: WrappedLogger, _method: str, line: str) -> str:
        """Return the line without the secrets."""
        for spelling in self._spellings:
            line = line.replace(spelling, HIDDEN)
        return line


class Discretion(logging.Filter):
    """Keeps what people sent out of python-telegram-bot's own lines.

    Whole updates and request parameters are replaced by the name of their type, and lines
    that the bot says better itself are dropped.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Tell whether the record is logged, after hiding its payload."""
        if record.name.partition(".")[0] != "telegram":
            return True
        if any(phrase in str(record.msg) for phrase in REPEATED):
            return False
        if isinstance(record.args, dict):
            record.args = (record.args,)
        if record.args:
            record.args = tuple(
                arg if isinstance(arg, str | int | float | Exception) else f"<{type(arg).__name__}>"
                for arg in record.args
            )
        return True


def configure(settings: Settings) -> None:
    """Send the log of the bot and of all libraries to standard error, as the settings say."""
    level = getattr(logging, settings.log_level.upper())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    redactor = Redactor.of(settings)
    handler = logging.StreamHandler(_standard_error())
    handler.addFilter(Discretion())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder(allow=[])],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_rendering(settings.log_format),
                redactor,  # type: ignore[list-item]
            ],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(capture=True)
    for name in CHATTY:
        logging.getLogger(name).setLevel(level if level == logging.DEBUG else logging.WARNING)
    for name in TELLTALE:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    sys.excepthook = _log_crash


def _standard_error() -> TextIO:
    if sys.stderr is not sys.__stderr__:  # somebody looks at what is written
        return sys.stderr
    return TextIOWrapper(FileIO(os.dup(2), "w"), line_buffering=True)  # `strays` takes the original


def _rendering(log_format: str) -> list[Processor]:
    if log_format == "json":
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
    return [
        structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            exception_formatter=structlog.dev.plain_traceback,
            pad_event_to=0,
        )
    ]


def _log_crash(
    kind: type[BaseException], error: BaseException, traceback: TracebackType | None
) -> None:
    logging.getLogger("bot").critical("crashed", exc_info=(kind, error, traceback))
