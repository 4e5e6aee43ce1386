"""What is asked of the groups, what a change did, and how it stands in the audit log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.errors import UserError
from bot.groups.model import ProjectGroup
from bot.ids import ChannelId, UserId


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is to join or to be invited, as Discord knows them."""

    user_id: UserId
    name: str
    is_bot: bool = False
    in_guild: bool = True


@dataclass(frozen=True, slots=True)
class Texts:
    """What a group says of itself, as typed or as it was shown."""

    title: str
    idea: str


@dataclass(frozen=True, slots=True)
class SignUp:
    """A filled-in sign-up. `people`: who is to be invited."""

    title: str
    idea: str
    people: Sequence[Person] = ()

    @property
    def texts(self) -> Texts:
        """What the group will say of itself."""
        return Texts(self.title, self.idea)


@dataclass(frozen=True, slots=True)
class Deed:
    """Who does what, when, why and where.

    Attributes:
        action: its name in the audit log.
        at: Discord's own instant of it, aware UTC.
        reason: staff's.
        channel_id: the server's channel it is done in: whose direct messages are closed is shown it there.
        undoes: the id of the change that it takes back.
        by_staff: limits hold for everybody but staff.
    """

    action: str
    by: UserId
    at: datetime
    reason: str | None = None
    channel_id: ChannelId | None = None
    undoes: int | None = None
    by_staff: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ByStaff:
    """Which of the staff does something, when (aware UTC) and why."""

    by: UserId
    at: datetime
    reason: str

    def deed(self, action: str) -> Deed:
        """Return it with what is done."""
        return Deed(action, self.by, self.at, self.reason, by_staff=True)


@dataclass(frozen=True, slots=True)
class Part:
    """What a change did to one group. `before`: None for a new one."""

    number: int
    before: ProjectGroup | None
    after: ProjectGroup


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the audit log: who did what to which groups, when and why.

    Attributes:
        undoes: the id of the change that this one took back.
        undone: this one was taken back later.
    """

    id: int
    at: datetime
    actor_id: UserId
    action: str
    reason: str | None
    undoes: int | None
    undone: bool
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """What a change did.

    Attributes:
        id: its entry in the audit log; None where nothing had to change.
        before, after: the group it was about.
        others: further groups that it touched: the one a person was moved out of, or one whose invitation ended.
        refused: why some of the invited people were not invited.
        same_title: other groups with the same title.
    """

    id: int | None
    before: ProjectGroup | None
    after: ProjectGroup
    others: tuple[Part, ...] = ()
    refused: tuple[UserError, ...] = ()
    same_title: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MoreTime:
    """What more time did. `before` and `until`: the last second open, aware UTC."""

    before: datetime
    until: datetime
    id: int | None = None

    @property
    def changes(self) -> bool:
        """Whether anything is open longer than it was."""
        return self.until > self.before
