"""Topics about the course itself: what it is, who may come, what passing takes, where things are."""

from __future__ import annotations

from collections.abc import Iterator

from bot.course.competing import awards_told
from bot.course.model import Course
from bot.course.people import Person, by_role
from bot.course.words import say
from bot.logistics.meetings import meeting_topics
from bot.logistics.topics import Topic, visit
from bot.schedule.lines import disputed
from bot.text import day_name, listing, raised

PROOFS = {
    "honor code": "by honor code",
    "submission": "submission required",
    "exam": "by exam",
    "grade": "by grade",
}


def about_topics(course: Course) -> Iterator[Topic]:
    """Return the topics that describe the course."""
    yield from _overview(course)
    yield from _participants(course)
    yield from _prerequisites(course)
    yield from _grading(course)
    yield from meeting_topics(course)
    yield from _prizes(course)
    yield from _links(course)
    yield from _contacts(course)
    for extra in course.topics:
        lines = (extra.text, *disputed(extra.also_stated, course))
        yield Topic(f"x-{extra.id}", extra.title, extra.title, lines)


def _overview(course: Course) -> Iterator[Topic]:
    term = course.term
    span = f"{day_name(term.start)} to {day_name(term.end)}, {term.end.year}"
    lines = [course.summary] if course.summary else []
    lines.append(f"**When** {span} ({term.name})")
    for role, people in by_role(course.everybody).items():
        lines.append(f"**{role}** {'; '.join(person.named for person in people)}")
    lines.append(f"**Time zone** {course.zone_label}, {course.timezone}")
    own = " ".join(part for part in (course.institution, course.number) if part)
    name = f"{course.title} ({own})" if own else course.title
    words = "summary overview what is this course instructors teachers professors who teaches number term dates"
    yield Topic(
        "about",
        "About the course",
        name,
        tuple(lines),
        words,
        visit(course, "website"),
        ("Schedule", "course:0"),
    )


def _participants(course: Course) -> Iterator[Topic]:
    if (stated := course.participants) is not None:
        words = "participants eligible eligibility allowed join take part participate age requirements public students"
        head = "Who can take part"
        yield Topic("participants", head, head, (stated.told,), words)


def _prerequisites(course: Course) -> Iterator[Topic]:
    needs = course.prerequisites
    if needs is None:
        return
    lines = ["**Expected**", *(f"- {text}" for text in needs.expected)] if needs.expected else []
    lines += (
        ["**Helpful, not required**", *(f"- {text}" for text in needs.helpful)]
        if needs.helpful
        else []
    )
    answer = "You should know the basics of " + listing(t.split(" (")[0] for t in needs.expected)
    yield Topic(
        "prerequisites",
        "Prerequisites",
        answer if needs.expected else "Prerequisites",
        (*lines, *needs.notes),
        "prereqs background math maths calculus python experience needed listeners",
    )


def _grading(course: Course) -> Iterator[Topic]:
    grading = course.grading
    if grading is None:
        return
    units = f"{grading.units} units" if grading.units is not None else ""
    head = raised(", ".join(part for part in (units, grading.graded) if part)) or "Grading"
    lines = ["**To pass, do all of these**"] if grading.passing else []
    for need in grading.passing:
        proof = ", ".join(part for part in (PROOFS[need.proof], grading.reached(need)) if part)
        lines.append(f"- **{need.title}** ({proof})")
        lines += [f"  {need.detail}"] if need.detail else []
    lines += ["**The grade is made up of**"] if grading.components else []
    for one in grading.components:
        lines.append(f"- **{one.title}** {one.share}{f': {one.detail}' if one.detail else ''}")
    words = "weights components breakdown pass passing credit units fail honor code requirements grade grades how to"
    yield Topic(
        "grading",
        "Grading and passing",
        head,
        (*lines, *grading.notes),
        words,
        (),
        ("Deadlines", "deadlines:0"),
    )


def _prizes(course: Course) -> Iterator[Topic]:
    prizes = course.prizes
    awards = [f"**{c.title}**" for c in course.competitions if c.awards]
    listed = any(c.awards for c in course.competitions) or any(lab.award for lab in course.labs)
    if prizes is None and not listed:
        return
    lines: list[str] = []
    for competition in course.competitions:
        if competition.awards:
            lines += [
                f"**{competition.title}**",
                *(f"- {told}" for told in awards_told(competition.awards)),
            ]
    labs = [lab for lab in course.labs if lab.award]
    if labs:
        lines.append("**Labs**")
        lines += [f"- {lab.name}: {lab.award.told}" for lab in labs if lab.award]
    total = sum(a.count for c in course.competitions for a in c.awards) + len(labs)
    if prizes:
        lines += [text for text in (prizes.about, prizes.who, prizes.announced) if text]
    given = [a for c in course.competitions for a in c.awards]
    given += [lab.award for lab in labs if lab.award]
    named = " ".join(name for a in given for name in (a.title, *a.also))
    words = f"prize prizes win award winners announced eligible {named}"
    answer = (
        f"{total} prizes: {len(labs)} for the labs, {total - len(labs)} for projects"
        if awards and labs
        else "Awards"
    )
    yield Topic("awards", "Awards and prizes", answer, tuple(lines), words)


def _links(course: Course) -> Iterator[Topic]:
    if not course.links:
        return
    lines = [
        f"- **{link.title}**{f' ({link.access})' if link.access else ''}: <{link.url}>"
        for link in course.links
    ]
    words = "urls addresses website canvas piazza forum github repository gather mailing list"
    yield Topic("links", "Links", "Course links", tuple(lines), words)


def _contacts(course: Course) -> Iterator[Topic]:
    if not (course.contacts or course.people):
        return
    lines = [f"- **{contact.title}** {contact.email}" for contact in course.contacts]
    lines += [_person(person) for person in course.people]
    piazza = course.link("piazza")
    if piazza:
        lines.append(
            f"- **{piazza.title}**{f' ({piazza.access})' if piazza.access else ''}: <{piazza.url}>"
        )
    named = " ".join(f"{person.name} {person.role}" for person in course.people)
    words = f"email mail staff {say.staff} contact help question who to ask instructors reach forum {named}"
    yield Topic("contacts", "Contacts", _whom_to_write_to(course), tuple(lines), words)


def _person(person: Person) -> str:
    link = f"<{person.link}>" if person.link else ""
    reached = " · ".join(part for part in (person.email, person.contact, link) if part)
    place = f", {person.affiliation}" if person.affiliation else ""
    return f"- **{person.name}** ({person.role}{place}){f': {reached}' if reached else ''}"


def _whom_to_write_to(course: Course) -> str:
    if course.contacts:
        return f"Write to {course.contacts[0].email}"
    first = next((person for person in course.people if person.email), None)
    return f"Write to {first.name}: {first.email}" if first else "Who gives the course"


def open_question_topics(course: Course) -> Iterator[Topic]:
    """Return the topic that says what the course page leaves open; none where it leaves nothing open."""
    if not course.open_questions:
        return
    lines = [
        f"- {raised(q.about)}.{f' {q.known}' if q.known else ''}" for q in course.open_questions
    ]
    words = "unknown not stated open questions missing"
    yield Topic(
        "open-questions",
        "What the course page leaves open",
        "The course page doesn't say",
        tuple(lines),
        words,
    )
