"""The small values a course file is made of, each with the bounds that keep replies within Discord's limits.

Lengths are counted in characters. They are generous for prose and still let any entry of the file fit
into one text block of a message (4,000 characters: Discord, "Component Reference").
"""

from __future__ import annotations

from datetime import time, timedelta
from typing import Annotated, Literal, cast

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

from bot import links

Slug = Annotated[
    str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=32), Field(title="id")
]
"""A short name that never changes: ledgers and buttons refer to it."""

Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
KindLabel = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=30)]
"""What a course calls a kind of meeting: lecture, section, TA session."""
Noun = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
"""What a course calls somebody or something, within a sentence: team, head TA."""
Names = Annotated[tuple[Label, ...], Field(max_length=16)]
"""Other names by which people call the same thing, in a question. They are never shown."""


def _one_or_several(value: object) -> object:
    if isinstance(value, str):
        return (value,)
    return tuple(cast("list[object]", value)) if isinstance(value, list) else value


_Several = Annotated[tuple[Label, ...], Field(max_length=10)]
OneOrSeveral = Annotated[
    _Several, BeforeValidator(_one_or_several, json_schema_input_type=Label | _Several)
]
"""One name, or a list of them."""
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=160)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1200)]
Email = Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=120)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _web_address(value: str) -> str:
    if why := links.why_not(value, ("http", "https")):
        text = f"an address that can be opened, such as https://example.org/page: {why}"
        raise PydanticCustomError("web_address", "{text}", {"text": text})
    return value


Url = Annotated[
    str,
    StringConstraints(pattern=r"^https?://\S+$", max_length=300),
    AfterValidator(_web_address),
]


NOTEBOOK = "{notebook}"


def _notebook_address(value: str) -> str:
    if NOTEBOOK not in value or links.why_not(value.replace(NOTEBOOK, "x"), ("http", "https")):
        raise PydanticCustomError(
            "notebook_address", "an address such as https://example.org/{notebook}"
        )
    return value


NotebookUrl = Annotated[
    str,
    StringConstraints(pattern=r"^https?://\S+$", max_length=300),
    AfterValidator(_notebook_address),
]
"""The address of any notebook: {notebook} stands for its path."""


def _whole_minutes(value: time) -> time:
    if value.tzinfo is not None:
        raise PydanticCustomError("time_zone", "a time of day without a zone, such as 13:00")
    if value.second or value.microsecond:
        raise PydanticCustomError("time_minutes", "a time of day in whole minutes, such as 13:00")
    return value


TimeOfDay = Annotated[time, AfterValidator(_whole_minutes)]
"""A time of day in the course's own zone, whole minutes."""

Lead = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,3}(m|h|d)$")]
"""How long before: 30m, 3h, 1d."""

Instant = AwareDatetime
"""An instant with its offset, such as 2021-01-26T23:59:00-05:00."""


def lead_of(text: str) -> timedelta:
    """Return the length of a lead: 30m, 3h, 1d."""
    unit = {"m": "minutes", "h": "hours", "d": "days"}[text[-1]]
    return timedelta(**{unit: int(text[:-1])})


class Fact(BaseModel):
    """The base of everything in a course file: frozen, and strict about unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class People(Fact):
    """Who may do something. A group of people that isn't named is not stated."""

    students: bool | None = Field(default=None, description="Registered students.")
    listeners: bool | None = Field(
        default=None, description="People of the institution who attend without credit."
    )
    affiliates: bool | None = Field(
        default=None, description="Staff, researchers and faculty of the institution."
    )
    public: bool | None = Field(default=None, description="Anyone from outside.")
