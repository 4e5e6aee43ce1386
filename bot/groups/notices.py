"""What people must hear of a change: plain data, from what stood before to what stands after.

Whoever asked for a change sees its answer and hears nothing more. Everybody else whom it concerns gets one message.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.delivery.model import Notice, at_once, board, to_channel, to_person
from bot.groups.model import Deed, Invitation, Part, ProjectGroup
from bot.ids import ChannelId, UserId

INVITATION, REQUEST, UPKEEP = "invitation", "request to join", "question upkeep"
NEWS, THREAD, WELCOME = "group news", "group thread", "group welcome"
SIGN_UP_BOARD, FIND_BOARD, PITCH_BOARD = "sign-up", "find-group", "pitches"


@dataclass(frozen=True, slots=True)
class Question:
    """An open invitation or request, and who has to answer it."""

    number: int
    asked: Invitation
    to: UserId

    @property
    def key(self) -> str:
        """What its notice is known by. A request that waits for another founder is another notice."""
        stamp = round(self.asked.at.timestamp() * 1000)
        if self.asked.kind == "invite":
            return f"invitation:{self.number}:{self.to}:{stamp}"
        return f"request:{self.number}:{self.asked.user_id}:{stamp}:{self.to}"


def questions_of(group: ProjectGroup | None) -> list[Question]:
    """Return what is open in a group, each with who has to answer: the invited person, or the founder."""
    if group is None:
        return []
    return [
        Question(group.number, asked, asked.user_id if asked.kind == "invite" else group.founder_id)
        for asked in group.invitations
    ]


def open_question(group: ProjectGroup, key: str) -> Question | None:
    """Return a question of a group by its notice's key, while it is open."""
    return next((q for q in questions_of(group) if q.key == key), None)


def new_questions(before: ProjectGroup | None, after: ProjectGroup) -> list[Question]:
    """Return what a change has asked."""
    known = set(questions_of(before))
    return [question for question in questions_of(after) if question not in known]


def item_of(number: int) -> str:
    """Return what every notice about a group is found by."""
    return f"group:{number}"


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a change leaves with the delivery desk.

    Attributes:
        say: what is new.
        bring_up_to_date: messages, boards and threads that have changed.
        withdraw: the keys of what is moot, if it still waits.
    """

    say: tuple[Notice, ...]
    bring_up_to_date: tuple[Notice, ...]
    withdraw: tuple[str, ...] = ()


def boards(at: datetime) -> tuple[Notice, ...]:
    """Return both boards, to be brought up to date."""
    return board(SIGN_UP_BOARD, at), board(FIND_BOARD, at)


def consequences(
    parts: Sequence[Part], deed: Deed, change_id: int, *, threads: bool
) -> Consequences:
    """Return what follows from a change. `threads`: the course gives each group a thread."""
    asked = [q for part in parts for q in new_questions(part.before, part.after)]
    ended = [
        question
        for part in parts
        for question in questions_of(part.before)
        if question not in questions_of(part.after)
    ]
    brought_back = asked if deed.undoes is not None else []
    upkeep = [_upkeep(question, deed) for question in (*ended, *brought_back)]
    follow = [_thread(part, deed.at) for part in parts if threads and _people_change(part)]
    named = [board(PITCH_BOARD, deed.at)] if any(map(_other_name, parts)) else []
    return Consequences(
        (*(_question(q, deed) for q in asked), *_news(parts, deed, change_id)),
        (*boards(deed.at), *named, *upkeep, *follow),
        tuple(question.key for question in ended),
    )


def welcome(number: int, thread_id: ChannelId, at: datetime) -> Notice:
    """Return the first words in a group's new thread."""
    key, target = f"welcome:{thread_id}", to_channel(thread_id)
    return at_once(WELCOME, key, target, at, item_of(number), number=number)


