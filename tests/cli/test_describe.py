from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from examiner_app.cli.describe import _folders
from examiner_app.engine.methods import VECTOR_METHODS

Run = Callable[..., tuple[int, str, str]]

FILES = {
    "mask.png",
    "cam.png",
    "ssa.png",
    "atrha.png",
    "overlay.png",
    "vectors.npz",
    "atrha.json",
}


@pytest.fixture
def describe(cli: Run, models: Path) -> Run:
    def run(*words: object) -> tuple[int, str, str]:
        return cli("describe", *words, "--bundle", models, "--device", "cpu")

    return run


def test_one_logo_goes_to_the_folder_itself(
    describe: Run, marks_folder: Path, tmp_path: Path
) -> None:
    logo = marks_folder / "mark-05.png"
    code, out, _ = describe(logo, "--out", tmp_path / "seen")
    assert (code, out) == (0, "")
    assert {path.name for path in (tmp_path / "seen").iterdir()} == FILES
    with Image.open(logo) as image:
        size = image.size
    for name in ("mask.png", "cam.png", "ssa.png", "overlay.png"):
        with Image.open(tmp_path / "seen" / name) as image:
            assert image.size == size
            assert image.mode == ("L" if name == "mask.png" else "RGB")


def test_the_box_is_the_crop_in_the_logo(describe: Run, marks_folder: Path, tmp_path: Path) -> None:
    logo = marks_folder / "mark-02.png"
    describe(logo, "--out", tmp_path)
    record = json.loads((tmp_path / "atrha.json").read_text(encoding="utf-8"))
    assert set(record) == {"box", "fallback"}
    x, y, width, height = record["box"]
    with Image.open(logo) as image, Image.open(tmp_path / "atrha.png") as crop:
        inside = np.asarray(image.convert("RGB"))[y : y + height, x : x + width]
        assert np.array_equal(inside, np.asarray(crop))


def test_vectors_are_there_for_every_method_at_length_one(
    describe: Run, marks_folder: Path, tmp_path: Path
) -> None:
    describe(marks_folder / "mark-02.png", "--out", tmp_path)
    with np.load(tmp_path / "vectors.npz") as vectors:
        assert set(vectors) == {
            *VECTOR_METHODS,
            "sift_bow_words",
            "sift_bow_counts",
            "type_probabilities",
        }
        for key in VECTOR_METHODS:
            assert np.linalg.norm(vectors[key]) == pytest.approx(1, abs=1e-3)


def test_a_folder_gives_a_folder_each_and_a_bad_logo_is_left_out(
    describe: Run, marks_folder: Path, tmp_path: Path
) -> None:
    logos = tmp_path / "logos"
    logos.mkdir()
    for number in range(10):
        name = f"mark-{number:02}.png"
        (logos / name).write_bytes((marks_folder / name).read_bytes())
    (logos / "bad.png").write_text("no picture")
    (logos / "notes.txt").write_text("not looked at")
    code, out, err = describe(logos, "--out", tmp_path / "seen")
    assert (code, out) == (1, "")
    assert [line for line in err.splitlines() if line.startswith("Error: ")] == [
        "Error: bad.png is not an image that can be read: use PNG, JPEG, TIFF, WebP, GIF or BMP."
    ]
    assert "Described 10 of 11 logos" in err
    folders = sorted(path.name for path in (tmp_path / "seen").iterdir())
    assert folders == [f"mark-{number:02}" for number in range(10)]
    for folder in (tmp_path / "seen").iterdir():
        assert {path.name for path in folder.iterdir()} == FILES


def test_several_logos_are_described_as_each_alone(
    describe: Run, marks_folder: Path, tmp_path: Path
) -> None:
    both = [marks_folder / "mark-02.png", marks_folder / "mark-03.png"]
    assert describe(*both, "--out", tmp_path / "both")[0] == 0
    assert describe(both[1], "--out", tmp_path / "one")[0] == 0
    with (
        np.load(tmp_path / "both" / "mark-03" / "vectors.npz") as together,
        np.load(tmp_path / "one" / "vectors.npz") as alone,
    ):
        assert float(together["rmac"] @ alone["rmac"]) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("size", [(1, 1), (400, 10), (7, 280)])
def test_odd_sizes_are_described(describe: Run, tmp_path: Path, size: tuple[int, int]) -> None:
    Image.new("RGB", size, "red").save(tmp_path / "odd.png")
    assert describe(tmp_path / "odd.png", "--out", tmp_path / "seen")[0] == 0
    with Image.open(tmp_path / "seen" / "mask.png") as mask:
        assert mask.size == size


def test_models_are_chosen_by_name(
    cli: Run, marks_folder: Path, fetched: Path, tmp_path: Path
) -> None:
    words = ("describe", marks_folder / "mark-02.png", "--out", tmp_path / "seen")
    code, _, err = cli(*words, "--backbone", "nothing")
    assert code == 1
    assert "choose one of untrained" in err
    assert cli(*words, "--backbone", "untrained", "--bundle", fetched)[0] == 2
    assert not (tmp_path / "seen").exists()
    assert cli(*words, "--backbone", "untrained", "--device", "cpu")[0] == 0
    with np.load(tmp_path / "seen" / "vectors.npz") as vectors:
        assert vectors["mac"].shape == (32,)


def test_an_empty_folder_and_a_file_in_the_way_are_refused(
    describe: Run, marks_folder: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    code, _, err = describe(empty, "--out", tmp_path / "seen")
    assert code == 1
    assert "holds no images" in err
    (tmp_path / "file").write_text("")
    code, _, err = describe(marks_folder / "mark-01.png", "--out", tmp_path / "file")
    assert code == 1
    assert "cannot be written" in err


def test_files_with_the_same_name_get_folders_of_their_own() -> None:
    paths = [Path("a/x.png"), Path("b/x.png"), Path("b/X.png"), Path("c/x.jpg"), Path("d/x.png")]
    names = [folder.name for folder in _folders(paths, Path("out")).values()]
    assert names == ["x", "x.png", "X-2", "x.jpg", "x-3"]


def test_heat_maps_in_another_colour_map(describe: Run, marks_folder: Path, tmp_path: Path) -> None:
    logo = marks_folder / "mark-05.png"
    describe(logo, "--out", tmp_path / "paper")
    assert describe(logo, "--out", tmp_path / "grey", "--colours", "grey")[0] == 0
    for name in ("cam.png", "ssa.png", "overlay.png"):
        paper, grey = (np.asarray(Image.open(tmp_path / one / name)) for one in ("paper", "grey"))
        assert np.array_equal(paper, grey) == (name == "overlay.png")
    assert describe(logo, "--out", tmp_path, "--colours", "pink")[0] == 2


def test_every_page_of_a_file_is_a_logo(describe: Run, marks_folder: Path, tmp_path: Path) -> None:
    logo, out = tmp_path / "views.tif", tmp_path / "seen"
    with (
        Image.open(marks_folder / "mark-02.png") as one,
        Image.open(marks_folder / "mark-05.png") as other,
    ):
        one.save(logo, save_all=True, append_images=[other])
        sizes = [one.size, other.size]
    code, _, err = describe(logo, "--out", out)
    assert code == 0
    assert "Described 2 of 2 logos" in err
    for number, size in enumerate(sizes, 1):
        with Image.open(out / f"page-{number}" / "mask.png") as mask:
            assert mask.size == size
    describe(logo, marks_folder / "mark-02.png", "--out", out)
    assert {path.name for path in (out / "views").iterdir()} == {"page-1", "page-2"}
    assert {path.name for path in (out / "mark-02").iterdir()} == FILES
