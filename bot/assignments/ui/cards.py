"""What people see of their hand-ins: receipts, checks of receipts, progress. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import discord

from bot.assignments.model import REVIEW, SLIDES, Details, KeptFile, Version
from bot.assignments.progress import Entry, Progress, Requirement, Step
from bot.assignments.service import Received, Verified
from bot.client.layout import MAX_SWITCHES, RULE, Button, Card, Press, Visit
from bot.client.look import KINDS, clip, due_stamp, plain, plural, size_text, span, stamp
from bot.client.pages import turn
from bot.course.model import Course
from bot.course.sessions import Deadline
from bot.course.timeline import Timeline

KIND = KINDS["hand-ins"]
PRIMARY, SUCCESS = discord.ButtonStyle.primary, discord.ButtonStyle.success
MARKS = {"done": "✅", "open": "▫️", "unknown": "❔"}
WARNING_TEXT = 900
"""Characters that the warnings of a receipt may fill."""
REQUIREMENTS_TEXT, ENTRIES_TEXT = 2200, 1200
FILES_NAMED = 6


def open_button(guild_id: int, task: str, label: str, *, primary: bool = False) -> Press:
    """Make the button that opens the form of a hand-in."""
    style = PRIMARY if primary else discord.ButtonStyle.secondary
    return Press(label, f"hand-in:{guild_id}:{task}", style)


def hand_in_buttons(guild_id: int, course: Course, deadline: Deadline) -> tuple[Press, ...]:
    """Make the buttons that hand in what a deadline is for."""
    if course.paper_review and deadline.id == course.paper_review.deadline:
        return (open_button(guild_id, REVIEW, "Hand in a review"),)
    if course.pitches and deadline.id == course.pitches.slides_deadline:
        return (open_button(guild_id, SLIDES, "Hand in slides"),)
    labs = [lab for lab in course.labs if lab.id in deadline.labs and lab.entry]
    return tuple(open_button(guild_id, lab.id, f"Hand in {lab.name}") for lab in labs[:3])


def progress_button(guild_id: int) -> Press:
    """Make the button that shows one's own progress."""
    return Press("My progress", f"progress:{guild_id}")


def receipt_card(course: Course, received: Received) -> Card:
    """Draw the receipt: what, when, on time or late, and how to prove it."""
    version, task = received.version, received.task
    blocks = [
        f"### ✅ Received: {task.title}, version {version.number}, {punctuality(version)}",
        "\n".join(_contents(version)),
        _when(received),
    ]
    notes = _notes(received)
    if notes:
        blocks.append("\n".join(notes))
    blocks += [_proof(version), RULE]
    official = _official(course, task.deadline)
    blocks[-1:] = [RULE, official] if official else []
    return Card(KIND, tuple(blocks), _receipt_buttons(course, received))


def _when(received: Received) -> str:
    version = received.version
    extended = version.due_at > received.task.deadline.due_at
    note = " with the extension that staff granted" if extended else ""
    return f"Received {stamp(version.at, 'F')}; due {stamp(version.due_at, 'F')}{note}."


def punctuality(version: Version) -> str:
    """Say by how much a hand-in is on time or late, extension included."""
    if version.late_by is not None:
        return f"late by {span(version.late_by)}"
    return f"on time by {span(version.due_at - version.at)}"


def _contents(version: Version) -> list[str]:
    lines = [f"- {file_line(file)}" for file in version.files[:FILES_NAMED]]
    if len(version.files) > FILES_NAMED:
        lines.append(f"- and {len(version.files) - FILES_NAMED} more")
    lines += [f"- {line}" for line in _said(version.details)]
    return lines


def file_line(file: KeptFile) -> str:
    """Write a file in one line: what it is for, its name, pages and size."""
    parts = [f"**{plain(file.name)}**"]
    if file.item:
        parts[0] += f" ({file.item})"
    if file.pages is not None:
        parts.append(plural(file.pages, "page"))
    return " · ".join([*parts, size_text(file.size)])


