"""What the bot promises where people say whether it read right."""

import pytest

from chat.texts import Texts
from playground import Chat, Playground, User
from tests.end_to_end.bot_process import BotProcess
from tests.end_to_end.buttons import buttons, callback_data, labels, now, press, press_data, reading
from tests.end_to_end.conversation import PATIENCE, answer_to, greeted, to_copy

LANGUAGES = pytest.mark.parametrize("language", ["en", "ru"])


def someone(playground: Playground, language: str = "en") -> tuple[User, Texts]:
    """Somebody new, and the sentences that they read."""
    return playground.user("Ann", language_code=language), Texts.speaking(language)


@LANGUAGES
def test_right(playground: Playground, language: str) -> None:
    """A reading that is confirmed is thanked for in place, and the digits stay."""
    ann, texts = someone(playground, language)
    answer = reading(playground, ann, "427")
    assert buttons(answer)[0] == [texts.right_button(), texts.wrong_button()]
    assert press(playground, ann, answer, texts.right_button()) == texts.confirmed()
    after = now(playground, answer)
    assert after["text"] == f"427\n{texts.confirmed()}"
    assert to_copy(after) == "427"
    assert texts.right_button() not in labels(after)


@LANGUAGES
def test_one_digit(playground: Playground, language: str) -> None:
    """A single digit is corrected on a pad of ten, and the question about keeping it comes."""
    ann, texts = someone(playground, language)
    answer = reading(playground, ann, "3")
    assert press(playground, ann, answer, texts.wrong_button()) == texts.which_digit_is_it()
    pad = labels(now(playground, answer))
    assert pad == [*"1234567890", texts.no_digit_button(), texts.back_button()]
    assert press(playground, ann, answer, "8") == texts.corrected()
    asked = now(playground, answer)
    assert to_copy(asked) == "8"
    assert asked["text"] == f"8\n{texts.corrected()}\n\n{texts.may_i_keep()}"
    assert buttons(asked) == [[texts.keep_button(), texts.keep_nothing_button()]]
    toast = press(playground, ann, answer, texts.keep_nothing_button())
    assert toast == texts.will_keep_nothing()
    after = now(playground, answer)
    assert after["text"] == f"8\n{texts.corrected()}"
    assert buttons(after)[0] == [texts.change_button()]


@LANGUAGES
def test_asked_once(playground: Playground, language: str) -> None:
    """Who said yes or no is not asked again, and what was corrected may be corrected again."""
    ann, texts = someone(playground, language)
    answer = reading(playground, ann, "3")
    for text in (texts.wrong_button(), "8", texts.keep_nothing_button()):
        press(playground, ann, answer, text)
    for text in (texts.change_button(), "5"):
        press(playground, ann, answer, text)
    assert now(playground, answer)["text"] == f"5\n{texts.corrected()}"


def test_no_digit(playground: Playground) -> None:
    """A digit that is none can be said to be none."""
    ann, texts = someone(playground)
    answer = reading(playground, ann, "1")
    for text in (texts.wrong_button(), texts.no_digit_button()):
        press(playground, ann, answer, text)
    assert texts.none_is_left() in now(playground, answer)["text"]


def test_back(playground: Playground) -> None:
    """Who thinks better of it gets the answer's own buttons back, and nothing has changed."""
    ann, texts = someone(playground)
    answer = reading(playground, ann, "3")
    for text in (texts.wrong_button(), texts.back_button()):
        press(playground, ann, answer, text)
    after = now(playground, answer)
    assert after["text"] == answer["text"]
    assert buttons(after) == buttons(answer)


@LANGUAGES
def test_number(playground: Playground, language: str) -> None:
    """In a number the wrong digit is tapped, then the right one chosen; several if need be."""
    ann, texts = someone(playground, language)
    answer = reading(playground, ann, "427", "15")
    assert press(playground, ann, answer, texts.wrong_button()) == texts.which_is_wrong()
    choice = buttons(now(playground, answer))
    assert choice == [list("427"), list("15"), [texts.back_button()]]
    asked = texts.what_is_it(texts.place(2, 2))
    assert press_data(playground, ann, answer, f"at:{ann.id}:4:") == asked
    press(playground, ann, answer, "6")
    assert press(playground, ann, answer, texts.keep_nothing_button())
    again = now(playground, answer)
    assert to_copy(again) == "427\n16"
    assert buttons(again) == [list("427"), list("16"), [texts.done_button()]]
    press_data(playground, ann, answer, f"at:{ann.id}:0:")
    press(playground, ann, answer, texts.no_digit_button())
    press(playground, ann, answer, texts.done_button())
    after = now(playground, answer)
    assert after["text"] == f"27\n16\n{texts.corrected()}"
    assert buttons(after)[0] == [texts.change_button()]


