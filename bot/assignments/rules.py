"""What a hand-in has to be, when it is late, and which version counts: pure decisions.

Sources: course page, "Paper Review" (one page, single-spaced, two parts), "Software labs" (entries, eligibility),
"Project Proposal Presentation" (slides, group number). What a lab's entry holds is in the course file. That only
unreadable or dangerous files are refused, everything else being a warning, is our own rule.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from bot.assignments.errors import BadLink, FileRefused, NothingToHandIn
from bot.assignments.model import (
    REVIEW,
    SLIDES,
    Details,
    Extension,
    FileFacts,
    FileKind,
    KeptFile,
    Owner,
    Task,
    Trouble,
    Version,
)
from bot.course.model import Course
from bot.course.work import EntryItem, PaperReview

LONGEST_NAME = 80
"""Characters of a file's name that are kept."""
FEWEST_WORDS = 30
"""A PDF with fewer words of text on its first pages is taken for a scan."""

REFUSALS: dict[Trouble, tuple[str, str]] = {
    "empty": ("it is empty", "Look whether it was saved, then hand it in again."),
    "encrypted": (
        "it is locked with a password",
        "Save it without a password, then hand it in again.",
    ),
    "truncated": (
        "its end is missing",
        "The upload or the export broke off. Export it anew, then hand it in again.",
    ),
    "unreadable": (
        "it can't be read",
        "Open it on your side, export it anew as PDF, then hand it in again.",
    ),
    "script": (
        "it holds a program (JavaScript or a launch action)",
        "Staff can't open such a file safely. Print it to PDF, then hand that in.",
    ),
    "huge image": (
        "an image in it is too large to open safely",
        "Shrink the image, export it anew, then hand it in again.",
    ),
    "too slow": (
        "looking at it took too long",
        "It is built in a way that can't be opened safely. Print it to PDF, then hand that in.",
    ),
    "too much memory": (
        "looking at it took too much memory",
        "It is built in a way that can't be opened safely. Print it to PDF, then hand that in.",
    ),
}
EXPECTED: dict[str, FileKind] = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".ipynb": "notebook",
}
"""Endings that promise a content which has to be there."""
NEVER: dict[FileKind, tuple[str, str]] = {
    "program": ("it is a program", "Hand in the document itself."),
    "archive": ("it is an archive, and nothing is unpacked here", "Hand in its files one by one."),
    "web page": ("it is a web page, which can run scripts", "Print it to PDF, then hand that in."),
    "unknown": (
        "I can't tell what kind of file it is",
        "Hand in a usual format, such as PDF, .ipynb, .mp3, .mp4 or .png.",
    ),
}
FITS: dict[FileKind, tuple[str, ...]] = {
    "notebook": ("notebook",),
    "audio": ("audio",),
    "video": ("video", "audio"),
    "image": ("image", "text"),
    "pdf": ("text", "image"),
    "docx": ("text",),
    "text": ("text",),
}
"""Which kinds of an entry's items a file may be for, best first."""
GOOGLE_SLIDES = "docs.google.com"


def tasks_of(course: Course) -> dict[str, Task]:
    """List what a course takes, by id, in the order of its deadlines."""
    found: list[Task] = []
    for lab in course.labs:
        deadline = next((d for d in course.deadlines if lab.id in d.labs), None)
        if deadline and lab.entry:
            found.append(Task(lab.id, f"{lab.name} entry", deadline, items=lab.entry))
    pitches, review = course.pitches, course.paper_review
    slides = course.deadline(pitches.slides_deadline) if pitches else None
    if slides:
        found.append(Task(SLIDES, "slides", slides, by_group=True))
    written = course.deadline(review.deadline) if review else None
    if written:
        found.append(Task(REVIEW, "paper review", written))
    return {task.id: task for task in sorted(found, key=lambda t: t.deadline.due_at)}


def find_task(course: Course, typed: str) -> Task:
    """Find a task by what was typed: lab1, Lab 1, 1, review. Raises NothingToHandIn."""
    tasks = tasks_of(course)
    words = re.sub(r"[^a-z0-9]", "", typed.lower())
    for task in tasks.values():
        names = {task.id, re.sub(r"[^a-z0-9]", "", task.title.lower())}
        if words in names or (words.isdecimal() and task.id == f"lab{int(words)}"):
            return task
    raise NothingToHandIn(f"“{typed}”", [task.title for task in tasks.values()])


def due_at(task: Task, owners: Sequence[Owner], extensions: Sequence[Extension]) -> datetime:
    """Return the deadline that holds: the course's, or the latest extension of the person or their group."""
    mine = [e.due_at for e in extensions if e.task == task.id and e.owner in owners]
    return max([task.deadline.due_at, *mine])


def counting(versions: Sequence[Version]) -> Version | None:
    """Return the version that counts: the newest on time, else the newest. Staff decide about late ones."""
    in_order = sorted(versions, key=lambda v: v.number)
    on_time = [v for v in in_order if v.late_by is None]
    return (on_time or in_order or [None])[-1]


def safe_name(name: str) -> str:
    """Make a file's name safe to show and to write: one part, visible characters, no leading dot."""
    visible = "".join(
        c if unicodedata.category(c)[0] in "LNPSZM" and c not in '/\\:*?"<>|`' else "_"
        for c in unicodedata.normalize("NFC", name)
    )
    tidy = " ".join(visible.split()).strip(". ") or "file"
    if len(tidy) <= LONGEST_NAME:
        return tidy
    ending = PurePosixPath(tidy).suffix[-10:]
    return tidy[: LONGEST_NAME - len(ending)].rstrip(". ") + ending


