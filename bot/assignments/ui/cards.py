"""What people see of what they hand in: receipts, and checks of receipts. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import discord

from bot import links
from bot.assignments import catalog
from bot.assignments.model import (
    Assignment,
    Details,
    Extension,
    KeptFile,
    Receipt,
    Verified,
    Version,
)
from bot.assignments.standing import Standing
from bot.client.layout import Button, Card, Press, Visit
from bot.client.look import KINDS, address, clip, plain, plural, size_text, span, stamp
from bot.course.model import Course
from bot.course.sessions import Deadline
from bot.course.words import say
from bot.ids import GuildId
from bot.text import raised, the

KIND = KINDS["hand-ins"]
PRIMARY = discord.ButtonStyle.primary
WARNING_TEXT = 900
"""Characters that the warnings of a receipt may fill."""
FILES_NAMED = 6
RECEIPTS_LISTED = 12
BUTTONS = 3
"""Buttons that one deadline gets at most."""
ON_ITS_WAY = "-# A copy is on its way to your direct messages."
CLOSED = "-# Your direct messages are closed, so no copy came there. `/progress` keeps your receipts, too."


def open_button(
    guild_id: GuildId, assignment: Assignment, label: str = "", *, primary: bool = False
) -> Press:
    """Make the button that opens the form of an assignment."""
    style = PRIMARY if primary else discord.ButtonStyle.secondary
    return Press(label or assignment.label, f"hand-in:{guild_id}:{assignment.id}", style)


def hand_in_buttons(guild_id: GuildId, course: Course, deadline: Deadline) -> tuple[Press, ...]:
    """Make the buttons that hand in what is due at a deadline."""
    due = catalog.due_at_deadline(course, deadline.id)
    return tuple(open_button(guild_id, assignment) for assignment in due[:BUTTONS])


def there_press(
    guild_id: GuildId,
    standing: Standing,
    label: str,
    style: discord.ButtonStyle = discord.ButtonStyle.secondary,
) -> Press:
    """Make the button that says something is in its official place, or takes that back."""
    said = 0 if standing.is_there else 1
    return Press(label, f"there:{guild_id}:{standing.assignment.id}:{said}", style)


def progress_button(guild_id: GuildId) -> Press:
    """Make the button that shows one's own progress."""
    return Press("My progress", f"progress:{guild_id}")


def receipt_card(assignment: Assignment | None, receipt: Receipt, copy: str = "") -> Card:
    """Draw the receipt: what, when, on time or late, and how to prove it.

    Args:
        assignment: what it is for; None where nobody asks for it any more.
        copy: what has become of the copy by direct message, on the answer to the person.
    """
    version = receipt.version
    official = _official(assignment)
    head = f"### ✅ Received: {receipt.title}, version {version.number}, {punctuality(version)}"
    blocks = [
        f"{head}\n{official}" if official else head,
        "\n".join(_contents(version)),
        _when(version, assignment),
    ]
    blocks.append("\n".join([_proof(version), *([copy] if copy else [])]))
    notes = _notes(receipt)
    blocks += [notes] if notes else []
    return Card(KIND, tuple(blocks), _receipt_buttons(receipt, assignment))


def _when(version: Version, assignment: Assignment | None) -> str:
    times = {time.at for time in assignment.times} if assignment else set[datetime]()
    extended = assignment is not None and version.due_at > assignment.deadline.due_at
    extended = extended and version.due_at not in times
    note = f" with the extension that {say.staff} gave" if extended else ""
    return f"Received {stamp(version.at, 'F')}; due {stamp(version.due_at, 'F')}{note}."


def punctuality(version: Version) -> str:
    """Write by how much a version is on time or late, extension included."""
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
    lines = [f"About: {plain(clip(details.paper, 150))}"] if details.paper else []
    lines += [f"Address: {address(details.link)}"] if details.link else []
    for item, text in details.texts.items():
        length = plural(len(text.split()), "word")
        told = length if links.why_not(text) else address(text)
        lines.append(f"{item.replace('-', ' ').capitalize()}: {told}")
    return lines