def test_same_digit(playground: Playground) -> None:
    """Choosing the digit that stands there already corrects nothing."""
    ann, texts = someone(playground)
    answer = reading(playground, ann, "42")
    press(playground, ann, answer, texts.wrong_button())
    press_data(playground, ann, answer, f"at:{ann.id}:1:")
    press(playground, ann, answer, "2")
    after = now(playground, answer)
    assert after["text"] == answer["text"]
    assert buttons(after) == [list("42"), [texts.back_button()]]


def test_long_page(playground: Playground) -> None:
    """The digits of a long page are tapped on several pages of buttons."""
    ann, texts = someone(playground)
    lines = ["123456", "456789", "789012", "234567", "567890", "890123", "345678", "678901", "12"]
    answer = reading(playground, ann, *lines)
    shown = to_copy(answer).splitlines()
    press(playground, ann, answer, texts.wrong_button())
    first = buttons(now(playground, answer))
    assert ["".join(row) for row in first[:8]] == shown[:8]
    press(playground, ann, answer, "→")
    second = buttons(now(playground, answer))
    assert ["".join(row) for row in second[:-2]] == shown[8:]
    press(playground, ann, answer, "←")
    assert buttons(now(playground, answer)) == first
    assert max(map(len, callback_data(now(playground, answer)))) <= 64


@LANGUAGES
def test_by_text(playground: Playground, language: str) -> None:
    """A reply with the right number corrects the answer in place; spaces in it don't matter."""
    ann, texts = someone(playground, language)
    answer = reading(playground, ann, "42", "7")
    sent = playground.send_text(ann, "4 8 1", reply_to=answer)
    asked = now(playground, answer)
    assert to_copy(asked) == "48\n1"
    assert texts.may_i_keep() in asked["text"]
    press(playground, ann, answer, texts.keep_nothing_button())
    assert texts.may_i_keep() not in now(playground, answer)["text"]
    assert playground.bot_messages(ann, after=sent) == []
    (written,) = [m for m in playground.messages(ann) if m["message_id"] == sent["message_id"]]
    assert [reaction["emoji"] for reaction in written["reactions"]] == ["👍"]


@LANGUAGES
@pytest.mark.parametrize("digits", ["3", "42"])
def test_other_count(playground: Playground, language: str, digits: str) -> None:
    """A reply with too many digits gets a hint how many there were, and changes nothing."""
    ann, texts = someone(playground, language)
    answer = reading(playground, ann, digits)
    sent = playground.send_text(ann, "123456", reply_to=answer)
    assert answer_to(playground, sent, ann) == texts.other_count(len(digits))
    assert now(playground, answer)["edits"] == 0


def test_confirmed_by_text(playground: Playground) -> None:
    """A reply with the number as it was read confirms it."""
    ann, texts = someone(playground)
    answer = reading(playground, ann, "427")
    playground.send_text(ann, "427", reply_to=answer)
    assert now(playground, answer)["text"] == f"427\n{texts.confirmed()}"


def test_answer_gone(playground: Playground) -> None:
    """A reply to an answer that was deleted meanwhile is told to send the photo again."""
    ann, texts = someone(playground)
    answer = reading(playground, ann, "3")
    playground.fault("slow", methods=["editMessageText"], count=1, delay=1)
    sent = playground.send_text(ann, "8", reply_to=answer)
    playground.delete(answer)
    assert answer_to(playground, sent, ann) == texts.cant_change()


@pytest.fixture
def people(playground: Playground) -> tuple[Chat, User, User, User]:
    """A group, with its owner, who asks and a stranger."""
    owner = playground.user("Olga", language_code="ru")
    ann = playground.user("Ann")
    boris = playground.user("Boris", language_code="ru")
    chat = greeted(playground, playground.group("Maths", owner, ann, boris, privacy=False))
    return chat, owner, ann, boris


def test_stranger(playground: Playground, people: tuple[Chat, User, User, User]) -> None:
    """In a group a stranger's press gets a toast in the stranger's language and changes nothing."""
    group, _owner, ann, boris = people
    texts, russian = Texts.speaking("en"), Texts.speaking("ru")
    answer = reading(playground, ann, "427", chat=group)
    toast = press(playground, boris, answer, texts.right_button())
    assert toast == russian.not_your_button()
    assert press(playground, boris, answer, texts.wrong_button()) == russian.not_your_button()
    playground.send_text(boris, "999", group, reply_to=answer)
    assert now(playground, answer) == answer
    assert press(playground, ann, answer, texts.right_button()) == texts.confirmed()
    assert now(playground, answer)["edits"] == 1


