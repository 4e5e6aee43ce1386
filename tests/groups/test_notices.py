"""What people hear of a change, from what stood before and after: plain data, nothing sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.delivery.model import Notice
from bot.groups.model import Deed, Part, ProjectGroup
from bot.groups.notices import (
    FIND_BOARD,
    INVITATION,
    NEWS,
    REQUEST,
    SIGN_UP_BOARD,
    THREAD,
    UPKEEP,
    Consequences,
    consequences,
)
from bot.groups.rules import members, questions, staff
from tests.groups.test_rules import (
    ANA,
    BO,
    CHI,
    NOW,
    POLICY,
    accept,
    founded,
    full,
    invite,
    let_in,
    person,
    request,
)

SAM, CHANNEL = 99, 555
LATER = NOW + timedelta(minutes=5)


def follows(
    before: ProjectGroup | None,
    after: ProjectGroup,
    by: int,
    *others: Part,
    threads: bool = False,
    undoes: int | None = None,
) -> Consequences:
    deed = Deed("change", by, LATER, channel_id=CHANNEL, undoes=undoes)
    parts = (Part(after.number, before, after), *others)
    return consequences(parts, deed, 12, threads=threads)


def of_kind(found: Consequences, kind: str) -> list[Notice]:
    return [n for n in (*found.say, *found.bring_up_to_date) if n.kind == kind]


def news(found: Consequences) -> dict[int | None, dict[str, object]]:
    return {notice.user_id: notice.facts for notice in of_kind(found, NEWS)}


def test_an_invitation_goes_to_its_person_with_where_it_was_made_and_both_boards_follow() -> None:
    invited = invite(founded(), ANA, BO, at=LATER)
    found = follows(founded(), invited, ANA)
    [notice] = found.say
    assert (notice.kind, notice.target, notice.item) == (INVITATION, f"user:{BO}", "group:7")
    assert notice.facts == {"number": 7, "user_id": BO, "channel_id": CHANNEL}
    boards = [n.target for n in found.bring_up_to_date]
    assert boards == [f"board:{SIGN_UP_BOARD}", f"board:{FIND_BOARD}"] and not found.withdraw


def test_inviting_again_is_another_notice_and_undoing_gives_the_same_one() -> None:
    first, second = invite(founded(), ANA, BO), invite(founded(), ANA, BO, at=LATER)
    keys = [follows(founded(), group, ANA).say[0].key for group in (first, first, second)]
    assert keys[0] == keys[1] != keys[2]


def test_a_request_goes_to_the_founder_and_moves_with_the_place() -> None:
    asked = request(accept(invite(founded(), ANA, BO), BO), CHI)
    [to_ana] = of_kind(follows(founded(), asked, CHI), REQUEST)
    assert to_ana.user_id == ANA
    found = follows(asked, members.transfer(asked, BO, POLICY, LATER, by=ANA), ANA)
    [to_bo] = of_kind(found, REQUEST)
    assert to_bo.user_id == BO and to_bo.key != to_ana.key
    assert found.withdraw == (to_ana.key,)
    assert f"upkeep:{to_ana.key}" in [n.key for n in of_kind(found, UPKEEP)]
    assert news(found)[BO]["promoted"] is True


def test_whatever_ends_is_withdrawn_and_its_message_is_brought_up_to_date() -> None:
    invited = invite(founded(), ANA, BO)
    key = follows(founded(), invited, ANA).say[0].key
    for after, by in (
        (questions.decline(invited, BO), BO),
        (questions.withdraw(invited, BO, by=ANA), ANA),
        (accept(invited, BO), BO),
        (members.ended(invited, LATER), ANA),
    ):
        found = follows(invited, after, by)
        assert found.withdraw == (key,)
        [upkeep] = of_kind(found, UPKEEP)
        assert upkeep.facts["question"] == key and upkeep.user_id == BO


def test_what_comes_back_by_an_undo_is_said_again_and_brought_up_to_date() -> None:
    invited = invite(founded(), ANA, BO)
    found = follows(questions.decline(invited, BO), invited, SAM, undoes=11)
    assert [n.key for n in of_kind(found, UPKEEP)] == [f"upkeep:{found.say[0].key}"]


def test_who_makes_a_change_hears_nothing_of_it() -> None:
    invited = invite(founded(), ANA, BO)
    assert news(follows(invited, accept(invited, BO), BO)) == {
        ANA: {
            "founder_of": 7,
            "joined": [BO],
            "left": [],
            "declined": [],
            "uninvited": [],
            "promoted": False,
        }
    }
    assert news(follows(founded(), invited, ANA)) == {}
    assert news(follows(None, founded(), ANA)) == {}


def test_a_moved_person_hears_of_both_groups_in_one_message() -> None:
    here, there = full(), replace(founded(), number=8, founder_id=50)
    there = replace(there, members=(replace(there.members[0], user_id=50),))
    left = members.leave(here, BO, LATER, may_disband=False)
    joined = staff.add(there, person(BO), None, POLICY, LATER)
    found = follows(there, joined, SAM, Part(7, here, left))
    heard = news(found)
    assert heard.keys() == {BO, 50, ANA}
    assert heard[BO] == {"into": 8, "out_of": 7, "was": here.title, "disbanded": False}
    assert heard[50]["joined"] == [BO] and heard[ANA]["left"] == [BO]


def test_somebody_who_asked_hears_that_they_were_turned_down_or_that_the_group_is_gone() -> None:
    asked = request(founded(), BO)
    down = news(follows(asked, questions.turn_down(asked, BO, None, by=ANA), ANA))
    assert down == {BO: {"not_in": 7, "was": asked.title, "disbanded": False}}
    gone = news(follows(asked, members.ended(asked, LATER), ANA))
    assert gone[BO]["disbanded"] is True
    assert news(follows(asked, let_in(asked, ANA, BO), ANA)) == {BO: {"into": 7}}


def test_the_founder_hears_who_declined_and_whose_invitation_somebody_else_ended() -> None:
    invited = invite(founded(), ANA, BO)
    heard = news(follows(invited, questions.decline(invited, BO), BO))
    assert (heard[ANA]["declined"], heard[ANA]["uninvited"]) == ([BO], [])
    another = invite(accept(invited, BO), BO, SAM)
    heard = news(follows(another, questions.withdraw(another, SAM, by=BO), BO))
    assert (heard[ANA]["declined"], heard[ANA]["uninvited"]) == ([], [SAM])


def test_everybody_in_a_group_hears_of_more_time_and_of_a_title_from_staff() -> None:
    group = accept(invite(founded(), ANA, BO), BO)
    until = POLICY.closes_at + timedelta(hours=2)
    heard = news(follows(group, staff.extend(group, until), SAM))
    assert heard == {id: {"open_until": until.isoformat()} for id in (ANA, BO)}
    assert news(follows(group, staff.rename(group, "New"), SAM)).keys() == {ANA, BO}
    assert news(follows(group, replace(group, title="New"), ANA)) == {}


def test_a_thread_follows_whoever_joins_or_leaves_where_the_course_asks_for_threads() -> None:
    invited = invite(founded(), ANA, BO)
    joined = accept(invited, BO)
    [thread] = of_kind(follows(invited, joined, BO, threads=True), THREAD)
    assert (thread.key, thread.facts) == ("thread:7", {"number": 7})
    assert of_kind(follows(invited, joined, BO), THREAD) == []
    assert of_kind(follows(founded(), invited, ANA, threads=True), THREAD) == []
