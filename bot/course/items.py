"""A course's sessions, office hours, deadlines and releases, each on its day with its instants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.course.model import Course
from bot.course.sessions import (
    Deadline,
    OfficeHours,
    Release,
    Session,
    Speaker,
    WeeklySession,
)
from bot.course.values import WEEKDAYS


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One thing on one day.

    Attributes:
        kind: a session's kind, or `office hours`, `deadline` or `release`.
        day: the day in the course's zone.
        starts_at: aware UTC; None where the course page names no time of day. A deadline's due instant,
            and that at which a release comes out.
        ends_at: aware UTC; None where unknown. For office hours the instant they close.
        after_lecture: office hours that open when the lecture ends; `starts_at` is then unknown (None).
        not_before: for those, the start of that lecture (aware UTC).
        note: what the course page leaves open about this item.
    """

    kind: str
    id: str
    day: date
    title: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    part: int | None = None
    speakers: tuple[Speaker, ...] = ()
    where: str | None = None
    lab: str | None = None
    event: str | None = None
    after_lecture: bool = False
    not_before: datetime | None = None
    note: str | None = None
    deadline: Deadline | None = None
    hours: OfficeHours | None = None
    release: Release | None = None

    @property
    def key(self) -> str:
        """A name for this item that no other item of the course has. A release keeps its when it moves."""
        return self.id if self.release else f"{self.id}@{self.day}"

    @property
    def is_session(self) -> bool:
        """Whether people meet: no deadline, no office hours, nothing that comes out."""
        return self.deadline is None and self.hours is None and self.release is None

    @property
    def begins_at(self) -> datetime | None:
        """The earliest instant it can begin, aware UTC."""
        return self.starts_at or self.not_before


def items_of(course: Course, zone: ZoneInfo) -> Iterator[Item]:
    """Yield everything that has its day, in no order. What comes out at no stated moment has none."""
    sessions = list(_sessions(course, zone))
    yield from sessions
    yield from _office_hours(course, zone, sessions)
    for deadline in course.deadlines:
        local = deadline.due_at.astimezone(zone)
        yield Item(
            kind="deadline",
            id=deadline.id,
            day=local.date(),
            title=deadline.title,
            starts_at=deadline.due_at.astimezone(UTC),
            where=deadline.hand_in.where if deadline.hand_in else None,
            deadline=deadline,
        )
    for release in course.releases:
        if release.at is not None:
            yield Item(
                kind="release",
                id=release.id,
                day=release.at.astimezone(zone).date(),
                title=release.title,
                starts_at=release.at.astimezone(UTC),
                release=release,
            )


def _sessions(course: Course, zone: ZoneInfo) -> Iterator[Item]:
    for session in course.sessions:
        starts, ends = _times(course, session)
        begins = at(session.day, starts, zone)
        later_part = session.kind == "lecture" and (session.part or 1) > 1 and not session.starts
        yield Item(
            kind=session.kind,
            id=session.id,
            day=session.day,
            title=session.title or "",
            starts_at=None if later_part else begins,
            not_before=begins if later_part else None,
            ends_at=at(session.day, ends, zone),
            part=session.part,
            speakers=session.speakers,
            where=session.where or (course.lectures.where if session.kind == "lecture" else None),
            lab=session.lab,
            event=session.event,
        )
    for weekly in course.weekly:
        for number, day in enumerate(meetings(weekly)):
            topic = weekly.topics[number] if number < len(weekly.topics) else None
            yield Item(
                kind=weekly.kind,
                id=weekly.id,
                day=day,
                title=f"{weekly.title}: {topic}" if topic else weekly.title,
                starts_at=at(day, weekly.starts, zone),
                ends_at=at(day, weekly.ends, zone),
                speakers=weekly.speakers,
                where=weekly.where,
            )


def _times(course: Course, session: Session) -> tuple[time | None, time | None]:
    if session.starts or session.kind != "lecture":
        return session.starts, session.ends
    return course.lectures.starts, session.ends or course.lectures.ends


def meetings(weekly: WeeklySession) -> list[date]:
    """List the days on which something weekly meets."""
    return _recurring(weekly.weekdays, weekly.first, weekly.last, weekly.cancelled)


def _recurring(
    weekdays: Sequence[str], first: date, last: date, cancelled: Sequence[date]
) -> list[date]:
    wanted, skipped = {WEEKDAYS.index(w) for w in weekdays if w in WEEKDAYS}, set(cancelled)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() in wanted and day not in skipped]


def _office_hours(course: Course, zone: ZoneInfo, sessions: Sequence[Item]) -> Iterator[Item]:
    lecture_starts: dict[date, datetime] = {}
    for item in sessions:
        if item.kind == "lecture" and item.starts_at:
            lecture_starts[item.day] = min(
                item.starts_at, lecture_starts.get(item.day, item.starts_at)
            )
    for hours in course.office_hours:
        first, last = hours.first or course.term.start, hours.last or course.term.end
        if hours.after:
            skipped = set(hours.cancelled)
            days = [d for d in sorted(lecture_starts) if first <= d <= last and d not in skipped]
        else:
            days = _recurring(hours.weekdays, first, last, hours.cancelled)
        unsure = {u.day: u.why for u in hours.unsure}
        for day in days:
            yield Item(
                kind="office hours",
                id=hours.id,
                day=day,
                title=hours.title,
                starts_at=None if hours.after else at(day, hours.opens, zone),
                not_before=lecture_starts[day] if hours.after else None,
                ends_at=at(day, hours.closes, zone),
                where=hours.where,
                after_lecture=hours.after is not None,
                note=unsure.get(day),
                hours=hours,
            )


def at(day: date, clock: time | None, zone: ZoneInfo) -> datetime | None:
    """Return the instant of a time of day, aware UTC; None for none.

    On the day clocks go back, a time that comes twice means the first; on the day they go forward, a time
    that is skipped means the same distance after midnight (PEP 495, fold=0).
    """
    return datetime.combine(day, clock, zone).astimezone(UTC) if clock else None
