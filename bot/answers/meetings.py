"""When the meetings are that a question names: by title, kind, number, cohort and day, with their end and place."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date

from bot.answers.aspects import ENDS
from bot.answers.compare import instant_at, on_days, with_clock
from bot.answers.ordinals import of_place
from bot.answers.said import Said, end_of, lines, moment, sentence, time_of
from bot.answers.things import Named, Things
from bot.course.cohorts import names_of
from bot.course.timeline import WEEK, Item, State
from bot.text import day_name, listing, raised
from bot.understanding.asked import Asked
from bot.understanding.polarity import turns

SCHEDULE = "Schedule"
BESIDE = re.compile(
    r"^(?:what|which)\b.*\b(?:next|comes?|happens?|happening|follows|is|are|on|do we (?:do|have))\b.*?\b"
    r"(after|before|follows)\b"
)
BEGINS = re.compile(r"\b(starts?|begins?|starting|beginning|kicks? off)\b")
ONE = re.compile(r"⟨time⟩ (one|section|slot|session|group)\b")
WITHIN = re.compile(r"\b(in|during|at) (?:the |my |our |your )?(\w+(?: \w+)*)")
_RELATIVE = re.compile(r"\b(first|last|final) (day|week|month)\b")
"""Days that aren't read as such."""
MOST_LISTED, FEW = 9, 3
"""Days from which meetings of a kind are told as a series; and where their time of day is asked."""


def meant(q: Asked, things: Things, named: Named) -> list[Item]:
    """Return the meetings that a question names: by title, by kind and number, by cohort, on the days it names."""
    if in_its_place := of_place(q, things, named):
        return in_its_place
    items = [i for id in named.of("meeting") for i in things.meetings[id]]
    weak = all(t.weak for t in named.things if t.sort == "meeting")
    of_kinds = [i for kind in _kinds(q, named) for i in things.kinds[kind]]
    if not items and not of_kinds and ONE.search(" ".join(q.words)):
        of_kinds = [i for i in q.timeline.timed if _at_times(q, i)]
    if items and of_kinds and (narrow := [i for i in items if i in of_kinds]):
        items = narrow
    elif of_kinds and (not items or weak):
        items = of_kinds
        if named.number is not None and named.number > 0:
            items = [i for i in items if i.number == named.number - 1] or items
    cohorts = set(named.of("cohort"))
    if cohorts and not items:
        items = [i for i in q.timeline.items if i.is_meeting and not i.gone_to]
    if cohorts:
        items = [i for i in items if cohorts & set(i.cohorts)]
    people = set(q.named("person"))
    if people:
        items = [i for i in items if people & {s.name for s in i.speakers}] or items
    if q.times:
        items = [i for i in items if _at_times(q, i)] or items
    if q.days and items:
        items = _then(q, named, items) or items
    return items


def _at_times(q: Asked, item: Item) -> bool:
    local = item.starts_at.astimezone(q.timeline.zone).time() if item.starts_at else None
    return local in q.times


def _kinds(q: Asked, named: Named) -> list[str]:
    """Return the kinds that a question names: of a quiz in discussion, the quiz."""
    kinds = named.of("kind")
    within = len(kinds) > 1 and WITHIN.search(q.text)
    return kinds[:1] if within and within[2].startswith(kinds[1]) else kinds


def _is_meant(q: Asked, item: Item, *, every: bool) -> bool:
    """Return whether a meeting is on a day that a question names.

    Args:
        every: Friday means any Friday; else it's the coming one, as for what meets again and again.
    """
    for named in q.days:
        any_of_them = re.search(rf"\b(a|any|every) {re.escape(named.said)}\b", q.text) is not None
        one = named.weekday and not every and not named.said.endswith("s") and not any_of_them
        gone = q.says("was", "were", "did") and named.first >= q.today
        day = named.first - WEEK if gone else named.first
        if day in item.days if one else any(map(named.holds, item.days)):
            return True
    return False


def _then(q: Asked, named: Named, items: Sequence[Item]) -> list[Item]:
    """Return those of some meetings that are on a day that a question names."""
    every = bool(named.of("meeting")) or len({i.day for i in items}) == 1
    return [i for i in items if _is_meant(q, i, every=every)]


def _not_then(q: Asked, items: Sequence[Item], off: Sequence[Item] = ()) -> Said:
    """Return that nothing of a kind is on a day, with what is off then, and what is next.

    Args:
        off: what would have been on that day.
    """
    day = off[0].day if off else q.days[0].first
    off = off or [i for i in q.timeline.on(day) if i.day_off]
    why = next((_status(i) or f": {i.title}" for i in off), "")
    coming = soonest(q, items)
    then = f" Next: {day_name(coming[0].day)}." if coming else ""
    text = f"There's no {items[0].kind} on {day_name(day)}{why}.{then}"
    fits = None if turns(q.words) or q.says("off", "free", "cancelled", "canceled", "no") else False
    return Said(text, SCHEDULE, fits=fits, there=False, page=f"day:{day}")


