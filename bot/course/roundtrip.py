"""A course file changed in place: what isn't touched stays as it was written, with its comments and order.

ruamel.yaml reads and writes it round-trip. Days and instants stay the text that they are, so nobody's quotes, offsets
or seconds change with them.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import RoundTripConstructor
from ruamel.yaml.error import YAMLError
from ruamel.yaml.representer import RoundTripRepresenter

from bot.errors import CourseFileInvalid, Problem

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
