"""What there is to know of a register without searching it, for whoever chooses among several."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from examiner_app.engine.methods import METHODS
from examiner_app.engine.register.catalogue import MARK_TYPES
from examiner_app.engine.register.manifest import RegisterManifest, read_manifest
from examiner_app.engine.register.own_models import find_models
from examiner_app.engine.register.rejects import read_rejects
from examiner_app.engine.wording import counts_text, size_text, thousands
from examiner_app.errors import ExaminerError, RegisterError
from examiner_app.translation import tr, trn


@dataclass(frozen=True, slots=True)
class About:
    """A register as it lies on the disk.

    Attributes:
        path: Its folder.
        name: Its name; the folder's where the manifest cannot be read.
        count: Its marks.
        complete: Whether its build has come to its end.
        problem: Why it cannot be opened, or nothing.
        facts: Label and value, in order.
        rejects: Files that could not be used, each with the reason.
    """

    path: Path
    name: str
    count: int = 0
    complete: bool = True
    problem: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    rejects: tuple[tuple[str, str], ...] = ()


def about_register(path: Path) -> About:
    """Look at the register in a folder; what is wrong with it is part of the answer."""
    try:
        manifest = read_manifest(path)
    except RegisterError as error:
        problem = str(error) if path.exists() else tr("{path} is not there any more.", path=path)
        return About(path, path.name, problem=problem)
    try:
        find_models(manifest)
        problem = ""
    except ExaminerError as error:
        problem = str(error)
    try:
        rejects = tuple(read_rejects(path))
    except OSError:
        rejects = ()
    return About(
        path,
        manifest.name,
        manifest.count,
        manifest.complete,
        problem,
        _facts(path, manifest, at_hand=not problem),
        rejects,
    )


def _facts(path: Path, manifest: RegisterManifest, *, at_hand: bool) -> tuple[tuple[str, str], ...]:
    coverage = manifest.coverage
    types = {key: coverage.types.get(key, 0) for key in MARK_TYPES}
    unfinished = "" if manifest.complete else tr(", build not finished")
    rejects = thousands(manifest.rejects)
    skipped = trn("{count} file", "{count} files", manifest.rejects, count=rejects)
    facts = (
        (tr("Marks"), thousands(manifest.count) + unfinished),
        (tr("Repeats"), thousands(coverage.repeats) if coverage.repeats else ""),
        (tr("Types"), counts_text(types)),
        (tr("Offices"), counts_text(coverage.offices)),
        (tr("Statuses"), counts_text(coverage.statuses)),
        (tr("Filed"), _span(coverage.filed_first, coverage.filed_last)),
        (tr("Made"), f"{manifest.created:%Y-%m-%d %H:%M} UTC"),
        (tr("As of"), f"{manifest.updated:%Y-%m-%d %H:%M} UTC"),
        (tr("Sources"), ", ".join(f"{one.name} ({one.format})" for one in manifest.source)),
        (tr("Methods"), ", ".join(METHODS[key].name for key in METHODS if key in manifest.methods)),
        (tr("Models"), manifest.bundle.name + ("" if at_hand else tr(", not at hand"))),
        (tr("Models' id"), manifest.bundle.id[:12]),
        (tr("Skipped"), skipped if manifest.rejects else ""),
        (tr("On disk"), size_text(_size(path))),
        (tr("Folder"), str(path)),
        (tr("Id"), manifest.id),
    )
    return tuple((label, value) for label, value in facts if value)


def _span(first: str, last: str) -> str:
    return tr("{first} to {last}", first=first, last=last) if first and last else first or last


def _size(path: Path) -> int:
    total = 0
    for file in path.rglob("*"):
        try:
            total += file.stat().st_size if file.is_file() else 0
        except OSError:
            # It went while it was looked at.
            continue
    return total
