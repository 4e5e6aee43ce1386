"""A first course file, made of eight answers: what they say stands in it, what else there can be stands as comments."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter, ValidationError

from bot.course.instants import InstantUnreadable, read_instant
from bot.course.typed_times import TimeUnreadable, read_clock
from bot.course.values import WEEKDAYS, Email, KindLabel, Label, Title
from bot.course.years import is_possible
from bot.text import raised

Answers = Mapping[str, Any]
"""What has been answered so far, by the question's name."""
FARTHEST = timedelta(days=731)
"""A term is no longer: whoever mistypes a year is asked again."""
_MEETS = re.compile(
    r"(?P<kind>.*?)\s*(?P<days>(?:\b(?:mon|tue|wed|thu|fri|sat|sun)\w*\b[\s,]*)+)(?P<times>.*)"
)
_TO = re.compile(r"\s*(?:\u2013|-|\bto\b|\buntil\b)\s*")


class Unusable(ValueError):
    """An answer that can't stand in the file; says why, and what to write."""


class Meets(NamedTuple):
    """When the course meets each week."""

    kind: str
    weekdays: tuple[str, ...]
    starts: time
    ends: time | None


class Due(NamedTuple):
    """The first thing to hand in, and when in the course's zone."""

    title: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """One of the eight.

    Attributes:
        name: what its option is called, with two hyphens before it.
        asks: the question; `hint` is an example of an answer.
        read: makes a typed answer usable, given those before it. Raises Unusable.
        optional: nothing may be answered.
    """

    name: str
    asks: str
    hint: str
    read: Callable[[str, Answers], Any]
    optional: bool = False


def _text(kind: Any, most: int) -> Callable[[str, Answers], str]:
    def read(typed: str, given: Answers) -> str:
        try:
            return TypeAdapter[str](kind).validate_python(typed)
        except ValidationError:
            raise Unusable(f"It has {len(typed)} characters. Write at most {most}.") from None

    return read


def _day(typed: str, given: Answers) -> date:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        raise Unusable(f"“{typed}” isn't a day. Write it like 2027-02-01.") from None
    if not is_possible(datetime.combine(day, time(12), ZoneInfo("UTC"))):
        raise Unusable("Discord can't count that year. Write one from 2015 to 2150.")
    return day


def _last_day(typed: str, given: Answers) -> date:
    first, last = given["first-day"], _day(typed, given)
    if last < first:
        raise Unusable(f"It's before the first day, {first}. Write a later one.")
    if last - first > FARTHEST:
        raise Unusable(f"It's more than two years after the first day, {first}. Check the year.")
    return last


def _zone(typed: str, given: Answers) -> str:
    try:
        ZoneInfo(typed)
    except (ValueError, OSError, KeyError):
        raise Unusable(
            f"There's no time zone “{typed}”. Write its IANA name, such as America/New_York or Europe/Berlin."
        ) from None
    return typed


def _meets(typed: str, given: Answers) -> Meets:
    found = _MEETS.fullmatch(typed.lower())
    if found is None:
        raise Unusable("It names no weekday. Write it like: lecture mon wed 13:00 to 14:15.")
    kind = found["kind"].strip() or "lecture"
    try:
        TypeAdapter[str](KindLabel).validate_python(kind)
    except ValidationError:
        raise Unusable(
            f"“{kind}” is long for a kind of meeting. Write at most 30 characters."
        ) from None
    named = {day[:3] for day in re.findall(r"\w+", found["days"])}
    times = [part for part in _TO.split(found["times"].removeprefix("at ").strip()) if part]
    if not 1 <= len(times) <= 2:
        raise Unusable("It names no time of day. Write it like: lecture mon wed 13:00 to 14:15.")
    try:
        clocks = [read_clock(part) for part in times]
    except TimeUnreadable as error:
        raise Unusable(
            f"“{error.typed}” isn't a time of day. Write it like 13:00 or 1pm."
        ) from None
    starts, ends = clocks[0], clocks[1] if len(clocks) > 1 else None
    return Meets(kind, tuple(day for day in WEEKDAYS if day in named), starts, ends)


