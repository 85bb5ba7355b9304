from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def logos(marks_folder: Path, tmp_path: Path) -> Path:
    """Three logos, of which two have names that differ in their suffix only, and a broken one."""
    folder = tmp_path / "logos"
    folder.mkdir()
    for name in ("mark-03.png", "mark-07.png"):
        shutil.copy(marks_folder / name, folder / name)
    with Image.open(marks_folder / "mark-07.png") as image:
        image.convert("RGB").save(folder / "mark-07.jpg", quality=98)
    (folder / "=broken.png").write_bytes(b"no picture")
    (folder / "notes.txt").write_text("no logo")
    return folder


@pytest.fixture
def batch(cli: Run, models: Path, twenty: Path, logos: Path, tmp_path: Path) -> Run:
    def run(*words: object, folder: Path = logos) -> tuple[int, str, str]:
        options = ("--register", twenty, "--bundle", models, "--device", "cpu", "--sort", "mac")
        return cli("batch", folder, tmp_path / "out", *options, *words)

    return run


def read(out: Path) -> list[dict[str, str]]:
    text = (out / "summary.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_folder_becomes_reports_and_a_table(batch: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, _, err = batch("--format", "pdf", "--format", "csv", "--top", 3)
    assert code == 1, "one could not be read"
    assert "=broken.png is not an image" in err
    assert "3 logos were reported, 0 had been before, 1 could not be" in err
    names = {"mark-03", "mark-07.png", "mark-07.jpg"}
    assert {path.name for path in out.iterdir()} == {"summary.csv"} | {
        f"{name}{suffix}" for name in names for suffix in (".pdf", ".csv")
    }
    text = " ".join(page.extract_text() for page in PdfReader(out / "mark-03.pdf").pages)
    assert "mark-03.png" in text
    rows = {row["file"].lstrip("'"): row for row in read(out)}
    assert set(rows) == {"mark-03.png", "mark-07.png", "mark-07.jpg", "=broken.png"}
    first = rows["mark-03.png"]
    assert (first["state"], first["match 1"]) == ("written", "mark-03.png")
    assert first["rank by MAC 1"] == "1"
    assert first["reports"] == "mark-03.pdf mark-03.csv"
    broken = next(row for row in read(out) if "broken" in row["file"])
    assert broken["file"].startswith("'="), "no cell is a formula"
    assert (broken["state"], broken["sha256"]) == ("failed", "")
    assert "not an image" in broken["problem"]


def test_a_batch_goes_on_where_it_was(batch: Run, logos: Path, tmp_path: Path) -> None:
    (logos / "=broken.png").unlink()
    out = tmp_path / "out"
    out.mkdir()
    (out / "mark-03.pdf").write_text("of the batch before")
    code, _, err = batch()
    assert code == 0
    assert "2 logos were reported, 1 had been before, 0 could not be" in err
    assert (out / "mark-03.pdf").read_text() == "of the batch before"
    states = {row["file"]: row["state"] for row in read(out)}
    assert states["mark-03.png"] == "there before"
    code, _, err = batch("--overwrite")
    assert "3 logos were reported, 0 had been before" in err
    assert (out / "mark-03.pdf").read_bytes().startswith(b"%PDF")


def test_a_report_that_cannot_be_written_stops_nothing(
    batch: Run, logos: Path, tmp_path: Path
) -> None:
    (logos / "=broken.png").unlink()
    (tmp_path / "out" / "mark-03.pdf").mkdir(parents=True)
    code, _, err = batch("--overwrite")
    assert code == 1
    assert "is a folder" in err
    assert "2 logos were reported" in err


@pytest.mark.parametrize(
    ("words", "message"),
    [(("--format", "odt"), "none of .pdf"), (("--sort", "dreams"), "dreams")],
)
def test_wrong_usage_is_said_before_anything_is_done(
    cli: Run, logos: Path, tmp_path: Path, words: tuple[str, ...], message: str
) -> None:
    code, _, err = cli("batch", logos, tmp_path / "out", *words)
    assert code == 2
    assert message in " ".join(err.split())
    assert not (tmp_path / "out").exists()


def test_a_folder_without_logos_is_said(cli: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for folder, message in (("empty", "has no images"), ("nothing", "is no folder")):
        code, _, err = cli("batch", tmp_path / folder, tmp_path / "out")
        assert code == 1
        assert message in err
