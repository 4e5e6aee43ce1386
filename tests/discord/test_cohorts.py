"""Sections and slots as people meet them: theirs alone where only they read, everybody's in a channel."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.course.cohorts import Cohort
from bot.course.loader import load_course
from bot.course.timeline import Timeline
from bot.library.library import CourseLibrary
from tests.assignments import samples
from tests.conftest import SECTIONS_FILE
from tests.discord.test_groups import dms, sign_up
from tests.discord.test_reminders import until
from tests.discord.world import World, buttons_of, menu_of, newest, read, text_of, world_at

NEW_YORK = ZoneInfo("America/New_York")


def et27(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=NEW_YORK)


def library() -> CourseLibrary:
    text = SECTIONS_FILE.read_text(encoding="utf-8")
    return CourseLibrary(load_course(SECTIONS_FILE), sources={0: text})  # type: ignore[dict-item]


def in_role(world: World, name: str, *roles: str) -> Any:
    """Bring somebody who has roles of these names into the server."""
    for role in roles:
        if role not in world.roles:
            world.roles[role] = world.guild.create_role(role)
    return world.person(name, *roles)


def plain(text: str) -> str:
    return text.replace("*", "")


async def choose(world: World, person: Any, label: str, cohort: str) -> Any:
    """Choose a cohort from `/me`."""
    mine = (await world.slash(person, "me")).response
    opened = (await person.click(mine, label=label)).response
    custom_id = menu_of(opened)["custom_id"]
    return (await person.select(opened, [cohort], custom_id=custom_id)).response


async def test_a_role_says_whose_pages_answers_and_receipts_are(tmp_path: Path) -> None:
    async with world_at(et27(2, 8, 9), library(), tmp_path) as world:
        ana, dee = in_role(world, "ana", "Section A"), world.person("dee")

        told = plain(read(await world.slash(ana, "next")))
        assert "Ada Example ·" in told and "Section B" not in told
        assert "Room 11" in told and "Early slot" in told
        told = plain(read(await world.slash(dee, "next")))
        assert "Section A" in told and "Section B" in told

        due = plain(read(await world.slash(ana, "deadlines")))
        assert "Problem set 1\n" in due and "everybody else" not in due
        assert f"<t:{int(et27(2, 10, 17).timestamp())}:F>" in due
        week = plain(read(await world.slash(ana, "schedule", when="this week")))
        assert "Room" not in week and "Section B" not in week and "Section" in week
        found = plain(read(await world.slash(ana, "schedule", when="section b")))
        assert "Section B" in found  # what is looked for is found, whosever it is

        shown = (await world.slash(ana, "next")).response
        await ana.click(shown, label="Share in channel")
        assert "Section B" in plain(text_of(newest(world.general)))

        mine = text_of((await world.slash(ana, "me")).response)
        assert "🧭 **Section A** · next <t:" in mine and "You haven't chosen a slot" in mine
        told = text_of((await world.slash(dee, "me")).response)
        assert "I don't know your section: a role in this server says it" in told

        file = ("proofs.pdf", samples.pdf())
        done = read(await world.slash(ana, "submit", assignment="pset-1", file=file))
        assert f"due <t:{int(et27(2, 10, 17).timestamp())}:F>." in done
        in_dm = read(await ana.user.slash("deadlines"))
        assert f"<t:{int(et27(2, 10, 17).timestamp())}:F>" in in_dm and "(Section" not in in_dm
        calendar = (await world.slash(ana, "calendar")).response
        assert "Section B" not in str(calendar.attachments[0])


async def test_questions_are_answered_as_their_asker_has_the_course(tmp_path: Path) -> None:
    async with world_at(et27(2, 8, 9), library(), tmp_path) as world:
        ana, dee = in_role(world, "ana", "Section A"), world.person("dee")
        first, second = (f"<t:{int(et27(2, day, 17).timestamp())}:F>" for day in (10, 11))

        async def ask(person: Any, question: str) -> str:
            return read(await world.slash(person, "ask", question=question))

        told = await ask(ana, "when is my section")
        assert "You're in Section A." in told and "Room 11, with Ada Example" in told
        assert f"<t:{int(et27(2, 9, 14).timestamp())}:F>" in told
        assert "You're in Section A." in await ask(ana, "which section am I in?")
        assert "I don't know your section yet" in await ask(dee, "when is my section")
        assert "I don't know your slot yet" in await ask(ana, "when is my lab?")
        assert first in await ask(ana, "when is problem set 1 due")
        assert first in plain(await ask(dee, "when is problem set 1 due"))
        told = await ask(world.person("eve"), "Where is section B?")
        assert "**Section B meets next <t:" in told and "Room 12, with Bo Example." in told
        await dee.send(world.general, f"<@{world.bot.user.id}> when's the night slot")  # type: ignore[union-attr]
        await world.env.settle()
        assert "Late slot meets next" in text_of(newest(world.general))
        await ana.user.send_dm("when is pset 1 due")
        await world.env.settle()
        assert first in dms(ana)[-1] and second not in dms(ana)[-1]
        told = await ask(dee, "when is pset 1 due")
        assert "(Section B) is due Thu Feb 11" in told and "(everybody else) is due Fri" in told
        bot = world.bot.user
        assert bot is not None
        mention = f"<@{bot.id}> when is my section"
        await ana.send(world.general, mention)
        await world.env.settle()
        assert "That's about you" in text_of(newest(world.general))


async def test_a_slot_is_chosen_changed_and_can_be_full(tmp_path: Path) -> None:
    async with world_at(et27(2, 8, 9), library(), tmp_path) as world:
        ana, bo, chi = (world.person(name) for name in ("ana", "bo", "chi"))
        shown = (await world.slash(ana, "next")).response
        opened = (await ana.click(shown, label="Choose your slot")).response
        assert "Early slot** · next <t:" in text_of(opened) and "2 seats left" in text_of(opened)
        assert [o["value"] for o in menu_of(opened)["options"]] == ["early", "late"]
        assert menu_of(opened)["options"][0]["description"] == "Next Fri Feb 12, 8:00 AM · Lab 1"
        done = await choose(world, ana, "Choose your slot", "early")
        assert "### You're in Early slot · next <t:" in text_of(done)
        told = plain(read(await world.slash(ana, "deadlines")))
        assert "Lab notebook\n" in told and "Late slot" not in told
        assert "Choose your slot" not in buttons_of((await world.slash(ana, "next")).response)

        await choose(world, bo, "Choose your slot", "early")
        full = await choose(world, chi, "Choose your slot", "early")
        assert "Early slot is full (2 of 2)" in text_of(full)
        await choose(world, bo, "Change slot", "late")
        assert "You're in Early slot" in text_of(
            await choose(world, chi, "Choose your slot", "early")
        )
        assert (await world.app.cohorts.people(world.guild.id)) == {"early": 2, "late": 1}
        await world.restart()
        assert "🧭 **Late slot**" in text_of((await world.slash(bo, "me")).response)


async def test_reminders_by_direct_message_follow_a_persons_cohorts(tmp_path: Path) -> None:
    """Ana is in Section A; nobody knows dee's section, so she hears of what is due first."""
    async with world_at(et27(2, 8, 9), library(), tmp_path) as world:
        await world.app.reminders.replan(world.guild.id, world.clock.now())
        ana, dee = in_role(world, "ana", "Section A"), world.person("dee")
        for person in (ana, dee):
            await person.click((await world.slash(person, "remind-me")).response, label="Switch on")
        await until(world, et27(2, 10, 14))
        [told] = dms(ana)
        assert told.startswith("### ⏰ Due <t:") and "pset 1\n" in told and "Section" not in told
        await choose(world, ana, "Choose your slot", "late")
        for day, hour in ((12, 14), (13, 7), (13, 17)):
            await until(world, et27(2, day, hour))
        [_, told] = dms(ana)
        assert "Lab notebook\n" in told and f"<t:{int(et27(2, 13, 20).timestamp())}:F>" in told
        told = "\n".join(dms(dee))
        assert "pset 1 (everybody else)" in told and "Lab notebook (Early slot)" in told
        assert "Late slot" not in told and "Section" not in told


