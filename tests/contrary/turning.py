"""A course that says the opposite of another, made from the model alone: no field is named here.

Every boolean is negated, every choice of a list becomes the next, numbers, days, times and instants move, words become
words that no course uses, ids become others. What is left is the shape of the file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime, time, timedelta
from itertools import product
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, Union, cast, get_args, get_origin
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, BaseModel, StringConstraints
from pydantic.fields import FieldInfo

from bot.answers.catalogue import known_questions
from bot.course import values, yamlfile
from bot.course.checks import check
from bot.course.model import Course

LATER = timedelta(days=36 + 7 * 104)
"""How far days move: to the next weekday, as the list of weekdays does, to other dates and another year."""
HOUR_LATER, HOURS_EARLIER = timedelta(minutes=90), timedelta(hours=7)
ZONE = "Europe/Helsinki"
SLUG = "^[a-z0-9][a-z0-9-]*$"
KIND_LENGTH = 30
"""Letters of a kind's label: what kinds of meetings are called is no fact, so it stays."""

Place = tuple[str | int, ...]


def data_of(path: Path) -> dict[str, Any]:
    """Read a course file as plain data."""
    return cast("dict[str, Any]", yamlfile.parse(path, yamlfile.read_text(path)).data)


def built(data: dict[str, Any]) -> Course:
    """Build a course as the loader does. Raises ValidationError."""
    return Course.model_validate_json(json.dumps(data), strict=True)


def problems(data: dict[str, Any]) -> list[Place]:
    """Return where a course breaks a rule."""
    ids = {
        key: {e["id"] for e in value if "id" in e} if isinstance(value, list) else set(value)
        for key, value in data.items()
        if isinstance(value, list | dict)
    }
    return [found[0] for found in check(built(data), ids, True)]


def turned(data: dict[str, Any]) -> dict[str, Any]:
    """Return the contrary course. A choice whose next one would break a rule stays as it was."""
    turning = _Turning(data)
    made = turning.course()
    for place in list(turning.choices):
        broken = len(problems(made))
        if not broken:
            break
        other = _Turning(data, kept=turning.kept | {place})
        if len(problems(other.course())) < broken:
            turning, made = other, other.course()
    return made


