"""Random sequences of every action, played against a plain model of the rules: no step breaks one."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.course.loader import load_course
from bot.database import Database
from bot.delivery import ledger
from bot.groups.errors import GroupError
from bot.groups.model import ByStaff, Person, SignUp
from bot.groups.notices import INVITATION, NEWS, REQUEST, questions_of
from bot.library.library import CourseLibrary
from tests.conftest import COURSE_FILE
from tests.databases import open_database
from tests.groups.services import groups_over
from tests.instants import et

GUILD, STAFF, LARGEST = 1, 99, 5
PEOPLE = st.integers(1, 9)
NUMBERS = st.integers(1, 6)
COURSE = load_course(COURSE_FILE)


class Groups(RuleBasedStateMachine):
    """The model: who is where, whose seats are held, which numbers were given. Nothing of the rules' code."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.db = self.opened()
        self.now = et(1, 27, 23, 50)
        self.members: dict[int, list[int]] = {}
        self.invited: dict[int, set[int]] = {}
        self.asked: dict[int, set[int]] = {}
        self.founders: dict[int, int] = {}
        self.last = 0
        self.restarts = 0

    def opened(self) -> Database:
        path = Path(self.folder.name) / "x.sqlite3"
        return self.loop.run_until_complete(open_database(path))

    @initialize()
    def start(self) -> None:
        self.service = groups_over(self.db, CourseLibrary(COURSE))

    def teardown(self) -> None:
        self.loop.run_until_complete(self.db.close())
        self.loop.close()
        self.folder.cleanup()

    def try_(self, work) -> bool:
        try:
            self.loop.run_until_complete(work)
        except GroupError:
            return False
        return True

    @property
    def staff(self) -> ByStaff:
        return ByStaff(by=STAFF, at=self.now, reason="r")

    @property
    def open(self) -> bool:
        return self.now < et(1, 28)

    def where(self, person: int) -> int | None:
        return next((n for n, people in self.members.items() if person in people), None)

    def seats(self, number: int) -> int:
        return LARGEST - len(self.members[number]) - len(self.invited[number])

    def live(self, number: int) -> bool:
        return bool(self.members.get(number))

    def join(self, number: int, person: int) -> None:
        self.members[number].append(person)
        for questions in (self.invited, self.asked):
            for people in questions.values():
                people.discard(person)

    def take_out(self, number: int, person: int) -> None:
        self.members[number].remove(person)
        if not self.members[number]:
            self.invited[number], self.asked[number] = set(), set()
        elif self.founders[number] == person:
            self.founders[number] = self.members[number][0]

    @rule(founder=PEOPLE, others=st.lists(PEOPLE, max_size=6))
    def sign_up(self, founder: int, others: list[int]) -> None:
        people = [Person(i, str(i)) for i in others]
        done = self.try_(self.service.sign_up(GUILD, founder, SignUp("T", "I", people), self.now))
        assert done == (self.open and self.where(founder) is None)
        if done:
            self.last += 1
            number = self.last
            self.members[number], self.invited[number], self.asked[number] = [], set(), set()
            self.founders[number] = founder
            self.join(number, founder)
            for person in others:
                if (
                    self.where(person) is None
                    and person not in self.invited[number]
                    and self.seats(number)
                ):
                    self.invited[number].add(person)

    @rule(number=NUMBERS, by=PEOPLE, person=PEOPLE)
    def invite(self, number: int, by: int, person: int) -> None:
        done = self.try_(self.service.invite(GUILD, number, Person(person, "x"), self.now, by=by))
        may = (
            self.live(number)
            and self.open
            and by in self.members[number]
            and self.where(person) is None
        )
        may = may and person not in self.invited[number] and self.seats(number) > 0
        assert done == may
        if done and person in self.asked[number]:
            self.join(number, person)
        elif done:
            self.invited[number].add(person)

    @rule(number=NUMBERS, person=PEOPLE)
    def accept(self, number: int, person: int) -> None:
        done = self.try_(self.service.accept(GUILD, number, person, self.now))
        assert done == (self.live(number) and self.open and person in self.invited[number])
        if done:
            self.join(number, person)

    @rule(number=NUMBERS, person=PEOPLE)
    def decline(self, number: int, person: int) -> None:
        done = self.try_(self.service.decline(GUILD, number, person, self.now))
        assert done == (self.live(number) and person in self.invited[number])
        if done:
            self.invited[number].discard(person)

    @rule(number=NUMBERS, by=PEOPLE, person=PEOPLE)
    def withdraw(self, number: int, by: int, person: int) -> None:
        group = self.loop.run_until_complete(self.service.last_known(GUILD, number))
        inviter = next((i.by for i in group.invited if i.user_id == person), 0) if group else 0
        done = self.try_(self.service.withdraw(GUILD, number, person, self.now, by=by))
        may = self.live(number) and by in self.members[number] and person in self.invited[number]
        assert done == (may and by in (self.founders[number], inviter))
        if done:
            self.invited[number].discard(person)

    @rule(number=NUMBERS, person=PEOPLE)
    def ask(self, number: int, person: int) -> None:
        done = self.try_(self.service.request(GUILD, number, person, self.now))
        may = self.live(number) and self.open and self.where(person) is None
        held = may and (person in self.invited[number] or person in self.asked[number])
        assert done == bool(may and (held or self.seats(number) > 0))
        if done and person in self.invited[number]:
            self.join(number, person)
        elif done:
            self.asked[number].add(person)

    @rule(number=NUMBERS, by=PEOPLE, person=PEOPLE, yes=st.booleans())
    def answer(self, number: int, by: int, person: int, yes: bool) -> None:
        if yes:
            deed = self.service.let_in(GUILD, number, Person(person, "x"), self.now, by=by)
        else:
            deed = self.service.turn_down(GUILD, number, person, self.now, by=by)
        done = self.try_(deed)
        may = self.live(number) and self.founders[number] == by and person in self.asked[number]
        may = may and (not yes or (self.open and self.seats(number) > 0))
        assert done == bool(may)
        if done and yes:
            self.join(number, person)
        elif done:
            self.asked[number].discard(person)

    @rule(number=NUMBERS, person=PEOPLE, confirmed=st.booleans())
    def leave(self, number: int, person: int, confirmed: bool) -> None:
        deed = self.service.leave(GUILD, number, person, self.now, may_disband=confirmed)
        done = self.try_(deed)
        may = self.where(person) == number and self.open
        may = may and (confirmed or len(self.members[number]) > 1)
        assert done == may
        if done:
            self.take_out(number, person)

    @rule(number=NUMBERS, by=PEOPLE, to=PEOPLE)
    def transfer(self, number: int, by: int, to: int) -> None:
        done = self.try_(self.service.transfer(GUILD, number, to, self.now, by=by))
        may = (
            self.live(number)
            and self.open
            and self.founders[number] == by
            and to in self.members[number]
        )
        assert done == may
        if done:
            self.founders[number] = to

    @rule(number=NUMBERS, by=PEOPLE)
    def disband(self, number: int, by: int) -> None:
        people = len(self.members.get(number, ()))
        deed = self.service.disband(GUILD, number, self.now, by=by, people=people)
        done = self.try_(deed)
        assert done == (self.live(number) and self.open and self.founders[number] == by)
        if done:
            self.members[number], self.invited[number], self.asked[number] = [], set(), set()

    @rule(number=NUMBERS, person=PEOPLE)
    def staff_add(self, number: int, person: int) -> None:
        done = self.try_(self.service.add(GUILD, number, Person(person, "x"), self.staff))
        may = self.live(number) and self.where(person) is None
        held = len(self.invited[number] - {person}) if may else 0
        assert done == bool(may and len(self.members[number]) + held < LARGEST)
        if done:
            self.join(number, person)

    @rule(number=NUMBERS, person=PEOPLE, confirmed=st.booleans())
    def staff_remove(self, number: int, person: int, confirmed: bool) -> None:
        deed = self.service.remove(GUILD, number, person, self.staff, may_disband=confirmed)
        done = self.try_(deed)
        known = self.live(number) and (
            person in self.members[number] or person in self.invited[number] | self.asked[number]
        )
        last = known and self.members[number] == [person]
        assert done == (known and (confirmed or not last))
        if done and person in self.members[number]:
            self.take_out(number, person)
        elif done:
            self.invited[number].discard(person)
            self.asked[number].discard(person)

    @rule(to=NUMBERS, person=PEOPLE, confirmed=st.none() | NUMBERS)
    def staff_move(self, to: int, person: int, confirmed: int | None) -> None:
        old = self.where(person)
        mover = Person(person, "x")
        deed = self.service.move(GUILD, mover, to, self.staff, may_disband=confirmed)
        done = self.try_(deed)
        may = self.live(to) and old != to
        held = len(self.invited[to] - {person}) if may else 0
        last = old is not None and self.members[old] == [person]
        may = may and (not last or confirmed == old)
        assert done == bool(may and len(self.members[to]) + held < LARGEST)
        if done:
            if old:
                self.take_out(old, person)
            self.join(to, person)

    @rule(number=NUMBERS, founder=PEOPLE)
    def staff_reopen(self, number: int, founder: int) -> None:
        done = self.try_(self.service.reopen(GUILD, number, Person(founder, "x"), self.staff))
        known = 1 <= number <= self.last
        assert done == (known and not self.live(number) and self.where(founder) is None)
        if done:
            self.founders[number] = founder
            self.join(number, founder)

    @precondition(lambda self: self.last > 0)
    @rule()
    def undo_the_newest(self) -> None:
        [newest] = self.loop.run_until_complete(self.service.history(GUILD, None, 1))
        done = self.try_(self.service.undo(GUILD, newest.id, self.now, by=STAFF))
        assert done == (newest.undoes is None)
        if done:
            for part in newest.parts:
                group = part.before
                self.members[part.number] = list(group.member_ids) if group else []
                self.invited[part.number] = {i.user_id for i in group.invited} if group else set()
                self.asked[part.number] = {i.user_id for i in group.requests} if group else set()
                if group:
                    self.founders[part.number] = group.founder_id

    @rule(minutes=st.integers(0, 3))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @precondition(lambda self: self.restarts < 3)
    @rule()
    def restart(self) -> None:
        self.restarts += 1
        self.loop.run_until_complete(self.db.close())
        self.db = self.opened()
        self.service = groups_over(self.db, CourseLibrary(COURSE))

    @invariant()
    def what_is_stored_is_what_the_model_says(self) -> None:
        if not hasattr(self, "service"):
            return
        groups = {g.number: g for g in self.loop.run_until_complete(self.service.groups(GUILD))}
        assert set(groups) == {n for n in self.members if self.live(n)}
        for number, group in groups.items():
            assert list(group.member_ids) == self.members[number]
            assert {i.user_id for i in group.invited} == self.invited[number]
            assert {i.user_id for i in group.requests} == self.asked[number]
            assert group.founder_id == self.founders[number] in group.member_ids
            assert len(group.members) + len(group.invited) <= LARGEST
        everybody = [id for group in groups.values() for id in group.member_ids]
        assert len(everybody) == len(set(everybody))

    @invariant()
    def what_waits_to_be_sent_is_what_is_open(self) -> None:
        """Every open invitation and request has its message on the way to whoever answers it, and no other has."""
        if not hasattr(self, "service"):
            return
        groups = self.loop.run_until_complete(self.service.groups(GUILD))
        open_ = {q.key: q.to for group in groups for q in questions_of(group)}
        rows = self.loop.run_until_complete(self.db.read(lambda db: ledger.all_of(db, GUILD)))
        waiting = {r.notice.key: r.notice.user_id for r in rows if r.state == "planned"}
        kinds = (INVITATION, REQUEST)
        asked = {r.notice.key for r in rows if r.notice.kind in kinds}
        assert {key: to for key, to in waiting.items() if key in asked} == open_

    @invariant()
    def nobody_is_told_of_what_they_did_themselves(self) -> None:
        if not hasattr(self, "service"):
            return
        rows = self.loop.run_until_complete(
            self.db.read(lambda db: ledger.all_of(db, GUILD, None, [NEWS]))
        )
        changes = self.loop.run_until_complete(self.service.history(GUILD, None, 1000))
        by = {change.id: change.actor_id for change in changes}
        for row in rows:
            assert by[int(row.notice.key.split(":")[1])] != row.notice.user_id


TestGroups = Groups.TestCase
TestGroups.settings = settings(
    max_examples=60,
    stateful_step_count=50,  # 2,000 steps and more: a run ends earlier on some
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
