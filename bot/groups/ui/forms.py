"""The forms of the groups: sign up, invite, edit, hand over. What was typed is handed back when it is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.client.look import clip, plural
from bot.client.surfaces import Form, pressed_at
from bot.course.model import Course
from bot.course.words import say
from bot.groups.model import (
    LONGEST_IDEA,
    LONGEST_TITLE,
    Changed,
    Policy,
    ProjectGroup,
    SignUp,
    Texts,
)
from bot.groups.rules import members
from bot.groups.ui import handlers, replies
from bot.groups.ui.replies import scene_of, who_of
from bot.ids import GuildId, UserId
from bot.permissions import Capability
from bot.text import listing, raised

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

CONSIDER = "-# What to think about first: `/course topic: Things to consider`"


async def open_signup(interaction: Interaction, guild_id: GuildId, _number: int, _: int) -> None:
    """Open the sign-up form, unless it is too late or the person has a group. Raises SignupClosed, ...

    In a direct message, Discord has nobody to pick but the two who write: people are invited in the server afterwards.
    """
    bot, at = interaction.client, pressed_at(interaction)
    policy = await bot.app.groups.check_may_found(guild_id, UserId(interaction.user.id), at)
    course, in_dm = bot.app.courses.timeline(guild_id).course, interaction.guild_id is None
    await interaction.response.send_modal(SignupForm(course, policy, guild_id, in_dm=in_dm))


async def open_invite(interaction: Interaction, guild_id: GuildId, number: int, _: int) -> None:
    """Open the form that invites somebody. Raises NotYours, NoSuchGroup."""
    group = await interaction.client.app.groups.group(guild_id, number)
    members.check_member(group, UserId(interaction.user.id))
    await interaction.response.send_modal(InviteForm(guild_id, number))


async def open_edit(interaction: Interaction, guild_id: GuildId, number: int, _: int) -> None:
    """Open the form that changes title and idea. Raises NotYours, NoSuchGroup."""
    group = await interaction.client.app.groups.group(guild_id, number)
    members.check_member(group, UserId(interaction.user.id))
    await interaction.response.send_modal(EditForm(guild_id, group))


async def open_hand_over(interaction: Interaction, guild_id: GuildId, number: int, _: int) -> None:
    """Open the form that makes another member the founder. Raises NotYours, NoSuchGroup."""
    bot = interaction.client
    group = await bot.app.groups.group(guild_id, number)
    members.check_founder(group, UserId(interaction.user.id))
    scene = await scene_of(bot, guild_id, group.member_ids)
    await interaction.response.send_modal(HandOverForm(guild_id, group, scene.names))


def _title(default: str | None = None) -> ui.Label[Any]:
    box: ui.TextInput[Any] = ui.TextInput(
        custom_id="title",
        max_length=LONGEST_TITLE,
        default=default,
        placeholder="A short name for your idea",
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


def _texts(form: Form) -> Texts:
    """Return what was typed into a form with a title and an idea."""
    typed = {b.custom_id: b.value for b in form.walk_children() if isinstance(b, ui.TextInput)}
    return Texts(typed["title"], typed["idea"])


class SignupForm(Form, needs=Capability.JOIN_GROUPS):
    """Founds a group and invites its people; from a direct message, they're invited in the server afterwards."""

    def __init__(
        self, course: Course, policy: Policy, guild_id: GuildId, *, in_dm: bool = False
    ) -> None:
        super().__init__(guild_id, title=f"Sign up {say.a_group}", custom_id="form:sign-up")
        consider = course.pitches.consider if course.pitches else ()
        self.add_item(_title()).add_item(_idea(hint=consider[0] if consider else ""))
        self.people: ui.UserSelect[Any] | None = None
        if policy.largest > 1 and not in_dm:
            self.people = ui.UserSelect(
                custom_id="people",
                min_values=0,
                max_values=min(25, policy.largest - 1),
                required=False,
            )
            about = (
                f"Up to {policy.largest - 1} others; each joins by accepting. You're in already."
            )
            self.add_item(ui.Label(text="Who else", description=about, component=self.people))
        if consider:
            self.add_item(ui.TextDisplay(CONSIDER))

    async def submitted(self, interaction: Interaction) -> None:
        bot, texts = interaction.client, _texts(self)
        picked = self.people.values if self.people else []
        people = [await replies.person_of(bot, self.guild_id, user) for user in picked]
        changed = await bot.app.groups.sign_up(
            self.guild_id,
            who_of(interaction),
            SignUp(texts.title, texts.idea, people),
            pressed_at(interaction),
            replies.where_of(interaction),
        )
        warned = await replies.warnings(bot, self.guild_id, changed.after, picked)
        lead = f"{receipt_lead(changed)}{warned}"
        await replies.answer_with_group(interaction, self.guild_id, changed, lead)


