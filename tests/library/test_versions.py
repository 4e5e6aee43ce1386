"""Each server's course is a chain of versions: what staff change is shown, confirmed as shown, and taken back."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterable
from datetime import datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.answers.catalogue import misnamed_in_words
from bot.course.edits import AddLink, Cancel, Due
from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.database import Database, Tables
from bot.ids import GuildId, UserId
from bot.library.errors import (
    DraftChanged,
    DraftGone,
    FileRefused,
    NoSuchVersion,
    NothingChanges,
    NotNewest,
    Stranded,
)
from bot.library.files import load_library
from bot.library.history import CourseHistory, conflict_text
from bot.library.library import DEFAULT, CourseLibrary
from bot.library.model import NewDraft, texts_of
from bot.library.service import CourseService
from tests.conftest import COURSE_FILE
from tests.instants import et

HERE, THERE = GuildId(1), GuildId(2)
SAM, TIM = UserId(10), UserId(11)
NOW = et(1, 19, 12)
SNOW = Cancel(item="lec-3@2021-01-20", why="Snow")
FRIDAY = Due(id="pitch-slides", due_at=et(1, 29, 17))
TEXT = COURSE_FILE.read_text(encoding="utf-8")
SLIDES = "Slides: Thu Jan 28, 11:59:59 PM → Fri Jan 29, 5:00 PM"


def lec3(library: CourseLibrary, guild_id: GuildId = HERE) -> str:
    item = library.timeline(guild_id).find("lec-3@2021-01-20")
    assert item is not None
    return item.status


def due(library: CourseLibrary, guild_id: GuildId = HERE) -> datetime:
    deadline = library.timeline(guild_id).course.deadline("pitch-slides")
    assert deadline is not None
    return deadline.due_at


async def serving(db: Database, library: CourseLibrary) -> CourseService:
    service = CourseService(db, library, CourseHistory(db, library))
    service.checks.append(misnamed_in_words)
    await service.history.begin(NOW)
    return service


@pytest_asyncio.fixture
async def service(db: Database, library: CourseLibrary) -> AsyncIterator[CourseService]:
    yield await serving(db, library)


async def test_a_change_is_in_force_once_it_is_confirmed_and_in_this_server_alone(
    service: CourseService, library: CourseLibrary
) -> None:
    draft = await service.propose(HERE, SNOW, NOW, by=SAM)
    assert texts_of(draft.changes)[0].endswith("cancelled (Snow)")
    assert lec3(library) == "held"
    made = await service.confirm(HERE, draft.id, NOW, by=SAM)
    assert (made.number, made.by, made.via, made.why) == (2, SAM, "discord", "Snow")
    assert (lec3(library), lec3(library, THERE)) == ("cancelled", "held")
    assert [v.number for v in await service.history.versions(HERE)] == [2, 1]
    assert [v.number for v in await service.history.versions(THERE)] == [1]
    assert library.differ and library.timeline(HERE).changed[0].at == NOW
    with pytest.raises(DraftGone):
        await service.confirm(HERE, draft.id, NOW, by=SAM)
    with pytest.raises(NothingChanges):
        await service.propose_text(NewDraft(HERE, await service.text(HERE), SAM), NOW)


async def test_a_press_takes_it_back_and_another_brings_it_again(
    service: CourseService, library: CourseLibrary
) -> None:
    before = library.timeline(HERE).course
    draft = await service.propose(HERE, SNOW, NOW, by=SAM)
    made = await service.confirm(HERE, draft.id, NOW, by=SAM)
    undone = await service.undo(HERE, made.number, NOW, by=TIM)
    assert library.timeline(HERE).course == before and await service.text(HERE) == TEXT
    assert texts_of(undone.changes)[0].endswith("on again")
    with pytest.raises(NotNewest, match="version 2, and it's at 3 now"):
        await service.undo(HERE, made.number, NOW, by=SAM)
    await service.undo(HERE, undone.number, NOW, by=SAM)
    assert lec3(library) == "cancelled"
    with pytest.raises(NoSuchVersion, match="versions 1 to 4"):
        await service.text(HERE, 7)
    assert await service.text(HERE, 1) == await service.text(THERE, 1) == TEXT


async def test_the_second_of_two_who_edit_at_once_sees_what_changed(
    service: CourseService, library: CourseLibrary
) -> None:
    mine = await service.propose(HERE, SNOW, NOW, by=SAM)
    theirs = await service.propose(HERE, FRIDAY, NOW, by=TIM)
    await service.confirm(HERE, mine.id, NOW, by=SAM)
    with pytest.raises(DraftChanged) as changed:
        await service.confirm(HERE, theirs.id, NOW, by=TIM)
    assert changed.value.meanwhile[0].endswith("cancelled (Snow)")
    assert texts_of(changed.value.draft.changes) == [SLIDES]
    assert due(library) == et(1, 28, 23, 59, 59)
    await service.confirm(HERE, changed.value.draft.id, NOW, by=TIM)
    assert (lec3(library), due(library)) == ("cancelled", et(1, 29, 17))


async def test_a_file_sent_meanwhile_is_shown_against_the_course_as_it_is(
    service: CourseService,
) -> None:
    new = NewDraft(HERE, TEXT.replace("Experience in Python is", "Python is"), TIM)
    sent = await service.propose_text(new, NOW)
    mine = await service.propose(HERE, SNOW, NOW, by=SAM)
    await service.confirm(HERE, mine.id, NOW, by=SAM)
    with pytest.raises(DraftChanged) as changed:
        await service.confirm(HERE, sent.id, NOW, by=TIM)
    assert any(line.endswith("on again") for line in texts_of(changed.value.draft.changes))


async def test_a_file_with_problems_is_refused_at_their_lines(service: CourseService) -> None:
    wrong = TEXT.replace("timezone: America/New_York", "timezone: America/New_Yorc")
    with pytest.raises(FileRefused, match=r"line 12, column 11: `timezone`: found .*New_Yorc"):
        await service.propose_text(NewDraft(HERE, wrong, SAM), NOW)
    unanswered = TEXT + "\n"
    unanswered = unanswered.replace("\nfaq:\n", "\nfaq:\n  - {id: whatever, ask: [is it so]}\n")
    with pytest.raises(FileRefused, match="the faq entry `whatever` has no answer"):
        await service.propose_text(NewDraft(HERE, unanswered, SAM), NOW)
    many = TEXT + "".join(f"x{n}: 1\n" for n in range(12))
    with pytest.raises(FileRefused, match="and 4 more"):
        await service.propose_text(NewDraft(HERE, many, SAM), NOW)


async def test_an_earlier_version_is_brought_back_after_showing_what_that_changes(
    service: CourseService, library: CourseLibrary
) -> None:
    for edit in (SNOW, FRIDAY):
        draft = await service.propose(HERE, edit, NOW, by=SAM)
        await service.confirm(HERE, draft.id, NOW, by=SAM)
    draft = await service.propose_version(HERE, 1, NOW, by=SAM)
    assert len(draft.changes) == 3 and draft.why == "back to version 1"
    await service.confirm(HERE, draft.id, NOW, by=SAM)
    assert (lec3(library), due(library)) == ("held", et(1, 28, 23, 59, 59))


async def test_what_would_follow_is_confirmed_as_it_was_shown(
    service: CourseService, library: CourseLibrary
) -> None:
    heard = ["3 people hear"]

    def forecast(db: Tables, guild_id: GuildId, new: Timeline, now: datetime) -> Iterable[str]:
        return heard

    service.forecasts.append(forecast)
    draft = await service.propose(HERE, SNOW, NOW, by=SAM)
    heard[0] = "4 people hear"
    with pytest.raises(DraftChanged) as changed:
        await service.confirm(HERE, draft.id, NOW, by=SAM)
    assert (changed.value.draft.follows[-1], changed.value.meanwhile) == ("4 people hear", ())
    assert lec3(library) == "held"
    await service.leave(HERE, changed.value.draft.id)
    with pytest.raises(DraftGone):
        await service.leave(HERE, changed.value.draft.id)


async def test_what_would_strand_something_is_refused_when_shown_and_when_confirmed(
    service: CourseService, library: CourseLibrary
) -> None:
    strict = [False]

    def guard(db: Tables, guild_id: GuildId, old: Course, new: Course) -> None:
        if strict[0]:
            raise Stranded("Two people handed it in.", "Move it instead.")

    service.guards.append(guard)
    draft = await service.propose(HERE, SNOW, NOW, by=SAM)
    strict[0] = True
    with pytest.raises(Stranded, match="Two people handed it in"):
        await service.confirm(HERE, draft.id, NOW, by=SAM)
    with pytest.raises(Stranded):
        await service.propose(HERE, FRIDAY, NOW, by=SAM)
    assert lec3(library) == "held" and len(await service.history.versions(HERE)) == 1


async def test_what_is_not_stored_is_not_in_force(
    service: CourseService, library: CourseLibrary
) -> None:
    def follow(db: Tables, guild_id: GuildId, before: Timeline, now: datetime) -> None:
        assert lec3(library) == "cancelled"
        raise sqlite3.IntegrityError("no")

    draft = await service.propose(HERE, SNOW, NOW, by=SAM)
    service.history.followers.append(follow)
    with pytest.raises(sqlite3.IntegrityError):
        await service.confirm(HERE, draft.id, NOW, by=SAM)
    assert lec3(library) == "held" and not library.differ
    service.history.followers.clear()
    made = await service.confirm(HERE, draft.id, NOW, by=SAM)
    service.history.followers.append(
        lambda db, guild_id, before, now: (_ for _ in ()).throw(sqlite3.IntegrityError("no"))
    )
    with pytest.raises(sqlite3.IntegrityError):
        await service.undo(HERE, made.number, NOW, by=SAM)
    assert lec3(library) == "cancelled"


async def test_a_restart_goes_on_with_the_newest_version(
    service: CourseService, db: Database, course: Course
) -> None:
    draft = await service.propose(HERE, SNOW, NOW, by=SAM)
    await service.confirm(HERE, draft.id, NOW, by=SAM)
    fresh = CourseLibrary(course, sources={DEFAULT: TEXT})
    again = await serving(db, fresh)
    assert (lec3(fresh), lec3(fresh, THERE)) == ("cancelled", "held")
    assert again.history.conflicts == ()
    assert fresh.timeline(HERE).changed[0].line.text.endswith("(Snow)")


MOVED_FILE = TEXT.replace("2021-01-26T23:59:00-05:00", "2021-01-27T23:59:00-05:00")


def files(folder: Path, default: str, own: str | None = None) -> CourseLibrary:
    (folder / "course.yaml").write_text(default, encoding="utf-8")
    if own is not None:
        (folder / "own").mkdir(exist_ok=True)
        (folder / "own" / "1.yaml").write_text(own, encoding="utf-8")
    return load_library(folder / "course.yaml", folder / "own")


async def test_what_the_operator_changes_is_the_next_version(db: Database, tmp_path: Path) -> None:
    await serving(db, files(tmp_path, TEXT, TEXT))
    library = files(tmp_path, MOVED_FILE, MOVED_FILE)
    service = await serving(db, library)
    for guild_id in (HERE, THERE):
        newest, first = await service.history.versions(guild_id)
        assert texts_of(newest.changes) == [
            "Lab entries: Tue Jan 26, 11:59 PM → Wed Jan 27, 11:59 PM"
        ]
        assert (newest.via, newest.by, first.changes) == ("file", None, ())
        assert library.timeline(guild_id).changed[0].line.about == "lab-entries"
    assert (await serving(db, files(tmp_path, MOVED_FILE))).history.conflicts == ()


async def test_what_staff_have_changed_is_never_overwritten_by_a_file_without_a_word(
    db: Database, tmp_path: Path
) -> None:
    service = await serving(db, files(tmp_path, TEXT))
    draft = await service.propose(HERE, SNOW, NOW, by=SAM)
    await service.confirm(HERE, draft.id, NOW, by=SAM)
    library = files(tmp_path, MOVED_FILE)
    service = await serving(db, library)
    assert lec3(library) == "cancelled"
    [conflict] = service.history.conflicts
    told = conflict_text(conflict)
    assert "Lab entries: Tue Jan 26" in told and "cancelled (Snow)" in told
    assert "course apply --server 1 --take file" in told
    assert await service.history.differences(THERE) is None
    kept = await service.history.take(HERE, "discord", NOW)
    assert kept and kept.changes == () and lec3(library) == "cancelled"
    assert await service.history.take(HERE, "discord", NOW) is None
    assert (await serving(db, files(tmp_path, MOVED_FILE))).history.conflicts == ()


async def test_another_process_has_the_file_taken_and_the_bot_follows(
    db: Database, tmp_path: Path
) -> None:
    library = files(tmp_path, TEXT)
    service = await serving(db, library)
    draft = await service.propose(HERE, SNOW, NOW, by=SAM)
    await service.confirm(HERE, draft.id, NOW, by=SAM)
    followed, told = list[GuildId](), list[GuildId]()
    service.history.followers.append(lambda db, guild_id, before, now: followed.append(guild_id))
    service.history.swapped.append(told.append)
    other = await serving(db, files(tmp_path, MOVED_FILE))
    await other.history.take(HERE, "file", NOW)
    assert lec3(library) == "cancelled"
    await service.history.look(NOW)
    assert lec3(library) == "held"
    assert library.timeline(THERE).course.deadlines[0].due_at.day == 27
    assert sorted(told) == [DEFAULT, HERE] and followed == [HERE]
    await service.history.look(NOW)
    assert len(told) == 2


async def test_a_file_that_cannot_be_used_changes_nothing(db: Database, tmp_path: Path) -> None:
    await serving(db, files(tmp_path, TEXT, TEXT))
    library = files(tmp_path, TEXT, "title: [")
    service = await serving(db, library)
    assert [trouble.guild_id for trouble in library.troubles] == [1]
    assert len(await service.history.versions(HERE)) == 1 and lec3(library) == "held"
    assert await service.history.differences(HERE) is None


async def test_texts_of_what_came_to_nothing_are_forgotten(
    service: CourseService, db: Database, library: CourseLibrary
) -> None:
    async def texts() -> int:
        [[count]] = await db.read(
            lambda d: d.execute("SELECT count(*) FROM course_texts").fetchall()
        )
        return int(count)

    for n in range(3):
        await service.propose(HERE, AddLink(title=f"L{n}", url="https://a.org"), NOW, by=SAM)
    assert await texts() == 4
    await serving(db, library)
    assert await texts() == 2


async def test_a_version_that_cannot_be_read_any_more_leaves_the_file_in_force(
    service: CourseService, db: Database, course: Course, caplog: pytest.LogCaptureFixture
) -> None:
    draft = await service.propose(HERE, SNOW, NOW, by=SAM)
    made = await service.confirm(HERE, draft.id, NOW, by=SAM)
    sql = "UPDATE course_texts SET text = 'title: Of another version' WHERE digest = ?"
    await db.write(lambda d: d.execute(sql, [made.digest]))
    fresh = CourseLibrary(course, sources={DEFAULT: TEXT})
    await serving(db, fresh)
    assert lec3(fresh) == "held" and "goes by its file" in caplog.text