def _said(details: Details) -> list[str]:
    lines = [f"Paper: {plain(clip(details.paper, 150))}"] if details.paper else []
    lines += [f"Address: <{details.link}>"] if details.link else []
    for item, text in details.texts.items():
        lines.append(f"{item.capitalize()}: {plural(len(text.split()), 'word')}")
    return lines


def _notes(received: Received) -> list[str]:
    """Write what is worth knowing about a hand-in, none of which has stopped it."""
    version, same = received.version, received.same_as
    notes = [f"⚠️ {plain(text)}" for text in version.warnings]
    notes += [f"⚠️ {_first_sentence(str(error))}" for error in received.refused]
    if same and same.number == version.number - 1:
        notes.append(f"ℹ️ Its files are the same as in version {same.number}.")
    elif same:
        notes.append(
            f"ℹ️ This looks like your older version {same.number}; "
            f"version {version.number - 1} was newer. If that was a mistake, hand in the right file again."
        )
    if version.late_by is not None and received.counts != version:
        notes.append(
            f"ℹ️ Version {received.counts.number}, which was on time, still counts; staff decide about this one."
        )
    elif version.late_by is not None:
        notes.append("ℹ️ It is late: staff have been told and decide whether it counts.")
    if received.missing:
        notes.append(f"**Still missing:** {'; '.join(received.missing)}")
    return [clip("\n".join(notes), WARNING_TEXT)] if notes else []


def _first_sentence(text: str) -> str:
    return text.removeprefix("**").split(".**")[0] + "."


def _proof(version: Version) -> str:
    hashes = " · ".join(f"`{file.sha256}`" for file in version.files[:3])
    more = f" and {len(version.files) - 3} more" if len(version.files) > 3 else ""
    lines = [
        f"Receipt `{version.receipt}` · code `{version.code}` · anyone can check it with `/verify`"
    ]
    if hashes:
        lines.append(f"-# SHA-256 {hashes}{more}")
    return "\n".join(lines)


def _official(course: Course, deadline: Deadline) -> str:
    place = deadline.hand_in
    if place is None or not place.official:
        return ""
    return f"**The official place is {place.where}: hand it in there too.** This receipt doesn't replace it."


def _receipt_buttons(course: Course, received: Received) -> tuple[Button, ...]:
    version, task = received.version, received.task
    buttons: list[Button] = []
    place = task.deadline.hand_in
    link = course.link(place.link) if place and place.official else None
    if received.missing or (task.id == REVIEW and version.warnings):
        buttons.append(open_button(version.guild_id, task.id, "Add what is missing", primary=True))
    if link:
        buttons.append(Visit(f"Open {link.title}", link.url))
    return (*buttons, progress_button(version.guild_id))


def verified_card(verified: Verified) -> Card:
    """Draw what checking a receipt has found: genuine or not first."""
    version = verified.version
    if not verified.genuine:
        text = (
            f"### ❌ Not genuine: {version.receipt}\nThere is such a receipt, but its code is another one, or what "
            "is stored no longer matches it. Check that the whole code was copied; if it was, tell staff."
        )
        return Card(KINDS["trouble"], (text,))
    owner = f"group {version.owner.id}" if version.owner.kind == "group" else f"<@{version.by}>"
    lines = [
        f"### ✅ Genuine: {verified.title}, version {version.number}, {punctuality(version)}",
        f"Handed in by {owner}, {stamp(version.at, 'F')}; due {stamp(version.due_at, 'F')}.",
        *(f"- {file_line(file)}\n-# SHA-256 `{file.sha256}`" for file in version.files[:5]),
        *(f"- {line}" for line in _said(version.details)),
    ]
    if not verified.counts:
        lines.append("ℹ️ Another version counts now; this one was received all the same.")
    head = "\n".join(lines)
    if verified.matches is None:
        return Card(KIND, (head,))
    if isinstance(verified.matches, KeptFile):
        match = f"✅ **The attached file is {plain(verified.matches.name)}, byte for byte.**"
    else:
        match = "❌ **The attached file is not one of these.** Its bytes differ; a file saved again is another file."
    return Card(KIND, (match, head))


