"""What students ask first: what is next, what is due, whether office hours are open.

Addresses: `next:`, `deadlines:PAGE`, `hours:`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.client.layout import Button, Card, Visit, paginate
from bot.client.look import KINDS, MAX_HEADING, clip, due_stamp, look, stamp
from bot.client.pages import page_number, share, turn
from bot.course.cohorts import names_of
from bot.course.model import Course
from bot.course.sessions import Deadline, OfficeHours
from bot.course.timeline import DAY, Item, State, Timeline
from bot.course.words import say
from bot.schedule.lines import disputed, heading, place_text, subject, time_text, zone_footer
from bot.schedule.mine import NOBODY, Mine
from bot.schedule.views import day_card
from bot.text import clock_time, day_name

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
        whose = _whose(timeline, hours)
        lines.append(
            f"**💬 Office hours{whose}** {_hours_when(timeline, hours, now)} · {hours.where}"
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


def hours_card(timeline: Timeline, _rest: str, now: datetime) -> Card:
    """Render `hours:`: open now, opens when, until when, where, who may come, what for."""
    course = timeline.course
    item = timeline.next_office_hours(now)
    hours = item.hours if item else next(iter(course.office_hours), None)
    if hours is None:
        text = (
            f"### This course lists no office hours\nAsk the course {say.staff} how to reach them."
        )
        contacts = (turn("Contacts", "topic:0/contacts", 0),) if course.contacts else ()
        return Card(KINDS["office hours"], (text,), (*contacts, share("hours:")))
    head = (
        _hours_headline(timeline, item, now)
        if item
        else "### Office hours are over for this course"
    )
    whose = _whose(timeline, item).strip(" ()") if item else ""
    lines = [f"👥 For {whose}."] if whose else []
    lines += [*_hours_facts(hours, course), *_other_hours(timeline, item, now)]
    buttons: list[Button] = []
    link = course.link(hours.link)
    if link:
        buttons.append(Visit(f"Open {hours.where}", link.url))
    buttons += [turn("What's next", "next:", 0), share("hours:")]
    pages = paginate([head, *lines])
    return Card(KINDS["office hours"], ("\n".join(pages[0]), zone_footer(course)), tuple(buttons))


def _hours_headline(timeline: Timeline, item: Item, now: datetime) -> str:
    assert item.ends_at is not None
    state, note = timeline.state(item, now), f"\n-# {item.note}" if item.note else ""
    until = f"{stamp(item.ends_at, 't')}"
    if state is State.ON:
        return f"### Open now, until {until} ({stamp(item.ends_at, 'R')}){note}"
    if state is State.AFTER_LECTURE:
        kind = item.hours.after if item.hours else None
        return (
            f"### Open as soon as today's {kind} ends, until {until} ({stamp(item.ends_at, 'R')})\n"
            f"The course page doesn't say when the {kind} ends, so they may be open already; "
            f"if the {kind} is over, they are.{note}"
        )
    on = "today, " if state is State.TODAY else f"on {day_name(item.day)}, "
    return f"### Closed now. Next: {'' if item.starts_at else on}{_span(item)}{note}"


def _span(item: Item) -> str:
    assert item.ends_at is not None
    until = f"until {stamp(item.ends_at, 't')}"
    if item.starts_at:
        return f"{stamp(item.starts_at, 'F')} {until}"
    kind = item.hours.after if item.hours else None
    begins = f" (it starts {stamp(item.not_before, 'F')})" if item.not_before else ""
    return f"when the {kind} ends{begins}, {until}"


def _hours_when(timeline: Timeline, item: Item, now: datetime) -> str:
    assert item.ends_at is not None
    state = timeline.state(item, now)
    if state is State.ON:
        return f"open now, until {stamp(item.ends_at, 't')}"
    if state is State.AFTER_LECTURE:
        kind = item.hours.after if item.hours else None
        return f"open when the {kind} ends, until {stamp(item.ends_at, 't')}"
    if item.starts_at:
        return _span(item)
    return f"{'today' if state is State.TODAY else day_name(item.day)}, {_span(item)}"


def _hours_facts(hours: OfficeHours, course: Course) -> list[str]:
    lines = [f"📍 In {hours.where}{f', hosted by {hours.hosts}' if hours.hosts else ''}."]
    if hours.access:
        lines.append(f"🔑 {hours.access}")
    if hours.after:
        lines.append(
            f"🕑 After each day's {hours.after}, until {clock_time(hours.closes)} {course.zone_label}."
        )
    if hours.purposes:
        lines += ["**Come to**", *(f"- {purpose}" for purpose in hours.purposes)]
    notes = (*hours.not_for, *disputed(hours.also_stated, course))
    return [*lines, *(f"-# {text}" for text in notes)]


def _other_hours(timeline: Timeline, shown: Item | None, now: datetime) -> list[str]:
    others: list[str] = []
    for hours in timeline.course.office_hours:
        following = [
            i for i in timeline.office_hours if i.hours is hours and i.ends_at and i.ends_at > now
        ]
        if following and (shown is None or shown.hours is not hours):
            named = f"{hours.title}{_whose(timeline, following[0])} in {hours.where}"
            others.append(f"**Also** {named}: {_hours_when(timeline, following[0], now)}")
    return others


def _whose(timeline: Timeline, item: Item) -> str:
    """Name in brackets the cohorts that something is for; empty for everybody's, and for its reader's own."""
    if timeline.mine.intersection(item.cohorts) or not item.cohorts:
        return ""
    return f" ({names_of(timeline.course.cohorts, item.cohorts)})"


def today_card(timeline: Timeline, _rest: str, now: datetime) -> Card:
    """Render `today:`: the day it is then; what comes next where there's nothing on it."""
    today = timeline.today(now)
    return (
        day_card(timeline, str(today), now) if timeline.on(today) else next_card(timeline, "", now)
    )


RENDERERS = {"next": next_card, "deadlines": deadlines_card}
"""The pages that say more to their reader alone, by the word of their address."""