def check_file(name: str, facts: FileFacts) -> None:
    """Refuse a file that can't be read, is dangerous, or isn't what its name says. Raises FileRefused."""
    if facts.trouble:
        why, what_next = REFUSALS[facts.trouble]
        raise FileRefused(name, f"{why} ({facts.detail})" if facts.detail else why, what_next)
    expected = EXPECTED.get(PurePosixPath(name.lower()).suffix)
    if expected and facts.kind != expected:
        found = f"an {facts.kind}" if facts.kind[0] in "aeiou" else f"a {facts.kind}"
        what = found if facts.kind != "unknown" else "something else"
        why = f"its name says {expected.upper() if expected == 'pdf' else expected}, but inside it is {what}"
        raise FileRefused(name, why, "Export it again in the right format, then hand it in.")
    if facts.kind in NEVER:
        raise FileRefused(name, *NEVER[facts.kind])


def review_warnings(name: str, facts: FileFacts, review: PaperReview) -> list[str]:
    """Return what staff may mind about a review. None of it stops it."""
    found: list[str] = []
    if facts.kind == "docx":
        found.append(f"{name} is a Word document: its page count can't be known here.")
    elif facts.kind != "pdf":
        found.append(f"A PDF is expected; {name} is {_a(facts.kind)} and was kept as it is.")
    elif facts.pages is not None and facts.pages > review.pages:
        found.append(f"{name} has {facts.pages:,} pages; the course asks for {review.pages}.")
    if facts.kind == "pdf" and (facts.words or 0) < FEWEST_WORDS:
        found.append(f"{name} has hardly any text in it: it looks like a scan.")
    return found


def unsaid(details: Details, review: PaperReview) -> list[str]:
    """Return what a person hasn't said about their review."""
    found = [] if details.paper else ["You didn't name the paper."]
    if not details.ticked and len(review.content) > 1:
        parts = "; ".join(f"({n}) {text}" for n, text in enumerate(review.content, 1))
        found.append(f"You didn't tick that it holds both parts: {parts}.")
    return found


def _a(kind: str) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def assign(items: Sequence[EntryItem], kinds: Sequence[FileKind]) -> list[str]:
    """Say for each file which item of an entry it is for, by its kind; empty for none.

    A free item is preferred to one that has a file already.
    """
    taken: set[str] = set()
    chosen: list[str] = []
    for kind in kinds:
        fits = [i for wanted in (*FITS.get(kind, ()), "file") for i in items if i.kind == wanted]
        pick = next((i.id for i in fits if i.id not in taken), fits[0].id if fits else "")
        taken.add(pick)
        chosen.append(pick)
    return chosen


def missing(
    items: Sequence[EntryItem], files: Sequence[KeptFile], texts: Mapping[str, str]
) -> list[EntryItem]:
    """List an entry's items that are still missing."""
    there = {file.item for file in files} | {id for id, text in texts.items() if text}
    return [item for item in items if item.id not in there]


def notebook_warnings(name: str, facts: FileFacts, item: EntryItem | None) -> list[str]:
    """Say that a notebook which must have been run has not been."""
    if item is None or not item.executed or facts.kind != "notebook" or facts.run:
        return []
    return [f"{name} has not been run: none of its {facts.cells or 0} code cells has a result."]


def check_link(link: str) -> list[str]:
    """Refuse what is no address; warn of one that is not Google Slides. Raises BadLink."""
    tidy = link.strip()
    parts = urlsplit(tidy)
    if parts.scheme != "https" or "." not in parts.netloc or any(c.isspace() for c in tidy):
        raise BadLink(tidy[:100])
    if parts.netloc != GOOGLE_SLIDES or not parts.path.startswith("/presentation/"):
        return [f"A Google Slides address is expected; this one is at {parts.netloc}."]
    return []


def combine(
    old: Version | None, files: Sequence[KeptFile], details: Details
) -> tuple[tuple[KeptFile, ...], Details]:
    """Put what is new on top of the version before: what isn't replaced stays."""
    if old is None:
        return tuple(files), details
    replaced = {file.item for file in files}
    kept = [f for f in old.files if f.item not in replaced]
    texts = {**old.details.texts, **{k: v for k, v in details.texts.items() if v}}
    return (*kept, *files), Details(
        details.paper or old.details.paper,
        details.ticked or old.details.ticked,
        texts,
        details.link or old.details.link,
    )


def still_true(
    old: Version | None, files: Sequence[KeptFile], new: Sequence[KeptFile]
) -> list[str]:
    """Return the older version's warnings about files that are carried over from it."""
    carried = [f.name for f in files if f not in new]
    return [w for w in (old.warnings if old else ()) if any(name in w for name in carried)]


def same_as(files: Sequence[KeptFile], versions: Sequence[Version]) -> Version | None:
    """Find the newest version with just these files."""
    hashes = sorted(f.sha256 for f in files)
    for version in sorted(versions, key=lambda v: -v.number):
        if hashes and sorted(f.sha256 for f in version.files) == hashes:
            return version
    return None
