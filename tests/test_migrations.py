"""Databases of earlier versions: today's code opens each, loses nothing, and works with what is in it."""

from __future__ import annotations

import inspect
import json
import shutil
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlite_utils import Database as Tables
from sqlite_utils import Migrations

from bot.app import MIGRATIONS, App, build_app
from bot.clock import BorrowedClock
from bot.database import Database
from bot.groups.model import SignUp
from bot.library.library import CourseLibrary
from bot.settings import Settings
from tests.instants import et
from tests.schemas import (
    FOLDER,
    applied_in,
    digests_of,
    dumps,
    pinned,
    restore,
    tables_of,
)
from tests.schemas.__main__ import keep

BECAME: dict[str, str] = {
    "reminders": "notices",
    "publications": "publish_requests",
    "synced_commands": "registered_commands",
}
"""Tables of earlier schemas that have another name now."""
REWRITTEN: dict[str, set[str]] = {
    "reminders": {"key", "kind", "body"},
    "notices": {"key", "kind", "body"},
}
"""Columns, by table, that a migration gives new values on purpose."""

GUILD, OTHER_GUILD = 800000000000000001, 800000000000000002
ANA, BO, CHI, DEE, LEO, SAM, TIM, JOY, KIM, PAT = (900000000000000000 + n for n in range(1, 11))

every_dump = pytest.mark.parametrize("dump", dumps(), ids=lambda path: path.stem)


def test_no_migration_has_changed() -> None:
    new = "After adding one, run `python -m tests.schemas NN-name` (CONTRIBUTING.md)."
    assert digests_of(MIGRATIONS) == pinned(), new


def test_migrations_are_frozen_text_that_refers_to_nothing_of_today() -> None:
    for group in MIGRATIONS:
        for migration in group._migrations:
            used = inspect.getclosurevars(migration.fn)
            assert not used.globals and not used.nonlocals, (group.name, migration.name)


def test_every_migration_and_every_table_is_in_a_dump(tmp_path: Path) -> None:
    applied, filled = set[str](), set[str]()
    for dump in dumps():
        restore(dump, tmp_path / dump.stem)
        applied |= applied_in(tmp_path / dump.stem)
        filled |= {name for name, rows in tables_of(tmp_path / dump.stem).items() if rows}
    assert applied == set(pinned())
    assert filled >= set(tables_of(tmp_path / dumps()[-1].stem))


@every_dump
async def test_an_earlier_database_is_brought_up_to_date_and_loses_no_row(
    dump: Path, tmp_path: Path
) -> None:
    path = tmp_path / "kept.sqlite3"
    restore(dump, path)
    before = tables_of(path)
    db = Database(path)
    await db.open(MIGRATIONS)
    assert await db.read(lambda d: d.execute("PRAGMA foreign_key_check").fetchall()) == []
    assert await db.read(lambda d: d.execute("PRAGMA integrity_check").fetchall()) == [("ok",)]
    await db.close()
    assert applied_in(path) == set(pinned())
    after = tables_of(path)
    assert {BECAME.get(name, name) for name in before} <= set(after)
    for name, rows in before.items():
        now = after[BECAME.get(name, name)]
        kept = rows[0].keys() & now[0].keys() - REWRITTEN.get(name, set()) if rows else set()
        lost = Counter(part(row, kept) for row in rows) - Counter(part(row, kept) for row in now)
        assert not lost, (name, lost)


def part(row: dict[str, object], columns: set[str]) -> str:
    return json.dumps({name: row[name] for name in sorted(columns)})


@pytest_asyncio.fixture
async def app(
    request: pytest.FixtureRequest, tmp_path: Path, library: CourseLibrary
) -> AsyncIterator[App]:
    """The services over an earlier database, in the week when it was left."""
    path = tmp_path / "state" / "kept.sqlite3"
    restore(request.param, path)
    db = Database(path)
    await db.open(MIGRATIONS)
    clock = BorrowedClock(lambda: et(1, 20, 12))
    app = build_app(Settings(_env_file=None), library, db, clock)  # type: ignore[call-arg]
    await app.guilds.load()
    yield app
    await db.close()


