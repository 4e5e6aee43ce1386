"""Who is let in: everything that people use, tried by every kind of person, against the table in `bot/permissions.py`.

What a surface does once somebody is let in is tested elsewhere. Here buttons, selects, forms and suggestions have a
probe behind their guard; commands and message menus run as they are. A refusal is one of four sentences.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands

from bot.client.access import capability_of, needs
from bot.client.surfaces import Form, Persistent, Tree
from bot.permissions import FOR_ALL, OFFERED, Capability, CourseRole
from tests.discord.kinds import ANYONE, EVERYBODY, IN_THE_SERVER, member, somebody
from tests.discord.surfaces import (
    address_of,
    blank,
    filled,
    form_opener,
    kinds_of,
    menus,
    offered_to,
    press,
)
from tests.discord.world import World, buttons_of, newest, read, text_of

REFUSALS = (
    "**This is for", "**This works only in", "**This belongs to another server", "**You're not in the course's server",
)  # fmt: skip
LET_IN = "let in"

GUARDED = {
    Capability.JOIN_GROUPS: {
        "/find-group", "/group disband", "/group edit", "/group enter", "/group invite", "/group leave",
        "/group list",
        "/group show", "/group transfer", "/pitch check-in", "/pitch order", "/signup-group", "EditForm",
        "FindButton", "FindPicker", "GroupButton", "GroupsButton", "HandOverForm", "InviteForm", "OrderPage",
        "PostForm", "SignupForm",
    },
    Capability.ASK_STAFF: {
        "AskStaffButton",
    },
    Capability.HAND_IN: {
        "/extension", "/progress", "/remind-me", "/submit", "AttestButton", "CohortMenu", "CohortsButton",
        "DetailsButton", "DropButton",
        "HandInButton", "HandInForm", "ProgressButton", "ReceiptsButton", "RemindAtButton", "RemindMeButton",
        "SnoozeButton", "ThereButton", "UnnamedButton",
    },
    Capability.SCORE: {
        "/scores", "BallotForm", "JudgeButton", "TypedBallotButton",
    },
    Capability.CONFIGURE: {"/setup", "ChannelPicker", "PublicChannelButton", "RolePicker", "StartHereButton"},
    Capability.MANAGE_GROUPS: {
        "/staff group add", "/staff group extend", "/staff group log", "/staff group move",
        "/staff group nudge", "/staff group remove", "/staff group rename", "/staff group reopen",
        "DisbandForm", "NudgeButton", "UndoButton",
    },
    Capability.SEE_HAND_INS: {
        "/staff extend", "/staff progress", "/staff submissions",
        "DenyForm", "ExtensionButton", "ExtensionUndo", "FilesButton", "ListButton", "TimeButton", "TimeUndoButton",
    },
    Capability.RUN_REMINDERS: {
        "/staff announce", "/staff reminders", "/staff silence",
        "AnnounceButton", "LedgerButton", "OfficeHoursButton", "ReminderButton",
    },
    Capability.RUN_JUDGING: {
        "/judging appoint", "/judging award", "/judging close", "/judging dismiss",
        "/judging lift", "/judging open", "/judging pause", "/judging progress",
        "/judging publish", "/judging reopen", "/judging results",
        "CloseButton", "JudgingPage", "MoreTimeButton", "PublishButton", "ReasonButton", "ReasonForm", "ReopenButton",
        "RequestPage",
    },
    Capability.RUN_PITCHES: {"/staff pitch panel", "/staff pitch plan", "OrderForm", "PitchButton"},
    Capability.ANSWER_QUESTIONS: {
        "/staff faq", "/staff questions", "Add to FAQ",
        "AnswerForm", "FaqButton", "LearnForm", "QuestionButton",
    },
    Capability.CHANGE_COURSE: {
        "/staff change", "/staff course download", "/staff course history", "/staff course restore",
        "/staff course upload", "Change what this is about", "ChangeForm", "ChangeHere", "CourseDraftButton",
        "CourseUndoButton",
    },
}  # fmt: skip
"""What is not for everybody everywhere. Whatever is new there is named here, too: a guard made weaker shows."""

everybody = pytest.mark.parametrize("kind", EVERYBODY)


def refused(answer: Any) -> bool:
    return answer.modal is None and read(answer).startswith(REFUSALS)


async def let_in(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.send_message(LET_IN, ephemeral=True)


async def test_what_takes_something_is_pinned_and_the_rest_is_for_everybody(world: World) -> None:
    found: dict[Capability, set[str]] = {}
    for name, capability in surfaces(world):
        if capability not in FOR_ALL:
            found.setdefault(capability, set()).add(name)
    assert found == GUARDED
    assert set(Capability) == FOR_ALL | set(GUARDED)


def surfaces(world: World) -> Iterator[tuple[str, Capability]]:
    for command in world.bot.slash_commands():
        yield f"/{command.qualified_name}", capability_of(command)
    for menu in menus(world):
        yield menu.name, capability_of(menu)
    for kind in (*kinds_of(Persistent), *kinds_of(Form)):
        yield kind.__name__, kind.needs


@everybody
async def test_commands(world: World, kind: str) -> None:
    who = await somebody(world, kind)
    for command in offered_to(world, who):
        answer = await who.slash(command.qualified_name, **filled(world, command))
        expected = who.may_use(capability_of(command), of_the_course=False)
        assert refused(answer) is not expected, command.qualified_name


async def test_discord_shows_what_is_for_staff_and_judges_to_those_who_manage_the_server(
    world: World,
) -> None:
    hidden = world.bot.registered.hidden(world.guild.id)
    for command in world.bot.slash_commands():
        is_offered = capability_of(command) in OFFERED
        assert (f"`/{(command.root_parent or command).name}`" not in hidden) is is_offered
    menus = [
        "**Add to FAQ** (in a message's menu)",
        "**Change what this is about** (in a message's menu)",
    ]
    assert hidden == ["`/judging`", "`/scores`", "`/setup`", "`/staff`", *menus]
    manager, ana = member(world, "manager"), world.person("ana")
    for permissions in world.env.backend.command_permissions.values():
        permissions.clear()  # nothing has been opened in this server yet
    assert read(await manager.slash(world.general, "setup")).startswith("### Setup")
    with pytest.raises(simcord.SetupError, match="default"):
        await ana.slash(world.general, "setup")
    setup = read(await manager.slash(world.general, "setup"))
    assert all(one in setup for one in hidden) and "Integrations" in setup


async def test_what_only_some_may_use_is_not_offered_in_direct_messages(world: World) -> None:
    for command in world.bot.slash_commands():
        if capability_of(command) not in ANYONE:
            assert (command.root_parent or command).guild_only, command.qualified_name


@everybody
async def test_message_menus(world: World, kind: str) -> None:
    who = await somebody(world, kind)
    if who.in_dm:
        assert all(menu.guild_only for menu in menus(world))
        return
    message = await who.actor.send(who.channel, "Bring your own laptop.")
    for menu in menus(world):
        answer = await who.actor.context_menu(who.channel, menu.name, message)
        expected = who.may_use(capability_of(menu), of_the_course=False)
        assert refused(answer) is not expected, menu.name


@everybody
async def test_suggestions(world: World, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def suggest(*_: Any) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=LET_IN, value=LET_IN)]

    who = await somebody(world, kind)
    for command in offered_to(world, who):
        for parameter in command._params.values():
            if callable(parameter.autocomplete):
                monkeypatch.setattr(parameter, "autocomplete", suggest)
                before = len(world.env.http_requests)
                offered = await who.suggestions(command.qualified_name, parameter.display_name)
                assert len(world.env.http_requests) > before, "nobody is left waiting for a list"
                expected = who.may_use(capability_of(command), of_the_course=False)
                assert bool(offered) is expected, command.qualified_name


@everybody
async def test_buttons_and_selects(
    world: World, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = await somebody(world, kind)
    for item in kinds_of(Persistent):

        async def used(self: Any, interaction: discord.Interaction[Any]) -> None:
            await let_in(interaction)

        monkeypatch.setattr(item, "used", used)
        custom_id, of_the_course = address_of(item, world.guild.id)
        answer = await press(world, who, item, custom_id)
        expected = who.may_use(item.needs, of_the_course=of_the_course)
        assert (read(answer) == LET_IN) is expected, item.__name__
        assert refused(answer) is not expected, item.__name__


async def test_every_button_and_select_answers(world: World) -> None:
    assert set(world.bot._connection._view_store._dynamic_items.values()) == set(
        kinds_of(Persistent)
    )


@everybody
async def test_forms(world: World, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    who = await somebody(world, kind)
    opened = await form_opener(world)
    for form in kinds_of(Form):

        async def submitted(self: Any, interaction: discord.Interaction[Any]) -> None:
            await let_in(interaction)

        monkeypatch.setattr(form, "submitted", submitted)
        opened.append(blank(form, world.guild.id))
        answer = await who.actor.submit_modal(await who.slash("open-form"), {"text": "some words"})
        expected = who.may_use(form.needs, of_the_course=True)
        assert (read(answer) == LET_IN) is expected, form.__name__
        assert refused(answer) is not expected, form.__name__
        assert expected or "some words" in read(answer), "what was typed is handed back"


@pytest.mark.parametrize("kind", IN_THE_SERVER)
async def test_direct_messages_are_questions_of_everybody_and_scores_of_appointed_judges_alone(
    world: World, kind: str
) -> None:
    who = await somebody(world, f"{kind} in a DM")
    for words in ("when is lab 2 due?", "score 1: 5 4 3"):
        await who.actor.send_dm(words)
        await world.bot.finish_work(5)
        await world.env.settle()
        answer = newest(who.channel)
        assert answer.author.bot and not text_of(answer).startswith(REFUSALS)
        assert not any(b["custom_id"].startswith("ballot") for b in buttons_of(answer).values())


async def test_what_somebody_is_follows_from_the_server_that_is_asked_about(world: World) -> None:
    who = await somebody(world, "judge abroad")
    people, abroad = world.bot.people, who.actor.guild.id
    met_abroad = await people.member(abroad, who.actor.id)
    assert met_abroad is not None
    assert await people.roles(abroad, met_abroad) == {CourseRole.ANYONE, CourseRole.STAFF}
    assert await people.roles(world.guild.id, met_abroad) == {CourseRole.ANYONE, CourseRole.JUDGE}
    assert await people.roles(None, met_abroad) == {CourseRole.ANYONE}


def test_a_group_for_everybody_and_for_staff_is_refused_before_the_bot_starts(world: World) -> None:
    group = app_commands.Group(name="mixed", description="d")
    for name, capability in (("all", Capability.READ_COURSE), ("some", Capability.CONFIGURE)):

        @needs(capability)
        async def callback(interaction: discord.Interaction[Any]) -> None: ...

        group.add_command(app_commands.Command(name=name, description="d", callback=callback))
    with pytest.raises(TypeError, match="/mixed has parts for everybody and parts for staff"):
        world.bot.tree.add_command(group)


@pytest.mark.parametrize("inside", ["alone", "a group", "a menu"])
def test_what_names_no_capability_is_refused_before_the_bot_starts(
    world: World, inside: str
) -> None:
    async def callback(interaction: discord.Interaction[Any]) -> None: ...

    async def menu(interaction: discord.Interaction[Any], message: discord.Message) -> None: ...

    command: Any = app_commands.Command(name="open-to-all", description="d", callback=callback)
    if inside == "a group":
        group = app_commands.Group(name="staff", description="d")
        group.add_command(command)
        command = group
    if inside == "a menu":
        command = app_commands.ContextMenu(name="open-to-all", callback=menu)
    with pytest.raises(TypeError, match=r"open-to-all names no capability: put @needs"):
        world.bot.tree.add_command(command)
    with pytest.raises(TypeError, match="needs"):
        type("Careless", (Persistent,), {}, template="careless")
    with pytest.raises(TypeError, match="needs"):
        type("Careless", (Form,), {})


@pytest.mark.provokes_incident
async def test_a_command_that_slipped_past_the_start_is_closed_to_everybody(world: World) -> None:
    async def callback(interaction: discord.Interaction[Any]) -> None:
        await let_in(interaction)

    careless = app_commands.Command(name="careless", description="d", callback=callback)
    super(Tree, world.bot.tree).add_command(careless)
    await world.bot.tree.sync()
    answer = await world.slash(world.person("sam", "staff"), "careless")
    assert "Something broke on my side" in read(answer)
