"""What people are told when the database refuses: because of its own state, or of what it was given.

UserError
├── NumberTooLarge           a number that nothing here can have
├── TextUnusable             text that can't be stored
└── CannotStore              nothing can be read or stored for the moment
    ├── DatabaseBusy         another process has locked the database
    ├── DiskFull             the disk is full
    ├── DiskFails            the disk can't be read or written
    └── DatabaseUnreadable   the database is damaged
"""

from __future__ import annotations

from typing import ClassVar

from bot.course.words import say
from bot.errors import UserError


class NumberTooLarge(UserError):
    """A number that doesn't fit into the database, and so isn't the number of anything."""

    def __init__(self) -> None:
        super().__init__(
            "**That number is too large, so nothing was done.** Nothing here has a number like that. "
            "Check it and try again."
        )


class TextUnusable(UserError):
    """Text with characters that can't be written down."""

    def __init__(self) -> None:
        super().__init__(
            "**That text has a broken character in it, so nothing was done.** It was probably cut in the middle of an "
            "emoji. Type it again and try once more."
        )


class CannotStore(UserError):
    """Nothing can be read or stored for the moment, through nobody's fault here.

    Attributes:
        what: what is wrong, for staff and the log.
    """

    what: ClassVar[str]


class DatabaseBusy(CannotStore):
    """Another process has locked the database for longer than anybody here can wait."""

    what = "another program has locked my database"

    def __init__(self) -> None:
        super().__init__("**Busy right now, so this wasn't done.** Try again in a few seconds.")


class DiskFull(CannotStore):
    """The disk has no room left."""

    what = "the disk of the machine I run on is full"

    def __init__(self) -> None:
        super().__init__(
            f"**My disk is full, so this wasn't saved.** {say.Staff} have been told; what was saved "
            "before is safe. Please "
            "try again later, and keep a copy of what you typed."
        )


class DiskFails(CannotStore):
    """The disk can't be read or written."""

    what = "the disk of the machine I run on can't be read or written"

    def __init__(self) -> None:
        super().__init__(
            f"**My disk can't be read or written right now, so this wasn't done.** {say.Staff} have "
            "been told. Please try "
            "again later, and keep a copy of what you typed."
        )


class DatabaseUnreadable(CannotStore):
    """The database turned out to be damaged."""

    what = "my database is damaged, and a backup has to be put in its place"

    def __init__(self) -> None:
        super().__init__(
            f"**My database is damaged, so this wasn't done.** {say.Staff} have been told: a backup "
            "has to be put in its "
            "place. Please try again once that's done, and keep a copy of what you typed."
        )
