"""The course itself: what it is, what passing takes, where things are, whom to ask."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.compare import of_names, of_number, on_days
from bot.answers.said import OPEN, Said, answers, lines, moment
from bot.answers.themes.days import SCHEDULE
from bot.course.grading import Grading, PassingRequirement
from bot.course.people import Person, by_role
from bot.course.sessions import OfficeHours
from bot.course.timeline import Item
from bot.course.words import of_listeners
from bot.text import clock_time, day_name, listing, plural, raised
from bot.understanding.asked import Asked
from bot.understanding.polarity import claim_of, turns
from bot.understanding.words import concepts, tidy

GRADING, ABOUT = "Grading", "About the course"
FEW = 3
"""People whose contacts fit into an answer beside their names."""
HELPING = ("helpful", "help", "helps", "useful")


@answers("units")
def units(q: Asked) -> Said | None:
    """Return how much credit the course gives."""
    grading = q.course.grading
    if grading is None or grading.units is None:
        return None
    return Said(
        f"The course is worth {plural(grading.units, 'unit')}.",
        GRADING,
        fits=of_number(q, grading.units),
        there=grading.units > 0,
        page="topic:0/grading",
    )


@answers("grading-scheme")
def grading_scheme(q: Asked) -> Said | None:
    """Return how the course is graded."""
    grading = q.course.grading
    if grading is None or not (grading.scheme or grading.components):
        return None
    made = listing(f"{one.title} {one.share}" for one in grading.components)
    of = f" The grade is made up of: {made}." if made else ""
    if grading.scheme is None:
        return Said(of.strip(), GRADING, page="topic:0/grading")
    text = f"{raised(grading.graded)}.{of}"
    return Said(text, GRADING, fits=_scheme_fits(q, grading.scheme), page="topic:0/grading")


def _scheme_fits(q: Asked, scheme: str) -> bool | None:
    """Return whether the kind of grades that a question names is the stated one."""
    letters = "letter" in scheme.lower()
    passing = not letters and {"p", "pass"} & set(re.findall(r"[a-z]+", scheme.lower()))
    if turns(q.words) or q.says("or") or not (letters or passing):
        return None
    if q.says("letter", "letters"):
        return letters
    return bool(passing) if q.says("p/d/f", "pass") and q.says("fail", "p/d/f") else None


def _need(grading: Grading, need: PassingRequirement) -> str:
    return (
        f"{need.title} ({', '.join(part for part in (need.proof, grading.reached(need)) if part)})"
    )


@answers("passing")
def passing(q: Asked) -> Said | None:
    """List what passing takes."""
    grading = q.course.grading
    if grading is None or not grading.passing:
        return None
    told = lines((_need(grading, p) for p in grading.passing), 400)
    chosen = q.course.met_in_ways
    extra = next((f"\n{p.detail}" for p in grading.passing if p.id in chosen and p.detail), "")
    return Said(f"To pass, do all of these:\n{told}{extra}", GRADING, page="topic:0/grading")


@answers("honor-code")
def honor_code(q: Asked) -> Said | None:
    """Return what goes by honor code."""
    if q.course.grading is None:
        return None
    told = [p.title for p in q.course.grading.passing if p.proof == "honor code"]
    rest = [p.title for p in q.course.grading.passing if p.proof == "submission"]
    other = [
        _need(q.course.grading, p) for p in q.course.grading.passing if p.proof in ("exam", "grade")
    ]
    if not told:
        return None
    text = f"By honor code: {'; '.join(told)}."
    text += f" With a submission: {'; '.join(rest)}." if rest else ""
    text += f" Otherwise: {'; '.join(other)}." if other else ""
    return Said(text, GRADING, there=True, page="topic:0/grading")


@answers("summary")
def summary(q: Asked) -> Said | None:
    """Return what the course is."""
    return Said(q.course.summary, ABOUT, page="topic:0/about") if q.course.summary else None


@answers("course-name")
def course_name(q: Asked) -> Said:
    """Return the course's name and number."""
    course = q.course
    own = " ".join(part for part in (course.institution, course.number) if part)
    name = ", ".join(part for part in (course.title, own, course.term.name) if part)
    if course.number is None and q.says("number", "numbered", "code"):
        text = f"The course page gives no course number. The course is {name}."
        return Said(text, OPEN, stated=False, page="topic:0/about")
    return Said(f"{name}.", ABOUT, page="topic:0/about")


