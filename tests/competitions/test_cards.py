"""Whatever a course, judges and staff write, every card of judging keeps within Discord's limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.client.layout import Card, lay_out
from bot.competitions import publication, rules, scoring
from bot.competitions.errors import AsksFirst
from bot.competitions.model import (
    Ballot,
    Contest,
    Desk,
    Entry,
    EntryFile,
    Judging,
    Override,
    Results,
    TypedBallot,
)
from bot.competitions.publication import PublishRequest, Shown
from bot.competitions.staff_service import Opened
from bot.competitions.ui import cards, results, staff_cards
from bot.course.competing import Award, Criterion
from tests.instants import et

AT = et(1, 29, 14)
GUILD = JUDGE = 10**18
LONG = "*" * 160
GROUPS, JUDGES = 30, 16


def contest(lab: bool) -> Contest:
    criteria = tuple(Criterion(id=f"c{n}", title=LONG) for n in range(5))
    awards = tuple(Award(count=30, title=f"{n}{LONG[2:]}") for n in range(12))
    names = ("lab1", LONG[:40]) if lab else ("", "")
    return Contest("c" * 32, LONG, criteria, 1, 10, awards, ("median",), *names)


def entry(number: int) -> Entry:
    files = tuple(EntryFile(f"entry-{number}-{'x' * 60}-{n}.ipynb", 10**9, "0") for n in range(40))
    owners = tuple(range(GUILD + number, GUILD + number + 5))
    return Entry(number, LONG[:100], "*" * 2000, owners, number % 2 == 0, LONG, "", files)


def everything(lab: bool) -> Results:
    judged = contest(lab)
    entries = [entry(n) for n in range(1, GROUPS + 1)]
    given = tuple(
        Ballot(JUDGE + judge, n, 1, (n % 10 + 1,) * 5, AT, "*" * 1000, "*" * 1000)
        for judge in range(JUDGES)
        for n in range(1, GROUPS + 1)
        if (judge + n) % 7
    )
    decided = tuple(Override(n, LONG, "*" * 300) for n in range(1, 20))
    placed = scoring.standings(judged, entries, given)
    awarded = scoring.award(judged, placed, {o.entry: o.award for o in decided})
    judges = tuple(JUDGE + n for n in range(JUDGES))
    found = rules.obstacles(entries, given, judges, {})
    found += rules.unfair_ties(judged, awarded)
    return Results(
        judged, Judging("closed", 1, AT), "closed", tuple(awarded), tuple(scoring.severities(judged, given)), judges,
        given, {JUDGE: set(range(1, 20))}, tuple(found), decided,
    )  # fmt: skip


def pages(draw: Any) -> list[Card]:
    """Every page of a list, up to the last."""
    found = [draw(0)]
    while any(b.label == "More →" for b in found[-1].buttons):
        found.append(draw(len(found)))
    return found


def staffs(found: Results, request: PublishRequest, shown: Shown) -> list[Card]:
    return [
        *pages(lambda n: staff_cards.progress_card(GUILD, found, n)),
        *pages(lambda n: staff_cards.standings_card(GUILD, found, n, "*" * 300)),
        *pages(lambda n: staff_cards.request_card(GUILD, request, shown, n)),
        *pages(lambda n: results.table_card(GUILD, request, shown, n)),
        *(results.award_card(found.contest, step) for step in publication.steps(shown)),
        *(
            results.feedback_card(found.contest, s, shown.feedback[s.entry.number])[0]
            for s in found.standings
        ),
        staff_cards.closed_card(GUILD, found, AT),
        staff_cards.changed_card(found.contest, [f"{LONG}{LONG}{n}" for n in range(50)]),
        staff_cards.opened_card(found.contest, Opened(Judging("open", 1, AT), (), 0)),
        staff_cards.reopen_card(GUILD, found.contest, AsksFirst("published", 99), AT),
        staff_cards.asked_card(found.contest, GUILD, "on its way to"),
        staff_cards.closed_card(GUILD, found),
        staff_cards.published_card(found.contest, replace(request, confirmed_by=GUILD)),
    ]


@pytest.mark.parametrize("lab", [False, True])
def test_staffs_and_everybodys_cards_fit_and_leave_nothing_out(lab: bool) -> None:
    found = everything(lab)
    shown = publication.shown_of(found, "*" * 300)
    assert publication.of_text(publication.to_text(shown)) == shown
    request = PublishRequest(10**9, found.contest.id, "waiting", GUILD, AT, shown, "*" * 300)
    drawn = staffs(found, request, shown)
    for card in drawn:
        lay_out(card)
    table = "\n".join(
        "\n".join(c.blocks) for c in pages(lambda n: results.table_card(GUILD, request, shown, n))
    )
    for standing in found.standings:
        assert f" {found.contest.name_of(standing.entry.number)} " in table
    assert table.count("Staff decided on") == len(found.overrides)


@pytest.mark.parametrize("lab", [False, True])
def test_judges_cards_fit(lab: bool) -> None:
    judged = contest(lab)
    entries = {n: entry(n) for n in range(1, GROUPS + 1)}
    mine = {1: Ballot(JUDGE, 1, 1, (10,) * 5, AT, "*" * 1000, "*" * 1000)}
    names = dict.fromkeys(entries[1].owner_ids, "*" * 64)
    order = tuple(entries)
    for state in ("setup", "open", "paused", "closed", "requested", "published"):
        for pitched in (None, frozenset[int](), frozenset({1})):
            desk = Desk(judged, state, entries, order, mine, frozenset({3}), pitched)  # type: ignore[arg-type]
            for number in (None, 1, 2, 3):
                lead = cards.scored_lead(judged, mine[1])
                lay_out(cards.desk_card(GUILD, desk, number, lead, names))
            for page in range(20):
                lay_out(cards.list_card(GUILD, desk, page))
            lay_out(cards.conflict_card(GUILD, desk, entries[1]))
    typed = TypedBallot(10**9, judged.id, 1, ("10",) * 5, "*" * 1000)
    lay_out(cards.confirm_card(GUILD, judged, entries[1], typed, mine[1]))
    lay_out(cards.moved_card(GUILD, judged.id))
    assert timedelta(minutes=30) == rules.MORE_TIME, "the button says so"
