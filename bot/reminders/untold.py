"""What has changed of a course and nobody was told otherwise of: it can be announced. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.course.change_words import named
from bot.course.items import Item
from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.delivery.model import Notice
from bot.library.model import QUIET
from bot.reminders.states import GONE_AT, end_of, same_thing, state_of, when_of
from bot.text import listing

CHANGE = "change"
"""The kind of reminder that announces a change."""
USE = timedelta(days=2)
NAMED = 2
"""Things that the preview of a change names of which nobody knows."""


@dataclass(frozen=True, slots=True)
class Untold:
    """One thing that is otherwise than before. `was`, `now`: None where there is none."""

    was: Item | None
    now: Item | None

    @property
    def item(self) -> Item:
        """How it is now, or was."""
        found = self.now or self.was
        assert found is not None
        return found


def untold(before: Timeline, after: Timeline, told: Collection[str], now: datetime) -> list[Untold]:
    """Return what is still ahead and otherwise than before, and isn't among what people are told of anyway.

    Args:
        told: what a correction in a channel speaks of, as `ids_of` names it.
    """
    free = {i.day for i in after.items if i.day_off} - {i.day for i in before.items if i.day_off}
    found: dict[str, Untold] = {}
    for one in _changed(before, after):
        item = one.item
        ahead = item.day > after.today(now) or (item.begins_at or now) > now or item.day_off
        known = item.key in told or (item.deadline is not None and item.stem in told)
        if not known and ahead and (item.day_off or item.day not in free):
            found.setdefault(item.key, one)
    return sorted(found.values(), key=lambda one: (one.item.day, one.item.key))


def _changed(before: Timeline, after: Timeline) -> Iterator[Untold]:
    for was in before.items:
        now = same_thing(after, was)
        if _said(was) and state_of(was) != state_of(now):
            yield Untold(was, now)
    for item in after.items:
        if _said(item) and same_thing(before, item) is None:
            yield Untold(None, item)


def _said(item: Item) -> bool:
    """Return whether something is told of by itself: office hours after a lecture are told of with it."""
    after = item.hours is not None and item.hours.after is not None
    return not (item.release or item.gone_to or after)


def line(left: Collection[Untold], course: Course, *, placed: bool) -> str:
    """Say that nobody hears of a change, and what would change that. `placed`: there's a channel to announce it in."""
    names = [named(one.item) for one in left]
    more = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    what = listing([*names[:NAMED], *more])
    later = " The morning's post on the day will have it." if course.reminders.digest else ""
    then = (
        "Announce it to tell people now." if placed else "`/setup` has no channel to announce it."
    )
    return f"{QUIET} Nobody has been told yet of {what}, so nobody hears of this by itself.{later} {then}"


def news(
    left: Iterable[Untold], number: int, now: datetime, place: Callable[[Item], str]
) -> Iterator[Notice]:
    """Yield what announces changes. `number`: the version's; `place`: where something is announced."""
    for one in left:
        item, was = one.item, one.was
        facts: dict[str, object] = {"was": when_of(was) if was else "", "new": was is None}
        if was and item.where != was.where and was.is_held and item.is_held:
            facts["place"] = was.where or ""
        if was and was.is_meeting and was.ends_at != item.ends_at:
            facts["ends"] = end_of(was)
        facts["gone"] = one.now is None or not item.is_held
        facts["back"] = was is not None and not was.is_held and item.is_held
        yield Notice(
            f"{CHANGE}:{number}:{item.key}",
            CHANGE,
            place(item),
            item.key,
            now,
            item.begins_at or GONE_AT,
            now + USE,
            json.dumps(facts),
        )


def ids_of(notices: Iterable[Notice]) -> set[str]:
    """Return what is told of in channels: keys, and what of them stays when a due day moves."""
    keys = {notice.item for notice in notices if notice.user_id is None}
    return keys | {key.partition("@")[0] for key in keys}
