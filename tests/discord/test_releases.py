"""Grades that come out: at their moment, or when staff say so; on the schedule, in the channels, by direct message."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.course.model import Course
from bot.library.library import CourseLibrary
from tests.discord.test_groups import dms
from tests.discord.test_staff_reminders import do, silence
from tests.discord.world import World, buttons_of, read, text_of, world_at

NOON = datetime(2025, 4, 11, 10, tzinfo=UTC)
"""When the grades of sheet 1 come out; 12:00 in Berlin."""
SHEET, EXAM = "grades:sheet-1-grades", "grades:exam-grades"
TITLE = "### 📣 Out now: Grades of sheet 1"


def at(now: datetime, course: Course, folder: Path) -> Any:
    return world_at(now, CourseLibrary(course), folder)


def given(course: Course, moment: datetime | None) -> Course:
    """The course whose grades of sheet 1 come out at another moment."""
    first, *rest = course.releases
    return course.model_copy(update={"releases": (first.model_copy(update={"at": moment}), *rest)})


async def edit(world: World, course: Course) -> None:
    world.app.courses.__dict__.update(CourseLibrary(course).__dict__)
    await replan(world)


async def replan(world: World) -> None:
    await world.app.reminders.replan(world.guild.id, world.clock.now())
    await world.advance(1)


async def until(world: World, instant: datetime) -> None:
    await world.advance((instant - world.clock.now()).total_seconds())
    await world.advance(1)


def posted(world: World) -> list[Any]:
    messages = world.channels["announcements"].history()
    return [m for m in messages if "Out now" in text_of(m) or "not out yet" in text_of(m)]


async def test_grades_are_announced_at_their_moment(semester: Course, tmp_path: Path) -> None:
    async with at(NOON - timedelta(hours=2), semester, tmp_path) as world:
        await replan(world)
        sam = world.person("sam", "staff")
        listed = read(await world.slash(sam, "staff reminders"))
        assert "grades released: Grades of sheet 1" in listed
        await until(world, NOON - timedelta(seconds=5))
        assert posted(world) == []
        await until(world, NOON)
        [post] = posted(world)
        assert text_of(post).startswith(f"{TITLE}\nThey stand beside your name")
        assert list(buttons_of(post)) == ["Open Course site", "What's next", "Remind me by DM"]


async def test_grades_that_come_out_at_night_are_announced_when_quiet_hours_end(
    semester: Course, tmp_path: Path
) -> None:
    night, seven = NOON - timedelta(hours=10), NOON - timedelta(hours=5)
    async with at(night - timedelta(hours=3), given(semester, night), tmp_path) as world:
        await replan(world)
        await until(world, seven - timedelta(minutes=1))
        assert posted(world) == []
        await until(world, seven)
        assert len(posted(world)) == 1
        assert f"<t:{int(night.timestamp())}:F>" in text_of(posted(world)[0])


async def test_grades_that_come_out_later_after_all_are_corrected_and_announced_again(
    semester: Course, tmp_path: Path
) -> None:
    async with at(NOON - timedelta(hours=1), semester, tmp_path) as world:
        await replan(world)
        await until(world, NOON)
        [early] = posted(world)
        await edit(world, given(semester, NOON + timedelta(days=3)))
        correction = posted(world)[-1]
        assert text_of(correction).startswith("### ✏️ Correction: not out yet: Grades of sheet 1")
        assert correction.reference.message_id == early.id
        await until(world, NOON + timedelta(days=3))
        assert text_of(posted(world)[-1]).startswith(TITLE) and len(posted(world)) == 3


async def test_grades_whose_moment_is_taken_away_wait_for_staff(
    semester: Course, tmp_path: Path
) -> None:
    async with at(NOON - timedelta(hours=1), semester, tmp_path) as world:
        await replan(world)
        await edit(world, given(semester, None))
        await until(world, NOON + timedelta(hours=1))
        assert posted(world) == []
        listed = read(await world.slash(world.person("sam", "staff"), "staff reminders"))
        waits = "⏳ **waits for staff** · grades released: Grades of sheet 1"
        assert waits in listed
        await edit(world, given(semester, NOON + timedelta(hours=5)))
        await until(world, NOON + timedelta(hours=5))
        assert len(posted(world)) == 1


async def test_grades_without_a_moment_wait_for_staff_who_post_them(
    semester: Course, tmp_path: Path
) -> None:
    june = datetime(2025, 6, 20, 9, tzinfo=UTC)
    async with at(june, semester, tmp_path) as world:
        await replan(world)
        sam, ana, leo = world.person("sam", "staff"), world.person("ana"), world.person("leo")
        listed = await world.slash(sam, "staff reminders")
        assert "⏳ **waits for staff** · grades released: Exam grades" in read(listed)
        [offered] = await sam.autocomplete(world.general, "staff reminders", "reminder", "exam gr")
        assert offered == {"name": "waits for staff: grades released: Exam grades", "value": EXAM}
        shown = await do(world, "preview", EXAM)
        assert read(shown).startswith("-# Preview: waits for staff\n### 📣 Out now: Exam grades")
        await ana.click((await world.slash(ana, "remind-me")).response, label="Grades")
        assert "Exam grades" not in await world.use("leo", "schedule", when="today")
        asked = "are the exam grades out?"
        assert "Nobody has said yet" in await world.use("leo", "ask", question=asked)
        sent = await sam.click(shown.response, label="Send now")
        assert text_of(sent.response).startswith("### ✅ Posted: grades released: Exam grades")
        assert text_of(posted(world)[-1]).startswith("### 📣 Out now: Exam grades")
        assert any("Out now: Exam grades" in text for text in dms(ana)) and dms(leo) == []
        assert "Yes. Exam grades: out since Fri Jun 20" in await world.use(
            "leo", "ask", question=asked
        )
        day = await world.use("leo", "schedule", when="jun 20")
        assert "-# Out · **📣 Release** Exam grades" in day
        await world.restart()
        await world.advance(61)
        assert day == await world.use("leo", "schedule", when="jun 20")
        assert len([m for m in posted(world) if "Exam grades" in text_of(m)]) == 1


async def test_staff_post_grades_early_and_in_quiet_hours_because_they_say_so(
    semester: Course, tmp_path: Path
) -> None:
    night = NOON - timedelta(hours=10)
    async with at(night, semester, tmp_path) as world:
        await replan(world)
        now = int(world.clock.now().timestamp())
        await do(world, "send now", SHEET)
        [post] = posted(world)
        assert f"-# Out since <t:{now}:F>" in text_of(post)
        await replan(world)
        await until(world, NOON + timedelta(hours=1))
        assert len(posted(world)) == 1
        assert "Grades of sheet 1" not in await world.use("ana", "next")


async def test_waiting_grades_are_skipped_brought_back_and_kept_out_of_a_silenced_channel(
    semester: Course, tmp_path: Path
) -> None:
    async with at(NOON, semester, tmp_path) as world:
        await replan(world)
        await do(world, "skip", EXAM)
        await replan(world)
        back = await do(world, "take the skip back", EXAM)
        assert "It waits for staff to post it." in read(back)
        await silence(world)
        asked = read(await do(world, "send now", EXAM))
        assert asked.startswith("**The announcements channel is silenced")
        assert "waits for staff: grades released: Exam grades" in str(
            await world.person("sam").autocomplete(
                world.general, "staff reminders", "reminder", "exam"
            )
        )


async def test_a_course_without_grades_has_no_switch_for_them(world: World) -> None:
    shown = await world.slash(world.person("ana"), "remind-me")
    assert "Grades" not in buttons_of(shown.response)
