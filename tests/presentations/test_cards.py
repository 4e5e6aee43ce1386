"""Whatever the session, what is shown of it fits Discord's limits and leaves nobody out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.client.layout import MAX_LABEL, Card, lay_out
from bot.ids import GuildId, UserId
from bot.presentations import rules
from bot.presentations.model import Action, PitchSession, Pressed
from bot.presentations.ui.buttons import OrderForm
from bot.presentations.ui.cards import OrderView, board_card, order_card, panel_card
from tests.instants import et

AT, GUILD = et(1, 29, 13), 2**63 - 1
PRESSES: tuple[Any, ...] = tuple(a for a in get_args(Action) if a not in ("order", "undo"))


@st.composite
def sessions(draw: st.DrawFn) -> PitchSession:
    """A session of up to 300 groups in which something has happened; some are late."""
    count = draw(st.one_of(st.integers(1, 40), st.just(300)))
    first = draw(st.sampled_from([1, 1_000_000]))
    numbers = range(first, first + count)
    session, now = rules.plan(numbers, draw(st.integers(1, 9999)), "number", 0), AT
    for action in draw(st.lists(st.sampled_from(PRESSES), max_size=60)):
        now += timedelta(seconds=70)
        if action in rules.possible(session):
            session = rules.press(session, action, now)
    late = draw(st.sampled_from([0, 3, 300]))
    session = rules.without_gone(session, range(first, first + count + late))
    last = Pressed(10**9, draw(st.sampled_from(PRESSES)), 9_999_999, AT, UserId(2**63 - 1))
    return replace(session, revision=10**9, last=last, undoable=last)


@settings(max_examples=60, deadline=None)
@given(sessions(), st.text(max_size=100))
def test_every_card_and_the_form_fit(session: PitchSession, title: str) -> None:
    titles = {t.number: title for t in session.turns}
    panel = panel_card(GUILD, session, titles, AT, "⚖️ 100 of 100 judges have scored group 9999999.")
    for card in (board_card(session, titles, AT), panel):
        lay_out(card)
    for button in (*panel.buttons, *panel.switches):
        assert len(button.label) <= MAX_LABEL
    form = OrderForm(GuildId(GUILD), session).to_dict()
    [field] = form["components"]
    assert len(field["description"]) <= 100 and len(form["custom_id"]) <= 100
    assert len(field["component"].get("value") or "") <= field["component"]["max_length"] <= 4000


@settings(max_examples=60, deadline=None)
@given(sessions())
def test_every_group_is_on_some_page_of_the_order_once(session: PitchSession) -> None:
    titles = {t.number: f"A title of {t.number}" for t in session.turns}
    times = rules.estimates(session, AT)
    view = OrderView(GUILD, session, titles, times, own=session.turns[0].number)

    def page(number: int) -> Card:
        return order_card(replace(view, page=number))

    shown, number = page(0), 0
    texts = [shown.blocks[2]]
    while any(b.label.startswith("Later") for b in shown.buttons):
        number += 1
        shown = page(number)
        lay_out(shown)
        texts.append(shown.blocks[2])
    listed = [line.split(" · ")[0].split("Group ")[1] for t in texts for line in t.splitlines()]
    assert sorted(map(int, listed)) == sorted(t.number for t in session.turns)
    assert order_card(view).blocks[0].startswith("### 🎤 Your group (")


def test_an_order_whose_groups_have_all_disbanded_says_that_nobody_is_left() -> None:
    session = rules.without_gone(rules.plan((1, 2), 2, "number", 0), ())
    card = order_card(OrderView(GuildId(GUILD), session, {}, {}))
    assert card.blocks[1] == "No group is left to pitch."
    for drawn in (card, board_card(session, {}, AT), panel_card(GUILD, session, {}, AT)):
        lay_out(drawn)
