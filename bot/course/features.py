"""What a course has, as far as commands follow from it."""

from __future__ import annotations

from enum import StrEnum

from bot.course.model import Course


class Feature(StrEnum):
    """Something that a course has or lacks. The value completes "This course has no ..."."""

    MEETINGS = "meetings"
    OFFICE_HOURS = "office hours"
    DEADLINES = "deadlines"
    ASSIGNMENTS = "assignments to hand in"
    FILES = "files to hand in"
    LINKS = "links to hand in"
    SUBJECTS = "subjects to name"
    CONFIRMATIONS = "contents to confirm"
    REQUIREMENTS = "requirements, components of a grade or assignments"
    GROUPS = "groups"
    PRESENTATIONS = "presentations"
    COMPETITIONS = "competitions"
    SEVERAL_COMPETITIONS = "several competitions"
    ENTERED_BY_CHOICE = "competitions to choose from"


def _judged(course: Course) -> int:
    """Count what is judged by itself: each round, of each assignment that enters."""
    entered = [one.counts_for.competition for one in course.assignments]
    return sum(
        max(len(one.rounds), 1) * (entered.count(one.id) if one.entries == "assignments" else 1)
        for one in course.competitions
        if one.judged
    )


def features_of(course: Course) -> frozenset[Feature]:
    """Return what a course has."""
    parts = [part for one in course.assignments for part in one.parts]
    grading = course.grading
    has = {
        Feature.MEETINGS: bool(course.sessions or course.weekly),
        Feature.OFFICE_HOURS: bool(course.office_hours),
        Feature.DEADLINES: bool(course.every_deadline),
        Feature.ASSIGNMENTS: bool(course.assignments),
        Feature.FILES: any(part.takes_files or "text" in part.accepts for part in parts),
        Feature.LINKS: any("link" in part.accepts for part in parts),
        Feature.SUBJECTS: any(part.subject for part in parts),
        Feature.CONFIRMATIONS: any(part.includes or part.group_number for part in parts),
        Feature.REQUIREMENTS: bool(
            course.assignments or (grading and (grading.passing or grading.components))
        ),
        Feature.GROUPS: course.groups is not None,
        Feature.PRESENTATIONS: course.pitches is not None,
        Feature.COMPETITIONS: _judged(course) > 0,
        Feature.SEVERAL_COMPETITIONS: _judged(course) > 1,
        Feature.ENTERED_BY_CHOICE: any(c.entries == "opt-in" for c in course.competitions),
    }
    return frozenset(feature for feature, there in has.items() if there)
