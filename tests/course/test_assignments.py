"""Assignments of a course file: their deadlines, what is wrong with one, and what earlier files said instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.course.loader import load_course
from bot.course.timeline import Timeline
from tests.course.test_loader import SMALL, problems
from tests.instants import et

DUE = "due_at: 2021-01-26T23:59:00-05:00"
PDF = "parts: [{id: p, title: P, accepts: [pdf]}]"
HEAD = "assignments:\n"
DEADLINE = "deadlines: [{id: d, title: D, short: d, due_at: 2021-01-26T23:59:00-05:00}]\n"
PASSING = "grading: {passing: [{id: done, title: Do it, proof: submission}]}\n"


def one(*more: str, id: str = "a", title: str = "A") -> str:
    """An assignment on a line of its own."""
    return f"  - {{{', '.join([f'id: {id}', f'title: {title}', *more])}}}\n"


def part(*more: str) -> str:
    return f"parts: [{{{', '.join(['id: p', 'title: P', *more])}}}]"


def test_an_assignment_with_its_own_due_date_is_a_deadline(tmp_path: Path) -> None:
    path = tmp_path / "course.yaml"
    shared = one("deadline: d", PDF, id="b")
    path.write_text(SMALL + DEADLINE + HEAD + one(DUE, PDF, "need: N", "also: [x]") + shared)
    course = load_course(path)
    assert [d.id for d in course.every_deadline] == ["d", "a"]
    assert [i.id for i in Timeline(course).deadlines] == ["d", "a"]
    own = course.deadline("a")
    assert own and (own.short, own.need, own.also) == ("A", "N", ("x",))
    assert course.deadline_of(course.assignment("b")) == course.deadline("d")
    later = course.assignments[0].model_copy(update={"due_at": et(1, 27)})
    moved = course.model_copy(update={"assignments": (later,)})
    assert [d.due_at for d in moved.every_deadline][1:] == [et(1, 27)]


@pytest.mark.parametrize(
    ("added", "where", "words"),
    [
        (HEAD + one(PDF), "6:5 assignments[0]", "neither a due date nor a deadline"),
        (DEADLINE + HEAD + one(DUE, "deadline: d", PDF), "7:5 assignments[0]", "found both"),
        (DEADLINE + HEAD + one(DUE, PDF, id="d"), "7:10 assignments[0].id", "or `deadline: d`"),
        (HEAD + one("deadline: x", PDF), "6:33 assignments[0].deadline", "`deadlines` (none yet)"),
        (
            DEADLINE + HEAD + one("deadline: d", PDF, "who: W"),
            "assignments[0].who",
            "it in the deadline d",
        ),
        (
            HEAD + one(DUE, "released_at: 2021-01-27T09:00:00-05:00", PDF),
            "6:31 assignments[0].due_at",
            "expected a due date after the release",
        ),
        (
            DEADLINE + HEAD + one("deadline: d", "released_at: 2021-01-27T09:00:00-05:00", PDF),
            "assignments[0].released_at",
            "expected a due date after the release",
        ),
        (
            HEAD + one("due_at: 2022-01-26T23:59:00-05:00", PDF),
            "assignments[0].due_at",
            "found 2022-01-26",
        ),
        (
            HEAD + one(DUE, "released_at: 2020-01-26T23:59:00-05:00", PDF),
            "assignments[0].released_at",
            "found 2020-01-26",
        ),
        (HEAD + one(DUE, PDF) * 2, "7:10 assignments[1].id", "“a” a second time"),
        (HEAD + one(DUE), "6:5 assignments[0]", "found no part"),
        (HEAD + one(DUE, PDF, title="T" * 61), "assignments[0].title", "a `short` name"),
        (HEAD + one(DUE, PDF, "lab: x"), "assignments[0].lab", "one of `labs` (none yet)"),
        (
            HEAD + one(DUE, PDF, "hand_in: {where: W, link: x}"),
            "assignments[0].hand_in.link",
            "one of `links` (none yet)",
        ),
        (
            HEAD + one(DUE, "parts: [{id: p, title: P, accepts: [pdf]}, "
                            "{id: p, title: Q, accepts: [text]}]"),
            "assignments[0].parts[1].id",
            "“p” a second time",
        ),
        (HEAD + one(DUE, part("accepts: [link, pdf]")), "parts[0].accepts", "a part of its own"),
        (HEAD + one(DUE, part("accepts: [pdf, word]")), "parts[0].accepts[1]", "one of “pdf”"),
        (HEAD + one(DUE, part("accepts: [text]", "pages: 1")), "parts[0].pages", "accepts a pdf"),
        (
            HEAD + one(DUE, part("accepts: [pdf]", "executed: true")),
            "parts[0].executed",
            "accepts a notebook",
        ),
        (
            HEAD + one(DUE, part("accepts: [pdf]", "hosts: [{name: G, at: g.com/}]")),
            "parts[0].hosts",
            "accepts a link",
        ),
        (
            HEAD + one(DUE, part("accepts: [link]", "hosts: [{name: G, at: https://g.com/}]")),
            "parts[0].hosts[0].at",
            "the beginning of an address without https://",
        ),
        (
            HEAD + one(DUE, part("accepts: [pdf]", "group_number: true")),
            "parts[0].group_number",
            "`by: group`",
        ),
        (
            HEAD + one(DUE, f"parts: [{', '.join(f'{{id: p{n}, title: P, accepts: [link]}}' for n in range(6))}]"),
            "assignments[0].parts",
            "each text, link, subject and confirmation has its own",
        ),
        (
            HEAD + one(DUE, "parts: [{id: p, title: P, accepts: [text], subject: {ask: A}}, "
                            "{id: q, title: Q, accepts: [text], subject: {ask: B}}]"),
            "parts[1]",
            "a second part with a subject",
        ),
        (
            HEAD + one(DUE, f"parts: [{', '.join(f'{{id: p{n}, title: P, accepts: [text]}}' for n in range(6))}]"),
            "assignments[0].parts",
            "a form of 6 fields",
        ),
        (
            PASSING + HEAD + one(DUE, PDF, "counts_for: {passing: x}"),
            "assignments[0].counts_for.passing",
            "one of `grading.passing` (done)",
        ),
        (
            HEAD + one(DUE, PDF, "counts_for: {competition: x}"),
            "assignments[0].counts_for.competition",
            "with `entries: assignments` (none yet)",
        ),
        (
            HEAD + one(DUE, PDF, "counts_for: {way: x}"),
            "assignments[0].counts_for.way",
            "`passing` beside it",
        ),
        (
            HEAD + one(DUE, PDF, "counts_for: {component: x}"),
            "assignments[0].counts_for.component",
            "one of `grading.components` (none yet)",
        ),
        (
            "grading: {components: [{id: a, title: A, weight: 50}, {id: b, title: B, weight: 20, extra: true}]}",
            "grading.components",
            "found weights of 50%, expected 100% together",
        ),
        (
            "grading: {components: [{id: a, title: A, weight: 50}, {id: a, title: B, weight: 50}]}",
            "grading.components[1].id",
            "“a” a second time",
        ),
        (HEAD + one(DUE, PDF, "points: 0"), "assignments[0].points", "found “0”"),
        (HEAD + one(DUE, PDF, "late: x"), "assignments[0].late", "one of `late_policies` (none yet)"),
        (
            "late_policies: [{id: x, free_days: {budget: 1, whose: group}}]\n"
            + HEAD
            + one(DUE, PDF, "late: x"),
            "assignments[0].late",
            "or `by: group`",
        ),
        (
            "late_policies: [{id: x, taken: false, penalty_percent: 5}]",
            "late_policies[0].penalty_percent",
            "`taken: true`",
        ),
        (
            "late_policies: [{id: x, taken: false, closes_after: 3d}]",
            "late_policies[0].closes_after",
            "`taken: true`",
        ),
        (
            "late_policies: [{id: x, taken: false, free_days: {budget: 2}, penalty_percent: 5}]",
            "late_policies[0].penalty_percent",
            "`taken: true`",
        ),
        (
            "late_policies: [{id: x, free_days: {budget: 1, most: 2}}]",
            "late_policies[0].free_days.most",
            "at most the budget, 1",
        ),
        (
            "late_policies: [{id: x}, {id: x}]",
            "late_policies[1].id",
            "“x” a second time",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_assignment_is_said_at_its_line(
    tmp_path: Path, added: str, where: str, words: str
) -> None:
    [found] = problems(tmp_path, SMALL + added)
    assert where in found and words in found


PITCHES = (
    "groups: {min: 1, max: 5, signup_deadline: d, eligibility: {registered_students: 1, text: T}}\n"
    "pitches: {about: A, minutes: 3"
)


@pytest.mark.parametrize(
    ("added", "words"),
    [
        ("labs: [{id: l, title: L, entry: []}]", "labs[0].entry: found the former key “entry”"),
        ("paper_review: {pages: 1}", "paper_review: found the former key “paper_review”"),
        (
            "deadlines: [{id: d, title: D, short: d, due_at: 2021-01-26T23:59:00-05:00, labs: []}]",
            "deadlines[0].labs: found the former key “labs”, expected `deadline: ID`",
        ),
        (
            DEADLINE + PITCHES + ", slides_deadline: d}",
            "pitches.slides_deadline: found the former key “slides_deadline”, expected `assignment:",
        ),
        (
            DEADLINE + PITCHES + ", group_threads: true}",
            "pitches.group_threads: found the former key “group_threads”, expected `threads` under `groups`",
        ),
        (
            DEADLINE + PITCHES + ", signup_deadline: d}",
            "pitches.signup_deadline: found the former key “signup_deadline”, expected `signup_deadline` under",
        ),
        (
            DEADLINE + PITCHES + ", groups: {min: 1, max: 5}}",
            "pitches.groups: found the former key “groups”, expected `groups: {min: 1, max: 5}` of its own",
        ),
        (
            DEADLINE + PITCHES + ", assignment: x}",
            "pitches.assignment: found “x”, expected the id of one of `assignments` (none yet)",
        ),
        (
            DEADLINE + PITCHES + ", counts_for: {passing: x}}",
            "pitches.counts_for.passing: found “x”",
        ),
        (
            "competitions: [{id: c, title: C, entries: labs, criteria: [{id: k, title: K}]}]",
            "competitions[0].entries: found “labs”, expected `entries: assignments`",
        ),
        (
            "grading: {passing: [{id: x, title: X, proof: submission, counts: final project}]}",
            "grading.passing[0].counts: found “final project”, expected no `counts`, but",
        ),
    ],
)
def test_what_earlier_files_said_is_told_with_what_to_write_now(
    tmp_path: Path, added: str, words: str
) -> None:
    [found] = problems(tmp_path, SMALL + added)
    assert words in found
