"""How replies say whether groups form now."""

from __future__ import annotations

from datetime import datetime

from bot.client.look import due_stamp, stamp
from bot.groups.model import Policy, is_ahead, is_open


def sign_up_state(policy: Policy, now: datetime, *, brief: bool = False) -> str:
    """Say whether sign-up is open, and until or from when, as a clause: “sign-up closes ...”.

    Args:
        brief: only how long until then.
    """

    def written(instant: datetime) -> str:
        return stamp(instant, "R") if brief else due_stamp(instant)

    if policy.opens_at and is_ahead(policy, now):
        return f"sign-up opens {written(policy.opens_at)}"
    if not is_open(policy, now):
        return "sign-up has closed"
    return "sign-up is open" if policy.open_ended else f"sign-up closes {written(policy.closes_at)}"
