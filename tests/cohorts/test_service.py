"""Who is in which cohort, on a real database: by role, by choice, and what follows for their due times."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App, build_app
from bot.assignments.catalog import assignments_of
from bot.assignments.due import deadlines_for, due_for, person_of
from bot.assignments.model import Details, Extension, Owner, Sender
from bot.assignments.requests import Check, Grant, HandIn
from bot.clock import BorrowedClock
from bot.cohorts import rules
from bot.cohorts.errors import ByRole, CohortFull, NoSuchCohort
from bot.course.loader import load_course
from bot.course.timeline import Timeline
from bot.groups.model import ByStaff, Person, SignUp
from bot.ids import GuildId, UserId
from bot.library.library import CourseLibrary
from bot.settings import Settings
from tests.conftest import SECTIONS_FILE
from tests.databases import open_database

NEW_YORK = ZoneInfo("America/New_York")
GUILD, ANA, BO, CHI, SAM = GuildId(1), UserId(11), UserId(12), UserId(13), UserId(14)
COURSE = load_course(SECTIONS_FILE)


def et27(month: int, day: int, hour: int = 0) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=NEW_YORK)


NOW = et27(2, 8, 9)


@pytest_asyncio.fixture
async def app(tmp_path: Path) -> AsyncIterator[App]:
    db = await open_database(tmp_path / "state.sqlite3")
    settings = Settings(state=tmp_path, _env_file=None)  # type: ignore[call-arg]
    yield build_app(settings, CourseLibrary(COURSE), db, BorrowedClock(lambda: NOW))
    await db.close()


async def test_a_role_stands_over_a_choice_until_it_is_gone(app: App) -> None:
    await app.cohorts.see(GUILD, ANA, ["Section A", "@everyone"], NOW)
    await app.cohorts.choose(GUILD, ANA, "late", NOW)
    assert await app.cohorts.of(GUILD, ANA) == {"sec-a", "late"}
    await app.cohorts.see(GUILD, ANA, ["section b"], NOW)
    assert await app.cohorts.of(GUILD, ANA) == {"sec-b", "late"}
    await app.cohorts.see(GUILD, ANA, [], NOW)
    await app.cohorts.see(GUILD, ANA, [], NOW)
    assert await app.cohorts.of(GUILD, ANA) == {"late"}
    assert await app.cohorts.people(GUILD) == {"late": 1}


async def test_what_cant_be_chosen_is_refused_and_changes_nothing(app: App) -> None:
    for who in (ANA, BO):
        await app.cohorts.choose(GUILD, who, "early", NOW)
    await app.cohorts.choose(GUILD, ANA, "early", NOW)  # it's theirs already
    with pytest.raises(CohortFull):
        await app.cohorts.choose(GUILD, CHI, "early", NOW)
    for id in ("sec-a", "gone"):
        with pytest.raises(NoSuchCohort):
            await app.cohorts.choose(GUILD, CHI, id, NOW)
    assert await app.cohorts.of(GUILD, CHI) == frozenset()


def test_whoever_has_a_role_doesnt_choose() -> None:
    open_to_all = tuple(
        one.model_copy(update={"chosen": True}) if one.role else one for one in COURSE.cohorts
    )
    course = COURSE.model_copy(update={"cohorts": open_to_all})
    with pytest.raises(ByRole, match="your role Section A in this server says so"):
        rules.check_choice(course, "sec-b", {"section": ("sec-a", True)}, {})
    assert rules.check_choice(course, "sec-b", {"section": ("sec-a", False)}, {}).id == "sec-b"
    assert rules.check_choice(course, "sec-b", {"section": ("gone", True)}, {}).id == "sec-b"
    assert rules.to_choose(course, {"sec-a"}) == ["slot"] and course.chooses_cohorts
    assert not rules.has_roles(course.model_copy(update={"cohorts": open_to_all[3:]}))


async def test_a_group_has_as_long_as_whoever_of_it_has_longest(app: App) -> None:
    """Ana's section hands in the plan two days before Bo's."""
    await app.cohorts.see(GUILD, ANA, ["Section A"], NOW)
    await app.cohorts.see(GUILD, BO, ["Section B"], NOW)
    assert (await app.submissions.due(GUILD, ANA))["team-plan"].at == et27(2, 24, 17)
    group = await app.groups.sign_up(GUILD, ANA, SignUp("Tides", "An idea."), NOW)
    assert (await app.submissions.due(GUILD, ANA))["team-plan"].at == et27(2, 24, 17)
    number, staff = group.after.number, ByStaff(by=SAM, at=NOW, reason="they asked")
    await app.groups.add(GUILD, number, Person(BO, "bo"), staff)
    due = await app.submissions.due(GUILD, ANA)
    assert due["team-plan"].at == et27(2, 26, 17) and due["pset-1"].at == et27(2, 10, 17)
    for seen in (["Section A"], ["Section C"]):
        await app.cohorts.see(GUILD, BO, seen, NOW)
        due = await app.submissions.due(GUILD, BO)
        assert due["team-plan"].at == et27(2, 24 if "Section A" in seen else 26, 17)


async def test_more_time_is_counted_from_when_its_due_for_their_cohort(app: App) -> None:
    await app.cohorts.see(GUILD, ANA, ["Section A"], NOW)
    day = timedelta(days=1)
    grant = Grant("pset-1", Owner("user", ANA), day, "a fever", NOW)
    [granted], _ = await app.more_time.extend(GUILD, grant, by=SAM)
    assert granted.stated_at == et27(2, 10, 17)
    assert granted.extension.due_at == et27(2, 11, 17)
    due = (await app.submissions.due(GUILD, ANA))["pset-1"]
    assert (due.at, due.course_at) == (et27(2, 11, 17), et27(2, 10, 17)) and due.extended
    assert (await app.submissions.deadlines(GUILD, ANA))["pset-1"].at == et27(2, 11, 17)
    me = await app.me.of(GUILD, ANA, NOW)
    assert me.cohorts == {"sec-a"} and me.deadlines["pset-1"].at == et27(2, 11, 17)


async def hand_in(app: App, who: UserId, assignment: str, at: datetime) -> str:
    said = Details(texts={"proofs": "Done.", "notes": "Done.", "plan": "Done."})
    done = await app.submissions.hand_in(
        GUILD, HandIn(assignment, Sender(who, "x"), at, details=said)
    )
    return done.version.receipt


def moved(at: datetime) -> Timeline:
    """The course with another due time of problem set 1 for Section A."""
    [one] = [a for a in COURSE.assignments if a.id == "pset-1"]
    first, *others = one.due_by_cohort
    dues = (first.model_copy(update={"due_at": at}), *others)
    other = one.model_copy(update={"due_by_cohort": dues})
    some = tuple(other if a is one else a for a in COURSE.assignments)
    return Timeline(COURSE.model_copy(update={"assignments": some}))


async def test_what_moves_later_makes_hand_ins_on_time_and_what_moves_earlier_takes_nothing(
    app: App,
) -> None:
    await app.cohorts.see(GUILD, ANA, ["Section A"], NOW)
    late = await hand_in(app, ANA, "pset-1", et27(2, 11, 9))
    await hand_in(app, BO, "pset-1", et27(2, 11, 9))
    [stored] = await app.submissions.versions(GUILD, ANA)
    assert stored.late_by == timedelta(hours=16)
    due = (await app.submissions.due(GUILD, ANA))["pset-2"]
    assert due.left == 2  # one of three free days is spent

    later = moved(et27(2, 12, 17))
    lines = await app.db.read(lambda db: app.records.forecast(db, GUILD, later, NOW))
    assert lines == ["📥 1 hand-in becomes on time; whoever handed it in hears by direct message."]
    app.courses.put(GUILD, later, "later")
    for version in (
        (await app.submissions.versions(GUILD, ANA))[0],
        next(v for v in await app.submissions.versions(GUILD) if v.owner.id == ANA),
        (await app.me.of(GUILD, ANA, NOW)).record.versions[0],
        (await app.records.due_now(GUILD, [stored]))[0],
    ):
        assert version.late_by is None and version.due_at == et27(2, 12, 17)
    assert (await app.submissions.due(GUILD, ANA))["pset-2"].left == 3
    verified = await app.submissions.verify(Check(late, ANA, NOW))
    assert verified.genuine and verified.counts  # the receipt is of what held when it was given

    app.courses.put(GUILD, moved(et27(2, 9, 17)), "earlier")
    [kept] = await app.submissions.versions(GUILD, BO)
    assert kept.late_by is None and kept.due_at == et27(2, 12, 17)
    [again] = await app.submissions.versions(GUILD, ANA)
    assert again.due_at == stored.due_at


async def test_more_time_given_afterwards_makes_a_hand_in_on_time(app: App) -> None:
    await hand_in(app, BO, "pset-1", et27(2, 13, 9))
    grant = Grant("pset-1", Owner("user", BO), timedelta(days=1), "a fever", et27(2, 13, 10))
    await app.more_time.extend(GUILD, grant, by=SAM)
    [version] = await app.submissions.versions(GUILD, BO)
    assert version.late_by is None and version.due_at == et27(2, 14, 10)


COHORTS = [one.id for one in COURSE.cohorts]
KNOWN = assignments_of(COURSE)


@given(
    st.sets(st.sampled_from(COHORTS)),
    st.sets(st.sampled_from(COHORTS)),
    st.integers(-72, 72),
)
def test_the_deadline_of_a_person_is_the_latest_that_anything_gives_them(
    mine: set[str], others: set[str], hours: int
) -> None:
    """The course's for everybody, a cohort's own, an extension; a cohort's may be earlier than everybody's."""
    for id, one in KNOWN.items():
        more = Extension(id, Owner("user", 1), NOW + timedelta(hours=hours), SAM, "", NOW)
        person = person_of(UserId(1), None, [more], (), (frozenset(mine), frozenset(others)))
        due = due_for(one, person)
        people = [mine, others] if one.by_group else [mine]
        own = [[time.at for time in one.times if some & set(time.cohorts)] for some in people]
        assert due.course_at == max(max(some, default=one.deadline.due_at) for some in own)
        assert due.at == max(due.course_at, more.due_at)
        assert deadlines_for(COURSE, {id: due})[one.deadline.id].at >= one.deadline.due_at
