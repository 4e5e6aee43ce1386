"""Everything that people use, made ready to be used by a test."""

from __future__ import annotations

import re
from typing import Any, get_args

import discord
from discord import AppCommandOptionType, app_commands, ui

from bot.client import offered
from bot.client.access import needs
from bot.client.surfaces import Form
from bot.permissions import Capability
from tests.discord.kinds import Somebody
from tests.discord.world import World, newest


def kinds_of(base: Any) -> list[Any]:
    """Every class of the bot's that derives from a surface."""
    return [c for c in base.__subclasses__() if c.__module__.startswith(("bot.", "cogs."))]


def offered_to(world: World, who: Somebody) -> list[app_commands.Command[Any, ..., Any]]:
    """Every slash command that Discord offers somebody where they are."""
    commands = commands_of(world)
    return [c for c in commands if not (who.in_dm and (c.root_parent or c).guild_only)]


def commands_of(world: World) -> list[app_commands.Command[Any, ..., Any]]:
    """Every slash command that the server has by its course, and `/setup`."""
    tree, timeline = world.bot.tree, world.app.courses.timeline(world.guild.id)
    names = leaves(offered.for_server(tree, timeline)) | leaves(offered.for_messages(tree))
    return [c for c in world.bot.slash_commands() if c.qualified_name in names]


def leaves(payload: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The commands of a payload by their whole names."""
    found: dict[str, dict[str, Any]] = {}

    def walk(command: dict[str, Any], before: str) -> None:
        name = f"{before}{command['name']}"
        parts = [o for o in command.get("options", ()) if o["type"] in (1, 2)]
        if not parts:
            found[name] = command
        for part in parts:
            walk(part, f"{name} ")

    for command in payload:
        walk(command, "")
    return found


def menus(world: World) -> list[app_commands.ContextMenu]:
    kinds = (discord.AppCommandType.message, discord.AppCommandType.user)
    return [menu for kind in kinds for menu in world.bot.tree.walk_commands(type=kind)]


def filled(world: World, command: Any) -> dict[str, Any]:
    """Something acceptable for every required option of a command."""
    something = {
        AppCommandOptionType.string: "some words",
        AppCommandOptionType.integer: 1,
        AppCommandOptionType.number: 1.0,
        AppCommandOptionType.boolean: True,
        AppCommandOptionType.user: world.person("somebody").user,
        AppCommandOptionType.attachment: ("course.yaml", b"title: A course"),
    }
    return {
        p.display_name: p.choices[0].value if p.choices else something[p.type]
        for p in command.parameters
        if p.required
    }


def address_of(item: Any, guild_id: int) -> tuple[str, bool]:
    """A custom_id that a surface takes, and whether it names the course's server."""
    template = item.__discord_ui_compiled_template__.pattern
    text, named = re.subn(r"\(\?P<guild>\\d\+\)", str(guild_id), template)
    text = re.sub(r"\(\?:(\\d\+)\)", r"\1", text)
    text = re.sub(r"\(\?!.*?\)|\(\?:.*\)\?", "", text)
    text = re.sub(r"\(\?P<\w+>([^)|]*)[^)]*\)", r"\1", text)
    text = re.sub(r"\\d(\+|\{[\d,]+\})?|\[01\]|\[0-9a-f\]\{1,9\}", "1", text)
    text = re.sub(r"\[ug\]", "u", text)
    text = re.sub(r"\[0-9-\]\+", "1", re.sub(r"\[a-z\S*?\]\+|\.\+", "a", text))
    text = re.sub(r"\[A-Z0-9-\]\+", "A", text)
    assert re.fullmatch(template, text), (template, text)
    return text, bool(named)


async def press(world: World, who: Somebody, item: Any, custom_id: str) -> Any:
    """Post a button or a select where somebody is, as the bot does, and have them use it."""
    kind = get_args(item.__orig_bases__[0])[0].__origin__
    part: Any
    if kind is ui.Button:
        part, chosen = kind(label="Press", custom_id=custom_id), None
    elif kind is ui.Select:
        one = discord.SelectOption(label="1", value="1")
        part, chosen = kind(custom_id=custom_id, options=[one]), ["1"]
    else:
        part, chosen = kind(custom_id=custom_id, min_values=0), []
    view = ui.LayoutView().add_item(ui.ActionRow(part))
    view.stop()
    there: Any = world.bot.get_channel(who.channel.id)
    there = there or await world.bot.fetch_user(who.actor.id)
    await there.send(view=view)
    await world.env.settle()
    message = newest(who.channel)
    if chosen is None:
        return await who.actor.click(message, custom_id=custom_id)
    return await who.actor.select(message, chosen, custom_id=custom_id)


def blank(form: Any, guild_id: int) -> Form:
    """A form of a class, without its own fields."""
    made = form.__new__(form)
    Form.__init__(made, guild_id, title="A form")
    made.add_item(ui.Label(text="Text", component=ui.TextInput(custom_id="text")))
    return made


async def form_opener(world: World) -> list[Form]:
    """Add the command `/open-form`, which opens the last of the forms that are put into this list."""
    opened: list[Form] = []

    @needs(Capability.READ_COURSE)
    async def open_form(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_modal(opened[-1])

    command = app_commands.Command(name="open-form", description="d", callback=open_form)
    world.bot.tree.add_command(command)
    await world.bot.tree.sync()
    return opened
