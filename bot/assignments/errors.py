"""What can go wrong with a hand-in, in the words a person reads.

SubmissionError (a UserError)
├── NothingToHandIn      the course has no such hand-in
├── NothingGiven         neither a file nor a text came with it
├── TooLarge             a file is over the course's limit
├── FileRefused          a file can't be read, is dangerous, or isn't what its name says
├── BadLink              the slides' address is none
├── StorageFailed        the file couldn't be written here
├── NoSuchReceipt        no receipt has that id
├── BadCode              what was given is no receipt's code
└── ExtendWhom           an extension needs one person, or one group
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.errors import UserError

MIB = 1024 * 1024


class SubmissionError(UserError):
    """A hand-in that wasn't taken. Nothing of it was stored."""


class NothingToHandIn(SubmissionError):
    """The course has no such hand-in."""

    def __init__(self, asked: str, known: Sequence[str]) -> None:
        there = f"You can hand in: {', '.join(known)}." if known else "It names nothing to hand in."
        super().__init__(f"**This course takes no {asked} here.** {there}")


class NothingGiven(SubmissionError):
    """Neither a file nor a text came with it."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"**There was nothing in it, so no {what} was handed in.** It needs at least one file or text. "
            "Use the command again and add what you have; the rest can follow."
        )


class TooLarge(SubmissionError):
    """A file is over the course's limit."""

    def __init__(self, name: str, limit_mib: int) -> None:
        super().__init__(
            f"**{name} is larger than {limit_mib} MiB, so it wasn't taken.** That is the most this course takes "
            "a file. Make it smaller (compress its images, shorten the recording) and hand it in again."
        )


class FileRefused(SubmissionError):
    """A file can't be read, is dangerous, or isn't what its name says."""

    def __init__(self, name: str, why: str, what_next: str) -> None:
        self.name, self.why = name, why
        super().__init__(f"**{name} wasn't taken: {why}.** {what_next} Nothing was changed.")


class BadLink(SubmissionError):
    """The slides' address is none."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"**“{typed}” is no web address, so your slides weren't handed in.** It has to begin with https://. "
            "In Google Slides choose Share, then Copy link, and paste that."
        )


class StorageFailed(SubmissionError):
    """The file couldn't be written here."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"**I couldn't store {name}, so nothing was handed in.** My disk is full or refuses to write; staff "
            "have been told. Use the course's official place meanwhile, and try here again later."
        )


class NoSuchReceipt(SubmissionError):
    """No receipt has that id."""

    def __init__(self, receipt: str) -> None:
        super().__init__(
            f"**I have given no receipt {receipt}, so it isn't genuine.** Check that the whole code was copied, "
            "from R- to its last letter."
        )


class BadCode(SubmissionError):
    """What was given is no receipt's code."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"**“{typed}” is no receipt code.** One looks like R-7F3K-92QD 8HJ2-M4PX-3Q7Y-K2TD. "
            "Copy it from the receipt and try again."
        )


class ExtendWhom(SubmissionError):
    """An extension needs one person, or one group."""

    def __init__(self, what: str, *, by_group: bool) -> None:
        who = "a group" if by_group else "a person or a group, not both"
        super().__init__(
            f"**Nobody got more time: say for whom.** An extension for the {what} is given to {who}. "
            "Use the command again and fill in that option."
        )
