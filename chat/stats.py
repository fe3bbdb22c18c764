"""/stats: what happened since the start, for the owner's eyes."""

import time
from collections.abc import Iterator
from typing import Any

from prometheus_client import Histogram
from prometheus_client.metrics import MetricWrapperBase
from telegram import Update
from telegram.ext import BaseHandler, CommandHandler, ContextTypes
from telegram.ext.filters import ChatType, User

from chat import metrics
from chat.delivery import reply
from chat.manners import Manners

STATS = "stats"
READ = ("read", "no_digits")
"""Outcomes of photos that were read."""


class Stats:
    """Answers the owner; to everybody else the command doesn't exist."""

    def __init__(self, manners: Manners, owner_id: int) -> None:
        """`owner_id` is a person's number at Telegram, or 0 for no owner."""
        self._manners = manners
        self._owner_id = owner_id
        self._since = time.time()

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Return the command's handler, if there is an owner."""
        if not self._owner_id:
            return []
        owner = ChatType.PRIVATE & User(self._owner_id)
        return [CommandHandler(STATS, self.answer, owner)]

    async def answer(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Count photos, waits and failures."""
        if update.message is None:
            return
        texts = (await self._manners.for_sender(update.message)).texts
        photos = {labels["outcome"]: round(value) for labels, value in _values(metrics.PHOTOS)}
        figures = {
            "hours": (time.time() - self._since) / 3600,
            "photos": sum(photos.values()),
            "read": sum(photos.get(outcome, 0) for outcome in READ),
            "failed": photos.get("failed", 0),
            "waiting": _total(metrics.WAITING),
            "unfinished": _total(metrics.UNFINISHED) - 1,  # but for this one
            "repeated": _total(metrics.REQUESTS),
            "median": median(metrics.ANSWERS),
        }
        await reply(update.message, texts.stats(figures))


def median(histogram: Histogram) -> float:
    """Return the upper end of the bucket that half of the observations are in or below, or 0.

    >>> histogram = Histogram("doubtful", "", buckets=(1, 2), registry=None)
    >>> histogram.observe(1.5)
    >>> median(histogram)
    2.0
    """
    buckets = [
        (float(sample.labels["le"]), sample.value)
        for metric in histogram.collect()
        for sample in metric.samples
        if sample.name.endswith("_bucket")
    ]
    half = buckets[-1][1] / 2
    return next(end for end, count in buckets if count >= half) if half else 0.0


def _total(metric: MetricWrapperBase) -> int:
    return round(sum(value for _, value in _values(metric)))


def _values(metric: MetricWrapperBase) -> Iterator[tuple[dict[str, str], float]]:
    for family in metric.collect():
        for sample in family.samples:
            if not sample.name.endswith("_created"):
                yield sample.labels, sample.value
