"""Deadlines: when, how long, still open, where, who needs them."""

from __future__ import annotations

from bot.answers.compare import asks_closed, in_time, instant_at, is_open, nearest, of_words
from bot.answers.lateness import late_text
from bot.answers.said import HERE, Said, answers, length, lines, moment, sentence
from bot.answers.things import things_of
from bot.course.sessions import Deadline
from bot.course.timeline import DAY, Item, State
from bot.course.words import say
from bot.text import day_name, listing, lowered, raised
from bot.understanding.asked import Asked
from bot.understanding.polarity import turns

DEADLINES = "Deadlines"


def meant(q: Asked) -> list[Item]:
    """Return the deadlines a question names; those of a lab, where labs have one; its cohort's, if it names one."""
    ids = list(q.named("due"))
    if not ids:
        labs = q.named("lab") or (
            [lab.id for lab in q.course.labs] if q.says("lab", "labs") else []
        )
        ids = [deadline.id for deadline in q.course.lab_deadlines(labs)]
    found = [i for i in q.timeline.deadlines if i.id in ids]
    if not q.course.cohorts:
        return found
    named = things_of(q.timeline).find(q.text.split()).of("cohort")
    return [i for i in found if set(i.cohorts) & set(named)] or found


def _name(item: Item) -> str:
    assert item.deadline is not None
    short = item.deadline.short
    return f"{raised(short)}"


def _is_act(deadline: Deadline) -> bool:
    """Return whether a deadline's short name is something people do (sign up) rather than a thing."""
    return deadline.short.lower().startswith(("sign up", "register", "enrol", "submit"))


def due_text(q: Asked, item: Item) -> str:
    """Return when something is due: Slides are due Thu Jan 28, 11:59:59 PM ET."""
    assert item.deadline is not None and item.starts_at is not None
    when = moment(q.timeline, item.starts_at)
    passed = q.timeline.state(item, q.now) is State.PAST
    if _is_act(item.deadline):
        return f"{_name(item)} by {when}" + (" (that has passed)" if passed else "")
    plural = item.deadline.short.endswith("s") and not item.deadline.short.endswith("ss")
    be = ("were" if plural else "was") if passed else ("are" if plural else "is")
    return f"{_name(item)} {be} due {when}"


def _place(q: Asked, item: Item) -> str:
    hand_in = item.deadline.hand_in if item.deadline else None
    return f", on {hand_in.where}" if hand_in else ""


@answers("due-when")
def due_when(q: Asked) -> Said | None:
    """Return when something is due; correct a day that is wrong."""
    found = meant(q)
    if not found:
        return None
    told: list[str] = []
    right: list[bool] = []
    for item in found[:4]:
        text = due_text(q, item)
        fits = in_time(q, item.day) is True or any(d.holds(item.day) for d in q.days)
        right.append(fits)
        wrong = [d for d in q.days if not d.holds(item.day)]
        if wrong and not fits:
            text += f", not {day_name(nearest(wrong[0], item.day))}"
        told.append(f"{text}{_place(q, item)}.")
    first = found[0]
    notes = first.deadline.notes if first.deadline else ()
    if q.days and not right[0] and len(found) == 1:
        told += list(notes[-1:])
    if q.says("late") or "after the deadline" in q.text.lower():
        told.append(late_text(q, [first.id], due=False) or HERE["late-work"](q))
    return Said(
        " ".join(told).rstrip(),
        DEADLINES,
        fits=_due_fits(q, found),
        instant=first.starts_at,
        page="deadlines:0",
    )


def _due_fits(q: Asked, found: list[Item]) -> bool | None:
    """Return whether what is meant is due on the day and at the time that a question names."""
    told = [in_time(q, item.day) for item in found]
    told += [instant_at(q, q.timeline, item.starts_at) for item in found if item.starts_at]
    named = [one for one in told if one is not None]
    return all(named) if named else None


@answers("due-left")
def due_left(q: Asked) -> Said | None:
    """Return how long there is until something is due."""
    found = meant(q)
    return Said(_left(q, found), DEADLINES, instant=found[0].starts_at) if found else None


def _left(q: Asked, found: list[Item]) -> str:
    told: list[str] = []
    for item in found[:3]:
        assert item.starts_at is not None
        if q.timeline.state(item, q.now) is State.PAST:
            told.append(f"No time is left: {due_text(q, item)}.")
        else:
            left = length(item.starts_at + _SECOND - q.now)
            told.append(f"{raised(left)}: {due_text(q, item)}{_place(q, item)}.")
    return " ".join(told)


_SECOND = DAY / 86400


@answers("due-open")
def due_open(q: Asked) -> Said | None:
    """Return whether something can still be handed in."""
    found = meant(q)
    if not found:
        return None
    item = found[0]
    assert item.starts_at is not None
    still = q.timeline.state(item, q.now) is not State.PAST
    text = f"{due_text(q, item)}{_place(q, item)}."
    if still:
        text += f" That's in {length(item.starts_at + _SECOND - q.now)}."
    else:
        late = f"That has passed. Ask the course {say.staff} whether a late hand-in counts."
        text += f" {late_text(q, [item.id], due=False) or late}"
    so = is_open(q, still) if not q.days else in_time(q, item.day)
    return Said(text, DEADLINES, fits=so, instant=item.starts_at, page="deadlines:0")


