"""What being late would mean to a person, in a line beside a deadline. Decides nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.assignments.rules import Due
from bot.client.look import plural, stamp
from bot.course.lateness import WHOLE
from bot.course.words import say


def late_line(due: Due, now: datetime) -> str:
    """Write until when it can be handed in late and what that costs; empty where the course doesn't say."""
    policy, closes = due.policy, due.closes_at
    if policy is None:
        return ""
    if not due.is_open(now):
        return "Nothing is accepted anymore."
    if not policy.takes_late:
        return "Late work isn't accepted."
    if not policy.taken and not due.free:
        return f"Late work isn't accepted: no free {say.late_days} are left for it."
    told: list[str] = []
    if due.free:
        day = plural(due.free, f"free {say.late_day}", f"free {say.late_days}")
        told.append(f"until {stamp(due.free_until)} with {day} ({due.left} left)")
    elif policy.free_days:
        told.append(f"no free {say.late_days} left for it")
    if due.free and closes and closes <= due.free_until:
        return f"Late: {told[0]}; nothing is accepted after that.{_today(due, now)}"
    if policy.penalty_percent == WHOLE:
        told.append("then it gets no credit" if due.free else "it gets no credit")
    elif policy.penalty_percent:
        then = "then " if due.free else ""
        told.append(f"{then}each day costs {policy.penalty_percent}%")
    told += [f"nothing is accepted after {stamp(closes)}"] if closes else []
    return f"Late: {'; '.join(told) or 'accepted and marked late'}.{_today(due, now)}"


def _today(due: Due, now: datetime) -> str:
    now_costs = due.cost(now) if now >= due.at + timedelta(seconds=1) else None
    return f" Now: {now_costs.words}" if now_costs else ""
