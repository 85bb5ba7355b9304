from __future__ import annotations

import io
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from examiner_app.engine.register.open import STATE, VOCABULARY, WHITENING, open_register
from examiner_app.errors import RegisterError

Build = Callable[..., Any]


@pytest.fixture
def built(marks: Path, tmp_path: Path, describer: Any, build: Build) -> Path:
    out = tmp_path / "register"
    build(marks, out, describer)
    return out


def test_opening_needs_neither_torch_nor_faiss() -> None:
    import subprocess

    code = (
        "import sys, examiner_app.engine.register.open, examiner_app.engine.ranking.ranks;"
        "sys.exit(bool({'torch', 'faiss', 'PySide6'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603


def test_opening_is_quick(built: Path) -> None:
    times = []
    for _ in range(5):
        start = time.perf_counter()
        open_register(built).close()
        times.append(time.perf_counter() - start)
    assert min(times) < 0.2


def test_query_is_the_stored_mark(built: Path) -> None:
    register = open_register(built)
    query = register.query(4)
    assert query.vectors["mac"].astype(np.float16).tobytes() == register.vectors("mac")[4].tobytes()
    assert query.vectors["mac"].dtype == np.float32
    assert query.words.words.tolist() == register.words.row(4)[0].tolist()
    assert query.type_probabilities == pytest.approx(register.mark(4).type_probabilities)
    assert query.layers is None
    register.close()


def test_marks_come_in_the_order_asked_for(built: Path) -> None:
    register = open_register(built)
    assert [mark.index for mark in register.marks([7, 2, 2, 11])] == [7, 2, 2, 11]
    assert register.marks([]) == []
    assert register.marks(np.array([3]))[0].id == "m3.png"  # type: ignore[arg-type]
    for wrong in (-1, 12):
        with pytest.raises(IndexError):
            register.mark(wrong)
        with pytest.raises(IndexError):
            register.thumbnail(wrong)
    assert register.find("nobody") is None
    register.close()


def test_threads_may_read_at_once(built: Path) -> None:
    register = open_register(built)
    failures: list[object] = []

    def read() -> None:
        for index in range(12):
            with Image.open(io.BytesIO(register.thumbnail(index))) as image:
                image.load()
            if register.mark(index).index != index:
                failures.append(index)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    register.close()


def test_a_method_it_was_built_without_is_named(built: Path) -> None:
    register = open_register(built)
    with pytest.raises(RegisterError, match="CroW"):
        register.vectors("crow")
    register.close()


def test_closed_thumbnails_are_refused(built: Path) -> None:
    register = open_register(built)
    register.close()
    with pytest.raises(RegisterError, match="closed"):
        register.thumbnail(0)


@pytest.mark.parametrize(
    "name",
    ["vectors/mac.f16", "vectors/mac.sq", "sift/words.i32", "sift/counts.i32", "sift/indptr.i64",
     "thumbnails.bin", "thumbnails.i64", "catalogue.sqlite"],
)  # fmt: skip
@pytest.mark.parametrize("harm", ["missing", "short"])
def test_damage_is_one_clear_sentence(built: Path, name: str, harm: str) -> None:
    path = built / name
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-9])
    if name == "catalogue.sqlite" and harm == "short":
        path.write_bytes(b"not a database, though long enough to be looked at" * 100)
    with pytest.raises(RegisterError) as caught:
        open_register(built)
    assert path.name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_register_is_one_clear_sentence(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(RegisterError, match="is not a register"):
            open_register(path)


def test_a_register_with_the_bundle_s_whitening_takes_no_other(
    marks: Path, tmp_path: Path, describer: Any, build: Build
) -> None:
    out = tmp_path / "shared"
    build(marks, out, describer, state=None)
    (out / STATE).mkdir()
    (out / STATE / WHITENING).write_bytes(b"left from another build")
    register = open_register(out)
    assert register.state(WHITENING) is None
    register.close()


def test_a_register_s_own_whitening_must_be_there(
    marks: Path, tmp_path: Path, describer: Any, build: Build
) -> None:
    fitted, out = tmp_path / WHITENING, tmp_path / "own"
    fitted.write_bytes(b"fitted")
    build(marks, out, describer, state=[fitted])
    register = open_register(out)
    assert register.state(WHITENING) == out / STATE / WHITENING
    assert register.state(VOCABULARY) is None
    (out / STATE / WHITENING).unlink()
    with pytest.raises(RegisterError, match=rf"{WHITENING} is missing"):
        register.state(WHITENING)
    register.close()


def test_an_open_register_does_not_see_what_is_appended(
    built: Path, marks: Path, describer: Any, build: Build
) -> None:
    register = open_register(built)
    (marks / "n.png").write_bytes((marks / "m1.png").read_bytes())
    build(marks, built, describer)
    assert register.count == 12
    assert register.find("n.png") is None
    assert register.vectors("mac").shape[0] == 12
    register.close()
    register = open_register(built)
    assert register.count == 13
    register.close()
