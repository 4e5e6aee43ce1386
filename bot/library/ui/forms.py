"""The form of `/staff change`: one for each thing that can be changed, made from what it asks for."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.client.look import clip
from bot.client.surfaces import Form, guild_of, pressed_at
from bot.course.assigned import MOST_FIELDS
from bot.course.edits import Edit, instant_of
from bot.course.timeline import Timeline
from bot.course.typed_times import open_clock
from bot.errors import UserError
from bot.ids import GuildId
from bot.library.ui import handlers
from bot.library.ui.choices import BY_NAME
from bot.library.ui.fields import MOST_OPTIONS, Answers, Choice, Field, ForSome
from bot.permissions import Capability
from bot.text import clock_time

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

HINT = 100
"""Characters of a label's description."""


class NothingToChange(UserError):
    """There is nothing of the kind that staff want to change."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(
            f"**There's nothing to choose from: {why}.** Nothing was changed. `/staff course upload` takes a whole "
            "file for everything else."
        )


class ChangeForm(Form, needs=Capability.CHANGE_COURSE):
    """Asks for one change."""

    def __init__(
        self, guild_id: GuildId, choice: Choice, timeline: Timeline, now: datetime, about: str
    ) -> None:
        super().__init__(guild_id, title=choice.title, custom_id=f"form:change:{guild_id}")
        self._choice, self._timeline = choice, timeline
        self._picked: dict[str, ui.Select[Any]] = {}
        self._people: dict[str, ui.UserSelect[Any]] = {}
        self._typed: dict[str, ui.TextInput[Any]] = {}
        for field in choice.fields:
            full = field.spare and len(self.children) >= MOST_FIELDS
            if full or (field.of_groups and timeline.course.groups is None):
                continue
            if field.options:
                self._offer(field, timeline, now, about if field is choice.about else "")
            elif field.people:
                picker: ui.UserSelect[Any] = ui.UserSelect(custom_id=field.id, required=False)
                self._people[field.id] = picker
                label = ui.Label(text=field.label, description=field.hint, component=picker)
                self.add_item(label)
            else:
                self._ask(field, field.first(timeline, now) if field.first else "")

    def _offer(self, field: Field, timeline: Timeline, now: datetime, about: str) -> None:
        assert field.options is not None
        pairs = list(field.options(timeline, now))
        chosen = [pair for pair in pairs if about in pair and about]
        if not pairs and not field.required:
            return  # this course has nothing of it
        if not pairs:
            raise NothingToChange(self._choice.nothing)
        options = [
            discord.SelectOption(label=label, value=value, default=bool(chosen))
            for label, value in (chosen or pairs)[:MOST_OPTIONS]
        ]
        picker: ui.Select[Any] = ui.Select(
            custom_id=field.id, options=options, required=field.required
        )
        self._picked[field.id] = picker
        more = len(pairs) - MOST_OPTIONS if not chosen else 0
        hint = (
            f"The next {MOST_OPTIONS}; `about:` of the command finds any other."
            if more > 0
            else clip(field.hint, HINT) or None
        )
        self.add_item(ui.Label(text=field.label, description=hint, component=picker))

    def _ask(self, field: Field, first: str) -> None:
        box: ui.TextInput[Any] = ui.TextInput(
            custom_id=field.id,
            required=field.required,
            max_length=field.longest,
            default=first or None,
            style=discord.TextStyle.paragraph if field.paragraph else discord.TextStyle.short,
        )
        self._typed[field.id] = box
        hint = clip(field.hint, HINT) or None
        self.add_item(ui.Label(text=field.label, description=hint, component=box))

    async def submitted(self, interaction: Interaction) -> None:
        answers = dict.fromkeys((field.id for field in self._choice.fields), "")
        answers |= {id: " ".join(str(box.value).split()) for id, box in self._typed.items()}
        answers |= {id: some.values[0] for id, some in self._picked.items() if some.values}
        answers |= {id: str(some.values[0].id) for id, some in self._people.items() if some.values}
        edit = self._choice.edit(answers, self._timeline, pressed_at(interaction))
        lead = self._read_as(answers, edit)
        if isinstance(edit, ForSome):
            await handlers.propose_for_some(interaction, self.guild_id, edit, lead)
        else:
            await handlers.propose(interaction, self.guild_id, edit, lead)

    def _read_as(self, answers: Answers, edit: Edit | ForSome) -> str:
        """Say which half of the day a time was taken to be in that says none; empty if every time does."""
        typed = open_clock(answers.get("when") or answers.get("ends") or "")
        read = edit.due_at if isinstance(edit, ForSome) else instant_of(edit, self._timeline)
        if not typed or read is None:
            return ""
        clock = clock_time(read.astimezone(self._timeline.zone).time())
        return f"**I read “{typed}” as {clock}.** If you meant the other half of the day, write am or pm."


async def open_form(interaction: Interaction, what: str, about: str) -> None:
    """Open the form for one change. `about`: the key of what is changed, if it was chosen. Raises NothingToChange."""
    timeline = interaction.client.app.courses.stated(guild_of(interaction))
    form = ChangeForm(
        guild_of(interaction), BY_NAME[what], timeline, pressed_at(interaction), about
    )
    await interaction.response.send_modal(form)