class _Turning:
    """One way to turn a course around.

    Attributes:
        choices: where the file chooses one of a list.
    """

    def __init__(self, data: dict[str, Any], kept: frozenset[Place] = frozenset()) -> None:
        self.data, self.kept = data, kept
        self.zone = ZoneInfo(data["timezone"])
        self.choices: list[Place] = []

    def course(self) -> dict[str, Any]:
        self.ids: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.words, self.choices = invented(), []
        return self.model(Course, self.data, ())

    def model(self, model: type[BaseModel], data: dict[str, Any], here: Place) -> dict[str, Any]:
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        return {key: self.field(fields[key], value, (*here, key)) for key, value in data.items()}

    def field(self, field: FieldInfo, value: Any, here: Place) -> Any:
        if here == ("timezone",):
            return ZONE
        return self.value(field.annotation, value, here, tuple(field.metadata))

    def value(self, annotation: Any, value: Any, here: Place, notes: tuple[Any, ...] = ()) -> Any:
        if value is None:
            return None
        origin, inner = get_origin(annotation), get_args(annotation)
        if origin is Annotated:
            return self.value(inner[0], value, here, (*notes, *inner[1:]))
        if origin in (Union, UnionType):
            some = next(one for one in inner if one is not type(None))
            return self.value(some, value, here, notes)
        if origin is Literal:
            self.choices.append(here)
            return inner[(inner.index(value) + (here not in self.kept)) % len(inner)]
        if origin is tuple and isinstance(value, str):  # one that needn't be in a list
            return self.value(inner[0], value, here)
        if origin is tuple:
            return [self.value(inner[0], one, (*here, n)) for n, one in enumerate(value)]
        if origin is dict:
            return {key: self.value(inner[1], one, (*here, key)) for key, one in value.items()}
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return self.model(annotation, value, here)
        return self.single(annotation, value, notes)

    def single(self, annotation: Any, value: Any, notes: tuple[Any, ...]) -> Any:
        if annotation is bool:
            return not value
        if annotation in (int, float):
            most = [note.le for note in notes if hasattr(note, "le")]
            return value + 1 if not most or value < most[0] else value - 1
        if annotation is date:
            return str(date.fromisoformat(str(value)) + LATER)
        if annotation is AwareDatetime:
            local = datetime.fromisoformat(str(value)).astimezone(self.zone).replace(tzinfo=None)
            return (local + LATER - HOURS_EARLIER).replace(tzinfo=ZoneInfo(ZONE)).isoformat()
        if annotation is time:
            moved = datetime.combine(date(2021, 1, 1), time.fromisoformat(value)) + HOUR_LATER
            return moved.strftime("%H:%M")
        rules = [note for note in notes if isinstance(note, StringConstraints)]
        pattern = next((one.pattern for one in rules if one.pattern), "")
        longest = next((one.max_length for one in rules if one.max_length), None)
        return value if longest == KIND_LENGTH else self.text(value, str(pattern))

    def text(self, value: str, pattern: str) -> str:
        """Turn a text, or a word of one of the file's own small languages, which its pattern tells."""
        if pattern == SLUG:
            return self.id(value)
        if pattern.startswith("^[1-9]"):
            return f"{int(value[:-1]) + 1}{value[-1]}"
        if "https" in pattern:
            path = values.NOTEBOOK if values.NOTEBOOK in value else self.word()
            return f"https://{self.word()}.example.net/{path}"
        if "@" in pattern:
            return f"{self.word()}@example.net"
        if pattern.startswith("^[a-z0-9-]+("):
            return f"{self.word()}.example.net/{self.word()}"
        if pattern.startswith("^[0-9]+[A-Za-z]"):
            return re.sub(r"\d+", lambda number: str(int(number[0]) + 4), value)
        if value not in self.texts:
            count = max(min(len(re.findall(r"\w+", value)), 7), 1)
            made = " ".join(self.word() for _ in range(count)).capitalize()
            self.texts[value] = f"{made}." if value.endswith(".") else made
        return self.texts[value]

    def id(self, value: str) -> str:
        """Give an id another, the same wherever it stands. Numbers of labs move; ids of known questions stay."""
        if value in known_questions():
            return value
        if numbered := re.fullmatch(r"(lab-?)(\d+)", value):
            return f"{numbered[1]}{int(numbered[2]) + 4}"
        return self.ids.setdefault(value, f"{self.word()}-{len(self.ids)}")

    def word(self) -> str:
        return next(self.words)


def invented() -> Iterator[str]:
    """Make up words that no course and no language uses, each once."""
    ends = ("or", "ux", "ib", "az", "eq", "yl", "ov", "um")
    starts = ("zu", "vo", "qui", "xa", "wy", "ju", "ko", "fy", "ga")
    for first, middle, second, end in product(
        starts, ("b", "rv", "zk", "m", "ft", "nq"), starts, ends
    ):
        yield f"{first}{middle}{second}{end}"


INVENTED = frozenset(invented())


def optional_parts(data: dict[str, Any]) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Yield the course without each of its optional parts: those of the file, and of each map in it.

    What can't stand without the part is left out with it; a part that the course can't do without isn't yielded.
    """
    for place in _optional(Course, data):
        left = _without(data, place)
        for _ in range(40):
            broken = problems(left)
            if not broken:
                yield place, left
                break
            left = _without(left, _removable(left, broken[0]))


def _optional(model: type[BaseModel], data: dict[str, Any], here: Place = ()) -> Iterator[Place]:
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key not in data:
            continue
        if not field.is_required():
            yield (*here, key)
        if get_origin(field.annotation) is dict:
            for label, one in data[key].items():
                yield from _optional(get_args(field.annotation)[1], one, (*here, key, label))
        elif isinstance(data[key], dict):
            part = next(
                one for one in (field.annotation, *get_args(field.annotation)) if _is_part(one)
            )
            yield from _optional(part, data[key], (*here, key))


def _is_part(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _removable(data: dict[str, Any], loc: Place) -> Place:
    """Return the smallest part that can be left out with a broken reference: an optional key, an entry, a section."""
    for depth in range(len(loc), 0, -1):
        smaller = _without(data, loc[:depth])
        try:
            built(smaller)
        except ValueError:
            continue
        return loc[:depth]
    return loc[:1]


def _without(data: dict[str, Any], place: Place) -> dict[str, Any]:
    left = deepcopy(data)
    parent: Any = left
    for step in place[:-1]:
        parent = parent[step]
    del parent[place[-1]]
    return left
