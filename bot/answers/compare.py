"""What a question names, compared with what the course says: a day, a time, a number, a name, a group of people.

Each gives whether it is as asked, with the question's own comparison ("before", "more than", "too late"), or None
where the question names nothing to compare, or compares in a way that isn't certain.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, time

from bot.course.timeline import DAY, Timeline
from bot.course.values import People
from bot.understanding.asked import Asked
from bot.understanding.days import Days
from bot.understanding.polarity import claim_of, turns
from bot.understanding.words import concepts, stem, word_list

_BESIDE = r"(?:the |a |an |end of |morning of |night of |at |on )*"
_BEFORE_DAY = re.compile(rf"\b(before|after|by|until|till|past|since|from) {_BESIDE}⟨day⟩")
_BEFORE_TIME = re.compile(rf"\b(before|after|by|until|till|past|since|from) {_BESIDE}⟨time⟩")
_CLOCK = re.compile(
    r"\b(before|after|by|at|past|until|till) ⟨number⟩( (today|tonight|tomorrow|already)| ⟨day⟩)?$"
)
HALF = 12
"""Hours of half a day."""
_OF_NUMBER = re.compile(
    r"\b(more than|over|above|longer than|larger than|bigger than|less than|under|fewer than|below|shorter than|"
    r"at least|minimum of|at most|up to|maximum of|no more than|limited to|only|just|about|around) ⟨number⟩"
)
_MORE = ("more than", "over", "above", "longer than", "larger than", "bigger than")
_LESS = ("less than", "under", "fewer than", "below", "shorter than")


def _relation(pattern: re.Pattern[str], q: Asked) -> str:
    found = pattern.search(" ".join(q.words))
    return found[1] if found else ""


def on_days(q: Asked, days: Iterable[date]) -> bool | None:
    """Return whether something is on a day that the question names."""
    told = list(days)
    if not q.days or not told or turns(q.words):
        return None
    match _relation(_BEFORE_DAY, q):
        case "before":
            return all(day < nearest(q.days[0], day) for day in told)
        case "after" | "past":
            return all(day > nearest(q.days[-1], day) for day in told)
        case "until" | "till" | "since" | "from":
            return None
        case _:
            return any(named.holds(day) for named in q.days for day in told)


def in_time(q: Asked, day: date) -> bool | None:
    """Return whether the day that a question names is early enough for what is due; or too late, if asked."""
    if not q.days or turns(q.words):
        return None
    if q.says("can", "could", "may", "okay", "late", "possible", "allowed"):
        named = nearest(q.days[0], day)
        early = named <= day if _relation(_BEFORE_DAY, q) != "after" else named < day
        return early != asks_closed(q)
    return on_days(q, [day])


def nearest(named: Days, day: date) -> date:
    """Return the day meant by a weekday's name beside a deadline: the nearest of that name."""
    if not named.weekday:
        return named.first
    ahead = (named.first.weekday() - day.weekday()) % 7
    return day + (ahead if ahead <= 3 else ahead - 7) * DAY


def at_times(q: Asked, times: Collection[time]) -> bool | None:
    """Return whether something is at a time of day that the question names."""
    if not q.times or not times or turns(q.words):
        return None
    match _relation(_BEFORE_TIME, q):
        case "before":
            return all(one < q.times[0] for one in times)
        case "after" | "past":
            return all(one > q.times[-1] for one in times)
        case _:
            return any(one in q.times for one in times)


def with_clock(q: Asked, near: time) -> Asked:
    """Return a question with a bare number read as a time of day, the one nearer to some other: before 8."""
    found = _CLOCK.search(" ".join(q.words))
    if q.times or not found or len(q.numbers) != 1 or not 0 < q.numbers[0] <= HALF:
        return q
    hours = (q.numbers[0] % 24, (q.numbers[0] + HALF) % 24)
    meant = min(hours, key=lambda hour: abs(hour * 60 - near.hour * 60 - near.minute))
    words = tuple("⟨time⟩" if word == "⟨number⟩" else word for word in q.words)
    return replace(q, times=(time(meant),), words=words)


