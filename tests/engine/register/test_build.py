from __future__ import annotations

import csv
import io
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from examiner_app.engine.progress import finish
from examiner_app.engine.register.build import BuildOptions, build_register
from examiner_app.engine.register.open import open_register
from examiner_app.engine.register.verify import verify_register
from examiner_app.engine.sources.folder import FolderSource
from examiner_app.engine.sources.source import SourceMark
from examiner_app.errors import RegisterError, RegisterMismatchError

Build = Callable[..., Any]


def content(path: Path) -> dict[str, bytes]:
    """Everything that must not depend on how a build went, whatever follows what is committed."""
    register = open_register(path)
    marks = repr(register.marks(range(register.count))).encode()
    register.close()
    checksums = register.manifest.checksums
    return {"marks": marks} | {name: entry.sha256.encode() for name, entry in checksums.items()}


def test_build_stores_what_the_describer_says(
    marks: Path, tmp_path: Path, describer: Any, build: Build
) -> None:
    out = tmp_path / "register"
    manifest = build(marks, out, describer, name="A register")
    register = open_register(out)
    assert (register.count, manifest.count, manifest.complete) == (12, 12, True)
    assert manifest.name == "A register"
    assert register.methods == ("sift_bow", "mac", "atrha_rmac")
    assert [mark.id for mark in register.marks(range(12))] == [f"m{n}.png" for n in range(12)]
    mark = register.find("m3.png")
    assert mark is not None
    assert (
        mark.type
        == ("text-only", "figure-only", "figure-and-text")[int(np.argmax(mark.type_probabilities))]
    )
    with Image.open(io.BytesIO(register.thumbnail(3))) as thumbnail:
        assert (thumbnail.format, thumbnail.size) == ("WEBP", (27, 24))
    norms = np.linalg.norm(register.vectors("mac").astype(float), axis=1)
    assert norms == pytest.approx(1, abs=1e-3)
    assert register.squared_norms("mac") == pytest.approx(norms**2)
    words, counts = register.words.row(5)
    assert counts.sum() == 48
    assert np.all(np.diff(words) > 0)
    register.close()
    assert finish(verify_register(out)) == []


def test_a_bad_file_is_listed_and_the_build_goes_on(
    marks: Path, tmp_path: Path, describer: Any, build: Build
) -> None:
    (marks / "m3.png").write_bytes(b"no picture")
    (marks / "m5.png").write_bytes((marks / "m5.png").read_bytes()[:60])
    (marks / "m7.png").write_bytes(b"")
    describer.spoilt.add("m8.png")
    out = tmp_path / "register"
    manifest = build(marks, out, describer)
    assert (manifest.count, manifest.rejects) == (8, 4)
    with (out / "rejects.csv").open(newline="") as file:
        reasons = {row["file"]: row["reason"] for row in csv.DictReader(file)}
    assert set(reasons) == {"m3.png", "m5.png", "m7.png", "m8.png"}
    assert "not a number" in reasons["m8.png"]
    assert finish(verify_register(out)) == []

    Image.new("RGB", (30, 30), "red").save(marks / "m3.png")
    assert build(marks, out, describer).count == 9
    assert "m3.png" not in (out / "rejects.csv").read_text()


def test_a_file_that_vanishes_during_the_build_is_listed(
    marks: Path, tmp_path: Path, describer: Any
) -> None:
    source = FolderSource(marks)
    (marks / "m0.png").unlink()
    options = BuildOptions(vocabulary_size=20)
    assert finish(build_register(source, tmp_path / "out", describer, options)).rejects == 1


