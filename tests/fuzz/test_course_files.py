"""Course files with anything wrong in them: `check` and `new-term` say what and where, and what passes runs."""

from __future__ import annotations

import asyncio
import copy
import functools
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answerer import answerer_for
from bot.assignments.catalog import assignments_of
from bot.assignments.ui.forms import HandInForm
from bot.cli import main
from bot.client.layout import lay_out
from bot.competitions.rounds import contests_of
from bot.course.loader import load_course
from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.delivery.model import Batch, Row
from bot.errors import StalePage
from bot.logistics.work import all_topics
from bot.reminders.kinds import standard_kinds
from bot.reminders.kinds.base import Scene
from bot.reminders.rules import plan
from bot.reminders.ui.composer import reminder_card
from bot.reminders.ui.events import wanted_events
from bot.reminders.ui.loop import today_card
from tests.conftest import COURSE_FILE, SEMESTER_FILE
from tests.fuzz.cases import ODD_TEXTS, fuzzed
from tests.test_limits import assert_fits, registered

BASES = (COURSE_FILE.read_text(), SEMESTER_FILE.read_text())
PLACE = re.compile(r"^[^:\n]+:([0-9]+):([0-9]+) .*found .*, expected .", re.MULTILINE | re.DOTALL)
ODD_VALUES = (
    "!!float abc", "!!int abc", "!!int 0x", "!!bool maybe", "!!timestamp soon", "!!null x", "!!binary '$$'",
    "!!set {a}", "!!omap []", "!!python/object:os.system x", "!x y", "9999-12-31", "0001-01-01",
    "9999-12-31T23:59:59-05:00",
    "0001-01-01T00:00:00+14:00", "2021-13-45", "2021-01-18", "2021-01-18T08:00:00", "2021-01-18 08:00:00",
    "2021-01-18T08:00:00-05:00", "1e400", "-1e400", ".nan", ".inf", "-1", "0", "1.5", "999999999999999999999999", "[]",
    "{}", "[[[]]]", "[null]", "{a: {b: c}}", "null", "~", "''", "'\\0'", '"\\0"', '"\\ud83d"', '"\\U0010FFFF"',
    "*a", "&a x",
    "&a [*a]", "<<: {}", "? x", "true", "yes", "13:00", "25:00", "24:00", "1:2:3", "0o17", "0b1", "1_000", "_1",
    "+_", "-0",
    "1.", ".5", "||", "|\n  x", ">\n  x", f"'{'x' * 5000}'", "https://a.b:x", "https://[::1", "https://a.b:99999",
    "a@b",
    "America/New_York", "UTC", "Nowhere/Land", "../../etc/passwd", "'..'", "9999d", "1d", "'23:59'", "'00:00'",
    "[" * 25 + "]" * 25, "[" + "1," * 70000 + "]", "١٢", "²", "'²'", "2²",
)  # fmt: skip
ODD_CHARACTERS = "\0\t\r\x85\u2028\ufeff:{}[]&*!|>'\"%@`#,-?~é😀"


@st.composite
def typed_wrong(draw: st.DrawFn) -> str:
    """A course file that somebody slipped in while typing."""
    lines = draw(st.sampled_from(BASES)).split("\n")
    for _ in range(draw(st.sampled_from([1, 1, 1, 2, 4]))):
        at = draw(st.integers(0, len(lines) - 1))
        line, slip = lines[at], draw(st.integers(0, 8))
        head, colon, _rest = line.partition(":")
        where = draw(st.integers(0, len(line)))
        if slip == 0 and colon:
            lines[at] = line[:where] + draw(st.sampled_from("xyz-_")) + line[where:]
        elif slip == 1 and colon:
            lines[at] = f"{head}: {draw(st.sampled_from(ODD_VALUES))}"
        elif slip == 2:
            del lines[at]
        elif slip == 3:
            lines.insert(at, line)
        elif slip == 4:
            lines[at] = f"  {line}"
        elif slip == 5:
            lines[at] = line.removeprefix("  ")
        elif slip == 6 and line.strip().startswith("- "):
            lines[at] = line[: line.index("- ")] + f"- {draw(st.sampled_from(ODD_VALUES))}"
        elif slip == 7 and colon:
            lines[at] = f"{head}:"
        else:
            lines[at] = line[:where] + draw(st.sampled_from(ODD_CHARACTERS)) + line[where:]
        lines = lines or [""]
    return "\n".join(lines)


