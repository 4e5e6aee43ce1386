"""Reminders as channels, people and staff see them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
import pytest_asyncio

from bot.client.posting import Boards
from bot.delivery.model import Batch, Post
from bot.ids import ChannelId
from bot.library.library import CourseLibrary
from bot.reminders.kinds.announcement import announcement
from bot.reminders.ui.events import sync_events, wanted_events
from tests.discord.test_groups import dms, last_dm, press_old, sign_up
from tests.discord.test_hand_ins import review, staff_channel
from tests.discord.world import World, buttons_of, read, text_of, world_at
from tests.instants import et

HOUR, DAY = 3600.0, 86400.0


@pytest_asyncio.fixture
async def morning(library: CourseLibrary, tmp_path: Path) -> AsyncIterator[World]:
    """Tuesday Jan 26, 8:30 AM: before the digest, the lecture, and tonight's deadline."""
    async with world_at(et(1, 26, 8, 30), library, tmp_path) as world:
        await world.app.reminders.replan(world.guild.id, world.clock.now())
        await world.env.settle()
        yield world


async def until(world: World, instant: Any) -> None:
    """Let time pass up to an instant, minute by minute around it."""
    await world.advance((instant - world.clock.now()).total_seconds())
    await world.advance(61)


def posts(world: World, channel: str = "announcements") -> list[str]:
    return [text_of(m) for m in world.channels[channel].history()]


def newest(world: World, words: str, channel: str = "announcements") -> Any:
    return [m for m in world.channels[channel].history() if words in text_of(m)][-1]


async def test_the_day_in_the_channels(morning: World) -> None:
    await until(morning, et(1, 26, 9))
    digest = text_of(newest(morning, "Today, Tue Jan 26"))
    assert "Evidential Deep Learning" in digest and "Bias and Fairness" in digest
    await until(morning, et(1, 26, 12, 45))
    lecture = newest(morning, "Evidential Deep Learning <t:1611684000:R>")
    assert "Zoom" in text_of(lecture)
    assert list(buttons_of(lecture)) == ["Today", "Open Canvas", "Remind me by DM"]
    await until(morning, et(1, 26, 14))
    hours = text_of(newest(morning, "Office hours have opened", "office-hours"))
    assert hours.startswith("### 💬 Office hours have opened, until <t:1611691200:f>\n")
    assert "doesn't say when the lecture ends" in hours
    await until(morning, et(1, 26, 20, 59))
    due = newest(morning, "Due <t:1611723540:R>: lab entries")
    assert "Hand in Lab 1" in buttons_of(due)
    assert all("late, because" not in text for text in posts(morning))
    before = len(posts(morning))
    await morning.restart()
    await morning.advance(120)
    assert len(posts(morning)) == before


async def test_what_comes_late_says_so_with_the_true_countdown(morning: World) -> None:
    await morning.advance((et(1, 26, 21, 30) - morning.clock.now()).total_seconds())
    due = text_of(newest(morning, "lab entries"))
    assert "This comes 31 min late because I was offline" in due
    assert not any("Today, Tue Jan 26" in text and "### ☀️ Today" in text for text in posts(morning))


async def test_the_board_of_the_day_is_pinned_edited_and_recreated(morning: World) -> None:
    await morning.advance(61)
    board = newest(morning, "### ☀️ Tue Jan 26")
    assert board.pinned and "⏰ **lab entries**" in text_of(board)
    assert "after the lecture" in text_of(board)
    await until(morning, et(1, 26, 14))
    assert "**Office hours are open** until" in text_of(newest(morning, "### ☀️ Tue Jan 26"))
    assert len([t for t in posts(morning) if t.startswith("### ☀️ Tue")]) == 1
    channel = morning.bot.get_channel(morning.channels["announcements"].id)
    await (await channel.fetch_message(newest(morning, "### ☀️ Tue").id)).delete()
    await until(morning, et(1, 27, 0, 1))
    assert [t.split("\n")[0] for t in posts(morning) if t.startswith("### ☀️ Wed")] == [
        "### ☀️ Wed Jan 27"
    ]


