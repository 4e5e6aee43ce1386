"""The documents tell the truth: what they name exists, and what exists is named."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import click
import pytest

from bot.cli import main
from bot.client.access import capability_of
from bot.client.bot import CourseBot
from bot.course.loader import schema_json
from bot.course.model import Course
from bot.library.library import CourseLibrary
from bot.permissions import Capability
from bot.schedule import upcoming
from bot.settings import Settings
from cogs import schedule
from tests.conftest import ROOT
from tests.discord.world import World, world_at
from tests.discord.world import text_of as text_of_message
from tests.instants import et

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_relative_link_resolves(document: Path) -> None:
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+://", target):
            assert (document.parent / target.partition("#")[0]).exists(), target


def test_the_commands_of_the_readme_are_in_the_makefile() -> None:
    makefile = text_of("Makefile")
    for command in re.findall(r"^    make (\S+)$", text_of("README.md"), re.M):
        assert re.search(rf"^{command}:", makefile, re.M), command


def test_every_command_of_the_command_line_is_documented() -> None:
    operators, architecture = text_of("docs/operators.md"), text_of("ARCHITECTURE.md")
    for name, command in main.commands.items():
        assert f"`python -m bot {name}" in operators, name
        assert name in architecture
        for part in command.commands if isinstance(command, click.Group) else ():
            assert f"`python -m bot {name} {part}" in operators, (name, part)


def test_every_setting_is_documented() -> None:
    for place in ("docs/operators.md", ".env.example"):
        for name in Settings.model_fields:
            variable = "DISCORD_TOKEN" if name == "discord_token" else f"COURSEBOT_{name.upper()}"
            assert variable in text_of(place), (place, variable)


def test_every_key_of_the_course_file_is_documented() -> None:
    for name in Course.model_fields:
        assert f"| `{name}` |" in text_of("docs/course-file.md"), name
    schema, text = json.loads(schema_json()), text_of("docs/course-file.md")
    told = {*re.findall(r"`([a-z_]+)", text), *re.findall(r"([a-z_]+):", text)}
    for section in (schema, *schema["$defs"].values()):
        assert set(section.get("properties", ())) <= told, section["title"]


async def test_every_slash_command_is_documented_for_those_who_may_use_it(world: World) -> None:
    for command in world.bot.slash_commands():
        needed = capability_of(command)
        for_all = needed in (Capability.READ_COURSE, Capability.JOIN_GROUPS, Capability.HAND_IN)
        document = "docs/students.md" if for_all else "docs/staff.md"
        document = "docs/judges.md" if needed is Capability.SCORE else document
        assert f"`/{command.qualified_name}" in text_of(document), command.qualified_name


async def test_no_document_names_a_command_that_does_not_exist(world: World) -> None:
    known = {command.qualified_name for command in world.bot.slash_commands()}
    heads = {name.split()[0] for name in known}
    for document in DOCUMENTS:
        if document.name == "CONTRIBUTING.md":
            continue  # its example adds one
        for name in re.findall(r"`/([a-z][a-z-]*)", document.read_text(encoding="utf-8")):
            assert name in heads, (document.name, name)


def test_every_room_is_on_the_floor_plan_and_every_dependency_has_its_reason() -> None:
    architecture = text_of("ARCHITECTURE.md")
    for path in (ROOT / "bot").iterdir():
        if path.name not in ("__pycache__", "__init__.py"):
            assert path.name.removesuffix(".py") in architecture, path.name
    import tomllib

    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    extras = project["optional-dependencies"]
    for requirement in [*project["dependencies"], *extras["sandbox"], *extras["dev"]]:
        name = re.split(r"[\[=<>]", requirement)[0]
        assert name in architecture, name


async def test_the_recipes_of_contributing_do_what_they_say(
    library: CourseLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = text_of("CONTRIBUTING.md")
    page, command, its_test, kind = re.findall(r"```python\n(.*?)```", source, re.S)
    shown, cog, tested, reminded = (
        {**vars(upcoming)},
        {**vars(schedule)},
        {"World": World},
        {"__name__": "bot.reminders.kinds.last_day"},
    )
    for code, names in (
        (page, shown),
        (f"class Extra(commands.Cog):\n{command}", cog),
        (its_test, tested),
        (kind, reminded),
    ):
        exec(code, names)
    assert 'bot.pages.register("term", upcoming.term_card)' in source
    set_up = schedule.setup

    async def extended(bot: CourseBot) -> None:
        await set_up(bot)
        bot.pages.register("term", shown["term_card"])
        await bot.add_cog(cog["Extra"]())

    monkeypatch.setattr(schedule, "setup", extended)
    kinds = [reminded["LastDay"]()]
    async with world_at(et(1, 28, 11, 59), library, tmp_path, kinds=kinds) as world:
        await tested["test_the_term_is_named_with_its_days"](world)
        await world.app.reminders.replan(world.guild.id, world.clock.now())
        await world.advance(61)
        posts = [text_of_message(m) for m in world.channels["announcements"].history()]
        assert any(text.startswith("### 📌 The last day begins <t:") for text in posts)


def test_lock_files_name_no_index_and_have_hashes() -> None:
    for name in ("requirements.lock", "requirements-dev.lock", "requirements-learn.lock"):
        text = text_of(name)
        assert "--index-url" not in text and "://" not in text
        packages = re.findall(r"^[a-z0-9][^\s=]*==\S+", text, re.M | re.I)
        assert len(packages) > 10
        assert text.count("--hash=sha256:") >= len(packages)


def test_every_file_of_data_in_the_code_is_packaged() -> None:
    data = tomllib.loads(text_of("pyproject.toml"))["tool"]["setuptools"]["package-data"]
    packaged = {
        path
        for package, patterns in data.items()
        for pattern in patterns
        for path in (ROOT / package.replace(".", "/")).glob(pattern)
    }
    kept = {path for path in (ROOT / "bot").rglob("*.*") if path.suffix not in (".py", ".pyc")}
    assert kept == packaged
