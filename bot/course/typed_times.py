"""Days and times of day as people type them into a form: "thu 5pm", "jan 29", "17:00", "2 more days"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.course.items import at as instant_of
from bot.course.timeline import Timeline
from bot.course.when import OneDay, named_days
from bot.errors import UserError, echoed

_CLOCK = re.compile(
    r"(?:\bat\s+)?\b(?:(?P<h>\d{1,2})(?::(?P<m>[0-5]\d))?(?::(?P<s>[0-5]\d))?\s*(?P<half>[ap])\.?m\b\.?"
    r"|(?P<h24>\d{1,2}):(?P<m24>[0-5]\d)(?::(?P<s24>[0-5]\d))?|(?P<word>noon|midnight))"
    r"|\bat\s+(?P<bare>\d{1,2})\b(?!\s*[ap]\.?m|:)"
)
_MORE = re.compile(
    r"(?:\+\s*|by\s+)?(\d{1,3}|an?|one|two|three)\s*(?:more\s+)?(minutes?|min|m|hours?|h|days?|d|weeks?)"
    r"(?:\s+(?:later|more))?"
)
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3}
_DASH = re.compile(r"\s*(?:\u2013|-| to | until |\btill )\s*")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DUE_FROM, _DUE_NIGHT = time(12, 30), time(18)
"""What a bare hour of a due time is near to at least, so 5:00 is never before sunrise; and for one at night."""


class TimeUnreadable(UserError):
    """What was typed is no day or time that can be used. `why` completes "I can't use it:"."""

    def __init__(self, typed: str, why: str, examples: str) -> None:
        self.typed, self.why = typed, why
        super().__init__(
            f"**“{echoed(typed)}” isn't a time I can use: {why}.** Nothing was changed. Try {examples}."
        )


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: a day, a time of day, an end, or some of them."""

    day: date | None = None
    starts: time | None = None
    ends: time | None = None


def read_when(typed: str, timeline: Timeline, now: datetime, near: time | None = None) -> Typed:
    """Read a day and times of day, in the course's zone: "thu 3pm to 4:30pm", "jan 28", "15:00".

    Args:
        near: about when it was, or others of its kind are: 2:30 is that half of the day's.
    Raises:
        TimeUnreadable: it names neither, or a day that no calendar has.
    """
    text = " ".join(typed.lower().replace(",", " ").split()).strip(".!?")
    clocks: list[time | None] = []
    for found in _CLOCK.finditer(text):
        if found["bare"] and near is None:
            why = f"say whether {found['bare']} is am or pm"
            raise TimeUnreadable(typed, why, EXAMPLES)
        around = near if not clocks or near is None else clocks[0]
        clocks.append(_clock(found, around, after=bool(clocks)))
    rest = " ".join(_DASH.sub(" ", f" {_CLOCK.sub(' ', text)} ").split())
    rest = re.sub(r"^(on|at|to|from)\b\s*|\s*\b(at|to|from)$", "", rest).strip()
    day = _day(typed, rest, timeline, now) if rest else None
    if (day is None and not clocks) or len(clocks) > 2 or None in clocks:
        raise TimeUnreadable(typed, "I can't read it as a day and a time of day", EXAMPLES)
    starts, ends = (*clocks, None, None)[:2]
    return Typed(day, starts, ends)


EXAMPLES = "`thu 3pm`, `jan 29 15:00`, `tomorrow`, or `3pm to 4:30pm`"
DUE_EXAMPLES = "`fri 5pm`, `jan 29 23:59`, `tomorrow`, or `2 more days`"


def open_clock(typed: str) -> str:
    """Return the first time of day in a text that leaves am or pm open, as typed; empty where none does."""
    found = next((one for one in _CLOCK.finditer(typed.lower()) if _is_open(one)), None)
    return found[0].strip() if found else ""


