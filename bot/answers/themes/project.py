"""The final project: its options, and the paper review."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.answers.compare import of_length, of_number
from bot.answers.said import Said, answers, lines
from bot.answers.themes.deadlines import by_text
from bot.course.assigned import AssignmentPart, StatedAssignment
from bot.course.grading import PassingRequirement
from bot.course.work import FinalProject, ProjectOption
from bot.text import listing, lowered, plural, raised, the
from bot.understanding.asked import Asked
from bot.understanding.polarity import turns
from bot.understanding.words import common_stems, concepts, tidy

PROJECT = "Final project"


@answers("project-options")
def project_options(q: Asked) -> Said | None:
    """Return what the final project may be."""
    project = q.course.final_project
    if project is None:
        return None
    told = lines(
        f"{o.title}: {o.detail} {'Eligible' if o.prizes else 'Not eligible'} for the project prizes."
        for o in project.options
    )
    count = plural(len(project.options), "option")
    need = {None: "", 1: ", and one of them is enough"}.get(
        project.choose, f", and {project.choose} have to be done"
    )
    text = f"The final project has {count}{need}:\n{told}"
    fits = of_number(q, len(project.options))
    return Said(text, PROJECT, fits=fits, page="topic:0/final-project")


@answers("project-both")
def project_both(q: Asked) -> Said | None:
    """Return whether one option is enough."""
    project = q.course.final_project
    if project is None or len(project.options) < 2 or project.choose is None:
        return None
    count, one = len(project.options), project.choose == 1
    titles = listing((lowered(o.title) for o in project.options), "or" if one else "and")
    what = (
        f"One of the {count} options is enough"
        if one
        else f"{project.choose} of the {count} options have to be done"
    )
    need = _final_need(q)
    detail = f" {need.detail}" if need and need.detail and one else ""
    text = f"{what}: {titles}.{detail}"
    return Said(text, PROJECT, holds=one, page="topic:0/final-project")


@answers("final-ensures-pass")
def ensures_pass(q: Asked) -> Said | None:
    """Return whether the final project ensures a pass."""
    need = _final_need(q)
    if need is None or (need.enough is None and need.detail is None):
        said = project_both(q)
        return replace(said, holds=None) if said else None
    enough = "ensures a pass" if need.enough else "doesn't guarantee a pass by itself"
    text = need.detail or f"The final project {enough}."
    return Said(text, "Grading", holds=need.enough, page="topic:0/grading")


def _final_need(q: Asked) -> PassingRequirement | None:
    """Return what passing takes of the final project."""
    passing = q.course.grading.passing if q.course.grading else ()
    return next((p for p in passing if p.id in q.course.met_in_ways), None)


@answers("review-prizes")
def review_prizes(q: Asked) -> Said | None:
    """Return which option may win prizes."""
    project = q.course.final_project
    if project is None or all(o.prizes for o in project.options):
        return None
    without = listing(f'"{o.title}"' for o in project.options if not o.prizes)
    with_prizes = listing(f'"{o.title}"' for o in project.options if o.prizes)
    text = f"The option {without} isn't eligible for the project prizes"
    text += f"; {with_prizes} is." if with_prizes else "."
    meant = {o.prizes for o in project.options if _own_words(o, project) & set(concepts(q.words))}
    holds = not meant.pop() if len(meant) == 1 else None
    return Said(text, PROJECT, holds=holds, page="topic:0/final-project")


def _own_words(option: ProjectOption, project: FinalProject) -> set[str]:
    """Return what the title of an option speaks of and no other's does."""
    others = {c for o in project.options if o is not option for c in concepts(tidy(o.title))}
    return set(concepts(tidy(option.title))) - others - common_stems()


def _written(q: Asked, needs: Callable[[StatedAssignment], object]) -> StatedAssignment | None:
    """Return the assignment that is asked about: the named one, else the first, of which there is such a fact."""
    found = [one for one in q.course.assignments if needs(one)]
    named = [one for one in found if (one.deadline or one.id) in q.named("due")]
    return next(iter(named or found), None)


def _measured(one: StatedAssignment) -> AssignmentPart | None:
    return next((part for part in one.parts if part.pages), None)


@answers("review-length")
def review_length(q: Asked) -> Said | None:
    """Return how long what is written may be."""
    one = _written(q, _measured)
    part = _measured(one) if one else None
    if one is None or part is None or part.pages is None:
        return None
    layout = f", {part.layout}" if part.layout else ""
    fits = of_length(q, part.pages)
    if q.says("single", "double"):
        same = bool(part.layout) and part.layout.startswith("single") == q.says("single")
        fits = same if part.layout and not q.says("or") and not turns(q.words) else None
    due = by_text(q, one.deadline or one.id)
    text = f"{raised(the(one.name))} is {plural(part.pages, 'page')}{layout}.{due}"
    return Said(text, raised(one.name), fits=fits, page=f"topic:0/{one.page}")


@answers("review-content")
def review_content(q: Asked) -> Said | None:
    """Return what something written has to include."""
    one = _written(q, lambda one: any(part.includes for part in one.parts))
    if one is None:
        return None
    content = [text for part in one.parts for text in part.includes]
    every = {1: "this", 2: "both"}.get(len(content), "all")
    text = f"{raised(the(one.name))} should give {every}:\n{lines(content, 500)}"
    return Said(text, raised(one.name), page=f"topic:0/{one.page}")


@answers("review-paper")
def review_paper(q: Asked) -> Said | None:
    """Return what something written may be about."""
    one = _written(q, lambda one: one.subject and one.subject.rule)
    if one is None or one.subject is None or one.subject.rule is None:
        return None
    page = one.suggestions_page if one.subject.suggestions else one.page
    holds = one.subject.free_choice
    return Said(one.subject.rule, raised(one.name), holds=holds, page=f"topic:0/{page}")


@answers("papers")
def papers(q: Asked) -> Said | None:
    """List the suggestions of what to write about."""
    one = _written(q, lambda one: one.subject and one.subject.suggestions)
    if one is None or one.subject is None:
        return None
    found = one.subject.suggestions
    told = lines((s.title or s.url for s in found), 480)
    text = f"{plural(len(found), 'suggestion')} for {the(one.name)}:\n{told}"
    return Said(text, raised(one.name), there=True, page=f"topic:0/{one.suggestions_page}")
