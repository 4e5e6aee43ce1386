"""What staff do with reminders: nothing is used up, nothing is final by one press, and they are told the truth."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.delivery import ledger
from bot.delivery.model import at_once, to_person
from bot.library.library import CourseLibrary
from tests.discord.test_reminders import newest, posts, until
from tests.discord.world import World, buttons_of, read, text_of, world_at
from tests.instants import et

KEY = "deadline:lab-entries:3h"


@pytest_asyncio.fixture
async def evening(library: CourseLibrary, tmp_path: Path) -> AsyncIterator[World]:
    """Tuesday Jan 26, 8:00 PM: lab entries are due in 4 hours."""
    async with world_at(et(1, 26, 20), library, tmp_path) as world:
        await world.app.reminders.replan(world.guild.id, world.clock.now())
        await world.env.settle()
        yield world


async def do(world: World, action: str, key: str = KEY) -> Any:
    sam = world.person("sam", "staff")
    return await world.slash(sam, "staff reminders", reminder=key, action=action)


async def state(world: World, key: str = KEY) -> tuple[str, str]:
    [row] = await world.app.delivery.rows(world.guild.id, [key])
    return row.state, row.why


def due_posts(world: World) -> list[str]:
    return [text for text in posts(world) if text.startswith("### ⏰ Due")]


async def silence(world: World, silent: bool = True) -> None:
    sam = world.person("sam", "staff")
    await world.slash(sam, "staff silence", channel="announcements", silent=silent)


async def test_send_now_into_a_silenced_channel_says_so_and_keeps_the_reminder(
    evening: World,
) -> None:
    await silence(evening)
    asked = await do(evening, "send now")
    assert read(asked).startswith("**The announcements channel is silenced, so nothing was posted.")
    assert list(buttons_of(asked.response)) == ["Post it anyway", "Leave it"]
    left = await evening.person("sam").click(asked.response, label="Leave it")
    assert text_of(left.response).startswith("-# Preview: due")
    assert (await state(evening), due_posts(evening)) == (("planned", ""), [])
    await silence(evening, False)
    await until(evening, et(1, 26, 20, 59))
    assert len(due_posts(evening)) == 1


async def test_staff_can_post_in_a_silenced_channel_all_the_same(evening: World) -> None:
    await silence(evening)
    asked = await do(evening, "send now")
    sent = await evening.person("sam").click(asked.response, label="Post it anyway")
    assert text_of(sent.response).startswith("### ✅ Posted: lab entries, 3h before")
    await evening.app.reminders.replan(evening.guild.id, evening.clock.now())
    await until(evening, et(1, 26, 20, 59))
    assert len(due_posts(evening)) == 1


async def test_a_skip_can_be_taken_back(evening: World) -> None:
    skipped = await do(evening, "skip")
    assert await state(evening) == ("skipped", "a person skipped it")
    back = await evening.person("sam").click(skipped.response, label="Take the skip back")
    assert "Back in the plan: lab entries, 3h before" in text_of(back.response)
    await do(evening, "skip")
    offered = await evening.person("sam").autocomplete(
        evening.general, "staff reminders", "reminder", "skipped: "
    )
    assert [choice["value"] for choice in offered] == [KEY]
    assert read(await do(evening, "take the skip back")).startswith("### ✅ Back in the plan")
    assert "isn't waiting anymore" in read(await do(evening, "take the skip back"))
    await until(evening, et(1, 26, 20, 59))
    assert len(due_posts(evening)) == 1


async def test_a_skip_whose_moment_has_passed_stays_and_can_be_sent(evening: World) -> None:
    await do(evening, "skip")
    await until(evening, et(1, 26, 21, 30))
    assert "time has passed, so it stays skipped" in read(await do(evening, "take the skip back"))
    assert await state(evening) == ("skipped", "a person skipped it")
    assert read(await do(evening, "send now")).startswith("### ✅ Posted")
    assert len(due_posts(evening)) == 1


async def test_a_skipped_announcement_comes_back_too(evening: World) -> None:
    sam = evening.person("sam", "staff")
    draft = await evening.slash(sam, "staff announce", text="Bring water.", at="in 1 hour")
    confirmed = await sam.click(draft.response, label="Post it")
    assert "It will be posted <t:" in text_of(confirmed.response)
    [row] = [
        r
        for r in await evening.app.staff_reminders.reminders(evening.guild.id)
        if r.notice.body == "Bring water."
    ]
    await do(evening, "skip", row.notice.key)
    await do(evening, "take the skip back", row.notice.key)
    await until(evening, et(1, 26, 21))
    assert len([text for text in posts(evening) if "Bring water." in text]) == 1


async def test_a_draft_cannot_be_sent_around_its_confirmation(evening: World) -> None:
    sam = evening.person("sam", "staff")
    await evening.slash(sam, "staff announce", text="Bring water.")
    rows = await evening.app.staff_reminders.reminders(evening.guild.id)
    [row] = [r for r in rows if r.notice.body == "Bring water."]
    assert "isn't waiting anymore" in read(await do(evening, "send now", row.notice.key))
    assert not any("Bring water." in text for text in posts(evening))


@pytest.mark.parametrize("blank", ["   ", "\u200b\u200b\u200b", " \u2060\n "])
async def test_announcing_blank_text_is_refused(evening: World, blank: str) -> None:
    sam = evening.person("sam", "staff")
    refused = read(await evening.slash(sam, "staff announce", text=blank))
    assert refused.startswith("**That announcement is blank, so there's nothing to post.**")


async def leave(world: World, state: str, why: str) -> str:
    """Have a message that isn't a reminder fail."""
    notice = at_once("invitation", "invite:7:1", to_person(1), world.clock.now(), "group:7")

    def store(db: Any) -> None:
        ledger.add(db, world.guild.id, notice, skipped="on purpose")
        ledger.settle(db, world.guild.id, [notice.key], state, why)

    await world.app.db.write(store)
    return notice.key


