"""How proposals are judged, and by whom."""

from __future__ import annotations

from bot.answers.compare import of_number
from bot.answers.said import Said, answers, lines
from bot.answers.search import NEAR, found_lines
from bot.answers.themes.labs import labs_criteria
from bot.answers.work import rounds_of
from bot.course.competing import Competition
from bot.text import plural
from bot.understanding.asked import Asked
from bot.understanding.words import tidy


def _projects(q: Asked) -> Competition | None:
    return next((c for c in q.course.competitions if c.entries != "assignments"), None)


@answers("rubric")
def rubric(q: Asked) -> Said | None:
    """Return what proposals are judged on."""
    competition = _projects(q) or next(iter(q.course.competitions), None)
    if competition is None:
        return None
    even = len({c.weight or 1 for c in competition.every_criterion}) == 1
    told = lines(
        c.title if even else f"{c.title} (weight {c.weight or 1:g})"
        for c in competition.every_criterion
    )
    scale = competition.scale
    scored = f" Each is scored from {scale.min} (lowest) to {scale.max} (highest)." if scale else ""
    judges = f" {competition.judges}" if competition.judges else ""
    count = plural(len(competition.every_criterion), "criterion", "criteria")
    rounds = rounds_of(q.timeline, competition)
    rounds = f" Rounds: {rounds}." if rounds else ""
    text = f"{competition.title}: {count}.\n{told}\n{scored.strip()}{judges}{rounds}"
    return Said(text.strip(), "Rubric", page=f"topic:0/rubric-{competition.id}")


@answers("scoring")
def scoring(q: Asked) -> Said | None:
    """Return how scores are given and put together."""
    competition = _projects(q)
    if competition is None or competition.scoring is None:
        return None
    scale = competition.scale
    fits = of_number(q, scale.min, scale.max) if scale else None
    return Said(competition.scoring, "Rubric", fits=fits, page=f"topic:0/rubric-{competition.id}")


@answers("criterion")
def criterion(q: Asked) -> Said | None:
    """Return what a criterion means."""
    if q.says("lab", "labs"):
        return labs_criteria(q)
    for competition in q.course.competitions:
        for one in competition.every_criterion:
            if one.id in q.named("criterion"):
                meaning = one.guideline or "the course page doesn't give a guideline."
                text = f"{one.title}: {meaning}"
                return Said(text, "Rubric", there=True, page=f"topic:0/rubric-{competition.id}")
    return _meant(q)


def _meant(q: Asked) -> Said | None:
    """Return the criterion whose guideline speaks of what a question is about, where it names none."""
    likeliest = next(iter(found_lines(q, "criterion", like=NEAR)), None)
    for competition in q.course.competitions:
        for one in competition.criteria:
            if likeliest and one.id == likeliest.id and one.guideline:
                text = f"{one.title}: {one.guideline}"
                return Said(text, "Rubric", page=f"topic:0/rubric-{competition.id}")
    return None


@answers("judges")
def judges(q: Asked) -> Said | None:
    """Return who judges: what the question names, or everything that is judged."""
    some = [c for c in q.course.competitions if c.entries != "assignments" and c.judges]
    meant = [c for c in some if _named(q, c)] or some
    told = {c.title: c.judges for c in meant if c.judges}
    if not told:
        return None
    text = "\n".join(f"{title}: {judges}" for title, judges in told.items())
    if len(some) == 1 or len(set(told.values())) == 1:
        text = next(iter(told.values()))
    if scoring := next((c.scoring for c in q.course.competitions if c.scoring), None):
        text += f"\n{scoring}" if q.says("vote", "votes", "voting", "count", "counts") else ""
    return Said(text, "Rubric", page=f"topic:0/rubric-{meant[0].id}")


def _named(q: Asked, competition: Competition) -> bool:
    """Return whether a question names a competition, or the cohort that it is for."""
    cohort = q.course.cohort(competition.cohort) if competition.cohort else None
    names = [competition.title, *([cohort.title, *cohort.also] if cohort else ())]
    return any(f" {' '.join(tidy(name))} " in f" {q.text} " for name in names)


@answers("project-feedback")
def project_feedback(q: Asked) -> Said | None:
    """Return who gives feedback, where the course's summary mentions it."""
    summary = q.course.summary or ""
    told = [part for part in summary.split(". ") if "feedback" in part]
    return Said(f"{told[0].rstrip('.')}.", "Course summary") if told else None
