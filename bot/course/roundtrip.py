"""A course file changed in place: what isn't touched stays as it was written, with its comments and order.

ruamel.yaml reads and writes it round-trip. Days and instants stay the text that they are, so nobody's quotes, offsets
or seconds change with them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Collection
from itertools import pairwise
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.representer import RoundTripRepresenter

from bot.errors import CourseFileInvalid, Problem

_KEY = re.compile(r"^([A-Za-z_][\w-]*):(?=\s|$)", re.M)
_SHARED = re.compile(r"(^|[\s\[{,:])[&*][\w-]+", re.M)
"""An anchor, or an alias: parts of the file that belong together."""
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


def changed(path: Path, text: str, parts: Collection[str], change: Callable[[Any], None]) -> str:
    """Return a file's text with a change of some of its parts; all others stay as they are, to the letter.

    Reading a part takes a fraction of what the whole file does, which for two weeks is half a second.

    Args:
        parts: names of the file's first level. change: alters their data; a part may be new.
    """
    if _SHARED.search(text):
        data = read(path, text)
        change(data)
        return written(data)
    starts = [(found[1], found.start()) for found in _KEY.finditer(text)]
    ends = [start for _, start in starts[1:]] + [len(text)]
    chunks = {name: (a, b) for (name, a), b in zip(starts, ends, strict=True) if name in parts}
    if not chunks:
        chunks = {"": (len(text), len(text))}
    whole = "".join(text[a:b] for a, b in chunks.values())
    data: Any = read(path, whole) if whole.strip() else CommentedMap()
    before: list[str] = list(data)
    change(data)
    new: dict[str, Any] = {n: CommentedMap({n: data[n]}) for n in data if n not in before}
    for name in new:
        del data[name]
    return _spliced(
        text, chunks, written(data) if data else "", "".join(map(written, new.values()))
    )


def _spliced(text: str, chunks: dict[str, tuple[int, int]], fresh: str, added: str) -> str:
    """Put the written parts where they stood; what is new stands at the end."""
    starts = [found.start() for found in _KEY.finditer(fresh)] + [len(fresh)]
    pieces = [fresh[a:b] for a, b in pairwise(starts)] or [""]
    out, at = list[str](), 0
    for (start, end), piece in zip(chunks.values(), pieces, strict=True):
        out += [text[at:start], piece]
        at = end
    rest = text[at:]
    break_ = (
        "\n" if added and not rest.endswith("\n") and (rest or not out[-1].endswith("\n")) else ""
    )
    return "".join([*out, rest, break_, added])


def written(data: Any) -> str:
    """Write data from `read` as text again."""
    out = io.StringIO()
    _round_trip().dump(data, out)
    return out.getvalue()


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
