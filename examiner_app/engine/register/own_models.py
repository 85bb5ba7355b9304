"""The models that a register was built with: found among those at hand, and told from others."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from examiner_app.engine.models.at_hand import bundle_with_id, bundles_at_hand
from examiner_app.engine.models.fetchable import SOURCES
from examiner_app.engine.models.manifest import Role, file_problem
from examiner_app.engine.models.manifest import read_manifest as read_bundle
from examiner_app.engine.register.manifest import RegisterManifest
from examiner_app.errors import ExaminerError, RegisterMismatchError
from examiner_app.translation import tr

_STATE_ROLES: Final[tuple[Role, ...]] = ("whitening", "vocabulary")
_ID_DIGITS: Final = 12


def find_models(register: RegisterManifest) -> Path:
    """Return the folder of the bundle that a register was built with, one of those at hand.

    Raises:
        RegisterMismatchError: It is not at hand; the sentence says how to get it.
        ExaminerError: The shipped bundle is missing or its manifest is not valid.
    """
    found = bundle_with_id(register.bundle.id)
    if found is not None:
        return found
    name = register.bundle.name
    built = f"The register «{register.name}» was built with the models {_with_id(register)}"
    if any(name in entry.names for entry in bundles_at_hand()):
        raise RegisterMismatchError(
            tr(
                "{built}, and those of that name here are others: name the folder of its own "
                "models with --bundle, or build it again.",
                built=built,
            )
        )
    get = f"get them with «examiner-cli models fetch {name}», or " if name in SOURCES else ""
    raise RegisterMismatchError(
        tr(
            "{built}, which are not here: {get}name their folder with --bundle.",
            built=built,
            get=get,
        )
    )


def check_bundle(register: RegisterManifest, bundle_id: str, bundle_name: str) -> None:
    """Make sure that a bundle is the one that a register was built with.

    The id is a digest over all files of the bundle, its whitening and vocabulary among them.

    Raises:
        RegisterMismatchError: It is another, so that distances would mean nothing.
    """
    if register.bundle.id == bundle_id:
        return
    own, other = f"«{register.bundle.name}»", f"«{bundle_name}»"
    if own == other:
        own, other = _with_id(register), f"{other} (id {bundle_id[:_ID_DIGITS]})"
    raise RegisterMismatchError(
        tr(
            "The register «{name}» was built with the models {own}, not with those of "
            "{other} that are loaded: open it with its own models, or build it again.",
            name=register.name,
            own=own,
            other=other,
        )
    )


def check_fingerprint(register: RegisterManifest, fingerprint: str) -> None:
    """Make sure that queries are described as a register's marks were, its bundle being the same.

    Raises:
        RegisterMismatchError: Whitening or vocabulary differ, so distances would mean nothing.
    """
    if register.fingerprint != fingerprint:
        raise RegisterMismatchError(
            tr(
                "The whitening or the vocabulary of the register «{name}» is not the one that "
                "its marks were described with: restore the register, or build it again.",
                name=register.name,
            )
        )


def model_problems(register: RegisterManifest, bundle: Path | None = None) -> list[str]:
    """Return what is wrong with the whitening and vocabulary of a register's bundle.

    Args:
        register: What the register says of itself.
        bundle: Folder of its bundle; found among those at hand by default.
    """
    try:
        folder = bundle or find_models(register)
        models = read_bundle(folder)
        check_bundle(register, models.id, models.name)
        entries = (models.component(role) for role in _STATE_ROLES)
        problems = [file_problem(folder, entry) for entry in entries if entry is not None]
    except ExaminerError as error:
        return [str(error)]
    return [problem for problem in problems if problem is not None]


def _with_id(register: RegisterManifest) -> str:
    return tr("«{name}» (id {id})", name=register.bundle.name, id=register.bundle.id[:_ID_DIGITS])
