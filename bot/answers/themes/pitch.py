"""The pitch: when, how long, with whom, with what."""

from __future__ import annotations

from bot.answers.compare import instant_at, of_length, of_words, on_days, people_meant
from bot.answers.meetings import each_cohort, title_of
from bot.answers.said import Said, answers, lines, moment
from bot.answers.search import NEAR, found_lines, looks_for_something
from bot.answers.themes.deadlines import by_text, due_item
from bot.answers.themes.groups import GROUPS, groups_page
from bot.answers.things import things_of
from bot.course.timeline import Item
from bot.course.words import say
from bot.text import lowered, plural
from bot.understanding.asked import Asked
from bot.understanding.polarity import claim_of, turns

PITCH = "Project pitch"
EVERYBODY = ("everyone", "everybody", "all", "each", "every", "only", "most")


@answers("pitch-about")
def pitch_about(q: Asked) -> Said | None:
    """Return how the pitch works."""
    pitches, groups = q.course.pitches, q.course.groups
    if pitches is None or groups is None:
        return None
    by = by_text(q, groups.signup_deadline) if groups.signup_deadline else ""
    text = (
        f"A {pitches.minutes}-minute pitch of your idea, in {say.a_group} of {groups.people}.{by}"
        f"{_slides_due(q)}{_session(q)} {pitches.attendance or ''}"
    )
    return Said(text.strip(), PITCH, page="topic:0/pitch-rules")


def _session(q: Asked) -> str:
    item = q.timeline.presentations
    return (
        f" The pitches are on {moment(q.timeline, item.starts_at)}."
        if item and item.starts_at
        else ""
    )


@answers("pitch-when")
def pitch_when(q: Asked) -> Said | None:
    """Return when the pitches are."""
    item = q.timeline.presentations
    if item is None or item.starts_at is None or q.course.pitches is None:
        return None
    if each := _of_each_cohort(q, item):
        return each
    told = [on_days(q, [item.day]), instant_at(q, q.timeline, item.starts_at)]
    named = [one for one in told if one is not None]
    fits = all(named) if named else None
    text = (
        f"{item.title}: {moment(q.timeline, item.starts_at)}. {q.course.pitches.attendance or ''}"
    )
    return Said(text.strip(), PITCH, fits=fits, instant=item.starts_at, page=f"day:{item.day}")


def _of_each_cohort(q: Asked, item: Item) -> Said | None:
    """Return when each cohort's groups pitch, where others than those of one session have one of the same title."""
    things = things_of(q.timeline)
    named = set(things.find(q.text.split()).of("cohort"))
    title = title_of(things, item)
    same = [
        i
        for i in things.kinds[item.kind]
        if i.is_held and i.cohorts and title_of(things, i) == title
    ]
    same = [i for i in same if named & set(i.cohorts)] or same
    if not item.cohorts or same == [item]:
        return None
    return Said(f"{title}:\n{each_cohort(q, same)}", PITCH, page=f"day:{same[0].day}")


@answers("pitch-length")
def pitch_length(q: Asked) -> Said | None:
    """Return how long a pitch may be."""
    pitches = q.course.pitches
    if pitches is None:
        return None
    return Said(
        f"A pitch is {plural(pitches.minutes, 'minute')} long. {pitches.strict or ''}".strip(),
        PITCH,
        fits=None if q.says("over", "past", "late") else of_length(q, pitches.minutes),
        page="topic:0/pitch-rules",
    )


@answers("pitch-live")
def pitch_live(q: Asked) -> Said | None:
    """Return whether presenters have to be there live."""
    pitches = q.course.pitches
    if pitches is None or (pitches.attendance is None and pitches.attendance_required is None):
        return None
    told = [pitches.attendance] if pitches.attendance else []
    if pitches.attendance_required is not None:
        word = "required" if pitches.attendance_required else "not required"
        told.append(f"Live attendance is {word} of those who pitch.")
    text = f"{' '.join(told)}{_session(q)}"
    item = q.timeline.presentations
    other = q.days and (item is None or not any(d.holds(item.day) for d in q.days))
    holds = None if other else pitches.attendance_required
    return Said(text, PITCH, holds=holds, page="topic:0/pitch-rules")


@answers("results-needed")
def results_needed(q: Asked) -> Said | None:
    """Return whether results are needed."""
    pitches = q.course.pitches
    if pitches is None or pitches.results_required is None:
        return None
    free = not pitches.results_required
    return Said(pitches.about, PITCH, holds=free, page="topic:0/pitch-rules")


