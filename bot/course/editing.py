"""Where what staff change stands in a course file, and how its text says it. Data is ruamel.yaml's (`roundtrip`)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, cast

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from bot.course.changes import plain_data
from bot.course.items import Item
from bot.course.model import Course
from bot.course.roundtrip import Timestamp
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
    """

    item: Item
    entry: Any
    in_series: bool
    timeline: Timeline

    @property
    def day(self) -> date:
        """The day on which it was to be."""
        return self.item.origin or self.item.day

    def cancel(self, why: str, status: str) -> None:
        """Say that it isn't held."""
        place = self._place()
        _put(place, status=status, why=why or None)
        _drop(place, "moved_from", "to", *(("starts", "ends", "where") if self.in_series else ()))

    def hold(self) -> None:
        """Take back whatever was said of it."""
        if self.in_series:
            changes = _entries(self.entry, "changes")
            kept = [n for n, c in enumerate(changes) if str(c["day"]) != str(self.day)]
            cancelled = _entries(self.entry, "cancelled")
            days = [n for n, day in enumerate(cancelled) if str(day) == str(self.day)]
            if len(kept) == len(changes) and not days:
                raise EditRefused("it's held as planned")
            _remove(self.entry, "changes", [n for n in range(len(changes)) if n not in kept])
            _remove(self.entry, "cancelled", days)
            return
        if self.item.status == "held":
            raise EditRefused("it's held as planned")
        before: Any = self.entry.get("moved_from") or {}
        if "day" in before:
            self.entry["day"] = before["day"]
        if "starts" in before:
            first = time.fromisoformat(str(before["starts"]))
            self._state(starts=first, ends=self._same_length(first))
        if "where" in before:
            self._state(where=before["where"])
        _drop(self.entry, "status", "why", "moved_from")

    def _state(self, **values: Any) -> None:
        """State what its kind doesn't state already."""
        kind = self.timeline.course.kind(self.item.kind)
        for name, value in values.items():
            _drop(self.entry, name)
            if value != getattr(kind, name):
                _put(self.entry, **{name: value})

    def move(
        self, day: date | None, starts: time | None, ends: time | None, where: str, why: str
    ) -> None:
        """Say when and where it is from now on. What isn't named stays."""
        now = _local(self.item.starts_at, self.timeline)
        if starts and not ends:
            ends = self._same_length(starts)
        same = (day in (None, self.item.day), starts in (None, now), where in ("", self.item.where))
        if all(same):
            raise EditRefused("that's when and where it is already")
        place = self._place()
        if self.in_series:
            _put(place, status="moved", to=day, starts=starts, ends=ends, where=where or None)
        else:
            self._note_former(day, starts, where, now)
            _put(place, day=day, starts=starts, ends=ends, where=where or None)
            if not self._differs_from_former(day, starts or now, where):
                _drop(place, "status", "moved_from", "why")
                return
            place["status"] = "moved"
        _put(place, why=why or None)

    def end(self, ends: time) -> None:
        """Say when it ends."""
        if not self.item.is_held:
            raise EditRefused("it isn't held")
        if self.item.begins_at is None:
            raise EditRefused("nobody has said when it begins, so it can't be given an end")
        place = self._place()
        if self.in_series and "status" not in place:
            place["status"] = "held"
        _put(place, ends=ends)

    def _same_length(self, starts: time) -> time | None:
        item = self.item
        if item.starts_at is None or item.ends_at is None:
            return None
        day = datetime.combine(item.day, starts)
        return (day + (item.ends_at - item.starts_at)).time()

    def _note_former(
        self, day: date | None, starts: time | None, where: str, now: time | None
    ) -> None:
        """Keep when and where it was to be at first."""
        former = self.entry.get("moved_from")
        if former is None:
            former = self.entry["moved_from"] = _flow()
        first = {
            "day": self.item.day if day and day != self.item.day else None,
            "starts": now if starts and starts != now else None,
            "where": self.item.where if where and where != self.item.where else None,
        }
        _put(former, **{name: value for name, value in first.items() if name not in former})

    def _differs_from_former(self, day: date | None, starts: time | None, where: str) -> bool:
        """Return whether anything that was planned at first is otherwise now. It isn't where only what nobody had said
        is stated, such as a first place, or where all is back as it was."""
        now = {
            "day": str(day or self.item.day),
            "starts": f"{starts:%H:%M}" if starts else "",
            "where": where or self.item.where,
        }
        return any(str(old) != now[name] for name, old in self.entry["moved_from"].items())

    def _place(self) -> Any:
        """Return the map that holds what is said of this one meeting."""
        if not self.in_series:
            return self.entry
        cancelled = _entries(self.entry, "cancelled")
        _remove(
            self.entry, "cancelled", [n for n, d in enumerate(cancelled) if str(d) == str(self.day)]
        )
        for change in _entries(self.entry, "changes"):
            if str(change["day"]) == str(self.day):
                return change
        change = _flow(day=self.day)
        append(self.entry, "changes", change)
        return self.entry["changes"][-1]


