"""The pitch: when, how long, with whom, with what."""

from __future__ import annotations

from bot.answers.said import Said, answers, lines, moment
from bot.answers.themes.deadlines import by_text, due_item
from bot.course.text import lowered, plural
from bot.course.timeline import Item
from bot.understanding.asked import Asked

PITCH = "Project pitch"


@answers("pitch-about")
def pitch_about(q: Asked) -> Said | None:
    """Return how the pitch works."""
    pitches = q.course.pitches
    if pitches is None:
        return None
    size = f"{pitches.groups.min} to {pitches.groups.max} people"
    text = (
        f"A {pitches.minutes}-minute pitch of your idea, in a group of {size}.{by_text(q, pitches.signup_deadline)}"
        f"{by_text(q, pitches.slides_deadline)}{_session(q)} {pitches.attendance or ''}"
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
    """Return when the pitches are."""
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
    """Return how long a pitch may be."""
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
        f"A pitch is {plural(pitches.minutes, 'minute')} long. {pitches.strict or ''}".strip(),
        PITCH,
        verdict,
        page="topic:0/pitch-rules",
    )


@answers("pitch-live")
def pitch_live(q: Asked) -> Said | None:
    """Return whether presenters have to be there live."""
    pitches = q.course.pitches
    if pitches is None or pitches.attendance is None:
        return None
    text = f"{pitches.attendance} Live attendance is required of those who pitch.{_session(q)}"
    return Said(text, PITCH, page="topic:0/pitch-rules")


@answers("results-needed")
def results_needed(q: Asked) -> Said | None:
    """Return whether results are needed."""
    return (
        Said(q.course.pitches.about, PITCH, page="topic:0/pitch-rules")
        if q.course.pitches
        else None
    )


@answers("new-method")
def new_method(q: Asked) -> Said | None:
    """Return whether the method has to be new."""
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
    text = f"{plural(len(told), 'idea')} from past proposals, such as:\n{lines(told)}"
    return Said(text, "Past project ideas", True, page="topic:0/ideas")


_DULL = {"to", "with", "of", "a", "the", "in", "or", "and", "for", "your", "project", "some"}


@answers("slides-how")
def slides_how(q: Asked) -> Said | None:
    """Return what the slides are made with and hold."""
    pitches = q.course.pitches
    if pitches is None or pitches.slides is None:
        return None
    verdict = None
    if q.says("powerpoint", "keynote", "pdf"):
        verdict = False
    elif q.yes_no and not q.says("own"):
        verdict = True
    return Said(
        f"Slides: {lowered(pitches.slides)}{by_text(q, pitches.slides_deadline)}",
        PITCH,
        verdict,
        page="topic:0/pitch-rules",
    )


@answers("signup-how")
def signup_how(q: Asked) -> Said | None:
    """Return how a group signs up."""
    pitches = q.course.pitches
    due = due_item(q, pitches.signup_deadline) if pitches else None
    if pitches is None or due is None or due.deadline is None:
        return None
    where = due.deadline.hand_in.where if due.deadline.hand_in else "the course's page"
    text = (
        f"Sign up once for your group, on {where}, or here with /signup-group.{by_text(q, due.id)}"
    )
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
    """Return whether listeners may pitch."""
    pitches = q.course.pitches
    if pitches is None or pitches.listeners is None:
        return None
    eligible = f" {pitches.eligibility.text}" if pitches.eligibility else ""
    return Said(f"{pitches.listeners}{eligible}", PITCH, page="topic:0/pitch-rules")


@answers("pitch-eligible")
def pitch_eligible(q: Asked) -> Said | None:
    """Return what makes a group eligible for prizes."""
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
