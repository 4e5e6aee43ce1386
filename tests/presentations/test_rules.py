"""The clock from stored instants, which press is possible when and what it does, and the running order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ids import UserId
from bot.presentations import rules
from bot.presentations.errors import NobodyToPitch, NotInOrder, NotNow
from bot.presentations.model import Action, PitchSession, Pressed, Turn
from tests.instants import et

AT = et(1, 29, 13)
ACTIONS: tuple[Action, ...] = get_args(Action)
PRESSES = tuple(a for a in ACTIONS if a not in ("order", "undo"))


def s(seconds: float) -> timedelta:
    return timedelta(seconds=seconds)


@pytest.fixture
def session() -> PitchSession:
    return rules.plan([1, 2, 3], 3, "number", 0)


def pressed(session: PitchSession, *actions: Action, at: datetime = AT) -> PitchSession:
    """Press one button after the other, a second apart."""
    for n, action in enumerate(actions):
        session = rules.press(session, action, at + s(n))
    return session


def order(session: PitchSession) -> list[int]:
    return [turn.number for turn in session.waiting]


def running(session: PitchSession) -> Turn:
    assert session.running is not None
    return session.running


@pytest.mark.parametrize(
    ("after", "phase"),
    [(0, "speaking"), (149.9, "speaking"), (150, "warning"), (169.9, "warning"), (170, "last seconds"),
     (179.999, "last seconds"), (180, "time"), (500, "time")],
)  # fmt: skip
def test_phases_follow_from_the_start_alone(
    session: PitchSession, after: float, phase: str
) -> None:
    turn = running(pressed(session, "start"))
    assert rules.phase(turn, 3, AT + s(after)) == phase
    assert rules.ends_at(turn, 3) == AT + s(180)


def test_a_pause_moves_everything_by_its_length(session: PitchSession) -> None:
    paused = rules.press(pressed(session, "start"), "pause", AT + s(100))
    turn = running(paused)
    assert rules.ends_at(turn, 3) is None and rules.changes(turn, 3) == {}
    assert turn.elapsed(AT + s(1000)) == s(100)
    resumed = running(rules.press(paused, "resume", AT + s(160)))
    assert rules.changes(resumed, 3) == {
        "warning": AT + s(210),
        "last seconds": AT + s(230),
        "time": AT + s(240),
    }


def test_the_actual_length_is_kept(session: PitchSession) -> None:
    paused = rules.press(pressed(session, "start"), "pause", AT + s(10))
    ended = rules.press(rules.press(paused, "resume", AT + s(70)), "end", AT + s(270))
    turn = ended.turns[0]
    assert (turn.state, turn.elapsed(AT + s(9999))) == ("done", s(210))
    again = rules.press(pressed(ended, "start"), "pause", AT + s(5))
    assert rules.press(again, "end", AT + s(50)).turns[1].elapsed(AT) == s(5)


WHEN: dict[str, tuple[tuple[Action, ...], set[Action]]] = {
    "planned": ((), {"start", "absent", "order"}),
    "speaking": (("start",), {"end", "pause", "order", "back"}),
    "paused": (("start", "pause"), {"resume", "end", "order", "back"}),
    "running again": (("start", "pause", "resume"), {"end", "pause", "order", "back"}),
    "between two": (("start", "end"), {"start", "absent", "order", "back"}),
    "taken back": (("start", "back"), {"start", "absent", "order"}),
    "the last speaks": (("start", "end", "start", "end", "start"), {"end", "pause", "back"}),
    "the last is next": (("start", "end", "start", "end"), {"start", "absent", "back"}),
    "all have pitched": (("start", "end") * 3, {"back"}),
    "next was called once": (("absent",) * 3, {"start", "out", "order"}),
    "one is out": (("absent",) * 3 + ("out",), {"start", "out", "order"}),
    "all are out": (("absent",) * 3 + ("out",) * 3, {"order"}),
}


@pytest.mark.parametrize("when", WHEN)
@pytest.mark.parametrize("undoable", [False, True])
def test_what_can_be_pressed_when(session: PitchSession, when: str, undoable: bool) -> None:
    presses, expected = WHEN[when]
    there = pressed(session, *presses)
    if undoable:
        there = replace(there, undoable=Pressed(1, "start", 1, AT, UserId(1)))
    assert set(rules.possible(there)) == expected | ({"undo"} if undoable else set())


def everywhere(session: PitchSession, most: int) -> Iterator[PitchSession]:
    """Every session that presses lead to, whatever the order; each kind of situation once."""
    seen, frontier = set[tuple[object, ...]](), [session]
    while frontier:
        here = frontier.pop()
        kind = tuple((t.number, t.position, t.state, t.deferred) for t in here.turns)
        attempts = max(t.attempt for t in here.turns)
        if kind in seen or attempts > most:
            continue
        seen.add(kind)
        yield here
        now = AT + s(len(seen))
        frontier += [rules.press(here, a, now) for a in PRESSES if a in rules.possible(here)]


def test_in_every_situation_a_press_works_if_it_is_possible_and_is_refused_if_not(
    session: PitchSession,
) -> None:
    count = 0
    for here in everywhere(session, most=3):
        count += 1
        for action in PRESSES:
            if action in rules.possible(here):
                assert rules.subject(here, action) in {1, 2, 3}
                check(rules.press(here, action, AT + s(10_000)))
            else:
                with pytest.raises(NotNow):
                    rules.press(here, action, AT)
        check_orders(here)
    assert count > 100


def check(session: PitchSession) -> None:
    """What holds of every session."""
    assert sorted(t.number for t in session.turns) == [1, 2, 3]
    assert sum(t.state in ("speaking", "paused") for t in session.turns) <= 1
    ahead = [t.position for t in session.waiting]
    begun = [t.position for t in session.turns if t.started_at]
    assert len(set(ahead)) == len(ahead)
    assert not begun or not ahead or max(begun) < min(ahead), (
        "whoever has begun stands before the rest"
    )
    for turn in session.turns:
        assert (turn.started_at is not None) == (turn.state in ("speaking", "paused", "done"))
        assert (turn.paused_at is not None) == (turn.state == "paused")
        assert (turn.ended_at is not None) == (turn.state == "done")


def check_orders(session: PitchSession) -> None:
    """Whoever can be moved can be made the next; whoever can't is refused."""
    movable = {t.number for t in (*session.waiting, *session.out)}
    for number in (1, 2, 3):
        if number in movable and "order" in rules.possible(session):
            moved = rules.reorder(session, str(number))
            check(moved)
            assert order(moved) == [number, *(n for n in order(session) if n != number)]
        else:
            with pytest.raises((NotNow, NotInOrder)):
                rules.reorder(session, str(number))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PRESSES), st.integers(0, 90)), max_size=40))
