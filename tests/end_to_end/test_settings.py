"""What the bot promises about /settings, in private chats and in groups."""

import pytest

from chat.catalogue import CATALOGUES
from chat.texts import Texts
from playground import Chat, Playground, User
from tests.drawing import photo
from tests.end_to_end.buttons import buttons, labels, now, press, press_data, reading
from tests.end_to_end.conversation import (
    PATIENCE,
    Message,
    answer_to,
    answers_to,
    says_nothing,
    to_copy,
)

ENGLISH, RUSSIAN = Texts.speaking("en"), Texts.speaking("ru")


def menu(playground: Playground, user: User, chat: Chat | None = None) -> Message:
    """Ask for the settings."""
    name = playground.state()["bot"]["username"]
    sent = playground.send_text(user, f"/settings@{name}", chat)
    (answer,) = answers_to(playground, sent, chat or user)
    return answer


def plain(html: str) -> str:
    """A sentence as it looks in a chat."""
    return html.replace("<b>", "").replace("</b>", "")


@pytest.mark.parametrize("language", ["en", "ru"])
def test_person(playground: Playground, language: str) -> None:
    """Somebody who never chose anything sees the defaults, in the client's language."""
    texts = Texts.speaking(language)
    ann = playground.user("Ann", language_code=language)
    shown = menu(playground, ann)
    html = texts.person_settings(texts.language_of_client(), texts.help_improve_off())
    assert shown["text"] == plain(html)
    assert buttons(shown) == [[texts.language_button()], [texts.switch_on_button()]]


@pytest.mark.parametrize(("client", "chosen"), [("en", "ru"), ("ru", "en")])
def test_language(playground: Playground, client: str, chosen: str) -> None:
    """A language that was chosen counts at once and for everything, until it is given up."""
    before, after = Texts.speaking(client), Texts.speaking(chosen)
    ann = playground.user("Ann", language_code=client)
    shown = menu(playground, ann)
    press(playground, ann, shown, before.language_button())
    offered = labels(now(playground, shown))
    assert {Texts.speaking(code).language_name() for code in CATALOGUES} <= set(offered)
    assert press(playground, ann, shown, after.language_name()) == after.saved()
    html = after.person_settings(after.language_name(), after.help_improve_off())
    assert now(playground, shown)["text"] == plain(html)
    assert answer_to(playground, playground.send_text(ann, "hello"), ann) == after.send_a_photo()
    assert after.right_button() in buttons(reading(playground, ann, "3"))[0]
    press(playground, ann, shown, after.language_button())
    press_data(playground, ann, shown, "set:language:auto")
    assert answer_to(playground, playground.send_text(ann, "hello"), ann) == before.send_a_photo()


def test_back(playground: Playground) -> None:
    """The languages lead back to the settings without a choice."""
    ann = playground.user("Ann")
    shown = menu(playground, ann)
    press(playground, ann, shown, ENGLISH.language_button())
    assert press(playground, ann, shown, ENGLISH.back_button()) is None
    after = now(playground, shown)
    assert (after["text"], buttons(after)) == (shown["text"], buttons(shown))


def test_help_improve(playground: Playground) -> None:
    """Who switches it on is never asked at a correction, and may switch it off again."""
    ann = playground.user("Ann")
    shown = menu(playground, ann)
    assert press(playground, ann, shown, ENGLISH.switch_on_button()) == ENGLISH.saved()
    assert ENGLISH.help_improve_on() in now(playground, shown)["text"]
    answer = reading(playground, ann, "3")
    for text in (ENGLISH.wrong_button(), "8"):
        press(playground, ann, answer, text)
    assert now(playground, answer)["text"] == f"8\n{ENGLISH.corrected()}"
    press(playground, ann, shown, ENGLISH.switch_off_button())
    assert buttons(now(playground, shown)) == buttons(menu(playground, ann))


@pytest.fixture
def people(playground: Playground) -> tuple[Chat, User, User]:
    """A group that lets the bot see everything, its Russian owner and an English member."""
    owner = playground.user("Olga", language_code="ru")
    ann = playground.user("Ann", language_code="en")
    group = playground.group("Maths", owner, ann, privacy=False)
    playground.settle(timeout=PATIENCE)  # the bot says hello there
    return group, owner, ann


