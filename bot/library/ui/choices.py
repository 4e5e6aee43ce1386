"""The forms of `/staff change`, as data: what each asks for, and the edit that its answers are."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time

from bot.course.cohort_times import due_at
from bot.course.editing import EVERYBODY, EditRefused
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
from bot.course.items import at
from bot.course.timeline import Timeline
from bot.course.typed_times import (
    TimeUnreadable,
    Typed,
    read_clock,
    read_due,
    read_when,
    usual_start,
)
from bot.course.words import say
from bot.errors import echoed
from bot.library.ui.fields import (
    OTHERS,
    Answers,
    Choice,
    Field,
    ForSome,
    begun_meetings,
    changed_meetings,
    clock_now,
    due_things,
    held_meetings,
    kinds_there,
    what_is_held,
    whom_due,
    whose,
)
from bot.text import clock_time, day_name

WHEN = "In the course's time zone: thu 3pm, jan 29 15:00, 3pm to 4:30pm"
WHY = Field("why", "Why", "People will read it.", required=False)
HELD = Field("item", "Which meeting or office hours", options=what_is_held)
MEETING = Field("item", "Which meeting", options=held_meetings)
FOR_SOME = Field("whom", "For whom", "Left empty: everybody it's for.", False, options=whose)
PLACE = Field("where", "Place", "A room, or where online.", longest=60)


def _cancel(typed: Answers, timeline: Timeline, now: datetime) -> Edit:
    return Cancel(item=typed["item"], why=typed["why"], cohort=_cohort(typed["whom"]))


def _hold(typed: Answers, timeline: Timeline, now: datetime) -> Edit:
    return Hold(item=typed["item"])


def _move(typed: Answers, timeline: Timeline, now: datetime) -> Edit:
    item = timeline.find(typed["item"])
    begins = item.begins_at if item else None
    near = _clock_of(timeline, begins) or usual_start(timeline, item.kind if item else "")
    read = read_when(typed["when"], timeline, now, near)
    if item and read.starts:
        _check_ahead(timeline, read.day or item.day, read.starts, now)
    return Move(
        item=typed["item"],
        day=read.day,
        starts=read.starts,
        ends=read.ends,
        where=typed["where"],
        why=typed["why"],
        cohort=_cohort(typed["whom"]),
    )


def _cohort(whom: str) -> str:
    return "" if whom == EVERYBODY else whom


def _clock_of(timeline: Timeline, instant: datetime | None) -> time | None:
    return instant.astimezone(timeline.zone).time() if instant else None


def _check_ahead(timeline: Timeline, day: date, clock: time | None, now: datetime) -> None:
    """Raise EditRefused if a meeting would begin at a time that is past."""
    begins = at(day, clock, timeline.zone)
    if day < timeline.today(now) or (begins is not None and begins < now):
        read = f"{day_name(day)}, {clock_time(clock)}" if clock else day_name(day)
        raise EditRefused(
            f"that's {read}, which is past already", "Write the day, and am or pm: `today 2:30pm`."
        )


def _place(typed: Answers, timeline: Timeline, now: datetime) -> Edit:
    return Move(item=typed["item"], where=typed["where"], why=typed["why"])


def _end(typed: Answers, timeline: Timeline, now: datetime) -> Edit:
    item = timeline.find(typed["item"])
    begins = _clock_of(timeline, item.begins_at) if item else None
    return End(item=typed["item"], ends=read_clock(typed["ends"], begins))


def _add(typed: Answers, timeline: Timeline, now: datetime) -> Edit:
    near = usual_start(timeline, typed["kind"])
    read = _with_day(typed["when"], timeline, now, near)
    assert read.day is not None
    _check_ahead(timeline, read.day, read.starts, now)
    return AddMeeting(
        kind=typed["kind"],
        title=typed["title"],
        day=read.day,
        starts=read.starts,
        ends=read.ends,
        where=typed["where"],
        cohort=_cohort(typed["whom"]),
    )


def _with_day(typed: str, timeline: Timeline, now: datetime, near: time | None = None) -> Typed:
    read = read_when(typed, timeline, now, near)
    if read.day is None:
        raise TimeUnreadable(typed, "it names no day", "`thu 3pm` or `jan 29 15:00 to 16:30`")
    return read


def _day_off(typed: Answers, timeline: Timeline, now: datetime) -> Edit:
    first = _with_day(typed["first"], timeline, now)
    last = _with_day(typed["last"], timeline, now) if typed["last"] else first
    assert first.day is not None
    return AddDayOff(day=first.day, last=last.day, title=typed["title"])


def _due_time(typed: Answers, timeline: Timeline, now: datetime) -> Edit | ForSome:
    item = next((i for i in timeline.deadlines if i.id == typed["id"]), None)
    if item is None or item.starts_at is None:
        raise EditRefused("nothing by that name is due anymore", "Look at `/deadlines`.")
    whom, one, course = typed["whom"], (typed["person"], typed["group"]), timeline.course
    cohort = whom if whom not in ("", EVERYBODY, OTHERS) else ""
    if sum(map(bool, (whom if whom != EVERYBODY else "", *one))) > 1:
        raise EditRefused("it names several it could be for", "Leave all but one of them empty.")
    stated = course.deadline(item.id)
    known = due_at(course, item.id, [cohort]) or (stated.due_at if stated else item.starts_at)
    due = read_due(typed["when"], known, timeline, now)
    if due < min(now, known):
        raise EditRefused(
            f"that's {timeline.told(due)}, which is past already",
            "Write the day, and am or pm: `fri 5pm`.",
        )
    if any(one):
        return ForSome(item.id, due, int(one[0]) if one[0] else None, _number(one[1]))
    return Due(id=item.id, due_at=due, cohort=cohort, others=whom == OTHERS, why=typed["why"])


def _number(typed: str) -> int | None:
    """Read a group's number as people type it: 7, group 7, #7."""
    found = re.fullmatch(r"\D*(\d{1,6})", typed)
    if typed and not found:
        raise EditRefused(f"“{echoed(typed)}” isn't the number of {say.a_group}")
    return int(found[1]) if found else None


