"""What people must hear of a submission or an extension, stored in the transaction that stores it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.assignments.model import Assignment, Extension, Receipt, Version
from bot.delivery.model import STAFF, STAFF_NOTE, Notice, at_once, to_person
from bot.ids import UserId
from bot.text import raised, span

RECEIPT, GROUP_NEWS, EXTENSION = "receipt", "group submission", "extension"
"""The kinds of notice; `ui/notices.py` has one class each."""
DISK_FULL = (
    "**I can't store what students hand in: the disk is full or can't be written to.** Make room in the state folder; "
    "until then every file is refused."
)


def little_room(most: str, at: datetime) -> Notice:
    """Return the word to staff, said once of each limit, that a server keeps nearly as many files as it may."""
    words = (
        f"**Files handed in take up more than 80 % of the {most} this server may keep.** Once it's full, files are "
        "refused. Ask whoever runs me to raise the limit or to make room."
    )
    return at_once(STAFF_NOTE, f"little-room:{most}", STAFF, at, words=words)


def item_of(receipt: str) -> str:
    """Return what notices of one version are about."""
    return f"submission:{receipt}"


def receipt_key(receipt: str) -> str:
    """Return the key of a receipt's direct message."""
    return f"receipt:{receipt}"


def of_submission(receipt: Receipt, members: Iterable[UserId]) -> list[Notice]:
    """Return what is said of a stored version: the receipt to whoever handed it in, the news to their group.

    Args:
        members: of the group that it belongs to.
    """
    version = receipt.version
    item = item_of(version.receipt)
    found = [
        at_once(
            RECEIPT,
            receipt_key(version.receipt),
            to_person(version.by),
            version.at,
            item,
            **facts_of(receipt),
        )
    ]
    for user_id in members:
        if user_id != version.by:
            key, to = f"group-submission:{version.receipt}:{user_id}", to_person(user_id)
            facts = {"receipt": version.receipt, "title": receipt.title}
            found.append(at_once(GROUP_NEWS, key, to, version.at, item, **facts))
    return found


def facts_of(receipt: Receipt) -> dict[str, Any]:
    """Return what a receipt says beside its version, as a notice stores it."""
    return {
        "receipt": receipt.version.receipt,
        "title": receipt.title,
        "refused": receipt.refused,
        "same_as": receipt.same_as,
        "counts": receipt.counts,
        "missing": receipt.missing,
        "late": receipt.late,
    }


def receipt_of(version: Version, facts: Mapping[str, Any]) -> Receipt:
    """Return a receipt from its stored version and the facts of its notice."""
    return Receipt(
        version,
        str(facts["title"]),
        tuple(facts["refused"]),
        int(facts["same_as"]),
        int(facts["counts"]),
        tuple(facts["missing"]),
        str(facts.get("late", "")),
    )


def words_to_staff(receipt: Receipt) -> str:
    """Return what staff must decide about a version that is flagged, or late without a policy; empty for nothing."""
    version = receipt.version
    undecided = version.late_by if not receipt.late else None
    reasons = [f"{span(undecided)} late"] if undecided else []
    reasons += version.flags
    if not reasons:
        return ""
    return (
        f"**{raised(receipt.title)} of <@{version.by}>: {'; '.join(reasons)}.** Receipt `{version.receipt}`, "
        f"version {version.number}. It was accepted and marked; you decide whether it counts. "
        "`/staff submissions` shows it."
    )


def extension_key(extension: Extension, user_id: UserId) -> str:
    """Return the key of the word to one person about an extension."""
    about = f"{extension.assignment}:{extension.owner}:{extension.due_at.isoformat()}"
    return f"extension:{about}:{user_id}:{extension.at.isoformat()}"


def of_extension(
    extension: Extension,
    assignment: Assignment,
    replaced: Extension | None,
    people: Collection[UserId],
) -> list[Notice]:
    """Return what is said of an extension to each person whom it is for.

    Args:
        replaced: the extension that held before; None for none.
    """
    facts = {
        "assignment": assignment.id,
        "title": assignment.title,
        "owner": str(extension.owner),
        "given_at": extension.at.isoformat(),
        "until": extension.due_at.isoformat(),
        "replaced": replaced.due_at.isoformat() if replaced else None,
    }
    return [
        at_once(
            EXTENSION,
            extension_key(extension, user_id),
            to_person(user_id),
            extension.at,
            f"extension:{assignment.id}:{extension.owner}",
            **facts,
        )
        for user_id in people
    ]
