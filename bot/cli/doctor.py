"""Whether everything the bot needs is there."""

from __future__ import annotations

import click


@click.command()
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Check that everything the bot needs is there. Print the invite link."""
    from bot.doctor import examine
    from bot.settings import load_settings

    findings = examine(load_settings())
    for finding in findings:
        state = "note" if finding.note else "ok " if finding.fine else "NOT OK"
        click.echo(f"{state} {finding.text}")
    if not all(finding.fine for finding in findings):
        ctx.exit(1)