@answers("instructors")
def instructors(q: Asked) -> Said | None:
    """Name the instructors, or whoever has the role that is named."""
    found = in_roles(q) or [one for one in q.course.everybody if one.teaches]
    return Said(_by_role(found), ABOUT, page="topic:0/about") if found else None


@answers("staff-names")
def staff_names(q: Asked) -> Said | None:
    """Name whoever has the role that is named. How one gets it is another question."""
    found = [] if q.says("become", "apply", "hire") else in_roles(q)
    return Said(_by_role(found), "Contacts", page="topic:0/contacts") if found else None


def in_roles(q: Asked) -> list[Person]:
    """Return the people in the roles that a question names: by a role's whole name, else by its last word."""
    asked = set(concepts(q.text.split()))
    roles = {one.role: concepts(tidy(one.role)) for one in q.course.everybody}
    whole = [len(words) for words in roles.values() if asked.issuperset(words)]
    fitting = {
        role
        for role, words in roles.items()
        if (asked.issuperset(words) and len(words) == max(whole))
        or (not whole and words[-1] in asked)
    }
    return [one for one in q.course.everybody if one.role in fitting]


def _by_role(people: list[Person]) -> str:
    """Name people with their roles, and how to reach them where there are few."""
    told = [f"{role}: {listing(p.name for p in held)}." for role, held in by_role(people).items()]
    reached = [f"{p.name}: {p.reached}." for p in people if p.reached]
    return " ".join([*told, *(reached if len(reached) <= FEW else ())])


@answers("contact")
def contact(q: Asked) -> Said | None:
    """Return the addresses to write to: of whom or which role is named, else the course's."""
    meant = [p for p in q.course.people if p.name in q.named("person")] or in_roles(q)
    if reached := [f"{p.name} ({p.role}): {p.reached}" for p in meant if p.reached]:
        return Said(f"{lines(reached)}", "Contacts", page="topic:0/contacts")
    told = "; ".join(f"{c.title}: {c.email}" for c in q.course.contacts)
    told = told or "; ".join(
        f"{p.name} ({p.role}): {p.reached}" for p in q.course.people if p.reached
    )
    if not told:
        return None
    return Said(f"{told}.", "Contacts", page="topic:0/contacts")


def _closing(q: Asked, hours: OfficeHours) -> str:
    return f"{clock_time(hours.closes)} {q.course.zone_label}"


@answers("ask-questions")
def ask_questions(q: Asked) -> Said | None:
    """Return where questions are asked."""
    told = [
        f"{link.title}: {link.url}"
        for link in q.course.links
        if "forum" in f"{link.title} {' '.join(link.also)}".lower()
    ]
    told += [
        f"{h.title} in {h.where}, {'after the lecture, ' if h.after else ''}until {_closing(q, h)}"
        for h in q.course.office_hours[:2]
    ]
    told += [f"{c.title}: {c.email}" for c in q.course.contacts]
    return (
        Said(f"You can ask here:\n{lines(told)}", "Contacts", there=True, page="topic:0/contacts")
        if told
        else None
    )


@answers("link")
def link(q: Asked) -> Said | None:
    """Return a link's address."""
    found = [one for one in q.course.links if one.id in q.named("link")]
    if not found:
        return None
    told = " ".join(f"{o.title}: {o.url}{f' ({o.access})' if o.access else ''}." for o in found[:3])
    return Said(told, "Links", there=True, page="topic:0/links")