async def test_a_board_is_drawn_when_it_would_read_otherwise_and_not_before(
    morning: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    compose = Boards.compose

    async def counted(boards: Boards, batch: Batch, now: datetime) -> Post:
        drawn.append(batch.first.item)
        return await compose(boards, batch, now)

    async def due(key: str) -> datetime:
        [row] = await morning.app.delivery.rows(morning.guild.id, [key])
        assert row.state == "planned"
        return row.notice.due_at

    monkeypatch.setattr(Boards, "compose", counted)
    await morning.advance(61)
    assert {"today", "sign-up", "find-group"} <= set(drawn)
    assert await due("board:today") == et(1, 26, 14)
    assert await due("board:sign-up") == await due("board:find-group") == et(1, 28)
    drawn.clear()
    for _ in range(5):
        await morning.advance(HOUR)
    assert morning.clock.now() < et(1, 26, 14) and drawn == []
    await until(morning, et(1, 26, 14))
    assert drawn == ["today"]
    assert "**Office hours are open** until" in text_of(newest(morning, "### ☀️ Tue Jan 26"))

    turns = await due("board:today")
    await morning.restart()
    await morning.advance(122)  # a bot that has started draws each once: its words may be others
    assert {"today", "sign-up", "find-group"} <= set(drawn[1:])
    assert await due("board:today") == turns
    drawn.clear()
    await morning.advance((turns - morning.clock.now()).total_seconds() - 1)
    assert drawn == []
    await morning.advance(1)
    assert drawn == ["today"]


async def test_staff_say_when_the_lecture_really_ended(morning: World) -> None:
    sam, ana = morning.person("sam", "staff"), morning.person("ana")
    await until(morning, et(1, 26, 13))
    control = newest(morning, "Today's lecture has started", "staff")
    ended, late = buttons_of(control)
    asked_late = buttons_of(control)[late]["custom_id"]
    await sam.click(control, label=late)
    said = newest(morning, "Office hours will be announced at <t:1611688500:t>", "staff")
    assert (said.id, list(buttons_of(said))) == (control.id, [ended, "15 min more"])
    await two_who_press_at_once_give_time_once(morning, said, asked_late)
    await until(morning, et(1, 26, 14, 5))
    assert posts(morning, "office-hours") == []
    control = newest(morning, "Office hours will be announced", "staff")
    done = await sam.click(control, label=ended)
    assert read(done).startswith("### ✅ Office hours are announced now")
    await morning.advance(61)
    [opened] = [t for t in posts(morning, "office-hours") if "have opened, until" in t]
    assert "doesn't say" not in opened
    channel = morning.bot.get_channel(morning.general.id)
    from bot.client.layout import Card, Press, lay_out
    from bot.client.look import KINDS

    [button] = [
        b for b in buttons_of(control).values() if b["custom_id"].startswith("office-hours:now")
    ]
    press = Press("now", button["custom_id"])
    await channel.send(view=lay_out(Card(KINDS["staff"], ("x",), (press,))))
    await morning.env.settle()
    assert "This is for staff" in read(await ana.click(morning.general.last_message, label="now"))
    await until(morning, et(1, 26, 15, 1))
    stale = await press_old(morning, sam, button["custom_id"])
    assert "no longer in the course" in read(stale)


async def two_who_press_at_once_give_time_once(world: World, said: Any, asked_late: str) -> None:
    """Each of them saw the same time, and gives 15 minutes more than that. A later press counts from what it saw."""
    tim = world.person("tim", "staff")
    late = await press_old(world, tim, asked_late)
    assert read(late).startswith("### ✅ Office hours will be announced at <t:1611688500:t>")
    more = await tim.click(said, label="15 min more")
    assert read(more).startswith("### ✅ Office hours will be announced at <t:1611689400:t>")
    old = await press_old(world, tim, asked_late)
    assert read(old).startswith(
        "**Somebody has just said that office hours open at <t:1611689400:t>"
    )
    item = next(
        i.key for i in world.app.courses.timeline(world.guild.id).office_hours if i.day.day == 26
    )
    earlier = await press_old(world, tim, f"office-hours:late:{world.guild.id}:{item}")
    assert read(earlier).startswith("**Somebody has just said")
    unknown = await press_old(world, tim, f"office-hours:late:{world.guild.id}:{item}:0")
    assert read(unknown).startswith("**Somebody has just said")
    said = {item: et(1, 26, 14, 15)}
    await world.app.reminders.say(world.guild.id, item, said[item], world.clock.now(), by=1)


async def test_the_role_is_pinged_only_if_the_course_file_names_it(
    course: Any, tmp_path: Path
) -> None:
    wanted = course.reminders.model_copy(update={"role": "registered"})
    library = CourseLibrary(course.model_copy(update={"reminders": wanted}))
    async with world_at(et(1, 26, 8, 30), library, tmp_path) as world:
        await world.app.reminders.replan(world.guild.id, world.clock.now())
        await until(world, et(1, 26, 9))
        role = world.roles["registered"].id
        assert f"<@&{role}>" in text_of(newest(world, "Today, Tue Jan 26"))
        requests = [r.json for r in world.env.http_requests if r.json and "nonce" in r.json]
        [sent] = [json for json in requests if f"<@&{role}>" in str(json)]
        assert [int(id) for id in sent["allowed_mentions"]["roles"]] == [role]
        assert len(str(sent["nonce"])) <= 25


async def test_a_missing_channel_is_told_to_staff_and_the_others_go_on(morning: World) -> None:
    gone = 4
    await morning.app.guilds.choose(morning.guild.id, "announcements_channel", gone, by=1)
    await until(morning, et(1, 26, 12, 45))
    assert "I can't post in <#4>" in staff_channel(morning)
    await until(morning, et(1, 26, 14))
    assert any("Office hours have opened" in t for t in posts(morning, "office-hours"))


async def test_a_person_is_reminded_of_what_they_miss_and_not_of_the_rest(morning: World) -> None:
    ana, bo = morning.person("ana"), morning.person("bo")
    shown = await morning.slash(ana, "remind-me")
    assert read(shown).startswith("### 🔕 DM reminders are off")
    on = await ana.click(shown.response, label="Switch on")
    assert text_of(on.response).startswith(
        "### 🔔 I'll remind you by direct message: deadlines, 3h before"
    )
    both = await bo.click((await morning.slash(bo, "remind-me")).response, label="24h before")
    await bo.click(both.response, label="3h before ✓")
    await until(morning, et(1, 26, 20, 59))
    reminder = last_dm(ana)
    assert "**Still missing from you:** Lab 1 entry" in text_of(reminder)
    assert dms(bo) == []
    await review(morning, ana)
    mine = await morning.slash(ana, "me")
    await ana.click(mine.response, label="Yes, it's on Canvas")
    await sign_up(morning, bo)
    before = len(dms(ana))
    await until(morning, et(1, 27, 20, 59, 59))
    assert any("**Still missing from you:** a group" in t for t in dms(ana)[before:])
    await until(morning, et(1, 28, 20, 59, 59))
    assert not any("paper review" in t for t in dms(ana)[before + 1 :] if "Due" in t)
    assert not any("**Still missing from you:** a group" in t for t in dms(bo))


async def test_a_longer_lead_that_has_passed_is_not_sent_at_once(morning: World) -> None:
    ana = morning.person("ana")
    shown = await ana.click((await morning.slash(ana, "remind-me")).response, label="Switch on")
    await ana.click(shown.response, label="2d before")
    await morning.advance(120)
    assert dms(ana) == []
    rows = await morning.app.delivery.all_of(morning.guild.id, f"user:{ana.id}")
    assert {r.why for r in rows if r.state == "skipped"} == {"it was due before it was planned"}


async def test_snoozing_brings_it_again(morning: World) -> None:
    ana = morning.person("ana")
    await ana.click((await morning.slash(ana, "remind-me")).response, label="Switch on")
    await until(morning, et(1, 26, 20, 59))
    count = len(dms(ana))
    done = await ana.user.click(last_dm(ana), label="Snooze 10 min")
    assert read(done).startswith("### 🔔 1 reminder snoozed: back")
    await morning.advance(11 * 60)
    assert len(dms(ana)) == count + 1 and "Still missing" in dms(ana)[-1]


async def test_ones_own_reminders(morning: World) -> None:
    ana = morning.person("ana")
    said = read(await morning.slash(ana, "remind-me", at="in 2 hours", about="call **Bo**"))
    assert (
        said.startswith("### 🔔 I'll remind you <t:1611675000:F>") and "call \\*\\*Bo\\*\\*" in said
    )
    assert "**1 reminder of your own**" in read(await morning.slash(ana, "remind-me"))
    await morning.advance(2 * HOUR)
    await morning.advance(61)
    assert dms(ana)[-1].startswith("### 🔔 call \\*\\*Bo\\*\\*")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"at": "blah blah", "about": "x y"}, "I can't read that as a time"),
        ({"at": "yesterday", "about": "x y"}, "that has passed"),
        ({"at": "in 3 years", "about": "x y"}, "more than a year away"),
        ({"at": "tomorrow"}, "needs both: when, and what about"),
        ({"about": "x y"}, "needs both: when, and what about"),
        ({"at": "tomorrow", "about": "\u200b"}, "nothing"),
    ],
)
async def test_bad_moments_are_refused_kindly(
    morning: World, options: dict[str, str], words: str
) -> None:
    answer = read(await morning.slash(morning.person("ana"), "remind-me", **options))
    assert answer.startswith("**") and (words in answer or words == "nothing")


