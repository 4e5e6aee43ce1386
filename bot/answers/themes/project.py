"""The final project: its options, and the paper review."""

from __future__ import annotations

from bot.answers.said import Said, answers, lines
from bot.answers.themes.deadlines import by_text
from bot.course.text import listing, lowered, plural
from bot.understanding.asked import Asked

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
    enough = f"{count}, and either satisfies it" if len(project.options) == 2 else count
    text = f"The final project has {enough}:\n{told}"
    return Said(
        text, PROJECT, not q.says("instead", "alternative") or True, page="topic:0/final-project"
    )


@answers("project-both", "final-ensures-pass")
def project_both(q: Asked) -> Said | None:
    """Return that one option is enough."""
    project = q.course.final_project
    if project is None or len(project.options) < 2:
        return None
    titles = listing((lowered(o.title) for o in project.options), "or")
    need = (
        next((p for p in q.course.grading.passing if p.counts == "final project"), None)
        if q.course.grading
        else None
    )
    detail = f" {need.detail}" if need and need.detail else ""
    return Said(
        f"One of the {len(project.options)} options is enough: {titles}.{detail}",
        PROJECT,
        page="topic:0/final-project",
    )


@answers("review-prizes")
def review_prizes(q: Asked) -> Said | None:
    """Return which option may win prizes."""
    project = q.course.final_project
    if project is None or all(o.prizes for o in project.options):
        return None
    without = listing(f'"{o.title}"' for o in project.options if not o.prizes)
    with_prizes = listing(f'"{o.title}"' for o in project.options if o.prizes)
    text = (
        f"The option {without} satisfies the requirement but is not eligible for the project prizes; "
        f"{with_prizes} is."
    )
    return Said(text, PROJECT, page="topic:0/final-project")


@answers("review-length")
def review_length(q: Asked) -> Said | None:
    """Return how long the review is."""
    review = q.course.paper_review
    if review is None:
        return None
    spacing = f", {review.spacing}" if review.spacing else ""
    verdict = None
    if q.numbers:
        verdict = review.pages in q.numbers
    elif q.says("single", "double") and not q.says("or"):
        verdict = (review.spacing or "").startswith("single") == q.says("single")
    elif q.says("limit"):
        verdict = True
    elif q.says("over", "longer", "half"):
        verdict = None
    return Said(
        f"The paper review is {plural(review.pages, 'page')}{spacing}.{by_text(q, review.deadline)}",
        REVIEW,
        verdict,
        page="topic:0/paper-review",
    )


@answers("review-content")
def review_content(q: Asked) -> Said | None:
    """Return what the review holds."""
    review = q.course.paper_review
    if review is None:
        return None
    told = lines(review.content, 500)
    verdict = None
    if q.says("enough", "just", "only"):
        verdict = False
    elif q.says("include", "need", "critical", "criticize", "limitations"):
        verdict = True
    return Said(
        f"The review should give {'both' if len(review.content) == 2 else 'all'}:\n{told}",
        REVIEW,
        verdict,
        page="topic:0/paper-review",
    )


@answers("review-paper")
def review_paper(q: Asked) -> Said | None:
    """Return which paper may be reviewed."""
    review = q.course.paper_review
    if review is None:
        return None
    return Said(
        f"You choose the paper: {lowered(review.paper)}",
        REVIEW,
        page="topic:0/papers",
    )


@answers("papers")
def papers(q: Asked) -> Said | None:
    """List the suggested papers."""
    review = q.course.paper_review
    if review is None or not review.papers:
        return None
    told = lines((p.title or p.url for p in review.papers), 480)
    suggested = plural(len(review.papers), "paper is", "papers are")
    return Said(f"{suggested} suggested:\n{told}", REVIEW, True, page="topic:0/papers")
