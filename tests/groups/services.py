"""The services of the groups over a database, for every test that needs a group."""

from __future__ import annotations

from bot.clock import WallClock
from bot.database import Database
from bot.delivery.service import Outbox
from bot.groups.staff_service import StaffGroupService
from bot.library.library import CourseLibrary


def groups_over(db: Database, library: CourseLibrary) -> StaffGroupService:
    """The groups in a database. What they have to say stays in its ledger."""
    return StaffGroupService(db, library, Outbox(db, WallClock()))
