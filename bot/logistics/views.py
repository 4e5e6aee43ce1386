"""What `/course` and `/calendar` show."""

from __future__ import annotations

from datetime import datetime

from discord import ui

from bot.client.layout import PAGE_TEXT, Card, Reply
from bot.client.look import KINDS, plural
from bot.client.pages import turn
from bot.course.timeline import Timeline
from bot.logistics.topics import topic_card
from bot.logistics.work import all_topics

CALENDAR_NAME = "course.ics"


def topic_page(timeline: Timeline, rest: str, now: datetime) -> Card:
    """Render `topic:PAGE/ID`."""
    return topic_card(all_topics(timeline), timeline, rest, now)


def topics_page(timeline: Timeline, _rest: str, now: datetime) -> Card:
    """Render `topics:`: what can be asked of `/course`."""
    lines = [f"- **{topic.title}**" for topic in all_topics(timeline).values()]
    head = (
        f"### {timeline.course.title}: {plural(len(lines), 'topic')}\nType `/course` and pick one."
    )
    body = "\n".join(lines)[:PAGE_TEXT]
    buttons = (turn("About", "topic:0/about", 0, primary=True), turn("What's next", "next:", 1))
    return Card(KINDS["course"], (head, body), buttons)


def calendar_reply(timeline: Timeline, kinds: str, count: int) -> Reply:
    """Lay out the calendar file and what it holds."""
    text = (
        f"### Your calendar file: {plural(count, 'entry', 'entries')}\n"
        f"It includes {kinds} of {timeline.course.title}. Open it with your calendar app, or import it there; "
        "times will be in your own zone. What the course page doesn't time is an all-day entry."
    )
    file: ui.File[ui.LayoutView] = ui.File(f"attachment://{CALENDAR_NAME}")
    return Reply([ui.Container(ui.TextDisplay(text), file, accent_colour=KINDS["course"].colour)])
