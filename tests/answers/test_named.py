"""What a course names is what an answer is about, and nothing is said to be missing that stands in its file."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from bot.answers.answerer import Answerer, answerer_for
from bot.course.loader import load_course
from bot.course.timeline import Timeline

FILE = """
title: The Garden Fair
term: {name: Spring 2027, start: 2027-03-01, end: 2027-03-14}
timezone: Europe/Paris
timezone_label: CET
topics:
  - {id: songs, title: Songs, text: A song has three verses and lasts 4 minutes.}
  - {id: help, title: Getting help, text: Ask anybody. Copying from ChatGPT isn't allowed.}
cohorts:
  - {id: roses, title: Roses, kind: strand, about: Beds of one colour., leader: Ada Quill}
  - {id: herbs, title: Herbs, kind: strand, about: Whatever one can eat.}
kinds: {meal: {}, walk: {recorded: false}, talk: {}, lecture: {recorded: true}, SRV: {recorded: false}}
sessions:
  - {id: opening, kind: ceremony, day: 2027-03-02, title: Opening ceremony, starts: "09:00", where: Hall 1}
  - {id: revision, kind: review, day: 2027-03-08, title: Review for the test, starts: "17:00"}
  - {id: test, kind: exam, day: 2027-03-09, title: Plant test, starts: "09:00", bring: [a pencil]}
  - {id: srv, kind: SRV, day: 2027-03-05, title: Seeds, starts: "09:00"}
  - {id: lecture, kind: lecture, day: 2027-03-05, title: Trees, starts: "15:00"}
  - {id: lunch, kind: meal, day: 2027-03-03, title: Lunch, starts: "12:30", where: Tent}
  - {id: closing, kind: ceremony, day: 2027-03-13, title: Closing ceremony, starts: "18:00", event: awards}
weekly:
  - {id: walk, kind: walk, title: Walk, weekdays: [thu], first: 2027-03-04, last: 2027-03-11, starts: "10:00",
     changes: [{day: 2027-03-04, status: cancelled, why: storm}]}
  - {id: talk-roses, kind: talk, title: Talk, weekdays: [tue], first: 2027-03-02, last: 2027-03-09, starts: "14:00",
     cohorts: [roses], topics: [Soil, Bees]}
  - {id: talk-herbs, kind: talk, title: Talk, weekdays: [wed], first: 2027-03-03, last: 2027-03-10, starts: "14:00",
     cohorts: [herbs], topics: [Soil, Frost]}
office_hours:
  - {id: bo, title: Hours of Bo, where: Shed, weekdays: [tue], opens: "15:00", closes: "16:00", hosts: Bo Bramble}
  - {id: helpers, title: Hours of the helpers, where: Barn, weekdays: [fri], opens: "17:00", closes: "18:00",
     hosts: [Ada Quill, Cy Thorn]}
  - {id: all, where: Lawn, weekdays: [sat], opens: "10:00", closes: "11:00", hosts: the gardeners}
assignments:
  - {id: sketch-1, title: Sketch 1, kind: problem set, due_at: 2027-03-05T20:00:00+01:00,
     parts: [{id: file, title: Drawing, accepts: [pdf]},
       {id: clip, title: A clip of at most 3 minutes, accepts: [link], optional: true}]}
  - {id: sketch-2, title: Sketch 2, kind: problem set, due_at: 2027-03-12T20:00:00+01:00,
     parts: [{id: file, title: Drawing, accepts: [pdf]}]}
  - {id: map, title: Garden map, due_at: 2027-03-08T20:00:00+01:00, by: group, late: none,
     parts: [{id: map, title: The map, accepts: [pdf], pages: 2}]}
groups: {min: 1, max: 4, about: The gardeners put you together}
words: {group: garden crew}
prizes: {announced: At the closing ceremony.}
days_off: [{day: 2027-03-12, title: Blossom recess}]
late_policies: [{id: none, taken: false}]
competitions:
  - id: beds
    title: Best bed
    entries: groups
    cohort: roses
    scale: {min: 1, max: 5}
    criteria: [{id: colour, title: Colour, weight: 2}, {id: scent, title: Scent, weight: 1}]
    rounds: [{id: first, title: First round, advance: 3, session: opening}, {id: last, title: Last round}]
    awards: [{title: First place, worth: a spade for each}, {title: Second place, worth: a pot}]
  - {id: bees, title: "Beekeepers: most flowers for bees", entries: opt-in, judged: false,
     judges: Beekeepers judge it., awards: [{title: A jar}]}
"""
AT = datetime(2027, 3, 1, 12, tzinfo=UTC)


@lru_cache(maxsize=1)
def fair() -> Answerer:
    with TemporaryDirectory() as folder:
        file = Path(folder, "course.yaml")
        file.write_text(FILE, encoding="utf-8")
        return answerer_for(Timeline(load_course(file)))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("when is the opening ceremony", "Opening ceremony is on Tue Mar 2, 9:00 AM CET"),
        ("when are winners announced", "Closing ceremony: Sat Mar 13"),
        ("is there a walk on thursday", "No. There's no walk on Thu Mar 4 (cancelled: storm). Next: Thu Mar 11."),
        ("is there a walk on march 4", "No. There's no walk on Thu Mar 4"),
        ("is there a walk on march 11", "Yes. Walk is on Thu Mar 11"),
        ("when are bo bramble's office hours", "Hours of Bo: Tuesday, 3:00 PM to 4:00 PM CET, in Shed."),
        ("where are cy's office hours", "Hours of the helpers"),
        ("does ada quill hold office hours on tuesday", "No. Office hours aren't listed for Tue Mar 2. Hours of the"),
        ("are bramble's office hours on tuesday", "Yes. Tue Mar 2: office hours from 3:00 PM CET"),
        ("when are bramble's next office hours", "Hours of Bo"),
        ("who hosts the office hours", "Hours of the helpers are hosted by Ada Quill and Cy Thorn."),
        ("how long may the map be", "The map: at most 2 pages."),
        ("does everyone have to hand in the map", "No. One hand-in is for the whole garden crew."),
        ("is there class during the blossom recess", "No. Fri Mar 12: no class, Blossom recess."),
        ("which holidays are there", "Fri Mar 12: Blossom recess"),
        ("how big are the crews", "Garden crews have 1 to 4 people."),
        ("how do i find a crew", "The gardeners put you together."),
        ("can i bring a magnifying glass to the plant test", "Plant test: bring a pencil."),
        ("how long is a song", "lasts 4 minutes"),
        ("are the walks recorded", "No. Walks are not recorded."),
        ("are the SRVs recorded too", "No. SRVs are not recorded."),
        ("which strands are there", "2 strands:\n- Roses: Beds of one colour; led by Ada Quill\n- Herbs: Whatever"),
        ("how do i choose a strand", "You choose your strand yourself."),
        ("what is the herbs strand about", "Herbs: Whatever one can eat."),
        ("what's the difference between roses and herbs", "Roses: Beds of one colour; led by Ada Quill.\nHerbs"),
        ("what is the beekeepers challenge about", "Beekeepers judge it. To be won: A jar."),
        ("how long may the clip be", "Sketch 1: A clip of at most 3 minutes (optional)."),
        ("is there a review session before the test", "Yes. Review for the test"),
        ("when is the exam", "Plant test is on Tue Mar 9"),
        ("is it ok to ask chatgpt for a hint on sketch 1", "Copying from ChatGPT isn't allowed."),
        ("until when can i hand in sketch 1", "Sketch 1 is due Fri Mar 5, 8:00 PM CET"),
        ("how many teams get to the last round", "First round (Tue Mar 2, 9:00 AM CET, Hall 1, 3 go on); Last round."),
        ("how much does the winner get", "Best bed: First place (a spade for each), Second place (a pot)."),
        ("what does first place win", "First place (a spade for each)"),
        ("what is second place worth", "Second place (a pot)"),
        ("how does judging work", "- Colour (weight 2)\n- Scent (weight 1)"),
        ("how does judging work", "Rounds: First round (Tue Mar 2, 9:00 AM CET, Hall 1, 3 go on); Last round."),
    ],
)  # fmt: skip
def test_an_answer_is_about_what_is_named(question: str, told: str) -> None:
    reply = fair().ask(question, AT)
    assert told in reply.text and not reply.abstained, reply.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("when is the first walk", "Walk is on Thu Mar 11, 10:00 AM CET."),
        ("is the last walk on march 11", "Yes. Walk is on Thu Mar 11"),
        ("is the last walk on march 4", "No. Walk is on Thu Mar 11"),
        ("when is the last talk", "- Roses: Tue Mar 9, 2:00 PM CET\n- Herbs: Wed Mar 10, 2:00 PM CET"),
        ("what is the second talk about", "- Roses: Tue Mar 9, 2:00 PM CET\n- Herbs: Wed Mar 10, 2:00 PM CET"),
        ("when is the last problem set due", "Sketch 2 is due Fri Mar 12, 8:00 PM CET"),
        ("is the first problem set due on march 5", "Yes. Sketch 1 is due Fri Mar 5, 8:00 PM CET"),
    ],
)  # fmt: skip
def test_one_of_a_series_is_meant_by_its_place(question: str, told: str) -> None:
    reply = fair().ask(question, AT)
    assert told in reply.text and not reply.abstained, reply.text


def test_the_only_exam_is_no_final_exam() -> None:
    reply = fair().ask("is there a final exam", AT)
    assert reply.abstained and "What it does say: Plant test: Tue Mar 9" in reply.text, reply.text


def test_the_last_one_of_what_is_over_is_the_latest_that_was_held() -> None:
    reply = fair().ask("where was the last talk", datetime(2027, 3, 4, 12, tzinfo=UTC))
    assert "Mar 9" not in reply.text, reply.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("is there a coffee machine", "Lunch is on Wed Mar 3"),
        ("is there a practice exam", "Plant test: Tue Mar 9"),
        ("do the psets have bonus problems", "2 problem sets:"),
    ],
)
def test_what_the_file_has_some_of_is_not_said_to_be_missing(question: str, told: str) -> None:
    reply = fair().ask(question, AT)
    assert reply.abstained and "says nothing" not in reply.text, reply.text
    assert told in reply.text


def of_each_cohort(folder: Path) -> Answerer:
    """Return what answers for a course of which each cohort pitches, and hands in, at its own time."""
    due = "due_by_cohort: [{cohorts: [herbs], due_at: 2027-03-09T20:00:00+01:00}], by: group, late: none,"
    shows = "".join(
        f"  - {{id: show-{id}, kind: event, day: 2027-03-{day}, title: Garden show, starts: '10:00',"
        f" cohorts: [{id}]}}\n"
        for id, day in (("roses", 11), ("herbs", 13))
    )
    text = FILE.replace("by: group, late: none,", due).replace("sessions:\n", f"sessions:\n{shows}")
    file = folder / "course.yaml"
    pitches = "pitches: {about: Show your bed., minutes: 3, session: show-roses, assignment: map}"
    file.write_text(f"{text}{pitches}\n", encoding="utf-8")
    return answerer_for(Timeline(load_course(file)))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("when do we pitch", "Garden show:\n- Roses: Thu Mar 11, 10:00 AM CET\n- Herbs: Sat Mar 13, 10:00 AM CET"),
        ("when is the garden map of the herbs due", "Garden map (Herbs) is due Tue Mar 9, 8:00 PM CET"),
    ],
)  # fmt: skip
def test_each_cohort_hears_of_its_own_time(tmp_path: Path, question: str, told: str) -> None:
    reply = of_each_cohort(tmp_path).ask(question, AT)
    assert told in reply.text and not reply.abstained, reply.text


def test_a_day_that_is_not_read_gets_no_verdict(tmp_path: Path) -> None:
    reply = of_each_cohort(tmp_path).ask("are there talks on the last day", AT)
    assert not reply.text.startswith(("Yes", "No")), reply.text
