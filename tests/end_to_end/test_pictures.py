"""What the bot promises about pictures of what the network saw, and about /how."""

import io
import random

import pytest
from PIL import Image

from chat.texts import Texts
from playground import Chat, Playground, User
from tests.drawing import draw, encode, photo
from tests.end_to_end.conversation import PATIENCE, Message, answers_to, greeted, quoted

WIDTH = 960
"""Of every picture, pixels."""


@pytest.fixture(params=["en", "ru"])
def ann(request: pytest.FixtureRequest, playground: Playground) -> User:
    """Somebody who is curious, in each language."""
    return playground.user("Ann", language_code=request.param)


@pytest.fixture
def texts(ann: User) -> Texts:
    """What the bot says to her."""
    return Texts.speaking(ann.language_code)


def look(
    playground: Playground, user: User, answer: Message, chat: User | Chat, text: str
) -> Message:
    """Press a button under an answer and wait for the picture that comes."""
    last = playground.messages(chat)[-1]
    pressed = playground.press(user, answer, text=text, timeout=PATIENCE)
    assert pressed["answer"]["text"] is None
    (shown,) = playground.wait_for(chat, 1, after=last, timeout=PATIENCE)
    return shown


def picture(playground: Playground, shown: Message) -> Image.Image:
    """The picture of a message, checked to be one that a phone can show."""
    largest = max(shown["photo"], key=lambda size: int(size["width"]))
    image = Image.open(io.BytesIO(playground.file(largest["file_id"])))
    assert image.width == WIDTH
    return image


def is_light(image: Image.Image) -> bool:
    """Whether a picture has a light ground."""
    corner = image.convert("L").getpixel((5, 5))
    assert isinstance(corner, int)
    return corner > 128


def page_of_fifty() -> bytes:
    """A photo of five lines of ten digits."""
    rng = random.Random(2)
    return photo(*("".join(rng.choices("0123456789", k=10)) for _ in range(5)))


def turned(playground: Playground, user: User, shown: Message, text: str) -> Message:
    """Press an arrow, or the sign of the other theme, and return the message as it is then."""
    edits = shown["edits"]
    playground.press(user, shown, text=text, timeout=PATIENCE)

    def changed() -> Message | None:
        (now,) = [
            m
            for m in playground.messages(shown["chat"]["id"])
            if m["message_id"] == shown["message_id"]
        ]
        return now if now["edits"] > edits else None

    return playground.wait_until(changed, timeout=PATIENCE)


def labels(message: Message) -> list[str]:
    """What stands on the buttons of a message."""
    return [b["text"] for row in message["reply_markup"]["inline_keyboard"] for b in row]


def test_number(playground: Playground, ann: User, texts: Texts) -> None:
    """Under a reading a button shows how the network saw it, as a reply to the photo."""
    sent = playground.send_photo(ann, photo("406"))
    (answer,) = answers_to(playground, sent, ann)
    shown = look(playground, ann, answer, ann, texts.look_button())
    assert quoted(shown) == sent["message_id"]
    assert shown["caption"] == texts.seen_digits(3)
    assert is_light(picture(playground, shown))
    assert "upload_photo" in playground.actions(ann)


def test_theme(playground: Playground, ann: User, texts: Texts) -> None:
    """The same picture is to be had dark, and light again."""
    (answer,) = answers_to(playground, playground.send_photo(ann, photo("7")), ann)
    shown = look(playground, ann, answer, ann, texts.look_button())
    assert labels(shown) == ["🌙"]
    dark = turned(playground, ann, shown, "🌙")
    assert not is_light(picture(playground, dark))
    assert dark["caption"] == texts.seen_digits(1)
    light = turned(playground, ann, dark, "☀️")
    assert is_light(picture(playground, light))


def test_page(playground: Playground, ann: User, texts: Texts) -> None:
    """A page of fifty digits comes as an overview, all glyphs, and a picture for each line."""
    (answer,) = answers_to(playground, playground.send_photo(ann, page_of_fifty()), ann)
    shown = look(playground, ann, answer, ann, texts.look_button())
    assert labels(shown) == ["→", "🌙"]
    captions = [shown["caption"]]
    while "→" in labels(shown):
        shown = turned(playground, ann, shown, "→")
        captions.append(shown["caption"])
        picture(playground, shown)
    assert labels(shown) == ["←", "🌙"]
    explanations = [texts.seen_page(50), texts.seen_glyphs(), *[texts.seen_digits(10)] * 5]
    assert captions == [
        f"{explanation}\n\n{texts.page_of(number, 7)}"
        for number, explanation in enumerate(explanations, start=1)
    ]
    assert turned(playground, ann, shown, "←")["caption"] == captions[-2]


