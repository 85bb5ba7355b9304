from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from examiner_app.engine.bench.large_register import enlarge
from examiner_app.engine.progress import finish
from examiner_app.engine.ranking.exact import rank
from examiner_app.engine.register.open import Register, open_register
from examiner_app.engine.register.verify import verify_register
from examiner_app.errors import RegisterError
from examiner_app.resources import demo_register

MARKS = 1_700


@pytest.fixture(scope="module")
def demo() -> Register:
    return open_register(demo_register())


@pytest.fixture(scope="module")
def large(demo: Register, tmp_path_factory: pytest.TempPathFactory) -> Register:
    out = tmp_path_factory.mktemp("large") / "register"
    assert finish(enlarge(demo, out, MARKS)).complete
    return open_register(out)


def test_it_is_a_sound_register_for_the_same_models(demo: Register, large: Register) -> None:
    assert finish(verify_register(large.path)) == []
    assert large.count == MARKS
    assert large.manifest.fingerprint == demo.manifest.fingerprint
    assert large.manifest.methods == demo.manifest.methods
    assert large.manifest.id != demo.manifest.id


def test_vectors_are_all_different_and_near_to_those_they_are_made_of(
    demo: Register, large: Register
) -> None:
    for method in ("mac", "camsa_spoc"):
        vectors = np.asarray(large.vectors(method), np.float64)
        assert len(np.unique(vectors, axis=0)) == MARKS
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=2e-3)
        known = np.asarray(demo.vectors(method), np.float64)[np.arange(MARKS) % demo.count]
        # What is added is at right angles to nearly everything: 1 / sqrt(1 + 0.5²) = 0.894.
        assert np.mean((vectors * known).sum(axis=1)) == pytest.approx(0.894, abs=0.02)


def test_marks_differ_in_what_they_are_filtered_by(demo: Register, large: Register) -> None:
    first, second = large.marks([3, demo.count + 3])
    assert (first.words, first.owner) == (second.words, second.owner)
    assert first.id != second.id
    assert len({mark.filed for mark in large.marks(range(500))}) > 450
    assert large.thumbnail(demo.count + 3) == large.thumbnail(3) == demo.thumbnail(3)


def test_it_is_ranked_by_every_method(demo: Register, large: Register) -> None:
    tables = list(rank(large, demo.query(5), large.methods))
    nearest = tables[-1].order("mac")[0]
    assert tables[-1].complete
    assert nearest % demo.count == 5


def test_what_cannot_be_enlarged_is_refused(demo: Register, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    with pytest.raises(RegisterError, match=r"notes\.txt"):
        finish(enlarge(demo, tmp_path, 10))


def test_a_register_of_nothing_cannot_be_enlarged(
    demo: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "count", 0)
    with pytest.raises(RegisterError, match="such as the demo"):
        finish(enlarge(demo, tmp_path / "out", 10))
    assert not (tmp_path / "out").exists()