def usual_start(timeline: Timeline, kind: str = "") -> time:
    """Return about when meetings begin: those of a kind if there are any, else most of all; else after noon."""
    timed = [i for i in timeline.timed if i.kind == kind] or timeline.timed
    clocks = sorted(i.starts_at.astimezone(timeline.zone).time() for i in timed if i.starts_at)
    return clocks[len(clocks) // 2] if clocks else time(13)


def read_clock(typed: str, begins: time | None = None) -> time:
    """Read a time of day: 2pm, 14:00, noon. `begins`: what it's the end of began then. Raises TimeUnreadable."""
    text = " ".join(typed.lower().split()).strip(".!?")
    found = _CLOCK.fullmatch(text)
    value = _clock(found, begins, after=True) if found else None
    if value is None:
        raise TimeUnreadable(
            typed, "I can't read it as a time of day", "`2pm`, `2:15 pm` or `14:15`"
        )
    return value


def read_due(typed: str, due_at: datetime, timeline: Timeline, now: datetime) -> datetime:
    """Read when something is due from now on: what isn't typed, its day or its time of day, stays.

    Args:
        due_at: when it has been due.
    Returns:
        In the course's zone.
    Raises:
        TimeUnreadable: it names no moment.
    """
    local = due_at.astimezone(timeline.zone)
    text = " ".join(typed.lower().split()).strip(".!?")
    if more := _MORE.fullmatch(text):
        number = _NUMBERS.get(more[1]) or int(more[1])
        moved = local.replace(tzinfo=None) + timedelta(**{_UNITS[more[2][0]]: number})
        return _local(moved.date(), moved.time(), timeline)
    near = max(local.time(), _DUE_FROM) if local.hour >= _DUE_FROM.hour // 2 else _DUE_NIGHT
    try:
        read = read_when(typed, timeline, now, near)
    except TimeUnreadable as error:
        raise TimeUnreadable(typed, error.why, DUE_EXAMPLES) from None
    if read.ends:
        raise TimeUnreadable(typed, "something is due at one moment", DUE_EXAMPLES)
    clock = read.starts or local.time()
    if clock.replace(second=0) == local.time().replace(second=0):
        clock = local.time()
    return _local(read.day or local.date(), clock, timeline)


def _local(day: date, clock: time, timeline: Timeline) -> datetime:
    instant = instant_of(day, clock, timeline.zone)
    assert instant is not None
    return instant.astimezone(timeline.zone)


def _clock(found: re.Match[str], near: time | None = None, *, after: bool = False) -> time | None:
    """Read a time of day. A bare hour is that half of the day's which is nearest to `near`, or comes after it."""
    if found["word"]:
        return time(12) if found["word"] == "noon" else time(0)
    hour = int(found["h"] or found["h24"] or found["bare"])
    minute = int(found["m"] or found["m24"] or 0)
    second = int(found["s"] or found["s24"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    read = time(hour, minute, second) if hour < 24 else None
    if read is None or near is None or not _is_open(found):
        return read
    later = read.replace(hour=hour + 12)
    if after:
        return later if read <= near < later else read
    return later if _apart(later, near) < _apart(read, near) else read


def _is_open(found: re.Match[str]) -> bool:
    """Return whether a time of day may be in the morning or after noon."""
    hour = found["h24"] or found["bare"] or ""
    return bool(hour) and not hour.startswith("0") and 1 <= int(hour) < 12


def _apart(one: time, other: time) -> int:
    """Return the minutes between two times of one day."""
    return abs((one.hour - other.hour) * 60 + one.minute - other.minute)


def _day(typed: str, rest: str, timeline: Timeline, now: datetime) -> date | None:
    try:
        found = named_days(rest, timeline, timeline.today(now))
    except ValueError:
        raise TimeUnreadable(typed, "there's no such day", EXAMPLES) from None
    if not isinstance(found, OneDay):
        why = "I can't read it as a day and a time of day"
        if rest != " ".join(typed.lower().split()):
            why = f"the part “{echoed(rest)}” isn't a day that I know"
        raise TimeUnreadable(typed, why, EXAMPLES)
    return found.day