async def change(world: World, what: str, **typed: Any) -> Any:
    """Fill in the form for one change; the answer is the preview, or a refusal."""
    sam = world.person("sam", "staff")
    opened = await world.slash(sam, "staff change", what=what)
    picked = ("id", "whom", "person", "kind", "item")
    values = {id: [value] if id in picked else value for id, value in typed.items()}
    return await sam.submit_modal(opened, values)


async def press(world: World, shown: Any, label: str) -> str:
    message = shown.followups[-1] if shown.followups else shown.response
    return text_of((await world.person("sam").click(message, label=label)).response)


async def test_whom_a_dm_told_a_cohorts_old_due_time_hears_of_the_new_one_once(
    tmp_path: Path,
) -> None:
    async with world_at(et27(2, 8, 9), library(), tmp_path) as world:
        await world.app.reminders.replan(world.guild.id, world.clock.now())
        ana, bo = in_role(world, "ana", "Section A"), in_role(world, "bo", "Section B")
        for person in (ana, bo):
            await person.click((await world.slash(person, "remind-me")).response, label="Switch on")
        await until(world, et27(2, 10, 14))
        [old] = dms(ana)
        for when in ("feb 11 5pm", "feb 12 5pm"):  # two edits within a minute are one correction
            shown = await change(world, "a due time", id="pset-1", whom="sec-a", when=when)
            assert "1 person hears by direct message" in read(shown)
            await press(world, shown, "Change it")
        await world.advance(61)
        [first, correction] = dms(ana)
        assert first == old and "✏️ Correction: new due time for pset 1" in correction
        assert f"<t:{int(et27(2, 12, 17).timestamp())}:F>" in correction
        assert correction_of(ana) == first_of(ana)
        assert dms(bo) == [], "theirs is as it was"


