"""What people see of how far they are. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import discord

from bot.assignments import catalog
from bot.assignments.progress import Entry, Progress, Requirement, Share, Step
from bot.assignments.rules import Due
from bot.assignments.ui.cards import KIND, open_button, punctuality
from bot.assignments.ui.late_words import late_line
from bot.client.layout import MAX_SWITCHES, RULE, Button, Card, Press
from bot.client.look import clip, due_stamp
from bot.client.pages import turn
from bot.course.model import Course
from bot.course.words import say
from bot.ids import GuildId

MARKS = {"done": "✅", "open": "▫️", "unknown": "❔"}
REQUIREMENTS_TEXT, ENTRIES_TEXT, SHARES_TEXT = 1600, 500, 900


def progress_card(
    course: Course,
    guild_id: GuildId,
    progress: Progress,
    deadlines: Mapping[str, Due],
    now: datetime,
    *,
    listener: bool = False,
) -> Card:
    """Draw somebody's checklist: how much is done first.

    Args:
        deadlines: the deadlines that hold for them, by the course's ids.
        listener: they take part without credit, so what passing takes doesn't concern them.
    """
    if listener:
        progress = replace(progress, requirements=(), shares=())
    needed = progress.requirements
    blocks = [_head(progress)]
    if needed:
        blocks.append(clip("\n".join(map(_requirement, needed)).strip(), REQUIREMENTS_TEXT))
    if progress.shares:
        shares = "\n".join(map(_share, progress.shares))
        blocks += [RULE, clip(f"**Your grade**\n{shares}", SHARES_TEXT)]
    only = "Only for prizes, never needed to pass" if needed else "Only for prizes"
    for title, entries in (("Also asked for", progress.others), (only, progress.entries)):
        if entries:
            lines = [f"**{title}**", *map(_entry, entries)]
            blocks += [RULE, clip("\n".join(lines), ENTRIES_TEXT)]
    coming = _next(course, deadlines, now)
    blocks += [RULE, coming] if coming else []
    return Card(
        KIND,
        tuple(blocks),
        _progress_buttons(course, guild_id, progress),
        _switches(guild_id, needed),
    )


def _head(progress: Progress) -> str:
    if progress.requirements:
        return f"### {progress.done} of {len(progress.requirements)} done to pass"
    graded = [entry for share in progress.shares for entry in share.entries if entry.asked]
    if graded:
        done = sum(entry.done for entry in graded)
        return f"### {done} of {len(graded)} handed in for your grade"
    return "### What you've handed in"


def _share(share: Share) -> str:
    """Write a part of the grade: how much of it is handed in, and each thing that was or is begun."""
    asked = [entry for entry in share.entries if entry.asked]
    done = sum(entry.done for entry in asked)
    if not share.entries:
        return f"{MARKS['unknown']} **{share.title}** · {share.share} · not handed in here"
    mark = MARKS["done" if done == len(asked) else "open"]
    begun = [_entry(entry) for entry in share.entries if entry.version]
    head = f"{mark} **{share.title}** · {share.share} · {done} of {len(asked)} handed in"
    return "\n".join([head, *begun])


def _requirement(requirement: Requirement) -> str:
    proof = f" · {requirement.proof}" if requirement.proof else ""
    head = f"{MARKS[requirement.state]} **{requirement.title}**{proof}"
    if len(requirement.ways) == 1:
        [way] = requirement.ways
        if len(way) == 1 and way[0].title == requirement.title:
            unseen = (
                f"\n-# I can't see this one; ask {say.staff}."
                if requirement.state == "unknown"
                else ""
            )
            return head + unseen
        return f"{head}\n{_way(way)}"
    ways = [f"- {_way(way)}" for way in requirement.ways]
    return "\n".join([head, "-# one of these is enough", *ways, ""])  # the empty line ends the list


def _way(way: tuple[Step, ...]) -> str:
    return " · ".join(f"{MARKS[step.state]} {step.title}" for step in way)


def _entry(entry: Entry) -> str:
    if entry.version is None:
        return f"- {entry.title}: nothing yet{'' if entry.asked else ' (optional)'}"
    left = f"; missing: {', '.join(entry.missing)}" if entry.missing else ", complete"
    return f"- {entry.title}: version {entry.version.number}, {punctuality(entry.version)}{left}"


def _next(course: Course, deadlines: Mapping[str, Due], now: datetime) -> str:
    """Name the next deadline, as it holds for this person."""
    coming: list[tuple[datetime, str]] = []
    for deadline in course.every_deadline:
        due = deadlines[deadline.id]
        if due.at >= now:
            note = ", with your extension" if due.extended else ""
            late = late_line(due, now)
            text = f"**Next due: {deadline.short}**, {due_stamp(due.at)}{note}"
            coming.append((due.at, f"{text}\n-# {late}" if late else text))
    return min(coming)[1] if coming else ""


def _switches(guild_id: GuildId, needed: tuple[Requirement, ...]) -> tuple[Press, ...]:
    steps = {step.id: step for r in needed for way in r.ways for step in way if step.id}
    return tuple(
        Press(
            clip(
                f"{step.title}: done ✓" if step.state == "done" else f"Mark done: {step.title}", 60
            ),
            f"attest:{guild_id}:{step.id}:{0 if step.state == 'done' else 1}",
            discord.ButtonStyle.success if step.state == "done" else discord.ButtonStyle.secondary,
        )
        for step in list(steps.values())[:MAX_SWITCHES]
    )


def _progress_buttons(course: Course, guild_id: GuildId, progress: Progress) -> tuple[Button, ...]:
    asked = catalog.assignments_of(course).values()
    left = (a for a in asked if a.required and not a.by_group and a.id not in progress.counting)
    following = next(left, None)
    buttons: list[Button] = []
    if following:
        buttons.append(open_button(guild_id, following, primary=True))
    if progress.counting:
        buttons.append(Press("My receipts", f"receipts:{guild_id}"))
    return (*buttons, turn("Deadlines", "deadlines:0"))
