"""What may happen to a group, by example."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot import text
from bot.groups import model
from bot.groups.errors import (
    AlreadyInGroup,
    CannotInvite,
    CannotJoin,
    EditedMeanwhile,
    GroupFull,
    LastMember,
    NoInvitation,
    NotDisbanded,
    NotOpen,
    NotThere,
    NotYours,
    PeopleChanged,
    SignupClosed,
)
from bot.groups.model import Person, Policy, ProjectGroup, Texts
from bot.groups.rules import members, questions, staff
from bot.text import BadText
from tests.instants import et

POLICY = Policy(smallest=1, largest=5, closes_at=et(1, 27, 23, 59, 59), registered_needed=1)
NOW = et(1, 20, 12)
ANA, BO, CHI, DEE, EVE, FAY, GUS = range(1, 8)


def founded() -> ProjectGroup:
    texts = Texts("Sketches from Sound", "Humming into drawings.")
    return members.new_group(7, ANA, texts, None, POLICY, NOW)


def person(user_id: int) -> Person:
    return Person(user_id, f"Person {user_id}")


def invite(
    group: ProjectGroup, by: int, user_id: int, in_group: int | None = None, at: datetime = NOW
) -> ProjectGroup:
    return members.invite(group, person(user_id), in_group, POLICY, at, by=by)


def accept(
    group: ProjectGroup, user_id: int, in_group: int | None = None, at: datetime = NOW
) -> ProjectGroup:
    return questions.accept(group, user_id, in_group, POLICY, at)


def request(group: ProjectGroup, user_id: int, in_group: int | None = None) -> ProjectGroup:
    return questions.request(group, user_id, in_group, POLICY, NOW)


def edit(group: ProjectGroup, by: int, typed: Texts, shown: Texts | None = None) -> ProjectGroup:
    return members.edit(group, shown or Texts(group.title, group.idea), typed, POLICY, NOW, by=by)


def let_in(group: ProjectGroup, by: int, user_id: int, in_group: int | None = None) -> ProjectGroup:
    return questions.let_in(group, person(user_id), in_group, POLICY, NOW, by=by)


def full() -> ProjectGroup:
    group = founded()
    for person in (BO, CHI, DEE, EVE):
        group = accept(invite(group, ANA, person), person)
    return group


def test_a_founder_is_its_first_member() -> None:
    group = founded()
    assert group.member_ids == (ANA,) and group.founder_id == ANA
    assert model.seats_left(group, POLICY) == 4


def test_signing_up_is_open_through_the_second_of_the_deadline() -> None:
    closes = POLICY.closes_at
    members.check_open(POLICY, closes + timedelta(milliseconds=999))
    with pytest.raises(SignupClosed, match="Sign-up closed <t:1611809999:R>"):
        members.check_open(POLICY, closes + timedelta(seconds=1))


def test_a_group_with_more_time_may_change_longer() -> None:
    late = POLICY.closes_at + timedelta(hours=2)
    group = staff.extend(founded(), late)
    members.check_open(POLICY, late, group)
    with pytest.raises(SignupClosed):
        members.check_open(POLICY, late, founded())


def test_who_is_in_a_group_cannot_found_another() -> None:
    with pytest.raises(AlreadyInGroup, match="You're in group 3 already"):
        members.new_group(7, ANA, Texts("t", "i"), 3, POLICY, NOW)


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
    assert text.clean(typed, "title", model.LONGEST_TITLE) == kept


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
        members.new_group(7, ANA, Texts(typed, "idea"), None, POLICY, NOW)


def test_a_sixth_member_is_refused_and_the_group_stays_as_it_was() -> None:
    group = full()
    with pytest.raises(GroupFull, match="Group 7 is full \\(5 of 5\\)"):
        invite(group, ANA, FAY)
    assert len(group.members) == 5


def test_pending_invitations_hold_seats() -> None:
    group = founded()
    for person in (BO, CHI, DEE, EVE):
        group = invite(group, ANA, person)
    with pytest.raises(GroupFull, match="4 of them invited and not answered yet"):
        invite(group, ANA, FAY)
    group = questions.decline(group, BO)
    assert model.seats_left(invite(group, ANA, FAY), POLICY) == 0


@pytest.mark.parametrize(
    ("who", "in_group", "words"),
    [
        (ANA, 7, "You're in group 7 already"),
        (BO, 7, "<@2> is in your group already"),
        (BO, 3, "<@2> is in group 3 already"),
        (CHI, None, "<@3> is invited already"),
    ],
)
def test_who_cannot_be_invited_is_named_kindly(who: int, in_group: int | None, words: str) -> None:
    group = invite(founded(), ANA, CHI)
    with pytest.raises(CannotInvite, match=words):
        invite(group, ANA, who, in_group)


def test_bots_and_people_who_left_cannot_be_invited() -> None:
    for somebody, words in (
        (Person(9, "Clyde", is_bot=True), "Clyde is a bot"),
        (Person(9, "Bo", in_guild=False), "Bo isn't in this server"),
    ):
        with pytest.raises(CannotInvite, match=words):
            members.invite(founded(), somebody, None, POLICY, NOW, by=ANA)


def test_only_members_invite_and_edit_and_only_founders_hand_over() -> None:
    group = accept(invite(founded(), ANA, BO), BO)
    with pytest.raises(NotYours, match="Only a member of group 7"):
        invite(group, GUS, FAY)
    with pytest.raises(NotYours, match="Only a member"):
        edit(group, GUS, Texts("t", "i"))
    with pytest.raises(NotYours, match="Only the founder of group 7"):
        members.transfer(group, BO, POLICY, NOW, by=BO)
    with pytest.raises(NotYours, match="Only a member"):
        members.transfer(group, GUS, POLICY, NOW, by=ANA)
    assert members.transfer(group, BO, POLICY, NOW, by=ANA).founder_id == BO
    assert edit(group, BO, Texts(" New ", "i")).title == "New"


def test_accepting_twice_late_uninvited_or_elsewhere() -> None:
    invited = invite(founded(), ANA, BO)
    joined = accept(invited, BO)
    with pytest.raises(AlreadyInGroup):
        accept(joined, BO, 7)
    with pytest.raises(NoInvitation):
        accept(founded(), BO)
    with pytest.raises(SignupClosed):
        accept(invited, BO, at=et(1, 28))
    with pytest.raises(AlreadyInGroup, match="group 3"):
        accept(invited, BO, 3)


def test_declining_ends_the_invitation_at_any_time() -> None:
    invited = invite(founded(), ANA, BO)
    declined = questions.decline(invited, BO)
    with pytest.raises(NoInvitation, match="answered or withdrawn"):
        accept(declined, BO)
    with pytest.raises(NoInvitation):
        questions.decline(declined, BO)


def test_a_leaving_founder_hands_over_to_the_longest_standing_member() -> None:
    group = members.leave(full(), ANA, NOW, may_disband=False)
    assert group.founder_id == BO and group.member_ids == (BO, CHI, DEE, EVE)
    assert members.leave(group, CHI, NOW, may_disband=False).founder_id == BO


def test_the_last_one_disbands_after_confirming() -> None:
    invited = invite(founded(), ANA, BO)
    with pytest.raises(LastMember):
        members.leave(invited, ANA, NOW, may_disband=False)
    gone = members.leave(invited, ANA, NOW, may_disband=True)
    assert (gone.members, gone.invitations, gone.disbanded_at) == ((), (), NOW)
    with pytest.raises(NotYours):
        members.leave(invited, GUS, NOW, may_disband=True)


def test_asking_to_join_holds_no_seat_and_the_founder_answers() -> None:
    asked = request(founded(), BO)
    assert model.seats_left(asked, POLICY) == 4
    assert request(asked, BO) == asked
    assert let_in(asked, ANA, BO).member_ids == (ANA, BO)
    assert questions.turn_down(asked, BO, None, by=ANA) == founded()
    with pytest.raises(NotYours):
        let_in(asked, BO, BO)
    with pytest.raises(CannotJoin, match="in group 3"):
        let_in(asked, ANA, BO, 3)
    with pytest.raises(CannotJoin, match="isn't in this server"):
        left = Person(BO, "Bo", in_guild=False)
        questions.let_in(asked, left, None, POLICY, NOW, by=ANA)
    with pytest.raises(GroupFull):
        request(full(), FAY)
    with pytest.raises(AlreadyInGroup):
        request(founded(), BO, 3)


def test_a_question_from_both_sides_is_an_answer() -> None:
    asked = request(founded(), BO)
    assert invite(asked, ANA, BO).member_ids == (ANA, BO)
    invited = invite(founded(), ANA, BO)
    assert request(invited, BO).member_ids == (ANA, BO)


def test_a_request_answered_when_full_is_refused() -> None:
    almost = members.leave(full(), EVE, NOW, may_disband=False)
    asked = request(almost, FAY)
    filled = invite(asked, ANA, GUS)
    with pytest.raises(GroupFull):
        let_in(filled, ANA, FAY)


def test_eligibility_counts_registered_members_as_they_are_now() -> None:
    group = full()
    none = model.eligibility(group, set(), POLICY)
    assert (none.registered, none.needed, none.eligible) == (0, 1, False)
    assert model.eligibility(group, {BO, GUS}, POLICY).registered == 1
    assert model.eligibility(group, {BO}, POLICY).eligible
    assert model.eligibility(group, set(), replace(POLICY, registered_needed=0)).eligible


def test_staff_are_held_by_sizes_and_one_group_each_but_not_by_time() -> None:
    late = et(1, 29)
    assert staff.add(founded(), person(BO), None, POLICY, late).member_ids == (ANA, BO)
    with pytest.raises(GroupFull):
        staff.add(full(), person(FAY), None, POLICY, late)
    with pytest.raises(CannotJoin):
        staff.add(founded(), person(BO), 3, POLICY, late)
    assert staff.remove(full(), ANA, late, may_disband=False).founder_id == BO
    invited = invite(founded(), ANA, BO)
    assert staff.remove(invited, BO, late, may_disband=False) == founded()
    with pytest.raises(NotThere):
        staff.remove(founded(), GUS, late, may_disband=False)
    with pytest.raises(LastMember):
        staff.remove(founded(), ANA, late, may_disband=False)
    assert staff.remove(founded(), ANA, late, may_disband=True).disbanded_at == late
    assert staff.rename(founded(), "Better").title == "Better"


def test_a_disbanded_group_comes_back_under_its_number() -> None:
    gone = members.disband(full(), POLICY, NOW, by=ANA, people=5)
    back = staff.reopen(gone, person(GUS), None, NOW)
    assert (back.number, back.member_ids, back.founder_id, back.disbanded_at) == (
        7,
        (GUS,),
        GUS,
        None,
    )
    with pytest.raises(CannotJoin):
        staff.reopen(gone, person(GUS), 3, NOW)
    with pytest.raises(NotDisbanded):
        staff.reopen(founded(), person(GUS), None, NOW)


def test_a_confirmed_disbanding_ends_the_group_that_was_shown() -> None:
    group = accept(invite(founded(), ANA, BO), BO)
    with pytest.raises(PeopleChanged):
        members.disband(group, POLICY, NOW, by=ANA, people=1)
    assert members.disband(group, POLICY, NOW, by=ANA, people=2).members == ()


def test_two_people_who_edit_different_fields_at_once_both_count() -> None:
    shown = Texts(founded().title, founded().idea)
    first = edit(founded(), ANA, Texts("A new title", shown.idea), shown)
    both = edit(first, ANA, Texts(shown.title, "A new idea."), shown)
    assert (both.title, both.idea) == ("A new title", "A new idea.")
    assert edit(both, ANA, shown, shown) == both


def test_a_field_that_somebody_else_has_changed_is_shown_and_nothing_is_stored() -> None:
    shown = Texts(founded().title, founded().idea)
    theirs = edit(founded(), ANA, Texts("Their `title`", shown.idea), shown)
    with pytest.raises(EditedMeanwhile, match="Somebody else has changed the title") as caught:
        edit(theirs, ANA, Texts("My title", "My idea."), shown)
    assert caught.value.theirs == {"title": "Their `title`"}
    assert "```\nTheir ˋtitleˋ\n```" in str(caught.value)
    assert edit(theirs, ANA, Texts("Their `title`", "My idea."), shown).idea == "My idea."


def test_the_founder_and_whoever_made_an_invitation_may_withdraw_it() -> None:
    group = accept(invite(founded(), ANA, BO), BO)
    group = accept(invite(group, ANA, CHI), CHI)
    invited = invite(group, BO, DEE)
    assert questions.withdraw(invited, DEE, by=ANA) == group
    assert questions.withdraw(invited, DEE, by=BO) == group
    with pytest.raises(NotYours, match="Only the founder of group 7 and <@2>"):
        questions.withdraw(invited, DEE, by=CHI)
    with pytest.raises(NotOpen, match="It has been answered or withdrawn since"):
        questions.withdraw(group, DEE, by=ANA)
    with pytest.raises(NotOpen, match="<@4> is in your group"):
        questions.withdraw(accept(invited, DEE), DEE, by=ANA)
    without_bo = members.leave(invited, BO, NOW, may_disband=False)
    with pytest.raises(NotYours):
        questions.withdraw(without_bo, DEE, by=BO)


def test_a_request_is_answered_once_and_the_second_answer_hears_what_became_of_it() -> None:
    asked = request(founded(), BO)
    with pytest.raises(NotOpen, match="<@2> is in your group"):
        questions.turn_down(let_in(asked, ANA, BO), BO, 7, by=ANA)
    with pytest.raises(NotOpen, match="answered or withdrawn"):
        let_in(questions.turn_down(asked, BO, None, by=ANA), ANA, BO)
    with pytest.raises(NotOpen, match="<@2> has joined group 3"):
        let_in(founded(), ANA, BO, 3)


def test_bots_and_people_who_are_not_there_are_made_members_by_nobody() -> None:
    for somebody, words in (
        (Person(9, "Clyde", is_bot=True), "Clyde is a bot, so nothing was changed"),
        (Person(9, "Bo", in_guild=False), "Bo isn't in this server, so nothing was changed"),
    ):
        with pytest.raises(CannotJoin, match=words):
            staff.add(founded(), somebody, None, POLICY, NOW)
        gone = members.ended(founded(), NOW)
        with pytest.raises(CannotJoin, match=words):
            staff.reopen(gone, somebody, None, NOW)


@pytest.mark.parametrize(
    ("given", "at", "hours", "until"),
    [
        (None, et(1, 27, 20), 2, et(1, 28, 1, 59, 59)),  # from the deadline while it is ahead
        (None, et(1, 28, 9), 2, et(1, 28, 11)),  # from now once it has passed
        (et(1, 28, 1, 59, 59), et(1, 27, 20), 2, et(1, 28, 1, 59, 59)),  # given before: no change
        (et(1, 28, 12), et(1, 27, 20), 1, et(1, 28, 12)),  # never earlier than before
        (et(1, 28, 1), et(1, 28, 0, 30), 2, et(1, 28, 2, 30)),  # the deadline itself has passed
    ],
)
def test_more_time_counts_from_the_deadline_or_from_now(
    given: datetime | None, at: datetime, hours: int, until: datetime
) -> None:
    deadline = POLICY.closes_at
    assert staff.open_until(deadline, given or deadline, timedelta(hours=hours), at) == until
