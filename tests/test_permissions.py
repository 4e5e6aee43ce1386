"""Who may do what."""

from __future__ import annotations

import pytest

from bot.guilds.rules import GuildSettings, missing
from bot.permissions import CAPABILITIES, Capability, Standing, may, standings_of

SETTINGS = GuildSettings(1, staff_role=10, judge_role=11, registered_role=12, listener_role=14)


@pytest.mark.parametrize(
    ("roles", "manages", "standings"),
    [
        ([], False, {Standing.ANYONE}),
        ([10], False, {Standing.ANYONE, Standing.STAFF}),
        ([], True, {Standing.ANYONE, Standing.STAFF}),
        ([11, 12], False, {Standing.ANYONE, Standing.JUDGE, Standing.REGISTERED}),
        ([13, 99], False, {Standing.ANYONE}),
        ([14], False, {Standing.ANYONE, Standing.LISTENER}),
    ],
)
def test_standings_come_from_the_roles_of_setup(roles, manages, standings) -> None:
    assert standings_of(roles, manages_guild=manages, settings=SETTINGS) == standings


def test_a_role_that_was_never_chosen_gives_nothing() -> None:
    assert standings_of([0], manages_guild=False, settings=GuildSettings(1)) == {Standing.ANYONE}


def test_every_standing_is_in_the_table_and_everybody_may_read() -> None:
    assert set(CAPABILITIES) == set(Standing)
    assert may({Standing.ANYONE}, Capability.READ_COURSE)
    assert not may({Standing.ANYONE, Standing.JUDGE}, Capability.CONFIGURE)
    assert may({Standing.STAFF}, Capability.CONFIGURE)


def test_what_is_missing_is_listed_in_order() -> None:
    assert missing(SETTINGS) == [
        "announcements_channel",
        "office_hours_channel",
        "staff_channel",
        "affiliate_role",
    ]
