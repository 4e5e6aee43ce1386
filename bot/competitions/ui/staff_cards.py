"""What staff see of judging: how far it is, the standings, a request to publish. Decides nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

import discord

from bot.client.layout import Card, Press
from bot.client.look import KINDS, due_stamp, plain, plural
from bot.competitions import publication, scoring
from bot.competitions.errors import IS, AsksFirst, NotYet
from bot.competitions.model import Contest, Results, Standing
from bot.competitions.publication import PublishRequest, Shown
from bot.competitions.rules import some_of
from bot.competitions.staff_service import Opened
from bot.competitions.ui.cards import label, score_text
from bot.competitions.ui.results import (
    TIES,
    Address,
    as_many_as_fit,
    override_line,
    page_card,
)
from bot.course.words import say
from bot.delivery.model import ANNOUNCEMENTS, OPEN, Row
from bot.ids import ChannelId, GuildId, UserId

STAFF = KINDS["staff"]
GREEN, RED, GREY = (
    discord.ButtonStyle.success,
    discord.ButtonStyle.danger,
    discord.ButtonStyle.secondary,
)
JUDGES_A_LINE = 6


def opened_card(contest: Contest, done: Opened) -> Card:
    """Say that judging is open, for whom, and until when."""
    judges = plural(len(done.judges), "judge")
    entries = plural(done.entries, "entry", "entries")
    lines = [f"### ✅ {contest.title}: judging is open", f"{judges}, {entries}."]
    if done.judges:
        lines.append("Each judge gets a card by direct message.")
    if done.judging.closes_at is not None:
        lines.append(f"It closes by itself {due_stamp(done.judging.closes_at)}.")
    return Card(STAFF, ("\n".join(lines),))


def reopen_card(
    guild_id: GuildId, contest: Contest, asked: AsksFirst, until: datetime | None
) -> Card:
    """Ask once before a request or a publication is taken back."""
    taken_back = {
        "requested": "The request to publish has been taken back; you can ask again once judging is closed.",
        "published": "What was announced stays announced; what hasn't been revealed yet won't be. You can publish "
        "again once judging is closed.",
    }
    what = IS[asked.state]
    text = f"### Open judging of {contest.title} again?\n{what[0].upper()}{what[1:]}. {taken_back[asked.state]}"
    closes = int(until.timestamp()) if until else 0
    address = f"judging-reopen:{asked.state}:{guild_id}:{contest.id}:{asked.round}:{closes}"
    return Card(STAFF, (text,), (Press("Yes, open it again", address, RED),))


def close_card(guild_id: GuildId, results: Results) -> Card:
    """Ask before judging is closed although ballots are missing: which, and a reminder to whoever owes them."""
    contest = results.contest
    lines = [f"### Close judging of {contest.title}? Something is missing"]
    lines += as_many_as_fit([f"- {text}" for text in results.obstacles], ": `/judging progress`")
    remind = Press("Remind judges", f"judging-close:remind:{guild_id}:{contest.id}", GREY)
    close = Press("Close anyway", f"judging-close:yes:{guild_id}:{contest.id}", RED)
    return Card(STAFF, ("\n".join(lines),), (remind, close))


def closed_card(guild_id: GuildId, results: Results, closes_at: datetime | None = None) -> Card:
    """Tell staff that judging is closed, and what is missing.

    Args:
        closes_at: when it closed by itself, with one press for more time; None where somebody closed it.
    """
    contest = results.contest
    counted = scoring.counted(results.ballots, results.recusals)
    judges = plural(len(results.judges), "judge")
    entries = plural(len(results.standings), "entry", "entries")
    lines = [
        f"### ⏰ Judging of {contest.title} has closed, as planned"
        if closes_at
        else f"### ✅ {contest.title}: judging is closed",
        f"{judges}, {entries}, {plural(len(counted), 'ballot')}. "
        + (
            "Before publishing:"
            if results.obstacles
            else "Nothing stands in the way of publishing."
        ),
    ]
    obstacles = [f"- {text}" for text in results.obstacles]
    lines += as_many_as_fit(obstacles, ": `/judging progress`")
    if closes_at is None:
        return Card(STAFF, ("\n".join(lines),))
    address = f"judging-more:{guild_id}:{contest.id}:{int(closes_at.timestamp())}"
    return Card(STAFF, ("\n".join(lines),), (Press("30 more minutes", address, GREY),))


def blocked_card(guild_id: GuildId, contest: Contest, why: NotYet) -> Card:
    """Say what stands in the way of publishing, with the way on: a reason, which is printed."""
    give = Press("Publish with a reason", f"publish-reason:{guild_id}:{contest.id}", GREY)
    return Card(STAFF, (str(why),), (give,))


def progress_card(guild_id: GuildId, results: Results, page: int = 0) -> Card:
    """Draw who has scored what: judges by entries."""
    contest, entries = results.contest, len(results.standings)
    known = {s.entry.number for s in results.standings}
    counted = [b for b in scoring.counted(results.ballots, results.recusals) if b.entry in known]
    head = (
        f"⚖️ {contest.title}: {plural(len(counted), 'ballot')} of {plural(len(results.judges), 'judge')} × "
        f"{plural(entries, 'entry', 'entries')}"
    )
    lines = [_state_line(results)]
    lines += _judge_lines(results)
    if not results.judges:
        lines.append("No judges have been appointed yet.")
    lines += _obstacle_lines(results.obstacles)
    return page_card(STAFF, head, lines, page, _address("progress", guild_id, contest))


def _state_line(results: Results) -> str:
    closes = results.judging.closes_at
    until = (
        f" It closes {due_stamp(closes)}." if closes and results.state in ("open", "paused") else ""
    )
    what = IS[results.state]
    return f"{what[0].upper()}{what[1:]}.{until}"


def _address(what: str, guild_id: GuildId, contest: Contest) -> Address:
    return lambda page: f"judging-list:{what}:{guild_id}:{contest.id}:{page}"


def _obstacle_lines(obstacles: Sequence[str]) -> list[str]:
    return ["**Before publishing**", *(f"- {text}" for text in obstacles)] if obstacles else []


def _judge_lines(results: Results) -> Iterator[str]:
    """Yield a line for each judge. Entries and ballots are gone through and named once, not once a judge."""
    entries = {s.entry.number for s in results.standings}
    names = {number: results.contest.name_of(number) for number in entries}
    own, scored = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
    for standing in results.standings:
        for owner_id in standing.entry.owner_ids:
            own[owner_id].add(standing.entry.number)
    for ballot in results.ballots:
        scored[ballot.judge_id].add(ballot.entry)
    for judge_id in results.judges:
        theirs = entries - own.get(judge_id, set())
        recused = theirs.intersection(results.recusals.get(judge_id, ()))
        able = theirs - recused
        done = able & scored.get(judge_id, set())
        none = "nothing to score" if entries else "nothing to score yet"
        text = f"- <@{judge_id}> {f'{len(done)} of {len(able)}' if able else none}"
        text += f" · 🚫 {some_of([names[n] for n in sorted(recused)])}" if recused else ""
        if able:
            left = [names[n] for n in sorted(able - done)]
            text += f" · left: {some_of(left, 12)}" if left else " · done"
        yield text


def standings_card(guild_id: GuildId, results: Results, page: int = 0, told: str = "") -> Card:
    """Draw the standings as staff see them: official score first, everything else beside it.

    Args:
        told: what has become of their publication.
    """
    contest = results.contest
    lines = [_staff_line(standing, contest) for standing in results.standings]
    lines = lines or ["There are no entries."]
    judges = [f"<@{s.judge_id}> {s.difference:+.2f}" for s in results.severities]
    if judges:
        lines.append("**Against the mean of all judges**")
        lines += [
            f"-# {', '.join(judges[n : n + JUDGES_A_LINE])}"
            for n in range(0, len(judges), JUDGES_A_LINE)
        ]
    lines += [override_line(one, contest) for one in results.overrides]
    lines += _obstacle_lines(results.obstacles)
    head = f"⚖️ {contest.title}: standings"
    foot = "\n".join(line for line in (_state_line(results), told) if line)
    return page_card(STAFF, head, lines, page, _address("standings", guild_id, contest), foot)


def _staff_line(standing: Standing, contest: Contest) -> str:
    entry = standing.entry
    place = f"**{standing.place}.**" if standing.place else "–"
    parts = [f"{place} {label(entry, contest)}: **{score_text(standing.score)}**"]
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
        parts.append(f"🏅 {plain(standing.award)}")
    return " · ".join(parts)


def revealed_text(rows: Sequence[Row]) -> str:
    """Say what has become of a publication: what is still to come, and whom it couldn't reach."""
    if not any(row.notice.target == ANNOUNCEMENTS for row in rows):
        return ""
    states = Counter("on its way" if row.state in OPEN else row.state for row in rows)
    failed = [row.notice.user_id for row in rows if row.state in ("skipped", "unsure")]
    people = [f"<@{id}>" for id in failed if id is not None]
    parts = [f"{states['sent']} of {plural(len(rows), 'message')} delivered"]
    if states["on its way"]:
        parts.append(f"{states['on its way']} on their way")
    if people:
        parts.append(f"no feedback could reach {some_of(people)}")
    return f"📣 {' · '.join(parts)}"


