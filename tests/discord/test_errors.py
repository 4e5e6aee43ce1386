"""Every surface ends in the one report: expected errors in their own words, others with an incident id."""

from __future__ import annotations

import logging
import re
from typing import Any

import discord
import pytest
from discord import app_commands, ui

from bot.client.access import needs
from bot.client.report import guard_job, suggests
from bot.client.surfaces import Form, Persistent
from bot.errors import StalePage
from bot.permissions import Capability
from tests.discord.world import World, read

INCIDENT = re.compile(r"incident id `([2-9A-HJKMNP-TV-Z]{6})`")
pytestmark = pytest.mark.provokes_incident


def fail(how: str) -> None:
    raise StalePage if how == "expected" else ZeroDivisionError("a mistake of ours")


class FailingButton(
    Persistent[ui.Button[ui.LayoutView]],
    template=r"fail:(?P<how>[a-z]+)",
    needs=Capability.READ_COURSE,
):
    async def used(self, interaction: discord.Interaction[Any]) -> None:
        fail(self.found["how"])


class FailingForm(Form, needs=Capability.READ_COURSE):
    note: ui.TextInput[Any] = ui.TextInput(label="Note", custom_id="note")

    def __init__(self, guild_id: int, how: str) -> None:
        super().__init__(guild_id, title="A form")
        self.how = how

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        fail(self.how)


def assert_answered(text: str, how: str, caplog: pytest.LogCaptureFixture) -> None:
    if how == "expected":
        assert "no longer in the course" in text
        return
    found = INCIDENT.search(text)
    assert found, text
    record = next(r for r in caplog.records if found[1] in r.getMessage())
    assert record.exc_info and record.exc_info[0] is ZeroDivisionError
    assert "a mistake of ours" not in text


async def add_command(world: World, callback: Any) -> None:
    allowed = needs(Capability.READ_COURSE)(callback)
    world.bot.tree.add_command(
        app_commands.Command(name="broken", description="d", callback=allowed)
    )
    await world.bot.tree.sync()


@pytest.mark.parametrize("how", ["expected", "unexpected"])
async def test_a_slash_command(world: World, how: str, caplog: pytest.LogCaptureFixture) -> None:
    async def callback(interaction: discord.Interaction) -> None:
        fail(how)

    await add_command(world, callback)
    result = await world.slash(world.person("ana"), "broken")
    assert result.response.ephemeral
    assert_answered(read(result), how, caplog)


@pytest.mark.parametrize("how", ["expected", "unexpected"])
async def test_a_command_that_fails_after_it_has_answered(
    world: World, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def callback(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        fail(how)

    await add_command(world, callback)
    assert_answered(read(await world.slash(world.person("ana"), "broken")), how, caplog)


@pytest.mark.parametrize("how", ["expected", "unexpected"])
async def test_a_button(world: World, how: str, caplog: pytest.LogCaptureFixture) -> None:
    async def callback(interaction: discord.Interaction) -> None:
        view = ui.LayoutView()
        view.add_item(ui.ActionRow(ui.Button(label="Press", custom_id=f"fail:{how}")))
        view.stop()
        await interaction.response.send_message(view=view)

    world.bot.add_dynamic_items(FailingButton)
    await add_command(world, callback)
    ana = world.person("ana")
    shown = await world.slash(ana, "broken")
    assert_answered(read(await ana.click(shown.response, label="Press")), how, caplog)


@pytest.mark.parametrize("how", ["expected", "unexpected"])
async def test_a_form(world: World, how: str, caplog: pytest.LogCaptureFixture) -> None:
    async def callback(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(FailingForm(world.guild.id, how))

    await add_command(world, callback)
    ana = world.person("ana")
    opened = await world.slash(ana, "broken")
    assert_answered(read(await ana.submit_modal(opened, {"note": "hello"})), how, caplog)


@pytest.mark.parametrize("how", ["expected", "unexpected"])
async def test_autocomplete(world: World, how: str, caplog: pytest.LogCaptureFixture) -> None:
    @needs(Capability.READ_COURSE)
    async def callback(interaction: discord.Interaction, what: str) -> None:
        raise AssertionError

    @suggests
    async def suggest(
        interaction: discord.Interaction, typed: str
    ) -> list[app_commands.Choice[str]]:
        fail(how)
        return []

    command = app_commands.Command(name="broken", description="d", callback=callback)
    command.autocomplete("what")(suggest)
    world.bot.tree.add_command(command)
    await world.bot.tree.sync()
    choices = await world.person("ana").autocomplete(world.general, "broken", "what", "x")
    if how == "expected":
        assert choices == []
    else:
        [choice] = choices
        assert "No suggestions right now (incident " in choice["name"] and choice["value"] == "x"
        assert any(r.exc_info for r in caplog.records if r.name == "bot.incident")


@pytest.mark.parametrize("how", ["expected", "unexpected"])
async def test_a_background_job(how: str, caplog: pytest.LogCaptureFixture) -> None:
    told: list[str] = []

    async def tell(words: str) -> None:
        told.append(words)

    @guard_job("a job", tell)
    async def job() -> None:
        fail(how)

    await job()
    assert_answered(told[0], how, caplog)


async def test_a_permission_that_discord_refuses_is_said_in_words(world: World) -> None:
    async def callback(interaction: discord.Interaction[Any]) -> None:
        await interaction.client.get_channel(world.general.id).send("x")  # type: ignore[union-attr]

    await add_command(world, callback)
    world.env.inject_error("POST", f"/channels/{world.general.id}/messages", status=403, code=50013)
    text = read(await world.slash(world.person("ana"), "broken"))
    assert "Discord didn't let me do that" in text


async def test_an_interaction_that_is_gone_is_logged_and_left(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async def callback(interaction: discord.Interaction) -> None:
        await interaction.response.send_message("late")

    await add_command(world, callback)
    world.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)
    with caplog.at_level(logging.WARNING, "bot.incident"):
        result = await world.slash(world.person("ana"), "broken")
    assert result.response is None
    assert "was lost before it could be answered" in caplog.text


async def test_a_report_that_cannot_be_delivered_is_logged(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    async def callback(interaction: discord.Interaction) -> None:
        fail("expected")

    await add_command(world, callback)
    world.env.inject_error("POST", "/interactions/*/callback", status=500, times=None)
    with caplog.at_level(logging.WARNING, "bot.incident"):
        await world.slash(world.person("ana"), "broken")
    assert "couldn't tell a person about a failure" in caplog.text


async def test_a_bot_that_is_stopping_takes_no_new_work(world: World) -> None:
    ana = world.person("ana")
    shown = await world.slash(ana, "schedule", when="today")
    world.bot.stopping = True
    assert "I'm being restarted" in read(await world.slash(ana, "next"))
    assert "I'm being restarted" in read(await ana.click(shown.response, label="Wed Jan 27 →"))
    world.bot.stopping = False
    opened_form = FailingForm(world.guild.id, "expected")
    world.bot.stopping = True
    await add_form_and_submit(world, opened_form)


async def add_form_and_submit(world: World, form: Form) -> None:
    async def callback(interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(form)

    world.bot.stopping = False
    await add_command(world, callback)
    ana = world.person("ana")
    opened = await world.slash(ana, "broken")
    world.bot.stopping = True
    assert "I'm being restarted" in read(await ana.submit_modal(opened, {"note": "hello"}))
