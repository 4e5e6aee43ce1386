"""What everybody sees of published results: an award, the table with its picture and pages, a group's feedback.

Each is revealed one by one, drawn from the request that was confirmed.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import discord

from bot.client.layout import Card, Press, laid_out, paginate, post_of
from bot.client.look import KINDS, clip, plain, plural
from bot.client.look import Kind as Look
from bot.competitions import publication
from bot.competitions.model import Contest, Override, Standing
from bot.competitions.notices import AWARD, FEEDBACK, TABLE
from bot.competitions.publication import PublishRequest, Shown, Step
from bot.competitions.scoring import Feedback
from bot.competitions.ui.cards import label, score_text
from bot.course.words import say
from bot.delivery.errors import NotNeeded
from bot.delivery.model import Batch, Kind, Post
from bot.ids import GuildId

if TYPE_CHECKING:
    from bot.client.bot import CourseBot

COURSE = KINDS["course"]
PAGE = 2600
"""Characters of a list on one page; the rest of a message is for its heading and notes."""
COMMENTS = 2000
"""Characters of comments in a message; more are a file."""
FEEDBACK_FILE = "feedback.txt"
TIES = {
    "median": "the higher median",
    "first criterion": "the first criterion",
    "shared place": "tied on everything, so they share the place",
}
Address = Callable[[int], str]
"""page -> the custom_id of the button that turns to it."""


def page_card(
    kind: Look, head: str, lines: Sequence[str], page: int, address: Address, foot: str = ""
) -> Card:
    """Draw one page of a list, with buttons to the pages beside it."""
    pages = paginate(lines, PAGE)
    page = min(page, len(pages) - 1)
    if len(pages) > 1:
        head += f" · page {page + 1} of {len(pages)}"
    buttons: list[Press] = []
    if page:
        buttons.append(Press("← Back", address(page - 1)))
    if page + 1 < len(pages):
        buttons.append(Press("More →", address(page + 1)))
    blocks = [f"### {head}", "\n".join(pages[page]), foot]
    return Card(kind, tuple(block for block in blocks if block), tuple(buttons))


def as_many_as_fit(lines: Sequence[str], more: str) -> list[str]:
    """Keep whole lines that fit on one page, and say how many there are besides. `more`: where they are."""
    pages = paginate(lines, PAGE)
    left = len(lines) - len(pages[0])
    return [*pages[0], *([f"- and {left} more{more}"] if left else [])]


def award_card(contest: Contest, step: Step) -> Card:
    """Draw one award as it is revealed."""
    lines = [f"**{label(s.entry, contest)}**" for s in step.winners]
    if sum(map(len, lines)) > PAGE:
        lines = [", ".join(contest.name_of(s.entry.number) for s in step.winners)]
    return Card(COURSE, ("\n".join([f"### 🏅 {plain(contest.told(step.award))}", *lines]),))


def table_card(guild_id: GuildId, request: PublishRequest, shown: Shown, page: int) -> Card:
    """Draw a page of the whole table, with the rule that decided ties and what staff decided."""
    lines = [table_line(standing, shown.contest) for standing in shown.standings]
    lines += [override_line(one, shown.contest) for one in shown.overrides]
    foot = "-# The score is the mean over the judges of their means over the criteria."
    if shown.reason:
        why = "Published although ballots were missing" if shown.obstacles else f"From {say.staff}"
        foot += f"\n-# {why}: {plain(shown.reason)}"
    head = f"⚖️ {shown.contest.title}: all results"
    return page_card(
        COURSE, head, lines, page, lambda n: f"results:{guild_id}:{request.id}:{n}", foot
    )


def table_line(standing: Standing, contest: Contest) -> str:
    """Write a row of the table as everybody sees it."""
    place = f"**{standing.place}.**" if standing.place else "–"
    parts = [f"{place} {label(standing.entry, contest)}", score_text(standing.score)]
    if standing.decided_by:
        parts.append(TIES[standing.decided_by])
    if standing.award:
        parts.append(f"🏅 {plain(standing.award)}")
    elif not standing.entry.eligible:
        parts.append("not eligible for a prize")
    return " · ".join(parts)


def override_line(override: Override, contest: Contest) -> str:
    """Write what staff decided, and why."""
    award = plain(override.award) if override.award else "no award"
    return f"-# {say.Staff} decided on {contest.name_of(override.entry)}: {award} ({plain(override.reason)})."


def feedback_card(contest: Contest, standing: Standing, feedback: Feedback) -> tuple[Card, str]:
    """Draw what a group hears: each criterion's mean and range, and comments without names.

    Returns:
        The card, and what doesn't fit into it: all comments as a text, for a file; empty where they fit.
    """
    lines = [
        f"### ⚖️ How the judges saw {_whose(standing, contest)}",
        f"Your score: **{score_text(standing.score)}**, place {standing.place}, {plural(standing.ballots, 'ballot')}.",
    ]
    lines += [
        f"- {c.title}: {float(c.mean):.2f} (from {c.low} to {c.high})" for c in feedback.criteria
    ]
    if standing.award:
        lines.append(
            f"🏅 {'' if contest.advances else 'You win: '}**{plain(contest.told(standing.award))}**"
        )
    card = Card(COURSE, ("\n".join(lines),))
    said = ["**What they said**", *(f"- {plain(text)}" for text in feedback.comments)]
    if not feedback.comments:
        return card, ""
    if sum(map(len, said)) <= COMMENTS:
        return replace(card, blocks=(*card.blocks, "\n".join(said))), ""
    count = plural(len(feedback.comments), "comment")
    blocks = (*card.blocks, f"**What they said:** {count}, in the file.")
    whole = "\n\n".join(feedback.comments) + "\n"
    return replace(card, blocks=blocks, files=(FEEDBACK_FILE,)), whole


def _whose(standing: Standing, contest: Contest) -> str:
    name = contest.name_of(standing.entry.number)
    return plain(clip(standing.entry.title, 80)) if contest.of_groups else name


MOST = 40
"""Entries in one picture; more can't be read."""
CHART = "standings.png"
BAR, EDGE, BACK, TEXT = "#e67e22", "#f5c396", "#2b2d31", "#f2f3f5"


