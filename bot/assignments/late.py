"""What handing in late costs: days, free days left, percent, and when the last one is taken. Pure.

Source: the course file's `late_policies`. A day counts as soon as it has begun; the second that a deadline names is
still on time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.assignments.model import Version
from bot.course.lateness import LatePolicy
from bot.course.words import say
from bot.text import plural

DAY_S = 86400


@dataclass(frozen=True, slots=True)
class Cost:
    """What handing in at an instant costs.

    Attributes:
        days: how many days late, the last one begun.
        free: how many of these are free late days.
        percent: what the others cost together, at most 100.
        left: free late days that are left after it.
    """

    days: int
    free: int
    percent: int
    left: int

    @property
    def words(self) -> str:
        """The cost in a sentence; empty for nothing late."""
        if not self.days:
            return ""
        told = [f"It's {plural(self.days, 'day')} late"]
        if self.free:
            left = f"{self.left} left" if self.left else "none left"
            told.append(
                f"{plural(self.free, f'free {say.late_day}', f'free {say.late_days}')} used ({left})"
            )
        told += [f"{self.percent}% off"] if self.percent else []
        return f"{': '.join([told[0], ', '.join(told[1:])]) if told[1:] else told[0]}."


def days_late(due_at: datetime, at: datetime) -> int:
    """Return how many days late something is at an instant, the last one begun; 0 for on time."""
    seconds = int((at - due_at).total_seconds())
    return -(-seconds // DAY_S) if seconds >= 1 else 0


def spent(
    policy: LatePolicy, ids: Sequence[str], counting: Mapping[str, Version]
) -> dict[str, int]:
    """Return how many free late days somebody has spent on each assignment of a policy, in the order of the deadlines.

    Args:
        ids: the policy's assignments in that order.
        counting: the version that counts of each, where there is one.
    """
    if policy.free_days is None:
        return {}
    left, found = policy.free_days.budget, dict[str, int]()
    for id in ids:
        version = counting.get(id)
        days = days_late(version.due_at, version.at) if version else 0
        found[id] = min(days, left, policy.free_days.most or days)
        left -= found[id]
    return found


def free_for(policy: LatePolicy, id: str, used: Mapping[str, int]) -> int:
    """Return how many free late days one assignment may take. `used`: as `spent` says."""
    if policy.free_days is None:
        return 0
    left = policy.free_days.budget - (sum(used.values()) - used.get(id, 0))
    return min(left, policy.free_days.most or left)


def cost(policy: LatePolicy, due_at: datetime, at: datetime, free: int, left: int) -> Cost:
    """Return what handing in at an instant costs.

    Args:
        free: free late days that it may take. left: those that are left for everything.
    """
    days = days_late(due_at, at)
    taken = min(days, free)
    percent = min(100, (days - taken) * (policy.penalty_percent or 0))
    return Cost(days, taken, percent, left - taken)


def closes_at(policy: LatePolicy, due_at: datetime, free: int = 0) -> datetime | None:
    """Return the last moment, inclusive to the second; None where it never closes.

    Args:
        free: free late days that it may take.
    """
    length = policy.open_with(free)
    return None if length is None else due_at + length


def free_until(due_at: datetime, free: int, closes: datetime | None) -> datetime:
    """Return until when handing in costs only free late days."""
    end = due_at + timedelta(days=free)
    return min(end, closes) if closes else end
