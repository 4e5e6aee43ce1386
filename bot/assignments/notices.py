"""A submission's receipt, and what people must hear of it or of an extension, stored with it. Pure.

A receipt has an id that anyone can say aloud, and a code that only this bot could have made.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.assignments.errors import BadCode
from bot.assignments.model import Assignment, Extension, Owner, Receipt, Version
from bot.delivery.model import STAFF, STAFF_NOTE, Notice, at_once, to_person
from bot.ids import UserId
from bot.text import ALPHABET, raised, random_code, span

ID_LENGTH, CODE_LENGTH = 8, 16
"""A code of 16 of these characters holds 78 bits: nobody guesses one."""
_ID = re.compile(r"\bR-([A-Z0-9]{4})-([A-Z0-9]{4})(?![A-Z0-9])")
_CODE = re.compile(r"(?<![A-Z0-9])([A-Z0-9]{4}(?:-[A-Z0-9]{4}){3})(?![A-Z0-9])")
KEY_FILE, KEY_BYTES = "receipt.key", 32


def load_key(folder: Path) -> bytes:
    """Read the key that codes are made with, or make it at the first start: readable by this user alone."""
    path = folder / KEY_FILE
    try:
        return path.read_bytes()
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{KEY_FILE}.{secrets.token_hex(4)}")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)  # fails if another process was first: then its key is the key
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
    return path.read_bytes()


def new_receipt() -> str:
    """Make a receipt's id: R-7F3K-92QD."""
    return f"R-{_dashed(random_code(ID_LENGTH))}"


def code_of(key: bytes, version: Version) -> str:
    """Compute the code of a receipt (HMAC-SHA-256 over everything that was received)."""
    digest = hmac.new(key, _sealed(version), hashlib.sha256).digest()
    number = int.from_bytes(digest, "big")
    letters: list[str] = []
    for _ in range(CODE_LENGTH):
        number, at = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[at])
    return _dashed("".join(letters))


def is_genuine(key: bytes, version: Version, code: str) -> bool:
    """Return whether a code belongs to this version as it is stored now."""
    return hmac.compare_digest(code_of(key, version), code)


def read_code(typed: str) -> tuple[str, str]:
    """Find a receipt's id and code in whatever was typed or pasted; either may be empty, not both.

    Raises:
        BadCode: it holds neither.
    """
    text = typed.upper()
    found = _ID.search(text)
    rest = f"{text[: found.start()]} {text[found.end() :]}" if found else text
    code = _CODE.search(rest)
    if found or code:
        return f"R-{found[1]}-{found[2]}" if found else "", code[1] if code else ""
    letters = re.sub(r"[^A-Z0-9]", "", text)
    if len(letters) in (ID_LENGTH + 1, ID_LENGTH + CODE_LENGTH + 1):
        letters = letters.removeprefix("R")
    if len(letters) == CODE_LENGTH:
        return "", _dashed(letters)
    if len(letters) not in (ID_LENGTH, ID_LENGTH + CODE_LENGTH):
        raise BadCode(typed[:100])
    return f"R-{_dashed(letters[:ID_LENGTH])}", _dashed(letters[ID_LENGTH:])


def _dashed(letters: str) -> str:
    return "-".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def _sealed(version: Version) -> bytes:
    facts = [
        version.guild_id,
        version.receipt,
        version.assignment,
        str(version.owner),
        version.by,
        version.number,
        version.at.astimezone(UTC).isoformat(),
        version.due_at.astimezone(UTC).isoformat(),
        [[f.item, f.name, f.size, f.sha256] for f in version.files],
        [version.details.paper, version.details.ticked, version.details.link],
        sorted(version.details.texts.items()),
    ]
    return json.dumps(facts, ensure_ascii=True, separators=(",", ":")).encode()


RECEIPT, GROUP_NEWS, EXTENSION = "receipt", "group submission", "extension"
WITHDRAWAL, COUNTS = "extension taken back", "how it counts"
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


def of_extension(
    extension: Extension,
    assignment: Assignment,
    replaced: Extension | None,
    people: Collection[UserId],
    change: int,
) -> list[Notice]:
    """Return what is said of an extension to each person whom it is for.

    Args:
        replaced: the extension that held before; None for none.
        change: the number of the change that gave it.
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
            change_key(extension.owner, assignment.id, change, user_id),
            to_person(user_id),
            extension.at,
            f"extension:{assignment.id}:{extension.owner}",
            **facts,
        )
        for user_id in people
    ]


def change_key(owner: Owner, assignment: str, change: int, user_id: UserId) -> str:
    """Return the key of the word to one person about a change: two within a millisecond are two all the same."""
    return f"extension:{assignment}:{owner}:{user_id}:{change}"


def of_withdrawal(
    owner: Owner, assignment: Assignment, at: datetime, people: Collection[UserId], change: int
) -> list[Notice]:
    """Return what is said to each person whose extension is taken back by a change, by its number."""
    facts = {"assignment": assignment.id, "title": assignment.title, "owner": str(owner)}
    return [
        at_once(
            WITHDRAWAL,
            change_key(owner, assignment.id, change, user_id),
            to_person(user_id),
            at,
            f"extension:{assignment.id}:{owner}",
            **facts,
        )
        for user_id in people
    ]


def of_counting(
    owner: Owner, assignment: Assignment, late: bool, at: datetime, people: Collection[UserId]
) -> list[Notice]:
    """Return what is said to each person whose hand-in counts otherwise since the course was changed."""
    facts = {"assignment": assignment.id, "owner": str(owner), "late": late}
    ms = int(at.timestamp() * 1000)
    return [
        at_once(
            COUNTS,
            f"how-it-counts:{assignment.id}:{owner}:{user_id}:{ms}",
            to_person(user_id),
            at,
            f"how-it-counts:{assignment.id}:{owner}",
            **facts,
        )
        for user_id in people
    ]
