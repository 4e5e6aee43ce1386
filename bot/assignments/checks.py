"""What a file, a text or an address has to be: pure decisions.

Sources: course page, "Paper Review" (one page, single-spaced, two parts), "Software labs" (entries), "Project
Proposal Presentation" (slides, group number). That only unreadable or dangerous files are refused, everything else
being a warning, is our own rule.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from bot.assignments.errors import BadLink, FileRefused
from bot.assignments.model import (
    Address,
    Assignment,
    Details,
    Document,
    FileFacts,
    FileKind,
    KeptFile,
    Trouble,
)
from bot.course.text import plural
from bot.course.work import EntryItem

LONGEST_NAME = 80
"""Characters of a file's name that are kept."""
FEWEST_WORDS = 30
"""A PDF with fewer words of text on its first pages is taken for a scan."""
TO_PDF = "Print it to PDF, then hand that in."

REFUSALS: dict[Trouble, tuple[str, str]] = {
    "empty": ("it's empty", "Check that it saved, then hand it in again."),
    "encrypted": ("it's locked with a password", "Save it without one, then hand it in again."),
    "truncated": ("the file is cut off", "Export it again, then hand it in."),
    "unreadable": (
        "it can't be read",
        "Check that it opens on your side, export it again, then hand it in.",
    ),
    "script": (
        "it contains a program (JavaScript or a launch action)",
        f"Staff can't open such a file safely. {TO_PDF}",
    ),
    "huge image": (
        "an image in it is too large to open safely",
        "Shrink the image, export the file again, then hand it in.",
    ),
    "too slow": (
        "checking it took too long",
        f"It's built in a way that can't be opened safely. {TO_PDF}",
    ),
    "too much memory": (
        "checking it took too much memory",
        f"It's built in a way that can't be opened safely. {TO_PDF}",
    ),
}
EXPECTED: dict[str, FileKind] = {".pdf": "pdf", ".docx": "docx", ".ipynb": "notebook"}
"""Endings that promise a content which has to be there."""
CALLED: dict[FileKind, str] = {
    "pdf": "a PDF",
    "docx": "a Word document",
    "notebook": "a notebook",
    "audio": "an audio file",
    "video": "a video",
    "image": "an image",
    "text": "a text file",
    "web page": "a web page",
    "archive": "an archive",
    "program": "a program",
    "unknown": "something else",
}
NEVER: dict[FileKind, tuple[str, str]] = {
    "program": ("it's a program", "Hand in the document itself."),
    "archive": (
        "it's an archive, and I don't unpack those",
        "Hand in the files in it one by one.",
    ),
    "web page": ("it's a web page, which can run scripts", TO_PDF),
    "unknown": (
        "I can't tell what kind of file it is",
        "Hand in a common format, such as PDF, .ipynb, .mp3, .mp4 or .png.",
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
    ending = PurePosixPath(name.lower()).suffix
    if facts.kind != EXPECTED.get(ending, facts.kind):
        why = f"its name says it's {CALLED[EXPECTED[ending]]}, but it's really {CALLED[facts.kind]}"
        raise FileRefused(name, why, "Export it again in the right format, then hand it in.")
    if facts.kind in NEVER:
        raise FileRefused(name, *NEVER[facts.kind])


def check_address(expected: Address, link: str) -> list[str]:
    """Refuse what is no address; warn of one that is elsewhere than expected. Raises BadLink."""
    tidy = link.strip()
    parts = urlsplit(tidy)
    if parts.scheme != "https" or "." not in parts.netloc or any(c.isspace() for c in tidy):
        raise BadLink(tidy[:100])
    if parts.netloc != expected.host or not parts.path.startswith(expected.path):
        return [f"A {expected.service} address is expected; this one is at {parts.netloc}."]
    return []


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


def warnings(
    assignment: Assignment, files: Sequence[KeptFile], facts: Sequence[FileFacts]
) -> Iterator[str]:
    """Yield what staff may mind about files. None of it stops them."""
    items = {item.id: item for item in assignment.items}
    for file, found in zip(files, facts, strict=True):
        if assignment.document:
            yield from document_warnings(file.name, found, assignment.document)
        if items and not file.item:
            yield f"The entry doesn't ask for {file.name}; it was kept anyway."
        yield from notebook_warnings(file.name, found, items.get(file.item))


def document_warnings(name: str, facts: FileFacts, asked: Document) -> Iterator[str]:
    """Yield what staff may mind about a document."""
    if facts.kind == "docx":
        yield f"{name} is a Word document, so I can't count its pages."
    elif facts.kind != "pdf":
        yield f"A PDF is expected; {name} is {CALLED[facts.kind]} and was kept as it is."
    elif facts.pages is not None and facts.pages > asked.pages:
        yield f"{name} has {plural(facts.pages, 'page')}; the course asks for {asked.pages}."
    if facts.kind == "pdf" and (facts.words or 0) < FEWEST_WORDS:
        yield f"{name} has hardly any text in it: it looks like a scan."


def notebook_warnings(name: str, facts: FileFacts, item: EntryItem | None) -> Iterator[str]:
    """Yield that a notebook which must have been run hasn't been."""
    if item is None or not item.executed or facts.kind != "notebook" or facts.run:
        return
    cells = facts.cells or 0
    if cells:
        what = "its code cell hasn't" if cells == 1 else f"none of its {cells:,} code cells has"
        yield f"{name}: {what} been run."
    else:
        yield f"{name} has no code cells, so nothing in it has been run."


def unsaid(assignment: Assignment, details: Details) -> Iterator[str]:
    """Yield what a person hasn't said about what they hand in."""
    asked = assignment.document
    if asked and not details.paper:
        yield "You didn't name the paper."
    if asked and not details.ticked and len(asked.content) > 1:
        parts = "; ".join(f"({n}) {text}" for n, text in enumerate(asked.content, 1))
        every = "both parts" if len(asked.content) == 2 else f"all {len(asked.content)} parts"
        yield f"You didn't check that it includes {every}: {parts}."
    if assignment.address and assignment.by_group and not details.ticked:
        yield "You didn't check that your group's number is on the slides."
