"""Where what staff change stands in a course file, and how its text says it. Data is ruamel.yaml's (`roundtrip`)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from bot.course.changes import plain_data
from bot.course.cohorts import fellows
from bot.course.items import Item
from bot.course.model import Course
from bot.course.roundtrip import append, drop, entries, flow, maps, put, remove
from bot.course.timeline import Timeline
from bot.errors import UserError

LONGEST_ID = 32
EVERYBODY = "*"
"""Stands for whoever something is due for. No cohort has that id."""


class EditRefused(UserError):
    """A change doesn't fit the course. `why` completes "This can't be changed so:"."""

    def __init__(self, why: str, instead: str = "") -> None:
        self.why, self.instead = why, instead
        after = f" {instead}" if instead else ""
        super().__init__(
            f"**The course can't be changed that way: {why}.** Nothing was changed.{after}"
        )


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting in the file: an entry of its own, or one of a series.

    Attributes:
        entry: its entry under `sessions`, or that of its series under `weekly`.
        cohorts: those of the series' cohorts that it's meant for; none for all of them.
    """

    item: Item
    entry: Any
    in_series: bool
    timeline: Timeline
    cohorts: tuple[str, ...] = ()

    @property
    def day(self) -> date:
        """The day on which it was to be."""
        return self.item.origin or self.item.day

    def cancel(self, why: str, status: str) -> None:
        """Say that it isn't held."""
        place = self._place()
        put(place, status=status, why=why or None)
        drop(place, "moved_from", "to", *(("starts", "ends", "where") if self.in_series else ()))

    def hold(self) -> None:
        """Take back whatever was said of it."""
        if self.in_series:
            changes = entries(self.entry, "changes")
            kept = [n for n, change in enumerate(changes) if not self._says(change)]
            cancelled = entries(self.entry, "cancelled")
            days = [n for n, day in enumerate(cancelled) if str(day) == str(self.day)]
            if len(kept) == len(changes) and not days:
                raise EditRefused("it's held as planned")
            remove(self.entry, "changes", [n for n in range(len(changes)) if n not in kept])
            remove(self.entry, "cancelled", days)
            return
        if self.item.status == "held":
            raise EditRefused("it's held as planned")
        before: Any = self.entry.get("moved_from") or {}
        if "day" in before:
            self.entry["day"] = before["day"]
        if {"day", "starts"} & set(before):
            day = date.fromisoformat(str(before.get("day", self.item.day)))
            first = before.get("starts")
            self._goes_on(day, time.fromisoformat(str(first)) if first else None)
        if "starts" in before:
            first = time.fromisoformat(str(before["starts"]))
            self._state(starts=first, ends=self._same_length(first))
        if "where" in before:
            self._state(where=before["where"])
        drop(self.entry, "status", "why", "moved_from")

    def _state(self, **values: Any) -> None:
        """State what its kind doesn't state already."""
        kind = self.timeline.course.kind(self.item.kind)
        for name, value in values.items():
            drop(self.entry, name)
            if value != getattr(kind, name):
                put(self.entry, **{name: value})

    def move(
        self, day: date | None, starts: time | None, ends: time | None, where: str, why: str
    ) -> None:
        """Say when and where it is from now on. What isn't named stays."""
        now, given = _local(self.item.starts_at, self.timeline), ends
        if starts and not ends:
            ends = self._same_length(starts)
        same = (day in (None, self.item.day), starts in (None, now), where in ("", self.item.where))
        if all(same):
            raise EditRefused("that's when and where it is already")
        place = self._place()
        if self.in_series:
            put(place, status="moved", to=day, starts=starts, ends=ends, where=where or None)
        else:
            self._note_former(day, starts, where, now)
            self._goes_on(day or self.item.day, starts, given)
            put(place, day=day, starts=starts, ends=ends, where=where or None)
            if not self._differs_from_former(day, starts or now, where):
                drop(place, "status", "moved_from", "why")
                return
            place["status"] = "moved"
        put(place, why=why or None)

    def end(self, ends: time) -> None:
        """Say when it ends."""
        if not self.item.is_held:
            raise EditRefused("it isn't held")
        if self.item.begins_at is None:
            raise EditRefused("nobody has said when it begins, so it can't be given an end")
        place = self._place()
        if self.in_series and "status" not in place:
            place["status"] = "held"
        put(place, ends=ends)

    def _same_length(self, starts: time) -> time | None:
        item = self.item
        if item.starts_at is None or item.ends_at is None:
            return None
        day = datetime.combine(item.day, starts)
        return (day + (item.ends_at - item.starts_at)).time()

    def _goes_on(self, day: date, starts: time | None, ends: time | None = None) -> None:
        """Let what goes on for several days do so from a day and a time on, as long as before or to another end.

        Args:
            starts, ends: what is said of it; None for the same time as before.
        """
        item, now = self.item, _local(self.item.starts_at, self.timeline)
        if item.last is None or item.starts_at is None or item.ends_at is None or now is None:
            return
        over = datetime.combine(day, starts or now) + (item.ends_at - item.starts_at)
        last = day + (item.last - item.day) if ends else over.date()
        drop(self.entry, "last")
        put(self.entry, last=last if last > day else None)

    def _note_former(
        self, day: date | None, starts: time | None, where: str, now: time | None
    ) -> None:
        """Keep when and where it was to be at first."""
        former = self.entry.get("moved_from")
        if former is None:
            former = self.entry["moved_from"] = flow()
        first = {
            "day": self.item.day if day and day != self.item.day else None,
            "starts": now if starts and starts != now else None,
            "where": self.item.where if where and where != self.item.where else None,
        }
        put(former, **{name: value for name, value in first.items() if name not in former})

    def _differs_from_former(self, day: date | None, starts: time | None, where: str) -> bool:
        """Return whether anything that was planned at first is otherwise now. It isn't where only what nobody had said
        is stated, such as a first place, or where all is back as it was."""
        now = {
            "day": str(day or self.item.day),
            "starts": f"{starts:%H:%M}" if starts else "",
            "where": where or self.item.where,
        }
        return any(str(old) != now[name] for name, old in self.entry["moved_from"].items())

    def _says(self, change: Any) -> bool:
        """Return whether a change of the series is what is said of this meeting."""
        theirs = set(change.get("cohorts") or ())
        return str(change["day"]) == str(self.day) and theirs == set(self.cohorts)

    def _place(self) -> Any:
        """Return the map that holds what is said of this one meeting."""
        if not self.in_series:
            return self.entry
        cancelled = entries(self.entry, "cancelled")
        days = [n for n, d in enumerate(cancelled) if str(d) == str(self.day)]
        remove(self.entry, "cancelled", days if not self.cohorts else [])
        for change in entries(self.entry, "changes"):
            if self._says(change):
                return change
        change = flow(day=self.day, cohorts=list(self.cohorts) or None)
        append(self.entry, "changes", change)
        return self.entry["changes"][-1]


