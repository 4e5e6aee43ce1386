"""How the meetings are that a question names: where, with whom, recorded, required, online, with what to bring."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.aspects import IT, ROOMS, WHERE_IS_IT
from bot.answers.meetings import MOST_LISTED, SCHEDULE, clock_of, meant, title_of, whose
from bot.answers.said import ANSWERS, Said, at_place, lines
from bot.answers.things import Named, Things
from bot.answers.work import assignments_of
from bot.course.meetings import Modality
from bot.course.timeline import Item
from bot.text import day_name, listing, plural, plural_of, raised
from bot.understanding.asked import Asked
from bot.understanding.polarity import claim_of, turns

COUNTED = re.compile(r"(?:how many|number of) ((?:\w+ ?){1,3})")
"""What is counted: how many quizzes."""


def where(q: Asked, things: Things, named: Named) -> Said | None:
    """Return where meetings are; where all of the course is, if nothing is named."""
    items = meant(q, things, named)
    if not named.things and WHERE_IS_IT.search(q.text):
        items = [i for i in q.timeline.items if i.is_session and i.where]
        items = items if len({i.where for i in items}) == 1 else []
    items = [i for i in items if i.where or i.how.joining or i.how.modality == "online"]
    if not items or (q.says(*ROOMS) and all(i.how.modality == "online" for i in items)):
        return None
    told: dict[str, str] = {}
    for item in items:
        told.setdefault(whose(q, item), _place(q, item))
    if len(set(told.values())) == 1:
        of_one = next(iter(told)) if len(told) == 1 else ""
        what = of_one or raised(subject_of(q, things, items)) if named.things else q.course.title
        text = f"{what}: {next(iter(told.values()))}."
    else:
        text = lines(
            f"{theirs or raised(items[0].kind)}: {place}" for theirs, place in told.items()
        )
    if named.things and len({i.day for i in items}) == 1:
        text += (
            f" {day_name(items[0].day)}{', ' if items[0].starts_at else ''}{clock_of(q, items[0])}."
        )
    return Said(text, SCHEDULE, page=f"day:{items[0].day}")


def _place(q: Asked, item: Item) -> str:
    link = q.course.link(item.how.link)
    how = f"{item.how.modality}, " if item.how.modality and item.where else ""
    place = at_place(item.where, item.how.modality) if item.where else item.how.modality or ""
    parts = (f"{how}{place}", item.how.joining or "", f"{link.title}: {link.url}" if link else "")
    return ". ".join(p.rstrip(".") for p in parts if p)


def subject_of(q: Asked, things: Things, items: Sequence[Item]) -> str:
    """Return what meetings are called: their title where there's one and they aren't asked about in the plural."""
    titles, kinds = {title_of(things, i) for i in items}, plural_of(items[0].kind)
    return kinds if len(titles) > 1 or q.says(kinds.lower()) else titles.pop()


def who(q: Asked, things: Things, named: Named) -> Said | None:
    """Return who gives meetings, or leads a cohort, or has a role."""
    told: list[str] = []
    for item in meant(q, things, named):
        name = whose(q, item) or title_of(things, item)
        told += [f"{name}: {listing(s.name for s in item.speakers)}." for _ in item.speakers[:1]]
    for cohort in q.course.cohorts if not told else ():
        if cohort.id in named.of("cohort") and cohort.leader:
            told.append(f"{cohort.title}: {cohort.leader}.")
    if named.of("cohort") and q.says("judge", "judges", "judging", "jury"):
        told = [
            f"{one.title}: {one.judges}"
            for one in q.course.competitions
            if one.cohort in named.of("cohort") and one.judges
        ]
    if told:
        return Said(" ".join(dict.fromkeys(told)), SCHEDULE, page="course:0")
    return ANSWERS["staff-names"](q) if named.of("role") else None


def recorded(q: Asked, things: Things, named: Named) -> Said | None:
    """Return whether meetings are recorded."""
    items = [i for i in meant(q, things, named) if i.how.recorded is not None or i.how.recordings]
    if not items:
        return None
    how, what = items[0].how, raised(subject_of(q, things, items))
    text = how.recordings or f"{what} {be_of(what)} {'' if how.recorded else 'not '}recorded."
    so = how.recorded if how.recorded is not None and not turns(q.words) else None
    return Said(text, SCHEDULE, fits=so, page="course:0")


def be_of(noun: str) -> str:
    return "are" if noun.endswith("s") and not noun.endswith("ss") else "is"


def attendance(q: Asked, things: Things, named: Named) -> Said | None:
    """Return whether people have to come to meetings."""
    items = [i for i in meant(q, things, named) if i.how.attendance]
    stated = items[0].how.attendance if items else None
    if stated is None or (stated.required is None and stated.text is None):
        return None
    what = raised(subject_of(q, things, items))
    text = stated.text or f"Coming to {what} is {'' if stated.required else 'not '}required."
    claim = claim_of(q.words)
    fits = None
    if stated.required is not None and claim in ("required", "free"):
        fits = stated.required == (claim == "required")
    return Said(text, SCHEDULE, fits=fits, page="course:0")


def modality(q: Asked, things: Things, named: Named) -> Said | None:
    """Return whether meetings are in person, online or both."""
    items = meant(q, things, named)
    whole = all(one.weak for one in named.things) or (not items and bool(set(named.rest) & IT))
    if whole and claim_of(q.words) == "required":
        return None
    if whole:
        items = [i for i in q.timeline.items if i.is_session]
    kinds: list[Modality] = []
    for item in items:
        stated = item.how.modality or q.course.kind(item.kind).modality
        if stated and stated not in kinds:
            kinds.append(stated)
    if len(kinds) != 1:
        return None
    how = kinds[0]
    place = next((i.where for i in items if i.where), None)
    places = {i.where for i in items}
    what = "All of it" if whole else raised(subject_of(q, things, items))
    at = f", {at_place(place, how)}" if place and len(places) == 1 else ""
    form = "in person and online" if how == "both" else how
    text = f"{what} {be_of(what)} {form}{at}."
    here, there = how in ("in person", "both"), how in ("online", "both")
    asks_here = q.says("person", "physically", "campus", "face")
    fits = here if asks_here else there
    if (
        turns(q.words)
        or q.says("or", "hybrid")
        or claim_of(q.words) in ("allowed", "free", "barred")
    ):
        fits = None
    return Said(text, SCHEDULE, fits=fits, page="course:0")


def bring(q: Asked, things: Things, named: Named) -> Said | None:
    """Return what to bring to meetings."""
    items = [i for i in meant(q, things, named) if i.how.bring]
    if not items or not items[0].how.bring:
        return None
    return Said(
        f"{raised(subject_of(q, things, items))}: bring {listing(items[0].how.bring)}.",
        SCHEDULE,
    )


def count(q: Asked, things: Things, named: Named) -> Said | None:
    """Count meetings of a kind, assignments of a kind or cohorts, and list them."""
    ids = set(named.of("assignments"))
    if ids:
        return assignments_of(q, ids)
    items = meant(q, things, named)
    asks = COUNTED.search(q.text)
    counted = things.find(asks[1].split()).of("kind") if asks else named.of("kind")
    if not items or not counted:
        return None
    told = dict.fromkeys((i.day, title_of(things, i)) for i in items if i.is_held)
    kind = items[0].kind
    if len(told) > MOST_LISTED:
        return Said(f"The schedule lists {plural(len(told), kind, plural_of(kind))}.", SCHEDULE)
    listed = lines(f"{title}: {day_name(day)}" for day, title in told)
    return Said(f"{plural(len(told), kind, plural_of(kind))}:\n{listed}", SCHEDULE)
