"""Everything that the assistant says of a course by itself: its pages, reminders, calendar and answers."""

from __future__ import annotations

from collections.abc import Container, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.answers.catalogue import KnownQuestion, known_questions, questions_of
from bot.answers.custom import custom_answer
from bot.answers.disputed import both_sides
from bot.answers.said import Said
from bot.answers.themes import ANSWERS
from bot.answers.verdict import said_first, verdict
from bot.client.layout import Card, Press, Visit
from bot.course.calendar import EVERYTHING, calendar_file
from bot.course.timeline import Timeline
from bot.ids import GuildId
from bot.logistics import views as topics
from bot.reminders.kinds import standard_kinds
from bot.reminders.kinds.base import Scene
from bot.schedule import office_hours, upcoming, views
from bot.understanding.asked import Asked, Leaning, filled
from bot.understanding.lexicon import Lexicon
from bot.understanding.reader import asked_in
from bot.understanding.words import concepts, tidy

RENDERERS = {
    "day": views.day_card,
    "week": views.week_card,
    "course": views.course_card,
    "next": upcoming.next_card,
    "deadlines": upcoming.deadlines_card,
    "topic": topics.topic_page,
    "topics": topics.topics_page,
    "hours": office_hours.hours_card,
}
"""The pages, as the cogs register them; tests/discord/test_contrary.py asks for them by their commands."""


@dataclass(frozen=True)
class Answered:
    """What a known question in one of its own wordings is answered with."""

    id: str
    leaning: Leaning
    question: str
    said: Said | None
    verdict: bool | None


def first_evening(timeline: Timeline) -> datetime:
    """Return an instant in the middle of the term: what is past, on and ahead all stand in what is said."""
    term = timeline.course.term
    middle = term.start + (term.end - term.start) / 2
    return (timeline.midnight(middle) + timedelta(hours=20)).astimezone(UTC)


def pages(timeline: Timeline, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield every page that buttons lead to, by its address."""
    todo = ["course:0", "next:", "deadlines:0", "hours:", "topics:"]
    todo += [f"day:{day}" for day in timeline.days]
    todo += [f"topic:0/{id}" for id in topics.all_topics(timeline)]
    seen: set[str] = set()
    while todo:
        address = todo.pop()
        word, _, rest = address.partition(":")
        if address in seen or word not in RENDERERS:
            continue
        seen.add(address)
        card = RENDERERS[word](timeline, rest, now)
        yield address, text_of(card)
        for button in card.buttons:
            if isinstance(button, Press) and button.custom_id.startswith("page"):
                todo.append(button.custom_id.partition(":")[2])


def text_of(card: Card) -> str:
    """Return all that is read on a card."""
    labels = [b.label for b in card.buttons]
    urls = [b.url for b in card.buttons if isinstance(b, Visit)]
    options = [f"{o.label} {o.about}" for o in card.menu.options] if card.menu else []
    return "\n".join([*card.blocks, *labels, *urls, *options])


def reminders(timeline: Timeline) -> Iterator[tuple[str, str]]:
    """Yield every reminder of the term as it is drawn when it comes, and its correction."""
    for kind in standard_kinds().planned:
        for notice in (*kind.plan(timeline, {}), *kind.waiting(timeline, {})):
            scene = Scene(GuildId(1), timeline, notice.due_at, groups=2, looking=1)
            told = (kind.title(timeline, notice), kind.part(scene, notice).text)
            yield f"{kind.name} {notice.key}", "\n".join(told)


def calendar(timeline: Timeline, now: datetime) -> str:
    """Return the calendar file, unfolded."""
    return calendar_file(timeline, EVERYTHING, now).decode().replace("\r\n ", "")


def told(timeline: Timeline) -> Iterator[tuple[str, str]]:
    """Yield everything that is said of a course without being asked."""
    now = first_evening(timeline)
    yield from pages(timeline, now)
    yield from reminders(timeline)
    yield "calendar", calendar(timeline, now)


class Questions:
    """The known questions of a course, each in its own wordings."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline, self.lexicon = timeline, Lexicon(timeline)
        self.names = frozenset(concepts(sorted(self.lexicon.names.vocabulary())))

    def of(self, timeline: Timeline) -> Questions:
        """Return the same questions, asked of a course with the same names."""
        same = copy(self)
        same.timeline = timeline
        return same

    def answered(
        self, now: datetime, most: int = 1000, ids: Container[str] | None = None
    ) -> Iterator[Answered]:
        """Answer every known question.

        Args:
            most: wordings of each question, of either side.
            ids: the questions; every one if left out.
        """
        turn = 0
        for known in questions_of(self.timeline.course).values():
            counts = dict.fromkeys(("ask", "affirm", "deny"), 0)
            for leaning, wording in known.intent.wordings:
                turn += 1
                counts[leaning] += 1
                if counts[leaning] > most or (ids is not None and known.intent.id not in ids):
                    continue
                text = filled(wording, self.lexicon.names.samples, turn)
                if text is not None:
                    yield self.answer(known, leaning, text, now)

    def answer(self, known: KnownQuestion, leaning: Leaning, text: str, now: datetime) -> Answered:
        """Answer a text as a known question."""
        asked = self.read(text, now)
        said = said_of(asked, known)
        so = verdict(said, asked, known.intent, self.names) if said else None
        return Answered(known.intent.id, leaning, text, said, so)

    def read(self, text: str, now: datetime) -> Asked:
        """Read a question that holds no typos."""
        return asked_in(text, tidy(text), self.lexicon.names, self.timeline, now)


def said_of(asked: Asked, known: KnownQuestion) -> Said | None:
    """Return what answers a known question, as the answerer does."""
    if known.answer is not None:
        return both_sides(asked, known, custom_answer(asked, known))
    function = ANSWERS.get(known.intent.id)
    said = said_first(asked, known, function(asked) if function else None)
    return both_sides(asked, known, said)


def polar_questions() -> set[str]:
    """Return the ids of the questions whose wordings claim something or its opposite."""
    known = known_questions().values()
    return {one.intent.id for one in known if any(side != "ask" for side, _ in one.intent.wordings)}
