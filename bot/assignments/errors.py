"""What can go wrong when somebody hands in, in the words a person reads.

SubmissionError (a UserError)
├── NothingToHandIn      the course asks for no such thing
├── NoLongerAsked        a button's or form's assignment is no longer in the course
├── NotKept              what should be handed in was sent too long ago
├── TooLate              the course takes nothing for it any more
├── NothingGiven         neither a file nor a text came with it
├── NoFilesTaken         a file came for an assignment that takes none
├── TooLarge             a file is over the course's limit
├── FileRefused          a file can't be read, is dangerous, or isn't what its name says
├── BadLink              what was given is no web address
├── StorageFailed        the file couldn't be written here
├── NoRoom               the server keeps as many files as it may
├── NoSuchReceipt        no receipt has that id
├── BadCode              what was given is no receipt's code
├── ExtendWhom           an extension needs one person, or one group
└── TimeChangedSince     what should be taken back has been changed since
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.course.words import say
from bot.errors import UserError
from bot.text import plain, raised, stamp, the

MIB = 1024 * 1024


class SubmissionError(UserError):
    """What was handed in wasn't accepted. Nothing of it was stored."""


class NothingToHandIn(SubmissionError):
    """The course asks for no such thing."""

    def __init__(self, what: str, known: Sequence[str]) -> None:
        super().__init__(f"**This course has no {what} to hand in.** {_instead(known)}")


class NoLongerAsked(SubmissionError):
    """A button's or form's assignment is no longer in the course."""

    def __init__(self, known: Sequence[str]) -> None:
        super().__init__(
            "**The course no longer asks for this, so nothing was handed in.** The course was changed after this "
            f"button or form was made. {_instead(known)}"
        )


class NotKept(SubmissionError):
    """What should be handed in was sent before a restart or too long ago, or by somebody else."""

    def __init__(self) -> None:
        super().__init__(
            "**I no longer have what you sent, so nothing was handed in.** I keep it for 15 minutes while you choose. "
            "Send it again with `/submit`."
        )


def _instead(known: Sequence[str]) -> str:
    return f"You can hand in: {', '.join(known)}." if known else "There's nothing to hand in here."


class TooLate(SubmissionError):
    """The course takes nothing for it any more."""

    def __init__(self, what: str, closed_at: datetime, policy: str) -> None:
        super().__init__(
            f"**{raised(the(what))} closed {stamp(closed_at, 'R')}, so nothing was handed in.** {policy} "
            "If something kept you from it, write to the course staff: they can give you more time."
        )


class NothingGiven(SubmissionError):
    """Neither a file nor a text came with it."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"**It was empty, so no {what} was handed in.** It needs at least one file or text. "
            "Use the command again and add what you have; the rest can follow."
        )


class NoFilesTaken(SubmissionError):
    """A file came for an assignment that takes none."""

    def __init__(self, what: str, wanted: Sequence[str]) -> None:
        super().__init__(
            f"**You can't hand in a file for this ({what}), so nothing was handed in.** It takes: {', '.join(wanted)}. "
            "Use the command again without a file to get its form."
        )


class TooLarge(SubmissionError):
    """A file is over the course's limit."""

    def __init__(self, name: str, limit_mib: int) -> None:
        super().__init__(
            f"**{plain(name)} is larger than {limit_mib} MiB, so it wasn't accepted.** That's this course's limit for "
            "a file. Make it smaller (compress its images, shorten the recording) and hand it in again."
        )


class FileRefused(SubmissionError):
    """A file can't be read, is dangerous, or isn't what its name says."""

    def __init__(self, name: str, why: str, what_next: str) -> None:
        self.name, self.why = name, why
        super().__init__(
            f"**{plain(name)} wasn't accepted: {why}.** {what_next} Nothing was changed."
        )


class BadLink(SubmissionError):
    """What was given is no web address."""

    def __init__(self, typed: str, why: str) -> None:
        super().__init__(
            f"**“{plain(typed)}” isn't a web address that can be opened, so nothing was handed in:** {why}. "
            "Choose Share where it is, then Copy link, and paste that."
        )


class StorageFailed(SubmissionError):
    """The file couldn't be written here. `told`: a word to staff about it is stored."""

    def __init__(self, name: str, *, told: bool = False) -> None:
        self.name = name
        then = f"I've let {say.staff} know." if told else f"Please tell {say.staff}."
        super().__init__(
            f"**I couldn't store {plain(name)}, so nothing was handed in.** My disk is full or can't be written to. "
            f"{then} Use the course's official place for now, and try here again later."
        )


class NoRoom(SubmissionError):
    """The server keeps as many files as it may."""

    def __init__(self, most: str) -> None:
        super().__init__(
            f"**There's no room for more files, so nothing was handed in.** This server may keep {most}. What you've "
            "handed in before is safe and counts. Use the course's official place for now, and "
            f"please tell {say.staff}."
        )


class NoSuchReceipt(SubmissionError):
    """No receipt has that id."""

    def __init__(self, receipt: str) -> None:
        super().__init__(
            f"**There's no receipt {receipt}, so it isn't genuine.** Check that you copied the whole code, "
            "from R- to its last letter."
        )


class BadCode(SubmissionError):
    """What was given is no receipt's code."""

    def __init__(self, typed: str) -> None:
        super().__init__(
            f"**There's no receipt in “{plain(typed)}”.** One looks like R-7F3K-92QD 8HJ2-M4PX-3Q7Y-K2TD. "
            "Paste anything with it in there: its line, either code, the whole receipt, or a link to its message."
        )


class NoMoreTime(SubmissionError):
    """Another due time for one person or group would give them none. `why` says so."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(
            f"**That wouldn't give them more time: {why}.** Nothing was changed. Pick a later time, or change the due "
            "time for everybody."
        )


class ExtendWhom(SubmissionError):
    """An extension needs one person, or one group."""

    def __init__(self, what: str, *, by_group: bool) -> None:
        who = say.a_group if by_group else f"either a person or {say.a_group}"
        super().__init__(
            f"**Nobody got more time: say who it's for.** An extension for {the(what)} goes to {who}. "
            "Use the command again and fill in that option."
        )


class TimeChangedSince(SubmissionError):
    """They have been given another time since, or this was taken back already."""

    def __init__(self) -> None:
        super().__init__(
            "**They've been given another time since, or this was taken back already.** Nothing was changed now. "
            "`/staff extend` gives them more time at any point."
        )
