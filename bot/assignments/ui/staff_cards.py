"""What staff see of the submissions. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot import links
from bot.assignments.model import Assignment, Owner, Version
from bot.assignments.overview import SHOWS, Counts, Line, Show
from bot.assignments.progress import Progress
from bot.assignments.requests import Granted
from bot.assignments.ui.cards import file_line, punctuality
from bot.assignments.ui.progress_cards import MARKS
from bot.client.layout import RULE, Button, Card, Press, paginate
from bot.client.look import KINDS, address, clip, plain, plural, span, stamp
from bot.course.words import in_words, say
from bot.delivery.model import OPEN, Row
from bot.ids import GuildId, UserId
from bot.text import listing, raised, the

STAFF = KINDS["staff"]
KNOWN = (
    "-# Of the people I know of: in a group, with something handed in, or with something marked as done. Discord "
    "doesn't let me list the others."
)
ALL = "*"
"""What the list's buttons carry for every assignment; no id has a star in it."""
NOBODY = (
    "Nobody is in a group, has handed anything in or has marked anything as done. I can't list anybody else: "
    "Discord doesn't let me."
)
VERSIONS_SHOWN = 6
SHOWN = {
    "all": "handed in",
    "late": "late",
    "warnings": "with warnings",
    "missing": "not handed in",
}


def list_card(lines: Sequence[Line], only: Assignment | None, show: Show, page: int) -> Card:
    """Draw who handed in, or who hasn't: the count first."""
    what = f" · {only.title}" if only else ""
    pages = paginate([_line(line, only is None) for line in lines], 2400)
    page = min(page, len(pages) - 1)
    of = f" · page {page + 1} of {len(pages)}" if len(pages) > 1 else ""
    blocks = [f"### {len(lines)} {SHOWN[show]}{what}{of}"]
    blocks += ["\n".join(pages[page])] if lines else []
    blocks.append(in_words(KNOWN))
    return Card(STAFF, tuple(blocks), _list_buttons(only, show, page, len(pages)))


def _line(line: Line, named: bool) -> str:
    who = owner_text(line.owner)
    what = f" · {line.assignment.title}" if named else ""
    version = line.version
    if version is None:
        return f"- {who}{what}"
    marks = "⚠️ " if version.warnings or version.flags else ""
    kept = f" · {plural(line.kept, 'version')}" if line.kept > 1 else ""
    return f"- {marks}{who}{what} · {punctuality(version)}{kept} · `{version.receipt}`"


def owner_text(owner: Owner) -> str:
    """Name an owner: a mention that pings nobody, or the group's number."""
    return f"{say.group} {owner.id}" if owner.kind == "group" else f"<@{owner.id}>"


def _list_buttons(only: Assignment | None, show: Show, page: int, pages: int) -> tuple[Button, ...]:
    id = only.id if only else ALL
    if pages > 1:
        turns = (("← Back", page - 1), ("More →", page + 1))
        return tuple(
            Press(label, f"hand-ins:{id}:{show}:{to}") for label, to in turns if 0 <= to < pages
        )
    others = [other for other in SHOWS if other != show]
    return tuple(Press(SHOWN[o].capitalize(), f"hand-ins:{id}:{o}:0") for o in others)


def person_card(
    guild_id: GuildId, who: str, versions: Sequence[Version], titles: Mapping[str, str]
) -> Card:
    """Draw everything one person and their group have handed in, newest first."""
    if not versions:
        return Card(STAFF, (f"### {who} hasn't handed in anything yet", in_words(KNOWN)))
    newest = sorted(versions, key=lambda v: (v.at, v.number), reverse=True)
    parts = [_version_text(version, titles) for version in newest[:VERSIONS_SHOWN]]
    older = len(newest) - VERSIONS_SHOWN
    more = [f"\n-# and {older} older; the export has all"] if older > 0 else []
    buttons = tuple(
        Press(
            f"Files of {titles.get(v.assignment, v.assignment)} v{v.number}",
            f"hand-in-files:{v.receipt}",
        )
        for v in newest[:5]
        if v.files
    )
    count = len({(v.owner, v.assignment) for v in versions})
    head = f"### {who}: {plural(count, 'submission')}"
    head += f" in {plural(len(versions), 'version')}" if len(versions) > count else ""
    return Card(STAFF, (head, *parts, *more), buttons)