def meeting(data: Any, timeline: Timeline, key: str, cohort: str = "") -> Meeting:
    """Return the place of a meeting in the file, by the key of its item.

    Args:
        cohort: the only one of the cohorts that it's for; empty for all of them.
    Raises:
        EditRefused: it isn't there any more, or isn't that cohort's.
    """
    item = timeline.find(key)
    if item is not None and item.is_meeting:
        item = item.gone_to or item
        theirs = _whose(timeline, item, cohort)
        for part in ("sessions", "weekly"):
            for entry in entries(data, part):
                if entry.get("id") == item.id:
                    if theirs and part == "sessions":
                        entry, theirs = _entry_of_its_own(data, timeline, entry, theirs), ()
                    return Meeting(item, entry, part == "weekly", timeline, theirs)
    raise EditRefused("that meeting isn't on the schedule anymore", "Look at `/schedule`.")


def _whose(timeline: Timeline, item: Item, cohort: str) -> tuple[str, ...]:
    """Return for which cohorts a meeting is meant, where that isn't for all of its entry. Raises EditRefused."""
    known = timeline.course.cohort(cohort)
    if known and item.cohorts and cohort not in item.cohorts:
        raise EditRefused(f"that meeting isn't {known.title}'s")
    if known and item.cohorts != (cohort,):
        return (cohort,)
    return item.cohorts if item.apart else ()


def _entry_of_its_own(data: Any, timeline: Timeline, entry: Any, theirs: tuple[str, ...]) -> Any:
    """Take some cohorts out of a session that others share, and return the session that is theirs alone."""
    shared = [str(id) for id in entry.get("cohorts") or fellows(timeline.course.cohorts, theirs)]
    rest = [id for id in shared if id not in theirs]
    if not rest:
        return entry
    own = flow(**{name: entry[name] for name in entry})
    own["id"] = new_id(timeline.course, f"{entry['id']} {theirs[0]}")
    entry["cohorts"], own["cohorts"] = rest, list(theirs)
    append(data, "sessions", own)
    return data["sessions"][-1]


def due(
    data: Any, timeline: Timeline, id: str, due_at: datetime, whom: str | None = EVERYBODY
) -> None:
    """Say when something is due.

    Args:
        whom: the id of a cohort; EVERYBODY, also those with a time of their own; None for all but these.
    Raises:
        EditRefused: it's due then already, or there is nothing of that name.
    """
    local = due_at.astimezone(timeline.zone)
    for entry in maps(data):
        if entry.get("id") != id or "due_at" not in entry:
            continue
        if whom in (EVERYBODY, None):
            alone = whom is None or not entry.get("due_by_cohort")
            if alone and datetime.fromisoformat(str(entry["due_at"])) == due_at:
                raise EditRefused("that's when it's due already")
            put(entry, due_at=local)
            drop(entry, *(("due_by_cohort",) if whom == EVERYBODY else ()))
        else:
            _due_for_cohort(entry, timeline, whom or "", local)
        return
    raise EditRefused("nothing by that name is due anymore", "Look at `/deadlines`.")


def _due_for_cohort(entry: Any, timeline: Timeline, cohort: str, due_at: datetime) -> None:
    """Give a cohort a due time of its own, in place of the one that it had."""
    times = timeline.course.cohort_times.get(str(entry["id"]), ())
    if any(time.at == due_at and cohort in time.cohorts for time in times):
        raise EditRefused("that's already when it's due for them")
    dues = entries(entry, "due_by_cohort")
    for one in dues:
        if cohort in one["cohorts"]:
            one["cohorts"].remove(cohort)
    empty = [n for n, one in enumerate(dues) if not one["cohorts"]]
    for n in reversed(empty):
        del dues[n]
    append(entry, "due_by_cohort", {"cohorts": [cohort], "due_at": due_at})


def new_id(course: Course, title: str) -> str:
    """Return an id for something new that nothing else in the course has."""
    folded = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[: LONGEST_ID - 3].strip("-") or "new"
    taken = {str(entry.get("id")) for entry in maps(plain_data(course))}
    names = (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _local(instant: datetime | None, timeline: Timeline) -> time | None:
    return instant.astimezone(timeline.zone).time() if instant else None
