"""The command line over what was handed in: folders, tables, and files that are missing or altered."""

from __future__ import annotations

import csv
import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.assignments.model import Details, Sender
from bot.assignments.requests import HandIn
from bot.assignments.vault import VAULT
from bot.cli import main
from bot.database import FILE_NAME
from bot.groups.model import Person, SignUp
from bot.library.library import CourseLibrary
from tests.assignments import samples
from tests.assignments.test_service import GUILD, NOW, SAID, app_over, upload
from tests.conftest import COURSE_FILE
from tests.databases import open_database
from tests.instants import et


@pytest.fixture
async def state(tmp_path: Path, library: CourseLibrary, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder in which Ana handed in twice, and somebody with a dangerous name once."""
    folder = tmp_path / "state"
    monkeypatch.setenv("COURSEBOT_STATE", str(folder))
    monkeypatch.setenv("COURSEBOT_COURSE", str(COURSE_FILE))
    db = await open_database(folder / FILE_NAME)
    app = app_over(db, library)
    groups, service, ana = app.groups, app.submissions, Sender(1, "ana")
    for data in (samples.pdf(), samples.pdf(pages=2)):
        await service.hand_in(GUILD, HandIn("review", ana, NOW, (upload(data),), SAID))
    evil = Sender(2, "=HYPERLINK(1)")
    files = (
        upload(samples.notebook(), "../a.ipynb"),
        upload(samples.notebook(run=False), "../a.ipynb"),
    )
    said = Details(texts={"description": "+1+1"})
    await service.hand_in(GUILD, HandIn("lab1", evil, NOW, files, said))
    await groups.sign_up(GUILD, 1, SignUp("T", "I", [Person(3, "chi")]), et(1, 20, 12))
    await groups.accept(GUILD, 1, 3, et(1, 20, 12))
    link = Details(link="https://docs.google.com/presentation/d/1", ticked=True)
    await service.hand_in(GUILD, HandIn("slides", ana, NOW, details=link))
    await db.close()
    return folder


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_everything_is_exported_in_folders_and_tables(state: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["export", "submissions", str(tmp_path / "out")])
    assert result.exit_code == 0, result.output
    assert "Wrote 4 submission versions with 4 files" in result.output
    out = tmp_path / "out" / "server-1"
    files = sorted(str(p.relative_to(out)) for p in out.rglob("*") if p.is_file())
    assert files == [
        "=HYPERLINK(1)-2/lab1/version-1/2-_a.ipynb",
        "=HYPERLINK(1)-2/lab1/version-1/_a.ipynb",
        "=HYPERLINK(1)-2/lab1/version-1/description.txt",
        "ana-1/review/version-1/review.pdf",
        "ana-1/review/version-2/review.pdf",
        "gradebook.csv",
        "manifest.csv",
    ]
    rows = table(out / "manifest.csv")
    assert [r["counts"] for r in rows if r["name"] == "ana"] == ["yes", "no", "yes"]
    assert {r["name"] for r in rows} == {"ana", "'=HYPERLINK(1)"}
    for row in rows:
        assert (out / row["file"].removeprefix("'")).exists(), row
    book = {row["Student"]: (row["review"], row["slides"]) for row in table(out / "gradebook.csv")}
    assert book == {
        "ana": ("complete", "complete"),
        "Discord user 3": ("", "complete"),
        "'=HYPERLINK(1)": ("", ""),
    }
    assert list(table(out / "gradebook.csv")[0])[:5] == [
        "Student",
        "ID",
        "SIS User ID",
        "SIS Login ID",
        "Section",
    ]


def test_an_export_never_mixes_with_what_is_there(state: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = CliRunner().invoke(main, ["export", "submissions", str(tmp_path)])
    assert result.exit_code == 1 and "isn't empty" in result.output


def test_fsck_finds_missing_altered_orphaned_and_unfinished_files(state: Path) -> None:
    sound = CliRunner().invoke(main, ["fsck"])
    assert sound.exit_code == 0 and "4 of 4 files are sound." in sound.output
    first, second, *_ = sorted((state / VAULT).glob("??/*"))
    first.unlink()
    second.write_bytes(b"altered")
    (state / VAULT / "00").mkdir(exist_ok=True)
    (state / VAULT / "00" / ("0" * 64)).write_bytes(b"")
    (state / VAULT / "incoming" / "left").write_bytes(b"")
    result = CliRunner().invoke(main, ["fsck"])
    assert result.exit_code == 1
    assert "2 of 4 files are sound." in result.output
    assert f"MISSING: {first.name} of R-" in result.output
    assert f"ALTERED: {second.name} of R-" in result.output
    assert "orphan (no submission needs it): " in result.output and "0" * 64 in result.output
    assert "unfinished (under way, or left by a crash): " in result.output


def test_an_export_names_files_that_are_missing(state: Path, tmp_path: Path) -> None:
    next((state / VAULT).glob("??/*")).unlink()
    result = CliRunner().invoke(main, ["export", "submissions", str(tmp_path / "out")])
    assert result.exit_code == 1 and "missing: " in result.output


@pytest.mark.parametrize("command", [["fsck"], ["export", "submissions", "out"]])
def test_without_a_database_there_is_nothing_to_look_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("COURSEBOT_STATE", str(tmp_path / "none"))
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 1 and "There is no database" in result.output


@pytest.fixture
async def crowded(tmp_path: Path, library: CourseLibrary, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A state folder in which somebody's files have the names of typed texts, and each other's, and long ones."""
    folder = tmp_path / "state"
    monkeypatch.setenv("COURSEBOT_STATE", str(folder))
    monkeypatch.setenv("COURSEBOT_COURSE", str(COURSE_FILE))
    db = await open_database(folder / FILE_NAME)
    service = app_over(db, library).submissions
    names = (
        "description.txt",
        "Description.TXT",
        "👩🏽‍🔬" * 80 + ".txt",
        "\u202etxt.md",
        "con.txt",
    )
    files = tuple(upload(f"text {n}".encode(), name) for n, name in enumerate(names))
    who = Sender(1, "an_na " + "语" * 30)
    said = Details(texts={"description": "typed", "discussion": "more"})
    await service.hand_in(GUILD, HandIn("lab2", who, NOW, files, said))
    await service.hand_in(GUILD, HandIn("review", Sender(2, "bo"), NOW, (upload(samples.pdf()),)))
    await db.close()
    return folder


def exported(tmp_path: Path) -> tuple[int, str, Path]:
    result = CliRunner().invoke(main, ["export", "submissions", str(tmp_path / "out")])
    return result.exit_code, result.output, tmp_path / "out" / "server-1"


def test_typed_texts_and_files_of_one_name_are_all_there_and_what_the_manifest_says(
    crowded: Path, tmp_path: Path
) -> None:
    code, said, out = exported(tmp_path)
    assert code == 0, said
    rows = [row for row in table(out / "manifest.csv") if row["assignment"] == "lab2"]
    texts = {(out / row["file"]).read_text() for row in rows}
    assert texts == {"typed", "more", *(f"text {n}" for n in range(5))}
    for row in rows:
        data = (out / row["file"]).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (row["sha256"], int(row["bytes"]))
        assert all(len(part.encode()) <= 255 for part in Path(row["file"]).parts)
    assert {row["name"].split()[0] for row in rows} == {"an_na"}, "no escapes of Discord's"
    assert "an_na" in (out / "gradebook.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("column", ["details", "warnings", "at", "owner"])
def test_a_damaged_row_is_named_and_the_rest_is_written(
    crowded: Path, tmp_path: Path, column: str
) -> None:
    with closing(sqlite3.connect(crowded / FILE_NAME)) as db, db:
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.execute(f"UPDATE submissions SET {column} = '{{' WHERE task = 'lab2'")
    code, said, out = exported(tmp_path)
    assert code == 1 and "damaged: the row of R-" in said
    assert [row["assignment"] for row in table(out / "manifest.csv")] == ["review"]
    assert (out / "bo-2/review/version-1/review.pdf").read_bytes() == samples.pdf()


def test_a_file_that_is_gone_or_changed_is_named_and_the_rest_is_written(
    crowded: Path, tmp_path: Path
) -> None:
    first, second, *_ = (
        path for path in sorted((crowded / VAULT).glob("??/*")) if path.read_bytes()[:4] == b"text"
    )
    first.unlink()
    second.write_bytes(b"other")
    code, said, out = exported(tmp_path)
    assert code == 1 and "missing: " in said and "altered: " in said
    rows = table(out / "manifest.csv")
    assert len(rows) == 8 and [row["file"] for row in rows].count("") == 1
    assert len([row for row in rows if row["file"] and (out / row["file"]).exists()]) == 7


def test_what_the_disk_changed_while_it_was_written_is_noticed(
    crowded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.write_bytes

    def loses_the_end(path: Path, data: bytes) -> int:
        return real(path, data[:-1] if path.name == "discussion.txt" else data)

    monkeypatch.setattr(Path, "write_bytes", loses_the_end)
    code, said, _ = exported(tmp_path)
    assert code == 1 and "discussion.txt isn't what was to be written" in said
