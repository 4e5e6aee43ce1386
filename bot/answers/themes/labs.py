"""Labs and their competitions."""

from __future__ import annotations

from bot.answers.compare import of_names, of_number, of_words, on_days, people_meant
from bot.answers.said import Said, answers, lines, moment
from bot.answers.search import found_lines
from bot.answers.themes.deadlines import due_text, labs_due
from bot.course.competing import Competition
from bot.course.work import Lab
from bot.text import day_name, listing, lowered, plural
from bot.understanding.asked import Asked
from bot.understanding.polarity import claim_of

LABS = "Labs"
LONGEST_ASIDE = 60
"""Characters of a guideline that still fit behind the criterion."""


def _labs(q: Asked) -> list[Lab]:
    return [lab for lab in q.course.labs if lab.id in q.named("lab")]


def _like(q: Asked) -> list[Lab]:
    """Return the lab whose parts speak of what a question is about, where it names none."""
    likeliest = next(iter(found_lines(q, "lab")), None)
    return [lab for lab in q.course.labs if likeliest and lab.id == likeliest.id]


def _no_such(q: Asked) -> Said | None:
    """Return that there is no lab of a number, and how many there are."""
    if not q.named("no lab") or not q.course.labs:
        return None
    names = listing(lab.name for lab in q.course.labs)
    number = q.named("no lab")[0]
    text = (
        f"The course page doesn't list a Lab {number}. It has {plural(_count(q), 'lab')}: {names}."
    )
    return Said(text, LABS, stated=False, page="topic:0/labs")


def _count(q: Asked) -> int:
    return len(q.course.labs)


@answers("lab-about")
def lab_about(q: Asked) -> Said | None:
    """Return what a lab is about."""
    labs = _labs(q) or ([] if q.named("no lab") else _like(q))
    if not labs:
        return _no_such(q)
    told: list[str] = []
    for lab in labs[:2]:
        parts = [p for p in lab.parts if p.id.lower() in q.named("part")] or list(lab.parts)
        about = "; ".join(f"{p.id} {p.title}" if len(lab.parts) > 1 else p.title for p in parts)
        told.append(f"{lab.name}: {about}." if about else f"{lab.name}: {lab.title}.")
        days = _lab_days(q, lab, [p.id for p in parts])
        told.append(f"On the schedule: {listing(days)}." if days else "")
    return Said(" ".join(t for t in told if t), LABS, page=f"topic:0/{labs[0].id}")


def _lab_days(q: Asked, lab: Lab, parts: list[str]) -> list[str]:
    items = [i for i in q.timeline.items if i.lab == lab.id]
    if len(parts) == 1 and len(lab.parts) > 1:
        items = [i for i in items if parts[0].lower() in i.title.lower().split()] or items
    return list(dict.fromkeys(day_name(i.day) for i in items))


@answers("lab-when")
def lab_when(q: Asked) -> Said | None:
    """Return on which days a lab is."""
    labs = _labs(q)
    if not labs:
        return _no_such(q)
    told: list[str] = []
    right: list[bool | None] = []
    for lab in labs[:2]:
        wanted = q.named("part")
        items = [i for i in q.timeline.items if i.lab == lab.id]
        items = [
            i for i in items if not wanted or any(w in i.title.lower().split() for w in wanted)
        ] or items
        right.append(on_days(q, [i.day for i in items]))
        told += [f"{i.title}: {day_name(i.day)}." for i in items]
        told += [f"{due_text(q, due)}." for due in [labs_due(q, lab.id)] if due]
    text = " ".join(dict.fromkeys(told))
    fits = None if None in right else all(right)
    return Said(text, LABS, fits=fits, page=f"topic:0/{labs[0].id}")


