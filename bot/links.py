"""What is a web address that can stand behind a button: one strict rule for whatever people and course files give.

Discord refuses a whole message for one address that it doesn't take, so nothing doubtful is let in. Pure.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

LONGEST = 512
"""Characters of an address behind a button (Discord, "Button Structure")."""
NEVER_IN = frozenset(' <>"`\\[]{|}^')
"""Characters that no address has as they are."""
MOST_PORT = 65535
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*", re.IGNORECASE)
"""A last label that browsers take for part of an IPv4 address (URL Standard, "ends in a number")."""
_LONGEST_HOST = 253


def why_not(address: str, schemes: tuple[str, ...] = ("https",)) -> str:
    """Return what is wrong with an address, as a clause; empty for one that can be opened."""
    if len(address) > LONGEST:
        return f"it's longer than {LONGEST} characters"
    if not (address.isprintable() and NEVER_IN.isdisjoint(address)):
        return "it has a space or a character that web addresses can't have"
    try:
        parts = urlsplit(address)
        return _why_not(parts, schemes)
    except ValueError:  # a port that is no number, or brackets that don't match
        return "its port isn't a number from 1 to 65535"


def host_of(address: str) -> str:
    """Return an address's host, in small letters; empty where it has none."""
    return urlsplit(address).hostname or ""


def _why_not(parts: SplitResult, schemes: tuple[str, ...]) -> str:
    if parts.scheme not in schemes:
        return f"it doesn't begin with {' or '.join(f'{scheme}://' for scheme in schemes)}"
    if "@" in parts.netloc:
        return "it has a user's name before its host"
    if parts.netloc.endswith(":") or parts.port == 0:
        return "its port isn't a number from 1 to 65535"
    return "" if _is_host(parts.hostname or "") else "its host isn't the name of a website"


def _is_host(host: str) -> bool:
    try:
        labels = host.encode("idna").decode().removesuffix(".").split(".")
    except UnicodeError:
        return False
    named = len(labels) > 1 and not _NUMBER.fullmatch(labels[-1])
    return named and len(host) <= _LONGEST_HOST and all(_LABEL.fullmatch(label) for label in labels)
