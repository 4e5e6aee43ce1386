"""Prizes, who may win them, and when winners are known."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.compare import of_number, on_days, people_meant
from bot.answers.said import Said, answers, moment
from bot.course.competing import Award, awards_told
from bot.text import day_name
from bot.understanding.asked import Asked
from bot.understanding.polarity import claim_of, turns

AWARDS = "Awards"


def _projects(q: Asked) -> str:
    told = [
        f"{c.title}: {', '.join(awards_told(c.awards))}." for c in q.course.competitions if c.awards
    ]
    return " ".join(told)


def _labs(q: Asked) -> str:
    told = [f"{lab.award.told} ({lab.name})" for lab in q.course.labs if lab.award]
    return f"Labs: {', '.join(told)}." if told else ""


@answers("prizes")
def prizes(q: Asked) -> Said | None:
    """List all prizes."""
    told = " ".join(part for part in (_projects(q), _labs(q)) if part)
    if not told:
        return None
    count = sum(a.count for c in q.course.competitions for a in c.awards)
    labs = sum(1 for lab in q.course.labs if lab.award)
    total = (
        f"{count} project prizes and {labs} lab awards are listed. "
        if q.says("many", "number")
        else ""
    )
    return Said(f"{total}{told}", AWARDS, there=True, page="topic:0/prizes")


@answers("project-awards")
def project_awards(q: Asked) -> Said | None:
    """List the project's prizes."""
    told = _projects(q)
    return Said(told, AWARDS, there=True, page="topic:0/prizes") if told else None


@answers("lab-awards")
def lab_awards(q: Asked) -> Said | None:
    """List the labs' prizes."""
    told = _labs(q)
    return Said(told, AWARDS, there=True, page="topic:0/prizes") if told else None


@answers("award")
def award(q: Asked) -> Said | None:
    """Return how many of a prize there are and what it is for."""
    found = [one for title in q.named("award") for one in _called(q, title)]
    if not found:
        return None
    told = [f"{awards_told(beside)[beside.index(one)]} for {what}." for one, what, beside in found]
    fits = _of_that(q, [one for one, _, _ in found])
    how = ""
    if q.says("win", "get") and q.course.pitches and any("competition" in one for one in told):
        scoring = next((c.scoring for c in q.course.competitions if c.scoring), None)
        how = f" {scoring.split('. ')[-1]}" if scoring else ""
    return Said(" ".join(told) + how, AWARDS, fits=fits, there=True, page="topic:0/prizes")


def _called(q: Asked, title: str) -> list[tuple[Award, str, Sequence[Award]]]:
    """Return the prizes of a title, each with what it is for and those that are to be won beside it."""
    given = [
        (a, f"the {c.title.lower()}", c.awards) for c in q.course.competitions for a in c.awards
    ]
    given += [(lab.award, lab.name, (lab.award,)) for lab in q.course.labs if lab.award]
    return [one for one in given if one[0].title == title]


def _of_that(q: Asked, found: Sequence[Award]) -> bool | None:
    """Return whether there are as many of the named prizes as is asked, and for what is asked."""
    if q.numbers:
        counts = [of_number(q, one.count) for one in found]
        return None if None in counts else any(counts)
    if q.says("or") or turns(q.words):
        return None
    titles = q.named("award")
    if q.says("project"):
        return any(one.title in titles for c in q.course.competitions for one in c.awards)
    if q.named("lab") or q.says("lab", "labs"):
        labs = [lab for lab in q.course.labs if lab.id in q.named("lab") or not q.named("lab")]
        return any(lab.award is not None and lab.award.title in titles for lab in labs)
    return None


@answers("prizes-who")
def prizes_who(q: Asked) -> Said | None:
    """Return who may win prizes."""
    course = q.course
    told = [course.prizes.who] if course.prizes and course.prizes.who else []
    if course.lab_rules and course.lab_rules.eligible:
        told.append(f"The lab competitions are open to {course.lab_rules.eligible}")
    if course.groups and course.groups.eligibility:
        told.append(course.groups.eligibility.text)
    if not told:
        return None
    who = people_meant(q, course.prizes.people if course.prizes else None)
    claim = claim_of(q.words)
    known = who is not None and claim in ("allowed", "barred")
    fits = who == (claim == "allowed") if known else None
    return Said(" ".join(told), "Prizes", fits=fits, page="topic:0/prizes")


@answers("winners-announced")
def winners_announced(q: Asked) -> Said | None:
    """Return when winners are announced."""
    item = next((i for i in q.timeline.items if i.event == "awards"), None)
    announced = q.course.prizes.announced if q.course.prizes else None
    if item is None and announced is None:
        return None
    told = [announced] if announced else []
    fits: bool | None = None
    if item:
        at = moment(q.timeline, item.starts_at) if item.starts_at else day_name(item.day)
        told.append(f"{item.title}: {at}.")
        fits = on_days(q, [item.day])
    return Said(" ".join(told), AWARDS, fits=fits, page=f"day:{item.day}" if item else "")


@answers("prize-value")
def prize_value(q: Asked) -> Said | None:
    """Return what the prizes are worth, as far as the page does."""
    about = q.course.prizes.about if q.course.prizes else None
    worth = [
        f"{c.title}: {', '.join(awards_told(c.awards))}."
        for c in q.course.competitions
        if any(one.worth for one in c.awards)
    ]
    told = "\n".join((about, *worth) if about else worth)
    return Said(told, "Prizes", page="topic:0/prizes") if told else None


@answers("prize-details")
def prize_details(q: Asked) -> Said | None:
    """Return what a prize that is named is worth, where that's asked and stated."""
    asked = q.says("worth", "value", "much", "money", "dollars", "cash")
    told = [
        f"{one.told}, for {what}."
        for title in q.named("award")
        for one, what, _ in _called(q, title)
        if one.worth
    ]
    return Said(" ".join(told), AWARDS, page="topic:0/prizes") if asked and told else None
