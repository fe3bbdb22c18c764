"""The machine's own Chromium, driven by playwright: nothing is downloaded."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from tests.drawing import STROKES

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",  # tests may run as root
    "--disable-gpu",
    "--disable-background-networking",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)


def path_of_chromium() -> str | None:
    """Where Chromium is, if it is installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path_of_chromium(), args=list(ARGUMENTS)
        )
        yield browser
        browser.close()


def write_with_mouse(page: Page, sheet: Locator, text: str) -> None:
    """Write digits on the sheet, side by side."""
    box = sheet.bounding_box()
    assert box
    cell = box["width"] / (len(text) + 0.6)
    height = min(cell * 1.1, box["height"] * 0.6)
    top = box["y"] + (box["height"] - height) / 2
    for place, digit in enumerate(text):
        left = box["x"] + cell * (place + 0.5)
        for stroke in STROKES[digit].split(" | "):
            points = [tuple(map(int, point.split(","))) for point in stroke.split()]
            for number, (across, down) in enumerate(points):
                x, y = left + across / 100 * height * 0.6, top + down / 100 * height
                page.mouse.move(x, y, steps=3 if number else 1)
                if number == 0:
                    page.mouse.down()
            page.mouse.up()
