"""Promises of chat/settings.py and of `.env.example`."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from chat.settings import SettingError, Settings

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


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("BOT_TOKEN", "my token"),
        ("BOT_TOKEN", "@my_bot"),
        ("BOT_API_URL", "api.telegram.org"),
        ("BOT_API_URL", "ftp://api.telegram.org"),
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
