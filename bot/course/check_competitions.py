"""What a course file must keep about competitions: something to score, rounds that lead on, awards somebody can win."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.course.competing import LONGEST_CONTEST, Award, Competition, Criterion, Scale
from bot.course.findings import Finding
from bot.course.model import Course
from bot.course.yamlfile import Loc

MOST_SCORES = 10


def check_competitions(course: Course) -> Iterator[Finding]:
    """Yield what is wrong about the course's competitions."""
    ids: dict[str, Loc] = {}
    for i, competition in enumerate(course.competitions):
        loc: Loc = ("competitions", i)
        yield from _scale(loc, competition.scale)
        yield from _criteria((*loc, "criteria"), competition.criteria)
        yield from _rounds(loc, competition)
        yield from _awards(loc, competition)
        counts = any(a.counts_for.competition == competition.id for a in course.assignments)
        if competition.entries == "assignments" and competition.judged and not counts:
            expected = f"`counts_for: {{competition: {competition.id}}}` in one of `assignments`"
            yield Finding((*loc, "entries"), "“assignments”, but none counts for it", expected)
        for id, where in _contests(course, loc, competition):
            if len(id) > LONGEST_CONTEST:
                found = f"{len(id)} letters in “{id}”, made of the ids of what is judged"
                yield Finding(where, found, f"shorter ids, together at most {LONGEST_CONTEST}")
            if id in ids:
                found = f"“{id}” for a second thing that is judged, made of the ids"
                yield Finding(where, found, "other ids, so that each has one of its own")
            ids[id] = where


def _contests(course: Course, loc: Loc, competition: Competition) -> Iterator[tuple[str, Loc]]:
    """Yield what is judged: its id, and where in the file it comes from."""
    wholes = [competition.id]
    if competition.entries == "assignments":
        entered = [a for a in course.assignments if a.counts_for.competition == competition.id]
        wholes = [f"{competition.id}-{one.id}" for one in entered]
    for whole in wholes if competition.judged else ():
        if not competition.rounds:
            yield whole, (*loc, "id")
        for n, part in enumerate(competition.rounds):
            yield f"{whole}-{part.id}", (*loc, "rounds", n, "id")


def _scale(loc: Loc, scale: Scale | None) -> Iterator[Finding]:
    if scale and scale.max <= scale.min:
        expected = f"a score above the lowest, {scale.min}"
        yield Finding((*loc, "scale", "max"), str(scale.max), expected)
    if scale and scale.max - scale.min >= MOST_SCORES:
        found = f"{scale.max - scale.min + 1} scores"
        expected = f"at most {MOST_SCORES}, so that one can be picked in a form"
        yield Finding((*loc, "scale"), found, expected)


def _criteria(loc: Loc, criteria: Sequence[Criterion]) -> Iterator[Finding]:
    seen: set[str] = set()
    weighted = [one for one in criteria if one.weight]
    for n, one in enumerate(criteria):
        if one.id in seen:
            yield Finding((*loc, n, "id"), f"“{one.id}” a second time", "an id of its own")
        seen.add(one.id)
        if weighted and one.weight is None:
            yield Finding(
                (*loc, n),
                f"no weight beside those of others, such as {weighted[0].weight}",
                "a `weight`, too",
            )


def _rounds(loc: Loc, competition: Competition) -> Iterator[Finding]:
    rounds, seen = competition.rounds, set[str]()
    if competition.judged and not rounds and not competition.criteria:
        yield Finding(
            loc, "nothing to score", "`criteria`, or `rounds` that have some, or `judged: false`"
        )
    if rounds and not competition.judged:
        yield Finding((*loc, "rounds"), "rounds that nobody judges", "`judged: true`, or no rounds")
    enter: int | None = None
    for n, part in enumerate(rounds):
        here: Loc = (*loc, "rounds", n)
        yield from _scale(here, part.scale)
        yield from _criteria((*here, "criteria"), part.criteria)
        if part.id in seen:
            yield Finding((*here, "id"), f"“{part.id}” a second time", "an id of its own")
        seen.add(part.id)
        if not competition.criteria_of(part):
            yield Finding(here, "nothing to score", "`criteria` of its own, or of the competition")
        last = n == len(rounds) - 1
        if last and part.advance:
            expected = "no such key in the last round, or a round after it"
            yield Finding(
                (*here, "advance"), f"{part.advance} who go on from the last round", expected
            )
        elif not last and part.advance is None:
            yield Finding(here, "nobody who goes on", "`advance`: how many enter the next round")
        elif part.advance and enter is not None and part.advance >= enter:
            yield Finding(
                (*here, "advance"),
                f"{part.advance} of the {enter} who enter",
                f"fewer than {enter}",
            )
        enter = part.advance


def _awards(loc: Loc, competition: Competition) -> Iterator[Finding]:
    rounds = competition.rounds
    enter = rounds[-2].advance if len(rounds) > 1 else None
    taken = 0
    for n, award in enumerate(competition.awards):
        here: Loc = (*loc, "awards", n)
        if award.place and award.place <= taken:
            expected = f"a place after {taken}, which the award before it reaches"
            yield Finding((*here, "place"), f"place {award.place}, which wins already", expected)
        last = _last_place(award, taken)
        if enter is not None and last > enter:
            where = (*here, "place") if award.place else (*here, "title")
            found = f"an award for place {last} of a round that {enter} enter"
            yield Finding(where, found, f"awards for at most {enter} places")
        taken = max(taken, last)


def _last_place(award: Award, taken: int) -> int:
    return (award.place - 1 if award.place else taken) + award.count
