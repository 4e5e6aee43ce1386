"""What is handed in, what it counts for, and whom and what a question names besides meetings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.answers.lateness import fits_late, late_text
from bot.answers.ordinals import assignments_at
from bot.answers.said import ANSWERS, Said, lines, moment, sentence
from bot.answers.things import Named, Things
from bot.course.competing import Competition
from bot.course.timeline import DAY, Item, Timeline
from bot.course.words import say
from bot.text import listing, plural, plural_of, raised
from bot.understanding.asked import Asked
from bot.understanding.polarity import claim_of, turns

GRADING = "Grading"
PAST = re.compile(r"\b(\w+ed|sent|was|were|did)\b")


def assignments_of(q: Asked, kinds: Iterable[str]) -> Said | None:
    found = [one for one in q.course.assignments if one.kind and one.kind in kinds]
    due = {i.id: i for i in q.timeline.deadlines}
    told = [
        f"{one.title}: due {moment(q.timeline, at)}"
        if (at := _due_at(due, one.deadline or one.id))
        else one.title
        for one in found
    ]
    if not told:
        return None
    kind = found[0].kind or "assignment"
    return Said(
        f"{plural(len(told), kind, plural_of(kind))}:\n{lines(told, 640)}",
        "Assignments",
        page="deadlines:0",
    )


def _due_at(due: dict[str, Item], id: str) -> datetime | None:
    return due[id].starts_at if id in due else None


def dues(q: Asked, named: Named) -> list[str]:
    """Return the ids of the deadlines of what a question names to hand in."""
    found = list(named.of("due"))
    for id in named.of("assignment"):
        one = q.course.assignment(id)
        if one:
            found.append(one.deadline or one.id)
    return found


def due(q: Asked, things: Things, named: Named) -> Said | None:
    """Return when something to hand in is due."""
    found = dues(q, named) or assignments_at(q, things, named)
    if found:
        return ANSWERS["due-when"](replace(q, ids={**q.ids, "due": found}))
    kinds = named.of("assignments")
    if not kinds or "next" not in q.plain:
        return assignments_of(q, kinds) if kinds else None
    own = {one.deadline or one.id for one in q.course.assignments if one.kind in kinds}
    item = next((i for i in q.timeline.open_deadlines(q.now) if i.id in own), None)
    return ANSWERS["due-when"](replace(q, ids={**q.ids, "due": [item.id]})) if item else None


def in_time(q: Asked, things: Things, named: Named) -> Said | None:
    """Return whether a time of day is early enough for what is due on the day that is named, or today."""
    day, found = q.days[0].first if q.days else q.today, dues(q, named)
    there = [i for i in q.timeline.deadlines if i.starts_at and i.day == day]
    there = [i for i in there if i.id in found or not found]
    if not q.times or len({i.starts_at for i in there}) != 1 or not there[0].starts_at:
        return None
    item, at = there[0], datetime.combine(day, q.times[0], q.timeline.zone)
    if not q.days and at < q.now and not PAST.search(q.text):
        at += DAY
    policy = q.course.late_words([i.id for i in there])
    what = listing(i.title for i in there)
    text = f"{what}: due {moment(q.timeline, there[0].starts_at)}. {policy}".strip()
    policies = q.course.late_policies_at([item.id])
    early = at <= there[0].starts_at
    sure = early or (bool(policies) and not policies[0].takes_late)
    fits = early != q.says("late", "over") if sure and not turns(q.words) else None
    return Said(text, "Deadlines", fits=fits, page="deadlines:0")


def hand_in(q: Asked, things: Things, named: Named) -> Said | None:
    """Return where something is handed in."""
    found = dues(q, named)
    kinds = named.of("assignments")
    if not found:
        found = [one.deadline or one.id for one in q.course.assignments if one.kind in kinds]
    places = {
        d.hand_in.where: d.hand_in for d in q.course.every_deadline if d.id in found and d.hand_in
    }
    if len(places) != 1:
        return ANSWERS["due-where"](replace(q, ids={**q.ids, "due": found})) if places else None
    place = next(iter(places.values()))
    link = q.course.link(place.link)
    address = f" ({link.url})" if link else ""
    what = (
        listing(plural_of(k) for k in kinds)
        if kinds and not dues(q, named)
        else listing(d.short for d in q.course.every_deadline if d.id in found)
    )
    return Said(
        f"{raised(what)}: hand in on {place.where}{address}.", "Deadlines", page="deadlines:0"
    )


def with_whom(q: Asked, things: Things, named: Named) -> Said | None:
    """Return what an assignment's notes say, and whether one hand-in is for the group."""
    kinds = named.of("assignments")
    found = [
        one
        for one in q.course.assignments
        if one.id in named.of("assignment") or (one.kind in kinds and not named.of("assignment"))
    ]
    told = dict.fromkeys(note for one in found for note in one.notes)
    together = bool(found) and all(one.by == "group" for one in found)
    if together:
        told[f"One hand-in is for the whole {say.group}."] = None
    each = q.says("everyone", "everybody", "each", "all", "both") and not q.says("or")
    fits = False if together and each and claim_of(q.words) == "required" else None
    return Said(" ".join(told), "Assignments", fits=fits, page="deadlines:0") if told else None


