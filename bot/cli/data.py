"""What must last: copy it, put a copy back, check it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import FILE, check_new, existing_database, progress_bar

if TYPE_CHECKING:
    from bot.settings import Settings


@click.command()
@click.argument("target", type=FILE)
def backup(target: Path) -> None:
    """Copy the database to TARGET, also while the bot runs."""
    from bot.settings import load_settings

    check_new(target)
    asyncio.run(_backup(load_settings(), target))
    click.echo(f"Wrote {target}.")


async def _backup(settings: Settings, target: Path) -> None:
    async with existing_database(settings, to_copy=True) as db:
        await db.backup(target)


@click.command()
@click.argument("backup", type=FILE)
@click.option("--force", is_flag=True, help="Also replace a database that is newer than BACKUP.")
def restore(backup: Path, force: bool) -> None:
    """Put BACKUP in the database's place. Stop the bot first. What was there is kept beside it."""
    from bot.app import MIGRATIONS
    from bot.clock import WallClock
    from bot.database import FILE_NAME
    from bot.restore import restore as put_in_place
    from bot.settings import load_settings
    from bot.state import held

    target, now = load_settings().state / FILE_NAME, WallClock().now()
    with held(target.parent, "restore", now):
        kept = put_in_place(backup, target, MIGRATIONS, now, force=force)
    click.echo(f"{target} is now what {backup} holds.")
    click.echo(f"What was there is kept as {kept}." if kept else "There was no database before.")
    click.echo("Next, check that the files that were handed in are there: `python -m bot fsck`.")


@click.command()
@click.pass_context
def fsck(ctx: click.Context) -> None:
    """Check the database and every handed-in file. Exit with 1 if one is damaged, missing or altered."""
    from bot.settings import load_settings

    if not asyncio.run(_fsck(load_settings())):
        ctx.exit(1)


async def _fsck(settings: Settings) -> bool:
    """Say what was found; return whether all is well."""
    from bot.assignments import store
    from bot.assignments.export import check_files
    from bot.assignments.vault import VAULT, Vault
    from bot.soundness import damage, damaged

    async with existing_database(settings) as db:
        if wrong := await db.read(damage):
            raise damaged(db.path, wrong)
        click.echo("The database is sound.")
        needed = await db.read(store.hashes)
    found = check_files(needed, Vault(settings.state / VAULT), progress_bar("Checking files"))
    click.echo(f"{found.sound} of {len(needed)} files are sound.")
    for word, paths in (
        ("MISSING", found.missing),
        ("ALTERED", found.altered),
        ("orphan (no submission needs it)", found.orphans),
        ("unfinished (under way, or left by a crash)", found.unfinished),
    ):
        for path in paths:
            click.echo(f"{word}: {path}")
    return not (found.missing or found.altered)
