"""Every page of any course that `check` accepts fits Discord's limits."""

from __future__ import annotations

import asyncio
import functools
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bot.answers.answerer import answerer_for
from bot.answers.terminal import first_morning
from bot.assignments.catalog import assignments_of
from bot.assignments.model import (
    Details,
    KeptFile,
    Owner,
    Receipt,
    StudentRecord,
    Verified,
    Version,
)
from bot.assignments.progress import progress_of
from bot.assignments.rules import Due
from bot.assignments.ui import cards as hand_in_cards
from bot.assignments.ui.forms import HandInForm
from bot.assignments.ui.progress_cards import progress_card
from bot.assignments.ui.staff_cards import person_card
from bot.client.layout import MAX_CUSTOM_ID, MAX_TEXT, Card, Press, lay_out
from bot.client.pages import MAX_ADDRESS, Pages
from bot.course.checks import check
from bot.course.model import AssumedMinutes, Assumptions, Course
from bot.course.reminding import Reminders
from bot.course.timeline import Timeline
from bot.course.when import Matching, parse_when
from bot.delivery.model import Batch, Row
from bot.errors import StalePage, UnknownWhen
from bot.logistics import views as logistics_views
from bot.logistics.topics import topic_choices
from bot.logistics.work import all_topics
from bot.questions.model import Learned, Question, Unanswered
from bot.questions.ui import cards as answer_views
from bot.questions.ui import staff_cards
from bot.reminders.kinds import standard_kinds
from bot.reminders.kinds.base import Scene
from bot.reminders.rules import plan
from bot.reminders.ui.composer import reminder_card
from bot.reminders.ui.events import wanted_events
from bot.reminders.ui.loop import today_card
from bot.schedule import office_hours, upcoming, views
from bot.schedule.choices import when_choices

START = date(2025, 3, 3)
FAST = functools.partial(
    settings,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # shrinking whole courses takes minutes
)
LONG = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=4)


@functools.cache  # a strategy costs more to make than to draw from
def words(most: int) -> st.SearchStrategy[str]:
    """Text of any length up to the most that the field allows, often exactly that."""
    return st.builds(
        lambda seed, length: (seed * length)[:length].strip() or "x",
        LONG,
        st.one_of(st.just(most), st.integers(1, most)),
    )


OTHER_KIND = "a kind of thirty letters, just"
NOT_AS_PLANNED: list[dict[str, object]] = [
    {"status": "cancelled", "why": "w" * 160},
    {"status": "no class", "why": "w" * 160},
    {
        "status": "moved",
        "why": "w" * 160,
        "moved_from": {"day": "2025-03-20", "starts": "07:00", "where": "w" * 60},
    },
]


def ids(prefix: str, count: int) -> list[str]:
    return [f"{prefix}{n}" for n in range(count)]


DAYS = [START + timedelta(days=n) for n in range(60)]
KINDS = st.sampled_from(["lecture", "lab", "recitation", "exam", OTHER_KIND])
ANY_DAY, FIRST_DAYS = st.sampled_from(DAYS), st.sampled_from(DAYS[:8])
AS_PLANNED_OR_NOT = st.sampled_from([{}, *NOT_AS_PLANNED])
PARTS, STARTS = st.sampled_from([None, 1, 2]), st.sampled_from([None, "09:00", "13:00"])
RELEASED = st.one_of(st.none(), ANY_DAY.map(lambda day: f"{day}T12:00:00+00:00"))
PROOFS = st.sampled_from(["honor code", "submission", "exam"])
COUNTED = st.sampled_from(["labs", "lectures", "other"])