@answers("lab-notebook")
def lab_notebook(q: Asked) -> Said | None:
    """Return the notebooks of a lab."""
    labs, rules = _labs(q), q.course.lab_rules
    if not labs:
        return _no_such(q)
    link = q.course.link(rules.repository) if rules else None
    told: list[str] = []
    wanted = q.named("part")
    for lab in labs[:1]:
        for part in lab.parts:
            address = rules.notebook_at(part.notebook) if rules and part.notebook else None
            if address and (not wanted or part.id.lower() in wanted):
                told.append(f"{part.id} {address}")
    start = f"{labs[0].name} is in the lab repository: {link.url}." if link else ""
    text = "\n".join([start, *told]).strip()
    return Said(text, LABS, page=f"topic:0/{labs[0].id}") if text else None


@answers("lab-award")
def lab_award(q: Asked) -> Said | None:
    """Return what a lab's winner gets."""
    labs = [lab for lab in _labs(q) if lab.award]
    if not labs:
        return _no_such(q)
    told = [f"The {lab.name} award is: {lab.award.told}." for lab in labs if lab.award]
    named = q.named("award")
    fits = of_names(q, "award", [lab.award.title for lab in labs if lab.award])
    if fits is False:
        told += [
            f"{lab.award.told}: {lab.name}."
            for lab in q.course.labs
            if lab.award and lab.award.title in named
        ]
    return Said(" ".join(told), "Awards", fits=fits, there=True, page="topic:0/prizes")


@answers("lab-entry")
def lab_entry(q: Asked) -> Said | None:
    """Return what a lab's competition entry holds."""
    found = [(lab, entry) for lab in _labs(q) if (entry := q.course.entry_of(lab.id))]
    if not found:
        return _no_such(q) or labs_entry(q)
    lab, entry = found[0]
    told = lines(part.title for part in entry.parts)
    due = labs_due(q, lab.id)
    end = f"\n{due_text(q, due)}." if due else ""
    return Said(
        f"A {lab.name} competition entry includes:\n{told}{end}", LABS, page=f"topic:0/{lab.id}"
    )


@answers("labs-entry")
def labs_entry(q: Asked) -> Said | None:
    """Return where it is written what an entry holds."""
    rules = q.course.lab_rules
    if rules is None or rules.compete is None:
        return None
    entries = [one for one in q.course.assignments if one.lab]
    kinds = dict.fromkeys(kind for e in entries for part in e.parts for kind in part.accepts)
    held = f" Across the labs an entry holds {listing(kinds)} parts." if kinds else ""
    return Said(f"{rules.compete}{held}", LABS, page="topic:0/labs")


@answers("labs-compete")
def labs_compete(q: Asked) -> Said | None:
    """Return how to enter the lab competitions."""
    rules = q.course.lab_rules
    if rules is None or rules.compete is None:
        return None
    due = labs_due(q)
    end = f" {due_text(q, due)}." if due else ""
    return Said(f"{rules.compete}{end}", LABS, page="topic:0/labs")


@answers("labs-count")
def labs_count(q: Asked) -> Said | None:
    """Return how many labs there are, and which."""
    if q.named("no lab"):
        return _no_such(q)
    if not q.course.labs:
        return None
    told = "; ".join(f"{lab.name}: {lab.title}" for lab in q.course.labs)
    count = plural(_count(q), "lab")
    there = "There is" if _count(q) == 1 else "There are"
    fits = of_number(q, _count(q))
    return Said(f"{there} {count}. {told}.", LABS, fits=fits, there=True, page="topic:0/labs")


@answers("labs-submit-pass")
def labs_submit_pass(q: Asked) -> Said | None:
    """Return whether submitting labs is needed to pass."""
    rules, needed = q.course.lab_rules, submitting_needed(q)
    if needed is None:
        return None
    due = labs_due(q)
    text = f"Submitting labs is {'' if needed else 'not '}required to pass."
    text += f" {rules.passing}" if rules and rules.passing else ""
    need = due.deadline.need if due and due.deadline else None
    if need and due and due.starts_at:
        only, by = need.split(". ")[0].rstrip("."), moment(q.timeline, due.starts_at)
        asks_when = q.says("when", "deadline")
        text = f"{due_text(q, due)}. {text} {only}." if asks_when else f"{text} {only}, by {by}."
    return Said(text, LABS, holds=not needed, page="topic:0/labs")


