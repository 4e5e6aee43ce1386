"""What is contradicted: another official place says something else of the same fact. Both are shown."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from bot.course.values import Fact, Label, Text
from bot.text import clock_time, day_name, raised

Of = Literal["day", "starts", "ends", "where", "modality", "recorded", "attendance", "access"]
"""What of a meeting another place states otherwise."""

SAYS: dict[Of, str] = {
    "day": "gives another day",
    "starts": "gives another start",
    "ends": "gives another end",
    "where": "gives another place",
    "modality": "says otherwise about how it's held",
    "recorded": "says otherwise about recordings",
    "attendance": "says otherwise about attendance",
    "access": "says otherwise about who may come",
}


class AlsoStated(Fact):
    """What another official place says instead."""

    value: Text = Field(
        description="As it stands there; an instant, a day or a time of day is written as people do."
    )
    where: Label = Field(description="The other place, as in a sentence: the syllabus.")
    outdated: bool = Field(
        default=False, description="It's known to be old: what the file states holds."
    )


class AlsoStatedOf(AlsoStated):
    """What another official place says instead of one field."""

    of: Of = Field(description="Which one; for office hours `starts` and `ends` are those.")


Disputes = Annotated[tuple[AlsoStated, ...], Field(max_length=4)]
DisputesOf = Annotated[tuple[AlsoStatedOf, ...], Field(max_length=6)]


def otherwise(stated: Iterable[AlsoStated], zone: ZoneInfo, label: str, of: str = "") -> list[str]:
    """Write what other places say, a sentence each.

    Args:
        zone, label: the course's zone, and what people call it.
        of: what is contradicted, for what names no field itself: due time. Empty for a text.
    """
    told: list[str] = []
    for one in stated:
        says = f"gives another {of}" if of else "says otherwise"
        says = SAYS[one.of] if isinstance(one, AlsoStatedOf) else says
        value = _as_people_write(one.value, zone, label)
        old = " It's outdated." if one.outdated else ""
        told.append(f"{raised(one.where)} {says}: {value.removesuffix('.')}.{old}")
    return told


def _as_people_write(value: str, zone: ZoneInfo, label: str) -> str:
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        instant = None
    if instant is not None and instant.tzinfo is not None:
        local = instant.astimezone(zone)
        return f"{day_name(local.date())}, {clock_time(local.time())} {label}"
    try:
        return day_name(date.fromisoformat(value))
    except ValueError:
        pass
    try:
        return f"{clock_time(time.fromisoformat(value))} {label}"
    except ValueError:
        return value
