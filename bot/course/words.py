"""The course's own words for people and groups of people, wherever a sentence speaks of them.

A course file's `words` names them; what a sentence says is `say.group`, `say.staff`. Whose course is spoken of is told
once, where a request, a message or a page begins (`speaking_of`), so that sentences need no course to be written.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar

from pydantic import Field

from bot.course.values import Fact, Noun, People
from bot.text import listing, plural_of, raised


class Words(Fact):
    """What a course calls people and groups of people, in the middle of a sentence."""

    group: Noun = Field(default="group", description="A project group: team, pod.")
    groups: Noun | None = Field(
        default=None, description="Several of them, where adding an s isn't enough."
    )
    staff: Noun = Field(
        default="staff",
        description="Those who run it, all together: organizers, the teaching team.",
    )
    listener: Noun = Field(
        default="listener", description="Somebody who attends without credit: auditor, guest."
    )
    late_day: Noun = Field(
        default="late day", description="A day that something may be late: slip day, grace day."
    )
    late_days: Noun | None = None


USUAL = Words()
_OURS = re.compile(
    r"(?<![\w/`:.-])(?:a group|groups?|staff|listeners?)(?![\w`-]|:`)", re.IGNORECASE
)
_spoken: ContextVar[Words] = ContextVar("words", default=USUAL)


def speak(words: Words) -> None:
    """Use a course's words in whatever this task says from now on."""
    _spoken.set(words)


@contextmanager
def speaking(words: Words) -> Generator[None]:
    """Use a course's words for a while."""
    token = _spoken.set(words)
    try:
        yield
    finally:
        _spoken.reset(token)


class Say:
    """The words of the course that is spoken of, as they stand in a sentence."""

    @property
    def group(self) -> str:
        """A project group."""
        return _spoken.get().group

    @property
    def groups(self) -> str:
        """Several of them."""
        words = _spoken.get()
        return words.groups or plural_of(words.group)

    @property
    def a_group(self) -> str:
        """One of them, with its article."""
        return with_article(self.group)

    @property
    def staff(self) -> str:
        """Those who run the course, all together."""
        return _spoken.get().staff

    @property
    def of_staff(self) -> str:
        """What is theirs."""
        return f"{self.staff}'" if self.staff.endswith("s") else f"{self.staff}'s"

    @property
    def listener(self) -> str:
        """Somebody who attends without credit."""
        return _spoken.get().listener

    @property
    def late_day(self) -> str:
        """A day that something may be late."""
        return _spoken.get().late_day

    @property
    def late_days(self) -> str:
        """Several of them."""
        words = _spoken.get()
        return words.late_days or plural_of(words.late_day)

    @property
    def Group(self) -> str:  # noqa: N802 - as it begins a sentence
        """A project group, at the beginning."""
        return raised(self.group)

    @property
    def Groups(self) -> str:  # noqa: N802
        """Several, at the beginning."""
        return raised(self.groups)

    @property
    def Project_groups(self) -> str:  # noqa: N802
        """Several, at the beginning, where what they are for isn't known yet; a word of the course's own says it."""
        return "Project groups" if self.groups == "groups" else self.Groups

    @property
    def A_group(self) -> str:  # noqa: N802
        """One of them with its article, at the beginning."""
        return raised(self.a_group)

    @property
    def Staff(self) -> str:  # noqa: N802
        """Those who run the course, at the beginning."""
        return raised(self.staff)


say = Say()
"""What sentences are written with."""


def who_may(people: People) -> str:
    """Write who may do something and who may not: for registered students and the public, not for listeners."""
    groups = {
        "registered students": people.students,
        plural_of(say.listener): people.listeners,
        "affiliates": people.affiliates,
        "the public": people.public,
    }
    may = [name for name, stated in groups.items() if stated]
    barred = [name for name, stated in groups.items() if stated is False]
    told = [f"for {listing(may)}"] if may else []
    return ", ".join([*told, *([f"not for {listing(barred)}"] if barred else [])])


def of_listeners(text: str) -> bool:
    """Return whether a text of the course file is about people who attend without credit, as the course calls them."""
    return any(word.lower() in text.lower() for word in ("listener", say.listener))


def in_words(text: str) -> str:
    """Put the course's words into a sentence that was written before it was known. Names of commands stay.

    For sentences of ours alone: what a course file or a person wrote may speak of other groups.
    """
    if _spoken.get() == USUAL:
        return text
    return _OURS.sub(lambda found: _word(found[0]), text)


def _word(found: str) -> str:
    words = {"a group": say.a_group, "group": say.group, "groups": say.groups, "staff": say.staff}
    words |= {"listener": say.listener, "listeners": plural_of(say.listener)}
    word = words[found.lower()]
    return raised(word) if found[0].isupper() else word


def with_article(noun: str) -> str:
    """Write a noun with its article, by its first letter: a team, an ensemble."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"