def instant_at(q: Asked, timeline: Timeline, instant: datetime) -> bool | None:
    """Return whether an instant is at a time of day that the question names, to the minute."""
    local = instant.astimezone(timeline.zone).time().replace(second=0, microsecond=0)
    return at_times(q, [local])


_TOP_END = ("best", "highest", "top", "largest", "biggest", "maximum", "max", "most")
_ENDS = (*_TOP_END, "worst", "lowest", "smallest", "minimum", "min", "least")
"""Words for an end of a scale."""


def of_number(q: Asked, least: int, most: int | None = None) -> bool | None:
    """Return whether numbers that the question names are as stated.

    Args:
        least, most: what is stated, both ends included; one number if `most` is left out.
    """
    if not q.numbers or turns(q.words):
        return None
    top, relation, number = least if most is None else most, _relation(_OF_NUMBER, q), q.numbers[0]
    if q.says("too"):
        large, small = (
            q.says("big", "large", "many", "much", "long"),
            q.says("small", "few", "short"),
        )
        return number > top if large else number < least if small else None
    if most is not None and not relation and q.says(*_ENDS):
        return number == (most if q.says(*_TOP_END) else least)
    if relation in _MORE:
        return top > number
    if relation in _LESS:
        return least < number
    if relation == "at least":
        return least >= number if claim_of(q.words) == "required" else top >= number
    if relation in ("about", "around"):
        return None
    if relation and most is not None:
        return top == number if relation != "up to" else top >= number
    if most is not None and claim_of(q.words) == "required":
        return all(least >= number for number in q.numbers)
    return all(least <= number <= top for number in q.numbers)


def of_length(q: Asked, length: int) -> bool | None:
    """Return whether a number that the question names is the one length something has, or may have."""
    claim = claim_of(q.words)
    if claim not in ("allowed", "required"):
        return of_number(q, length) if claim is None else None
    if not q.numbers or turns(q.words) or _relation(_OF_NUMBER, q):
        return None
    number = q.numbers[0]
    return number == length if claim == "required" or number >= length else None


def of_names(q: Asked, kind: str, names: Collection[str]) -> bool | None:
    """Return whether a name in the question is one of those stated."""
    named = q.named(kind)
    return bool(set(named) & set(names)) if named and not turns(q.words) else None


def of_words(q: Asked, among: str, texts: Iterable[str | None]) -> bool | None:
    """Return whether what a question says of a list of words stands in a text of the file.

    Args:
        among: the list's name in `words.yaml`: what could be meant instead, such as other platforms.
    """
    asked = q.plain & word_list(among)
    if not asked or turns(q.words):
        return None
    said = {stem(w) for text in texts if text for w in re.findall(r"[a-z0-9]+", text.lower())}
    return all(stem(word) in said for word in asked) if said else None


def people_meant(q: Asked, who: People | None) -> bool | None:
    """Return whether the people whom a question names may do something; None where that isn't stated."""
    if who is None:
        return None
    found = set(concepts(q.words)) | {stem(word) for word in q.plain}
    groups = {"listeners": who.listeners, "affiliates": who.affiliates, "public": who.public}
    for name, stated in groups.items():
        if found & {stem(word) for word in word_list(name)}:
            return stated
    return who.students if found & {stem("student"), stem("students")} else None


def asks_closed(q: Asked) -> bool:
    """Return whether a question asks if something is over, closed or too late, rather than open."""
    return q.says(*word_list("over")) or (q.says("pass") and q.says("deadline", "already", "date"))


def is_open(q: Asked, so: bool) -> bool | None:
    """Return whether something that is open or over is as asked."""
    return None if turns(q.words) else so != asks_closed(q)


def turned_off(q: Asked, on: bool) -> bool | None:
    """Return whether something is on a day, or whether the day is off, as asked."""
    if turns(q.words):
        return None
    return not on if q.says("off", "free") else on
