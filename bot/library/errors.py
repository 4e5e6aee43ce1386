"""What can go wrong when a course is changed, in the words a person reads."""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import CourseFileInvalid, UserError
from bot.library.model import Draft

SHOWN = 8


class NothingChanges(UserError):
    """A change would leave the course as it is."""

    def __init__(self) -> None:
        super().__init__(
            "**That changes nothing: the course is like that already.** `/staff course history` shows what was "
            "changed, and when."
        )


class DraftGone(UserError):
    """Somebody has confirmed or left a change already."""

    def __init__(self) -> None:
        super().__init__(
            "**This isn't open anymore, so nothing was changed now.** It's been decided already, or you've started "
            "another change since. `/staff course history` shows what was changed."
        )


class DraftChanged(UserError):
    """What a change would do is no longer what was shown. `draft`: as it would be now."""

    def __init__(self, draft: Draft, meanwhile: Sequence[str]) -> None:
        self.draft, self.meanwhile = draft, tuple(meanwhile)
        super().__init__("**This has changed since you looked, so nothing was changed yet.**")


class NotNewest(UserError):
    """A change can't be taken back by itself: others came after it."""

    def __init__(self, number: int, newest: int) -> None:
        self.number, self.newest = number, newest
        super().__init__(
            f"**Others have changed the course since, so this can't be undone by one press.** It was version "
            f"{number}, and it's at {newest} now. Nothing was changed. `/staff course restore` brings back a whole "
            f"earlier version, after showing you what that changes."
        )


class NoSuchVersion(UserError):
    """A server's course has no version of a number."""

    def __init__(self, number: int, newest: int) -> None:
        self.number, self.newest = number, newest
        super().__init__(
            f"**There's no version {number}.** The course has versions 1 to {newest}; `/staff course history` lists "
            "them."
        )


class Stranded(UserError):
    """A change would leave something behind that people have done. `what` and `instead` are sentences."""

    def __init__(self, what: str, instead: str) -> None:
        self.what, self.instead = what, instead
        super().__init__(f"**{what}** So this change can't be made; nothing was changed. {instead}")


class FileRefused(UserError):
    """A course file that staff sent has problems."""

    def __init__(self, invalid: CourseFileInvalid, more: Sequence[str] = ()) -> None:
        lines = [
            f"- line {p.line}, column {p.column}: {f'`{p.path}`: ' if p.path else ''}found {p.found}; expected "
            f"{p.expected}"
            for p in invalid.problems
        ]
        lines += [f"- {line}" for line in more]
        self.lines = tuple(lines)
        left = [f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
        head = "**This file can't be the course yet, so nothing was changed.** Fix these and send it again:"
        super().__init__("\n".join([head, *lines[:SHOWN], *left]))
