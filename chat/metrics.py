"""What the bot counts and times, for Prometheus and for /stats. No names, no texts, no photos."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import Counter, Gauge, Histogram

SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

UPDATES = Counter("bot_updates", "Updates by what became of them at the door", ["fate"])
PHOTOS = Counter("bot_photos", "Photos by what came of them", ["outcome"])
STAGES = Histogram(
    "bot_stage_seconds", "Time that a photo spent in each stage", ["stage"], buckets=SECONDS
)
ANSWERS = Histogram(
    "bot_update_seconds", "From an update's arrival to the end of its handler", buckets=SECONDS
)
WAITING = Gauge("bot_photos_waiting", "Photos that wait for their turn")
IN_HAND = Gauge("bot_photos_in_hand", "Photos that are downloaded or read right now")
UNFINISHED = Gauge("bot_updates_unfinished", "Accepted updates whose handler has not finished")
TASKS = Gauge("bot_tasks", "Tasks of the event loop")
REQUESTS = Counter("bot_requests_repeated", "Requests made again, by reason", ["reason"])
ERRORS = Counter("bot_errors", "Failures, by where they happened", ["where"])


@contextmanager
def timed(stage: str) -> Iterator[None]:
    """Time the block as a stage of a photo's way: wait, download, read or send."""
    start = perf_counter()
    try:
        yield
    finally:
        STAGES.labels(stage).observe(perf_counter() - start)
