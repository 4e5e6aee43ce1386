"""YAML -> Course, or every problem at once with file:line:column."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, cast
from zoneinfo import available_timezones

from pydantic import ValidationError
from rapidfuzz import fuzz, process

from bot.course import yamlfile
from bot.course.checks import check
from bot.course.explaining import annotation_at, explain, is_map, kind_of
from bot.course.model import Course
from bot.course.yamlfile import Document, Loc
from bot.errors import CourseFileInvalid

SCHEMA_NAME = "course.schema.json"
_TERM_NAME: Loc = ("term", "name")
"""Its days are known without it, and everything else is held against them."""

_STAND_INS: dict[str, Any] = {
    "title": "?",
    "term": {"name": "?", "start": "2020-01-01", "end": "2020-01-02"},
    "timezone": "UTC",
}
"""Values for required keys that are missing or misshapen, so that the rest can still be checked."""


def load_course(path: Path) -> Course:
    """Read a course file.

    Raises:
        CourseFileInvalid: with every problem found, each at its line and column.
    """
    return read_course(path, yamlfile.read_text(path))


def read_course(path: Path, text: str) -> Course:
    """Read a course file's text. `path`: what its problems name. Raises CourseFileInvalid."""
    document = yamlfile.parse(path, text)
    if not isinstance(document.data, dict):
        document.problem((), f"a {kind_of(document.data)}", "a map that begins with `title:`")
        raise CourseFileInvalid(path, document.problems)
    zone_known = _check_zone(document)
    course, origins = _validate(document)
    if course is not None:
        misshapen = len(document.problems)
        for loc, found, expected in check(
            course, _known_ids(cast("dict[str, Any]", document.data)), zone_known
        ):
            place = origins.original(loc)
            if not document.partly_read(place, misshapen):
                document.problem(place, found, expected)
    if document.problems or course is None:
        raise CourseFileInvalid(path, document.problems)
    return course


def schema_json() -> str:
    """Generate the JSON Schema of course files, as `data/course.schema.json` holds it."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Course.model_json_schema(),
    }
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _validate(document: Document) -> tuple[Course | None, Origins]:
    """Return the course and where its list entries stood; misshapen parts are noted and left out."""
    skeleton = document.data
    for attempt in range(4):
        origins = Origins()
        data = origins.compact(skeleton)
        try:
            return Course.model_validate_json(json.dumps(data), strict=True), origins
        except ValidationError as error:
            problems = cast("list[dict[str, Any]]", error.errors())
            for problem in problems:
                problem["loc"] = _within(data, problem["loc"])
        if attempt == 0:
            for problem in problems:
                explain(document, problem)
            skeleton = json.loads(json.dumps(skeleton))
        for problem in problems:
            _blank(skeleton, origins.original(_removable(problem["loc"], problem["type"])))
    return None, Origins()


def _within(data: Any, loc: Loc) -> Loc:
    """Return a place, up to the text that stands there: one that needn't be in a list has no first entry."""
    for depth, step in enumerate(loc):
        if isinstance(data, str):
            return loc[:depth]
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return loc
    return loc


class Origins:
    """Remembers the places of list entries when misshapen ones, blanked to None, are left out."""

    def __init__(self) -> None:
        self.moved: dict[Loc, Loc] = {}

    def compact(self, value: Any, here: Loc = (), origin: Loc = ()) -> Any:
        """Copy the data without its blanks."""
        self.moved[here] = origin
        if isinstance(value, dict):
            items = cast("dict[str, Any]", value).items()
            return {key: self.compact(inner, (*here, key), (*origin, key)) for key, inner in items}
        if isinstance(value, list):
            kept = [
                (i, inner) for i, inner in enumerate(cast("list[Any]", value)) if inner is not None
            ]
            return [
                self.compact(inner, (*here, j), (*origin, i)) for j, (i, inner) in enumerate(kept)
            ]
        return value

    def original(self, loc: Loc) -> Loc:
        """Return where a place of the copy stands in the file."""
        known = loc
        while known not in self.moved:
            known = known[:-1]
        return (*self.moved[known], *loc[len(known) :])


def _blank(skeleton: Any, loc: Loc) -> None:
    parent = skeleton
    for step in loc[:-1]:
        try:
            parent = parent[step]
        except (KeyError, TypeError):  # blanked already, with all that is in it
            return
    if parent is None:
        return
    last = loc[-1]
    if loc == _TERM_NAME:
        parent[last] = "?"
    elif len(loc) == 1 and last in _STAND_INS:
        parent[last] = _STAND_INS[str(last)]
    elif isinstance(parent, dict):
        cast("dict[Any, Any]", parent).pop(last, None)
    else:
        parent[last] = None


def _removable(loc: Loc, kind: str) -> Loc:
    if kind == "extra_forbidden" or loc == _TERM_NAME:
        return loc
    for depth in range(len(loc), 0, -1):
        if isinstance(loc[depth - 1], int):
            return loc[:depth]
    return loc[:2] if is_map(annotation_at(loc[:1])) else loc[:1]


def _known_ids(data: dict[str, Any]) -> dict[str, set[str]]:
    known: dict[str, set[str]] = {}
    for key, value in data.items():
        if isinstance(value, list):
            entries = cast("list[Any]", value)
            known[key] = {
                str(cast("dict[str, Any]", e).get("id")) for e in entries if isinstance(e, dict)
            }
        elif isinstance(value, dict):
            known[key] = {str(name) for name in cast("dict[Any, Any]", value)}
    return known


@cache
def _zones() -> set[str]:
    """The zones that this system knows; finding them looks into some 600 files."""
    return available_timezones()


def _check_zone(document: Document) -> bool:
    """Note an unknown zone and go on in UTC. Say whether instants can be checked against the zone."""
    zone = document.data.get("timezone")
    if not isinstance(zone, str):
        return False
    if zone in _zones():
        return True
    close = process.extractOne(zone, sorted(_zones()), scorer=fuzz.ratio, score_cutoff=60)
    hint = f" (did you mean {close[0]}?)" if close else ""
    document.problem(("timezone",), f"“{zone}”", f"an IANA zone such as America/New_York{hint}")
    document.data = {**document.data, "timezone": "UTC"}
    return False
