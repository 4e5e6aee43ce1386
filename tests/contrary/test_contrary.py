"""The contrary course: what is said follows the fields, and nothing of one course is said of another."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from bot.course.features import Feature
from bot.course.timeline import Timeline
from tests.conftest import SECTIONS_FILE
from tests.contrary.saying import Answered, Questions, first_evening, polar_questions, told
from tests.contrary.turning import INVENTED, built, data_of, optional_parts, problems, turned
from tests.contrary.whole import whole
from tests.contrary.words import foreign_words, strings, texts, words

LISTS = {"hours-need", "viewing", "labs-submit-pass", "lecture-count"}
"""Questions that are decided by which entries a list has; the contrary course has as many of each."""

UNSAID = {
    "id", "also", "faq", "open_questions", "words",  # never shown, or shown in sentences of others
    "assignments",  # the forms of `/submit` and its menus have the rest of these
    "cohorts", "assumptions", "timezone",  # in menus and settings
}  # fmt: skip
"""What needn't be in a page or an answer, by a key."""

SAME = {"small-talk", "bot-signup", "bot-sees", "due-changed", "what-changed", *LISTS}
"""These, and questions about the assistant itself or about changes, of which neither course has any."""


@pytest.fixture(scope="module")
def contrary() -> dict[str, Any]:
    return turned(whole())


@pytest.fixture(scope="module")
def both(contrary: dict[str, Any]) -> list[tuple[Answered, Answered]]:
    """Every wording of every known question, asked of the course and of the contrary one."""
    asked: list[list[Answered]] = []
    for data in (whole(), contrary):
        timeline = Timeline(built(data))
        asked.append(list(Questions(timeline).answered(first_evening(timeline), 12)))
    known = [(one, two) for one, two in zip(*asked, strict=True) if one.id == two.id]
    assert len(known) > 2000
    return known


def test_the_contrary_course_is_a_course_that_keeps_every_rule(contrary: dict[str, Any]) -> None:
    assert problems(contrary) == []
    assert built(contrary) != built(whole())


def test_every_verdict_follows_its_field(both: list[tuple[Answered, Answered]]) -> None:
    turned_around: Counter[str] = Counter()
    decided = polar_questions() - LISTS
    for one, two in both:
        if one.id in decided and one.verdict is not None and not _compares(one):
            assert two.verdict in (not one.verdict, None), (one, two)
            turned_around[one.id] += two.verdict is not None
    assert len([id for id, times in turned_around.items() if times >= 2]) >= 15, turned_around


def _compares(answered: Answered) -> bool:
    return answered.said is not None and answered.said.fits is not None


def test_no_fact_is_stated_of_both_courses(both: list[tuple[Answered, Answered]]) -> None:
    for one, two in both:
        if one.said and two.said and one.said.stated and two.said.stated and one.id not in SAME:
            assert one.said.text != two.said.text, one


def test_nothing_of_the_course_is_said_of_the_contrary_one(
    contrary: dict[str, Any], both: list[tuple[Answered, Answered]]
) -> None:
    own = foreign_words(contrary)
    assert {"MIT", "Canvas", "TensorFlow", "NVIDIA", "Gather.Town", "Amini", "6.S191"} <= own
    said = [
        *told(Timeline(built(contrary))),
        *((two.id, two.said.text) for _, two in both if two.said),
    ]
    for where, text in said:
        kept = own & words([text])
        assert not kept, (where, kept)


def test_every_text_of_the_file_is_said_somewhere(
    contrary: dict[str, Any], both: list[tuple[Answered, Answered]]
) -> None:
    pages = [text for _, text in told(Timeline(built(contrary)))]
    said = " ".join([*pages, *(two.said.text for _, two in both if two.said)]).lower()
    stated = 0
    for place, text in texts(contrary):
        made_up = [one for one in words([text.lower()]) if one in INVENTED]
        if made_up and not UNSAID & set(place):
            assert any(one in said for one in made_up), (place, text)
            stated += 1
    assert stated > 150


def test_what_is_left_out_is_said_nowhere_and_decides_nothing(contrary: dict[str, Any]) -> None:
    """Invented words stand in one place each, so whatever is still said was kept somewhere else than in the file."""
    whole = Timeline(built(contrary))
    now, questions = first_evening(whole), Questions(whole)
    before = {(one.id, one.question): one.verdict for one in questions.answered(now, 1)}
    made_up, parts = words(strings(contrary)), 0
    for place, data in optional_parts(contrary):
        gone = {one for one in made_up - words(strings(data)) if one.lower() in INVENTED}
        timeline, parts = Timeline(built(data)), parts + 1
        asked = Questions(timeline) if len(place) == 1 else questions.of(timeline)
        said = list(told(timeline))
        for one in asked.answered(now, 1):
            said.append((one.id, one.said.text if one.said else ""))
            if len(place) > 1:
                assert one.verdict in (before[one.id, one.question], None), (place, one)
        for where, text in said:
            kept = gone & words([text])
            assert not kept, (place, where, kept)
        if place in (("groups",), ("pitches",)):
            # Groups don't need a presentation; a presentation needs groups.
            assert ("groups" in data, "pitches" in data) == (place == ("pitches",), False)
            assert (Feature.GROUPS in timeline.features) is (place == ("pitches",))
    assert parts > 80


def test_labs_that_have_to_be_submitted_have_to_be_submitted() -> None:
    data = whole()
    [labs] = [one for one in data["grading"]["passing"] if one.get("counts") == "labs"]
    verdicts: list[list[bool | None]] = []
    for labs["proof"] in ("honor code", "submission"):
        timeline = Timeline(built(data))
        told = Questions(timeline).answered(first_evening(timeline), ids={"labs-submit-pass"})
        verdicts.append([one.verdict for one in told])
    assert [None if so is None else not so for so in verdicts[0]] == verdicts[1]
    assert verdicts[0].count(True) > 9 and verdicts[0].count(False) > 9


def test_a_course_in_cohorts_is_turned_around_and_does_without_them() -> None:
    """Whose something is follows the fields, for everybody and for whoever is in a cohort."""
    data = data_of(SECTIONS_FILE)
    contrary, names = turned(data), [one["title"] for one in data["cohorts"]]
    assert problems(contrary) == []
    other = Timeline(built(contrary))
    assert {one.role is None for one in other.course.cohorts} == {True, False}
    for timeline in (other, *(other.of([one.id]) for one in other.course.cohorts)):
        for where, text in told(timeline):
            assert not any(name in text for name in names), where
    [without] = [left for place, left in optional_parts(data) if place == ("cohorts",)]
    assert not built(without).cohorts and not any(
        name in text for name in names for _, text in told(Timeline(built(without)))
    )
