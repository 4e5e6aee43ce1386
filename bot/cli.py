"""The command line: run · sandbox · check · ask · new-term · reminders · doctor · backup · fsck · export ·
standings."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import AsyncGenerator, Callable, Coroutine, Iterable, Iterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click

from bot.errors import OperatorError
from bot.settings import Settings, load_settings

if TYPE_CHECKING:
    from bot.clock import Clock, RehearsalClock
    from bot.course.timeline import Timeline
    from bot.database import Database

MAX_SPEED = 3600.0
T = TypeVar("T")
COURSE = click.Path(path_type=Path, dir_okay=False)


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, no_args_is_help=True)
def main() -> None:
    """The course assistant on Discord. Without a subcommand this lists them."""


@main.command()
@click.option(
    "--rehearse",
    metavar="INSTANT",
    help="Rehearse the course from this moment (such as 2021-01-18T08:00, in the course's zone). Every post says so.",
)
@click.option(
    "--speed", default=1.0, show_default=True, help="With --rehearse: seconds for each real one."
)
def run(rehearse: str | None, speed: float) -> None:
    """Run the assistant on Discord. Needs DISCORD_TOKEN, in the environment or in .env."""
    settings = _settings()
    clock = _rehearsal_clock(settings, rehearse, speed) if rehearse else None
    if settings.discord_token is None:
        _fail(
            "DISCORD_TOKEN is not set. Put it into .env (see .env.example), or try `python -m bot sandbox`."
        )
    _log_to_stderr(settings)
    token = settings.discord_token.get_secret_value()
    if clock is not None:
        settings = settings.model_copy(
            update={"state": settings.state / f"rehearsal-{clock.now():%Y%m%dT%H%M}"}
        )
        click.echo(
            f"A rehearsal: it keeps everything in {settings.state}, apart from the real course."
        )
    _run(_serve(settings, token, clock))


async def _serve(settings: Settings, token: str, clock: Clock | None) -> None:
    from bot.app import running_app
    from bot.client.bot import CourseBot
    from bot.client.lifecycle import serve

    async with running_app(settings, clock, rehearsal=clock is not None) as app:
        await serve(CourseBot(app), token)


def _rehearsal_clock(settings: Settings, text: str, speed: float) -> RehearsalClock:
    from zoneinfo import ZoneInfo

    from bot.clock import RehearsalClock
    from bot.course.loader import load_course

    if not 0 < speed <= MAX_SPEED:
        _fail(f"--speed is {speed:g}. It has to be more than 0 and at most {MAX_SPEED:g}.")
    try:
        start = datetime.fromisoformat(text)
        zone = ZoneInfo(load_course(settings.course).timezone)
    except ValueError:
        _fail(f"--rehearse is “{text}”, which is no moment. Write it like 2021-01-18T08:00.")
    except OperatorError as error:
        _fail(str(error))
    return RehearsalClock(start if start.tzinfo else start.replace(tzinfo=zone), speed)


@main.command()
@click.option("--dry-run", is_flag=True, required=True, help="Print them; nothing is sent.")
def reminders(dry_run: bool) -> None:
    """Print every reminder of the term as a table, in the course's zone."""
    from bot.course.loader import load_course
    from bot.course.timeline import Timeline
    from bot.reminders.kinds import PLANNED
    from bot.reminders.rules import plan

    try:
        timeline = Timeline(load_course(_settings().course))
    except OperatorError as error:
        _fail(str(error))
    planned = plan(PLANNED, timeline)
    for reminder in planned:
        local = reminder.due_at.astimezone(timeline.zone)
        click.echo(
            f"{local:%a %Y-%m-%d %H:%M:%S}  {reminder.kind:<20}  {reminder.target:<22}  {reminder.key}"
        )
    click.echo(f"{len(planned)} reminders, {timeline.course.zone_label}. Nothing was sent.")