def request_card(guild_id: GuildId, request: PublishRequest, shown: Shown, page: int = 0) -> Card:
    """Ask a second person to confirm just what is shown; further pages show the rest of it."""
    contest = shown.contest
    lines = [
        f"<@{request.asked_by}> asks to publish this. A second staff member has to confirm it."
    ]
    if shown.reason:
        lines.append(f"Reason, printed in the results: {plain(shown.reason)}")
    if shown.obstacles:
        lines += ["**Although**", *(f"- {text}" for text in shown.obstacles)]
    lines.append("**Who advances**" if contest.advances else "**Awards, as they are revealed**")
    for step in publication.steps(shown):
        winners = ", ".join(label(s.entry, contest, 60) for s in step.winners)
        lines.append(f"🏅 {plain(step.award)}: {winners}")
    lines += [override_line(one, contest) for one in shown.overrides]
    lines += ["**Standings**", *(_staff_line(standing, contest) for standing in shown.standings)]

    def address(page: int) -> str:
        return f"publish-request:{guild_id}:{request.id}:{page}"

    card = page_card(STAFF, f"Publish the results of {contest.title}?", lines, page, address)
    if page:
        return card
    confirm = f"publish:{guild_id}:{contest.id}:{request.id}"
    button = Press("Confirm and publish", confirm, GREEN)
    return Card(STAFF, card.blocks, (button, *card.buttons))


