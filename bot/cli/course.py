"""The course file: check it, move it to another term, ask it, see what it will remind of."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import FILE, check_new, course_option, recall_vectors, writing
from bot.errors import OperatorError

if TYPE_CHECKING:
    from bot.course.model import Course
    from bot.course.starter import Question


@click.command()
@click.argument("file", type=FILE, required=False)
@click.option("--write-schema", is_flag=True, help="Write course.schema.json beside the file.")
def check(file: Path | None, write_schema: bool) -> None:
    """Check a course file. Exit with 0 and a summary, or with 1 and every problem at its place."""
    from bot.course.summary import summarise
    from bot.settings import load_settings

    path = file or load_settings().course
    if write_schema:
        _write_schema(path.parent)
        if file is None:
            return
    click.echo(f"{path} is fine.\n" + "\n".join(summarise(_usable(path))))


def _usable(path: Path) -> Course:
    """Read a course that everything can use, its answers included. Raises CourseFileInvalid, OperatorError."""
    from bot.answers.catalogue import misnamed
    from bot.course.loader import load_course

    course = load_course(path)
    if wrong := misnamed(course):
        raise OperatorError(
            f"{path} can't be used: the faq entries {', '.join(wrong)} have no answer, and no known question has "
            "their id. Give each an answer, or the id of a known question."
        )
    return course


def _write_schema(folder: Path) -> None:
    from bot.course.loader import SCHEMA_NAME, schema_json

    target = folder / SCHEMA_NAME
    with writing(target):
        target.write_text(schema_json(), encoding="utf-8")
    click.echo(f"Wrote {target}.")


@click.command("new-term")
@click.argument("file", type=FILE)
@click.option(
    "--start", required=True, metavar="DAY", help="The new first day, such as 2027-01-18."
)
@click.option(
    "--output",
    "-o",
    type=FILE,
    help="Where to write. If left out: beside FILE, with the new first day in its name.",
)
def new_term(file: Path, start: str, output: Path | None) -> None:
    """Move a course to another start. Comments, order and weekdays are kept."""
    from bot.course.terms import move_course

    try:
        day = date.fromisoformat(start)
    except ValueError:
        raise OperatorError(
            f"--start is “{start}”, which isn't a day I can read. Write it like 2027-01-18."
        ) from None
    target = output or file.with_name(f"{file.stem}-{day}{file.suffix}")
    _usable(file)
    text, report = move_course(file, day)
    check_new(target)
    with writing(target):
        target.write_text(text, encoding="utf-8")
    click.echo("\n".join([*report, f"Wrote {target}."]))


@click.command()
@click.argument("question", required=False)
@course_option
@click.option(
    "--at",
    metavar="INSTANT",
    help="Ask at this instant, such as 2021-01-25T10:00, in the course's time zone.",
)
@click.option(
    "--jsonl", is_flag=True, help='Answer {"q": ..., "at": ...} lines from standard input.'
)
def ask(question: str | None, file: Path | None, at: str | None, jsonl: bool) -> None:
    """Answer a question about the course in plain words. Nothing is sent anywhere."""
    from bot.answers.answerer import answerer_for
    from bot.answers.terminal import answered, first_morning, printed
    from bot.course.instants import read_instant
    from bot.course.loader import load_course
    from bot.course.timeline import Timeline
    from bot.settings import load_settings

    if jsonl == (question is not None):
        raise OperatorError(
            'Ask one question, or use --jsonl and send one {"q": ...} a line on standard input.'
        )
    timeline = Timeline(load_course(file or load_settings().course))
    now = read_instant(at, timeline.zone, "--at") if at else first_morning(timeline)
    recall_vectors()
    answerer = answerer_for(timeline)
    if question is not None:
        click.echo(printed(answerer.ask(question, now)))
        return
    for line in answered(answerer, sys.stdin):
        click.echo(line)


@click.command()
@click.option("--dry-run", is_flag=True, required=True, help="Print them; nothing is sent.")
@course_option
def reminders(dry_run: bool, file: Path | None) -> None:
    """Print every reminder of the term. Times are in the course's zone."""
    from bot.course.loader import load_course
    from bot.course.timeline import Timeline
    from bot.reminders.kinds import standard_kinds
    from bot.reminders.rules import plan
    from bot.settings import load_settings

    timeline = Timeline(load_course(file or load_settings().course))
    planned = plan(standard_kinds().planned, timeline)
    for wanted in planned:
        reminder = wanted.notice
        local = reminder.due_at.astimezone(timeline.zone)
        when = "when staff post it     " if wanted.waits else f"{local:%a %Y-%m-%d %H:%M:%S}"
        click.echo(f"{when}  {reminder.kind:<20}  {reminder.target:<22}  {reminder.key}")
    click.echo(f"{len(planned)} reminders, {timeline.course.zone_label}. Nothing was sent.")


@click.command("new-course")
@click.argument("file", type=FILE, default="course.yaml")
@click.option("--title", help="What the course is called.")
@click.option("--term", help="What its term is called, such as Spring 2027.")
@click.option("--first-day", metavar="DAY", help="Its first day, such as 2027-02-01.")
@click.option("--last-day", metavar="DAY", help="Its last day.")
@click.option("--zone", help="Its time zone, such as America/New_York.")
@click.option("--meets", help="When it meets: lecture mon wed 13:00 to 14:15; or nothing.")
@click.option("--due", help="What's first to hand in: Problem set 1, 2027-02-12 23:59; or nothing.")
@click.option("--email", help="Whom people write to; or nothing.")
def new_course(file: Path, **given: str | None) -> None:
    """Write a first course file, with comments, from eight answers.

    What isn't given as an option is asked. An empty answer means nothing, where nothing can be meant.
    """
    from bot.course.loader import read_course
    from bot.course.starter import QUESTIONS, Unusable, starter

    check_new(file)
    answers: dict[str, Any] = {}
    for question in QUESTIONS:
        typed = given[question.name.replace("-", "_")]
        try:
            answers[question.name] = _answer(question, typed, answers)
        except Unusable as error:
            raise OperatorError(f"--{question.name}: {error} Nothing was written.") from None
        except click.Abort:
            raise OperatorError(
                f"The questions weren't all answered, so nothing was written. Give --{question.name} and those after "
                "it as options, or answer in a terminal."
            ) from None
    text = starter(answers)
    read_course(file, text)
    with writing(file):
        file.write_text(text, encoding="utf-8")
    _write_schema(file.parent)  # an editor completes keys by it: the file's first line names it
    click.echo(
        f"Wrote {file}. Change it, then: python -m bot check {file}\n"
        f'Ask it something: python -m bot ask --course {file} "what is next"\n'
        f"See it in a browser: python -m bot sandbox --course {file}"
    )


def _answer(question: Question, typed: str | None, before: dict[str, Any]) -> Any:
    """Return what was given, or what somebody answers: asked again, with the reason, until it can be used."""
    from bot.course.starter import Unusable

    def read(answer: str) -> Any:
        if not answer.strip():
            if question.optional:
                return None
            raise Unusable("It can't be left out.")
        return question.read(answer.strip(), before)

    if typed is not None:
        return read(typed)
    nothing = "; nothing: press Enter" if question.optional else ""
    while True:
        try:
            return read(
                click.prompt(
                    f"{question.asks} ({question.hint}{nothing})", default="", show_default=False
                )
            )
        except Unusable as error:
            click.echo(str(error))
