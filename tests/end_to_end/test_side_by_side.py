"""What the bot promises when several people write at once."""

from chat.settings import Settings
from playground import Playground
from tests.drawing import photo
from tests.end_to_end.conversation import answers_to, digits_for, held_up


def test_several_people(playground: Playground) -> None:
    """Everybody gets the digits of their own photo."""
    people = {digit: playground.user(f"Person {digit}") for digit in "0123456789"}
    sent = {digit: playground.send_photo(user, photo(digit)) for digit, user in people.items()}
    read = {digit: digits_for(playground, sent[digit], user) for digit, user in people.items()}
    assert read == {digit: digit for digit in people}


def test_nobody_waits(playground: Playground) -> None:
    """A photo that is slow to come holds nobody else up."""
    slow, quick = playground.user("Slow"), playground.user("Quick")
    with held_up(playground, "download") as made:
        first = playground.send_photo(slow, photo("7"))
        made()
        second = playground.send_photo(quick, photo("7"))
        assert answers_to(playground, second, quick)
        assert playground.bot_messages(slow) == []
    assert answers_to(playground, first, slow)


def test_help_meanwhile(playground: Playground) -> None:
    """/help is answered while more photos wait than the bot takes in hand at once."""
    count = Settings().photos_at_once + 4
    people = [playground.user(f"Person {number}") for number in range(count)]
    with held_up(playground, "download", Settings().photos_at_once) as made:
        sent = [playground.send_photo(user, photo("7")) for user in people]
        made()
        last = playground.user("Last")
        assert answers_to(playground, playground.send_text(last, "/help"), last)
        assert not any(playground.bot_messages(user) for user in people)
    for user, message in zip(people, sent, strict=True):
        assert answers_to(playground, message, user)
