"""What people get about groups by message: once, through crashes and closed DMs, and never more than is so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.groups.model import Person, SignUp
from bot.library.library import CourseLibrary
from tests.discord.test_groups import as_it_is, dms, grouped, last_dm, sign_up
from tests.discord.world import World, buttons_of, read, text_of, world_at
from tests.instants import et


def die_before_sending(world: World) -> None:
    """Let the process be one that ends right after each commit: its desk never hears of what was left there."""
    world.app.outbox.wake = lambda due: None


async def sign_up_and_die(world: World, founder: Any, invited: Any) -> None:
    """Store a sign-up with its invitation, and be gone before anything is sent."""
    die_before_sending(world)
    signed = SignUp("Sketches from Sound", "Humming.", [Person(invited.id, "bo")])
    await world.app.groups.sign_up(world.guild.id, founder.id, signed, world.clock.now())


def close_dms(world: World, person: Any) -> None:
    path = f"/channels/{person.user.dm_channel.id}/messages"
    world.env.inject_error("POST", path, status=403, code=50007, times=None)


async def state_of(world: World, start: str) -> list[tuple[str, str]]:
    rows = await world.app.delivery.all_of(world.guild.id)
    return [(row.state, row.why) for row in rows if row.notice.key.startswith(start)]


async def test_an_invitation_survives_a_process_that_dies_after_storing_it(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up_and_die(world, ana, bo)
    assert f"**Invited, no answer yet** {bo.mention} (on its way)" in await world.use(
        "ana", "group show"
    )
    assert dms(bo) == []
    for _ in range(2):
        await world.restart()
        await world.env.settle()
    [message] = dms(bo)
    assert message.startswith("### ana invites you to group 1")
    assert f"{bo.mention} (delivered)" in read(await world.slash(ana, "group show"))


async def test_a_receipt_says_where_each_invitation_is_once_that_is_known(world: World) -> None:
    ana, bo, chi = world.person("ana"), world.person("bo"), world.person("chi")
    close_dms(world, bo)
    receipt = read(await sign_up(world, ana, bo, chi))
    assert receipt.startswith("### ✅ You're signed up as group 1\n2 people invited; they'll join")
    shown = f"direct messages closed: shown in <#{world.general.id}>"
    assert f"{bo.mention} ({shown}), {chi.mention} (delivered)" in receipt


async def test_an_invitation_whose_sending_fails_is_said_to_be_on_its_way_until_it_arrives(
    world: World,
) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    path = f"/channels/{bo.user.dm_channel.id}/messages"
    world.env.inject_error("POST", path, status=502, times=None)
    assert f"{bo.mention} (on its way)" in read(await sign_up(world, ana, bo))
    world.env.backend.faults.clear()
    await world.advance(6)
    assert len(dms(bo)) == 1
    assert f"{bo.mention} (delivered)" in await world.use("ana", "group show")


async def test_what_is_withdrawn_before_it_was_sent_never_comes(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up_and_die(world, ana, bo)
    shown = await world.slash(ana, "group show")
    await ana.click(shown.response, label="Withdraw bo's invite")
    await world.restart()
    await world.env.settle()
    assert dms(bo) == []
    assert await state_of(world, "invitation:") == [("skipped", "it isn't open anymore")]
    assert await state_of(world, "upkeep:") == [("skipped", "it has no message")]


async def test_what_was_answered_while_it_was_being_sent_is_not_sent(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    path = f"/channels/{bo.user.dm_channel.id}/messages"
    world.env.inject_error("POST", path, status=502, times=None)
    await sign_up(world, ana, bo)
    await bo.click((await world.slash(bo, "group show")).response, label="Accept 1")
    world.env.backend.faults.clear()
    await world.advance(6)
    await world.advance(6)
    assert dms(bo) == []
    assert await state_of(world, "invitation:") == [("skipped", "it was answered or withdrawn")]
    assert await state_of(world, "upkeep:") == [("skipped", "it has no message")]


async def test_an_invitation_that_was_answered_elsewhere_shows_the_group(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana, bo)
    shown = await world.slash(bo, "group show")
    await bo.click(shown.response, label="Accept 1")
    assert text_of(last_dm(bo)).startswith("### ✅ You're in group 1 now\n### Group 1 · Sketches")
    assert "Accept" not in buttons_of(last_dm(bo))


async def test_an_invitation_in_a_channel_dies_there_too(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    close_dms(world, bo)
    await sign_up(world, ana, bo)
    message = world.general.last_message
    await bo.click(message, label="Decline")
    now = next(m for m in world.general.history() if m.id == message.id)
    assert text_of(now) == "### You declined group 1: Sketches from Sound"
    assert buttons_of(now) == {}


async def test_an_undo_brings_an_invitation_back_with_its_buttons(world: World) -> None:
    ana, bo, sam = world.person("ana"), world.person("bo"), world.person("sam", "staff")
    await sign_up(world, ana, bo)
    invitation = last_dm(bo)
    removed = await world.slash(sam, "staff group remove", number=1, person=bo, reason="by mistake")
    assert "was withdrawn" in text_of(as_it_is(bo, invitation))
    await sam.click(removed.response, label="Undo")
    assert {"Accept", "Decline"} == set(buttons_of(as_it_is(bo, invitation)))
    joined = await bo.user.click(as_it_is(bo, invitation), label="Accept")
    assert read(joined).startswith("### ✅ You're in group 1 now")
    assert len(dms(bo)) == 1


async def test_a_disbanded_group_ends_its_invitations_where_they_stand(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    await sign_up(world, ana, bo)
    asked = await world.slash(ana, "group disband")
    await ana.click(asked.response, label="Disband")
    assert text_of(last_dm(bo)).startswith(
        "### This invite has ended: group 1: Sketches from Sound"
    )
    assert buttons_of(last_dm(bo)) == {}


async def test_an_invitation_that_comes_after_the_deadline_is_not_sent(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 27, 23, 59, 50), library, tmp_path) as world:
        await sign_up_and_die(world, world.person("ana"), world.person("bo"))
        await world.env.advance_time(11)
        await world.restart()
        await world.env.settle()
        assert dms(world.person("bo")) == []
        assert await state_of(world, "invitation:") == [("skipped", "sign-up has closed")]


async def test_a_message_that_its_person_has_deleted_is_left_alone(world: World) -> None:
    ana, bo = world.person("ana"), world.person("bo")
    receipt = await sign_up(world, ana, bo)
    world.env.backend.delete_message(bo.user.dm_channel.id, last_dm(bo).id)
    await ana.click(receipt.response, label="Withdraw bo's invite")
    assert dms(bo) == []
    assert await state_of(world, "upkeep:") == [("skipped", "its message is gone")]


async def test_news_survive_a_crash_and_say_how_things_are_when_they_come(world: World) -> None:
    ana, bo = await grouped(world, "ana", "bo")
    before = len(dms(ana))
    die_before_sending(world)
    asked = await world.slash(bo, "group leave")
    await bo.click(asked.response, label="Leave")
    shown = await world.slash(ana, "group show")
    opened = await ana.click(shown.response, label="Edit")
    await ana.submit_modal(opened, {"title": "Alone", "idea": "x"})
    await world.restart()
    await world.env.settle()
    [news] = dms(ana)[before:]
    assert news.startswith("bo has left group 1; you're 1 of 5.")


async def test_both_boards_close_by_themselves_with_sign_up(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 27, 23, 59), library, tmp_path) as world:
        await sign_up(world, world.person("ana"))
        await world.advance(61)
        texts = [text_of(m) for m in world.channels["announcements"].history()]
        assert any(t.startswith("### 👥 1 group signed up · sign-up has closed") for t in texts)
        assert any(t.startswith("### 🔎 Sign-up has closed, and so has this board") for t in texts)
