"""What is said to each part of a question, how it is written, and what a person gets of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from typing import cast

from bot.course.features import Feature
from bot.course.meetings import Modality
from bot.course.timeline import Item, Timeline
from bot.course.words import say
from bot.text import clock_time, day_name, listing, plural, raised
from bot.text import sentence as sentence
from bot.understanding.asked import Asked, worded
from bot.understanding.words import read_yaml

OPEN = "What the course page leaves open"
"""The source of what isn't stated."""

LIST_TEXT = 420
"""Characters of a listing inside an answer; an answer is read on a phone and is no copy of the page."""
A_DAY = 1600
"""Characters of a listing of one day: all of it is what somebody asks for."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said to one question.

    Attributes:
        text: the answer, plain, the fact first. Dates are in the course's zone.
        source: the part of the course file it comes from; empty for a kind word, which answers nothing.
        holds: what the `affirm` wordings of its question claim is so, by a field; None where no field says.
        fits: what the question names (a day, a number, a name) is as stated; None where it names nothing to compare.
        there: there is what a question "is there ..." asks for.
        stated: the course page states it; otherwise the text says that it doesn't.
        instant: the moment the answer is about, for a countdown.
        page: address of the page that shows more.
    """

    text: str
    source: str
    holds: bool | None = None
    fits: bool | None = None
    there: bool | None = None
    instant: datetime | None = None
    page: str = ""
    stated: bool = True


Answer = Callable[[Asked], "Said | None"]
ANSWERS: dict[str, Answer] = {}
"""What answers each known question: None where the course file has nothing to say to it."""


def answers(*ids: str) -> Callable[[Answer], Answer]:
    """Register what answers some questions."""

    def register(function: Answer) -> Answer:
        for id in ids:
            ANSWERS[id] = function
        return function

    return register


HERE: dict[str, Callable[[Asked], str]] = {}
"""What the assistant itself does about what a page may say nothing of, by known question; empty for nothing."""


def done_here(id: str) -> Callable[[Callable[[Asked], str]], Callable[[Asked], str]]:
    """Register what the assistant does about a question where the page says nothing."""

    def register(function: Callable[[Asked], str]) -> Callable[[Asked], str]:
        HERE[id] = function
        return function

    return register


PLATFORMS = (
    "zoom",
    "teams",
    "meet",
    "webex",
    "online",
    "youtube",
    "twitch",
    "discord",
    "video call",
)
"""Words of a place that is no room: one is "on" it rather than "in" it."""


def at_place(where: str, modality: Modality | None = None) -> str:
    """Write where something is: on Zoom, in 35-225."""
    platform = any(name in where.lower() for name in PLATFORMS)
    return f"{'on' if modality == 'online' or platform else 'in'} {where}"


def time_of(timeline: Timeline, instant: datetime) -> str:
    """Write an instant's time of day in the course's zone: 1:00 PM ET."""
    local = instant.astimezone(timeline.zone)
    return f"{clock_time(local.time())} {timeline.course.zone_label}"


def end_of(timeline: Timeline, item: Item) -> str:
    """Write when something ends: its time of day, with its day where it goes on for several; empty for no end."""
    if item.ends_at is None:
        return ""
    return moment(timeline, item.ends_at) if item.last else time_of(timeline, item.ends_at)


def moment(timeline: Timeline, instant: datetime) -> str:
    """Write an instant in the course's zone: Tue Jan 26, 11:59 PM ET."""
    return timeline.told(instant)


