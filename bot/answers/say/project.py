"""The final project: the review, the pitch, groups, and how proposals are judged."""

from __future__ import annotations

from bot.answers.asked import Asked, Said, answers, lines, listing, moment
from bot.answers.say.due import due_text
from bot.answers.say.labs import labs_criteria
from bot.course.timeline import Item
from bot.course.work import Competition

PROJECT, REVIEW, PITCH = "Final project", "Paper review", "Project pitch"


def _due(q: Asked, id: str | None) -> Item | None:
    return next((i for i in q.timeline.deadlines if i.id == id), None) if id else None


def _by(q: Asked, id: str | None) -> str:
    item = _due(q, id)
    return f" {due_text(q, item)}." if item else ""


@answers("project-options")
def project_options(q: Asked) -> Said | None:
    """Say what the final project may be."""
    project = q.course.final_project
    if project is None:
        return None
    told = lines(
        f"{o.title}: {o.detail} {'Eligible' if o.prizes else 'Not eligible'} for the project prizes."
        for o in project.options
    )
    text = f"The final project has {len(project.options)} options, and either satisfies it:\n{told}"
    return Said(
        text, PROJECT, not q.says("instead", "alternative") or True, page="topic:0/final-project"
    )


@answers("project-both", "final-ensures-pass")
def project_both(q: Asked) -> Said | None:
    """Say that one option is enough."""
    project = q.course.final_project
    if project is None or len(project.options) < 2:
        return None
    titles = listing((o.title[0].lower() + o.title[1:] for o in project.options), "or")
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
    """Say which option may win prizes."""
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
    """Say how long the review is."""
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
    pages = f"{review.pages} page{'' if review.pages == 1 else 's'}"
    return Said(
        f"The paper review is {pages}{spacing}.{_by(q, review.deadline)}",
        REVIEW,
        verdict,
        page="topic:0/paper-review",
    )


