from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from examiner_app.engine.cases.judgements import Judgement, unjudged
from examiner_app.engine.cases.rows import by_row, in_order, kept_rows
from examiner_app.engine.cases.store import AssessmentStore
from examiner_app.engine.register.open import Register
from examiner_app.errors import CaseError


@pytest.fixture
def register(make_register: Callable[..., Register]) -> Register:
    return make_register({"mac": np.eye(3, dtype=np.float16)})


def test_marks_are_found_in_the_register_they_are_in(register: Register) -> None:
    cited = unjudged(register.manifest.id, "id2").judged(Judgement.CITED)
    noted = unjudged(register.manifest.id, "id0").noted("x")
    gone = unjudged(register.manifest.id, "gone").judged(Judgement.CITED)
    silent = unjudged(register.manifest.id, "id1")
    rows = by_row(register, [cited, noted, gone, silent])
    assert rows == {2: cited, 0: noted}
    assert in_order(rows) == (noted, cited)
    assert by_row(register, []) == {}


def test_what_the_window_keeps_is_found_for_this_candidate(
    register: Register, tmp_path: Path
) -> None:
    file = tmp_path / "data" / "judgements.sqlite"
    assert kept_rows(file, ["c"], register) == {}
    assert not file.parent.exists(), "reading makes nothing"
    store = AssessmentStore(file)
    cited = unjudged(register.manifest.id, "id1").judged(Judgement.CITED)
    store.write("c", cited)
    store.write("other candidate", cited.judged(Judgement.REJECTED))
    store.write("c", unjudged("other register", "id2").judged(Judgement.CITED))
    assert kept_rows(file, ["c"], register) == {1: cited}, "while a window has it open"
    store.close()
    assert kept_rows(file, ["nobody"], register) == {}


def test_of_several_images_the_latest_holds_and_says_which(
    register: Register, tmp_path: Path
) -> None:
    file = tmp_path / "judgements.sqlite"
    store = AssessmentStore(file)
    first = unjudged(register.manifest.id, "id1").judged(Judgement.CITED)
    later = replace(first.judged(Judgement.REJECTED), changed=first.changed + timedelta(hours=1))
    alone = unjudged(register.manifest.id, "id2").noted("x")
    for image, assessment in (("b", later), ("a", first), ("a", alone)):
        store.write(image, assessment)
    store.close()
    for images in (["a", "b"], ["b", "a"]):
        rows = kept_rows(file, images, register)
        assert rows == {1: later, 2: alone}
        assert {row: one.image for row, one in rows.items()} == {1: "b", 2: "a"}
    again = rows[1].judged(Judgement.CITED)
    assert again.image == rows[1].noted("y").image == "", "it is said anew, under another image"


def test_a_file_that_cannot_be_read_is_said(register: Register, tmp_path: Path) -> None:
    file = tmp_path / "judgements.sqlite"
    file.write_bytes(b"not a database at all" * 99)
    with pytest.raises(CaseError):
        kept_rows(file, ["c"], register)
