"""Signing up, inviting, accepting, leaving: as the founder, the invited and everybody else see it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import simcord
from discord import ui

from bot.groups.model import SignUp
from bot.library.library import CourseLibrary
from tests.discord.surfaces import commands_of
from tests.discord.world import (
    World,
    buttons_of,
    menu_of,
    newest,
    raw_components,
    read,
    text_of,
    world_at,
)
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
    return newest(person.user.dm_channel)


def as_it_is(person: Any, message: Any) -> Any:
    """A direct message as it is now."""
    return next(m for m in person.user.dm_channel.history() if m.id == message.id)


async def press_old(world: World, person: Any, custom_id: str) -> Any:
    """Press a button that a message from long ago still shows."""
    view = ui.LayoutView().add_item(ui.ActionRow(ui.Button(label="Press", custom_id=custom_id)))
    view.stop()
    there: Any = world.bot.get_channel(world.general.id)
    await there.send(view=view)
    await world.env.settle()
    return await person.click(world.general.last_message, label="Press")


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
    note = opened.modal["components"][3]["content"]
    assert "`/course topic: Things to consider`" in note and len(note) < 100

    receipt = read(await sign_up(world, ana, bo))
    assert receipt.startswith("### ✅ You're signed up as group 1\n1 person invited; they'll join")
    assert (
        "**Put your group number (1) on your slides.** Hand in your slides by <t:1611896399:F>"
        in receipt
    )
    assert "🏅 Prize-eligible: yes (1 registered MIT student)" in receipt

    invitation = last_dm(bo)
    assert text_of(invitation).startswith("### ana invites you to group 1: Sketches from Sound")
    await world.restart()
    joined = await bo.user.click(invitation, label="Accept")
    assert read(joined).startswith("### ✅ You're in group 1 now")
    assert "bo has joined group 1; you're 2 of 5." in dms(ana)[-1]

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
    assert "### 👥 1 group signed up · sign-up closes <t:1611809999:R>" in text_of(board)
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
    assert accepted.response.ephemeral and "You're in group 1 now" in read(accepted)


async def test_a_judge_or_staff_who_is_invited_is_pointed_out(world: World) -> None:
    ana, bo, sam = world.person("ana"), world.person("bo"), world.person("sam", "staff")
    joy, pat = world.person("joy"), world.person("pat", "judge")
    await world.slash(sam, "judging appoint", person=joy.user)
    receipt = read(await sign_up(world, ana, bo, joy, sam))
    wrong = "If you picked the wrong person, withdraw the invite."
    assert f"⚠️ <@{joy.id}> is a judge, who can't score a group they're in. {wrong}" in receipt
    assert f"⚠️ <@{sam.id}> is one of the staff. {wrong}" in receipt
    assert receipt.count("⚠️") == 2, "Bo is a student like any other"
    assert f"⚠️ <@{pat.id}> is a judge" in read(
        await world.slash(ana, "group invite", person=pat.user)
    )
    for judge in (joy, pat):
        asked = last_dm(judge)
        assert "⚠️ You're a judge: once you join, you can't score this group.\n" in text_of(asked)
    assert "You're a judge" not in text_of(last_dm(bo))
    await pat.user.click(asked, label="Decline")
    assert "pat declined the invite to group 1." in dms(ana)[-1]


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
        "self": "⚠️ You're in group 1 already, so no invitation was sent.",
        "bot": "⚠️ clyde is a bot",
        "grouped": f"⚠️ {bo.mention} is in group 1 already",
        "left": "⚠️ gone isn't in this server",
    }[who]
    assert words in receipt and "You're signed up" in receipt


async def test_what_was_typed_is_shown_to_others_without_its_teeth(world: World) -> None:
    title = "@everyone **free** `x` \u202egnp.exe"
    await sign_up(world, world.person("ana"), title=title)
    shown = await world.use("bo", "group list")
    assert "@\u200beveryone \\*\\*free\\*\\* \\`x\\` gnp.exe" in shown
    assert "\u202e" not in shown


async def test_two_groups_may_share_a_title_and_are_told(world: World) -> None:
    await sign_up(world, world.person("ana"))
    assert "Group 1 has the same title" in read(await sign_up(world, world.person("bo")))
    assert "Group 1 and group 2 have the same title" in read(
        await sign_up(world, world.person("chi"))
    )


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
        assert "You're signed up" in read(await sign_up(world, world.person("ana")))


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
    ended = as_it_is(bo, first)
    assert text_of(ended).startswith("### This invite to group 1: Sketches from Sound has ended")
    assert buttons_of(ended) == {}
    late = read(await press_old(world, bo, f"group:accept:{world.guild.id}:1"))
    assert "Your invitation to group 1 isn't open anymore" in late


@pytest.mark.parametrize(
    "button", ["let-in", "edit", "leave", "disband-confirmed", "keep-up", "leave:1:x:y"]
)
async def test_a_button_of_a_group_that_has_ended_or_of_another_version_answers_kindly(
    world: World, button: str
) -> None:
    ana = world.person("ana")
    await sign_up(world, ana)
    asked = await world.slash(ana, "group disband")
    await ana.click(asked.response, label="Disband")
    action, _, rest = button.partition(":")
    custom_id = f"group:{action}:{world.guild.id}:1" + (f":{rest}" if rest else "")
    assert "no longer there" in read(await press_old(world, ana, custom_id))


@pytest.mark.parametrize("custom_id", ["groups:rename", "find:something-new"])
async def test_a_button_of_another_version_says_where_todays_are(
    world: World, custom_id: str
) -> None:
    pressed = read(await press_old(world, world.person("ana"), custom_id))
    assert "What this button did is no longer there" in pressed


async def test_an_old_leave_button_leaves_no_other_group(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana, bo)
    await bo.user.click(last_dm(bo), label="Accept")
    shown = await world.slash(bo, "group leave")
    await bo.click(shown.response, label="Leave")
    await sign_up(world, bo, title="Tide Tables")
    for action in ("leave", "leave-confirmed", "leave-and-disband"):
        pressed = read(await press_old(world, bo, f"group:{action}:{world.guild.id}:1"))
        assert "Only a member of group 1 can do this" in pressed
    assert await world.app.groups.number_of(world.guild.id, bo.id) == 2


async def test_invitations_lapse_at_the_deadline(library: CourseLibrary, tmp_path: Path) -> None:
    async with world_at(et(1, 27, 23, 59), library, tmp_path) as world:
        ana, bo = world.person("ana"), world.person("bo")
        await sign_up(world, ana, bo)
        await world.advance(61)
        assert "Sign-up closed" in read(await bo.user.click(last_dm(bo), label="Accept"))
        assert "**Invited, expired** " in await world.use("ana", "group show")
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
    assert "You're not in the course's server" in read(
        await bo.user.click(invitation, label="Accept")
    )


async def test_invitations_are_listed_for_who_has_no_group(world: World) -> None:
    ana, bo, chi = world.person("ana"), world.person("bo"), world.person("chi")
    await sign_up(world, ana, chi)
    await sign_up(world, bo, chi, title="Tide Tables")
    shown = await world.slash(chi, "group show")
    text = read(shown)
    assert text.startswith("### You're not in a group yet")
    assert f"**Group 1 · Sketches from Sound** · {ana.mention} invited you" in text
    accepted = await chi.click(shown.response, label="Accept 2")
    assert "You're in group 2 now" in read(accepted)
    assert "You have no open invites." in await world.use("dee", "group show")


async def test_leaving_hands_over_and_the_last_one_confirms(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana, bo)
    await bo.user.click(last_dm(bo), label="Accept")
    asked = await world.slash(ana, "group leave")
    assert read(asked).startswith("**Leave group 1: Sketches from Sound?** To come back")
    left = await ana.click(asked.response, label="Leave")
    assert read(left).startswith("### You've left group 1")
    assert "You're the founder of group 1 now" in dms(bo)[-1]
    asked = await world.slash(bo, "group leave")
    assert "You're its last member, so leaving disbands it" in read(asked)
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
    assert "signed up as group 2" in read(await sign_up(world, bo))


async def test_a_form_that_asks_for_somebody_is_not_sent_without_them(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana)
    guild, at = world.guild.id, et(1, 26, 10)
    await world.app.groups.request(guild, 1, bo.id, at)
    shown = await world.slash(ana, "group show")
    await ana.click(shown.response, label="Let bo in")
    shown = await world.slash(ana, "group show")
    for label in ("Invite", "Hand over"):
        opened = await ana.click(shown.response, label=label)
        with pytest.raises(simcord.SetupError, match="Required"):
            await ana.submit_modal(opened, {})


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
        assert "You're not in a group yet." in await world.use("ana", command)
    assert await world.use("ana", "group list") == "### No group has signed up yet"


async def test_a_second_signup_is_refused_before_the_form_opens(world: World) -> None:
    ana = world.person("ana")
    await sign_up(world, ana)
    assert "You're in group 1 already" in read(await world.slash(ana, "signup-group"))


async def test_a_long_list_pages(world: World) -> None:
    for number in range(1, 20):
        signed = SignUp(f"T{number}", "I")
        await world.app.groups.sign_up(world.guild.id, 1000 + number, signed, et(1, 20))
    ana = world.person("ana")
    shown = await world.slash(ana, "group list")
    assert read(shown).startswith("### 19 groups · page 1 of 3")
    turned = await ana.click(shown.response, label="More →")
    assert turned.response.id == shown.response.id and "page 2 of 3" in read(turned)
    assert "page 1 of 3" in read(await ana.click(turned.response, label="← Back"))


async def test_a_course_without_pitches_offers_no_groups(semester, tmp_path: Path) -> None:
    from datetime import UTC, datetime

    async with world_at(
        datetime(2025, 3, 5, tzinfo=UTC), CourseLibrary(semester), tmp_path
    ) as world:
        named = {c.qualified_name for c in commands_of(world)}
        assert not named & {"signup-group", "group list", "find-group"}
        posts = "\n".join(text_of(m) for m in world.channels["announcements"].history())
        assert "signed up" not in posts and "looking" not in posts


async def test_a_missing_permission_for_the_board_is_told_to_staff_and_loses_nothing(
    world: World,
) -> None:
    channel = world.channels["announcements"]
    world.env.inject_error(
        "POST", f"/channels/{channel.id}/messages", status=403, code=50013, times=None
    )
    assert "You're signed up" in read(await sign_up(world, world.person("ana")))
    told = [text_of(m) for m in world.channels["staff"].history()]
    assert any(
        f"I can't post in <#{channel.id}>" in text and "the sign-up board" in text for text in told
    )


async def test_a_missing_announcements_channel_stops_nobody(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 26, 10), library, tmp_path, configured=False) as world:
        assert "You're signed up" in read(await sign_up(world, world.person("ana")))


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


async def grouped(world: World, *names: str, title: str = "Sketches from Sound") -> list[Any]:
    """A group of these people, who have all accepted."""
    people = [world.person(name) for name in names]
    await sign_up(world, people[0], *people[1:], title=title)
    for person in people[1:]:
        await person.user.click(last_dm(person), label="Accept")
    return people


async def test_two_people_edit_at_once_and_neither_loses_anything(world: World) -> None:
    ana, bo = await grouped(world, "ana", "bo")
    forms = [await world.slash(person, "group edit") for person in (ana, bo)]
    idea = "Humming into line drawings."
    await ana.submit_modal(forms[0], {"title": "Ana's title", "idea": idea})
    await bo.submit_modal(forms[1], {"title": "Sketches from Sound", "idea": "Bo's idea."})
    group = await world.app.groups.group(world.guild.id, 1)
    assert (group.title, group.idea) == ("Ana's title", "Bo's idea.")


async def test_a_field_that_somebody_else_has_changed_meanwhile_is_shown_beside_mine(
    world: World,
) -> None:
    ana, bo = await grouped(world, "ana", "bo")
    forms = [await world.slash(person, "group edit") for person in (ana, bo)]
    await ana.submit_modal(forms[0], {"title": "Ana's **title**", "idea": "x"})
    answer = read(await bo.submit_modal(forms[1], {"title": "Bo's title", "idea": "y"}))
    assert answer.startswith("**Somebody else has changed the title and the idea while")
    assert "The title now:\n```\nAna's **title**\n```" in answer
    assert "Here is what you typed, to copy:\n```\nBo's title\n\ny\n```" in answer
    assert (await world.app.groups.group(world.guild.id, 1)).title == "Ana's **title**"


async def test_an_invitation_is_withdrawn_with_one_press_and_its_message_says_so(
    world: World,
) -> None:
    ana, bo, chi = world.person("ana"), world.person("bo"), world.person("chi")
    receipt = await sign_up(world, ana, bo, chi)
    assert "4 of 5, 2 seats left" not in read(receipt)
    withdrawn = await ana.click(receipt.response, label="Withdraw bo's invite")
    assert read(withdrawn).startswith("### ✅ Invite withdrawn")
    assert "Withdraw bo's invite" not in buttons_of(withdrawn.response)
    assert "Withdraw chi's invite" in buttons_of(withdrawn.response)
    assert text_of(last_dm(bo)) == "### This invite to group 1: Sketches from Sound was withdrawn"
    assert buttons_of(last_dm(bo)) == {}
    late = read(await press_old(world, bo, f"group:accept:{world.guild.id}:1"))
    assert "It was answered or withdrawn" in late
    again = await press_old(world, ana, f"group:withdraw:{world.guild.id}:1:{bo.id}")
    assert f"There's no open invite or request between <@{bo.id}> and group 1 anymore" in read(
        again
    )
    assert "invites you to group 1" in text_of(last_dm(chi))


async def test_whoever_made_an_invitation_may_withdraw_it_and_other_members_may_not(
    world: World,
) -> None:
    ana, bo, chi = await grouped(world, "ana", "bo", "chi")
    dee = world.person("dee")
    invited = await world.slash(bo, "group invite", person=dee)
    assert "Withdraw dee's invite" in buttons_of(invited.response)
    assert "Withdraw dee's invite" not in buttons_of(
        (await world.slash(chi, "group show")).response
    )
    refused = await press_old(world, chi, f"group:withdraw:{world.guild.id}:1:{dee.id}")
    assert "Only the founder of group 1 and" in read(refused)
    await bo.click(invited.response, label="Withdraw dee's invite")
    assert "dee is no longer invited to group 1." in dms(ana)[-1]


@pytest.mark.parametrize("command", ["leave", "disband"])
async def test_leaving_and_disbanding_are_red_and_ask_once_with_a_way_back(
    world: World, command: str
) -> None:
    ana, _bo = await grouped(world, "ana", "bo")
    shown = await world.slash(ana, "group show")
    label = command.capitalize()
    assert buttons_of(shown.response)[label]["style"] == 4
    asked = await ana.click(shown.response, label=label)
    assert read(asked).startswith(f"**{label} group 1: Sketches from Sound?**")
    assert [(b["label"], b["style"]) for b in buttons_of(asked.response).values()] == [
        (label, 4), ("Cancel", 2),
    ]  # fmt: skip
    kept = await ana.click(asked.response, label="Cancel")
    assert read(kept) == "### Nothing was changed" and kept.response.id == asked.response.id
    assert len((await world.app.groups.group(world.guild.id, 1)).members) == 2
    back = await ana.click(kept.response, label="Show my group")
    assert read(back).startswith("### Group 1 · Sketches from Sound")


async def test_what_has_changed_since_it_was_asked_is_asked_again(world: World) -> None:
    ana, bo = await grouped(world, "ana", "bo")
    leaving, disbanding = [await world.slash(ana, f"group {c}") for c in ("leave", "disband")]
    asked = await world.slash(bo, "group leave")
    await bo.click(asked.response, label="Leave")
    again = await ana.click(disbanding.response, label="Disband")
    assert "Its members have changed since you were asked. It ends for you alone" in read(again)
    again = await ana.click(leaving.response, label="Leave")
    assert "Everybody else has left since you were asked. You're its last member" in read(again)
    assert (await world.app.groups.group(world.guild.id, 1)).member_ids == (ana.id,)
    assert "Group 1 is disbanded" in read(
        await ana.click(again.response, label="Leave and disband")
    )


async def test_a_disband_button_of_before_that_names_no_people_asks_anew(world: World) -> None:
    ana = world.person("ana")
    await sign_up(world, ana)
    pressed = await press_old(world, ana, f"group:disband-confirmed:{world.guild.id}:1")
    assert read(pressed).startswith("**Disband group 1: Sketches from Sound?**")


async def test_two_answers_to_one_request_count_once(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana)
    await world.app.groups.request(world.guild.id, 1, bo.id, et(1, 26, 10))
    await world.env.settle()
    guild = world.guild.id
    first = await press_old(world, ana, f"group:let-in:{guild}:1:{bo.id}")
    assert read(first).startswith("### ✅ bo is in")
    second = await press_old(world, ana, f"group:turn-down:{guild}:1:{bo.id}")
    assert f"<@{bo.id}> is in your group" in read(second)
    assert text_of(last_dm(ana)).startswith("### ✅ bo is in group 1 now\n### Group 1")


async def test_somebody_who_has_left_the_server_is_not_let_in(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana)
    await world.app.groups.request(world.guild.id, 1, bo.id, et(1, 26, 10))
    world.guild.remove_member(bo)
    await world.env.advance_time(31)
    refused = read(await ana.user.click(last_dm(ana), label="Let them in"))
    assert "isn't in this server, so nothing was changed" in refused


async def test_a_new_founder_can_answer_whoever_had_asked(world: World) -> None:
    ana, bo = await grouped(world, "ana", "bo")
    chi = world.person("chi")
    await world.app.groups.request(world.guild.id, 1, chi.id, et(1, 26, 10))
    await world.env.settle()
    question = last_dm(ana)
    assert text_of(question).startswith("### chi asks to join group 1")
    await world.slash(ana, "group transfer", member=bo)
    question = as_it_is(ana, question)
    assert text_of(question).startswith("### bo answers who asks to join group 1 now\n### Group 1")
    assert "Let them in" not in buttons_of(question)
    [asked] = [m for m in bo.user.dm_channel.history() if "chi asks to join" in text_of(m)]
    shown = await world.slash(bo, "group show")
    assert {"Let chi in", "Turn chi down"} <= set(buttons_of(shown.response))
    let_in = await bo.click(shown.response, label="Let chi in")
    assert read(let_in).startswith("### ✅ chi is in")
    assert text_of(as_it_is(bo, asked)).startswith("### ✅ chi is in group 1 now\n### Group 1")


async def test_the_list_lets_somebody_ask_a_group_with_seats(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana, title="Tides")
    listed = await world.slash(bo, "group list")
    menu = menu_of(listed.response)
    assert menu["placeholder"] == "Ask to join a group"
    assert [(o["label"], o["description"]) for o in menu["options"]] == [
        ("Group 1 · Tides", "4 seats left")
    ]
    asked = await bo.select(listed.response, ["1"], custom_id=menu["custom_id"])
    assert read(asked).startswith("### ✅ You asked to join group 1")
    own = await world.slash(ana, "group list")
    assert "Ask to join a group" not in str(raw_components(own.response))
