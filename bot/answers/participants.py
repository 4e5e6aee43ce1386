"""Who may take part, where the file says so: asked of somebody, of an age, or at all."""

from __future__ import annotations

import re

from bot.answers.aspects import WHOLE
from bot.answers.said import Said
from bot.course.people import Participants
from bot.course.values import People
from bot.course.words import say
from bot.understanding.asked import Asked
from bot.understanding.polarity import turns
from bot.understanding.words import tidy, word_list

_VERB = (
    r"(?:take part|participate|join|apply|register|enroll?|enter|compete|sign up|come|attend|get in|be (?:a )?part of"
    r"|(?:take|do)(?= (?:this|the|your|it)\b))"
)
_MAY = r"(?:can|may|could|should|(?:is|are|am|be) (?:allowed|eligible|welcome|permitted|able) to|gets? to)"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"^who (?:all |else )?{_MAY} {_VERB}(?P<what>.*)$",
        rf"^(?:can|may|could) (?P<who>.+?) {_VERB}(?P<what>.*)$",
        rf"^(?:is|are|am) (?P<who>.+?) (?:allowed|eligible|welcome|permitted|able) to {_VERB}(?P<what>.*)$",
        r"^(?:is|are|am|who is|who are)(?P<who> .+?)? (?:allowed|eligible|welcome)(?: in| for| at)?(?P<what>.*)$",
        rf"^(?:do|must|should|does) .*\bbe (?:an? )?.+? to {_VERB}(?P<what>.*)$",
        r"^is (?P<what>\w+|(?:the|this|your) \w+) (?:open )?(?:to|for) (?P<who>\w+(?: \w+){0,3})$",
        r"^who is (?P<what>\w+|(?:the|this|your) \w+) (?:open to|(?:aimed|targeted) at|(?:meant |intended )?for)$",
        r"^(?:what are |is there |are there )?(?:the |any )?eligibility(?: \w+)?(?P<what>)$",
    )
)
_OF_AGE = re.compile(
    r"\b(?:(?:minimum|least|youngest) age|age (?:limit|requirement|restriction)s?|how old|old enough)\b"
)
_BESIDE = re.compile(r" (?:if|as|without|when|even|with|though|but|while|unless|being)\b.*$")
_OTHERWISE = re.compile(
    r"\b(?:still|late|when|where|how|until|till|yet|now|online|remotely|deadline|alone)\b"
)
"""Words with which something else is asked: until when, how."""
_AGES = (
    re.compile(r"\b(?P<age>\d{1,2}) ?(?:years? olds?|y ?o)\b"),
    re.compile(
        r"\b(?:am|are|is|aged|being) (?P<under>under |below |younger than )?(?P<age>\d{1,2})(?: |$)"
    ),
    re.compile(r"\b(?P<under>under|below|younger than) (?P<age>\d{1,2})\b"),
)
_COMES = re.compile(r"\b(?:attend|come)\b")
"""Words of being there, which a kind of meeting may say for itself."""
_SMALL = frozenset(
    (
        "in",
        "to",
        "for",
        "at",
        "the",
        "this",
        "your",
        "our",
        "a",
        "an",
        "all",
        "of",
        "on",
        "too",
        "as",
    )
)
_ALL = frozenset(("anyone", "anybody", "everyone", "everybody"))
_STUDENTS = frozenset(("student", "students", "registered", "enrolled"))
ADULT = 18
"""Years of age below which somebody is a minor."""


def participants(q: Asked) -> Said | None:
    """Return who may take part, where that's asked and stated."""
    stated = q.course.participants
    if stated is None or q.days or q.times or (_COMES.search(q.text) and _meetings_say(q)):
        return None
    if _OF_AGE.search(q.text):
        return _said(stated) if stated.min_age or re.search(r"\bage\b|\d\d", stated.who) else None
    whole = WHOLE | _SMALL | set(tidy(q.course.name))
    for form in _FORMS:
        found = form.match(q.text)
        if found is None:
            continue
        groups = found.groupdict()
        what, who = _BESIDE.sub("", groups.get("what") or ""), (groups.get("who") or "").strip()
        other = {"group", "team", say.group, say.groups} & set(who.split()) or _OTHERWISE.search(
            q.text
        )
        if other or not whole.issuperset(tidy(what)):
            continue
        return _said(stated, None if turns(q.words) else _fits(stated, q.text, who))
    return None


def _meetings_say(q: Asked) -> bool:
    return any(how.access or how.who for how in q.course.kinds.values())


def _said(stated: Participants, fits: bool | None = None) -> Said:
    return Said(stated.told, "Who can take part", fits=fits, page="topic:0/participants")


def _fits(stated: Participants, text: str, who: str) -> bool | None:
    """Return whether those who are asked about may take part; None where that isn't certain."""
    if stated.min_age is not None and (oldest := _age(text)) is not None:
        return False if oldest < stated.min_age else None
    words = frozenset(tidy(who)) - _SMALL
    may = _may(stated.people, words) if stated.people and words else None
    return None if may and stated.min_age is not None else may


def _age(text: str) -> int | None:
    """Return how old somebody is that a question speaks of, in years, at the most; None for nobody."""
    if re.search(r"\b(?:minors?|underage)\b", text):
        return ADULT - 1
    found = next((one for pattern in _AGES if (one := pattern.search(text))), None)
    return None if found is None else int(found["age"]) - bool(found.groupdict().get("under"))


def _may(people: People, words: frozenset[str]) -> bool | None:
    """Return whether a group of people may, that some words name and nothing else."""
    groups = (
        (_STUDENTS, people.students),
        (frozenset(word_list("listeners")) | {say.listener}, people.listeners),
        (frozenset(word_list("affiliates")), people.affiliates),
        (frozenset(word_list("public")) | _ALL, people.public),
    )
    return next((may for names, may in groups if words <= names), None)