def draw(contest: Contest, standings: Sequence[Standing]) -> bytes:
    """Draw the scores as bars, best on top, as a PNG. Slow: call this off the event loop.

    matplotlib is loaded here, at its first use; drawing without pyplot keeps no state between pictures.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    scored = [s for s in standings if s.score is not None]
    shown = scored[:MOST][::-1]
    labels = [_label(s, contest) for s in shown]
    scores = [float(s.score) for s in shown if s.score is not None]
    figure = Figure(figsize=(8, 1.2 + 0.35 * max(1, len(shown))), dpi=120, facecolor=BACK)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(facecolor=BACK)
    bars = axes.barh(labels, scores, color=BAR, edgecolor=EDGE)
    axes.bar_label(bars, [score_text(s.score) for s in shown], padding=4, color=TEXT)
    axes.set_xlim(contest.low - 1 if contest.low else 0, contest.high + 0.4)
    best = f": the best {MOST} of {len(scored)}" if len(scored) > MOST else ""
    axes.set_title(f"{contest.title}{best}", color=TEXT, loc="left")
    axes.tick_params(colors=TEXT)
    for side in axes.spines.values():
        side.set_visible(False)
    figure.tight_layout()
    out = io.BytesIO()
    figure.savefig(out, format="png", metadata={"Software": None})
    return out.getvalue()


def alt_text(contest: Contest, standings: Sequence[Standing]) -> str:
    """Say in words what the picture shows."""
    named = [
        f"{s.place}. {_label(s, contest)}, {score_text(s.score)}"
        for s in standings
        if s.score is not None
    ]
    return clip(f"Scores of {contest.title}, best first: {'; '.join(named)}", 1000)


def _label(standing: Standing, contest: Contest) -> str:
    name = contest.name_of(standing.entry.number)
    return f"{name} {clip(standing.entry.title, 32)}" if contest.of_groups else name


async def picture_of(contest: Contest, standings: Sequence[Standing]) -> discord.File:
    """Draw standings, off the event loop."""
    data = await asyncio.to_thread(draw, contest, standings)
    words = alt_text(contest, standings)
    return discord.File(io.BytesIO(data), CHART, description=words)


class Revealed(Kind):
    """Something of published"""

    def __init__(self, bot: CourseBot) -> None:
        self._bot = bot

    async def published(self, batch: Batch) -> tuple[PublishRequest, Shown]:
        """Return what was published. Raises NotNeeded: judging was opened again."""
        id = int(batch.first.facts["request"])
        request = await self._bot.app.publishing.request(batch.guild_id, id)
        if request is None or request.shown is None or request.state != "confirmed":
            raise NotNeeded("judging was opened again")
        return request, request.shown


class Award(Revealed):
    """One award and who wins it."""

    name = AWARD

    async def compose(self, batch: Batch, now: datetime) -> Post:
        _, shown = await self.published(batch)
        title = batch.first.facts["award"]
        step = next(step for step in publication.steps(shown) if step.award == title)
        return post_of(self._bot, award_card(shown.contest, step), batch)


class ResultsTable(Revealed):
    """The whole table, with its picture."""

    name = TABLE

    async def compose(self, batch: Batch, now: datetime) -> Post:
        request, shown = await self.published(batch)
        picture = await picture_of(shown.contest, shown.standings)
        card = table_card(batch.guild_id, request, shown, 0)
        card = replace(card, picture=(picture.filename, picture.description or ""))
        return Post(laid_out(self._bot, card, batch), files=(picture,))


class GroupFeedback(Revealed):
    """What the judges gave and said, for one person of an entry."""

    name = FEEDBACK

    async def compose(self, batch: Batch, now: datetime) -> Post:
        _, shown = await self.published(batch)
        number = int(batch.first.facts["entry"])
        standing = next(s for s in shown.standings if s.entry.number == number)
        card, whole = feedback_card(shown.contest, standing, shown.feedback[number])
        file = discord.File(io.BytesIO(whole.encode()), FEEDBACK_FILE)
        return Post(laid_out(self._bot, card, batch), files=(file,) if whole else ())
