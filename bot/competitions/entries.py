"""What is judged now, read within a transaction: the live groups, or what was handed in for an assignment."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from pathlib import PurePosixPath

from bot.assignments.model import KeptFile, Version
from bot.assignments.rules import counting
from bot.assignments.service import SubmissionService
from bot.cohorts.service import cohorts_in
from bot.competitions.model import Contest, Entry, EntryFile
from bot.competitions.store import contests, entered
from bot.database import Tables
from bot.groups.model import eligibility
from bot.groups.service import GroupService
from bot.ids import GuildId, UserId
from bot.library.library import CourseLibrary

_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


class Entries:
    """Every server's entries. `registered`: who has the registered-student role now; None where it isn't asked."""

    def __init__(
        self, courses: CourseLibrary, groups: GroupService, submissions: SubmissionService
    ) -> None:
        self._courses, self._groups, self._submissions = courses, groups, submissions

    def of(
        self,
        db: Tables,
        guild_id: GuildId,
        contest: Contest,
        registered: Collection[int] | None = None,
    ) -> dict[int, Entry]:
        """List what is judged, by number: who chose to enter, or is in its cohort, and in a later round who advanced.

        What was handed in and has no number yet isn't in it.

        Raises:
            NoSignup: who can win is asked of a course without groups.
        """
        found = self._every(db, guild_id, contest, registered)
        if contest.opted:
            chosen = entered.entered(db, guild_id, contest.opted)
            found = {number: entry for number, entry in found.items() if number in chosen}
        if contest.cohort:
            known = cohorts_in(db, guild_id)
            found = {
                number: entry
                for number, entry in found.items()
                if any(contest.cohort in known.get(one, ()) for one in entry.owner_ids)
            }
        if not contest.previous:
            return found
        on = contests.advanced(db, guild_id, contest.previous) or frozenset()
        return {number: entry for number, entry in found.items() if number in on}

    def _every(
        self,
        db: Tables,
        guild_id: GuildId,
        contest: Contest,
        registered: Collection[int] | None,
    ) -> dict[int, Entry]:
        if contest.assignment and not contest.by_group:
            return self._handed_in(db, guild_id, contest)
        policy = None if registered is None else self._groups.policy_in(db, guild_id)
        slides = self._slides(db, guild_id)
        handed_in = self._of_groups(db, guild_id, contest) if contest.by_group else None
        found: dict[int, Entry] = {}
        for group in self._groups.groups_in(db, guild_id):
            counted = handed_in.get(group.number) if handed_in is not None else None
            if handed_in is not None and counted is None:
                continue
            wins = policy is None or eligibility(group, registered or (), policy).eligible
            why = "" if wins else "no registered student"
            found[group.number] = Entry(
                group.number, group.title, about_of(group.idea, counted), group.member_ids, wins, why,
                (counted.details.link if counted else "") or slides.get(group.number, ""),
                nameless(group.number, counted.files) if counted else (),
            )  # fmt: skip
        return found

    def _of_groups(self, db: Tables, guild_id: GuildId, contest: Contest) -> dict[int, Version]:
        """Return what counts of what groups handed in for an assignment, by the group's number."""
        by_group: dict[int, list[Version]] = {}
        for version in self._submissions.versions_in(db, guild_id, contest.assignment):
            by_group.setdefault(version.owner.id, []).append(version)
        counted = {number: counting(versions) for number, versions in by_group.items()}
        return {number: version for number, version in counted.items() if version is not None}

    def _slides(self, db: Tables, guild_id: GuildId) -> dict[int, str]:
        """Return the addresses of the slides handed in, by the group's number."""
        pitches = self._courses.timeline(guild_id).course.pitches
        slides = pitches.assignment if pitches else None
        return self._submissions.links_in(db, guild_id, slides) if slides else {}

    def numberless(self, db: Tables, guild_id: GuildId, contest: Contest) -> list[UserId]:
        """List the people whose entry has no number yet, in the order they handed in."""
        if contest.of_groups:
            return []
        known = contests.entry_numbers(db, guild_id, contest.assignment)
        versions = self._submissions.versions_in(db, guild_id, contest.assignment)
        firsts = sorted((v.at, UserId(v.owner.id)) for v in versions if v.number == 1)
        return [user_id for _, user_id in firsts if user_id not in known]

    def give_numbers(self, db: Tables, guild_id: GuildId, contest: Contest) -> None:
        """Give each new entry a number, once and for ever: what is stored later comes later."""
        for user_id in self.numberless(db, guild_id, contest):
            contests.number_entry(db, guild_id, contest.assignment, user_id)

    def _handed_in(self, db: Tables, guild_id: GuildId, contest: Contest) -> dict[int, Entry]:
        by_owner: dict[int, list[Version]] = {}
        for version in self._submissions.versions_in(db, guild_id, contest.assignment):
            by_owner.setdefault(version.owner.id, []).append(version)
        numbers = contests.entry_numbers(db, guild_id, contest.assignment)
        found: dict[int, Entry] = {}
        for user_id, number in sorted(numbers.items(), key=lambda pair: pair[1]):
            counted = counting(by_owner.get(user_id, ()))
            if counted is not None:
                about = about_of("", counted)
                files = nameless(number, counted.files)
                title = contest.name_of(number)
                found[number] = Entry(number, title, about, (UserId(user_id),), files=files)
        return found


def about_of(idea: str, counted: Version | None) -> str:
    """Put what was typed for an entry, other addresses included, under its idea."""
    typed = counted.details.texts.values() if counted else ()
    return "\n".join(filter(None, (idea, *typed)))


def nameless(number: int, files: Sequence[KeptFile]) -> tuple[EntryFile, ...]:
    """Name an entry's files after what they are for: their own names may tell whose they are."""
    found: list[EntryFile] = []
    used: dict[str, int] = {}
    for file in files:
        suffix = PurePosixPath(file.name).suffix.lower()
        suffix = suffix if _SUFFIX.fullmatch(suffix) else ""
        stem = f"entry-{number}-{file.item or 'file'}"
        used[stem + suffix] = used.get(stem + suffix, 0) + 1
        again = f"-{used[stem + suffix]}" if used[stem + suffix] > 1 else ""
        found.append(EntryFile(f"{stem}{again}{suffix}", file.size, file.sha256))
    return tuple(found)
