"""What the bot promises for months: a day's photos leave no memory, task or file handle behind."""

import os
import statistics
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from playground import Playground, User, serve
from tests.drawing import photo
from tests.end_to_end.bot_process import TOKEN, running_bot
from tests.end_to_end.test_monitoring import Watched
from tests.end_to_end.test_webhook import free_port

PHOTOS = int(os.environ.get("SOAK_PHOTOS", "20000"))
PEOPLE = 400
AT_ONCE = 100
"""Photos sent beyond those answered."""
SAMPLES = 40
KEPT_ALIVE = 6
"""Seconds after which a connection that nobody uses is not kept any more."""
MOST_GROWTH = 1.0
"""MB for each thousand photos, once everything has been used for a while."""
MORE_FILES = 12
"""Of the database's connections, which open as they are needed and stay open."""
LONGEST = 3600.0
"""Seconds for all photos, on a busy machine."""


class Sample(NamedTuple):
    """What the process takes after some photos."""

    photos: float
    memory: float
    files: float
    tasks: float


def take(watched: Watched) -> Sample:
    """Look at the process."""
    return Sample(
        watched.metric('bot_photos_total{outcome="read"}'),
        watched.metric("process_resident_memory_bytes") / 1e6,
        watched.metric("process_open_fds"),
        watched.metric("bot_tasks"),
    )


def rest(playground: Playground, watched: Watched, user: User) -> Sample:
    """Look at the process when it has nothing to do and has closed what it kept for later."""
    playground.settle(2, timeout=60)
    time.sleep(KEPT_ALIVE)
    playground.send_photo(user, photo("7"))  # connections are looked at when one is needed
    playground.settle(2, timeout=60)
    return take(watched)


@pytest.mark.soak
@pytest.mark.timeout(LONGEST + 300)
def test_a_day(tmp_path: Path) -> None:
    """Memory is flat over a day's photos, and no task and no file handle is left."""
    port = free_port()
    with (
        serve(token=TOKEN) as playground,
        running_bot(
            tmp_path / "log",
            BOT_TOKEN=TOKEN,
            BOT_API_URL=playground.url,
            RECOGNIZER_ENGINE="litert",
            MESSAGES_PER_SECOND="10000",
            LOG_LEVEL="warning",
            WEB_PORT=str(port),
        ) as bot,
    ):
        bot.wait_until_ready(playground)
        watched = Watched(playground, bot, playground.user("Olga"), f"http://127.0.0.1:{port}")
        people = [playground.user(f"Person {number}") for number in range(PEOPLE)]
        first = playground.send_photo(people[0], photo("7"))
        before, samples = rest(playground, watched, people[0]), []
        begin = time.monotonic()
        for number in range(PHOTOS):
            playground.send_content(people[number % PEOPLE], {"photo": first["photo"]})
            if number % (PHOTOS // SAMPLES) == 0:
                samples.append(take(watched))
            while number % 10 == 0 and number - take(watched).photos > AT_ONCE:
                assert time.monotonic() - begin < LONGEST
                time.sleep(0.2)
        took = time.monotonic() - begin
        after = rest(playground, watched, people[0])
        late = samples[len(samples) // 3 :]
        slope, _ = statistics.linear_regression(
            [sample.photos / 1000 for sample in late], [sample.memory for sample in late]
        )
        print(
            f"{after.photos:.0f} photos in {took:.0f} s ({after.photos / took:.1f}/s); "
            f"memory {before.memory:.1f} MB before, {after.memory:.1f} MB after, "
            f"slope {slope:+.3f} MB for each thousand photos; "
            f"files {before.files:.0f} and {after.files:.0f}, "
            f"tasks {before.tasks:.0f} and {after.tasks:.0f}"
        )
        print("memory:", " ".join(f"{sample.memory:.0f}" for sample in samples))
        assert after.photos == PHOTOS + 3
        assert slope < MOST_GROWTH
        assert after.tasks <= before.tasks
        assert after.files <= before.files + MORE_FILES
        assert bot.end() == 0
        assert "Traceback" not in bot.log
