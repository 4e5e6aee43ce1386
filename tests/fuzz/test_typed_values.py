"""Dates, times, numbers and ids that people type: read, or refused in words; and what is shown can be typed back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from bot.assignments import catalog, checks
from bot.assignments.notices import read_code
from bot.client.pages import page_number
from bot.competitions import rules as judging
from bot.competitions.rounds import contests_of
from bot.competitions.typed import means_scores, read_message
from bot.course.instants import FARTHEST, read_instant, read_moment
from bot.course.timeline import Timeline, monday
from bot.course.values import lead_of
from bot.course.when import OneDay, OneWeek, parse_when
from bot.course.years import FIRST_YEAR, LAST_YEAR
from bot.errors import CourseBotError
from bot.presentations import rules as pitching
from bot.questions.rules import answer_text, question_text
from bot.schedule import views
from bot.schedule.choices import when_choices
from bot.settings import application_of
from bot.text import clean, day_name
from bot.understanding import days
from tests.fuzz.cases import fuzzed, texts

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2021, 1, 26, 15, tzinfo=UTC)
INSTANTS = st.datetimes(
    datetime(FIRST_YEAR, 1, 1), datetime(LAST_YEAR, 12, 31), timezones=st.just(UTC)
).map(lambda at: at.replace(microsecond=0))
RECEIPTS = st.text("23456789ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=24, max_size=24)
AMOUNT = st.integers(0, 10**8).map(str)
WORD = st.sampled_from(
    [
        "jan",
        "Feb",
        "MARCH",
        "sept",
        "may",
        "1",
        "26",
        "31st",
        "02",
        "0",
        "99",
        "2021",
        "9999",
        "0000",
        "1/26",
        "26.1.21",
        "2/30",
        "2021-1-26",
        "tue",
        "tues",
        "wednesday",
        "next",
        "last",
        "this",
        "week",
        "wk",
        "2",
        "#1",
        "today",
        "tomorrow",
        "now",
        "in",
        "on",
        "at",
        "the",
        "of",
        "ago",
        "from",
        "hours",
        "minutes",
        "days",
        "weeks",
        "months",
        "years",
        "1e9",
        "99999999999",
        "9am",
        "9:30",
        "25:00",
        "17:00",
        "noon",
        "midnight",
        "am",
        "pm",
        "utc",
        "est",
        "z",
        "+",
        "-",
        ",",
        ".",
        ":",
        "/",
        "lab",
        "morning",
        "score",
        "group",
        "entry",
        "4",
        "5",
        "²",
        "٣",
        "12345678",
    ]
)
TYPED = st.one_of(texts(), st.lists(WORD, max_size=7).map(" ".join))


def read(reader: Any, *given: Any) -> Any:
    """Read what was typed. None where it was refused, and then in words that Discord takes."""
    try:
        return reader(*given)
    except CourseBotError as refused:
        assert 10 < len(str(refused)) < 3500
        return None


@fuzzed(150, 0.3)
@given(TYPED)
@example("https://[")
@example("https://a.b:x")
@example("week 0")
@example("0001-01-01")
@example("9999-12-31")
def test_whatever_is_typed_is_read_or_refused_in_words(timeline: Timeline, typed: str) -> None:
    course = timeline.course
    scope = read(parse_when, typed, timeline, NOW)
    if scope is not None:
        assert len(views.address_of(scope)) <= 90
    for choice in when_choices(timeline, typed, NOW):
        assert 1 <= len(choice.name) <= 100 and 1 <= len(choice.value) <= 100
    instant = read(read_instant, typed, NEW_YORK, "--at")
    assert instant is None or FIRST_YEAR <= instant.year <= LAST_YEAR
    scores = read(read_message, typed)
    for contest in contests_of(course).values():
        read(judging.check_scores, contest, scores.scores if scores else typed.split())
        read(judging.check_scores, contest, [typed] * len(contest.criteria))
    if scores:
        assert means_scores(typed) and 0 <= scores.entry < 10**7
    read(pitching.plan, [1, 2, 3], 2, typed, 7)
    read(pitching.reorder, pitching.plan([1, 2, 3], 2, "number", 0), typed)
    read(read_code, typed)
    read(catalog.find, catalog.assignments_of(course), typed)
    slides = catalog.presented_by(course)
    assert slides is not None
    [hosts] = {part.hosts for part in slides.parts if part.hosts}
    read(checks.check_address, hosts, typed)
    assert 1 <= len(checks.safe_name(typed)) <= checks.LONGEST_NAME
    for words in (question_text, answer_text):
        read(words, typed)
    tidy = read(clean, typed, "title", 100)
    assert tidy is None or (1 <= len(tidy) <= 100 and clean(tidy, "title", 100) == tidy)
    assert 0 <= page_number(typed) < 10**5
    words = typed.lower().split()
    days.find_times(words)
    days.find_days(words, timeline, timeline.today(NOW))
    assert application_of(typed) is None or typed


@fuzzed(60, 0.4)
@given(TYPED, INSTANTS)
@example("0001-01-01T00:00+14:00", NOW)
@example("in 99999999999 years", NOW)
@example("\0", NOW)
def test_a_moment_ahead_is_read_or_refused_in_words(typed: str, now: datetime) -> None:
    at = read(read_moment, typed, now, NEW_YORK)
    if at is not None:
        assert now < at <= now + FARTHEST
        assert at.utcoffset() == timedelta(0) and not at.microsecond


@fuzzed(60, 0.3)
@given(INSTANTS, st.integers(0, 13), RECEIPTS, st.lists(st.integers(0, 99), max_size=5), AMOUNT)
def test_what_is_shown_can_be_typed_back(
    timeline: Timeline, at: datetime, ahead: int, receipt: str, scores: list[int], amount: str
) -> None:
    assert read_instant(at.isoformat(), NEW_YORK, "--at") == at
    local = at.astimezone(NEW_YORK)
    assert read_instant(local.isoformat(), NEW_YORK, "--at") == at
    if not local.fold:
        assert read_instant(local.replace(tzinfo=None).isoformat(), NEW_YORK, "--at") == at
    day = at.date()
    assert parse_when(str(day), timeline, NOW) == OneDay(day)
    near = timeline.course.term.start + timedelta(days=ahead)
    for shown in (day_name(near), str(near), f"{near:%B} {near.day}", f"{near.month}/{near.day}"):
        assert parse_when(shown, timeline, NOW) == OneDay(near), shown
    week = OneWeek(monday(near))
    assert parse_when(f"week {timeline.week_number(week.monday)}", timeline, NOW) == week
    id, code = read_code(receipt)
    assert read_code(f"{id} {code}") == read_code(f" {id}\n{code} ".lower()) == (id, code)
    line = " ".join(map(str, scores))
    found = read_message(f"score {amount}: {line}")
    if len(amount) <= 7:
        assert found is not None and found.entry == int(amount)
        assert list(map(int, found.scores)) == scores
    for unit in "mhd":
        length = lead_of(f"{max(1, ahead)}{unit}")
        assert (
            length == read_moment(f"in {LENGTHS[unit].format(max(1, ahead))}", NOW, NEW_YORK) - NOW
        )


LENGTHS = {"m": "{} minutes", "h": "{} hours", "d": "{} days"}