def first_of(person: Any) -> int:
    return next(m.id for m in person.user.dm_channel.history() if "⏰ Due" in text_of(m))


def correction_of(person: Any) -> int:
    """Return which message a person's correction answers."""
    [sent] = [m for m in person.user.dm_channel.history() if "Correction" in text_of(m)]
    return sent.reference.message_id


async def test_staff_give_another_due_time_to_whom_they_say(tmp_path: Path) -> None:
    """To one cohort, to all others, to everybody; to one person and one group, whom the file knows nothing of."""
    async with world_at(et27(2, 8, 9), library(), tmp_path) as world:
        await world.app.reminders.replan(world.guild.id, world.clock.now())
        ana, bo = in_role(world, "ana", "Section A"), in_role(world, "bo", "Section B")
        due = {"id": "pset-1", "when": "feb 11 9am"}
        for person in (ana, bo):
            await world.slash(person, "next")  # whoever was seen is known
        await until(world, et27(2, 10, 18))
        file = ("proofs.pdf", samples.pdf())
        late = read(await world.slash(ana, "submit", assignment="pset-1", file=file))
        assert "late by 1 h" in late

        shown = await change(world, "a due time", whom="sec-a", **due)
        told = read(shown)
        assert "Pset 1 (Section A): Wed Feb 10, 5:00 PM → Thu Feb 11, 9:00 AM" in told
        assert "📥 1 hand-in becomes on time; whoever handed it in hears by direct message." in told
        assert "Section B" not in told
        preview = shown.followups[-1] if shown.followups else shown.response
        receipt = await world.person("sam").click(preview, label="Change it")
        assert "### ✅ Changed" in text_of(receipt.response)
        undone = await world.person("sam").click(receipt.response, label="Undo")
        await world.advance(61)
        assert "counts as" not in dms(ana)[-1], "it was taken back before anybody heard"
        redone = await world.person("sam").click(undone.response, label="Redo")
        await world.advance(61)
        assert dms(ana)[-1].startswith("### ✅ Your pset 1 counts as on time now\nIt's due <t:")
        undone = await world.person("sam").click(redone.response, label="Undo")
        await world.advance(61)
        assert dms(ana)[-1].startswith("### ℹ️ Your pset 1 counts as late again")
        await world.person("sam").click(undone.response, label="Redo")
        await world.advance(61)
        assert len([text for text in dms(ana) if "counts as" in text]) == 3
        mine = text_of((await world.slash(ana, "me")).response)
        assert "**Pset 1** · version 1, on time by 1" in mine, mine
        assert "that's already when it's due for them" in read(
            await change(world, "a due time", whom="sec-a", **due)
        )

        shown = await change(world, "a due time", whom="+", id="pset-1", when="feb 14 9am")
        assert "Pset 1 (everybody else): Fri Feb 12, 5:00 PM → Sun Feb 14, 9:00 AM" in read(shown)
        assert "several it could be for" in read(
            await change(world, "a due time", whom="sec-a", person=bo, **due)
        )
        assert "isn't the number of a group" in read(
            await change(world, "a due time", group="us", **due)
        )

        shown = await change(world, "a due time", person=bo, id="pset-1", when="1 more day")
        told = read(shown)
        first, then = (int(et27(2, day, 17).timestamp()) for day in (11, 13))
        assert f"- Pset 1, for <@{bo.id}>: <t:{first}:F> → <t:{then}:F>" in told
        theirs = await change(world, "a due time", person=bo, id="pset-1", when="2 more days")
        assert "may hand in pset 1 until" in await press(world, shown, "Change it")
        again = (await world.person("sam").click(theirs.response, label="Change it")).response
        assert "It has changed since you looked" in text_of(again)
        assert f"<t:{then}:F>" in read(await world.slash(bo, "deadlines"))
        assert "for them it's due" in read(
            await change(world, "a due time", person=bo, id="pset-1", when="feb 11 9am")
        )
        assert "nothing of it is handed in here" in read(
            await change(world, "a due time", person=bo, id="sign-up", when="feb 25 9am")
        )
        assert "say who it's for" in read(
            await change(world, "a due time", person=bo, id="team-plan", when="feb 28 9am")
        )
        assert (
            "no group 9"
            in read(
                await change(world, "a due time", group="9", id="team-plan", when="feb 28 9am")
            ).lower()
        )

        shown = await change(world, "a due time", whom="*", id="pset-1", when="feb 16 9am")
        assert "Pset 1, due Fri Feb 12, 5:00 PM: taken out" not in read(shown), read(shown)
        await press(world, shown, "Change it")
        [one] = [
            a
            for a in world.app.courses.timeline(world.guild.id).course.assignments
            if a.id == "pset-1"
        ]
        assert one.due_by_cohort == () and one.due_at == et27(2, 16, 9)

        shown = await change(
            world,
            "add a meeting",
            kind="section",
            title="Extra",
            when="feb 15 9am",
            where="",
            whom="sec-b",
        )
        assert "Extra (Section B)" in read(shown), read(shown)
        shown = await change(
            world, "cancel a meeting", item="demo@2027-02-20", why="Flu", whom="sec-b"
        )
        told = read(shown)
        assert "Demo (Section B), Sat Feb 20, 10:00 AM: cancelled (Flu)" in told


