from __future__ import annotations

import csv
import datetime as dt
import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from examiner_app.engine.progress import finish
from examiner_app.engine.synthesis import parts, shapes
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.synthesis.fonts import FontLibrary
from examiner_app.engine.synthesis.groups import FIGURE_VARIETIES
from examiner_app.engine.synthesis.mark_records import COLUMNS
from examiner_app.engine.synthesis.marks import METU_SHARES, Settings, write_marks
from examiner_app.errors import SourceError

SETTINGS = Settings(count=320, groups=8, seed=5)
_PAPERS_TERMS = {"shape", "semantic", "partial", "layout", "texture", "phonetic"}
_FIGURE_LIKENESSES = {"original", *FIGURE_VARIETIES.values()}
_OTHER_KINDS = {"phonetic", "texture", "layout"}


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


def test_the_kind_of_every_group_is_written(collection: Path) -> None:
    with (collection / "groups.csv").open(newline="", encoding="utf-8") as file:
        kinds = {row["group"]: row["kind"] for row in csv.DictReader(file)}
    members = _groups(collection)
    assert kinds.keys() == members.keys()
    for group, rows in members.items():
        shown = {row["likeness"] for row in rows} & _OTHER_KINDS
        assert shown == ({kinds[group]} if kinds[group] != "figure" else set())


def _groups(folder: Path) -> dict[str, list[dict[str, str]]]:
    groups: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(folder):
        if row["group"]:
            groups[row["group"]].append(row)
    return dict(groups)


def test_groups_hold_every_kind_of_likeness(collection: Path) -> None:
    groups = _groups(collection)
    assert set(groups) == {str(number) for number in range(1, 9)}
    terms = [frozenset(row["likeness"] for row in rows) for rows in groups.values()]
    assert set().union(*terms) == {"original", "near-duplicate", *_PAPERS_TERMS}
    for rows, kinds in zip(groups.values(), terms, strict=True):
        assert 8 <= len(rows) <= 14
        assert [row["likeness"] for row in rows].index("original") == 0
        if not kinds & _OTHER_KINDS:
            assert kinds == _FIGURE_LIKENESSES
    assert [len(kinds & _OTHER_KINDS) for kinds in terms] == [0, 0, 0, 0, 0, 1, 1, 1]


def test_near_duplicates_say_what_their_original_says(collection: Path) -> None:
    for rows in _groups(collection).values():
        for row in rows:
            if row["likeness"] == "near-duplicate":
                same = ("words", "vienna", "type")
                assert [row[key] for key in same] == [rows[0][key] for key in same]


def test_names_of_phonetic_groups_are_theirs_alone(
    collection: Path, edit_distance: Callable[[str, str], int]
) -> None:
    rows = _rows(collection)
    groups = _groups(collection).values()
    (group,) = (g for g in groups if any(row["likeness"] == "phonetic" for row in g))
    names = [r["words"].split()[0].lower() for r in group if r["likeness"] != "near-duplicate"]
    assert len(set(names)) == len(names)
    assert all(1 <= edit_distance(name, names[0]) <= 4 for name in names[1:])
    assert len({row["type"] for row in group}) == 2
    others = {w.lower() for r in rows if r not in group for w in r["words"].split() if len(w) > 3}
    assert min(edit_distance(name, word) for name in names for word in others) >= 2
    # The pool's names begin or end as a figure group's do, but by chance alone as these.
    half = len(names[0]) // 2
    assert sum(w.startswith(names[0][:half]) or w.endswith(names[0][half:]) for w in others) <= 1


def test_types_are_in_metus_proportions(collection: Path) -> None:
    counts = Counter(row["type"] for row in _rows(collection))
    for kind, share in METU_SHARES.items():
        assert counts[kind.label] == pytest.approx(share * SETTINGS.count, abs=1)


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


def test_only_texture_groups_are_patterned(
    figures: FigureLibrary, fonts: FontLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: set[str] = set()

    def draw(rng: np.random.Generator, name: str) -> NDArray[np.uint8]:
        drawn.add(name)
        return shapes.draw_shape(rng, name)

    monkeypatch.setattr(parts, "draw_shape", draw)
    finish(write_marks(tmp_path, figures, fonts, Settings(240, 2, 3)))
    assert {"disc", "swoosh", "strokes"} <= drawn
    assert not drawn & {"stripes", "dots"}


def test_other_folders_are_left_alone(
    collection: Path, figures: FigureLibrary, fonts: FontLibrary, tmp_path: Path
) -> None:
    with pytest.raises(SourceError, match="something else"):
        finish(write_marks(collection, figures, fonts, Settings(320, 8, 6)))
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