@answers("due-where")
def due_where(q: Asked) -> Said | None:
    """Return where something is handed in."""
    found = [i for i in meant(q) if i.deadline and i.deadline.hand_in]
    if not found:
        return None
    told: list[str] = []
    for item in found[:3]:
        assert item.deadline is not None and item.deadline.hand_in is not None
        hand_in = item.deadline.hand_in
        link = q.course.link(hand_in.link)
        address = f" ({link.url})" if link else ""
        if _is_act(item.deadline):
            here = q.course.signs_up_until(item.id)
            too = ", or here with /signup-group" if here else ""
            told.append(f"{_name(item)} on {hand_in.where}{address}{too}.")
        else:
            told.append(f"{_name(item)}: hand in on {hand_in.where}{address}.")
        told.append(f"{due_text(q, item)}.")
    places = [i.deadline.hand_in.where for i in found if i.deadline and i.deadline.hand_in]
    fits = of_words(q, "places", places)
    return Said(" ".join(told), DEADLINES, fits=fits, page="deadlines:0")


@answers("due-need")
def due_need(q: Asked) -> Said | None:
    """Return who needs to hand something in, and what for."""
    told = [
        " ".join(
            sentence(part)
            for part in (
                i.deadline.need or "",
                f"It's for: {lowered(i.deadline.who)}"
                if i.deadline.who and q.says("who", "everyone", "everybody")
                else "",
                due_text(q, i),
            )
            if part
        )
        for i in meant(q)[:2]
        if i.deadline and (i.deadline.need or i.deadline.who)
    ]
    return Said(" ".join(told), DEADLINES, page="deadlines:0") if told else None


@answers("due-list")
def due_list(q: Asked) -> Said | None:
    """List what is due."""
    found = list(q.timeline.deadlines)
    if not found:
        return None
    asks_over = asks_closed(q) or q.says("done")
    if asks_over or q.says("left", "still", "remaining"):
        found = list(q.timeline.open_deadlines(q.now))
    elif q.says("passed"):
        found = list(q.timeline.passed_deadlines(q.now))
    if not found:
        return Said("Nothing else is due.", DEADLINES, page="deadlines:0")
    told = lines(f"{moment(q.timeline, i.starts_at)}: {i.title}" for i in found if i.starts_at)
    return Said(
        f"What's due:\n{told}",
        DEADLINES,
        there=True,
        instant=found[0].starts_at,
        page="deadlines:0",
    )


@answers("next-deadline")
def next_deadline(q: Asked) -> Said | None:
    """Return what is due next."""
    if not q.timeline.deadlines:
        return None
    item = next(iter(q.timeline.open_deadlines(q.now)), None)
    if item is None or item.starts_at is None:
        return Said("Nothing else is due.", DEADLINES, page="deadlines:0")
    same = [i for i in q.timeline.deadlines if i.starts_at == item.starts_at]
    titles = listing(i.title for i in same)
    left = length(item.starts_at + _SECOND - q.now)
    text = f"Next due: {titles}, {moment(q.timeline, item.starts_at)}, in {left}."
    return Said(text, DEADLINES, instant=item.starts_at, page="deadlines:0")


@answers("first-deadline")
def first_deadline(q: Asked) -> Said | None:
    """Return what is due first in the course."""
    return _edge(q, 0, "First due")


@answers("last-deadline")
def last_deadline(q: Asked) -> Said | None:
    """Return what is due last in the course."""
    return _edge(q, -1, "Last due")


def _edge(q: Asked, at: int, name: str) -> Said | None:
    if not q.timeline.deadlines:
        return None
    instant = q.timeline.deadlines[at].starts_at
    same = [i.title for i in q.timeline.deadlines if i.starts_at == instant]
    assert instant is not None
    return Said(f"{name}: {listing(same)}, {moment(q.timeline, instant)}.", DEADLINES)


@answers("due-on-day")
def due_on_day(q: Asked) -> Said | None:
    """Return what is due on a day or in a week."""
    if not q.timeline.deadlines:
        return None
    days = q.days
    first, last = (days[0].first, days[-1].last) if days else (q.today, q.today)
    found = [i for i in q.timeline.deadlines if first <= i.day <= last]
    if not found and days and days[0].weekday:
        found = [i for i in q.timeline.deadlines if days[0].holds(i.day)]
    span = day_name(first) if first == last else f"{day_name(first)} to {day_name(last)}"
    if found:
        told = lines(f"{moment(q.timeline, i.starts_at)}: {i.title}" for i in found if i.starts_at)
        one = sentence(f"Due {told.removeprefix('- ')}")
        text = one if len(found) == 1 else f"Due {span}:\n{told}"
        return Said(
            text,
            DEADLINES,
            fits=_that_day(q, True),
            instant=found[0].starts_at,
            page="deadlines:0",
        )
    text = f"Nothing is due {'on ' if first == last else 'from '}{span}."
    following = next((i for i in q.timeline.deadlines if i.day > last), None)
    if following and following.starts_at:
        text += f" Next due: {following.title}, {moment(q.timeline, following.starts_at)}."
    return Said(text, DEADLINES, fits=_that_day(q, False), page="deadlines:0")


def _that_day(q: Asked, due: bool) -> bool | None:
    """Return whether something is due on the days named, as asked."""
    return None if turns(q.words) or asks_closed(q) else due


def labs_due(q: Asked, *labs: str) -> Item | None:
    """Find the deadline of these labs' entries; of any lab's where none is named."""
    ids = labs or [lab.id for lab in q.course.labs]
    return next((due_item(q, d.id) for d in q.course.lab_deadlines(ids)), None)


def due_item(q: Asked, id: str | None) -> Item | None:
    """Find a deadline of the timeline by its id; None for no id."""
    return next((i for i in q.timeline.deadlines if i.id == id), None) if id else None


def by_text(q: Asked, id: str | None) -> str:
    """Return when something is due, as a sentence behind another; nothing where there is no such deadline."""
    item = due_item(q, id)
    return f" {due_text(q, item)}." if item else ""
