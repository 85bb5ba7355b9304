from __future__ import annotations

from pathlib import Path

from untrained import bundle, cpu, marks_folder, runs

from examiner_app.engine.device import Device
from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.progress import finish
from examiner_app.engine.register.fitting import describer_to_build
from examiner_app.engine.register.open import STATE, VOCABULARY, WHITENING
from examiner_app.engine.sources.formats import open_source

__all__ = ["bundle", "cpu", "marks_folder", "runs"]


def test_what_a_dead_build_left_is_not_taken_for_its_own(
    bundle: Bundle, cpu: Device, marks_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / STATE).mkdir()
    for name in (WHITENING, VOCABULARY):
        (tmp_path / STATE / name).write_bytes(b"of other models")
    source = open_source(marks_folder)
    describer, state = finish(describer_to_build(source, tmp_path, bundle, cpu))
    assert state == (bundle.path("whitening"), bundle.path("vocabulary"))
    assert describer.bundle_id == bundle.id
