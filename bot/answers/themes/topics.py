"""Topics and people of the schedule: when they come, and what is around them."""

from __future__ import annotations

from bot.answers.compare import instant_at, on_days
from bot.answers.said import Said, answers, end_of, lines, session_text, time_of
from bot.answers.themes.days import SCHEDULE
from bot.course.people import Person
from bot.course.timeline import Item
from bot.text import day_name, listing, plural
from bot.understanding.asked import Asked
from bot.understanding.naming import people
from bot.understanding.polarity import turns


def _topic_items(q: Asked) -> list[Item]:
    found: list[Item] = []
    for name in q.named("topic"):
        id, _, number = name.partition("#")
        items = [i for i in q.timeline.items if i.id == id and i.gone_to is None]
        if number:
            found += [i for i in items if i.number == int(number)]
        elif len(items) > 1:
            found += [i for i in items if i.begins_at is None or i.begins_at >= q.now][:1] or items[
                -1:
            ]
        else:
            found += items[:1]
    return found


@answers("when-topic")
def when_topic(q: Asked) -> Said | None:
    """Return when something is on."""
    found = _topic_items(q)
    if len(found) > 1 and q.says("lab"):
        found = [i for i in found if i.kind == "lab"] or found
    elif len(found) > 1 and q.says("lecture"):
        found = [i for i in found if i.kind == "lecture"] or found
    if not found:
        return None
    told = [_when(q, item) for item in found[:3]]
    if q.says("who", "whose") and not found[0].speakers:
        text = f"The course page doesn't say who gives {found[0].title}. {told[0]}"
        return Said(text, SCHEDULE, page=f"day:{found[0].day}", stated=False)
    fits = _fits(q, found)
    if fits is False and q.days:
        told[0] = f"{told[0].removesuffix('.')}, not {day_name(q.days[0].first)}."
    return Said(
        " ".join(told),
        SCHEDULE,
        fits=fits,
        there=True,
        instant=found[0].starts_at,
        page=f"day:{found[0].day}",
    )


def _fits(q: Asked, found: list[Item]) -> bool | None:
    """Return whether all of something is on the day and at the time that a question names, or is past, as asked."""
    if not q.days and not q.times:
        past = q.says("happened", "miss", "missed", "over") and not turns(q.words)
        return found[0].days[-1] < q.today if past else None
    told = [on_days(q, item.days) for item in found if q.days]
    told += [instant_at(q, q.timeline, i.starts_at) for i in found if q.times and i.starts_at]
    return None if None in told or not told else all(told)


def _when(q: Asked, item: Item) -> str:
    be = "was" if item.days[-1] < q.today else "is"
    at = f", {time_of(q.timeline, item.starts_at)}" if item.starts_at else ""
    at += f" to {end_of(q.timeline, item)}" if at and item.last else ""
    part = f", part {item.part}" if item.part else ""
    what = item.title or session_text(item)
    kind = "" if what.lower().startswith(item.kind) else f" ({item.kind}{part})"
    place = f", {item.where}" if item.where and q.says("where", "room", "hall") else ""
    if item.status == "cancelled":
        why = f": {item.why}" if item.why else ""
        return f"{what}{kind}, {day_name(item.day)}, is cancelled{why}."
    return f"{what}{kind} {be} on {day_name(item.day)}{at}{place}."


@answers("around-topic")
def around_topic(q: Asked) -> Said | None:
    """Return what comes right before or after something."""
    found = _topic_items(q)
    if not found:
        return None
    item = found[0]
    same = [i for i in q.timeline.items if i.kind == item.kind and (i.is_session or i is item)]
    step = -1 if q.says("before", "precedes", "preceding", "previous", "prior") else 1
    at = same.index(item) + step
    if not 0 <= at < len(same):
        where = "first" if step < 0 else "last"
        return Said(f"{item.title} is the {where} {item.kind} of the course.", SCHEDULE)
    word = "before" if step < 0 else "after"
    other = same[at]
    text = (
        f"The {item.kind} {word} {item.title} is {session_text(other)}, on {day_name(other.day)}."
    )
    return Said(text, SCHEDULE, page=f"day:{other.day}")


@answers("person")
def person(q: Asked) -> Said | None:
    """Return who somebody is and when they speak."""
    told: list[str] = []
    met: list[Item] = []
    for name in q.named("person"):
        speaker = next(p for p in people(q.course) if p.name == name)
        spoken = [
            i for i in q.timeline.items if i.is_held and any(s.name == name for s in i.speakers)
        ]
        place = f" ({speaker.affiliation})" if speaker.affiliation else ""
        for item in spoken[:2]:
            part = f", part {item.part} of the lecture" if item.part else ""
            verb = "spoke" if item.day < q.today else "speaks"
            at = f", from {time_of(q.timeline, item.starts_at)}" if item.starts_at else ""
            told.append(f"{name}{place} {verb} on {day_name(item.day)}{part}{at}.")
        for one in q.course.everybody:
            if one.name == name:
                told.append(_of_staff(one, place))
        hosting = [hours.title for hours in q.course.office_hours if name in hours.hosts]
        told += [f"{name} is there in {title}." for title in hosting if not spoken]
        met += spoken
    if not told:
        return None
    fits = on_days(q, [day for item in met for day in item.days])
    if q.says("instructor", "professor", "instructors") and not turns(q.words):
        fits = any(i.name in q.named("person") for i in q.course.everybody if i.teaches)
    return Said(" ".join(told), SCHEDULE, fits=fits, page=f"day:{met[0].day}" if met else "")


def _of_staff(person: Person, place: str) -> str:
    """Say which role somebody has in the course, and how to reach them."""
    many = "an" if person.role[:1].lower() in "aeiou" else "a"
    reached = f" ({person.reached})" if person.reached else ""
    return f"{person.name}{place} is {many} {person.role} of the course{reached}."


@answers("guest-speakers")
def guest_speakers(q: Asked) -> Said | None:
    """List the named speakers."""
    found = [i for i in q.timeline.items if i.speakers and i.is_session]
    if not found:
        return None
    told = lines(
        f"{day_name(i.day)}: {listing(f'{s.name}, {s.affiliation}' if s.affiliation else s.name for s in i.speakers)}"
        for i in found
    )
    count = len({s.name for i in found for s in i.speakers})
    named = plural(count, "speaker is", "speakers are")
    return Said(f"{named} named:\n{told}", SCHEDULE, there=True)
