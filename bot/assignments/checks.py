"""What a file, a text or an address has to be: pure decisions.

Sources: course page, "Paper Review" (one page, single-spaced, two parts), "Software labs" (entries), "Project
Proposal Presentation" (slides, group number). That only unreadable or dangerous files are refused, everything else
being a warning, is our own rule.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from bot import links
from bot.assignments.contents.facts import FileFacts, FileKind, Trouble
from bot.assignments.errors import BadLink, FileRefused
from bot.assignments.model import Address, Assignment, Details, Document, KeptFile
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
        "it contains a program",
        f"Staff can't open such a file safely. {TO_PDF}",
    ),
    "acts by itself": (
        "it does something by itself when it's opened or clicked",
        f"Staff can't open such a file safely. {TO_PDF}",
    ),
    "attached": (
        "another file is embedded in it, which I can't check",
        "Take it out and hand that file in beside this one. Printing to PDF does that, too.",
    ),
    "fetches": (
        "it fetches something from elsewhere when it's opened",
        f"Linked templates and pictures do that. {TO_PDF}",
    ),
    "two in one": (
        "it's two files in one",
        "Export it again with the program you made it with, then hand it in.",
    ),
    "bomb": (
        "it unpacks to far more than it should",
        f"It's built in a way that can't be opened safely. {TO_PDF}",
    ),
    "huge image": (
        "an image in it is too large to open safely",
        "Shrink the image, export the file again, then hand it in.",
    ),
    "too slow": (
        "checking it took too long",
        f"It's built in a way that can't be opened safely. {TO_PDF}",
    ),
    "busy machine": (
        "I was too busy to check it in time",
        "There's nothing wrong with it as far as I know: hand it in again in a few minutes. If that happens again, or "
        "the deadline is near, send it to staff too.",
    ),
    "too much memory": (
        "checking it took too much memory",
        f"It's built in a way that can't be opened safely. {TO_PDF}",
    ),
}
ENDINGS: dict[FileKind, tuple[str, ...]] = {
    "pdf": (".pdf",),
    "docx": (".docx",),
    "notebook": (".ipynb",),
    "audio": (".mp3", ".wav", ".m4a", ".aac", ".ogg", ".oga", ".opus", ".flac", ".aif", ".aiff", ".mid", ".midi"),
    "video": (".mp4", ".m4v", ".mov", ".webm", ".mkv", ".avi", ".mpg", ".mpeg", ".ogv", ".wmv", ".3gp"),
    "image": (".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".heic", ".heif", ".avif"),
    "text": (".txt", ".text", ".md", ".markdown", ".rst", ".tex", ".bib", ".csv", ".tsv", ".json", ".abc", ".log"),
}  # fmt: skip
"""What is taken, and how its name may end. A name without an ending promises nothing."""
PROMISED: dict[str, FileKind] = {ending: kind for kind, all in ENDINGS.items() for ending in all}
SOUND_OR_PICTURES: tuple[FileKind, ...] = ("audio", "video")
"""One container may hold either."""
RUN_BY_NAME = frozenset(
    (".app", ".apk", ".applescript", ".bat", ".chm", ".class", ".cmd", ".com", ".command", ".cpl", ".dll", ".dmg",
     ".exe", ".gadget", ".hta", ".inf", ".iso", ".jar", ".js", ".jse", ".msc", ".msi", ".msix", ".php", ".pif", ".pl",
     ".ps1", ".psm1", ".py", ".pyc", ".pyw", ".pyz", ".rb", ".reg", ".scr", ".sh", ".vb", ".vbe", ".vbs", ".wsf",
     ".wsh", ".xll")
)  # fmt: skip
"""Endings that make a system run a file, whatever is in it."""
SHORTCUT_ENDINGS = frozenset(
    (".lnk", ".url", ".desktop", ".webloc", ".website", ".scf", ".library-ms", ".search-ms", ".settingcontent-ms")
)  # fmt: skip
MACRO_ENDINGS = frozenset((".docm", ".dotm", ".dotx", ".doc", ".dot", ".xlsm", ".pptm", ".xlam"))
WEB_ENDINGS = frozenset(
    (".html", ".htm", ".xhtml", ".shtml", ".mht", ".mhtml", ".svg", ".svgz", ".xml", ".xsl")
)
FOR_DOCUMENTS: frozenset[FileKind] = frozenset(("pdf", "docx", "text", "image"))
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
    "script": "a script",
    "shortcut": "a shortcut",
    "rich text": "rich text (RTF)",
    "old office": "an old or locked Office file",
    "unknown": "something else",
}
NEVER: dict[FileKind, tuple[str, str]] = {
    "program": ("it's a program", "Hand in the document itself."),
    "script": (
        "it's a script, which would run on the computer of whoever opens it",
        "Hand in the notebook, or put the code into a .txt file.",
    ),
    "shortcut": (
        "it's a shortcut, which opens something else",
        "Hand in what it leads to: the document itself.",
    ),
    "rich text": (
        "it's rich text (RTF), which can hide programs and other files",
        f"Save it as .docx, or: {TO_PDF[0].lower()}{TO_PDF[1:]}",
    ),
    "old office": (
        "it's an old or locked Office file, which can hide programs",
        "Save it as .docx without a password, or print it to PDF, then hand that in.",
    ),
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


def kinds_taken(assignment: Assignment) -> frozenset[FileKind]:
    """Return which kinds of file an assignment takes: a document is read, an entry may have whatever shows it."""
    return FOR_DOCUMENTS if assignment.document else frozenset(ENDINGS)


def check_file(
    name: str, facts: FileFacts, taken: Collection[FileKind] = frozenset(ENDINGS)
) -> None:
    """Refuse a file that can't be read, is dangerous, isn't what its name says, or isn't asked for.

    Raises:
        FileRefused.
    """
    ending = PurePosixPath(name.lower()).suffix
    promised = PROMISED.get(ending)
    if facts.trouble:
        why, what_next = REFUSALS[facts.trouble]
        raise FileRefused(name, f"{why} ({facts.detail})" if facts.detail else why, what_next)
    if promised and not _keeps(promised, facts.kind):
        why = f"its name says it's {CALLED[promised]}, but it's really {CALLED[facts.kind]}"
        raise FileRefused(name, why, "Export it again in the right format, then hand it in.")
    if facts.kind in NEVER:
        raise FileRefused(name, *NEVER[facts.kind])
    if ending and promised is None:
        raise FileRefused(name, *_of_ending(ending))
    if facts.kind not in taken:
        raise FileRefused(name, f"it's {CALLED[facts.kind]}, which isn't asked for here", TO_PDF)


def _keeps(promised: FileKind, kind: FileKind) -> bool:
    return kind == promised or (kind in SOUND_OR_PICTURES and promised in SOUND_OR_PICTURES)


def _of_ending(ending: str) -> tuple[str, str]:
    """Return why a file of this ending isn't taken, and what to do instead."""
    if ending in RUN_BY_NAME:
        return f"a name that ends in {ending} makes it a program", NEVER["script"][1]
    if ending in SHORTCUT_ENDINGS:
        return NEVER["shortcut"]
    if ending in WEB_ENDINGS:
        return NEVER["web page"]
    if ending in MACRO_ENDINGS:
        return f"a name that ends in {ending} promises an Office file with programs", TO_PDF
    what_next = "Hand in a common format, such as PDF, .ipynb, .mp3, .mp4, .png or .txt."
    return f"I don't take files whose names end in {ending}", what_next


def check_address(expected: Address, link: str) -> list[str]:
    """Refuse what is no address; warn of one that is elsewhere than expected. Raises BadLink."""
    tidy = link.strip()
    if why := links.why_not(tidy):
        raise BadLink(tidy[:100], why)
    host = links.host_of(tidy)
    if host != expected.host or not urlsplit(tidy).path.startswith(expected.path):
        return [f"A {expected.service} address is expected; this one is at {host}."]
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