def test_no_sequence_of_presses_breaks_the_clock(presses: list[tuple[Action, int]]) -> None:
    session, now = rules.plan([1, 2, 3], 3, "number", 0), AT
    spoken = timedelta()
    for action, seconds in presses:
        before = session.running
        if before is not None and before.state == "speaking":
            spoken += s(seconds)
        now += s(seconds)
        if action not in rules.possible(session):
            continue
        session = rules.press(session, action, now)
        if action in ("start", "back"):
            spoken = timedelta()
        check(session)
        if session.running is not None:
            assert session.running.elapsed(now) == spoken
            assert rules.left(session.running, 3, now) == max(s(180) - spoken, timedelta())


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PRESSES), max_size=25), st.data())
def test_undo_leads_back_press_by_press(presses: list[Action], data: st.DataObject) -> None:
    session, history = rules.plan([1, 2, 3], 3, "shuffled", 7), list[PitchSession]()
    for n, action in enumerate(presses):
        if action in rules.possible(session):
            history.append(session)
            session = rules.press(session, action, AT + s(n))
    for _ in range(data.draw(st.integers(0, len(history)))):
        before = history.pop()
        undoable = Pressed(1, "start", 1, AT, UserId(1))
        session = rules.undo(replace(session, undoable=undoable), before)
        assert (session.turns, session.seed) == (before.turns, before.seed)


def test_nothing_is_taken_back_where_nothing_was_pressed(session: PitchSession) -> None:
    with pytest.raises(NotNow, match="nothing to take back"):
        rules.undo(session, session)


