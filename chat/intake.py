"""The way of one photo through the chat: fetch it, read it, answer it."""

import asyncio
import secrets
from contextlib import nullcontext
from time import perf_counter

import structlog
from telegram import Bot, Message

from chat import answers, refusals
from chat.attachments import Attachment, Kind
from chat.delivery import reply, typing
from chat.download import download
from chat.reader import Reader
from chat.texts import Texts
from recognizer import Reading

log = structlog.get_logger("chat.intake")


class Intake:
    """Takes photos in, a bounded number at a time; further ones wait without holding memory."""

    def __init__(self, reader: Reader, photos_at_once: int, download_timeout: float) -> None:
        """`download_timeout` is in seconds for one file."""
        self._reader = reader
        self._in_hand = asyncio.Semaphore(photos_at_once)
        self._download_timeout = download_timeout

    async def answer(
        self, message: Message, attachment: Attachment, texts: Texts, *, asked: bool = True
    ) -> None:
        """Reply to the message with what is written on its attachment, or why it can't be read.

        Nobody asked for every photo of a group: there only digits are worth a word, and
        nothing is shown before.

        Raises `TelegramError` if the answer can't be delivered.
        """
        with structlog.contextvars.bound_contextvars(photo=secrets.token_hex(4)):
            async with typing(message) if asked else nullcontext():
                html = await self._wording(message.get_bot(), attachment, texts, asked=asked)
            if html:
                await reply(message, html)

    async def _wording(
        self, bot: Bot, attachment: Attachment, texts: Texts, *, asked: bool
    ) -> str | None:
        start = perf_counter()
        about = {"kind": attachment.kind.name.lower(), "asked": asked}
        try:
            reading = await self._read(bot, attachment)
        except refusals.EXPECTED as problem:
            reason = f"{type(problem).__name__}: {problem}".removesuffix(": ")
            log.info("photo_refused", reason=reason, **about)
            return refusals.wording(problem, attachment.kind, texts) if asked else None
        except Exception:  # the sender deserves a word, whatever went wrong
            log.exception("photo_failed", **about)
            return texts.went_wrong() if asked else None
        elapsed_ms = round((perf_counter() - start) * 1000)
        log.info("photo_read", digits=len(reading.digits), elapsed_ms=elapsed_ms, **about)
        return answers.wording(reading, texts) if asked or reading.digits else None

    async def _read(self, bot: Bot, attachment: Attachment) -> Reading:
        if attachment.kind is Kind.MOVING:
            raise refusals.MovingPicture
        if attachment.kind is Kind.OTHER_FILE:
            raise refusals.NotAPicture
        async with self._in_hand:
            data = await download(bot, attachment, self._download_timeout)
            return await self._reader.read(data)
