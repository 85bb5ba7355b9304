"""What is really painted: colours at places that must not change unnoticed."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QSizePolicy, QWidget
from pytestqt.qtbot import QtBot

from examiner_app.engine.colour_maps import ramp
from examiner_app.engine.pictures import Legend
from examiner_app.gui.models.match_columns import COLUMNS
from examiner_app.gui.sources import FileSource
from examiner_app.gui.state.arrangement import GRID, LARGEST, SMALLEST, TABLE
from examiner_app.gui.state.candidate import Phase
from examiner_app.gui.state.session import Readiness
from examiner_app.gui.theme import DARK, LIGHT, PAPER, Theme
from examiner_app.gui.widgets.legend import LegendView
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.gui.widgets.match_delegate import cell_size, paper_rect, star_rect
from examiner_app.gui.widgets.picture_view import PictureView
from examiner_app.gui.widgets.type_bars import TypeBars
from examiner_app.gui.widgets.why_empty import why_empty

Settle = Callable[[], None]


def grab(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def share(image: QImage, colour: str, rect: QRect | None = None) -> float:
    """Return how much of an image has a colour, about."""
    part = image.copy(rect) if rect else image
    part = part.convertToFormat(QImage.Format.Format_RGB888)
    data = np.frombuffer(part.constBits(), np.uint8).reshape(part.height(), part.bytesPerLine())
    pixels = data[:, : part.width() * 3].reshape(part.height(), part.width(), 3).astype(int)
    wanted = QColor(colour)
    near = np.abs(pixels - [wanted.red(), wanted.green(), wanted.blue()]).max(axis=2) <= 6
    return float(near.mean())


@pytest.fixture
def view(theme: Theme, qtbot: QtBot) -> PictureView:
    made = PictureView(theme)
    qtbot.addWidget(made)
    made.resize(200, 100)
    return made


def filled(colour: str, width: int = 100, height: int = 100, alpha: int = 255) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    shade = QColor(colour)
    shade.setAlpha(alpha)
    image.fill(shade)
    return image


class TestPictureView:
    def test_paper_is_white_in_the_dark(self, view: PictureView, theme: Theme) -> None:
        theme.choose("dark")
        assert grab(view).pixelColor(100, 50) == PAPER
        theme.choose("light")

    def test_the_image_is_centred_with_its_aspect(self, view: PictureView) -> None:
        view.show_image(filled("#ff0000", 200, 100))
        assert view.image_rect() == QRect(24, 12, 152, 76)
        image = grab(view)
        assert image.pixelColor(100, 50) == QColor("#ff0000")
        assert image.pixelColor(30, 50) == QColor("#ff0000")
        assert image.pixelColor(15, 50) == PAPER

    def test_a_tiny_mark_is_not_blown_up(self, view: PictureView) -> None:
        view.show_image(filled("#ff0000", 4, 4))
        assert view.image_rect().size() == QSize(16, 16)

    def test_pointing_gives_the_place_in_the_image(self, view: PictureView, qtbot: QtBot) -> None:
        view.show_image(filled("#ff0000"))
        view.show()
        with qtbot.waitSignal(view.pointed) as signal:
            qtbot.mouseMove(view, view.image_rect().center())
        assert signal.args is not None
        assert signal.args[0].x() == pytest.approx(0.5, abs=0.02)
        with qtbot.waitSignal(view.left):
            qtbot.mouseMove(view, QPoint(3, 3))

    def test_a_highlight_is_a_frame_in_the_accent(self, view: PictureView) -> None:
        view.highlight(on=True)
        assert share(grab(view), LIGHT.accent) > 0.01


def test_the_legend_paints_its_ramp(theme: Theme, qtbot: QtBot) -> None:
    legend = LegendView(theme)
    qtbot.addWidget(legend)
    legend.resize(256, 64)
    legend.explain(Legend("CAM", "0", "1", ramp()))
    legend.set_value(0.25)
    image = grab(legend)
    left, right = image.pixelColor(4, 26), image.pixelColor(251, 26)
    assert left.blue() > 120 > left.red()
    assert right.red() > 120 > right.blue()
    blank = grab(legend).copy(0, 0, 256, 16)
    legend.set_value(None)
    assert grab(legend).copy(0, 0, 256, 16) != blank
    legend.explain(Legend("ATRHA", "", "", (((216, 0, 115), "Text removed"),)))
    assert share(grab(legend), "#d80073", QRect(0, 0, 14, 16)) > 0.3
    legend.explain(None, "Nothing")
    assert legend.accessibleDescription() == "Nothing"


def test_the_type_bars_are_as_long_as_they_say(theme: Theme, qtbot: QtBot) -> None:
    bars = TypeBars(theme)
    qtbot.addWidget(bars)
    bars.resize(292, 54)
    bars.set_types([("Figure", 0.75), ("Text", 0.25), ("Figure + text", 0.0)])
    image = grab(bars)
    assert image.pixelColor(92 + 100, 9) == QColor(LIGHT.accent)
    assert image.pixelColor(92 + 130, 9) == QColor(LIGHT.sunken)
    assert "Figure 75%" in bars.accessibleName()


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_the_whole_window(
    window: MainWindow,
    theme: Theme,
    logo_file: Callable[..., Path],
    settle: Settle,
    qtbot: QtBot,
    shade: str,
) -> None:
    theme.choose(shade)
    colours = DARK if shade == "dark" else LIGHT
    window.desk.open_register(Path("demo register"))
    settle()
    window.desk.examine(FileSource(logo_file()))
    settle()
    window.desk.layers.show("cam")
    qtbot.wait(60)
    settle()
    image = grab(window)
    assert share(image, colours.surface) > 0.15
    grid = window.matches.grid
    origin = grid.viewport().mapTo(
        window, grid.visualRect(window.matches.model.index(1, 0)).topLeft()
    )
    paper = paper_rect(QRect(origin, grid.gridSize()))
    assert share(image, "#ffffff", paper.adjusted(4, 4, -4, -4)) > 0.5
    assert share(image, colours.accent) > 0.002
    view = window.candidate.view
    place = view.image_rect().translated(view.mapTo(window, view.rect().topLeft()))
    corner, centre = place.topLeft(), place.center()
    assert image.pixelColor(corner.x() + 3, corner.y() + 3).blue() > 150
    assert image.pixelColor(centre.x(), centre.y() - 10).red() > 90
    theme.choose("light")


@pytest.mark.parametrize("conditions", [False, True])
@pytest.mark.parametrize("layout", [GRID, TABLE])
@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (1120, 690)])
def test_nothing_is_cut_off(
    window: MainWindow,
    logo_file: Callable[..., Path],
    settle: Settle,
    qtbot: QtBot,
    size: tuple[int, int],
    layout: str,
    conditions: bool,
) -> None:
    window.resize(*size)
    window.arrangement.show(layout)
    window.desk.open_register(Path("demo register"))
    settle()
    window.desk.examine(FileSource(logo_file()))
    settle()
    for index in range(9):
        window.desk.toggle_pin(window.desk.matches.marks[index])
    if conditions:
        window.actions_.filter.trigger()
    qtbot.wait(20)
    assert (window.width(), window.height()) == size
    for panel in (window.candidate, window.matches, window.compare):
        for child in panel.findChildren(QWidget):
            if child.isVisible():
                if child.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Ignored:
                    continue
                least = min(child.minimumSizeHint().width(), child.sizeHint().width())
                assert child.width() >= least
                assert child.parentWidget().rect().contains(child.geometry())
    assert not overlapping(window.candidate.view.parentWidget())
    assert not overlapping(window.matches.tabs.parentWidget())
    assert not overlapping(window.compare.table.parentWidget())
    if size[1] >= 768:
        assert not window.compare.table.verticalScrollBar().isVisible()


@pytest.mark.usefixtures("whole_cells")
@pytest.mark.parametrize("shade", ["light", "dark"])
def test_the_table_of_matches(
    window: MainWindow, theme: Theme, logo_file: Callable[..., Path], settle: Settle, shade: str
) -> None:
    theme.choose(shade)
    colours = DARK if shade == "dark" else LIGHT
    window.arrangement.show(TABLE)
    window.desk.open_register(Path("demo register"))
    settle()
    window.desk.examine(FileSource(logo_file()))
    settle()
    window.desk.matches.sort_by("mac")
    settle()
    window.desk.matches.select(window.desk.matches.marks[0])
    table = window.matches.table
    cells = grab(table.viewport())
    near = table.visualRect(window.matches.model.index(5, COLUMNS.index("mac")))
    pill = cells.pixelColor(near.left() + 6, near.center().y())
    assert pill.green() > pill.red() + 5
    assert cells.pixelColor(near.left() + 6, near.top() + 4) != pill
    heads, rows = grab(table.heads.viewport()), grab(table.rows.viewport())
    left = table.heads.sectionViewportPosition(COLUMNS.index("mac"))
    width = table.columnWidth(COLUMNS.index("mac"))
    below = QRect(left, heads.height() - 3, width, 3)
    assert share(heads, colours.accent, below) > 0.7
    assert share(heads, colours.accent, below.translated(-width, 0)) == 0
    assert share(rows, "#ffffff", QRect(14, 56 + 8, 50, 40)) > 0.3
    assert share(rows, colours.accent_soft, QRect(0, 0, rows.width(), 55)) > 0.3
    theme.choose("light")


@pytest.mark.parametrize("width", range(SMALLEST, LARGEST + 90, 7))
def test_cells_of_every_size_hold_their_parts_apart(width: int) -> None:
    cell = QRect(QPoint(30, 40), cell_size(width))
    paper, star = paper_rect(cell), star_rect(cell)
    assert cell.contains(paper)
    assert cell.contains(star)
    assert not paper.intersects(star)
    assert paper.width() >= 0.8 * width


@pytest.mark.usefixtures("whole_cells")
def test_a_status_of_note_is_on_the_edge_of_the_paper(
    window: MainWindow, logo_file: Callable[..., Path], settle: Settle, qtbot: QtBot
) -> None:
    window.desk.open_register(Path("demo register"))
    settle()
    window.desk.examine(FileSource(logo_file()))
    settle()
    marks = window.desk.matches.marks
    plain = grab(window.matches.grid.viewport())
    marks[2] = replace(marks[2], status="registered")
    marks[3] = replace(marks[3], status="opposed")
    window.desk.matches.ranks_changed.emit()
    grid, model = window.matches.grid, window.matches.model
    badged = grab(grid.viewport())
    edges = []
    for row in (2, 3):
        paper = paper_rect(grid.visualRect(model.index(row, 0)))
        edges.append(QRect(paper.center().x(), paper.top() - 7, paper.width() // 2, 14))
    assert badged.copy(edges[0]) == plain.copy(edges[0])
    assert badged.copy(edges[1]) != plain.copy(edges[1])


def overlapping(parent: QWidget) -> list[tuple[QWidget, QWidget]]:
    """Return pairs of visible children that lie over each other."""
    shown = [
        child
        for child in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if child.isVisible()
    ]
    pairs = itertools.combinations(shown, 2)
    return [(one, other) for one, other in pairs if one.geometry().intersects(other.geometry())]


@pytest.mark.parametrize("readiness", list(Readiness))
@pytest.mark.parametrize("phase", list(Phase))
def test_an_empty_grid_always_says_why(readiness: Readiness, phase: Phase) -> None:
    title, text = why_empty(readiness, phase, 1520, "Demo")
    assert title
    assert text.endswith(".")


def test_cells_fill_the_width_evenly(window: MainWindow, settle: Settle, engine: Any) -> None:
    grid = window.matches.grid
    for width in (1100, 1300, 1777):
        window.resize(width, 800)
        settle()
        window.desk.open_register(Path("demo register"))
        settle()
        room, cell = grid.viewport().width(), grid.gridSize().width()
        if grid.isVisible():
            assert 0 <= room - (room // cell) * cell < room // cell + 2
