"""Office hours on their days: weekly at a stated time, or after the day's meetings of a kind, and off with these."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.course.items import Item, at, end_at
from bot.course.series import recurring
from bot.course.sessions import OfficeHours
from bot.text import day_name

if TYPE_CHECKING:
    from bot.course.model import Course


def office_hours_of(
    course: Course, zone: ZoneInfo, meetings: Sequence[Item], off: Collection[date]
) -> Iterator[Item]:
    """Yield office hours on their days. Those that hang on meetings which aren't held say why they aren't either."""
    for hours in course.office_hours:
        first, last = hours.first or course.term.start, hours.last or course.term.end
        if not hours.after:
            for day in recurring(hours.weekdays, first, last, off):
                yield _hours_on(hours, day, [], zone)
            continue
        planned = _lectures_by_day(meetings, hours)
        for day in (day for day in sorted(planned) if first <= day <= last):
            held = [item for item in planned[day] if item.is_held and item.begins_at]
            closes = end_at(day, hours.opens, hours.closes, zone)
            if held and closes and all(i.begins_at and i.begins_at >= closes for i in held):
                yield _fallen_away(hours, day, f"they close before the {hours.after} begins", zone)
            elif held:
                yield _hours_on(hours, day, held, zone)
            elif any(not item.is_held for item in planned[day]):
                yield _fallen_away(hours, day, _why_not_held(planned[day][0]), zone)


def _lectures_by_day(meetings: Sequence[Item], hours: OfficeHours) -> dict[date, list[Item]]:
    """Return the meetings of a kind by day, those included that aren't held or have gone to another day.

    A cohort's office hours are after its own meetings and everybody's.
    """
    by_day: dict[date, list[Item]] = {}
    for item in meetings:
        if hours.cohorts and item.cohorts and not set(hours.cohorts) & set(item.cohorts):
            continue
        if item.kind == hours.after:
            by_day.setdefault(item.day, []).append(item)
    return by_day


def _hours_on(hours: OfficeHours, day: date, lectures: Sequence[Item], zone: ZoneInfo) -> Item:
    closes = end_at(day, hours.opens, hours.closes, zone)
    opens, begins = at(day, hours.opens, zone), None
    if lectures:
        begins = min(item.begins_at for item in lectures if item.begins_at)
        opens = _end_of(lectures, closes)
    return Item(
        kind="office hours",
        id=hours.id,
        day=day,
        title=hours.title,
        starts_at=opens,
        not_before=None if opens else begins,
        ends_at=closes,
        where=hours.where,
        after_lecture=hours.after is not None and opens is None,
        note=next((unsure.why for unsure in hours.unsure if unsure.day == day), None),
        status="cancelled" if day in hours.cancelled else "held",
        hours=hours,
        cohorts=hours.cohorts,
    )


def _why_not_held(meeting: Item) -> str:
    if meeting.gone_to:
        return f"the {meeting.kind} has moved to {day_name(meeting.gone_to.day)}"
    return meeting.why or ""


def _fallen_away(hours: OfficeHours, day: date, why: str, zone: ZoneInfo) -> Item:
    """Return office hours of a day on which nothing is held that they are after, or only once they close."""
    return Item(
        kind="office hours",
        id=hours.id,
        day=day,
        title=hours.title,
        ends_at=end_at(day, hours.opens, hours.closes, zone),
        where=hours.where,
        status="cancelled",
        why=why or None,
        hours=hours,
        cohorts=hours.cohorts,
    )


def _end_of(lectures: Sequence[Item], closes: datetime | None) -> datetime | None:
    """Return when a day's lectures end; None where the end of one isn't stated, or is no time to open at."""
    ends = [item.ends_at for item in lectures]
    if any(end is None for end in ends):
        return None
    last = max(end for end in ends if end)
    return last if closes and last < closes else None
