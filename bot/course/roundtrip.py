"""A course file changed in place: what isn't touched stays as it was written, with its comments and order.

ruamel.yaml reads and writes it round-trip. Days and instants stay the text that they are, so nobody's quotes, offsets
or seconds change with them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.representer import RoundTripRepresenter
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from bot.errors import CourseFileInvalid, Problem

_KEY = re.compile(r"^([A-Za-z_][\w-]*):(?=\s|$)", re.M)
_SHARED = re.compile(r"(^|[\s\[{,:])[&*][\w-]+", re.M)
"""An anchor, or an alias: parts of the file that belong together."""
_TAG = re.compile(r"!!\w+")
_ENTRY = re.compile(r"^( *)- ", re.M)
LAST = "*"
Scope = Mapping[str, str | None]
TIMESTAMP = "tag:yaml.org,2002:timestamp"


class Timestamp(str):
    """A day or an instant as it is written, without quotes."""


def read(path: Path, text: str) -> Any:
    """Read a file's text as data that remembers how it was written. `path`: what an error names.

    Raises:
        CourseFileInvalid: it isn't strict YAML, where `check` is lenient: tabs, for example.
    """
    try:
        return _round_trip().load(text)
    except YAMLError as error:
        raise CourseFileInvalid(path, [_problem(error)]) from error
    except ValueError as error:  # ruamel's own, of a tag such as `!!int` before what is none
        raise CourseFileInvalid(path, [_tagged(text)]) from error


def changed(path: Path, text: str, scope: Scope, change: Callable[[Any], None]) -> str:
    """Return a file's text with a change of some of its parts; all else stays as it is, to the letter.

    Only what may change is read: ruamel.yaml takes seconds for a thousand meetings.

    Args:
        scope: the parts of the file's first level that may change, and which of their entries: one by its id, the
            LAST, or every one for None. A part may be new.
        change: alters their data.
    """
    if _SHARED.search(text):
        data = read(path, text)
        change(data)
        return written(data)
    starts = [(found[1], found.start()) for found in _KEY.finditer(text)]
    ends = [start for _, start in starts[1:]] + [len(text)]
    parts = {
        name: _Part.of(text, (start, end), scope[name])
        for (name, start), end in zip(starts, ends, strict=True)
        if name in scope
    }
    whole = "".join(part.head + text[part.start : part.end] for part in parts.values())
    data: Any = read(path, whole) if parts else CommentedMap()
    before: list[str] = list(data)
    change(data)
    new: dict[str, Any] = {n: CommentedMap({n: data[n]}) for n in data if n not in before}
    for name in new:
        del data[name]
    spliced = _spliced(text, list(parts.values()), written(data) if data else "")
    if spliced is None:
        return changed(path, text, dict.fromkeys(scope), change)
    rest = spliced if spliced.endswith("\n") or not new else f"{spliced}\n"
    return rest + "".join(map(written, new.values()))


@dataclass(frozen=True, slots=True)
class _Part:
    """What is read of a part: from `start` to `end`, under its `head`."""

    head: str
    start: int
    end: int

    @classmethod
    def of(cls, text: str, place: tuple[int, int], entry: str | None) -> _Part:
        start, end = place
        first = _ENTRY.search(text, start, end)
        if entry is None or first is None:
            return cls("", start, end)
        dash = re.compile(rf"^{first[1]}- ", re.M)
        begins = [found.start() for found in dash.finditer(text, start, end)]
        spans = [*pairwise([*begins, end])]
        wanted = re.compile(rf"\bid: *[\"']?{re.escape(entry)}[\"']?(?=[\s,}}]|$)")
        chosen = [(a, b) for a, b in spans if wanted.search(text, a, b)]
        if len(chosen) > 1:
            return cls("", start, end)
        return cls(text[start : begins[0]], *(chosen or spans)[-1])


def _spliced(text: str, parts: Sequence[_Part], fresh: str) -> str | None:
    """Put the written parts where they stood; None where one can't be told from what stands above it."""
    starts = [*(found.start() for found in _KEY.finditer(fresh)), len(fresh)]
    out, at = list[str](), 0
    for part, (begins, ends) in zip(parts, pairwise(starts), strict=True):
        if not fresh.startswith(part.head, begins):
            return None
        out += [text[at : part.start], fresh[begins + len(part.head) : ends]]
        at = part.end
    return "".join([*out, text[at:]])


