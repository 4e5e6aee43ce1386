"""What is taken for a question about oneself, and what isn't: by examples, and any text at all."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.course.instants import MomentUnreadable, assumes_morning, read_moment
from bot.course.timeline import Timeline
from bot.me.asking import asked, moment_and_words
from tests.instants import et

ABOUT = {
    "group": ("what group am i in?", "Which group are we in", "am I in a group yet",
              "what's my group number", "my group"),
    "team": ("who is in my team", "Who's in our group?", "who are my teammates"),
    "handed in": ("did you get my review?", "have I handed in my slides",
                  "is my paper review in?", "what did we submit"),
    "missing": ("what am I missing?", "what do I still have to hand in", "hey, what's left for me", "my stuff"),
    "pitch": ("when do we pitch?", "what time are we on", "When is our slot", "when do I pitch", "my pitch"),
    "more time": ("do I have an extension?", "what's my extension"),
    "late days": ("how many late days do I have left", "my late days"),
    "reminders": ("what are my reminders",),
    "remind": ("remind me tomorrow at 9 to submit", "please remind me about the slides friday"),
    "sign up": ("sign us up", "please sign up our group"),
    "leave": ("leave my group", "I want to leave our team."),
    "hand in": ("hand in my review", "I want to submit my lab 2 entry"),
}  # fmt: skip


@pytest.mark.parametrize(("about", "text"), [(a, t) for a, texts in ABOUT.items() for t in texts])
def test_what_is_about_its_asker_is_known(about: str, text: str) -> None:
    found = asked(text)
    assert found is not None and found.about == about


@pytest.mark.parametrize(
    "text",
    [
        "when is lab 2 due?", "how do we sign up?", "can I leave my group?", "what is a group?",
        "when are the pitches", "what do I have to submit for the paper review?", "how many late days are there",
        "who is in charge of my section", "is my laptop good enough", "when do we get grades", "hand in where?",
    ],
)  # fmt: skip
def test_what_is_about_the_course_is_left_to_the_course(text: str) -> None:
    assert asked(text) is None


@given(st.text(max_size=200))
def test_any_text_is_read_without_trouble(text: str) -> None:
    found = asked(text)
    assert found is None or found.rest == found.rest.strip()


@pytest.mark.parametrize(
    ("text", "at", "about"),
    [
        ("remind me tomorrow at 9 to hand in", et(1, 27, 9), "hand in"),
        ("remind me to hand in tomorrow at 9am", et(1, 27, 9), "hand in"),
        ("remind me in 2 hours about the lab", et(1, 26, 12), "the lab"),
        ("remind me friday to send the slides to Bo", et(1, 29, 9), "send the slides to Bo"),
    ],
)
def test_a_moment_and_what_about_are_told_apart(
    text: str, at: datetime, about: str, timeline: Timeline
) -> None:
    found = asked(text)
    assert found is not None
    split = moment_and_words(found.rest, lambda words: _read(words, timeline))
    assert split is not None and (split[0], split[2]) == (at, about)


@pytest.mark.parametrize("text", ["remind me to smile", "remind me tomorrow", "remind me at noon"])
def test_without_a_moment_or_without_words_there_is_nothing_to_set(
    text: str, timeline: Timeline
) -> None:
    found = asked(text)
    assert found is not None
    assert moment_and_words(found.rest, lambda words: _read(words, timeline)) is None


def _read(words: str, timeline: Timeline) -> datetime | None:
    try:
        return read_moment(words, et(1, 26, 10), timeline.zone)
    except MomentUnreadable:
        return None


@pytest.mark.parametrize(
    ("typed", "morning"),
    [
        ("friday", True), ("tomorrow", True), ("jan 29", True), ("next week", True),
        ("friday at 5", False), ("friday 17:00", False), ("tomorrow at 9", False), ("in 2 hours", False),
        ("fri 5pm", False),
    ],
)  # fmt: skip
def test_a_day_alone_is_its_morning(typed: str, morning: bool, timeline: Timeline) -> None:
    assert assumes_morning(typed) is morning
    at = read_moment(typed, et(1, 26, 10, 37), timeline.zone).astimezone(timeline.zone)
    assert ((at.hour, at.minute) == (9, 0)) is (morning or typed == "tomorrow at 9")
    assert typed != "friday at 5" or at.hour == 17
