"""Signing up, inviting, accepting, leaving: as the founder, the invited and everybody else see it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.library.library import CourseLibrary
from tests.discord.world import World, buttons_of, read, text_of, world_at
from tests.instants import et


async def sign_up(
    world: World, founder: Any, *invited: Any, title: str = "Sketches from Sound"
) -> Any:
    """Sign up through the form."""
    opened = await world.slash(founder, "signup-group")
    assert opened.modal, read(opened)
    values: dict[str, Any] = {"title": title, "idea": "Humming into line drawings."}
    if invited:
        values["people"] = list(invited)
    return await founder.submit_modal(opened, values)


def dms(person: Any) -> list[str]:
    return [text_of(message) for message in person.user.dm_channel.history()]


def last_dm(person: Any) -> Any:
    return person.user.dm_channel.history()[-1]


async def test_two_people_may_fill_in_the_same_form_at_once(world: World) -> None:
    people = [world.person(name, "registered") for name in ("ana", "bo")]
    opened = [await world.slash(person, "signup-group") for person in people]
    for person, form, title in zip(people, opened, ("Sketches", "Tides"), strict=True):
        done = await person.submit_modal(
            form, {"title": title, "idea": "Humming into drawings, with a recurrent network."}
        )
        assert title in read(done)


async def test_two_minutes_from_signing_up_to_a_whole_group(world: World) -> None:
    ana, bo = world.person("ana", "registered"), world.person("bo")
    opened = await world.slash(ana, "signup-group")
    labels = [c.get("label") for c in opened.modal["components"]]
    assert labels[:3] == ["Project title", "The problem and your idea", "Who else"]
    assert "Things to consider" in opened.modal["components"][3]["content"]

    receipt = read(await sign_up(world, ana, bo))
    assert receipt.startswith("### ✅ You are signed up: you are group 1\n1 invitation sent")
    assert "**Put 1 on your slides.** Slides are due <t:1611896399:F>" in receipt
    assert "🏅 Prize-eligible: yes (1 registered MIT student)" in receipt

    invitation = last_dm(bo)
    assert text_of(invitation).startswith("### ana invites you to group 1: Sketches from Sound")
    await world.restart()
    joined = await bo.user.click(invitation, label="Accept")
    assert read(joined).startswith("### ✅ You are in group 1 now")
    assert "bo has joined group 1; you are 2 of 5." in dms(ana)[-1]

    card = read(await world.slash(bo, "group show"))
    assert card.startswith("### Group 1 · Sketches from Sound")
    assert f"**Members** {ana.mention} (founder), {bo.mention} · 2 of 5, 3 seats left" in card
    assert set(buttons_of((await world.slash(bo, "group show")).response)) == {
        "Invite",
        "Edit",
        "Leave",
    }


async def test_eligibility_is_read_when_it_is_shown(world: World) -> None:
    leo = world.person("leo", "listener")
    assert "Prize-eligible: no registered MIT student yet" in read(await sign_up(world, leo))
    world.env.backend.guilds[world.guild.id].members[leo.id].role_ids.append(
        world.roles["registered"].id
    )
    await world.env.advance_time(31)
    assert "Prize-eligible: yes" in await world.use("leo", "group show")


async def test_the_board_is_one_message_edited_in_place(world: World) -> None:
    channel = world.channels["announcements"]
    await sign_up(world, world.person("ana"))
    [board] = [m for m in channel.history() if "signed up" in text_of(m)]
    assert "### 👥 1 group signed up · sign up by <t:1611809999:R>" in text_of(board)
    assert "4 free seats" in text_of(board)
    await sign_up(world, world.person("bo"))
    [same] = [m for m in channel.history() if "signed up" in text_of(m)]
    assert same.id == board.id and "2 groups signed up" in text_of(same)
    world.env.backend.delete_message(channel.id, same.id)
    await sign_up(world, world.person("chi"))
    [again] = [m for m in channel.history() if "signed up" in text_of(m)]
    assert "3 groups signed up" in text_of(again)


async def test_the_board_opens_the_form(world: World) -> None:
    await sign_up(world, world.person("ana"))
    board = next(m for m in world.channels["announcements"].history() if "signed up" in text_of(m))
    bo = world.person("bo")
    opened = await bo.click(board, label="Sign up a group")
    assert opened.modal["title"] == "Sign up a group"
    listed = await bo.click(board, label="All groups")
    assert (
        listed.response.ephemeral
        and "**1 · Sketches from Sound** · 1 of 5, 4 seats left" in read(listed)
    )


async def test_closed_dms_become_a_mention_in_the_channel(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    dm = bo.user.dm_channel
    world.env.inject_error(
        "POST", f"/channels/{dm.id}/messages", status=403, code=50007, times=None
    )
    await sign_up(world, ana, bo)
    message = world.general.last_message
    assert f"For {bo.mention}, whose direct messages are closed" in text_of(message)
    request = next(
        r
        for r in reversed(world.env.http_requests)
        if r.path.endswith(f"{world.general.id}/messages")
    )
    assert request.json["allowed_mentions"] == {"parse": [], "users": [bo.id]}
    accepted = await bo.click(message, label="Accept")
    assert accepted.response.ephemeral and "You are in group 1 now" in read(accepted)


@pytest.mark.parametrize("who", ["self", "bot", "grouped", "left"])
async def test_who_cannot_be_invited_is_named_and_the_group_still_stands(
    world: World, who: str
) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    if who == "grouped":
        await sign_up(world, bo, title="Other")
    somebody = {
        "self": ana,
        "grouped": bo,
        "bot": world.guild.add_member(world.env.create_user("clyde", bot=True)),
        "left": world.env.create_user("gone"),
    }[who]
    receipt = read(await sign_up(world, ana, somebody))
    words = {
        "self": "⚠️ You are in group 1 already, so no invitation was sent.",
        "bot": "⚠️ clyde is a bot",
        "grouped": f"⚠️ {bo.mention} is in group 1 already",
        "left": "⚠️ gone is not in this server",
    }[who]
    assert words in receipt and "You are signed up" in receipt


async def test_what_was_typed_is_shown_to_others_without_its_teeth(world: World) -> None:
    title = "@everyone **free** `x` \u202egnp.exe"
    await sign_up(world, world.person("ana"), title=title)
    shown = await world.use("bo", "group list")
    assert "@\u200beveryone \\*\\*free\\*\\* \\`x\\` gnp.exe" in shown
    assert "\u202e" not in shown


async def test_two_groups_may_share_a_title_and_are_told(world: World) -> None:
    await sign_up(world, world.person("ana"))
    assert "Group 1 has the same title" in read(await sign_up(world, world.person("bo")))


async def test_a_form_opened_before_and_sent_after_the_deadline_hands_the_text_back(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 27, 23, 59, 50), library, tmp_path) as world:
        ana = world.person("ana")
        opened = await world.slash(ana, "signup-group")
        await world.env.advance_time(10)
        answer = read(await ana.submit_modal(opened, {"title": "Late", "idea": "A fine idea."}))
        assert answer.startswith("**Sign-up closed <t:1611809999:R>")
        assert "```\nLate\n\nA fine idea.\n```" in answer
        assert await world.app.groups.groups(world.guild.id) == []
        assert "Sign-up closed" in read(await world.slash(ana, "signup-group"))


async def test_the_last_second_of_the_deadline_counts(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 27, 23, 59, 59), library, tmp_path) as world:
        assert "You are signed up" in read(await sign_up(world, world.person("ana")))


async def test_a_long_text_is_handed_back_as_a_file(library: CourseLibrary, tmp_path: Path) -> None:
    async with world_at(et(1, 27, 23, 59, 50), library, tmp_path) as world:
        ana = world.person("ana")
        opened = await world.slash(ana, "signup-group")
        await world.env.advance_time(10)
        result = await ana.submit_modal(opened, {"title": "```", "idea": "x" * 900})
        [file] = result.response.attachments
        assert file.filename == "what-you-typed.txt"
        assert (await file.read()).decode() == "```\n\n" + "x" * 900


async def test_accepting_twice_late_after_declining_or_when_full(world: World) -> None:
    ana, bo, chi = world.person("ana"), world.person("bo"), world.person("chi")
    await sign_up(world, ana, bo, chi)
    invitation = last_dm(bo)
    await bo.user.click(invitation, label="Accept")
    shown = buttons_of(last_dm(bo))
    assert "Accept" not in shown
    stale = last_dm(chi)
    declined = await chi.user.click(stale, label="Decline")
    assert read(declined).startswith("### You declined group 1: Sketches from Sound")
    group = await world.app.groups.group(world.guild.id, 1)
    assert group.invitations == ()


async def test_a_stale_button_answers_kindly(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana, bo)
    await sign_up(world, world.person("chi"), bo, title="Other")
    first, second = [m for m in bo.user.dm_channel.history() if "invites you" in text_of(m)]
    await bo.user.click(second, label="Accept")
    late = read(await bo.user.click(first, label="Accept"))
    assert "There is no open invitation to group 1" in late
    group_card = await world.slash(ana, "group show")
    await world.app.groups.leave(world.guild.id, ana.id, et(1, 26, 10), confirmed=True)
    assert "There is no group 1" in read(await ana.click(group_card.response, label="Edit"))


async def test_invitations_lapse_at_the_deadline(library: CourseLibrary, tmp_path: Path) -> None:
    async with world_at(et(1, 27, 23, 59), library, tmp_path) as world:
        ana, bo = world.person("ana"), world.person("bo")
        await sign_up(world, ana, bo)
        await world.advance(61)
        assert "Sign-up closed" in read(await bo.user.click(last_dm(bo), label="Accept"))
        assert "(lapsed)" in await world.use("ana", "group show")
        board = next(
            m for m in world.channels["announcements"].history() if "signed up" in text_of(m)
        )
        assert text_of(board).startswith("### 👥 1 group signed up · sign-up has closed")
        assert "Sign-up has closed." in await world.use("bo", "group show")


async def test_who_has_left_the_server_cannot_join_by_an_old_invitation(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana, bo)
    invitation = last_dm(bo)
    await world.env.advance_time(31)
    world.guild.remove_member(bo)
    assert "You are not in the course's server" in read(
        await bo.user.click(invitation, label="Accept")
    )


async def test_invitations_are_listed_for_who_has_no_group(world: World) -> None:
    ana, bo, chi = world.person("ana"), world.person("bo"), world.person("chi")
    await sign_up(world, ana, chi)
    await sign_up(world, bo, chi, title="Tide Tables")
    shown = await world.slash(chi, "group show")
    text = read(shown)
    assert text.startswith("### You are in no group yet")
    assert f"**Group 1 · Sketches from Sound** · {ana.mention} invited you" in text
    accepted = await chi.click(shown.response, label="Accept 2")
    assert "You are in group 2 now" in read(accepted)
    assert "You have no open invitation." in await world.use("dee", "group show")


async def test_leaving_hands_over_and_the_last_one_confirms(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana, bo)
    await bo.user.click(last_dm(bo), label="Accept")
    assert read(await world.slash(ana, "group leave")).startswith("### You have left group 1")
    assert "You are the founder of group 1 now" in dms(bo)[-1]
    asked = await world.slash(bo, "group leave")
    assert "You are the last member of group 1: leaving disbands it." in read(asked)
    assert len(await world.app.groups.groups(world.guild.id)) == 1
    done = await bo.click(asked.response, label="Leave and disband")
    assert read(done).startswith("### Group 1 is disbanded")
    assert await world.app.groups.groups(world.guild.id) == []


async def test_the_founder_disbands_after_confirming(world: World) -> None:
    ana = world.person("ana")
    await sign_up(world, ana)
    asked = await world.slash(ana, "group disband")
    assert read(asked).startswith("**Disband group 1: Sketches from Sound?**")
    assert "### Group 1 is disbanded" in read(await ana.click(asked.response, label="Disband"))
    bo = world.person("bo")
    assert dms(ana) == []
    assert "you are group 2" in read(await sign_up(world, bo))


async def test_editing_inviting_and_handing_over_by_command_and_button(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana)
    shown = await world.slash(ana, "group show")
    opened = await ana.click(shown.response, label="Edit")
    saved = await ana.submit_modal(opened, {"title": "New name", "idea": "Newer idea"})
    assert read(saved).startswith("### ✅ Saved\n### Group 1 · New name")
    opened = await ana.click(shown.response, label="Invite")
    invited = await ana.submit_modal(opened, {"person": [bo]})
    assert read(invited).startswith(f"### ✅ {bo.mention} is invited")
    await bo.user.click(last_dm(bo), label="Accept")
    assert "is invited" in read(await world.slash(ana, "group invite", person=world.person("chi")))
    moved = read(await world.slash(ana, "group transfer", member=bo))
    assert moved.startswith(f"### ✅ {bo.mention} is the founder of group 1 now")
    assert "Only the founder of group 1" in read(await world.slash(ana, "group disband"))
    shown = await world.slash(bo, "group show")
    opened = await bo.click(shown.response, label="Hand over")
    back = await bo.submit_modal(opened, {"member": [str(ana.id)]})
    assert read(back).startswith(f"### ✅ {ana.mention} is the founder of group 1 now\n### Group 1")
    assert "Hand over" not in buttons_of(back.response)
    edited = await world.slash(bo, "group edit")
    assert edited.modal["title"] == "Edit group 1"


async def test_without_a_group_commands_say_how_to_get_one(world: World) -> None:
    for command in ("group leave", "group edit", "group disband"):
        assert "You are in no group yet." in await world.use("ana", command)
    assert await world.use("ana", "group list") == "### No group has signed up yet"


async def test_a_second_signup_is_refused_before_the_form_opens(world: World) -> None:
    ana = world.person("ana")
    await sign_up(world, ana)
    assert "You are in group 1 already" in read(await world.slash(ana, "signup-group"))


async def test_a_long_list_pages(world: World) -> None:
    for number in range(1, 20):
        await world.app.groups.sign_up(
            world.guild.id, 1000 + number, f"T{number}", "I", [], et(1, 20)
        )
    ana = world.person("ana")
    shown = await world.slash(ana, "group list")
    assert read(shown).startswith("### 19 groups · page 1 of 3")
    turned = await ana.click(shown.response, label="More →")
    assert turned.response.id == shown.response.id and "page 2 of 3" in read(turned)
    assert "page 1 of 3" in read(await ana.click(turned.response, label="← Back"))


async def test_a_course_without_pitches_says_so(semester, tmp_path: Path) -> None:
    from datetime import UTC, datetime

    async with world_at(
        datetime(2025, 3, 5, tzinfo=UTC), CourseLibrary(semester), tmp_path
    ) as world:
        for command in ("signup-group", "group list", "find-group"):
            assert "This course has no project groups." in await world.use("ana", command)
        posts = "\n".join(text_of(m) for m in world.channels["announcements"].history())
        assert "signed up" not in posts and "looking" not in posts


async def test_a_missing_permission_for_the_board_is_told_to_staff_and_loses_nothing(
    world: World,
) -> None:
    channel = world.channels["announcements"]
    world.env.inject_error(
        "POST", f"/channels/{channel.id}/messages", status=403, code=50013, times=None
    )
    assert "You are signed up" in read(await sign_up(world, world.person("ana")))
    told = [text_of(m) for m in world.channels["staff"].history()]
    assert any(
        f"I can't post in <#{channel.id}>" in text and "the sign-up board" in text for text in told
    )


async def test_a_missing_announcements_channel_stops_nobody(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 26, 10), library, tmp_path, configured=False) as world:
        assert "You are signed up" in read(await sign_up(world, world.person("ana")))


async def test_choosing_the_announcements_channel_posts_the_boards(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 26, 10), library, tmp_path) as world:
        sam = world.person("sam", "staff")
        shown = await world.slash(sam, "setup")
        channel = world.channels["announcements"]
        await sam.select(shown.response, [channel], custom_id="setup:channel:announcements_channel")
        texts = [text_of(m) for m in channel.history()]
        for emoji in ("👥", "🔎", "☀️"):
            assert len([t for t in texts if t.startswith(f"### {emoji} ")]) == 1
