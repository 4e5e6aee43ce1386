"""What every world checks of whatever its bot has sent: it can be used without seeing it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.discord.world import check_accessible

CHART = {"media": {"url": "attachment://chart.png"}, "description": "A bar for each entry."}


@pytest.mark.parametrize(
    "sent",
    [
        {"components": [{"type": 12, "items": [{**CHART, "description": ""}]}]},
        {"components": [{"type": 9, "accessory": {"type": 11, "media": CHART["media"]}}]},
        {"attachments": [{"id": 0, "filename": "chart.PNG"}]},
        {"data": {"components": [{"type": 2, "style": 2, "label": "Gone", "disabled": True}]}},
        {"data": {"components": [{"type": 2, "style": 2, "label": "▶"}]}},
    ],
)
def test_what_needs_eyes_is_noticed(sent: Any) -> None:
    with pytest.raises(AssertionError):
        check_accessible(sent)


def test_what_has_words_passes() -> None:
    button = {"type": 2, "style": 2, "label": "Tue Jan 19 →"}
    check_accessible(
        {"components": [{"items": [CHART]}, button], "attachments": [{"filename": "a.txt"}]}
    )
