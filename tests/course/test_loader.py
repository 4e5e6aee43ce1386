"""A course file is read, or every problem in it is named with its place."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.course import loader
from bot.course.loader import load_course, schema_json
from bot.errors import CourseFileInvalid
from tests.conftest import COURSE_FILE, HACKATHON_FILE, ROOT, SEMESTER_FILE

SMALL = """\
title: T
number: "1"
term: {name: A, start: 2021-01-18, end: 2021-01-29}
timezone: America/New_York
"""


def problems(tmp_path: Path, text: str | bytes) -> list[str]:
    path = tmp_path / "course.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(CourseFileInvalid) as caught:
        load_course(path)
    return [problem.at(path.name) for problem in caught.value.problems]


def test_a_term_whose_name_is_wrong_still_has_its_days(tmp_path: Path) -> None:
    text = SMALL.replace("name: A", "name: 2021")
    text += "sessions: [{id: a, kind: lecture, day: 2021-01-18, title: A}]\n"
    assert problems(tmp_path, text) == [
        "course.yaml:3:14 term.name: found “2021”, expected text (put numbers and times in quotes)"
    ]


def test_the_smallest_course_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "course.yaml"
    path.write_text(SMALL)
    assert load_course(path).title == "T"


@pytest.mark.parametrize(
    ("added", "expected"),
    [
        (
            "summry: hello",
            "course.yaml:5:1 summry: found the unknown key “summry”, "
            "expected “summary” (did you mean that?)",
        ),
        (
            "summary: a\nsummary: b",
            "course.yaml:6:1 summary: found the key “summary” a second time, "
            "expected it once (first on line 5)",
        ),
        (
            "summary: 12",
            "course.yaml:5:10 summary: found “12”, expected text (put numbers and times in quotes)",
        ),
        (
            "lab_rules: {about: A, notebook_url: 'https://a.b/{0}'}",
            "course.yaml:5:37 lab_rules.notebook_url: found “https://a.b/{0}”, "
            "expected an address such as https://example.org/{notebook}",
        ),
        (
            "deadlines: [{id: d, title: D, short: d, due_at: 2021-01-26T23:59:00}]",
            "course.yaml:5:49 deadlines[0].due_at: found “2021-01-26T23:59:00”, "
            "expected an instant with its offset, such as 2021-01-26T23:59:00-05:00",
        ),
        (
            "deadlines: [{id: d, title: D, short: d, due_at: 2021-01-26T23:59:00-04:00}]",
            "course.yaml:5:49 deadlines[0].due_at: found the offset -04:00, "
            "expected the offset of America/New_York on that day, -05:00",
        ),
        (
            "deadlines: [{id: d, title: D, short: d, due_at: 2022-01-26T23:59:00-05:00}]",
            "course.yaml:5:49 deadlines[0].due_at: found 2022-01-26, "
            "expected a day from the term's start, 2021-01-18, to 2021-03-30",
        ),
        (
            "releases: [{id: g, kind: grades, title: G, at: 2021-01-26T12:00:00}]",
            "course.yaml:5:48 releases[0].at: found “2021-01-26T12:00:00”, "
            "expected an instant with its offset, such as 2021-01-26T12:00:00-05:00",
        ),
        (
            "releases: [{id: g, kind: grades, title: G, at: 2021-01-26T12:00:00-04:00}]",
            "course.yaml:5:48 releases[0].at: found the offset -04:00, "
            "expected the offset of America/New_York on that day, -05:00",
        ),
        (
            "releases: [{id: g, kind: grades, title: G, at: 2021-06-01T12:00:00-04:00}]",
            "course.yaml:5:48 releases[0].at: found 2021-06-01, "
            "expected a day from the term's start, 2021-01-18, to 2021-03-30",
        ),
        (
            "releases: [{id: g, kind: medals, title: G}]",
            "course.yaml:5:26 releases[0].kind: found “medals”, expected “grades”",
        ),
        (
            "releases: [{id: g, kind: grades, title: G, link: x}]",
            "course.yaml:5:50 releases[0].link: found “x”, expected the id of one of `links` (none yet)",
        ),
        (
            "releases: [{id: g, kind: grades, title: G}, {id: g, kind: grades, title: H}]",
            "course.yaml:5:50 releases[1].id: found “g” a second time, expected an id of its own",
        ),
        (
            "sessions: [{id: a, kind: lecture, day: 2021-01-18, title: A}]\n"
            "releases: [{id: a, kind: grades, title: G}]",
            "course.yaml:6:17 releases[0].id: found “a”, the id of one of `sessions` on the same schedule, "
            "expected an id of its own, such as a-out",
        ),
        (
            "sessions: [{id: a, kind: lecture, day: 2021-01-26, title: A}]\n"
            "deadlines: [{id: a, title: A, short: a, due_at: 2021-01-26T12:00:00-05:00}]",
            "course.yaml:6:18 deadlines[0].id: found “a”, the id of one of `sessions` on the same schedule, "
            "expected an id of its own, such as a-due",
        ),
        (
            "weekly: [{id: a, kind: lecture, title: A, weekdays: [mon], first: 2021-01-18, last: 2021-01-25}]\n"
            "office_hours: [{id: a, where: Room 1, weekdays: [mon], opens: '16:00', closes: '17:00'}]",
            "course.yaml:6:21 office_hours[0].id: found “a”, the id of one of `weekly` on the same schedule, "
            "expected an id of its own, such as a-hours",
        ),
        (
            "sessions: [{id: a, kind: lecture, day: 2021-01-18, title: A, starts: '14:00', ends: '13:00'}]",
            "course.yaml:5:85 sessions[0].ends: found 13:00, expected a time after the start, 14:00, "
            "or on the next day, up to 18 hours later; or its `last` day beside it",
        ),
        (
            "sessions: [{id: a, kind: lecture, day: 2021-01-18, title: A, ends: '13:00'}]",
            "course.yaml:5:68 sessions[0].ends: found an end, 13:00, without a start, "
            "expected `starts` beside it",
        ),
        (
            "sessions: [{id: a, kind: lecture, day: 2021-02-18, title: A}]",
            "course.yaml:5:40 sessions[0].day: found 2021-02-18, "
            "expected a day of the term, 2021-01-18 to 2021-01-29, or `latest` beside its end",
        ),
        (
            "sessions: [{id: a, kind: lecture, day: 2021-01-18}]",
            "course.yaml:5:12 sessions[0]: found neither a title nor a speaker, expected at least one of them",
        ),
        (
            "sessions: [{id: a, kind: lecture, day: 2021-01-18, title: A, lab: x}]",
            "course.yaml:5:67 sessions[0].lab: found “x”, expected the id of one of `labs` (none yet)",
        ),
        (
            "sessions: [{id: a, kind: lecture, day: 2021-01-17, title: A}]",
            "course.yaml:5:40 sessions[0].day: found 2021-01-17, "
            "expected a day of the term, 2021-01-18 to 2021-01-29, or `earliest` beside its start",
        ),
        (
            "deadlines: [{id: a, title: A, short: a, due_at: 2021-01-10T12:00:00-05:00}]",
            "course.yaml:5:49 deadlines[0].due_at: found 2021-01-10, "
            "expected a day from the term's start, 2021-01-18, to 2021-03-30, or `earliest` beside it",
        ),
        (
            "office_hours: [{id: a, weekdays: [mon], opens: '16:00', closes: '17:00', where: [R, S]}]",
            "course.yaml:5:81 office_hours[0].where: found a list, "
            "expected one text, without brackets or lines that begin with “- ”",
        ),
        (
            f"office_hours: [{{id: a, where: R, weekdays: [mon], opens: '16:00', closes: '17:00', hosts: {'A' * 61}}}]",
            f"course.yaml:5:91 office_hours[0].hosts: found 61 characters (“{'A' * 40}…”), "
            "expected at most 60 characters",
        ),
        (
            "office_hours: [{id: a, where: R, weekdays: [mon], opens: '16:00', closes: '17:00', hosts: [A, [B]]}]",
            "course.yaml:5:95 office_hours[0].hosts[1]: found a list, "
            "expected one text, without brackets or lines that begin with “- ”",
        ),
        (
            "deadlines: [{id: d, title: D, short: d, due_at: 2021-01-26}]",
            "course.yaml:5:49 deadlines[0].due_at: found “2021-01-26”, "
            "expected an instant with its offset, such as 2021-01-26T23:59:00-05:00",
        ),
        (
            "sessions: {id: a, kind: lecture, day: 2021-01-18, title: A}",
            "course.yaml:5:11 sessions: found a map, expected a list: a line that begins with “- ” for each",
        ),
        (
            "sessions: [{id: a, kind: lecture, day: 2021-01-18, title: A, speakers: [Ana]}]",
            "course.yaml:5:73 sessions[0].speakers[0]: found “Ana”, "
            "expected a map of names and values, such as {name: ...}",
        ),
        (
            "sessions: [{id: a, kind: lecture, day: 2021-01-18, title: A, status: canceled}]",
            "course.yaml:5:70 sessions[0].status: found “canceled”, "
            "expected “cancelled” (did you mean that?), or “held”, “moved” or “no class”",
        ),
        (
            "weekly: [{id: a, kind: lecture, title: A, weekdays: [monday], first: 2021-01-18, last: 2021-01-25}]",
            "course.yaml:5:54 weekly[0].weekdays[0]: found “monday”, "
            "expected “mon” (did you mean that?), or “tue”, “wed”, “thu”, “fri”, “sat” or “sun”",
        ),
        (
            "weekly: [{id: a, kind: lecture, title: A, weekdays: [mon], first: 2021-01-19, last: 2021-01-22}]",
            "course.yaml:5:53 weekly[0].weekdays: found none of these days from 2021-01-19 to 2021-01-22, "
            "expected a weekday that lies between them",
        ),
        (
            "late_policies: [{id: a, closes_after: 3 days}]",
            "course.yaml:5:39 late_policies[0].closes_after: found “3 days”, expected a length such as 15m, 3h or 2d",
        ),
        (
            "late_policies: [{id: a, penalty_percent: 10%}]",
            "course.yaml:5:42 late_policies[0].penalty_percent: found “10%”, expected a whole number, such as 10",
        ),
        (
            "final_project: {about: A, options: []}",
            "course.yaml:5:36 final_project.options: found an empty list, expected at least 1 entry",
        ),
        (
            "competitions: [{id: c, title: C, entries: opt-in, criteria: [{id: k, title: K}], "
            "rounds: [{id: r, title: R, session: noon}]}]",
            "course.yaml:5:118 competitions[0].rounds[0].session: found “noon”, "
            "expected the id of one of `sessions` (none yet)",
        ),
        (
            "competitions: [{id: c, title: C, entries: assignments, criteria: [{id: k, title: K}]}]",
            "course.yaml:5:43 competitions[0].entries: found “assignments”, but none counts for it, "
            "expected `counts_for: {competition: c}` in one of `assignments`",
        ),
        (
            "sessions: [{id: a, kind: excursion, day: 2021-01-18, title: A}]",
            "course.yaml:5:26 sessions[0].kind: found the unknown kind “excursion”, "
            "expected an entry of its own: `kinds: {excursion: {}}`, or one of lecture, section, recitation, tutorial, "
            "discussion, seminar, lab, workshop, talk, keynote, exam, midterm, quiz, review, event, ceremony, social",
        ),
        (
            "pitches: {about: p, minutes: 3}",
            "course.yaml:5:10 pitches: found a presentation, but no groups that give it, "
            "expected `groups: {min: 2, max: 4}` in the file",
        ),
        (
            "groups: {min: 2, max: 4, recommended: {min: 3, max: 5}}",
            "course.yaml:5:39 groups.recommended: found 3 to 5, expected sizes within 2 to 4, the smaller first",
        ),
        (
            "groups: {min: 2, max: 4, eligibility: {registered_students: 5, text: T}}",
            "course.yaml:5:61 groups.eligibility.registered_students: found 5, expected at most the largest group, 4",
        ),
        (
            "groups: {min: 2, max: 4, opens_at: 2021-01-26T12:00:00-05:00, signup_deadline: d}\n"
            "deadlines: [{id: d, title: D, short: d, due_at: 2021-01-26T12:00:00-05:00}]",
            "course.yaml:5:36 groups.opens_at: found open from 2021-01-26T12:00:00-05:00, due "
            "2021-01-26T12:00:00-05:00, expected an instant before the `signup_deadline`",
        ),
        (
            "groups: {min: 2, max: 4, opens_at: 2021-01-26T12:00:00-04:00}",
            "course.yaml:5:36 groups.opens_at: found the offset -04:00, "
            "expected the offset of America/New_York on that day, -05:00",
        ),
        (
            "assignments: [{id: a, title: A, by: group, due_at: 2021-01-26T17:00:00-05:00, "
            "parts: [{id: p, title: P, accepts: [pdf]}]}]",
            "course.yaml:5:37 assignments[0].by: found “group”, but nobody can form one, "
            "expected `groups: {min: 2, max: 4}` in the file",
        ),
        (
            "competitions: [{id: p, title: P, entries: groups, criteria: [{id: c, title: C}]}]",
            "course.yaml:5:43 competitions[0].entries: found “groups”, but nobody can form a group, "
            "expected `groups: {min: 2, max: 4}` in the file, or `entries: assignments`",
        ),
        (
            "links: [{id: a, title: A, url: 'http://a.b'}, {id: a, title: B, url: 'http://a.c'}]",
            "course.yaml:5:52 links[1].id: found “a” a second time, expected an id of its own",
        ),
        (
            "links: [{id: a, title: A, url: 'a.b'}]",
            "course.yaml:5:32 links[0].url: found “a.b”, "
            "expected an address that begins with http:// or https://",
        ),
        (
            "links: [{id: a, title: A, url: 'https://a.b:x'}]",
            "course.yaml:5:32 links[0].url: found “https://a.b:x”, "
            "expected an address that can be opened, such as https://example.org/page: "
            "its port isn't a number from 1 to 65535",
        ),
        (
            "competitions: [{id: p, title: P, entries: groups, scale: {min: 5, max: 1},"
            " criteria: [{id: c, title: C}]}]\ngroups: {min: 1, max: 2}",
            "course.yaml:5:72 competitions[0].scale.max: found 1, expected a score above the lowest, 5",
        ),
        (
            "competitions: [{id: p, title: P, entries: groups, scale: {min: 0, max: 100},"
            " criteria: [{id: c, title: C}]}]\ngroups: {min: 1, max: 2}",
            "course.yaml:5:58 competitions[0].scale: found 101 scores, "
            "expected at most 10, so that one can be picked in a form",
        ),
        (
            "competitions: [{id: p, title: P, entries: groups, criteria: []}]\ngroups: {min: 1, max: 2}",
            "course.yaml:5:16 competitions[0]: found nothing to score, expected `criteria`, or "
            "`rounds` that have some, or `judged: false`",
        ),
        (
            "office_hours: [{id: o, where: W, closes: '15:00'}]",
            "course.yaml:5:16 office_hours[0]: found both or neither of `after` and `weekdays`, "
            "expected exactly one of them",
        ),
        (
            "office_hours: [{id: o, where: W, after: lecture, closes: '15:00'}]",
            "course.yaml:5:41 office_hours[0].after: found “lecture”, "
            "expected `kinds: {lecture: {starts: ...}}` to be set, so that they can be timed",
        ),
        (
            "office_hours: [{id: o, where: W, weekdays: [mon], opens: '16:00', closes: '15:00'}]",
            "course.yaml:5:75 office_hours[0].closes: found 15:00, expected a time after the start, 16:00, "
            "or on the next day, up to 18 hours later",
        ),
        (
            "weekly: [{id: w, kind: lecture, title: W, weekdays: [mon, mon], first: 2021-01-18,"
            " last: 2021-01-25}]",
            "course.yaml:5:53 weekly[0].weekdays: found a weekday twice, expected each weekday once",
        ),
        (
            "weekly: 7",
            "course.yaml:5:9 weekly: found “7”, expected a list, such as [7], "
            "or a line that begins with “- ” for each",
        ),
        (
            "grading: 6",
            "course.yaml:5:10 grading: found “6”, "
            "expected a map of names and values, such as {units: ..., scheme: ...}",
        ),
        (
            "lab_rules: {abot: a}",
            "course.yaml:5:13 lab_rules.abot: found the unknown key “abot”, expected “about” (did you mean that?)",
        ),
        (
            "instructors: [{name: Ada, affiliation: Boston University, MIT}]",
            "course.yaml:5:59 instructors[0].MIT: found “MIT” after a comma, which begins a new key inside braces, "
            'expected quotes around a text that has a comma, such as affiliation: "Boston University, MIT"',
        ),
        (
            "topics: [{id: a, title: A, text: One, two, three}]",
            "course.yaml:5:39 topics[0].two: found “two” after a comma, which begins a new key inside braces, "
            'expected quotes around a text that has a comma, such as text: "One, two, three"',
        ),
        (
            "sessions: [&s {id: a, kind: lecture, day: 2021-01-18, title: A}, {id: b, title: B, <<: *s}]",
            "course.yaml:5:84 sessions[1]: found a merge of another part, `<<`, expected its keys, written out here",
        ),
        (
            "assignments: [{id: a, title: A, due_at: 2021-01-26T17:00:00-05:00, "
            "parts: [{id: p, title: P, accepts: pdf}]}]",
            "course.yaml:5:103 assignments[0].parts[0].accepts: found “pdf”, expected a list, such as [pdf], "
            "or a line that begins with “- ” for each",
        ),
        (
            "assignments: [{id: a, title: A, due_at: 2021-01-26T17:00:00-05:00}]",
            "course.yaml:5:15 assignments[0]: found no part, expected at least one under `parts`: what is handed in",
        ),
        (
            "assignments: [{id: a, title: A, released_at: 2021-01-27T17:00:00-05:00, "
            "due_at: 2021-01-26T17:00:00-05:00, parts: [{id: p, title: P, accepts: [pdf]}]}]",
            "course.yaml:5:81 assignments[0].due_at: found due 2021-01-26T17:00:00-05:00, released "
            "2021-01-27T17:00:00-05:00, expected a due date after the release",
        ),
        (
            "a: &x [*x]",
            "course.yaml:5:4 a[0]: found an alias of the thing it stands in, expected a value of its own",
        ),
        (
            "summary: !!python/name:os.system",
            "course.yaml:5:10 summary: found the tag "
            "tag:yaml.org,2002:python/name:os.system, expected a plain value",
        ),
        ("? [a, b]\n: c", "course.yaml:5:3 found a list or map as a key, expected a name"),
    ],
)
def test_each_mistake_is_named_with_its_place(tmp_path: Path, added: str, expected: str) -> None:
    assert expected in problems(tmp_path, SMALL + added + "\n")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", "course.yaml:1:1 found an empty file, expected a course"),
        (b"# nothing\n", "course.yaml:1:1 found only comments, expected a course"),
        (b"title: caf\xe9\n", "course.yaml:1:11 found the byte 0xe9, expected UTF-8 text"),
        (b"title: [a\nb: c", "course.yaml:2:2 found text that is not YAML"),
        (b"\tx: 1", "course.yaml:1:1 found text that is not YAML"),
        (b"- a\n- b", "course.yaml:1:1 found a list, expected a map that begins with `title:`"),
        (
            b"just words",
            "course.yaml:1:1 found a single value, expected a map that begins with `title:`",
        ),
        (b"x" * (1024 * 1024 + 1), "course.yaml:1:1 found more than 1 MiB"),
        (b"a: " + b"[" * 5000, "course.yaml:1:23 found nesting over 20 levels, expected a course"),
        (b"title: T\x00", "course.yaml:1:1 found text that is not YAML"),
    ],
)
def test_what_is_no_course_file_is_refused(tmp_path: Path, text: bytes, expected: str) -> None:
    assert any(problem.startswith(expected) for problem in problems(tmp_path, text)), problems(
        tmp_path, text
    )


def test_an_alias_bomb_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
    assert "more than 50,000 values (aliases multiply)" in problems(tmp_path, bomb)[0]


def test_a_missing_file_and_a_folder_are_one_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.yaml", tmp_path):
        with pytest.raises(CourseFileInvalid, match="no readable file"):
            load_course(path)


def test_one_cause_is_told_once(tmp_path: Path) -> None:
    part = "{id: a, title: A, due_at: 2021-01-26T17:00:00-05:00, parts: [{id: p, title: P, accepts: pdf}]}"
    for added in (
        f"assignments: [{part}]",
        "topics: [{id: a, title: A, text: One, two, three, four}]",
        "days_off: [&d {day: 2021-01-18, title: A}, {<<: *d}, {<<: *d}]",
    ):
        assert len(problems(tmp_path, SMALL + added + "\n")) == 1, added


def test_all_problems_come_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = """\
titel: X
number: 6
term: {name: A, start: 2021-01-18, end: 2021-01-29}
timezone: America/New_Yrok
sessions:
  - {id: a, kind: lectur, day: 2021-01-18, title: A}
  - {id: b, kind: lecture, day: 2021-09-01, title: B}
  - {id: b, kind: lab, day: 2021-01-19, title: C, lab: lab9}
