"""Ten things a student comes for, done in a browser within the presses that the students' guide states."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.library.library import CourseLibrary
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from tests.assignments import samples
from tests.instants import et
from tests.presses import STATED
from tests.sandbox.browser import (
    attach,
    browser,
    fill,
    last_message,
    needs_chromium,
    open_place,
    pick,
    ready,
    sent,
)

pytestmark = needs_chromium


class Student:
    """Somebody at a page, whose presses are counted."""

    def __init__(self, page: Any) -> None:
        self.page, self._presses = page, 0

    async def command(self, name: str) -> None:
        """Use a command without options."""
        await self.begin(name)
        await self.send()

    async def begin(self, name: str) -> None:
        """Write a command that gets options."""
        self._presses += 1
        await pick(self.page, name)

    async def send(self) -> None:
        """Send what was begun."""
        await sent(self.page)

    async def form(self, command: str, texts: dict[str, str], people: Sequence[str] = ()) -> None:
        """Use a command that opens a form, fill it and send it."""
        await self.begin(command)
        await self.page.locator("#send-message").click()
        await self.page.locator("#modal-root form").wait_for()
        for label, text in texts.items():
            await self.page.get_by_label(label).fill(text)
        if people:
            await self.page.locator("#modal-root .select-trigger").click()
            for name in people:
                await self.page.locator("#modal-root [role=option]", has_text=name).first.click()
            await self.page.locator("#modal-root .select-apply").click()
        await ready(self.page)
        self._presses += 1
        await self.page.get_by_role("button", name="Submit").click()

    async def press(self, name: str) -> None:
        """Press the newest button of a name."""
        self._presses += 1
        await self.page.get_by_role("button", name=name).last.click()

    async def choose(self, text: str) -> None:
        """Choose from the newest menu."""
        self._presses += 1
        menu = (await last_message(self.page)).locator(".select-trigger")
        await menu.click()
        await self.page.locator(".select-list [role=option]", has_text=text).first.click()

    async def write(self, text: str) -> None:
        """Write a message."""
        self._presses += 1
        await self.page.locator("#channel-composer-input").fill(text)
        await self.page.locator("#send-message").click()

    async def sees(self, text: str) -> None:
        """Wait until the page says something."""
        await self.page.get_by_text(text).last.wait_for()

    def taken(self) -> int:
        """Return the presses since this was asked last."""
        count, self._presses = self._presses, 0
        return count


async def test_each_task_takes_no_more_presses_in_a_browser_than_the_guide_states(
    library: CourseLibrary, tmp_path: Path
) -> None:
    took: dict[str, int] = {}
    file = tmp_path / "review.pdf"
    file.write_bytes(samples.pdf())
    settings = Settings(sandbox_port=0, state=tmp_path, _env_file=None)  # type: ignore[call-arg]
    sandbox = Sandbox(settings, library, None)
    address = await sandbox.start(et(1, 25, 10))
    try:
        async with browser() as running:
            ana, leo, joy, mail = [
                Student(await open_place(running, address, person, place))
                for person, place in (
                    ("ana", "general"), ("leo", "dm"), ("joy", "general"), ("ana", "dm")
                )
            ]  # fmt: skip

            await ana.command("office-hours")
            await ana.sees("Gather.Town")
            took["find where office hours are"] = ana.taken()

            group = {"Project title": "Tides", "The problem and your idea": "Fields and water."}
            await ana.form("signup-group", group, ("Leo", "Joy"))
            await ana.sees("You're signed up as group 1")
            took["sign up with two friends"] = ana.taken()

            await leo.press("Accept")
            await leo.sees("You're in group 1")
            took["accept an invite"] = leo.taken()

            await ana.command("group show")
            await ana.press("Withdraw Joy")
            await ana.sees("Invite withdrawn")
            took["take back a wrong invite"] = ana.taken()

            await ana.begin("submit")
            await fill(ana.page, "assignment", "Paper review", from_list=True)
            await attach(ana.page, "file", file)
            await fill(ana.page, "subject", "Attention is all you need")
            await fill(ana.page, "complete", "True", from_list=True)
            await ana.send()
            await ana.sees("Received: paper review, version 1")
            receipt = ana.page.get_by_text("Receipt R-").last
            await ana.begin("verify")
            await fill(ana.page, "code", await receipt.inner_text())
            await ana.send()
            await ana.sees("Genuine")
            took["hand in and prove it"] = ana.taken()

            await ana.command("me")
            await ana.press("Yes, it's on Canvas")
            await ana.sees("Canvas ✓")
            took["say that it's on Canvas, too"] = ana.taken()

            await mail.write("remind me tomorrow at 9 to practise the pitch")
            await mail.press("Remind me")
            took["be reminded tomorrow at 9"] = mail.taken()

            await leo.command("me")
            await leo.sees("Next: hand in your group's slides")
            took["know what to do next"] = leo.taken()

            await leo.begin("ask")
            await fill(leo.page, "question", "what group am I in")
            await leo.send()
            await leo.sees("You're in group 1: Tides")
            took["know your group"] = leo.taken()

            await joy.command("group list")
            await joy.choose("Tides")
            await joy.sees("You asked to join group 1")
            took["ask a group with seats to let you in"] = joy.taken()

            await sandbox.jump(et(1, 26, 9))
            await mail.sees("practise the pitch")
    finally:
        await sandbox.stop()
    assert took == STATED
