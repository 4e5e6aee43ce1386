"""When to try again, what is late, and what is of no use any more."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.delivery.dispatcher import retry_after
from bot.delivery.model import Notice, Row, is_late
from tests.delivery.fakes import reminder_kinds
from tests.instants import et


def row(lead: str, due: datetime, until: datetime) -> Row:
    planned = Notice(f"d:{lead}", "deadline", "channel:announcements", "d", due, until, until)
    return Row(1, planned, "planned")


def test_of_leads_due_together_only_the_last_is_of_use() -> None:
    due = et(1, 26, 23, 59)
    rows = [row("24h", due - timedelta(hours=24), due), row("3h", due - timedelta(hours=3), due)]
    assert reminder_kinds().of_no_use(rows, due - timedelta(hours=1)) == {
        "d:24h": "a later reminder of the same was due, too"
    }
    assert len(reminder_kinds().of_no_use(rows, due + timedelta(seconds=1))) == 2


def test_late_is_said_only_when_it_shows() -> None:
    due = et(1, 26, 10)
    assert not is_late(due, due + timedelta(minutes=2))
    assert is_late(due, due + timedelta(minutes=2, seconds=1))


@pytest.mark.parametrize(("tries", "seconds"), [(1, 5), (4, 40), (8, 900), (50, 900)])
def test_attempts_come_further_apart(tries: int, seconds: int) -> None:
    assert retry_after(tries) == timedelta(seconds=seconds)
