"""The schedule's pages: one day, one week, the whole course, and what matches words.

Addresses: `day:2021-01-26[/page]`, `week:2021-01-25[/page]`, `course:page`, `find:page/words`.
"""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby

from bot.client.layout import Button, Card, paginate
from bot.client.look import KINDS, MAX_HEADING, clip, look, plain, plural
from bot.client.pages import MAX_ADDRESS, page_number, share, turn
from bot.course.search import matching
from bot.course.timeline import DAY, State, Timeline, monday
from bot.course.when import Everything, Matching, OneDay, OneWeek, Scope
from bot.errors import StalePage
from bot.schedule.day_list import day_blocks, join_days
from bot.schedule.lines import full_line, marked, zone_footer
from bot.text import day_name

COURSE_TEXT = 2000
"""Characters of days on one page of the whole course."""


def address_of(scope: Scope) -> str:
    """Return the address of a part of the schedule."""
    match scope:
        case OneDay(day):
            return f"day:{day}"
        case OneWeek(start):
            return f"week:{start}"
        case Everything(page):
            return f"course:{page}"
        case Matching(words):
            return f"find:0/{words}"[:MAX_ADDRESS]


def day_card(timeline: Timeline, rest: str, now: datetime) -> Card:
    """Render `day:2021-01-26` or, for a crowded day, `day:2021-01-26/1`."""
    day, page = _day_and_page(rest)
    items = timeline.on(day)
    off = next((item for item in items if item.day_off), None)
    free = f" · no class: {clip(off.title, MAX_HEADING)}" if off else ""
    head = f"### {day_name(day)}{_nearness(timeline, day, now)}{free}"
    pages = paginate([full_line(timeline, item, now) for item in items])
    page = min(page, len(pages) - 1)
    body = "\n".join(pages[page])
    if not items:
        head = f"### Nothing is scheduled on {day_name(day)}{_nearness(timeline, day, now)}"
    blocks = [
        f"{head}{_page_note(page, len(pages))}",
        *([body] if body else [_around(timeline, day)]),
    ]
    first = next((i.kind for i in items if i.is_session and i.begins_at), "course")
    return Card(
        look(first),
        (*blocks, zone_footer(timeline.course)),
        _day_buttons(timeline, day, page, len(pages)),
    )


def _nearness(timeline: Timeline, day: date, now: datetime) -> str:
    today = timeline.today(now)
    near = {today: " · today", today + DAY: " · tomorrow", today - DAY: " · yesterday"}
    return near.get(day, " · over" if day < today else "")


def _around(timeline: Timeline, day: date) -> str:
    term, parts = timeline.course.term, list[str]()
    if day < term.start:
        parts.append(f"The course starts on {day_name(term.start)}, {term.start.year}.")
    elif day > term.end:
        parts.append(f"The course ended on {day_name(term.end)}, {term.end.year}.")
    after = timeline.day_after(day)
    if after and term.start <= day:
        parts.append(f"The next day with something on it is {day_name(after)}.")
    return " ".join(parts) or "There's nothing on any later day."


def _day_buttons(timeline: Timeline, day: date, page: int, pages: int) -> tuple[Button, ...]:
    before, after = timeline.day_before(day), timeline.day_after(day)
    buttons: list[Button] = []
    if before:
        buttons.append(turn(f"← {day_name(before)}", f"day:{before}", 0))
    buttons.append(turn(f"Week of {day_name(monday(day))}", f"week:{monday(day)}", 1))
    if after:
        buttons.append(turn(f"{day_name(after)} →", f"day:{after}", 2, primary=True))
    if page + 1 < pages:
        buttons.append(turn("More of this day", f"day:{day}/{page + 1}", 3))
    return (*buttons, share(f"day:{day}/{page}" if page else f"day:{day}"))


def week_card(timeline: Timeline, rest: str, now: datetime) -> Card:
    """Render `week:2021-01-25`: the week that begins on that Monday."""
    day, page = _day_and_page(rest)
    start = monday(day)
    days = timeline.days_between(start, start + 6 * DAY)
    pages = paginate(day_blocks(timeline, days, now), separator="\n\n")
    page = min(page, len(pages) - 1)
    this = " · this week" if start == monday(timeline.today(now)) else ""
    span = f"{day_name(days[0])} to {day_name(days[-1])}" if days else f"from {day_name(start)}"
    head = f"### {_week_name(timeline, start)} · {span}{this}{_page_note(page, len(pages))}"
    body = join_days(pages[page]) or "Nothing is scheduled in this week."
    return Card(
        KINDS["course"],
        (head, body, zone_footer(timeline.course)),
        _week_buttons(timeline, start, page, len(pages), now),
    )


