"""What is due when: the whole term, daylight saving, quiet hours, and what is left out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.delivery.model import Notice
from bot.reminders import rules
from bot.reminders.kinds import standard_kinds
from tests.instants import et


def changed(course: Course, **reminders: Any) -> Timeline:
    wanted = course.reminders.model_copy(update=reminders)
    return Timeline(course.model_copy(update={"reminders": wanted}))


def planned(timeline: Timeline, said: dict[str, datetime] | None = None) -> list[Notice]:
    found = rules.plan(standard_kinds().planned, timeline, said)
    return [wanted.notice for wanted in found if not wanted.waits]


def by_key(timeline: Timeline) -> dict[str, Notice]:
    return {p.key: p for p in planned(timeline)}


def test_the_whole_term_is_planned_with_stable_keys(timeline: Timeline) -> None:
    found = by_key(timeline)
    assert found["deadline:lab-entries:24h"].due_at == et(1, 25, 23, 59)
    assert found["deadline:lab-entries:30m"].due_at == et(1, 26, 23, 29)
    assert found["deadline:pitch-signup:3h"].due_at == et(1, 27, 20, 59, 59)
    assert found["digest:2021-01-18"].due_at == et(1, 18, 9)
    assert sum(key.startswith("digest:") for key in found) == 10
    assert sum(key.startswith("deadline:") for key in found) == 12
    meetings = [p for p in found.values() if p.kind == "meeting"]
    pitches = [p for p in meetings if p.item == "pitch-day@2021-01-29"]
    assert len(meetings) == 9 + 2
    assert {p.due_at for p in pitches} == {et(1, 29, 12), et(1, 29, 12, 45)}
    assert list(found) == [
        p.key for p in sorted(found.values(), key=lambda p: (p.due_at, p.target, p.key))
    ]


def test_office_hours_open_at_the_assumed_end_and_not_on_the_day_left_open(
    timeline: Timeline,
) -> None:
    opens = [p for p in planned(timeline) if p.kind == "office hours open"]
    assert opens[0].due_at == et(1, 18, 14) and opens[0].until == et(1, 18, 15)
    assert len(opens) == 9 and all(p.due_at.day != 29 for p in opens)
    closing = [p for p in planned(timeline) if p.kind == "office hours close"]
    assert closing[0].due_at == et(1, 18, 14, 45)


def test_staff_move_the_opening(timeline: Timeline) -> None:
    item = timeline.office_hours[0].key
    early, late = et(1, 18, 13, 40), et(1, 18, 14, 50)
    [moved] = [p for p in planned(timeline, {item: early}) if p.key.endswith(f"{item}:open")]
    assert moved.due_at == early
    keys = {p.key for p in planned(timeline, {item: late})}
    assert f"office-hours:{item}:open" in keys and f"office-hours:{item}:close-15m" not in keys


def test_two_deadlines_of_one_instant_are_due_together(timeline: Timeline) -> None:
    found = by_key(timeline)
    slides, review = found["deadline:pitch-slides:24h"], found["deadline:paper-review:24h"]
    assert (slides.due_at, slides.target) == (review.due_at, review.target)


def test_daylight_saving_moves_the_digest_and_not_the_lead(semester_timeline: Timeline) -> None:
    found = by_key(semester_timeline)
    digests = {p.item: p.due_at for p in found.values() if p.kind == "digest"}
    before = [d for d in digests if d < "2025-03-30"][-1]
    after = next(d for d in digests if d > "2025-03-30")
    assert digests[before].hour == 7 and digests[after].hour == 6
    over = changed(semester_timeline.course, quiet=None, deadlines=("7d",))
    lead = by_key(over)["deadline:sheet-2:7d"]
    assert lead.anchor_at - lead.due_at == timedelta(days=7)


def test_what_falls_into_quiet_hours_comes_at_their_beginning(course: Course) -> None:
    quiet = {"start": "23:00", "end": "07:00"}
    model = type(course.reminders).model_validate(
        {"deadlines": ["30m", "20h"], "quiet": quiet, "digest": "06:00", "office_hours_open": True},
        strict=False,
    )
    timeline = Timeline(course.model_copy(update={"reminders": model}))
    found = by_key(timeline)
    assert found["deadline:lab-entries:30m"].due_at == et(1, 26, 23)
    assert found["deadline:lab-entries:20h"].due_at == et(1, 25, 23)
    assert not [p for p in found.values() if p.kind == "digest"]
    assert all(
        not rules.is_quiet(p.due_at, model.quiet, timeline.zone)
        for p in found.values()
        if model.quiet
    )


def test_a_lead_longer_than_the_term_is_left_out(course: Course) -> None:
    timeline = changed(course, deadlines=("30d", "3h"))
    assert [k for k in by_key(timeline) if k.startswith("deadline:lab")] == [
        "deadline:lab-entries:3h"
    ]


def test_nothing_asked_for_is_nothing_planned(course: Course) -> None:
    silent = [session.model_copy(update={"reminders": None}) for session in course.sessions]
    changes = {"reminders": type(course.reminders)(), "sessions": tuple(silent)}
    assert planned(Timeline(course.model_copy(update=changes))) == []