async def test_staff_see_reminders_alone_and_everything_that_has_to_be_mended_on_request(
    evening: World,
) -> None:
    sam = evening.person("sam", "staff")
    key = await leave(evening, "unsure", "I may not read the channel's history")
    for show in ("planned", "sent", "skipped", "failed"):
        assert "invitation" not in read(await evening.slash(sam, "staff reminders", show=show))
    mended = await evening.slash(sam, "staff reminders", show="messages")
    assert read(mended).startswith("### 1 of everything I say failed, or may not have arrived")
    assert "invitation to <@1> · I can't tell whether it arrived" in read(mended)
    shown = await evening.slash(sam, "staff reminders", reminder=key)
    skipped = await sam.click(shown.response, label="Skip")
    assert text_of(skipped.response).startswith("### ✅ Skipped: invitation to <@1>")
    assert await state(evening, key) == ("skipped", "a person skipped it")


async def test_nobodys_own_reminders_are_shown_to_staff(evening: World) -> None:
    ana, sam = evening.person("ana"), evening.person("sam", "staff")
    await evening.slash(ana, "remind-me", at="in 2 hours", about="see the doctor")
    assert "doctor" not in read(await evening.slash(sam, "staff reminders"))
    [own] = await evening.app.preferences.own(evening.guild.id, ana.id)
    shown = read(await evening.slash(sam, "staff reminders", reminder=own.notice.key))
    assert "isn't waiting anymore" in shown and "doctor" not in shown


async def test_office_hours_that_were_announced_too_early_are_corrected_and_announced_again(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 26, 12, 59), library, tmp_path) as world:
        await world.app.reminders.replan(world.guild.id, world.clock.now())
        sam = world.person("sam", "staff")
        await until(world, et(1, 26, 14, 1))
        control = newest(world, "Today's lecture has started", "staff")
        early = newest(world, "have opened, until", "office-hours")
        pressed = await sam.click(control, label="Running late: 15 min more")
        assert "### ✅ Office hours will be announced at <t:" in read(pressed)
        await world.advance(1)
        correction = newest(world, "office hours aren't open yet", "office-hours")
        assert correction.reference.message_id == early.id
        await until(world, et(1, 26, 14, 18))
        opened = [t for t in posts(world, "office-hours") if "have opened, until" in t]
        assert len(opened) == 2 and "doesn't say" not in opened[1]
        again = await sam.click(control, label="The lecture just ended: open office hours now")
        assert read(again).startswith("### ✅ Office hours are open, as already announced")


async def test_sending_office_hours_now_says_that_they_are_open(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 26, 13, 30), library, tmp_path) as world:
        await world.app.reminders.replan(world.guild.id, world.clock.now())
        [item] = [i for i in library.timeline(1).office_hours if i.day.day == 26]
        await do(world, "send now", f"office-hours:{item.key}:open")
        [opened] = [t for t in posts(world, "office-hours") if "have opened, until" in t]
        assert "doesn't say when the lecture ends" not in opened
        await world.advance(61)
        assert "**Office hours are open** until" in text_of(newest(world, "### ☀️ Tue Jan 26"))
