"""How a question is built: its parts, and what is said beside them."""

from __future__ import annotations

from bot.course.timeline import Timeline
from bot.understanding.meant import Meant
from bot.understanding.reading import parts_of
from bot.understanding.sentences import sentence_model
from bot.understanding.words import tidy


def test_a_question_knows_what_is_said_beside_it() -> None:
    (part,) = parts_of("I was away, and we never enrolled. Is it still possible?")
    assert (part.text, part.near) == ("Is it still possible", "and we never enrolled")
    (part,) = parts_of("Is it still possible? I never enrolled, sorry.")
    assert part.near == "I never enrolled"
    (alone,) = parts_of("is it still possible")
    assert alone.near == ""


def test_a_short_statement_asks_nothing_unless_it_wants_to_be_confirmed() -> None:
    assert [p.text for p in parts_of("Is five the worst mark? At home it is so.")] == [
        "Is five the worst mark"
    ]
    assert len(parts_of("when are the slides due? they are long, right")) == 2


def test_a_number_may_be_called_one() -> None:
    assert tidy("the laboratory number two") == ["the", "lab", "two"]
    assert tidy("group #3") == ["group", "3"]


def test_things_are_found_by_what_they_mean(timeline: Timeline) -> None:
    meant = Meant(timeline.course)

    def of(kind: str, text: str) -> str | None:
        return meant.of(kind, sentence_model().vectors([text])[0])

    assert of("link", "where do i get course news by mail") == "mailing-list"
    assert of("topic", "when do we make some music") == "lab-1b"
    assert of("due", "when is my homework due") is None
    assert of("criterion", "clarity") is None
