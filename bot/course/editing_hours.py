"""Where one day's office hours stand in a course file. Data is ruamel.yaml's (`roundtrip`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.course.editing import EditRefused
from bot.course.items import Item
from bot.course.roundtrip import append_value, entries, remove
from bot.course.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Hours:
    """Office hours of one day in the file. `entry`: theirs under `office_hours`."""

    item: Item
    entry: Any

    def cancel(self) -> None:
        """Say that they aren't held on that day."""
        append_value(self.entry, "cancelled", self.item.day)

    def hold(self) -> None:
        """Take back that they aren't."""
        days = [
            n
            for n, d in enumerate(entries(self.entry, "cancelled"))
            if str(d) == str(self.item.day)
        ]
        if not days:
            raise EditRefused(
                "they're held as planned, or fall with what they're after",
                "Hold that meeting again instead.",
            )
        remove(self.entry, "cancelled", days)


def hours(data: Any, timeline: Timeline, key: str) -> Hours | None:
    """Return the place of one day's office hours, by the key of their item; None for anything else."""
    item = timeline.find(key)
    if item is None or item.hours is None:
        return None
    return next(
        (Hours(item, e) for e in entries(data, "office_hours") if e.get("id") == item.id), None
    )
