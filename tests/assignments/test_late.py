"""What handing in late costs: days, free days, percent, and when the last one is taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assignments import late, rules
from bot.assignments.catalog import assignments_of
from bot.assignments.due import due_for, person_of
from bot.assignments.errors import TooLate
from bot.assignments.model import Extension, KeptFile, Owner, Version
from bot.assignments.ui.late_words import late_line
from bot.course.lateness import FreeDays, LatePolicy
from bot.course.loader import load_course
from bot.course.model import Course
from tests.conftest import ROOT
from tests.instants import et

ANA = Owner("user", 1)
DUE = et(1, 28, 23, 59, 59)
DAY = timedelta(days=1)
PSETS = LatePolicy(id="p", free_days=FreeDays(budget=3, most=2), penalty_percent=10)


STRICT = LatePolicy(id="s", taken=False, free_days=FreeDays(budget=3, most=2))
"""Nothing is taken beyond its free days."""


@pytest.fixture(scope="module")
def graded() -> Course:
    return load_course(ROOT / "tests" / "course" / "graded.yaml")


def handed_in(graded: Course, id: str, days: float) -> Version:
    due = assignments_of(graded)[id].deadline.due_at
    file = KeptFile("", "a.pdf", 1, "0" * 64, "pdf")
    at = due + days * DAY
    return Version(1, f"R-{id}", id, ANA, 1, "ana", 1, at, due, (file,), details=None)


@pytest.mark.parametrize(
    ("after", "days"),
    [
        (timedelta(hours=-1), 0),
        (timedelta(milliseconds=999), 0),
        (timedelta(seconds=1), 1),
        (DAY, 1),
        (DAY + timedelta(seconds=1), 2),
        (3 * DAY, 3),
    ],
)
def test_a_day_counts_as_soon_as_it_has_begun(after: timedelta, days: int) -> None:
    assert late.days_late(DUE, DUE + after) == days


def test_free_days_are_spent_in_the_order_of_the_deadlines(graded: Course) -> None:
    versions = [handed_in(graded, "pset-1", 1.5), handed_in(graded, "pset-2", 1.5)]
    counting = {v.assignment: v for v in versions}
    used = late.spent(graded.late_policies[0], ["pset-1", "pset-2"], counting)
    assert used == {"pset-1": 2, "pset-2": 1}
    assert late.free_for(graded.late_policies[0], "pset-2", used) == 1
    assert late.free_for(graded.late_policies[0], "pset-1", used) == 2
    assert late.spent(graded.late_policies[1], ["quiz-1"], {}) == {}
    assert late.free_for(graded.late_policies[1], "quiz-1", {}) == 0


@given(st.lists(st.integers(0, 9), max_size=8), st.integers(1, 9), st.integers(1, 9))
def test_nobody_spends_more_than_the_budget_or_than_one_may_take(
    lateness: list[int], budget: int, most: int
) -> None:
    policy = LatePolicy(id="p", free_days=FreeDays(budget=budget, most=most))
    ids = [f"a{n}" for n in range(len(lateness))]
    counting = {
        id: Version(1, id, id, ANA, 1, "ana", 1, DUE + days * DAY, DUE, (), details=None)
        for id, days in zip(ids, lateness, strict=True)
    }
    used = late.spent(policy, ids, counting)
    assert sum(used.values()) <= budget and all(days <= most for days in used.values())
    for id, days in zip(ids, lateness, strict=True):
        assert used[id] <= days
        assert used[id] <= late.free_for(policy, id, used) <= most


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, ""),
        (1, "It's 1 day late: 1 free late day used (2 left)."),
        (2, "It's 2 days late: 2 free late days used (1 left)."),
        (4, "It's 4 days late: 2 free late days used (1 left), 20% off."),
        (30, "It's 30 days late: 2 free late days used (1 left), 100% off."),
    ],
)
def test_the_cost_is_said_in_days_and_percent(days: int, words: str) -> None:
    assert late.cost(PSETS, DUE, DUE + days * DAY, 2, 3).words == words


def test_the_last_free_day_says_that_none_is_left_and_marking_alone_costs_nothing() -> None:
    assert "(none left)" in late.cost(PSETS, DUE, DUE + DAY, 1, 1).words
    marked = LatePolicy(id="m")
    assert late.cost(marked, DUE, DUE + DAY, 0, 0).words == "It's 1 day late."
    assert late.closes_at(marked, DUE) is None


def test_what_is_due_for_somebody_knows_what_being_late_means(graded: Course) -> None:
    known = assignments_of(graded)
    nobody = person_of(2, None, ())
    first = due_for(known["pset-1"], nobody)
    assert (first.free, first.left) == (2, 3)
    assert first.closes_at == first.at + 5 * DAY and first.free_until == first.at + 2 * DAY
    assert first.is_open(first.closes_at) and not first.is_open(
        first.closes_at + timedelta(seconds=1)
    )
    ana = person_of(1, None, (), [handed_in(graded, "pset-1", 1.5)])
    second = due_for(known["pset-2"], ana)
    assert (second.free, second.left) == (1, 1)
    cost = second.cost(second.at + 2 * DAY)
    assert cost and (cost.days, cost.free, cost.percent, cost.left) == (2, 1, 10, 0)
    quiz = due_for(known["quiz-1"], nobody)
    assert quiz.closes_at == quiz.at
    more = Extension("quiz-1", ANA, quiz.at + DAY, 9, "ill", DUE)
    extended = due_for(known["quiz-1"], person_of(1, None, [more]))
    assert extended.closes_at == quiz.at + DAY
    assert due_for(known["project"], nobody).closes_at is None


def test_what_is_closed_is_refused_with_the_policy(graded: Course) -> None:
    quiz = assignments_of(graded)["quiz-1"]
    closes = quiz.deadline.due_at
    rules.check_open(quiz, closes, closes + timedelta(milliseconds=900))
    with pytest.raises(TooLate, match=r"Quiz 1 closed <t:.*Late work isn't accepted\."):
        rules.check_open(quiz, closes, closes + timedelta(seconds=1))
    rules.check_open(quiz, None, closes + 90 * DAY)


def test_a_line_says_what_being_late_would_mean(graded: Course, course: Course) -> None:
    known, nobody = assignments_of(graded), person_of(2, None, ())

    def line(id: str, days: float = -1, *versions: Version) -> str:
        due = due_for(known[id], person_of(1, None, (), versions))
        return late_line(due, due.at + days * DAY)

    assert line("pset-1") == (
        "Late: until <t:1802321940:F> with 2 free late days (3 left); then each day costs 10%; "
        "nothing is accepted after <t:1802581140:F>."
    )
    assert line("pset-1", 2.5).endswith(
        "Now: It's 3 days late: 2 free late days used (1 left), 10% off."
    )
    spent = [handed_in(graded, "pset-2", 2), handed_in(graded, "pset-1", 1)]
    assert line("pset-1", -1, *spent).startswith(
        "Late: until <t:1802235540:F> with 1 free late day (1 left)"
    )
    assert line("quiz-1") == "Late work isn't accepted."
    assert line("quiz-1", 1) == line("pset-1", 6) == "Nothing is accepted anymore."
    assert line("project") == "Late: accepted and marked late."
    assert late_line(due_for(assignments_of(course)["review"], nobody), DUE) == ""
    tight = LatePolicy(id="t", free_days=FreeDays(budget=1))
    one = due_for(known["pset-1"], nobody)
    assert "no free late days left" in late_line(type(one)(one.at, one.at, tight), one.at)


@pytest.mark.parametrize(
    ("free", "line"),
    [
        (
            2,
            "Late: until <t:{closes}:F> with 2 free late days (3 left); nothing is accepted after that.",
        ),
        (0, "Late work isn't accepted: no free late days are left for it."),
    ],
)
def test_beyond_the_free_days_nothing_is_taken_where_the_course_says_so(
    free: int, line: str, graded: Course
) -> None:
    due = rules.Due(DUE, DUE, STRICT, free, 3)
    closes = DUE + free * DAY
    assert due.closes_at == closes == due.free_until
    assert due.is_open(closes) and not due.is_open(closes + timedelta(seconds=1))
    assert late_line(due, DUE - DAY) == line.format(closes=int(closes.timestamp()))
    assert late_line(due, closes + DAY) == "Nothing is accepted anymore."
    quiz = replace(assignments_of(graded)["quiz-1"], late=STRICT)
    with pytest.raises(TooLate, match=r"Beyond those, late work isn't accepted\."):
        rules.check_open(quiz, due.closes_at, closes + timedelta(seconds=1))


def test_free_days_beyond_which_nothing_is_taken_close_no_later_than_the_policy_says() -> None:
    assert STRICT.takes_late and STRICT.open_for == 2 * DAY
    assert STRICT.rule == (
        "Everybody has 3 free late days, at most 2 for one assignment. Beyond those, late work isn't accepted."
    )
    short = LatePolicy(id="s", taken=False, free_days=FreeDays(budget=3), closes_after="1d")
    assert short.open_for == DAY and late.closes_at(short, DUE, 0) == DUE
    assert not LatePolicy(id="n", taken=False).takes_late


def test_a_policy_is_told_in_sentences(graded: Course) -> None:
    assert [policy.words for policy in graded.late_policies] == [
        "Everybody has 3 free late days, at most 2 for one assignment. Each further day late costs 10%. "
        "Nothing is accepted more than 5 days late.",
        "Late work isn't accepted.",
        "Each day late costs 20%.",
        "Late hand-ins are accepted and marked late. Write to the staff before the deadline.",
    ]
    group = LatePolicy(id="g", free_days=FreeDays(budget=1, whose="group"), closes_after="1h")
    assert (
        group.words == "Each group has 1 free late day. Nothing is accepted more than 1 hour late."
    )
    assert graded.late_words(["pset-1", "pset-2"]) == graded.late_policies[0].words
