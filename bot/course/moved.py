"""What earlier course files said elsewhere, and where it stands now."""

from __future__ import annotations

from bot.course.yamlfile import Loc

_KEYS: dict[Loc, str] = {
    ("lectures",): "`kinds: {lecture: ...}`, which holds for all meetings of a kind",
    (
        "reminders",
        "lectures",
    ): "`reminders: {meetings: [15m]}` for all, or `kinds: {lecture: {reminders: [15m]}}`",
    ("reminders", "pitches"): "`reminders` in the session in which groups pitch",
    (
        "paper_review",
    ): "an entry under `assignments`, with `pages`, `layout`, `includes` and `subject` in its part",
    (
        "pitches",
        "slides_deadline",
    ): "`assignment: ID`, the assignment that groups hand in to present",
    ("pitches", "groups"): "`groups: {min: 1, max: 5}` of its own, beside `pitches`",
    **{
        ("pitches", key): f"`{key}` under `groups`, beside `pitches`"
        for key in ("signup_deadline", "most_groups", "one_each", "eligibility")
    },
    ("pitches", "group_threads"): "`threads` under `groups`, beside `pitches`",
    ("labs", "entry"): "an entry under `assignments` with `lab: ID`; what it holds are its `parts`",
    ("deadlines", "labs"): "`deadline: ID` in each of the `assignments` that are due then",
}
"""Keys of earlier course files, by their place without numbers, and what stands there now."""
_VALUES: dict[tuple[Loc, str], str] = {
    (
        ("competitions", "entries"),
        "labs",
    ): "`entries: assignments`, and `counts_for: {competition: ID}` in each of these assignments",
    (
        ("grading", "passing", "counts"),
        "final project",
    ): "no `counts`, but `counts_for: {passing: ID}` in each of the "
    "`assignments` that count for it",
}
"""The same for values."""


def moved_key(loc: Loc) -> str | None:
    """Return what to write instead of a key; None if no file ever had it there."""
    return _KEYS.get(_numberless(loc))


def moved_value(loc: Loc, value: object) -> str | None:
    """Return what to write instead of a value; None if no file ever had it there."""
    return _VALUES.get((_numberless(loc), str(value)))


def _numberless(loc: Loc) -> Loc:
    return tuple(step for step in loc if not isinstance(step, int))
