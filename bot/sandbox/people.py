"""Who lives in the sandbox, and where they can be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.course.cohorts import Cohort

CHANNELS = ("announcements", "office-hours", "general", "staff")
DM = "dm"
PLACE_WORDS = {DM: "Direct messages"}
STUDENTS = ("registered", "affiliate", "listener")
ROLES = {
    "staff": "Staff",
    "judge": "Judge",
    "registered": "Registered student",
    "affiliate": "Affiliate",
    "listener": "Listener",
}


@dataclass(frozen=True, slots=True)
class Resident:
    """A person of the sandbox."""

    id: str
    name: str
    role: str
    who: str

    @property
    def places(self) -> tuple[str, ...]:
        """The channels this person can see, and their direct messages with the bot."""
        return (*(c for c in CHANNELS if c != "staff" or self.role == "staff"), DM)

    @property
    def full_name(self) -> str:
        """Their name, and what they are."""
        return f"{self.name} ({self.who})"


def cohort_roles(cohorts: Iterable[Cohort], person: Resident) -> list[str]:
    """Return the roles that lead a student of the sandbox to cohorts: one of each kind, the next one for each."""
    students = [one.id for one in RESIDENTS if one.role in STUDENTS]
    if person.id not in students:
        return []
    by_kind: dict[str, list[str]] = {}
    for one in cohorts:
        if one.role:
            by_kind.setdefault(one.kind, []).append(one.role)
    return [some[students.index(person.id) % len(some)] for some in by_kind.values()]


RESIDENTS = (
    Resident("ana", "Ana", "registered", "registered student"),
    Resident("leo", "Leo", "listener", "listener"),
    Resident("joy", "Joy", "judge", "judge"),
    Resident("kim", "Kim", "judge", "judge"),
    Resident("sam", "Sam", "staff", "staff"),
    Resident("tim", "Tim", "staff", "staff"),
)
