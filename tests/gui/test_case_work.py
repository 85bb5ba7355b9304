"""Images of a case as a worker finds them: files, pages, and what is left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtGui import QImage

from examiner_app.errors import ExaminerError, LogoError
from examiner_app.gui.case_work import Found, find_images, read_image
from examiner_app.gui.sources import BytesSource, FileSource, LogoSource

Make = Callable[..., Path]


def finish(
    sources: Sequence[LogoSource], room: int = 100
) -> tuple[list[Found], Path | ExaminerError | None]:
    steps = find_images(sources, room)
    found = []
    while True:
        try:
            found.append(next(steps))
        except StopIteration as stop:
            return found, stop.value


def tiff(path: Path, pages: int, damaged: Sequence[int] = ()) -> Path:
    images = [
        Image.new("RGB", (200, 100), (number, 0, 0))
        if number not in damaged
        # More than forty megapixels in a few bytes.
        else Image.new("1", (7000, 7000))
        for number in range(1, pages + 1)
    ]
    images[0].save(path, save_all=True, append_images=images[1:], compression="tiff_lzw")
    return path


def test_a_file_is_one_image_with_its_pixels(logo_file: Make) -> None:
    [found], left = finish([FileSource(logo_file())])
    assert left is None
    assert found.logo is not None
    assert found.logo.width == 640
    assert isinstance(found.picture, QImage)
    assert (found.image.name, found.image.sha256) == ("candidate.png", found.logo.sha256)
    assert (found.image.thumbnail.width(), found.image.thumbnail.height()) == (72, 54)


def test_every_page_is_an_image_and_only_the_first_keeps_its_pixels(tmp_path: Path) -> None:
    path = tiff(tmp_path / "mark.tif", 3)
    for source in (FileSource(path), BytesSource(path.read_bytes(), "mark.tif")):
        found, left = finish([source])
        assert left is None
        assert [one.image.name for one in found] == [f"mark.tif, page {n} of 3" for n in (1, 2, 3)]
        assert [one.logo is None for one in found] == [False, True, True]
        logo, _ = read_image(found[2].image)
        assert tuple(logo.pixels[0, 0]) == (3, 0, 0)


@pytest.mark.parametrize(
    ("damaged", "says"),
    [
        ((1,), "mark.tif, page 1 of 4 has 7000×7000 pixels"),
        ((2, 4), "2 of 4 pages of mark.tif cannot be read and were left out."),
    ],
)
def test_damaged_pages_are_told_and_left_out(
    tmp_path: Path, damaged: tuple[int, ...], says: str
) -> None:
    found, left = finish([FileSource(tiff(tmp_path / "mark.tif", 4, damaged))])
    assert says in str(left)
    assert len(found) == 4 - len(damaged)
    assert found[0].logo is not None


def test_a_file_without_a_whole_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LogoError, match=r"No page of mark\.tif can be read"):
        finish([FileSource(tiff(tmp_path / "mark.tif", 2, (1, 2)))])


def test_unreadable_files_are_told_in_one_message(logo_file: Make, tmp_path: Path) -> None:
    names = ["a.png", "b.txt", "c.png", "d.png", "e.png", "f.png"]
    bad = [FileSource(tmp_path / name) for name in names]
    found, left = finish([bad[0], FileSource(logo_file()), *bad[1:]])
    assert [one.image.name for one in found] == ["candidate.png"]
    assert found[0].logo is not None
    assert str(left) == (
        "6 of 7 files cannot be read and were left out: a.png, b.txt, c.png, d.png and 2 more."
    )
    found, left = finish(bad[:2])
    assert (found, str(left)) == ([], "None of the 2 files can be read: a.png, b.txt.")
    _, left = finish([bad[0], FileSource(logo_file())])
    assert str(left) == "a.png is not there any more: choose another file. It was left out."


def test_a_case_has_an_end(tmp_path: Path) -> None:
    path = tiff(tmp_path / "mark.tif", 5)
    found, left = finish([FileSource(path)], room=3)
    assert len(found) == 3
    assert str(left) == "A case takes no more images: the rest was left out."


def test_more_than_a_hundred_pages_are_told(tmp_path: Path) -> None:
    path = tmp_path / "long.tif"
    page = Image.new("1", (1, 1))
    page.save(path, save_all=True, append_images=[page] * 101)
    found, left = finish([FileSource(path)], room=200)
    assert len(found) == 100
    assert str(left) == "long.tif has more pages: the first 100 were taken."


def test_a_registers_folder_is_returned_as_it_is(tmp_path: Path, logo_file: Make) -> None:
    folder = tmp_path / "register"
    folder.mkdir()
    (folder / "register.json").touch()
    assert finish([FileSource(folder)]) == ([], folder)
    _, left = finish([FileSource(folder), FileSource(logo_file())])
    assert "register is a folder" in str(left)


def test_a_file_that_was_changed_since_is_not_the_image(logo_file: Make) -> None:
    path = logo_file()
    [found], _ = finish([FileSource(path)])
    logo_file(seed=5)
    with pytest.raises(LogoError, match=r"candidate\.png was changed since"):
        read_image(found.image)


def test_no_source_is_no_image() -> None:
    assert finish([]) == ([], None)
