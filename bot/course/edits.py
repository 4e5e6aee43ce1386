"""What staff can change of a course by one form each: data that names what to do, and how the file's text follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field, TypeAdapter

from bot.course import editing, roundtrip
from bot.course.editing import EditRefused
from bot.course.editing_hours import hours
from bot.course.items import at
from bot.course.loader import read_course
from bot.course.model import Course
from bot.course.occurrences import days_off
from bot.course.roundtrip import LAST, Scope
from bot.course.timeline import Timeline
from bot.course.values import Fact
from bot.errors import CourseFileInvalid
from bot.text import day_name

SHOWN = 3
"""Problems of a refused edit that are named."""


class Cancel(Fact):
    """A meeting isn't held, or one day's office hours. `item`: its key. `cohort`: the only one it's off for, if any."""

    do: Literal["cancel"] = "cancel"
    item: str
    why: str = ""
    cohort: str = ""


class Hold(Fact):
    """A meeting is held as it was planned: what was said of it otherwise is taken back."""

    do: Literal["hold"] = "hold"
    item: str


class Move(Fact):
    """A meeting is at another time, another place, or both. What is None stays."""

    do: Literal["move"] = "move"
    item: str
    day: date | None = None
    starts: time | None = None
    ends: time | None = None
    where: str = ""
    why: str = ""
    cohort: str = ""


class End(Fact):
    """A meeting ends at another time of day: it runs late, or ended early."""

    do: Literal["end"] = "end"
    item: str
    ends: time


class AddMeeting(Fact):
    """A meeting that wasn't planned."""

    do: Literal["add meeting"] = "add meeting"
    kind: str
    title: str
    day: date
    starts: time | None = None
    ends: time | None = None
    where: str = ""
    cohort: str = ""


class AddDayOff(Fact):
    """Nothing meets on a day, or up to a last one."""

    do: Literal["day off"] = "day off"
    day: date
    last: date | None = None
    title: str


class Due(Fact):
    """Something is due at another moment: for everybody, for one cohort, or for all that have no time of their own."""

    do: Literal["due"] = "due"
    id: str
    due_at: datetime
    cohort: str = ""
    others: bool = False
    why: str = ""


class AddLink(Fact):
    """An address worth knowing."""

    do: Literal["link"] = "link"
    title: str
    url: str


class AddFaq(Fact):
    """A question that people ask, and its answer."""

    do: Literal["faq"] = "faq"
    question: str
    answer: str


Edit = Annotated[
    Cancel | Hold | Move | End | AddMeeting | AddDayOff | Due | AddLink | AddFaq,
    Field(discriminator="do"),
]
_ADAPTER: TypeAdapter[Edit] = TypeAdapter(Edit)
T = TypeVar("T", bound=Fact)


def edit_text(edit: Edit) -> str:
    """Write an edit as it is stored."""
    return edit.model_dump_json()


def edit_of(text: str) -> Edit:
    """Read what `edit_text` wrote."""
    return _ADAPTER.validate_json(text)


def instant_of(edit: Edit, timeline: Timeline) -> datetime | None:
    """Return the moment that somebody typed for an edit, aware UTC; None for one without a time of day."""
    if isinstance(edit, Due):
        return edit.due_at
    if isinstance(edit, AddMeeting):
        return at(edit.day, edit.starts, timeline.zone)
    if isinstance(edit, Move | End):
        item = next((i for i in timeline.items if i.key == edit.item), None)
        clock = edit.ends if isinstance(edit, End) else edit.starts
        day = (edit.day if isinstance(edit, Move) else None) or (item.day if item else None)
        return at(day, clock, timeline.zone) if day else None
    return None


def edited(text: str, timeline: Timeline, edit: Edit) -> tuple[str, Course]:
    """Return a file's text with an edit, and the course that it is then.

    ruamel.yaml takes its time, a few seconds for a thousand meetings: call this off the event loop.

    Args:
        timeline: the course that `text` is.
    Raises:
        EditRefused: it doesn't fit the course as it is; the sentence says why.
    """
    path = Path("course.yaml")
    try:
        apply, scope = _APPLY[type(edit)]

        def change(data: Any) -> None:
            apply(data, timeline, edit)

        new = roundtrip.changed(path, text, scope(edit), change)
        return new, read_course(path, new)
    except CourseFileInvalid as invalid:
        found = [f"`{p.path}`: {p.found}; expected {p.expected}" for p in invalid.problems]
        more = f" (and {len(found) - SHOWN} more)" if len(found) > SHOWN else ""
        raise EditRefused(f"{'; '.join(found[:SHOWN])}{more}") from invalid


def _cancel(data: Any, timeline: Timeline, edit: Cancel) -> None:
    if found := hours(data, timeline, edit.item):
        if not found.item.is_held:
            raise EditRefused("they're cancelled already")
        if edit.cohort and found.item.cohorts != (edit.cohort,):
            raise EditRefused("office hours are cancelled for everybody they're for")
        found.cancel()
        return
    entry = editing.meeting(data, timeline, edit.item, edit.cohort)
    if not entry.item.is_held:
        raise EditRefused("it's cancelled already")
    entry.cancel(edit.why, "cancelled")


