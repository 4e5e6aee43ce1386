"""Questions in other languages get one honest line in that language; English ones are never taken for another."""

from __future__ import annotations

import pytest

from bot.answers.answerer import Answerer
from bot.answers.catalogue import known_questions
from bot.answers.terminal import first_morning
from tests.answers.asking import HERE, cases

FOREIGN = """
es ¿Cuándo hay que entregar las diapositivas?
es hasta cuando puedo entregar el laboratorio
es cuantas personas puede tener un grupo?
fr où est le lien zoom
fr Quand faut-il rendre les diapositives ?
fr combien de personnes par groupe
de wo finde ich den zoom link
de muss ich zur vorlesung kommen
de Wann muss ich die Folien abgeben?
pt onde encontro o link do zoom
pt preciso assistir às aulas ao vivo?
pt quantas pessoas por grupo
it dove trovo il link di zoom
it quando devo consegnare le slide?
it devo essere presente alle lezioni
nl waar vind ik de zoom link
pl kiedy trzeba oddać slajdy
tr zoom linki nerede
tr grupta kaç kişi olabilir
ru где ссылка на zoom
uk де знайти посилання на zoom
ar كم عدد الأشخاص في المجموعة
hi स्लाइड कब जमा करनी हैं?
zh 小组最多几个人
ja グループは何人までですか
ko 슬라이드 마감이 언제예요?
vi khi nào phải nộp slide
""".strip().splitlines()


@pytest.mark.parametrize("line", FOREIGN)
def test_another_language_gets_its_line_and_the_commands_that_show_dates(
    answerer: Answerer, line: str
) -> None:
    code, text = line.split(" ", 1)
    assert answerer.reader.language_of(text) == code
    reply = answerer.ask(text, first_morning(answerer.timeline))
    english = answerer.ask("Когда? Өчен нәрсә", first_morning(answerer.timeline))
    assert reply.abstained and reply.choices and not reply.alternatives
    assert reply.text != english.text
    assert all(command in reply.text for command in ("/deadlines", "/next", "/schedule"))
    signs = "📘 /course · 💬 /office-hours · 👥 /find-group · 📥 /submit"
    assert reply.text.splitlines()[-1] == signs
    assert reply.ask and reply.ask != "Ask staff", "its button is in that language, too"


def test_a_language_without_a_line_gets_the_english_one(answerer: Answerer) -> None:
    reply = answerer.ask("მითხარით როდის არის ლექცია", first_morning(answerer.timeline))
    assert reply.text.startswith("I only understand questions in English")
    assert reply.ask == "Ask staff"


def test_no_english_question_is_taken_for_another_language(
    answerer: Answerer, semester_answerer: Answerer
) -> None:
    asked = [c.question for name in ("tuned.txt", "held_out.txt") for c in cases(name)]
    polar = (HERE / "polar.txt").read_text(encoding="utf-8").splitlines()
    asked += [line.split(" => ")[0] for line in polar if " => " in line]
    asked += [w for known in known_questions().values() for _, w in known.intent.wordings]
    told = {text: answerer.reader.language_of(text) for text in asked}
    assert {text: code for text, code in told.items() if code != "en"} == {}
    other = {c.question for c in cases("semester.txt")}
    assert {semester_answerer.reader.language_of(text) for text in other} == {"en"}


@pytest.mark.parametrize(
    "text", ["Ava Soleimany?", "Sanja Fidler", "gather town", "🙂", "?!", "r2 d2 c3po"]
)
def test_names_and_fragments_are_no_language(answerer: Answerer, text: str) -> None:
    assert answerer.reader.language_of(text) == "en"
