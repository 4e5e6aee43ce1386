"""A YAML file as plain data that remembers where everything stood.

PyYAML's safe loader parses; this module only walks the nodes, so that every later problem can be given
its line and column. Two readings of YAML 1.1 surprise people and are not taken over: `13:00` stays text
(not 780), and only `true` and `false` are booleans (`on`, `yes` and `no` stay text).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import yaml

from bot.errors import CourseFileInvalid, Problem

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 20
MAX_NODES = 50_000
"""More values than any course has; an alias bomb passes this long before it fills the memory."""

MERGE = "tag:yaml.org,2002:merge"
PLAIN_TAGS = {"str", "null", "bool", "int", "float", "timestamp", "merge", "value"}

Loc = tuple[str | int, ...]
_yaml: Any = yaml
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_resolver: Any = _yaml.resolver.Resolver()


@dataclass
class Document:
    """The data of a file and the 1-based (line, column) of every key and value in it."""

    data: Any = None
    values: dict[Loc, tuple[int, int]] = field(default_factory=dict[Loc, tuple[int, int]])
    keys: dict[Loc, tuple[int, int]] = field(default_factory=dict[Loc, tuple[int, int]])
    problems: list[Problem] = field(default_factory=list[Problem])

    def place(self, loc: Loc, *, of_key: bool = False) -> tuple[int, int]:
        """Find the position of a value (or of its key); the nearest parent's where it has none."""
        if of_key and loc in self.keys:
            return self.keys[loc]
        while loc and loc not in self.values:
            loc = loc[:-1]
        return self.values.get(loc, (1, 1))

    def problem(
        self, loc: Loc, found: str, expected: str, *, of_key: bool = False, once: bool = False
    ) -> None:
        """Note a problem at a place of the file. `once`: unless another has the same remedy."""
        if once and any(problem.expected == expected for problem in self.problems):
            return
        line, column = self.place(loc, of_key=of_key)
        self.problems.append(Problem(line, column, dotted(loc), found, expected))

    def partly_read(self, loc: Loc, noted: int) -> bool:
        """Return whether something of an entry was set aside, so that what it seems to lack isn't known.

        Args:
            noted: how many problems there were when it was set aside.
        """
        within = (f"{dotted(loc)}.", f"{dotted(loc)}[")
        return len(loc) > 1 and any(one.path.startswith(within) for one in self.problems[:noted])

    def at(self, loc: Loc) -> Any:
        """Return the value at a place, or None."""
        value = self.data
        for step in loc:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value

    def cut_by_comma(self, loc: Loc) -> str:
        """Return the key and the text that commas seem to have cut inside braces; empty where none did."""
        around = self.at(loc[:-1])
        if not isinstance(around, dict) or self.at(loc) is not None:
            return ""
        entries = list(cast("dict[str, Any]", around).items())
        first = last = [key for key, _ in entries].index(str(loc[-1]))
        while first and entries[first][1] is None:
            first -= 1
        while last + 1 < len(entries) and entries[last + 1][1] is None:
            last += 1
        (before, text), cut = entries[first], [key for key, _ in entries[first + 1 : last + 1]]
        return f'{before}: "{", ".join([text, *cut])}"' if isinstance(text, str) else ""


def dotted(loc: Loc) -> str:
    """Write a place as people do: `deadlines[2].due_at`."""
    path = ""
    for step in loc:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def read_text(path: Path) -> str:
    """Read a course file.

    Raises:
        CourseFileInvalid: it is missing, no file, over 1 MiB, not UTF-8, or empty.
    """

    def refuse(found: str, expected: str, line: int = 1, column: int = 1) -> CourseFileInvalid:
        return CourseFileInvalid(path, [Problem(line, column, "", found, expected)])

    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise refuse(f"no readable file ({error.strerror})", "a course file in YAML") from error
    if len(raw) > MAX_BYTES:
        raise refuse("more than 1 MiB", "at most 1 MiB (1,048,576 bytes)")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        raise refuse(f"the byte 0x{raw[error.start]:02x}", "UTF-8 text", line, column) from error
    if not text.strip():
        raise refuse("an empty file", "a course")
    return text


def parse(path: Path, text: str) -> Document:
    """Parse YAML into data with positions; duplicate keys and odd tags are noted as problems.

    Raises:
        CourseFileInvalid: it is not YAML, nests too deeply, or its aliases multiply beyond reason.
    """
    try:
        _guard_depth(path, text)
        root = _yaml.compose(text, Loader=_SafeLoader)
    except yaml.YAMLError as error:
        raise CourseFileInvalid(path, [_syntax_problem(error)]) from error
    document = Document()
    if root is None:
        raise CourseFileInvalid(path, [Problem(1, 1, "", "only comments", "a course")])
    _Walker(path, document).walk_root(root)
    return document