@main.command()
@click.option(
    "--at", "at", metavar="INSTANT", help="Start at this instant, such as 2021-01-26T22:00-05:00."
)
@click.option(
    "--keep",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Keep the database in this folder.",
)
@click.option(
    "--speed", default=1.0, show_default=True, help="Simulated seconds for each real one."
)
def sandbox(at: str | None, keep: Path | None, speed: float) -> None:
    """Open the assistant in a browser: a whole Discord on this machine, without a token."""
    settings = _settings()
    _log_to_stderr(settings, quiet=True)
    _run(_sandbox(settings, _instant(at) if at else None, keep, speed))


async def _sandbox(
    settings: Settings, at: datetime | None, keep: Path | None, speed: float
) -> None:
    from bot.library.library import load_library
    from bot.sandbox.server import Sandbox

    stop = _stop_on_signal()
    courses = load_library(settings.course, settings.state / "courses")
    box = Sandbox(settings, courses, keep, speed)
    try:
        address = await box.start(at)
        click.echo(f"The sandbox is ready. Open {address} in your browser. Ctrl-C ends it.")
        await stop.wait()
    except OSError as error:
        raise OperatorError(
            f"Port {settings.sandbox_port} is in use ({error.strerror}). "
            "Set COURSEBOT_SANDBOX_PORT to another one."
        ) from error
    finally:
        await box.stop()
    click.echo("The sandbox has ended." + ("" if keep else " It kept nothing."))


@main.command()
@click.argument("file", type=COURSE, required=False)
@click.option("--write-schema", is_flag=True, help="Write course.schema.json beside the file.")
def check(file: Path | None, write_schema: bool) -> None:
    """Check a course file: exit 0 with a summary, or 1 with every problem and its place."""
    from bot.course.loader import SCHEMA_NAME, load_course, schema_json

    path = file or _settings().course
    if write_schema:
        target = path.parent / SCHEMA_NAME
        target.write_text(schema_json(), encoding="utf-8")
        click.echo(f"Wrote {target}.")
        if file is None:
            return
    try:
        course = load_course(path)
    except OperatorError as error:
        _fail(str(error))
    from bot.course.summary import summarise
    from bot.understanding.phrasings import misnamed

    if wrong := misnamed(course):
        _fail(
            f"{path}: the faq entries {', '.join(wrong)} have no answer and are no question I know. Give each an "
            "answer, or the id of a known question."
        )
    click.echo(f"{path} is fine.\n" + "\n".join(summarise(course)))


@main.command()
@click.argument("question", required=False)
@click.option(
    "--at", metavar="INSTANT", help="Ask at this instant, such as 2021-01-25T10:00-05:00."
)
@click.option(
    "--jsonl", is_flag=True, help='Answer {"q": ..., "at": ...} lines from standard input.'
)
def ask(question: str | None, at: str | None, jsonl: bool) -> None:
    """Answer a question about the course in plain words. Nothing is sent anywhere."""
    from bot.answers.answerer import Answerer
    from bot.answers.terminal import answered, printed
    from bot.course.loader import load_course
    from bot.course.timeline import Timeline

    if jsonl == (question is not None):
        _fail('Ask one question, or give --jsonl and one {"q": ...} a line on standard input.')
    try:
        timeline = Timeline(load_course(_settings().course))
        now = _asked_at(timeline, at)
        answerer = Answerer(timeline)
        if question is not None:
            click.echo(printed(answerer.ask(question, now)))
            return
        for line in answered(answerer, sys.stdin):
            click.echo(line)
    except OperatorError as error:
        _fail(str(error))


def _asked_at(timeline: Timeline, at: str | None) -> datetime:
    from bot.answers.terminal import first_morning, instant_of

    try:
        return instant_of(timeline, at) if at else first_morning(timeline)
    except ValueError:
        _fail(f"--at is “{at}”, which is no instant. Write it like 2021-01-25T10:00-05:00.")


