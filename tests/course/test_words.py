"""Sentences speak the course's own words for people and groups of people."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.course.lateness import FreeDays, LatePolicy
from bot.course.words import Words, in_words, of_listeners, say, speak, speaking
from bot.database import Database
from bot.errors import NotAllowed
from bot.groups.errors import GroupFull, NoSuchGroup
from bot.guilds.rules import GuildSettings
from bot.guilds.ui.cards import setup_reply
from bot.ids import GuildId
from bot.permissions import Capability
from tests.databases import open_database

OWN = Words(group="ensemble", staff="organizers", listener="auditor")


def test_words_have_their_article_their_plural_and_their_capital() -> None:
    with speaking(OWN):
        assert (say.group, say.groups, say.a_group) == ("ensemble", "ensembles", "an ensemble")
        assert (say.Group, say.Groups, say.A_group) == ("Ensemble", "Ensembles", "An ensemble")
        assert (say.staff, say.of_staff, say.Staff) == ("organizers", "organizers'", "Organizers")
        assert say.listener == "auditor"
        assert of_listeners("Auditors are welcome.") and of_listeners("Listeners, too.")
    assert (say.a_group, say.of_staff) == ("a group", "staff's")
    with speaking(Words(late_day="slip day")):
        policy = LatePolicy(id="p", free_days=FreeDays(budget=5, most=2))
        assert policy.words == "Everybody has 5 free slip days, at most 2 for one assignment."
    with speaking(Words(group="crew", groups="crews of two")):
        assert say.groups == "crews of two" and not of_listeners("Auditors are welcome.")


def test_a_sentence_from_before_keeps_its_commands() -> None:
    text = "A group: ask staff, or use `/group list`, /find-group and the groups' board."
    assert in_words(text) == text
    with speaking(OWN):
        assert in_words(text) == (
            "An ensemble: ask organizers, or use `/group list`, /find-group and the ensembles' board."
        )


async def test_a_refusal_within_a_transaction_has_the_words_of_whoever_asked(
    tmp_path: Path,
) -> None:
    db = await open_database(tmp_path / "state" / "test.sqlite3")

    async def refused(words: Words, *, in_read: bool) -> str:
        speak(words)
        refusal = (db.read if in_read else db.write)(_refuse)
        return str((await asyncio.gather(refusal, return_exceptions=True))[0])

    told = await asyncio.gather(
        *(
            refused(Words(group=name), in_read=in_read)
            for name in ("team", "pod")
            for in_read in (True, False)
        )
    )
    assert [text[:14] for text in told] == [
        "**There's no t",
        "**There's no t",
        "**There's no p",
        "**There's no p",
    ]
    await db.close()


def _refuse(_db: Database) -> None:
    raise NoSuchGroup(4)


def test_setup_and_refusals_name_the_courses_own_people() -> None:
    with speaking(OWN):
        told = str(setup_reply(GuildSettings(GuildId(1))).to_components())
        for own in ("**Organizers role**: may use", "**Auditor role**", "an ensemble's prizes"):
            assert own in told, own
        for ours in ("Staff", "Listener", "group's"):
            assert ours not in told, ours
        refused = str(NotAllowed(in_words(Capability.SCORE.value), say.staff))
        assert (
            "judges, whom organizers have appointed" in refused and "ask organizers to" in refused
        )


def test_no_word_is_kept_between_courses() -> None:
    with speaking(OWN):
        assert str(GroupFull(4, 5, 0)).startswith("**Ensemble 4 is full")
    assert str(GroupFull(4, 5, 0)).startswith("**Group 4 is full")
