from __future__ import annotations

import csv
import datetime as dt
import hashlib
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from examiner_app.engine.progress import finish
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.synthesis.fonts import FontLibrary
from examiner_app.engine.synthesis.look_alikes import (
    LIKENESSES,
    choose_concepts,
    make_group,
    member_likenesses,
    pool_figures,
)
from examiner_app.engine.synthesis.mark_records import COLUMNS
from examiner_app.engine.synthesis.marks import METU_SHARES, Settings, write_marks
from examiner_app.errors import SourceError

SETTINGS = Settings(count=160, groups=3, seed=5)


@pytest.fixture(scope="module")
def collection(
    figures: FigureLibrary, fonts: FontLibrary, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    out = tmp_path_factory.mktemp("marks") / "collection"
    return finish(write_marks(out, figures, fonts, SETTINGS)).parent


def _rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "marks.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _bytes(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
    }


def test_metu_layout(collection: Path) -> None:
    rows = _rows(collection)
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) == len({row["id"] for row in rows}) == SETTINGS.count
    on_disk = {f"{path.parent.name}/{path.name}" for path in collection.glob("*/*.jpg")}
    assert on_disk == {row["file"] for row in rows}
    for row in rows:
        number = re.search(r"(\d+)\.jpg$", row["file"])
        assert number is not None
        assert row["id"] == Path(row["file"]).stem
        if row["file"].startswith("queries/"):
            assert row["group"] == number.group(1)
        else:
            assert row["group"] == row["likeness"] == ""


def test_groups_hold_every_kind_of_likeness(collection: Path) -> None:
    groups = Counter(row["group"] for row in _rows(collection) if row["group"])
    assert set(groups) == {"1", "2", "3"}
    assert all(8 <= size <= 14 for size in groups.values())
    for group in groups:
        kinds = {row["likeness"] for row in _rows(collection) if row["group"] == group}
        assert kinds == {"original", *LIKENESSES}


def test_types_are_in_metus_proportions(collection: Path) -> None:
    counts = Counter(row["type"] for row in _rows(collection))
    for kind, share in METU_SHARES.items():
        assert counts[kind.label] == pytest.approx(share * SETTINGS.count, abs=3)


def test_records_are_well_formed(collection: Path) -> None:
    for row in _rows(collection):
        assert row["owner"]
        assert row["office"] in {"QM", "QN", "QP", "QR"}
        assert re.fullmatch(r"\d{4}/\d{5}", row["number"])
        assert all(1 <= int(c) <= 45 for c in row["nice"].split(";"))
        assert all(re.fullmatch(r"\d\d\.\d\d\.\d\d", c) for c in row["vienna"].split(";"))
        assert ("27.05.01" in row["vienna"]) is (row["type"] != "figure-only")
        filed = dt.date.fromisoformat(row["filing_date"])
        if row["status"] in {"registered", "expired"}:
            assert dt.date.fromisoformat(row["registration_date"]) > filed
        else:
            assert row["registration_date"] == ""


def test_images_are_logos_of_real_sizes(collection: Path) -> None:
    for path in collection.glob("*/*.jpg"):
        with Image.open(path) as image:
            pixels = np.asarray(image.convert("RGB"))
        assert 200 <= max(pixels.shape[:2]) <= 601
        assert min(pixels.shape[:2]) >= 40
        assert float(pixels.std()) > 2


def test_the_same_settings_give_the_same_bytes_and_resume(
    collection: Path, figures: FigureLibrary, fonts: FontLibrary, tmp_path: Path
) -> None:
    out = tmp_path / "again"
    work = write_marks(out, figures, fonts, SETTINGS)
    for _ in range(20):
        next(work)
    work.close()
    assert not (out / "marks.csv").exists()
    finish(write_marks(out, figures, fonts, SETTINGS))
    assert _bytes(out) == _bytes(collection)


def test_other_folders_are_left_alone(
    collection: Path, figures: FigureLibrary, fonts: FontLibrary, tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match="something else"):
        finish(write_marks(collection, figures, fonts, Settings(160, 3, 6)))
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(SourceError, match="something else"):
        finish(write_marks(tmp_path, figures, fonts, SETTINGS))
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_impossible_settings_are_refused(
    figures: FigureLibrary, fonts: FontLibrary, tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match="separate concepts"):
        finish(write_marks(tmp_path / "a", figures, fonts, Settings(5000, 300, 1)))
    with pytest.raises(SourceError, match="more than that"):
        finish(write_marks(tmp_path / "b", figures, fonts, Settings(20, 3, 1)))
    assert list(tmp_path.iterdir()) == []


def test_no_figure_of_the_pool_looks_like_a_group(
    figures: FigureLibrary, fonts: FontLibrary
) -> None:
    rng = np.random.default_rng(0)
    chosen = choose_concepts(rng, figures, 4)
    assert len({concept for concept, _ in chosen}) == 4
    for concept, drawings in chosen:
        owners = [figures.figures[i] for i in drawings]
        assert len({figure.family for figure in owners}) == 3
        assert all(figure.concept == concept for figure in owners)
    groups = [make_group(rng, *concept, fonts, "01.01.01") for concept in chosen]
    others = pool_figures(figures, groups)
    assert not {f.concept for f in others.figures} & {concept for concept, _ in chosen}
    assert 0 < len(others) <= len(figures) - 12


def test_likenesses_of_a_small_group() -> None:
    rng = np.random.default_rng(0)
    for size in range(8, 15):
        kinds = member_likenesses(rng, size)
        assert len(kinds) == size
        assert kinds[0] == "original"
        assert set(LIKENESSES) <= set(kinds)
