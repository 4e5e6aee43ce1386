from __future__ import annotations

from pathlib import Path

import pytest

from bot.database import FILE_NAME
from bot.state import held
from tests.cli.conftest import TOKEN, Command
from tests.schemas import applied_in, dumps, restore, tables_of
from tests.test_database import locked
from tests.test_restore import NOW, at, damaged, names, newer_version, stored
from tests.test_state import mode


@pytest.fixture
async def database(state: Path) -> Path:
    """The bot's database after a clean stop, with Ana in it."""
    return await stored(state / FILE_NAME, "ana")


def test_backup_copies_the_database_and_writes_over_nothing(
    command: Command, database: Path
) -> None:
    assert command("backup", "copy.sqlite3").output == "Wrote copy.sqlite3.\n"
    assert names(Path("copy.sqlite3")) == ["ana"]
    again = command("backup", "copy.sqlite3")
    assert again.exit_code == 1 and "exists already" in again.output


@pytest.mark.parametrize("typed", [("backup", "copy.sqlite3"), ("fsck",)], ids=lambda t: t[0])
def test_without_a_database_there_is_nothing_to_copy_or_check(
    command: Command, typed: tuple[str, ...]
) -> None:
    result = command(*typed)
    assert result.exit_code == 1 and "There is no database" in result.output


def test_a_backup_that_cant_be_written_is_one_sentence(command: Command, database: Path) -> None:
    result = command("backup", "nowhere/copy.sqlite3")
    assert result.exit_code == 1 and "nowhere/copy.sqlite3 can't be written" in result.output


def test_restore_says_what_it_did_and_what_to_do_next(command: Command, database: Path) -> None:
    command("backup", "copy.sqlite3")
    database.unlink()
    first = command("restore", "copy.sqlite3")
    assert first.exit_code == 0, first.output
    assert first.output.splitlines() == [
        f"{database} is now what copy.sqlite3 holds.",
        "There was no database before.",
        "Next, check that the files that were handed in are there: `python -m bot fsck`.",
    ]
    again = command("restore", "copy.sqlite3")
    assert f"What was there is kept as {database.parent}/coursebot-replaced-20" in again.output
    assert names(database) == ["ana"]


def test_restore_replaces_a_newer_database_only_by_force(command: Command, database: Path) -> None:
    command("backup", "copy.sqlite3")
    at(Path("copy.sqlite3"), 1_000)
    refused = command("restore", "copy.sqlite3")
    assert refused.exit_code == 1
    assert "after this backup (1970-01-01 00:16:40 UTC), so nothing was replaced." in refused.output
    assert command("restore", "copy.sqlite3", "--force").exit_code == 0


def test_fsck_finds_a_damaged_database_and_names_the_way_out(
    command: Command, database: Path
) -> None:
    command("backup", "copy.sqlite3")
    assert command("fsck").stdout == "The database is sound.\n0 of 0 files are sound.\n"
    damaged(database)
    result = command("fsck")
    assert result.exit_code == 5
    assert f"The database {database} is damaged" in result.output
    assert "`python -m bot restore BACKUP`" in result.output
    Path("copy.sqlite3").rename(database.parent / "copy.sqlite3")
    assert f"restore {database.parent}/copy.sqlite3`" in command("fsck").output
    (database.parent / "copy.sqlite3").rename("copy.sqlite3")
    assert command("restore", "copy.sqlite3").exit_code == 0
    assert command("fsck").exit_code == 0


OLDEST = dumps()[0]
"""The database of the first version that was in use."""


def test_backup_copies_an_earlier_versions_database_without_changing_it(
    command: Command, state: Path
) -> None:
    database = state / FILE_NAME
    restore(OLDEST, database)
    before = database.read_bytes()
    assert command("backup", "copy.sqlite3").exit_code == 0
    assert database.read_bytes() == before
    assert applied_in(Path("copy.sqlite3")) == applied_in(database)
    assert tables_of(Path("copy.sqlite3")) == tables_of(database)


def test_an_earlier_versions_database_is_updated_only_while_no_other_process_uses_it(
    command: Command, state: Path
) -> None:
    database = state / FILE_NAME
    restore(OLDEST, database)
    before = database.read_bytes()
    with held(state, "run", NOW):
        result = command("fsck")
        assert result.exit_code == 4 and "(`run`) has used it" in result.output
    assert database.read_bytes() == before
    assert "The database is sound." in command("fsck").stdout
    assert len(applied_in(database)) > len(applied_in_dump(OLDEST, state))


def applied_in_dump(dump: Path, folder: Path) -> set[str]:
    restore(dump, folder / "again.sqlite3")
    return applied_in(folder / "again.sqlite3")


@pytest.fixture
async def newer(state: Path) -> Path:
    """A database that a newer version of the bot has changed."""
    return await newer_version(state / FILE_NAME)


def test_every_command_leaves_a_newer_versions_database_alone(
    newer: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = newer.read_bytes()
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    for typed in (
        ("backup", "copy.sqlite3"),
        ("fsck",),
        ("export", "submissions", "out"),
        ("export", "judging", "out"),
        ("export", "faq", "faq.yaml"),
        ("run",),
    ):
        result = command(*typed)
        assert result.exit_code == 5, result.output
        assert result.output.endswith(
            "was written by a newer version of the bot, so this one leaves it alone. Update the bot, or put a backup "
            "from before the update in place: `python -m bot restore BACKUP`.\n"
        )
    assert newer.read_bytes() == before
    assert sorted(path.name for path in Path().iterdir()) == ["state"]


def test_a_locked_database_is_one_sentence_for_an_export(
    command: Command, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.soundness.OPENING_S", 0.05)
    with locked(database, "everything"):
        result = command("export", "faq", "faq.yaml")
    assert result.exit_code == 4 and "has locked coursebot.sqlite3" in result.output


def test_what_is_written_is_for_its_owner_alone(command: Command, database: Path) -> None:
    database.parent.chmod(0o755)
    database.chmod(0o644)
    command("backup", "copy.sqlite3")
    assert mode(Path("copy.sqlite3")) == 0o600
    assert command("restore", "copy.sqlite3", "--force").exit_code == 0
    assert {mode(path) for path in database.parent.iterdir()} == {0o600}
    assert mode(database.parent) == 0o700


@pytest.mark.parametrize(
    "typed",
    [
        ("run",),
        ("restore", "copy.sqlite3"),
        ("sandbox", "--keep", "state"),
    ],
    ids=lambda typed: typed[0],
)
def test_a_state_folder_in_use_is_refused_with_a_status_of_its_own(
    command: Command, database: Path, typed: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    command("backup", "copy.sqlite3")
    with held(database.parent, "run", NOW):
        result = command(*typed)
    assert result.exit_code == 4
    assert "(`run`) has used it since 2021-01-26 15:00:00 UTC. Stop that process" in result.output


@pytest.mark.parametrize(
    "typed", [("check", "."), ("backup", "."), ("restore", "."), ("export", "faq", ".")]
)
def test_a_folder_where_a_file_belongs_is_one_sentence(
    command: Command, typed: tuple[str, ...]
) -> None:
    result = command(*typed)
    assert result.exit_code == 1
    assert "File '.' is a directory. Nothing was done; name another one." in result.output
    assert "Usage" not in result.output
