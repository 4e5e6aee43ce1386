"""What can go wrong, in the words a person reads.

    CourseBotError
    ├── UserError                a request that can't be met; shown to the person who made it
    │   ├── Restarting           the bot is about to stop and takes no new work
    │   ├── Overloaded, TooLate, RehearsedElsewhere, FormGone, FormForgotten, NotInThisCourse,
    │   │   CannotAsk            in bot/client/errors.py
    │   ├── UnknownWhen          /schedule was given words that name no day
    │   ├── UnknownTopic         /course was given words that name no topic
    │   ├── StalePage            a button whose page no longer exists
    │   ├── NotAllowed           the person lacks the capability a command needs
    │   ├── NotInServer          the person isn't in the course's server (any more)
    │   ├── GuildOnly            the command needs a server
    │   │   └── OtherServer      a button or form of another server
    │   ├── DownloadFailed       Discord didn't give the whole file
    │   └── CannotStore, NumberTooLarge, TextUnusable    in bot/trouble.py
    └── OperatorError            the bot can't start or a command-line task can't be done
        ├── CourseFileInvalid    every problem of a course file, each with its place
        ├── SettingsInvalid      an environment variable has a value it can't have
        ├── StateUnusable        the state folder can't be used
        ├── StateInUse           another process uses the state folder
        ├── DatabaseDamaged      the database can't be read any more
        ├── DatabaseNewer        a newer version of the bot has changed the database
        ├── BackupFailed         a copy of the database couldn't be written
        ├── NotRestored          a backup wasn't put in the database's place
        └── DiscordRefused       Discord won't let the bot in
            └── TokenRefused     it doesn't accept the token

`str(error)` says what happened, why, and what to do next. Errors carry their facts as attributes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

ECHOED = 60
"""Characters of typed text that a sentence repeats; whoever typed more is given all of it back beside it."""


def echoed(typed: str) -> str:
    """Return as much of a typed text as a sentence repeats."""
    return typed if len(typed) <= ECHOED else f"{typed[: ECHOED - 1]}…"


class CourseBotError(Exception):
    """The root of everything this program raises on purpose."""


class UserError(CourseBotError):
    """A request that can't be met. `str()` is shown to the person; nothing was changed."""


class OperatorError(CourseBotError):
    """Something the person who runs the bot has to mend. `str()` is one clear sentence.

    Attributes:
        exit_status: what the process ends with; docs/operators.md lists them.
    """

    exit_status: ClassVar[int] = 1


class UnknownWhen(UserError):
    """The words after `/schedule` name no day of this course."""

    def __init__(self, typed: str, examples: Sequence[str], why: str = "") -> None:
        self.typed, self.examples = typed, tuple(examples)
        reason = why or "That names no day, week, lab or topic of this course."
        super().__init__(
            f"**I couldn't find “{echoed(typed)}” in the schedule.** {reason} "
            f"Try one of these: {', '.join(self.examples)}."
        )


class UnknownTopic(UserError):
    """The words after `/course` name no topic of this course."""

    def __init__(self, typed: str, suggestions: Sequence[str]) -> None:
        self.typed, self.suggestions = typed, tuple(suggestions)
        super().__init__(
            f"**There's no topic called “{echoed(typed)}”.** The course file has others. "
            f"Closest: {', '.join(self.suggestions)}."
        )


class UnknownPart(UserError):
    """The words after `/calendar` name no part of this course."""

    def __init__(self, typed: str, parts: Sequence[str]) -> None:
        self.typed, self.parts = typed, tuple(parts)
        shown = typed if len(typed) <= ECHOED else f"{typed[: ECHOED - 1]}…"
        super().__init__(
            f"**There's nothing called “{shown}” to put into a calendar.** This course has: {', '.join(self.parts)}."
        )


class StalePage(UserError):
    """A button points at something the course no longer has."""

    def __init__(self) -> None:
        super().__init__(
            "**This button points at something that is no longer in the course.** The course was "
            "changed since this message was made. Use `/schedule` or `/course` for the current one."
        )


class NotAllowed(UserError):
    """The person lacks the capability that a command needs."""

    def __init__(self, needs: str, staff: str) -> None:
        self.needs = needs
        super().__init__(
            f"**This is for {needs}.** Your roles in the course's server don't include that, so nothing was "
            f"done. If that's wrong, ask {staff} to give you the role that `/setup` names."
        )


class NotInServer(UserError):
    """The person isn't in the course's server (any more)."""

    def __init__(self) -> None:
        super().__init__(
            "**You're not in the course's server, so nothing was done.** This is for the people there. "
            "Join the server again, then press this button once more."
        )


class Restarting(UserError):
    """The bot is stopping and takes no new work."""

    def __init__(self) -> None:
        super().__init__(
            "**I'm being restarted, so this wasn't done.** It takes less than a minute. "
            "Please try again then; nothing you saved is lost."
        )


