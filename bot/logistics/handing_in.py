"""Topics about what is handed in: a page for each assignment, and one for what it may be about."""

from __future__ import annotations

from collections.abc import Iterator

from bot.client.look import due_stamp, plural, stamp
from bot.course.assigned import AssignmentPart, StatedAssignment, Subject, Suggestion
from bot.course.model import Course
from bot.course.sessions import Deadline
from bot.course.words import say
from bot.logistics.topics import Topic, visit
from bot.schedule.lines import disputed
from bot.text import raised


def assignment_topics(course: Course) -> Iterator[Topic]:
    """Yield the pages of what is handed in, but for what a lab's page tells."""
    late = {policy.id: f"**Late** {policy.words}" for policy in course.late_policies}
    for one in course.assignments:
        subject = one.subject
        if one.lab is None:
            yield _page(course, one, subject, late.get(one.late or ""))
        if subject and subject.suggestions:
            yield _suggestions(one, subject)


def due_lines(course: Course, due: Deadline | None, label: str) -> list[str]:
    """Write when and where something is due; nothing where it isn't."""
    if due is None:
        return []
    place = f", on {due.hand_in.where}" if due.hand_in else ""
    also = disputed(due.also_stated, course, "due time")
    return [f"**{label}** {due_stamp(due.due_at)}{place}", *also]


def _page(
    course: Course, one: StatedAssignment, subject: Subject | None, late: str | None
) -> Topic:
    due, name = course.deadline_of(one), raised(one.name)
    facts = [text for part in one.parts for text in _measures(part)]
    facts += [f"due {stamp(due.due_at, 'F')}"] if due else []
    lines = due_lines(course, due, "When")
    lines += [f"**Out** {due_stamp(one.released_at)}"] if one.released_at else []
    lines += [f"**{subject.ask}** {subject.rule}"] if subject and subject.rule else []
    lines += [f"**One for the whole {say.group}**"] if one.by == "group" else []
    if len(one.parts) > 1:
        lines += ["**It includes**", *(f"- {part.title}{_optional(part)}" for part in one.parts)]
    content = [text for part in one.parts for text in part.includes]
    if content:
        lines.append("**It has to include both**" if len(content) == 2 else "**It has to include**")
        lines += [f"{n}. {text}" for n, text in enumerate(content, 1)]
    numbered = any(part.group_number for part in one.parts)
    lines += [f"Your {say.group}'s number has to be on it."] if numbered else []
    lines += [due.need] if due and due.need else []
    lines += _worth(course, one)
    lines += [late] if late else []
    suggested = subject if subject and subject.suggestions else None
    return Topic(
        one.page,
        name,
        f"{name}: {', '.join(facts)}" if facts else name,
        tuple(lines),
        " ".join([one.title, one.kind or "", *one.also, "hand in submit assignment length pages"]),
        visit(course, due.hand_in.link) if due and due.hand_in else (),
        (suggested.heading or "Suggestions", f"topic:0/{one.suggestions_page}")
        if suggested
        else None,
        "hand-ins",
    )


def _worth(course: Course, one: StatedAssignment) -> list[str]:
    """Write what an assignment counts for in the grade."""
    parts = course.grading.components if course.grading else ()
    part = next((part for part in parts if part.id == one.counts_for.component), None)
    worth = [f"{one.points:g} points"] if one.points else []
    worth += [f"{part.title} ({part.share} of the grade)"] if part else []
    return [f"**Counts** {' of '.join(worth)}"] if worth else []


def _measures(part: AssignmentPart) -> list[str]:
    pages = [plural(part.pages, "page")] if part.pages else []
    return [*pages, *([part.layout] if part.layout else [])]


def _optional(part: AssignmentPart) -> str:
    return " (optional)" if part.optional else ""


def _suggestions(one: StatedAssignment, subject: Subject) -> Topic:
    name = raised(one.name)
    listed = [f"{n}. {_suggestion(s)}" for n, s in enumerate(subject.suggestions, 1)]
    rule = f". {subject.rule}" if subject.rule else ""
    return Topic(
        one.suggestions_page,
        subject.heading or f"{name}: suggestions",
        f"{plural(len(listed), 'suggestion')}{rule}",
        tuple(listed),
        f"{subject.ask} list suggestions suggested reading",
        (),
        (name, f"topic:0/{one.page}"),
    )


def _suggestion(one: Suggestion) -> str:
    title = f"{one.title}: " if one.title else ""
    return f"{title}<{one.url}>{f' ({one.note})' if one.note else ''}"
