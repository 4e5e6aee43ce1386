"""Everything that was handed in, as folders and tables; and whether the files are still what they were."""

from __future__ import annotations

import csv
import hashlib
import io
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.assignments import rules
from bot.assignments.model import Version
from bot.assignments.vault import Vault, hash_of
from bot.sheets import Names, safe_cell, safe_part

MANIFEST = (
    "receipt", "code", "assignment", "owner", "by", "name", "version", "counts", "handed_in_at", "due_at",
    "late_seconds", "item", "file", "pages", "bytes", "sha256", "paper", "link", "ticked", "warnings", "staff_notes",
)  # fmt: skip
CANVAS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
"""The first columns of a Canvas gradebook. Only the student's name is known here; Canvas matches by hand."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote, and the files that were missing or altered."""

    versions: int
    files: int
    trouble: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A file of an export: where it is (None: it was missing), for which item, and what its bytes have to be."""

    path: Path | None
    item: str
    sha256: str
    size: int
    pages: int | None = None
    typed: bool = False


def export(
    versions: Sequence[Version],
    vault: Vault,
    folder: Path,
    members: Mapping[int, Sequence[int]],
    progress: Callable[[Iterable[Version]], Iterable[Version]] = iter,
) -> Exported:
    """Write a folder for each person or group, manifest.csv and gradebook.csv, and read all of it back.

    Whatever can't be written is named, and everything else is written.

    Args:
        folder: must be empty or new.
        members: the people of each group, by its number: what a group hands in counts for all of them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    counting = {version.receipt for version in rules.counting_each(versions).values()}
    newest = {version.owner: version.by_name for version in sorted(versions, key=lambda v: v.at)}
    rows: list[Sequence[object]] = []
    trouble: list[str] = []
    files: list[Written] = []
    for version in progress(versions):
        place = folder / _folder_of(version, newest[version.owner])
        written = _write_version(version, vault, place, trouble)
        files += written
        rows += _manifest_rows(version, counting, written, folder)
    tables = {
        "manifest.csv": _table(MANIFEST, rows),
        "gradebook.csv": _table(*_gradebook(versions, members)),
    }
    for name, data in tables.items():
        (folder / name).write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        trouble += _altered([Written(folder / name, "", digest, len(data))], folder)
    trouble += _altered(files, folder)
    handed_in = sum(1 for file in files if file.path is not None and not file.typed)
    return Exported(len(versions), handed_in, tuple(trouble))


def _folder_of(version: Version, by_name: str) -> Path:
    name = by_name if version.owner.kind == "user" else "group"
    who = f"{safe_part(name)}-{version.owner.id}".replace(" ", "_")
    return Path(who) / safe_part(version.assignment) / f"version-{version.number}"


def _write_version(
    version: Version, vault: Vault, place: Path, trouble: list[str]
) -> list[Written]:
    """Write a version's files and typed texts, each under a name of its own; note what couldn't be."""
    place.mkdir(parents=True, exist_ok=True)
    names, written = Names(), list[Written]()
    for file in version.files:
        target = place / names.take(file.name)
        try:
            shutil.copyfile(vault.path_of(file.sha256), target)
        except FileNotFoundError:
            trouble.append(f"missing: {file.name} of {version.receipt}")
            target = None
        written.append(Written(target, file.item, file.sha256, file.size, file.pages))
    for item, text in version.details.texts.items():
        target, data = place / names.take(f"{item}.txt"), text.encode(errors="replace")
        target.write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        written.append(Written(target, item, digest, len(data), typed=True))
    return written


def _altered(files: Iterable[Written], folder: Path) -> list[str]:
    """Read what was written back from the disk; name what isn't as it should be."""
    return [
        f"altered: {file.path.relative_to(folder)} isn't what was to be written"
        for file in files
        if file.path and (not file.path.exists() or hash_of(file.path) != file.sha256)
    ]


def _manifest_rows(
    version: Version, counting: set[str], written: Sequence[Written], folder: Path
) -> list[Sequence[object]]:
    late = int(version.late_by.total_seconds()) if version.late_by else 0
    head = [
        version.receipt, version.code, version.assignment, version.owner, version.by, version.by_name, version.number,
        "yes" if version.receipt in counting else "no", version.at.isoformat(), version.due_at.isoformat(), late,
    ]  # fmt: skip
    said = version.details
    tail = [
        said.paper,
        said.link,
        "yes" if said.ticked else "no",
        " | ".join(version.warnings),
        " | ".join(version.flags),
    ]
    if not written:
        return [[*head, "", "", "", "", "", *tail]]
    return [
        [
            *head,
            one.item,
            one.path.relative_to(folder).as_posix() if one.path else "",
            one.pages,
            one.size,
            one.sha256,
            *tail,
        ]
        for one in written
    ]


def _gradebook(
    versions: Sequence[Version], members: Mapping[int, Sequence[int]]
) -> tuple[list[str], list[Sequence[object]]]:
    """Return a row a person; a column an assignment, `complete` where they or their group handed it in."""
    assignments = sorted({v.assignment for v in versions})
    handed_in = {(user_id, v.assignment) for v in versions for user_id in _whose(v, members)}
    people = {user_id: f"Discord user {user_id}" for user_id, _ in handed_in}
    people |= {v.by: v.by_name for v in versions}
    rows: list[Sequence[object]] = [
        [
            name,
            "",
            "",
            "",
            "",
            *("complete" if (by, one) in handed_in else "" for one in assignments),
        ]
        for by, name in sorted(people.items(), key=lambda pair: pair[1].lower())
    ]
    return [*CANVAS, *assignments], rows


def _whose(version: Version, members: Mapping[int, Sequence[int]]) -> Sequence[int]:
    owner = version.owner
    return [owner.id] if owner.kind == "user" else members.get(owner.id, [version.by])


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header)
    writer.writerows([[safe_cell(value) for value in row] for row in rows])
    return out.getvalue().encode("utf-8-sig", errors="replace")


@dataclass(frozen=True, slots=True)
class Checked:
    """What checking the files has found.

    Attributes:
        missing, altered: what submissions need and is gone, or has other bytes; with the receipts.
        orphans: files that no submission needs: left by a crash, harmless.
        unfinished: temporary files: under way, or left by a crash.
    """

    sound: int
    missing: tuple[str, ...]
    altered: tuple[str, ...]
    orphans: tuple[Path, ...]
    unfinished: tuple[Path, ...]


def check_files(
    needed: dict[str, list[str]],
    vault: Vault,
    progress: Callable[[Iterable[str]], Iterable[str]] = iter,
) -> Checked:
    """Read every file that submissions need, and look for others. Nothing is changed."""
    missing: list[str] = []
    altered: list[str] = []
    for sha256 in progress(sorted(needed)):
        path = vault.path_of(sha256)
        if not path.exists():
            missing.append(f"{sha256} of {', '.join(needed[sha256])}")
        elif hash_of(path) != sha256:
            altered.append(f"{sha256} of {', '.join(needed[sha256])}")
    orphans = tuple(vault.path_of(h) for h in vault.hashes() if h not in needed)
    sound = len(needed) - len(missing) - len(altered)
    return Checked(sound, tuple(missing), tuple(altered), orphans, tuple(vault.unfinished()))