groups: {min: 5, max: 1, signup_deadline: none}
"""
    found = problems(tmp_path, text)
    places = [problem.split(" ")[0].removeprefix("course.yaml:") for problem in found]
    assert places == sorted(places, key=lambda p: tuple(map(int, p.split(":"))))
    for part in (
        "1:1 titel: found the unknown key",
        "title: found nothing, expected a line `title: ...` here",
        "2:9 number: found “6”",
        "4:11 timezone: found “America/New_Yrok”, expected an IANA zone such as America/New_York",
        "6:19 sessions[0].kind: found the unknown kind “lectur”, expected “lecture” (did you mean that?)",
        "7:33 sessions[1].day: found 2021-09-01",
        "8:10 sessions[2].id: found “b” a second time",
        "8:56 sessions[2].lab: found “lab9”",
        "9:23 groups.max: found 1, expected at least the smallest size, 5",
        "9:43 groups.signup_deadline: found “none”",
    ):
        assert any(part in problem for problem in found), (part, found)


def test_the_schema_beside_the_course_is_what_the_models_generate() -> None:
    assert (ROOT / "data" / "course.schema.json").read_text(encoding="utf-8") == schema_json()
    first = COURSE_FILE.read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=course.schema.json"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_no_text_makes_the_reader_fail_otherwise(text: str) -> None:
    path = Path("course.yaml")
    try:
        document = loader.yamlfile.parse(path, text) if text.strip() else None
    except CourseFileInvalid:
        return
    assert document is None or document.data is None or document.values


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_damaging_the_real_file_anywhere_gives_problems_or_a_course(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    lines = COURSE_FILE.read_text(encoding="utf-8").splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    how = data.draw(st.sampled_from(["drop", "double", "indent", "junk"]))
    changed = {
        "drop": [],
        "double": [lines[at]] * 2,
        "indent": ["   " + lines[at]],
        "junk": ["}: ["],
    }[how]
    path = tmp_path_factory.mktemp("damaged") / "course.yaml"
    path.write_text("\n".join([*lines[:at], *changed, *lines[at + 1 :]]), encoding="utf-8")
    try:
        load_course(path)
    except CourseFileInvalid as error:
        assert error.problems
        assert all(problem.line >= 1 and problem.column >= 1 for problem in error.problems)


def keys_of(file: Path) -> dict[str, int]:
    """The keys of a course file at which a line begins, each with the number of one such line."""
    lines = file.read_text(encoding="utf-8").split("\n")
    matches = ((number, re.match(r"[ -]*([a-z_]+):", line)) for number, line in enumerate(lines))
    return {match[1]: number for number, match in matches if match}


@pytest.mark.parametrize(
    "file", [COURSE_FILE, SEMESTER_FILE, HACKATHON_FILE], ids=lambda path: path.stem
)
def test_any_key_may_be_misspelt_or_lost_and_the_file_is_refused_or_read(
    tmp_path: Path, file: Path
) -> None:
    path = tmp_path / "course.yaml"
    lines, keys = file.read_text(encoding="utf-8").split("\n"), keys_of(file)
    assert len(keys) > 20
    for key, number in keys.items():
        for changed in (lines[number].replace(f"{key}:", f"{key}x:", 1), ""):
            path.write_text("\n".join([*lines[:number], changed, *lines[number + 1 :]]))
            with suppress(CourseFileInvalid):
                load_course(path)


@pytest.mark.parametrize(
    ("tagged", "words"),
    [
        ("!!float abc", "found the tag !!float on “abc”, expected a plain value"),
        ("!!float 12abc", "found the tag !!float on “12abc”"),
        ("!!int 0x", "found the tag !!int on “0x”"),
        ("!!bool maybe", "found the tag !!bool on “maybe”"),
        ("!!timestamp soon", "found the tag !!timestamp on “soon”"),
        ("!!null x", "found the tag !!null on “x”"),
        ("!!python/object:os.system x", "found the tag tag:yaml.org,2002:python/object:os.system"),
    ],
)
def test_a_tag_that_the_text_does_not_keep_is_named(
    tmp_path: Path, tagged: str, words: str
) -> None:
    found = problems(tmp_path, f"{SMALL}summary: {tagged}\n")
    assert words in found[0] and ":5:10 summary" in found[0]


def test_what_is_text_by_its_tag_or_its_quotes_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "course.yaml"
    for written in ("!!str 12", "'12'", '"12"'):
        path.write_text(f"{SMALL}summary: {written}\n")
        assert load_course(path).summary == "12"


@pytest.mark.parametrize("year", ["0001", "1999", "2151", "9999"])
def test_days_and_instants_in_years_that_cannot_be_counted_are_named(
    tmp_path: Path, year: str
) -> None:
    due = f"{year}-01-20T23:59:59-05:00"
    text = SMALL.replace("2021-", f"{year}-") + (
        f"sessions: [{{id: s, kind: lecture, day: {year}-01-18, title: A}}]\n"
        f"deadlines: [{{id: d, title: D, short: d, due_at: {due}}}]\n"
    )
    found = problems(tmp_path, text)
    assert len(found) == 4 and all("expected a year from 2015 to 2150" in one for one in found)
    assert "course.yaml:3:24 term.start" in found[0] and "deadlines[0].due_at" in found[3]
