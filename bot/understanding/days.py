"""Days and times of day named in a question: "the 27th", "next friday", "this week", "tomorrow at 3 pm"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache

from bot.course.timeline import DAY, WEEK, Timeline, first_monday, monday
from bot.course.when import WEEKDAY_NAMES, OneDay, named_days

RELATIVE_DAYS = ("today", "tonight", "tomorrow", "yesterday")
DAY_WORDS = (*WEEKDAY_NAMES, *(f"{name}s" for name in WEEKDAY_NAMES), *RELATIVE_DAYS)
MONTH_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
DAY_MARK = "⟨day⟩"
TIME_MARK = "⟨time⟩"

_ORDINAL = re.compile(r"\d{1,2}(st|nd|rd|th)")
_NUMBER = re.compile(r"\d{1,2}")
_SLASHED = re.compile(r"\d{1,2}/\d{1,2}(/\d{2,4})?|\d{4}-\d{1,2}-\d{1,2}")
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2})(?::\d{2})?)?(am|pm)?")
_WEEKS = {"first": 1, "second": 2, "third": 3, "one": 1, "two": 2, "three": 3}
_COUNTED = (
    "lecture", "lab", "class", "day", "week", "part", "speaker", "talk", "deadline", "assignment", "prize", "place",
)  # fmt: skip
"""After these an ordinal counts rather than dates: the 1st lecture."""

_OPENING = (
    "the", "this", "next", "last", "first", "second", "third", "week", "weekend", "weekends", "day",
)  # fmt: skip
_NEVER_FIRST = {"of", "at", "in", "and", "or", "to"}


@dataclass(frozen=True, slots=True)
class Days:
    """Days that a question names.

    Attributes:
        first, last: both included, in the course's zone; the same for one day.
        weekday: only a weekday was named, so that any day of that name may be meant.
        said: the words that named them.
    """

    first: date
    last: date
    said: str
    weekday: bool = False

    def holds(self, day: date) -> bool:
        """Return whether a day may be meant."""
        if self.weekday:
            return day.weekday() == self.first.weekday()
        return self.first <= day <= self.last


def find_days(
    words: Sequence[str], timeline: Timeline, today: date
) -> tuple[list[str], list[Days]]:
    """Return the words with each name of a day or week replaced by a mark, and what was named."""
    left: list[str] = []
    found: list[Days] = []
    at = 0
    while at < len(words):
        longest = min(5, len(words) - at) if _may_begin(words[at]) else 0
        for length in range(longest, 0, -1):
            named = _named(list(words[at : at + length]), timeline, today)
            following = words[at + length] if at + length < len(words) else ""
            if named is None or (
                length == 1 and _ORDINAL.fullmatch(words[at]) and following in _COUNTED
            ):
                continue
            if (day := _in_week(found, left, named)) is not None:
                found[-1] = day
                left.pop()
            elif found and left and left[-1] == DAY_MARK and _same(found[-1], named):
                found[-1] = min(found[-1], named, key=lambda d: (d.weekday, d.last - d.first))
            else:
                found.append(named)
                left.append(DAY_MARK)
            at += length
            break
        else:
            left.append(words[at])
            at += 1
    return left, found


def _in_week(found: Sequence[Days], left: Sequence[str], named: Days) -> Days | None:
    """Return the day of a weekday in a week that follows it: thursday of the first week."""
    beside = len(left) > 1 and left[-2] == DAY_MARK and left[-1] in ("of", "in")
    if not beside or not found or not found[-1].weekday or named.last - named.first != 6 * DAY:
        return None
    day = named.first + found[-1].first.weekday() * DAY
    return Days(day, day, f"{found[-1].said} {left[-1]} {named.said}")


@lru_cache(maxsize=4096)
def _may_begin(word: str) -> bool:
    """Return whether the name of a day can begin with a word; nearly all words are passed over at once."""
    return (
        word[0].isdigit()
        or word in _OPENING
        or word in RELATIVE_DAYS
        or _is_weekday(word)
        or _is_month(word)
    )


def _same(one: Days, other: Days) -> bool:
    """Return whether two names that stand side by side name the same day: Wednesday the 27th."""
    return one.holds(other.first) or other.holds(one.first) or one.weekday != other.weekday


def _named(words: list[str], timeline: Timeline, today: date) -> Days | None:
    text = " ".join(words)
    if words[0] in _NEVER_FIRST or words[-1] in _NEVER_FIRST:
        return None
    if special := _special(text, timeline, today):
        return special
    if not _looks_like_day(words):
        return None
    if _is_weekday(words[-1]):
        words = [*words[:-1], words[-1].removesuffix("s") if len(words[-1]) > 5 else words[-1]]
    if _is_weekday_and_number(words):
        words = [f"{words[-1].rstrip('stndrh')}th"]
        text = words[0]
    plain = " ".join(w for w in words if w not in ("the", "of", "this") or len(words) == 2)
    for attempt in (text, plain):
        try:
            scope = named_days(attempt, timeline, today)
        except ValueError:
            return None
        if isinstance(scope, OneDay):
            bare = len(words) == 1 and _is_weekday(words[0])
            return Days(scope.day, scope.day, text, weekday=bare)
        if scope is not None:
            return Days(scope.monday, scope.monday + 6 * DAY, text)
    return None


def _looks_like_day(words: list[str]) -> bool:
    """Keep plain numbers and short words from being taken for days: only names and dates are."""
    if any(_SLASHED.fullmatch(w) for w in words):
        return len(words) == 1
    last = words[-1]
    if len(words) == 1:
        return _is_weekday(last) or last in RELATIVE_DAYS or _ORDINAL.fullmatch(last) is not None
    month = any(_is_month(w) for w in words)
    numbered = any(_ORDINAL.fullmatch(w) or _NUMBER.fullmatch(w) for w in words)
    if month and numbered:
        return all(
            _is_month(w)
            or _is_weekday(w)
            or w in ("the", "of")
            or re.fullmatch(r"\d{1,2}(st|nd|rd|th)?|\d{4}", w)
            for w in words
        )
    if _is_weekday_and_number(words):
        return True
    if len(words) == 2 and words[0] in ("this", "next", "last"):
        return _is_weekday(last) or last == "week"
    if len(words) == 2 and words[0] == "the":
        return _ORDINAL.fullmatch(last) is not None
    return len(words) == 2 and words[0] == "week" and _NUMBER.fullmatch(last) is not None


def _is_weekday_and_number(words: Sequence[str]) -> bool:
    """Return whether words are like: thursday 28, thursday the 28th."""
    return (
        len(words) in (2, 3)
        and _is_weekday(words[0])
        and all(word == "the" for word in words[1:-1])
        and re.fullmatch(r"\d{1,2}(st|nd|rd|th)?", words[-1]) is not None
    )


def _special(text: str, timeline: Timeline, today: date) -> Days | None:
    term = timeline.course.term
    if text == "day after tomorrow" or text == "the day after tomorrow":
        return Days(today + 2 * DAY, today + 2 * DAY, text)
    if text in ("weekend", "the weekend", "this weekend", "weekends", "next weekend"):
        saturday = monday(today) + 5 * DAY + (WEEK if text.startswith("next") else timedelta())
        return Days(saturday, saturday + DAY, text)
    match = re.fullmatch(r"(?:the )?(first|second|third) week|week (one|two|three)", text)
    if match:
        start = first_monday(term.start) + (_WEEKS[match[1] or match[2]] - 1) * WEEK
        return Days(start, start + 6 * DAY, text)
    return None


@lru_cache(maxsize=4096)
def _is_weekday(word: str) -> bool:
    word = word.removesuffix("s") if len(word) > 5 else word
    if word in ("tues", "weds", "thur", "thurs"):
        return True
    return len(word) >= 3 and any(
        name == word or (len(word) <= 4 and name.startswith(word)) for name in WEEKDAY_NAMES
    )


def _is_month(word: str) -> bool:
    return word.isalpha() and word[:3] in (
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ) and len(word) >= 3  # fmt: skip


def find_times(words: Sequence[str]) -> tuple[list[str], list[time]]:
    """Return the words with each time of day replaced by a mark, and the times."""
    left: list[str] = []
    found: list[time] = []
    at = 0
    while at < len(words):
        word, following = words[at], words[at + 1] if at + 1 < len(words) else ""
        value, used = _time(word, following, words[at - 1] if at else "")
        if value is None:
            left.append(word)
        else:
            left.append(TIME_MARK)
            found.append(value)
        at += used
    return left, found


def _time(word: str, following: str, before: str) -> tuple[time | None, int]:
    if word == "noon":
        return time(12), 1
    match = _CLOCK.fullmatch(word)
    if match is None:
        return None, 1
    half = match[3] or (following if following in ("am", "pm") else None)
    if half is None and match[2] is None and before not in ("at", "until", "by", "past"):
        return None, 1
    if half is None and match[2] is None and following in ("people", "minutes", "units", "labs"):
        return None, 1
    hour, minute = int(match[1]), int(match[2] or 0)
    if hour > 23 or minute > 59:
        return None, 1
    if half is not None and hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    elif half is None and 1 <= hour <= 7:
        hour += 12
    return time(hour, minute), 2 if half is not None and match[3] is None else 1
