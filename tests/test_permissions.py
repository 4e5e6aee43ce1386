"""Who may do what."""

from __future__ import annotations

import pytest

from bot.client.people import roles_of
from bot.guilds.rules import GuildSettings, missing
from bot.guilds.store import roles_named
from bot.permissions import CAPABILITIES, HELD_BY, Capability, CourseRole

SETTINGS = GuildSettings(1, staff_role=10, judge_role=11, registered_role=12, listener_role=14)


@pytest.mark.parametrize(
    ("ids", "manages", "roles"),
    [
        ([], False, {CourseRole.ANYONE}),
        ([10], False, {CourseRole.ANYONE, CourseRole.STAFF}),
        ([], True, {CourseRole.ANYONE, CourseRole.STAFF}),
        ([11, 12], False, {CourseRole.ANYONE, CourseRole.JUDGE, CourseRole.REGISTERED}),
        ([13, 99], False, {CourseRole.ANYONE}),
        ([14], False, {CourseRole.ANYONE, CourseRole.LISTENER}),
    ],
)
def test_course_roles_come_from_the_roles_of_setup(ids, manages, roles) -> None:
    assert roles_of(ids, manages_guild=manages, named=roles_named(SETTINGS)) == roles


def test_a_role_that_was_never_chosen_gives_nothing() -> None:
    assert roles_of([0], manages_guild=False, named=roles_named(GuildSettings(1))) == {
        CourseRole.ANYONE
    }


def test_the_role_of_everybody_makes_nobody_staff_where_it_was_chosen_before_it_was_refused() -> (
    None
):
    assert roles_named(GuildSettings(1, staff_role=1, judge_role=11)) == {CourseRole.JUDGE: 11}


def test_every_role_is_in_the_table_and_everybody_may_read() -> None:
    assert set(CAPABILITIES) == set(CourseRole)
    assert HELD_BY[Capability.READ_COURSE] == {CourseRole.ANYONE}
    assert HELD_BY[Capability.CONFIGURE] == {CourseRole.STAFF}


def test_what_is_missing_is_listed_in_order() -> None:
    assert missing(SETTINGS) == [
        "announcements_channel",
        "office_hours_channel",
        "staff_channel",
        "affiliate_role",
    ]
