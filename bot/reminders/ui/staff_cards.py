"""What staff see of the ledger. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from bot.client.layout import Button, Card, Press, paginate
from bot.client.look import KINDS, clip, plain, span, stamp
from bot.course.timeline import Timeline
from bot.delivery.model import Notice, Row
from bot.reminders.kinds import ALL

STAFF = KINDS["staff"]
SHOWS = ("planned", "sent", "skipped", "failed")
IN_SHOW = {
    "planned": ("planned", "claimed"),
    "sent": ("sent",),
    "skipped": ("skipped",),
    "failed": ("failed", "unsure"),
}


def shown(rows: Sequence[Row], show: str) -> list[Row]:
    """Pick what a list shows: what is ahead soonest first, what has been newest first. No direct messages."""
    found = [
        r for r in rows if r.state in IN_SHOW[show] and not r.notice.target.startswith("user:")
    ]
    return found if show == "planned" else found[::-1]


def title(timeline: Timeline, notice: Notice) -> str:
    """Name a reminder as people do: lab entries, 3h before."""
    return ALL[notice.kind].title(timeline, notice)


def ledger_card(
    timeline: Timeline, rows: Sequence[Row], show: str, page: int, silent: set[str]
) -> Card:
    """Draw one part of the ledger: the count first."""
    found = shown(rows, show)
    pages = paginate([_line(timeline, row) for row in found], 2600)
    page = min(page, len(pages) - 1)
    of = f" · page {page + 1} of {len(pages)}" if len(pages) > 1 else ""
    blocks = [f"### {len(found)} {show}{of}"]
    blocks += ["\n".join(pages[page])] if found else []
    blocks += (
        [f"-# Silent: {', '.join(sorted(t.partition(':')[2] for t in silent))}"] if silent else []
    )
    buttons: list[Button] = []
    if page:
        buttons.append(Press("◀", f"ledger:{show}:{page - 1}"))
    if page + 1 < len(pages):
        buttons.append(Press("▶", f"ledger:{show}:{page + 1}"))
    buttons += [Press(s.capitalize(), f"ledger:{s}:0") for s in SHOWS if s != show]
    return Card(STAFF, tuple(blocks), tuple(buttons))


def _line(timeline: Timeline, row: Row) -> str:
    planned = row.notice
    line = f"- {stamp(planned.due_at, 'f')} {plain(title(timeline, planned))}"
    if row.sent_at and row.message_id and row.lateness is not None:
        link = f"https://discord.com/channels/{row.guild_id}/{row.channel_id}/{row.message_id}"
        late = (
            f"{row.lateness.total_seconds():.1f} s"
            if row.lateness.total_seconds() < 60
            else span(row.lateness)
        )
        return f"{line} · {late} late · [message]({link})"
    return f"{line} · {plain(clip(row.why, 120))}" if row.why else line


def announcement_card(guild_id: int, row: Row, text: str) -> Card:
    """Show an announcement before it is posted."""
    where = row.notice.target.partition(":")[2]
    head = f"### Post this in <#{where}> {stamp(row.notice.due_at, 'R')}?"
    key = row.notice.key.partition(":")[2]
    buttons = (
        Press("Post it", f"announce:{guild_id}:yes:{key}"),
        Press("Discard", f"announce:{guild_id}:no:{key}"),
    )
    return Card(STAFF, (head, text), buttons)
