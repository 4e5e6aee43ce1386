"""The topics of `/course`: which ones a course has, how they are found, and their page.

Address: `topic:PAGE/ID`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from discord import app_commands
from rapidfuzz import fuzz, utils

from bot.client.choices import offer
from bot.client.layout import Button, Card, Visit, paginate
from bot.client.look import KINDS, MAX_HEADING, clip
from bot.client.pages import page_number, share, turn
from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.errors import StalePage, UnknownTopic

MIN_LIKENESS = 70
"""How alike (0-100) typed words must be to a topic's to be taken for it; chosen by trying."""


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of the course.

    Attributes:
        id: short name that never changes.
        title: what the picker shows.
        answer: the first line, which answers by itself.
        lines: the details, in order.
        words: other words people use for it.
        links: buttons that open addresses.
        more: (label, address) of the page that people want next.
    """

    id: str
    title: str
    answer: str
    lines: tuple[str, ...] = ()
    words: str = ""
    links: tuple[Visit, ...] = ()
    more: tuple[str, str] | None = None
    kind: str = field(default="course")


def find_topic(topics: dict[str, Topic], typed: str) -> Topic:
    """Find the topic that a person means.

    Raises:
        UnknownTopic: nothing comes close; carries the nearest titles.
    """
    text = utils.default_process(typed)
    exact = next(
        (
            t
            for t in topics.values()
            if text in (t.id.replace("-", " "), utils.default_process(t.title))
        ),
        None,
    )
    if exact:
        return exact
    ranked = rank(topics, text)
    if ranked and ranked[0][1] >= MIN_LIKENESS:
        return topics[ranked[0][0]]
    raise UnknownTopic(typed[:60], [topics[id].title for id, _ in ranked[:3]])


def rank(topics: dict[str, Topic], typed: str) -> list[tuple[str, float]]:
    """Order the topics by how well they match what was typed, best first: (id, 0-100)."""
    text = utils.default_process(typed)
    scored = [(id, _likeness(text, topic)) for id, topic in topics.items()]
    return sorted(scored, key=lambda pair: -pair[1])


def topic_choices(topics: dict[str, Topic], typed: str) -> list[app_commands.Choice[str]]:
    """Offer topics while a person types: all in order, or those that fit, best first."""
    ids = (
        [id for id, score in rank(topics, typed) if score >= MIN_LIKENESS - 15]
        if typed.strip()
        else list(topics)
    )
    return offer((topics[id].title, id) for id in ids)


def _likeness(typed: str, topic: Topic) -> float:
    title, words = utils.default_process(topic.title), utils.default_process(topic.words)
    if _begins(typed, title):
        return 100 - len(title) / 100
    if _begins(typed, f"{title} {words}"):
        return 95
    return max(
        fuzz.token_set_ratio(typed, title), fuzz.partial_ratio(typed, f"{title} {words}") - 10
    )


def _begins(typed: str, text: str) -> bool:
    return bool(typed) and all(any(t.startswith(w) for t in text.split()) for w in typed.split())


def topic_card(topics: dict[str, Topic], timeline: Timeline, rest: str, now: datetime) -> Card:
    """Render `topic:PAGE/ID`."""
    number, _, id = rest.partition("/")
    topic = topics.get(id)
    if topic is None:
        raise StalePage
    pages = paginate(topic.lines)
    page = min(page_number(number), len(pages) - 1)
    note = f" · page {page + 1} of {len(pages)}" if len(pages) > 1 else ""
    buttons: list[Button] = []
    if page + 1 < len(pages):
        buttons.append(turn("More →", f"topic:{page + 1}/{id}", 0, primary=True))
    elif topic.more:
        buttons.append(turn(topic.more[0], topic.more[1], 0, primary=True))
    if page:
        buttons.append(turn("← Back", f"topic:{page - 1}/{id}", 1))
    buttons += topic.links[: 4 - len(buttons)]
    body = "\n".join(pages[page])
    blocks = (
        f"### {clip(topic.answer, MAX_HEADING)}{note}",
        *([body] if body else []),
        f"-# Source: course page, {topic.title}",
    )
    return Card(KINDS[topic.kind], blocks, (*buttons, share(f"topic:{page}/{id}")))


def visit(course: Course, id: str | None, label: str = "") -> tuple[Visit, ...]:
    """Make the button that opens one of the course's links; none for no link."""
    link = course.link(id)
    return (Visit(label or f"Open {link.title}", link.url),) if link else ()
