"""What a request keeps, what has changed since, and in which order it is revealed: pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.competitions import notices, publication, rounds, rules, scoring
from bot.competitions.model import Ballot, Contest, Judging, Override, Results
from bot.competitions.publication import PublishRequest, Shown
from bot.competitions.scoring import CriterionFeedback
from bot.course.competing import Award
from bot.course.model import Course
from tests.competitions.test_rules import AT, BALLOTS, CRITERIA, ballot, entry

CONTEST = Contest(
    "c", "C", CRITERIA, 1, 5, (Award(count=1, title="A"), Award(count=2, title="B")), ()
)


def results(
    ballots: list[Ballot], overrides: tuple[Override, ...] = (), groups: int = 4
) -> Results:
    entries = [entry(n) for n in range(1, groups + 1)]
    placed = scoring.standings(CONTEST, entries, ballots)
    awarded = scoring.award(CONTEST, placed, {o.entry: o.award for o in overrides})
    found = rules.obstacles(entries, ballots, [1], {})
    found += rules.unfair_ties(CONTEST, awarded)
    return Results(
        CONTEST, Judging("closed"), "closed", tuple(awarded), (), (1,), tuple(ballots), {}, tuple(found), overrides
    )  # fmt: skip


def shown(scores: tuple[int, ...] = (5, 4, 3, 2), overrides: tuple[Override, ...] = ()) -> Shown:
    ballots = [ballot(1, n, s, s, s) for n, s in enumerate(scores, 1)]
    return publication.shown_of(results(ballots, overrides, len(scores)), "")


@settings(max_examples=100, deadline=None)
@given(BALLOTS)
def test_what_a_request_keeps_is_read_back_as_it_was(
    scores: dict[tuple[int, int], tuple[int, int, int]],
) -> None:
    ballots = [ballot(judge, number, *given_) for (judge, number), given_ in scores.items()]
    kept = publication.shown_of(results(ballots, groups=8), "a “reason”")
    again = publication.of_text(publication.to_text(kept))
    assert again == kept and publication.changes(again, kept) == []


def test_awards_are_revealed_from_the_last_up() -> None:
    steps = publication.steps(shown())
    assert [(s.award, [w.entry.number for w in s.winners]) for s in steps] == [
        ("B", [2, 3]),
        ("A", [1]),
    ]
    decided = shown(overrides=(Override(4, "Poster", "nice"),))
    assert [s.award for s in publication.steps(decided)] == ["Poster", "B", "A"]


def test_what_has_changed_is_named() -> None:
    before = shown()
    assert publication.changes(before, shown((5, 4, 3, 3))) == [
        "Group 4: 2.000 in place 4 before, 3.000 in place 3 now",
        "new: place 3 is shared, and not everybody there wins the same",
    ]
    assert publication.changes(before, shown((5, 4, 3))) == ["Group 4 is no longer there"]
    more = publication.changes(shown((5, 4, 3)), before)
    assert more == ["Group 4: it's new"]
    first = before.standings[0]
    poor = replace(
        first, entry=replace(first.entry, eligible=False, why_not="nobody is registered")
    )
    titled = replace(first, entry=replace(first.entry, title="Other"))
    for changed, words in (
        (poor, "Group 1: no longer eligible (nobody is registered)"),
        (titled, "Group 1: another title"),
    ):
        now = replace(before, standings=(changed, *before.standings[1:]))
        assert publication.changes(before, now) == [words]
    new = replace(before, obstacles=("<@2> hasn't scored anything",))
    assert publication.changes(before, new) == ["new: <@2> hasn't scored anything"]
    assert publication.changes(new, before) == ["no longer: <@2> hasn't scored anything"]
    said = replace(before, ballots="another")
    assert publication.changes(before, said) == [
        "ballots or feedback have changed, though no score has"
    ]


def test_a_digest_knows_ballots_in_any_order_and_every_word_of_them() -> None:
    ballots = [ballot(1, 1, 5, 5, 5), ballot(2, 1, 4, 4, 4)]
    assert publication.digest(ballots) == publication.digest(reversed(ballots))
    other = [replace(ballots[0], feedback="x"), ballots[1]]
    assert publication.digest(ballots) != publication.digest(other)
    note = [replace(ballots[0], note="my own"), ballots[1]]
    assert publication.digest(ballots) == publication.digest(note)


def test_a_group_hears_means_and_ranges_without_names_or_order() -> None:
    ballots = [
        replace(ballot(1, 1, 5, 4, 3), feedback="z last"),
        replace(ballot(2, 1, 3, 4, 4), feedback="a first"),
    ]
    heard = scoring.feedback(CONTEST, ballots)[1]
    assert heard.criteria[0] == CriterionFeedback("C0", heard.criteria[0].mean, 3, 5)
    assert float(heard.criteria[0].mean) == 4 and heard.comments == ("a first", "z last")


def test_everything_that_is_revealed_has_a_key_of_its_own_and_its_instant() -> None:
    request = PublishRequest(7, "c", "confirmed", 8, AT, shown())
    owners = {1: (1001, 1002), 2: (1003,), 9: (1009,)}
    found = notices.reveal(request, owners, AT)
    assert Counter(n.kind for n in found) == {"award": 2, "results table": 1, "feedback": 3}
    assert len({n.key for n in found}) == len(found)
    waits = [int((n.due_at - AT).total_seconds()) for n in found]
    assert waits == [0, 20, 40, 60, 60, 60]
    assert [n.facts.get("award") for n in found[:3]] == ["B", "A", None]
    assert notices.reveal(replace(request, shown=None), owners, AT) == []


@pytest.mark.parametrize("lab", ["lab1", "lab2"])
def test_a_labs_contest_survives_being_kept(course: Course, lab: str) -> None:
    contest = rounds.contests_of(course)[f"labs-{lab}"]
    kept = publication.shown_of(replace(results([]), contest=contest), "")
    assert publication.of_text(publication.to_text(kept)).contest == contest
    assert contest.name_of(3) == f"Lab {lab[-1]} entry 3"
