from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QMimeData, QUrl
from PySide6.QtGui import QColor, QImage

from examiner_app.engine.cases.case import NewImage
from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.errors import LogoError
from examiner_app.gui.sources import (
    DROPPED,
    PASTED,
    BytesSource,
    FileSource,
    ImageSource,
    KeptSource,
    can_hold_logo,
    is_case_file,
    logo_sources,
)


def with_urls(*urls: QUrl) -> QMimeData:
    mime = QMimeData()
    mime.setUrls(list(urls))
    return mime


def with_text(text: str) -> QMimeData:
    mime = QMimeData()
    mime.setText(text)
    return mime


def with_image() -> QMimeData:
    image = QImage(8, 6, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    image.setPixelColor(1, 2, QColor("#102030"))
    mime = QMimeData()
    mime.setImageData(image)
    return mime


def test_a_file_is_read_from_disk(logo_file: Callable[..., Path]) -> None:
    path = logo_file()
    [source] = logo_sources(with_urls(QUrl.fromLocalFile(str(path))), "Dropped image")
    assert source == FileSource(path)
    logo = source.pages().read()
    assert (logo.name, logo.width, logo.height) == ("candidate.png", 640, 480)


def test_a_path_or_file_address_as_text_is_a_file(logo_file: Callable[..., Path]) -> None:
    path = logo_file("with space.png")
    assert logo_sources(with_text(f" {path}\n"), "x") == [FileSource(path)]
    address = QUrl.fromLocalFile(str(path)).toString()
    assert logo_sources(with_text(address), "x") == [FileSource(path)]


def test_several_files_are_several_sources_each_once() -> None:
    one, other = Path("/logos/a.png"), Path("/logos/b c.tif")
    urls = [QUrl.fromLocalFile(str(path)) for path in (one, other, one)]
    assert logo_sources(with_urls(*urls), "x") == [FileSource(one), FileSource(other)]
    text = f"{one}\r\n{QUrl.fromLocalFile(str(other)).toString()}\n"
    assert logo_sources(with_text(text), "x") == [FileSource(one), FileSource(other)]
    web = QUrl("https://example.org/c.png")
    assert logo_sources(with_urls(urls[0], web), "x") == [FileSource(one)]


def test_encoded_bytes_are_preferred_to_decoded_pixels(logo_file: Callable[..., Path]) -> None:
    mime = with_image()
    data = logo_file().read_bytes()
    mime.setData("image/png", QByteArray(data))
    [source] = logo_sources(mime, "Pasted image")
    assert source == BytesSource(data, "Pasted image.png")
    assert source.pages().read().width == 640


def test_a_browsers_image_wins_over_its_web_address(logo_file: Callable[..., Path]) -> None:
    mime = with_urls(QUrl("https://example.org/logo.png"))
    mime.setData("image/png", QByteArray(logo_file().read_bytes()))
    assert isinstance(logo_sources(mime, "Dropped image")[0], BytesSource)


def test_decoded_pixels_go_on_white_paper() -> None:
    [source] = logo_sources(with_image(), "Pasted image")
    assert isinstance(source, ImageSource)
    logo = source.pages().read()
    assert logo.pixels.shape == (6, 8, 3)
    assert logo.pixels[2, 1].tolist() == [0x10, 0x20, 0x30]
    assert np.array_equal(logo.pixels[0, 0], [255, 255, 255])
    assert logo.name == "Pasted image.png"


@pytest.mark.parametrize(
    ("mime", "says"),
    [
        (with_urls(QUrl("https://example.org/a.png")), "web address"),
        (with_text("hello"), "no image"),
        (with_text("a\0b"), "no image"),
        (with_text("/a.png\nand words"), "no image"),
        (QMimeData(), "no image"),
    ],
)
def test_whatever_holds_no_logo_is_refused(mime: QMimeData, says: str) -> None:
    with pytest.raises(LogoError, match=says):
        logo_sources(mime, "Pasted image")


def test_what_a_drag_may_hold() -> None:
    assert can_hold_logo(with_image())
    assert can_hold_logo(with_urls(QUrl("file:///a.png")))
    assert not can_hold_logo(with_text("hello"))


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/no/such/file.png", "not there any more"),
        (f"/{'a' * 5000}.png", "cannot be read"),
    ],
)
def test_a_path_is_looked_at_by_the_worker_alone(path: str, says: str) -> None:
    [source] = logo_sources(with_text(path), "Pasted image")
    assert isinstance(source, FileSource)
    with pytest.raises(LogoError, match=says):
        source.pages().read()


def test_a_refusal_says_where_there_was_no_image() -> None:
    with pytest.raises(LogoError, match="The clipboard holds no image"):
        logo_sources(QMimeData(), PASTED)
    with pytest.raises(LogoError, match="What was dropped is no image"):
        logo_sources(QMimeData(), DROPPED)


def test_an_image_of_a_case_is_read_from_the_store(
    tmp_path: Path, logo_file: Callable[..., Path]
) -> None:
    data = logo_file().read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    store = CaseStore(tmp_path / "cases.sqlite")
    case = store.begin([NewImage.examined(digest, data, 1, "heron.png")])
    (image,) = store.read(case).images
    source = KeptSource(lambda: store, image)
    assert source.name == "heron.png"
    assert source.pages().read(1).sha256 == digest
    missing = KeptSource(lambda: store, replace(image, file="0" * 64))
    with pytest.raises(LogoError, match="not as it was filed"):
        missing.pages()
    store.close()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("EM 1.examiner-case", True), ("EM 1.EXAMINER-CASE", True), ("examiner-case", False)],
)
def test_a_case_is_known_by_the_name_of_its_file(name: str, expected: bool) -> None:
    assert is_case_file(FileSource(Path(name))) is expected
    assert not is_case_file(BytesSource(b"", name))
