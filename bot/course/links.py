"""Addresses on the web that Discord takes for a button, wherever they are typed: in a course file or by a student."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")
_FORBIDDEN = re.compile(r"[\s\\<>\"^`{|}]")


def is_web_address(text: str) -> bool:
    """Return whether a text is an address with http or https, a host with a dot, and a possible port.

    Discord refuses the whole message that has a button with any other.
    """
    if _FORBIDDEN.search(text) or not text.isprintable():
        return False
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    known = parts.scheme in ("http", "https") and (port is None or port > 0)
    host = parts.hostname or ""
    return known and "@" not in parts.netloc and not parts.netloc.endswith(":") and is_host(host)


def is_host(text: str) -> bool:
    """Return whether a text can be a host's name, in letters of any script."""
    try:
        return bool(_HOST.fullmatch(text)) and len(text.encode("idna")) <= 253
    except UnicodeError:
        return False