@main.command("new-term")
@click.argument("file", type=COURSE)
@click.option(
    "--start", required=True, metavar="DAY", help="The new first day, such as 2027-01-18."
)
@click.option(
    "--output",
    "-o",
    type=COURSE,
    help="Where to write; FILE with the new year in its name if left out.",
)
def new_term(file: Path, start: str, output: Path | None) -> None:
    """Write the same course moved to another start. Comments, order and weekdays are kept."""
    from bot.course.terms import move_course

    try:
        day = date.fromisoformat(start)
    except ValueError:
        _fail(f"--start is “{start}”, which is no day. Write it like 2027-01-18.")
    target = output or file.with_name(f"{file.stem}-{day}{file.suffix}")
    try:
        text, report = move_course(file, day)
    except OperatorError as error:
        _fail(str(error))
    if target.exists():
        _fail(f"{target} exists already. Nothing was written; name another file with --output.")
    target.write_text(text, encoding="utf-8")
    click.echo("\n".join([*report, f"Wrote {target}."]))


@main.command()
def doctor() -> None:
    """Check Python, the course file, the state folder and the token; print the invite link."""
    from bot.doctor import examine

    findings = examine(_settings())
    for finding in findings:
        click.echo(f"{'ok ' if finding.fine else 'NOT OK'} {finding.text}")
    if not all(f.fine for f in findings):
        sys.exit(1)


@main.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
def backup(target: Path) -> None:
    """Write a consistent copy of the database to TARGET, also while the bot runs."""
    if target.exists():
        _fail(f"{target} exists already. Nothing was written; name another file.")
    _run(_backup(_settings(), target))
    click.echo(f"Wrote {target}.")


async def _backup(settings: Settings, target: Path) -> None:
    async with _existing_database(settings) as db:
        await db.backup(target)


@main.command()
def fsck() -> None:
    """Check every handed-in file: exit 1 if one is missing or altered. Nothing is changed."""
    _run(_fsck(_settings()))


async def _fsck(settings: Settings) -> None:
    from bot.assignments import store
    from bot.assignments.export import check_files
    from bot.assignments.vault import VAULT, Vault

    async with _existing_database(settings) as db:
        needed = await db.read(store.hashes)
    found = check_files(needed, Vault(settings.state / VAULT), _progress_bar("Checking files"))
    click.echo(f"{found.sound} of {len(needed)} files are sound.")
    for word, paths in (
        ("MISSING", found.missing),
        ("ALTERED", found.altered),
        ("orphan (no hand-in needs it)", found.orphans),
        ("unfinished (under way, or left by a crash)", found.unfinished),
    ):
        for path in paths:
            click.echo(f"{word}: {path}")
    if found.missing or found.altered:
        sys.exit(1)


@main.group()
def export() -> None:
    """Write what the bot has stored to files."""


@export.command("submissions")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export_submissions(folder: Path) -> None:
    """Write every hand-in to FOLDER: a folder a person, manifest.csv, gradebook.csv (Canvas's shape)."""
    _check_empty(folder)
    _run(_export_submissions(_settings(), folder))


async def _export_submissions(settings: Settings, folder: Path) -> None:
    from bot.assignments import store
    from bot.assignments.export import export as write
    from bot.assignments.vault import VAULT, Vault
    from bot.groups.store import live_groups

    async with _existing_database(settings) as db:
        guilds = await db.read(store.guilds)
        if not guilds:
            raise OperatorError("Nothing has been handed in yet, so nothing was written.")
        trouble: list[str] = []
        for guild_id in guilds:
            versions = await db.read(lambda t, g=guild_id: store.versions(t, g))
            groups = await db.read(lambda t, g=guild_id: live_groups(t, g))
            members = {group.number: group.member_ids for group in groups}
            target = folder / f"server-{guild_id}"
            bar = _progress_bar(f"Server {guild_id}")
            done = write(versions, Vault(settings.state / VAULT), target, members, bar)
            trouble += done.trouble
            click.echo(f"Wrote {done.versions} hand-ins with {done.files} files to {target}.")
    if trouble:
        _fail("\n".join([f"{len(trouble)} files were missing or altered:", *trouble]))


@export.command("judging")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export_judging(folder: Path) -> None:
    """Write every contest to FOLDER: raw ballots, standings, settings, and a manifest with hashes."""
    _check_empty(folder)
    _run(_export_judging(_settings(), folder))


