"""Where two official places disagree, both are shown with their source, and no yes or no is given."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.answers.answerer import Answerer, answerer_for
from bot.client.layout import Card
from bot.course.loader import read_course
from bot.course.model import Course
from bot.course.terms import move_course
from bot.course.timeline import Timeline
from bot.errors import CourseFileInvalid
from bot.ids import GuildId
from bot.logistics.views import topic_page
from bot.reminders.kinds.base import Scene
from bot.reminders.kinds.deadline import DeadlineReminder
from bot.schedule.office_hours import hours_card
from bot.schedule.upcoming import deadlines_card
from bot.schedule.views import day_card

HEAD = """\
title: Data Systems
term: {name: Spring 2027, start: 2027-02-01, end: 2027-03-12}
timezone: America/New_York
timezone_label: ET
"""
DISPUTED = f"""\
{HEAD}reminders: {{deadlines: [3h]}}
kinds:
  lecture:
    starts: "13:00"
    where: Room 5
    recorded: true
    attendance: {{required: true}}
    also_stated:
      - {{of: starts, value: "14:00", where: the syllabus}}
      - {{of: recorded, value: None are made, where: the syllabus}}
sessions:
  - {{id: a, kind: lecture, day: 2027-02-01, title: Introduction}}
  - {{id: b, kind: lecture, day: 2027-02-03, title: Joins, where: Gym,
      also_stated: [{{of: where, value: Hall 9, where: the forum}}, {{of: day, value: 2027-02-04, where: the forum}}]}}
office_hours:
  - {{id: oh, where: Lounge, weekdays: [tue], opens: "15:00", closes: "16:00",
      also_stated: [{{of: ends, value: "17:00", where: the syllabus}}]}}
deadlines:
  - {{id: plan, title: Project plan, short: plan, due_at: 2027-02-19T17:00:00-05:00,
      also_stated: [{{value: 2027-02-20T17:00:00-05:00, where: the syllabus}}]}}
  - {{id: report, title: Report, short: report, due_at: 2027-03-01T17:00:00-05:00}}
  - {{id: poster, title: Poster, short: poster, due_at: 2027-03-02T17:00:00-05:00,
      also_stated: [{{value: next week, where: the flyer, outdated: true}}]}}
topics:
  - {{id: laptops, title: Laptops, text: Laptops are welcome.,
      also_stated: [{{value: Please keep laptops closed., where: the syllabus}}]}}
faq:
  - {{id: pizza, affirm: [is there pizza, do we get pizza], answer: There is pizza.,
      also_stated: [{{value: Bring your own food, where: the forum}}]}}