def soonest(q: Asked, items: Sequence[Item]) -> list[Item]:
    """Return those of the soonest day that isn't over."""
    ahead = [i for i in items if i.is_held and q.timeline.state(i, q.now) is not State.PAST]
    return [i for i in ahead if i.day == ahead[0].day]


def title_of(things: Things, item: Item) -> str:
    id = things.meeting_of.get(item)
    return things.titles[id] if id else raised(item.kind)


def whose(q: Asked, item: Item) -> str:
    return names_of(q.course.cohorts, item.cohorts) if item.cohorts else ""


def clock_of(q: Asked, item: Item) -> str:
    """Return from when to when something is: 3:00 PM to 3:50 PM ET."""
    if item.starts_at is None:
        return ""
    begins = time_of(q.timeline, item.starts_at)
    if item.ends_at is None:
        return begins
    return f"{begins.removesuffix(f' {q.course.zone_label}')} to {end_of(q.timeline, item)}"


def _status(item: Item) -> str:
    if item.is_held:
        return ""
    why = f": {item.why}" if item.why else ""
    return f" ({item.status}{why})"


def _at(q: Asked, item: Item, *, day: bool = True) -> str:
    """Return when and where something is, in one line."""
    parts = (day_name(item.day) if day else "", clock_of(q, item), item.where or "")
    return ", ".join(p for p in parts if p) + _status(item)


def beside(q: Asked, things: Things, named: Named) -> Said | None:
    """Return what comes right before or after a meeting that is named: the one on now or next, where several are."""
    asks, items = BESIDE.search(q.text), [i for i in meant(q, things, named) if i.starts_at]
    if not asks or not items:
        return None
    on = [i for i in items if q.timeline.state(i, q.now) is State.ON]
    item = (on or soonest(q, items) or items[-1:])[0]
    begins, later = item.starts_at, asks[1] != "before"
    assert begins is not None
    over = item.ends_at or begins
    what, kinds = title_of(things, item), things.find(q.text[: asks.start(1)].split()).of("kind")
    others = [i for i in q.timeline.timed if title_of(things, i) != what]
    others = [i for i in others if i.kind in kinds] or others
    if later:
        found = [i for i in others if i.starts_at and i.starts_at >= over]
        found = [i for i in found if i.starts_at == found[0].starts_at]
    else:
        found = [i for i in others if i.starts_at and i.starts_at < begins][-1:]
    word = "after" if later else "before"
    if not found:
        return Said(f"Nothing on the schedule comes {word} {what}.", SCHEDULE)
    told = "; ".join(f"{title_of(things, i)}, {_at(q, i)}" for i in found)
    return Said(f"{raised(word)} {what}: {told}.", SCHEDULE, page=f"day:{found[0].day}")


def when(q: Asked, things: Things, named: Named) -> Said | None:
    """Return when meetings are, with their end, place and whose they are."""
    items = meant(q, things, named)
    if not items or (ENDS.search(q.text) and not any(i.ends_at for i in items)):
        return None
    if not named.of("meeting", "kind") and not any(i.starts_at for i in items):
        return None
    placed = of_place(q, things, named)
    one_day = bool(q.days) and all(d.first == d.last for d in q.days) and not placed
    then = _then(q, named, items) if one_day else []
    if one_day and not named.of("meeting") and not any(i.is_held for i in then):
        kinds = {i.kind for i in then or items}
        every = [i for i in q.timeline.items if i.kind in kinds and not i.gone_to]
        return _not_then(q, every if then else items, then)
    if "next" in q.plain:
        items = soonest(q, items) or items
    titles = dict.fromkeys(title_of(things, i) for i in items)
    many = MOST_LISTED if not q.says("time", "times") else FEW
    series = len({i.day for i in items}) > many and not named.of("meeting")
    if series:
        text = _series(q, items)
    elif len({i.day for i in items}) > 1 and (placed or _is_of_each(titles, items)):
        head = f"{next(iter(titles))}:\n" if len(titles) == 1 else ""
        text = f"{head}{each_cohort(q, items)}"
    elif len(titles) == 1 and len({i.day for i in items}) == 1:
        text = _one(q, next(iter(titles)), items)
    else:
        told: list[str] = []
        for title in titles:
            own = [i for i in items if title_of(things, i) == title]
            told.append(f"{title}: {'; '.join(dict.fromkeys(_brief(q, i) for i in own))}")
        text = lines(told)
        text = sentence(text.removeprefix("- ")) if len(told) == 1 else text
    first = next((i for i in items if i.starts_at), None)
    return Said(
        text,
        SCHEDULE,
        fits=None if series or len(placed) > 1 else _fits(q, items),
        there=None if _RELATIVE.search(q.text) and not q.days else any(i.is_held for i in items),
        instant=first.starts_at if first and not series else None,
        page=f"day:{items[0].day}",
    )


