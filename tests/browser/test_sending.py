"""The ways to send something from the page, with a bot that the test plays."""

import io
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from playground import Playground
from tests.browser.chromium import write_with_mouse
from tests.browser.scripted import ScriptedBot
from tests.playground.conftest import picture


def received(playground: Playground, message: dict[str, Any]) -> NDArray[np.uint8]:
    """The photo of a message in its largest size, in shades of grey."""
    file = playground.file(message["photo"][-1]["file_id"])
    return np.asarray(Image.open(io.BytesIO(file)).convert("L"))


def ways_of_sending(page: Page) -> Locator:
    """The menu behind the paper clip."""
    page.get_by_role("button", name="Attach", exact=True).click()
    return page.get_by_role("menu", name="Attach")


@pytest.mark.usefixtures("chat")
def test_drawing(page: Page, playground: Playground, bot: ScriptedBot) -> None:
    """What is drawn with pen and paper of one's choice arrives as a photo of that."""
    page.get_by_role("button", name="Draw a digit").last.click()
    sheet = page.get_by_role("dialog", name="Draw digits")
    send = sheet.get_by_role("button", name="Send")
    expect(send).to_be_disabled()
    write_with_mouse(page, sheet.locator("canvas"), "7")
    sheet.get_by_role("button", name="Undo").click()
    expect(send).to_be_disabled()
    sheet.locator("label", has_text="Blackboard").click()
    expect(sheet.get_by_role("radio", name="Chalk")).to_be_checked()
    write_with_mouse(page, sheet.locator("canvas"), "7")
    send.click()
    board = received(playground, bot.hear())

    assert board.shape == (1000, 1000)
    assert board[490:510, :60].max() < 90
    assert board.max() > 200


@pytest.mark.usefixtures("chat")
def test_drawing_by_keyboard(page: Page, playground: Playground, bot: ScriptedBot) -> None:
    """A digit can be drawn with the arrow keys."""
    page.get_by_role("button", name="Draw a digit").last.click()
    expect(page.locator("canvas")).to_be_focused()
    page.keyboard.press("Space")
    for _ in range(12):
        page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+Enter")
    sheet = received(playground, bot.hear())

    rows, columns = np.nonzero(sheet < 110)
    assert np.ptp(rows) > 400
    assert np.ptp(columns) < 30


@pytest.mark.usefixtures("chat")
def test_an_album_of_drawings(page: Page, bot: ScriptedBot) -> None:
    """Several drawings go together, with a caption."""
    for digit in "12":
        page.get_by_role("button", name="Draw a digit").last.click()
        write_with_mouse(page, page.locator("canvas"), digit)
        page.get_by_role("button", name="Add to album").click()
    expect(page.get_by_role("list", name="To be sent").get_by_role("listitem")).to_have_count(2)
    page.get_by_role("combobox").fill("two of them")
    page.get_by_role("button", name="Send", exact=True).click()
    first, second = bot.hear(), bot.hear()

    assert first["media_group_id"] == second["media_group_id"]
    assert first["caption"] == "two of them"
    expect(page.locator(".tiles img")).to_have_count(2)


@pytest.mark.usefixtures("chat")
def test_picking_files(page: Page, playground: Playground, bot: ScriptedBot) -> None:
    """A picked picture goes as a photo, or byte for byte as a file; other files go as they are."""
    original = picture(640, 480, form="PNG")
    for as_file in (False, True):
        with page.expect_file_chooser() as chooser:
            ways_of_sending(page).get_by_role("menuitem", name="Pictures").click()
        chooser.value.set_files({"name": "a.png", "mimeType": "image/png", "buffer": original})
        if as_file:
            page.get_by_role("radio", name="As a file").check()
        page.get_by_role("button", name="Send", exact=True).click()
        sent = bot.hear()
        if as_file:
            assert sent["document"]["file_name"] == "a.png"
            assert playground.file(sent["document"]["file_id"]) == original
        else:
            assert received(playground, sent).shape == (480, 640)
    with page.expect_file_chooser() as chooser:
        ways_of_sending(page).get_by_role("menuitem", name="Files").click()
    chooser.value.set_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"seven"})
    page.get_by_role("button", name="Send", exact=True).click()
    assert playground.file(bot.hear()["document"]["file_id"]) == b"seven"
    expect(page.get_by_role("link", name="a.txt")).to_be_visible()


HAND_OVER = """([kind, bytes]) => {
  const file = new File([new Uint8Array(bytes)], "dropped.png", { type: "image/png" });
  const data = new DataTransfer();
  data.items.add(file);
  const options = { bubbles: true, cancelable: true, dataTransfer: data, clipboardData: data };
  const Kind = kind === "paste" ? ClipboardEvent : DragEvent;
  document.body.dispatchEvent(new Kind(kind, options));
}"""


@pytest.mark.parametrize("kind", ["drop", "paste"])
@pytest.mark.usefixtures("chat")
def test_dropping_and_pasting(page: Page, bot: ScriptedBot, kind: str) -> None:
    """A picture that is dropped on the page or pasted waits to be sent."""
    page.evaluate(HAND_OVER, [kind, list(picture(form="PNG"))])
    expect(page.get_by_role("img", name="dropped.png")).to_be_visible()
    page.get_by_role("button", name="Send", exact=True).click()
    assert bot.hear()["photo"]
    expect(page.get_by_role("img", name="dropped.png")).to_have_count(0)


@pytest.mark.usefixtures("chat")
def test_the_camera(page: Page, bot: ScriptedBot) -> None:
    """A picture from the webcam is taken and sent."""
    ways_of_sending(page).get_by_role("menuitem", name="Camera").click()
    page.get_by_role("button", name="Take the picture").click()
    page.get_by_role("button", name="Send", exact=True).click()
    assert bot.hear()["photo"]


@pytest.mark.usefixtures("chat")
def test_samples(page: Page, playground: Playground, bot: ScriptedBot) -> None:
    """Each sample of the gallery is one click away and drawn anew the same way."""
    page.get_by_role("button", name="Sample digits").last.click()
    gallery = page.get_by_role("dialog", name="Sample digits")
    expect(gallery.locator("canvas")).to_have_count(16)
    gallery.get_by_role("button", name="3: Marker").click()
    first = received(playground, bot.hear())
    page.get_by_role("button", name="Sample digits").last.click()
    gallery.get_by_role("button", name="3: Marker").click()
    assert (received(playground, bot.hear()) == first).all()
