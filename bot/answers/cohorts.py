"""What a course says of its sections, slots, tracks or divisions: which there are, of each, and how one gets in."""

from __future__ import annotations

from bot.answers.said import Said, lines, sentence
from bot.answers.things import Named, Things
from bot.course.cohorts import Cohort, kinds_of
from bot.text import plural, plural_of
from bot.understanding.asked import Asked

COHORTS = "Cohorts"
MOST_LISTED = 20
"""Cohorts that one answer names."""


def which(q: Asked, things: Things, named: Named) -> Said | None:
    """Return which cohorts of a kind there are, with what is said of each, and how people get into one."""
    asked = named.of("cohorts")
    if not asked or named.of("cohort"):
        return None
    kind = asked[0]
    every = kinds_of(q.course.cohorts)[kind]
    told = lines(_told(one) for one in every[:MOST_LISTED])
    more = f"\nAnd {len(every) - MOST_LISTED} more." if len(every) > MOST_LISTED else ""
    return Said(
        f"{plural(len(every), kind, plural_of(kind))}:\n{told}{more}\n{_entered(kind, every)}",
        COHORTS,
        there=True,
        page="course:0",
    )


def about(q: Asked, things: Things, named: Named) -> Said | None:
    """Return what is said of a cohort; None where the file says nothing of it, or its meetings are asked about."""
    ids = named.of("cohort") if not named.of("meeting", "kind") else []
    of_them = [one for one in q.course.cohorts if one.id in ids and (one.about or one.leader)]
    if not of_them:
        return None
    return Said("\n".join(sentence(_told(one)) for one in of_them), COHORTS, page="course:0")


def _told(one: Cohort) -> str:
    parts = (one.about or "", f"led by {one.leader}" if one.leader else "")
    told = "; ".join(part.rstrip(".") for part in parts if part)
    return f"{one.title}: {told}" if told else one.title


def _entered(kind: str, every: tuple[Cohort, ...]) -> str:
    """Return how people get into a cohort of a kind: they choose it, or have a role."""
    if all(one.can_be_chosen for one in every):
        return f"You choose your {kind} yourself."
    if not any(one.can_be_chosen for one in every):
        return f"Which {kind} is yours follows from your role on this server."
    return "Some you choose yourself, the others follow from your role on this server."
