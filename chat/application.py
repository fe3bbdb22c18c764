"""The bot as python-telegram-bot runs it, put together from the settings."""

from typing import Any

from telegram.ext import Application

from chat.delivery import Limiter
from chat.handlers import Handlers
from chat.intake import Intake
from chat.reader import Reader
from chat.settings import Settings

UPDATES_AT_ONCE = 1024
"""Far above the photos in hand, so that /help never waits behind waiting photos."""
RETRIES_AFTER_429 = 5

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


def build(settings: Settings, reader: Reader) -> AnyApplication:
    """Build the application with all handlers. It makes no request yet."""
    application = (
        Application.builder()
        .token(settings.bot_token)
        .base_url(f"{settings.bot_api_url}/bot")
        .base_file_url(f"{settings.bot_api_url}/file/bot")
        .rate_limiter(Limiter(max_retries=RETRIES_AFTER_429))
        .concurrent_updates(UPDATES_AT_ONCE)
        .job_queue(None)
        .updater(None)  # whether updates come by polling is not decided here
        .connect_timeout(10)
        .read_timeout(20)
        .write_timeout(20)
        .pool_timeout(60)
        .build()
    )
    intake = Intake(reader, settings.photos_at_once, settings.download_timeout)
    Handlers(intake).register(application)
    return application
