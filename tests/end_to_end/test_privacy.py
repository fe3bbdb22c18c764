"""What the bot promises about what it keeps: nothing of a photo, save what somebody gave."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from chat.texts import Texts
from playground import Playground, User
from tests.drawing import photo
from tests.end_to_end.bot_process import BotProcess
from tests.end_to_end.buttons import now, press, press_data, reading
from tests.end_to_end.conversation import PATIENCE, answer_to, answers_to

PHOTOS, PEOPLE = 50, 5

ENGLISH, RUSSIAN = Texts.speaking("en"), Texts.speaking("ru")


class Traces:
    """What a bot left in its folder, which is where it keeps temporary files too."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def rows(self) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """Every row of every table."""
        address = f"file:{self._folder / 'bot.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as database:
            tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            for (table,) in tables.fetchall():
                for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608
                    yield table, row

    def glyphs(self, user: User) -> list[tuple[int, bytes]]:
        """The labels and pixels that are kept of somebody."""
        return [
            (row[2], row[3])
            for table, row in self.rows()
            if table == "glyphs" and row[1] == user.id
        ]

    def of_person(self, user: User) -> list[str]:
        """The tables in which a person's number stands."""
        return [table for table, row in self.rows() if user.id in row]

    def files(self) -> set[str]:
        """The files beside the log and the database."""
        return {
            path.name
            for path in self._folder.rglob("*")
            if path.is_file() and not path.name.startswith(("bot.log", "bot.sqlite3"))
        }

    def contents(self) -> bytes:
        """All bytes of all files but the log."""
        return b"".join(
            path.read_bytes()
            for path in self._folder.rglob("*")
            if path.is_file() and path.name != "bot.log"
        )


@pytest.fixture
def traces(bot: tuple[Playground, BotProcess]) -> Traces:
    """Where the bot may have left something."""
    return Traces(bot[1].folder)


def correct(playground: Playground, user: User, digits: str, right: str, texts: Texts) -> Any:
    """Send a photo and correct its first digit; gives the answer."""
    answer = reading(playground, user, digits)
    press(playground, user, answer, texts.wrong_button())
    if len(digits) > 1:
        press_data(playground, user, answer, f"at:{user.id}:0:")
    press(playground, user, answer, right)
    return answer


def wait_for_glyphs(playground: Playground, traces: Traces, user: User, count: int) -> list[int]:
    """Wait until so many glyphs of somebody are kept; gives their labels."""
    playground.wait_until(lambda: len(traces.glyphs(user)) == count, timeout=PATIENCE)
    return [label for label, _ in traces.glyphs(user)]


@pytest.mark.parametrize("texts", [ENGLISH, RUSSIAN], ids=["en", "ru"])
def test_privacy(playground: Playground, texts: Texts) -> None:
    """/privacy says in short what is kept, in private chats and in groups."""
    language = "ru" if texts is RUSSIAN else "en"
    ann = playground.user("Ann", language_code=language)
    plain = texts.privacy().replace("<b>", "").replace("</b>", "")
    assert answer_to(playground, playground.send_text(ann, "/privacy"), ann) == plain
    group = playground.group("Maths", ann)
    playground.settle(timeout=PATIENCE)
    name = playground.state()["bot"]["username"]
    asked = playground.send_text(ann, f"/privacy@{name}", group)
    assert answer_to(playground, asked, group) == plain