@st.composite
def courses(draw: st.DrawFn) -> Course:
    sessions = [
        {
            "id": f"s{n}",
            "kind": draw(KINDS),
            "day": str(draw(FIRST_DAYS)),
            **draw(AS_PLANNED_OR_NOT),
            "title": draw(words(160)),
            "part": draw(PARTS),
            "starts": draw(STARTS),
            "speakers": [{"name": draw(words(60)), "affiliation": draw(words(160))}]
            * draw(st.integers(0, 5)),
        }
        for n in range(draw(st.integers(0, 40)))
    ]
    deadlines = [
        {
            "id": f"d{n}",
            "title": draw(words(160)),
            "short": draw(words(60)),
            "due_at": f"{draw(ANY_DAY)}T23:59:59+00:00",
            "hand_in": {"where": draw(words(60)), "link": "l0"},
            "who": draw(words(160)),
            "need": draw(words(1200)),
            "notes": [draw(words(1200))] * draw(st.integers(0, 3)),
        }
        for n in range(draw(st.integers(0, 12)))
    ]
    releases = [
        {
            "id": f"r{n}",
            "kind": "grades",
            "title": draw(words(160)),
            "at": draw(RELEASED),
            "link": "l0",
            "text": draw(words(1200)),
        }
        for n in range(draw(st.integers(0, 12)))
    ]
    text, title = draw(words(1200)), draw(words(160))
    labs, contests = draw(st.integers(0, 20)), draw(st.integers(0, 10))
    return Course.model_validate(
        {
            "title": title,
            "number": draw(words(60)),
            "term": {"name": draw(words(60)), "start": START, "end": START + timedelta(days=59)},
            "timezone": "UTC",
            "instructors": [{"name": draw(words(60)), "affiliation": title}]
            * draw(st.integers(0, 20)),
            "summary": text,
            "prerequisites": {
                "expected": [title] * 12,
                "helpful": [title] * 12,
                "notes": [text] * 5,
            },
            "grading": {
                "units": 6,
                "scheme": draw(words(60)),
                "passing": [
                    {
                        "id": i,
                        "title": title,
                        "proof": draw(PROOFS),
                        "counts": draw(COUNTED),
                        "detail": text,
                    }
                    for i in ids("p", 10)
                ],
                "notes": [text] * 5,
            },
            "kinds": {
                "lecture": {
                    "starts": "13:00",
                    "where": draw(words(60)),
                    "modality": "both",
                    "joining": text,
                    "recordings": text,
                    "attendance": {"required": True, "text": text},
                    "bring": [title] * 8,
                    "access": text,
                    "public": text,
                    "also": [f"{draw(words(50))} {n}" for n in range(16)],
                },
                OTHER_KIND: {"modality": "online", "bring": [title] * 8},
            },
            "days_off": [{"day": START + timedelta(days=59), "title": title, "why": title}],
            "sessions": sessions,
            "weekly": [
                {
                    "id": "w0",
                    "kind": "lecture",
                    "title": title,
                    "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
                    "first": START,
                    "last": START + timedelta(days=59),
                    "topics": [title] * 60,
                },
                {
                    "id": "w1",
                    "kind": OTHER_KIND,
                    "title": title,
                    "weekdays": ["mon"],
                    "first": START,
                    "last": START + timedelta(days=59),
                    "starts": "22:00",
                    "ends": "02:00",
                    "cancelled": [START + timedelta(days=7)],
                },
            ],
            "office_hours": [
                {
                    "id": i,
                    "where": draw(words(60)),
                    "link": "l0",
                    "after": "lecture",
                    "closes": "15:00",
                    "access": text,
                    "purposes": [title] * 10,
                    "not_for": [text] * 3,
                    "unsure": [{"day": START, "why": text}],
                }
                for i in ids("o", draw(st.integers(0, 10)))
            ],
            "deadlines": deadlines,
            "releases": releases,
            "labs": [
                {
                    "id": i,
                    "title": title,
                    "parts": [{"id": f"{n}A", "title": title, "notebook": title} for n in range(6)],
                    "award": {"title": title},
                }
                for i in ids("lab", labs)
            ],
            "assignments": [
                {
                    "id": i,
                    "title": title,
                    "short": title[:60].strip() or "x",
                    "due_at": "2025-03-05T12:00:00Z",
                    "lab": i if n % 2 else None,
                    "by": "group" if n % 3 == 0 else "person",
                    "counts_for": {"competition": "k0"} if n % 3 and contests else {},
                    "need": text,
                    "parts": [{"id": e, "title": title, "accepts": ["file"]} for e in ids("e", 5)]
                    + [
                        {
                            "id": "t",
                            "title": title,
                            "accepts": ["text"],
                            "includes": [text] * 4,
                            "group_number": n % 3 == 0,
                            "subject": {
                                "ask": title[:60].strip() or "x",
                                "rule": text,
                                "suggestions": [{"url": "https://a.b/" + "x" * 280}] * 25,
                            },
                        },
                    ],
                }
                for n, i in enumerate(ids("lab", labs))
            ],
            "groups": {
                "min": 1,
                "max": 12,
                "recommended": {"min": 2, "max": 3},
                "about": text,
                "mentor": text,
            },
            "competitions": [
                {
                    "id": i,
                    "title": title,
                    "entries": "assignments" if n == 0 and labs > 1 else "groups",
                    "criteria": [{"id": c, "title": title, "guideline": text} for c in ids("c", 5)],
                    "awards": [{"title": title}] * 12,
                    "scoring": text,
                    "judges": text,
                }
                for n, i in enumerate(ids("k", contests))
            ],
            "links": [
                {"id": i, "title": title, "url": "https://a.b/" + "x" * 280} for i in ids("l", 40)
            ],
            "contacts": [{"id": i, "title": title, "email": "a@b.c"} for i in ids("m", 20)],
            "topics": [{"id": i, "title": draw(words(60)), "text": text} for i in ids("t", 40)],
            "open_questions": [{"id": i, "about": title, "known": text} for i in ids("q", 60)],
        },
        strict=False,
    )


