"""Answers from a fact that another official place contradicts: both are said with their source, and no yes or no."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from bot.answers.catalogue import KnownQuestion
from bot.answers.said import Said, moment
from bot.course.disputed import AlsoStated, AlsoStatedOf, Of, otherwise
from bot.course.meetings import How
from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.course.words import say
from bot.text import clock_time
from bot.understanding.asked import Asked
from bot.understanding.words import stems

ASKED: dict[Of, tuple[str, ...]] = {
    "modality": ("online", "person", "virtual", "virtually", "remote", "remotely", "hybrid", "campus", "zoom"),
    "recorded": ("recorded", "recording", "recordings", "record", "video", "videos", "rewatch"),
    "attendance": ("attendance", "mandatory", "attend", "required", "compulsory", "come", "miss", "skip"),
    "access": ("watch", "come", "listeners", "public", "outsiders", "allowed", "join"),
}  # fmt: skip
"""Words of a question that is about a field whose value doesn't stand in the answer as it stands in the file."""


class Other(NamedTuple):
    """What another place says, in a sentence, and whether that's known to be old."""

    text: str
    outdated: bool


@dataclass(frozen=True, slots=True)
class Dispute:
    """One fact that is stated otherwise elsewhere.

    Attributes:
        forms: how an answer writes what the file states; an answer without one of them isn't about it.
        names: words of what it is a fact of, one set of stems a name; an answer or question without one isn't about it.
        asked: words of a question that is about it, where no form tells.
        others: what the other places say.
    """

    forms: tuple[str, ...]
    names: tuple[frozenset[str], ...]
    asked: tuple[str, ...]
    others: tuple[Other, ...]

    def concerns(self, q: Asked, said: Said) -> bool:
        """Return whether an answer is made of this fact."""
        text = set(stems(f"{q.text} {said.text} {said.source}".lower().split()))
        text |= {word.strip(".,;:?!()") for word in text}
        if self.names and not any(name <= text for name in self.names):
            return False
        return any(form in said.text for form in self.forms) or q.says(*self.asked)


def is_disputed(course: Course) -> bool:
    """Return whether anything of a course is stated otherwise elsewhere."""
    meetings = (*course.kinds.values(), *course.sessions, *course.weekly, *course.office_hours)
    due = (*course.every_deadline, *course.assignments)
    return any(one.also_stated for one in (*meetings, *due, *course.topics, *course.faq))


def both_sides(q: Asked, known: KnownQuestion, said: Said | None) -> Said | None:
    """Return an answer with what other official places say instead, and without a yes or a no where there is such."""
    if said is None or not said.stated:
        return said
    others = list(_of_text(q, known.intent.id))
    others += [
        told for one in _disputes(q.timeline) if one.concerns(q, said) for told in one.others
    ]
    if not others:
        return said
    own, told = said.text.rstrip(), " ".join(dict.fromkeys(one.text for one in others))
    if all(one.outdated for one in others):
        return replace(said, text=f"{own} {told}")
    text = f"{own} That's what the course page says. {told} Ask {say.staff} which holds."
    return replace(said, text=text, holds=None, fits=None, there=None)


def _of_text(q: Asked, id: str) -> Iterator[Other]:
    """Yield what contradicts the course's own text that answers a question."""
    for topic in q.course.topics:
        if f"topic-{topic.id}" == id:
            yield from _otherwise(q.timeline, topic.also_stated)
    for entry in q.course.faq:
        if entry.id == id:
            yield from _otherwise(q.timeline, entry.also_stated)


def _otherwise(timeline: Timeline, stated: tuple[AlsoStated, ...], of: str = "") -> list[Other]:
    told = otherwise(stated, timeline.zone, timeline.course.zone_label, of)
    return [Other(text, one.outdated) for one, text in zip(stated, told, strict=True)]


@lru_cache(maxsize=64)
def _disputes(timeline: Timeline) -> tuple[Dispute, ...]:
    """Find every fact of a course that is stated otherwise elsewhere."""
    course, found = timeline.course, list[Dispute]()
    for item in timeline.deadlines:
        due = item.deadline
        if due and due.also_stated and item.starts_at:
            others = tuple(_otherwise(timeline, due.also_stated, "due time"))
            form = (moment(timeline, item.starts_at),)
            found.append(Dispute(form, (), (), others))
    for label, kind in course.kinds.items():
        found += _of_meeting(timeline, kind, (label, *kind.also))
    for one in (*course.sessions, *course.weekly):
        title = (one.title,) if one.title else (one.kind,)
        found += _of_meeting(timeline, one, (*title, *one.also))
    for hours in course.office_hours:
        for one in hours.also_stated:
            stated = {"where": hours.where, "ends": clock_time(hours.closes)}
            if hours.opens:
                stated["starts"] = clock_time(hours.opens)
            forms = (stated[one.of],) if one.of in stated else ()
            names = _names((hours.title, "office hours"))
            others = tuple(_otherwise(timeline, (one,)))
            found.append(Dispute(forms, names, ASKED.get(one.of, ()), others))
    return tuple(found)


def _of_meeting(timeline: Timeline, how: How, names: tuple[str, ...]) -> Iterator[Dispute]:
    for one in how.also_stated or ():
        others = tuple(_otherwise(timeline, (one,)))
        yield Dispute(tuple(_forms(how, one)), _names(names), ASKED.get(one.of, ()), others)


def _forms(how: How, one: AlsoStatedOf) -> Iterator[str]:
    if one.of == "starts" and how.starts:
        yield clock_time(how.starts)
    if one.of == "ends" and how.ends:
        yield clock_time(how.ends)
    if one.of == "where" and how.where:
        yield how.where
    if one.of == "attendance" and how.attendance and how.attendance.text:
        yield how.attendance.text
    if one.of == "recorded" and how.recordings:
        yield how.recordings


def _names(names: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(stems(name.lower().split())) for name in names)
