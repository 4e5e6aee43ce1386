"""The ballot: a radio group for each criterion, a private note and feedback for the group, in one form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.client.look import clip
from bot.client.surfaces import Form, pressed_at
from bot.competitions.model import BallotRequest, Contest, Draft, Entry
from bot.competitions.rules import LONGEST_NOTE
from bot.competitions.ui import handlers
from bot.ids import GuildId, UserId
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

MOST_PARTS = 5
TITLE, LABEL, DESCRIPTION = 45, 45, 100
"""Discord's limits of a form."""
BLANK = Draft((), "", "")


class BallotForm(Form, needs=Capability.SCORE):
    """One judge's scores of one entry.

    Args:
        filled: what is filled in already: the judge's newest ballot, a draft, or what they typed as a message.
        typed_id: that message's scores, stored with this.
    """

    def __init__(
        self,
        guild_id: GuildId,
        contest: Contest,
        entry: Entry,
        filled: Draft = BLANK,
        typed_id: int = 0,
    ) -> None:
        name = contest.name_of(entry.number)
        title = clip(name if contest.assignment else f"{name}: {entry.title}", TITLE)
        address = f"form:ballot:{guild_id}:{contest.id}:{entry.number}"
        super().__init__(guild_id, title=title, custom_id=address)
        self._contest, self._entry, self._typed_id = contest, entry, typed_id
        given = dict(zip((c.id for c in contest.criteria), filled.scores, strict=False))
        self.radios: list[ui.RadioGroup[Any]] = []
        for criterion in contest.criteria:
            radio = _radio(criterion.id, contest, given.get(criterion.id, ""))
            self.radios.append(radio)
            about = clip(criterion.guideline or "", DESCRIPTION) or None
            self.add_item(
                ui.Label(text=clip(criterion.title, LABEL), description=about, component=radio)
            )
        room = MOST_PARTS - len(contest.criteria)
        self.feedback = _box("feedback", filled.feedback) if room >= 1 else None
        self.note = _box("note", filled.note) if room >= 2 else None
        if self.feedback is not None:
            about = "They see it without your name."
            self.add_item(
                ui.Label(text="Feedback for the group", description=about, component=self.feedback)
            )
        if self.note is not None:
            self.add_item(
                ui.Label(
                    text="Note to yourself", description="Only you see it.", component=self.note
                )
            )

    async def submitted(self, interaction: Interaction) -> None:
        at = pressed_at(interaction)
        await handlers.see_role(interaction.client, self.guild_id, interaction.user, at)
        request = BallotRequest(
            UserId(interaction.user.id),
            self._entry.number,
            [radio.value or "" for radio in self.radios],
            at,
            note=self.note.value if self.note else None,
            feedback=self.feedback.value if self.feedback else None,
        )
        await handlers.store(interaction, self.guild_id, self._contest, request, self._typed_id)


def _radio(id: str, contest: Contest, chosen: str) -> ui.RadioGroup[Any]:
    options = [
        discord.RadioGroupOption(
            label=_score_label(n, contest), value=str(n), default=str(n) == chosen
        )
        for n in range(contest.low, contest.high + 1)
    ]
    return ui.RadioGroup(custom_id=id, required=True, options=options)


def _score_label(score: int, contest: Contest) -> str:
    words = {contest.low: " (lowest)", contest.high: " (highest)"}
    return f"{score}{words.get(score, '')}"


def _box(id: str, text: str) -> ui.TextInput[Any]:
    return ui.TextInput(
        custom_id=id,
        style=discord.TextStyle.paragraph,
        required=False,
        max_length=LONGEST_NOTE,
        default=text or None,
    )
