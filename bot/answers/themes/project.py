"""The final project: its options, and the paper review."""

from __future__ import annotations

from bot.answers.compare import of_length, of_number
from bot.answers.said import Said, answers, lines
from bot.answers.themes.deadlines import by_text
from bot.course.model import PassingRequirement
from bot.course.text import listing, lowered, plural
from bot.course.work import FinalProject, ProjectOption
from bot.understanding.asked import Asked
from bot.understanding.polarity import turns
from bot.understanding.words import common_stems, concepts, tidy

PROJECT, REVIEW = "Final project", "Paper review"


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
        return project_both(q)
    enough = "ensures a pass" if need.enough else "doesn't ensure a pass by itself"
    text = need.detail or f"The final project {enough}."
    return Said(text, "Grading", holds=need.enough, page="topic:0/grading")


def _final_need(q: Asked) -> PassingRequirement | None:
    """Return what passing takes of the final project."""
    passing = q.course.grading.passing if q.course.grading else ()
    return next((p for p in passing if p.counts == "final project"), None)


@answers("review-prizes")
def review_prizes(q: Asked) -> Said | None:
    """Return which option may win prizes."""
    project = q.course.final_project
    if project is None or all(o.prizes for o in project.options):
        return None
    without = listing(f'"{o.title}"' for o in project.options if not o.prizes)
    with_prizes = listing(f'"{o.title}"' for o in project.options if o.prizes)
    text = f"The option {without} is not eligible for the project prizes"
    text += f"; {with_prizes} is." if with_prizes else "."
    meant = {o.prizes for o in project.options if _own_words(o, project) & set(concepts(q.words))}
    holds = not meant.pop() if len(meant) == 1 else None
    return Said(text, PROJECT, holds=holds, page="topic:0/final-project")


def _own_words(option: ProjectOption, project: FinalProject) -> set[str]:
    """Return what the title of an option speaks of and no other's does."""
    others = {c for o in project.options if o is not option for c in concepts(tidy(o.title))}
    return set(concepts(tidy(option.title))) - others - common_stems()


@answers("review-length")
def review_length(q: Asked) -> Said | None:
    """Return how long the review is."""
    review = q.course.paper_review
    if review is None:
        return None
    spacing = f", {review.spacing}" if review.spacing else ""
    fits = of_length(q, review.pages)
    if q.says("single", "double"):
        same = bool(review.spacing) and review.spacing.startswith("single") == q.says("single")
        fits = same if review.spacing and not q.says("or") and not turns(q.words) else None
    return Said(
        f"The paper review is {plural(review.pages, 'page')}{spacing}.{by_text(q, review.deadline)}",
        REVIEW,
        fits=fits,
        page="topic:0/paper-review",
    )


@answers("review-content")
def review_content(q: Asked) -> Said | None:
    """Return what the review holds."""
    review = q.course.paper_review
    if review is None:
        return None
    told = lines(review.content, 500)
    return Said(
        f"The review should give {'both' if len(review.content) == 2 else 'all'}:\n{told}",
        REVIEW,
        page="topic:0/paper-review",
    )


@answers("review-paper")
def review_paper(q: Asked) -> Said | None:
    """Return which paper may be reviewed."""
    review = q.course.paper_review
    if review is None:
        return None
    return Said(review.paper, REVIEW, holds=review.free_choice, page="topic:0/papers")


@answers("papers")
def papers(q: Asked) -> Said | None:
    """List the suggested papers."""
    review = q.course.paper_review
    if review is None or not review.papers:
        return None
    told = lines((p.title or p.url for p in review.papers), 480)
    suggested = plural(len(review.papers), "paper is", "papers are")
    return Said(f"{suggested} suggested:\n{told}", REVIEW, there=True, page="topic:0/papers")