def meeting(data: Any, timeline: Timeline, key: str) -> Meeting:
    """Return the place of a meeting in the file, by the key of its item. Raises EditRefused."""
    item = timeline.find(key)
    if item is not None and item.is_meeting:
        item = item.gone_to or item
        for part in ("sessions", "weekly"):
            for entry in _entries(data, part):
                if entry.get("id") == item.id:
                    return Meeting(item, entry, part == "weekly", timeline)
    raise EditRefused("that meeting isn't on the schedule anymore", "Look at `/schedule`.")


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
    for entry in _maps(data):
        if entry.get("id") != id or "due_at" not in entry:
            continue
        if whom in (EVERYBODY, None):
            alone = whom is None or not entry.get("due_by_cohort")
            if alone and datetime.fromisoformat(str(entry["due_at"])) == due_at:
                raise EditRefused("that's when it's due already")
            _put(entry, due_at=local)
            _drop(entry, *(("due_by_cohort",) if whom == EVERYBODY else ()))
        else:
            _due_for_cohort(entry, timeline, whom or "", local)
        return
    raise EditRefused("nothing by that name is due anymore", "Look at `/deadlines`.")


def _due_for_cohort(entry: Any, timeline: Timeline, cohort: str, due_at: datetime) -> None:
    """Give a cohort a due time of its own, in place of the one that it had."""
    times = timeline.course.cohort_times.get(str(entry["id"]), ())
    if any(time.at == due_at and cohort in time.cohorts for time in times):
        raise EditRefused("that's when it's due for them already")
    dues = _entries(entry, "due_by_cohort")
    for one in dues:
        if cohort in one["cohorts"]:
            one["cohorts"].remove(cohort)
    empty = [n for n, one in enumerate(dues) if not one["cohorts"]]
    for n in reversed(empty):
        del dues[n]
    append(entry, "due_by_cohort", {"cohorts": [cohort], "due_at": due_at})


def append(holder: Any, part: str, entry: Mapping[str, Any]) -> None:
    """Add an entry at the end of a list, which is made if there is none."""
    entries = holder.get(part)
    if entries is None:
        entries = holder[part] = CommentedSeq()
    entries.append(entry if isinstance(entry, CommentedMap) else _flow(**entry))


def new_id(course: Course, title: str) -> str:
    """Return an id for something new that nothing else in the course has."""
    folded = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[: LONGEST_ID - 3].strip("-") or "new"
    taken = {str(entry.get("id")) for entry in _maps(plain_data(course))}
    names = (slug, *(f"{slug}-{n}" for n in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _maps(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield value
        for inner in cast("dict[Any, Any]", value).values():
            yield from _maps(inner)
    elif isinstance(value, list):
        for inner in cast("list[Any]", value):
            yield from _maps(inner)


def _entries(holder: Any, part: str) -> list[Any]:
    return holder.get(part) or []


def _flow(**values: Any) -> Any:
    made = CommentedMap()
    made.fa.set_flow_style()
    _put(made, **values)
    return made


def _put(holder: Any, **values: Any) -> None:
    """Set what isn't None, as the file writes it."""
    for name, value in values.items():
        if value is not None:
            holder[name] = _as_written(value)


def _as_written(value: Any) -> Any:
    if isinstance(value, datetime):
        return Timestamp(value.isoformat())
    if isinstance(value, date):
        return Timestamp(value.isoformat())
    if isinstance(value, time):
        return DoubleQuotedScalarString(f"{value:%H:%M}")
    return value


def _drop(holder: Any, *names: str) -> None:
    for name in names:
        holder.pop(name, None)


def _remove(holder: Any, part: str, indices: list[int]) -> None:
    entries: Any = holder.get(part)
    for index in reversed(indices):
        del entries[index]
    if indices and not entries:
        del holder[part]


def _local(instant: datetime | None, timeline: Timeline) -> time | None:
    return instant.astimezone(timeline.zone).time() if instant else None
