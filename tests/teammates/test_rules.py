"""Which posts stand, who may post, and who is known to have no group."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.groups.errors import AlreadyInGroup, GroupFull, NotInGroup, SignupClosed
from bot.teammates.notices import nudges, start_of
from bot.teammates.rules import (
    Looking,
    Post,
    Words,
    check_may_post,
    new_post,
    open_posts,
    unteamed,
)
from bot.text import BadText
from tests.groups.test_rules import ANA, BO, CHI, DEE, NOW, POLICY, founded, full, invite, request
from tests.instants import et

CLOSED = et(1, 28)


def post(user_id: int, looking_for: Looking = "group", minutes: int = 0) -> Post:
    return new_post(
        user_id, looking_for, Words("music", "Python"), NOW + timedelta(minutes=minutes)
    )


def test_a_post_stands_until_it_has_done_its_work() -> None:
    posts = [post(BO, minutes=2), post(CHI, minutes=1), post(ANA, "members")]
    group = founded()
    standing = open_posts(posts, [group], POLICY, NOW)
    assert [(p.user_id, g) for p, g in standing] == [(ANA, group), (CHI, None), (BO, None)]
    assert open_posts(posts, [full()], POLICY, NOW) == []
    assert open_posts([post(ANA)], [group], POLICY, NOW) == []
    assert open_posts([post(BO, "members")], [group], POLICY, NOW) == []


def test_every_post_stands_through_the_last_second_of_sign_up() -> None:
    last = POLICY.closes_at + timedelta(milliseconds=999)
    assert len(open_posts([post(BO)], [], POLICY, last)) == 1
    assert open_posts([post(BO)], [], POLICY, CLOSED) == []


def test_a_post_that_would_come_down_at_once_is_refused() -> None:
    check_may_post("group", None, POLICY, NOW)
    check_may_post("members", founded(), POLICY, NOW)
    with pytest.raises(AlreadyInGroup):
        check_may_post("group", founded(), POLICY, NOW)
    with pytest.raises(NotInGroup):
        check_may_post("members", None, POLICY, NOW)
    with pytest.raises(GroupFull):
        check_may_post("members", full(), POLICY, NOW)
    with pytest.raises(SignupClosed):
        check_may_post("group", None, POLICY, CLOSED)
    with pytest.raises(BadText, match="text on skills"):
        new_post(ANA, "group", Words("music", " "), NOW)


def test_who_has_no_group_is_known_from_posts_and_open_questions() -> None:
    group = request(invite(founded(), ANA, BO), CHI)
    standing = open_posts([post(DEE), post(ANA, "members")], [group], POLICY, NOW)
    assert unteamed(standing, [group], NOW) == [BO, CHI, DEE]
    joined = replace(full(), number=8)
    assert unteamed(standing, [group, joined], NOW) == []


def test_whoever_came_up_after_a_preview_is_not_in_its_nudge() -> None:
    group = invite(founded(), ANA, BO, at=NOW + timedelta(minutes=5))
    standing = open_posts([post(DEE), post(CHI, minutes=5)], [group], POLICY, NOW)
    assert unteamed(standing, [group], NOW) == [DEE]


def test_a_nudge_is_known_by_its_preview() -> None:
    first, later = NOW, NOW + timedelta(milliseconds=1)
    keys = [[n.key for n in nudges([ANA, BO], shown, later)] for shown in (first, first, later)]
    assert keys[0] == keys[1] and not set(keys[0]) & set(keys[2])
    assert all(key.startswith(start_of(first)) for key in keys[0])