async def test_25_own_reminders_are_the_most(morning: World) -> None:
    ana = morning.person("ana")
    for n in range(25):
        at = morning.clock.now() + timedelta(days=1, minutes=n)
        await morning.app.preferences.add(morning.guild.id, ana.id, at, f"thing {n}", n)
    refused = read(await morning.slash(ana, "remind-me", at="tomorrow", about="one more"))
    assert "You have 25 reminders waiting" in refused
    shown = await morning.slash(ana, "remind-me")
    asked = await ana.click(shown.response, label="Remove my own reminders")
    assert text_of(asked.response).startswith("### Remove these 25 reminders?")
    kept = await ana.click(asked.response, label="Keep")
    assert "**25 reminders of your own**" in text_of(kept.response)
    asked = await ana.click(kept.response, label="Remove my own reminders")
    cleared = await ana.click(asked.response, label="Remove")
    assert "of your own**" not in text_of(cleared.response)


async def test_closed_dms_are_told_once_and_never_retried(morning: World) -> None:
    ana = morning.person("ana")
    await ana.click((await morning.slash(ana, "remind-me")).response, label="Switch on")
    path = f"/channels/{ana.user.dm_channel.id}/messages"
    morning.env.inject_error("POST", path, status=403, code=50007, times=None)
    await until(morning, et(1, 26, 20, 59))
    tries = len([r for r in morning.env.http_requests if r.path == path])
    await morning.advance(HOUR)
    assert len([r for r in morning.env.http_requests if r.path == path]) == tries
    told = await morning.slash(ana, "next")
    assert "Your direct messages are closed" in text_of(told.followups[-1])
    assert (await morning.slash(ana, "next")).followups == []
    assert "### 🔕" in read(await morning.slash(ana, "remind-me"))


