"""Reminders over the whole term of three courses, against what their files say, read without the bot's models."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.course.loader import load_course
from bot.course.timeline import Timeline
from bot.reminders.kinds import standard_kinds
from bot.reminders.rules import plan

COURSES = sorted(Path(__file__).parent.glob("*/course.yaml"))
UNITS = {"m": "minutes", "h": "hours", "d": "days"}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def lead(text: str) -> timedelta:
    return timedelta(**{UNITS[text[-1]]: int(text[:-1])})


def starts(file: dict[str, Any]) -> Iterator[tuple[datetime, list[str]]]:
    """Yield when each meeting begins that takes place, and how long before it people are reminded."""
    zone = ZoneInfo(file["timezone"])
    usual, kinds = file["reminders"].get("meetings", []), file.get("kinds", {})
    cohorts = {one["id"]: one for one in file.get("cohorts", [])}
    off = {one["day"] for one in file.get("days_off", [])}
    meetings = [(one, [one["day"]]) for one in file.get("sessions", [])]
    meetings += [(one, list(weekly(one, off))) for one in file.get("weekly", [])]
    for one, days in meetings:
        kind = kinds.get(one["kind"], {})
        own = [cohorts[id].get("starts") for id in one.get("cohorts", [])]
        clock = one.get("starts") or kind.get("starts") or (own[0] if own else None)
        leads = one.get("reminders", kind.get("reminders", usual))
        for day in days if clock else ():
            hour, minute = map(int, clock.split(":"))
            yield datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone), leads


def weekly(series: dict[str, Any], off: set[date]) -> Iterator[date]:
    """Yield the days on which a series meets."""
    missed = {one["day"] for one in series.get("changes", []) if one["status"] == "no class"}
    for n in range((series["last"] - series["first"]).days + 1):
        day = series["first"] + timedelta(days=n)
        if DAYS[day.weekday()] in series["weekdays"] and day not in off | missed:
            yield day


@pytest.mark.parametrize("path", COURSES, ids=lambda path: path.parent.name)
def test_every_reminder_of_the_term_comes_when_the_file_says_and_no_other(path: Path) -> None:
    file = yaml.safe_load(path.read_text(encoding="utf-8"))
    begins = datetime.combine(
        file["term"]["start"], datetime.min.time(), ZoneInfo(file["timezone"])
    )
    wanted = {("meeting", at, at - lead(text)) for at, leads in starts(file) for text in leads}
    due = [*file.get("deadlines", []), *file.get("assignments", [])]
    wanted |= {
        ("deadline", one["due_at"], one["due_at"] - lead(text))
        for one, text in product(due, file["reminders"].get("deadlines", []))
    }
    planned = [one.notice for one in plan(standard_kinds().planned, Timeline(load_course(path)))]
    told = {(notice.kind, notice.anchor_at, notice.due_at) for notice in planned}
    assert len(wanted) > 10 and len({notice.key for notice in planned}) == len(planned)
    assert told == {one for one in wanted if one[2] >= begins}