def known_ids(course: Course) -> dict[str, set[str]]:
    lists = ("links", "labs", "deadlines", "sessions", "assignments")
    return {name: {thing.id for thing in getattr(course, name)} for name in lists}


def registered() -> Pages:
    pages = Pages()
    for word, renderer in {
        "day": views.day_card,
        "week": views.week_card,
        "course": views.course_card,
        "find": views.found_card,
        "next": upcoming.next_card,
        "deadlines": upcoming.deadlines_card,
        "hours": office_hours.hours_card,
        "topic": logistics_views.topic_page,
        "topics": logistics_views.topics_page,
    }.items():
        pages.register(word, renderer)
    return pages


def assert_fits(card: Card) -> None:
    """Hold a card, and its shared form, against Discord's limits, and lay it out for good measure."""
    assert sum(len(block) for block in card.blocks) + 40 <= MAX_TEXT
    assert 1 <= len(card.buttons) <= 5
    for button in card.buttons:
        assert len(button.label) > 0
        if isinstance(button, Press):
            assert len(button.custom_id) <= MAX_CUSTOM_ID
    lay_out(card)


@FAST(max_examples=20)
@given(courses(), st.integers(-3, 65), st.integers(0, 23))
def test_every_page_of_any_course_fits(course: Course, day: int, hour: int) -> None:
    assert list(check(course, known_ids(course), True)) == []
    timeline, pages = Timeline(course), registered()
    now = datetime(2025, 3, 3, hour, tzinfo=UTC) + timedelta(days=day)

    async def walk() -> None:
        seen: set[str] = set()
        queue = [
            "course:0",
            "next:",
            "deadlines:0",
            "hours:",
            "topics:",
            f"day:{START}",
            f"week:{START}",
        ]
        queue += [f"topic:0/{id}" for id in all_topics(timeline)]
        while queue and len(seen) < 400:
            address = queue.pop()
            if address in seen:
                continue
            seen.add(address)
            assert len(address) <= MAX_ADDRESS, address
            card = pages.card(timeline, address, now)
            assert_fits(card)
            for button in card.buttons:
                if isinstance(button, Press) and button.custom_id.startswith("page"):
                    queue.append(button.custom_id.partition(":")[2])

    asyncio.run(walk())


@FAST(max_examples=12)
@given(courses(), words(80), words(900), st.integers(1, 10))
def test_progress_and_receipts_of_any_course_fit(
    course: Course, name: str, text: str, files: int
) -> None:
    labs = [lab.id for lab in course.labs]
    at = datetime(2025, 3, 5, 12, tzinfo=UTC)
    kept = tuple(KeptFile(f"e{n}", name, 10**6, "f" * 64, "pdf", 3) for n in range(files))
    details = Details(
        paper=text, texts={f"e{n}": text for n in range(8)}, link="https://a.b/" + "x" * 480
    )
    asked = assignments_of(course)
    versions = tuple(
        Version(
            1, f"R-2222-2{id}", id, Owner("user", 1), 1, name, 1, at, at, kept, details, (text,) * 9
        )
        for id in asked
    )
    attested, due = frozenset(labs[::2]), {d.id: Due(at, at) for d in course.every_deadline}
    for record in (StudentRecord(1), StudentRecord(1, attested, versions, 10**6)):
        found = progress_of(course, record)
        assert_fits(progress_card(course, 10**18, found, due, at))
    titles = {one.id: one.title for one in asked.values()}
    lay_out(person_card(1, name, versions, titles))
    lay_out(
        hand_in_cards.receipts_card(versions * 5, titles, {v.receipt: text[:60] for v in versions})
    )
    for version in versions:
        receipt = Receipt(version, titles[version.assignment], (text,) * 9, 1, 1, (text[:160],) * 8)
        assert_fits(
            hand_in_cards.receipt_card(asked[version.assignment], receipt, hand_in_cards.CLOSED)
        )
        lay_out(hand_in_cards.group_news(version, receipt.title, name))
        genuine = Verified(version, receipt.title, True, False, kept[0])
        lay_out(hand_in_cards.verified_card(genuine))
        form = HandInForm(10**18, asked[version.assignment], version, 10**6)
        assert len(form.title) <= 45 and len(form.custom_id) <= MAX_CUSTOM_ID
        assert len(form.children) <= 5