every_app = pytest.mark.parametrize("app", dumps(), ids=lambda path: path.stem, indirect=True)


@every_app
async def test_the_servers_have_what_they_chose(app: App) -> None:
    settings = app.guilds.of(GUILD)
    assert settings.staff_channel == 700000000000000003
    assert settings.affiliate_role == 700000000000000007 and settings.listener_role is None
    assert app.guilds.of(OTHER_GUILD).staff_role == 700000000000000101
    assert await app.guilds.board(GUILD, "today") == (700000000000000001, 600000000000000001)


@every_app
async def test_the_groups_are_as_they_were_and_can_be_worked_with(app: App) -> None:
    first, second = await app.groups.groups(GUILD)
    assert first.member_ids == (ANA, BO, CHI) and second.title == "Sketches from Sounds"
    assert [i.user_id for i in first.invitations] == [DEE]
    assert len(await app.groups.history(GUILD, None, 100)) == 11
    assert (await app.groups.policy(GUILD)).closes_at == et(1, 28, 12)
    assert [post.user_id for post, _ in await app.teammates.board(GUILD)] == [ANA, TIM]
    joined = await app.groups.accept(GUILD, 1, DEE, et(1, 20, 12))
    assert joined.after.member_ids == (ANA, BO, CHI, DEE)
    new = await app.groups.sign_up(GUILD, PAT, SignUp("A fourth", "An idea."), et(1, 20, 12))
    assert new.after.number == 4  # the third was disbanded; its number is not used again


@every_app
async def test_the_hand_ins_are_as_they_were(app: App) -> None:
    first, second = await app.submissions.versions(GUILD, BO, "review")
    assert (first.number, second.number) == (1, 2) and second.late_by
    assert [file.name for file in first.files] == ["review.pdf"]
    assert (await app.submissions.of_receipt(GUILD, first.receipt)).details.paper
    assert await app.records.attested(GUILD) == {BO: frozenset({"lab1"})}
    assert (await app.submissions.due(GUILD, DEE))["review"].at == et(1, 30, 12)


@every_app
async def test_reminders_of_lectures_go_on_as_those_of_meetings_and_none_comes_twice(
    app: App,
) -> None:
    async def of_meetings() -> dict[str, str]:
        rows = await app.delivery.all_of(GUILD)
        assert not [r for r in rows if r.notice.kind in ("lecture", "pitches")]
        return {r.notice.key: r.state for r in rows if r.notice.kind == "meeting"}

    before = await of_meetings()
    await app.reminders.replan(GUILD, et(1, 20, 12))
    assert before and await of_meetings() == before


@every_app
async def test_the_reminders_are_as_they_were(app: App) -> None:
    states = Counter(row.state for row in await app.delivery.all_of(GUILD))
    assert states == {
        "planned": 66, "sent": 5, "skipped": 13, "claimed": 1, "failed": 1, "unsure": 1,
    }  # fmt: skip
    assert "channel:office_hours" in await app.delivery.silenced(GUILD)
    preferences = await app.preferences.preferences(GUILD, BO)
    assert preferences.is_on and preferences.kinds == {"deadlines", "lectures"}
    assert (await app.preferences.preferences(GUILD, TIM)).closed


@every_app
async def test_judging_and_pitches_are_as_they_were(app: App) -> None:
    contest = app.judging.contest(GUILD, "pitches")
    assert await app.judging.state(GUILD, contest) == "published"
    results = await app.judging.results(GUILD, contest, {ANA})
    ballots = [(b.judge_id, b.entry, tuple(b.scores)) for b in results.ballots]
    assert ballots == [(JOY, 1, (5, 4, 3)), (JOY, 1, (5, 4, 4)), (KIM, 2, (4, 4, 4))]
    published = await app.publishing.newest(GUILD, contest)
    assert published and (published.state, published.confirmed_by) == ("confirmed", TIM)
    assert await app.ballots.draft(GUILD, contest, KIM, 1) is not None
    session = await app.pitches.session(GUILD)
    assert [turn.state for turn in session.turns] == ["done", "speaking"]
    table = (await app.publishing.bundle(GUILD, contest)).entries
    assert [(e.number, e.eligible) for e in table] == [(1, True), (2, False)]
    lab = app.judging.contest(GUILD, "labs-lab1")
    assert {n: e.owner_ids for n, e in (await app.judging.entries(GUILD, lab)).items()} == {
        1: (DEE,)
    }