def asked_card(contest: Contest, channel_id: ChannelId | None, state: str) -> Card:
    """Tell whoever asked to publish what happens next. `state`: what has become of the request's message."""
    where = f"<#{channel_id}>" if channel_id else f"{say.of_staff} channel"
    text = (
        f"### ✅ You've asked to publish the results of {contest.title}\n"
        f"The request is {state} {where}. A second staff member confirms it there; until then nobody else sees it."
    )
    return Card(STAFF, (text,))


def ended_card(contest: Contest, by: UserId, *, replaced: bool) -> Card:
    """Draw what is left of a request to publish. `by`: who asked anew (`replaced`) or opened judging again."""
    head = f"### ↩️ {'Replaced' if replaced else 'Taken back'}: the results of {contest.title}"
    why = (
        f"<@{by}> has asked again since; the newer request is below."
        if replaced
        else f"<@{by}> opened judging again, so nothing was published. `/judging publish` asks again once it's closed."
    )
    return Card(STAFF, (f"{head}\n{why}",))


def published_card(contest: Contest, request: PublishRequest) -> Card:
    """Tell that results are published, and by which two people."""
    reason = f" Printed reason: {plain(request.reason)}" if request.reason else ""
    first = "Who advances is told" if contest.advances else "The awards are revealed one by one"
    then = " Open the next round with `/judging open`." if contest.advances else ""
    text = (
        f"### ✅ Published: {contest.title}\n<@{request.asked_by}> asked for it; <@{request.confirmed_by}> confirmed."
        f"{reason}\n{first}, then the table, then each {say.group} gets its feedback. `/judging results` shows "
        f"what has been delivered.{then}"
    )
    return Card(STAFF, (text,))


def changed_card(contest: Contest, changes: Sequence[str]) -> Card:
    """Tell that nothing was published, since something has changed."""
    lines = [
        f"### ⚠️ Nothing was published: the results of {contest.title} have changed since they were shown",
        *as_many_as_fit([f"- {text}" for text in changes], ""),
    ]
    lines.append(
        "A new request with everything as it is now is below; another staff member has to confirm it."
    )
    return Card(STAFF, ("\n".join(lines),))