@FAST(max_examples=10)
@given(courses(), st.booleans())
def test_every_reminder_of_any_course_fits_alone_or_with_others(
    course: Course, together: bool
) -> None:
    wanted = Reminders(
        deadlines=("3h",), meetings=("15m",), office_hours_open=True,
        office_hours_close=("15m",), digest=time(9),
    )  # fmt: skip
    assumed = Assumptions(lecture_minutes=AssumedMinutes(value=60, why="x"))
    timeline = Timeline(course.model_copy(update={"reminders": wanted, "assumptions": assumed}))
    at = datetime(2025, 3, 5, 12, tzinfo=UTC)
    scene = Scene(10**18, timeline, at, groups=10**6, looking=10**6, role=10**18)
    kinds = standard_kinds()
    planned = [w.notice for w in plan(kinds.planned, timeline)]
    rows = [Row(10**18, p, "planned") for p in [*planned[:60], *planned[-12:]]]
    batches = [tuple(rows)] if together and rows else [(row,) for row in rows]
    for some in batches:
        batch = Batch(10**18, some[0].notice.target, at - timedelta(days=1), "n" * 24, at, 1, some)
        card = reminder_card(kinds, scene, batch)
        assert sum(map(len, card.blocks)) + 60 <= MAX_TEXT
        lay_out(card)
        events = wanted_events(timeline, datetime(2025, 3, 1, tzinfo=UTC), {})
        assert all(len(e.description) <= 1000 and len(e.name) <= 100 for e in events.values())
    for minutes in range(0, 60 * 24 * 60, 60 * 30):
        board = today_card(
            timeline, datetime(2025, 3, 1, tzinfo=UTC) + timedelta(minutes=minutes), {}
        )
        if board:
            lay_out(board)


@FAST(max_examples=20)
@given(courses(), st.text(max_size=120))
def test_any_typed_words_make_addresses_and_choices_that_fit(course: Course, typed: str) -> None:
    timeline, now = Timeline(course), datetime(2025, 3, 5, 12, tzinfo=UTC)
    choices = when_choices(timeline, typed, now) + topic_choices(all_topics(timeline), typed)
    assert len(when_choices(timeline, typed, now)) <= 25
    for choice in choices:
        assert 1 <= len(choice.name) <= 100
        assert 1 <= len(str(choice.value)) <= 100
    try:
        scope = parse_when(typed, timeline, now)
    except UnknownWhen:
        return
    address = views.address_of(scope)
    assert len(address) <= MAX_ADDRESS
    if not isinstance(scope, Matching):
        return

    async def render() -> None:
        try:
            assert_fits(registered().card(timeline, address, now))
        except StalePage:
            assert len(typed) > 60

    asyncio.run(render())


@FAST(max_examples=2)
@given(courses())
def test_answers_fit_too(course: Course) -> None:
    timeline = Timeline(course)
    answerer, now = answerer_for(timeline), first_morning(timeline)
    for text in (
        "what's due and what are the prizes and what is the course about",
        "who speaks",
        "x" * 300,
    ):
        question = Question(2**62, 2**62, 1, text, now)
        reply = answerer.ask(text, now)
        lay_out(answer_views.answer_card(question, reply))
        lay_out(answer_views.missed_card(question, reply))
        lay_out(answer_views.shared_card(question, reply, "<@1>"))
    full = [
        Unanswered(2**62 + n, 2**62, "w" * 300, "w", now, "open", 99, "a" * 1000) for n in range(9)
    ]
    entries = [Learned(2**62 + n, 2**62, "w" * 300, "a" * 1000, 1, now) for n in range(30)]
    for card in (
        staff_cards.board_card(full),
        answer_views.told_card("w" * 300, "a" * 1000),
        answer_views.not_answered_card("w" * 300),
        staff_cards.dismiss_card(full[0]),
        staff_cards.dismissed_card(full[0]),
        staff_cards.kept_card(full[0]),
        staff_cards.faq_card(entries),
        staff_cards.learned_card(entries[0]),
        answer_views.sent_card(full[0]),
    ):
        lay_out(card)
