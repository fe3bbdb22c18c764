"""The bot as python-telegram-bot runs it, put together from the settings."""

from typing import Any

from telegram.ext import Application

from chat.administrators import Administrators
from chat.album_answers import AlbumAnswers
from chat.albums import Albums
from chat.arrivals import Arrivals
from chat.corrections import Corrections
from chat.edits import Edits
from chat.gifts import Gifts
from chat.guests import Guests
from chat.handlers import Handlers
from chat.how import How
from chat.intake import Intake
from chat.limiter import Limiter
from chat.looking import Looking
from chat.manners import Manners
from chat.privacy import Privacy
from chat.reader import Reader
from chat.settings import Settings
from chat.settings_menu import SettingsMenu
from chat.stats import Stats
from chat.store.database import Database
from chat.store.glyphs import Glyphs
from chat.store.preferences import Preferences
from chat.turns import Turns

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
CONNECTIONS = 32
"""To Telegram, at most: enough for 30 messages a second, and each request looks at all of them."""


def build(settings: Settings, reader: Reader, database: Database) -> AnyApplication:
    """Build the application with all handlers. It makes no request yet."""
    application = (
        Application.builder()
        .token(settings.bot_token)
        .base_url(f"{settings.bot_api_url}/bot")
        .base_file_url(f"{settings.bot_api_url}/file/bot")
        .rate_limiter(Limiter(settings.messages_per_second))
        .job_queue(None)
        .updater(None)  # updates come through chat/dispatcher.py
        .connection_pool_size(CONNECTIONS)
        .connect_timeout(10)
        .read_timeout(20)
        .write_timeout(20)
        .pool_timeout(60)
        .build()
    )
    turns = Turns(
        settings.photos_at_once, settings.photos_waiting, settings.photos_waiting_per_person
    )
    intake = Intake(
        reader,
        turns,
        download_timeout=settings.download_timeout,
        max_age=settings.photo_max_age,
    )
    preferences, administrators = Preferences(database), Administrators()
    manners = Manners(preferences)
    gifts = Gifts(intake, preferences, Glyphs(database))
    albums = Albums()
    application.add_handlers(  # before all others, which would take these for single messages
        [
            *Edits(intake, manners).handlers(),
            *Guests(intake, manners).handlers(),
            *AlbumAnswers(intake, manners, albums).handlers(),
            *Looking(intake, manners, albums).handlers(),
            *Arrivals(manners).handlers(),
        ]
    )
    how = How(intake, manners)
    how.register(application)
    Handlers(
        intake,
        manners,
        Corrections(gifts, preferences, manners, administrators),
        *SettingsMenu(preferences, manners, administrators).handlers(),
        *Stats(manners, settings.owner_id).handlers(),
        *Privacy(preferences, manners, how.forget).handlers(),
    ).register(application)
    return application
