"""What a newcomer sees a minute after cloning: the real bot behind the page, and every button."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from chat.texts import Texts
from playground import Playground
from tests.browser.chromium import write_with_mouse
from tests.browser.looking import field, last, wait_until
from tests.drawing import photo
from tests.end_to_end.bot_process import running_bot
from tests.schema import assert_conforms

ENGLISH, RUSSIAN = Texts.speaking("en"), Texts.speaking("ru")
QUOTED = "In reply to Alex: Photo"


@pytest.fixture(scope="module")
def local_chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    """What ``make run`` starts without a token, found by the address that it prints."""
    with running_bot(tmp_path_factory.mktemp("local") / "bot.log", "--local") as bot:
        assert bot.process.stdout
        page = bot.process.stdout.readline().split()[-1]
        url, _, secret = page.rstrip("/").rpartition("/")
        with Playground(url, secret, token="") as playground:
            playground.wait_until(lambda: playground.requests("getUpdates"), timeout=100)
            yield playground
            assert_conforms(playground.requests())
        assert "Traceback" not in bot.log


@pytest.fixture
def opened(page: Page, local_chat: Playground) -> Page:
    """The page as it is when it has just been opened."""
    page.goto(local_chat.page_url)
    return page


def answer(page: Page, digits: str) -> Locator:
    """Wait for the answer with these digits."""
    found = page.locator(".log:visible article.message:not(.own)", has=page.locator("pre")).last
    expect(found.locator("pre")).to_have_text(digits)
    return found


def draw_and_send(page: Page, digits: str) -> None:
    """Write digits on the sheet and send it."""
    page.get_by_role("button", name="Draw a digit").last.click()
    sheet = page.get_by_role("dialog", name="Draw digits")
    write_with_mouse(page, sheet.locator("canvas"), digits)
    sheet.get_by_role("button", name="Send").click()


def test_the_first_minute(opened: Page) -> None:
    """The chat says what the bot does; Start greets, and the first drawn digit is read."""
    expect(opened.get_by_text(ENGLISH.description())).to_be_visible()
    opened.get_by_role("button", name="Start", exact=True).click()
    expect(last(opened)).to_contain_text(ENGLISH.welcome().splitlines()[0])
    draw_and_send(opened, "3")
    expect(
        answer(opened, "3").get_by_role("button", name="In reply to Alex: Photo")
    ).to_be_visible()


def test_a_picked_picture(opened: Page) -> None:
    """A picture from the disk gets its digits back."""
    opened.get_by_role("button", name="Attach", exact=True).click()
    with opened.expect_file_chooser() as chooser:
        opened.get_by_role("menuitem", name="Pictures").click()
    chooser.value.set_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo("406")})
    opened.get_by_role("button", name="Send", exact=True).click()
    answer(opened, "406")


def test_every_sample_is_read(opened: Page, local_chat: Playground) -> None:
    """Each sample of the gallery gets the answer that its name promises."""
    opened.get_by_role("button", name="Sample digits").last.click()
    names = [str(each.get_attribute("title")) for each in opened.locator(".gallery button").all()]
    opened.keyboard.press("Escape")
    named = [name for name in names if re.match(r"\d+:", name)]
    assert len(named) == 13
    for count, name in enumerate(named, start=1):
        opened.get_by_role("button", name="Sample digits").last.click()
        opened.get_by_role("button", name=name, exact=True).click()
        expect(opened.locator("article.own")).to_have_count(count)
    alex = local_chat.state()["users"][-1]["id"]
    answers = local_chat.wait_for(alex, len(named), timeout=60)
    read = {each["reply_to_message"]["message_id"]: each["text"].split()[0] for each in answers}
    sent = [each["message_id"] for each in local_chat.messages(alex) if not each["from_bot"]]
    assert [read[number] for number in sent] == [name.partition(":")[0] for name in named]


def test_what_the_network_saw(opened: Page) -> None:
    """The button under an answer shows a picture of what the network saw, which opens large."""
    opened.get_by_role("button", name="Sample digits").last.click()
    opened.get_by_role("button", name="35: Marker").click()
    given = answer(opened, "35")
    given.get_by_role("button", name=ENGLISH.look_button()).click()
    shown = opened.locator("article.message:not(.own)", has=opened.locator("img")).last
    shown.get_by_role("button", name=re.compile("^Photo")).click()
    viewer = opened.get_by_role("dialog", name="Picture")
    wait_until(opened, "() => document.querySelector('.viewer img').naturalWidth > 300")
    expect(viewer).to_be_visible()


def test_correcting_a_digit(opened: Page) -> None:
    """A wrong digit is corrected by two buttons, and the answer changes where it stands."""
    opened.get_by_role("button", name="Sample digits").last.click()
    opened.get_by_role("button", name="35: Marker").click()
    given = answer(opened, "35")
    given.get_by_role("button", name=ENGLISH.wrong_button()).click()
    given.get_by_role("button", name="5", exact=True).click()
    given.get_by_role("button", name="6", exact=True).click()
    expect(answer(opened, "36")).to_contain_text("edited")
    expect(opened.locator("[aria-busy]")).to_have_count(0)


def test_in_russian(opened: Page) -> None:
    """Switched to Russian, the page and the bot speak it, the menu of commands too."""
    opened.get_by_role("button", name="Settings").click()
    opened.get_by_label("Language").select_option("ru")
    expect(opened.get_by_text(RUSSIAN.description())).to_be_visible()
    opened.get_by_role("button", name="Начать", exact=True).click()
    expect(last(opened)).to_contain_text(RUSSIAN.welcome().splitlines()[0])
    opened.get_by_role("button", name="Команды").click()
    expect(opened.get_by_role("option", name=RUSSIAN.help_command())).to_be_visible()


def test_in_the_group(opened: Page) -> None:
    """With privacy on, a photo is read once somebody replies to it with /read, under the photo."""
    opened.get_by_role("button", name="Maths club").click()
    expect(last(opened)).to_contain_text("/read@")
    draw_and_send(opened, "64")
    expect(last(opened).get_by_role("img", name="The bot doesn't see this")).to_be_visible()
    opened.locator("#people label", has_text="Vera").click()
    last(opened).click(button="right", position={"x": 30, "y": 30})
    opened.get_by_role("menuitem", name="Reply").click()
    field(opened).fill("/r")
    field(opened).press("Enter")
    expect(
        answer(opened, "64").get_by_role("button", name="In reply to Alex: Photo")
    ).to_be_visible()


def test_a_learner_reads_the_requests(opened: Page, local_chat: Playground) -> None:
    """The panel has the requests of the last answer, in order, as the server took them."""
    draw_and_send(opened, "7")
    answer(opened, "7")
    local_chat.settle()
    methods = opened.locator(".request code").all_inner_texts()
    asked = [name for name in methods if name in {"getFile", "download", "sendMessage"}]
    assert asked[-3:] == ["getFile", "download", "sendMessage"]
    newest = opened.locator(".request", has_text="sendMessage").last
    newest.locator("summary").click()
    assert "<pre>7</pre>" in json.loads(newest.locator("pre").first.inner_text())["text"]
