"""Who was allowed and isn't any more: a role taken, somebody who left or was banned, between seeing and pressing.

In a channel each press carries its person's roles. In a direct message none does: whether somebody is still in the
server, and as what, has to be asked when they press, send or write.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import discord
import pytest
import pytest_asyncio

from bot.client.surfaces import Form, Persistent
from bot.library.library import CourseLibrary
from bot.permissions import FOR_ALL
from tests.discord.judging import ballot, pitch_day, stored_ballots
from tests.discord.kinds import ANYONE, somebody
from tests.discord.surfaces import address_of, blank, form_opener, kinds_of, press
from tests.discord.test_access import LET_IN, let_in, refused
from tests.discord.test_groups import last_dm
from tests.discord.world import World, buttons_of, read, text_of

LOSSES = ("role taken", "left", "banned")
WHO = ("staff", "manager", "judge", "registered", "stranger")


async def lose(world: World, person: Any, how: str, role: str = "staff") -> None:
    """Take a role from somebody, or have them leave or be banned, a tenth of a second before their next press."""
    guild = world.bot.get_guild(world.guild.id)
    assert guild is not None
    if how == "role taken":
        member = await guild.fetch_member(person.id)
        await member.remove_roles(*[r for r in member.roles if r.id != guild.id])
    elif how == "left":
        world.guild.remove_member(person)
    else:
        await guild.ban(discord.Object(person.id))
    await world.advance(0.1)


@pytest.mark.parametrize("how", LOSSES)
@pytest.mark.parametrize("kind", WHO)
async def test_old_buttons_in_direct_messages(
    world: World, kind: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def used(self: Any, interaction: discord.Interaction[Any]) -> None:
        await let_in(interaction)

    who = await somebody(world, f"{kind} in a DM")
    items = [i for i in kinds_of(Persistent) if address_of(i, world.guild.id)[1]]
    for item in items:
        monkeypatch.setattr(item, "used", used)
    pressed = {i: await press(world, who, i, address_of(i, world.guild.id)[0]) for i in items}
    for item, answer in pressed.items():
        assert (read(answer) == LET_IN) is who.may_use(item.needs, of_the_course=True)
    await lose(world, who.actor, how)
    for item in items:
        answer = await press(world, who, item, address_of(item, world.guild.id)[0])
        still = item.needs in (ANYONE if how == "role taken" else FOR_ALL)
        assert (read(answer) == LET_IN) is still, item.__name__
        assert refused(answer) is not still, item.__name__


@pytest.mark.parametrize("how", LOSSES)
async def test_forms_that_were_open_before(
    world: World, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def submitted(self: Any, interaction: discord.Interaction[Any]) -> None:
        await let_in(interaction)

    opened = await form_opener(world)
    forms = kinds_of(Form)
    for number, form in enumerate(forms):
        monkeypatch.setattr(form, "submitted", submitted)
        of_staff = form.needs not in ANYONE
        role = "staff" if of_staff else ("registered", "judge", "listener")[number % 3]
        user = world.person(f"sam {number}", role).user
        opened.append(blank(form, world.guild.id))
        shown = await user.slash("open-form")
        await lose(world, world.person(f"sam {number}"), how, role)
        answer = await user.submit_modal(shown, {"text": "some words"})
        still = form.needs in (ANYONE if how == "role taken" else FOR_ALL)
        assert (read(answer) == LET_IN) is still, form.__name__
        assert still or "some words" in read(answer), "what was typed is handed back"


@pytest_asyncio.fixture
async def day(library: CourseLibrary, tmp_path: Path) -> AsyncIterator[World]:
    async with pitch_day(library, tmp_path) as world:
        yield world


async def judge_by_role(day: World) -> Any:
    """Somebody who judges by the judges' role alone, with a card by direct message."""
    lou = day.person("lou", "judge")
    await day.slash(lou, "next")
    await day.advance(1)
    assert "Score" in buttons_of(last_dm(lou))
    return lou


@pytest.mark.parametrize("how", LOSSES)
async def test_a_judge_by_role_who_is_none_any_more_scores_nothing(day: World, how: str) -> None:
    lou = await judge_by_role(day)
    card = last_dm(lou)
    opened = await lou.user.click(card, label="Score")
    await lou.user.send_dm("score 1: 4 4 4")
    read_back = last_dm(lou)
    await lose(day, lou, how, "judge")
    sent = await lou.user.submit_modal(opened, ballot(5, 5, 5, feedback="Great demo."))
    assert "Great demo." in read(sent), "what was typed is handed back"
    for answer in (
        await lou.user.click(card, label="Score"),
        await lou.user.click(read_back, label="Store it"),
        sent,
    ):
        assert answer.modal is None
        assert read(answer).startswith(
            ("**You aren't a judge here", "**You're not in the course's")
        )
    await lou.user.send_dm("score 2: 4 4 4")
    assert "You aren't a judge here" in text_of(last_dm(lou))
    assert await stored_ballots(day) == ()


