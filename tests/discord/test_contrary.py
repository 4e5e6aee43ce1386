"""Every command in a course that says the opposite: nothing of the first course is left in it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from bot.course.timeline import Timeline
from bot.library.library import DEFAULT, CourseLibrary
from tests.contrary.saying import first_evening
from tests.contrary.turning import built, turned
from tests.contrary.whole import whole
from tests.contrary.words import foreign_words, words
from tests.discord.surfaces import commands_of, filled
from tests.discord.world import raw_components, world_at

OURS = re.compile(
    r"(?<![\w/`:.-])(?:groups?|listeners?|staff)(?![\w`:-]| (?:channel|role))", re.IGNORECASE
)
"""What other courses call people and groups of people, but for the channel and the role."""
OF_SETTINGS = ("setup", "help", "staff group log")
"""Commands that name the commands' own headings, the roles that are set, and deeds as they were stored."""
QUESTIONS = (
    "when is the next lecture",
    "do i have to submit the labs",
    "what prizes are there",
    "who teaches this",
)
"""What is typed where a command takes a question: words of no course."""


async def test_no_command_says_anything_of_another_course(tmp_path: Path) -> None:
    data = turned(whole())
    foreign, course = foreign_words(data), built(data)
    now = first_evening(Timeline(course))
    library = CourseLibrary(course, sources={DEFAULT: json.dumps(data)})
    async with world_at(now, library, tmp_path) as world:
        person = world.person("sam", "staff", "judge", "registered")
        used = 0
        for command in commands_of(world):
            answer = await world.slash(person, command.qualified_name, **filled(world, command))
            shown = [str(command.description), *(str(p.description) for p in command.parameters)]
            kept = foreign & words([*shown, *read_all(answer)])
            assert not kept, (command.qualified_name, kept)
            if command.qualified_name not in OF_SETTINGS:
                told = [text for text in read_all(answer) if OURS.search(text)]
                assert not told, (command.qualified_name, told)
            used += 1
        assert used > 40
        for question in QUESTIONS:
            assert not foreign & words([await world.use("sam", "ask", question=question)]), question


def read_all(answer: Any) -> list[str]:
    """Every text of an answer: its messages, the labels in them, and the form it opens."""
    messages = [m for m in (answer.response, *answer.followups) if m is not None]
    found = [text for m in messages for part in raw_components(m) for text in _texts(part)]
    return [*found, *(m.content for m in messages), *_texts(answer.modal)]


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for key, one in value.items() if key != "custom_id" for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [value] if isinstance(value, str) else []