async def test_the_button_under_a_reminder_switches_on(morning: World) -> None:
    leo = morning.person("leo")
    await until(morning, et(1, 26, 9))
    pressed = await leo.click(newest(morning, "Today, Tue Jan 26"), label="Remind me by DM")
    assert read(pressed).startswith("### 🔔 I'll remind you by direct message")


async def test_staff_see_preview_skip_and_send(morning: World) -> None:
    sam = morning.person("sam", "staff")
    await until(morning, et(1, 26, 9))
    planned = await morning.slash(sam, "staff reminders")
    assert "lab entries, 3h before" in read(planned)
    sent = await sam.click(planned.response, label="Sent")
    assert "the morning's digest · " in text_of(sent.response) and "[message](https://" in text_of(
        sent.response
    )
    offered = await sam.autocomplete(morning.general, "staff reminders", "reminder", "lab entries")
    assert [c["value"] for c in offered] == ["deadline:lab-entries:3h", "deadline:lab-entries:30m"]
    key = "deadline:lab-entries:3h"
    shown = read(await morning.slash(sam, "staff reminders", reminder=key))
    assert "Preview: due" in shown and "lab entries" in shown
    skipped = read(await morning.slash(sam, "staff reminders", reminder=key, action="skip"))
    assert skipped.startswith("### ✅ Skipped: lab entries, 3h before")
    again = read(await morning.slash(sam, "staff reminders", reminder=key, action="skip"))
    assert "isn't waiting anymore" in again
    gone = read(await morning.slash(sam, "staff reminders", reminder="nothing"))
    assert "isn't waiting anymore" in gone
    now = "deadline:lab-entries:30m"
    sending = await morning.slash(sam, "staff reminders", reminder=now, action="send now")
    assert read(sending).startswith("### ✅ Posted: lab entries, 30m before · [message](https://")
    await morning.advance(61)
    assert any("lab entries" in t and t.startswith("### ⏰") for t in posts(morning))


