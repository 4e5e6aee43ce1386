"""What judges, staff and everybody hear of a competition, as data: pure. Each is left with the change it speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.competitions import publication
from bot.competitions.publication import PublishRequest
from bot.delivery.model import ANNOUNCEMENTS, STAFF, USE, Notice, at_once, to_person
from bot.ids import ChannelId, MessageId, UserId

CARD, MOVED, CLOSED, NAG, CLOSING = (
    "judge card",
    "judge card moved",
    "judge card closed",
    "judging nag",
    "judging closes",
)
REQUEST, ENDED, AWARD, TABLE, FEEDBACK = (
    "publish request",
    "publish request ended",
    "award",
    "results table",
    "feedback",
)
NAG_BEFORE = timedelta(minutes=30)
REVEAL_EVERY = timedelta(seconds=20)
"""Between two awards: long enough to clap."""
Place = tuple[ChannelId, MessageId]
"""Where a message is."""


def item_of(contest_id: str) -> str:
    """Return what notices about a contest are about."""
    return f"contest:{contest_id}"


def contest_id_of(item: str) -> str:
    """Return the contest that a notice is about."""
    return item.removeprefix("contest:")


def cards(contest_id: str, judges: Iterable[UserId], round: int, at: datetime) -> list[Notice]:
    """Return the cards of a round: each judge gets one, however often judging is paused."""
    return [
        at_once(
            CARD, f"judge-card:{contest_id}:{round}:{id}", to_person(id), at, item_of(contest_id)
        )
        for id in judges
    ]


def pitched(
    contest_id: str, judges: Iterable[UserId], round: int, number: int, at: datetime
) -> list[Notice]:
    """Return the cards of a group that has just pitched: once a round, also if its pitch is taken back."""
    return [
        at_once(
            CARD, f"judge-pitched:{contest_id}:{round}:{number}:{id}", to_person(id), at, item_of(contest_id),
            entry=number,
        )
        for id in judges
    ]  # fmt: skip


def moved(contest_id: str, judge_id: UserId, place: Place, at: datetime) -> Notice:
    """Return what takes the buttons off a judge's earlier card."""
    key = f"judge-card-moved:{contest_id}:{judge_id}:{place[1]}:{int(at.timestamp() * 1000)}"
    return at_once(MOVED, key, to_person(judge_id), at, item_of(contest_id), place=list(place))


def card_closed(
    contest_id: str, judge_id: UserId, place: Place, round: int, at: datetime
) -> Notice:
    """Return what has a judge's card say that judging is closed, without buttons that can do nothing anymore."""
    key = f"judge-card-closed:{contest_id}:{judge_id}:{round}:{int(at.timestamp())}"
    return at_once(CLOSED, key, to_person(judge_id), at, item_of(contest_id), place=list(place))


def nags(
    contest_id: str, judges: Iterable[UserId], closes_at: datetime, now: datetime
) -> list[Notice]:
    """Return what reminds judges of what they miss: half-way to the close, and half an hour before it."""
    found: list[Notice] = []
    for moment, due in _moments(closes_at, now).items():
        for id in judges:
            key = _nag_key(contest_id, id, moment, closes_at)
            found.append(
                Notice(key, NAG, to_person(id), item_of(contest_id), due, closes_at, closes_at)
            )
    return found


def asked(contest_id: str, judges: Iterable[UserId], at: datetime) -> list[Notice]:
    """Return what reminds judges of what they miss because staff want to close judging."""
    stamp, item = int(at.timestamp()), item_of(contest_id)
    return [
        at_once(NAG, f"nag:{contest_id}:{id}:asked:{stamp}", to_person(id), at, item, asked=True)
        for id in judges
    ]


