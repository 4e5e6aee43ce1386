"""What the picker of `/schedule when:` offers while a person types."""

from __future__ import annotations

from datetime import date, datetime

from discord import app_commands

from bot.client.choices import offer
from bot.course.search import matching
from bot.course.timeline import Timeline
from bot.course.when import OneDay, OneWeek, parse_when
from bot.errors import UnknownWhen
from bot.schedule.lines import marked, subject
from bot.text import day_name

FIRST = ("Today", "Tomorrow", "This week", "Next week", "Whole course")


def when_choices(timeline: Timeline, typed: str, now: datetime) -> list[app_commands.Choice[str]]:
    """Offer today, tomorrow, the weeks and each day with its topic; then only what fits what is typed."""
    text = typed.strip().lower()
    names = [(name, name.lower()) for name in FIRST if text in name.lower()]
    today = timeline.today(now)
    if not text:
        ahead = [day for day in timeline.days if day >= today] or list(timeline.days)
        names += [(_day_choice(timeline, day), str(day)) for day in ahead]
    else:
        try:
            scope = parse_when(text, timeline, now)
        except UnknownWhen:
            scope = None
        if isinstance(scope, OneDay):
            names.append((_day_choice(timeline, scope.day), str(scope.day)))
        elif isinstance(scope, OneWeek):
            names.append(
                (
                    f"Week {timeline.week_number(scope.monday)}",
                    f"week {timeline.week_number(scope.monday)}",
                )
            )
        days = [day for day in timeline.days if text in _day_choice(timeline, day).lower()]
        found = [item.day for item in matching(timeline, text)]
        names += [(_day_choice(timeline, day), str(day)) for day in (*days, *found)]
    unique: dict[str, str] = {}
    for name, value in names:
        unique.setdefault(value, name)
    return offer((name, value) for value, name in unique.items())


def _day_choice(timeline: Timeline, day: date) -> str:
    items = timeline.on(day)
    topics = [marked(i) for i in items if i.day_off or (i.is_meeting and i.begins_at)]
    text = "; ".join(topics) or ", ".join(subject(i) for i in items) or "nothing scheduled"
    return f"{day_name(day)} · {text}"
