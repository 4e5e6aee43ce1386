"""What the bot has stored, as files; and an exported competition computed again.

An export is a function that writes to its target and notes what it wrote; `_run` does everything around it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import FILE, FOLDER, check_new, existing_database, progress_bar, writing
from bot.errors import OperatorError
from bot.ids import GuildId

if TYPE_CHECKING:
    from bot.app import App
    from bot.database import Database
    from bot.settings import Settings


@dataclass(slots=True)
class Export:
    """One export under way: what it reads, where it writes, and what has come of it."""

    settings: Settings
    db: Database
    target: Path
    written: int = 0
    trouble: list[str] = field(default_factory=list[str])

    def app(self) -> App:
        """Wire the services to the database. Raises CourseFileInvalid."""
        from bot.app import build_app, load_courses
        from bot.clock import WallClock

        return build_app(self.settings, load_courses(self.settings), self.db, WallClock())

    def server_folder(self, guild_id: GuildId) -> Path:
        """Return where a server's files belong."""
        return self.target / f"server-{guild_id}"

    def wrote(self, what: str, place: Path) -> None:
        """Say what was written, and where."""
        click.echo(f"Wrote {what} to {place}.")
        self.written += 1


def _run(write: Callable[[Export], Awaitable[None]], target: Path, nothing: str) -> None:
    """Write to a file or folder that has to be new.

    Args:
        nothing: what to say if there was nothing to write.
    Raises:
        OperatorError: nothing was written, or not everything.
    """
    from bot.settings import load_settings

    async def run() -> Export:
        settings = load_settings()
        async with existing_database(settings) as db:
            export = Export(settings, db, target)
            with writing(target):
                await write(export)
            return export

    check_new(target)
    done = asyncio.run(run())
    if done.trouble:
        raise OperatorError("\n".join(["Not everything could be exported:", *done.trouble]))
    if not done.written:
        raise OperatorError(f"{nothing}, so nothing was written.")


@click.group()
def export() -> None:
    """Write what the bot has stored to files."""


@export.command("submissions")
@click.argument("folder", type=FOLDER)
def export_submissions(folder: Path) -> None:
    """Write all submissions to FOLDER. A folder a person, manifest.csv, and gradebook.csv in Canvas's shape."""
    _run(_submissions, folder, "Nothing has been handed in yet")


async def _submissions(export: Export) -> None:
    from bot.assignments import store
    from bot.assignments.export import export as write
    from bot.assignments.vault import VAULT, Vault
    from bot.client.look import plural
    from bot.groups.store.groups import live_groups

    vault, app = Vault(export.settings.state / VAULT), export.app()
    await app.course.history.look(app.clock.now(), following=False)
    for guild_id in await export.db.read(store.guilds):
        versions, damaged = await export.db.read(
            lambda t, g=guild_id: store.readable_versions(t, GuildId(g))
        )
        versions = await app.records.due_now(GuildId(guild_id), versions)
        groups = await export.db.read(lambda t, g=guild_id: live_groups(t, GuildId(g)))
        members = {group.number: group.member_ids for group in groups}
        folder = export.server_folder(GuildId(guild_id))
        done = write(versions, vault, folder, members, progress_bar(f"Server {guild_id}"))
        count = plural(done.versions, "submission version")
        export.wrote(f"{count} with {plural(done.files, 'file')}", folder)
        export.trouble += [f"damaged: the row of {receipt} can't be read" for receipt in damaged]
        export.trouble += done.trouble


@export.command("judging")
@click.argument("folder", type=FOLDER)
def export_judging(folder: Path) -> None:
    """Write all judging to FOLDER. Raw ballots, standings, settings, and a manifest with hashes."""
    _run(_judging, folder, "No ballots are in yet")


async def _judging(export: Export) -> None:
    from bot.client.look import plural
    from bot.competitions.export import altered, write
    from bot.competitions.store import ballots
    from bot.presentations.export import durations
    from bot.presentations.store import load

    app = export.app()
    for guild_id, id in await export.db.read(ballots.contests):
        contest = app.judging.contests(guild_id).get(id)
        if contest is None:
            export.trouble.append(
                f"{id} of server {guild_id}: the course file no longer has it. Put it back first."
            )
            continue
        folder = export.server_folder(guild_id) / id
        try:
            bundle = await app.publishing.bundle(guild_id, contest)
            session = await export.db.read(lambda t, g=guild_id: load(t, g))
        except (ValueError, KeyError, TypeError, AttributeError):
            export.trouble.append(f"damaged: a row of {id} of server {guild_id} can't be read")
            continue
        pitched = session is not None and not contest.assignment
        write(bundle, folder, {"pitches.csv": durations(session)} if session and pitched else {})
        export.trouble += altered(folder)
        export.wrote(f"{plural(len(bundle.ballots), 'ballot')} of {contest.title}", folder)
        if not bundle.is_published:
            click.echo(
                f"{contest.title} isn't published, so every entry counts as eligible here. Discord alone knows who is: "
                "`/judging results` shows it."
            )


@export.command("faq")
@click.argument("file", type=FILE)
def export_faq(file: Path) -> None:
    """Write the answers staff added to FILE. They are a `faq` section, for the course file."""
    _run(_faq, file, "Staff haven't added any answers yet")
    click.echo("Copy them into the course file's `faq`.")


async def _faq(export: Export) -> None:
    from ruamel.yaml import YAML

    from bot.client.look import plural
    from bot.questions.faq import exported

    entries = await export.app().faq.entries()
    if not entries:
        return
    writer = YAML()
    writer.width = 110
    with export.target.open("w", encoding="utf-8") as out:
        writer.dump({"faq": exported(entries)}, out)
    export.wrote(plural(len(entries), "answer"), export.target)


@export.command("questions")
@click.argument("file", type=FILE)
def export_questions(file: Path) -> None:
    """Write what answers missed to FILE. Questions without an answer, or whose answer didn't help; nobody is named."""
    _run(_questions, file, "Every answer was found and helped so far")
    click.echo(
        "Add them as wordings to the course file's `faq`. Look through them first: somebody may have typed a name."
    )


async def _questions(export: Export) -> None:
    from ruamel.yaml import YAML

    from bot.client.look import plural
    from bot.questions import store
    from bot.questions.faq import wanting

    missed = await export.db.read(store.missed)
    if not missed:
        return
    writer = YAML()
    writer.width = 110
    with export.target.open("w", encoding="utf-8") as out:
        writer.dump(wanting(missed), out)
    export.wrote(plural(len(missed), "question"), export.target)


@click.command()
@click.argument("folder", type=FOLDER)
def standings(folder: Path) -> None:
    """Compute standings again from an exported FOLDER alone. Exit with 1 if they differ."""
    from bot.competitions.export import STANDINGS, read, standings_bytes

    try:
        computed = standings_bytes(read(folder))
        stored = (folder / STANDINGS).read_bytes()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OperatorError(
            f"{folder} isn't an exported competition: its settings, ballots or standings are missing or can't be "
            "read. Name one that `export judging` wrote, such as FOLDER/server-1/pitches."
        ) from error
    click.echo(computed.decode(), nl=False)
    if computed != stored:
        raise OperatorError(
            f"These are NOT the standings in {STANDINGS}: a ballot, a setting or the table was changed."
        )
    click.echo(f"The same, byte for byte, as {STANDINGS}.", err=True)