def pages(q: Asked, things: Things, named: Named) -> Said | None:
    """Return how many pages something that is handed in may have."""
    ids = named.of("assignment")
    told = [
        f"{part.title}: at most {plural(part.pages, 'page')}."
        for one in q.course.assignments
        for part in one.parts
        if one.id in ids and part.pages
    ]
    return Said(" ".join(told), "Assignments", page="deadlines:0") if told else None


def late(q: Asked, things: Things, named: Named) -> Said | None:
    """Return what the file says of handing something in late."""
    found = dues(q, named)
    kinds = named.of("assignments")
    found += [one.deadline or one.id for one in q.course.assignments if one.kind in kinds]
    words = late_text(q, found)
    fits = fits_late(q, found)
    return Said(words, "Late policy", fits=fits, page="deadlines:0") if words else None


def worth(q: Asked, things: Things, named: Named) -> Said | None:
    """Return what share of the grade something is."""
    grading = q.course.grading
    parts = named.of("component")
    for id in named.of("assignment"):
        one = q.course.assignment(id)
        parts += [one.counts_for.component] if one and one.counts_for.component else []
    titles = {
        word
        for id in named.of("kind", "meeting")
        for word in (id.partition("|")[0], id.partition("|")[2])
    }
    told: list[str] = []
    for part in grading.components if grading else ():
        if part.id in parts or (not parts and part.title.lower() in titles):
            told.append(
                f"{part.title}: {part.share} of the grade.{f' {part.detail}' if part.detail else ''}"
            )
    ids = named.of("assignment")
    told += [
        f"{a.title}: {a.points:g} points." for a in q.course.assignments if a.id in ids and a.points
    ]
    told += dict.fromkeys(_weights(q, named.of("criterion")))
    return Said(" ".join(told), GRADING, page="topic:0/grading") if told else None


def _weights(q: Asked, ids: Sequence[str]) -> Iterator[str]:
    """Yield what share of a score each of some criteria is, with its guideline."""
    for contest in q.course.competitions:
        total = sum(one.weight or 0 for one in contest.every_criterion)
        for one in contest.every_criterion:
            if one.id in ids and one.weight:
                about = f" {one.guideline}" if one.guideline else ""
                yield f"{one.title}: {one.weight / total:.0%} of the score.{about}"


def contest(q: Asked, things: Things, named: Named) -> Said | None:
    """Return what is said of competitions: their judges and awards, and the rounds they are decided in."""
    told: list[str] = []
    for one in q.course.competitions:
        if one.id in named.of("competition"):
            awards = listing(award.told for award in one.awards)
            parts = (one.judges, awards and f"To be won: {awards}.", rounds_of(q.timeline, one))
            told.append(" ".join((f"{one.title}.", *(sentence(part) for part in parts if part))))
    return Said("\n".join(told), "Competitions") if told else None


def rounds(q: Asked, things: Things, named: Named) -> Said | None:
    """Return in which rounds competitions are decided, and how many go on from each."""
    ids = named.of("rounds")
    told: dict[str, list[str]] = {}
    for contest in q.course.competitions:
        if contest.id in ids:
            told.setdefault(rounds_of(q.timeline, contest), []).append(contest.title)
    text = "\n".join(f"{listing(titles)}: {text}." for text, titles in told.items())
    return Said(text, "Competitions") if text else None


def rounds_of(timeline: Timeline, competition: Competition) -> str:
    """Say in which rounds a competition is decided, when and where, and how many go on; nothing where there's one."""
    told: list[str] = []
    for one in competition.rounds:
        item = timeline.meeting(one.session)
        at = moment(timeline, item.starts_at) if item and item.starts_at else ""
        beside = (at, item.where if item else "", one.advance and f"{one.advance} go on")
        more = ", ".join(part for part in beside if part)
        told.append(f"{one.title} ({more})" if more else one.title)
    return "; ".join(told) if len(told) > 1 else ""


def contact(q: Asked, things: Things, named: Named) -> Said | None:
    """Return how somebody who is named, or whoever has a role, is reached."""
    return ANSWERS["contact"](q) if q.named("person") or named.of("role") else None


def link(q: Asked, things: Things, named: Named) -> Said | None:
    """Return the address of what is named."""
    ids = named.of("link")
    return ANSWERS["link"](replace(q, ids={**q.ids, "link": ids})) if ids else None