def receipt_lead(changed: Changed) -> str:
    """Say first what a sign-up has done, and who could not be invited."""
    lines = [f"### ✅ You're signed up as {say.group} {changed.after.number}"]
    if changed.after.invited:
        count = plural(len(changed.after.invited), "person", "people")
        lines.append(f"{count} invited; they'll join when they accept.")
    lines += [f"⚠️ {_first_sentence(str(error))}" for error in changed.refused]
    if changed.same_title:
        others = listing(f"{say.group} {n}" for n in changed.same_title[:3])
        has = "has" if len(changed.same_title) == 1 else "have"
        lines.append(f"-# {raised(others)} {has} the same title; the numbers tell you apart.")
    return "\n".join(lines)


def _first_sentence(text: str) -> str:
    return text.split("** ")[0].strip("*")


class InviteForm(Form, needs=Capability.JOIN_GROUPS):
    """Invites one person."""

    def __init__(self, guild_id: GuildId, number: int) -> None:
        title, address = f"Invite to {say.group} {number}", f"form:invite:{number}"
        super().__init__(guild_id, title=title, custom_id=address)
        self._number = number
        self.person: ui.UserSelect[Any] = ui.UserSelect(
            custom_id="person", required=True, max_values=1
        )
        about = "They get a message and join by accepting."
        self.add_item(ui.Label(text="Who", description=about, component=self.person))

    async def submitted(self, interaction: Interaction) -> None:
        user = self.person.values[0]
        await handlers.send_invitation(interaction, self.guild_id, self._number, user)


class EditForm(Form, needs=Capability.JOIN_GROUPS):
    """Changes title and idea. It remembers what it was filled from, so that nobody's change is undone unseen."""

    def __init__(self, guild_id: GuildId, group: ProjectGroup) -> None:
        title, address = f"Edit {say.group} {group.number}", f"form:edit:{group.number}"
        super().__init__(guild_id, title=title, custom_id=address)
        self._number, self._shown = group.number, Texts(group.title, group.idea)
        self.add_item(_title(group.title)).add_item(_idea(group.idea))

    async def submitted(self, interaction: Interaction) -> None:
        changed = await interaction.client.app.groups.edit(
            self.guild_id,
            self._number,
            self._shown,
            _texts(self),
            pressed_at(interaction),
            by=who_of(interaction),
        )
        lead = "### ✅ Saved" if changed.id else "### Nothing to save: nothing has changed"
        await replies.answer_with_group(interaction, self.guild_id, changed, lead)


class HandOverForm(Form, needs=Capability.JOIN_GROUPS):
    """Makes another member the founder."""

    def __init__(self, guild_id: GuildId, group: ProjectGroup, names: dict[int, str]) -> None:
        title, address = f"Hand over {say.group} {group.number}", f"form:hand-over:{group.number}"
        super().__init__(guild_id, title=title, custom_id=address)
        self._number = group.number
        others = [id for id in group.member_ids if id != group.founder_id]
        options = [
            discord.SelectOption(label=names.get(id, str(id))[:100], value=str(id)) for id in others
        ]
        self.member: ui.Select[Any] = ui.Select(
            custom_id="member", options=options[:25], required=True
        )
        about = f"They answer who asks to join, and can disband the {say.group}."
        self.add_item(ui.Label(text="The new founder", description=about, component=self.member))

    async def submitted(self, interaction: Interaction) -> None:
        to = int(self.member.values[0])
        await handlers.hand_over(interaction, self.guild_id, self._number, to)
