"""What makes a question cost more than one pass through the sentence model."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.answers.answerer import Answerer
from bot.answers.terminal import first_morning
from bot.understanding import languages, learned
from bot.understanding.sentences import SentenceModel


@pytest.mark.parametrize(
    "question",
    ["which day does Katherine Chou tell us things", "is nigel duffy from google?"],
)
def test_a_question_that_names_somebody_goes_through_the_model_once(
    answerer: Answerer, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    passes, work = list[Sequence[str]](), SentenceModel.vectors

    def noted(model: SentenceModel, texts: Sequence[str]) -> object:
        passes.extend([texts] if texts else [])
        return work(model, texts)

    monkeypatch.setattr(learned, "_kept", {})
    monkeypatch.setattr(SentenceModel, "vectors", noted)
    answerer.ask(question, first_morning(answerer.timeline))
    assert [len(one) for one in passes] == [2]


def test_no_question_waits_for_the_model_that_tells_languages(answerer: Answerer) -> None:
    assert answerer.timeline
    assert languages._model.cache_info().currsize == 1
