"""The left column: the mark under examination and the layers over it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QStackedWidget, QVBoxLayout, QWidget

from examiner_app.gui.desk import Desk
from examiner_app.gui.state.layers import FILED
from examiner_app.gui.state.question import Tool
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.basics import (
    GAP,
    MARGIN,
    ElidedLabel,
    EmptyState,
    button,
    label,
    restyle,
    rule,
)
from examiner_app.gui.widgets.candidate_view import CandidateView, region_share
from examiner_app.gui.widgets.filmstrip import Filmstrip
from examiner_app.gui.widgets.history_actions import HistoryActions
from examiner_app.gui.widgets.layer_actions import LayerActions
from examiner_app.gui.widgets.layer_painter import Overlay
from examiner_app.gui.widgets.layers_part import LayersPart
from examiner_app.gui.widgets.marking_actions import MarkingActions
from examiner_app.gui.widgets.picture_view import PictureView
from examiner_app.gui.widgets.tool_row import AskedBar, ToolRow
from examiner_app.gui.widgets.type_bars import TypeBars
from examiner_app.translation import tr

TILE = 76
"""Least height of the two small pictures, pixels."""

ROOMY: Final = 676
"""From this height on, the list of layers and the mark type are both to be seen, pixels."""


class CandidatePanel(QWidget):
    """Shows the candidate; says how to give one where there is none.

    Signals:
        open_wanted(): The user wants to choose a file.
        paste_wanted(): The user wants to paste.
        sample_wanted(): The user wants to try a sample logo.
    """

    open_wanted = Signal()
    paste_wanted = Signal()
    sample_wanted = Signal()

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        marking: MarkingActions,
        history: HistoryActions,
        layering: LayerActions,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Candidate"))
        self._desk = desk
        self._marking = marking
        self._history = history
        self._layering = layering
        self._build(theme)
        self._connect()
        self._show_logo()
        self._show_description()
        self._show_layers()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give up what has no room."""
        super().resizeEvent(event)
        self._make_room()

    def highlight(self, *, on: bool) -> None:
        """Show that a drop would be taken."""
        self.view.highlight(on=on)
        self._drop_area.setProperty("active", on)
        restyle(self._drop_area)

    def _build(self, theme: Theme) -> None:
        self._stack = QStackedWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self._stack.addWidget(self._build_empty(theme))
        self._stack.addWidget(self._build_content(theme))

    def _build_empty(self, theme: Theme) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._drop_area = QFrame()
        self._drop_area.setObjectName("drop-area")
        inside = QVBoxLayout(self._drop_area)
        hint = EmptyState(theme, "open-logo", compact=True)
        hint.say(
            tr("Drop a candidate logo here"),
            tr("Or paste it with Ctrl+V, or open a file. Several make one case."),
        )
        opener = button(tr("Open logo…"), "primary", tr("Choose an image file (Ctrl+O)"))
        opener.clicked.connect(self.open_wanted)
        paster = button(tr("Paste"), "", tr("Paste an image or a file (Ctrl+V)"))
        paster.clicked.connect(self.paste_wanted)
        hint.buttons.addWidget(opener)
        hint.buttons.addWidget(paster)
        self.sample_button = button(
            tr("Try a sample logo"), "link", tr("Examine a logo of the demo")
        )
        self.sample_button.clicked.connect(self.sample_wanted)
        inside.addWidget(hint, 1)
        inside.addWidget(self.sample_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._drop_area)
        return page

    def _build_content(self, theme: Theme) -> QWidget:
        page = self.page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(MARGIN, GAP + 4, MARGIN, GAP + 4)
        column.setSpacing(GAP)
        self.name = ElidedLabel("heading")
        self.size_label = label("", "caption")
        self.asked = AskedBar(self._desk.question, self._marking, self.size_label)
        title = QVBoxLayout()
        title.setSpacing(2)
        self.images = Filmstrip(self._desk, theme)
        self.images.fill(title, self.name, self.asked)
        column.addLayout(title)
        question = self._desk.question
        self.tools = ToolRow(question, self._marking, self._history, theme)
        column.addWidget(self.tools)
        self.view = CandidateView(question, theme)
        self.view.setMinimumHeight(80)
        self.view.setAccessibleName(tr("Candidate with the chosen layer"))
        column.addWidget(self.view, 4)
        self.layers = LayersPart(self._desk, self._layering, theme)
        self.switcher, self.slider = self.layers.switcher, self.layers.slider
        self.legend = self.layers.legend
        column.addWidget(self.layers)
        column.addWidget(rule())
        column.addLayout(self._build_tiles(theme), 1)
        self.types = TypeBars(theme)
        self._types_part = QWidget()
        below = QVBoxLayout(self._types_part)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(GAP)
        for widget in (rule(), label(tr("Mark type"), "caption"), self.types):
            below.addWidget(widget)
        column.addWidget(self._types_part)
        return page

    def _build_tiles(self, theme: Theme) -> QGridLayout:
        self.filed_tile = PictureView(theme, margin=6)
        self.searched_tile = PictureView(theme, margin=6)
        self.searched_caption = label(tr("What is searched"), "caption")
        self.filed_tile.setToolTip(tr("The mark as filed (Alt+1)"))
        self.filed_tile.setAccessibleName(tr("The mark as filed"))
        self.searched_tile.setAccessibleName(tr("What is searched"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(4)
        for place, (caption, tile) in enumerate(
            (
                (label(tr("As filed"), "caption"), self.filed_tile),
                (self.searched_caption, self.searched_tile),
            )
        ):
            tile.setMinimumHeight(TILE)
            tile.setCursor(Qt.CursorShape.PointingHandCursor)
            grid.addWidget(caption, 0, place)
            grid.addWidget(tile, 1, place)
            grid.setColumnStretch(place, 1)
        grid.setRowStretch(1, 1)
        return grid

    def _connect(self) -> None:
        desk, layers = self._desk, self._desk.layers
        desk.candidate.logo_changed.connect(self._show_logo)
        desk.candidate.description_changed.connect(self._show_description)
        for signal in (layers.shown_changed, layers.order_changed, layers.opacity_changed):
            signal.connect(self._show_layers)
        layers.painted.connect(self._show_layers)
        desk.question.changed.connect(self._show_region)
        desk.question.tool_changed.connect(self._follow_tool)
        layers.shown_changed.connect(self._follow_layers)
        self._marking.fit.triggered.connect(self.view.fit)
        self._layering.listed.toggled.connect(self._make_room)
        self.view.pointed.connect(self.layers.point)
        self.view.left.connect(self.layers.leave)
        self.filed_tile.clicked.connect(lambda: layers.show(FILED))
        self.searched_tile.clicked.connect(lambda: layers.show("atrha"))

    def _show_logo(self) -> None:
        candidate = self._desk.candidate
        self._stack.setCurrentIndex(0 if candidate.logo is None else 1)
        if candidate.logo is not None:
            self.name.set_text(candidate.logo.name)
            self.size_label.setText(
                tr(
                    "{width} × {height} px",
                    width=candidate.logo.width,
                    height=candidate.logo.height,
                )
            )
        self.filed_tile.show_image(candidate.image)
        self.view.start_over()
        self._show_layers()

    def _show_region(self) -> None:
        region = self._desk.question.marking.region
        self.filed_tile.set_outline(
            None if region is None else region_share(region, self._desk.question)
        )

    def _follow_tool(self) -> None:
        """The brush paints on the text mask, and the keys of a tool are the view's."""
        tool = self._desk.question.tool
        if tool.paints:
            self._desk.layers.bring("text")
        if tool is not Tool.LOOK:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow_layers(self) -> None:
        question = self._desk.question
        if question.tool.paints and "text" not in self._desk.layers.shown:
            question.choose(Tool.LOOK)

    def _show_description(self) -> None:
        candidate = self._desk.candidate
        self.types.set_types(candidate.types)
        self.searched_tile.show_image(candidate.crop)
        caption = tr("What is searched")
        tip = tr("The figure that is left after its text was removed, ATRHA (Alt+5)")
        if candidate.searches_whole_mark and candidate.layers and candidate.layers.place:
            caption = tr("Searched: the whole region")
            tip = tr("Text removal left no figure, so the whole region is searched (Alt+5)")
        elif candidate.searches_whole_mark:
            caption = tr("Searched: the whole mark")
            tip = tr("Text removal left no figure, so the whole mark is searched (Alt+5)")
        self.searched_caption.setText(caption)
        self.searched_tile.setToolTip(tip)

    def _show_layers(self) -> None:
        layers, candidate = self._desk.layers, self._desk.candidate
        base, stack = layers.network_mask, []
        for key in reversed(layers.shown):
            view = layers.view_of(key)
            stack.append(Overlay(key, view.image if view else None, layers.opacity_of(key)))
        self.view.show_image(candidate.image)
        self.view.show_layers(stack, base.image if base else None)

    def _make_room(self) -> None:
        """In a low window, the list of layers takes the room of the mark type, not the mark's."""
        self._types_part.setVisible(not self._layering.listed.isChecked() or self.height() >= ROOMY)
