"""The same course moved to another start: weekdays kept, daylight saving handled, the file's comments kept.

ruamel.yaml reads and writes the file round-trip, so everything that isn't moved stays as it was written.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

from ruamel.yaml import YAML
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.representer import RoundTripRepresenter

from bot.course.loader import load_course
from bot.course.timeline import WEEK, monday
from bot.course.yamlfile import Loc, dotted
from bot.course.years import FIRST_YEAR, LAST_YEAR, is_possible
from bot.errors import CourseFileInvalid, OperatorError, Problem

TIMESTAMP = "tag:yaml.org,2002:timestamp"
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
    yaml = _round_trip()
    try:
        data = yaml.load(path.read_text(encoding="utf-8-sig"))
    except YAMLError as error:  # it keeps to the letter where `check` is lenient: tabs, for example
        raise CourseFileInvalid(path, [_problem(error)]) from error
    shift, zone, report = start - old, ZoneInfo(course.timezone), list[str]()
    for holder, key, loc in _leaves(data, ()):
        text = str(holder[key])
        moved = _move(text, shift, zone)
        if moved is not None and moved != text:
            holder[key] = type(holder[key])(moved)
            report.append(f"moved {dotted(loc)}: {text} -> {moved}")
        elif moved is None and _PROSE_DATE.search(text) and not text.startswith("http"):
            report.append(f"look at {dotted(loc)} by hand: “{text.strip()[:70]}” names a date")
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue(), report


def _problem(error: YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    words = getattr(error, "problem", None) or "text that can't be parsed"
    return Problem(line, column, "", f"text that is not strict YAML ({words})", "YAML without tabs")


class _Timestamp(str):
    """A day or an instant as it is written, without quotes."""


class _Constructor(RoundTripConstructor):
    pass


class _Representer(RoundTripRepresenter):
    pass


def _as_written(_: Any, node: Any) -> _Timestamp:
    return _Timestamp(node.value)


def _as_held(representer: Any, value: _Timestamp) -> Any:
    return representer.represent_scalar(TIMESTAMP, str(value))


_Constructor.add_constructor(TIMESTAMP, _as_written)
_Representer.add_representer(_Timestamp, _as_held)


def _round_trip() -> Any:
    yaml: Any = YAML()
    yaml.Constructor, yaml.Representer = _Constructor, _Representer
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


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


def _leaves(value: Any, loc: Loc) -> Iterator[tuple[Any, Any, Loc]]:
    entries = (
        cast("dict[Any, Any]", value).items()
        if isinstance(value, dict)
        else enumerate(cast("list[Any]", value))
    )
    for key, inner in entries:
        here = (*loc, key)
        if isinstance(inner, (dict, list)):
            yield from _leaves(inner, here)
        elif inner is not None:
            yield value, key, here
