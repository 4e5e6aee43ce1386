"""Which of the questions it is given a text is. The reader knows no others."""

from __future__ import annotations

from bot.answers.catalogue import learned
from bot.course.timeline import Timeline
from bot.understanding.asked import Intent
from bot.understanding.lexicon import Lexicon
from bot.understanding.reader import Reader
from tests.instants import et

NOW = et(1, 25, 10)


def intent(id: str, *wordings: str) -> Intent:
    return Intent(id, tuple(("ask", one) for one in wordings))


SAUNA = intent("sauna", "is there a sauna", "where is the sauna", "sauna opening times")
LATE = Intent("late", (("ask", "when is {due} due"), ("ask", "{due} deadline")), "due-when")
BOATS = intent("boats", "can i rent a boat", "who rents boats")


def first(reader: Reader, text: str) -> str:
    return reader.matches([reader.read(text, NOW)])[0][0].id


def test_a_text_is_one_of_the_questions_that_were_given(timeline: Timeline) -> None:
    reader = Reader(Lexicon(timeline), [SAUNA, LATE], learned())
    (hello,) = reader.matches([reader.read("hello", NOW)])
    assert {one.id for one in hello} == {"sauna", "late"}
    assert first(reader, "is there any suana here") == "sauna"
    assert first(reader, "when do the slides close, what day are they due") == "late"


def test_a_question_is_found_by_what_it_means(timeline: Timeline) -> None:
    reader = Reader(Lexicon(timeline), [SAUNA, BOATS], learned())
    assert first(reader, "i'd like to hire a kayak") == "boats"
    assert first(reader, "somewhere hot to sit and sweat?") == "sauna"


def test_words_of_own_wordings_arent_foreign(timeline: Timeline) -> None:
    lexicon = Lexicon(timeline)
    asked = Reader(lexicon, [SAUNA], learned()).read("can i rent a kayak", NOW)
    assert "kayak" in Reader(lexicon, [SAUNA], learned()).foreign(asked)
    assert Reader(lexicon, [intent("k", "rent a kayak")], learned()).foreign(asked) == []


def test_all_parts_go_through_the_model_together_and_alone_they_get_the_same(
    timeline: Timeline,
) -> None:
    reader = Reader(Lexicon(timeline), [SAUNA, LATE, BOATS], learned())
    asked = [reader.read(text, NOW) for text in ("when is the sauna open", "boats to rent please")]
    together, apart = reader.matches(asked), [reader.matches([one])[0] for one in asked]
    for one, other in zip(together, apart, strict=True):
        assert [m.id for m in one] == [m.id for m in other]
        assert abs(one[0].chance - other[0].chance) < 1e-4