@functools.cache
def tree(text: str) -> yaml.Node:
    return yaml.compose(text, Loader=yaml.CSafeLoader)


def odd_node(text: str) -> yaml.Node:
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        node = None
    return node or yaml.ScalarNode("tag:yaml.org,2002:str", text)


@st.composite
def grown_wrong(draw: st.DrawFn) -> str:
    """A course file whose tree has lost, doubled, swapped or odd parts."""
    root = copy.deepcopy(tree(draw(st.sampled_from(BASES))))
    for _ in range(draw(st.sampled_from([1, 1, 2, 3]))):
        holder: Any = root
        for _ in range(draw(st.integers(0, 4))):
            inner = [n for n in children(holder) if not isinstance(n, yaml.ScalarNode) and n.value]
            holder = draw(st.sampled_from(inner)) if inner else holder
        if not holder.value:
            continue
        at = draw(st.integers(0, len(holder.value) - 1))
        change(draw, holder, at, root)
    try:
        return yaml.serialize(root, Dumper=yaml.SafeDumper, allow_unicode=True, width=4096)
    except (yaml.YAMLError, RecursionError):
        return "title: [\n"


def children(node: Any) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [value for _, value in node.value]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def change(draw: st.DrawFn, holder: Any, at: int, root: yaml.Node) -> None:
    """Change one entry of a list or a map."""
    is_map = isinstance(holder, yaml.MappingNode)
    key, value = holder.value[at] if is_map else (None, holder.value[at])

    def put(new: yaml.Node) -> None:
        holder.value[at] = (key, new) if is_map else new

    slip = draw(st.integers(0, 9))
    if slip == 0:
        del holder.value[at]
    elif slip == 1:
        holder.value.insert(at, holder.value[at])
    elif slip == 2 and key is not None:
        cut = draw(st.integers(0, len(key.value)))
        name = key.value[:cut] + draw(st.sampled_from(["", "x", "_", " "])) + key.value[cut + 1 :]
        holder.value[at] = (yaml.ScalarNode("tag:yaml.org,2002:str", name), value)
    elif slip == 3:
        put(odd_node(draw(st.sampled_from(ODD_VALUES))))
    elif slip == 4:
        put(yaml.ScalarNode("tag:yaml.org,2002:str", draw(st.sampled_from(ODD_TEXTS))))
    elif slip == 5:
        put(yaml.SequenceNode("tag:yaml.org,2002:seq", [value] * draw(st.sampled_from([1, 2, 90]))))
    elif slip == 6:
        put(yaml.MappingNode("tag:yaml.org,2002:map", [(odd_node("id"), value)]))
    elif slip == 7:
        other = draw(st.sampled_from(children(holder) + children(root)))
        put(other)
    elif slip == 8 and isinstance(value, yaml.ScalarNode):
        tag = draw(st.sampled_from(["float", "int", "bool", "timestamp", "null", "str", "binary"]))
        put(yaml.ScalarNode(f"tag:yaml.org,2002:{tag}", value.value))
    elif slip == 9 and isinstance(value, yaml.SequenceNode) and value.value:
        inner = value.value * draw(st.sampled_from([2, 20, 200]))
        put(yaml.SequenceNode(value.tag, inner))


WRONG = st.one_of(typed_wrong(), grown_wrong())
MOVES = ("2027-01-18", "2026-11-23", "2150-12-28", "2015-01-05", "9999-12-27", "0001-01-01", "soon")


@fuzzed(60)
@given(WRONG, st.sampled_from(MOVES), st.integers(0, 10**6))
def test_what_is_wrong_is_said_at_its_place_and_what_passes_runs(
    tmp_path_factory: pytest.TempPathFactory, text: str, start: str, seed: int
) -> None:
    folder = tmp_path_factory.getbasetemp() / "fuzz"
    folder.mkdir(exist_ok=True)
    judge(folder, text, start, seed)