def submitting_needed(q: Asked) -> bool | None:
    """Return whether passing takes submitted labs; None where what passing takes isn't stated, or there are no labs."""
    if q.course.grading is None or not q.course.grading.passing or not q.course.labs:
        return None
    return any(p.counts == "labs" and p.proof == "submission" for p in q.course.grading.passing)


@answers("labs-complete")
def labs_complete(q: Asked) -> Said | None:
    """Return whether doing the labs is needed to pass."""
    need = (
        next((p for p in q.course.grading.passing if p.counts == "labs"), None)
        if q.course.grading
        else None
    )
    if need is None:
        return None
    text = f"What it takes to pass: {lowered(need.title)}, by {need.proof}. {need.detail or ''}"
    return Said(text.strip(), "Grading", holds=True, page="topic:0/grading")


def lab_competition(q: Asked) -> Competition | None:
    """Return the competition of labs, if the course has one."""
    return next((c for c in q.course.competitions if c.entries == "assignments"), None)


def _aside(guideline: str | None) -> str:
    """Put a short guideline behind its criterion."""
    if not guideline or len(guideline) > LONGEST_ASIDE:
        return ""
    return f" ({lowered(guideline).rstrip('.')})"


@answers("labs-criteria")
def labs_criteria(q: Asked) -> Said | None:
    """Return what lab entries are judged on."""
    competition = lab_competition(q)
    if competition is None:
        return None
    told = lines(f"{c.title}{_aside(c.guideline)}" for c in competition.every_criterion)
    count = plural(len(competition.every_criterion), "criterion", "criteria")
    text = f"Lab entries are judged on {count}:\n{told}"
    own = {c.id for c in competition.every_criterion}
    fits = of_names(q, "criterion", own)
    return Said(text, "Lab competition", fits=fits, page=f"topic:0/rubric-{competition.id}")


@answers("labs-eligible")
def labs_eligible(q: Asked) -> Said | None:
    """Return who may enter the lab competitions."""
    rules = q.course.lab_rules
    if rules is None or rules.eligible is None:
        return None
    return Said(
        f"The lab competitions are open to: {rules.eligible}",
        LABS,
        holds=people_meant(q, rules.who),
        page="topic:0/labs",
    )


@answers("labs-where")
def labs_where(q: Asked) -> Said | None:
    """Return where the labs are found."""
    rules = q.course.lab_rules
    link = q.course.link(rules.repository) if rules else None
    if rules is None or link is None:
        return None
    platform = f" They run in {rules.platform}." if rules.platform else ""
    return Said(f"The labs are in the repository {link.url}.{platform}", LABS, page="topic:0/labs")


@answers("labs-platform")
def labs_platform(q: Asked) -> Said | None:
    """Return what the labs run in."""
    rules = q.course.lab_rules
    if rules is None:
        return None
    platform = f" Platform: {rules.platform}." if rules.platform else ""
    fits = of_words(q, "places", [rules.platform])
    return Said(f"{rules.about}{platform}", LABS, fits=fits, page="topic:0/labs")


@answers("labs-software")
def labs_software(q: Asked) -> Said | None:
    """Return what the labs are written in."""
    rules = q.course.lab_rules
    if rules is None or rules.software is None:
        return None
    other = claim_of(q.words) == "allowed"  # what one may use besides, no field says
    fits = None if other else of_words(q, "frameworks", [rules.software])
    text = f"The labs are in {rules.software}. {rules.about}"
    return Said(text, LABS, fits=fits, page="topic:0/labs")


@answers("labs-self-paced")
def labs_self_paced(q: Asked) -> Said | None:
    """Return when the labs are worked on."""
    rules = q.course.lab_rules
    if rules is None or rules.self_paced is None:
        return None
    how = "self-paced, on your own time" if rules.self_paced else "done at set times"
    text = f"The labs are {how}. {rules.about}"
    return Said(text, LABS, holds=rules.self_paced, page="topic:0/labs")