def _due(typed: str, given: Answers) -> Due:
    title, _, when = typed.rpartition(",")
    zone = ZoneInfo(given["zone"])
    try:
        at = read_instant("T".join(when.split()), zone, "--due").astimezone(zone)
    except InstantUnreadable:
        raise Unusable(
            f"“{when.strip()}” isn't a day and a time. Write it like: Problem set 1, 2027-02-12 23:59."
        ) from None
    if not given["first-day"] <= at.date() <= given["last-day"]:
        raise Unusable(
            f"{at.date()} isn't in the term, {given['first-day']} to {given['last-day']}. Write another day."
        )
    name = title.strip()
    if not 1 <= len(name) <= 60:
        raise Unusable(
            "It names nothing, or in more than 60 characters. Write it like: Problem set 1, 2027-02-12 23:59."
        )
    return Due(name, at)


def _email(typed: str, given: Answers) -> str:
    try:
        return TypeAdapter[str](Email).validate_python(typed)
    except ValidationError:
        raise Unusable(
            f"“{typed}” isn't an email address. Write it like staff@example.org."
        ) from None


QUESTIONS = (
    Question("title", "What is the course called?", "Databases", _text(Title, 160)),
    Question("term", "What is the term called?", "Spring 2027", _text(Label, 60)),
    Question("first-day", "Its first day?", "2027-02-01", _day),
    Question("last-day", "Its last day?", "2027-05-14", _last_day),
    Question("zone", "Its time zone?", "America/New_York", _zone),
    Question("meets", "When does it meet each week?", "lecture mon wed 13:00 to 14:15", _meets, True),
    Question("due", "What's the first thing to hand in, and when?", "Problem set 1, 2027-02-12 23:59", _due, True),
    Question("email", "Whom do people write to?", "staff@example.org", _email, True),
)  # fmt: skip


def starter(given: Answers) -> str:
    """Write a course file from the eight answers, by the question's name; None where nothing was answered."""
    first, last, zone = given["first-day"], given["last-day"], ZoneInfo(given["zone"])
    middle = first + (last - first) / 2
    noon = datetime.combine(middle, time(12), zone).isoformat()
    lines = [
        "# yaml-language-server: $schema=course.schema.json",
        "##",
        "## Everything that the assistant says, reminds of and takes follows from this file. What you leave out",
        "## isn't stated. To use an example below, take the # off the beginnings of its lines and change what",
        "## they say; lines with ## explain. `python -m bot check` says what is wrong and where, and",
        "## docs/course-file.md has every key.",
        f"title: {_quoted(given['title'])}",
        "## number: its number, where it has one, in quotes.",
        f"term: {{name: {_quoted(given['term'])}, start: {first}, end: {last}}}",
        f"timezone: {given['zone']}",
        "\n## Who gives it. A role has at most 30 characters.",
        "#people:",
        "#  - {name: Ada Example, role: instructor, email: ada@example.org}",
        "",
        *_kinds(given),
        "",
        *_weekly(given),
        "\n## Single meetings, such as an exam. Every day lies in the term.",
        "#sessions:",
        f'#  - {{id: midterm, kind: midterm, day: {middle}, title: Midterm, starts: "10:00", ends: "11:30"}}',
        "\n## Days on which nothing that recurs meets.",
        "#days_off:",
        f"#  - {{day: {middle + timedelta(days=1)}, title: A holiday}}",
        "\n## Weekly, or after each meeting of a kind (after: lecture).",
        "#office_hours:",
        '#  - {id: office-hours, where: Room 6, weekdays: [tue], opens: "16:00", closes: "17:00"}',
        "",
        *_assignments(given),
        "\n## What becomes of what is late. An assignment names it: late: usual.",
        "#late_policies:",
        "#  - {id: usual, penalty_percent: 10, closes_after: 3d}",
        "\n## Groups that people sign up, and what they present.",
        "#deadlines:",
        f"#  - {{id: sign-up, title: Sign up a project group, short: group sign-up, due_at: {noon}}}",
        "#groups: {min: 2, max: 4, signup_deadline: sign-up}",
        "#pitches: {about: Each group presents its project., minutes: 5}",
        "\n## What judges score. It needs the groups above.",
        "#competitions:",
        "#  - id: projects",
        "#    title: Project competition",
        "#    entries: groups",
        "#    criteria: [{id: idea, title: The idea}, {id: result, title: The result}]",
        "#    awards: [{title: First place}]",
        "\n## What passing takes, what the grade is made of, or both.",
        "#grading:",
        "#  components:",
        "#    - {id: work, title: Problem sets, weight: 60}",
        "#    - {id: exam, title: Exam, weight: 40}",
        "",
        *_contacts(given),
        "\n## Further pages of /course, and answers to what people ask.",
        "#topics:",
        "#  - {id: book, title: Textbook, text: Any introduction will do.}",
        "#faq:",
        "#  - {id: laptop, ask: [do I need a laptop, should I bring a laptop], answer: Yes. Bring one.}",
        "## What the course hasn't said yet, so that the assistant says just that.",
        "#open_questions:",
        "#  - {id: makeup, about: whether there is a makeup exam}",
        "\n## What is posted by itself in the announcements channel: how long before.",
        "reminders: {deadlines: [1d, 3h], meetings: [15m]}",
    ]
    return "\n".join(lines) + "\n"