def test_equal_bytes_are_described_once_and_share_everything(
    marks: Path, tmp_path: Path, describer: Any, build: Build
) -> None:
    for name in ("a.png", "m5-again.png", "z.png"):
        shutil.copy(marks / "m5.png", marks / name)
    out = tmp_path / "register"
    manifest = build(marks, out, describer)
    register = open_register(out)
    alike = [
        m
        for m in register.marks(range(register.count))
        if m.sha256 == register.find("a.png").sha256
    ]  # type: ignore[union-attr]
    assert len(alike) == 4
    assert {mark.repeat for mark in alike} == {alike[0].index}
    assert len(describer.seen) == 12
    assert manifest.coverage.repeats == 3
    for mark in alike:
        assert (
            register.vectors("mac")[mark.index].tobytes()
            == register.vectors("mac")[alike[0].index].tobytes()
        )
        assert register.thumbnail(mark.index) == register.thumbnail(alike[0].index)
        assert (
            register.words.row(mark.index)[0].tolist()
            == register.words.row(alike[0].index)[0].tolist()
        )
    spans = np.fromfile(out / "thumbnails.i64", np.int64).reshape(-1, 2)
    assert len({tuple(span) for span in spans.tolist()}) == 12
    register.close()
    assert finish(verify_register(out)) == []


class Twice:
    format = "table"
    name = "twice"

    def __init__(self, marks: Path) -> None:
        self._marks = [SourceMark(marks / f"m{n}.png", f"m{n}.png", "same") for n in (1, 2)]

    def __len__(self) -> int:
        return 2

    def __iter__(self) -> Iterator[SourceMark]:
        return iter(self._marks)


@pytest.mark.parametrize("batch", [1, 2])
def test_an_id_is_used_once(marks: Path, tmp_path: Path, describer: Any, batch: int) -> None:
    options = BuildOptions(vocabulary_size=20, batch=batch)
    manifest = finish(build_register(Twice(marks), tmp_path / "out", describer, options))
    assert (manifest.count, manifest.rejects) == (1, 1)
    assert "m1.png has already" in (tmp_path / "out" / "rejects.csv").read_text()


def test_a_closed_build_keeps_what_was_described_and_goes_on(
    marks: Path, tmp_path: Path, describer: Any, build: Build
) -> None:
    whole, out = tmp_path / "whole", tmp_path / "register"
    build(marks, whole, describer)
    describer.seen.clear()
    work = build_register(
        FolderSource(marks), out, describer, BuildOptions(vocabulary_size=20, batch=5)
    )
    next(work)
    assert next(work).done == 5
    work.close()
    register = open_register(out)
    assert register.count == 5
    assert not register.manifest.complete
    register.close()
    manifest = build(marks, out, describer)
    assert manifest.complete
    assert len(describer.seen) == 12
    assert content(out) == content(whole)


def test_progress_counts_what_is_left(
    marks: Path, tmp_path: Path, describer: Any, build: Build
) -> None:
    out = tmp_path / "register"
    build(marks, out, describer)
    for number in (12, 13):
        Image.new("RGB", (20 + number, 9), "blue").save(marks / f"m{number}.png")
    work = build_register(FolderSource(marks), out, describer, BuildOptions(vocabulary_size=20))
    steps = list(work)
    assert (steps[-1].done, steps[-1].total) == (2, 2)


FILES = (
    "vectors/mac.f16",
    "vectors/mac.sq",
    "vectors/atrha_rmac.f16",
    "sift/indptr.i64",
    "sift/words.i32",
    "sift/counts.i32",
    "thumbnails.bin",
    "thumbnails.i64",
)


@pytest.mark.parametrize("names", [*((name,) for name in FILES), FILES])
def test_tails_are_ignored_on_opening_and_dropped_on_going_on(
    marks: Path, tmp_path: Path, describer: Any, build: Build, names: tuple[str, ...]
) -> None:
    whole, out = tmp_path / "whole", tmp_path / "register"
    build(marks, whole, describer)
    late = [marks / f"m{number}.png" for number in (9, 10, 11)]
    kept = {path: path.read_bytes() for path in late}
    for path in late:
        path.unlink()
    build(marks, out, describer)
    before = content(out)
    for name in names:
        with (out / name).open("ab") as file:
            file.write(b"\xffinterrupted")
    assert content(out) == before
    assert finish(verify_register(out)) == []
    for path, data in kept.items():
        path.write_bytes(data)
    build(marks, out, describer)
    assert content(out) == content(whole)
    for name in names:
        assert (out / name).read_bytes() == (whole / name).read_bytes()


