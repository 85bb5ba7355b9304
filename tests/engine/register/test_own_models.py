from __future__ import annotations

from pathlib import Path

import pytest
from untrained import bundle, fetched, other_bundle, runs

from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.register.manifest import BundleReference, RegisterManifest
from examiner_app.engine.register.own_models import (
    check_bundle,
    check_fingerprint,
    find_models,
    model_problems,
)
from examiner_app.errors import RegisterMismatchError

__all__ = ["bundle", "fetched", "runs"]


def built_with(name: str, bundle_id: str) -> RegisterManifest:
    reference = BundleReference(name=name, id=bundle_id)
    return RegisterManifest(
        name="r", bundle=reference, fingerprint="f", methods={"mac": 8}, state="bundle"
    )


def test_models_are_found_by_their_id_whatever_they_are_called(
    bundle: Bundle, fetched: Path
) -> None:
    other = other_bundle(bundle, fetched / "place", "untrained")
    assert find_models(built_with("renamed", bundle.id)) == bundle.folder
    assert find_models(built_with("untrained", other.id)) == other.folder


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("untrained", r"«untrained» \(id 000000000000\), and those of that name here are others"),
        ("gone", "which are not here: name their folder with --bundle"),
        ("vgg16-imagenet", "get them with «examiner-cli models fetch vgg16-imagenet», or name"),
    ],
)
def test_how_to_get_models_that_are_not_at_hand(name: str, sentence: str, fetched: Path) -> None:
    with pytest.raises(RegisterMismatchError, match=sentence) as caught:
        find_models(built_with(name, "0" * 64))
    assert "\n" not in str(caught.value)


def test_other_models_are_refused() -> None:
    register = built_with("mine", "1" * 64)
    check_bundle(register, "1" * 64, "renamed")
    with pytest.raises(RegisterMismatchError, match="models «mine», not with those of «other»"):
        check_bundle(register, "2" * 64, "other")
    with pytest.raises(RegisterMismatchError, match=r"\(id 111111111111\).*\(id 222222222222\)"):
        check_bundle(register, "2" * 64, "mine")


def test_another_whitening_or_vocabulary_is_refused() -> None:
    register = built_with("mine", "1" * 64)
    check_fingerprint(register, "f")
    with pytest.raises(RegisterMismatchError, match="whitening or the vocabulary"):
        check_fingerprint(register, "g")


@pytest.mark.parametrize("role", ["whitening", "vocabulary"])
@pytest.mark.parametrize("harm", ["missing", "changed"])
def test_damaged_whitening_and_vocabulary_of_the_bundle_are_found(
    role: str, harm: str, bundle: Bundle, fetched: Path
) -> None:
    other = other_bundle(bundle, fetched / "place")
    register = built_with("other", other.id)
    assert model_problems(register) == []
    assert model_problems(register, other.folder) == []
    path = other.folder / f"{role}.safetensors"
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(b"changed")
    for problems in (model_problems(register), model_problems(register, other.folder)):
        assert len(problems) == 1
        assert path.name in problems[0]


def test_models_that_cannot_be_checked_are_a_problem(
    bundle: Bundle, fetched: Path, tmp_path: Path
) -> None:
    assert "not here" in model_problems(built_with("gone", "0" * 64))[0]
    assert "no model bundle" in model_problems(built_with("gone", "0" * 64), tmp_path)[0]
    assert "open it with its own" in model_problems(built_with("x", "0" * 64), bundle.folder)[0]
