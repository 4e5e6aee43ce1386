"""The forms of `/staff change`, as data: what each asks for, and the edit that its answers are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.client.look import clip
from bot.course.change_words import named, when
from bot.course.editing import EditRefused
from bot.course.edits import (
    AddDayOff,
    AddFaq,
    AddLink,
    AddMeeting,
    Cancel,
    Due,
    Edit,
    End,
    Hold,
    Move,
)
from bot.course.features import Feature
from bot.course.items import Item
from bot.course.timeline import Timeline
from bot.course.typed_times import TimeUnreadable, Typed, read_clock, read_due, read_when
from bot.text import clock_time

LABEL = 100
"""Characters of an option's label."""
MOST_OPTIONS = 25
WHEN = "In the course's time zone: thu 3pm, jan 29 15:00, 3pm to 4:30pm"
Answers = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    Attributes:
        id: what its answer is known by.
        options: what there is to choose from, as (label, value); None for a text that is typed.
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


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that staff can change by a form.

    `nothing`: why there is nothing to choose from now; `of`: what a course must have for it.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    edit: Callable[[Answers, Timeline, datetime], Edit]
    nothing: str = ""
    of: Feature | None = None

    @property
    def about(self) -> Field | None:
        """The field that says what is changed, where the form has one."""
        return next((field for field in self.fields if field.options), None)


def _label(timeline: Timeline, item: Item) -> str:
    mark = "" if item.is_held else " (cancelled)"
    return clip(f"{when(timeline, item)} · {named(item)}{mark}", LABEL)


def _meetings(timeline: Timeline, now: datetime, *, held: bool) -> Iterator[tuple[str, str]]:
    """Yield what is ahead, or was today: the soonest first."""
    today = timeline.today(now)
    for item in timeline.items:
        as_planned = item.is_held and (held or item.status == "moved")
        wanted = as_planned if held else as_planned or item.status in ("cancelled", "no class")
        if item.is_meeting and item.gone_to is None and item.day >= today and wanted:
            yield _label(timeline, item), item.key


def _held(timeline: Timeline, now: datetime) -> Iterator[tuple[str, str]]:
    return _meetings(timeline, now, held=True)


def _changed(timeline: Timeline, now: datetime) -> Iterator[tuple[str, str]]:
    return _meetings(timeline, now, held=False)