def test_without_consent(playground: Playground, traces: Traces) -> None:
    """After fifty photos without consent nothing of a photo is on disk or in the database."""
    before = traces.files()
    sent, people = [], [playground.user(f"Ann {number}") for number in range(PEOPLE)]
    for user in people:
        asked = correct(playground, user, "3", "8", ENGLISH)
        press(playground, user, asked, ENGLISH.keep_nothing_button())
        correct(playground, user, "5", "6", ENGLISH)
        numbers = range(2, PHOTOS // PEOPLE)
        sent += [playground.send_photo(user, photo(f"{user.id % 100}{n}")) for n in numbers]
    for user in people:
        playground.wait_for(user, PHOTOS // PEOPLE, timeout=PATIENCE)
    playground.settle(timeout=PATIENCE)
    assert [user for user in people if traces.glyphs(user)] == []
    identifiers = {size["file_id"] for message in sent for size in message["photo"]}
    assert len(identifiers) >= len(sent) == PHOTOS - 2 * PEOPLE
    kept = repr([row for _, row in traces.rows()])
    assert [number for number in identifiers if number in kept] == []
    assert traces.files() == before
    assert b"JFIF" not in traces.contents()


def test_with_consent(playground: Playground, traces: Traces) -> None:
    """With consent exactly the corrected glyphs are kept, and after /forget none."""
    ann = playground.user("Ann", language_code="ru")
    asked = correct(playground, ann, "3", "8", RUSSIAN)
    assert traces.glyphs(ann) == []
    assert press(playground, ann, asked, RUSSIAN.keep_button()) == RUSSIAN.will_keep()
    assert wait_for_glyphs(playground, traces, ann, 1) == [8]
    correct(playground, ann, "427", "1", RUSSIAN)
    assert wait_for_glyphs(playground, traces, ann, 2) == [8, 1]
    number = reading(playground, ann, "59")
    playground.send_text(ann, "62", reply_to=number)
    assert wait_for_glyphs(playground, traces, ann, 4) == [8, 1, 6, 2]
    press(playground, ann, reading(playground, ann, "7"), RUSSIAN.right_button())
    answer = correct(playground, ann, "1", RUSSIAN.no_digit_button(), RUSSIAN)
    assert wait_for_glyphs(playground, traces, ann, 5)[-1] == 10
    press(playground, ann, answer, RUSSIAN.change_button())
    press(playground, ann, answer, "7")
    playground.wait_until(lambda: traces.glyphs(ann)[-1][0] == 7, timeout=PATIENCE)
    pictures = [pixels for _, pixels in traces.glyphs(ann)]
    assert {len(pixels) for pixels in pictures} == {28 * 28}
    assert len(set(pictures)) == 5
    assert {max(pixels) for pixels in pictures} == {255}
    forgotten = playground.send_text(ann, "/forget")
    assert answer_to(playground, forgotten, ann) == RUSSIAN.forgotten(5)
    assert traces.glyphs(ann) == []
    assert "people" not in traces.of_person(ann)
    # The tests' people all write alike: what another one gave is there rightly.
    others = {row[3] for table, row in traces.rows() if table == "glyphs"}
    contents = traces.contents()
    assert [pixels for pixels in {*pictures} - others if pixels in contents] == []
    assert {*pictures} - others


def test_forget_choices(playground: Playground) -> None:
    """/forget also erases what somebody chose: language, and the word on "help improve"."""
    ann = playground.user("Ann", language_code="en")
    (shown,) = answers_to(playground, playground.send_text(ann, "/settings"), ann)
    press(playground, ann, shown, ENGLISH.switch_on_button())
    press(playground, ann, shown, ENGLISH.language_button())
    press(playground, ann, shown, RUSSIAN.language_name())
    sent = playground.send_text(ann, "/forget")
    assert answer_to(playground, sent, ann) == RUSSIAN.forgotten(0)
    again = playground.send_text(ann, "/forget")
    assert answer_to(playground, again, ann) == ENGLISH.forgotten(0)
    asked = correct(playground, ann, "3", "8", ENGLISH)
    assert ENGLISH.may_i_keep() in now(playground, asked)["text"]


def test_forgotten_while_asked(playground: Playground, traces: Traces) -> None:
    """A consent is given anew after /forget, with the button that still stands there."""
    ann = playground.user("Ann")
    asked = correct(playground, ann, "3", "8", ENGLISH)
    answer_to(playground, playground.send_text(ann, "/forget"), ann)
    press(playground, ann, asked, ENGLISH.keep_button())
    assert wait_for_glyphs(playground, traces, ann, 1) == [8]


def test_another_ones_photo(playground: Playground, traces: Traces) -> None:
    """Nobody gives away another one's handwriting, not even an administrator with consent."""
    owner, ann = playground.user("Olga"), playground.user("Ann")
    group = playground.group("Maths", owner, ann, privacy=False)
    playground.settle(timeout=PATIENCE)
    for user in (owner, ann):
        (shown,) = answers_to(playground, playground.send_text(user, "/settings"), user)
        press(playground, user, shown, ENGLISH.switch_on_button())
    answer = reading(playground, ann, "3", chat=group)
    press(playground, owner, answer, ENGLISH.wrong_button())
    press(playground, owner, answer, "8")
    playground.settle(timeout=PATIENCE)
    downloads = playground.requests("download")
    assert traces.glyphs(owner) == traces.glyphs(ann) == []
    press(playground, ann, answer, ENGLISH.change_button())
    press(playground, ann, answer, "9")
    assert wait_for_glyphs(playground, traces, ann, 1) == [9]
    assert len(playground.requests("download")) == len(downloads) + 1
