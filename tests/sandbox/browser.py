"""Driving the sandbox's pages as a person does, in Debian's Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import async_playwright

PATIENCE_MS = 120_000
"""A machine that does much else is slow; what never comes fails all the same."""
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """Where Chromium is, if it is installed."""
    return (
        shutil.which("chromium")
        or shutil.which("chromium-browser")
        or shutil.which("google-chrome")
    )


needs_chromium = pytest.mark.skipif(
    chromium() is None and not os.environ.get("CI"),
    reason="Chromium is not installed; CI installs it and always runs this",
)


class Browser:
    """A running browser that gives every page a window of its own.

    Of several pages in one window all but the newest are in the background, where Chromium draws once a second.
    """

    def __init__(self, running: Any, width: int, height: int) -> None:
        self._running, self._viewport = running, {"width": width, "height": height}

    async def new_page(self) -> Any:
        """Open an empty page."""
        window = await self._running.new_context(viewport=self._viewport, bypass_csp=True)
        window.set_default_timeout(PATIENCE_MS)
        return await window.new_page()


@asynccontextmanager
async def browser(width: int = 1100, height: int = 900) -> AsyncIterator[Browser]:
    """A browser with windows of this size (pixels)."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield Browser(running, width, height)
        await running.close()


async def open_place(browser: Browser, address: str, person: str, place: str) -> Any:
    """Open a channel's page as a person and wait until it can be used."""
    page = await browser.new_page()
    await page.goto(f"{address}open/{person}/{place}")
    await ready(page)
    return page


async def ready(page: Any) -> None:
    """Wait until the page has nothing under way."""
    await page.wait_for_function("window.simcordPreview && window.simcordPreview.ready")


async def pick(page: Any, command: str) -> None:
    """Pick a command from the list that opens while it is typed."""
    composer = page.locator("#channel-composer-input")
    await composer.click()
    await composer.press_sequentially(f"/{command}")
    await page.locator(".command-popup [role=option]").first.wait_for()
    await page.keyboard.press("Enter")
    await page.locator(".command-chip").wait_for()


async def send(page: Any, command: str) -> None:
    """Send a command that opens a form."""
    await pick(page, command)
    await page.locator("#send-message").click()
    await page.locator("#modal-root form").wait_for()


async def slash(page: Any, command: str, **options: str) -> None:
    """Pick a command, fill its options from their lists, send it, and wait for the answer."""
    before = await count(page)
    await pick(page, command)
    for name, value in options.items():
        await (await field(page, name)).press_sequentially(value)
        await page.locator(".command-popup [role=option]").first.wait_for()
        await page.keyboard.press("Enter")
    await _sent(page, before)


async def fill(page: Any, name: str, value: str, *, from_list: bool = False) -> None:
    """Fill an option of the command that is being written, from its list where it has one."""
    option = await field(page, name)
    await option.fill(value)
    if from_list:
        await page.locator(".command-popup [role=option]", has_text=value).first.click()


async def attach(page: Any, name: str, path: Path) -> None:
    """Attach a file to the command that is being written."""
    await (await field(page, name)).set_input_files(path)


async def sent(page: Any) -> None:
    """Send the command that is written, and wait for its answer."""
    await _sent(page, await count(page))


async def ask(page: Any, question: str) -> None:
    """Use /ask, and wait for the answer."""
    before = await count(page)
    await pick(page, "ask")
    await (await field(page, "question")).fill(question)
    await _sent(page, before)


async def say(page: Any, text: str, answers: int = 1) -> None:
    """Write a message, and wait for it and for what answers it."""
    before = await count(page)
    await page.locator("#channel-composer-input").fill(text)
    await _sent(page, before + answers)


async def count(page: Any) -> int:
    """How many messages the page shows."""
    return await page.locator("#channel-message-list > *").count()


async def width(page: Any) -> int:
    """How wide the page is, in pixels; more than its window if it has to be scrolled sideways."""
    return await page.evaluate("document.documentElement.scrollWidth")


async def field(page: Any, name: str) -> Any:
    """The input of a command's option; an optional one is picked first."""
    found = page.locator(f"input[data-option={name}]")
    if not await found.count():
        option = page.locator(".command-popup [role=option]", has_text=name).first
        if not await option.is_visible():
            await page.locator(".command-chip").click()
        await option.click()
    return found


async def _sent(page: Any, before: int) -> None:
    await page.locator("#send-message").click()
    await page.wait_for_function(
        "n => document.querySelectorAll('#channel-message-list > *').length > n", arg=before
    )


async def last_message(page: Any) -> Any:
    """The newest message on the page."""
    return page.locator("#channel-message-list > *").last
