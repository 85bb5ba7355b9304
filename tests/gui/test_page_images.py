"""Pages that are asked for, rendered by the real PDFium."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pdf_files import make_pdf
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examiner_app.engine.report.pdf_pages import page_sizes, render_page
from examiner_app.gui import page_images
from examiner_app.gui.jobs import Jobs
from examiner_app.gui.page_images import PageImages

COLOURS = ("red", "lime", "blue", "yellow", "magenta", "cyan") * 4


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def images(jobs: Jobs) -> PageImages:
    made = PageImages(jobs)
    pdf = make_pdf(*COLOURS)
    made.use(pdf, page_sizes(pdf))
    return made


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Page and width of all that is rendered."""
    found: list[tuple[int, int]] = []

    def note(pdf: bytes, page: int, width: int) -> Any:
        found.append((page, width))
        return render_page(pdf, page, width)

    monkeypatch.setattr(page_images, "render_page", note)
    return found


def colour(images: PageImages, page: int) -> str:
    image = images.get(page)
    assert image is not None
    return QColor(image.pixel(image.width() // 2, image.height() // 2)).name()


def test_pages_in_sight_come_first_then_those_nearby(
    images: PageImages, jobs: Jobs, qtbot: QtBot, rendered: list[tuple[int, int]]
) -> None:
    arrived: list[int] = []
    images.arrived.connect(arrived.append)
    images.want({3: 120, 4: 120}, {5: 120, 2: 120})
    qtbot.waitUntil(lambda: not jobs.busy)
    assert arrived == [3, 4, 5, 2]
    assert rendered == [(page, 120) for page in arrived]
    assert [QColor(COLOURS[page]).name() for page in arrived] == [
        colour(images, page) for page in arrived
    ]
    images.want({3: 120, 4: 120}, {5: 120, 2: 120})
    assert not jobs.busy, "all are there"


def test_what_is_not_begun_is_forgotten_for_newer_wishes(
    images: PageImages, jobs: Jobs, qtbot: QtBot, rendered: list[tuple[int, int]]
) -> None:
    images.want({0: 100, 1: 100}, {})
    for width in range(101, 140):
        images.want({7: width}, {8: width})
    qtbot.waitUntil(lambda: not jobs.busy)
    assert rendered == [(0, 100), (7, 139), (8, 139)]


def test_at_another_size_the_former_picture_stands_in(
    images: PageImages, jobs: Jobs, qtbot: QtBot
) -> None:
    images.want({0: 100}, {})
    qtbot.waitUntil(lambda: not jobs.busy)
    images.want({0: 300}, {})
    former = images.get(0)
    assert former is not None
    assert former.width() == 100
    qtbot.waitUntil(lambda: not jobs.busy)
    sharp = images.get(0)
    assert sharp is not None
    assert sharp.width() == 300


def test_only_so_many_are_kept_but_always_those_in_sight(
    images: PageImages, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept() -> list[int]:
        return [page for page in range(len(COLOURS)) if images.get(page) is not None]

    for page in range(len(COLOURS)):
        images.want({page: 50}, {})
        qtbot.waitUntil(lambda: not jobs.busy)
    assert kept() == list(range(len(COLOURS) - page_images.MOST_PAGES, len(COLOURS)))
    monkeypatch.setattr(page_images, "MEMORY", 3 * 60 * 85 * 4)
    images.want({0: 60, 1: 60, 2: 60, 3: 60}, {4: 60})
    qtbot.waitUntil(lambda: not jobs.busy)
    assert kept() == [0, 1, 2, 3], "no room for one nearby"
    images.want({9: 60}, {})
    qtbot.waitUntil(lambda: not jobs.busy)
    assert 9 in kept()
    assert len(kept()) == 3


def test_a_huge_page_has_no_more_pixels_than_are_useful(
    images: PageImages, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_images, "MOST_PIXELS", 20_000)
    images.want({0: 5000}, {})
    qtbot.waitUntil(lambda: not jobs.busy)
    image = images.get(0)
    assert image is not None
    assert image.width() == 118
    assert image.width() * image.height() <= 20_100
    images.want({0: 5000}, {})
    assert not jobs.busy, "it is not rendered again and again"


def test_pages_of_another_document_never_mix(
    images: PageImages, jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, begun = threading.Event(), threading.Event()

    def wait(pdf: bytes, page: int, width: int) -> Any:
        begun.set()
        go_on.wait(10)
        return render_page(pdf, page, width)

    monkeypatch.setattr(page_images, "render_page", wait)
    images.want({0: 100}, {})
    assert begun.wait(10)
    other = make_pdf("black")
    images.use(other, page_sizes(other))
    images.want({0: 100}, {})
    go_on.set()
    seen: list[str] = []
    images.arrived.connect(lambda page: seen.append(colour(images, page)))
    qtbot.waitUntil(lambda: not jobs.busy)
    assert seen == ["#000000"]


def test_a_page_that_cannot_be_rendered_is_told_once(
    images: PageImages, jobs: Jobs, qtbot: QtBot
) -> None:
    told: list[str] = []
    jobs.failed.connect(lambda _, error: told.append(str(error)))
    images.use(b"damaged", ((100.0, 100.0), (100.0, 100.0)))
    wants: Callable[[], None] = lambda: images.want({0: 50, 1: 50}, {})  # noqa: E731
    wants()
    qtbot.waitUntil(lambda: not jobs.busy)
    wants()
    assert not jobs.busy
    assert told == [
        "The pages of the report cannot be shown: save it, and open it in another program."
    ]
