"""Who may do what: roles in the course -> capabilities, one table."""

from __future__ import annotations

from enum import Enum


class CourseRole(Enum):
    """What a person is in a course."""

    ANYONE = "anyone"
    REGISTERED = "registered student"
    AFFILIATE = "affiliate"
    LISTENER = "listener"
    JUDGE = "judge"
    STAFF = "staff"


class Capability(Enum):
    """What a person may do; the value says who that is, for a refusal."""

    READ_COURSE = "everyone"
    JOIN_GROUPS = "everyone in the course's server"
    ASK_STAFF = "everyone in the course's server, who may ask its staff"
    HAND_IN = "everyone who takes part in the course"
    SCORE = "judges, whom staff have appointed"
    CONFIGURE = "staff: people with the staff role, or with the Manage Server permission"
    MANAGE_GROUPS = "staff, who may change every group"
    SEE_HAND_INS = "staff, who see everybody's submissions"
    RUN_REMINDERS = "staff, who run the reminders"
    RUN_JUDGING = "staff, who run the judging"
    RUN_PITCHES = "staff, who run the pitch session"
    ANSWER_QUESTIONS = "staff, who answer what students ask"
    CHANGE_COURSE = "staff, who change the course"


FOR_ALL = frozenset({Capability.READ_COURSE})
"""What takes nothing, not even being in the server. Everything else is for the people who are in it now."""

OFFERED = frozenset({Capability.READ_COURSE, Capability.JOIN_GROUPS, Capability.HAND_IN})
"""What Discord's list of commands offers to everybody. The rest shows there for who manages the server, until the
server opens it to a role."""

CAPABILITIES: dict[CourseRole, frozenset[Capability]] = {
    CourseRole.ANYONE: frozenset(
        {
            Capability.READ_COURSE,
            Capability.JOIN_GROUPS,
            Capability.ASK_STAFF,
            Capability.HAND_IN,
            Capability.SCORE,  # whether somebody is appointed is asked of each contest
        }
    ),
    CourseRole.REGISTERED: frozenset(),
    CourseRole.AFFILIATE: frozenset(),
    CourseRole.LISTENER: frozenset(),
    CourseRole.JUDGE: frozenset(),
    CourseRole.STAFF: frozenset(
        {
            Capability.CONFIGURE,
            Capability.MANAGE_GROUPS,
            Capability.SEE_HAND_INS,
            Capability.RUN_REMINDERS,
            Capability.RUN_JUDGING,
            Capability.RUN_PITCHES,
            Capability.ANSWER_QUESTIONS,
            Capability.CHANGE_COURSE,
        }
    ),
}
"""What each role adds. Everybody also has what `ANYONE` has."""

HELD_BY: dict[Capability, frozenset[CourseRole]] = {
    capability: frozenset(role for role, added in CAPABILITIES.items() if capability in added)
    for capability in Capability
}
"""The same, by capability: whoever has one of these roles may do it."""


KNOWN = frozenset(
    {CourseRole.REGISTERED, CourseRole.AFFILIATE, CourseRole.LISTENER, CourseRole.STAFF}
)
"""Roles that tell what somebody is in the course, and so whether they may enter competitions; judges can be anybody."""
