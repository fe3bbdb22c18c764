"""Prints a talk with the real bot in each language: python -m tests.conversation [LANGUAGE...].

The bot runs in a process of its own against a playground. What stands in [ ] is a picture or a
button, what stands in ( ) is shown on top of the chat for a moment.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import fill, indent
from typing import Any

from chat.catalogue import CATALOGUES
from chat.pictures.sample import sample
from chat.texts import Texts
from playground import Chat, Playground, serve
from tests.drawing import draw, encode
from tests.end_to_end.bot_process import TOKEN, running_bot

Message = dict[str, Any]
PATIENCE = 60
"""Seconds for what the bot has to say, on a machine that is busy with other things."""
WIDTH = 92
NAMES = {"ru": "Анна", "uk": "Оксана", "de": "Anna", "es": "Ana", "uz": "Aziza"}


class Talk:
    """One person's talk with the bot, printed as it goes."""

    def __init__(self, playground: Playground, language: str) -> None:
        self.playground = playground
        self.texts = Texts.speaking(language)
        self.name = NAMES.get(language, "Ann")
        self.user = playground.user(self.name, language_code=language)
        self._seen: dict[tuple[int, int], int] = {}

    def says(self, text: str, chat: Chat | None = None, **how: Any) -> Message:
        """The person writes, and the bot answers."""
        sent = self.playground.send_text(self.user, text, chat, **how)
        _print(self.name, [text])
        self.listen(chat)
        return sent

    def shows(self, what: str, data: bytes, chat: Chat | None = None, **how: Any) -> Message:
        """The person sends a photo, and the bot answers."""
        sent = self.playground.send_photo(self.user, data, chat, **how)
        _print(self.name, [f"[photo: {what}]", how.get("caption", "")])
        self.listen(chat)
        return sent

    def shows_album(self, what: str, pictures: list[bytes]) -> None:
        """The person sends several photos at once, and the bot answers."""
        self.playground.send_album(self.user, pictures)
        _print(self.name, [f"[album: {what}]"])
        self.listen()

    def presses(self, text: str, chat: Chat | None = None) -> None:
        """The person presses the newest button with this text, and the bot answers."""
        place = chat or self.user
        message = next(
            message
            for message in reversed(self.playground.bot_messages(place))
            if any(text == label for row in _labels(message) for label in row)
        )
        pressed = self.playground.press(self.user, message, text=text, timeout=PATIENCE)
        toast = pressed["answer"]["text"]
        _print(self.name, [f"presses [{text}]", f"({toast})" if toast else ""])
        self.listen(chat)

    def listen(self, chat: Chat | None = None) -> None:
        """Print what the bot said or changed since the last time."""
        self.playground.settle(2.5, timeout=PATIENCE)
        for message in self.playground.bot_messages(chat or self.user):
            key = message["chat"]["id"], message["message_id"]
            if self._seen.get(key) == message["edits"]:
                continue
            sign = "the bot" if key not in self._seen else "the bot, in the same message"
            self._seen[key] = message["edits"]
            _print(sign, _content(message))


def _content(message: Message) -> Iterator[str]:
    if "photo" in message:
        yield "[picture]"
    yield from str(message.get("text", message.get("caption", ""))).split("\n")
    for row in _labels(message):
        yield " ".join(f"[{label}]" for label in row)


def _labels(message: Message) -> list[list[str]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [[button["text"] for button in row] for row in rows]


def _print(who: str, lines: Any) -> None:
    print(f"{who}:")
    for line in lines:
        if line:
            print(indent(fill(line, WIDTH - 4), "    "))
    print()


def alone(talk: Talk) -> None:
    """What is said between one person and the bot."""
    texts = talk.texts
    talk.says("/start")
    talk.says("/help")
    talk.shows("2049", sample())
    talk.presses(texts.look_button())
    talk.presses(texts.wrong_button())
    talk.presses("9")
    talk.presses("4")
    talk.presses(texts.keep_nothing_button())
    talk.shows("15 and 862, one below the other", sample("15", "862", squared=False))
    talk.presses(texts.right_button())
    talk.shows("an empty sheet", encode(draw(), "JPEG"))
    talk.shows_album("7, an empty sheet, 31", [sample("7"), encode(draw(), "JPEG"), sample("31")])
    talk.playground.send_video_note(talk.user, b"ftyp")
    _print(talk.name, ["[a round video]"])
    talk.listen()
    talk.says("/how")
    talk.says("/settings")
    talk.says("/privacy")
    talk.says("/forget")
    talk.says("?")


def together(talk: Talk, bot: str) -> None:
    """What is said in a group."""
    room = talk.playground.group("7B", talk.user, privacy=True)
    print(f"-- {talk.name} adds the bot to a group --\n")
    talk.listen(room)
    photo = talk.shows("2049", sample(), room)
    talk.says(f"/read@{bot}", room, reply_to=photo)
    talk.says(f"/settings@{bot}", room)
    foreign = talk.playground.group("Family", talk.user, bot="left")
    print("-- in a group without the bot --\n")
    photo = talk.shows("68", sample("68"), foreign)
    talk.says(f"@{bot}", foreign, reply_to=photo)


@contextmanager
def _bot() -> Iterator[Playground]:
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(token=TOKEN) as playground,
        running_bot(
            Path(folder) / "bot.log", BOT_TOKEN=TOKEN, BOT_API_URL=playground.url
        ) as process,
    ):
        process.wait_until_ready(playground)
        yield playground


def main(languages: list[str]) -> None:
    """Hold the conversations."""
    with _bot() as playground:
        bot = playground.state()["bot"]["username"]
        for language in languages or CATALOGUES:
            print(f"{'=' * 20} {Texts.speaking(language).language_name()} {'=' * 20}\n")
            talk = Talk(playground, language)
            alone(talk)
            together(talk, bot)


if __name__ == "__main__":
    main(sys.argv[1:])