async def test_a_cohorts_reminders_say_whose_they_are_and_go_to_its_own_channel(
    tmp_path: Path,
) -> None:
    course = load_course(SECTIONS_FILE)
    wanted = course.reminders.model_copy(update={"role": "Students"})
    known = CourseLibrary(course.model_copy(update={"reminders": wanted}))
    async with world_at(et27(2, 8, 9), known, tmp_path) as world:
        own = world.guild.create_text_channel("section-b")
        in_role(world, "ana", "Section A", "Section B", "Students")
        await world.app.reminders.replan(world.guild.id, world.clock.now())
        for day, hour in ((9, 13), (10, 15), (11, 14)):
            await until(world, et27(2, day, hour))
        shown = [text_of(message) for message in world.channels["announcements"].history()]
        everybody = [text for text in shown if "☀️" not in text]  # but for the morning's digest
        told = "\n".join(everybody)
        meeting = next(text for text in everybody if "Ada Example: Section A" in text)
        assert f"<@&{world.roles['Section A'].id}>" in meeting
        assert "pset 1 (Section A)" in told and "Section B" not in told
        theirs = "\n".join(text_of(message) for message in own.history())
        assert "Bo Example: Section B" in theirs and "Room 12" in theirs
        assert "pset 1 (Section B)" in theirs and f"<@&{world.roles['Section B'].id}>" in theirs
        sam = world.person("sam", "staff")
        await world.slash(sam, "staff silence", channel="announcements", silent=True)
        await until(world, et27(2, 17, 15))
        assert "\n".join(text_of(message) for message in own.history()) == theirs


async def test_many_cohorts_are_chosen_page_by_page_and_what_is_gone_is_said(
    tmp_path: Path,
) -> None:
    """Thirty more slots, of which nothing says when they meet."""
    course = load_course(SECTIONS_FILE)
    more = tuple(
        Cohort(id=f"slot-{n}", title=f"Slot {n}", kind="slot", about=f"Number {n}.")
        for n in range(30)
    )
    known = CourseLibrary(course.model_copy(update={"cohorts": (*course.cohorts, *more)}))
    async with world_at(et27(2, 8, 9), known, tmp_path) as world:
        ana = world.person("ana")
        mine = (await world.slash(ana, "me")).response
        opened = (await ana.click(mine, label="Choose your slot")).response
        assert len(menu_of(opened)["options"]) == 25
        rest = (await ana.click(opened, label="More")).response
        assert len(menu_of(rest)["options"]) == 7 and "**Slot 29** · Number 29." in text_of(rest)
        assert menu_of(rest)["options"][-1]["description"] == "Number 29."
        custom_id = menu_of(rest)["custom_id"]
        done = (await ana.select(rest, ["slot-29"], custom_id=custom_id)).response
        assert text_of(done).startswith("### You're in Slot 29\n")
        told = read(await world.slash(ana, "ask", question="when is my slot"))
        assert "You're in Slot 29.** No meeting of it is ahead." in told

        world.app.courses.put(world.guild.id, Timeline(course), "smaller")
        gone = (await ana.click(done, label="Change slot")).response
        assert "That can't be chosen anymore: the course has changed since" in text_of(gone)
        assert "You haven't chosen a slot" in text_of((await world.slash(ana, "me")).response)


async def test_a_groups_due_time_is_moved_for_all_of_it(tmp_path: Path) -> None:
    async with world_at(et27(2, 8, 9), library(), tmp_path) as world:
        ana = world.person("ana")
        await sign_up(world, ana, title="Tides")
        shown = await change(
            world, "a due time", group="group 1", id="team-plan", when="feb 28 9am"
        )
        told = read(shown)
        assert "- Team plan, for group 1: <t:" in told and "📥" not in told
        assert "Group 1 may hand in the Team plan until" in await press(world, shown, "Change it")
        due = await world.app.submissions.due(world.guild.id, ana.id)
        assert due["team-plan"].at == et27(2, 28, 9)