def more_time(
    contest_id: str, judges: Iterable[UserId], closes_at: datetime, now: datetime
) -> list[Notice]:
    """Return what tells judges who miss something that they have a little longer."""
    return [
        Notice(
            _nag_key(contest_id, id, "more", closes_at), NAG, to_person(id), item_of(contest_id), now, closes_at,
            closes_at,
        )
        for id in judges
    ]  # fmt: skip


def _moments(closes_at: datetime, now: datetime) -> dict[str, datetime]:
    halfway = (now + (closes_at - now) / 2).replace(microsecond=0)
    every = {"half-way": halfway, "soon": closes_at - NAG_BEFORE}
    return {moment: due for moment, due in every.items() if due > now}


def closing(contest_id: str, closes_at: datetime) -> Notice:
    """Return what closes judging when its time has come, and tells staff."""
    key, target = closing_key(contest_id, closes_at), f"judging:{contest_id}"
    until = closes_at + USE
    return Notice(key, CLOSING, target, item_of(contest_id), closes_at, closes_at, until)


def closing_key(contest_id: str, closes_at: datetime) -> str:
    """Return the key of what closes judging at an instant."""
    return f"judging-closes:{contest_id}:{int(closes_at.timestamp())}"


def time_keys(contest_id: str, judges: Iterable[UserId], closes_at: datetime) -> list[str]:
    """Return the keys of everything that a time to close has planned."""
    moments = ("half-way", "soon", "more")
    found = [_nag_key(contest_id, id, moment, closes_at) for id in judges for moment in moments]
    return [*found, closing_key(contest_id, closes_at)]


def _nag_key(contest_id: str, judge_id: UserId, moment: str, closes_at: datetime) -> str:
    return f"nag:{contest_id}:{judge_id}:{moment}:{int(closes_at.timestamp())}"


def request(contest_id: str, request_id: int, at: datetime) -> Notice:
    """Return what shows staff a request to publish."""
    return at_once(
        REQUEST, request_key(request_id), STAFF, at, item_of(contest_id), request=request_id
    )


def request_key(request_id: int) -> str:
    """Return the key of what shows staff a request."""
    return f"publish-request:{request_id}"


def request_ended(
    request: PublishRequest, at: datetime, *, by: UserId, replaced: bool = False
) -> Notice:
    """Return what takes the button off a request that can't be confirmed any more. `replaced`: by a newer one."""
    return at_once(
        ENDED, f"publish-request-ended:{request.id}", STAFF, at, item_of(request.contest_id),
        request=request.id, by=by, replaced=replaced,
    )  # fmt: skip


def reveal(
    request: PublishRequest, owners: Mapping[int, Sequence[UserId]], at: datetime
) -> list[Notice]:
    """Return a confirmed request as it is revealed: the awards from the last up, the table, each group's feedback.

    Args:
        owners: whom each entry's feedback goes to.
    """
    shown, item = request.shown, revealed_item(request.id)
    if shown is None:
        return []
    found: list[Notice] = []
    for step in publication.steps(shown):
        key = f"result:{request.id}:award:{len(found)}"
        found.append(
            at_once(AWARD, key, ANNOUNCEMENTS, at, item, request=request.id, award=step.award)
        )
    key = f"result:{request.id}:table"
    found.append(at_once(TABLE, key, ANNOUNCEMENTS, at, item, request=request.id))
    found = [_later(notice, REVEAL_EVERY * n) for n, notice in enumerate(found)]
    last = REVEAL_EVERY * len(found)
    for number in shown.feedback:
        for id in owners.get(number, ()):
            key = f"result:{request.id}:feedback:{number}:{id}"
            told = at_once(FEEDBACK, key, to_person(id), at, item, request=request.id, entry=number)
            found.append(_later(told, last))
    return found


def revealed_item(request_id: int) -> str:
    """Return what a publication's notices are about."""
    return f"publication:{request_id}"


def _later(notice: Notice, wait: timedelta) -> Notice:
    due = notice.due_at + wait
    return replace(notice, due_at=due, anchor_at=due, until=due + USE)
