"""What a form of `/staff change` asks for, as data, and what there is to choose from in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.client.look import clip
from bot.course.change_words import named, when
from bot.course.editing import EVERYBODY
from bot.course.edits import Edit
from bot.course.features import Feature
from bot.course.items import Item
from bot.course.timeline import Timeline
from bot.text import clock_time

LABEL = 100
"""Characters of an option's label."""
MOST_OPTIONS = 25
OTHERS = "+"
"""Stands for whoever has no due time of their own. No cohort has that id."""
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    Attributes:
        id: what its answer is known by.
        options: what there is to choose from, as (label, value); None for a text that is typed.
        people: one person is picked.
        of_groups: only in a course with groups.
        spare: only where the form has room for it: Discord takes five fields.
        first: what stands in it at first.
    """

    id: str
    label: str
    hint: str = ""
    required: bool = True
    longest: int = 160
    paragraph: bool = False
    options: Callable[[Timeline, datetime], Iterator[tuple[str, str]]] | None = None
    first: Callable[[Timeline, datetime], str] | None = None
    people: bool = False
    of_groups: bool = False
    spare: bool = False


@dataclass(frozen=True, slots=True)
class ForSome:
    """Another due time for one person or one group, whose the course file knows nothing of.

    Attributes:
        deadline: its id.
        person, group: one of them.
    """

    deadline: str
    due_at: datetime
    person: int | None = None
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that staff can change by a form.

    `nothing`: why there is nothing to choose from now; `of`: what a course must have for it.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    edit: Callable[[Answers, Timeline, datetime], Edit | ForSome]
    nothing: str = ""
    of: Feature | None = None

    @property
    def about(self) -> Field | None:
        """The field that says what is changed, where the form has one."""
        return next((field for field in self.fields if field.options and field.required), None)


def item_label(timeline: Timeline, item: Item) -> str:
    mark = "" if item.is_held else " (cancelled)"
    return clip(f"{when(timeline, item)} · {named(item)}{mark}", LABEL)


def meetings(
    timeline: Timeline, now: datetime, *, held: bool, hours: bool = False
) -> Iterator[tuple[str, str]]:
    """Yield what is ahead, or was today: the soonest first. `hours`: office hours, too."""
    today = timeline.today(now)
    for item in timeline.items:
        as_planned = item.is_held and (held or item.status == "moved")
        wanted = as_planned if held else as_planned or item.status in ("cancelled", "no class")
        there = item.is_meeting or (
            hours and item.hours and (held or item.day in item.hours.cancelled)
        )
        if there and item.gone_to is None and item.day >= today and wanted:
            yield item_label(timeline, item), item.key


def held_meetings(timeline: Timeline, now: datetime) -> Iterator[tuple[str, str]]:
    return meetings(timeline, now, held=True)


def what_is_held(timeline: Timeline, now: datetime) -> Iterator[tuple[str, str]]:
    return meetings(timeline, now, held=True, hours=True)


def changed_meetings(timeline: Timeline, now: datetime) -> Iterator[tuple[str, str]]:
    return meetings(timeline, now, held=False, hours=True)


def begun_meetings(timeline: Timeline, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield today's meetings that have a time, those that have begun first."""
    today = [i for i in timeline.on(timeline.today(now)) if i.is_session and i.begins_at]
    today.sort(key=lambda item: (item.begins_at or now) > now)
    for item in today:
        yield item_label(timeline, item), item.key


def due_things(timeline: Timeline, now: datetime) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for item in (*timeline.open_deadlines(now), *timeline.passed_deadlines(now)):
        if item.id not in seen:  # one that is due for cohorts at several times is there once
            seen.add(item.id)
            yield item_label(timeline, item), item.id


def kinds_there(timeline: Timeline, now: datetime) -> Iterator[tuple[str, str]]:
    kinds = dict.fromkeys(item.kind for item in timeline.items if item.is_meeting)
    for kind in (*kinds, *(k for k in ("lecture", "review", "event") if k not in kinds)):
        yield kind, kind


def clock_now(timeline: Timeline, now: datetime) -> str:
    """Return the time of day once something has begun today; nothing before that."""
    today = timeline.on(timeline.today(now))
    if not any(i.is_session and i.begins_at and i.begins_at <= now for i in today):
        return ""
    return clock_time(now.astimezone(timeline.zone).time().replace(second=0, microsecond=0))


def whose(timeline: Timeline, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield whom something can be for; nothing in a course without cohorts."""
    if timeline.course.cohorts:
        yield "Everybody", EVERYBODY
    for one in timeline.course.cohorts:
        yield one.title, one.id


def whom_due(timeline: Timeline, now: datetime) -> Iterator[tuple[str, str]]:
    yield from whose(timeline, now)
    if timeline.course.cohort_times:
        yield "Everybody else: whoever has no due time of their own", OTHERS
