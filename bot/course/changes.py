"""The difference of two courses, as data: what applies it to the old one gives the new one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from bot.course.model import Course

ABSENT = "\x00absent"
"""Stands for a value that isn't there. No text of a course file holds it: YAML has no such character."""

Where = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One place at which two courses differ.

    Attributes:
        path: names of fields; an entry of a list that has ids is named by its id.
        old: plain data, or ABSENT. new: likewise.
        index: where a new entry of a list stands.
    """

    path: Where
    old: Any
    new: Any
    index: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """What turns one course into another."""

    steps: tuple[Step, ...]

    def __bool__(self) -> bool:
        return bool(self.steps)

    def apply(self, course: Course) -> Course:
        """Return the course with these changes. Raises pydantic's ValidationError where it doesn't fit."""
        data = plain_data(course)
        for step in self.steps:
            _take(data, step)
        return Course.model_validate_json(json.dumps(data))


def between(old: Course, new: Course) -> Difference:
    """Return the difference of two courses."""
    return Difference(tuple(_compare((), plain_data(old), plain_data(new))))


def plain_data(course: Course) -> dict[str, Any]:
    """Return what a course states, as the file's own names and plain values."""
    return course.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _compare(path: Where, old: Any, new: Any) -> Iterator[Step]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        before, after = cast("dict[str, Any]", old), cast("dict[str, Any]", new)
        for key in dict.fromkeys((*before, *after)):
            yield from _compare((*path, key), before.get(key, ABSENT), after.get(key, ABSENT))
        return
    known, now = _by_id(old), _by_id(new)
    same_order = [id for id in known if id in now] == [id for id in now if id in known]
    if not (known and now and same_order):
        yield Step(path, old, new)
        return
    for id, entry in known.items():
        yield from _compare((*path, id), entry, now.get(id, ABSENT))
    for index, (id, entry) in enumerate(now.items()):
        if id not in known:
            yield Step((*path, id), ABSENT, entry, index)


def _by_id(value: Any) -> dict[str, Any]:
    """Return a list's entries by their ids; nothing where they have none of their own."""
    if not isinstance(value, list):
        return {}
    entries = cast("list[Any]", value)
    found = {str(_id(e)): e for e in entries if _id(e)}
    return found if len(found) == len(entries) else {}


def _id(entry: Any) -> Any:
    """Return what names an entry of a list: its id; for people, who have none, their name."""
    if not isinstance(entry, dict):
        return None
    fields = cast("Mapping[str, Any]", entry)
    return fields.get("id") or (fields.get("name") if "role" in fields else None)


def _take(data: Any, step: Step) -> None:
    holder = data
    for name in step.path[:-1]:
        holder = holder[_key(holder, name)]
    last = step.path[-1]
    if isinstance(holder, dict):
        fields = cast("dict[str, Any]", holder)
        fields.pop(last, None)
        if step.new is not ABSENT:
            fields[last] = step.new
        return
    entries = cast("list[Any]", holder)
    if step.old is not ABSENT:
        del entries[_key(entries, last)]
    if step.new is not ABSENT:
        entries.insert(step.index, step.new)


def _key(holder: Any, name: str) -> Any:
    if isinstance(holder, dict):
        return name
    entries = cast("Sequence[Any]", holder)
    return next(n for n, entry in enumerate(entries) if _id(entry) == name)
