"""Project groups: how large, how many, where one finds a group."""

from __future__ import annotations

import re

from bot.answers.compare import of_number
from bot.answers.said import Said, answers, sentence
from bot.course.words import say
from bot.text import lowered, plural
from bot.understanding.asked import Asked
from bot.understanding.polarity import claim_of, turns

GROUPS = "Project groups"
GROUPS_COUNTED = re.compile(r"⟨number⟩ (?:different |other )?(?:groups|teams)")


@answers("group-size")
def group_size(q: Asked) -> Said | None:
    """Return how many people a group has."""
    groups = q.course.groups
    if groups is None:
        return None
    if GROUPS_COUNTED.search(" ".join(q.words)):
        return one_group(q)
    least, most, advised = groups.min, groups.max, groups.recommended
    fits = of_number(q, least, most)
    if q.numbers and q.says("friends", "others"):
        fits = all(least <= n + 1 <= most for n in q.numbers) and not turns(q.words)
    text = f"{say.Project_groups} have {_size(least, most)}."
    text += f" The recommended size is {advised.people}." if advised else ""
    return Said(text, GROUPS, fits=fits, page=groups_page(q))


def groups_page(q: Asked) -> str:
    """Return the address of the page that says how groups form."""
    return "topic:0/pitch-rules" if q.course.pitches else "topic:0/groups"


def _size(least: int, most: int) -> str:
    """Write how many people: 1 to 5 people, exactly 2 people."""
    span = f"{least} to {most}" if least != most else f"exactly {least}"
    return f"{span} {'person' if most == 1 else 'people'}"


@answers("group-solo")
def group_solo(q: Asked) -> Said | None:
    """Return whether one may be a group alone."""
    groups = q.course.groups
    if groups is None:
        return None
    alone, deed = groups.min == 1, "pitch" if q.course.pitches else "work"
    word = f"so you can {deed} alone" if alone else f"so you can't {deed} alone"
    text = f"{say.Project_groups} have {_size(groups.min, groups.max)}, {word}."
    return Said(text, GROUPS, holds=alone, page=groups_page(q))


@answers("one-group")
def one_group(q: Asked) -> Said | None:
    """Return in how many groups one may be."""
    groups = q.course.groups
    if groups is None or (groups.one_each is None and groups.most_groups is None):
        return None
    most = groups.most_groups
    text = (
        groups.one_each
        or f"One person can be in at most {plural(most or 0, say.group, say.groups)}."
    )
    only_one = most == 1 if most else None
    return Said(text, GROUPS, holds=only_one, fits=_fits(q, most), page=groups_page(q))


def _fits(q: Asked, most: int | None) -> bool | None:
    """Return whether one may be in as many groups as a question says."""
    if most is None or not q.numbers or claim_of(q.words) != "allowed":
        return None
    return of_number(q, 1, most)


@answers("find-group")
def find_group(q: Asked) -> Said | None:
    """Return where people find a group."""
    groups = q.course.groups
    if groups is None:
        return None
    meeting = [(h, p) for h in q.course.office_hours for p in h.purposes if "group" in p.lower()]
    text = "Here, /find-group shows who is looking."
    if meeting:
        hours, purpose = meeting[0]
        text = f"Office hours in {hours.where} are also there to {lowered(purpose)}. {text}"
    text = f"{sentence(groups.about)} {text}" if groups.about else text
    text += f" {say.Groups} have {_size(groups.min, groups.max)}."
    return Said(text, GROUPS)
