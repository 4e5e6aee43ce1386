"""What a course file must keep beyond the shape of its fields: order, references, unique names, sense."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Protocol

from bot.course.asking import places
from bot.course.check_assignments import check_assignments
from bot.course.check_cohorts import check_cohorts
from bot.course.check_competitions import check_competitions
from bot.course.check_disputed import check_disputed
from bot.course.check_hours import check_office_hours
from bot.course.check_instants import check_instants
from bot.course.check_meetings import check_meetings
from bot.course.findings import Finding
from bot.course.model import Course
from bot.course.yamlfile import Loc
from bot.course.years import FIRST_YEAR, LAST_YEAR, impossible

MAX_A_DAY = 40
"""Things on one day. A busy real day has fewer than ten; the bound keeps a day's reply readable."""


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def check(course: Course, known_ids: dict[str, set[str]], zone_known: bool) -> Iterator[Finding]:
    """Return every broken rule of a course whose fields have the right shape.

    Args:
        course: the course, possibly without the parts that were misshapen.
        known_ids: for each list of the file, the ids that stand in it, misshapen parts included.
        zone_known: whether the course's zone is real, so that offsets can be held against it.
    """
    years = f"a year from {FIRST_YEAR} to {LAST_YEAR}"
    if beyond := [Finding(loc, found, years) for loc, found in impossible(course)]:
        yield from beyond
        return  # the other rules reckon with days
    yield from _term(course)
    yield from _unique_ids(course)
    yield from check_meetings(course, known_ids.get("kinds", set()))
    yield from check_office_hours(course)
    yield from check_instants(course, zone_known)
    yield from check_assignments(course, known_ids)
    yield from check_cohorts(course, known_ids.get("cohorts", set()))
    yield from check_disputed(course)
    yield from _scheduled_ids(course)
    yield from _references(course, known_ids)
    yield from check_competitions(course)
    yield from _groups(course)
    yield from _crowded_days(course)
    yield from _faq(course)


def _term(course: Course) -> Iterator[Finding]:
    term = course.term
    if term.end < term.start:
        yield Finding(("term", "end"), str(term.end), f"a day on or after the start, {term.start}")
        return
    if term.first_day > term.start:
        expected = f"a day on or before the start, {term.start}"
        yield Finding(("term", "earliest"), str(term.first_day), expected)
    if term.last_day < term.end:
        expected = f"a day on or after the end, {term.end}"
        yield Finding(("term", "latest"), str(term.last_day), expected)
    if term.last_day - term.first_day > timedelta(days=400):
        key = "latest" if term.latest else "end"
        expected = f"a day within 400 days of the first, {term.first_day}"
        yield Finding(("term", key), str(term.last_day), expected)


def _unique_ids(course: Course) -> Iterator[Finding]:
    lists: list[tuple[Loc, Sequence[_Named]]] = [
        (("cohorts",), course.cohorts),
        (("deadlines",), course.deadlines),
        (("assignments",), course.assignments),
        (("late_policies",), course.late_policies),
        (("releases",), course.releases),
        (("labs",), course.labs),
        (("competitions",), course.competitions),
        (("links",), course.links),
        (("contacts",), course.contacts),
        (("topics",), course.topics),
        (("open_questions",), course.open_questions),
        (("faq",), course.faq),
        (("office_hours",), course.office_hours),
    ]
    if course.grading:
        lists.append((("grading", "passing"), course.grading.passing))
        lists.append((("grading", "components"), course.grading.components))
    if course.final_project:
        lists.append((("final_project", "options"), course.final_project.options))
    lists += [(("assignments", i, "parts"), a.parts) for i, a in enumerate(course.assignments)]
    lists += [(("labs", i, "parts"), lab.parts) for i, lab in enumerate(course.labs)]
    yield from _same_people(course)
    for loc, things in lists:
        yield from _twice([((*loc, i), thing.id) for i, thing in enumerate(things)])
    scheduled = [(("sessions", i), s.id) for i, s in enumerate(course.sessions)]
    yield from _twice([*scheduled, *((("weekly", i), w.id) for i, w in enumerate(course.weekly))])


def _same_people(course: Course) -> Iterator[Finding]:
    """People have no ids: they are told apart by their names."""
    seen = {one.name for one in course.instructors}
    for i, one in enumerate(course.people):
        if one.name in seen:
            found = f"“{one.name}” a second time"
            expected = "each person once, in one role (“head TA and mentor”), or a name that tells them apart"
            yield Finding(("people", i, "name"), found, expected)
        seen.add(one.name)


