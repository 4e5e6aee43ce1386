"""What staff do with groups: each with a reason, an entry in the log, and an undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.library.library import CourseLibrary
from tests.discord.test_groups import dms, last_dm, press_old, sign_up
from tests.discord.world import World, buttons_of, read, text_of, world_at
from tests.instants import et


async def staff(world: World, command: str, **options: Any) -> Any:
    return await world.slash(world.person("sam", "staff"), f"staff group {command}", **options)


async def test_staff_change_groups_after_the_deadline_and_undo_with_one_button(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 27, 20), library, tmp_path) as world:
        ana, bo, chi = world.person("ana"), world.person("bo"), world.person("chi")
        await sign_up(world, ana)
        await sign_up(world, bo, title="Tide Tables")
        await world.env.advance_time(6 * 3600)
        added = await staff(world, "add", number=1, person=chi, reason="asked by mail")
        assert read(added).startswith(f"### ✅ {chi.mention} is in group 1 now")
        moved = await staff(world, "move", person=chi, to=2, reason="balance")
        assert read(moved).startswith(f"### ✅ {chi.mention} is in group 2 now")
        assert dms(chi)[0].startswith("### You're in group 1 now: Sketches from Sound")
        assert dms(chi)[1].startswith(
            "### You're in group 2 now (you were in group 1): Tide Tables"
        )
        assert len(dms(chi)) == 2
        assert "chi has joined group 1" in dms(ana)[0]
        sam = world.person("sam")
        undone = await sam.click(moved.response, label="Undo")
        assert read(undone).startswith("### ↩️ Undone: staff move (group 1, group 2)")
        assert await world.app.groups.number_of(world.guild.id, chi.id) == 1
        assert "There's nothing to undo here." in read(
            await sam.click(moved.response, label="Undo")
        )
        assert read(await staff(world, "remove", number=1, person=chi, reason="left")).startswith(
            f"### ✅ {chi.mention} is out of group 1"
        )
        assert "### ✅ Group 1 is now called Better" in read(
            await staff(world, "rename", number=1, title="Better", reason="typo")
        )
        log = await staff(world, "log", number=1)
        text = read(log)
        assert text.startswith("### Newest changes of group 1")
        assert (
            "**staff rename** group 1 · “typo”\n-# title “Sketches from Sound” → “Better”" in text
        )
        assert f"members +{chi.mention}" in text and "↩️ undone" in text
        assert any(label.startswith("Undo ") for label in buttons_of(log.response))


async def test_more_time_for_one_group_or_for_everybody(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 27, 23), library, tmp_path) as world:
        ana, bo, chi = world.person("ana"), world.person("bo"), world.person("chi")
        await sign_up(world, ana, bo)
        await world.env.advance_time(2 * 3600)
        given = read(await staff(world, "extend", hours=2.0, reason="ill", number=1))
        assert given.startswith("### ✅ Group 1 can change until <t:1611820800:F>")
        assert "Before, it was until <t:1611809999:F>." in given
        assert dms(ana)[-1].startswith(
            "### Staff gave your group more time: you can change it until"
        )
        assert "You're in group 1 now" in read(await bo.user.click(last_dm(bo), label="Accept"))
        assert "Sign-up closed" in read(await world.slash(chi, "signup-group"))
        given = read(await staff(world, "extend", hours=1.0, reason="outage"))
        assert given.startswith(
            "### ✅ Everybody can sign up and change groups until <t:1611817200:F>"
        )
        assert "signed up as group 2" in read(await sign_up(world, chi, title="Late"))


async def test_a_disbanded_group_is_reopened_under_its_number(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana)
    asked = await world.slash(ana, "group disband")
    await ana.click(asked.response, label="Disband")
    back = read(await staff(world, "reopen", number=1, founder=bo, reason="mistake"))
    assert back.startswith(f"### ✅ Group 1 is back, with {bo.mention} as its founder")
    assert "There's no group 9" in read(
        await staff(world, "reopen", number=9, founder=ana, reason="why")
    )


async def test_staff_errors_are_kind(world: World) -> None:
    ana = world.person("ana")
    await sign_up(world, ana)
    assert "There's no group 7" in read(
        await staff(world, "add", number=7, person=ana, reason="why")
    )
    assert "is in group 1 already" in read(
        await staff(world, "add", number=1, person=ana, reason="why")
    )
    assert "### No change of group 7 yet" in read(await staff(world, "log", number=7))


async def test_an_undo_button_is_no_use_to_a_student(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana)
    scene_button = f"group:undo:{world.guild.id}:1"
    assert "This is for staff" in read(await press_old(world, bo, scene_button))
    assert len(await world.app.groups.groups(world.guild.id)) == 1


async def test_the_nudge_counts_first_and_then_reaches_who_has_no_group(world: World) -> None:
    ana, bo, chi = world.person("ana"), world.person("bo"), world.person("chi")
    await sign_up(world, ana, bo)
    opened = await world.slash(chi, "find-group", **{"looking-for": "a group"})
    await chi.submit_modal(opened, {"interests": "music", "skills": "Python"})
    shown = await staff(world, "nudge")
    assert read(shown).startswith("### A nudge would reach 2 people; nothing is sent yet")
    before = len(dms(chi))
    dm = bo.user.dm_channel
    world.env.inject_error(
        "POST", f"/channels/{dm.id}/messages", status=403, code=50007, times=None
    )
    sent = await world.person("sam").click(shown.response, label="Send to 2")
    assert text_of(sent.response).startswith(
        "### ✅ 1 person nudged\n1 person couldn't be reached: closed DMs."
    )
    assert len(dms(chi)) == before + 1 and "You're not in a project group yet" in dms(chi)[-1]


async def test_the_nudge_ends_with_sign_up(library: CourseLibrary, tmp_path: Path) -> None:
    async with world_at(et(1, 28, 9), library, tmp_path) as world:
        assert "Sign-up closed" in read(await staff(world, "nudge"))
    async with world_at(et(1, 20, 9), library, tmp_path) as world:
        shown = await staff(world, "nudge")
        assert "would reach 0 people" in read(shown) and not buttons_of(shown.response)


@pytest.mark.parametrize(
    "command", ["move", "add", "remove", "rename", "extend", "reopen", "log", "nudge"]
)
async def test_students_cannot_use_staff_commands(world: World, command: str) -> None:
    ana = world.person("ana")
    options: dict[str, dict[str, Any]] = {
        "move": {"person": ana, "to": 1, "reason": "why"},
        "add": {"number": 1, "person": ana, "reason": "why"},
        "remove": {"number": 1, "person": ana, "reason": "why"},
        "rename": {"number": 1, "title": "t", "reason": "why"},
        "extend": {"hours": 1.0, "reason": "why"},
        "reopen": {"number": 1, "founder": ana, "reason": "why"},
    }
    answer = await world.slash(ana, f"staff group {command}", **options.get(command, {}))
    assert read(answer).startswith("**This is for staff")


@pytest.mark.parametrize("command", ["remove", "move"])
async def test_taking_the_last_member_out_is_asked_first_because_it_disbands(
    world: World, command: str
) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana)
    await sign_up(world, bo, title="Tide Tables")
    options = {"number": 1} if command == "remove" else {"to": 2}
    asked = await staff(world, command, person=ana, reason="they asked me to", **options)
    assert asked.modal["title"] == "This disbands group 1"
    question, reason = asked.modal["components"]
    doing = "Removing" if command == "remove" else "Moving"
    assert question["content"].startswith(f"**{doing} {ana.mention}")
    assert "disbands group 1: Sketches from Sound.**" in question["content"]
    assert reason["component"]["value"] == "they asked me to"
    assert len(await world.app.groups.groups(world.guild.id)) == 2
    done = await world.person("sam").submit_modal(asked, {"reason": "they asked me to"})
    where = (
        "is out of group 1, and group 1 is disbanded" if command == "remove" else "is in group 2"
    )
    assert read(done).startswith(f"### ✅ {ana.mention} {where}")
    assert [g.number for g in await world.app.groups.groups(world.guild.id)] == [2]
    assert "“they asked me to”" in read(await staff(world, "log", number=1))


async def test_bots_and_people_who_are_not_here_are_made_members_by_nobody(world: World) -> None:
    ana = world.person("ana")
    await sign_up(world, ana)
    await sign_up(world, world.person("bo"), title="Gone")
    asked = await world.slash(world.person("bo"), "group disband")
    await world.person("bo").click(asked.response, label="Disband")
    clyde = world.guild.add_member(world.env.create_user("clyde", bot=True))
    gone = world.env.create_user("gone")
    for somebody, words in ((clyde, "clyde is a bot"), (gone, "gone isn't in this server")):
        for command, options in (
            ("add", {"number": 1, "person": somebody}),
            ("move", {"to": 1, "person": somebody}),
            ("reopen", {"number": 2, "founder": somebody}),
        ):
            refused = read(await staff(world, command, reason="why not", **options))
            assert refused.startswith(f"**{words}, so nothing was changed.**")
    assert (await world.app.groups.group(world.guild.id, 1)).member_ids == (ana.id,)


async def test_more_time_says_exactly_what_it_changes(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 27, 20), library, tmp_path) as world:
        await sign_up(world, world.person("ana"))
        deadline, later = "<t:1611809999:F>", "<t:1611817199:F>"
        given = read(await staff(world, "extend", hours=2.0, reason="outage"))
        assert given == (
            f"### ✅ Everybody can sign up and change groups until {later} (<t:1611817199:R>)\n"
            f"Before, it was until {deadline}."
        )
        board = next(
            m for m in world.channels["announcements"].history() if "signed up" in text_of(m)
        )
        assert "sign-up closes <t:1611817199:R>" in text_of(board)
        again = read(await staff(world, "extend", hours=2.0, reason="again"))
        assert again == f"### Nothing changes: sign-up is open until {later} already"
        one = read(await staff(world, "extend", hours=1.0, reason="less", number=1))
        assert one == f"### Nothing changes: group 1 is open until {later} already"
        more = await staff(world, "extend", hours=3.0, reason="ill", number=1)
        assert read(more).startswith("### ✅ Group 1 can change until <t:1611820799:F>")
        await world.person("sam").click(more.response, label="Undo")
        assert (await world.app.groups.group(world.guild.id, 1)).closes_at is None


async def seeking(world: World, *names: str) -> list[Any]:
    people = [world.person(name) for name in names]
    for person in people:
        opened = await world.slash(person, "find-group", **{"looking-for": "a group"})
        await person.submit_modal(opened, {"interests": "music", "skills": "Python"})
    return people


def nudges(person: Any) -> int:
    return sum("You're not in a project group yet" in text for text in dms(person))


async def test_a_nudge_pressed_twice_or_after_a_restart_is_sent_once(world: World) -> None:
    chi, dee = await seeking(world, "chi", "dee")
    shown = await staff(world, "nudge")
    sam = world.person("sam")
    custom_id = buttons_of(shown.response)["Send to 2"]["custom_id"]
    await sam.click(shown.response, label="Send to 2")
    await world.restart()
    again = await press_old(world, sam, custom_id)
    assert text_of(again.response).startswith("### ✅ 2 people nudged")
    assert nudges(chi) == nudges(dee) == 1
    assert "-# The last nudge was <t:" in read(await staff(world, "nudge"))


async def test_a_nudge_reaches_nobody_whom_its_preview_did_not_show(world: World) -> None:
    chi, dee = await seeking(world, "chi", "dee")
    shown = await staff(world, "nudge")
    await sign_up(world, dee)
    await world.env.advance_time(60)
    [eve] = await seeking(world, "eve")
    sent = await world.person("sam").click(shown.response, label="Send to 2")
    assert text_of(sent.response).startswith("### ✅ 1 person nudged")
    assert (nudges(chi), nudges(dee), nudges(eve)) == (1, 0, 0)


async def test_a_nudge_says_what_is_still_on_its_way_and_looks_again(world: World) -> None:
    chi, dee = await seeking(world, "chi", "dee")
    shown = await staff(world, "nudge")
    path = f"/channels/{chi.user.dm_channel.id}/messages"
    world.env.inject_error("POST", path, status=502, times=None)
    sam = world.person("sam")
    sent = await sam.click(shown.response, label="Send to 2")
    assert text_of(sent.response) == "### 📨 1 person nudged\n1 message is on the way."
    world.env.backend.faults.clear()
    await world.advance(6)
    looked = await sam.click(sent.response, label="Look again")
    assert text_of(looked.response) == "### ✅ 2 people nudged"
    assert nudges(chi) == nudges(dee) == 1


async def test_a_nudge_that_comes_late_spares_whoever_has_found_a_group(world: World) -> None:
    chi, _ = await seeking(world, "chi", "dee")
    shown = await staff(world, "nudge")
    path = f"/channels/{chi.user.dm_channel.id}/messages"
    world.env.inject_error("POST", path, status=502, times=None)
    sent = await world.person("sam").click(shown.response, label="Send to 2")
    await sign_up(world, chi)
    world.env.backend.faults.clear()
    await world.advance(6)
    looked = await world.person("sam").click(sent.response, label="Look again")
    assert "1 message not sent: no longer needed" in text_of(looked.response)
    assert nudges(chi) == 0


async def test_a_nudge_button_of_another_version_shows_the_preview_and_sends_nothing(
    world: World,
) -> None:
    [chi] = await seeking(world, "chi")
    pressed = await press_old(world, world.person("sam", "staff"), "groups-nudge:send")
    assert read(pressed).startswith("### A nudge would reach 1 person; nothing is sent yet")
    assert nudges(chi) == 0
