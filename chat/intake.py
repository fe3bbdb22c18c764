"""The way of one photo through the chat: fetch it, read it, answer it."""

import secrets
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from time import perf_counter
from typing import TypeVar

import structlog
from telegram import Bot, Message

from chat import answers, errand, keyboards, metrics, refusals
from chat.answered import Answered
from chat.attachments import Attachment, Kind
from chat.delivery import reply, typing
from chat.download import download
from chat.reactions import reading_shown
from chat.reader import Reader
from chat.texts import Texts
from chat.turns import Turns
from recognizer import Reading, Recognizer
from recognizer.recognizer import Stages

log = structlog.get_logger("chat.intake")

Result = TypeVar("Result")


class Intake:
    """Takes photos in as turns are given; those that wait hold no memory."""

    def __init__(
        self, reader: Reader, turns: Turns, *, download_timeout: float, max_age: float
    ) -> None:
        """`download_timeout` is in seconds for one file; no photo older than `max_age` is read."""
        self.answered = Answered()
        self._reader = reader
        self._turns = turns
        self._download_timeout = download_timeout
        self._max_age = max_age

    async def answer(
        self,
        message: Message,
        attachment: Attachment,
        texts: Texts,
        *,
        asked: bool = True,
        asker: int | None = None,
        full: bool = True,
        once: bool = False,
    ) -> None:
        """Reply to the message with what is written on its attachment, or why it can't be read.

        Nobody asked for every photo of a group: there only digits are worth a word, and
        nothing is shown before. `asker` is who may press the buttons, the sender unless said
        otherwise; an answer that is not `full` is the digits alone; with `once` a photo that was
        answered already gets no second one.

        Raises `TelegramError` if the answer can't be delivered.
        """
        with structlog.contextvars.bound_contextvars(photo=secrets.token_hex(4)):
            async with self.answered.one_at_a_time(message, attachment):
                if once and self.answered.knows(message, attachment):
                    return
                async with self.typing(message, asked=asked), reading_shown(message):
                    outcome = await self.outcome(message.get_bot(), attachment, texts, asked=asked)
                if asker is None:
                    asker = message.from_user.id if message.from_user else 0
                if isinstance(outcome, str):
                    await reply(message, outcome)
                elif outcome and outcome.digits:
                    html = answers.wording(outcome, texts, full=full)
                    await reply(message, html, keyboards.under_reading(outcome, asker, texts))
                elif outcome and asked:
                    await reply(message, texts.no_digits(), keyboards.under_nothing(asker, texts))
                else:
                    return
                self.answered.remember(message, attachment)

    def typing(self, message: Message, *, asked: bool) -> AbstractAsyncContextManager[None]:
        """Show "typing…" for the block to who asked, unless too many wait."""
        return typing(message, self._turns.is_crowded) if asked else nullcontext()

    async def stages(self, bot: Bot, attachment: Attachment) -> Stages:
        """Fetch an attachment once more, read it, and keep what each stage made of it.

        Raises one of `refusals.EXPECTED`.
        """
        async with self._turns.turn(errand.person()):
            data = await download(bot, attachment, self._download_timeout)
            return await self._reader.stages(data)

    async def work_on(
        self, bot: Bot, attachment: Attachment, work: Callable[[Recognizer, bytes], Result]
    ) -> Result:
        """Fetch an attachment once more, and have some work done on it where photos are read.

        Raises one of `refusals.EXPECTED`, or what the work raises.
        """
        async with self._turns.turn(errand.person()):
            data = await download(bot, attachment, self._download_timeout)
            return await self._reader.work(lambda recognizer: work(recognizer, data))

    async def work(self, work: Callable[[Recognizer], Result]) -> Result:
        """Have some work done where photos are read, in its turn.

        Raises `Busy`, `TimeoutError`, or what the work raises.
        """
        async with self._turns.turn(errand.person()):
            return await self._reader.work(work)

    async def outcome(
        self, bot: Bot, attachment: Attachment, texts: Texts, *, asked: bool
    ) -> Reading | str | None:
        """Read an attachment; where that fails, return one sentence on why, or None if unasked."""
        start = perf_counter()
        about = {"kind": attachment.kind.name.lower(), "asked": asked}
        try:
            reading = await self._read(bot, attachment)
        except refusals.EXPECTED as problem:
            reason = f"{type(problem).__name__}: {problem}".removesuffix(": ")
            log.info("photo_refused", reason=reason, **about)
            metrics.PHOTOS.labels(type(problem).__name__).inc()
            return refusals.wording(problem, attachment.kind, texts) if asked else None
        except Exception:  # the sender deserves a word, whatever went wrong
            log.exception("photo_failed", **about)
            metrics.PHOTOS.labels("failed").inc()
            metrics.ERRORS.labels("photo").inc()
            return texts.went_wrong() if asked else None
        elapsed_ms = round((perf_counter() - start) * 1000)
        log.info("photo_read", digits=len(reading.digits), elapsed_ms=elapsed_ms, **about)
        metrics.PHOTOS.labels("read" if reading.digits else "no_digits").inc()
        return reading

    async def _read(self, bot: Bot, attachment: Attachment) -> Reading:
        if attachment.kind is Kind.MOVING:
            raise refusals.MovingPicture
        if attachment.kind is Kind.OTHER_FILE:
            raise refusals.NotAPicture
        if errand.age() > self._max_age:
            raise refusals.TooOld
        async with self._turns.turn(errand.person()):
            with metrics.timed("download"):
                data = await download(bot, attachment, self._download_timeout)
            with metrics.timed("read"):
                return await self._reader.read(data)
