"""The buttons of a judge's card. Each names its server, contest and entry: it works in DMs and after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from discord import ui

from bot.client.layout import lay_out
from bot.client.surfaces import Persistent, pressed_at
from bot.competitions import rules
from bot.competitions.ui import cards, handlers
from bot.competitions.ui.forms import BallotForm
from bot.permissions import Capability

if TYPE_CHECKING:
    from bot.client.surfaces import Interaction

Button = ui.Button[ui.LayoutView]


class JudgeButton(
    Persistent[Button],
    template=r"judge:(?P<action>score|skip|recuse|list|next):(?P<guild>\d+):(?P<contest>[a-z0-9-]+):(?P<entry>\d+)",
    needs=Capability.SCORE,
):
    """Does something with one entry, for the judge who presses it."""

    async def used(self, interaction: Interaction) -> None:
        bot, judge_id = interaction.client, interaction.user.id
        guild_id, number = self.guild_id, int(self.found["entry"])
        service = bot.app.judging
        contest = service.contest(guild_id, self.found["contest"])
        action = self.found["action"]
        if action == "score":
            await open_ballot(interaction, guild_id, self.found["contest"], number)
            return
        if action == "skip":
            await service.skip(guild_id, contest, judge_id, number, pressed_at(interaction))
        if action == "recuse":
            await service.recuse(guild_id, contest, judge_id, number, pressed_at(interaction))
            bot.background(
                handlers.tell_recused(bot, guild_id, contest, judge_id, number), "recusal", guild_id
            )
        state = await service.desk(guild_id, contest, judge_id)
        if action == "list":
            card = cards.list_card(guild_id, state, number)
        else:
            card = await handlers.draw(bot, guild_id, state)
        await interaction.response.edit_message(view=lay_out(card))


class TypedBallotButton(
    Persistent[Button],
    template=r"ballot-typed:(?P<guild>\d+):(?P<contest>[a-z0-9-]+):(?P<entry>\d+):(?P<scores>[0-9-]+)",
    needs=Capability.SCORE,
):
    """Stores scores that were typed as a message and read back."""

    async def used(self, interaction: Interaction) -> None:
        guild_id, number = self.guild_id, int(self.found["entry"])
        service = interaction.client.app.judging
        contest = service.contest(guild_id, self.found["contest"])
        draft = await service.draft(guild_id, contest, interaction.user.id, number)
        note, feedback = (draft[1], draft[2]) if draft else ("", "")
        typed = self.found["scores"].split("-")
        await handlers.store(interaction, guild_id, contest, number, typed, note, feedback)


async def open_ballot(
    interaction: Interaction, guild_id: int, contest_id: str, number: int
) -> None:
    """Open the ballot of an entry, filled with what the judge gave or typed before. Raises as `check_may_score`."""
    service, judge_id = interaction.client.app.judging, interaction.user.id
    contest = service.contest(guild_id, contest_id)
    state = await service.desk(guild_id, contest, judge_id)
    entry = rules.check_may_score(judge_id, number, state.entries, state.recused, state.state)
    draft = await service.draft(guild_id, contest, judge_id, number)
    ballot = state.mine.get(number)
    if draft is not None:
        form = BallotForm(guild_id, contest, entry, tuple(draft[0]), draft[1], draft[2])
    elif ballot is not None:
        scores = tuple(str(score) for score in ballot.scores)
        form = BallotForm(guild_id, contest, entry, scores, ballot.note, ballot.feedback)
    else:
        form = BallotForm(guild_id, contest, entry)
    await interaction.response.send_modal(form)
