"""Standings, ties, awards and who may score: exact, and equal to an independent computation."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.competitions import rounds, rules, scoring
from bot.competitions.errors import BadScores, NoContest, NoSuchEntry, NotOpen, OwnGroup, Recused
from bot.competitions.model import Ballot, Contest, Entry
from bot.competitions.typed import TypedScores, read_message
from bot.course.competing import Award, Criterion
from bot.course.model import Course
from tests.instants import et

AT = et(1, 29, 14)
CRITERIA = tuple(Criterion(id=f"c{n}", title=f"C{n}") for n in range(3))


def entry(number: int, *owners: int, eligible: bool = True) -> Entry:
    return Entry(
        number, f"T{number}", "", owners or (1000 + number,), eligible, "" if eligible else "why"
    )


def ballot(judge: int, number: int, *scores: int, version: int = 1) -> Ballot:
    return Ballot(judge, number, version, scores, AT)


@pytest.fixture
def contest(course: Course) -> Contest:
    return rounds.contests_of(course)["pitches"]


def test_the_course_judges_pitches_and_each_lab(course: Course) -> None:
    found = rounds.contests_of(course)
    assert list(found) == ["pitches", "labs-lab1", "labs-lab2", "labs-lab3"]
    assert found["pitches"].title == "Final project competition"
    assert (found["pitches"].low, found["pitches"].high) == (1, 5)
    assert [len(c.criteria) for c in found.values()] == [3, 3, 3, 3]
    assert [(a.count, a.title) for a in found["labs-lab1"].awards] == [(1, "Bose headphones")]
    assert [a.count for a in found["pitches"].awards] == [1, 4, 3]
    assert rounds.find_contest(found, None).id == "pitches"
    assert rounds.find_contest(found, "lab 2 competition").id == "labs-lab2"
    with pytest.raises(NoContest, match="Lab 3 competition"):
        rounds.find_contest(found, "chess")


def test_a_course_without_competitions_has_none(semester: Course) -> None:
    assert rounds.contests_of(semester) == {}
    with pytest.raises(NoContest, match="doesn't list any competitions"):
        rounds.find_contest({}, None)


def test_an_entrys_score_is_the_mean_over_judges_of_their_means(contest: Contest) -> None:
    found = scoring.standings(
        contest,
        [entry(1), entry(2), entry(3)],
        [
            ballot(1, 1, 5, 5, 4),
            ballot(2, 1, 1, 1, 1),
            ballot(1, 2, 3, 3, 3),
            ballot(1, 2, 5, 5, 5, version=2),
        ],
    )
    assert [(s.entry.number, s.place, s.score, s.ballots) for s in found] == [
        (2, 1, Fraction(5), 1),
        (1, 2, Fraction(17, 6), 2),
        (3, None, None, 0),
    ]
    assert found[1].spread == Fraction(11, 3) and found[1].disagreed


BALLOTS = st.dictionaries(
    st.tuples(st.integers(1, 6), st.integers(1, 8)),
    st.tuples(st.integers(1, 5), st.integers(1, 5), st.integers(1, 5)),
)


@settings(max_examples=200, deadline=None)
@given(BALLOTS)
def test_standings_equal_an_independent_computation(
    given_scores: dict[tuple[int, int], tuple[int, int, int]],
) -> None:
    contest = Contest("c", "C", CRITERIA, 1, 5, (), ())
    ballots = [ballot(judge, number, *scores) for (judge, number), scores in given_scores.items()]
    found = scoring.standings(contest, [entry(n) for n in range(1, 9)], ballots)
    for standing in found:
        means = [
            sum(map(Fraction, scores)) / 3
            for (_, number), scores in given_scores.items()
            if number == standing.entry.number
        ]
        expected = sum(means) / len(means) if means else None
        assert standing.score == expected and standing.ballots == len(means)
    scored = [s for s in found if s.score is not None]
    for standing in scored:
        better = sum(other.score > standing.score for other in scored)  # type: ignore[operator]
        assert standing.place == better + 1
    assert [s.score for s in scored] == sorted((s.score for s in scored), reverse=True)  # type: ignore[type-var]


def test_ties_are_decided_by_the_written_rule_and_said(contest: Contest) -> None:
    entries = [entry(n) for n in range(1, 5)]
    ballots = [
        *(ballot(j, 1, *s) for j, s in enumerate([(3, 3, 3), (3, 3, 3), (3, 3, 3)])),
        *(ballot(j, 2, *s) for j, s in enumerate([(1, 1, 1), (4, 4, 4), (4, 4, 4)])),
        *(ballot(j, 3, *s) for j, s in enumerate([(4, 3, 2), (3, 3, 3), (3, 3, 3)])),
        *(ballot(j, 4, *s) for j, s in enumerate([(4, 3, 2), (3, 3, 3), (3, 3, 3)])),
    ]
    found = scoring.standings(contest, entries, ballots)
    assert [(s.entry.number, s.place) for s in found] == [(2, 1), (3, 2), (4, 2), (1, 4)]
    assert [s.decided_by for s in found] == [
        "median",
        "shared place",
        "shared place",
        "first criterion",
    ]
    plain = scoring.standings(replace(contest, ties=()), entries, ballots)
    assert {s.place for s in plain} == {1} and {s.decided_by for s in plain} == {"shared place"}


def test_awards_go_down_the_order_to_eligible_entries(contest: Contest) -> None:
    contest = replace(contest, awards=(Award(count=1, title="A"), Award(count=2, title="B")))
    entries = [entry(1), entry(2, eligible=False), entry(3), entry(4), entry(5)]
    ballots = [ballot(1, n, 6 - n, 6 - n, 6 - n) for n in range(1, 6)]
    placed = scoring.standings(contest, entries, ballots)
    won = {s.entry.number: (s.place, s.award) for s in scoring.award(contest, placed)}
    assert won == {1: (1, "A"), 2: (2, ""), 3: (3, "B"), 4: (4, "B"), 5: (5, "")}
    decided = {s.entry.number: s.award for s in scoring.award(contest, placed, {1: "", 5: "A"})}
    assert decided == {1: "", 2: "", 3: "B", 4: "B", 5: "A"}


def test_what_stands_in_the_way_of_publishing_is_named(contest: Contest) -> None:
    entries = [entry(1), entry(2)]
    assert rules.obstacles(entries, [], [1, 2], {}) == ["no ballots are in"]
    one = [ballot(1, 1, 5, 5, 5), ballot(1, 2, 4, 4, 4), ballot(2, 1, 5, 5, 5)]
    found = rules.obstacles(entries, one, [1, 2], {})
    assert found == [
        "entries have unequal numbers of ballots: 2 at most, entry 2 (1)",
        "<@2> hasn't scored entry 2",
    ]
    assert len(rules.obstacles(entries, one, [1, 2], {2: {2}})) == 1
    assert rules.obstacles(entries, [*one, ballot(2, 2, 1, 1, 1)], [1, 2], {}) == []
    tied = replace(contest, awards=(Award(count=1, title="A"),), ties=())
    ballots = [ballot(1, 1, 3, 3, 3), ballot(1, 2, 3, 3, 3)]
    placed = scoring.award(tied, scoring.standings(tied, entries, ballots))
    assert rules.unfair_ties(tied, placed) == [
        "place 1 is shared, and not everybody there wins the same"
    ]


def test_a_judge_without_any_ballot_misses_ballots_too() -> None:
    entries = [entry(n) for n in range(1, 4)]
    given = [ballot(1, n, 3, 3, 3) for n in range(1, 4)]
    assert rules.obstacles(entries, given, [1, 2], {}) == ["<@2> hasn't scored anything"]
    assert rules.obstacles(entries, given, [1, 2], {2: {1, 2, 3}}) == []


def test_what_a_sentence_leaves_out_is_counted() -> None:
    entries = [entry(n) for n in range(1, 31)]
    [unequal, missing] = rules.obstacles(entries, [ballot(1, 1, 3, 3, 3)], [1], {})
    assert unequal.endswith("entry 9 (0) and 21 more")
    named = ", ".join(f"entry {n}" for n in range(2, 10))
    assert missing == f"<@1> hasn't scored {named} and 21 more"


@pytest.mark.parametrize(
    "typed",
    [("0", "3", "3"), ("6", "3", "3"), ("3.5", "3", "3"), ("", "3", "3"), (None, "3", "3"), ("3", "3"),
     ("3", "3", "3", "3"), ("-1", "3", "3"), ("five", "3", "3"), ("٣", "3", "3")],
)  # fmt: skip
def test_scores_off_the_scale_are_refused(contest: Contest, typed: tuple[str | None, ...]) -> None:
    with pytest.raises(BadScores, match="one whole number from 1 to 5"):
        rules.check_scores(contest, typed)


def test_who_may_not_score_is_told_why(contest: Contest) -> None:
    entries = {1: entry(1, 7), 2: entry(2)}
    assert rules.check_may_read(contest, 5, 1, entries, ()).number == 1
    for judge, number, recused, error in (
        (5, 9, (), NoSuchEntry),
        (7, 1, (), OwnGroup),
        (5, 2, (2,), Recused),
    ):
        with pytest.raises(error):
            rules.check_may_read(contest, judge, number, entries, recused)
        assert not rules.may_read(judge, entries.get(number), recused)
    for state in ("setup", "paused", "closed", "requested", "published"):
        with pytest.raises(NotOpen):
            rules.check_open(state)
    rules.check_open("open")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("score 4: 5 4 3 great demo", (4, ("5", "4", "3"), "great demo")),
        ("Score group 12 5,4,3", (12, ("5,4,3",), None)),
        ("SCORE #4 - 5, 4, 3", (4, ("5", "4", "3"), None)),
        ("score 4: 5 4", (4, ("5", "4"), None)),
        ("score 4: 3.5 4 4 ok", (4, ("3.5", "4", "4"), "ok")),
        ("when is the deadline", None),
        ("score", None),
    ],
)
def test_scores_are_read_from_a_message(text: str, read: tuple[Any, ...] | None) -> None:
    assert read_message(text) == (TypedScores(*read) if read else None)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 40), st.integers(1, 60))
def test_every_judge_reads_every_entry_and_no_entry_always_comes_early(
    entries: int, judges: int
) -> None:
    numbers = list(range(1, entries + 1))
    orders = [rules.reading_order(numbers, j, judges) for j in range(judges)]
    assert all(sorted(order) == numbers for order in orders)
    if judges % 2 == 0 and entries % 2 == 0:
        early = Counter(n for order in orders for n in order[: entries // 2])
        assert set(early.values()) == {judges // 2}


def test_judges_severity_is_beside_the_score_and_never_in_it(contest: Contest) -> None:
    ballots = [ballot(1, n, 5, 5, 5) for n in (1, 2)] + [ballot(2, n, n, n, n) for n in (1, 2)]
    strict, mild = scoring.severities(contest, ballots)
    assert (strict.judge_id, mild.judge_id) == (2, 1) and strict.difference == -mild.difference
    first, second = scoring.standings(contest, [entry(1), entry(2)], ballots)
    assert first.entry.number == 2 and first.normalised == 0.5 and second.normalised == -0.5
