from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.course.loader import schema_json
from tests.cli.conftest import Command
from tests.conftest import COURSE_FILE, ROOT


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A course file in a folder of its own."""
    file = tmp_path / "course.yaml"
    file.write_text(COURSE_FILE.read_text(encoding="utf-8"), encoding="utf-8")
    return file


def test_check_summarises_a_good_file(command: Command) -> None:
    result = command("check", COURSE_FILE)
    assert result.exit_code == 0
    assert "6.S191 Introduction to Deep Learning, IAP 2021" in result.output
    assert (
        "Due Wed 2021-01-27 23:59:59 ET: Sign up for the final project competition" in result.output
    )
    assert "Assumed, not stated: a lecture lasts 60 minutes." in result.output
    assert command("check").exit_code == 0


def test_check_names_every_problem_of_a_bad_file(command: Command, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("title: T\nnumber: 5\n")
    result = command("check", bad)
    assert result.exit_code == 1
    assert "bad.yaml:2:9 number: found “5”" in result.output
    assert "Traceback" not in result.output


def test_the_schema_is_written_beside_the_file(
    command: Command, copy: Path, tmp_path: Path
) -> None:
    assert command("check", copy, "--write-schema").exit_code == 0
    written = (tmp_path / "course.schema.json").read_text()
    assert written == (ROOT / "data/course.schema.json").read_text()
    result = command("check", "nowhere/course.yaml", "--write-schema")
    assert result.exit_code == 1
    assert "nowhere/course.schema.json can't be written (No such file" in result.output


def test_new_term_writes_a_new_file_and_never_over_another(
    command: Command, copy: Path, tmp_path: Path
) -> None:
    result = command("new-term", copy, "--start", "2027-01-18")
    assert result.exit_code == 0
    assert "moved term.start: 2021-01-18 -> 2027-01-18" in result.output
    assert command("check", tmp_path / "course-2027-01-18.yaml").exit_code == 0
    again = command("new-term", copy, "--start", "2027-01-18")
    assert again.exit_code == 1 and "exists already. Nothing was written" in again.output


@pytest.mark.parametrize(
    ("start", "words"),
    [
        ("soon", "isn't a day I can read"),
        ("2027-01-19", "is a Tuesday"),
        ("2027-02-30", "isn't a day I can read"),
        ("9999-12-27", "too far away. Name a day in a year from 2015 to 2150."),
        ("0001-01-01", "too far away"),
    ],
)
def test_new_term_refuses_bad_starts(command: Command, start: str, words: str) -> None:
    result = command("new-term", COURSE_FILE, "--start", start, "-o", "x.yaml")
    assert result.exit_code == 1 and words in result.output


def test_new_term_of_a_bad_file_names_its_problems(command: Command, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("x: 1")
    result = command("new-term", "bad.yaml", "--start", "2027-01-18")
    assert result.exit_code == 1 and "unknown key" in result.output


def test_new_term_names_a_tag_that_does_not_fit_its_value(command: Command, copy: Path) -> None:
    text = copy.read_text(encoding="utf-8")
    copy.write_text(text.replace("name: IAP 2021", "name: !!int '13:00'", 1), encoding="utf-8")
    result = command("new-term", copy, "--start", "2027-01-18")
    line = text[: text.index("name: IAP 2021")].count("\n") + 1
    assert result.exit_code == 1 and f"course.yaml:{line}:" in result.output
    assert "a value that its tag doesn't fit" in result.output


def test_new_term_refuses_what_check_refuses(command: Command, copy: Path) -> None:
    text = copy.read_text(encoding="utf-8")
    copy.write_text(re.sub(r"(?m)^    answer: .*", "    answer:", text, count=1), encoding="utf-8")
    for typed in (("check", copy), ("new-term", copy, "--start", "2027-01-18")):
        result = command(*typed)
        assert result.exit_code == 1 and "have no answer, and no known question" in result.output
    assert not copy.with_name("course-2027-01-18.yaml").exists()


def test_new_term_names_what_only_strict_yaml_refuses(command: Command, copy: Path) -> None:
    text = copy.read_text(encoding="utf-8")
    copy.write_text(text.replace("number: 6.S191", "number: 6.S191\t", 1), encoding="utf-8")
    assert command("check", copy).exit_code == 0
    result = command("new-term", copy, "--start", "2027-01-18")
    assert result.exit_code == 1 and re.search(
        r"course\.yaml:\d+:\d+ found text that is not strict YAML \(.*\), expected YAML without tabs",
        result.output,
    )


def test_prose_that_looks_like_a_day_is_left_alone(command: Command, copy: Path) -> None:
    text = copy.read_text(encoding="utf-8")
    copy.write_text(text.replace("title: ", "summary: 2021-13-45\ntitle: ", 1), encoding="utf-8")
    if "summary:" in text:
        copy.write_text(re.sub(r"(?ms)^summary:.*?^(?=\S)", "summary: 2021-13-45\n", text))
    assert command("new-term", copy, "--start", "2027-01-18").exit_code == 0
    assert "summary: 2021-13-45" in copy.with_name("course-2027-01-18.yaml").read_text()


@pytest.mark.parametrize("place", ["/proc/new.yaml", f"{'x' * 300}.yaml", "/dev/null/new.yaml"])
def test_where_nothing_can_be_written_is_one_sentence(
    command: Command, copy: Path, place: str
) -> None:
    for typed in (
        ("new-term", copy, "--start", "2027-01-18", "-o", place),
        ("export", "faq", place),
        ("backup", place),
    ):
        result = command(*typed)
        assert result.exit_code == 1 and "Traceback" not in result.output
        assert "can't be written" in result.output or "There is no database" in result.output
        assert isinstance(result.exception, SystemExit)


def test_a_question_is_asked_in_the_courses_zone_if_no_offset_is_given(command: Command) -> None:
    told = [
        command("ask", "what is due today", "--at", at).output
        for at in ("2021-01-26T23:30", "2021-01-26T23:30-05:00", "2021-01-27T04:30Z")
    ]
    assert told[0].startswith("Due Tue Jan 26, 11:59 PM ET") and len(set(told)) == 1


def test_the_terms_reminders_are_printed_and_none_is_sent(command: Command) -> None:
    result = command("reminders", "--dry-run")
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert lines[0].startswith("Mon 2021-01-18 09:00:00  digest")
    assert (
        "Tue 2021-01-26 20:59:00  deadline              channel:announcements   deadline:lab-entries:3h"
        in lines
    )
    assert lines[-1].endswith("reminders, ET. Nothing was sent.")


OPTIONS = (
    *("--title", "Databases", "--term", "Spring 2027", "--first-day", "2027-02-01"),
    *("--last-day", "2027-05-14", "--zone", "Europe/Berlin", "--meets", "", "--due", ""),
)


def test_new_course_asks_until_each_answer_can_be_used_and_never_writes_over_a_file(
    command: Command, tmp_path: Path
) -> None:
    typed = "\n2027-02-30\n2027-02-01\n2027-05-14\nEurope/Berlin\nlecture mon 10:00\n\nstaff@example.org\n"
    result = CliRunner().invoke(
        main, ["new-course", "--title", "Databases"], input=f"{typed[:0]}\nSpring\n{typed[1:]}"
    )
    assert result.exit_code == 0, result.output
    assert "It can't be left out." in result.output and "“2027-02-30” isn't a day" in result.output
    assert "Wrote course.yaml. Change it, then: python -m bot check course.yaml" in result.output
    assert Path("course.schema.json").read_text(encoding="utf-8") == schema_json()
    assert "python -m bot ask --course course.yaml" in result.output
    assert "Databases, Spring" in command("check", "course.yaml").output
    assert "On the schedule: 15 lectures." in command("check", "course.yaml").output
    told = command("ask", "--course", "course.yaml", "when does the course start").output
    assert "Mon Feb 1" in told and "Spring" in told
    listed = command("reminders", "--dry-run", "--course", "course.yaml").output
    assert "2027-02-01 09:45:00  meeting" in listed
    again = command("new-course", *OPTIONS, "--email", "")
    assert again.exit_code == 1 and "exists already. Nothing was written" in again.output


def test_new_course_takes_every_answer_as_an_option(command: Command, tmp_path: Path) -> None:
    result = command("new-course", "own.yaml", *OPTIONS, "--email", "")
    assert result.exit_code == 0, result.output
    assert command("check", "own.yaml").exit_code == 0
    for given, words in (
        (("--email", "staff"), "--email: “staff” isn't an email address"),
        ((), "weren't all answered, so nothing was written. Give --email"),
    ):
        refused = command("new-course", "other.yaml", *OPTIONS, *given)
        assert refused.exit_code == 1 and words in refused.output
        assert not (tmp_path / "other.yaml").exists()
