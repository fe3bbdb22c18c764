"""Promises of chat/settings.py and of `.env.example`."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from chat.settings import SettingError, Settings
from recognizer.engines import MODELS

EXAMPLE = Path(__file__).parents[2] / ".env.example"


def test_defaults() -> None:
    """Nothing has to be set: without variables every setting has its default."""
    assert Settings.from_mapping({}) == Settings()


def test_blank_is_absent() -> None:
    """A variable that is left blank in the file keeps its default."""
    assert Settings.from_mapping({"BOT_TOKEN": " ", "PHOTOS_AT_ONCE": ""}) == Settings()


def test_values_are_typed() -> None:
    """Numbers become numbers, choices lose their case, an address its trailing slash."""
    settings = Settings.from_mapping(
        {
            "DOWNLOAD_TIMEOUT": "1.5",
            "RECOGNITION_THREADS": "3",
            "LOG_FORMAT": "JSON",
            "BOT_API_URL": "http://127.0.0.1:8081/",
        }
    )
    assert settings == Settings(
        download_timeout=1.5,
        recognition_threads=3,
        log_format="json",
        bot_api_url="http://127.0.0.1:8081",
    )


def test_every_engine_can_be_chosen() -> None:
    """The recognizer's engines are the choices of RECOGNIZER_ENGINE, TensorFlow the default."""
    chosen = [Settings.from_mapping({"RECOGNIZER_ENGINE": name}) for name in MODELS]
    assert [settings.recognizer_engine for settings in chosen] == list(MODELS)
    assert Settings().recognizer_engine == "tensorflow"
    with pytest.raises(SettingError, match="RECOGNIZER_ENGINE"):
        Settings.from_mapping({"RECOGNIZER_ENGINE": "onnx"})


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("BOT_TOKEN", "my token"),
        ("BOT_TOKEN", "@my_bot"),
        ("BOT_API_URL", "api.telegram.org"),
        ("BOT_API_URL", "ftp://api.telegram.org"),
        ("WEBHOOK_URL", "http://bot.example.org/telegram"),
        ("WEBHOOK_SECRET", "short"),
        ("WEBHOOK_SECRET", "with spaces in it"),
        ("WEB_HOST", "here and there"),
        ("WEB_PORT", "65536"),
        ("OWNER_ID", "@ann"),
        ("PHOTO_MAX_AGE", "0"),
        ("LOG_LEVEL", "loud"),
        ("LOG_FORMAT", "xml"),
        ("RECOGNITION_THREADS", "0"),
        ("RECOGNITION_THREADS", "many"),
        ("PHOTOS_AT_ONCE", "-1"),
        ("DOWNLOAD_TIMEOUT", "0"),
        ("DOWNLOAD_TIMEOUT", "nan"),
        ("RECOGNITION_TIMEOUT", "soon"),
        ("LOCAL_CHAT_PORT", "65536"),
    ],
)
def test_bad_value(variable: str, text: str) -> None:
    """A value that can't be used is refused with the variable's name and what to do."""
    with pytest.raises(SettingError, match=rf"^{variable} can't be used: \w+ .+\.$"):
        Settings.from_mapping({variable: text})


def test_bad_token_stays_secret() -> None:
    """A token that is refused is not repeated in the message, nor any token in the `repr`."""
    with pytest.raises(SettingError) as caught:
        Settings.from_mapping({"BOT_TOKEN": "987654:no good"})
    assert "987654" not in str(caught.value)
    assert "987654" not in repr(Settings(bot_token="987654:ABC-def"))  # noqa: S106


def test_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment overrules the file, and the file overrules the default."""
    file = tmp_path / ".env"
    file.write_text("PHOTOS_AT_ONCE=3\nRECOGNITION_THREADS=4\n")
    monkeypatch.setenv("RECOGNITION_THREADS", "5")
    monkeypatch.delenv("PHOTOS_AT_ONCE", raising=False)
    settings = Settings.load(file)
    assert (settings.photos_at_once, settings.recognition_threads) == (3, 5)


def test_example_is_complete() -> None:
    """`.env.example` names each setting once, with its default, and nothing else."""
    shown = dict(re.findall(r"^#([A-Z_]+)=(.*)$", EXAMPLE.read_text(), re.MULTILINE))
    assert set(shown) == {field.name.upper() for field in fields(Settings)}
    assert Settings.from_mapping(shown) == Settings()


@pytest.mark.parametrize("missing", ["WEBHOOK_SECRET", "WEB_PORT"])
def test_webhook_is_complete(missing: str) -> None:
    """A webhook needs a secret and a port: without one of them the bot doesn't start."""
    variables = {
        "WEBHOOK_URL": "https://bot.example.org/telegram",
        "WEBHOOK_SECRET": "0123456789abcdef",
        "WEB_PORT": "8090",
    }
    assert Settings.from_mapping(variables).webhook_url == variables["WEBHOOK_URL"]
    del variables[missing]
    with pytest.raises(SettingError, match=f"WEBHOOK_URL needs {missing}"):
        Settings.from_mapping(variables)


def test_secrets_are_not_shown() -> None:
    """No secret stands in what Python shows of the settings."""
    secrets = {
        "BOT_TOKEN": "123456:AAF-secret",
        "WEBHOOK_SECRET": "0123456789abcdef",
        "SENTRY_DSN": "https://key@sentry.invalid/1",
        "DATABASE_URL": "postgresql://bot:password@db/digits",
    }
    shown = repr(Settings.from_mapping(secrets))
    for secret in ("AAF-secret", "0123456789abcdef", "key@", "password"):
        assert secret not in shown
