"""The buttons of a judge's card, and the ballot they open: a radio group for each criterion, feedback, a note.

Each names its server, contest and entry: it works in direct messages and after a restart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.client.layout import Card, lay_out
from bot.client.look import clip
from bot.client.surfaces import Form, Persistent, pressed_at
from bot.competitions import rules
from bot.competitions.errors import JudgingError, NotOpen
from bot.competitions.model import BallotRequest, Contest, Draft, Entry, TypedBallot
from bot.competitions.rules import LONGEST_NOTE
from bot.competitions.ui import cards, handlers
from bot.course.words import say
from bot.ids import GuildId, UserId
from bot.permissions import Capability
from bot.text import first_sentences

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
        title = clip(f"{name}: {entry.title}" if contest.of_groups else name, TITLE)
        address = f"form:ballot:{guild_id}:{contest.id}:{entry.number}"
        super().__init__(guild_id, title=title, custom_id=address)
        self._contest, self._entry, self._typed_id = contest, entry, typed_id
        given = dict(zip((c.id for c in contest.criteria), filled.scores, strict=False))
        self.radios: list[ui.RadioGroup[Any]] = []
        for criterion in contest.criteria:
            radio = _radio(criterion.id, contest, given.get(criterion.id, ""))
            self.radios.append(radio)
            about = first_sentences(criterion.guideline or "", DESCRIPTION) or None
            self.add_item(
                ui.Label(text=clip(criterion.title, LABEL), description=about, component=radio)
            )
        room = MOST_PARTS - len(contest.criteria)
        self.feedback = _box("feedback", filled.feedback) if room >= 1 else None
        self.note = _box("note", filled.note) if room >= 2 else None
        if self.feedback is not None:
            about = "They see it without your name."
            self.add_item(
                ui.Label(
                    text=f"Feedback for the {say.group}", description=about, component=self.feedback
                )
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


Button = ui.Button[ui.LayoutView]


class JudgeButton(
    Persistent[Button],
    template=r"judge:(?P<action>score|skip|recuse|conflict|files|list|next):(?P<guild>\d+):(?P<contest>[a-z0-9-]+):(?P<entry>\d+)",
    needs=Capability.SCORE,
):
    """Does something with one entry, for the judge who presses it."""

    async def used(self, interaction: Interaction) -> None:
        judge_id, at = UserId(interaction.user.id), pressed_at(interaction)
        guild_id, number = self.guild_id, int(self.found["entry"])
        app, action = interaction.client.app, self.found["action"]
        contest = app.judging.contest(guild_id, self.found["contest"])
        await handlers.see_role(interaction.client, guild_id, interaction.user, at)
        if action == "score":
            await self._score(interaction, contest, number)
            return
        if action == "files":
            await handlers.send_files(interaction, guild_id, contest, number)
            return
        if action == "skip":
            await app.ballots.skip(guild_id, contest, judge_id, number, at)
        if action == "conflict":
            await app.ballots.recuse(guild_id, contest, judge_id, number, at)
        desk = await app.judging.desk(guild_id, contest, judge_id)
        if action == "list":
            card = cards.list_card(guild_id, desk, number)
            await interaction.response.edit_message(view=lay_out(card))
        elif action == "recuse":
            entry = rules.check_may_read(contest, judge_id, number, desk.entries, desk.recused)
            card = cards.conflict_card(guild_id, desk, entry)
            await interaction.response.edit_message(view=lay_out(card))
        else:
            lead = cards.conflict_lead(contest, number) if action == "conflict" else ""
            shown = number if action == "next" else None
            await handlers.show(interaction, guild_id, desk, shown, lead)

    async def _score(self, interaction: Interaction, contest: Contest, number: int) -> None:
        """Open the ballot. A card from before judging closed says so and loses its Score button. Raises NotOpen."""
        try:
            await open_ballot(interaction, self.guild_id, contest, number)
        except NotOpen as error:
            if error.state in rules.WAITS:
                raise
            judge_id = UserId(interaction.user.id)
            desk = await interaction.client.app.judging.desk(self.guild_id, contest, judge_id)
            await handlers.show(interaction, self.guild_id, desk)


class TypedBallotButton(
    Persistent[Button],
    template=r"typed:(?P<action>store|form):(?P<guild>\d+):(?P<contest>[a-z0-9-]+):(?P<typed>\d+)",
    needs=Capability.SCORE,
):
    """Stores scores that were typed as a message and read back, or opens the form with them. Where that can't be any
    more, the message says why and loses its buttons."""

    async def used(self, interaction: Interaction) -> None:
        try:
            await self._use(interaction)
        except JudgingError as error:
            if isinstance(error, NotOpen) and error.state in rules.WAITS:
                raise
            view = lay_out(Card(cards.KIND, (str(error),)))
            await interaction.response.edit_message(view=view)

    async def _use(self, interaction: Interaction) -> None:
        guild_id, judge_id = self.guild_id, UserId(interaction.user.id)
        app = interaction.client.app
        contest = app.judging.contest(guild_id, self.found["contest"])
        await handlers.see_role(
            interaction.client, guild_id, interaction.user, pressed_at(interaction)
        )
        id = int(self.found["typed"])
        typed = await app.ballots.typed(guild_id, contest, judge_id, id)
        if self.found["action"] == "form":
            await open_ballot(interaction, guild_id, contest, typed.entry, typed)
            return
        at = pressed_at(interaction)
        request = BallotRequest(judge_id, typed.entry, typed.scores, at, feedback=typed.feedback)
        await handlers.store(interaction, guild_id, contest, request, id)


async def open_ballot(
    interaction: Interaction,
    guild_id: GuildId,
    contest: Contest,
    number: int,
    typed: TypedBallot | None = None,
) -> None:
    """Open the ballot of an entry, filled with what the judge gave or typed before.

    Raises:
        NotAJudge, NotOpen, NoSuchEntry, OwnGroup, Recused.
    """
    app, judge_id = interaction.client.app, UserId(interaction.user.id)
    desk = await app.judging.desk(guild_id, contest, judge_id)
    rules.check_open(desk.state)
    entry = rules.check_may_read(contest, judge_id, number, desk.entries, desk.recused)
    filled = await app.ballots.draft(guild_id, contest, judge_id, number) or BLANK
    ballot = desk.mine.get(number)
    if filled is BLANK and ballot is not None:
        filled = Draft(tuple(map(str, ballot.scores)), ballot.note, ballot.feedback)
    if typed is not None:
        said = filled.feedback if typed.feedback is None else typed.feedback
        filled = Draft(typed.scores, filled.note, said)
    form = BallotForm(guild_id, contest, entry, filled, typed.id if typed else 0)
    await interaction.response.send_modal(form)
