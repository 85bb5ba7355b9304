"""The options that choose a model bundle: by its folder, or by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

BundleOption = Annotated[
    Path | None,
    typer.Option("--bundle", help="Folder of the model bundle; the shipped one by default."),
]
RegisterBundleOption = Annotated[
    Path | None,
    typer.Option(
        "--bundle",
        help="Folder of the register's model bundle; looked for among those that «models list» "
        "shows by default.",
    ),
]
BackboneOption = Annotated[
    str | None,
    typer.Option(
        "--backbone",
        metavar="NAME",
        help="Name of a bundle that «models list» shows, or of its backbone; instead of --bundle.",
    ),
]


def chosen_bundle(bundle: Path | None, backbone: str | None) -> Path | None:
    """Return the folder of the bundle that the options name; ``None`` where neither is given.

    Raises:
        typer.BadParameter: Both are given.
        BundleError: There is no bundle of that name, or there are several.
    """
    if backbone is None:
        return bundle
    if bundle is not None:
        raise typer.BadParameter("Name the models with --bundle or with --backbone, not with both.")
    from examiner_app.engine.models.at_hand import bundle_named

    return bundle_named(backbone)
