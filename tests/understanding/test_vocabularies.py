"""Whether a wording speaks of all that a question says is read from what is shipped as from the wordings themselves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.catalogue import known_questions, learned
from bot.understanding.vocabularies import packed, unpacked, vocabulary_of

VOCABULARIES = st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=1), min_size=1)


@given(VOCABULARIES, st.frozensets(st.sampled_from("abcdefg")), st.data())
def test_words_are_held_by_one_wording_or_by_none(
    vocabularies: list[frozenset[str]], told: frozenset[str], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(vocabularies)))
    rows = slice(start, data.draw(st.integers(start, len(vocabularies))))
    expected = any(told <= one for one in vocabularies[rows])
    assert unpacked(packed(vocabularies)).hold(rows, told) == expected


def test_those_that_are_shipped_are_those_of_todays_wordings() -> None:
    shipped = learned()
    for id, known in shipped.questions.items():
        wordings = [text for _, text in known_questions()[id].intent.wordings]
        assert known.learned == len(wordings), "run: make learn"
        for row, text in list(enumerate(wordings, known.wordings.start))[::20]:
            begin, end = shipped.vocabularies.begins[row : row + 2]
            words = {shipped.vocabularies.place[word] for word in vocabulary_of(text)}
            assert set(shipped.vocabularies.held[begin:end].tolist()) == words, "run: make learn"
