"""What is handed in, by whom, and what is known about it: a submission, with all its versions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Literal

from bot.assignments.contents.facts import FileKind
from bot.course.assigned import AssignmentPart, StatedAssignment, Subject
from bot.course.cohorts import CohortTime
from bot.course.lateness import LatePolicy
from bot.course.sessions import Deadline, Link
from bot.ids import GuildId, UserId


@dataclass(frozen=True)
class Assignment:
    """What can be handed in, as the course asks for it. Nobody asks what kind it is: what it takes is here.

    It is made once for each version of a course, and what it says of itself is worked out once, too.

    Attributes:
        stated: what the course file says of it.
        deadline: its own, or the one that it shares.
        lab_name: the lab that it belongs to, as people say it; empty for none.
        late: what becomes of it late; None where that isn't stated. sharing: the ids of all with that, by deadline.
        times: when it is due for cohorts that have times of their own. link: to its official place.
    """

    stated: StatedAssignment
    deadline: Deadline
    lab_name: str = ""
    late: LatePolicy | None = None
    sharing: tuple[str, ...] = ()
    times: tuple[CohortTime, ...] = ()
    link: Link | None = None

    @property
    def id(self) -> str:
        """Of its own in a course; submissions are stored under it."""
        return self.stated.id

    @cached_property
    def title(self) -> str:
        """As it stands in a sentence: paper review, Lab 1 entry, slides."""
        return self.stated.name

    @property
    def label(self) -> str:
        """What its button says."""
        return self.stated.button or f"Hand in {self.title}"

    @property
    def by_group(self) -> bool:
        """Whether it belongs to the whole group rather than to a person."""
        return self.stated.by == "group"

    @property
    def is_entry(self) -> bool:
        """Whether it enters a competition that not everybody may enter."""
        return self.stated.counts_for.competition is not None

    @property
    def required(self) -> bool:
        """Whether it is asked of everybody; otherwise it is optional, or only enters a competition."""
        counts = self.stated.counts_for
        only_competes = self.is_entry and counts.passing is None and counts.component is None
        return not self.stated.optional and not only_competes

    @property
    def parts(self) -> tuple[AssignmentPart, ...]:
        """What it takes."""
        return self.stated.parts

    @cached_property
    def only_documents(self) -> bool:
        """Whether every file of it has to be a PDF."""
        return {one for part in self.parts if part.takes_files for one in part.accepts} == {"pdf"}

    @property
    def takes_files(self) -> bool:
        """Whether anything of it can be a file."""
        return any(set(part.accepts) != {"link"} for part in self.parts)

    @property
    def link_parts(self) -> tuple[AssignmentPart, ...]:
        """The parts that are an address each. The first one's is `Details.link`, the others are among its `texts`."""
        return tuple(part for part in self.parts if "link" in part.accepts)

    @property
    def holder(self) -> AssignmentPart | None:
        """The only part that can be a file; None where several can, or none. What it holds names no part."""
        some = [part for part in self.parts if set(part.accepts) != {"link"}]
        return some[0] if len(some) == 1 else None

    @cached_property
    def subject(self) -> Subject | None:
        """What it is about, if whoever hands it in names that."""
        return self.stated.subject

    @property
    def includes(self) -> tuple[str, ...]:
        """What has to be in it, each of which is confirmed."""
        return tuple(text for part in self.parts for text in part.includes)

    @property
    def numbered(self) -> bool:
        """Whether the group's number has to be on it, which is confirmed."""
        return self.by_group and any(part.group_number for part in self.parts)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose submission it is: a person's or a group's."""

    kind: Literal["user", "group"]
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a submission; its bytes lie in the vault under its hash.

    Attributes:
        item: the id of the part that it is for; empty where only one part can be a file, or none asks for it.
        name: as the person named it, made safe to show and to write.
        size: bytes.
    """

    item: str
    name: str
    size: int
    sha256: str
    kind: FileKind
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """What was said with a submission.

    Attributes:
        paper: what it is about, where its author names that.
        ticked: all that has to be there was confirmed: what it includes, the group's number.
        texts: typed text, by the part's id; also the address of each part that asks for one but the first.
        link: the address, the first where several are asked for.
    """

    paper: str = ""
    ticked: bool = False
    texts: dict[str, str] = field(default_factory=dict[str, str])
    link: str = ""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who hands in. `role_known`: a role says what they are in the course."""

    user_id: UserId
    name: str
    role_known: bool = True


@dataclass(frozen=True, slots=True)
class Arrival:
    """What has arrived from a person, before it is a version.

    Attributes:
        owner: whose submission it belongs to.
        warnings: what staff should look at in its files and its address.
    """

    guild_id: GuildId
    assignment: Assignment
    owner: Owner
    sender: Sender
    at: datetime
    files: tuple[KeptFile, ...]
    details: Details
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """A submission as it was received at one moment. Versions are never changed.

    Attributes:
        number: 1 for the first of this owner and assignment.
        by: who handed it in, and the name they had.
        at: when Discord received it, aware UTC. due_at: the deadline that held for this owner, extension included.
        warnings: what staff should look at; the person was told each.
        flags: what only staff need to know.
    """

    guild_id: GuildId
    receipt: str
    assignment: str
    owner: Owner
    by: UserId
    by_name: str
    number: int
    at: datetime
    due_at: datetime
    files: tuple[KeptFile, ...]
    details: Details
    warnings: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    code: str = ""

    @property
    def late_by(self) -> timedelta | None:
        """How late it is, or None if on time. The second that a deadline names still counts."""
        ends = self.due_at + timedelta(seconds=1)
        return self.at - self.due_at if self.at >= ends else None


@dataclass(frozen=True, slots=True)
class Extension:
    """More time for one owner."""

    assignment: str
    owner: Owner
    due_at: datetime
    by: UserId
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """What has become of what was handed in, as its receipt says it.

    Attributes:
        title: of the assignment, as it stood in a sentence then.
        refused: why files of it weren't accepted, a sentence each.
        same_as: the number of an earlier version with just the same files; 0 for none.
        counts: the number of the version that counts now; another one if this came late after one on time.
        missing: titles of the parts that are still missing.
        late: what handing in late costs, in a sentence; empty for nothing, or where no policy is stated.
    """

    version: Version
    title: str
    refused: tuple[str, ...]
    same_as: int
    counts: int
    missing: tuple[str, ...]
    late: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """What checking a receipt has found. `matches`: the file that was compared; None if none was given."""

    version: Version
    title: str
    genuine: bool
    counts: bool
    matches: KeptFile | bool | None = None


@dataclass(frozen=True, slots=True)
class StudentRecord:
    """What is known of one person.

    Attributes:
        attested: what they say they have done, by id.
        versions: what they and their group have handed in.
        group: the number of theirs. presented: whether it has pitched; None where that can't be known yet.
    """

    user_id: UserId
    attested: frozenset[str] = frozenset()
    versions: tuple[Version, ...] = ()
    group: int | None = None
    presented: bool | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    """What somebody hasn't done of what is due at a deadline.

    Attributes:
        items: in words that follow "missing:"; none, and `known`, if nothing is left to do.
        known: the assistant can tell. required: it's asked of everybody. competes: it enters a competition.
    """

    items: tuple[str, ...] = ()
    known: bool = True
    required: bool = True
    competes: bool = False
