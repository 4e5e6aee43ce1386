"""Receipts: an id anyone can say aloud, and a code that only this bot could have made."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import re
import secrets
from datetime import UTC
from pathlib import Path

from bot.assignments.errors import BadCode
from bot.assignments.model import Version
from bot.text import ALPHABET, random_code

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