def _notes(receipt: Receipt) -> str:
    """Write what is worth knowing about a version, none of which has stopped it; empty for nothing."""
    version, same, counts = receipt.version, receipt.same_as, receipt.counts
    notes = [f"⚠️ {' '.join(map(plain, version.warnings))}"] if version.warnings else []
    notes += [f"⚠️ {_first_sentence(text)}" for text in receipt.refused]
    if same and same == version.number - 1:
        notes.append(f"ℹ️ Its files are the same as in version {same}.")
    elif same:
        notes.append(
            f"ℹ️ This looks like your older version {same}; version {version.number - 1} was newer. "
            "If that was a mistake, hand in the right file again."
        )
    if version.late_by is not None and counts != version.number:
        then = (
            f"{say.staff} decide about this one" if not receipt.late else "this one costs nothing"
        )
        notes.append(f"ℹ️ Version {counts} was on time and still counts; {then}.")
    elif receipt.late:
        notes.append(f"ℹ️ {receipt.late}")
    elif version.late_by is not None:
        notes.append(f"ℹ️ It's late: {say.staff} have been told and decide whether it counts.")
    if receipt.missing:
        notes.append(f"**Still missing:** {'; '.join(receipt.missing)}")
    return clip("\n".join(notes), WARNING_TEXT)


def _first_sentence(text: str) -> str:
    return text.removeprefix("**").split(".**")[0] + "."


def _proof(version: Version) -> str:
    return f"Receipt `{version.receipt} {version.code}` · anyone can check it with `/verify`"


def details_card(version: Version) -> Card:
    """Draw what proves that a file is the one that was handed in."""
    lines = [f"- {file_line(file)}\n-# SHA-256 `{file.sha256}`" for file in version.files[:12]]
    text = "\n".join(lines) or "No file was handed in with it."
    return Card(KIND, (f"### Details of {version.receipt}\n{text}",))


def _official(assignment: Assignment | None) -> str:
    place = assignment.deadline.hand_in if assignment else None
    if place is None or not place.official:
        return ""
    if place.copy_counts:
        return f"**What you hand in here counts, as it does on {place.where}.**"
    return (
        f"**It counts on {place.where}: hand it in there, too.** This receipt doesn't replace that."
    )


def _receipt_buttons(receipt: Receipt, assignment: Assignment | None) -> tuple[Button, ...]:
    guild_id, warned = receipt.version.guild_id, receipt.version.warnings
    buttons: list[Button] = []
    if assignment and (receipt.missing or (assignment.includes and warned)):
        label = "Add what's missing"
        buttons.append(open_button(guild_id, assignment, label, primary=True))
    if assignment and assignment.link:
        buttons.append(Visit(f"Open {assignment.link.title}", assignment.link.url))
    details = Press("Details", f"receipt:{guild_id}:{receipt.version.receipt}")
    return (*buttons, progress_button(guild_id), details)


def receipts_card(
    versions: Sequence[Version], titles: Mapping[str, str], copies: Mapping[str, str]
) -> Card:
    """Draw somebody's receipts with their codes, newest first.

    Args:
        titles: of the assignments, by id.
        copies: what has become of the copy by direct message, by receipt.
    """
    newest = sorted(versions, key=lambda v: (v.at, v.number), reverse=True)
    lines = [f"### {plural(len(newest), 'receipt')}" if newest else "### No receipts yet"]
    for version in newest[:RECEIPTS_LISTED]:
        title = raised(titles.get(version.assignment, version.assignment))
        copy = f" · {copies[version.receipt]}" if version.receipt in copies else ""
        lines.append(
            f"**{title}, version {version.number}**, {punctuality(version)}\n"
            f"-# `{version.receipt} {version.code}`{copy}"
        )
    if len(newest) > RECEIPTS_LISTED:
        lines.append(f"-# and {len(newest) - RECEIPTS_LISTED} older; ask {say.staff} for those")
    lines += [] if newest else ["You'll get one for whatever you hand in."]
    return Card(KIND, ("\n".join(lines),))