@answers("new-method")
def new_method(q: Asked) -> Said | None:
    """Return whether the method has to be new."""
    pitches = q.course.pitches
    if pitches is None or pitches.new_method_required is None:
        return None
    needed = pitches.new_method_required
    text = (
        "The method has to be new; applying an existing one isn't enough."
        if needed
        else "The method doesn't have to be new: applying an existing one is fine."
    )
    return Said(text, PITCH, holds=not needed, page="topic:0/consider")


@answers("consider")
def consider(q: Asked) -> Said | None:
    """List what a proposal should think of."""
    pitches = q.course.pitches
    if pitches is None or not pitches.consider:
        return None
    text = f"Things to consider for a proposal:\n{lines(pitches.consider, 480)}"
    return Said(text, PITCH, there=True, page="topic:0/consider")


@answers("past-ideas")
def past_ideas(q: Asked) -> Said | None:
    """List ideas of past proposals, those that share the question's words first."""
    pitches = q.course.pitches
    if pitches is None or not pitches.past_ideas:
        return None
    close = (
        [line.text for line in found_lines(q, "idea", like=NEAR)] if looks_for_something(q) else []
    )
    if close:
        text = f"Of {plural(len(pitches.past_ideas), 'past idea')}, closest to that:\n{lines(close[:4])}"
    else:
        text = f"{plural(len(pitches.past_ideas), 'idea')} from past proposals, such as:\n{lines(pitches.past_ideas)}"
    return Said(text, "Past project ideas", there=True, page="topic:0/ideas")


def _slides_due(q: Asked) -> str:
    """Return when what groups hand in to present is due, as a sentence behind another."""
    wanted = q.course.assignment(q.course.pitches.assignment) if q.course.pitches else None
    due = q.course.deadline_of(wanted)
    return by_text(q, due.id) if due else ""


@answers("slides-how")
def slides_how(q: Asked) -> Said | None:
    """Return what the slides are made with and hold."""
    pitches = q.course.pitches
    if pitches is None or pitches.slides is None:
        return None
    return Said(
        f"Slides: {lowered(pitches.slides)}{_slides_due(q)}",
        PITCH,
        fits=of_words(q, "tools", [pitches.slides]),
        page="topic:0/pitch-rules",
    )


@answers("signup-how")
def signup_how(q: Asked) -> Said | None:
    """Return how a group signs up."""
    groups = q.course.groups
    if groups is None:
        return None
    due = due_item(q, groups.signup_deadline) if groups.signup_deadline else None
    if due is None or due.deadline is None:
        return Said(f"Sign up once for your {say.group}, here with /signup-group.", GROUPS)
    where = due.deadline.hand_in.where if due.deadline.hand_in else "the course's page"
    text = f"Sign up once for your {say.group}, on {where}, or here with /signup-group.{by_text(q, due.id)}"
    text += f" {due.deadline.need}" if due.deadline.need else ""
    return Said(text.strip(), PITCH, instant=due.starts_at, page=groups_page(q))


@answers("pitch-listeners")
def pitch_listeners(q: Asked) -> Said | None:
    """Return whether listeners may pitch."""
    pitches = q.course.pitches
    if pitches is None or pitches.listeners is None:
        return None
    needed = q.course.groups and q.course.groups.eligibility
    eligible = f" {needed.text}" if needed else ""
    text = f"{pitches.listeners}{eligible}"
    return Said(text, PITCH, holds=people_meant(q, pitches.who), page="topic:0/pitch-rules")


@answers("pitch-eligible")
def pitch_eligible(q: Asked) -> Said | None:
    """Return what makes a group eligible for prizes."""
    needed, pitches = q.course.groups and q.course.groups.eligibility, q.course.pitches
    if not needed:
        return None
    who = pitches.listeners if pitches and q.says("listeners", "listener") else None
    fits = _students_fit(q, needed.registered_students)
    text = f"{needed.text} {who or ''}".rstrip()
    return Said(text, "Prizes", fits=fits, page=groups_page(q))


def _students_fit(q: Asked, needed: int) -> bool | None:
    """Return whether a group needs registered students to be eligible, or can do without, as asked."""
    claim = claim_of(q.words)
    if q.says(*EVERYBODY) or (turns(q.words) and claim != "free"):
        return None
    if claim == "required" and q.says("students", "student", "someone", "somebody", "one"):
        return all(n <= needed for n in q.numbers) if q.numbers else needed > 0
    if claim == "free" and q.says("without", "no"):
        return needed == 0
    return None
