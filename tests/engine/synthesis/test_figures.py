from __future__ import annotations

import multiprocessing
import pickle
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from examiner_app.engine.progress import finish
from examiner_app.engine.synthesis import packing
from examiner_app.engine.synthesis.figures import FigureLibrary, open_figures
from examiner_app.errors import SourceError


def _icons(folder: Path, text: str) -> None:
    folder.mkdir(parents=True)
    (folder / "icons.json").write_text(text, encoding="utf-8")


def test_families_names_and_concepts(figures: FigureLibrary) -> None:
    assert {figure.family for figure in figures.figures} == {"solid", "iconoir", "painted"}
    assert len(figures) == 120
    assert all(len(indexes) == 3 for indexes in figures.by_concept().values())
    assert {figure.family for figure in figures.figures if figure.colour} == {"painted"}


def test_figures_are_tight_centred_and_black_unless_coloured(figures: FigureLibrary) -> None:
    for figure in figures.figures[::7]:
        pixels = figures.rgba(figure.index)
        assert pixels.shape == (64, 64, 4)
        x, y, w, h = cv2.boundingRect(np.ascontiguousarray(pixels[..., 3]))
        assert max(w, h) >= 60
        assert abs((64 - w) - 2 * x) <= 1
        assert abs((64 - h) - 2 * y) <= 1
        assert bool((pixels[..., :3] > 8).any()) is figure.colour


def test_subset_keeps_indexes_and_pickles(figures: FigureLibrary) -> None:
    solid = figures.subset(lambda figure: figure.family == "solid")
    assert len(solid) == 40
    last = solid.figures[-1].index
    copy: FigureLibrary = pickle.loads(pickle.dumps(solid))  # noqa: S301 - own bytes
    assert copy.figures == solid.figures
    np.testing.assert_array_equal(copy.rgba(last), figures.rgba(last))


def test_a_second_opening_draws_nothing(figure_folder: Path, tmp_path: Path) -> None:
    steps = list(open_figures(figure_folder, size=16, cache=tmp_path))
    assert steps[-1].done == steps[-1].total == 120
    assert list(open_figures(figure_folder, size=16, cache=tmp_path)) == []


def test_a_stopped_opening_leaves_nothing_behind(figure_folder: Path, tmp_path: Path) -> None:
    work = open_figures(figure_folder, size=16, cache=tmp_path)
    next(work)
    work.close()
    assert list(tmp_path.iterdir()) == []


def test_two_processes_pack_the_file_that_one_packs(
    figure_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = []
    for cores in (1, 2):
        _share(monkeypatch, cores)
        work = open_figures(figure_folder, size=32, cache=tmp_path / f"by {cores}")
        paths.append(finish(work).path)
    assert paths[0].name == paths[1].name
    assert paths[0].read_bytes() == paths[1].read_bytes()


def test_stopped_processes_leave_nothing_behind(
    figure_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _share(monkeypatch, 2)
    before = set(multiprocessing.active_children())
    work = open_figures(figure_folder, size=16, cache=tmp_path)
    assert next(work).done < 120
    assert len(list(tmp_path.iterdir())) == 1
    assert set(multiprocessing.active_children()) > before
    work.close()
    assert list(tmp_path.iterdir()) == []
    assert set(multiprocessing.active_children()) == before


def _share(monkeypatch: pytest.MonkeyPatch, cores: int) -> None:
    monkeypatch.setattr(packing, "_WORTH_A_PROCESS", 1)
    monkeypatch.setattr(packing, "usable_cores", lambda: cores)


def test_bad_drawings_are_skipped_and_text_is_left_out(tmp_path: Path) -> None:
    _icons(
        tmp_path / "set",
        '{"width": 24, "height": 24, "icons": {'
        '"star": {"body": "<path d=\\"M0 0h24v24z\\"/>"}, "torn": {"body": "<path"},'
        '"empty": {"body": ""}, "white": {"body": "<path fill=\\"#fff\\" d=\\"M0 0h9v9z\\"/>"},'
        '"letter-a": {"body": "<path d=\\"M0 0h24v24z\\"/>"}}}',
    )
    library = finish(open_figures(tmp_path, size=32, cache=tmp_path / "cache"))
    assert [figure.name for figure in library.figures] == ["star"]
    assert library.skipped == 3


def test_loose_svg_and_png(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "sized.svg").write_text(
        '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
        '<rect x="10" y="5" width="20" height="10" fill="#00f"/></svg>'
    )
    (folder / "boxed.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-5 -5 10 10" fill="#080">'
        '<circle r="2"/></svg>'
    )
    (folder / "broken.svg").write_text("not a drawing")
    paper = np.full((50, 90, 3), 255, np.uint8)
    paper[10:40, 20:80] = (200, 0, 0)
    Image.fromarray(paper).save(folder / "paper.png")
    library = finish(open_figures(tmp_path, size=32, cache=tmp_path / "cache"))
    drawn = {figure.name: library.rgba(figure.index) for figure in library.figures}
    assert set(drawn) == {"sized", "boxed", "paper"}
    assert all(figure.family == "mine" for figure in library.figures)
    assert tuple(drawn["sized"][16, 16]) == (0, 0, 255, 255)
    assert drawn["sized"][2, 16, 3] == 0
    assert tuple(drawn["boxed"][16, 16]) == (0, 136, 0, 255)
    assert int(drawn["boxed"][16, :, 3].astype(bool).sum()) >= 30
    assert tuple(drawn["paper"][16, 16]) == (200, 0, 0, 255)


def test_limit_and_families(figure_folder: Path, tmp_path: Path) -> None:
    work = open_figures(
        figure_folder,
        size=16,
        cache=tmp_path,
        limit_per_family=5,
        families=lambda name: name != "solid",
    )
    library = finish(work)
    assert sorted(figure.family for figure in library.figures) == ["iconoir"] * 5 + ["painted"] * 5


def test_variants_of_a_concept_are_limited(tmp_path: Path) -> None:
    body = '{"body": "<path d=\\"M0 0h24v24z\\"/>"}'
    names = ["star", "star-bold", "star-fill", "star-thin"]
    icons = ", ".join(f'"{name}": {body}' for name in names)
    _icons(tmp_path / "set", '{"width": 24, "height": 24, "icons": {' + icons + "}}")
    work = open_figures(tmp_path, size=16, cache=tmp_path / "c", drawings_per_concept=2)
    assert [figure.name for figure in finish(work).figures] == ["star", "star-bold"]


@pytest.mark.parametrize("text", ["", "[]", '{"icons": 3}', '{"prefix": "x"}'])
def test_a_broken_collection_is_named(tmp_path: Path, text: str) -> None:
    _icons(tmp_path / "set", text)
    with pytest.raises(SourceError, match="not an iconify collection"):
        finish(open_figures(tmp_path, cache=tmp_path / "cache"))


def test_nothing_to_draw(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="holds no figures"):
        finish(open_figures(tmp_path / "missing"))
    _icons(tmp_path / "set", '{"icons": {"torn": {"body": "<path"}}}')
    with pytest.raises(SourceError, match="can be drawn"):
        finish(open_figures(tmp_path, cache=tmp_path / "cache"))


def test_a_damaged_cache_says_what_to_do(figures: FigureLibrary, tmp_path: Path) -> None:
    torn = tmp_path / "figures.bin"
    torn.write_bytes(figures.path.read_bytes()[:-100])
    with pytest.raises(SourceError, match="delete it"):
        FigureLibrary(torn)