def test_committed_bytes_that_changed_stop_a_build_from_going_on(
    marks: Path, tmp_path: Path, describer: Any, build: Build
) -> None:
    out = tmp_path / "register"
    build(marks, out, describer)
    path = out / "vectors" / "mac.f16"
    data = bytearray(path.read_bytes())
    data[7] ^= 1
    path.write_bytes(data)
    with pytest.raises(RegisterError, match="damaged"):
        build(marks, out, describer)


def test_rows_of_the_catalogue_past_the_manifest_are_dropped(
    marks: Path, tmp_path: Path, describer: Any, build: Build
) -> None:
    out = tmp_path / "register"
    work = build_register(
        FolderSource(marks), out, describer, BuildOptions(vocabulary_size=20, batch=5)
    )
    next(work)
    next(work)
    work.close()
    early = (out / "register.json").read_bytes()
    build(marks, out, describer)
    complete = content(out)
    # As if the machine had died between the catalogue's commit and the manifest's.
    (out / "register.json").write_bytes(early)
    register = open_register(out)
    assert register.count == 5
    assert register.find("m7.png") is None
    assert register.catalogue.all()[-1].id == "m4.png"
    with pytest.raises(IndexError):
        register.mark(7)
    register.close()
    build(marks, out, describer)
    assert content(out) == complete


