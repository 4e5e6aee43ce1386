"""The forms of the groups: sign up, invite, edit. What was typed is handed back when it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.client.look import clip
from bot.client.surfaces import Form, pressed_at
from bot.course.model import Course
from bot.groups.model import Policy, ProjectGroup
from bot.groups.text import LONGEST_IDEA, LONGEST_TITLE
from bot.groups.ui import cards, handlers
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

MAX_HELP = 1500


def _title(default: str | None = None) -> ui.Label[Any]:
    box: ui.TextInput[Any] = ui.TextInput(
        custom_id="title",
        max_length=LONGEST_TITLE,
        default=default,
        placeholder="Tide tables for tractors",
    )
    return ui.Label(text="Project title", component=box)


def _idea(default: str | None = None, hint: str = "") -> ui.Label[Any]:
    box: ui.TextInput[Any] = ui.TextInput(
        custom_id="idea",
        style=discord.TextStyle.paragraph,
        max_length=LONGEST_IDEA,
        default=default,
        placeholder=clip(hint, 100) or None,
    )
    return ui.Label(
        text="The problem and your idea",
        description="A few sentences; you can change them later.",
        component=box,
    )


def _text(form: Form, custom_id: str) -> str:
    boxes = (i for i in form.walk_children() if isinstance(i, ui.TextInput))
    return next(box.value for box in boxes if box.custom_id == custom_id)


class SignupForm(Form, needs=Capability.JOIN_GROUPS):
    """Founds a group and invites its people."""

    def __init__(self, course: Course, policy: Policy, guild_id: int) -> None:
        super().__init__(guild_id, title="Sign up a group", custom_id="form:sign-up")
        consider = course.pitches.consider if course.pitches else ()
        self.add_item(_title()).add_item(_idea(hint=consider[0] if consider else ""))
        self.people: ui.UserSelect[Any] | None = None
        if policy.largest > 1:
            self.people = ui.UserSelect(
                custom_id="people",
                min_values=0,
                max_values=min(25, policy.largest - 1),
                required=False,
            )
            about = (
                f"Up to {policy.largest - 1} others; each joins by accepting. You are in already."
            )
            self.add_item(ui.Label(text="Who else", description=about, component=self.people))
        if consider:
            self.add_item(ui.TextDisplay(things_to_consider(consider)))

    async def submitted(self, interaction: Interaction) -> None:
        bot = interaction.client
        picked = self.people.values if self.people else []
        people = [await handlers.person_of(bot, self.guild_id, user) for user in picked]
        changed = await bot.app.groups.sign_up(
            self.guild_id,
            interaction.user.id,
            _text(self, "title"),
            _text(self, "idea"),
            people,
            pressed_at(interaction),
        )
        lead = cards.receipt_lead(changed)
        reply = await handlers.group_reply(
            bot, self.guild_id, changed.after, interaction.user.id, lead
        )
        await interaction.response.send_message(view=reply, ephemeral=True)
        handlers.announce(bot, self.guild_id, changed, handlers.where(interaction))


def things_to_consider(points: tuple[str, ...]) -> str:
    """Write the course's hints under the form, short enough to leave room for what is typed."""
    lines = ["-# Things to consider", *(f"-# {n}. {point}" for n, point in enumerate(points, 1))]
    text = "\n".join(lines)
    return text if len(text) <= MAX_HELP else f"{text[: MAX_HELP - 1]}…"


class InviteForm(Form, needs=Capability.JOIN_GROUPS):
    """Invites one person."""

    def __init__(self, guild_id: int, number: int) -> None:
        title, address = f"Invite to group {number}", f"form:invite:{number}"
        super().__init__(guild_id, title=title, custom_id=address)
        self._number = number
        self.person: ui.UserSelect[Any] = ui.UserSelect(custom_id="person", max_values=1)
        about = "They get a message and join by accepting."
        self.add_item(ui.Label(text="Who", description=about, component=self.person))

    async def submitted(self, interaction: Interaction) -> None:
        await send_invitation(interaction, self.guild_id, self._number, self.person.values[0])


async def send_invitation(
    interaction: Interaction, guild_id: int, number: int, user: discord.Member | discord.User
) -> None:
    """Invite somebody and show the group as it then is."""
    bot = interaction.client
    person = await handlers.person_of(bot, guild_id, user)
    changed = await bot.app.groups.invite(
        guild_id, number, interaction.user.id, person, pressed_at(interaction)
    )
    joined = user.id in changed.after.member_ids
    done = (
        f"{user.mention} had asked to join and is in now"
        if joined
        else f"{user.mention} is invited"
    )
    reply = await handlers.group_reply(
        bot, guild_id, changed.after, interaction.user.id, f"### ✅ {done}"
    )
    await interaction.response.send_message(view=reply, ephemeral=True)
    handlers.announce(bot, guild_id, changed, handlers.where(interaction))


class EditForm(Form, needs=Capability.JOIN_GROUPS):
    """Changes title and idea."""

    def __init__(self, guild_id: int, group: ProjectGroup) -> None:
        title, address = f"Edit group {group.number}", f"form:edit:{group.number}"
        super().__init__(guild_id, title=title, custom_id=address)
        self._number = group.number
        self.add_item(_title(group.title)).add_item(_idea(group.idea))

    async def submitted(self, interaction: Interaction) -> None:
        bot = interaction.client
        changed = await bot.app.groups.edit(
            self.guild_id,
            self._number,
            interaction.user.id,
            _text(self, "title"),
            _text(self, "idea"),
            pressed_at(interaction),
        )
        reply = await handlers.group_reply(
            bot, self.guild_id, changed.after, interaction.user.id, "### ✅ Saved"
        )
        await interaction.response.send_message(view=reply, ephemeral=True)
        handlers.announce(bot, self.guild_id, changed, handlers.where(interaction))


class HandOverForm(Form, needs=Capability.JOIN_GROUPS):
    """Makes another member the founder."""

    def __init__(self, guild_id: int, group: ProjectGroup, names: dict[int, str]) -> None:
        title, address = f"Hand over group {group.number}", f"form:hand-over:{group.number}"
        super().__init__(guild_id, title=title, custom_id=address)
        self._number = group.number
        others = [id for id in group.member_ids if id != group.founder_id]
        options = [
            discord.SelectOption(label=names.get(id, str(id))[:100], value=str(id)) for id in others
        ]
        self.member: ui.Select[Any] = ui.Select(custom_id="member", options=options[:25])
        about = "They answer who asks to join, and may disband the group."
        self.add_item(ui.Label(text="The new founder", description=about, component=self.member))

    async def submitted(self, interaction: Interaction) -> None:
        await hand_over(interaction, self.guild_id, self._number, int(self.member.values[0]))


async def hand_over(interaction: Interaction, guild_id: int, number: int, to: int) -> None:
    """Make another member the founder and show the group as it then is."""
    bot, by = interaction.client, interaction.user.id
    changed = await bot.app.groups.transfer(guild_id, number, by, to, pressed_at(interaction))
    lead = f"### ✅ <@{to}> is the founder of group {number} now"
    reply = await handlers.group_reply(bot, guild_id, changed.after, by, lead)
    await interaction.response.send_message(view=reply, ephemeral=True)
    handlers.announce(bot, guild_id, changed, handlers.where(interaction))
