"""YAML -> Course, or every problem at once with file:line:column."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args, get_origin
from zoneinfo import available_timezones

from pydantic import BaseModel, ValidationError
from rapidfuzz import fuzz, process

from bot.course import yamlfile
from bot.course.checks import check
from bot.course.model import Course
from bot.course.moved import moved_key, moved_value
from bot.course.yamlfile import Document, Loc
from bot.errors import CourseFileInvalid

SCHEMA_NAME = "course.schema.json"
_TERM_NAME: Loc = ("term", "name")
"""Its days are known without it, and everything else is held against them."""

_EXPECTED = {
    "missing": "it to be set",
    "string_type": "text (put numbers and times in quotes)",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "model_type": "a map of names and values, such as {name: value}",
    "model_attributes_type": "a map of names and values, such as {name: value}",
    "dict_type": "a map of names and values, such as {name: value}",
    "tuple_type": "a list, such as [one, two], or a line that begins with “- ” for each",
    "date_type": "a day such as 2021-01-18",
    "date_parsing": "a day such as 2021-01-18",
    "date_from_datetime_parsing": "a day such as 2021-01-18",
    "date_from_datetime_inexact": "a day without a time, such as 2021-01-18",
    "time_type": "a time of day such as 13:00",
    "time_parsing": "a time of day such as 13:00",
    "datetime_type": "an instant with its offset, such as 2021-01-26T23:59:00-05:00",
    "datetime_parsing": "an instant with its offset, such as 2021-01-26T23:59:00-05:00",
    "datetime_from_date_parsing": "an instant with its offset, such as 2021-01-26T23:59:00-05:00",
    "timezone_aware": "an offset after the time, such as 2021-01-26T23:59:00-05:00",
    "string_too_short": "some text",
}
_PATTERNS = {
    r"^[a-z0-9][a-z0-9-]*$": "an id of small letters, digits and hyphens",
    r"^[0-9]+[A-Za-z]?$": "a part such as 1A or 3",
    r"^[a-z0-9-]+(\.[a-z0-9-]+)+(/\S*)?$": "the beginning of an address without https://",
    r"^https?://\S+$": "an address that begins with http:// or https://",
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$": "an email address",
}
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
        document.problem((), f"a {_kind(document.data)}", "a map that begins with `title:`")
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
        if attempt == 0:
            for problem in problems:
                _explain(document, problem)
            skeleton = json.loads(json.dumps(skeleton))
        for problem in problems:
            _blank(skeleton, origins.original(_removable(problem["loc"], problem["type"])))
    return None, Origins()


def _explain(document: Document, problem: dict[str, Any]) -> None:
    loc, kind = cast("Loc", problem["loc"]), cast("str", problem["type"])
    if kind == "extra_forbidden":
        name, known = str(loc[-1]), _known_keys(loc[:-1])
        if moved := moved_key(loc):
            document.problem(loc, f"the former key “{name}”", moved, of_key=True)
            return
        if cut := document.cut_by_comma(loc):
            found = f"“{name}” after a comma, which begins a new key inside braces"
            expected = f"quotes around a text that has a comma, such as {cut}"
            document.problem(loc, found, expected, of_key=True, once=True)
            return
        close = (
            process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=60) if known else None
        )
        expected = f"“{close[0]}” (did you mean that?)" if close else f"one of: {', '.join(known)}"
        document.problem(loc, f"the unknown key “{name}”", expected, of_key=True)
        return
    if kind == "missing":
        document.problem(loc, "nothing", f"`{loc[-1]}` to be set")
        return
    value = document.at(loc)
    expected = moved_value(loc, value) or _expectation(kind, problem)
    document.problem(loc, _show(value), expected)


def _expectation(kind: str, problem: dict[str, Any]) -> str:
    context = cast("dict[str, Any]", problem.get("ctx") or {})
    if kind == "string_pattern_mismatch":
        return _PATTERNS.get(context["pattern"], f"text like {context['pattern']}")
    if kind == "string_too_long":
        return f"at most {context['max_length']:,} characters"
    if kind in ("too_long", "too_short"):
        bound = context.get("max_length", context.get("min_length"))
        entries = "1 entry" if bound == 1 else f"{bound} entries"
        return f"at {'most' if kind == 'too_long' else 'least'} {entries}"
    if kind == "literal_error":
        return f"one of {context['expected']}"
    if kind in ("greater_than_equal", "less_than_equal"):
        return f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
    if kind in _EXPECTED:
        return _EXPECTED[kind]
    return str(problem["msg"])


def _show(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, (dict, list)):
        return f"a {_kind(value)}"
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, bool) else str(value)
    return f"“{text}”" if len(text) <= 60 else f"{len(text):,} characters (“{text[:40]}…”)"


def _kind(value: Any) -> str:
    kinds: list[tuple[type, str]] = [(dict, "map"), (list, "list")]
    return next((name for kind, name in kinds if isinstance(value, kind)), "single value")


def _known_keys(loc: Loc) -> list[str]:
    """List the keys that the model at a place of the file knows."""
    annotation = _annotation(loc)
    model = next(_models_in(annotation), None) if not _is_map(annotation) else None
    fields = model.model_fields.items() if model else ()
    return [field.alias or name for name, field in fields]


def _annotation(loc: Loc) -> Any:
    """Return the type of what stands at a place of the file; None where nothing is known there."""
    annotation: Any = Course
    for step in loc:
        if isinstance(step, int):
            continue
        if _is_map(annotation):
            annotation = get_args(annotation)[1]
            continue
        model = next(_models_in(annotation), None)
        fields = model.model_fields if model else {}
        found = {field.alias or name: field.annotation for name, field in fields.items()}
        annotation = found.get(str(step))
    return annotation


def _is_map(annotation: Any) -> bool:
    return get_origin(annotation) is dict


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)


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
    return loc[:2] if _is_map(_annotation(loc[:1])) else loc[:1]


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