def _hold(data: Any, timeline: Timeline, edit: Hold) -> None:
    (hours(data, timeline, edit.item) or editing.meeting(data, timeline, edit.item)).hold()


def _move(data: Any, timeline: Timeline, edit: Move) -> None:
    entry = editing.meeting(data, timeline, edit.item, edit.cohort)
    if not entry.item.is_held:
        raise EditRefused("it's cancelled, so hold it again first")
    if (edit.starts and edit.starts.second) or (edit.ends and edit.ends.second):
        raise EditRefused("meetings begin and end on whole minutes")
    if edit.day:
        _check_free(timeline, edit.day)
    entry.move(edit.day, edit.starts, edit.ends, edit.where, edit.why)


def _end(data: Any, timeline: Timeline, edit: End) -> None:
    editing.meeting(data, timeline, edit.item).end(edit.ends)


def _check_free(timeline: Timeline, *days: date) -> None:
    """Raise EditRefused if nothing can meet on one of some days: the term doesn't have it, or it's off already."""
    term, off = timeline.course.term, days_off(timeline.course)
    for day in days:
        if not term.first_day <= day <= term.last_day:
            span = f"{day_name(term.first_day)} to {day_name(term.last_day)}"
            raise EditRefused(f"{day_name(day)} isn't in the term, which is {span}")
        if day in off:
            raise EditRefused(f"{day_name(day)} is a day off already ({off[day].title})")


def _add_meeting(data: Any, timeline: Timeline, edit: AddMeeting) -> None:
    _check_free(timeline, edit.day)
    entry = {"id": editing.new_id(timeline.course, edit.title), "kind": edit.kind, "day": edit.day}
    entry |= {"title": edit.title}
    stated: dict[str, Any] = {"starts": edit.starts, "ends": edit.ends, "where": edit.where or None}
    stated["cohorts"] = [edit.cohort] if edit.cohort else None
    editing.append(data, "sessions", entry | {k: v for k, v in stated.items() if v is not None})


def _day_off(data: Any, timeline: Timeline, edit: AddDayOff) -> None:
    _check_free(timeline, edit.day, edit.last or edit.day)
    last = {"last": edit.last} if edit.last and edit.last != edit.day else {}
    editing.append(data, "days_off", {"day": edit.day, **last, "title": edit.title})
    for item in _held_within(timeline, edit.day, edit.last or edit.day):
        editing.meeting(data, timeline, item).cancel(edit.title, "no class")


def _held_within(timeline: Timeline, first: date, last: date) -> Iterator[str]:
    """Yield the meetings that don't follow from a series and so don't give way to a day off by themselves."""
    singles = {session.id for session in timeline.course.sessions}
    for item in timeline.items:
        if item.is_session and first <= item.day <= last and (item.id in singles or item.origin):
            yield item.key


def _due(data: Any, timeline: Timeline, edit: Due) -> None:
    whom = edit.cohort if edit.cohort else None if edit.others else editing.EVERYBODY
    editing.due(data, timeline, edit.id, edit.due_at, whom)


def _link(data: Any, timeline: Timeline, edit: AddLink) -> None:
    id = editing.new_id(timeline.course, edit.title)
    editing.append(data, "links", {"id": id, "title": edit.title, "url": edit.url})


def _faq(data: Any, timeline: Timeline, edit: AddFaq) -> None:
    id = editing.new_id(timeline.course, edit.question)
    editing.append(data, "faq", {"id": id, "ask": [edit.question], "answer": edit.answer})


def _one_meeting(edit: Any) -> Scope:
    stem = str(edit.item).partition("@")[0]
    id = stem.partition("~")[0]
    own = stem != id or getattr(
        edit, "cohort", ""
    )  # a session of some of its cohorts becomes an entry of its own
    return {"sessions": None if own else id, "weekly": id, "office_hours": id}


def _one_due(edit: Due) -> Scope:
    return {"deadlines": edit.id, "assignments": edit.id}


def _at_end(part: str) -> Callable[[Any], Scope]:
    return lambda _: {part: LAST}


def _all_meetings(_: AddDayOff) -> Scope:
    return {"sessions": None, "weekly": None, "days_off": None}


_APPLY: dict[type[Fact], tuple[Callable[[Any, Timeline, Any], None], Callable[[Any], Scope]]] = {
    Cancel: (_cancel, _one_meeting),
    Hold: (_hold, _one_meeting),
    Move: (_move, _one_meeting),
    End: (_end, _one_meeting),
    AddMeeting: (_add_meeting, _at_end("sessions")),
    AddDayOff: (_day_off, _all_meetings),
    Due: (_due, _one_due),
    AddLink: (_link, _at_end("links")),
    AddFaq: (_faq, _at_end("faq")),
}
"""How each edit is made, and what of the file it takes."""
