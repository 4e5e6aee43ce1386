"""Where somebody stands with each assignment: handed in here, missing, and said to be in its official place. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.assignments import catalog, rules
from bot.assignments.model import Assignment, StudentRecord, Version
from bot.assignments.rules import Due
from bot.course.model import Course


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands with an assignment.

    Attributes:
        due: the deadline that holds for them.
        version: what counts of what they or their group handed in here; None for nothing.
        missing: the short names of the items it still lacks.
        place: the official place, where it has to be too; empty where this one is enough.
        link: the id of the place's link.
        is_there: they said it's in the official place, since their newest version.
        instead: the title of what they handed in that makes this one needless; empty for nothing.
        enough: the same where passing doesn't take it, but their group is signed up to present it.
    """

    assignment: Assignment
    due: Due
    version: Version | None
    missing: tuple[str, ...] = ()
    place: str = ""
    link: str | None = None
    is_there: bool = False
    instead: str = ""
    enough: str = ""

    @property
    def done(self) -> bool:
        """Whether nothing of it is left to hand in here."""
        return bool(self.instead) or (self.version is not None and not self.missing)

    @property
    def to_confirm(self) -> bool:
        """Whether it was handed in here, and nobody has said that it's in its official place."""
        return self.version is not None and bool(self.place) and not self.is_there


def standings_of(
    course: Course, record: StudentRecord, due: Mapping[str, Due], said: Mapping[str, datetime]
) -> tuple[Standing, ...]:
    """Return where somebody stands with each assignment, soonest first.

    Args:
        due: the deadline that holds for them, by assignment.
        said: when they, or somebody of their group, said that it's in its official place, by assignment.
    """
    every = catalog.assignments_of(course).values()
    newest: dict[str, Version] = {}
    for version in sorted(record.versions, key=lambda v: (v.at, v.number)):
        newest[version.assignment] = version
    found: list[Standing] = []
    counted = {id: version for (_, id), version in rules.counting_each(record.versions).items()}
    presents = catalog.presented_by(course) if record.group else None
    for one in every:
        version = counted.get(one.id)
        place = one.deadline.hand_in
        official = place if place and place.official and not place.copy_counts else None
        at = said.get(one.id)
        ways = catalog.other_ways(course, one)
        others = [o for o in every if o.id in ways and o.id in newest]
        other = others[0].title if others and version is None else ""
        awaited = presents is not None and presents.id == one.id
        found.append(
            Standing(
                one,
                due[one.id],
                version,
                tuple(rules.names_missing(one, version)) if version else (),
                official.where if official else "",
                official.link if official else None,
                version is not None and at is not None and at >= newest[one.id].at,
                "" if awaited else other,
                other if awaited else "",
            )
        )
    return tuple(sorted(found, key=lambda s: s.due.at))