def judge(folder: Path, text: str, start: str, seed: int) -> bool:
    """Check a file from the command line, and run the course it describes. Return whether it passed."""
    file, moved = folder / "course.yaml", folder / "moved.yaml"
    file.write_bytes(text.encode("utf-8", errors="surrogatepass"))
    moved.unlink(missing_ok=True)
    passed = said(["check", str(file)], text)
    renewed = said(["new-term", str(file), "--start", start, "-o", str(moved)], text)
    assert passed or not renewed
    if passed:
        runs(load_course(file), seed)
    if renewed:
        said(["check", str(moved)], moved.read_text())
    return passed


def said(command: list[str], text: str) -> bool:
    """Run a command; where it refuses, it says so in a sentence, and a file's problems have places in it."""
    result = CliRunner().invoke(main, command)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code in (0, 1), result.output
    if result.exit_code:
        assert "Traceback" not in result.output and result.output.strip(), result.output
        if " can't be used: " in result.output and "problem" in result.output.split("\n")[0]:
            lines = len(re.split("\r\n|[\n\r\x85\u2028\u2029]", text)) + 1
            places = PLACE.findall(result.output)
            assert places and all(1 <= int(line) <= lines for line, _ in places), result.output
    return result.exit_code == 0


def runs(course: Course, seed: int) -> None:
    """Let a course be used for its whole term: plans, pages, boards, events, forms, answers."""
    timeline = Timeline(course)
    kinds = standard_kinds()
    planned = [wanted.notice for wanted in plan(kinds.planned, timeline)]
    first = timeline.midnight(course.term.start)
    last = timeline.midnight(course.term.end)
    some = first + (last - first) * ((seed % 1000) / 1000)
    for number, notice in enumerate(planned):
        if number % 7 == seed % 7:
            scene = Scene(10**18, timeline, notice.due_at, groups=3, looking=3, role=10**18)
            rows = (Row(10**18, notice, "planned"),)
            made = Batch(10**18, notice.target, notice.due_at, "n" * 24, notice.due_at, 1, rows)
            lay_out(reminder_card(kinds, scene, made))
    for now in (first - timedelta(days=400), some, last + timedelta(days=400)):
        wanted_events(timeline, now, {})
        board = today_card(timeline, now, {})
        if board:
            lay_out(board)
    asyncio.run(pages_of(timeline, some, 40))
    for one in assignments_of(course).values():
        form = HandInForm(10**18, one, None, 10**6)
        assert 1 <= len(form.children) <= 5
    contests_of(course)
    answerer = answerer_for(timeline)
    for text in QUESTIONS[seed % 4 :: 4]:
        answerer.ask(text, some)


QUESTIONS = (
    "when is lab 2 due?", "what is due this week", "who speaks tomorrow?", "how do I pass?", "what are the prizes",
    "when are office hours", "can I hand in late", "what is today", "where are the lectures", "how big is a group",
    "who do I email", "what is the course about", "when do the grades come out", "how do I hand in the paper review",
    "when is the pitch", "what counts for the final project", "do I need to know python", "how are groups judged",
)  # fmt: skip


async def pages_of(timeline: Timeline, now: datetime, most: int) -> None:
    """Turn the pages of a course as far as their buttons lead."""
    pages, seen = registered(), set[str]()
    queue = ["course:0", "next:", "deadlines:0", "hours:", "topics:", f"day:{timeline.today(now)}"]
    queue += [f"topic:0/{id}" for id in all_topics(timeline)]
    while queue and len(seen) < most:
        address = queue.pop(len(queue) // 2)
        if address in seen:
            continue
        seen.add(address)
        try:
            card = pages.card(timeline, address, now)
        except StalePage:
            continue
        assert_fits(card)
        pressed = (getattr(button, "custom_id", "") for button in card.buttons)
        queue += [id.partition(":")[2] for id in pressed if id.startswith("page")]
