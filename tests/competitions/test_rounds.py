"""Rounds: who goes on is decided by the standings and confirmed by staff, and only they are judged in the next one."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assignments.model import Details, Sender
from bot.assignments.requests import HandIn
from bot.competitions import rounds, rules, scoring
from bot.competitions.entering import Entered
from bot.competitions.errors import NoContest, NoSuchEntry
from bot.competitions.model import BallotRequest, Contest, Override
from bot.competitions.publication import PublishRequest, contest_json, contest_of
from bot.competitions.round_errors import EntriesClosed, NoSuchAward, RoundBegun, RoundNotReady
from bot.course.competing import Award, Criterion, awards_told
from bot.course.loader import read_course
from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.errors import CourseFileInvalid
from bot.groups.errors import NotInGroup
from bot.groups.model import SignUp
from bot.library.library import DEFAULT, CourseLibrary
from bot.logistics.work import all_topics
from tests.competitions.judged import GUILD, JOY, KIM, NOW, REGISTERED, SAM, TIM, Judged, judged
from tests.competitions.test_rules import ballot, entry
from tests.conftest import COURSE_FILE
from tests.contrary.turning import built, data_of
from tests.instants import et

DEMO: dict[str, Any] = {
    "id": "demo",
    "title": "Demo day",
    "entries": "groups",
    "scale": {"min": 0, "max": 5},
    "rounds": [
        {
            "id": "first",
            "title": "First round",
            "advance": 2,
            "criteria": [
                {"id": "idea", "title": "Idea", "weight": 3},
                {"id": "demo", "title": "Demo", "weight": 1},
            ],
        },
        {
            "id": "final",
            "title": "Final",
            "scale": {"min": 1, "max": 10},
            "criteria": [{"id": "all", "title": "Everything"}],
        },
    ],
    "awards": [{"title": "Gold"}, {"title": "Audience", "place": 2}],
}


def with_rounds() -> dict[str, Any]:
    data = data_of(COURSE_FILE)
    slides = next(one for one in data["assignments"] if one["id"] == "slides")
    slides["counts_for"] = {"passing": "final-project-done", "way": "pitch", "competition": "decks"}
    decks = {
        "id": "decks",
        "title": "Decks",
        "entries": "assignments",
        "criteria": [{"id": "look", "title": "Look"}],
    }
    tides = {
        "id": "tides",
        "title": "Best use of tides",
        "entries": "opt-in",
        "criteria": [{"id": "use", "title": "Use"}],
    }
    unjudged = {
        "id": "vote",
        "title": "Audience vote",
        "entries": "groups",
        "judged": False,
        "awards": [{"title": "Mug"}],
    }
    reds = {
        "id": "reds",
        "title": "Best of Red",
        "entries": "groups",
        "cohort": "red",
        "criteria": [{"id": "use", "title": "Use"}],
    }
    pods = [
        {"id": id, "title": id.title(), "kind": "pod", "about": "A pod."} for id in ("red", "blue")
    ]
    return data | {"competitions": [DEMO, decks, unjudged, tides, reds], "cohorts": pods}


@pytest.fixture(scope="module")
def rounded() -> Course:
    return built(with_rounds())


@pytest.fixture
def contests(rounded: Course) -> dict[str, Contest]:
    return rounds.contests_of(rounded)


def test_each_round_is_a_contest_of_its_own(contests: dict[str, Contest]) -> None:
    assert list(contests) == ["demo-first", "demo-final", "decks-slides", "tides", "reds"]
    first, final, decks, tides, reds = contests.values()
    assert [c.title for c in (first, final)] == ["Demo day: First round", "Demo day: Final"]
    assert [(a.count, a.title) for a in first.awards] == [(2, "Advances to Final")]
    assert [a.title for a in final.awards] == ["Gold", "Audience"]
    assert first.rubric == ("idea*3", "demo*1", "0-5") and final.rubric == ("all", "1-10")
    assert (first.advances, first.previous, first.following) == (True, "", "demo-final")
    assert (final.advances, final.previous, final.following) == (False, "demo-first", "")
    assert decks.by_group and decks.name_of(4) == "Group 4"
    assert (tides.id, tides.opted, decks.opted) == ("tides", "tides", "")
    assert (reds.cohort, tides.cohort) == ("red", "")


SCORES = st.dictionaries(
    st.tuples(st.integers(1, 4), st.integers(1, 7)), st.tuples(st.integers(0, 5), st.integers(0, 5))
)
WEIGHTS = st.tuples(st.integers(1, 9), st.integers(1, 9))


def weighted(weights: tuple[int, int]) -> tuple[Criterion, ...]:
    return tuple(Criterion(id=f"c{n}", title="C", weight=w) for n, w in enumerate(weights))


@settings(max_examples=150, deadline=None)
@given(SCORES, WEIGHTS)
def test_a_weighted_score_equals_an_independent_computation(
    scores: dict[tuple[int, int], tuple[int, int]], weights: tuple[int, int]
) -> None:
    contest = Contest("c", "C", weighted(weights), 0, 5, (), ())
    found = scoring.standings(
        contest, [entry(n) for n in range(1, 8)], [ballot(j, n, *s) for (j, n), s in scores.items()]
    )
    for standing in found:
        means = [
            Fraction(a * weights[0] + b * weights[1], sum(weights))
            for (_, number), (a, b) in scores.items()
            if number == standing.entry.number
        ]
        assert standing.score == (sum(means) / len(means) if means else None)


@settings(max_examples=200, deadline=None)
@given(SCORES, st.integers(1, 6), st.booleans())
def test_who_advances_is_the_best_n_and_a_tie_at_the_cut_is_said(
    scores: dict[tuple[int, int], tuple[int, int]], most: int, eligible: bool
) -> None:
    award = Award(count=most, title="Advances to Final")
    contest = Contest("c", "C", weighted((1, 1)), 0, 5, (award,), (), advances=True)
    entries = [entry(n, eligible=eligible) for n in range(1, 8)]
    ballots = [ballot(j, n, *s) for (j, n), s in scores.items()]
    placed = scoring.award(contest, scoring.standings(contest, entries, ballots))
    on = rounds.advanced(contest, placed)
    scored = [s for s in placed if s.score is not None]
    assert len(on) == min(most, len(scored))
    others = [s.score or 0 for s in scored if s.entry.number not in on]
    assert all(s.score >= max(others, default=0) for s in scored if s.entry.number in on)  # type: ignore[operator]
    places = [s.place for s in scored]
    tied = len(scored) > most and places[most - 1] == places[most]
    assert bool(rules.unfair_ties(contest, placed)) is tied
    if tied:
        [told] = rules.unfair_ties(contest, placed)
        number = scored[most - 1].entry.number
        assert f"place {places[most]} is shared by" in told and f"Group {number}" in told
        decided = {number: "", scored[most].entry.number: award.title}
        again = scoring.award(contest, scoring.standings(contest, entries, ballots), decided)
        assert scored[most].entry.number in rounds.advanced(contest, again)
        assert len(rounds.advanced(contest, again)) == most
        assert rules.unfair_ties(contest, again, decided) == []


def test_an_award_of_a_place_goes_to_that_place() -> None:
    awards = (Award(title="Gold"), Award(title="Fourth", place=4), Award(title="Last"))
    contest = Contest("c", "C", weighted((1, 1)), 0, 5, awards, ())
    assert scoring.by_place(contest) == ["Gold", "", "", "Fourth", "Last"]
    entries = [entry(n, eligible=n != 1) for n in range(1, 7)]
    ballots = [ballot(1, n, 6 - n, 6 - n) for n in range(1, 7)]
    placed = scoring.award(contest, scoring.standings(contest, entries, ballots))
    assert [s.award for s in placed] == ["", "Gold", "", "", "Fourth", "Last"]


@pytest_asyncio.fixture
async def day(rounded: Course, tmp_path: Path) -> AsyncIterator[Judged]:
    library = CourseLibrary(rounded, sources={DEFAULT: json.dumps(with_rounds())})
    async with judged(library, tmp_path) as running:
        await running.app.groups.sign_up(GUILD, 3, SignUp("Recipes", "An idea."), et(1, 20, 12))
        yield running


async def score(day: Judged, contest: Contest, judge: int, entry: int, *scores: int) -> None:
    await day.app.ballots.record(GUILD, contest, BallotRequest(judge, entry, scores, NOW))


async def publish(day: Judged, contest: Contest) -> PublishRequest:
    asked = await day.app.publishing.ask(GUILD, contest, REGISTERED, "enough", NOW, by=SAM)
    return (await day.app.publishing.confirm(GUILD, asked.id, REGISTERED, NOW, by=TIM)).request


async def after_first_round(day: Judged, contests: dict[str, Contest]) -> None:
    first = contests["demo-first"]
    await day.app.judging.open(GUILD, first, NOW, by=SAM)
    for number, given_scores in ((1, (1, 5)), (2, (4, 0)), (3, (5, 0))):
        await score(day, first, JOY, number, *given_scores)
    await day.app.judging.close(GUILD, first, NOW, by=SAM)
    await publish(day, first)


async def test_only_who_advanced_is_judged_in_the_next_round(
    day: Judged, contests: dict[str, Contest]
) -> None:
    first, final, *_ = contests.values()
    with pytest.raises(RoundNotReady, match="nobody has confirmed who advances"):
        await day.app.judging.open(GUILD, final, NOW, by=SAM)
    await after_first_round(day, contests)
    assert sorted(await day.app.judging.entries(GUILD, final)) == [2, 3]
    await day.app.judging.appoint(GUILD, final, [KIM], NOW, by=SAM)
    opened = await day.app.judging.open(GUILD, final, NOW, by=SAM)
    assert opened.entries == 2
    desk = await day.app.judging.desk(GUILD, final, KIM)
    assert sorted(desk.todo) == [2, 3]
    with pytest.raises(NoSuchEntry):
        await score(day, final, KIM, 1, 9)
    for number, points in ((2, 9), (3, 4)):
        await score(day, final, KIM, number, points)
    with pytest.raises(RoundBegun, match="can't be judged again"):
        seen = await day.app.judging.judging(GUILD, first)
        await day.app.judging.reopen(GUILD, first, seen, NOW, by=SAM)
    await day.app.judging.close(GUILD, final, NOW, by=SAM)
    shown = (await publish(day, final)).shown
    assert shown is not None
    assert [(s.entry.number, s.place, s.award) for s in shown.standings] == [(2, 1, ""), (3, 2, "")]
    results = await day.app.judging.results(GUILD, first, REGISTERED)
    assert {b.judge_id for b in results.ballots} == {JOY}


async def test_a_round_that_is_opened_again_before_the_next_takes_back_who_advanced(
    day: Judged, contests: dict[str, Contest]
) -> None:
    first, final, *_ = contests.values()
    await after_first_round(day, contests)
    seen = await day.app.judging.judging(GUILD, first)
    await day.app.judging.reopen(GUILD, first, seen, NOW, by=SAM)
    assert await day.app.judging.entries(GUILD, final) == {}
    with pytest.raises(RoundNotReady):
        await day.app.judging.open(GUILD, final, NOW, by=SAM)


async def test_staff_decide_a_tie_at_the_cut(day: Judged, contests: dict[str, Contest]) -> None:
    first, final, *_ = contests.values()
    await day.app.judging.dismiss(GUILD, first, KIM, NOW)
    await day.app.judging.open(GUILD, first, NOW, by=SAM)
    for number, given_scores in ((1, (3, 3)), (2, (5, 5)), (3, (3, 3))):
        await score(day, first, JOY, number, *given_scores)
    await day.app.judging.close(GUILD, first, NOW, by=SAM)
    results = await day.app.judging.results(GUILD, first, REGISTERED)
    assert results.obstacles == (
        "place 2 is shared by Group 1, Group 3, and not all of them can advance: decide who does with "
        "`/judging award`",
    )
    with pytest.raises(NoSuchAward, match="It has: Advances to Final"):
        await day.app.judging.override(
            GUILD, first, Override(3, "Poster", "Coin toss"), NOW, by=SAM
        )
    for decided in (Override(3, "Advances to Final", "Coin toss"), Override(1, "", "Coin toss")):
        await day.app.judging.override(GUILD, first, decided, NOW, by=SAM)
    assert (await day.app.judging.results(GUILD, first, REGISTERED)).obstacles == ()
    await publish(day, first)
    assert sorted(await day.app.judging.entries(GUILD, final)) == [2, 3]


async def test_what_a_group_hands_in_competes_under_the_groups_number(
    day: Judged, contests: dict[str, Contest]
) -> None:
    decks = contests["decks-slides"]
    assert await day.app.judging.entries(GUILD, decks) == {}
    link = Details(link="https://docs.google.com/presentation/d/1", ticked=True)
    given_in = HandIn("slides", Sender(2, "bo"), et(1, 26, 12), details=link)
    await day.app.submissions.hand_in(GUILD, given_in)
    [only] = (await day.app.judging.entries(GUILD, decks)).values()
    assert (only.number, only.title, only.owner_ids, only.link) == (2, "Sketches", (2,), link.link)


async def test_only_groups_that_chose_to_are_in_a_competition_that_one_enters(
    day: Judged, contests: dict[str, Contest]
) -> None:
    tides, entering = contests["tides"], day.app.entering
    assert list(entering.choices(GUILD)) == ["tides"]
    done = await entering.choose(GUILD, None, NOW, by=2)
    assert done == Entered("Best use of tides", 2, True, ("Best use of tides",))
    await entering.choose(GUILD, "best use of tides", NOW, by=3)
    assert sorted(await day.app.judging.entries(GUILD, tides)) == [2, 3]
    gone = await entering.choose(GUILD, "tides", NOW, by=3, withdraw=True)
    assert (gone.is_in, gone.every) == (False, ())
    assert sorted(await day.app.judging.entries(GUILD, tides)) == [2]
    with pytest.raises(NotInGroup):
        await entering.choose(GUILD, "tides", NOW, by=77)
    with pytest.raises(NoContest, match="Best use of tides"):
        await entering.choose(GUILD, "chess", NOW, by=2)
    await day.app.judging.open(GUILD, tides, NOW, by=SAM)
    for withdraw in (True, False):
        with pytest.raises(EntriesClosed, match="Who competes is fixed now"):
            await entering.choose(GUILD, "tides", NOW, by=2, withdraw=withdraw)


async def test_only_groups_with_somebody_of_its_cohort_are_in_a_competition(
    day: Judged, contests: dict[str, Contest]
) -> None:
    assert await day.app.judging.entries(GUILD, contests["reds"]) == {}
    for user_id, pod in ((1, "red"), (2, "blue")):
        await day.app.cohorts.choose(GUILD, user_id, pod, NOW)
    assert sorted(await day.app.judging.entries(GUILD, contests["reds"])) == [1]
    assert sorted(await day.app.judging.entries(GUILD, contests["demo-first"])) == [1, 2, 3]


def test_the_page_says_what_each_round_is_scored_on(rounded: Course) -> None:
    topics = all_topics(Timeline(rounded))
    page = topics["rubric-demo"]
    assert page.answer == "Demo day: judged on 3 criteria, each scored 0 to 5, in 2 rounds"
    assert page.lines == (
        "**1. First round** The best 2 go on to Final.",
        "1. **Idea** (counts 3x)",
        "2. **Demo** (counts 1x)",
        "**2. Final**",
        "1. **Everything**",
        "Each scored 1 to 10.",
    )
    assert "rubric-vote" not in topics


def test_a_round_is_when_and_where_its_session_is(rounded: Course) -> None:
    pitches = Timeline(rounded).presentations
    assert pitches and pitches.starts_at
    [demo] = [one for one in rounded.competitions if one.id == "demo"]
    first, final = demo.rounds
    rounds = (first, final.model_copy(update={"session": pitches.id}))
    held = rounded.model_copy(
        update={"competitions": (demo.model_copy(update={"rounds": rounds}),)}
    )
    lines = all_topics(Timeline(held))["rubric-demo"].lines
    told = lines[lines.index("**2. Final**") + 1]
    assert told.startswith(f"<t:{int(pitches.starts_at.timestamp())}:F>")
    assert told.endswith(pitches.where or "")


def wrong(at: str, found: str, expected: str) -> str:
    return f"{at.replace('c[', 'competitions[', 1)}: found {found}, expected {expected}"


def broken(**changes: Any) -> list[str]:
    data = with_rounds()
    data["competitions"][0] = DEMO | changes
    with pytest.raises(CourseFileInvalid) as caught:
        read_course(Path("course.yaml"), json.dumps(data))
    return [problem.at("").partition(" ")[2] for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("rounds_changed", "at", "found", "expected"),
    [
        ({"id": "first"}, "c[0].rounds[1].id", "“first” a second time", "an id of its own"),
        (
            {"advance": 1},
            "c[0].rounds[1].advance",
            "1 who go on from the last round",
            "no such key in the last round, or a round after it",
        ),
        (
            {"criteria": []},
            "c[0].rounds[1]",
            "nothing to score",
            "`criteria` of its own, or of the competition",
        ),
        (
            {"scale": {"min": 3, "max": 3}},
            "c[0].rounds[1].scale.max",
            "3",
            "a score above the lowest, 3",
        ),
        (
            {"criteria": [{"id": "a", "title": "A", "weight": 2}, {"id": "b", "title": "B"}]},
            "c[0].rounds[1].criteria[1]",
            "no weight beside those of others, such as 2",
            "a `weight`, too",
        ),
        (
            {"criteria": [{"id": "a", "title": "A"}, {"id": "a", "title": "B"}]},
            "c[0].rounds[1].criteria[1].id",
            "“a” a second time",
            "an id of its own",
        ),
        (
            {"id": "a-very-long-id-that-is-of-32-let"},
            "c[0].rounds[1].id",
            "37 letters in “demo-a-very-long-id-that-is-of-32-let”, made of the ids of what is judged",
            "shorter ids, together at most 30",
        ),
    ],
)
def test_check_names_what_is_wrong_in_a_round(
    monkeypatch: pytest.MonkeyPatch,
    rounds_changed: dict[str, Any],
    at: str,
    found: str,
    expected: str,
) -> None:
    monkeypatch.setattr("bot.course.check_competitions.LONGEST_CONTEST", 30)
    parts = [DEMO["rounds"][0], DEMO["rounds"][1] | rounds_changed]
    assert wrong(at, found, expected) in broken(rounds=parts)


@pytest.mark.parametrize(
    ("changes", "at", "found", "expected"),
    [
        (
            {
                "rounds": [
                    DEMO["rounds"][0] | {"advance": 4},
                    DEMO["rounds"][0] | {"id": "semi", "advance": 5},
                    DEMO["rounds"][1],
                ]
            },
            "c[0].rounds[1].advance",
            "5 of the 4 who enter",
            "fewer than 4",
        ),
        (
            {
                "rounds": [
                    {"id": "first", "title": "First", "criteria": [{"id": "a", "title": "A"}]},
                    DEMO["rounds"][1],
                ]
            },
            "c[0].rounds[0]",
            "nobody who goes on",
            "`advance`: how many enter the next round",
        ),
        (
            {"rounds": []},
            "c[0]",
            "nothing to score",
            "`criteria`, or `rounds` that have some, or `judged: false`",
        ),
        (
            {"judged": False},
            "c[0].rounds",
            "rounds that nobody judges",
            "`judged: true`, or no rounds",
        ),
        (
            {"awards": [{"title": "A", "count": 2}, {"title": "B", "place": 2}]},
            "c[0].awards[1].place",
            "place 2, which wins already",
            "a place after 2, which the award before it reaches",
        ),
        (
            {"awards": [{"title": "A", "place": 3}]},
            "c[0].awards[0].place",
            "an award for place 3 of a round that 2 enter",
            "awards for at most 2 places",
        ),
        (
            {"awards": [{"title": "A", "count": 3}]},
            "c[0].awards[0].title",
            "an award for place 3 of a round that 2 enter",
            "awards for at most 2 places",
        ),
        ({"cohort": "nobody"}, "c[0].cohort", "“nobody”", "the id of one of `cohorts` (blue, red)"),
        (
            {"id": "decks", "rounds": [DEMO["rounds"][1] | {"id": "slides"}]},
            "c[1].id",
            "“decks-slides” for a second thing that is judged, made of the ids",
            "other ids, so that each has one of its own",
        ),
    ],
)
def test_check_names_what_is_wrong_in_a_competition(
    changes: dict[str, Any], at: str, found: str, expected: str
) -> None:
    assert wrong(at, found, expected) in broken(**changes)


def test_an_eligible_winner_gets_the_award_of_its_place(contests: dict[str, Contest]) -> None:
    final = replace(contests["demo-final"], criteria=weighted((1, 1)))
    placed = scoring.standings(
        final, [entry(1), entry(2)], [ballot(1, 1, 9, 9), ballot(1, 2, 3, 3)]
    )
    assert [s.award for s in scoring.award(final, placed)] == ["Gold", "Audience"]


def test_what_an_award_is_worth_is_told_with_it() -> None:
    awards = (Award(title="Gold", worth="$500 for the group"), Award(title="A spade"))
    contest = Contest("c", "C", weighted((1, 1)), 0, 5, awards, ())
    assert [contest.told(title) for title in ("Gold", "A spade", "Staff's own")] == [
        "Gold ($500 for the group)",
        "A spade",
        "Staff's own",
    ]
    assert awards_told(awards) == ["Gold ($500 for the group)", "A spade"]
    assert awards_told((Award(title="Pen", count=3), *awards))[0] == "3x Pen"
    assert contest_of(contest_json(contest)) == contest
