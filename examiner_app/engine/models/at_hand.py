"""The bundles at hand: the shipped one, and those that were fetched or imported.

Models are found here by a name that the user gives, or by the id that a register remembers.
Only manifests are read: nothing here waits for torch.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from examiner_app.engine.models.fetchable import SOURCES
from examiner_app.engine.models.manifest import MANIFEST, BundleManifest, read_manifest
from examiner_app.errors import BundleError
from examiner_app.resources import default_bundle
from examiner_app.translation import tr


@dataclass(frozen=True, slots=True)
class BundleAtHand:
    """A bundle that can be found without saying where it lies.

    Attributes:
        folder: Where it lies.
        manifest: What it holds; its files are not looked at.
    """

    folder: Path
    manifest: BundleManifest

    @property
    def names(self) -> tuple[str, ...]:
        """What it can be asked for by: its own name, its backbone's and its folder's."""
        backbone = self.manifest.component("backbone")
        names = (self.manifest.name, backbone.name if backbone else "", self.folder.name)
        return tuple(name for name in dict.fromkeys(names) if name)


def bundles_folder() -> Path:
    """Folder of the bundles that were fetched or imported."""
    return user_data_path("examiner", appauthor=False) / "models"


def folders_at_hand() -> list[Path]:
    """Return the folders of the bundles at hand, damaged ones too, the shipped one first.

    Raises:
        ExaminerError: The shipped bundle is not part of this installation.
    """
    return [default_bundle(), *sorted(p.parent for p in bundles_folder().glob(f"*/{MANIFEST}"))]


def bundles_at_hand() -> list[BundleAtHand]:
    """Return the bundles at hand, the shipped one first.

    Raises:
        ExaminerError: The shipped bundle is missing or its manifest is not valid.
    """
    shipped, *others = folders_at_hand()
    found = [BundleAtHand(shipped, read_manifest(shipped))]
    for folder in others:
        try:
            found.append(BundleAtHand(folder, read_manifest(folder)))
        except BundleError:
            # One damaged bundle must not keep the user from all the others.
            continue
    return found


def bundle_named(name: str) -> Path:
    """Return the folder of the bundle at hand with this name.

    Raises:
        BundleError: There is none, it is damaged, or several different ones have the name; the
            sentence lists the names at hand, and says how to fetch what can be fetched.
        ExaminerError: The shipped bundle is not part of this installation.
    """
    bundles = bundles_at_hand()
    # Copies of one bundle are one choice: the first of them serves.
    found = {entry.manifest.id: entry.folder for entry in bundles[::-1] if name in entry.names}
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        places = ", ".join(str(folder) for folder in found.values())
        raise BundleError(
            tr(
                "«{name}» is the name of several bundles ({places}): name one of these folders "
                "with --bundle.",
                name=name,
                places=places,
            )
        )
    folder = bundles_folder() / name
    if folder in folders_at_hand():
        read_manifest(folder)
    raise BundleError(_unknown(name, bundles))


def bundle_with_id(bundle_id: str) -> Path | None:
    """Return the folder of the bundle at hand with this id, if there is one.

    Raises:
        ExaminerError: The shipped bundle is missing or its manifest is not valid.
    """
    found = (entry.folder for entry in bundles_at_hand() if entry.manifest.id == bundle_id)
    return next(found, None)


def _unknown(name: str, bundles: list[BundleAtHand]) -> str:
    names = ", ".join(dict.fromkeys(known for entry in bundles for known in entry.names))
    if name in SOURCES:
        return tr(
            "The models «{name}» are not here yet: get them with «examiner-cli models "
            "fetch {name}», or choose one of {names}.",
            name=name,
            names=names,
        )
    return tr("There are no models «{name}» here: choose one of {names}.", name=name, names=names)
