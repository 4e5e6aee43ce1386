"""Whatever people type where others read it is shown without doing anything: one walk over all such fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.library.library import CourseLibrary
from tests.assignments import samples
from tests.discord import judging
from tests.discord.judging import close, pitch_day, score
from tests.discord.test_teammates import board
from tests.discord.world import World, read, text_of, world_at
from tests.instants import et

LINE = "<t:4242:R> <@&4242424242424242> @everyone \u202eZZZ"
SIGNS = "</x:4242424242424242> [ZZZ](https://evil.example) ||ZZZ|| `ZZZ` <:e:4242424242424242>"
LINES = f"{LINE}\n# ZZZ\n-# ZZZ\n> ZZZ\n- ZZZ\n**ZZZ** {SIGNS}"
DOES_SOMETHING = re.compile(
    r"(?<!\\)<(?:t:4242|@&4242|#4242|/x:4242|:e:4242)|@everyone|(?<!\\)\[ZZZ\]|(?<!\\)\|\|ZZZ|(?<!\\)[`*]ZZZ|\u202e"
    r"|^\s*(?:#|-#|>|-) ZZZ",
    re.MULTILINE,
)
FORM_FIELD = 4
"""What a form is filled with is its own author's and isn't read as markdown."""


def shown(value: Any, inside: str = "") -> Iterator[str]:
    """Yield every text that a request shows as markdown."""
    if isinstance(value, dict):
        if value.get("type") == FORM_FIELD and "custom_id" in value:
            return
        for key, inner in value.items():
            yield from shown(inner, key)
    elif isinstance(value, list):
        for inner in value:
            yield from shown(inner, inside)
    elif isinstance(value, str) and inside == "content":
        yield value


def check(world: World, *fields: str) -> None:
    """Nothing of what was typed does anything in what was sent, and each field was really shown somewhere."""
    texts = [text for r in world.env.http_requests if r.json for text in shown(r.json)]
    for text in texts:
        assert not DOES_SOMETHING.search(text), text
    everything = "\n".join(texts)
    for field in fields:
        assert f"{field} " in everything, field


def marked(field: str, text: str) -> str:
    return f"{field} {text}"


async def test_groups_posts_papers_files_questions_reasons_and_reminders(
    library: CourseLibrary, tmp_path: Path
) -> None:
    async with world_at(et(1, 20, 12), library, tmp_path) as world:
        ana, bo, chi = (world.person(name) for name in ("ana", "bo", "chi"))
        sam = world.person("sam", "staff")
        form = await world.slash(ana, "signup-group")
        typed = {
            "title": marked("TITLE", SIGNS)[:80],
            "idea": marked("IDEA", LINES),
            "people": [bo],
        }
        await ana.submit_modal(form, typed)
        for person, looking in ((ana, "members"), (chi, "a group")):
            form = await world.slash(person, "find-group", **{"looking-for": looking})
            words = {"interests": marked("INTERESTS", LINE), "skills": marked("SKILLS", SIGNS)}
            await person.submit_modal(form, words)
        assert "INTERESTS" in text_of(board(world))
        for command in ("group show", "group list"):
            await world.use("ana", command)
        file = ("FILE [ZZZ](https_evil) ||ZZZ|| #x.pdf", samples.pdf())
        said = {"subject": marked("PAPER", LINE), "complete": True}
        said |= {"assignment": "review"}
        await world.slash(ana, "submit", file=file, **said)
        await world.slash(ana, "submit", file=("REFUSED [ZZZ](x).exe", samples.EXE), **said)
        await world.slash(sam, "staff submissions", assignment="review")
        more = {"assignment": "review", "hours": 24.0, "reason": marked("REASON", LINE)}
        await world.slash(sam, "staff extend", **more, person=ana.user)
        asked = await world.slash(ana, "ask", question=marked("QUESTION", LINE + SIGNS))
        await ana.click(asked.response, label="Ask staff")
        await world.slash(sam, "staff questions")
        await world.slash(ana, "remind-me", at="in 2 hours", about=marked("REMINDER", LINE))
        await world.advance(2 * 3600 + 61)
        await world.slash(sam, "staff reminders")
        check(
            world, "TITLE", "IDEA", "INTERESTS", "SKILLS", "FILE", "REFUSED", "PAPER", "REASON", "QUESTION", "REMINDER"
        )  # fmt: skip


async def test_titles_feedback_and_reasons_of_a_pitch_day(
    library: CourseLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles = tuple(
        marked(f"TITLE{n}", text)[:78] for n, text in enumerate((LINE, SIGNS, "**ZZZ**"))
    )
    monkeypatch.setattr(judging, "TITLES", titles)
    async with pitch_day(library, tmp_path) as day:
        sam = day.person("sam", "staff")
        for name in ("joy", "kim"):
            for number in (1, 2, 3):
                words = {"feedback": marked("FEEDBACK", LINES), "note": marked("NOTE", LINE)}
                await score(day, day.person(name), number, 5, 4, 4, **words)
                await day.slash(day.person(name), "scores", entry=number)
        given = {"entry": 2, "award": "Display monitor", "reason": marked("WHY", LINE)}
        await close(day)
        await day.slash(sam, "judging award", **given)
        request = await judging.ask(day, reason=marked("PRINTED", SIGNS))
        await judging.confirm(day, request)
        for command in ("pitch order", "judging results"):
            await day.slash(sam, command)
        await day.advance(120)
        check(day, "TITLE0", "TITLE1", "TITLE2", "FEEDBACK", "WHY", "PRINTED")
        assert read(await day.slash(sam, "group list"))
