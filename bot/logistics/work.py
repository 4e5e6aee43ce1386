"""Topics about what students do: labs, the final project, pitches and how they are judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.client.layout import Visit
from bot.client.look import due_stamp, plural
from bot.course.competing import Competition, Criterion, Round, Scale
from bot.course.model import Course
from bot.course.timeline import Timeline
from bot.course.words import say
from bot.course.work import Groups, Lab
from bot.logistics.about import about_topics, open_question_topics
from bot.logistics.handing_in import assignment_topics, due_lines
from bot.logistics.topics import Topic, visit
from bot.schedule.lines import time_text
from bot.text import lowered


@lru_cache(maxsize=64)
def all_topics(timeline: Timeline) -> dict[str, Topic]:
    """Return every topic of a course by id, in the order of the picker."""
    course = timeline.course
    topics = [*about_topics(course), *_work_topics(timeline), *open_question_topics(course)]
    return {topic.id: topic for topic in topics}


def _work_topics(timeline: Timeline) -> Iterator[Topic]:
    course = timeline.course
    yield from _labs(course)
    yield from _final_project(course)
    yield from assignment_topics(course)
    yield from _pitches(timeline)
    for competition in course.competitions:
        if competition.judged or competition.criteria or competition.judges:
            yield _rubric(timeline, competition)


def _labs(course: Course) -> Iterator[Topic]:
    rules = course.lab_rules
    if rules:
        lines = [rules.about]
        lines += [f"**Where** {rules.platform}"] if rules.platform else []
        lines += [f"**To pass** {rules.passing}"] if rules.passing else []
        lines += [f"**To compete** {rules.compete}"] if rules.compete else []
        lines += [f"**Who may compete** {rules.eligible}"] if rules.eligible else []
        lines += [f"- **{lab.name}** {lab.title}" for lab in course.labs]
        pace = {None: "", True: ", self-paced", False: ", at set times"}[rules.self_paced]
        there = "is" if len(course.labs) == 1 else "are"
        count = f"There {there} {plural(len(course.labs), 'lab')}{pace}"
        words = f"lab competition notebooks submit labs eligible {rules.software or ''} {rules.platform or ''}"
        yield Topic(
            "labs",
            "Labs: how they work",
            count,
            tuple(lines),
            words,
            visit(course, rules.repository),
            None,
            "lab",
        )
    for lab in course.labs:
        yield _lab(course, lab)


def _lab(course: Course, lab: Lab) -> Topic:
    lines = [
        f"- **{part.id}** {_notebook(course, part.title, part.notebook)}" for part in lab.parts
    ]
    entry = course.entry_of(lab.id)
    due = course.deadline_of(entry)
    if entry:
        competes = entry.counts_for.competition is not None
        lines.append("**A competition entry includes**" if competes else "**It includes**")
        lines += [f"- {part.title}" for part in entry.parts]
        lines += due_lines(course, due, "Entries due" if competes else "Due")
    if due:
        lines += [f"-# {due.need}"] if due.need else []
    if lab.award:
        lines.append(f"**Award** {lab.award.count}x {lab.award.title}")
    words = " ".join(
        [
            lab.id,
            *(f"{lab.id}{p.id[-1]} {p.id} {p.title}" for p in lab.parts),
            "notebook entry hand in",
        ]
    )
    name = lab.name
    links: tuple[Visit, ...] = ()
    if course.lab_rules:
        links = visit(course, course.lab_rules.repository, "Lab repository")
    title = f"{name}: {lab.title}" if lab.title != name else name
    return Topic(
        lab.id,
        title,
        title,
        tuple(lines),
        words,
        links,
        None,
        "lab",
    )


def _notebook(course: Course, title: str, path: str | None) -> str:
    if path is None:
        return title
    address = course.lab_rules.notebook_at(path) if course.lab_rules else None
    return f"[{title}]({address})" if address else f"{title} (`{path}`)"


def _final_project(course: Course) -> Iterator[Topic]:
    project = course.final_project
    if project is None:
        return
    lines: list[str] = [project.about]
    for number, option in enumerate(project.options, 1):
        prizes = "eligible for the project prizes" if option.prizes else "no project prizes"
        lines.append(f"{number}. **{option.title}** ({prizes})\n{option.detail}")
    answer = f"Do one of {len(project.options)}: " + " or ".join(
        lowered(o.title) for o in project.options
    )
    words = "final project options requirement review or pitch presentation"
    yield Topic(
        "final-project",
        "Final project",
        answer,
        tuple(lines),
        words,
        (),
        ("Deadlines", "deadlines:0"),
    )


def _pitches(timeline: Timeline) -> Iterator[Topic]:
    course, pitches, groups = timeline.course, timeline.course.pitches, timeline.course.groups
    if groups and pitches is None:
        yield _groups(course, groups)
    if pitches is None or groups is None:
        return
    signup, slides = course.signup, course.deadline_of(course.assignment(pitches.assignment))
    session = timeline.presentations
    lines: list[str] = []
    if signup:
        lines.append(f"**Sign up by** {due_stamp(signup.due_at)}")
    if slides:
        lines.append(
            f"**Slides by** {due_stamp(slides.due_at)}{f'. {pitches.slides}' if pitches.slides else ''}"
        )
    if session and session.starts_at:
        lines.append(
            f"**Pitch on** {due_stamp(session.starts_at)}. {pitches.attendance or ''}".rstrip()
        )
    lines += [*_size(groups), *([pitches.listeners] if pitches.listeners else [])]
    lines += [*_of_groups(groups), f"**Time** {pitches.minutes} minutes. {pitches.strict or ''}"]
    lines = [*(line.rstrip() for line in lines), pitches.about]
    words = f"pitch pitches presentation group {say.group} size rules sign up slides three minutes eligibility present"
    more = ("Things to consider", "topic:0/consider") if pitches.consider else None
    answer = f"A {pitches.minutes}-minute pitch by {say.a_group} of {groups.people}"
    yield Topic("pitch-rules", "Project pitch: rules", answer, tuple(lines), words, (), more)
    back = ("Pitch rules", "topic:0/pitch-rules")
    if pitches.consider:
        listed = tuple(f"{n}. {text}" for n, text in enumerate(pitches.consider, 1))
        answer = f"{len(listed)} things to consider for your proposal"
        yield Topic(
            "consider",
            "Project pitch: things to consider",
            answer,
            listed,
            "proposal questions think",
            (),
            back,
        )
    if pitches.past_ideas:
        ideas = tuple(f"- {idea}" for idea in pitches.past_ideas)
        answer = f"{len(ideas)} ideas from past project proposals"
        yield Topic(
            "ideas",
            "Past project ideas",
            answer,
            ideas,
            "inspiration examples past proposals",
            (),
            back,
        )


def _groups(course: Course, groups: Groups) -> Topic:
    """Say how people form groups where these present nothing."""
    lines = due_lines(course, course.signup, "Sign up by") if course.signup else []
    lines += [
        *(_size(groups) if groups.recommended or groups.one_each else ()),
        *_of_groups(groups),
    ]
    words = f"group groups {say.group} {say.groups} size members partners form sign up mentor"
    answer = f"{say.A_group} has {groups.people}"
    return Topic("groups", say.Project_groups, answer, tuple(lines), words)


def _size(groups: Groups) -> Iterator[str]:
    advised = f" ({groups.recommended.people} are recommended)" if groups.recommended else ""
    yield f"**{say.Group}** {groups.people}{advised}. {groups.one_each or ''}".rstrip()


def _of_groups(groups: Groups) -> Iterator[str]:
    """Yield what else is stated of groups, whether they present or not."""
    if groups.opens_at:
        yield f"**Sign-up opens** {due_stamp(groups.opens_at)}"
    told = (groups.about, groups.mentor, groups.eligibility and groups.eligibility.text)
    yield from (text for text in told if text)


def _rubric(timeline: Timeline, competition: Competition) -> Topic:
    course = timeline.course
    cohort = course.cohort(competition.cohort)
    lines = [f"For {cohort.title}."] if cohort else []
    lines += [competition.judges] if competition.judges else []
    lines += _scored(competition.criteria)
    for number, part in enumerate(competition.rounds, 1):
        lines.append(f"**{number}. {part.title}**{_goes_on(part, competition.rounds[number:])}")
        item = timeline.meeting(part.session)
        at = (time_text(item), item.where) if item else ()
        lines += [" · ".join(text for text in at if text)] if any(at) else []
        lines += [text for text in (part.judges, part.scoring) if text]
        lines += _scored(part.criteria)
        lines += [_scale_of(part.scale)] if part.scale else []
    lines += [competition.scoring] if competition.scoring else []
    scored = f", {lowered(_scale_of(competition.scale)[:-1])}" if competition.scale else ""
    count = len(competition.every_criterion)
    answer = f"{competition.title}: judged on {plural(count, 'criterion', 'criteria')}{scored}"
    if competition.rounds:
        answer += f", in {plural(len(competition.rounds), 'round')}"
    words = "rubric criteria judging scored judges graded evaluation rounds final advance"
    return Topic(
        f"rubric-{competition.id}",
        f"Rubric: {competition.title}",
        answer if count else competition.title,
        tuple(lines),
        words,
    )


def _scored(criteria: Sequence[Criterion]) -> list[str]:
    lines: list[str] = []
    for number, criterion in enumerate(criteria, 1):
        weight = f" (counts {criterion.weight}x)" if criterion.weight else ""
        guideline = f"\n{criterion.guideline}" if criterion.guideline else ""
        lines.append(f"{number}. **{criterion.title}**{weight}{guideline}")
    return lines


def _scale_of(scale: Scale) -> str:
    return f"Each scored {scale.min} to {scale.max}."


def _goes_on(part: Round, following: Sequence[Round]) -> str:
    if not (part.advance and following):
        return ""
    return f" The best {part.advance} go on to {following[0].title}."