KILLED = """
import sys, time
from pathlib import Path
sys.path.insert(0, {folder!r})
from conftest import PixelDescriber
from examiner_app.engine.register.build import BuildOptions, build_register
from examiner_app.engine.sources.folder import FolderSource

class Slow(PixelDescriber):
    def describe(self, logos, *, layers=True):
        time.sleep(0.004)
        return super().describe(logos, layers=layers)

options = BuildOptions(vocabulary_size=20, batch=2, commit_seconds=0.0)
for step in build_register(FolderSource(Path({marks!r})), Path({out!r}), Slow(), options):
    print(step.done, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_kills_at_any_moment_lose_at_most_the_batch_in_flight(
    marks: Path, tmp_path: Path, describer: Any, build: Build
) -> None:
    for number in range(12, 40):
        Image.effect_noise((30, 20), number).save(marks / f"m{number}.png")
    whole, out = tmp_path / "whole", tmp_path / "register"
    build(marks, whole, describer)
    script = textwrap.dedent(KILLED).format(
        folder=str(Path(__file__).parent), marks=str(marks), out=str(out)
    )
    before = 0
    for kill in range(5):
        with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as process:  # noqa: S603
            assert process.stdout is not None
            done = [int(process.stdout.readline()) for _ in range(2 + kill % 3)][-1]
            process.send_signal(signal.SIGKILL)
        register = open_register(out)
        assert register.count >= before + done
        before = register.count
        register.close()
        assert finish(verify_register(out)) == []
    assert before < 40
    build(marks, out, describer)
    assert content(out) == content(whole)


def test_other_models_or_methods_are_refused(
    marks: Path, tmp_path: Path, describer_type: Any, build: Build
) -> None:
    out = tmp_path / "register"
    build(marks, out, describer_type())
    with pytest.raises(RegisterMismatchError, match="pixels"):
        build(marks, out, describer_type(fingerprint="other"))
    with pytest.raises(RegisterMismatchError, match="other methods"):
        build(marks, out, describer_type(), methods=["mac"])
    with pytest.raises(RegisterError, match="crow"):
        build(marks, out, describer_type(), methods=["crow"])


def test_other_folders_are_left_alone(
    marks: Path, tmp_path: Path, describer: Any, build: Build
) -> None:
    out = tmp_path / "documents"
    out.mkdir()
    (out / "letter.txt").write_text("dear")
    with pytest.raises(RegisterError, match=r"letter\.txt"):
        build(marks, out, describer)
    with pytest.raises(RegisterError, match="is a file"):
        build(marks, out / "letter.txt", describer)
    with pytest.raises(RegisterError, match="cannot be written"):
        build(marks, out / "letter.txt" / "register", describer)
    assert [path.name for path in out.iterdir()] == ["letter.txt"]


def test_two_builds_at_once_are_refused(
    marks: Path, tmp_path: Path, describer: Any, build: Build
) -> None:
    out = tmp_path / "register"
    work = build_register(
        FolderSource(marks), out, describer, BuildOptions(vocabulary_size=20, batch=5)
    )
    next(work)
    next(work)
    with pytest.raises(RegisterError, match="another Examiner"):
        build(marks, out, describer)
    work.close()
    assert build(marks, out, describer).count == 12


def test_state_travels_with_the_register(
    marks: Path, tmp_path: Path, describer: Any, build: Build
) -> None:
    fitted = tmp_path / "whitening.safetensors"
    fitted.write_bytes(b"fitted")
    out = tmp_path / "register"
    build(marks, out, describer, state=[fitted])
    register = open_register(out)
    path = register.state("whitening.safetensors")
    assert path is not None
    assert path.read_bytes() == b"fitted"
    assert register.state("vocabulary.safetensors") is None
    register.close()
    assert finish(verify_register(out)) == []
    path.write_bytes(b"fittEd")
    assert finish(verify_register(out)) == [
        "state/whitening.safetensors has changed: its bytes are not those that were committed."
    ]


@pytest.mark.parametrize(("state", "said"), [(None, "bundle"), ((), "own")])
def test_whose_state_it_is_is_kept_whatever_a_later_build_says(
    marks: Path, tmp_path: Path, describer: Any, build: Build, state: Any, said: str
) -> None:
    out = tmp_path / "register"
    assert build(marks, out, describer, state=state).state == said
    assert not (out / "state").exists()
    Image.new("RGB", (30, 9), "blue").save(marks / "new.png")
    manifest = build(marks, out, describer, state=() if state is None else None)
    assert (manifest.count, manifest.state) == (13, said)


@pytest.mark.parametrize("methods", [("sift_bow",), ("mac",)])
def test_any_subset_of_methods(
    marks: Path, tmp_path: Path, describer: Any, build: Build, methods: tuple[str, ...]
) -> None:
    out = tmp_path / "register"
    build(marks, out, describer, methods=methods)
    register = open_register(out)
    assert register.methods == methods
    register.close()
    assert finish(verify_register(out)) == []


def test_a_register_of_rejects_only_opens(tmp_path: Path, describer: Any, build: Build) -> None:
    marks = tmp_path / "marks"
    marks.mkdir()
    (marks / "bad.png").write_bytes(b"bad")
    out = tmp_path / "register"
    assert build(marks, out, describer).count == 0
    register = open_register(out)
    assert register.catalogue.all() == []
    assert register.vectors("mac").shape == (0, 8)
    with pytest.raises(IndexError):
        register.thumbnail(0)
    register.close()
    assert finish(verify_register(out)) == []


def test_another_picture_under_a_known_name_is_listed(
    marks: Path, tmp_path: Path, describer: Any, build: Build
) -> None:
    out = tmp_path / "register"
    build(marks, out, describer)
    other = tmp_path / "other"
    other.mkdir()
    Image.new("RGB", (30, 20), (9, 99, 199)).save(other / "m3.png")
    shutil.copy(marks / "m4.png", other / "m4.png")
    manifest = build(other, out, describer)
    assert manifest.count == 12
    listed = (out / "rejects.csv").read_text(encoding="utf-8")
    assert "m3.png" in listed
    assert "has already" in listed
    assert "m4.png" not in listed


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
def test_a_name_that_is_not_utf8_is_listed(
    marks: Path, tmp_path: Path, describer: Any, build: Build
) -> None:
    odd = bytes(marks / "m1.png").replace(b"m1", b"m\xff1")
    Path(os.fsdecode(odd)).write_bytes((marks / "m1.png").read_bytes())
    manifest = build(marks, tmp_path / "register", describer)
    assert manifest.count == 12
    assert manifest.rejects == 1