def test_back_makes_it_the_next_again(session: PitchSession) -> None:
    ended = pressed(session, "start", "end", "start", "end")
    again = pressed(ended, "back")
    assert order(again) == [2, 3] and again.waiting[0].attempt == 2
    mid = pressed(again, "start", "back")
    assert mid.running is None and mid.waiting[0].attempt == 3
    assert order(pressed(mid, "back")) == [1, 2, 3]


def test_an_absent_group_moves_to_the_end_once_and_is_then_out(session: PitchSession) -> None:
    later = pressed(session, "absent")
    assert order(later) == [2, 3, 1]
    later = pressed(later, "start", "end", "start", "end")
    with pytest.raises(NotNow, match="moved to the end once"):
        pressed(later, "absent")
    out = pressed(later, "out")
    assert out.waiting == () and [t.number for t in out.out] == [1]
    with pytest.raises(NotNow, match="nobody is left to pitch"):
        pressed(out, "start")


def test_why_a_press_does_not_fit_is_said(session: PitchSession) -> None:
    speaking = pressed(session, "start")
    for there, action, why in (
        (session, "pause", "nobody is speaking"),
        (speaking, "absent", "group 1 is speaking"),
        (pressed(speaking, "pause"), "start", "group 1's clock is paused"),
        (session, "out", "hasn't been moved to the end yet"),
        (session, "back", "nobody has pitched yet"),
    ):
        with pytest.raises(NotNow, match=why):
            rules.press(there, action, AT)


def test_whoever_is_named_comes_first_and_the_others_follow(session: PitchSession) -> None:
    assert order(rules.reorder(session, "3")) == [3, 1, 2]
    assert order(rules.reorder(pressed(session, "start"), "3, 2")) == [3, 2]
    for typed, why in (
        ("x", "isn't a number"),
        (", ;", "names no group"),
        ("2, 2", "named twice"),
        ("9", "there's no group 9"),
        ("1, 2", "group 1 has pitched already or is speaking"),
    ):
        with pytest.raises(NotInOrder, match=why):
            rules.reorder(pressed(session, "start"), typed)


def test_a_group_that_is_out_returns_and_pitches(session: PitchSession) -> None:
    out = pressed(session, *("absent",) * 3, "out")
    back = rules.reorder(out, "1")
    assert order(back) == [1, 2, 3] and back.out == ()
    assert running(pressed(back, "start")).number == 1
    over = pressed(session, *("start", "end") * 2, "absent", "out")
    assert order(rules.reorder(over, "3")) == [3]


def test_a_late_group_comes_in_and_a_disbanded_one_leaves(session: PitchSession) -> None:
    there = rules.without_gone(pressed(session, "start", "end"), [1, 3, 7])
    assert order(there) == [3] and there.late == (7,)
    assert order(rules.reorder(there, "7")) == [7, 3]
    gone = rules.without_gone(pressed(session, "start", "end", "start"), [])
    assert [(t.number, t.state) for t in gone.turns] == [(1, "done"), (2, "speaking")]


def test_orders_can_be_by_number_by_hand_or_shuffled_again_the_same() -> None:
    numbers = list(range(1, 16))
    assert [t.number for t in rules.plan(numbers, 3, "3, 1 2", 0).turns][:4] == [3, 1, 2, 4]
    one, two = (rules.plan(numbers, 3, "shuffled", 42) for _ in range(2))
    assert one == two and one.seed == 42
    assert one != rules.plan(numbers, 3, "shuffled", 43)
    for typed, why in (("3, x", "isn't a number"), ("1, 1", "named twice"), ("99", "no group 99")):
        with pytest.raises(NotInOrder, match=why):
            rules.plan(numbers, 3, typed, 0)
    with pytest.raises(NobodyToPitch):
        rules.plan([], 3, "number", 0)


def test_estimates_count_from_who_is_speaking_and_never_before_the_session(
    session: PitchSession,
) -> None:
    speaking = pressed(session, "start")
    assert rules.estimates(speaking, AT + s(60), AT + s(999)) == {2: AT + s(240), 3: AT + s(480)}
    assert rules.estimates(session, AT, AT + s(600))[1] == AT + s(600)
    assert rules.estimates(session, AT, AT - s(600))[1] == AT
