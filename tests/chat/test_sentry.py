"""Promises of chat/sentry.py: faults are reported, people are not."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from chat.logs import Redactor
from chat.sentry import reduced, report_to
from chat.settings import Settings

TOKEN = "123456789:AAF-secret"  # noqa: S105
DSN = "https://key@sentry.invalid/1"


class Sent(Transport):
    """What would leave the machine."""

    def __init__(self) -> None:
        super().__init__()
        self.reports: list[str] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        """Keep a report."""
        self.reports += [json.dumps(item.payload.json) for item in envelope.items]


@pytest.fixture
def sent() -> Iterator[Sent]:
    """Sentry, set up as the bot does; afterwards nothing is reported any more."""
    sent = Sent()
    report_to(Settings(bot_token=TOKEN, sentry_dsn=DSN), sent)
    yield sent
    sentry_sdk.init()


def fail_for(name: str, photo: bytes) -> None:
    """Fail with a token, a name and a photo all around."""
    raise ValueError(f"{name} sent {photo!r} with {TOKEN}")


def test_report(sent: Sent) -> None:
    """A report says what failed and where, and nothing of whom, of the photo or of the token."""
    sentry_sdk.set_user({"id": 7, "username": "ann"})
    sentry_sdk.add_breadcrumb(message="Ann sent a photo")
    sentry_sdk.set_extra("text", "Ann's words")
    try:
        fail_for("Ann", b"pixels")
    except ValueError as error:
        sentry_sdk.capture_exception(error)
    (report,) = sent.reports
    assert "ValueError" in report
    assert "fail_for" in report
    for secret in (TOKEN, "Ann", "ann", "pixels"):
        assert secret not in report


def test_no_messages(sent: Sent) -> None:
    """Lines of the log are no reports: they may hold anything."""
    sentry_sdk.capture_message("Ann sent a photo")
    assert sent.reports == []


def test_off_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without SENTRY_DSN nothing is set up."""
    calls: list[object] = []
    monkeypatch.setattr(sentry_sdk, "init", lambda *details, **_: calls.append(details))
    report_to(Settings(bot_token=TOKEN))
    assert calls == []
    report_to(Settings(bot_token=TOKEN, sentry_dsn=DSN))
    assert calls == [(DSN,)]


def test_unknown_fields() -> None:
    """What a later version of Sentry's client adds is left out."""
    event: dict[str, Any] = {"exception": {"values": [{"type": TOKEN}]}, "novelty": "Ann"}
    report = reduced(event, Redactor(TOKEN))
    assert report is not None
    assert "Ann" not in json.dumps(report)
    assert TOKEN not in json.dumps(report)
