"""What staff do with groups: each with a reason, an entry in the log, and an undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.library.library import CourseLibrary
from tests.discord.test_groups import dms, last_dm, sign_up
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
        assert dms(chi)[0].startswith("### You are in group 1: Sketches from Sound now")
        assert dms(chi)[1].startswith("### You are in group 2: Tide Tables now")
        assert dms(chi)[2].startswith("### You are no longer in group 1: Sketches from Sound")
        assert "chi has joined group 1" in dms(ana)[0]
        sam = world.person("sam")
        undone = await sam.click(moved.response, label="Undo")
        assert read(undone).startswith("### ↩️ Undone: staff move (group 1, group 2)")
        assert await world.app.groups.number_of(world.guild.id, chi.id) == 1
        assert "There is nothing to undo here." in read(
            await sam.click(moved.response, label="Undo")
        )
        assert read(await staff(world, "remove", number=1, person=chi, reason="left")).startswith(
            f"### ✅ {chi.mention} is out of group 1"
        )
        assert "new title" in read(
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
        assert "Group 1 may change until" in read(
            await staff(world, "extend", hours=2.0, reason="ill", number=1)
        )
        assert "You are in group 1 now" in read(await bo.user.click(last_dm(bo), label="Accept"))
        assert "Sign-up closed" in read(await world.slash(chi, "signup-group"))
        assert "Everybody may sign up" in read(
            await staff(world, "extend", hours=1.0, reason="outage")
        )
        assert "you are group 2" in read(await sign_up(world, chi, title="Late"))


async def test_a_disbanded_group_is_reopened_under_its_number(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana)
    asked = await world.slash(ana, "group disband")
    await ana.click(asked.response, label="Disband")
    back = read(await staff(world, "reopen", number=1, founder=bo, reason="mistake"))
    assert back.startswith(f"### ✅ Group 1 is back, with {bo.mention} as its founder")
    assert "There is no group 9" in read(
        await staff(world, "reopen", number=9, founder=ana, reason="why")
    )


async def test_staff_errors_are_kind(world: World) -> None:
    ana = world.person("ana")
    await sign_up(world, ana)
    assert "There is no group 7" in read(
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
    import discord
    from discord import ui

    view = ui.LayoutView()
    view.add_item(
        ui.ActionRow(
            ui.Button(label="Undo", custom_id=scene_button, style=discord.ButtonStyle.grey)
        )
    )
    view.stop()
    await world.bot.get_channel(world.general.id).send(view=view)  # type: ignore[union-attr]
    await world.env.settle()
    assert "This is for staff" in read(await bo.click(world.general.last_message, label="Undo"))
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
        "### ✅ 1 person nudged\n1 person could not be reached"
    )
    assert len(dms(chi)) == before + 1 and "You are in no project group yet" in dms(chi)[-1]


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