def _link(typed: Answers, timeline: Timeline, now: datetime) -> Edit:
    url = typed["url"] if "://" in typed["url"] else f"https://{typed['url']}"
    return AddLink(title=typed["title"], url=url)


def _faq(typed: Answers, timeline: Timeline, now: datetime) -> Edit:
    return AddFaq(question=typed["question"], answer=typed["answer"])


CHOICES = (
    Choice(
        "cancel a meeting",
        "Cancel a meeting",
        (HELD, WHY, FOR_SOME),
        _cancel,
        "no meetings are coming up",
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
            FOR_SOME,
        ),
        _move,
        "no meetings are coming up",
        Feature.MEETINGS,
    ),
    Choice(
        "change a place",
        "Change a place",
        (MEETING, PLACE, WHY),
        _place,
        "no meetings are coming up",
        Feature.MEETINGS,
    ),
    Choice(
        "hold it after all",
        "Hold a meeting as planned",
        (Field("item", "Which meeting", options=changed_meetings),),
        _hold,
        "everything ahead is held as planned",
        Feature.MEETINGS,
    ),
    Choice(
        "end of a meeting today",
        "Running late, or ended early",
        (
            Field("item", "Which meeting", options=begun_meetings),
            Field("ends", "Ends at", "2:15 pm, or 14:15", longest=20, first=clock_now),
        ),
        _end,
        "nothing today has a set time",
        Feature.MEETINGS,
    ),
    Choice(
        "add a meeting",
        "Add a meeting",
        (
            Field("kind", "What kind", options=kinds_there),
            Field("title", "Title"),
            Field("when", "Day and time", WHEN, longest=60),
            Field(
                "where", "Place", "Left empty: like others of its kind.", required=False, longest=60
            ),
            Field("whom", "Who it's for", "Left empty: everybody's.", False, options=whose),
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
        "Another due time",
        (
            Field("id", "What is due", options=due_things),
            Field("when", "Due from now on", "fri 5pm, jan 29 23:59, 2 more days", longest=60),
            Field("whom", "For whom", "Left empty: everybody.", False, options=whom_due),
            Field("person", "Or for one person", "They get more time.", False, people=True),
            Field("group", "Or for one group", "Its number.", False, 20, of_groups=True),
            replace(WHY, spare=True),
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