def _question(question: Question, deed: Deed) -> Notice:
    kind = INVITATION if question.asked.kind == "invite" else REQUEST
    return at_once(
        kind, question.key, to_person(question.to), deed.at, item_of(question.number),
        number=question.number, user_id=question.asked.user_id, channel_id=deed.channel_id,
    )  # fmt: skip


def _upkeep(question: Question, deed: Deed) -> Notice:
    return at_once(
        UPKEEP, f"upkeep:{question.key}", to_person(question.to), deed.at, item_of(question.number),
        question=question.key, asked=question.asked.kind, number=question.number,
        user_id=question.asked.user_id, to=question.to, by=deed.by,
    )  # fmt: skip


def _people_change(part: Part) -> bool:
    before = set(part.before.member_ids) if part.before else set[UserId]()
    return before != set(part.after.member_ids)


def _other_name(part: Part) -> bool:
    """Return whether a group is called otherwise now than where the running order shows it."""
    return part.before is not None and part.before.title != part.after.title


def _thread(part: Part, at: datetime) -> Notice:
    key, target = f"thread:{part.number}", f"board:thread-{part.number}"
    return at_once(THREAD, key, target, at, item_of(part.number), number=part.number)


@dataclass(slots=True)
class _Concern:
    """What one person hears of a change."""

    number: int
    facts: dict[str, Any] = field(default_factory=dict[str, Any])


def _news(parts: Sequence[Part], deed: Deed, change_id: int) -> list[Notice]:
    concerns: dict[UserId, _Concern] = {}

    def tell(people: Iterable[UserId], part: Part, **facts: object) -> None:
        for user_id in people:
            if user_id != deed.by:
                concerns.setdefault(user_id, _Concern(part.number)).facts.update(facts)

    joined_any = {id for part in parts for id in _joined(part)}
    for part in parts:
        before, after = part.before, part.after
        if before is None:
            continue
        title = after.title
        tell(_joined(part), part, into=part.number)
        tell(_left(part), part, out_of=part.number, was=title, disbanded=bool(after.disbanded_at))
        gone = {i.user_id for i in before.requests} - {i.user_id for i in after.requests}
        tell(
            gone - joined_any,
            part,
            not_in=part.number,
            was=title,
            disbanded=bool(after.disbanded_at),
        )
        if after.closes_at != before.closes_at and after.closes_at:
            tell(after.member_ids, part, open_until=after.closes_at.isoformat())
        if after.title != before.title and deed.by not in after.member_ids:
            tell(after.member_ids, part, renamed=part.number)
        if news := _founders(before, after, part, deed.by):
            tell([after.founder_id], part, founder_of=part.number, **news)
    return [
        at_once(NEWS, f"news:{change_id}:{user_id}", to_person(user_id), deed.at, item_of(c.number), **c.facts)
        for user_id, c in concerns.items()
    ]  # fmt: skip


def _joined(part: Part) -> list[UserId]:
    before = part.before.member_ids if part.before else ()
    return [id for id in part.after.member_ids if id not in before]


def _left(part: Part) -> list[UserId]:
    before = part.before.member_ids if part.before else ()
    return [id for id in before if id not in part.after.member_ids]


def _founders(
    before: ProjectGroup, after: ProjectGroup, part: Part, by: UserId | None
) -> dict[str, Any]:
    """Return what the founder of a group hears of it. `by`: whose change it is."""
    if after.disbanded_at:
        return {}
    joined = [id for id in _joined(part) if id != after.founder_id]
    invited = {i.user_id for i in after.invited}
    uninvited = [
        i.user_id for i in before.invited if i.user_id not in (*invited, *after.member_ids)
    ]
    promoted = before.founder_id != after.founder_id
    declined = [id for id in uninvited if id == by]
    uninvited = [id for id in uninvited if id != by]
    facts = {
        "joined": joined, "left": _left(part), "declined": declined, "uninvited": uninvited, "promoted": promoted,
    }  # fmt: skip
    return facts if any(facts.values()) else {}
