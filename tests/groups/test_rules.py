"""What may happen to a group, by example."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.groups import model, rules, text
from bot.groups.errors import (
    AlreadyInGroup,
    BadText,
    CannotInvite,
    GroupFull,
    LastMember,
    NoInvitation,
    NotYours,
    SignupClosed,
)
from bot.groups.model import Policy, ProjectGroup
from tests.instants import et

POLICY = Policy(smallest=1, largest=5, closes_at=et(1, 27, 23, 59, 59), registered_needed=1)
NOW = et(1, 20, 12)
ANA, BO, CHI, DEE, EVE, FAY, GUS = range(1, 8)


def founded() -> ProjectGroup:
    return rules.new_group(
        7, ANA, "Sketches from Sound", "Humming into drawings.", None, POLICY, NOW
    )


def full() -> ProjectGroup:
    group = founded()
    for person in (BO, CHI, DEE, EVE):
        group = rules.accept(
            rules.invite(group, ANA, person, None, POLICY, NOW), person, None, POLICY, NOW
        )
    return group


def test_a_founder_is_its_first_member() -> None:
    group = founded()
    assert group.member_ids == (ANA,) and group.founder_id == ANA
    assert model.seats_left(group, POLICY) == 4


def test_signing_up_is_open_through_the_second_of_the_deadline() -> None:
    closes = POLICY.closes_at
    rules.check_open(POLICY, closes + timedelta(milliseconds=999))
    with pytest.raises(SignupClosed, match="Sign-up closed <t:1611809999:R>"):
        rules.check_open(POLICY, closes + timedelta(seconds=1))


def test_a_group_with_more_time_may_change_longer() -> None:
    late = POLICY.closes_at + timedelta(hours=2)
    group = rules.staff_extend(founded(), late)
    rules.check_open(POLICY, late, group)
    with pytest.raises(SignupClosed):
        rules.check_open(POLICY, late, founded())


def test_who_is_in_a_group_cannot_found_another() -> None:
    with pytest.raises(AlreadyInGroup, match="You are in group 3 already"):
        rules.new_group(7, ANA, "t", "i", 3, POLICY, NOW)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Tide   Tables\nfor Tractors ", "Tide Tables for Tractors"),
        ("@everyone **bold** `x`", "@everyone **bold** `x`"),
        ("abc\u202edef\u202c", "abcdef"),
        ("ze\u200bro\u200dwidth\ufeff", "zerowidth"),
        ("tab\tand\x00null\x07", "tab andnull"),
        ("e\u0301te\u0301", "été"),
        ("日本語 🎤", "日本語 🎤"),
        ("x" * 100, "x" * 100),
    ],
)
def test_titles_are_tidied_not_refused(typed: str, kept: str) -> None:
    assert text.clean(typed, "title", text.LONGEST_TITLE) == kept


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "The title is empty"),
        (" \n\t ", "The title is empty"),
        ("\u200b\u202e\ufeff", "The title is empty"),
        ("\u0301\u0301", "The title is empty"),
        ("x" * 5000, "The title has 5,000 characters, and at most 100 fit"),
    ],
)
def test_titles_that_say_nothing_or_too_much_are_refused(typed: str, words: str) -> None:
    with pytest.raises(BadText, match=words):
        rules.new_group(7, ANA, typed, "idea", None, POLICY, NOW)


def test_a_sixth_member_is_refused_and_the_group_stays_as_it_was() -> None:
    group = full()
    with pytest.raises(GroupFull, match="Group 7 is full \\(5 of 5\\)"):
        rules.invite(group, ANA, FAY, None, POLICY, NOW)
    assert len(group.members) == 5


def test_pending_invitations_hold_seats() -> None:
    group = founded()
    for person in (BO, CHI, DEE, EVE):
        group = rules.invite(group, ANA, person, None, POLICY, NOW)
    with pytest.raises(GroupFull, match="4 of them invited and not answered yet"):
        rules.invite(group, ANA, FAY, None, POLICY, NOW)
    group = rules.decline(group, BO)
    assert model.seats_left(rules.invite(group, ANA, FAY, None, POLICY, NOW), POLICY) == 0


@pytest.mark.parametrize(
    ("who", "in_group", "words"),
    [
        (ANA, 7, "You are in group 7 already"),
        (BO, 7, "<@2> is in your group already"),
        (BO, 3, "<@2> is in group 3 already"),
        (CHI, None, "<@3> is invited already"),
    ],
)
def test_who_cannot_be_invited_is_named_kindly(who: int, in_group: int | None, words: str) -> None:
    group = rules.invite(founded(), ANA, CHI, None, POLICY, NOW)
    with pytest.raises(CannotInvite, match=words):
        rules.invite(group, ANA, who, in_group, POLICY, NOW)


def test_bots_and_people_who_left_cannot_be_invited() -> None:
    with pytest.raises(CannotInvite, match="Clyde is a bot"):
        rules.check_person(9, "Clyde", True, True)
    with pytest.raises(CannotInvite, match="Bo is not in this server"):
        rules.check_person(9, "Bo", False, False)
    rules.check_person(9, "Bo", False, True)


def test_only_members_invite_and_edit_and_only_founders_hand_over() -> None:
    group = rules.accept(rules.invite(founded(), ANA, BO, None, POLICY, NOW), BO, None, POLICY, NOW)
    with pytest.raises(NotYours, match="Only a member of group 7"):
        rules.invite(group, GUS, FAY, None, POLICY, NOW)
    with pytest.raises(NotYours, match="Only a member"):
        rules.edit(group, GUS, "t", "i", POLICY, NOW)
    with pytest.raises(NotYours, match="Only the founder of group 7"):
        rules.transfer(group, BO, BO, POLICY, NOW)
    with pytest.raises(NotYours, match="Only a member"):
        rules.transfer(group, ANA, GUS, POLICY, NOW)
    assert rules.transfer(group, ANA, BO, POLICY, NOW).founder_id == BO
    assert rules.edit(group, BO, " New ", "i", POLICY, NOW).title == "New"


def test_accepting_twice_late_uninvited_or_elsewhere() -> None:
    invited = rules.invite(founded(), ANA, BO, None, POLICY, NOW)
    joined = rules.accept(invited, BO, None, POLICY, NOW)
    with pytest.raises(AlreadyInGroup):
        rules.accept(joined, BO, 7, POLICY, NOW)
    with pytest.raises(NoInvitation):
        rules.accept(founded(), BO, None, POLICY, NOW)
    with pytest.raises(SignupClosed):
        rules.accept(invited, BO, None, POLICY, et(1, 28))
    with pytest.raises(AlreadyInGroup, match="group 3"):
        rules.accept(invited, BO, 3, POLICY, NOW)


def test_declining_ends_the_invitation_at_any_time() -> None:
    invited = rules.invite(founded(), ANA, BO, None, POLICY, NOW)
    declined = rules.decline(invited, BO)
    with pytest.raises(NoInvitation, match="answered or withdrawn already"):
        rules.accept(declined, BO, None, POLICY, NOW)
    with pytest.raises(NoInvitation):
        rules.decline(declined, BO)


def test_a_leaving_founder_hands_over_to_the_longest_standing_member() -> None:
    group = rules.leave(full(), ANA, NOW, may_disband=False)
    assert group.founder_id == BO and group.member_ids == (BO, CHI, DEE, EVE)
    assert rules.leave(group, CHI, NOW, may_disband=False).founder_id == BO


def test_the_last_one_disbands_after_confirming() -> None:
    invited = rules.invite(founded(), ANA, BO, None, POLICY, NOW)
    with pytest.raises(LastMember):
        rules.leave(invited, ANA, NOW, may_disband=False)
    gone = rules.leave(invited, ANA, NOW, may_disband=True)
    assert (gone.members, gone.invitations, gone.disbanded_at) == ((), (), NOW)
    with pytest.raises(NotYours):
        rules.leave(invited, GUS, NOW, may_disband=True)


def test_asking_to_join_holds_no_seat_and_the_founder_answers() -> None:
    asked = rules.request(founded(), BO, None, POLICY, NOW)
    assert model.seats_left(asked, POLICY) == 4
    assert rules.request(asked, BO, None, POLICY, NOW) == asked
    assert rules.answer_request(asked, ANA, BO, None, True, POLICY, NOW).member_ids == (ANA, BO)
    assert rules.answer_request(asked, ANA, BO, None, False, POLICY, NOW) == founded()
    with pytest.raises(NotYours):
        rules.answer_request(asked, BO, BO, None, True, POLICY, NOW)
    with pytest.raises(NoInvitation):
        rules.answer_request(founded(), ANA, BO, None, True, POLICY, NOW)
    with pytest.raises(CannotInvite, match="in group 3"):
        rules.answer_request(asked, ANA, BO, 3, True, POLICY, NOW)
    with pytest.raises(GroupFull):
        rules.request(full(), FAY, None, POLICY, NOW)
    with pytest.raises(AlreadyInGroup):
        rules.request(founded(), BO, 3, POLICY, NOW)


def test_a_question_from_both_sides_is_an_answer() -> None:
    asked = rules.request(founded(), BO, None, POLICY, NOW)
    assert rules.invite(asked, ANA, BO, None, POLICY, NOW).member_ids == (ANA, BO)
    invited = rules.invite(founded(), ANA, BO, None, POLICY, NOW)
    assert rules.request(invited, BO, None, POLICY, NOW).member_ids == (ANA, BO)


def test_a_request_answered_when_full_is_refused() -> None:
    almost = rules.leave(full(), EVE, NOW, may_disband=False)
    asked = rules.request(almost, FAY, None, POLICY, NOW)
    filled = rules.invite(asked, ANA, GUS, None, POLICY, NOW)
    with pytest.raises(GroupFull):
        rules.answer_request(filled, ANA, FAY, None, True, POLICY, NOW)


def test_eligibility_counts_registered_members_as_they_are_now() -> None:
    group = full()
    none = model.eligibility(group, set(), POLICY)
    assert (none.registered, none.needed, none.eligible) == (0, 1, False)
    assert model.eligibility(group, {BO, GUS}, POLICY).registered == 1
    assert model.eligibility(group, {BO}, POLICY).eligible
    assert model.eligibility(group, set(), replace(POLICY, registered_needed=0)).eligible


def test_staff_are_held_by_sizes_and_one_group_each_but_not_by_time() -> None:
    late = et(1, 29)
    assert rules.staff_add(founded(), BO, None, POLICY, late).member_ids == (ANA, BO)
    with pytest.raises(GroupFull):
        rules.staff_add(full(), FAY, None, POLICY, late)
    with pytest.raises(CannotInvite):
        rules.staff_add(founded(), BO, 3, POLICY, late)
    assert rules.staff_remove(full(), ANA, late).founder_id == BO
    invited = rules.invite(founded(), ANA, BO, None, POLICY, NOW)
    assert rules.staff_remove(invited, BO, late) == founded()
    with pytest.raises(NotYours):
        rules.staff_remove(founded(), GUS, late)
    assert rules.staff_rename(founded(), "Better").title == "Better"


def test_a_disbanded_group_comes_back_under_its_number() -> None:
    gone = rules.disband(full(), NOW)
    back = rules.reopen(gone, GUS, None, NOW)
    assert (back.number, back.member_ids, back.founder_id, back.disbanded_at) == (
        7,
        (GUS,),
        GUS,
        None,
    )
    with pytest.raises(CannotInvite):
        rules.reopen(gone, GUS, 3, NOW)
    with pytest.raises(NotYours):
        rules.reopen(founded(), GUS, None, NOW)