def test_administrator(playground: Playground, people: tuple[Chat, User, User, User]) -> None:
    """An administrator may correct what others asked, and is not asked for their digits."""
    group, owner, ann, _boris = people
    texts, russian = Texts.speaking("en"), Texts.speaking("ru")
    answer = reading(playground, ann, "3", chat=group)
    press(playground, owner, answer, texts.wrong_button())
    assert press(playground, owner, answer, "8") == russian.corrected()
    assert now(playground, answer)["text"] == f"8\n{russian.corrected()}"
    playground.send_text(owner, "9", group, reply_to=answer)
    assert now(playground, answer)["text"] == f"9\n{russian.corrected()}"


def test_consent_is_ones_own(playground: Playground, people: tuple[Chat, User, User, User]) -> None:
    """Not even an administrator answers the question about keeping for somebody else."""
    group, owner, ann, _boris = people
    texts = Texts.speaking("en")
    answer = reading(playground, ann, "3", chat=group)
    for text in (texts.wrong_button(), "8"):
        press(playground, ann, answer, text)
    asked = now(playground, answer)
    toast = press(playground, owner, answer, texts.keep_button())
    assert toast == Texts.speaking("ru").not_your_button()
    assert now(playground, answer) == asked


def test_asked_by_another(playground: Playground, people: tuple[Chat, User, User, User]) -> None:
    """Who asked with /read presses, not whose photo it is; and gives nobody's digits away."""
    group, _owner, ann, boris = people
    texts, russian = Texts.speaking("en"), Texts.speaking("ru")
    first = reading(playground, ann, "3", chat=group)
    name = playground.state()["bot"]["username"]
    original = first["reply_to_message"]
    asked = playground.send_text(boris, f"/read@{name}", group, reply_to=original["message_id"])
    (answer,) = playground.wait_for(group, 1, after=asked, timeout=PATIENCE)
    assert press(playground, ann, answer, russian.right_button()) == texts.not_your_button()
    for text in (russian.wrong_button(), "8"):
        press(playground, boris, answer, text)
    assert now(playground, answer)["text"] == f"8\n{russian.corrected()}"


def test_too_late(playground: Playground, bot: tuple[Playground, BotProcess]) -> None:
    """A press that Telegram has given up, or on a message out of reach, does no harm."""
    ann, texts = someone(playground)
    answer = reading(playground, ann, "3")
    playground.fault("slow", methods=["answerCallbackQuery"], count=1, delay=1)
    pressed = playground.press(ann, answer, text=texts.right_button(), timeout=None)
    playground.expire(pressed)
    playground.settle(timeout=PATIENCE)
    user = {"id": ann.id, "is_bot": False, "first_name": "Ann", "language_code": "en"}
    chat = {"id": ann.id, "type": "private", "first_name": "Ann"}
    playground.push_update(
        {
            "callback_query": {
                "id": "1",
                "from": user,
                "chat_instance": "1",
                "message": {"chat": chat, "message_id": 1, "date": 0},
                "data": f"ok:{ann.id}",
            }
        }
    )
    playground.settle(timeout=PATIENCE)
    tried = playground.requests("answerCallbackQuery")[-1]
    assert tried["params"]["text"] == texts.cant_change()
    assert bot[1].process.poll() is None


@pytest.mark.parametrize(
    "data", ["at:{id}:7:0", "is:{id}:0:11:0", "pg:{id}", "what", "ok:x", "see"]
)
def test_unknown_button(playground: Playground, data: str) -> None:
    """A button of another version is answered all the same, and changes nothing."""
    ann, _texts = someone(playground)
    answer = reading(playground, ann, "3")
    current = now(playground, answer)
    message = {k: v for k, v in current.items() if k in {"message_id", "date", "chat", "from"}}
    user = {"id": ann.id, "is_bot": False, "first_name": "Ann", "language_code": "en"}
    text = {"text": current["text"], "entities": current["entities"]}
    playground.push_update(
        {
            "callback_query": {
                "id": f"{ann.id}77",
                "from": user,
                "chat_instance": "1",
                "message": message | text,
                "data": data.format(id=ann.id),
            }
        }
    )
    playground.settle(timeout=PATIENCE)
    answered = [r["params"] for r in playground.requests("answerCallbackQuery")]
    assert f"{ann.id}77" in [str(params["callback_query_id"]) for params in answered]
    assert now(playground, answer)["edits"] == 0