@answers("links")
def links(q: Asked) -> Said | None:
    """List the links."""
    if not q.course.links:
        return None
    return Said(lines(f"{o.title}: {o.url}" for o in q.course.links), "Links", page="topic:0/links")


@answers("prereqs", "prereq-expected", "prereq-helpful", "prereq-ml")
def prerequisites(q: Asked) -> Said | None:
    """Return what is expected beforehand."""
    needs = q.course.prerequisites
    if needs is None:
        return None
    told = [f"Basic knowledge of {listing(needs.expected)} is expected."] if needs.expected else []
    told += [note for note in needs.notes if not of_listeners(note)]
    named = q.named("prereq")
    helpful = next(
        (n for n in needs.notes if any(h.lower() in n.lower() for h in needs.helpful)), None
    )
    if helpful and any(name in needs.helpful for name in named):
        told = [helpful, *(t for t in told if t != helpful)]
    elif needs.helpful:
        told.append(f"Helpful: {listing(needs.helpful)}.")
    if not told:
        return None
    return Said(" ".join(told), "Prerequisites", fits=_needed(q), page="topic:0/prerequisites")


def _needed(q: Asked) -> bool | None:
    """Return whether what is named is needed, or can be done without, as asked."""
    needs, claim = q.course.prerequisites, claim_of(q.words)
    if needs is None or not q.named("prereq"):
        return None
    if claim not in ("required", "free"):
        return True if of_names(q, "prereq", needs.helpful) and q.says(*HELPING) else None
    expected = any(name in needs.expected for name in q.named("prereq"))
    if not expected and not of_names(q, "prereq", needs.helpful):
        return None
    return expected == (claim == "required")


EXAMS = frozenset(("exam", "midterm", "final", "test"))
"""Words of kinds of meetings that are exams."""


SORTS = ("final", "midterm", "oral")
"""Sorts of exams that people ask for; of a course of two, one may be called none."""
TO_PRACTISE = ("practice", "practise", "mock", "sample", "old", "past", "cutoff", "curve")
"""Words of what belongs to an exam and isn't one."""


@answers("exams")
def exams(q: Asked) -> Said | None:
    """Return when exams are, where the course has any."""
    sessions = [i for i in q.timeline.items if i.is_session]
    quizzes = [i for i in sessions if "quiz" in i.kind.split()]
    found = [i for i in sessions if EXAMS & set(i.kind.split())]
    found = quizzes if quizzes and (not found or q.says("quiz", "quizzes")) else found
    found = [i for i in sessions if i not in found and q.says(*i.kind.split())] or found
    if not found:
        return None
    told = [
        f"{i.title}: {moment(q.timeline, i.starts_at) if i.starts_at else day_name(i.day)}"
        f"{f', {i.where}' if i.where else ''}."
        for i in found[:4]
    ]
    if q.says(*TO_PRACTISE) or _of_another_sort(q, found):
        text = "The course page doesn't say that, as far as I can tell. What it does say:"
        return Said(" ".join((text, *told)), SCHEDULE, stated=False)
    return Said(
        " ".join(told),
        SCHEDULE,
        fits=on_days(q, [i.day for i in found]),
        there=True,
        instant=found[0].starts_at,
        page=f"day:{found[0].day}",
    )


def _of_another_sort(q: Asked, found: Sequence[Item]) -> bool:
    """Return whether an exam is asked about that none of these is called: the final one, where one is an exam."""
    called = {
        word for i in found for name in (i.kind, i.title, *i.also) for word in name.lower().split()
    }
    return any(q.says(word) and word not in called for word in SORTS)


@answers("textbook")
def textbook(q: Asked) -> Said | None:
    """Return what is read, where the file has a topic about it."""
    return next(
        (
            Said(t.text, t.title, page=f"topic:0/x-{t.id}")
            for t in q.course.topics
            if "book" in f"{t.id} {t.title}".lower()
        ),
        None,
    )