def group_news(version: Version, title: str, name: str | None) -> Card:
    """Tell a member that another one handed in for their group. `name`: escaped; None if they left the server."""
    who = name or plain(version.by_name)
    link = f": {address(version.details.link)}" if version.details.link else "."
    text = (
        f"### {who} handed in your {say.group}'s {title}\n"
        f"Version {version.number}, {punctuality(version)}{link}"
    )
    return Card(KIND, (text,))


def extension_news(extension: Extension, title: str, replaced: datetime | None) -> Card:
    """Tell somebody until when they have time now. `replaced`: until when they had, by an earlier extension."""
    whose = f"Your {say.group}" if extension.owner.kind == "group" else "You"
    have = "has" if extension.owner.kind == "group" else "have"
    head = f"### {whose} {have} more time for {the(title)}: until {stamp(extension.due_at)}"
    if replaced and replaced > extension.due_at:
        head = f"### {whose} {have} until {stamp(extension.due_at)} for {the(title)}"
    before = f" It replaces the one until {stamp(replaced)}." if replaced else ""
    return Card(
        KIND, (f"{head}\n{say.Staff} gave this extension {stamp(extension.at, 'f')}.{before}",)
    )


def extension_taken_back(title: str, due_at: datetime, *, by_group: bool) -> Card:
    """Tell somebody that more time was taken back, and until when they have now."""
    whose = f"your {say.group}" if by_group else "you"
    head = f"### {raised(the(title))}: due {stamp(due_at)} for {whose} again"
    text = (
        f"{say.Staff} took back the extension they gave. `/deadlines` has what holds for you now."
    )
    return Card(KIND, (f"{head}\n{text}",))


def counts_now(assignment: Assignment, due_at: datetime, *, late: bool) -> Card:
    """Tell somebody that what they handed in counts otherwise since the course was changed."""
    whose = f"your {say.group}'s" if assignment.by_group else "your"
    how = "late again" if late else "on time now"
    head = f"### {'ℹ️' if late else '✅'} {raised(whose)} {assignment.title} counts as {how}"
    text = (
        f"It's due {stamp(due_at)} since the course was changed. `/progress` shows how it counts."
    )
    return Card(KIND, (f"{head}\n{text}",))


def verified_card(verified: Verified) -> Card:
    """Draw what checking a receipt has found: genuine or not first."""
    version = verified.version
    if not verified.genuine:
        text = (
            f"### ❌ Not genuine: {version.receipt}\nThere's a receipt of that number, but this isn't its code, or "
            f"what is stored no longer matches it. Check that you copied the whole code; if you did, tell {say.staff}."
        )
        return Card(KINDS["trouble"], (text,))
    owner = (
        f"{say.group} {version.owner.id}" if version.owner.kind == "group" else f"<@{version.by}>"
    )
    lines = [
        f"### ✅ Genuine: {verified.title}, version {version.number}, {punctuality(version)}",
        f"Handed in by {owner}, {stamp(version.at, 'F')}; due {stamp(version.due_at, 'F')}.",
        *(f"- {file_line(file)}\n-# SHA-256 `{file.sha256}`" for file in version.files[:5]),
        *(f"- {line}" for line in _said(version.details)),
    ]
    if not verified.counts:
        lines.append("ℹ️ Another version counts now; this one was still received.")
    head = "\n".join(lines)
    if verified.matches is None:
        return Card(KIND, (head,))
    if isinstance(verified.matches, KeptFile):
        match = f"✅ **The attached file is {plain(verified.matches.name)}, byte for byte.**"
    else:
        match = "❌ **The attached file isn't one of these.** Its bytes differ; a file saved again is another file."
    return Card(KIND, (match, head))
