"""Anything about something: the lines of the file that match, by their words and by what they mean."""

from __future__ import annotations

import pytest

from bot.answers.answerer import Answerer
from bot.answers.said import Said
from bot.answers.search import found_lines
from bot.answers.terminal import first_morning
from bot.answers.themes.pitch import past_ideas
from bot.answers.themes.rubric import criterion
from bot.answers.themes.search import anything_about
from bot.understanding.asked import Asked


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("any past ideas about music", "Music generation with RNNs"),
        ("did anyone do something with sports", "Computer vision to coach sports players"),
        ("is there an idea on cooking", "Recipe generation with RNNs"),
        ("ideas about finance", "Predicting stock market trends"),
        ("an old project on forged documents", "Detect whether a signature is fraudulent"),
        ("projects with cars", "Computer vision system for safety brakes or warnings"),
    ],
)
def test_the_matching_ideas_are_shown_and_not_the_whole_list(
    answerer: Answerer, question: str, line: str
) -> None:
    said = past_ideas(read(answerer, question))
    assert said and line in said.text
    assert len(said.text.splitlines()) <= 5


def test_ideas_of_nothing_in_particular_are_the_list(answerer: Answerer) -> None:
    said = past_ideas(read(answerer, "show me past project ideas"))
    assert said and said.text.startswith("22 ideas from past proposals")


@pytest.mark.parametrize(
    ("question", "id"),
    [
        ("do nice looking slides count", "Clarity and presentation"),
        ("does it matter how realistic it is", "Technical soundness"),
        ("does the problem have to be important", "Novelty and impact"),
    ],
)
def test_a_criterion_is_found_by_what_its_guideline_says(
    answerer: Answerer, question: str, id: str
) -> None:
    said = criterion(read(answerer, question))
    assert said and said.text.startswith(id)


@pytest.mark.parametrize(
    "question", ["is there anything about face recognition", "anything on ibm"]
)
def test_anything_about_something_names_what_each_line_is_one_of(
    answerer: Answerer, question: str
) -> None:
    said = anything_about(read(answerer, question))
    assert isinstance(said, Said) and said.stated
    assert all(": " in line for line in said.text.splitlines()[1:])


def test_nothing_is_shown_where_nothing_matches(answerer: Answerer) -> None:
    assert anything_about(read(answerer, "is there anything about that")) is None
    assert not found_lines(read(answerer, "qwxzv"), "criterion")


def read(answerer: Answerer, text: str) -> Asked:
    return answerer.reader.read(text, first_morning(answerer.timeline))