async def test_a_silenced_channel_stays_silent(morning: World) -> None:
    sam = morning.person("sam", "staff")
    await morning.slash(sam, "staff silence", channel="announcements", silent=True)
    await until(morning, et(1, 26, 9))
    assert not any("Today, Tue" in t for t in posts(morning))
    assert "-# Silenced: announcements" in read(await morning.slash(sam, "staff reminders"))
    said = read(await morning.slash(sam, "staff silence", channel="announcements", silent=False))
    assert "posted again" in said


async def test_an_announcement_is_previewed_confirmed_and_posted_once(morning: World) -> None:
    sam = morning.person("sam", "staff")
    draft = await morning.slash(
        sam, "staff announce", text="**Bring water.** @everyone", at="in 1 hour"
    )
    assert read(draft).startswith("### Post this in <#")
    await until(morning, et(1, 26, 9, 31))
    assert not any("Bring water" in t for t in posts(morning))
    draft = await morning.slash(sam, "staff announce", text="Bring tea.")
    place = morning.channels["announcements"].id
    assert read(draft).startswith(f"### Post this in <#{place}> now?\nBring tea.")
    done = await sam.click(draft.response, label="Post it")
    assert "It's being posted now" in text_of(done.response)
    await morning.advance(61)
    await morning.advance(61)
    assert len([t for t in posts(morning) if "Bring tea" in t]) == 1
    thrown = await morning.slash(sam, "staff announce", text="Bring salt.")
    gone = await sam.click(thrown.response, label="Discard")
    assert "nothing was posted" in text_of(gone.response)
    bad = read(await morning.slash(sam, "staff announce", text="Bring it.", at="yesterday"))
    assert "that has passed" in bad


async def test_a_crash_in_mid_send_is_settled_by_looking(morning: World) -> None:
    """The message is in the channel and the ledger says claimed: it is found, not sent again."""
    await until(morning, et(1, 26, 9))
    message = newest(morning, "Today, Tue Jan 26")

    def forget(tables: Any) -> None:
        tables.execute(
            "UPDATE notices SET state = 'claimed', message_id = NULL WHERE key = 'digest:2021-01-26'"
        )

    await morning.app.db.write(forget)
    await morning.restart()
    await morning.advance(10 * 60)
    rows = {r.notice.key: r for r in await morning.app.delivery.all_of(morning.guild.id)}
    assert rows["digest:2021-01-26"].message_id == message.id
    assert len([t for t in posts(morning) if "### ☀️ Today, Tue Jan 26" in t]) == 1


async def test_a_correction_answers_the_message_that_is_wrong_now(
    morning: World, course: Any
) -> None:
    await until(morning, et(1, 26, 20, 59))
    wrong = newest(morning, "Due <t:1611723540:R>: lab entries")
    first, *rest = course.deadlines
    later = first.model_copy(update={"due_at": first.due_at + timedelta(hours=6)})
    moved = CourseLibrary(course.model_copy(update={"deadlines": (later, *rest)}))
    morning.app.courses.__dict__.update(moved.__dict__)
    await morning.app.reminders.replan(morning.guild.id, morning.clock.now())
    await morning.advance(61)
    correction = newest(morning, "Correction: new due time for lab entries")
    assert correction.reference.message_id == wrong.id


async def test_a_rehearsal_says_so_in_every_post(library: CourseLibrary, tmp_path: Path) -> None:
    async with world_at(et(1, 26, 8, 30), library, tmp_path, rehearsal=True) as world:
        await world.app.reminders.replan(world.guild.id, world.clock.now())
        ana = world.person("ana")
        await world.app.preferences.add(world.guild.id, ana.id, et(1, 26, 9), "water", 1)
        await until(world, et(1, 26, 9))
        assert posts(world) and dms(ana)
        marked = [t for t in (*posts(world), *dms(ana)) if t != "pinned a message to this channel."]
        assert [t for t in marked if "Rehearsal: nothing of this is real" not in t] == []


async def test_an_announcement_for_a_channel_that_is_gone_is_told_to_staff(morning: World) -> None:
    notice = announcement(1, ChannelId(1), "x", morning.clock.now())
    await morning.app.staff_reminders.draft(morning.guild.id, notice)
    await morning.app.staff_reminders.confirm(
        morning.guild.id, notice.key, yes=True, now=morning.clock.now()
    )
    await morning.advance(61)
    assert "I can't post in <#1>" in staff_channel(morning)


