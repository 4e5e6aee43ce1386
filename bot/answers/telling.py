"""What a course file says of what a question names: when, where, who, whether to come, what it counts, by field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.answers import cohorts
from bot.answers.aspects import ALSO_LIGHT, ASPECTS, LIGHT, LOOSE, SOFT, WHO
from bot.answers.manners import attendance, bring, count, modality, recorded, where, who
from bot.answers.meetings import beside, day_off, when
from bot.answers.ordinals import assignments_at, of_place, ordinals
from bot.answers.said import ANSWERS, Said
from bot.answers.things import Named, Thing, Things, things_of
from bot.answers.work import (
    contact,
    contest,
    due,
    hand_in,
    in_time,
    late,
    link,
    pages,
    rounds,
    with_whom,
    worth,
)
from bot.understanding.asked import Asked
from bot.understanding.naming import people
from bot.understanding.polarity import claim_of, exists
from bot.understanding.reader import ANY_DAY
from bot.understanding.reading import AUX
from bot.understanding.words import common_stems, stem, stems, tidy

Teller = Callable[[Asked, Things, Named], "Said | None"]
NOT_PLAIN = AUX | {"who", "whose", "whom", "how", "why", "which"}
"""Words with which more is asked than what something is."""
CLAIMS = ("allowed", "barred", "required", "free")
"""What a question may claim beside that something takes place."""
BESIDE = 2
"""Words that may be said beside a time that is to be early enough."""
OF_TITLES = (
    "when",
    "where",
    "about",
    "plain",
    "due",
    "end",
    "in time",
    "late",
    "pages",
    "with whom",
)
"""Aspects for which a word of a title names enough."""
OF_COHORTS = ("count", "is there", "when", "where", "who", "due", "worth", "end")
"""Aspects for which all cohorts of a kind are no more than a word beside what is asked."""
OF_ANYTHING = ("bring",)
"""Aspects of which a question names what it pleases: may I bring a calculator."""
SHORT = 6
"""Words of a question that may only name something."""
_LIGHT = frozenset(stems(LIGHT))


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of what a question names.

    Attributes:
        aspect: what is asked of it.
        left: how many words of the question neither name it nor ask that.
        things: what the question names.
    """

    said: Said
    aspect: str
    left: int
    things: tuple[Thing, ...]


def asks_host(q: Asked) -> bool:
    """Return whether the office hours of somebody are asked about who is there."""
    named = set(q.named("person"))
    hosting = any(named.intersection(hours.hosts) for hours in q.course.office_hours)
    return hosting and q.says("hours")


def _of_host(q: Asked) -> Told | None:
    """Return when and where the office hours are of somebody who is there."""
    said = ANSWERS["hours-when"](q)
    return Told(said, "when", 0, ()) if said else None


def told_of_named(q: Asked) -> Told | None:
    """Return what the file says of what a question names; None where it names nothing, or the file doesn't say."""
    things, words = things_of(q.timeline), q.text.split()
    if not words or q.named("release"):  # exam grades are no exam
        return None
    if asks_host(q):
        return _of_host(q)
    named = things.find(words)
    asking = {name: [m[0] for m in pattern.finditer(q.text)] for name, pattern in ASPECTS}
    asks = [name for name, found in asking.items() if found]
    claims = claim_of(q.words) in CLAIMS and not exists(q.words)
    if not asks and q.yes_no and named.things and not claims:
        asks = ["is there"]
    if "due" in asks:
        asks = [name for name in asks if name != "when"]
    if named.of("rounds") and (not named.of("meeting") or q.says("many", "advance", "through")):
        asks = [name for name in asks if name in ("when", "where")] + ["rounds"]
    elif named.of("cohorts") and not named.of("cohort"):
        asks = [name for name in asks if name in OF_COHORTS] or ["which"]
    used = {stem(word) for found in asking.values() for part in found for word in part.split()}
    used |= {
        stem(word)
        for name in q.named("person")
        for one in people(q.course)
        if one.name == name
        for word in (*tidy(name), "professor", "prof")
    }
    if of_place(q, things, named) or assignments_at(q, things, named):
        used |= {stem(word) for word in ordinals(q)}
    used |= {stem(word) for day in q.days for word in (*day.said.split(), ANY_DAY)}
    light = common_stems() | _LIGHT | used
    if q.named("person") and not WHO.search(q.text):
        asks = [name for name in asks if name != "who"]
    if not named.things:
        light |= {stem(word) for word in tidy(q.course.title)}
    digits = any if q.times else all
    rest = [w for w in named.rest if stem(w) not in light and not digits(c.isdigit() for c in w)]
    if len(words) <= SHORT and words[0] not in NOT_PLAIN and not q.named("person"):
        asks.append("plain")
    missed = 0
    for name in asks:
        said = _ask(name, q, things, named)
        if said is not None:
            told = set(stems(ALSO_LIGHT.get(name, ())))
            text = said.text.partition(". ")[0] if name == "is there" else said.text
            told |= set(stems(tidy(text)))
            left = sum(stem(word) not in told for word in rest)
            left = max(left - BESIDE, 0) if name == "in time" else left
            left = 0 if name in OF_ANYTHING else left
            left += missed + (name == "plain" and len(asks) > 1)
            weak = name != "modality" and any(one.weak for one in named.things)
            left += weak and (left > 0 or name not in OF_TITLES)
            left += left > 0 and name in LOOSE
            return Told(said, name, left, tuple(named.things))
        missed += name not in SOFT
    return None


def _ask(aspect: str, q: Asked, things: Things, named: Named) -> Said | None:
    for teller in _TELLERS.get(aspect, ()):
        said = teller(q, things, named)
        if said is not None:
            return said
    return None


_TELLERS: dict[str, tuple[Teller, ...]] = {
    "in time": (in_time,),
    "worth": (worth,),
    "link": (link,),
    "contact": (contact,),
    "bring": (bring,),
    "recorded": (recorded,),
    "pages": (pages,),
    "end": (when, due),
    "hand in": (hand_in,),
    "late": (late,),
    "with whom": (with_whom,),
    "modality": (modality,),
    "where": (where, link),
    "who": (who,),
    "count": (cohorts.which, count),
    "which": (cohorts.which,),
    "rounds": (rounds,),
    "attendance": (attendance,),
    "due": (due,),
    "when": (day_off, beside, when, due),
    "about": (beside, cohorts.about, when, contest),
    "is there": (day_off, when, cohorts.which),
    "plain": (day_off, beside, when, cohorts.about, cohorts.which, due, worth, link, who, contest),
}
