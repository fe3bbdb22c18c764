"""Draws the README's pictures of the local chat: the real bot, in the machine's own Chromium.

``python -m tests.browser.screenshots`` writes two pictures to ``docs/``; with ``--all FOLDER`` also
both widths, light and dark, at every step, to be looked at.
"""

import argparse
import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize

from playground import Playground, serve
from tests.browser.chromium import chromium, path_of_chromium, write_with_mouse
from tests.browser.looking import wait_until
from tests.end_to_end.bot_process import TOKEN, running_bot

DOCS = Path(__file__).parents[2] / "docs"
WIDE, PHONE = ViewportSize(width=1280, height=800), ViewportSize(width=390, height=844)
COLOURS = 256
"""Of the pictures in the README, which keeps them small."""
Scheme = Literal["light", "dark"]
Shoot = Callable[[str], None]


@contextmanager
def bot_at_work() -> Iterator[Playground]:
    """The real bot on a server of its own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serve(token=TOKEN) as playground,
        running_bot(
            Path(folder) / "bot.log",
            BOT_TOKEN=TOKEN,
            BOT_API_URL=playground.url,
            DATABASE_URL="sqlite://",
        ) as bot,
    ):
        bot.wait_until_ready(playground)
        yield playground


def wait_for_answers(page: Page, count: int) -> None:
    """Wait for so many messages of the bot in the chat that is open."""
    page.locator(".log:visible .message:not(.own)").nth(count - 1).wait_for()


def sample(page: Page, name: str) -> None:
    """Send a sample of the gallery."""
    page.get_by_role("button", name="Attach", exact=True).click()
    page.get_by_role("menuitem", name="Sample digits").click()
    page.get_by_role("button", name=name).click()


def settle(page: Page) -> None:
    """Wait for pictures, and for the pointer to leave what it pressed."""
    page.mouse.move(2, 2)
    wait_until(page, "() => [...document.images].every((image) => image.complete)")
    page.wait_for_timeout(400)


def conversation(page: Page, shoot: Shoot) -> None:
    """A first minute: welcome, a drawing, a sample, what the network saw, the group."""
    page.get_by_role("button", name="Start", exact=True).wait_for()
    shoot("welcome")
    page.get_by_role("button", name="Start", exact=True).click()
    wait_for_answers(page, 1)
    page.get_by_role("button", name="Draw a digit").last.click()
    sheet = page.get_by_role("dialog", name="Draw digits")
    sheet.locator("label", has_text="Squared paper").click()
    write_with_mouse(page, sheet.locator("canvas"), "35")
    shoot("drawing")
    sheet.get_by_role("button", name="Send").click()
    wait_for_answers(page, 2)
    shoot("answer")
    sample(page, "8: Chalk")
    wait_for_answers(page, 3)
    sample(page, "2048")
    wait_for_answers(page, 4)
    shoot("chat")
    page.locator(".message", has_text="2048").last.get_by_role("button", name="What I saw").click()
    wait_for_answers(page, 5)
    shoot("saw")
    page.get_by_role("button", name="Maths club").click()
    wait_for_answers(page, 1)
    sample(page, "1969")
    page.locator(".log:visible article.own img").wait_for()
    page.locator("#people label", has_text="Vera").click()
    page.locator(".log:visible article.message").last.focus()
    page.keyboard.press("r")
    page.keyboard.type("/r")
    page.get_by_role("option", name="/read").click()
    wait_for_answers(page, 3)
    shoot("group")


def visit(
    browser: Browser,
    playground: Playground,
    size: ViewportSize,
    scheme: Scheme,
) -> dict[str, bytes]:
    """The screenshots of a conversation, by name."""
    shots = {}
    phone = size["width"] < 500
    with browser.new_context(
        viewport=size, color_scheme=scheme, locale="en-US", has_touch=phone, is_mobile=phone
    ) as context:
        page = context.new_page()
        page.goto(playground.page_url)

        def shoot(name: str) -> None:
            settle(page)
            shots[name] = page.screenshot()

        conversation(page, shoot)
    return shots


def keep_small(screenshot: bytes, path: Path) -> None:
    """Write a picture for the README."""
    with Image.open(io.BytesIO(screenshot)) as image:
        image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(path.relative_to(DOCS.parent), path.stat().st_size, "bytes")


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="every step, to be looked at")
    options = parser.parse_args()
    if path_of_chromium() is None:
        sys.exit("Chromium is needed: apt install chromium")
    wanted: list[tuple[ViewportSize, Scheme]] = [(WIDE, "light"), (PHONE, "dark")]
    if options.all:
        wanted += [(WIDE, "dark"), (PHONE, "light")]
        options.all.mkdir(parents=True, exist_ok=True)
    with bot_at_work() as playground, chromium() as browser:
        for size, scheme in wanted:
            shots = visit(browser, playground, size, scheme)
            for name, screenshot in shots.items() if options.all else ():
                (options.all / f"{size['width']}-{scheme}-{name}.png").write_bytes(screenshot)
            if (size, scheme) == (WIDE, "light"):
                keep_small(shots["chat"], DOCS / "chat.png")
            elif (size, scheme) == (PHONE, "dark"):
                keep_small(shots["saw"], DOCS / "chat-phone.png")


if __name__ == "__main__":
    main()
