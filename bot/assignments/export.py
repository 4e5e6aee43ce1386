"""Everything that was handed in, as folders and tables; and whether the files are still what they were."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.assignments import rules
from bot.assignments.checks import safe_name
from bot.assignments.model import Version
from bot.assignments.vault import Vault, hash_of

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
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


def export(
    versions: Sequence[Version],
    vault: Vault,
    folder: Path,
    members: Mapping[int, Sequence[int]],
    progress: Callable[[Iterable[Version]], Iterable[Version]] = iter,
) -> Exported:
    """Write a folder for each person or group, manifest.csv and gradebook.csv.

    Args:
        folder: must be empty or new.
        members: the people of each group, by its number: what a group hands in counts for all of them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    counting = {version.receipt for version in rules.counting_each(versions).values()}
    rows: list[Sequence[object]] = []
    trouble: list[str] = []
    copied = 0
    for version in progress(versions):
        place = folder / _folder_of(version)
        place.mkdir(parents=True, exist_ok=True)
        paths = _copy_files(version, vault, place, trouble)
        copied += len(paths)
        _write_texts(version, place)
        rows += _manifest_rows(version, counting, [str(p.relative_to(folder)) for p in paths])
    _write_table(folder / "manifest.csv", MANIFEST, rows)
    _write_table(folder / "gradebook.csv", *_gradebook(versions, members))
    return Exported(len(versions), copied, tuple(trouble))


def safe_cell(value: object) -> str:
    """Write a value so that no spreadsheet takes it for a formula."""
    text = str(value) if value is not None else ""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _folder_of(version: Version) -> Path:
    name = version.by_name if version.owner.kind == "user" else "group"
    who = safe_name(f"{name}-{version.owner.id}").replace(" ", "_")
    return Path(who) / version.assignment / f"version-{version.number}"


def _copy_files(version: Version, vault: Vault, place: Path, trouble: list[str]) -> list[Path]:
    paths: list[Path] = []
    for file in version.files:
        source = vault.path_of(file.sha256)
        target = place / safe_name(file.name)
        if target in paths:
            target = place / f"{len(paths) + 1}-{safe_name(file.name)}"
        if not source.exists():
            trouble.append(f"missing: {file.name} of {version.receipt}")
            continue
        shutil.copyfile(source, target)
        if hash_of(target) != file.sha256:
            trouble.append(f"altered: {file.name} of {version.receipt}")
        paths.append(target)
    return paths


def _write_texts(version: Version, place: Path) -> None:
    for item, text in version.details.texts.items():
        (place / f"{safe_name(item)}.txt").write_text(text, encoding="utf-8")


def _manifest_rows(
    version: Version, counting: set[str], paths: Sequence[str]
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
    if not version.files:
        return [[*head, "", "", "", "", "", *tail]]
    names = [*paths, *[""] * (len(version.files) - len(paths))]
    return [
        [*head, f.item, name, f.pages, f.size, f.sha256, *tail]
        for f, name in zip(version.files, names, strict=True)
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


def _write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([[safe_cell(value) for value in row] for row in rows])


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
