"""The list of everything that can be said, and what no sentence in it does."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.cli.words import Sentence, sentences

STIFF = {
    r"\bis no (?!longer\b|more\b)\w+": "say isn't a ...",
    r"\bI take no\b": "say what isn't accepted",
    r"\b(?:does|do|is|are|was|were|can|could|would) not\b": "contract it",
    r"\bThere is\b|\bWhat is\b|\bIt is\b|\bYou are\b|\bI am\b": "contract it",
    r"\bany more(?=[.,;:*)!?]|$)": "anymore",
    r"\bclosed .* ago, at\b|\bby in\b|\bwho must\b|\ball the same\b|\bno more$": "see how an American would say it",
}
KEPT = (
    "bot/cli/", "bot/course/", "bot/library/", "bot/restore", "bot/soundness", "bot/doctor", "bot/state",
    "bot/answers/", "bot/understanding/", "bot/trouble", "bot/settings", "bot/sandbox/", "bot/database",
)  # fmt: skip
"""What operators and writers of course files read, and what quotes the course."""


@pytest.fixture(scope="module")
def said() -> list[Sentence]:
    return list(sentences())


def test_every_sentence_has_an_id_of_its_own_its_text_and_its_place(said: list[Sentence]) -> None:
    assert len({one.id for one in said}) == len(said) > 1500
    for one in said:
        path, _, line = one.where.partition(":")
        assert Path(path).suffix == ".py" and line.isdecimal() and one.id.startswith(f"{path}:")


@pytest.mark.parametrize(
    "text",
    [
        "### There's nothing left for you to do right now",
        "-# You didn't give a time, so it's 9 AM.",
    ],
)
def test_what_people_read_is_in_the_list(text: str, said: list[Sentence]) -> None:
    assert any(one.text == text for one in said)


def test_the_log_patterns_and_statements_of_sql_are_not(said: list[Sentence]) -> None:
    texts = [one.text for one in said]
    assert not any(text.startswith(("SELECT ", "INSERT ", "CREATE ")) for text in texts)
    assert not any("registered %d commands" in text for text in texts)


@pytest.mark.parametrize("stiff", STIFF)
def test_no_sentence_that_students_read_is_stiff(stiff: str, said: list[Sentence]) -> None:
    found = [
        (one.where, one.text)
        for one in said
        if not one.where.startswith(KEPT) and re.search(stiff, one.text)
    ]
    assert not found, STIFF[stiff]


def test_the_command_prints_the_list_and_its_spelling_is_right(said: list[Sentence]) -> None:
    printed = CliRunner().invoke(main, ["words"]).output
    assert len(printed.splitlines()) == len(said)
    assert all(len(line.split("\t")) == 3 for line in printed.splitlines())
    checked = subprocess.run(
        [sys.executable, "-m", "codespell_lib", "-"],
        input=printed, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout
