"""Who gives the course, and in which role; and who may take part."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from bot.course.values import Email, Fact, Label, Names, Noun, People, Slug, Text, Title, Url
from bot.text import plural_of, raised

INSTRUCTOR = "instructor"
TEACHING = frozenset(("instructor", "instructors", "lecturer", "professor", "teacher", "faculty"))
"""Words of a role whose people teach the course."""


class Contact(Fact):
    """Whom to write to."""

    id: Slug
    title: Title
    email: Email


class Participants(Fact):
    """Who may take part in the course."""

    who: Text = Field(description="In sentences, as people read it.")
    people: People | None = Field(default=None, description="The same, group by group.")
    min_age: Annotated[int, Field(ge=1, le=99)] | None = Field(
        default=None, description="How old whoever takes part has to be, in years."
    )

    @property
    def told(self) -> str:
        """Who may, with the age where the sentences don't name it."""
        if self.min_age is None or str(self.min_age) in self.who:
            return self.who
        return f"{self.who} You have to be at least {self.min_age} years old."


class Person(Fact):
    """Somebody of the course, their role, and how to reach them."""

    name: Label
    role: Noun = Field(
        description="What the course calls it: instructor, head TA, TA, organizer, mentor."
    )
    affiliation: Title | None = None
    email: Email | None = None
    contact: Title | None = Field(
        default=None, description="Another way to reach them, such as @ana on Slack."
    )
    link: Url | None = Field(default=None, description="The address of their page.")
    also: Names = ()

    @property
    def teaches(self) -> bool:
        """Whether their role is to teach the course."""
        return not TEACHING.isdisjoint(self.role.lower().split())

    @property
    def named(self) -> str:
        """Their name with where they're from."""
        return f"{self.name} ({self.affiliation})" if self.affiliation else self.name

    @property
    def reached(self) -> str:
        """How to reach them, in one line; empty where nothing is stated."""
        return " · ".join(part for part in (self.email, self.contact, self.link) if part)


def by_role(people: Iterable[Person]) -> dict[str, list[Person]]:
    """Return people by their role, as it is written of so many: Instructors, Head TA. In the file's order."""
    found: dict[str, list[Person]] = {}
    for person in people:
        found.setdefault(person.role.lower(), []).append(person)
    return {raised(_role_of(listed)): listed for listed in found.values()}


def _role_of(listed: list[Person]) -> str:
    role = listed[0].role
    return role if len(listed) == 1 else plural_of(role)
