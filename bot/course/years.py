"""Years that Discord can count, and that dates can be moved in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from pydantic import BaseModel

from bot.course.yamlfile import Loc

FIRST_YEAR, LAST_YEAR = 2015, 2150
"""Discord's ids hold milliseconds since 2015 in 42 bits ("Snowflakes"), which lasts until 2154."""


def is_possible(day: date) -> bool:
    """Return whether a day, or an instant, lies in a year that can be counted."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def impossible(value: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Yield the days and instants in a part of a course that lie in other years: where, and what stands there."""
    if isinstance(value, date):
        if not is_possible(value):
            yield loc, str(value)
    elif isinstance(value, BaseModel):
        fields = type(value).model_fields
        for name in value.model_fields_set:  # what is left out holds no day
            inner = getattr(value, name)
            if not isinstance(inner, str):
                yield from impossible(inner, (*loc, fields[name].alias or name))
    elif isinstance(value, (tuple, list)):
        for number, inner in enumerate(cast("tuple[Any, ...]", value)):
            yield from impossible(inner, (*loc, number))
    elif isinstance(value, dict):
        for key, inner in cast("dict[str, Any]", value).items():
            yield from impossible(inner, (*loc, key))
