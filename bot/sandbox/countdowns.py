"""What the countdowns of a page say, so that it's drawn anew when they say something else: pure.

A page of simcord writes "in 4 hours" once, and draws a message again only when something in it has changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, cast

SECONDS_SHOWN = 5
"""A countdown of seconds is drawn anew at each fifth one: who presses a button meanwhile presses the one they see."""
UNITS = (("week", 604_800), ("day", 86_400), ("hour", 3600), ("minute", 60))


def stamps(node: Any) -> Iterator[int]:
    """Yield the instants (Unix time, s) that a part of a page, as JSON, counts down to."""
    if isinstance(node, dict):
        part = cast("dict[str, Any]", node)
        if part.get("type") == "timestamp" and part.get("style") == "R":
            yield int(part["unix"])
        for value in part.values():
            yield from stamps(value)
    elif isinstance(node, list):
        for value in cast("list[Any]", node):
            yield from stamps(value)


def said(unix: int, now: datetime) -> str:
    """Return what a countdown says at an instant, in the units and roundings of simcord's page."""
    seconds = unix - now.timestamp()
    for unit, size in UNITS:
        if abs(seconds) >= size:
            return f"{round(seconds / size)} {unit}"
    return f"{round(seconds / SECONDS_SHOWN)} x {SECONDS_SHOWN} s"