def progress_card(
    timeline: Timeline,
    guild_id: int,
    progress: Progress,
    due: Mapping[str, datetime],
    now: datetime,
) -> Card:
    """Draw somebody's checklist: how much is done first."""
    course, needed = timeline.course, progress.requirements
    head = (
        f"### {progress.done} of {len(needed)} done to pass"
        if needed
        else "### What you have handed in"
    )
    blocks = [head]
    if needed:
        blocks.append(clip("\n".join(map(_requirement, needed)).strip(), REQUIREMENTS_TEXT))
    if progress.entries:
        lines = ["**Only for prizes, never needed to pass**", *map(_entry, progress.entries)]
        blocks += [RULE, clip("\n".join(lines), ENTRIES_TEXT)]
    coming = _next(timeline, due, now)
    blocks += [RULE, coming] if coming else []
    return Card(
        KIND,
        tuple(blocks),
        _progress_buttons(course, guild_id, progress),
        _switches(guild_id, needed),
    )


def _requirement(requirement: Requirement) -> str:
    proof = f" · {requirement.proof}" if requirement.proof else ""
    head = f"{MARKS[requirement.state]} **{requirement.title}**{proof}"
    if len(requirement.ways) == 1:
        [way] = requirement.ways
        if len(way) == 1 and way[0].title == requirement.title:
            unseen = "\n-# I can't see this; ask staff." if requirement.state == "unknown" else ""
            return head + unseen
        return f"{head}\n{_way(way)}"
    ways = [f"- {_way(way)}" for way in requirement.ways]
    return "\n".join([head, "-# one of these is enough", *ways, ""])  # the empty line ends the list


def _way(way: tuple[Step, ...]) -> str:
    return " · ".join(f"{MARKS[step.state]} {step.title}" for step in way)


def _entry(entry: Entry) -> str:
    if entry.version is None:
        return f"- {entry.title}: nothing yet"
    left = f"; missing: {', '.join(entry.missing)}" if entry.missing else ", complete"
    return f"- {entry.title}: version {entry.version.number}, {punctuality(entry.version)}{left}"


def _next(timeline: Timeline, due: Mapping[str, datetime], now: datetime) -> str:
    """Name the next deadline, as it holds for this person."""
    coming: list[tuple[datetime, str]] = []
    for deadline in timeline.course.deadlines:
        ids = {REVIEW, SLIDES, *deadline.labs} & {
            id
            for id, at in due.items()
            if at >= deadline.due_at and _is_for(timeline, id, deadline)
        }
        at = max([deadline.due_at, *(due[id] for id in ids)])
        if at >= now:
            note = ", with your extension" if at > deadline.due_at else ""
            coming.append((at, f"**Next due: {deadline.short}**, {due_stamp(at)}{note}"))
    return min(coming)[1] if coming else ""


def _is_for(timeline: Timeline, task: str, deadline: Deadline) -> bool:
    course = timeline.course
    if task == REVIEW:
        return course.paper_review is not None and course.paper_review.deadline == deadline.id
    if task == SLIDES:
        return course.pitches is not None and course.pitches.slides_deadline == deadline.id
    return task in deadline.labs


def _switches(guild_id: int, needed: tuple[Requirement, ...]) -> tuple[Press, ...]:
    steps = {step.id: step for r in needed for way in r.ways for step in way if step.id}
    return tuple(
        Press(
            clip(f"{step.title} ✓" if step.state == "done" else f"{step.title}: done", 60),
            f"attest:{guild_id}:{step.id}:{0 if step.state == 'done' else 1}",
            SUCCESS if step.state == "done" else discord.ButtonStyle.secondary,
        )
        for step in list(steps.values())[:MAX_SWITCHES]
    )


def _progress_buttons(course: Course, guild_id: int, progress: Progress) -> tuple[Button, ...]:
    buttons: list[Button] = []
    if course.paper_review and REVIEW not in progress.counting:
        buttons.append(open_button(guild_id, REVIEW, "Hand in a review", primary=True))
    return (*buttons, turn("Deadlines", "deadlines:0"))
