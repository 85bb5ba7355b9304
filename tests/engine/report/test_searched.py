from __future__ import annotations

from dataclasses import replace

import pytest
from report_texts import report_text

from examiner_app.engine.examination import Examination
from examiner_app.engine.models.manifest import ModelFile
from examiner_app.engine.report.content import build_content
from examiner_app.engine.report.kinds import ReportKind
from examiner_app.engine.report.write import RENDERERS

MODELS = (
    ModelFile("backbone", "backbone.safetensors", "1" * 64),
    ModelFile("text-mask", "text-mask.safetensors", "2" * 64),
)


@pytest.mark.parametrize("kind", ReportKind)
@pytest.mark.parametrize("suffix", [one for one in RENDERERS if one != ".csv"])
def test_every_file_of_the_models_is_named_with_its_digest(
    examination: Examination, suffix: str, kind: ReportKind
) -> None:
    """But in the CSV file, which is the table of the marks and nothing else."""
    content = build_content(replace(examination, models=MODELS), top=1, kind=kind)
    assert content.hashes[-2:] == tuple((f"{one.file}, sha256", one.sha256) for one in MODELS)
    assert ("Register, fingerprint", "f") in content.hashes
    text = report_text(content, suffix)
    assert all(one.sha256 in text and one.file in text for one in MODELS)
