"""What students ask first: what is next, what is due, what is on today.

Addresses: `next:`, `deadlines:PAGE`, `today:`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.client.layout import Button, Card, Visit, paginate
from bot.client.look import KINDS, MAX_HEADING, clip, due_stamp, look, stamp
from bot.client.pages import page_number, share, turn
from bot.course.model import Course
from bot.course.sessions import Deadline
from bot.course.timeline import DAY, Item, Timeline
from bot.schedule.lines import disputed, heading, place_text, subject, time_text, zone_footer
from bot.schedule.mine import NOBODY, Mine
from bot.schedule.office_hours import hours_when, whose_of
from bot.schedule.views import day_card
from bot.text import day_name

MOST_BUTTONS = 5
MOST_KINDS = 6
"""Kinds of meetings whose next one is named: the soonest."""


def next_card(timeline: Timeline, _rest: str, now: datetime, mine: Mine = NOBODY) -> Card:
    """Render `next:`: what is on, the next meeting of each kind, office hours, deadline, release, with countdowns."""
    course = timeline.course
    hours = timeline.next_office_hours(now)
    meetings, release = timeline.next_sessions(now), timeline.next_release(now)
    due = next(iter(_open_for(timeline, mine, now)), None)
    on = timeline.current_sessions(now)
    then = "**Next** " if on else ""  # else the headline says so
    lines = [f"▶️ {_line(i, course, time_text(i))}" for i in on]
    untimed = timeline.next_untimed(now)[:MOST_KINDS]
    ahead = sorted((*untimed, *meetings[:MOST_KINDS]), key=lambda item: item.day)
    lines += [_ahead(timeline, item, now, then) for item in ahead]
    if hours:
        whose = whose_of(timeline, hours)
        lines.append(
            f"**💬 Office hours{whose}** {hours_when(timeline, hours, now)} · {hours.where}"
        )
    if due and due.deadline and due.starts_at:
        place = f" · on {due.where}" if due.where else ""
        you = mine.notes.get(due.deadline.id)
        note = f" · **you:** {you}" if you else ""
        lines.append(f"**⏰ Due** {due.title} · {due_stamp(_until(due, mine))}{place}{note}")
        late = _late(due.deadline, course, mine)
        lines += [f"-# {late}"] if late else []
    if release:
        lines.append(f"{then}{heading(release)} · {_when(release)}")
    head = _next_headline(timeline, (*meetings[:1], due, release), now)
    buttons: list[Button] = [*mine.buttons]
    if timeline.deadlines:
        buttons.append(turn("Deadlines", "deadlines:0", 0, primary=not mine.buttons))
    if timeline.on(timeline.today(now)):
        buttons.append(turn("Today", f"day:{timeline.today(now)}", 1))
    buttons = [*buttons, turn("Whole course", "course:0", 2)][: MOST_BUTTONS - 1]
    buttons.append(share("next:"))
    body = ("\n".join(paginate(lines)[0]),) if lines else ()
    return Card(KINDS["course"], (head, *body, zone_footer(course)), tuple(buttons))


def _ahead(timeline: Timeline, item: Item, now: datetime, then: str) -> str:
    if item.starts_at:
        return f"{then}{_line(item, timeline.course, _when(item))}"
    then = "" if item.day == timeline.today(now) else then
    return f"{then}{_line(item, timeline.course, day_name(item.day))}"


def _line(item: Item, course: Course, when: str) -> str:
    place = place_text(item, course)
    return f"{heading(item, MAX_HEADING)} · {when}{f' · {place}' if place else ''}"


def _next_headline(timeline: Timeline, ahead: Sequence[Item | None], now: datetime) -> str:
    """Name what is on, or whatever comes first: a meeting of any kind, what is due, what comes out."""
    on = timeline.current_sessions(now)
    if on:
        return f"### On now: {clip(subject(on[0]) or look(on[0].kind).word, MAX_HEADING)}"
    timed = [(item.starts_at, item) for item in ahead if item and item.starts_at]
    untimed = next(iter(timeline.next_untimed(now)), None)
    if untimed and all(at - now > DAY and timeline.today(at) > untimed.day for at, _ in timed):
        day = "Today" if untimed.day == timeline.today(now) else day_name(untimed.day)
        return f"### {day}: {clip(subject(untimed) or look(untimed.kind).word, MAX_HEADING)}"
    if not timed:
        term = timeline.course.term
        if now < timeline.midnight(term.start):
            return f"### The course starts on {day_name(term.start)}"
        if timeline.today(now) > term.last_day:
            return f"### The course is over; it ended on {day_name(term.end)}"
        return "### There are no meetings or deadlines left"
    starts_at, soonest = min(timed, key=lambda pair: pair[0])
    what = f"{soonest.deadline.short} due" if soonest.deadline else subject(soonest)
    return f"### Next: {clip(what or look(soonest.kind).word, MAX_HEADING)} {stamp(starts_at, 'R')}"


def _when(item: Item) -> str:
    return due_stamp(item.starts_at) if item.starts_at else time_text(item)


def deadlines_card(timeline: Timeline, rest: str, now: datetime, mine: Mine = NOBODY) -> Card:
    """Render `deadlines:PAGE`: open ones first, soonest first; passed ones below.

    Args:
        mine: what it says to its reader alone.
    """
    course = timeline.course
    open_ = _open_for(timeline, mine, now)
    passed = [item for item in timeline.passed_deadlines(now) if item not in open_]
    parts = [_deadline_block(item, course, mine) for item in open_]
    if passed:
        parts.append("**Passed**\n" + f"-# {_passed(passed[0])}")
        parts += [f"-# {_passed(item)}" for item in passed[1:]]
    pages = paginate(parts, separator="\n\n")
    page = min(page_number(rest), len(pages) - 1)
    first = open_[0] if open_ else None
    if first and first.deadline and first.starts_at:
        head = f"### Next due: {first.deadline.short}, {stamp(_until(first, mine), 'R')}"
    else:
        head = "### Nothing is due anymore" if passed else "### This course has no deadlines"
    note = f" · page {page + 1} of {len(pages)}" if len(pages) > 1 else ""
    buttons: list[Button] = [*mine.buttons]
    if not mine.buttons or len(pages) == 1:
        buttons.append(turn("What's next", "next:", 0, primary=not mine.buttons))
    if page:
        buttons.append(turn("← Back", f"deadlines:{page - 1}", 1))
    if page + 1 < len(pages):
        buttons.append(turn("More →", f"deadlines:{page + 1}", 2))
    link = (
        course.link(first.deadline.hand_in.link)
        if first and first.deadline and first.deadline.hand_in
        else None
    )
    if link and len(buttons) < MOST_BUTTONS - 1:
        buttons.append(Visit(f"Open {link.title}", link.url))
    body = "\n\n".join(pages[page])
    blocks = (head + note, *([body] if body else []), zone_footer(course))
    return Card(KINDS["deadline"], blocks, (*buttons, share(f"deadlines:{page}")))


def _until(item: Item, mine: Mine) -> datetime:
    """Return until when a deadline is open: for its reader, who may have more time, or for everybody."""
    assert item.deadline is not None and item.starts_at is not None
    return mine.until.get(item.deadline.id, item.starts_at)


def _open_for(timeline: Timeline, mine: Mine, now: datetime) -> list[Item]:
    """Return the deadlines that are open for a reader, soonest first."""
    extended = [i for i in timeline.passed_deadlines(now) if _until(i, mine) >= now]
    return sorted([*timeline.open_deadlines(now), *extended], key=lambda i: _until(i, mine))


def _deadline_block(item: Item, course: Course, mine: Mine) -> str:
    assert item.deadline is not None and item.starts_at is not None
    deadline, until = item.deadline, _until(item, mine)
    place = _hand_in(deadline, course)
    lines = [f"⏰ **{deadline.title}**", f"{due_stamp(until)}{f' · {place}' if place else ''}"]
    if until > item.starts_at:
        lines.append(f"You have more time; for others it's {stamp(item.starts_at, 'F')}.")
    you = mine.notes.get(deadline.id)
    lines += [f"**You:** {you}"] if you else []
    lines += [deadline.need] if deadline.need else []
    lines += [f"-# For: {deadline.who}."] if deadline.who else []
    late = _late(deadline, course, mine)
    notes = [
        *([late] if late else []),
        *deadline.notes,
        *disputed(deadline.also_stated, course, "due time"),
    ]
    return "\n".join([*lines, *(f"-# {note}" for note in notes)])


def _late(deadline: Deadline, course: Course, mine: Mine) -> str:
    """Say what being late costs: its reader, or everybody; empty where the course doesn't say."""
    return mine.late.get(deadline.id, course.late_words([deadline.id], brief=True))


def _hand_in(deadline: Deadline, course: Course) -> str:
    if deadline.hand_in is None:
        return ""
    link = course.link(deadline.hand_in.link)
    place = f"[{deadline.hand_in.where}]({link.url})" if link else deadline.hand_in.where
    return f"on {place}{f' ({link.access})' if link and link.access else ''}"


def _passed(item: Item) -> str:
    assert item.starts_at is not None
    return f"{item.title} · {stamp(item.starts_at, 'f')}"


def today_card(timeline: Timeline, _rest: str, now: datetime) -> Card:
    """Render `today:`: the day it is then; what comes next where there's nothing on it."""
    today = timeline.today(now)
    return (
        day_card(timeline, str(today), now) if timeline.on(today) else next_card(timeline, "", now)
    )


RENDERERS = {"next": next_card, "deadlines": deadlines_card}
"""The pages that say more to their reader alone, by the word of their address."""