def written(data: Any) -> str:
    """Write data from `read` as text again."""
    out = io.StringIO()
    _round_trip().dump(data, out)
    return out.getvalue()


def append(holder: Any, part: str, entry: Mapping[str, Any]) -> None:
    """Add an entry at the end of a list, which is made if there is none."""
    listed = holder.get(part)
    if listed is None:
        listed = holder[part] = CommentedSeq()
    listed.append(entry if isinstance(entry, CommentedMap) else flow(**entry))


def append_value(holder: Any, part: str, value: Any) -> None:
    """Add what isn't a map at the end of a list in brackets, which is made if there is none."""
    listed = holder.get(part)
    if listed is None:
        listed = holder[part] = CommentedSeq()
        listed.fa.set_flow_style()
    listed.append(_value(value))


def maps(value: Any) -> Iterator[Any]:
    """Yield every map of some data, those within others included."""
    if isinstance(value, dict):
        yield value
        for inner in cast("dict[Any, Any]", value).values():
            yield from maps(inner)
    elif isinstance(value, list):
        for inner in cast("list[Any]", value):
            yield from maps(inner)


def entries(holder: Any, part: str) -> list[Any]:
    """Return the entries of a list; none where there is no list."""
    return holder.get(part) or []


def flow(**values: Any) -> Any:
    """Make a map in braces."""
    made = CommentedMap()
    made.fa.set_flow_style()
    put(made, **values)
    return made


def put(holder: Any, **values: Any) -> None:
    """Set what isn't None, as the file writes it."""
    for name, value in values.items():
        if value is not None:
            holder[name] = _value(value)


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return Timestamp(value.isoformat())
    if isinstance(value, date):
        return Timestamp(value.isoformat())
    if isinstance(value, time):
        return DoubleQuotedScalarString(f"{value:%H:%M}")
    return value


def drop(holder: Any, *names: str) -> None:
    """Leave out some keys of a map."""
    for name in names:
        holder.pop(name, None)


def remove(holder: Any, part: str, indices: Sequence[int]) -> None:
    """Take entries out of a list by their numbers, and the list with its last one."""
    listed: Any = holder.get(part)
    for index in reversed(indices):
        del listed[index]
    if indices and not listed:
        del holder[part]


def _tagged(text: str) -> Problem:
    """Return the problem of a value whose tag doesn't fit it, at the first tag: ruamel doesn't say where it is."""
    found = _TAG.search(text)
    before = text[: found.start()] if found else ""
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return Problem(
        line,
        column,
        "",
        "a value that its tag doesn't fit",
        "the value without a tag such as !!int",
    )


def _problem(error: YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    words = getattr(error, "problem", None) or "text that can't be parsed"
    return Problem(line, column, "", f"text that is not strict YAML ({words})", "YAML without tabs")


class _Constructor(RoundTripConstructor):
    pass


class _Representer(RoundTripRepresenter):
    pass


def _as_written(_: Any, node: Any) -> Timestamp:
    return Timestamp(node.value)


def _as_held(representer: Any, value: Timestamp) -> Any:
    return representer.represent_scalar(TIMESTAMP, str(value))


_Constructor.add_constructor(TIMESTAMP, _as_written)
_Representer.add_representer(Timestamp, _as_held)


def _round_trip() -> Any:
    yaml: Any = YAML()
    yaml.Constructor, yaml.Representer = _Constructor, _Representer
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.brace_single_entry_mapping_in_flow_sequence = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