@every_app
async def test_the_questions_are_as_they_were(app: App) -> None:
    [waiting] = await app.questions.open_questions(GUILD)
    assert waiting.text == "is there parking for students" and waiting.people == 2
    assert [entry.answer for entry in await app.faq.entries(GUILD)] == ["Yes, on the last day."]


ENTRY = """INSERT INTO submissions (guild_id, owner, task, number, receipt, code, by, by_name, at, due_at, details,
    warnings, flags) VALUES (1, 'user:{0}', 'lab1', 1, 'R-{0}', 'x', {0}, 'x', '2021-01-2{1}T00:00:00.000000+00:00',
    '2021-01-27T00:00:00.000000+00:00', '{{"texts": {{"description": "{0}"}}}}', '[]', '[]')"""


async def test_ballots_on_lab_entries_keep_whose_they_are(
    tmp_path: Path, library: CourseLibrary
) -> None:
    """Until then an entry's number was its place by time; it keeps the one in force, whatever is stored later."""
    path = tmp_path / "state" / "kept.sqlite3"
    restore(FOLDER / "02-notices.sql", path)
    connection = sqlite3.connect(path)
    for user_id, day in ((70, 4), (60, 5), (50, 4)):
        connection.execute(ENTRY.format(user_id, day))
    connection.commit()
    connection.close()
    db = Database(path)
    await db.open(MIGRATIONS)
    clock = BorrowedClock(lambda: et(1, 29, 12))
    app = build_app(Settings(_env_file=None), library, db, clock)  # type: ignore[call-arg]
    lab = app.judging.contest(1, "labs-lab1")
    assert [e.owner_ids for e in (await app.judging.entries(1, lab)).values()] == [
        (50,),
        (70,),
        (60,),
    ]
    await db.write(lambda d: d.execute(ENTRY.format(40, 0)))
    late = await app.judging.entries(1, lab)
    assert {n: e.owner_ids for n, e in late.items()} == {1: (50,), 2: (70,), 3: (60,), 4: (40,)}
    await db.close()


def test_todays_schema_is_kept_in_one_step(tmp_path: Path) -> None:
    more = Migrations("more")

    @more()
    def create_pets(db: Tables) -> None:
        db.execute("CREATE TABLE pets (name TEXT NOT NULL) STRICT")

    folder, rows = tmp_path / "schemas", tmp_path / "rows.sql"
    shutil.copytree(FOLDER, folder)
    with pytest.raises(SystemExit, match="Give rows for pets"):
        keep("99-pets", None, folder, (*MIGRATIONS, more))
    assert pinned(folder) == pinned()
    rows.write_text("INSERT INTO pets VALUES ('Rex');")
    assert "1 new digest" in keep("99-pets", rows, folder, (*MIGRATIONS, more))
    restore(folder / "99-pets.sql", tmp_path / "again.sqlite3")
    assert tables_of(tmp_path / "again.sqlite3")["pets"] == [{"name": "Rex"}]
    assert pinned(folder).keys() - pinned().keys() == {"more.create_pets"}


def test_what_is_kept_never_changes(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="never changes"):
        keep(dumps()[0].stem, None)
    folder = tmp_path / "schemas"
    shutil.copytree(FOLDER, folder)
    (folder / "migrations.txt").write_text("guilds.create_tables another-digest\n")
    with pytest.raises(SystemExit, match=r"have changed: guilds\.create_tables"):
        keep("99-edited", None, folder)