@pytest.mark.parametrize("how", ["left", "banned"])
async def test_an_appointed_judge_who_is_gone_scores_nothing_and_gets_no_card(
    day: World, how: str
) -> None:
    joy = day.person("joy")
    card = last_dm(joy)
    await lose(day, joy, how)
    answer = await joy.user.click(card, label="Score")
    assert read(answer).startswith("**You're not in the course's server")
    await joy.user.send_dm("score 2: 4 4 4")
    assert "You aren't a judge here" in text_of(last_dm(joy))
    assert await stored_ballots(day) == ()


@pytest.mark.parametrize("how", LOSSES)
async def test_a_student_asks_staff_only_while_in_the_server(day: World, how: str) -> None:
    """What was answered in a direct message keeps its buttons; whoever has left reads on, and puts nothing to staff."""
    ana = day.person("ana")
    await day.slash(ana, "next")
    await ana.user.send_dm("is there free pizza?")
    answer = last_dm(ana)
    await lose(day, ana, how, "registered")
    pressed = await ana.user.click(answer, label="Ask staff")
    waiting = await day.app.questions.open_questions(day.guild.id)
    if how == "role taken":
        assert read(pressed).startswith("### Staff have your question")
        assert len(waiting) == 1
    else:
        assert read(pressed).startswith("**You're not in the course's server")
        assert waiting == []


@pytest.mark.parametrize("how", ["left", "banned"])
async def test_a_student_who_is_gone_joins_no_group_and_hands_nothing_in(
    day: World, how: str
) -> None:
    ana, dee = day.person("ana"), day.person("dee")
    await day.slash(dee, "next")
    await day.slash(day.person("sam", "staff"), "staff group extend", hours=48, reason="snow")
    invited = await ana.click((await day.slash(ana, "group show")).response, label="Invite")
    await ana.submit_modal(invited, {"person": [dee]})
    await day.advance(1)
    invitation = last_dm(dee)
    assert "Accept" in buttons_of(invitation)
    await lose(day, dee, how)
    answer = await dee.user.click(invitation, label="Accept")
    assert read(answer).startswith("**You're not in the course's server")
    assert dee.id not in (await day.app.groups.group(day.guild.id, 1)).member_ids
    for button in ("progress:{}", "hand-in:{}:paper-review", "remind-me:{}"):
        card = await message_with(day, dee, button.format(day.guild.id))
        refused_too = await dee.user.click(card, label="Press")
        assert read(refused_too).startswith("**You're not in the course's server"), button


async def message_with(day: World, person: Any, custom_id: str) -> Any:
    """Send somebody a direct message with one button, as the bot did while they were in the server."""
    view = discord.ui.LayoutView()
    view.add_item(discord.ui.ActionRow(discord.ui.Button(label="Press", custom_id=custom_id)))
    view.stop()
    await (await day.bot.fetch_user(person.id)).send(view=view)
    await day.env.settle()
    return person.user.dm_channel.history()[-1]


async def test_a_judge_appointed_by_name_judges_on_without_the_role(day: World) -> None:
    lou = await judge_by_role(day)
    await day.slash(day.person("sam", "staff"), "judging appoint", person=lou.user)
    await lose(day, lou, "role taken")
    opened = await lou.user.click(last_dm(lou), label="Score")
    await lou.user.submit_modal(opened, ballot(5, 5, 5))
    assert len(await stored_ballots(day)) == 1


async def test_whoever_has_the_role_again_judges_again(day: World) -> None:
    lou = await judge_by_role(day)
    card = last_dm(lou)
    await lose(day, lou, "role taken")
    assert "You aren't a judge" in read(await lou.user.click(card, label="Score"))
    guild = day.bot.get_guild(day.guild.id)
    assert guild is not None
    member = await guild.fetch_member(lou.id)
    await member.add_roles(discord.Object(day.roles["judge"].id))
    assert (await lou.user.click(card, label="Score")).modal is not None


TYPED = (
    ("judge", "score 1: 4 4 4", "Store it"),
    ("registered", "please sign us up", "Sign up a group"),
    ("staff", "score 1: 4 4 4", "Store it"),
)


@pytest.mark.parametrize("how", ["left", "banned"])
@pytest.mark.parametrize(("role", "typed", "label"), TYPED)
async def test_what_a_typed_message_offers_ends_with_whoever_typed_it(
    day: World, role: str, typed: str, label: str, how: str
) -> None:
    who = day.person(f"lou the {role}", role)
    if label == "Store it":
        await day.slash(day.person("sam", "staff"), "judging appoint", person=who.user)
    await who.user.send_dm(typed)
    offered = last_dm(who)
    assert label in buttons_of(offered), text_of(offered)
    await lose(day, who, how)
    answer = await who.user.click(offered, label=label)
    assert answer.modal is None
    assert read(answer).startswith("**You're not in the course's server")
    await who.user.send_dm(typed)
    again = last_dm(who)
    if label in buttons_of(again):
        assert read(await who.user.click(again, label=label)).startswith("**You're not in")
    assert await stored_ballots(day) == ()


async def test_where_discord_does_not_say_who_somebody_is_nothing_is_done(day: World) -> None:
    joy = day.person("joy")
    path = f"/guilds/{day.guild.id}/members/{joy.id}"
    day.env.inject_error("GET", path, status=500, code=0, times=None)
    answer = await joy.user.click(last_dm(joy), label="Score")
    assert read(answer).startswith("**Discord won't tell me right now what you're allowed to do")