"""
MORNING = datetime(2027, 2, 1, 12, tzinfo=UTC)
DUE = "The syllabus gives another due time: Sat Feb 20, 5:00 PM ET."
ASK = "Ask staff which holds."


def read(text: str) -> Course:
    return read_course(Path("course.yaml"), text)


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return Timeline(read(DISPUTED))


@pytest.fixture(scope="module")
def answerer(timeline: Timeline) -> Answerer:
    return answerer_for(timeline)


@pytest.mark.parametrize(
    ("question", "stated", "other"),
    [
        ("when is the plan due", "Plan is due Fri Feb 19, 5:00 PM ET.", DUE),
        ("is the plan due on feb 19", "Plan is due Fri Feb 19, 5:00 PM ET.", DUE),
        ("do lectures start at 1 pm", "Lectures start at 1:00 PM", "The syllabus gives another start: 2:00 PM ET."),
        (
            "are lectures recorded",
            "Lectures are recorded",
            "The syllabus says otherwise about recordings: None are made.",
        ),
        ("when do office hours end", "Office hours: Tuesday, 3:00 PM", "The syllabus gives another end: 5:00 PM ET."),
        ("is there pizza", "There is pizza.", "The forum says otherwise: Bring your own food."),
        ("laptops", "Laptops are welcome.", "The syllabus says otherwise: Please keep laptops closed."),
    ],
)  # fmt: skip
def test_an_answer_has_both_with_their_source_and_no_verdict(
    answerer: Answerer, question: str, stated: str, other: str
) -> None:
    text = answerer.ask(question, MORNING).text
    assert text.startswith(stated)
    assert text.endswith(f"That's what the course page says. {other} {ASK}")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("is the report due on mar 1", "Yes. Report is due Mon Mar 1, 5:00 PM ET."),
        (
            "is the poster due on mar 2",
            "Yes. Poster is due Tue Mar 2, 5:00 PM ET. The flyer gives another due time: next week. It's outdated.",
        ),
        ("is attendance mandatory", "Yes. Attending lectures is required."),
        ("where is the lecture", "Lectures are in Room 5."),
    ],
)
def test_what_nobody_contradicts_is_answered_as_ever(
    answerer: Answerer, question: str, answer: str
) -> None:
    assert answerer.ask(question, MORNING).text == answer


def test_pages_and_reminders_say_what_the_other_place_says(timeline: Timeline) -> None:
    due = f"⚠️ {DUE} {ASK}"
    assert due in read_all(deadlines_card(timeline, "0", MORNING))
    assert due in read_all(day_card(timeline, "2027-02-19", MORNING))
    old = "ℹ️ The flyer gives another due time: next week. It's outdated."
    assert old in read_all(deadlines_card(timeline, "0", MORNING))
    joins = read_all(day_card(timeline, "2027-02-03", MORNING))
    assert f"⚠️ The forum gives another place: Hall 9. {ASK}" in joins
    assert f"⚠️ The forum gives another day: Thu Feb 4. {ASK}" in joins
    assert f"gives another end: 5:00 PM ET. {ASK}" in read_all(hours_card(timeline, "", MORNING))
    topics = [
        read_all(topic_page(timeline, f"0/{id}", MORNING)) for id in ("lectures", "x-laptops")
    ]
    assert f"gives another start: 2:00 PM ET. {ASK}" in topics[0]
    assert f"says otherwise: Please keep laptops closed. {ASK}" in topics[1]
    kind = DeadlineReminder()
    notice = next(n for n in kind.plan(timeline, {}) if n.item.startswith("plan"))
    scene = Scene(GuildId(1), timeline, notice.due_at, groups=None, looking=0)
    assert due in kind.part(scene, notice).text


def read_all(card: Card) -> str:
    return "\n".join(card.blocks)


def test_another_term_moves_what_the_other_place_says(tmp_path: Path) -> None:
    path = tmp_path / "course.yaml"
    path.write_text(DISPUTED)
    text, _ = move_course(path, datetime(2027, 2, 8).date())
    assert "2027-02-27T17:00:00-05:00" in text


@pytest.mark.parametrize(
    ("added", "problem"),
    [
        (
            "kinds: {lecture: {where: Room 5, also_stated: [{of: starts, value: '14:00', where: the syllabus}]}}",
            "course.yaml:5:53 kinds.lecture.also_stated[0].of: found “starts”, which isn't stated here, "
            "expected one of: where",
        ),
        (
            "sessions: [{id: a, kind: lecture, day: 2027-02-01, also_stated: [{of: ends, value: x, where: y}]}]",
            "course.yaml:5:71 sessions[0].also_stated[0].of: found “ends”, which isn't stated here, "
            "expected one of: day",
        ),
        (
            "deadlines: [{id: d, title: D, short: d, due_at: 2027-02-19T17:00:00-05:00, "
            "also_stated: [{value: 2027-02-19T17:00:00-05:00, where: the syllabus}]}]",
            "course.yaml:5:98 deadlines[0].also_stated[0].value: found 2027-02-19T17:00:00-05:00, the very due time, "
            "expected another one, or no `also_stated`",
        ),
        (
            "office_hours: [{id: o, where: A, weekdays: [tue], opens: '15:00', closes: '16:00', "
            "also_stated: [{of: room, value: B, where: the forum}]}]",
            "course.yaml:5:103 office_hours[0].also_stated[0].of: found “room”, expected one of “day”, “starts”, "
            "“ends”, “where”, “modality”, “recorded”, “attendance” or “access”",
        ),
        (
            "deadlines: [{id: d, title: D, short: d, due_at: 2027-02-19T17:00:00-05:00}]\n"
            "assignments: [{id: a, title: A, deadline: d, parts: [{id: p, title: P, accepts: [pdf]}], "
            "also_stated: [{value: later, where: the forum}]}]",
            "course.yaml:6:103 assignments[0].also_stated: found another due time of an assignment without a `due_at`, "
            "expected it in the deadline d",
        ),
    ],
)
def test_check_names_what_cannot_be_contradicted(added: str, problem: str) -> None:
    with pytest.raises(CourseFileInvalid) as caught:
        read(f"{HEAD}{added}\n")
    assert problem in [one.at("course.yaml") for one in caught.value.problems]