def _kinds(given: Answers) -> list[str]:
    meets: Meets | None = given["meets"]
    example = "{where: Room 5, recorded: true, attendance: {required: false}}"
    head = f"## What holds for all meetings of a kind, such as {example}."
    if meets is None:
        return [head, "#kinds:", f"#  lecture: {example}"]
    return [head, "kinds:", f"  {_quoted(meets.kind)}: {{}}"]


def _weekly(given: Answers) -> list[str]:
    meets: Meets = given["meets"] or Meets("lecture", ("mon", "wed"), time(13), time(14, 15))
    mark = "" if given["meets"] else "#"
    ends = f', ends: "{meets.ends:%H:%M}"' if meets.ends else ""
    days = f"[{', '.join(meets.weekdays)}]"
    return [
        "## What meets every week, with its topics in order.",
        f"{mark}weekly:",
        f"{mark}  - id: weekly",
        f"{mark}    kind: {_quoted(meets.kind)}",
        f"{mark}    title: {_quoted(raised(meets.kind))}",
        f"{mark}    weekdays: {days}",
        f"{mark}    first: {given['first-day']}",
        f"{mark}    last: {given['last-day']}",
        f'{mark}    starts: "{meets.starts:%H:%M}"{ends.replace(", ", chr(10) + mark + "    ")}',
        "#    topics: [What this is about, The first tool]",
    ]


def _assignments(given: Answers) -> list[str]:
    noon = datetime.combine(given["last-day"], time(12), ZoneInfo(given["zone"]))
    due: Due = given["due"] or Due("Problem set 1", noon)
    mark = "" if given["due"] else "#"
    return [
        "## Everything that can be handed in, with the parts that it takes (pdf, notebook, image, text, link ...).",
        f"{mark}assignments:",
        f"{mark}  - id: first",
        f"{mark}    title: {_quoted(due.title)}",
        f"{mark}    due_at: {due.at.isoformat()}",
        f"{mark}    parts: [{{id: work, title: Your work, accepts: [pdf]}}]",
    ]


def _contacts(given: Answers) -> list[str]:
    mark = "" if given["email"] else "#"
    return [
        f"{mark}contacts:",
        f"{mark}  - {{id: staff, title: Course staff, email: {_quoted(given['email'] or 'staff@example.org')}}}",
    ]


def _quoted(text: str) -> str:
    """Write a text so that YAML reads just that."""
    return json.dumps(text, ensure_ascii=False)
