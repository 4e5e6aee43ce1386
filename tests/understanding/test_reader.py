"""Which of the questions it is given a text is. The reader knows no others."""

from __future__ import annotations

from bot.course.timeline import Timeline
from bot.understanding.intents import Intent
from bot.understanding.lexicon import Lexicon
from bot.understanding.reader import Reader
from bot.understanding.training import learn
from tests.instants import et

NOW = et(1, 25, 10)


def intent(id: str, *wordings: str, taught: bool = False) -> Intent:
    return Intent(id, tuple(("ask", one) for one in wordings), taught=taught)


SAUNA = intent("sauna", "is there a sauna", "where is the sauna", "sauna opening times")
LATE = Intent("late", (("ask", "when is {due} due"), ("ask", "{due} deadline")), "due-when", True)
BOATS = intent("boats", "can i rent a boat", "who rents boats", taught=True)


def first(reader: Reader, text: str) -> str:
    return reader.ranked(reader.read(text, NOW))[0].id


def test_a_text_is_one_of_the_questions_that_were_given(timeline: Timeline) -> None:
    lexicon = Lexicon(timeline)
    reader = Reader(lexicon, [SAUNA, LATE], learn(lexicon, [SAUNA, LATE]))
    assert {one.id for one in reader.ranked(reader.read("hello", NOW))} == {"sauna", "late"}
    assert first(reader, "is there any suana here") == "sauna"
    assert first(reader, "when do the slides close, what day are they due") == "late"


def test_a_new_question_is_found_by_its_words_before_it_is_learned(timeline: Timeline) -> None:
    lexicon = Lexicon(timeline)
    trained = learn(lexicon, [SAUNA, LATE])
    reader = Reader(lexicon, [SAUNA, BOATS], trained)
    asked = reader.read("can i rent any boat", NOW)
    assert [one.id for one in reader.ranked(asked)] == ["boats", "sauna"]
    assert reader.foreign(asked) == []
    assert Reader(lexicon, [SAUNA], trained).foreign(asked) == ["rent", "boat"]
    assert "boats" not in {one.id for one in reader.ranked(reader.read("is it cold", NOW))}
