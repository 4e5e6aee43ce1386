"""How well questions are answered: whole files of them, and the kinds that are easily got wrong."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import themes
from bot.answers.answerer import Answerer, answerer_for
from bot.answers.catalogue import WORDINGS, known_questions
from bot.answers.said import Reply
from bot.answers.terminal import first_morning
from bot.answers.themes import ANSWERS
from bot.course.loader import load_course
from bot.course.model import Course, ExtraTopic
from bot.course.timeline import Timeline
from bot.understanding.asked import Cue, filled
from tests.answers.asking import score, verdicts
from tests.instants import et

WORDS = (
    "when",
    "is",
    "lab",
    "2",
    "due",
    "and",
    "not",
    "the",
    "27th",
    "friday",
    "99",
    "who",
    "?",
    ",",
    ".",
    "1/1",
)


def ask(answerer: Answerer, text: str, at: datetime | None = None) -> Reply:
    return answerer.ask(text, at or first_morning(answerer.timeline))


@pytest.mark.parametrize(
    "question",
    [
        "what happens if i submit the paper review late",
        "can I hand in my paper review after the deadline?",
        "is there a late penalty",
    ],
)
def test_what_becomes_of_late_work_is_said_where_the_page_states_no_rule(
    answerer: Answerer, question: str
) -> None:
    assert "I take late work, mark it late and tell staff" in ask(answerer, question).text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("when do i have to hand in the lab stuff", "Lab entries are due Tue Jan 26"),
        ("do i have to be there in person", "You must be there live to make the pitch."),
    ],
)
def test_what_matters_to_its_asker_is_part_of_the_answer(
    answerer: Answerer, question: str, told: str
) -> None:
    assert told in ask(answerer, question).text


@pytest.mark.parametrize(("name", "step"), [("tuned.txt", 5), ("held_out.txt", 1)])
def test_questions_about_the_course(answerer: Answerer, name: str, step: int) -> None:
    result = score(answerer, name, step)
    assert result.questions >= 100
    assert result.right >= 0.9, result.missed
    assert result.wrong <= 0.05, result.missed
    assert result.recall >= 0.85 and result.precision >= 0.8, result.missed
    assert result.with_others >= 0.97, result.missed


def test_questions_about_another_course(semester_answerer: Answerer) -> None:
    result = score(semester_answerer, "semester.txt")
    assert result.right >= 0.95 and result.recall >= 0.85, result.missed
    assert result.precision >= 0.8, result.missed


def test_there_are_many_small_facts_each_with_several_wordings(answerer: Answerer) -> None:
    wordings: dict[str, set[str]] = defaultdict(set)
    now = first_morning(answerer.timeline)
    samples = answerer.reader.lexicon.names.samples
    for turn, known in enumerate(answerer.catalogue.values()):
        for _, wording in known.intent.wordings:
            for text in filter(None, [filled(wording, samples, turn)]):
                said = answerer.said(answerer.reader.read(text, now), known)
                if said is not None and said.stated:
                    wordings[said.text].add(text)
    assert len([text for text, asked in wordings.items() if len(asked) >= 3]) >= 120
    assert max(map(len, wordings)) <= 700


def test_every_answer_has_wordings_and_every_question_an_answer_or_what_it_is_about() -> None:
    known = known_questions()
    assert set(ANSWERS) <= set(known)
    for id, question in known.items():
        assert question.intent.wordings, id
        assert id in ANSWERS or (question.unknown and question.about), id
        assert not question.nearest or question.nearest in ANSWERS, id
        assert question.unknown == bool(question.about), id


def test_every_theme_is_a_file_of_wordings_and_all_but_one_have_functions() -> None:
    folder = files("bot.answers.themes")
    stems = {Path(str(one)).stem for one in folder.iterdir() if str(one).endswith(".yaml")}
    answering_unstated = {"late"}
    assert (
        stems == set(WORDINGS) == {*themes.__all__, "unstated"} - {"ANSWERS"} - answering_unstated
    )


def test_every_cue_points_to_a_question() -> None:
    named = [question.intent.cue for question in known_questions().values() if question.intent.cue]
    assert sorted(named) == sorted(get_args(Cue))


@pytest.mark.parametrize(
    ("question", "first", "holds"),
    [
        ("is the review due friday?", "No. ", "Thu Jan 28, 11:59:59 PM ET, not Fri Jan 29"),
        ("slides are due friday right?", "No. ", "not Fri Jan 29"),
        ("is the review due thursday?", "Yes. ", "Thu Jan 28"),
        ("is the RL lecture on thursday", "No. ", "Fri Jan 22"),
        ("do i have to submit labs to pass?", "No. ", "not required"),
        ("can i pass without submitting the labs?", "Yes. ", "not required"),
        ("can we be 6 people in our group?", "No. ", "1 to 5"),
        ("can we be 4 people in our group?", "Yes. ", "1 to 5"),
        ("is the pitch 5 minutes", "No. ", "3 minutes"),
        ("is this 12 units", "No. ", "6 units"),
        ("do lectures start at 2 pm", "No. ", "1:00 PM ET"),
        ("is the monitor for lab 1", "No. ", "Lab 2"),
        ("can i be in two groups", "No. ", "only one group"),
        ("are live lectures optional", "Yes. ", "not required"),
        ("is there class on saturday jan 23", "No. ", "Nothing is on the schedule"),
    ],
)
def test_yes_and_no_come_first_and_a_false_premise_is_corrected(
    answerer: Answerer, question: str, first: str, holds: str
) -> None:
    reply = ask(answerer, question)
    assert reply.text.startswith(first), reply.text
    assert holds in reply.text


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("when do i have to sign up to pitch", "Wed Jan 27"),
        ("when do my slides have to be in", "Thu Jan 28"),
        ("when are lab entries due", "Tue Jan 26"),
        ("when do we pitch", "Fri Jan 29"),
    ],
)
def test_the_traps_are_told_apart(answerer: Answerer, question: str, day: str) -> None:
    assert day in ask(answerer, question).text.split(". ")[0]


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("when is lab 2 due and what do i win", ("Jan 26", "Display monitor")),
        ("when and where are office hours", ("3:00 PM ET", "Gather.Town")),
        ("how long is the pitch? can i do it alone?", ("3 minutes", "1 to 5")),
        ("when are the labs and the slides due", ("Jan 26", "Jan 28")),
    ],
)
def test_each_part_of_a_question_is_answered(
    answerer: Answerer, question: str, holds: tuple[str, ...]
) -> None:
    text = ask(answerer, question).text
    assert all(part in text for part in holds), text


@pytest.mark.parametrize(
    ("at", "question", "holds"),
    [
        (et(1, 26, 19), "what's due tonight", "Lab competition entries"),
        (et(1, 26, 19), "can i still hand in the labs", "Yes. "),
        (et(1, 27, 19), "can i still hand in the labs", "No. "),
        (et(1, 28, 20), "how long until slides are due", "4 hours"),
        (et(1, 21, 14, 30), "is office hours open right now", "3:00 PM ET"),
        (et(1, 21, 16), "is office hours open right now", "No. Office hours are closed now."),
        (et(1, 20, 18), "what's on tomorrow", "Deep Generative Modelling"),
        (et(1, 30, 12), "what's due next", "Nothing else is due"),
        (et(1, 30, 12), "when is the next lecture", "There are no lectures left"),
        (et(1, 17, 12), "has the course started", "No. "),
    ],
)
def test_time_is_the_askers(answerer: Answerer, at: datetime, question: str, holds: str) -> None:
    assert holds in ask(answerer, question, at).text


@pytest.mark.parametrize(
    ("question", "near"),
    [
        ("what room are lectures in", "held virtually"),
        ("who teaches the lecture on jan 20", "Deep Computer Vision"),
        ("can i get an extension", "Ask the course staff"),
        ("when do lectures end", "the start"),
        ("is there a lab 4", "3 labs"),
        ("what is the capital of peru", ""),
    ],
)
def test_what_the_page_leaves_open_is_said_to_be_open(
    answerer: Answerer, question: str, near: str
) -> None:
    reply = ask(answerer, question)
    assert reply.abstained
    assert "The course page " in reply.text and near in reply.text


def test_a_typo_and_its_correction_get_the_same_answer(answerer: Answerer) -> None:
    for wrong, right in [
        ("wen is the awrds cermony", "when is the awards ceremony"),
        ("ddl for teh paper reveiw", "deadline for the paper review"),
        ("can listners ptich", "can listeners pitch"),
    ]:
        assert ask(answerer, wrong).text == ask(answerer, right).text


@settings(max_examples=50, deadline=None)
@given(
    st.one_of(
        st.text(max_size=500),
        st.lists(
            st.sampled_from(WORDS),
            max_size=60,
        ).map(" ".join),
    ),
    st.datetimes(datetime(2020, 12, 1), datetime(2021, 3, 1)),
)
def test_any_text_gets_an_answer(answerer: Answerer, text: str, at: datetime) -> None:
    reply = answerer.ask(text, at.replace(tzinfo=UTC))
    assert reply.text.strip()
    assert reply.sources


def test_what_else_may_be_meant_is_each_another_question(answerer: Answerer) -> None:
    reply = ask(answerer, "are lectures recorded and do i have to go")
    offered = [choice.question for choice in (*reply.choices, *reply.alternatives)]
    assert reply.alternatives and len(set(offered)) == len(offered)


def test_closed_office_hours_count_down_to_nothing_that_isnt_stated(
    answerer: Answerer, semester_answerer: Answerer
) -> None:
    closed = ask(answerer, "are office hours open", et(1, 21, 16))
    assert closed.text.startswith("No. Office hours are closed now. Next: Fri Jan 22")
    assert closed.choices[0].said.instant is None
    morning = first_morning(semester_answerer.timeline)
    following = semester_answerer.timeline.next_office_hours(morning)
    stated = ask(semester_answerer, "are office hours open")
    assert stated.text.startswith("No. Office hours are closed until ")
    assert following and stated.choices[0].said.instant == following.starts_at is not None


def test_one_of_a_thing_is_said_as_one(course: Course) -> None:
    assert course.pitches and course.grading
    small = course.model_copy(
        update={
            "labs": course.labs[:1],
            "pitches": course.pitches.model_copy(update={"minutes": 1}),
            "grading": course.grading.model_copy(update={"units": 1, "scheme": "letter grades"}),
        }
    )
    answerer = answerer_for(Timeline(small))
    for question, answer in {
        "how many labs are there": "There is 1 lab.",
        "how long is the pitch": "A pitch is 1 minute long.",
        "how many units is this": "The course is worth 1 unit.",
    }.items():
        assert answer in ask(answerer, question).text


def test_what_is_said_once_is_not_said_again_for_the_other_part(answerer: Answerer) -> None:
    told = ask(answerer, "how many units is it worth and is it pass/fail").text
    assert told == "The course is worth 6 units.\nYes. P/D/F grading."


def answering(course: Course, **changed: object) -> Answerer:
    return answerer_for(Timeline(course.model_copy(update=changed)))


def test_a_lecture_in_a_room_is_in_it_and_not_held_virtually(course: Course) -> None:
    room = {"where": "35-225", "modality": "in person", "joining": None}
    answerer = answering(course, kinds={"lecture": course.lectures.model_copy(update=room)})
    said = "Lectures are in person, in 35-225."
    assert ask(answerer, "are lectures in person").text.startswith(f"Yes. {said}")
    assert ask(answerer, "are lectures online").text.startswith(f"No. {said}")
    assert ask(answerer, "are lectures on zoom").text.startswith(f"No. {said}")
    assert ", in 35-225" in ask(answerer, "when do lectures start").text


def test_how_lectures_are_held_is_said_only_where_a_field_says_it(course: Course) -> None:
    place = {"where": "NVIDIA Auditorium", "modality": None, "joining": None}
    answerer = answering(course, kinds={"lecture": course.lectures.model_copy(update=place)})
    assert ask(answerer, "is the lecture in person").text == "Lectures are in NVIDIA Auditorium."


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("are listeners barred from the lectures", "No. Listeners are welcome."),
        ("am i barred from the lab competition as a listener", "No. The lab competitions"),
        ("are reviewers excluded from the prizes", "Yes. The option"),
        ("is it forbidden to be in two groups", "Yes. Each participant"),
        ("do i need not attend lectures", "Yes. You are not required"),
        ("is the review due before friday", "Yes. Paper review is due Thu Jan 28"),
        ("is the review due after wednesday", "Yes. Paper review is due Thu Jan 28"),
        ("is a group of 6 too big", "Yes. Project groups have 1 to 5 people."),
        ("can a group have more than 5 people", "No. Project groups have 1 to 5 people."),
        ("is the pitch less than 5 minutes", "Yes. A pitch is 3 minutes long."),
        ("do lectures start after noon", "Yes. Lectures start at 1:00 PM"),
        ("are lectures on campus", "No. Lectures are held virtually"),
        ("can the review be 2 pages", "No. The paper review is 1 page"),
        ("does it have to be something new", "No. The method doesn't have to be"),
    ],
)
def test_a_verdict_follows_the_field_and_the_way_the_question_points(
    answerer: Answerer, question: str, first: str
) -> None:
    assert ask(answerer, question).text.startswith(first)


@pytest.mark.parametrize(
    "question",
    [
        "is the review not due friday",
        "are the recordings up already",
        "are lectures not recorded",
        "can i be absent on tuesday",
        "is it impossible to pitch alone",
        "are winners announced by email",
        "will there be pizza on friday",
        "is there homework besides labs",
        "is piazza only for mit students",
        "does attendance count",
        "is kate saenko from google",
    ],
)
def test_what_is_asked_in_a_way_that_isnt_certain_gets_the_fact_without_a_verdict(
    answerer: Answerer, question: str
) -> None:
    reply = ask(answerer, question)
    assert not reply.text.startswith(("Yes.", "No.")), reply.text


@pytest.mark.parametrize(
    ("question", "about", "near"),
    [
        ("will there be food at the awards ceremony", "food", ""),
        ("is there parking at the pitch session", "parking", ""),
        ("did my lab submission go through", "what has been received", "Canvas"),
        ("did sanja fidler drop out", "whether anybody has dropped out", ""),
    ],
)
def test_what_nothing_states_is_said_before_what_is_stated_nearby(
    answerer: Answerer, question: str, about: str, near: str
) -> None:
    reply = ask(answerer, question)
    assert reply.abstained
    first, _, rest = reply.text.partition(". ")
    assert about in first and near in rest


def test_what_the_file_states_beats_what_pages_rarely_state(course: Course) -> None:
    wifi = ExtraTopic(id="wifi", title="Wifi", text="The wifi password is on the board in front.")
    lunch = ExtraTopic(id="lunch", title="Lunch", text="Lunch is on us on the last day.")
    answerer = answering(course, topics=(wifi, lunch))
    assert ask(answerer, "what's the wifi password").text == wifi.text
    assert ask(answerer, "will there be lunch on friday").text == lunch.text
    assert ask(answerer, "is there pizza on friday").abstained
    reply = ask(answerer, "lunch")
    assert (reply.text, reply.sources) == (lunch.text, ["Lunch"])


def test_no_false_yes_or_no_is_said_to_questions_that_ask_for_one(answerer: Answerer) -> None:
    """The fact alone is never false, so a verdict that isn't certain isn't given."""
    false, right, asked = verdicts(answerer)
    assert not false, "\n".join(false)
    assert right >= 35 and asked >= 100, right


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("sooo wens RL", "when is rl"),
        ("gotta b live on 29th 2 present", "have to be live on tuesday to present"),
        ("need 2 submit labs 4 credit", "need to submit labs for credit"),
        ("is lab 2 4 people", "is lab 2 4 people"),
        ("they cancellin class rite", "they cancelling class right"),
        ("size min n max", "size minimum and maximum"),
    ],
)
def test_words_as_they_sound_are_read_as_what_they_stand_for(
    answerer: Answerer, typed: str, read: str
) -> None:
    asked = answerer.reader.read(typed, first_morning(answerer.timeline))
    assert asked.text.removeprefix("so ") == read


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("what do you store about me", "for 30 days"),
        ("how long do you keep my questions", "for 30 days"),
        ("who can see my question", "Only you see"),
        ("is this private", "Only you see"),
        ("what can you do", "I answer questions about"),
    ],
)
def test_the_assistant_tells_of_itself(answerer: Answerer, question: str, holds: str) -> None:
    assert holds in ask(answerer, question).text


def test_names_of_people_say_nothing_of_a_question(answerer: Answerer) -> None:
    now = first_morning(answerer.timeline)
    one, two = (
        answerer.reader.read(f"who is {name}", now) for name in ("kate saenko", "nigel duffy")
    )
    assert one.sentence == two.sentence and one.text != two.text
    assert "reinforcement" in answerer.reader.read("when is RL", now).sentence


def test_what_is_said_beside_a_question_tells_what_it_means(answerer: Answerer) -> None:
    reply = ask(answerer, "The slides have to carry a certain number. Which one?")
    assert "project group number" in reply.text
    reply = ask(answerer, "I'd love to hear the lady from Toronto. Which date does she visit us?")
    assert "Jan 28" in reply.text


def test_a_thing_is_found_by_what_it_is_for(answerer: Answerer) -> None:
    assert "eepurl" in ask(answerer, "how do i get the course news by mail").text
    assert "Jan 26" in ask(answerer, "which day is about discrimination by algorithms").text


def test_a_day_has_no_meeting_of_a_kind_that_it_lacks() -> None:
    course = load_course(Path("tests/course/sections.yaml"))
    answerer = answerer_for(Timeline(course))
    monday = datetime(2027, 2, 8, 15, tzinfo=UTC)
    assert answerer.ask("is there a lecture today", monday).text.startswith("Yes")
    assert not answerer.ask("is there section today", monday).text.startswith("Yes")


def test_nothing_is_promised_to_listeners_that_no_field_states(answerer: Answerer) -> None:
    for text in ("can i get credit for this as a listener?", "do auditors earn the units"):
        reply = ask(answerer, text)
        assert reply.abstained
        assert "credit for listeners" in reply.text
