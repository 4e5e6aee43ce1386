"""What is known of one person in a server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.assignments.model import StudentRecord
from bot.assignments.progress import Progress
from bot.assignments.rules import Due
from bot.assignments.standing import Standing
from bot.delivery.model import Row
from bot.groups.model import Policy, ProjectGroup
from bot.ids import UserId
from bot.presentations.model import TurnState
from bot.reminders.model import Preferences


@dataclass(frozen=True, slots=True)
class Slot:
    """When somebody's group pitches.

    Attributes:
        at: about when, aware UTC; None unless it waits for its turn.
        before: how many groups are still to come before it.
    """

    state: TurnState
    at: datetime | None
    before: int


@dataclass(frozen=True, slots=True)
class Me:
    """What is known of one person.

    Attributes:
        policy: the rules for groups; None for a course without.
        group: theirs; None for none.
        asked: the groups whose question to them is open, or whom they have asked.
        with_seats: groups that could take them; empty for whoever is in one.
        work: where they stand with each assignment, soonest first.
        deadlines: until when each deadline of the course is open for them, by its id.
        own: reminders of their own that are still to come.
        slot: when their group pitches; None where no order is made, or it isn't in it.
        cohorts: the ids of theirs, as far as they are known.
    """

    user_id: UserId
    policy: Policy | None
    group: ProjectGroup | None
    asked: tuple[ProjectGroup, ...]
    with_seats: tuple[ProjectGroup, ...]
    record: StudentRecord
    work: tuple[Standing, ...]
    deadlines: Mapping[str, Due]
    progress: Progress
    preferences: Preferences
    own: tuple[Row, ...]
    slot: Slot | None = None
    cohorts: frozenset[str] = frozenset()

    @property
    def invites(self) -> tuple[ProjectGroup, ...]:
        """The groups that have invited them and wait for their answer."""
        return tuple(g for g in self.asked if any(i.user_id == self.user_id for i in g.invited))


StepKind = Literal["answer", "sign up", "hand in", "late", "confirm", "complete", "none"]


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody does best next.

    Attributes:
        kind: `complete`: the rest of an entry; `confirm`: say that it's in the official place; `late`: hand in what
            was due.
        at: until when, or for `late` since when, aware UTC; None where nothing says.
        standing: of the assignment that it's about.
        optional: passing doesn't take it.
    """

    kind: StepKind
    at: datetime | None = None
    standing: Standing | None = None
    optional: bool = False
