"""What has become of messages, in the words of whoever waits for them to arrive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.delivery.model import OPEN, Row
from bot.delivery.transport import CLOSED


def arrivals(rows: Iterable[Row]) -> Mapping[str, str]:
    """Return where each of some messages is, by its key."""
    return {row.notice.key: arrival(row) for row in rows}


def arrival(row: Row) -> str:
    """Return where a message is: "on its way", "delivered", or where it was shown instead."""
    if row.state in OPEN:
        return "on its way"
    if row.state == "sent":
        return row.why or "delivered"
    if row.state == "unsure":
        return "perhaps delivered"
    return row.why if is_closed(row) else "not delivered"


def is_closed(row: Row) -> bool:
    """Return whether a message could not be written to its person, and was shown nowhere else."""
    return row.state == "skipped" and row.why == CLOSED
