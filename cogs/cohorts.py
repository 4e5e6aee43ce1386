"""Choosing a section, a slot, a track: by buttons of `/me` and of pages about time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cohorts.ui import buttons

if TYPE_CHECKING:
    from bot.client.bot import CourseBot


async def setup(bot: CourseBot) -> None:
    bot.add_dynamic_items(buttons.CohortsButton, buttons.CohortMenu)
