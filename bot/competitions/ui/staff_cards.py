"""What staff and everybody see of results. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.client.layout import Card, Press, paginate
from bot.client.look import KINDS, clip, plain, plural
from bot.competitions.model import Ballot, Contest, Standing
from bot.competitions.rules import newest
from bot.competitions.service import Results
from bot.competitions.ui.cards import number_text, score_text

STAFF = KINDS["staff"]
TABLE = 2600
TIES = {
    "median": "the higher median",
    "first criterion": "the first criterion",
    "shared place": "equal in everything: they share the place",
}


def progress_card(results: Results, entries: int) -> Card:
    """Draw who has scored what: judges by entries."""
    counted = newest(results.ballots)
    contest = results.contest
    head = (
        f"### ⚖️ {contest.title}: {plural(len(counted), 'ballot')} of {len(results.judges)} judges × "
        f"{entries} entries\nJudging is **{results.state}**."
    )
    lines = [_judge_line(results, judge_id, entries) for judge_id in results.judges]
    unequal = [f"- {text}" for text in results.obstacles]
    blocks = [
        head,
        *(["\n".join(paginate(lines, 2000)[0])] if lines else ["No judge is appointed yet."]),
    ]
    blocks += ["**Before publishing**\n" + clip("\n".join(unequal), 1000)] if unequal else []
    return Card(STAFF, tuple(blocks))


def _judge_line(results: Results, judge_id: int, entries: int) -> str:
    done = {b.entry for b in newest(results.ballots) if b.judge_id == judge_id}
    numbers = [s.entry.number for s in results.standings if judge_id not in s.entry.owner_ids]
    recused = set(results.recusals.get(judge_id, ()))
    left = sorted(set(numbers) - done - recused)
    text = f"- <@{judge_id}> {len(done)} of {len(numbers) - len(recused)}"
    text += f" · 🚫 {', '.join(map(str, sorted(recused)))}" if recused else ""
    return text + (f" · left: {clip(', '.join(map(str, left)), 80)}" if left else " · done")


def results_card(results: Results) -> Card:
    """Draw the standings as staff see them: official score first, everything else beside it."""
    contest = results.contest
    lines = [_staff_line(standing, contest) for standing in results.standings]
    head = f"### ⚖️ {contest.title}: standings, {results.state}"
    blocks = [head, *(["\n".join(paginate(lines, TABLE)[0])] if lines else ["There is no entry."])]
    judges = [f"<@{s.judge_id}> {s.difference:+.2f}" for s in results.severities]
    if judges:
        blocks.append(clip(f"-# Against the mean of all judges: {', '.join(judges)}", 500))
    if results.obstacles:
        blocks.append(
            clip("**Before publishing**\n" + "\n".join(f"- {o}" for o in results.obstacles), 600)
        )
    return Card(STAFF, tuple(blocks))


def _staff_line(standing: Standing, contest: Contest) -> str:
    entry = standing.entry
    place = f"**{standing.place}.**" if standing.place else "–"
    parts = [
        f"{place} {number_text(entry, contest)} {plain(clip(entry.title, 60))}: **{score_text(standing.score)}**"
    ]
    parts.append(plural(standing.ballots, "ballot"))
    if standing.normalised is not None:
        parts.append(f"z {standing.normalised:+.2f}")
    if standing.ballots > 1:
        parts.append(f"spread {float(standing.spread):.2f}")
    if standing.disagreed:
        parts.append("⚠️ judges disagree")
    if standing.decided_by:
        parts.append(TIES[standing.decided_by])
    if not entry.eligible:
        parts.append(f"no prize: {entry.why_not}")
    if standing.award:
        parts.append(f"🏅 {standing.award}")
    return " · ".join(parts)


def confirm_card(guild_id: int, results: Results) -> Card:
    """Ask a second person to confirm."""
    asked = results.publication
    assert asked is not None
    head = f"### Publish the results of {results.contest.title}?"
    lines = [f"<@{asked.asked_by}> asks to publish; somebody else of the staff has to confirm."]
    lines += [f"Reason: {plain(asked.reason)}"] if asked.reason else []
    lines += [f"🏅 {text}" for text in reveal_texts(results)[:-1]]
    style = discord.ButtonStyle.success
    confirm = Press("Confirm and publish", f"publish:{guild_id}:{results.contest.id}", style)
    return Card(STAFF, (head, clip("\n".join(lines), 3200)), (confirm,))


def reveal_texts(results: Results) -> list[str]:
    """Write what is revealed, in order: the awards from the last up, then the table."""
    contest = results.contest
    by_award: dict[str, list[Standing]] = {}
    for standing in results.standings:
        if standing.award:
            by_award.setdefault(standing.award, []).append(standing)
    order = [a.title for a in contest.awards if a.title in by_award]
    order += [title for title in by_award if title not in order]
    texts = [f"### 🏅 {title}\n{_winners(contest, by_award[title])}" for title in reversed(order)]
    return [clip(text, 1500) for text in texts] + [table_text(results)]


def _winners(contest: Contest, winners: Sequence[Standing]) -> str:
    names = [(number_text(s.entry, contest), plain(clip(s.entry.title, 100))) for s in winners]
    return "\n".join(f"{number} · **{title}**" for number, title in names)


def table_text(results: Results) -> str:
    """Write the full table, with the rule that decided ties and the reason given, if any."""
    contest = results.contest
    lines = [f"### ⚖️ {contest.title}: all results"]
    for s in results.standings:
        place = f"**{s.place}.**" if s.place else "–"
        note = f" · {TIES[s.decided_by]}" if s.decided_by else ""
        prize = (
            f" · 🏅 {s.award}"
            if s.award
            else ""
            if s.entry.eligible
            else " · not eligible for a prize"
        )
        name = f"{number_text(s.entry, contest)} {plain(clip(s.entry.title, 60))}"
        lines.append(f"{place} {name} · {score_text(s.score)}{note}{prize}")
    lines.append("-# The score is the mean over the judges of their means over the criteria.")
    for one in results.overrides:
        lines.append(
            f"-# Staff decided on entry {one.entry}: {plain(clip(one.award or 'no award', 60))} ({plain(one.reason)})."
        )
    if results.publication and results.publication.reason:
        lines.append(
            f"-# Published although the ballots were not complete: {plain(results.publication.reason)}"
        )
    return clip("\n".join(lines), 3300)


def feedback_text(contest: Contest, standing: Standing, ballots: Sequence[Ballot]) -> str:
    """Write what a group hears: for each criterion the mean and the range, and comments without names."""
    mine = [b for b in newest(ballots) if b.entry == standing.entry.number]
    lines = [f"### ⚖️ How the judges saw {plain(clip(standing.entry.title, 80))}"]
    lines.append(
        f"Your score: **{score_text(standing.score)}**, place {standing.place}, {plural(len(mine), 'ballot')}."
    )
    for at, criterion in enumerate(contest.criteria):
        given = [b.scores[at] for b in mine]
        mean = sum(given) / len(given)
        lines.append(f"- {criterion.title}: {mean:.2f} (from {min(given)} to {max(given)})")
    comments = sorted(b.feedback for b in mine if b.feedback)
    lines += (
        ["**What they said**", *(f"- {plain(clip(text, 400))}" for text in comments)]
        if comments
        else []
    )
    if standing.award:
        lines.append(f"🏅 You win: **{plain(standing.award)}**")
    return clip("\n".join(lines), 3300)
