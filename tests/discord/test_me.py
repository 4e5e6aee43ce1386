"""/me, and what the pages about time say to their reader: as the student sees it, in the server and in a DM."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.assignments.model import Owner
from bot.assignments.requests import Grant
from bot.library.library import CourseLibrary
from tests.discord.test_groups import last_dm, sign_up
from tests.discord.test_hand_ins import LINK, review
from tests.discord.world import World, buttons_of, read, text_of, world_at
from tests.instants import et


async def me(world: World, person: Any) -> Any:
    return (await world.slash(person, "me")).response


async def test_me_says_first_what_is_next_and_has_its_button(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 20, 10), library, tmp_path) as world:
        ana, bo = world.person("ana", "registered"), world.person("bo")
        await sign_up(world, bo, title="Sketches")
        shown = await me(world, ana)
        text = text_of(shown)
        assert text.startswith("### Next: find a group, or sign one up by <t:1611809999:F>")
        assert "-# To pass, a paper review is enough; it takes no group." in text
        assert "**You're not in a group yet.** Sign-up closes <t:" in text
        assert "Groups with seats: 1 · Sketches (4 left)." in text
        assert "▫️ **Paper review** · nothing yet · due <t:1611896399:F>" in text
        assert "-# Slides or paper review: one is enough." in text
        assert "only for prizes" in text and "🔔 DM reminders are off" in text
        assert "🎯 To pass: 0 of 3 done" in text
        assert next(iter(buttons_of(shown))) == "Sign up a group"
        opened = await ana.click(shown, label="Sign up a group")
        assert opened.modal is not None

        await sign_up(world, ana, title="Tides")
        shown = await me(world, ana)
        assert text_of(shown).startswith("### Next: hand in your group's slides by <t:")
        assert "👥 **Group 2 · Tides**, nobody else is in it yet" in text_of(shown)
        assert (await ana.click(shown, label="Hand in slides")).modal is not None
        in_dm = (await ana.user.slash("me")).response
        assert "Group 2 · Tides" in text_of(in_dm)


async def test_an_invite_is_what_is_next(library: CourseLibrary, tmp_path: Path) -> None:
    async with world_at(et(1, 20, 10), library, tmp_path) as world:
        ana, bo = world.person("ana"), world.person("bo")
        await sign_up(world, bo, ana, title="Sketches")
        shown = await me(world, ana)
        assert text_of(shown).startswith("### Next: group 1 invited you. Answer it by <t:")
        answered = await ana.click(shown, label="Answer the invite")
        assert any("Accept" in label for label in buttons_of(answered.response))


async def test_a_copy_here_asks_for_canvas_until_its_person_says_so(world: World) -> None:
    ana = world.person("ana", "registered")
    await review(world, ana)
    shown = await me(world, ana)
    assert text_of(shown).startswith("### Next: make sure your paper review is on Canvas, too")
    assert "copy here ✓ · Canvas, where it counts: is it there?" in text_of(shown)
    assert "you don't need one for what you handed in" in text_of(shown)
    assert "Group's slides · not needed, since you handed in your paper review" in text_of(shown)
    assert list(buttons_of(shown))[:2] == ["Yes, it's on Canvas", "Open Canvas"]
    await world.restart()
    said = await ana.click(shown, label="Yes, it's on Canvas")
    assert "copy here ✓ · Canvas ✓ (you said so)" in read(said)
    assert not read(said).startswith("### Next: make sure")
    taken_back = await ana.click(said.response, label="Paper review: on Canvas ✓")
    assert "where it counts: is it there?" in read(taken_back)
    await ana.click(taken_back.response, label="Yes, it's on Canvas")
    await world.advance(60)
    await review(world, ana, subject="Another")  # what is on Canvas is an older version now
    assert "where it counts: is it there?" in text_of(await me(world, ana))


async def test_a_signed_up_group_is_waited_for_also_by_whoever_passes_without_it(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 26, 9), library, tmp_path) as world:
        ana = world.person("ana", "registered")
        await sign_up(world, ana, title="Tides")
        await review(world, ana)
        early = text_of(await me(world, ana))
        assert early.startswith("### Next: make sure your paper review is on Canvas, too, by <t:")
        assert "Group's slides** · nothing yet" in early and "not needed" not in early
        await world.advance(3 * 86400)  # the day of the pitches: what was due is past
        shown = await me(world, ana)
        text = text_of(shown)
        assert text.startswith("### Next: make sure your paper review is on Canvas, too\n")
        assert "▫️ **Group's slides** · nothing yet · was due <t:" in text
        assert (
            "Your group is signed up to present, so it needs them. To pass, your paper review"
            in text
        )
        assert (
            f"🎤 Your group (1) presents in the session on <t:{int(et(1, 29, 13).timestamp())}:F>"
            in text
        )
        assert "· Zoom" in text
        said = await ana.click(shown, label="Yes, it's on Canvas")
        assert read(said).startswith("### Next: hand in your group's slides, late\nDue <t:")
        assert "Hand in slides" in buttons_of(said.response)
        await world.advance(86400)  # the course is over
        over = text_of(await me(world, ana))
        assert over.startswith("### There's nothing left for you to hand in\n")
        assert "**My progress**" in over and "🎤" not in over


async def test_deadlines_and_next_mark_what_is_the_readers_own(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 25, 10), library, tmp_path) as world:
        ana, bo = world.person("ana", "registered"), world.person("bo")
        await sign_up(world, ana)
        await ana.slash(world.general, "submit", assignment="slides", link=LINK, complete=True)
        shown = (await world.slash(ana, "deadlines")).response
        assert "**You:** group 1 ✓" in text_of(shown)
        assert "**You:** nothing yet (optional)" in text_of(shown)
        assert "**You:** not needed, you handed in your slides" in text_of(shown)
        assert next(iter(buttons_of(shown))) == "Hand in Lab 1"
        cal = world.person("cal", "registered")
        await review(world, cal)
        reviewed = (await world.slash(cal, "deadlines")).response
        assert "**You:** no group needed" in text_of(reviewed)
        assert "**You:** handed in ✓. Is it on Canvas?" in text_of(reviewed)
        assert next(iter(buttons_of(reviewed))) == "Yes, it's on Canvas"
        others = (await world.slash(bo, "deadlines")).response
        assert "**You:** not in a group yet" in text_of(others)
        assert next(iter(buttons_of(others))) == "Sign up a group"
        shared = await ana.click(shown, label="Share in channel")
        assert "**You:**" not in read(shared)
        assert "Hand in Lab 1" not in buttons_of(shared.response)
        assert "**you:** " in await world.use("bo", "next")
        turned = await bo.click(shared.response, label="What's next")
        assert "**you:** " in read(turned)


async def test_more_time_is_ones_own_deadline_everywhere(world: World) -> None:
    ana, guild_id = world.person("ana"), world.guild.id
    more = Grant("lab1", Owner("user", ana.id), timedelta(days=2), "ill", world.clock.now())
    [granted], _ = await world.app.more_time.extend(guild_id, more, by=1)  # type: ignore[arg-type]
    until = int(granted.extension.due_at.timestamp())
    mine = await world.use("ana", "deadlines")
    assert f"<t:{until}:F>" in mine and "You have more time; for others it's <t:" in mine
    assert f"<t:{until}:F>" not in await world.use("bo", "deadlines")
    assert f"<t:{until}:F> (<t:{until}:R>) with your extension" in text_of(await me(world, ana))


async def test_a_reminder_asks_of_canvas_only_who_has_not_said_so(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 28, 12), library, tmp_path) as world:
        people = [world.person(name) for name in ("ana", "bo")]
        for person in people:
            shown = await world.slash(person, "remind-me")
            await person.click(shown.response, label="Switch on")
            await review(world, person)
        said = await people[1].click(await me(world, people[1]), label="Yes, it's on Canvas")
        assert "Canvas ✓" in read(said)
        before = text_of(last_dm(people[1]))
        await world.advance(9 * 3600)
        reminder = last_dm(people[0])
        assert "I have your paper review. **Canvas is where it counts: is it there, too?**" in (
            text_of(reminder)
        )
        assert text_of(last_dm(people[1])) == before
        noted = await people[0].user.click(reminder, label="Yes, it's on Canvas")
        assert read(noted).startswith("### Noted: Paper review is on Canvas")
        back = await people[0].user.click(noted.response, label="Take it back")
        assert "where it counts: is it there?" in read(back)
        again = await people[0].user.click(reminder, label="Yes, it's on Canvas")
        mine = await people[0].user.click(again.response, label="My stuff")
        assert "Canvas ✓ (you said so)" in read(mine)


async def test_me_names_the_pitch_the_reminders_and_leaves_listeners_in_peace(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 25, 10), library, tmp_path) as world:
        ana, sam = world.person("ana", "listener"), world.person("sam", "staff")
        await sign_up(world, ana)
        await world.slash(sam, "staff pitch plan")
        for n in range(4):
            set_ = await world.slash(ana, "remind-me", at="tomorrow", about=f"read {n}")
            assert "You didn't give a time, so it's 9 AM." in read(set_)
        shown = await world.slash(ana, "remind-me")
        await ana.click(shown.response, label="Switch on")
        text = text_of(await me(world, ana))
        assert "🎤 Your group (1) is on at about <t:" in text
        assert "🔔 DM reminders: deadlines, 3h before" in text and "read 2" in text
        assert "-# and 1 more of your own" in text and "To pass" not in text


async def test_a_course_without_groups_or_work_says_that_nothing_is_left(
    semester: Any, tmp_path: Path
) -> None:
    async with world_at(et(3, 26, 9), CourseLibrary(semester), tmp_path) as world:
        text = text_of(await me(world, world.person("ana")))
        assert text.startswith("### There's nothing left for you to do right now")


async def test_me_in_a_dm_where_no_server_can_be_told_says_so(world: World) -> None:
    world.env.create_guild("Second")
    ana = world.person("ana")
    answer = await ana.user.slash("me")
    assert "server" in read(answer)
