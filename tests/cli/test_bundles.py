from __future__ import annotations

from pathlib import Path

import pytest
import typer

from examiner_app.cli.bundles import chosen_bundle
from examiner_app.engine.models.bundle import Bundle
from examiner_app.errors import BundleError


def test_a_folder_a_name_or_neither(bundle: Bundle, fetched: Path, tmp_path: Path) -> None:
    assert chosen_bundle(None, None) is None
    assert chosen_bundle(tmp_path, None) == tmp_path
    assert chosen_bundle(None, "untrained") == bundle.folder
    assert chosen_bundle(None, "vgg16-half-logo") == bundle.folder


@pytest.mark.usefixtures("fetched")
def test_both_are_wrong_usage_and_an_unknown_name_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(typer.BadParameter, match="not with both"):
        chosen_bundle(tmp_path, "untrained")
    for name in ("nothing", ""):
        with pytest.raises(BundleError, match="choose one of untrained"):
            chosen_bundle(None, name)
