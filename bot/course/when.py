"""What people type for a day ("jan 26", "tue", "lab 2", "next week") -> a part of the schedule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.course.search import matching
from bot.course.timeline import DAY, WEEK, Timeline, first_monday, monday
from bot.errors import UnknownWhen

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MAX_TYPED = 60

_NUMERIC = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{2}|\d{4}))?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_ORDINAL = re.compile(r"(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)?")
_DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?")
_WEEK = re.compile(r"(?:week|wk)\s*#?(\d{1,2})")


@dataclass(frozen=True, slots=True)
class OneDay:
    """One day of the schedule."""

    day: date


@dataclass(frozen=True, slots=True)
class OneWeek:
    """The week that begins on this Monday."""

    monday: date


@dataclass(frozen=True, slots=True)
class Everything:
    """The whole course, from a page on."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class Matching:
    """The items that match words, in order of time."""

    words: str


Scope = OneDay | OneWeek | Everything | Matching


def parse_when(typed: str, timeline: Timeline, now: datetime) -> Scope:
    """Understand what a person typed after `/schedule`.

    Args:
        typed: free text; case, spaces and punctuation around it don't matter.
        now: aware UTC; relative words are counted from its day in the course's zone.
    Raises:
        UnknownWhen: it names nothing in this course; carries examples that would work.
    """
    text = re.sub(r"\s+", " ", typed.strip().lower().strip("?!.,"))[:MAX_TYPED]
    today = timeline.today(now)
    if text in ("", "all", "course", "whole course", "everything", "the whole course", "full"):
        return Everything()
    try:
        scope = named_days(text, timeline, today)
    except ValueError:
        raise UnknownWhen(typed[:MAX_TYPED], examples(timeline), "There's no such day.") from None
    if scope is not None:
        return scope
    if matching(timeline, text):
        return Matching(text)
    raise UnknownWhen(typed[:MAX_TYPED], examples(timeline))


def named_days(text: str, timeline: Timeline, today: date) -> OneDay | OneWeek | None:
    """Understand the name of a day or a week; None for any other text.

    Args:
        text: lower case, single spaces.
        today: the day that relative names are counted from.
    Raises:
        ValueError: a date that no calendar has, such as February 30.
    """
    scope = _relative(text, today) or _week(text, timeline) or _weekday(text, timeline, today)
    if scope:
        return scope
    day = _date(text, timeline, today)
    return OneDay(day) if day is not None else None


def examples(timeline: Timeline) -> list[str]:
    """Give typed forms that work for this course."""
    first = timeline.course.term.start
    words = ["`today`", "`this week`", f"`{MONTHS[first.month - 1]} {first.day}`"]
    titled = next((i.title for i in timeline.items if i.is_session and i.title), None)
    return [*words, f"`{titled[:40].lower()}`"] if titled else words


def _relative(text: str, today: date) -> OneDay | OneWeek | None:
    days = {"today": 0, "now": 0, "tonight": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1, "yesterday": -1}
    if text in days:
        return OneDay(today + days[text] * DAY)
    weeks = {"this week": 0, "week": 0, "next week": 1, "last week": -1}
    return OneWeek(monday(today) + weeks[text] * WEEK) if text in weeks else None


def _week(text: str, timeline: Timeline) -> OneWeek | None:
    match = _WEEK.fullmatch(text)
    if not match:
        return None
    start = first_monday(timeline.course.term.start) + (int(match[1]) - 1) * WEEK
    return OneWeek(start) if start <= timeline.course.term.last_day and int(match[1]) > 0 else None


def _weekday(text: str, timeline: Timeline, today: date) -> OneDay | None:
    prefix, _, name = text.rpartition(" ")
    number = _name_index(name, WEEKDAY_NAMES, 3 if prefix else 2)
    if number is None or prefix not in ("", "this", "next", "last", "on"):
        return None
    if prefix == "last":
        return OneDay(today - timedelta(days=(today.weekday() - number - 1) % 7 + 1))
    if prefix == "next":
        return OneDay(monday(today) + WEEK + number * DAY)
    ahead = today + timedelta(days=(number - today.weekday()) % 7)
    term = timeline.course.term
    if prefix == "" and ahead > term.last_day and ahead - WEEK >= term.first_day:
        ahead -= WEEK
    return OneDay(max(ahead, _first_on(term.first_day, number)))


def _first_on(start: date, weekday: int) -> date:
    return start + timedelta(days=(weekday - start.weekday()) % 7)


def _name_index(word: str, names: tuple[str, ...], at_least: int) -> int | None:
    if word in ("tues", "weds", "thur", "thurs"):
        word = {"weds": "wed", "thurs": "thu", "thur": "thu", "tues": "tue"}[word]
    hits = [i for i, name in enumerate(names) if len(word) >= at_least and name.startswith(word)]
    return hits[0] if len(hits) == 1 else None


def _date(text: str, timeline: Timeline, today: date) -> date | None:
    if match := _ISO.fullmatch(text):
        return date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.fullmatch(text):
        month, day, year = int(match[1]), int(match[2]), match[3]
        return _in_term(
            timeline, month, day, int(year) + (2000 if len(year) == 2 else 0) if year else None
        )
    words = [w for w in re.split(r"[ ,.]+", text) if w and w not in ("on", "the", "of")]
    if words and _name_index(words[0], WEEKDAY_NAMES, 3) is not None:
        words = words[1:]
    months = [i for w in words if (i := _month(w)) is not None]
    numbers = [int(m[1]) for w in words if (m := _DAY_OF_MONTH.fullmatch(w))]
    years = [int(w) for w in words if re.fullmatch(r"\d{4}", w)]
    if len(months) == 1 and len(numbers) == 1 and len(words) == 2 + len(years):
        return _in_term(timeline, months[0] + 1, numbers[0], years[0] if years else None)
    if len(words) == 1 and (match := _ORDINAL.fullmatch(words[0])):
        return _day_of_month(timeline, int(match[1]), today)
    return None


def _month(word: str) -> int | None:
    return (
        MONTHS.index(word[:3]) if word.isalpha() and word[:3] in MONTHS and len(word) >= 3 else None
    )


def _in_term(timeline: Timeline, month: int, day: int, year: int | None) -> date:
    """Put a month and day into the year in which they come closest to the term."""
    if year is not None:
        return date(year, month, day)
    start = timeline.course.term.start
    candidates = [
        _date_or_none(y, month, day) for y in (start.year - 1, start.year, start.year + 1)
    ]
    real = [d for d in candidates if d]
    if not real:
        raise ValueError(f"{month}/{day}")
    return min(real, key=lambda d: abs((d - start).days))


def _day_of_month(timeline: Timeline, day: int, today: date) -> date | None:
    term = timeline.course.term
    days = [term.first_day + n * DAY for n in range((term.last_day - term.first_day).days + 1)]
    same = [d for d in days if d.day == day]
    return next((d for d in same if d >= today), same[-1] if same else None)


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
