"""Every sentence that the product can say, in one list: for translators and reviewers."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "cogs")
SILENT = ("log", "re", "db", "warnings")
"""What is called on these isn't said to anybody: the log, patterns, SQL."""
_NOT_SAID = re.compile(
    r"^\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|PRAGMA|BEGIN|VALUES|WITH)\b"
    r"|[\\^$]|\(\?|^[a-z_ =?*,.:<>%]+ = \?"
)
_WORDS = re.compile(r"[A-Za-z’']{2,}[,:;.!?]? +\S*[a-z]{2,}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One text. `id`: its file, function and place there; `where`: its file and line."""

    id: str
    text: str
    where: str


def sentences() -> Iterator[Sentence]:
    """Yield every text of more than one word that the code can say, by file and place. Values show as {name}."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            name = path.relative_to(ROOT)
            reader = _Reader()
            reader.visit(ast.parse(path.read_text(encoding="utf-8")))
            counts: dict[str, int] = {}
            for scope, text, line in reader.found:
                counts[scope] = counts.get(scope, 0) + 1
                yield Sentence(f"{name}:{scope}.{counts[scope]}", text, f"{name}:{line}")


class _Reader(ast.NodeVisitor):
    """Collects the texts of a module with the function or class they stand in."""

    def __init__(self) -> None:
        self.found: list[tuple[str, str, int]] = []
        self._scope: list[str] = []

    def _inside(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        self._scope.append(node.name)
        self.generic_visit(node)
        self._scope.pop()

    visit_FunctionDef = visit_AsyncFunctionDef = visit_ClassDef = _inside  # noqa: N815 - names of ast's

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring speaks to programmers
            self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        function = node.func
        owner = function.value if isinstance(function, ast.Attribute) else None
        if not (isinstance(owner, ast.Name) and owner.id in SILENT):
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._take(node.value, node.lineno)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._take("".join(map(_shown, node.values)), node.lineno)
        for part in node.values:  # "{'has' if one else 'have not'}" says something of its own
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def _take(self, text: str, line: int) -> None:
        if _WORDS.search(text) and not _NOT_SAID.search(text):
            self.found.append((".".join(self._scope) or "module", text, line))


def _shown(part: ast.expr) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    value = part.value if isinstance(part, ast.FormattedValue) else part
    names = [
        n.attr if isinstance(n, ast.Attribute) else n.id
        for n in ast.walk(value)
        if isinstance(n, (ast.Attribute, ast.Name))
    ]
    return f"{{{names[0] if names else '...'}}}"


@click.command()
def words() -> None:
    """Print every sentence the product can say. Each has its id, its text and where it is said, separated by tabs."""
    for one in sentences():
        text = one.text.replace("\n", " ⏎ ").replace("\t", " ")
        click.echo(f"{one.id}\t{text}\t{one.where}")