def _week_buttons(
    timeline: Timeline, start: date, page: int, pages: int, now: datetime
) -> tuple[Button, ...]:
    before, after = timeline.day_before(start), timeline.day_after(start + 6 * DAY)
    buttons: list[Button] = []
    if before:
        buttons.append(turn(f"← {_week_name(timeline, before)}", f"week:{monday(before)}", 0))
    if page + 1 < pages:
        buttons.append(turn("More of this week", f"week:{start}/{page + 1}", 3))
    elif timeline.on(timeline.today(now)):
        buttons.append(turn("Today", f"day:{timeline.today(now)}", 1))
    if after:
        buttons.append(
            turn(f"{_week_name(timeline, after)} →", f"week:{monday(after)}", 2, primary=True)
        )
    else:
        buttons.append(turn("Whole course", "course:0", 2))
    return (*buttons, share(f"week:{start}/{page}" if page else f"week:{start}"))


def _week_name(timeline: Timeline, day: date) -> str:
    number = timeline.week_number(day)
    return f"Week {number}" if number > 0 else "Before the course"


def course_days(timeline: Timeline, rest: str, now: datetime) -> list[date]:
    """List the days that `course:PAGE` shows."""
    pages = _course_pages(timeline, now)
    return [day for day, _ in pages[min(page_number(rest), len(pages) - 1)]]


def course_card(timeline: Timeline, rest: str, now: datetime) -> Card:
    """Render `course:PAGE`: every day of the course, a page at a time, from this week on; past weeks come last."""
    pages = _course_pages(timeline, now)
    page = min(page_number(rest), len(pages) - 1)
    course = timeline.course
    span = f"{day_name(course.term.start)} to {day_name(course.term.end)}, {course.term.end.year}"
    head = f"### {course.title} · {span}{_page_note(page, len(pages))}"
    body = join_days([block for _, block in pages[page]])
    buttons: list[Button] = []
    if page:
        back = "← Earlier" if _first(pages[page - 1]) < _first(pages[page]) else "← Back"
        buttons.append(turn(back, f"course:{page - 1}", 0))
    if timeline.on(timeline.today(now)):
        buttons.append(turn("Today", f"day:{timeline.today(now)}", 1, primary=True))
    if page + 1 < len(pages):
        more = "Later →" if _first(pages[page]) < _first(pages[page + 1]) else "Past weeks"
        buttons.append(turn(more, f"course:{page + 1}", 2))
    blocks = (head, body or "Nothing is scheduled yet.", zone_footer(course))
    return Card(
        KINDS["course"],
        blocks,
        (*buttons, turn("What's next", "next:", 3), share(f"course:{page}")),
    )


def _first(page: list[tuple[date, str]]) -> date:
    return page[0][0]


def _course_pages(timeline: Timeline, now: datetime) -> list[list[tuple[date, str]]]:
    """Put the days and what is written of each on pages that a phone shows in a few screens; a week stays together
    where it can. This week and what follows come first, past weeks after them."""
    this_week = monday(timeline.today(now))
    days = sorted(timeline.days, key=lambda day: (day < this_week, day))
    pages: list[list[tuple[date, str]]] = [[]]
    used = 0
    written = zip(days, day_blocks(timeline, days, now), strict=True)
    for _, week in groupby(written, key=lambda pair: monday(pair[0])):
        blocks = list(week)
        whole = sum(len(block) for _, block in blocks)
        for n, (day, block) in enumerate(blocks):
            room = COURSE_TEXT - used
            if pages[-1] and (len(block) > room or (n == 0 and room < whole <= COURSE_TEXT)):
                pages.append([])
                used = 0
            pages[-1].append((day, block))
            used += len(block)
    return pages


def found_card(timeline: Timeline, rest: str, now: datetime) -> Card:
    """Render `find:PAGE/WORDS`: the items that match what was typed."""
    number, _, words = rest.partition("/")
    items = matching(timeline, words)
    if not items:
        raise StalePage
    first = next((i for i in items if timeline.state(i, now) is not State.PAST), items[0])
    count = plural(len(items), "match", "matches")
    head = f"### {day_name(first.day)}: {clip(marked(first), MAX_HEADING)}\n-# {count} for “{plain(words)}”"
    lines = [
        f"**{day_name(i.day)}** · {full_line(timeline, i, now)}".replace("· -# ", "· ")
        for i in items
    ]
    pages = paginate(lines)
    page = min(page_number(number), len(pages) - 1)
    buttons: list[Button] = [
        turn(f"All of {day_name(first.day)}", f"day:{first.day}", 0, primary=True)
    ]
    if page:
        buttons.append(turn("← Back", f"find:{page - 1}/{words}", 1))
    if page + 1 < len(pages):
        buttons.append(turn("More →", f"find:{page + 1}/{words}", 2))
    return Card(
        KINDS["course"],
        (
            f"{head}{_page_note(page, len(pages))}",
            "\n".join(pages[page]),
            zone_footer(timeline.course),
        ),
        (*buttons, share(f"find:{page}/{words}")),
    )


def _page_note(page: int, pages: int) -> str:
    return f" · page {page + 1} of {pages}" if pages > 1 else ""


def _day_and_page(rest: str) -> tuple[date, int]:
    day, _, page = rest.partition("/")
    try:
        return date.fromisoformat(day), page_number(page)
    except ValueError:
        raise StalePage from None
