from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.answers.answerer import Answerer, answerer_for
from bot.answers.terminal import BadQuestion, answered, first_morning
from bot.cli import main
from bot.course.loader import load_course
from bot.course.timeline import Timeline
from bot.errors import CourseFileInvalid
from bot.ids import GuildId, UserId
from tests.databases import open_database


def run(*args: str, text: str = "") -> tuple[int, str]:
    result = CliRunner().invoke(main, list(args), input=text)
    return result.exit_code, result.output


def test_one_question_is_answered_in_plain_text() -> None:
    code, told = run("ask", "when is lab 2 due", "--at", "2021-01-25T10:00-05:00")
    assert code == 0
    assert told.startswith("Lab entries are due Tue Jan 26, 11:59 PM ET, on Canvas.")
    assert "Source: Deadlines" in told


def test_lines_are_answered_in_order() -> None:
    asked = [
        {"q": "what's due tonight", "at": "2021-01-26T19:00:00-05:00"},
        {"q": "is there parking"},
    ]
    code, told = run("ask", "--jsonl", text="\n".join(json.dumps(one) for one in asked) + "\n\n")
    first, second = (json.loads(line) for line in told.splitlines())
    assert code == 0
    assert set(first) == {"answer", "abstained", "sources", "alternatives"}
    assert "Lab competition entries" in first["answer"] and not first["abstained"]
    assert second["abstained"] and isinstance(second["alternatives"], list)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("not json", "isn't JSON"),
        ("[1]", "isn't a JSON object"),
        ('{"at": "2021-01-26"}', '"q" is missing'),
        ('{"q": "hi", "at": "soon"}', "which isn't a date and time I can use"),
    ],
)
def test_a_line_without_a_question_is_named(answerer: Answerer, line: str, why: str) -> None:
    with pytest.raises(BadQuestion, match="Line 2 can't be answered") as refused:
        list(answered(answerer, ["", line]))
    assert why in str(refused.value)


def test_one_question_or_lines_not_neither() -> None:
    assert "Ask one question" in run("ask")[1]


def course_with(tmp_path: Path, faq: str) -> Path:
    file = tmp_path / "course.yaml"
    text = Path("tests/course/semester.yaml").read_text(encoding="utf-8")
    file.write_text(f"{text}\nfaq:\n{faq}", encoding="utf-8")
    return file


def test_an_answer_of_the_course_file_names_facts_by_their_place(tmp_path: Path) -> None:
    answer = "Any. Due {deadline:sheet-1}, {link:site}, {session:final}."
    file = course_with(
        tmp_path, f"  - {{id: paper, ask: [on what paper do i write], answer: '{answer}'}}\n"
    )
    timeline = Timeline(load_course(file))
    reply = answerer_for(timeline).ask("on what paper do i write", first_morning(timeline))
    assert reply.text == (
        "Any. Due Fri Mar 28, 11:59:59 PM Berlin, https://example.org/db, Thu Jun 5, 9:00 AM Berlin."
    )


@pytest.mark.parametrize(
    ("faq", "problem"),
    [
        ("  - {id: a, ask: [x], answer: 'See {deadline:none}.'}\n", "{deadline:none}"),
        ("  - {id: a, answer: Yes.}\n", "no wording"),
        ("  - {id: a, ask: [x], answer: A.}\n  - {id: a, ask: [y], answer: B.}\n", "a second time"),
    ],
)
def test_a_faq_that_cant_work_is_refused_with_its_place(
    tmp_path: Path, faq: str, problem: str
) -> None:
    with pytest.raises(CourseFileInvalid) as refused:
        load_course(course_with(tmp_path, faq))
    assert problem in str(refused.value)


def test_check_names_an_entry_that_adds_to_nothing(tmp_path: Path) -> None:
    code, told = run("check", str(course_with(tmp_path, "  - {id: nonsense, ask: [x]}\n")))
    assert code == 1 and "nonsense" in told
    code, told = run(
        "check", str(course_with(tmp_path, "  - {id: lecture-time, ask: [when do we meet up]}\n"))
    )
    assert code == 0


def test_staffs_answers_are_exported_as_a_faq(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    from bot.database import FILE_NAME
    from bot.questions.faq import FaqService
    from bot.questions.model import Entry
    from tests.instants import et

    async def teach() -> None:
        db = await open_database(tmp_path / FILE_NAME)
        entry = Entry(GuildId(1), "is there parking", "No.")
        await FaqService(db).add(entry, et(1, 20), by=UserId(2))
        await db.close()

    asyncio.run(teach())
    monkeypatch.setenv("COURSEBOT_STATE", str(tmp_path))
    code, told = run("export", "faq", str(tmp_path / "faq.yaml"))
    assert code == 0 and "Wrote 1 answer to" in told
    assert "ask:\n  - is there parking" in (tmp_path / "faq.yaml").read_text().replace("    ", "  ")
    assert "exists already" in run("export", "faq", str(tmp_path / "faq.yaml"))[1]
