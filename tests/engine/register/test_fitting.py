from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from untrained import bundle, cpu, marks_folder, other_bundle, runs

from examiner_app.engine.describe import Describer
from examiner_app.engine.device import Device
from examiner_app.engine.fit import fit
from examiner_app.engine.models.assemble import write_bundle
from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.progress import finish
from examiner_app.engine.register import fitting
from examiner_app.engine.register.build import BuildOptions, build_register
from examiner_app.engine.register.fitting import describer_to_build
from examiner_app.engine.register.manifest import read_manifest
from examiner_app.engine.register.open import STATE, VOCABULARY, WHITENING
from examiner_app.engine.sift_vocabulary import Vocabulary
from examiner_app.engine.sources.formats import open_source
from examiner_app.engine.whitening import load_whitening, whitening_digest
from examiner_app.errors import BundleError, RegisterError, RegisterMismatchError

__all__ = ["bundle", "cpu", "marks_folder", "runs"]


@pytest.fixture
def few_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fit a small vocabulary, for which thirty small marks have keypoints enough."""
    monkeypatch.setattr(fitting, "fit", partial(fit, words=30))


@pytest.fixture
def unfitted(bundle: Bundle, tmp_path: Path) -> Bundle:
    """The untrained bundle without a whitening, as one of fetched weights is."""
    other = other_bundle(bundle, tmp_path / "unfitted")
    entries = [entry for entry in other.manifest.components if entry.role != "whitening"]
    write_bundle(other.folder, "unfitted", entries)
    return Bundle.open(other.folder)


class Begun:
    """A register that was begun in ``out`` and stopped after a few marks."""

    def __init__(self, marks: Path, out: Path, models: Bundle, device: Device) -> None:
        self.source = open_source(marks)
        self.out, self.models, self.device = out, models, device

    def describer(self, choice: str = "auto") -> tuple[Describer, tuple[Path, ...] | None]:
        work = describer_to_build(
            self.source, self.out, self.models, self.device,
            whitening=choice, methods=["mac", "spoc", "sift_bow"],  # type: ignore[arg-type]
        )  # fmt: skip
        return finish(work)

    def begin(self, choice: str = "auto") -> Describer:
        describer, state = self.describer(choice)
        size = len(describer.vocabulary.centres)
        options = BuildOptions(vocabulary_size=size, state=state, batch=5)
        work = build_register(self.source, self.out, describer, options)
        next(work)
        next(work)
        work.close()
        assert not read_manifest(self.out).complete
        return describer


def test_what_a_dead_build_left_is_not_taken_for_its_own(
    bundle: Bundle, cpu: Device, marks_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / STATE).mkdir()
    for name in (WHITENING, VOCABULARY):
        (tmp_path / STATE / name).write_bytes(b"of other models")
    begun = Begun(marks_folder, tmp_path, bundle, cpu)
    describer, state = begun.describer()
    assert state is None
    assert describer.bundle_id == bundle.id
    begun.begin()
    assert begun.describer()[0].fingerprint == describer.fingerprint


@pytest.mark.usefixtures("few_words")
def test_a_build_that_goes_on_keeps_the_bundle_s_whitening(
    bundle: Bundle, cpu: Device, marks_folder: Path, tmp_path: Path
) -> None:
    begun = Begun(marks_folder, tmp_path / "out", bundle, cpu)
    first = begun.begin("bundle")
    assert not (tmp_path / "out" / STATE).exists()
    manifest = read_manifest(tmp_path / "out")
    assert manifest.state == "bundle"
    assert not any(name.startswith(STATE) for name in manifest.checksums)
    again, state = begun.describer("fit")
    assert state is None
    assert again.fingerprint == first.fingerprint
    assert whitening_digest(again.whitening) == whitening_digest(
        load_whitening(bundle.folder / WHITENING)
    )


@pytest.mark.usefixtures("few_words")
def test_a_build_that_goes_on_keeps_its_own_whitening(
    bundle: Bundle, cpu: Device, marks_folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    begun = Begun(marks_folder, out, bundle, cpu)
    first = begun.begin("fit")
    manifest = read_manifest(out)
    assert manifest.state == "own"
    assert {f"{STATE}/{WHITENING}", f"{STATE}/{VOCABULARY}"} <= manifest.checksums.keys()
    assert len(first.vocabulary.centres) == 30
    again, state = begun.describer("bundle")
    assert state == (out / STATE / WHITENING, out / STATE / VOCABULARY)
    assert again.fingerprint == first.fingerprint
    (out / STATE / WHITENING).unlink()
    with pytest.raises(RegisterError, match=rf"{WHITENING} is missing"):
        begun.describer()


def test_few_marks_are_whitened_on_themselves_with_the_bundle_s_words(
    unfitted: Bundle, bundle: Bundle, cpu: Device, marks_folder: Path, tmp_path: Path
) -> None:
    begun = Begun(marks_folder, tmp_path / "out", unfitted, cpu)
    describer = begun.begin()
    assert read_manifest(tmp_path / "out").state == "own"
    theirs = Vocabulary.load(bundle.folder / VOCABULARY)
    assert describer.vocabulary.digest == theirs.digest
    assert Vocabulary.load(tmp_path / "out" / STATE / VOCABULARY).digest == theirs.digest
    assert begun.describer()[0].fingerprint == describer.fingerprint


def test_a_whitening_that_the_bundle_has_not_got_is_refused(
    unfitted: Bundle, cpu: Device, marks_folder: Path, tmp_path: Path
) -> None:
    with pytest.raises(BundleError, match="«unfitted» have no whitening"):
        Begun(marks_folder, tmp_path / "out", unfitted, cpu).describer("bundle")
    assert not (tmp_path / "out").exists()


def test_other_models_are_refused_before_they_are_loaded(
    unfitted: Bundle, bundle: Bundle, cpu: Device, marks_folder: Path, tmp_path: Path
) -> None:
    Begun(marks_folder, tmp_path / "out", bundle, cpu).begin()
    (unfitted.folder / "backbone.safetensors").unlink()
    with pytest.raises(RegisterMismatchError, match="«untrained», not with those of «unfitted»"):
        Begun(marks_folder, tmp_path / "out", unfitted, cpu).describer()
