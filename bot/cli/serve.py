"""Running the assistant: on Discord, as a rehearsal there, or in the sandbox."""

from __future__ import annotations

import asyncio
import logging
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import course_option, recall_vectors
from bot.errors import OperatorError, TokenRefused
from bot.ids import GuildId

if TYPE_CHECKING:
    from datetime import datetime

    from bot.clock import Clock, RehearsalClock
    from bot.sandbox.server import Sandbox
    from bot.settings import Settings

MAX_SPEED = 3600.0


def _checked_speed(_ctx: click.Context, _option: click.Parameter, speed: float) -> float:
    if not 0 < speed <= MAX_SPEED:
        raise OperatorError(
            f"--speed is {speed:g}. It has to be more than 0 and at most {MAX_SPEED:g}."
        )
    return speed


speed_option = click.option(
    "--speed",
    default=1.0,
    show_default=True,
    callback=_checked_speed,
    help=f"Simulated seconds for each real one; at most {MAX_SPEED:g}.",
)


@click.command()
@click.option(
    "--rehearse",
    metavar="INSTANT",
    help="Rehearse the course from this instant on, such as 2021-01-18T08:00, in the course's time zone. "
    "Every post says so.",
)
@speed_option
@click.option(
    "--server",
    metavar="ID",
    type=click.IntRange(1, 2**63 - 1),
    help="The server to rehearse in; nothing is done in any other.",
)
def run(rehearse: str | None, speed: float, server: int | None) -> None:
    """Run the assistant on Discord. Needs DISCORD_TOKEN, in the environment or in .env."""
    from bot.privacy import keep_memory_private
    from bot.settings import application_of, load_settings

    keep_memory_private()
    settings = load_settings()
    _check_rehearsal(rehearse, speed, server)
    clock = _rehearsal_clock(settings, rehearse, speed) if rehearse else None
    if settings.discord_token is None:
        raise OperatorError(
            "DISCORD_TOKEN isn't set. Put it in .env (see .env.example), or try `python -m bot sandbox`."
        )
    token = settings.discord_token.get_secret_value()
    if application_of(token) is None:
        raise TokenRefused("What DISCORD_TOKEN holds can't be a bot's token")
    _log_to_stderr(settings)
    if clock is not None:
        settings = _apart(settings, clock)
    asyncio.run(_serve(settings, token, clock, GuildId(server) if server else None))


def _check_rehearsal(rehearse: str | None, speed: float, server: int | None) -> None:
    if rehearse is None and speed != 1.0:
        raise OperatorError(
            "--speed needs --rehearse: the real course runs as fast as the clock on the wall."
        )
    if rehearse is None and server is not None:
        raise OperatorError("--server needs --rehearse: the real bot serves every server it is in.")
    if rehearse is not None and server is None:
        raise OperatorError(
            "--rehearse needs --server: the id of the private server to rehearse in, so that nothing is done in any "
            "other. In Discord, turn on Developer Mode, right-click the server and choose Copy Server ID."
        )


async def _serve(
    settings: Settings, token: str, clock: Clock | None, rehearsal: GuildId | None
) -> None:
    from bot.app import running_app
    from bot.client.bot import CourseBot
    from bot.client.lifecycle import serve
    from bot.clock import WallClock
    from bot.signals import stop_on_signal
    from bot.state import held

    stop = stop_on_signal()
    recall_vectors()
    use = "run" if clock is None else "run --rehearse"
    with held(settings.state, use, WallClock().now()):
        async with running_app(settings, clock, rehearsal=rehearsal) as app:
            await serve(CourseBot(app), token, stop)


def _rehearsal_clock(settings: Settings, typed: str, speed: float) -> RehearsalClock:
    from bot.clock import RehearsalClock
    from bot.course.instants import read_instant
    from bot.course.loader import load_course
    from bot.course.timeline import Timeline

    zone = Timeline(load_course(settings.course)).zone
    return RehearsalClock(read_instant(typed, zone, "--rehearse"), speed)


def _apart(settings: Settings, clock: Clock) -> Settings:
    """Give a rehearsal a state folder of its own."""
    state = settings.state / f"rehearsal-{clock.now():%Y%m%dT%H%M}"
    click.echo(f"This is a rehearsal. It keeps everything in {state}, apart from the real course.")
    return settings.model_copy(update={"state": state})


@click.command()
@click.option(
    "--at",
    metavar="INSTANT",
    help="Start at this instant, such as 2021-01-26T22:00, in the course's time zone.",
)
@click.option(
    "--keep",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Keep the database in this folder.",
)
@speed_option
@course_option
def sandbox(at: str | None, keep: Path | None, speed: float, file: Path | None) -> None:
    """Try the assistant in a browser. It brings a Discord of its own and needs no token."""
    from bot.settings import load_settings

    settings = load_settings()
    settings = settings.model_copy(update={"course": file}) if file else settings
    _log_to_stderr(settings, quiet=True)
    asyncio.run(run_sandbox(settings, at, keep, speed))


async def run_sandbox(
    settings: Settings, at: str | None = None, keep: Path | None = None, speed: float = 1.0
) -> None:
    """Run the sandbox until a signal ends it.

    Raises:
        OperatorError: the instant can't be read, the course can't be used, the folder is in use, or the port is
            taken.
    """
    from bot.app import load_courses
    from bot.clock import WallClock
    from bot.course.instants import read_instant
    from bot.sandbox.server import Sandbox
    from bot.signals import stop_on_signal
    from bot.state import held

    stop = stop_on_signal()
    recall_vectors()
    courses = load_courses(settings)
    start = read_instant(at, courses.default.zone, "--at") if at else None
    with held(keep, "sandbox", WallClock().now()) if keep else nullcontext():
        await _show(Sandbox(settings, courses, keep, speed), settings, start, stop)
    click.echo("The sandbox has ended." + ("" if keep else " It kept nothing."))


async def _show(
    box: Sandbox, settings: Settings, start: datetime | None, stop: asyncio.Event
) -> None:
    try:
        address = await box.start(start)
        click.echo(f"The sandbox is ready. Open {address} in your browser. Ctrl-C ends it.")
        await stop.wait()
    except OSError as error:
        raise OperatorError(
            f"Port {settings.sandbox_port} is in use ({error.strerror}). "
            "Set COURSEBOT_SANDBOX_PORT to another one."
        ) from error
    finally:
        await box.stop()


def _log_to_stderr(settings: Settings, *, quiet: bool = False) -> None:
    logging.basicConfig(
        level=logging.WARNING if quiet else settings.log_level,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    logging.getLogger("discord.client").addFilter(
        lambda record: "voice will NOT" not in record.getMessage()
    )
    if quiet:
        logging.getLogger("discord.state").setLevel(logging.ERROR)