async def test_discords_events_follow_the_course(course: Any, tmp_path: Path) -> None:
    wanted = course.reminders.model_copy(update={"events": True})
    with_events = course.model_copy(update={"reminders": wanted})
    async with world_at(et(1, 26, 8, 30), CourseLibrary(with_events), tmp_path) as world:
        guild = world.bot.get_guild(world.guild.id)

        async def events() -> dict[str, Any]:
            found = await guild.fetch_scheduled_events(with_counts=False)
            return {e.name: e for e in found}

        for _ in range(2):
            await sync_events(world.bot, guild)
        first = await events()
        assert len(await guild.fetch_scheduled_events(with_counts=False)) == 7
        lecture = first["Lecture: Evidential Deep Learning"]
        assert (lecture.start_time, lecture.location) == (et(1, 26, 13), "Zoom")
        sessions = [
            s.model_copy(update={"starts": time(14)})
            if s.title == "Evidential Deep Learning"
            else s
            for s in course.sessions
            if s.day.day != 27
        ]
        moved = CourseLibrary(with_events.model_copy(update={"sessions": tuple(sessions)}))
        world.app.courses.__dict__.update(moved.__dict__)
        await sync_events(world.bot, guild)
        after = await events()
        assert after["Lecture: Evidential Deep Learning"].start_time == et(1, 26, 14)
        assert after["Lecture: Evidential Deep Learning"].id == lecture.id
        assert not any(e.start_time.day == 27 for e in after.values())


async def test_events_that_are_not_allowed_are_told_to_staff(course: Any, tmp_path: Path) -> None:
    wanted = course.reminders.model_copy(update={"events": True})
    library = CourseLibrary(course.model_copy(update={"reminders": wanted}))
    async with world_at(et(1, 26, 8, 30), library, tmp_path) as world:
        path = f"/guilds/{world.guild.id}/scheduled-events"
        world.env.inject_error("GET", path, status=403, code=50013, times=None)
        await sync_events(world.bot, world.bot.get_guild(world.guild.id))
        await world.env.settle()
        assert "I can't keep the server's events up to date" in staff_channel(world)


def test_of_many_events_the_nearest_100_are_kept(semester_timeline: Any) -> None:
    from datetime import UTC, datetime

    now = datetime(2025, 3, 1, tzinfo=UTC)
    found = list(wanted_events(semester_timeline, now, {}).values())
    assert 0 < len(found) <= 100 and found == sorted(found, key=lambda e: e.start)
    assert all(e.end > e.start > now and len(e.name) <= 100 for e in found)


def ledger_path(world: World) -> str:
    return f"/channels/{world.channels['announcements'].id}/messages"


async def test_a_discord_that_fails_is_tried_again_until_it_answers(morning: World) -> None:
    morning.env.inject_error("POST", ledger_path(morning), status=503, times=2)
    await until(morning, et(1, 26, 9))
    for _ in range(3):
        await morning.advance(61)
    assert len([t for t in posts(morning) if "### ☀️ Today, Tue Jan 26" in t]) == 1


async def test_a_missing_permission_is_told_once_and_tried_until_it_is_of_no_use(
    morning: World,
) -> None:
    morning.env.inject_error("POST", ledger_path(morning), status=403, code=50013, times=None)
    await until(morning, et(1, 26, 12, 45))
    told = [
        t for t in staff_channel(morning).split("\n") if "I can't post in" in t and "board" not in t
    ]
    assert len(told) == len(set(told)) == 2  # the digest's and the lecture's, each once
    assert "Give me View Channel and Send Messages" in told[0]
    morning.env.backend.faults.clear()
    for _ in range(12):
        await morning.advance(61)
    assert any("Evidential Deep Learning <t:" in t for t in posts(morning))


async def test_a_sleeping_thread_is_found_and_woken(morning: World) -> None:
    channel = morning.bot.get_channel(morning.channels["announcements"].id)
    thread = await channel.create_thread(name="news", type=discord.ChannelType.public_thread)
    await thread.edit(archived=True)
    morning.bot.get_guild(morning.guild.id)._remove_thread(thread)
    await morning.app.guilds.choose(morning.guild.id, "announcements_channel", thread.id, by=1)
    await until(morning, et(1, 26, 9))
    rows = {r.notice.key: r for r in await morning.app.delivery.all_of(morning.guild.id)}
    assert rows["digest:2021-01-26"].state == "sent"
    assert rows["digest:2021-01-26"].channel_id == thread.id