def test_group(playground: Playground, people: tuple[Chat, User, User]) -> None:
    """An administrator sees the group's settings."""
    group, owner, _ann = people
    shown = menu(playground, owner, group)
    html = RUSSIAN.group_settings(
        RUSSIAN.language_of_asker(), RUSSIAN.every_photo(), RUSSIAN.full_answers()
    )
    assert shown["text"] == plain(html)


def test_strangers(playground: Playground, people: tuple[Chat, User, User]) -> None:
    """A member's /settings gets one sentence, and a member's press a toast and no change."""
    group, owner, ann = people
    assert menu(playground, ann, group)["text"] == ENGLISH.administrators_only()
    shown = menu(playground, owner, group)
    for text in (row[0] for row in buttons(shown)):
        assert press(playground, ann, shown, text) == ENGLISH.administrators_only()
    assert now(playground, shown) == shown
    assert menu(playground, owner, group)["text"] == shown["text"]


def test_only_when_asked(playground: Playground, people: tuple[Chat, User, User]) -> None:
    """A group may choose that only photos are read that somebody asks about, and change back."""
    group, owner, ann = people
    shown = menu(playground, owner, group)
    press_data(playground, owner, shown, "set:every_photo:0")
    assert RUSSIAN.only_when_asked() in now(playground, shown)["text"]
    sent = playground.send_photo(ann, photo("3"), group)
    says_nothing(playground, sent, group)
    name = playground.state()["bot"]["username"]
    asked = playground.send_text(ann, f"/read@{name}", group, reply_to=sent)
    (answer,) = playground.wait_for(group, 1, after=asked, timeout=PATIENCE)
    assert to_copy(answer) == "3"
    press_data(playground, owner, shown, "set:every_photo:1")
    assert to_copy(reading(playground, ann, "5", chat=group)) == "5"


def test_terse(playground: Playground, people: tuple[Chat, User, User]) -> None:
    """A group may choose to get digits alone; also a correction adds no words then."""
    group, owner, ann = people
    shown = menu(playground, owner, group)
    press_data(playground, owner, shown, "set:full_answers:0")
    answer = reading(playground, ann, "3", chat=group)
    assert answer["text"] == "3"
    assert press(playground, ann, answer, ENGLISH.right_button()) == ENGLISH.confirmed()
    assert now(playground, answer)["text"] == "3"
    assert ENGLISH.right_button() not in labels(now(playground, answer))


def test_language_of_group(playground: Playground, people: tuple[Chat, User, User]) -> None:
    """In a group that chose a language everybody is answered in it."""
    group, owner, ann = people
    shown = menu(playground, owner, group)
    press(playground, owner, shown, RUSSIAN.language_button())
    press(playground, owner, shown, RUSSIAN.language_name())
    name = playground.state()["bot"]["username"]
    asked = playground.send_text(ann, f"/read@{name}", group)
    assert answer_to(playground, asked, group) == RUSSIAN.nothing_to_read()
    assert answer_to(playground, playground.send_text(ann, "hi"), ann) == ENGLISH.send_a_photo()


def test_anonymous_administrator(playground: Playground, people: tuple[Chat, User, User]) -> None:
    """Who writes in the group's own name is an administrator."""
    group, owner, _ann = people
    first = playground.send_text(owner, "hello", group)
    name = playground.state()["bot"]["username"]
    command = f"/settings@{name}"
    chat = {"id": group.id, "type": "supergroup", "title": "Maths"}
    playground.push_update(
        {
            "message": {
                "message_id": first["message_id"],
                "date": first["date"],
                "chat": chat,
                "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"},
                "sender_chat": chat,
                "text": command,
                "entities": [{"type": "bot_command", "offset": 0, "length": len(command)}],
            }
        }
    )
    (shown,) = answers_to(playground, first, group)
    assert ENGLISH.language_of_asker() in shown["text"]


def test_group_moves(playground: Playground) -> None:
    """A group that becomes a supergroup keeps its settings."""
    owner = playground.user("Olga")
    group = playground.group("Maths", owner, kind="group", privacy=False)
    playground.settle(timeout=PATIENCE)
    press_data(playground, owner, menu(playground, owner, group), "set:full_answers:0")
    moved = playground.migrate(group, owner)
    playground.settle(timeout=PATIENCE)
    assert ENGLISH.terse_answers() in menu(playground, owner, moved)["text"]
