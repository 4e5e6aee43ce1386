"""One person can't flood others through groups; honest people never notice that there are limits."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

from bot.database import Database
from bot.delivery import ledger
from bot.delivery.model import Row
from bot.errors import UserError
from bot.groups.model import SignUp
from bot.groups.staff_service import StaffGroupService
from bot.limits.errors import LimitReached, SaidNo, TooManyMessages
from bot.limits.table import DISBANDS, HOUR, INVITES, MESSAGES, REQUESTS, SIGN_UPS
from tests.groups.test_service import ANA, BO, CHI, DEE, GUILD, NOW, found, groups, person, staff

__all__ = ["groups"]

MALLORY = 100
VICTIMS = tuple(range(200, 260))
SECOND = timedelta(seconds=1)
FOUNDERS = (300, 301, 302)


async def messages(db: Database) -> list[Row]:
    """Everything that people get by direct message, in the order in which it's due."""
    rows = await db.read(lambda tables: ledger.all_of(tables, GUILD))
    kinds = ("invitation", "request to join", "group news")
    return [row for row in rows if row.notice.kind in kinds]


def most_in_an_hour(rows: list[Row]) -> int:
    """The most messages that one of the people who get them gets in any hour."""
    most = 0
    for to in {row.notice.user_id for row in rows}:
        due = [row.notice.due_at for row in rows if row.notice.user_id == to]
        most = max(most, *(sum(at - HOUR < other <= at for other in due) for at in due))
    return most


class Flood:
    """Somebody who does whatever makes others hear of it, every second, for hours."""

    def __init__(self, groups: StaffGroupService) -> None:
        self._groups, self._random = groups, random.Random(7)
        self.at, self.done, self.refused = NOW, Counter[str](), Counter[str]()

    async def run(self, tries: int) -> None:
        for _ in range(tries):
            self.at += self._random.choice((SECOND, 20 * SECOND))
            deed = self._random.choice(
                (self._invite, self._withdraw, self._found, self._end, self._ask)
            )
            try:
                await deed()
                self.done[deed.__name__] += 1
            except LimitReached:
                self.refused[deed.__name__] += 1
            except UserError:
                pass

    async def _number(self) -> int:
        return (await self._groups.own(GUILD, MALLORY)).number

    async def _invite(self) -> None:
        to = person(self._random.choice(VICTIMS))
        await self._groups.invite(GUILD, await self._number(), to, self.at, by=MALLORY)

    async def _withdraw(self) -> None:
        group = await self._groups.own(GUILD, MALLORY)
        for asked in group.invited:
            await self._groups.withdraw(GUILD, group.number, asked.user_id, self.at, by=MALLORY)

    async def _found(self) -> None:
        people = [person(to) for to in self._random.sample(VICTIMS, 4)]
        await self._groups.sign_up(GUILD, MALLORY, SignUp("T", "I", people), self.at)

    async def _end(self) -> None:
        await self._groups.disband(GUILD, await self._number(), self.at, by=MALLORY, people=1)

    async def _ask(self) -> None:
        await self._groups.request(GUILD, self._random.choice((1, 2, 3)), MALLORY, self.at)


async def test_a_flood_ends_in_refusals_and_nobody_gets_more_than_three_messages_an_hour(
    groups: StaffGroupService, db: Database
) -> None:
    for founder in FOUNDERS:
        await found(groups, founder)
    flood = Flood(groups)
    await flood.run(1500)
    sent = await messages(db)
    assert most_in_an_hour(sent) <= MESSAGES.most
    assert flood.done["_found"] == SIGN_UPS.most and flood.refused["_found"] > 20
    assert len(sent) <= INVITES.most + REQUESTS.most


async def test_who_invites_one_person_again_and_again_is_refused_after_three(
    groups: StaffGroupService, db: Database
) -> None:
    number, at = await found(groups, ANA), NOW
    for _ in range(3):
        at += SECOND
        await groups.invite(GUILD, number, person(BO), at, by=ANA)
        await groups.withdraw(GUILD, number, BO, at + SECOND / 2, by=ANA)
    with pytest.raises(TooManyMessages, match="in the last hour, so they weren't asked"):
        await groups.invite(GUILD, number, person(BO), at + SECOND, by=ANA)
    assert (await groups.group(GUILD, number)).invitations == ()
    await groups.invite(GUILD, number, person(BO), NOW + HOUR + 2 * SECOND, by=ANA)


async def test_news_beyond_three_an_hour_come_later_rather_than_never(
    groups: StaffGroupService, db: Database
) -> None:
    number, at = await found(groups, ANA), NOW
    await groups.add(GUILD, number, person(BO), staff())
    for _ in range(5):
        at += timedelta(minutes=1)
        await groups.transfer(GUILD, number, BO, at, by=ANA)
        await groups.transfer(GUILD, number, ANA, at, by=BO)
    news = [row for row in await messages(db) if row.notice.due_at > NOW]
    due = sorted(row.notice.due_at for row in news if row.notice.user_id == BO)
    minute = timedelta(minutes=1)
    assert due == [NOW + n * minute for n in (1, 2, 3, 61, 62)]


