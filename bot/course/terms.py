"""The same course moved to another start: weekdays kept, daylight saving handled, the file's comments kept.

Everything that isn't moved stays as it was written (`roundtrip`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from bot.course import roundtrip
from bot.course.loader import load_course
from bot.course.timeline import WEEK, monday
from bot.course.yamlfile import Loc, dotted
from bot.course.years import FIRST_YEAR, LAST_YEAR, is_possible
from bot.errors import OperatorError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?([+-]\d{2}:\d{2}|Z)")
_PROSE_DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}\b|\b(?:19|20)\d{2}\b",
    re.I,
)


def move_course(path: Path, start: date) -> tuple[str, list[str]]:
    """Move a course to another start.

    Args:
        path: a course file that `check` accepts.
        start: the new first day; it has to be the weekday that the old one was.
    Returns:
        The new file's text, and a line for everything that was moved or has to be looked at by hand.
    Raises:
        CourseFileInvalid: the file has problems.
        OperatorError: the new start is another weekday, or in a year that can't be counted.
    """
    course = load_course(path)
    old = course.term.start
    if not is_possible(start):
        raise OperatorError(
            f"{start} is too far away. Name a day in a year from {FIRST_YEAR} to {LAST_YEAR}."
        )
    if start.weekday() != old.weekday():
        near = monday(start) + timedelta(days=old.weekday())
        raise OperatorError(
            f"{start} is a {start:%A}, but the course starts on a {old:%A}. Weekdays have to stay. "
            f"Try --start {near} or {near + WEEK}."
        )
    data = roundtrip.read(path, path.read_text(encoding="utf-8-sig"))
    shift, zone, report = start - old, ZoneInfo(course.timezone), list[str]()
    for holder, key, loc in _leaves(data, (), set()):
        text = str(holder[key])
        moved = _move(text, shift, zone)
        if moved is not None and moved != text:
            holder[key] = type(holder[key])(moved)
            report.append(f"moved {dotted(loc)}: {text} -> {moved}")
        elif moved is None and _PROSE_DATE.search(text) and not text.startswith("http"):
            report.append(f"look at {dotted(loc)} by hand: “{text.strip()[:70]}” names a date")
    for n, off in enumerate(course.days_off):
        report.append(
            f"look at days_off[{n}] by hand: {off.title} was on {off.day} and is on {off.day + shift} now, as it moved "
            "with the term; a holiday has a date of its own"
        )
    return roundtrip.written(data), report


def _move(text: str, shift: timedelta, zone: ZoneInfo) -> str | None:
    """Move a day or an instant; None for anything else."""
    try:
        if _DAY.fullmatch(text):
            return str(date.fromisoformat(text) + shift)
        if _INSTANT.fullmatch(text):
            local = datetime.fromisoformat(text).astimezone(zone)
            return (local.replace(tzinfo=None) + shift).replace(tzinfo=zone).isoformat()
    except (ValueError, OverflowError):  # prose that only looks like one
        return None
    return None


def _leaves(value: Any, loc: Loc, seen: set[int]) -> Iterator[tuple[Any, Any, Loc]]:
    """Yield each value with what holds it and its place. What aliases share is one part, and comes once.

    Args:
        seen: the parts that have come, by their identity.
    """
    if id(value) in seen:
        return
    seen.add(id(value))
    entries = (
        cast("dict[Any, Any]", value).items()
        if isinstance(value, dict)
        else enumerate(cast("list[Any]", value))
    )
    for key, inner in entries:
        here = (*loc, key)
        if isinstance(inner, (dict, list)):
            yield from _leaves(inner, here, seen)
        elif inner is not None:
            yield value, key, here
