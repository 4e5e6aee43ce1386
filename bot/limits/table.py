"""Every limit of the assistant, in one table. All are our own choice: far above honest use, and well below a flood.

The documents have these rows word for word; `tests/limits/test_table.py` compares them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MIB, GIB = 1024**2, 1024**3

Whose = Literal["each person", "one person to another", "each server", "the bot"]


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit.

    Attributes:
        name: what its uses are stored under; never changes.
        most: how many there may be.
        per: in how long; None where it is how many there may be at a time.
        whose: whose uses are counted together.
        what: what is counted, in the plural.
        then: what somebody can do who has met it, as a sentence.
        unit: what `most` is divided by where it is shown, such as a MiB.
        for_students: whether the students' document names it.
    """

    name: str
    most: int
    per: timedelta | None
    whose: Whose
    what: str
    then: str
    unit: int = 1
    for_students: bool = True

    @property
    def amount(self) -> str:
        """How many, with what is counted: 20 invites."""
        return f"{self.most // self.unit:,} {self.what}"

    @property
    def time(self) -> str:
        """In how long: a day, an hour, at a time."""
        if self.per is None:
            return "at a time"
        return {HOUR: "an hour", DAY: "a day"}[self.per]

    @property
    def row(self) -> str:
        """Its row in the documents."""
        return f"| {self.amount} | {self.time} | {self.whose} | {self.then} |"


INVITES = Limit(
    "invites", 20, DAY, "each person", "invites to a group",
    "Withdraw one that's still open, or ask staff: they can put people into a group.",
)  # fmt: skip
REQUESTS = Limit(
    "requests", 15, DAY, "each person", "requests to join a group",
    "Put yourself on the board of `/find-group`, or ask staff.",
)  # fmt: skip
SIGN_UPS = Limit(
    "sign-ups", 6, DAY, "each person", "sign-ups of a group", "`/group edit` changes the group you have; or ask staff.",
)  # fmt: skip
DISBANDS = Limit(
    "disbands", 6, DAY, "each person", "disbandings of a group", "Staff can disband it for you.",
)  # fmt: skip
MESSAGES = Limit(
    "messages", 3, HOUR, "one person to another", "direct messages caused by what somebody does",
    "An invite or a request has to wait; news of a group comes later by itself.",
)  # fmt: skip
NO_TO_INVITE = Limit(
    "no-to-invite", 1, DAY, "one person to another", "no to an invite, after which there's no other invite",
    "If they change their mind, they can ask to join with `/find-group`.",
)  # fmt: skip
NO_TO_REQUEST = Limit(
    "no-to-request", 1, DAY, "one person to another", "no to a request, after which there's no other request",
    "If they change their mind, they can invite you.",
)  # fmt: skip
NO_TO_MORE_TIME = Limit(
    "no-to-more-time", 1, DAY, "each person", "no to more time for an assignment, after which there's no other request",
    "Write to staff if something has changed since.",
)  # fmt: skip
POSTS = Limit(
    "posts", 10, DAY, "each person", "posts on the board of `/find-group`", "Your last post stays on the board.",
)  # fmt: skip
SHARES = Limit(
    "shares", 10, HOUR, "each person", "pages and answers shared in a channel",
    "What you've shared stays, and only you see the rest.",
)  # fmt: skip
STAFF_QUESTIONS = Limit(
    "staff-questions", 10, DAY, "each person", "questions sent to staff", "Write to staff in their own channel.",
)  # fmt: skip
UPLOADS = Limit(
    "uploads", 100, DAY, "each person", "files uploaded",
    "What you've handed in is kept and counts. If a deadline is near, send the rest to staff.",
)  # fmt: skip
UPLOAD_MIB = Limit(
    "upload-bytes", 2048 * MIB, DAY, "each person", "MiB uploaded",
    "What you've handed in is kept and counts. If a deadline is near, send the rest to staff.", unit=MIB,
)  # fmt: skip
OWN_REMINDERS = Limit(
    "own-reminders", 25, None, "each person", "reminders of their own",
    "`/remind-me` shows them; remove some, or wait until one has been sent.",
)  # fmt: skip
SNOOZES = Limit(
    "snoozes", 50, DAY, "each person", "reminders snoozed", "`/remind-me` can set one at a time of your choice.",
)  # fmt: skip
FORMS_OF_ONE = Limit(
    "forms-of-one", 5, None, "each person", "forms kept open",
    "Your oldest is closed; its words come back if you send it.",
)  # fmt: skip
FORMS = Limit(
    "forms", 1000, None, "the bot", "forms kept open, for 3 hours",
    "The oldest is closed; its words come back if somebody sends it.", for_students=False,
)  # fmt: skip
DISK = Limit(
    "disk", 50 * GIB, None, "each server", "GiB of files handed in",
    "Staff hear of it at 80 %. At the limit, files are refused until the operator raises it (`COURSEBOT_DISK_GIB`).",
    unit=GIB, for_students=False,
)  # fmt: skip

FORM_AGE = timedelta(hours=3)
DISK_WARNING = 0.8


def disk_of(gib: int) -> Limit:
    """Return how much each server may keep where its operator allows so many GiB, rather than those of the table."""
    return replace(DISK, most=gib * GIB)


LIMITS: tuple[Limit, ...] = (
    INVITES, REQUESTS, SIGN_UPS, DISBANDS, MESSAGES, NO_TO_INVITE, NO_TO_REQUEST, NO_TO_MORE_TIME, POSTS, SHARES,
    STAFF_QUESTIONS, UPLOADS, UPLOAD_MIB, OWN_REMINDERS, SNOOZES, FORMS_OF_ONE, FORMS, DISK,
)  # fmt: skip
"""All of them, in the order of the documents."""
