"""How commands speak of a course: what each does and asks, in its own words, read off its fields.

Each is given a course laid out in time; an empty text leaves the words of the command line, which hold for any.
"""

from __future__ import annotations

from bot.client.offered import LONGEST
from bot.course.calendar import EVERYTHING, calendar_kinds
from bot.course.features import Feature
from bot.course.timeline import Timeline
from bot.course.words import say
from bot.logistics.work import all_topics
from bot.text import listing, lowered, plural_of, raised


def schedule_when(timeline: Timeline) -> str:
    """Give examples of what the schedule can be asked for."""
    days = [item.day for item in timeline.items if item.is_session]
    if not days:
        return ""
    day, labs = days[len(days) // 2], timeline.course.labs
    speakers = any(item.speakers for item in timeline.items)
    examples = ["today", "this week", f"{day:%b} {day.day}".lower(), f"{day:%a}".lower()]
    examples += [labs[len(labs) // 2].name.lower()] if labs else []
    return listing([*examples, "a topic", *["a speaker"] * speakers], "or")


def next_up(timeline: Timeline) -> str:
    """Name what can come next."""
    kinds = [name for name in calendar_kinds(timeline) if name != EVERYTHING]
    return _fitting("What comes next: ", kinds, ", with countdowns")


def calendar(timeline: Timeline) -> str:
    """Name what the calendar file can hold."""
    kinds = [name for name in calendar_kinds(timeline) if name != EVERYTHING]
    return _fitting("A calendar file: ", kinds)


def course(timeline: Timeline) -> str:
    """Name the first topics of the course."""
    return _fitting("", [topic.title for topic in all_topics(timeline).values()])


def question(timeline: Timeline) -> str:
    """Give an example of what can be asked."""
    stated = timeline.course
    if stated.assignments:
        return f"for example: when is {lowered(stated.assignments[0].name)} due?"
    meeting = next((item for item in timeline.items if item.is_session), None)
    return f"for example: when is the next {meeting.kind}?" if meeting else ""


def submit(timeline: Timeline) -> str:
    """Name what can be handed in, by name, or by kind where it's much."""
    assignments = timeline.course.assignments
    by_name = f"Hand in: {listing((lowered(one.name) for one in assignments), 'or')}"
    if len(by_name) <= LONGEST:
        return by_name
    kinds = dict.fromkeys(plural_of(one.kind) for one in assignments if one.kind)
    named = all(one.kind for one in assignments)
    by_kind = f"Hand in your {listing(kinds)}"
    return by_kind if named and len(by_kind) <= LONGEST else ""


def progress(timeline: Timeline) -> str:
    """Say what progress is measured by."""
    grading = timeline.course.grading
    if grading and grading.passing:
        return "What you still need to pass"
    if grading and grading.components:
        return "What your grade is made of, and how far you are"
    return ""


def me(timeline: Timeline) -> str:
    """Name what concerns a person in this course."""
    has = timeline.features
    parts = [f"your {say.group}"] * (Feature.GROUPS in has)
    parts += ["what's handed in", "what's missing"] * (Feature.ASSIGNMENTS in has)
    return raised(listing([*parts, "your reminders"])) if parts else ""


def contest(timeline: Timeline) -> str:
    """Name the competitions to choose from."""
    return _fitting("which one: ", [one.title for one in timeline.course.competitions], word="or")


def judged(timeline: Timeline) -> str:
    """Say what a judge's card is of."""
    competitions = timeline.course.competitions
    return f"Your card as a judge of {competitions[0].title}" if len(competitions) == 1 else ""


def groups(timeline: Timeline) -> str:
    """Say what the list of groups tells."""
    rules = timeline.course.groups
    eligible = rules is not None and rules.eligibility is not None
    return f"All {say.groups}: members, seats left, who can win a prize" if eligible else ""


def _fitting(before: str, names: list[str], after: str = "", word: str = "and") -> str:
    """Write as many names as have room, and mark that there are more; nothing for none."""
    for count in range(len(names), 0, -1):
        told = names[:count]
        text = listing(told, word) if count == len(names) else f"{', '.join(told)} ..."
        if len(before) + len(text) + len(after) <= LONGEST:
            return f"{before}{text}{after}"
    return ""
