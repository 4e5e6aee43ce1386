"""The course file holds what the course page says, and leaves open what it leaves open."""

from __future__ import annotations

from datetime import date, time

from bot.course.model import Course
from tests.instants import et


def test_the_course_is_named_with_its_term_and_its_people(course: Course) -> None:
    assert (course.number, course.title, course.institution) == (
        "6.S191",
        "Introduction to Deep Learning",
        "MIT",
    )
    assert [person.name for person in course.instructors] == ["Alexander Amini", "Ava Soleimany"]
    assert (course.term.start, course.term.end) == (date(2021, 1, 18), date(2021, 1, 29))
    assert course.grading and (course.grading.units, course.grading.scheme) == (6, "P/D/F")


def test_the_ten_days_have_their_lectures_and_labs(course: Course) -> None:
    topics = {
        (s.day.day, s.part or 1): s.title or s.speakers[0].name
        for s in course.sessions
        if s.kind == "lecture"
    }
    assert topics == {
        (18, 1): "Introduction to Deep Learning and NNs",
        (19, 1): "Deep Sequence Modelling",
        (20, 1): "Deep Computer Vision",
        (21, 1): "Deep Generative Modelling",
        (22, 1): "Deep Reinforcement Learning",
        (25, 1): "Limitations and New Frontiers",
        (26, 1): "Evidential Deep Learning",
        (26, 2): "Bias and Fairness",
        (27, 1): "Nigel Duffy",
        (27, 2): "Kate Saenko",
        (28, 1): "Sanja Fidler",
        (28, 2): "Katherine Chou",
        (29, 1): "Student project pitch competition",
    }
    labs = [s.title for s in course.sessions if s.kind == "lab"]
    assert labs[:6] == [
        "Lab 1A TensorFlow and building NNs from scratch",
        "Lab 1B Music Generation using RNNs",
        "Lab 2A Image classification and detection",
        "Lab 2B Debiasing facial recognition systems",
        "Lab 3 pixel-to-control planning",
        "Lab 3 continued",
    ]
    assert labs[-1] == "Awards ceremony and prize giveaway"


def test_lectures_start_at_one_and_office_hours_end_at_three(course: Course) -> None:
    assert course.lectures.starts == time(13)
    assert course.lectures.ends is None
    assert course.office_hours[0].closes == time(15)
    assert course.office_hours[0].after == "lecture"
    assert course.timezone == "America/New_York"


def test_the_four_deadlines_are_exact_to_the_second(course: Course) -> None:
    assert {d.id: d.due_at for d in course.deadlines} == {
        "lab-entries": et(1, 26, 23, 59),
        "pitch-signup": et(1, 27, 23, 59, 59),
        "pitch-slides": et(1, 28, 23, 59, 59),
        "paper-review": et(1, 28, 23, 59, 59),
    }


def test_projects_reviews_and_judging_are_as_on_the_page(course: Course) -> None:
    pitches, groups, review = course.pitches, course.groups, course.assignment("review")
    assert pitches and groups and review and review.subject
    assert (groups.min, groups.max, groups.most_groups, pitches.minutes) == (1, 5, 1, 3)
    assert course.signup is course.deadline("pitch-signup")
    assert groups.eligibility and groups.eligibility.registered_students == 1
    assert (len(pitches.consider), len(pitches.past_ideas)) == (6, 22)
    [part] = review.parts
    assert (part.pages, part.layout, len(part.includes)) == (1, "single-spaced", 2)
    assert len(review.subject.suggestions) == 8
    rubric = course.competitions[0]
    assert rubric.scale and (rubric.scale.min, rubric.scale.max) == (1, 5)
    assert [c.title for c in rubric.criteria] == [
        "Novelty and impact",
        "Technical soundness, feasibility, and organization",
        "Clarity and presentation",
    ]
    assert [(a.count, a.title) for a in rubric.awards] == [
        (1, "NVIDIA RTX 3080"),
        (4, "Google Home Max"),
        (3, "Display monitor"),
    ]
    assert [lab.award.title for lab in course.labs if lab.award] == [
        "Bose headphones",
        "Display monitor",
        "Bebop drone",
    ]


def test_every_address_of_the_page_is_there(course: Course) -> None:
    assert {link.url for link in course.links} == {
        "http://introtodeeplearning.com",
        "http://eepurl.com/gQJo2D",
        "https://piazza.com/mit/spring2021/6s191",
        "https://canvas.mit.edu/courses/8291",
        "https://github.com/aamini/introtodeeplearning",
        "https://gather.town/app/56toTnlBrsKCxFgj/MITDeepLearning",
    }
    assert course.contacts[0].email == "introtodeeplearning-staff@mit.edu"


def test_what_the_page_leaves_open_is_left_open(course: Course) -> None:
    signup = course.deadline("pitch-signup")
    assert signup and signup.hand_in and signup.hand_in.link is None
    parts = [s for s in course.sessions if s.part == 2]
    assert all(s.starts is None and s.title != "" for s in parts)
    assert all(s.title is None for s in course.sessions if s.speakers)
    assert {q.id for q in course.open_questions} >= {
        "lecture-end",
        "staff-names",
        "talk-titles",
        "room",
    }
    assert course.assumptions.lecture_minutes is not None


def test_the_assumed_length_of_a_lecture_is_stated_nowhere_as_a_fact(
    timeline, course: Course
) -> None:
    from bot.course.calendar import calendar_file
    from bot.logistics.work import all_topics

    lectures = [i for i in timeline.items if i.kind == "lecture"]
    assert all(item.ends_at is None for item in lectures)
    text = " ".join(" ".join((t.answer, *t.lines)) for t in all_topics(timeline).values())
    assert "60 minutes" not in text
    assert b"60 minutes" not in calendar_file(timeline, "everything", et(1, 18))