@answers("review-content")
def review_content(q: Asked) -> Said | None:
    """Say what the review holds."""
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
    """Say which paper may be reviewed."""
    review = q.course.paper_review
    if review is None:
        return None
    return Said(
        f"You choose the paper: {review.paper[0].lower()}{review.paper[1:]}",
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
    return Said(
        f"{len(review.papers)} papers are suggested:\n{told}", REVIEW, True, page="topic:0/papers"
    )


@answers("pitch-about")
def pitch_about(q: Asked) -> Said | None:
    """Say how the pitch works."""
    pitches = q.course.pitches
    if pitches is None:
        return None
    size = f"{pitches.groups.min} to {pitches.groups.max} people"
    text = (
        f"A {pitches.minutes}-minute pitch of your idea, in a group of {size}.{_by(q, pitches.signup_deadline)}"
        f"{_by(q, pitches.slides_deadline)}{_session(q)} {pitches.attendance or ''}"
    )
    return Said(text.strip(), PITCH, page="topic:0/pitch-rules")


def _session(q: Asked) -> str:
    item = _pitch_item(q)
    return (
        f" The pitches are on {moment(q.timeline, item.starts_at)}."
        if item and item.starts_at
        else ""
    )


def _pitch_item(q: Asked) -> Item | None:
    pitches = q.course.pitches
    return next((i for i in q.timeline.items if pitches and i.id == pitches.session), None)


@answers("pitch-when")
def pitch_when(q: Asked) -> Said | None:
    """Say when the pitches are."""
    item = _pitch_item(q)
    if item is None or item.starts_at is None or q.course.pitches is None:
        return None
    verdict = any(d.holds(item.day) for d in q.days) if q.days else None
    text = (
        f"{item.title}: {moment(q.timeline, item.starts_at)}. {q.course.pitches.attendance or ''}"
    )
    return Said(text.strip(), PITCH, verdict, item.starts_at, f"day:{item.day}")


@answers("pitch-length")
def pitch_length(q: Asked) -> Said | None:
    """Say how long a pitch may be."""
    pitches = q.course.pitches
    if pitches is None:
        return None
    verdict = None
    if q.says("over", "longer", "past"):
        verdict = False
    elif q.numbers:
        verdict = pitches.minutes in q.numbers
    elif q.yes_no:
        verdict = True
    return Said(
        f"A pitch is {pitches.minutes} minutes long. {pitches.strict or ''}".strip(),
        PITCH,
        verdict,
        page="topic:0/pitch-rules",
    )


@answers("pitch-live")
def pitch_live(q: Asked) -> Said | None:
    """Say whether presenters have to be there live."""
    pitches = q.course.pitches
    if pitches is None or pitches.attendance is None:
        return None
    text = f"{pitches.attendance} Live attendance is required of those who pitch.{_session(q)}"
    return Said(text, PITCH, page="topic:0/pitch-rules")


@answers("group-size")
def group_size(q: Asked) -> Said | None:
    """Say how many people a group has."""
    pitches = q.course.pitches
    if pitches is None:
        return None
    least, most = pitches.groups.min, pitches.groups.max
    verdict = all(least <= n <= most for n in q.numbers) if q.numbers else None
    if q.numbers and q.says("friends"):
        verdict = all(least <= n + 1 <= most for n in q.numbers)
    elif q.numbers and q.says("have") and q.says("need", "do", "to") and not q.says("can"):
        verdict = least == most and least in q.numbers
    elif not q.numbers and q.yes_no:
        verdict = True
    return Said(
        f"Project groups have {least} to {most} people.",
        "Project groups",
        verdict,
        page="topic:0/pitch-rules",
    )


@answers("group-solo")
def group_solo(q: Asked) -> Said | None:
    """Say whether one may pitch alone."""
    pitches = q.course.pitches
    if pitches is None:
        return None
    least, most = pitches.groups.min, pitches.groups.max
    alone = least == 1
    verdict = None if alone else {"affirm": False, "deny": True, "ask": None}[q.leaning]
    word = "so you can pitch alone" if alone else "so you can't pitch alone"
    return Said(
        f"Project groups have {least} to {most} people, {word}.",
        "Project groups",
        verdict,
        page="topic:0/pitch-rules",
    )


@answers("one-group")
def one_group(q: Asked) -> Said | None:
    """Say in how many groups one may be."""
    pitches = q.course.pitches
    return (
        Said(pitches.one_each, "Project groups", page="topic:0/pitch-rules")
        if pitches and pitches.one_each
        else None
    )


@answers("results-needed")
def results_needed(q: Asked) -> Said | None:
    """Say whether results are needed."""
    return (
        Said(q.course.pitches.about, PITCH, page="topic:0/pitch-rules")
        if q.course.pitches
        else None
    )


@answers("new-method")
def new_method(q: Asked) -> Said | None:
    """Say whether the method has to be new."""
    pitches = q.course.pitches
    if pitches is None or not pitches.consider:
        return None
    return Said(pitches.consider[0], PITCH, page="topic:0/consider")


@answers("consider")
def consider(q: Asked) -> Said | None:
    """List what a proposal should think of."""
    pitches = q.course.pitches
    if pitches is None or not pitches.consider:
        return None
    verdict = None if q.says("our", "public") else True
    return Said(
        f"Things to consider for a proposal:\n{lines(pitches.consider, 480)}",
        PITCH,
        verdict,
        page="topic:0/consider",
    )


@answers("past-ideas")
def past_ideas(q: Asked) -> Said | None:
    """List ideas of past proposals, those that share the question's words first."""
    pitches = q.course.pitches
    if pitches is None or not pitches.past_ideas:
        return None
    told = sorted(
        pitches.past_ideas, key=lambda idea: -len(set(idea.lower().split()) & q.plain - _DULL)
    )
    text = f"{len(told)} ideas from past proposals, such as:\n{lines(told)}"
    return Said(text, "Past project ideas", True, page="topic:0/ideas")


_DULL = {"to", "with", "of", "a", "the", "in", "or", "and", "for", "your", "project", "some"}


@answers("slides-how")
def slides_how(q: Asked) -> Said | None:
    """Say what the slides are made with and hold."""
    pitches = q.course.pitches
    if pitches is None or pitches.slides is None:
        return None
    verdict = None
    if q.says("powerpoint", "keynote", "pdf"):
        verdict = False
    elif q.yes_no and not q.says("own"):
        verdict = True
    return Said(
        f"Slides: {pitches.slides[0].lower()}{pitches.slides[1:]}{_by(q, pitches.slides_deadline)}",
        PITCH,
        verdict,
        page="topic:0/pitch-rules",
    )


@answers("signup-how")
def signup_how(q: Asked) -> Said | None:
    """Say how a group signs up."""
    pitches = q.course.pitches
    due = _due(q, pitches.signup_deadline) if pitches else None
    if pitches is None or due is None or due.deadline is None:
        return None
    where = due.deadline.hand_in.where if due.deadline.hand_in else "the course's page"
    text = f"Sign up once for your group, on {where}, or here with /signup-group.{_by(q, due.id)}"
    text += f" {due.deadline.need}" if due.deadline.need else ""
    verdict = None
    if q.says("without", "can") and not q.says("how"):
        verdict = False
    elif q.says("need", "have", "there"):
        verdict = True
    if q.says("member", "members", "each", "every", "all"):
        verdict = None
    return Said(text.strip(), PITCH, verdict, due.starts_at, "topic:0/pitch-rules")


@answers("pitch-listeners")
def pitch_listeners(q: Asked) -> Said | None:
    """Say whether listeners may pitch."""
    pitches = q.course.pitches
    if pitches is None or pitches.listeners is None:
        return None
    eligible = f" {pitches.eligibility.text}" if pitches.eligibility else ""
    return Said(f"{pitches.listeners}{eligible}", PITCH, page="topic:0/pitch-rules")


@answers("pitch-eligible")
def pitch_eligible(q: Asked) -> Said | None:
    """Say what makes a group eligible for prizes."""
    pitches = q.course.pitches
    if pitches is None or pitches.eligibility is None:
        return None
    needed = pitches.eligibility.registered_students
    verdict = None
    if q.says(
        "everyone",
        "everybody",
        "all",
        "each",
        "every",
        "only",
        "without",
        "nobody",
        "non",
        "zero",
        "no",
        "none",
    ) and not q.says("one"):
        verdict = needed == 0
    elif q.says("one", "need", "registered"):
        verdict = True
    listeners = (
        f" {pitches.listeners}" if pitches.listeners and q.says("listeners", "listener") else ""
    )
    return Said(
        f"{pitches.eligibility.text}{listeners}", "Prizes", verdict, page="topic:0/pitch-rules"
    )


def _projects(q: Asked) -> Competition | None:
    return next((c for c in q.course.competitions if c.entries == "groups"), None)


@answers("rubric")
def rubric(q: Asked) -> Said | None:
    """Say what proposals are judged on."""
    competition = _projects(q) or next(iter(q.course.competitions), None)
    if competition is None:
        return None
    told = lines(c.title for c in competition.criteria)
    scale = competition.scale
    scored = f" Each is scored from {scale.min} (lowest) to {scale.max} (highest)." if scale else ""
    judges = f" {competition.judges}" if competition.judges else ""
    text = f"{competition.title}: {len(competition.criteria)} criteria.\n{told}\n{scored.strip()}{judges}"
    return Said(text.strip(), "Rubric", page=f"topic:0/rubric-{competition.id}")


@answers("scoring")
def scoring(q: Asked) -> Said | None:
    """Say how scores are given and put together."""
    competition = _projects(q)
    if competition is None or competition.scoring is None:
        return None
    verdict = None
    if q.numbers and competition.scale:
        verdict = competition.scale.max in q.numbers or all(
            competition.scale.min <= n <= competition.scale.max for n in q.numbers
        )
    elif q.says("averaged", "equally", "same"):
        verdict = True
    return Said(competition.scoring, "Rubric", verdict, page=f"topic:0/rubric-{competition.id}")


@answers("criterion")
def criterion(q: Asked) -> Said | None:
    """Say what a criterion means."""
    if q.says("lab", "labs"):
        return labs_criteria(q)
    for competition in q.course.competitions:
        for one in competition.criteria:
            if one.id in q.named("criterion"):
                text = f"{one.title}: {one.guideline or 'the course page gives no guideline.'}"
                return Said(text, "Rubric", True, page=f"topic:0/rubric-{competition.id}")
    return None


@answers("judges")
def judges(q: Asked) -> Said | None:
    """Say who judges."""
    competition = _projects(q)
    if competition is None or competition.judges is None:
        return None
    verdict = True if q.says("panel") else None
    text = f"{competition.judges} The course page doesn't name the judges."
    return Said(text, "Rubric", verdict, page=f"topic:0/rubric-{competition.id}")


@answers("project-feedback")
def project_feedback(q: Asked) -> Said | None:
    """Say who gives feedback, where the course's summary mentions it."""
    summary = q.course.summary or ""
    told = [part for part in summary.split(". ") if "feedback" in part]
    return Said(f"{told[0].rstrip('.')}.", "Course summary", True) if told else None
