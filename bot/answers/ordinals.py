"""Which one of a series a question means: the first lecture, the last section, the second problem set."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.things import Named, Things
from bot.course.timeline import Item, State
from bot.understanding.asked import Asked

_COUNTED = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_LAST = ("last", "final")
ORDINALS = (*_COUNTED, *_LAST)
_ORDINAL = re.compile(rf"\b({'|'.join(ORDINALS)}) (?:ever )?(\w+(?: \w+)?)")
SEVERAL = 2
_GONE = ("was", "were", "did", "missed", "had")


def place_of(q: Asked, things: Things, kind: str) -> int | None:
    """Return which one of a kind a question means, from 0 on, or -1 for the last; None if it names no place."""
    for found in _ORDINAL.finditer(q.text):
        words = found[2].split()
        after = [t for n in (2, 1) for t in things.called(" ".join(words[:n]))]
        if kind in [t.id for t in after if t.sort in ("kind", "assignments")]:
            return -1 if found[1] in _LAST else _COUNTED.index(found[1])
    return None


def of_place(q: Asked, things: Things, named: Named) -> list[Item]:
    """Return the meetings of a kind that a question means by their place, one of each cohort; else none.

    The last one, where it is over, is the latest that has been held. What is asked of a day is that day's.
    """
    if (q.days and not q.yes_no) or named.of("assignments", "meeting"):
        return []
    by_name = {lab.name.split()[0].lower() for lab in q.course.labs}
    for kind in named.of("kind"):
        place = place_of(q, things, kind) if kind not in by_name else None
        if place is None:
            continue
        held = [i for i in things.kinds[kind] if i.is_held]
        if len(things.kinds[kind]) < SEVERAL:  # a final exam is another than the only one
            continue
        if place < 0 and q.says(*_GONE):
            held = [i for i in held if q.timeline.state(i, q.now) is State.PAST]
        each = dict.fromkeys(i.cohorts for i in held)
        return [i for own in each for i in _at([i for i in held if i.cohorts == own], place)]
    return []


def _at(items: Sequence[Item], place: int) -> Sequence[Item]:
    return items[place:][:1] if -len(items) <= place < len(items) else ()


def assignments_at(q: Asked, things: Things, named: Named) -> list[str]:
    """Return the ids of the deadlines of the assignments of a kind that a question means by their place."""
    due = {item.id: n for n, item in enumerate(q.timeline.deadlines)}
    for kind in named.of("assignments"):
        place = place_of(q, things, kind)
        own = {one.deadline or one.id for one in q.course.assignments if one.kind == kind}
        dated = sorted(own & due.keys(), key=lambda id: due[id])
        if place is not None and -len(dated) <= place < len(dated):
            return [dated[place]]
    return []


def ordinals(q: Asked) -> list[str]:
    """Return the words of a question that say which one of a series it means."""
    return [found[1] for found in _ORDINAL.finditer(q.text)]
