"""The table of limits, the documents and the sentences say the same."""

from __future__ import annotations

import pytest

from bot.limits.errors import LimitReached
from bot.limits.table import DAY, DISK, FORMS, HOUR, LIMITS, Limit
from tests.conftest import ROOT
from tests.instants import et


def documented(name: str) -> list[str]:
    """The rows of the table of limits in a document."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    section = text.partition("## Limits\n")[2].partition("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    return [row for row in rows[1:] if not row.startswith("|---") and not row.startswith("| ---")]


@pytest.mark.parametrize("document", ["students.md", "staff.md", "operators.md"])
def test_a_document_has_just_the_rows_of_the_table(document: str) -> None:
    mine = {
        "students.md": [limit for limit in LIMITS if limit.for_students],
        "staff.md": [DISK],
        "operators.md": [FORMS, DISK],
    }
    assert documented(document) == [limit.row for limit in mine[document]]


def test_every_limit_is_in_a_document_and_has_a_name_of_its_own() -> None:
    assert {limit for limit in LIMITS if not limit.for_students} == {DISK, FORMS}
    assert len({limit.name for limit in LIMITS}) == len(LIMITS)


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit.name)
def test_a_refusal_says_how_many_when_again_and_what_else_to_do(limit: Limit) -> None:
    assert limit.per in (None, HOUR, DAY) and limit.then.endswith(".")
    at = et(1, 26, 12)
    words = str(LimitReached(limit, at))
    assert limit.amount in words and f"<t:{int(at.timestamp()) + 1}:R>" in words
    assert words.endswith(limit.then) and len(words) < 500