def length(left: timedelta) -> str:
    """Write how long it is, in two units at most: 3 days 4 hours, 3 hours 59 minutes."""
    minutes = int(left.total_seconds()) // 60
    parts = [(minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute")]
    first = next((n for n, (count, _) in enumerate(parts) if count), 2)
    shown = [(count, unit) for count, unit in parts[first : first + 2] if count]
    return " ".join(plural(count, unit) for count, unit in shown) or "less than a minute"


def lines(things: Iterable[str], longest: int = LIST_TEXT) -> str:
    """Write one thing a line, as many as fit, and say how many are left out."""
    told = list(things)
    used, shown = 0, 0
    for text in told:
        used += len(text) + 3
        if used > longest and shown:
            break
        shown += 1
    rest = [f"... and {len(told) - shown} more"] if shown < len(told) else []
    return "\n".join([*(f"- {text}" for text in told[:shown]), *rest])


def session_text(item: Item) -> str:
    """Return what a session is: Lecture, part 1: Evidential Deep Learning."""
    who = listing(f"{s.name} ({s.affiliation})" if s.affiliation else s.name for s in item.speakers)
    kind = raised(item.kind)
    mark = _status(item)
    title = item.title.removeprefix(f"{kind}: ")
    what = ": ".join(part for part in (who, title) if part)
    if what.lower().startswith(item.kind):
        return f"{what}{mark}"
    part = f", part {item.part}" if item.part else ""
    return f"{kind}{part}: {what}{mark}" if what else f"{kind}{part}{mark}"


def _status(item: Item) -> str:
    """Say what has become of a session that isn't held as planned."""
    why = f": {item.why}" if item.why else ""
    if item.gone_to:
        return f" (moved to {day_name(item.gone_to.day)}{why})"
    marks = {"cancelled": f" (cancelled{why})", "no class": f" (no class{why})"}
    return marks.get(item.status, "")


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer: the known question it belongs to, what is said, how well it fits."""

    intent: str
    said: Said
    score: float
    question: str

    @property
    def text(self) -> str:
        """What is said."""
        return self.said.text


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person gets.

    Attributes:
        text: the answer, plain text.
        abstained: the course page doesn't state it, or it isn't clear what is meant.
        choices: what was said, one for each part of the question.
        alternatives: up to two other answers that may be meant.
        sure: the best answer stands by itself.
        ask: what asking staff is called in the language of a question that isn't in English, else empty.
    """

    text: str
    abstained: bool
    choices: tuple[Choice, ...]
    alternatives: tuple[Choice, ...]
    sure: bool
    ask: str = ""

    @property
    def sources(self) -> list[str]:
        """The parts of the course file the answer comes from."""
        return list(dict.fromkeys(choice.said.source for choice in self.choices))


@dataclass(frozen=True, slots=True)
class PartAnswer:
    """One part of a question, answered."""

    choice: Choice
    others: tuple[Choice, ...]
    sure: bool


def distinct(choices: Iterable[Choice], told: Iterable[Choice]) -> Iterable[Choice]:
    """Return the choices that neither ask nor say what was told or came before."""
    before = list(told)
    for choice in choices:
        if all(choice.text != one.text and choice.question != one.question for one in before):
            before.append(choice)
            yield choice


def unclear() -> Choice:
    """Return that nothing fits. A word that nobody knows is no reason, so none is named."""
    said = Said(
        "The course page says nothing about that, as far as I can tell.", OPEN, stated=False
    )
    return Choice("", said, 0.0, "")


SIGNS: tuple[tuple[str, Feature | None], ...] = (
    ("📘 /course", None),
    ("💬 /office-hours", Feature.OFFICE_HOURS),
    ("👥 /find-group", Feature.GROUPS),
    ("📥 /submit", Feature.ASSIGNMENTS),
)
"""The commands that answer what isn't a date, under signs that are read in any language."""


def in_english_only(language: str, features: Collection[Feature]) -> Reply:
    """Return, in the language a question is in, that only English is understood, and which commands answer it.

    Args:
        features: of the course; a command that it has nothing for isn't named.
    """
    lines, asking = _languages()["only-english"], _languages()["ask-staff"]
    signs = " · ".join(sign for sign, needs in SIGNS if needs is None or needs in features)
    said = Said(f"{lines.get(language, lines['en'])}\n{signs}", OPEN, stated=False)
    ask = asking.get(language, f"Ask {say.staff}")
    return Reply(said.text, True, (Choice("", said, 0.0, ""),), (), True, ask)


@lru_cache(maxsize=1)
def _languages() -> dict[str, dict[str, str]]:
    text = files("bot.answers").joinpath("languages.yaml").read_text(encoding="utf-8")
    return cast("dict[str, dict[str, str]]", read_yaml(text))


def merged(parts: Sequence[PartAnswer]) -> Reply:
    """Put the answers to the parts together, each once."""
    chosen = list(dict.fromkeys(part.choice for part in parts))
    stated = [c for c in chosen if c.said.stated]
    unclear = [c for c in chosen if not c.intent]
    kept = [c for c in chosen if c not in unclear] if stated and unclear else chosen
    text = "\n".join(dict.fromkeys(choice.text for choice in kept))
    others = distinct((o for part in parts for o in part.others if o.text not in text), kept)
    return Reply(
        text,
        not stated,
        tuple(kept),
        tuple(others)[:2],
        all(part.sure for part in parts),
    )


def named_in(wording: str, asked: Asked) -> str:
    """Put what the question names into a wording, for showing it as what may be meant."""
    course = asked.course
    names = {kind: ids[0] for kind, ids in asked.ids.items() if ids}
    deadline, release = course.deadline(names.get("due")), course.release(names.get("release"))
    link = course.link(names.get("link"))
    lab = next((one.name for one in course.labs if one.id == names.get("lab")), None)
    topic = next((i.title for i in asked.timeline.items if i.id == names.get("topic")), None)
    shown = {
        "due": deadline.short if deadline else None,
        "release": release.title if release else None,
        "link": link.title if link else None,
        "lab": lab,
        "topic": topic,
        "person": names.get("person"),
        "award": names.get("award"),
        "day": day_name(asked.days[0].first) if asked.days else "today",
        "n": str(asked.numbers[0]) if asked.numbers else None,
    }
    return worded(wording, {kind: name for kind, name in shown.items() if name})