def _twice(named: Sequence[tuple[Loc, str]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for loc, id in named:
        if id in seen:
            yield Finding((*loc, "id"), f"“{id}” a second time", "an id of its own")
        seen.add(id)


def _scheduled_ids(course: Course) -> Iterator[Finding]:
    """What meets, is due or comes out stands on one schedule, where it's told from the rest by its id."""
    due: dict[Loc, str] = {("deadlines", i): d.id for i, d in enumerate(course.deadlines)}
    due |= {("assignments", i): a.id for i, a in enumerate(course.assignments) if a.due_at}
    kinds: list[tuple[dict[Loc, str], str]] = [
        ({("sessions", i): s.id for i, s in enumerate(course.sessions)}, ""),
        ({("weekly", i): w.id for i, w in enumerate(course.weekly)}, ""),
        ({("office_hours", i): h.id for i, h in enumerate(course.office_hours)}, "-hours"),
        (due, "-due"),
        ({("releases", i): r.id for i, r in enumerate(course.releases)}, "-out"),
    ]
    taken: dict[str, Loc] = {}
    for named, end in kinds:
        for loc, id in named.items():
            if end and id in taken:
                found = f"“{id}”, the id of one of `{taken[id][0]}` on the same schedule"
                yield Finding((*loc, "id"), found, f"an id of its own, such as {id}{end}")
        taken = {**{id: loc for loc, id in named.items()}, **taken}


def _references(course: Course, known: dict[str, set[str]]) -> Iterator[Finding]:
    uses: list[tuple[str, Loc, str | None]] = [
        ("links", ("kinds", label, "link"), kind.link) for label, kind in course.kinds.items()
    ]
    uses += [("links", ("cohorts", i, "link"), c.link) for i, c in enumerate(course.cohorts)]
    uses += [("links", ("sessions", i, "link"), s.link) for i, s in enumerate(course.sessions)]
    uses += [("links", ("weekly", i, "link"), w.link) for i, w in enumerate(course.weekly)]
    uses += [
        ("links", ("office_hours", i, "link"), h.link) for i, h in enumerate(course.office_hours)
    ]
    uses += [("labs", ("sessions", i, "lab"), s.lab) for i, s in enumerate(course.sessions)]
    for i, deadline in enumerate(course.deadlines):
        if deadline.hand_in:
            uses.append(("links", ("deadlines", i, "hand_in", "link"), deadline.hand_in.link))
    for i, one in enumerate(course.assignments):
        uses.append(("labs", ("assignments", i, "lab"), one.lab))
        if one.hand_in:
            uses.append(("links", ("assignments", i, "hand_in", "link"), one.hand_in.link))
    uses += [("links", ("releases", i, "link"), r.link) for i, r in enumerate(course.releases)]
    if course.lab_rules:
        uses.append(("links", ("lab_rules", "repository"), course.lab_rules.repository))
    if course.groups:
        uses.append(("deadlines", ("groups", "signup_deadline"), course.groups.signup_deadline))
    if course.pitches:
        pitches = course.pitches
        uses.append(("assignments", ("pitches", "assignment"), pitches.assignment))
        uses.append(("sessions", ("pitches", "session"), pitches.session))
    for i, competition in enumerate(course.competitions):
        for n, part in enumerate(competition.rounds):
            uses.append(("sessions", ("competitions", i, "rounds", n, "session"), part.session))
    for target, loc, id in uses:
        if id is not None and id not in known.get(target, set()):
            names = ", ".join(sorted(known.get(target, set()))) or "none yet"
            yield Finding(loc, f"“{id}”", f"the id of one of `{target}` ({names})")


def _faq(course: Course) -> Iterator[Finding]:
    """An entry needs wordings, and every fact that its answer names has to exist."""
    known = {
        "deadline": {d.id for d in course.every_deadline},
        "link": {one.id for one in course.links},
        "session": {s.id for s in course.sessions},
    }
    for i, entry in enumerate(course.faq):
        if not (entry.ask or entry.affirm or entry.deny):
            yield Finding(("faq", i), "no wording", "at least one under `ask`, `affirm` or `deny`")
        for kind, id in places(entry.answer or ""):
            if id not in known[kind]:
                listed = ", ".join(sorted(known[kind])) or "none yet"
                expected = f"the id of one of `{kind}s` ({listed})"
                yield Finding(("faq", i, "answer"), f"{{{kind}:{id}}}", expected)


def _groups(course: Course) -> Iterator[Finding]:
    size = course.groups
    if size is None:
        yield from _groupless(course)
        return
    if size.max < size.min:
        expected = f"at least the smallest size, {size.min}"
        yield Finding(("groups", "max"), str(size.max), expected)
    advised = size.recommended
    if advised and not size.min <= advised.min <= advised.max <= size.max:
        found, expected = (
            f"{advised.min} to {advised.max}",
            f"sizes within {size.min} to {size.max}, the smaller first",
        )
        yield Finding(("groups", "recommended"), found, expected)
    until = course.signup
    if until and size.opens_at and size.opens_at >= until.due_at:
        found = f"open from {size.opens_at.isoformat()}, due {until.due_at.isoformat()}"
        yield Finding(("groups", "opens_at"), found, "an instant before the `signup_deadline`")
    needed = size.eligibility
    if needed and needed.registered_students > size.max:
        loc: Loc = ("groups", "eligibility", "registered_students")
        yield Finding(
            loc, str(needed.registered_students), f"at most the largest group, {size.max}"
        )


def _groupless(course: Course) -> Iterator[Finding]:
    """What groups hand in, present or compete in takes groups."""
    some = "`groups: {min: 2, max: 4}` in the file"
    if course.pitches:
        yield Finding(("pitches",), "a presentation, but no groups that give it", some)
    for i, one in enumerate(course.assignments):
        if one.by == "group":
            yield Finding(("assignments", i, "by"), "“group”, but nobody can form one", some)
    for i, contest in enumerate(course.competitions):
        if contest.judged and contest.entries != "assignments":
            found = f"“{contest.entries}”, but nobody can form a group"
            yield Finding(
                ("competitions", i, "entries"), found, f"{some}, or `entries: assignments`"
            )


def _crowded_days(course: Course) -> Iterator[Finding]:
    counts: dict[date, int] = {}
    for i, session in enumerate(course.sessions):
        counts[session.day] = counts.get(session.day, 0) + 1
        if counts[session.day] == MAX_A_DAY + 1:
            yield Finding(
                ("sessions", i, "day"),
                f"{MAX_A_DAY + 1} sessions on {session.day}",
                f"at most {MAX_A_DAY}",
            )
