"""When to try again, what is late, and what is of no use any more: pure.

Our own rules, since no source states any: of several leads of one thing that are due together (after an outage)
only the last is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.delivery.kinds import Kinds
from bot.delivery.model import Row

SAYS_LATE_AFTER = timedelta(minutes=2)
"""What comes later than this says so."""
NONCE_WINDOW = timedelta(seconds=60)
"""How long Discord surely returns the first message for a nonce ("a few minutes"; we take one)."""
RETRIES = (5, 10, 20, 40, 60, 120, 300, 900)
"""Seconds between attempts; the last one repeats."""


def retry_after(tries: int) -> timedelta:
    """Return how long to wait after so many failed attempts."""
    return timedelta(seconds=RETRIES[min(tries, len(RETRIES)) - 1] if tries else RETRIES[0])


def is_late(due_at: datetime, now: datetime) -> bool:
    """Return whether a notice has to say that it is late."""
    return now - due_at > SAYS_LATE_AFTER


def to_skip(rows: Iterable[Row], kinds: Kinds, now: datetime) -> dict[str, str]:
    """Return which due notices are no use any more, and why, by key."""
    due = sorted(rows, key=lambda r: r.notice.due_at)
    newest = {(r.notice.kind, r.notice.item, r.notice.target): r.notice.key for r in due}
    found: dict[str, str] = {}
    for row in due:
        notice = row.notice
        last = newest[notice.kind, notice.item, notice.target]
        if now > notice.until:
            found[notice.key] = "it came too late to be of use"
        elif kinds[notice.kind].only_newest and last != notice.key:
            found[notice.key] = "a later reminder of the same was due, too"
    return found
