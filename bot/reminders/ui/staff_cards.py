"""What staff see of the ledger. Decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.client.layout import MAX_CUSTOM_ID, Button, Card, Press, paginate
from bot.client.look import KINDS, clip, plain, span, stamp
from bot.course.timeline import Timeline
from bot.course.words import say
from bot.delivery.model import Notice, Row
from bot.ids import GuildId
from bot.reminders import rules
from bot.reminders.kinds.registry import ReminderKinds
from bot.text import day_name

STAFF = KINDS["staff"]
MESSAGES = "messages"
SHOWS = ("planned", "sent", "skipped", "failed", MESSAGES)
IN_SHOW = {
    "planned": ("planned", "claimed"),
    "sent": ("sent",),
    "skipped": ("skipped",),
    "failed": ("failed", "unsure"),
    MESSAGES: ("failed", "unsure"),
}
HEADS = {MESSAGES: "{count} of everything I say failed, or may not have arrived"}


@dataclass(frozen=True, slots=True)
class Names:
    """How what is in the ledger is named to staff."""

    kinds: ReminderKinds
    timeline: Timeline

    def title(self, notice: Notice) -> str:
        """Name a reminder as people do (lab entries, 3h before), and a message by its kind and where it goes."""
        if notice.kind in self.kinds and notice.user_id is None:
            return self.kinds[notice.kind].title(self.timeline, notice)
        return f"{notice.kind} {_where(notice)}"

    def shown(self, notice: Notice) -> str:
        """Return a notice's title for a message: nothing in it acts but the mention of whom it goes to."""
        mention = f"<@{notice.user_id}>"
        return mention.join(plain(part) for part in self.title(notice).split(mention))

    def choice(self, row: Row) -> str:
        """Name a reminder in a picker, what it is waiting for first."""
        if rules.is_waiting(row):
            return f"waits for staff: {self.title(row.notice)}"
        local = row.notice.due_at.astimezone(self.timeline.zone)
        state = "" if row.state == "planned" else f"{row.state}: "
        return f"{state}{day_name(local.date())} {local:%H:%M} {self.title(row.notice)}"


def _where(notice: Notice) -> str:
    place, _, name = notice.target.partition(":")
    if place == "user":
        return f"to <@{name}>"
    if place == "board":
        return f"({name})"
    return f"in <#{name}>" if name.isdecimal() else f"in the {name.replace('_', ' ')} channel"


def shown(rows: Sequence[Row], show: str) -> list[Row]:
    """Pick what a list shows: what waits for staff and what is ahead soonest first, what has been newest first."""
    waiting = [row for row in rows if rules.is_waiting(row)]
    found = [row for row in rows if row.state in IN_SHOW[show] and row not in waiting]
    return [*waiting, *found] if show == "planned" else found[::-1]


def ledger_card(
    names: Names, rows: Sequence[Row], show: str, page: int, silent: Collection[str]
) -> Card:
    """Draw one part of the ledger: the count first."""
    found = shown(rows, show)
    pages = paginate([_line(names, row) for row in found], 2600)
    page = min(page, len(pages) - 1)
    of = f" · page {page + 1} of {len(pages)}" if len(pages) > 1 else ""
    head = HEADS.get(show, "{count} {show}").format(count=len(found), show=show)
    blocks = [f"### {head}{of}"]
    blocks += ["\n".join(pages[page])] if found else []
    quiet = ", ".join(sorted(t.partition(":")[2].replace("_", " ") for t in silent))
    blocks += [f"-# Silenced: {quiet}"] if silent else []
    turns: list[Press] = []
    if page:
        turns.append(Press("← Back", f"ledger:{show}:{page - 1}"))
    if page + 1 < len(pages):
        turns.append(Press("More →", f"ledger:{show}:{page + 1}"))
    others = [Press(s.capitalize(), f"ledger:{s}:0") for s in SHOWS if s != show]
    return Card(STAFF, tuple(blocks), tuple(others), tuple(turns))


