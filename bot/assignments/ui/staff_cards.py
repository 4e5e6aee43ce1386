"""What staff see of the hand-ins. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.assignments.model import Extension, Owner, Task, Version
from bot.assignments.overview import SHOWS, Counts, Line, Show
from bot.assignments.progress import Progress
from bot.assignments.ui.cards import MARKS, file_line, punctuality
from bot.client.layout import RULE, Button, Card, Press, paginate
from bot.client.look import KINDS, clip, plain, plural, stamp
from bot.course.text import raised

STAFF = KINDS["staff"]
KNOWN = (
    "-# Of the people I know: in a group, with a hand-in, or with something marked as done. Discord doesn't "
    "let me list the others."
)
SHOWN = {
    "all": "handed in",
    "late": "late",
    "warnings": "with warnings",
    "missing": "not handed in",
}


def list_card(lines: Sequence[Line], task: Task | None, show: Show, page: int) -> Card:
    """Draw who handed in, or who hasn't: the count first."""
    what = f" · {task.title}" if task else ""
    pages = paginate([_line(line, task is None) for line in lines], 2400)
    page = min(page, len(pages) - 1)
    of = f" · page {page + 1} of {len(pages)}" if len(pages) > 1 else ""
    blocks = [f"### {len(lines)} {SHOWN[show]}{what}{of}"]
    blocks += ["\n".join(pages[page])] if lines else []
    blocks.append(KNOWN)
    return Card(STAFF, tuple(blocks), _list_buttons(task, show, page, len(pages)))


def _line(line: Line, with_task: bool) -> str:
    who = owner_text(line.owner)
    what = f" · {line.task.title}" if with_task else ""
    version = line.version
    if version is None:
        return f"- {who}{what}"
    marks = "⚠️ " if version.warnings or version.flags else ""
    kept = f" · {plural(line.kept, 'version')}" if line.kept > 1 else ""
    return f"- {marks}{who}{what} · {punctuality(version)}{kept} · `{version.receipt}`"


def owner_text(owner: Owner) -> str:
    """Name an owner: a mention that pings nobody, or the group's number."""
    return f"group {owner.id}" if owner.kind == "group" else f"<@{owner.id}>"


def _list_buttons(task: Task | None, show: Show, page: int, pages: int) -> tuple[Button, ...]:
    id = task.id if task else "any"
    if pages > 1:
        turns = [("◀", page - 1, page == 0), ("▶", page + 1, page == pages - 1)]
        return tuple(
            Press(label, f"hand-ins:{id}:{show}:{max(0, to)}", disabled=off)
            for label, to, off in turns
        )
    others = [other for other in SHOWS if other != show]
    return tuple(Press(SHOWN[o].capitalize(), f"hand-ins:{id}:{o}:0") for o in others)


def person_card(
    guild_id: int, who: str, versions: Sequence[Version], titles: Mapping[str, str]
) -> Card:
    """Draw everything one person and their group have handed in, newest first."""
    if not versions:
        return Card(STAFF, (f"### {who} has handed in nothing yet", KNOWN))
    newest = sorted(versions, key=lambda v: v.at, reverse=True)
    parts: list[str] = []
    for version in newest[:6]:
        title = titles.get(version.task, version.task)
        title = raised(title)
        head = (
            f"**{title}, version {version.number}**, {punctuality(version)} · `{version.receipt}`"
        )
        lines = [f"- {file_line(f)}" for f in version.files[:5]]
        lines += (
            [f"- Paper: {plain(clip(version.details.paper, 100))}"] if version.details.paper else []
        )
        lines += [f"- <{version.details.link}>"] if version.details.link else []
        lines += [f"- {k}: {plain(clip(t, 120))}" for k, t in version.details.texts.items()]
        lines += [f"- ⚠️ {plain(clip(w, 150))}" for w in (*version.warnings, *version.flags)]
        parts.append(clip("\n".join([head, f"{stamp(version.at, 'F')}", *lines]), 560))
    more = f"\n-# and {len(newest) - 6} older; the export has all" if len(newest) > 6 else ""
    buttons = tuple(
        Press(f"Files of {titles.get(v.task, v.task)} v{v.number}", f"hand-in-files:{v.receipt}")
        for v in newest[:5]
        if v.files
    )
    head = f"### {who}: {plural(len(versions), 'hand-in')}"
    return Card(STAFF, (head, *parts, *([more] if more else [])), buttons)


def extension_card(extension: Extension, task: Task) -> Card:
    """Say that more time was granted."""
    text = (
        f"### ✅ {owner_text(extension.owner)} may hand in the {task.title} until {stamp(extension.due_at)}\n"
        f"The course's deadline is {stamp(task.deadline.due_at)}. Their receipts and `/progress` show the new one."
    )
    return Card(STAFF, (text,))


def extension_news(extension: Extension, task: Task) -> Card:
    """Tell a person that they have more time."""
    whose = "Your group has" if extension.owner.kind == "group" else "You have"
    text = (
        f"### {whose} more time for the {task.title}: until {stamp(extension.due_at)}\n"
        f"Staff granted it {stamp(extension.at, 'f')}."
    )
    return Card(KINDS["hand-ins"], (text,))


def progress_overview(counts: Counts, each: Mapping[int, Progress]) -> Card:
    """Draw everybody's progress: counts, and a table as a list."""
    head = f"### {counts.passing} of {plural(counts.people, 'person', 'people')} have all it takes to pass"
    totals = [f"- {title}: **{done}** of {counts.people}" for title, done in counts.done.items()]
    rows = [
        f"{' '.join(MARKS[r.state] for r in found.requirements)} <@{user_id}>"
        for user_id, found in each.items()
    ]
    blocks = [head, "\n".join(totals) or "The course file names no requirement.", KNOWN]
    if rows:
        blocks += [RULE, "\n".join(paginate(rows, 2000)[0])]
    if len(paginate(rows, 2000)) > 1:
        blocks.append("-# The first ones; everybody is in the attached table.")
    return Card(STAFF, tuple(blocks))
