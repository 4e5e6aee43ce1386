"""Groups on a real file: transactions, races, numbers, the audit log, undo."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
import sqlite_utils

from bot.database import Database
from bot.delivery import ledger
from bot.groups.errors import (
    AlreadyInGroup,
    CannotInvite,
    ChangedSince,
    EditedMeanwhile,
    GroupError,
    GroupFull,
    GroupGone,
    LastMember,
    NoInvitation,
    NoSignup,
    NoSuchGroup,
    NothingToUndo,
    NotInGroup,
    NotOpen,
    NotYours,
    SignupClosed,
)
from bot.groups.model import ByStaff, Person, SignUp, Texts
from bot.groups.staff_service import StaffGroupService
from bot.groups.store import groups as store
from bot.library.library import CourseLibrary
from bot.text import BadText
from tests.databases import open_database
from tests.groups.services import groups_over
from tests.instants import et

GUILD = 1
NOW = et(1, 20, 12)
ANA, BO, CHI, DEE, EVE, SAM = range(1, 7)


def staff(reason: str = "r", at: datetime = NOW) -> ByStaff:
    return ByStaff(by=SAM, at=at, reason=reason)


def person(user_id: int) -> Person:
    return Person(user_id, f"Person {user_id}")


@pytest.fixture
def groups(db: Database, library: CourseLibrary) -> StaffGroupService:
    return groups_over(db, library)


async def found(
    groups: StaffGroupService, founder: int, *invited: int, title: str = "Title"
) -> int:
    signed = SignUp(title, "An idea.", [person(i) for i in invited])
    changed = await groups.sign_up(GUILD, founder, signed, NOW)
    return changed.after.number


async def test_a_signup_gives_a_number_and_invitations_and_names_who_was_left_out(
    groups: StaffGroupService,
) -> None:
    await found(groups, BO)
    people = [person(ANA), person(BO), person(CHI), person(CHI), Person(9, "Clyde", is_bot=True)]
    changed = await groups.sign_up(GUILD, ANA, SignUp("Title", "Idea", people), NOW)
    assert changed.after.number == 2
    assert [i.user_id for i in changed.after.invited] == [CHI]
    assert [str(e).split(",")[0] for e in changed.refused] == [
        "**You're in group 2 already",
        "**<@2> is in group 1 already",
        "**<@3> is invited already and hasn't answered yet",
        "**Clyde is a bot",
    ]
    assert changed.same_title == (1,)
    assert await groups.group(GUILD, 2) == changed.after


async def test_a_refused_signup_uses_up_no_number(groups: StaffGroupService) -> None:
    for title, at in (("", NOW), ("Title", et(1, 28))):
        with pytest.raises((GroupError, BadText)):
            await groups.sign_up(GUILD, ANA, SignUp(title, "Idea"), at)
    assert await found(groups, ANA) == 1


async def test_six_people_at_once_leave_the_last_out(groups: StaffGroupService) -> None:
    six = SignUp("T", "I", [person(i) for i in range(2, 8)])
    changed = await groups.sign_up(GUILD, ANA, six, NOW)
    assert len(changed.after.invited) == 4
    assert [type(error) for error in changed.refused] == [GroupFull, GroupFull]


async def test_joining_ends_what_was_open_elsewhere(groups: StaffGroupService) -> None:
    first, second = await found(groups, ANA, CHI), await found(groups, BO, CHI)
    changed = await groups.accept(GUILD, second, CHI, NOW)
    assert changed.after.member_ids == (BO, CHI)
    assert [part.number for part in changed.others] == [first]
    with pytest.raises(NoInvitation):
        await groups.accept(GUILD, first, CHI, NOW)
    assert await groups.asked(GUILD, CHI) == []
    assert await groups.number_of(GUILD, CHI) == second


async def test_a_person_sees_all_that_is_open_for_them(groups: StaffGroupService) -> None:
    first, second = await found(groups, ANA, CHI), await found(groups, BO, CHI)
    assert [g.number for g in await groups.asked(GUILD, CHI)] == [first, second]
    with pytest.raises(NotInGroup):
        await groups.own(GUILD, CHI)


async def test_leaving_inviting_editing_handing_over_and_disbanding(
    groups: StaffGroupService,
) -> None:
    number = await found(groups, ANA, BO)
    await groups.accept(GUILD, number, BO, NOW)
    await groups.invite(GUILD, number, person(CHI), NOW, by=BO)
    shown = Texts("Title", "An idea.")
    await groups.edit(GUILD, number, shown, Texts("New title", "New idea"), NOW, by=ANA)
    await groups.transfer(GUILD, number, BO, NOW, by=ANA)
    left = await groups.leave(GUILD, number, ANA, NOW)
    assert left.after.founder_id == BO and left.after.title == "New title"
    gone = await groups.disband(GUILD, number, NOW, by=BO, people=1)
    assert gone.after.disbanded_at == NOW
    assert await groups.groups(GUILD) == []
    with pytest.raises(NoSuchGroup):
        await groups.group(GUILD, number)
    assert await found(groups, ANA) == number + 1


async def test_declining_and_answering_requests(groups: StaffGroupService) -> None:
    number = await found(groups, ANA, BO)
    assert (await groups.decline(GUILD, number, BO, NOW)).after.invitations == ()
    await groups.request(GUILD, number, CHI, NOW)
    again = await groups.request(GUILD, number, CHI, NOW)
    assert again.id is None
    assert (await groups.let_in(GUILD, number, person(CHI), NOW, by=ANA)).after.member_ids == (
        ANA,
        CHI,
    )


async def test_after_the_deadline_only_staff_change_groups(groups: StaffGroupService) -> None:
    number, late = await found(groups, ANA, BO), et(1, 28)
    for refused in (
        groups.accept(GUILD, number, BO, late),
        groups.leave(GUILD, number, ANA, late),
        groups.invite(GUILD, number, person(CHI), late, by=ANA),
        groups.edit(GUILD, number, Texts("Title", "An idea."), Texts("t", "i"), late, by=ANA),
        groups.disband(GUILD, number, late, by=ANA, people=1),
    ):
        with pytest.raises(SignupClosed):
            await refused
    added = await groups.add(GUILD, number, person(DEE), staff("asked by mail", late))
    assert DEE in added.after.member_ids
    await groups.extend(GUILD, number, timedelta(hours=1), staff("illness", late))
    assert (await groups.accept(GUILD, number, BO, late)).after.member_ids == (ANA, DEE, BO)


async def test_more_time_for_everybody(groups: StaffGroupService) -> None:
    late = et(1, 28, 1)
    given = await groups.extend_all(GUILD, timedelta(hours=1), staff("outage", late))
    assert (given.before, given.until) == (et(1, 27, 23, 59, 59), et(1, 28, 2))
    assert (await groups.policy(GUILD)).closes_at == et(1, 28, 2)
    assert (await groups.sign_up(GUILD, ANA, SignUp("T", "I"), late)).after.number == 1
    assert (await groups.policy(2)).closes_at == et(1, 27, 23, 59, 59)
    [entry] = [
        c for c in await groups.history(GUILD, None, 5) if c.action == "staff extend everybody"
    ]
    assert entry.reason == "outage"
    with pytest.raises(NothingToUndo):
        await groups.undo(GUILD, entry.id, late, by=SAM)


async def test_staff_move_rename_remove_and_reopen(groups: StaffGroupService) -> None:
    first, second = await found(groups, ANA, BO), await found(groups, CHI)
    await groups.accept(GUILD, first, BO, NOW)
    moved = await groups.move(GUILD, person(BO), second, staff("balance"))
    assert moved.after.member_ids == (CHI, BO)
    assert (await groups.group(GUILD, first)).member_ids == (ANA,)
    with pytest.raises(AlreadyInGroup):
        await groups.move(GUILD, person(BO), second, staff("again"))
    await groups.move(GUILD, person(ANA), second, staff("merge"), may_disband=first)
    with pytest.raises(NoSuchGroup):
        await groups.group(GUILD, first)
    await groups.rename(GUILD, second, "Renamed", staff("typo"))
    await groups.remove(GUILD, second, ANA, staff("left the course"))
    back = await groups.reopen(GUILD, first, person(ANA), staff("by mistake"))
    assert back.after.number == first and back.after.member_ids == (ANA,)
    with pytest.raises(NoSuchGroup):
        await groups.reopen(GUILD, 99, person(ANA), staff("?"))
    assert (await groups.move(GUILD, person(DEE), first, staff("new"))).after.member_ids == (
        ANA,
        DEE,
    )


async def test_every_change_is_in_the_log_with_what_stood_before_and_after(
    groups: StaffGroupService,
) -> None:
    number = await found(groups, ANA, BO)
    await groups.accept(GUILD, number, BO, NOW)
    await groups.rename(GUILD, number, "Renamed", staff("typo"))
    log = await groups.history(GUILD, number, 10)
    assert [(c.action, c.actor_id, c.reason) for c in log] == [
        ("staff rename", SAM, "typo"),
        ("accept", BO, None),
        ("sign up", ANA, None),
    ]
    [part] = log[0].parts
    assert part.before and part.after
    assert (part.before.title, part.after.title) == ("Title", "Renamed")
    assert log[2].parts[0].before is None


async def test_a_change_can_be_undone_once(groups: StaffGroupService) -> None:
    number = await found(groups, ANA, BO)
    before = await groups.group(GUILD, number)
    accepted = await groups.accept(GUILD, number, BO, NOW)
    assert accepted.id
    await groups.undo(GUILD, accepted.id, NOW, by=SAM)
    assert await groups.group(GUILD, number) == before
    with pytest.raises(NothingToUndo):
        await groups.undo(GUILD, accepted.id, NOW, by=SAM)
    newest = (await groups.history(GUILD, None, 1))[0]
    assert newest.action == "undo" and newest.undoes == accepted.id
    with pytest.raises(NothingToUndo):
        await groups.undo(GUILD, newest.id, NOW, by=SAM)
    with pytest.raises(NothingToUndo):
        await groups.undo(2, accepted.id, NOW, by=SAM)


async def test_undoing_a_move_puts_both_groups_back(groups: StaffGroupService) -> None:
    first, second = await found(groups, ANA, BO), await found(groups, CHI)
    await groups.accept(GUILD, first, BO, NOW)
    before = [await groups.group(GUILD, n) for n in (first, second)]
    moved = await groups.move(GUILD, person(BO), second, staff("oops"))
    await groups.undo(GUILD, moved.id or 0, NOW, by=SAM)
    assert [await groups.group(GUILD, n) for n in (first, second)] == before


async def test_undoing_a_signup_disbands_and_undoing_a_disband_brings_back(
    groups: StaffGroupService,
) -> None:
    signed = await groups.sign_up(GUILD, ANA, SignUp("T", "I"), NOW)
    gone = await groups.leave(GUILD, 1, ANA, NOW, may_disband=True)
    await groups.undo(GUILD, gone.id or 0, NOW, by=SAM)
    assert (await groups.own(GUILD, ANA)).number == 1
    await groups.undo(GUILD, signed.id or 0, NOW, by=SAM)
    with pytest.raises(NotInGroup):
        await groups.own(GUILD, ANA)


async def test_an_undo_that_would_lose_something_is_refused(groups: StaffGroupService) -> None:
    number = await found(groups, ANA, BO)
    accepted = await groups.accept(GUILD, number, BO, NOW)
    await groups.rename(GUILD, number, "Later", staff("r"))
    with pytest.raises(ChangedSince, match="it was changed again since"):
        await groups.undo(GUILD, accepted.id or 0, NOW, by=SAM)
    left = await groups.leave(GUILD, number, BO, NOW)
    await found(groups, BO)
    with pytest.raises(ChangedSince, match="<@2> is in group 2 now"):
        await groups.undo(GUILD, left.id or 0, NOW, by=SAM)


async def test_a_course_without_pitches_has_no_groups(db: Database, semester) -> None:
    groups = groups_over(db, CourseLibrary(semester))
    with pytest.raises(NoSignup):
        await groups.policy(GUILD)
    with pytest.raises(NoSignup):
        await groups.sign_up(GUILD, ANA, SignUp("T", "I"), NOW)


@asynccontextmanager
async def restarted(db: Database, library: CourseLibrary) -> AsyncIterator[StaffGroupService]:
    """Close the file and give the service of a new start on it."""
    await db.close()
    again = await open_database(db.path)
    try:
        yield groups_over(again, library)
    finally:
        await again.close()


async def succeeding(calls: Iterable[Awaitable[object]]) -> tuple[int, set[type[BaseException]]]:
    """Run all at once; give how many succeeded and how the others were refused."""
    results = await asyncio.gather(*calls, return_exceptions=True)
    refused = [r for r in results if isinstance(r, BaseException)]
    return len(results) - len(refused), {type(r) for r in refused}


async def test_500_simultaneous_accepts_for_one_seat_give_exactly_one_also_across_a_restart(
    groups: StaffGroupService, db: Database, library: CourseLibrary
) -> None:
    number = await found(groups, ANA, 2, 3, 4)
    for user_id in (2, 3, 4):
        await groups.accept(GUILD, number, user_id, NOW)
    people = list(range(100, 200))
    for user_id in people:
        await groups.request(GUILD, number, user_id, NOW)

    def all_answered(service: StaffGroupService) -> list[Awaitable[object]]:
        return [
            service.let_in(GUILD, number, person(user_id), NOW, by=ANA) for user_id in people * 5
        ]

    succeeded, refused = await succeeding(all_answered(groups))
    assert succeeded == 1 and refused <= {GroupFull, NotOpen}
    async with restarted(db, library) as again:
        assert (await succeeding(all_answered(again)))[0] == 0
        assert len((await again.group(GUILD, number)).members) == 5


async def test_500_accepts_begun_before_a_restart_and_500_after_it_fill_the_one_seat(
    groups: StaffGroupService, db: Database, library: CourseLibrary
) -> None:
    number = await found(groups, ANA, BO)
    before = [
        asyncio.create_task(groups.accept(GUILD, number, BO, NOW), name=f"accept-{n}")
        for n in range(500)
    ]
    await asyncio.sleep(0)
    async with restarted(db, library) as again:
        joined_before, _ = await succeeding(before)
        joined_after, _ = await succeeding(again.accept(GUILD, number, BO, NOW) for _ in range(500))
        assert joined_before + joined_after == 1
        assert (await again.group(GUILD, number)).member_ids == (ANA, BO)


async def test_two_groups_adding_one_person_end_with_one_membership_also_across_a_restart(
    groups: StaffGroupService, db: Database, library: CourseLibrary
) -> None:
    first, second = await found(groups, ANA, CHI), await found(groups, BO, CHI)

    def all_at_once(service: StaffGroupService) -> list[Awaitable[object]]:
        return [
            service.accept(GUILD, first, CHI, NOW),
            service.accept(GUILD, second, CHI, NOW),
            service.add(GUILD, second, person(CHI), staff()),
            service.add(GUILD, first, person(CHI), staff()),
        ]

    assert (await succeeding(all_at_once(groups)))[0] == 1
    async with restarted(db, library) as again:
        assert (await succeeding(all_at_once(again)))[0] == 0
        inside = [g.number for g in await again.groups(GUILD) if CHI in g.member_ids]
        assert inside == [await again.number_of(GUILD, CHI)]


async def test_200_simultaneous_signups_get_200_consecutive_numbers_also_across_a_restart(
    groups: StaffGroupService, db: Database, library: CourseLibrary
) -> None:
    async def signups(service: StaffGroupService, people: range) -> list[int]:
        done = await asyncio.gather(
            *(service.sign_up(GUILD, p, SignUp(f"T{p}", "I"), NOW) for p in people)
        )
        return sorted(changed.after.number for changed in done)

    assert await signups(groups, range(1000, 1200)) == list(range(1, 201))
    async with restarted(db, library) as again:
        assert await signups(again, range(1200, 1400)) == list(range(201, 401))


async def test_another_group_of_the_same_title_is_found_through_its_index(db: Database) -> None:
    """Without the index every sign-up reads all groups of the server."""
    statements: list[str] = []

    def plan(tables: sqlite_utils.Database) -> str:
        tables.conn.set_trace_callback(statements.append)
        store.with_title(tables, GUILD, "T", 1)
        tables.conn.set_trace_callback(None)
        asked = next(s for s in statements if "lower(title)" in s)
        return str(tables.execute(f"EXPLAIN QUERY PLAN {asked}").fetchall())

    assert "USING INDEX groups_by_title (guild_id=? AND <expr>=?)" in await db.read(plan)


async def test_two_processes_on_one_file_keep_the_rules(
    db: Database, library: CourseLibrary
) -> None:
    other_db = await open_database(db.path)
    here, there = groups_over(db, library), groups_over(other_db, library)
    number = await found(here, ANA, BO)
    results = await asyncio.gather(
        *(service.accept(GUILD, number, BO, NOW) for service in (here, there) * 20),
        return_exceptions=True,
    )
    assert sum(not isinstance(r, BaseException) for r in results) == 1
    await other_db.close()


async def test_the_database_refuses_what_the_rules_would(
    groups: StaffGroupService, db: Database
) -> None:
    number = await found(groups, ANA)
    await found(groups, BO)

    def insert(user_id: int):
        values = [GUILD, user_id, number, NOW.isoformat(), 9]
        return lambda d: d.execute("INSERT INTO group_members VALUES (?, ?, ?, ?, ?)", values)

    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        await db.write(insert(BO))
    for user_id in (10, 11, 12, 13):
        await db.write(insert(user_id))
    with pytest.raises(sqlite3.IntegrityError, match="group is full"):
        await db.write(insert(14))


async def test_nobody_invites_beyond_the_rules(groups: StaffGroupService) -> None:
    number = await found(groups, ANA)
    with pytest.raises(CannotInvite, match="isn't in this server"):
        await groups.invite(GUILD, number, Person(9, "Left", in_guild=False), NOW, by=ANA)
    with pytest.raises(NoSuchGroup):
        await groups.invite(GUILD, 99, person(BO), NOW, by=ANA)


def test_snapshots_survive_json() -> None:
    from bot.groups.store.groups import from_json, to_json
    from tests.groups.test_rules import full

    group = full()
    text = to_json(group)
    assert json.loads(text)["number"] == 7
    assert from_json(text) == group


async def ledger_of(db: Database) -> dict[str, str]:
    """The state of everything that waits to be said, by key."""
    rows = await db.read(lambda tables: ledger.all_of(tables, GUILD))
    return {row.notice.key: row.state for row in rows}


async def test_what_is_to_be_said_is_stored_with_the_change_and_by_nothing_else(
    groups: StaffGroupService, db: Database
) -> None:
    with pytest.raises(SignupClosed):
        await groups.sign_up(GUILD, ANA, SignUp("T", "I", [person(BO)]), et(1, 28))
    assert await ledger_of(db) == {}
    number = await found(groups, ANA, BO)
    stamp = round(NOW.timestamp() * 1000)
    invitation = f"invitation:{number}:{BO}:{stamp}"
    stored = await ledger_of(db)
    assert stored == {
        invitation: "planned", "board:sign-up": "planned", "board:find-group": "planned",
    }  # fmt: skip
    with pytest.raises(NoInvitation):
        await groups.accept(GUILD, number, CHI, NOW)
    assert await ledger_of(db) == stored
    await groups.withdraw(GUILD, number, BO, NOW, by=ANA)
    assert (await ledger_of(db))[invitation] == "skipped"
    with pytest.raises(NoInvitation):
        await groups.accept(GUILD, number, BO, NOW)


async def test_a_change_that_cannot_be_stored_leaves_nothing_to_be_said(
    groups: StaffGroupService, db: Database
) -> None:
    number = await found(groups, ANA)
    before = await ledger_of(db)

    def forbid(tables: sqlite_utils.Database) -> None:
        sql = """CREATE TRIGGER no_log BEFORE INSERT ON group_change_parts
            BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"""
        tables.execute(sql)

    await db.write(forbid)
    with pytest.raises(sqlite3.IntegrityError, match="the disk is full"):
        await groups.invite(GUILD, number, person(BO), NOW, by=ANA)
    assert await ledger_of(db) == before
    assert (await groups.group(GUILD, number)).invitations == ()


async def test_two_people_who_save_a_form_at_once_lose_nothing(groups: StaffGroupService) -> None:
    number = await found(groups, ANA, BO)
    await groups.accept(GUILD, number, BO, NOW)
    shown = Texts("Title", "An idea.")
    mine, theirs = Texts("Ana's title", "An idea."), Texts("Title", "Bo's idea.")
    await asyncio.gather(
        groups.edit(GUILD, number, shown, mine, NOW, by=ANA),
        groups.edit(GUILD, number, shown, theirs, NOW, by=BO),
    )
    group = await groups.group(GUILD, number)
    assert (group.title, group.idea) == ("Ana's title", "Bo's idea.")
    with pytest.raises(EditedMeanwhile):
        await groups.edit(GUILD, number, shown, Texts("Bo's title", "An idea."), NOW, by=BO)
    assert (await groups.group(GUILD, number)).title == "Ana's title"


async def test_two_answers_at_once_to_one_request_count_once(groups: StaffGroupService) -> None:
    number = await found(groups, ANA)
    await groups.request(GUILD, number, BO, NOW)
    results = await asyncio.gather(
        groups.let_in(GUILD, number, person(BO), NOW, by=ANA),
        groups.turn_down(GUILD, number, BO, NOW, by=ANA),
        groups.let_in(GUILD, number, person(BO), NOW, by=ANA),
        return_exceptions=True,
    )
    assert [type(r).__name__ for r in results] == ["Changed", "NotOpen", "NotOpen"]
    assert "<@2> is in your group" in str(results[1])


async def test_leaving_names_the_group_that_is_left(groups: StaffGroupService) -> None:
    first = await found(groups, ANA, BO)
    await groups.accept(GUILD, first, BO, NOW)
    await groups.leave(GUILD, first, BO, NOW)
    second = await found(groups, BO)
    with pytest.raises(NotYours, match="Only a member of group 1"):
        await groups.leave(GUILD, first, BO, NOW, may_disband=True)
    assert await groups.number_of(GUILD, BO) == second


async def test_staff_disband_only_the_group_that_they_were_asked_about(
    groups: StaffGroupService,
) -> None:
    first, second = await found(groups, ANA), await found(groups, BO)
    with pytest.raises(LastMember):
        await groups.remove(GUILD, first, ANA, staff())
    for confirmed in (None, 99):
        with pytest.raises(LastMember):
            await groups.move(GUILD, person(ANA), second, staff(), may_disband=confirmed)
    assert (await groups.group(GUILD, first)).member_ids == (ANA,)
    moved = await groups.move(GUILD, person(ANA), second, staff(), may_disband=first)
    assert moved.after.member_ids == (BO, ANA)
    with pytest.raises(GroupGone, match="Group 1 is no longer there"):
        await groups.group(GUILD, first)


async def test_more_time_twice_over_changes_nothing(groups: StaffGroupService) -> None:
    number, early = await found(groups, ANA), et(1, 27, 20)
    two = timedelta(hours=2)
    assert (await groups.extend_all(GUILD, two, staff(at=early))).changes
    again = await groups.extend_all(GUILD, two, staff(at=early))
    assert (again.changes, again.until) == (False, et(1, 28, 1, 59, 59))
    assert not (await groups.extend(GUILD, number, two, staff(at=early))).changes
    given = await groups.extend(GUILD, number, timedelta(hours=3), staff(at=early))
    assert (given.before, given.until) == (et(1, 28, 1, 59, 59), et(1, 28, 2, 59, 59))
    actions = [change.action for change in await groups.history(GUILD, None, 9)]
    assert actions == ["staff extend", "staff extend everybody", "sign up"]
