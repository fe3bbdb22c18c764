"""Promises of chat/logs.py: one place through which every line goes, and what it holds back."""

import json
import logging
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot, Chat, Message, Update, User
from telegram.error import InvalidToken

from chat.logs import Redactor, configure
from chat.settings import Settings
from chat.store.address import parse
from chat.store.database import opened
from chat.store.preferences import Preferences

TOKEN = "123456789:AAF-of-no-bot_at_all_0123456789abcdef"  # noqa: S105


@pytest.fixture(autouse=True)
def _own_logging() -> Iterator[None]:
    """Leave logging as it was found."""
    root = logging.getLogger()
    handlers, level, hook = root.handlers[:], root.level, sys.excepthook
    yield
    root.handlers, sys.excepthook = handlers, hook
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


def start(log_format: str = "console", level: str = "debug") -> None:
    """Configure the log for a token."""
    configure(Settings(bot_token=TOKEN, log_format=log_format, log_level=level))


def fail_deep_down() -> None:
    """Raise an error that has the token in its message and in its cause's."""
    try:
        Path(f"/no/such/file/bot{TOKEN}/photos/1.jpg").read_bytes()
    except FileNotFoundError as error:
        raise InvalidToken(f"The token `{TOKEN}` was rejected by the server.") from error


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_no_token(log_format: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The token is nowhere: in addresses, arguments, values, tracebacks, `repr`s or warnings."""
    start(log_format)
    bot = Bot(TOKEN)
    log = structlog.get_logger("anything")
    logging.getLogger("httpx").info('HTTP Request: POST %s "200 OK"', f"https://a/bot{TOKEN}/getMe")
    logging.getLogger("telegram.Bot").debug("Set Bot API URL: %s", bot.base_url)
    logging.getLogger("other").warning("escaped %s", f"/bot{TOKEN.replace(':', '%3A')}/getMe")
    log.info("repr", bot=bot, nested={"token": [TOKEN]})
    log.info(f"in the event: {TOKEN}")  # noqa: G004
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"about {TOKEN}", stacklevel=1)
    try:
        fail_deep_down()
    except InvalidToken:
        log.exception("failed")
        logging.getLogger("telegram.ext.Updater").exception("failed")
    printed = capsys.readouterr().err
    assert TOKEN not in printed
    assert TOKEN.partition(":")[2] not in printed
    assert printed.count("<token>") >= 9
    assert printed.count("Traceback") == 4


def test_no_token_in_a_crash(capsys: pytest.CaptureFixture[str]) -> None:
    """An exception that nobody caught is logged like any other, without the token."""
    start()
    try:
        fail_deep_down()
    except InvalidToken as error:
        sys.excepthook(type(error), error, error.__traceback__)
    printed = capsys.readouterr().err
    assert "crashed" in printed
    assert "<token>" in printed
    assert TOKEN not in printed


def test_short_token() -> None:
    """A token as short as those of the local chat is taken out as well."""
    assert Redactor("1:x")(None, "", "/bot1:x/getMe /bot1%3Ax/getMe") == (
        "/bot<token>/getMe /bot<token>/getMe"
    )


def test_no_token_at_all() -> None:
    """Without a token a line stays as it is."""
    assert Redactor("")(None, "", "ready") == "ready"


def test_nothing_personal(capsys: pytest.CaptureFixture[str]) -> None:
    """What python-telegram-bot logs of updates and requests has no name and no text in it."""
    start()
    user = User(1, "Wilhelmina", is_bot=False)
    message = Message(1, None, Chat(1, "private"), from_user=user, text="my secret")  # type: ignore[arg-type]
    update = Update(1, message)
    library = logging.getLogger("telegram.ext.Application")
    library.debug("Processing update %s", update)
    library.critical("Received data was %r", [update.to_dict()])
    library.debug(
        "Calling endpoint `%s` with parameters `%s`", "sendMessage", {"text": "my secret"}
    )
    library.debug("One argument: %s", {"text": "my secret"})
    printed = capsys.readouterr().err
    assert "sendMessage" in printed
    assert "<Update>" in printed
    assert "Wilhelmina" not in printed
    assert "secret" not in printed


async def test_nothing_stored(capsys: pytest.CaptureFixture[str]) -> None:
    """What is stored is not in the log, not even at the noisiest level or when storing fails."""
    start()
    async with opened(parse("sqlite://")) as database:
        await Preferences(database).change_person(7_000_000_001, language="sekret")
        try:
            await Preferences(database).change_person(7_000_000_001, language=object())
        except SQLAlchemyError:
            structlog.get_logger("anything").exception("failed")
    printed = capsys.readouterr().err
    assert "failed" in printed
    assert "7000000001" not in printed
    assert "sekret" not in printed


def test_no_password(capsys: pytest.CaptureFixture[str]) -> None:
    """The database's password is hidden as the token is."""
    configure(Settings(database_url=parse("postgresql://bot:pass%20word@db/digits")))
    logging.getLogger("other").warning("pass word in pass%20word")
    printed = capsys.readouterr().err
    assert "<token> in <token>" in printed


def test_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    """What the bot says itself, python-telegram-bot doesn't repeat with a traceback."""
    start()
    library = logging.getLogger("telegram.ext")
    library.error("%s Invalid token. Aborting retry loop.", "Network Retry Loop (getMe):")
    logging.getLogger("telegram.request.BaseRequest").error(
        'Can not load invalid JSON data: "%s"', "<html>"
    )
    assert capsys.readouterr().err == ""


def test_level(capsys: pytest.CaptureFixture[str]) -> None:
    """At the usual level libraries don't report each request, and the bot reports each photo."""
    start(level="info")
    logging.getLogger("httpx").info("HTTP Request")
    structlog.get_logger("chat.intake").debug("detail")
    structlog.get_logger("chat.intake").info("photo_read", digits=3)
    (line,) = capsys.readouterr().err.splitlines()
    assert "photo_read" in line
    assert "digits=3" in line


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    """As JSON each line is an object with time, level, event and what is bound to the photo."""
    start("json")
    with structlog.contextvars.bound_contextvars(photo="0123abcd"):
        structlog.get_logger("chat.intake").info("photo_read", digits=3)
        logging.getLogger("library").warning("odd: %s", "value")
    ours, theirs = map(json.loads, capsys.readouterr().err.splitlines())
    assert ours.pop("timestamp") <= theirs.pop("timestamp")
    assert ours == {"event": "photo_read", "level": "info", "digits": 3, "photo": "0123abcd"}
    assert theirs == {"event": "odd: value", "level": "warning", "photo": "0123abcd"}


def test_standard_error() -> None:
    """The log goes to standard error, and nothing to standard output."""
    code = (
        "import structlog; from chat.logs import configure; from chat.settings import Settings; "
        "configure(Settings()); structlog.get_logger('x').info('hello')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == ""
    assert "hello" in done.stderr
