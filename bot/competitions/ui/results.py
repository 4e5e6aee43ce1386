"""What everybody sees of published results: an award, the table in pages, a group's feedback. Decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.client.layout import Card, Press, paginate
from bot.client.look import KINDS, Kind, clip, plain, plural
from bot.competitions.model import Contest, Override, Standing
from bot.competitions.publication import PublishRequest, Shown, Step
from bot.competitions.scoring import Feedback
from bot.competitions.ui.cards import label, score_text
from bot.ids import GuildId

COURSE = KINDS["course"]
PAGE = 2600
"""Characters of a list on one page; the rest of a message is for its heading and notes."""
COMMENTS = 2000
"""Characters of comments in a message; more are a file."""
FEEDBACK_FILE = "feedback.txt"
TIES = {
    "median": "the higher median",
    "first criterion": "the first criterion",
    "shared place": "equal in everything: they share the place",
}
Address = Callable[[int], str]
"""page -> the custom_id of the button that turns to it."""


def page_card(
    kind: Kind, head: str, lines: Sequence[str], page: int, address: Address, foot: str = ""
) -> Card:
    """Draw one page of a list, with buttons to the pages beside it."""
    pages = paginate(lines, PAGE)
    page = min(page, len(pages) - 1)
    if len(pages) > 1:
        head += f" · page {page + 1} of {len(pages)}"
    buttons: list[Press] = []
    if page:
        buttons.append(Press("◀", address(page - 1)))
    if page + 1 < len(pages):
        buttons.append(Press("▶ More", address(page + 1)))
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
    return Card(COURSE, ("\n".join([f"### 🏅 {plain(step.award)}", *lines]),))


def table_card(guild_id: GuildId, request: PublishRequest, shown: Shown, page: int) -> Card:
    """Draw a page of the whole table, with the rule that decided ties and what staff decided."""
    lines = [table_line(standing, shown.contest) for standing in shown.standings]
    lines += [override_line(one, shown.contest) for one in shown.overrides]
    foot = "-# The score is the mean over the judges of their means over the criteria."
    if shown.reason:
        why = "Published although ballots were missing" if shown.obstacles else "From staff"
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
    return f"-# Staff decided on {contest.name_of(override.entry)}: {award} ({plain(override.reason)})."


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
        lines.append(f"🏅 You win: **{plain(standing.award)}**")
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
    return name if contest.assignment else plain(clip(standing.entry.title, 80))