def _fits(q: Asked, items: list[Item]) -> bool | None:
    told = [on_days(q, [day for i in items for day in _days_asked(q, i)])] if q.days else []
    ends = ENDS.search(q.text) is not None and not BEGINS.search(q.text)
    first = next((i.starts_at.astimezone(q.timeline.zone) for i in items if i.starts_at), None)
    q = with_clock(q, first.time()) if first else q
    if q.times:
        instants = [i.ends_at if ends else i.starts_at for i in items]
        told.append(any(instant_at(q, q.timeline, at) for at in instants if at))
    return None if None in told or not told else all(told)


def _days_asked(q: Asked, item: Item) -> Sequence[date]:
    """Return the days of a meeting that a question is about: that on which it begins or ends, or all of them."""
    if BEGINS.search(q.text):
        return item.days[:1]
    return item.days[-1:] if ENDS.search(q.text) else item.days


def _brief(q: Asked, item: Item) -> str:
    at = moment(q.timeline, item.starts_at) if item.starts_at and not item.cohorts else ""
    at = at or day_name(item.day)
    return f"{at}{_status(item)}"


def _is_of_each(titles: Collection[str], items: Sequence[Item]) -> bool:
    """Return whether meetings are one thing that each cohort has for itself."""
    cohorts = [i.cohorts for i in items]
    return len(titles) == 1 and all(cohorts) and len(set(cohorts)) == len(cohorts)


def each_cohort(q: Asked, items: Sequence[Item]) -> str:
    """Return when each cohort has what is the same for all."""
    return lines(f"{whose(q, i) or raised(i.kind)}: {_at(q, i)}" for i in items)


def _one(q: Asked, title: str, items: Sequence[Item]) -> str:
    """Return when one meeting is: at once for all, or for each cohort."""
    first = items[0]
    be = "was" if first.days[-1] < q.today else "is"
    if len(items) == 1:
        theirs = f" ({whose(q, first)})" if first.cohorts else ""
        note = f" {sentence(first.how.note)}" if first.how.note else ""
        return f"{title}{theirs} {be} on {_at(q, first)}.{note}"
    told = [
        f"{whose(q, i) or 'everybody'}: {_at(q, i, day=False)}"
        if i.cohorts
        else _at(q, i, day=False)
        for i in items
    ]
    if not any(told) or not any(i.starts_at for i in items):
        return f"{title} {be} on {day_name(first.day)}{_status(first)}."
    return f"{title} {be} on {day_name(first.day)}:\n{lines(dict.fromkeys(told))}"


def _series(q: Asked, items: Sequence[Item]) -> str:
    """Return when the meetings of a kind are that are held every week, for each of its cohorts."""
    told: list[str] = []
    held = [i for i in items if i.is_held] or items
    for key in dict.fromkeys((whose(q, i), clock_of(q, i), i.where) for i in held):
        own = [i for i in held if (whose(q, i), clock_of(q, i), i.where) == key]
        days = listing(
            dict.fromkeys(
                f"{d:%a}" for d in sorted({i.day for i in own}, key=lambda d: d.weekday())
            )
        )
        who = listing(s.name for s in own[0].speakers)
        parts = (days, clock_of(q, own[0]), own[0].where or "", who)
        told.append(
            f"{whose(q, own[0]) or raised(own[0].kind)}: {', '.join(p for p in parts if p)}"
        )
    coming = soonest(q, items)
    then = f"\nNext: {day_name(coming[0].day)}." if coming else ""
    return f"{lines(told, 600)}{then}" if len(told) > 1 else f"{sentence(told[0])}{then}"


def day_off(q: Asked, things: Things, named: Named) -> Said | None:
    """Return what is off on a day that is named by its title."""
    found = [off for off in q.course.days_off if off.title in named.of("day off")]
    if not found:
        return None
    off = found[0]
    last = f" to {day_name(off.last)}" if off.last else ""
    why = f" ({off.why})" if off.why else ""
    asks_off = q.says("off", "free", "holiday", "cancelled", "canceled", "break")
    fits = asks_off if not turns(q.words) else None
    return Said(
        f"{day_name(off.day)}{last}: no class, {off.title}{why}.",
        SCHEDULE,
        fits=fits,
        page=f"day:{off.day}",
    )
