"""A person at the sandbox in a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.library.library import CourseLibrary
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from tests.assignments import samples
from tests.sandbox.browser import (
    browser,
    last_message,
    needs_chromium,
    open_place,
    pick,
    ready,
    send,
    sent,
    slash,
    width,
)

pytestmark = needs_chromium


@pytest_asyncio.fixture
async def address(library: CourseLibrary, tmp_path: Path) -> AsyncIterator[str]:
    settings = Settings(sandbox_port=0, state=tmp_path, _env_file=None)  # type: ignore[call-arg]
    sandbox = Sandbox(settings, library, None)
    yield await sandbox.start()
    await sandbox.stop()


async def test_a_person_asks_pages_and_sees_today_move(address: str) -> None:
    async with browser() as running:
        launcher = await running.new_page()
        await launcher.goto(address)
        await launcher.locator(".place").first.wait_for()
        assert "9:00" in await launcher.locator("#time").inner_text()

        page = await open_place(running, address, "ana", "general")
        await slash(page, "schedule", when="today")
        message = await last_message(page)
        assert "Mon Jan 18 · today" in await message.inner_text()

        await message.get_by_role("button", name="Tue Jan 19 →").click()
        await page.get_by_role("heading", name="Tue Jan 19 · tomorrow").wait_for()

        await launcher.locator("[data-step='1day']").click()
        await launcher.get_by_text("Tuesday, January 19, 2021").wait_for()
        await slash(page, "schedule", when="today")
        await page.get_by_role("heading", name="Tue Jan 19 · today").wait_for()

        await launcher.locator("[data-moment='pitch-day']").click()
        await launcher.get_by_text("Friday, January 29, 2021").wait_for()
        await slash(page, "next")
        await page.get_by_role("heading", name="Next: Student project pitch competition").wait_for()


async def test_pages_of_one_person_stay_alike_count_down_and_fit_a_phone_beside_anothers(
    address: str,
) -> None:
    async with browser(390, 844) as running:
        launcher = await running.new_page()
        await launcher.goto(address)
        first = await open_place(running, address, "ana", "general")
        second = await open_place(running, address, "ana", "general")
        await slash(first, "next")
        await second.get_by_text("Introduction to Deep Learning and NNs in 4 hours").wait_for()
        await launcher.locator("[data-step='1h']").click()
        for page in (first, second):
            await page.get_by_text("Introduction to Deep Learning and NNs in 3 hours").wait_for()
            assert await width(page) == 390
        await first.get_by_role("button", name="Deadlines").click()
        await second.get_by_role("heading", name="Next due: lab entries").wait_for()

        await launcher.locator("[data-moment='pitch-day']").click()
        joy = launcher.locator(".card", has_text="Joy").locator(".place", has_text="Direct")
        await joy.get_by_text("new").wait_for()
        assert await width(launcher) == 390
        await launcher.get_by_role("link", name="Two people side by side").click()
        one, two = launcher.locator("section").nth(0), launcher.locator("section").nth(1)
        await two.get_by_label("Second person").select_option("joy/dm")
        waiting = two.frame_locator("iframe").get_by_role("heading", name="0 of 2 scored")
        await waiting.wait_for()
        await one.frame_locator("iframe").get_by_role("heading", name="Next due").wait_for()
        unread = launcher.locator("option[value='joy/dm']", has_text="unread")
        await unread.first.wait_for(state="detached")
        assert launcher.url.endswith("#ana/general+joy/dm") and await width(launcher) == 390


async def test_on_a_phone_what_answers_is_seen_and_a_refusal_leaves_the_composer_free(
    address: str,
) -> None:
    async with browser(390, 844) as running:
        page = await open_place(running, address, "ana", "general")
        places = await page.locator("#whose").bounding_box()
        direct = await page.locator("#whose a", has_text="Direct").bounding_box()
        assert places and direct and direct["x"] + direct["width"] <= 390
        for when in ("week 1", "week 2"):
            await slash(page, "schedule", when=when)
        message = await last_message(page)
        await page.wait_for_function(SEEN, arg=await message.element_handle())
        await pick(page, "pitch check-in")
        await sent(page)
        await page.get_by_text("You're not in a group").last.wait_for()
        await page.locator("#channel-composer-input").wait_for()
        await pick(page, "submit")
        listed = page.locator(".command-popup", has_text="complete")
        await listed.get_by_text("it has everything on it that the course asks for").wait_for()
        assert await width(page) == 390


SEEN = """(message) => {
    const { bottom } = message.getBoundingClientRect();
    const seen = document.getElementById("channel-timeline").getBoundingClientRect();
    return bottom <= seen.bottom + 1 && bottom > seen.top;
}"""


async def test_what_is_shared_appears_on_another_persons_page_without_a_click(address: str) -> None:
    async with browser() as running:
        ana = await open_place(running, address, "ana", "general")
        leo = await open_place(running, address, "leo", "general")
        await slash(ana, "deadlines")
        message = await last_message(ana)
        await message.get_by_role("button", name="Share in channel").click()
        await leo.get_by_role("heading", name="Next due: lab entries").wait_for()
        assert await leo.get_by_text("Only you can see this").count() == 0


async def test_a_group_is_signed_up_in_the_form_and_the_board_says_so(address: str) -> None:
    async with browser() as running:
        board = await open_place(running, address, "leo", "announcements")
        await board.get_by_role("heading", name="0 groups signed up").wait_for()

        ana = await open_place(running, address, "ana", "general")
        await send(ana, "signup-group")
        await ana.get_by_label("Project title").fill("Sketches from Sound")
        await ana.get_by_label("The problem and your idea").fill(
            "Hummed melodies into line drawings."
        )
        await ready(ana)
        await ana.get_by_role("button", name="Submit").click()
        await ana.get_by_role("heading", name="You're signed up as group 1").wait_for()

        await board.get_by_role("heading", name="1 group signed up").wait_for()
        await board.get_by_role("button", name="Sign up a group").click()
        await board.get_by_label("Project title").wait_for()


async def test_a_review_is_handed_in_through_the_form_and_shows_in_progress(
    address: str, tmp_path: Path
) -> None:
    file = tmp_path / "review.pdf"
    file.write_bytes(samples.pdf())
    async with browser() as running:
        ana = await open_place(running, address, "ana", "general")
        await slash(ana, "submit")
        await ana.get_by_role("button", name="Hand in a review").click()
        await ana.locator("#modal-root input[type=file]").set_input_files(file)
        await ana.get_by_label("Which paper").fill("Attention is all you need")
        await ready(ana)
        await ana.get_by_role("button", name="Submit").click()
        await ana.get_by_role("heading", name="Received: paper review, version 1").wait_for()
        await ana.get_by_role("button", name="My progress").last.click()
        await ana.get_by_role("heading", name="1 of 3 done to pass").wait_for()
        await ana.get_by_role("button", name="Mark done: Lab 1").click()
        await ana.get_by_role("button", name="Lab 1: done ✓").wait_for()


async def test_pitch_day_from_the_first_start_to_the_awards(address: str) -> None:
    async with browser() as running:
        launcher = await running.new_page()
        await launcher.goto(address)
        await launcher.locator("[data-moment='pitch-day']").click()
        await launcher.get_by_text("Friday, January 29, 2021").wait_for()

        sam = await open_place(running, address, "sam", "staff")
        crowd = await open_place(running, address, "leo", "announcements")
        await crowd.get_by_role("heading", name="Next: Group 1 · Sketches from Sound").wait_for()
        await slash(sam, "staff pitch panel")
        for number, score in ((1, "5"), (2, "3")):
            await sam.get_by_role("button", name=f"Start group {number}").click()
            await crowd.get_by_role("heading", name="is speaking").wait_for()
            await launcher.locator("[data-step='15min']").click()
            time_is_up = f"Time! Group {number} has had its 3 minutes"
            await crowd.get_by_role("heading", name=time_is_up).wait_for()
            await sam.get_by_role("button", name="End", exact=True).click()
            following = "Next: Group 2" if number == 1 else "All groups have pitched"
            await crowd.get_by_role("heading", name=following).wait_for()
            for judge in ("joy", "kim"):
                page = await open_place(running, address, judge, "dm")
                await page.get_by_text(f"Group {number} has just pitched").last.wait_for()
                await page.get_by_role("button", name="Score", exact=True).last.click()
                await page.locator("#modal-root form").wait_for()
                chosen = page.locator(f"#modal-root input[type=radio][value='{score}']")
                for radio in await chosen.all():
                    await radio.check(force=True)
                await ready(page)
                await page.get_by_role("button", name="Submit").click()
                await page.locator("#modal-root form").wait_for(state="detached")
                await page.get_by_text(f"{number} of 2 scored").last.wait_for()
                await page.close()

        await slash(sam, "judging close")
        await slash(sam, "judging publish")
        tim = await open_place(running, address, "tim", "staff")
        await tim.get_by_role("button", name="Confirm and publish").click()
        await tim.get_by_role("heading", name="Published: Final project competition").wait_for()
        await launcher.locator("[data-step='15min']").click()
        await crowd.get_by_role("heading", name="NVIDIA RTX 3080").wait_for()
        await crowd.get_by_role("heading", name="Final project competition: all results").wait_for()
