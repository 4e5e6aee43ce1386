"""Codes that people read aloud and copy by hand: incident ids, receipts."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Digits and letters that can't be mistaken for one another."""


def random_code(length: int) -> str:
    """Make a code that nobody can guess from another."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
