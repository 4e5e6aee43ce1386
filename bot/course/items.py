"""One thing of a course on its day: a meeting, office hours, a deadline, a release, a day off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.course.meetings import DayOff, How, MovedFrom, Speaker, Status
from bot.course.sessions import Deadline, OfficeHours, Release

NOTHING_STATED = How()


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One thing on one day.

    Attributes:
        kind: a meeting's kind, or `office hours`, `deadline`, `release` or `day off`.
        day: the day in the course's zone; of what goes on for several, the first.
        last: the day on which it ends, where the file says one.
        starts_at: aware UTC; None where the course page names no time of day. A deadline's due instant,
            and that at which a release comes out.
        ends_at: aware UTC; None where unknown. For office hours the instant they close.
        after_lecture: office hours that open when the lecture ends, which nobody states; `starts_at` is None.
        not_before: for those, the start of that lecture (aware UTC).
        note: what the course page leaves open about this item.
        how: what else is stated of a meeting, by itself or for all of its kind.
        also: other names of it and of its kind.
        status: `held`, `cancelled`, `moved` (to this day) or `no class`; `why`, if it's stated.
        moved_from: for what has moved: when or where it was to be.
        gone_to: for the day on which something was to be before it moved: what it is now.
        origin: the day on which it was to be, where that's another.
        topic: what a meeting of a series is about, and its `number` among the topics of the series, from 0; None for
            a topic of its own.
        cohorts: the ids of those whose it is; none for everybody.
        apart: the first of these where they meet apart from others that the same entry of the file is for.
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
    day_off: DayOff | None = None
    how: How = NOTHING_STATED
    also: tuple[str, ...] = ()
    status: Status = "held"
    why: str | None = None
    moved_from: MovedFrom | None = None
    gone_to: Item | None = None
    origin: date | None = None
    topic: str | None = None
    number: int | None = None
    cohorts: tuple[str, ...] = ()
    apart: str = ""
    last: date | None = None

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which it's there: one, but for what goes on for several."""
        length = (self.last - self.day).days if self.last else 0
        return tuple(self.day + timedelta(days=n) for n in range(length + 1))

    @property
    def key(self) -> str:
        """A name for this item that no other item of the course has. It stays when the file says that it moved."""
        apart = self.cohorts[0] if self.deadline and self.cohorts else self.apart
        of_cohort = f"~{apart}" if apart else ""
        if self.gone_to:
            return f"was-{self.id}{of_cohort}@{self.day}"
        return self.id if self.release else f"{self.id}{of_cohort}@{self.origin or self.day}"

    @property
    def stem(self) -> str:
        """What of its key stays when its day is another: what is due has one for each cohort's due time."""
        return self.key.partition("@")[0]

    @property
    def is_meeting(self) -> bool:
        """Whether it's a meeting, held or not."""
        return not (self.deadline or self.hours or self.release or self.day_off)

    @property
    def is_held(self) -> bool:
        """Whether it takes place on its day."""
        return self.status in ("held", "moved") and self.gone_to is None

    @property
    def is_session(self) -> bool:
        """Whether people meet: a meeting that takes place."""
        return self.is_meeting and self.is_held

    @property
    def begins_at(self) -> datetime | None:
        """The earliest instant it can begin, aware UTC."""
        return self.starts_at or self.not_before


def at(day: date, clock: time | None, zone: ZoneInfo) -> datetime | None:
    """Return the instant of a time of day, aware UTC; None for none.

    On the day clocks go back, a time that comes twice means the first; on the day they go forward, a time
    that is skipped means the same distance after midnight (PEP 495, fold=0).
    """
    return datetime.combine(day, clock, zone).astimezone(UTC) if clock else None


def end_at(day: date, starts: time | None, ends: time | None, zone: ZoneInfo) -> datetime | None:
    """Return the instant of an end, aware UTC. One earlier than its start is on the next day."""
    over_midnight = starts is not None and ends is not None and ends <= starts
    return at(day + timedelta(days=1) if over_midnight else day, ends, zone)