def _line(names: Names, row: Row) -> str:
    name = names.shown(row.notice)
    if rules.is_waiting(row):
        return f"- ⏳ **waits for {say.staff}** · {name} · post it with `action: send now`"
    line = f"- {stamp(row.notice.due_at, 'f')} {name}"
    if row.state == "sent" and row.sent_at and row.lateness is not None:
        late = row.lateness.total_seconds()
        how_late = f"{late:.1f} s" if late < 60 else span(row.lateness)
        return f"{line} · {how_late} late{_link(row)}"
    unsure = " · I can't tell whether it arrived" if row.state == "unsure" else ""
    return f"{line}{unsure} · {plain(clip(row.why, 120))}" if row.why else f"{line}{unsure}"


def _link(row: Row) -> str:
    if row.message_id is None:
        return ""
    link = f"https://discord.com/channels/{row.guild_id}/{row.channel_id}/{row.message_id}"
    return f" · [message]({link})"


def actions(row: Row) -> tuple[Button, ...]:
    """Return the buttons of what staff can do with something in the ledger."""
    if rules.can_come_back(row):
        return press("Take the skip back", "back", row)
    if not rules.can_be_skipped(row):
        return ()
    return (*press("Send now", "send", row), *press("Skip", "skip", row))


def press(label: str, what: str, row: Row) -> tuple[Button, ...]:
    """Return a button that acts on a row; none where its key is too long for one."""
    address = f"reminder:{what}:{row.notice.key}"
    return (Press(label, address),) if len(address) <= MAX_CUSTOM_ID else ()


def message_card(names: Names, row: Row) -> Card:
    """Show a message that isn't a reminder: what it is, and what became of it."""
    head = f"### {plain(row.notice.kind)} {_where(row.notice)}"
    return Card(STAFF, (head, _line(names, row)), actions(row))


def skipped_card(names: Names, row: Row) -> Card:
    """Say that something is skipped."""
    head = f"### ✅ Skipped: {names.shown(row.notice)}"
    return Card(STAFF, (head, "It won't be posted."), actions(row))


def back_card(names: Names, row: Row) -> Card:
    """Say that a skip was taken back."""
    head = f"### ✅ Back in the plan: {names.shown(row.notice)}"
    when = f"It waits for {say.staff} to post it."
    if not rules.is_waiting(row):
        when = f"Due {stamp(row.notice.due_at, 'F')} ({stamp(row.notice.due_at, 'R')})."
    return Card(STAFF, (head, when), actions(row))


def sending_card(names: Names, row: Row) -> Card:
    """Say what became of something that was sent now."""
    name = names.shown(row.notice)
    if row.state == "sent":
        return Card(STAFF, (f"### ✅ Posted: {name}{_link(row)}",))
    if row.state == "skipped":
        return Card(STAFF, (f"### ⚠️ Not posted: {name}", plain(row.why).capitalize() + "."))
    why = f"Not yet: {plain(row.why)}. I'll keep trying." if row.why else "It's on its way."
    return Card(STAFF, (f"### ⏳ {name}", why))


def silenced_card(words: str, row: Row) -> Card:
    """Ask whether to post in a channel that is silenced."""
    buttons = (*press("Post it anyway", "anyway", row), *press("Leave it", "leave", row))
    return Card(STAFF, (words,), buttons)


def announcement_card(guild_id: GuildId, row: Row, text: str, now: datetime) -> Card:
    """Show an announcement before it is posted: now, or when its time comes."""
    where = row.notice.target.partition(":")[2]
    due = row.notice.due_at
    head = f"### Post this in <#{where}> {stamp(due, 'R') if due > now else 'now'}?"
    key = row.notice.key.partition(":")[2]
    buttons = (
        Press("Post it", f"announce:{guild_id}:yes:{key}"),
        Press("Discard", f"announce:{guild_id}:no:{key}"),
    )
    return Card(STAFF, (head, text), buttons)
