"""How many presses each task takes, by the table in the students' guide."""

from __future__ import annotations

import re

from tests.conftest import ROOT

STATED = {
    task: int(presses)
    for task, presses in re.findall(
        r"^\| (?:to )?([^|]+?) \| [^|]+ \| (\d+) \|$",
        (ROOT / "docs" / "students.md").read_text(encoding="utf-8"),
        re.M,
    )
}