def _version_text(version: Version, titles: Mapping[str, str]) -> str:
    title, said = raised(titles.get(version.assignment, version.assignment)), version.details
    head = f"**{title}, version {version.number}**, {punctuality(version)} · `{version.receipt}`"
    lines = [f"- {file_line(f)}" for f in version.files[:5]]
    lines += [f"- About: {plain(clip(said.paper, 100))}"] if said.paper else []
    lines += [f"- {address(said.link)}"] if said.link else []
    lines += [
        f"- {id}: {plain(clip(text, 120)) if links.why_not(text) else address(text)}"
        for id, text in said.texts.items()
    ]
    lines += [f"- ⚠️ {plain(clip(w, 150))}" for w in (*version.warnings, *version.flags)]
    return clip("\n".join([head, f"{stamp(version.at, 'F')}", *lines]), 560)


def extension_card(granted: Granted, rows: Sequence[Row]) -> Card:
    """Say what was given, to whom, and what has become of the word to each.

    Args:
        rows: the notices to the people who have more time.
    """
    extension, assignment, replaced = granted.extension, granted.assignment, granted.replaced
    due_at, who = granted.stated_at, owner_text(extension.owner)
    passed = extension.at > due_at
    counted = (
        f"{span(extension.due_at - extension.at)} from now, since that has passed"
        if passed
        else f"{span(extension.due_at - due_at)} after that"
    )
    lines = [
        f"### ✅ {raised(who)} may hand in {the(assignment.title)} until {stamp(extension.due_at)}",
        f"The course's deadline for them is {stamp(due_at)}; this is {counted}.",
        f"Reason: {plain(extension.reason)}",
    ]
    if replaced:
        lines.append(f"⚠️ This replaces their extension until {stamp(replaced.due_at)}.")
    lines += _told(rows)
    lines.append("-# Their receipts and `/progress` show it.")
    return Card(STAFF, ("\n".join(lines),))


def _told(rows: Sequence[Row]) -> list[str]:
    """Write what has become of direct messages."""
    people = {
        "Told by direct message": [r for r in rows if r.state == "sent"],
        "A direct message is on its way to": [r for r in rows if r.state in OPEN],
        "⚠️ Direct messages are closed, so please tell": [r for r in rows if r.state == "skipped"],
    }
    return [
        f"{words}: {listing(f'<@{row.notice.user_id}>' for row in some)}"
        for words, some in people.items()
        if some
    ]


def progress_overview(counts: Counts, each: Mapping[UserId, Progress]) -> Card:
    """Draw everybody's progress: counts, and a table as a list."""
    needed = "The course file doesn't say what it takes to pass."
    if not each:
        what = "\n".join(f"- {title}" for title in counts.done)
        text = f"What it takes to pass:\n{what}" if what else needed
        return Card(STAFF, ("### Nobody to show yet", in_words(NOBODY), text))
    people = plural(counts.people, "person has", "people have")
    head = f"### {counts.passing} of {people} all it takes to pass"
    totals = [f"- {title}: **{done}** of {counts.people}" for title, done in counts.done.items()]
    rows = [
        f"{' '.join(MARKS[r.state] for r in found.requirements)} <@{user_id}>"
        for user_id, found in each.items()
    ]
    pages = paginate(rows, 2000)
    blocks = [head, "\n".join(totals) or needed, in_words(KNOWN), RULE, "\n".join(pages[0])]
    if len(pages) > 1:
        blocks.append("-# The first ones; everybody is in the attached table.")
    return Card(STAFF, tuple(blocks))