class GuildOnly(UserError):
    """The command has to be used in a server."""

    def __init__(self) -> None:
        super().__init__(
            "**This works only in the course's server.** Here I can't tell which course you mean. "
            "Use the same command in a channel there."
        )


class OtherServer(GuildOnly):
    """A staff's button or form names another server than the one where it was used."""

    def __init__(self) -> None:
        UserError.__init__(
            self,
            "**This belongs to another server, so nothing was done.** What you may do there is decided by "
            "your roles there. Use it in that server, or in a direct message.",
        )


class DownloadFailed(UserError):
    """Discord didn't give the whole file."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"**Discord didn't give me all of {name}, so nothing was handed in.** The download broke off or its "
            "link has expired. Please hand it in again; you'll get a receipt once it's stored."
        )


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a course file.

    Attributes:
        line: 1-based line, or 1 where the whole file is meant.
        column: 1-based column.
        path: where in the file's tree, such as `deadlines[2].due_at`; empty for the whole file.
        found: what stands there.
        expected: what should.
    """

    line: int
    column: int
    path: str
    found: str
    expected: str

    def at(self, name: str) -> str:
        """Return the problem as `name:LINE:COLUMN path: found X, expected Y`."""
        where = f"{self.path}: " if self.path else ""
        return (
            f"{name}:{self.line}:{self.column} {where}found {self.found}, expected {self.expected}"
        )


class CourseFileInvalid(OperatorError):
    """A course file can't be used. `problems` holds all of them, in file order."""

    def __init__(self, path: Path, problems: Sequence[Problem]) -> None:
        self.path = path
        self.problems = tuple(sorted(problems, key=lambda p: (p.line, p.column, p.path)))
        count = len(self.problems)
        head = f"{path} can't be used: {count} problem{'s' if count != 1 else ''}."
        super().__init__("\n".join([head, *(p.at(path.name) for p in self.problems)]))


class SettingsInvalid(OperatorError):
    """An environment variable, or a line of `.env`, has a value that it can't have."""

    def __init__(self, name: str, why: str) -> None:
        self.name = name
        super().__init__(f"{name} can't be used: {why}. See .env.example for what it may be.")


class StateUnusable(OperatorError):
    """The state folder or the database in it can't be opened or written."""

    def __init__(
        self,
        path: Path,
        why: str,
        next: str = "Set COURSEBOT_STATE to a folder that this user can write.",
    ) -> None:
        self.path = path
        super().__init__(f"The state folder {path} can't be used: {why}. {next}")


class StateInUse(OperatorError):
    """Another process uses the state folder. `holder` says which, and since when."""

    exit_status = 4

    def __init__(self, path: Path, holder: str) -> None:
        self.path, self.holder = path, holder
        super().__init__(
            f"The state folder {path} is in use: {holder}. Stop that process first, or set COURSEBOT_STATE to "
            "another folder."
        )


class DatabaseDamaged(OperatorError):
    """The database can't be read any more. `backup`: the newest sound one that lies beside it."""

    exit_status = 5

    def __init__(self, path: Path, why: str, backup: Path | None = None) -> None:
        self.path, self.backup = path, backup
        what = f"its newest backup here, {backup}," if backup else "its latest backup"
        super().__init__(
            f"The database {path} is damaged: {why}. Stop the bot and put {what} in place: "
            f"`python -m bot restore {backup or 'BACKUP'}`. The damaged file is kept beside it."
        )


class DatabaseNewer(OperatorError):
    """A newer version of the bot has changed the database's tables. Nothing was done to it."""

    exit_status = 5

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"The database {path} was written by a newer version of the bot, so this one leaves it alone. Update the "
            "bot, or put a backup from before the update in place: `python -m bot restore BACKUP`."
        )


class BackupFailed(OperatorError):
    """A copy of the database couldn't be written. There is no half of it."""

    def __init__(self, target: Path, why: str) -> None:
        self.target = target
        super().__init__(
            f"{target} can't be written: {why}. Check its folder and the free space there, or name another file."
        )


class NotRestored(OperatorError):
    """A backup wasn't put in the database's place. Nothing was changed."""

    def __init__(self, why: str, next: str = "Name a file that `backup` wrote.") -> None:
        super().__init__(f"{why}, so nothing was replaced. {next}")


class DiscordRefused(OperatorError):
    """Discord doesn't let the bot in, and waiting won't help."""


class TokenRefused(DiscordRefused):
    """Discord doesn't accept the token, or wouldn't: it was mistyped, reset or revoked."""

    exit_status = 3

    def __init__(self, why: str = "Discord refused the token") -> None:
        super().__init__(
            f"{why}: it's mistyped, or it was reset or revoked. Copy it again from the Developer Portal into "
            "DISCORD_TOKEN."
        )