def _begun(timeline: Timeline, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield today's meetings that have a time, those that have begun first."""
    today = [i for i in timeline.on(timeline.today(now)) if i.is_session and i.begins_at]
    today.sort(key=lambda item: (item.begins_at or now) > now)
    for item in today:
        yield _label(timeline, item), item.key


def _due(timeline: Timeline, now: datetime) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for item in (*timeline.open_deadlines(now), *timeline.passed_deadlines(now)):
        if item.id not in seen:  # one that is due for cohorts at several times is there once
            seen.add(item.id)
            yield _label(timeline, item), item.id


def _kinds(timeline: Timeline, now: datetime) -> Iterator[tuple[str, str]]:
    kinds = dict.fromkeys(item.kind for item in timeline.items if item.is_meeting)
    for kind in (*kinds, *(k for k in ("lecture", "review", "event") if k not in kinds)):
        yield kind, kind


def _now(timeline: Timeline, now: datetime) -> str:
    return clock_time(now.astimezone(timeline.zone).time().replace(second=0, microsecond=0))


WHY = Field("why", "Why", "People read it.", required=False)
MEETING = Field("item", "Which meeting", options=_held)
PLACE = Field("where", "Place", "A room, or where online.", longest=60)


def _cancel(typed: Answers, timeline: Timeline, now: datetime) -> Edit:
    return Cancel(item=typed["item"], why=typed["why"])


def _hold(typed: Answers, timeline: Timeline, now: datetime) -> Edit:
    return Hold(item=typed["item"])


def _move(typed: Answers, timeline: Timeline, now: datetime) -> Edit:
    read = read_when(typed["when"], timeline, now)
    return Move(
        item=typed["item"],
        day=read.day,
        starts=read.starts,
        ends=read.ends,
        where=typed["where"],
        why=typed["why"],
    )


def _place(typed: Answers, timeline: Timeline, now: datetime) -> Edit:
    return Move(item=typed["item"], where=typed["where"], why=typed["why"])


def _end(typed: Answers, timeline: Timeline, now: datetime) -> Edit:
    return End(item=typed["item"], ends=read_clock(typed["ends"]))


def _add(typed: Answers, timeline: Timeline, now: datetime) -> Edit:
    read = _with_day(typed["when"], timeline, now)
    assert read.day is not None
    return AddMeeting(
        kind=typed["kind"],
        title=typed["title"],
        day=read.day,
        starts=read.starts,
        ends=read.ends,
        where=typed["where"],
    )


def _with_day(typed: str, timeline: Timeline, now: datetime) -> Typed:
    read = read_when(typed, timeline, now)
    if read.day is None:
        raise TimeUnreadable(typed, "it names no day", "`thu 3pm` or `jan 29 15:00 to 16:30`")
    return read


def _day_off(typed: Answers, timeline: Timeline, now: datetime) -> Edit:
    first = _with_day(typed["first"], timeline, now)
    last = _with_day(typed["last"], timeline, now) if typed["last"] else first
    assert first.day is not None
    return AddDayOff(day=first.day, last=last.day, title=typed["title"])


def _due_time(typed: Answers, timeline: Timeline, now: datetime) -> Edit:
    item = next((i for i in timeline.deadlines if i.id == typed["id"]), None)
    if item is None or item.starts_at is None:
        raise EditRefused("nothing of that name is due anymore", "Look at `/deadlines`.")
    return Due(id=item.id, due_at=read_due(typed["when"], item.starts_at, timeline, now))


def _link(typed: Answers, timeline: Timeline, now: datetime) -> Edit:
    return AddLink(title=typed["title"], url=typed["url"])


def _faq(typed: Answers, timeline: Timeline, now: datetime) -> Edit:
    return AddFaq(question=typed["question"], answer=typed["answer"])


CHOICES = (
    Choice(
        "cancel a meeting",
        "Cancel a meeting",
        (MEETING, WHY),
        _cancel,
        "no meeting is ahead",
        Feature.MEETINGS,
    ),
    Choice(
        "move a meeting",
        "Move a meeting",
        (
            MEETING,
            Field("when", "New day and time", WHEN, longest=60),
            Field("where", "New place", "Left empty: as before.", required=False, longest=60),
            WHY,
        ),
        _move,
        "no meeting is ahead",
        Feature.MEETINGS,
    ),
    Choice(
        "change a place",
        "Change a place",
        (MEETING, PLACE, WHY),
        _place,
        "no meeting is ahead",
        Feature.MEETINGS,
    ),
    Choice(
        "hold it after all",
        "Hold a meeting as planned",
        (Field("item", "Which meeting", options=_changed),),
        _hold,
        "everything ahead is held as planned",
        Feature.MEETINGS,
    ),
    Choice(
        "end of a meeting today",
        "When it ends, or ended",
        (
            Field("item", "Which meeting", options=_begun),
            Field("ends", "Ends at", "2:15 pm, or 14:15", longest=20, first=_now),
        ),
        _end,
        "nothing with a time is on today",
        Feature.MEETINGS,
    ),
    Choice(
        "add a meeting",
        "Add a meeting",
        (
            Field("kind", "What kind", options=_kinds),
            Field("title", "Title"),
            Field("when", "Day and time", WHEN, longest=60),
            Field(
                "where", "Place", "Left empty: as others of its kind.", required=False, longest=60
            ),
        ),
        _add,
    ),
    Choice(
        "a day off",
        "A day off",
        (
            Field("title", "What it is", "Snow day, Presidents Day"),
            Field("first", "The day", "tomorrow, thu, jan 25", longest=40),
            Field("last", "The last day", "Left empty: one day.", required=False, longest=40),
        ),
        _day_off,
    ),
    Choice(
        "a due time",
        "A due time, for everybody",
        (
            Field("id", "What is due", options=_due),
            Field("when", "Due from now on", "fri 5pm, jan 29 23:59, 2 more days", longest=60),
        ),
        _due_time,
        "nothing is due in this course",
        Feature.DEADLINES,
    ),
    Choice(
        "add a link",
        "Add a link",
        (Field("title", "Title"), Field("url", "Address", "https://…", longest=300)),
        _link,
    ),
    Choice(
        "add to the FAQ",
        "Add to the FAQ",
        (
            Field("question", "The question", "As somebody would ask it."),
            Field("answer", "The answer", longest=1200, paragraph=True),
        ),
        _faq,
    ),
)
BY_NAME = {choice.name: choice for choice in CHOICES}