def test_no_digits(playground: Playground, ann: User, texts: Texts) -> None:
    """A photo without digits shows what was looked at."""
    (answer,) = answers_to(playground, playground.send_photo(ann, photo()), ann)
    assert answer["text"] == texts.no_digits()
    shown = look(playground, ann, answer, ann, texts.look_button())
    assert shown["caption"] == texts.seen_nothing()
    picture(playground, shown)


def test_stranger_looks(playground: Playground, ann: User) -> None:
    """In a group everybody may look, each in a language of their own."""
    boris = playground.user("Boris", language_code="ru")
    room = greeted(playground, playground.group("Maths", ann, boris, privacy=False))
    (answer,) = answers_to(playground, playground.send_photo(ann, photo("35"), room), room)
    button = labels(answer)[-2]
    shown = look(playground, boris, answer, room, button)
    assert shown["caption"] == Texts.speaking("ru").seen_digits(2)


def test_photo_gone(playground: Playground, ann: User, texts: Texts) -> None:
    """Where the photo was deleted, the press is answered with what to do."""
    sent = playground.send_photo(ann, photo("7"))
    (answer,) = answers_to(playground, sent, ann)
    playground.delete(sent)
    pressed = playground.press(ann, answer, text=texts.look_button(), timeout=PATIENCE)
    assert pressed["answer"]["text"] == texts.photo_gone()


def test_download_fails(playground: Playground, ann: User, texts: Texts) -> None:
    """A photo that can't be fetched any more is apologized for, and the press is answered."""
    (answer,) = answers_to(playground, playground.send_photo(ann, photo("7")), ann)
    playground.fault("server_error", methods=["getFile"])
    playground.press(ann, answer, text=texts.look_button(), timeout=PATIENCE)
    playground.wait_for(ann, lambda m: m.get("text") == texts.not_fetched(), timeout=PATIENCE)


def album_after(playground: Playground, sent: Message, chat: User | Chat) -> list[Message]:
    """Wait for the words and the five pictures that answer /how."""
    found = playground.wait_for(chat, 6, after=sent, timeout=PATIENCE)
    playground.settle(timeout=PATIENCE)
    assert len(playground.bot_messages(chat, after=sent)) == 6
    return found


@pytest.fixture
def steps(texts: Texts) -> list[str]:
    """What stands under the five pictures."""
    return [
        texts.how_photo(),
        texts.how_ink(),
        texts.how_boxes(),
        texts.how_glyphs(),
        texts.how_chances(),
    ]


def test_how_sample(playground: Playground, ann: User, texts: Texts, steps: list[str]) -> None:
    """/how explains itself on a sample where no photo is known."""
    asked = playground.send_text(ann, "/how")
    words, *pictures = album_after(playground, asked, ann)
    assert words["text"] == texts.how_sample()
    assert [shown["caption"] for shown in pictures] == steps
    assert len({shown["media_group_id"] for shown in pictures}) == 1
    for shown in pictures:
        picture(playground, shown)


def test_how_own(playground: Playground, ann: User, texts: Texts, steps: list[str]) -> None:
    """/how explains the person's last photo, also one without digits, or the one it replies to."""
    answers_to(playground, playground.send_photo(ann, photo("88")), ann)
    first = playground.send_text(ann, "/how")
    words, *pictures = album_after(playground, first, ann)
    assert words["text"] == texts.how()
    assert [shown["caption"] for shown in pictures] == steps
    empty = playground.send_document(
        ann, encode(draw(), "PNG"), file_name="a.png", mime_type="image/png"
    )
    answers_to(playground, empty, ann)
    again = playground.send_text(ann, "/how", reply_to=empty)
    words, *pictures = album_after(playground, again, ann)
    assert words["text"] == texts.how()
    assert len(pictures) == 5


def test_how_in_group(playground: Playground, ann: User, texts: Texts) -> None:
    """In a group /how in reply to somebody's photo explains that photo, in its topic."""
    room = playground.group("Forum", ann, topics=["General", "Sums"], privacy=True)
    greeted(playground, room)
    topic = room.topics["Sums"]
    sent = playground.send_photo(ann, photo("12"), room, thread=topic)
    name = playground.state()["bot"]["username"]
    asked = playground.send_text(ann, f"/how@{name}", room, reply_to=sent, thread=topic)
    words, *pictures = album_after(playground, asked, room)
    assert words["text"] == texts.how()
    assert {shown["message_thread_id"] for shown in pictures} == {topic}