async def test_a_no_to_an_invite_holds_for_a_day_and_leaves_the_other_way_open(
    groups: StaffGroupService,
) -> None:
    number = await found(groups, ANA, BO)
    await groups.decline(GUILD, number, BO, NOW + SECOND)
    with pytest.raises(SaidNo, match="A no holds for a day"):
        await groups.invite(GUILD, number, person(BO), NOW + HOUR, by=ANA)
    await groups.disband(GUILD, number, NOW + HOUR, by=ANA, people=1)
    signed = SignUp("Another", "Idea", [person(BO), person(CHI)])
    changed = await groups.sign_up(GUILD, ANA, signed, NOW + 2 * HOUR)
    assert [type(error) for error in changed.refused] == [SaidNo]
    assert [asked.user_id for asked in changed.after.invited] == [CHI]
    await groups.request(GUILD, changed.after.number, BO, NOW + 3 * HOUR)
    joined = await groups.invite(GUILD, changed.after.number, person(BO), NOW + 3 * HOUR, by=ANA)
    assert BO in joined.after.member_ids, "who asks to join has changed their mind"


async def test_a_no_ends_after_a_day_and_binds_only_whoever_was_told(
    groups: StaffGroupService,
) -> None:
    number = await found(groups, ANA, BO)
    await groups.decline(GUILD, number, BO, NOW)
    other = await found(groups, DEE)
    await groups.invite(GUILD, other, person(BO), NOW + HOUR, by=DEE)
    await groups.invite(GUILD, number, person(BO), NOW + 24 * HOUR + SECOND, by=ANA)


async def test_who_was_turned_down_asks_the_same_founder_again_a_day_later(
    groups: StaffGroupService,
) -> None:
    number = await found(groups, ANA)
    await groups.request(GUILD, number, BO, NOW)
    await groups.turn_down(GUILD, number, BO, NOW, by=ANA)
    with pytest.raises(SaidNo, match="they can invite you"):
        await groups.request(GUILD, number, BO, NOW + HOUR)
    await groups.request(GUILD, number, BO, NOW + 24 * HOUR + SECOND)


async def test_limits_are_counted_by_the_database_so_a_restart_resets_none(
    groups: StaffGroupService, db: Database
) -> None:
    from tests.groups.services import groups_over

    for _ in range(DISBANDS.most):
        number = await found(groups, ANA)
        await groups.disband(GUILD, number, NOW, by=ANA, people=1)
    restarted = groups_over(db, groups._courses)
    with pytest.raises(LimitReached, match="6 sign-ups of a group a day") as refused:
        await found(restarted, ANA)
    assert refused.value.again_at == NOW + 24 * HOUR
    assert await found(groups, BO) == DISBANDS.most + 1, "a refusal uses up no number"


async def test_what_was_refused_for_another_reason_does_not_count(
    groups: StaffGroupService,
) -> None:
    number = await found(groups, ANA)
    for _ in range(INVITES.most + 1):
        with pytest.raises(UserError, match="already"):
            await groups.invite(GUILD, number, person(ANA), NOW, by=ANA)
    await groups.invite(GUILD, number, person(BO), NOW, by=ANA)


async def test_founding_inviting_four_correcting_one_and_reshuffling_meets_no_limit(
    groups: StaffGroupService, db: Database
) -> None:
    number = await found(groups, ANA, BO, CHI, DEE, 5)
    await groups.withdraw(GUILD, number, 5, NOW, by=ANA)
    await groups.invite(GUILD, number, person(6), NOW, by=ANA)
    for user_id in (BO, CHI, DEE, 6):
        await groups.accept(GUILD, number, user_id, NOW)
    for step in range(4):  # on deadline day, somebody goes and comes back, and goes
        at: datetime = NOW + timedelta(minutes=70 * step)
        await groups.leave(GUILD, number, CHI, at)
        await groups.request(GUILD, number, CHI, at)
        await groups.let_in(GUILD, number, person(CHI), at, by=ANA)
    assert (await groups.group(GUILD, number)).member_ids == (ANA, BO, DEE, 6, CHI)


async def test_staff_meet_no_limit(groups: StaffGroupService, db: Database) -> None:
    number = await found(groups, ANA)
    for step in range(30):
        at = NOW + step * SECOND
        await groups.add(GUILD, number, person(BO), staff(at=at))
        await groups.remove(GUILD, number, BO, staff(at=at))
    told = [row for row in await messages(db) if row.notice.user_id == BO]
    assert len(told) == 60 and max(row.notice.due_at for row in told) < NOW + HOUR
