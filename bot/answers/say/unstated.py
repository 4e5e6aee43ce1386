"""What the course page leaves open: said so, with the nearest fact named as such."""

from __future__ import annotations

from bot.answers.said import ANSWERS, Said
from bot.understanding.asked import Asked
from bot.understanding.phrasings import Intent

NEAREST = {
    "lecturers": "instructors",
    "talk-titles": "person",
    "staff-names": "contact",
    "instructor-bio": "contact",
    "guest-contact": "guest-speakers",
    "judge-names": "judges",
    "pitch-order": "pitch-when",
    "slides-count": "pitch-length",
    "project-switch": "project-options",
    "review-details": "review-length",
    "past-winners": "winners-announced",
    "prize-details": "prizes",
    "prize-split": "project-awards",
    "winners-per-lab": "lab-awards",
    "lab-collaboration": "labs-self-paced",
    "lab-answers": "ask-questions",
    "lecture-slides": "recordings",
    "late-work": "due-when",
    "resubmit": "due-when",
    "exams": "passing",
    "textbook": "papers",
    "grades-posted": "grading-scheme",
    "problem-sets": "due-list",
    "ties": "scoring",
    "received": "due-where",
    "slides-link": "slides-how",
    "signup-link": "signup-how",
    "paper-titles": "papers",
    "registering": "listeners",
    "certificate": "units",
    "other-tools": "ask-questions",
    "holiday": "course-dates",
    "next-offering": "public-edition",
    "office-hours-start": "hours-when",
}
"""For what is often left open, the known question whose answer comes nearest."""


def unstated(q: Asked, intent: Intent) -> Said:
    """Say that the course page doesn't state something, with the nearest fact if there is one."""
    text = f"The course page doesn't state {intent.about}."
    opened = next((o for o in q.course.open_questions if o.id == intent.id), None)
    if opened and opened.known:
        return Said(f"{text} {opened.known}", "What the course page leaves open", stated=False)
    nearest = NEAREST.get(intent.id)
    said = ANSWERS[nearest](q) if nearest and nearest in ANSWERS else None
    if said is not None and said.stated and len(said.text) < 330:
        return Said(
            f"{text} What it does say: {said.text}", said.source, stated=False, page=said.page
        )
    return Said(text, "What the course page leaves open", stated=False)