def _syntax_problem(error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    words = (
        getattr(error, "problem", None)
        or getattr(error, "reason", None)
        or "text that can't be parsed"
    )
    return Problem(
        line,
        column,
        "",
        f"text that is not YAML ({str(words).strip()})",
        "an indentation of spaces, and quotes around text with a colon or a bracket",
    )


def _guard_depth(path: Path, text: str) -> None:
    depth = 0
    for event in _yaml.parse(text, Loader=_SafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                mark = event.start_mark
                problem = Problem(
                    mark.line + 1,
                    mark.column + 1,
                    "",
                    f"nesting over {MAX_DEPTH} levels",
                    "a course",
                )
                raise CourseFileInvalid(path, [problem])
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _implicit_tag(text: str) -> str:
    """Return the tag that a plain scalar has by its text alone."""
    return str(_resolver.resolve(yaml.ScalarNode, text, (True, False)))


class _Walker:
    def __init__(self, path: Path, document: Document) -> None:
        self.path, self.document = path, document
        self.count = 0
        self.open: set[int] = set()

    def walk_root(self, root: yaml.Node) -> None:
        self.document.data = self.walk(root, ())

    def walk(self, node: yaml.Node, loc: Loc) -> Any:
        self.document.values[loc] = place = (node.start_mark.line + 1, node.start_mark.column + 1)
        self.count += 1
        if self.count > MAX_NODES:
            problem = Problem(
                *place,
                dotted(loc),
                f"more than {MAX_NODES:,} values (aliases multiply)",
                "a course",
            )
            raise CourseFileInvalid(self.path, [problem])
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node, loc)
        if id(node) in self.open:
            self.document.problem(loc, "an alias of the thing it stands in", "a value of its own")
            return None
        self.open.add(id(node))
        try:
            if isinstance(node, yaml.SequenceNode):
                return [self.walk(child, (*loc, i)) for i, child in enumerate(node.value)]
            return self.mapping(node, loc)
        finally:
            self.open.discard(id(node))

    def mapping(self, node: yaml.Node, loc: Loc) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for name, key, value in self.pairs(node, loc):
            here = (*loc, name)
            if name in result:
                line = self.document.keys[here][0]
                place = (key.start_mark.line + 1, key.start_mark.column + 1)
                self.document.problems.append(
                    Problem(
                        *place,
                        dotted(here),
                        f"the key “{name}” a second time",
                        f"it once (first on line {line})",
                    )
                )
                continue
            self.document.keys[here] = (key.start_mark.line + 1, key.start_mark.column + 1)
            result[name] = self.walk(value, here)
        return result

    def pairs(self, node: yaml.Node, loc: Loc) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
        for key, value in node.value:
            if key.tag == MERGE:
                place = (key.start_mark.line + 1, key.start_mark.column + 1)
                found = "a merge of another part, `<<`"
                problem = Problem(*place, dotted(loc), found, "its keys, written out here")
                raise CourseFileInvalid(self.path, [problem])
            if isinstance(key, yaml.ScalarNode):
                yield key.value, key, value
            else:
                place = (key.start_mark.line + 1, key.start_mark.column + 1)
                self.document.problems.append(
                    Problem(*place, dotted(loc), "a list or map as a key", "a name")
                )

    def scalar(self, node: yaml.ScalarNode, loc: Loc) -> Any:
        kind, text = node.tag.removeprefix("tag:yaml.org,2002:"), node.value
        if kind not in PLAIN_TAGS:
            self.document.problem(loc, f"the tag {node.tag}", "a plain value")
            return None
        if kind != "str" and _implicit_tag(text) != node.tag:
            self.document.problem(loc, f"the tag !!{kind} on “{text[:40]}”", "a plain value")
            return None
        if kind == "null":
            return None
        if kind == "bool" and text.lower() in ("true", "false"):
            return text.lower() == "true"
        if kind == "int" and text.lstrip("+-").isdigit():
            return int(text) if len(text) < 19 else text
        if (
            kind == "float"
            and text.lower().lstrip("+-").replace("_", "")[:1].isdigit()
            and ":" not in text
        ):
            return float(text.replace("_", ""))
        return text
