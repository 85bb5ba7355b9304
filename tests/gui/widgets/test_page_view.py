from __future__ import annotations

from collections.abc import Iterator

import pytest
from pdf_files import make_pdf
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examiner_app.engine.report.pdf_pages import page_sizes
from examiner_app.gui.jobs import Jobs
from examiner_app.gui.page_images import PageImages
from examiner_app.gui.state.page_layout import EDGE
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.page_view import LEAST, MOST, NEARER, PageView

COLOURS = ("red", "lime", "blue", "yellow")
MIDDLE = QPointF(200, 200)


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def view(jobs: Jobs, theme: Theme, qtbot: QtBot) -> PageView:
    images = PageImages(jobs)
    made = PageView(images, theme)
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    qtbot.waitExposed(made)
    pdf = make_pdf(*COLOURS)
    images.use(pdf, page_sizes(pdf))
    made.show_pages()
    qtbot.waitUntil(lambda: images.get(0) is not None and not jobs.busy)
    return made


def seen(view: PageView, x: int, y: int) -> str:
    """Return the colour at a point of the view."""
    picture = view.viewport().grab().toImage()
    ratio = picture.devicePixelRatioF()
    return QColor(picture.pixel(round(x * ratio), round(y * ratio))).name()


def wheel(view: PageView, at: QPointF, notches: int, *, ctrl: bool) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    event = QWheelEvent(
        at,
        view.viewport().mapToGlobal(at),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        control if ctrl else Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def test_pages_are_as_wide_as_there_is_room(view: PageView, qtbot: QtBot) -> None:
    assert view.fits
    for width in (500, 300, 900):
        view.resize(width, 400)
        place = view.page_place(0)
        assert (place.left(), place.width()) == (EDGE, view.viewport().width() - 2 * EDGE)
        assert view.horizontalScrollBar().maximum() == 0


def test_what_is_in_sight_is_painted(view: PageView, jobs: Jobs, qtbot: QtBot) -> None:
    assert seen(view, 200, 200) == QColor("red").name()
    view.verticalScrollBar().setValue(view.page_place(1).top() + 40)
    qtbot.waitUntil(lambda: seen(view, 200, 200) == QColor("lime").name())
    view.zoom_by(0.3)
    qtbot.waitUntil(lambda: not jobs.busy)
    seen(view, 0, 0)
    qtbot.waitUntil(lambda: not jobs.busy)
    for page, colour in enumerate(COLOURS):
        middle = view.page_place(page).center()
        if view.viewport().rect().contains(middle):
            assert seen(view, middle.x(), middle.y()) == QColor(colour).name()


def test_pages_are_sharp_at_every_size(view: PageView, jobs: Jobs, qtbot: QtBot) -> None:
    images = view._images
    for step in (NEARER, NEARER, 0.5):
        view.zoom_by(step)

        def sharp() -> bool:
            image = images.get(view.page)
            width = view.page_place(view.page).width()
            return image is not None and image.width() == round(width * view.devicePixelRatioF())

        qtbot.waitUntil(sharp)


def test_keys_leaf_and_the_page_is_told(view: PageView, qtbot: QtBot) -> None:
    moves: list[int] = []
    view.moved.connect(lambda: moves.append(view.page))
    bar = view.verticalScrollBar()
    qtbot.keyClick(view, Qt.Key.Key_PageDown)
    assert 0 < bar.value() < view.viewport().height()
    down = bar.value()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert bar.value() > down
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert bar.value() == 0
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert (bar.value(), view.page, moves[-1]) == (bar.maximum(), 3, 3)
    assert view.page_place(3).bottom() < view.viewport().height()
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert (bar.value(), view.page, moves[-1]) == (0, 0, 0)


def test_the_wheel_zooms_about_the_pointer_with_ctrl_and_scrolls_without(view: PageView) -> None:
    before = view.zoom
    at = QPointF(120, 333)

    def under() -> tuple[float, float]:
        place = view.page_place(0)
        return (at.x() - place.x()) / place.width(), (at.y() - place.y()) / place.height()

    spot = under()
    wheel(view, at, 3, ctrl=True)
    assert view.zoom == pytest.approx(before * NEARER**3)
    assert not view.fits
    assert under() == pytest.approx(spot, abs=0.005)
    wheel(view, at, -3, ctrl=True)
    assert view.zoom == pytest.approx(before)
    value = view.verticalScrollBar().value()
    wheel(view, at, -1, ctrl=False)
    assert view.verticalScrollBar().value() > value
    assert view.zoom == pytest.approx(before)


def test_the_zoom_has_its_limits(view: PageView) -> None:
    view.zoom_by(1000)
    assert view.zoom == MOST
    view.zoom_by(NEARER)
    view.zoom_by(1 / NEARER)
    assert view.zoom == pytest.approx(MOST / NEARER)
    view.zoom_by(0.0001)
    assert view.zoom == LEAST
    view.fit()
    assert view.fits
    assert LEAST < view.zoom < MOST


def test_whoever_reads_stays_there_when_the_window_is_resized(view: PageView) -> None:
    view.verticalScrollBar().setValue(view.page_place(2).top() + 60)
    place = view.page_place(2)
    share = -place.y() / place.height()
    view.resize(320, 300)
    place = view.page_place(2)
    assert -place.y() / place.height() == pytest.approx(share, abs=0.01)


def test_without_pages_nothing_is_wrong(jobs: Jobs, theme: Theme, qtbot: QtBot) -> None:
    view = PageView(PageImages(jobs), theme)
    qtbot.addWidget(view)
    view.show()
    view.zoom_by(2)
    view.fit()
    qtbot.keyClick(view, Qt.Key.Key_End)
    view.grab()
    assert (view.count, view.page) == (0, 0)
