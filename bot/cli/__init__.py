"""The command line: one file a family of commands. A command loads what it needs when it is used.

What a command can't do is an `OperatorError`: its one sentence goes to standard error, and it names the exit status.
"""

from __future__ import annotations

from typing import Any

import click

from bot.cli import course, data, doctor, exports, serve, versions, words
from bot.errors import OperatorError, UserError


class Commands(click.Group):
    """Commands that say what stops them in one sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was typed; exit with the error's status if it can't be done."""
        try:
            return super().invoke(ctx)
        except OperatorError as error:
            click.echo(str(error), err=True)
            ctx.exit(error.exit_status)
        except UserError as error:  # the database refuses a command as it refuses a person
            click.echo(str(error).replace("**", ""), err=True)
            ctx.exit(OperatorError.exit_status)


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=True
)
def main() -> None:
    """The course assistant on Discord. Without a command, this lists them."""


for command in (
    *(serve.run, serve.sandbox),
    *(course.check, course.new_term, course.new_course, course.ask, course.reminders),
    *(data.backup, data.restore, data.fsck),
    *(exports.export, exports.standings),
    doctor.doctor,
    versions.course,
    words.words,
):
    main.add_command(command)
