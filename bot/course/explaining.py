"""What doesn't fit a course file's model, in words: what was found at a place, and what to write there instead."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Literal, cast, get_args, get_origin
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel
from rapidfuzz import fuzz, process

from bot.course.model import Course
from bot.course.moved import moved_key, moved_value
from bot.course.yamlfile import Document, Loc
from bot.text import listing

_DAY = "a day such as 2021-01-18"
_TIME = "a time of day such as 13:00"
_INSTANT = "an instant with its offset, such as 2021-01-26T23:59:00-05:00"
_EXPECTED = {
    "missing": "it to be set",
    "string_type": "text (put numbers and times in quotes)",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": "a day without a time, such as 2021-01-18",
    "time_type": _TIME,
    "time_parsing": _TIME,
    "datetime_type": _INSTANT,
    "datetime_parsing": _INSTANT,
    "datetime_from_date_parsing": _INSTANT,
    "timezone_aware": "an offset after the time, such as 2021-01-26T23:59:00-05:00",
    "string_too_short": "some text",
}
_MAPS = ("model_type", "model_attributes_type", "dict_type")
_INSTANTS = ("datetime_type", "datetime_parsing", "datetime_from_date_parsing", "timezone_aware")
LONGEST_DAY = len("2021-01-18")
LIKE = 75
"""How alike a name must be, of 100, to be taken for a slip of the pen."""
_PATTERNS = {
    r"^[a-z0-9][a-z0-9-]*$": "an id of small letters, digits and hyphens",
    r"^[0-9]+[A-Za-z]?$": "a part such as 1A or 3",
    r"^[a-z0-9-]+(\.[a-z0-9-]+)+(/\S*)?$": "the beginning of an address without https://",
    r"^https?://\S+$": "an address that begins with http:// or https://",
    r"^[^@\s]+@[^@\s]+\.[^@\s]+$": "an email address",
    r"^[1-9][0-9]{0,3}(m|h|d)$": "a length such as 15m, 3h or 2d",
}


def explain(document: Document, problem: dict[str, Any]) -> None:
    """Note a problem of the model's at its place: what was found, and what to write instead."""
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
        close = close_to(name, known)
        expected = f"“{close[0]}” (did you mean that?)" if close else f"one of: {', '.join(known)}"
        document.problem(loc, f"the unknown key “{name}”", expected, of_key=True)
        return
    if kind == "missing":
        document.problem(loc, "nothing", f"a line `{loc[-1]}: ...` here")
        return
    value = document.at(loc)
    if kind == "too_short" and value:
        return  # it lacks what is wrong with its entries, and that is said of these
    expected = moved_value(loc, value) or _for_value(document, loc, kind, value)
    document.problem(loc, _show(value), expected or _expectation(kind, problem))


def _for_value(document: Document, loc: Loc, kind: str, value: Any) -> str:
    """Write what stands there as it should be written; empty where that isn't clear."""
    if kind == "string_type" and isinstance(value, list):
        return "one text, without brackets or lines that begin with “- ”"
    if kind == "tuple_type":
        if isinstance(value, dict):
            return "a list: a line that begins with “- ” for each"
        single = "one, two" if value is None else value
        return f"a list, such as [{single}], or a line that begins with “- ” for each"
    if kind in _MAPS:
        return _map_at(loc)
    if kind in _INSTANTS and isinstance(value, str):
        return _instant_in(document, value)
    if kind == "int_type" and (digits := re.match(r"\d+", str(value))):
        return f"a whole number, such as {digits[0]}"
    if kind == "literal_error":
        known, typed = _choices_in(annotation_at(loc)), str(value).lower()
        close = [one for one in known if typed.startswith(one)] or close_to(typed, known)
        others = [f"“{one}”" for one in known if one not in close[:1]]
        if not close:
            return listing(others, "or") if len(others) < 2 else f"one of {listing(others, 'or')}"
        return f"“{close[0]}” (did you mean that?), or {listing(others, 'or')}"
    return ""


def _map_at(loc: Loc) -> str:
    """Say that a map belongs at a place, with the keys that it needs; with its first ones, where it needs none."""
    model = next(_models_in(annotation_at(loc)), None)
    fields = model.model_fields.items() if model and not is_map(annotation_at(loc)) else ()
    keys = [field.alias or name for name, field in fields if field.is_required()]
    keys = keys or [field.alias or name for name, field in fields][:2]
    inside = ", ".join(f"{key}: ..." for key in keys) or "name: ..."
    return f"a map of names and values, such as {{{inside}}}"


def _instant_in(document: Document, value: str) -> str:
    """Write an instant with the offset that the course's zone has then; a day as its end."""
    try:
        read = datetime.fromisoformat(value)
        zone = ZoneInfo(str(document.data.get("timezone")))
    except (ValueError, ZoneInfoNotFoundError):
        return ""
    read = read if len(value) > LONGEST_DAY else read.replace(hour=23, minute=59)
    return f"an instant with its offset, such as {read.replace(tzinfo=zone).isoformat()}"


def close_to(name: str, known: Sequence[str]) -> list[str]:
    """Return the name that one is near to, if any."""
    found = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=LIKE)
    return [found[0]] if found else []


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
        return f"a {kind_of(value)}" if value else f"an empty {kind_of(value)}"
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, bool) else str(value)
    return f"“{text}”" if len(text) <= 60 else f"{len(text):,} characters (“{text[:40]}…”)"


def kind_of(value: Any) -> str:
    """Say what a value is in a file."""
    kinds: list[tuple[type, str]] = [(dict, "map"), (list, "list")]
    return next((name for kind, name in kinds if isinstance(value, kind)), "single value")


def _known_keys(loc: Loc) -> list[str]:
    """List the keys that the model at a place of the file knows."""
    annotation = annotation_at(loc)
    model = next(_models_in(annotation), None) if not is_map(annotation) else None
    fields = model.model_fields.items() if model else ()
    return [field.alias or name for name, field in fields]


def annotation_at(loc: Loc) -> Any:
    """Return the type of what stands at a place of the file; None where nothing is known there."""
    annotation: Any = Course
    for step in loc:
        if isinstance(step, int):
            continue
        if is_map(annotation):
            annotation = get_args(annotation)[1]
            continue
        model = next(_models_in(annotation), None)
        fields = model.model_fields if model else {}
        found = {field.alias or name: field.annotation for name, field in fields.items()}
        annotation = found.get(str(step))
    return annotation


def is_map(annotation: Any) -> bool:
    """Return whether a type is a map with names of the file's own."""
    return get_origin(annotation) is dict


def _choices_in(annotation: Any) -> list[str]:
    """Return the words that a type lets choose from."""
    if get_origin(annotation) is Literal:
        return [one for one in get_args(annotation) if isinstance(one, str)]
    return [word for inner in get_args(annotation) for word in _choices_in(inner)]


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models_in(inner)
