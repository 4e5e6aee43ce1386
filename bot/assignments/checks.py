"""What a file, a text or an address has to be: pure decisions.

What is asked for is in the parts of the course file's `assignments`. That only unreadable or dangerous files are
refused, everything else being a warning, is our own rule.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from bot import links
from bot.assignments.contents.facts import FileFacts, FileKind
from bot.assignments.errors import BadLink, FileRefused, NoFilesTaken
from bot.assignments.kinds import (
    CALLED,
    ENDINGS,
    FOR_DOCUMENTS,
    MACRO_ENDINGS,
    NEVER,
    PROMISED,
    REFUSALS,
    RUN_BY_NAME,
    SHORTCUT_ENDINGS,
    SOUND_OR_PICTURES,
    TO_PDF,
    WEB_ENDINGS,
)
from bot.assignments.model import Assignment, Details, KeptFile
from bot.course.assigned import AssignmentPart, Host
from bot.course.words import say
from bot.text import listing, lowered, plural, raised, the

LONGEST_NAME = 80
"""Characters of a file's name that are kept."""
FEWEST_WORDS = 30
"""A PDF with fewer words of text on its first pages is taken for a scan."""
FITS: dict[FileKind, tuple[str, ...]] = {
    "notebook": ("notebook",),
    "audio": ("audio",),
    "video": ("video", "audio"),
    "image": ("image", "pdf", "text"),
    "pdf": ("pdf", "text", "image"),
    "docx": ("pdf", "text"),
    "text": ("text", "pdf"),
}
"""What a part has to accept for a file to be for it, best first."""


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
    """Return which kinds of file an assignment takes: a document is read, others may have whatever shows it."""
    return FOR_DOCUMENTS if assignment.only_documents else frozenset(ENDINGS)


def check_takes_files(assignment: Assignment) -> None:
    """Raise NoFilesTaken: nothing of an assignment can be a file."""
    if not assignment.takes_files:
        raise NoFilesTaken(assignment.title, [part.title for part in assignment.parts])


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


def check_links(assignment: Assignment, details: Details) -> list[str]:
    """Look at the addresses that were given for an assignment, as far as it asks for any. Raises BadLink."""
    found: list[str] = []
    for n, part in enumerate(assignment.link_parts):
        if link := details.texts.get(part.id) if n else details.link:
            found += check_address(part.hosts, link)
    return found


def check_address(hosts: Sequence[Host], link: str) -> list[str]:
    """Refuse what is no address; warn of one that is elsewhere than expected. Raises BadLink."""
    tidy = link.strip()
    if why := links.why_not(tidy):
        raise BadLink(tidy[:100], why)
    at = urlsplit(tidy)
    host = links.host_of(tidy) or ""
    if hosts and not any(_leads_to(one, host, at.path) for one in hosts):
        names = listing((one.name for one in hosts), "or")
        return [f"A {names} address is expected; this one is at {host}."]
    return []


def _leads_to(expected: Host, host: str, path: str) -> bool:
    wanted, _, below = expected.at.partition("/")
    return host == wanted and path.startswith(f"/{below}")


def assign(assignment: Assignment, kinds: Sequence[FileKind]) -> list[str]:
    """Return for each file the id of the part that it is for, by its kind; empty for none, or for the only one.

    A free part is preferred to one that has a file already.
    """
    taken: set[str] = set()
    chosen: list[str] = []
    for kind in kinds:
        if assignment.holder:
            chosen.append("")
            continue
        wanted = (*FITS.get(kind, ()), "file")
        fits = [part for one in wanted for part in assignment.parts if one in part.accepts]
        pick = next((p.id for p in fits if p.id not in taken), fits[0].id if fits else "")
        taken.add(pick)
        chosen.append(pick)
    return chosen


def part_of(assignment: Assignment, file: KeptFile) -> AssignmentPart | None:
    """Return the part that a file is for."""
    if file.item:
        return next((part for part in assignment.parts if part.id == file.item), None)
    return assignment.holder


def warnings(
    assignment: Assignment, files: Sequence[KeptFile], facts: Sequence[FileFacts]
) -> Iterator[str]:
    """Yield what staff may mind about files. None of it stops them."""
    for file, found in zip(files, facts, strict=True):
        part = part_of(assignment, file)
        if part is None:
            yield f"{raised(the(assignment.title))} doesn't ask for {file.name}; it was kept anyway."
            continue
        if set(part.accepts) == {"pdf"}:
            yield from document_warnings(file.name, found, part)
        elif part.accepts == ("notebook",) and found.kind != "notebook":
            yield f"A notebook is expected; {file.name} is {CALLED[found.kind]} and was kept as it is."
        yield from notebook_warnings(file.name, found, part)


def document_warnings(name: str, facts: FileFacts, asked: AssignmentPart) -> Iterator[str]:
    """Yield what staff may mind about a document."""
    if facts.kind == "docx":
        counted = ", so I can't count its pages" if asked.pages else "; a PDF is expected"
        yield f"{name} is a Word document{counted}."
    elif facts.kind != "pdf":
        yield f"A PDF is expected; {name} is {CALLED[facts.kind]} and was kept as it is."
    elif asked.pages and facts.pages is not None and facts.pages > asked.pages:
        yield f"{name} has {plural(facts.pages, 'page')}; the course asks for {asked.pages}."
    if asked.pages and facts.kind == "pdf" and (facts.words or 0) < FEWEST_WORDS:
        yield f"{name} has hardly any text in it: it's a scan, or nearly empty."


def notebook_warnings(name: str, facts: FileFacts, part: AssignmentPart) -> Iterator[str]:
    """Yield that a notebook which must have been run hasn't been."""
    if not part.executed or facts.kind != "notebook" or facts.run:
        return
    cells = facts.cells or 0
    if cells:
        what = "its code cell hasn't" if cells == 1 else f"none of its {cells:,} code cells has"
        yield f"{name}: {what} been run."
    else:
        yield f"{name} has no code cells, so nothing in it has been run."


def unsaid(assignment: Assignment, details: Details) -> Iterator[str]:
    """Yield what a person hasn't said about what they hand in."""
    subject, content = assignment.subject, assignment.includes
    if subject and not details.paper:
        yield f"You left out: {lowered(subject.ask)}."
    if details.ticked:
        return
    if content:
        every = {1: lowered(content[0]), 2: "both parts"}.get(
            len(content), f"all {len(content)} parts"
        )
        yield f"You didn't check that it includes {every}."
    if assignment.numbered:
        yield f"You didn't check that your {say.group}'s number is on {the(assignment.title)}."