async def _export_judging(settings: Settings, folder: Path) -> None:
    from bot.app import build_app
    from bot.clock import WallClock
    from bot.competitions import store
    from bot.competitions.export import write
    from bot.library.library import load_library
    from bot.presentations import store as pitches_store
    from bot.presentations.export import durations

    courses = load_library(settings.course, settings.state / "courses")
    async with _existing_database(settings) as db:
        judging = build_app(settings, courses, db, WallClock()).judging
        found = await db.read(store.contests_with_ballots)
        if not found:
            raise OperatorError("No ballot is in yet, so nothing was written.")
        for guild_id, contest in found:
            bundle = await judging.bundle(guild_id, judging.contest(guild_id, contest))
            target = folder / f"server-{guild_id}" / contest
            write(bundle, target)
            session = await db.read(lambda t, g=guild_id: pitches_store.load(t, g))
            if session is not None and not bundle.contest.lab:
                (target / "pitches.csv").write_bytes(durations(session))
            click.echo(
                f"Wrote {len(bundle.ballots)} ballots of {bundle.contest.title} to {target}."
            )


@export.command("faq")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def export_faq(file: Path) -> None:
    """Write the answers that staff added as a `faq` section, to be copied into the course file."""
    if file.exists():
        _fail(f"{file} is there already. Name a file that isn't, so that nothing is overwritten.")
    _run(_export_faq(_settings(), file))


async def _export_faq(settings: Settings, file: Path) -> None:
    from ruamel.yaml import YAML

    from bot.library.library import load_library
    from bot.questions.service import AnswerService, exported

    async with _existing_database(settings) as db:
        service = AnswerService(db, load_library(settings.course, settings.state / "courses"))
        entries = await service.learned()
    writer = YAML()
    writer.width = 110
    with file.open("w", encoding="utf-8") as out:
        writer.dump({"faq": exported(entries)}, out)
    click.echo(f"Wrote {len(entries)} answers to {file}. Copy them into the course file's `faq`.")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
def standings(folder: Path) -> None:
    """Compute a contest's standings again from its exported FOLDER alone; exit 1 if they differ."""
    from bot.competitions.export import STANDINGS, read, standings_bytes

    try:
        computed = standings_bytes(read(folder))
        stored = (folder / STANDINGS).read_bytes()
    except (OSError, ValueError, KeyError, TypeError) as error:
        _fail(f"{folder} is no exported contest: {type(error).__name__}: {error}.")
    click.echo(computed.decode(), nl=False)
    if computed != stored:
        _fail(
            f"These are NOT the standings in {STANDINGS}: a ballot, a setting or the table was changed."
        )
    click.echo(f"The same, byte for byte, as {STANDINGS}.", err=True)


@asynccontextmanager
async def _existing_database(settings: Settings) -> AsyncGenerator[Database]:
    from bot.app import MIGRATIONS
    from bot.database import FILE_NAME, Database

    db = Database(settings.state / FILE_NAME)
    if not db.path.exists():
        raise OperatorError(
            f"There is no database in {settings.state} yet. Run the bot once first."
        )
    try:
        await db.open(MIGRATIONS)
        yield db
    finally:
        await db.close()


def _progress_bar(label: str) -> Callable[[Iterable[T]], Iterator[T]]:
    """Show how far a long task is, on a terminal; nothing elsewhere."""

    def steps(items: Iterable[T]) -> Iterator[T]:
        with click.progressbar(list(items), label=label, file=sys.stderr) as bar:
            yield from bar

    return steps


def _check_empty(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()):
        _fail(f"{folder} isn't empty. Nothing was written; name a new folder.")


def _settings() -> Settings:
    try:
        return load_settings()
    except OperatorError as error:
        _fail(str(error))


def _run(work: Coroutine[Any, Any, None]) -> None:
    try:
        asyncio.run(work)
    except OperatorError as error:
        _fail(str(error))


def _fail(words: str) -> NoReturn:
    click.echo(words, err=True)
    sys.exit(1)


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        _fail(
            f"--at is “{text}”, which is no instant with its offset. Write it like 2021-01-26T22:00-05:00."
        )
    return instant


def _stop_on_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


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
