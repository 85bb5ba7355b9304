"""The left column: the mark under examination and the layers over it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSlider,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from examiner_app.gui.desk import Desk
from examiner_app.gui.state.candidate import Phase
from examiner_app.gui.state.layers import FILED, LAYER_TIPS, LAYER_TITLES
from examiner_app.gui.state.question import Tool
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.basics import (
    GAP,
    MARGIN,
    ElidedLabel,
    EmptyState,
    Switcher,
    button,
    label,
    restyle,
    rule,
)
from examiner_app.gui.widgets.candidate_view import CandidateView, region_share
from examiner_app.gui.widgets.filmstrip import Filmstrip
from examiner_app.gui.widgets.history_actions import HistoryActions
from examiner_app.gui.widgets.legend import LegendView
from examiner_app.gui.widgets.marking_actions import MarkingActions
from examiner_app.gui.widgets.picture_view import PictureView
from examiner_app.gui.widgets.tool_row import AskedBar, ToolRow
from examiner_app.gui.widgets.type_bars import TypeBars

TILE = 76
"""Least height of the two small pictures, pixels."""


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
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Candidate")
        self._desk = desk
        self._marking = marking
        self._history = history
        self._build(theme)
        self._connect()
        self._show_logo()
        self._show_description()
        self._show_layer()

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
        hint.say("Drop a candidate logo here", "Or paste it with Ctrl+V, or open a file.")
        opener = button("Open logo…", "primary", "Choose an image file (Ctrl+O)")
        opener.clicked.connect(self.open_wanted)
        paster = button("Paste", "", "Paste an image or a file (Ctrl+V)")
        paster.clicked.connect(self.paste_wanted)
        hint.buttons.addWidget(opener)
        hint.buttons.addWidget(paster)
        self.sample_button = button("Try a sample logo", "link", "Examine a logo of the demo")
        self.sample_button.clicked.connect(self.sample_wanted)
        inside.addWidget(hint, 1)
        inside.addWidget(self.sample_button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._drop_area)
        return page

    def _build_content(self, theme: Theme) -> QWidget:
        page = QWidget()
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
        self.view.setMinimumHeight(120)
        self.view.setAccessibleName("Candidate with the chosen layer")
        column.addWidget(self.view, 4)
        self.switcher = self._build_switcher()
        column.addWidget(self.switcher)
        column.addLayout(self._build_opacity())
        self.legend = LegendView(theme)
        column.addWidget(self.legend)
        column.addWidget(rule())
        column.addLayout(self._build_tiles(theme), 1)
        column.addWidget(rule())
        column.addWidget(label("Mark type", "caption"))
        self.types = TypeBars(theme)
        column.addWidget(self.types)
        return page

    def _build_switcher(self) -> Switcher:
        result = Switcher(
            {
                key: title.split()[0] if key == "text" else title
                for key, title in LAYER_TITLES.items()
            }
        )
        result.setAccessibleName("Layer")
        for number, (key, tip) in enumerate(LAYER_TIPS.items(), 1):
            result.button(key).setToolTip(f"{tip} (Alt+{number})")
            result.button(key).setAccessibleName(LAYER_TITLES[key])
        return result

    def _build_opacity(self) -> QHBoxLayout:
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setPageStep(10)
        self.slider.setValue(round(self._desk.layers.opacity * 100))
        self.slider.setAccessibleName("Opacity of the layer")
        self.slider.setToolTip("Opacity of the layer (Ctrl+Up, Ctrl+Down)")
        self.opacity_label = label("", "caption")
        self.opacity_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.opacity_label.setFixedWidth(38)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(label("Opacity", "caption"))
        row.addWidget(self.slider, 1)
        row.addWidget(self.opacity_label)
        return row

    def _build_tiles(self, theme: Theme) -> QGridLayout:
        self.filed_tile = PictureView(theme, margin=6)
        self.searched_tile = PictureView(theme, margin=6)
        self.searched_caption = label("What is searched", "caption")
        self.filed_tile.setToolTip("The mark as filed (Alt+1)")
        self.filed_tile.setAccessibleName("The mark as filed")
        self.searched_tile.setAccessibleName("What is searched")
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(4)
        for place, (caption, tile) in enumerate(
            (
                (label("As filed", "caption"), self.filed_tile),
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
        desk.candidate.phase_changed.connect(self._show_layer)
        layers.key_changed.connect(self._show_layer)
        layers.painted.connect(self._show_layer)
        layers.opacity_changed.connect(self._show_opacity)
        desk.question.changed.connect(self._show_region)
        desk.question.tool_changed.connect(self._follow_tool)
        layers.key_changed.connect(self._follow_layer)
        self._marking.fit.triggered.connect(self.view.fit)
        self.switcher.chosen.connect(layers.show)
        self.slider.valueChanged.connect(lambda value: layers.set_opacity(value / 100))
        self.view.pointed.connect(self._point)
        self.view.left.connect(lambda: self.legend.set_value(None))
        self.filed_tile.clicked.connect(lambda: layers.show(FILED))
        self.searched_tile.clicked.connect(lambda: layers.show("atrha"))

    def _show_logo(self) -> None:
        candidate = self._desk.candidate
        self._stack.setCurrentIndex(0 if candidate.logo is None else 1)
        if candidate.logo is not None:
            self.name.set_text(candidate.logo.name)
            self.size_label.setText(f"{candidate.logo.width} × {candidate.logo.height} px")
        self.filed_tile.show_image(candidate.image)
        self.view.start_over()
        self._show_layer()

    def _show_region(self) -> None:
        region = self._desk.question.marking.region
        self.filed_tile.set_outline(
            None if region is None else region_share(region, self._desk.question)
        )

    def _follow_tool(self) -> None:
        """The brush paints on the text mask, and the keys of a tool are the view's."""
        tool = self._desk.question.tool
        if tool.paints:
            self._desk.layers.show("text")
        if tool is not Tool.LOOK:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow_layer(self) -> None:
        question = self._desk.question
        if question.tool.paints and self._desk.layers.key != "text":
            question.choose(Tool.LOOK)

    def _show_description(self) -> None:
        candidate = self._desk.candidate
        self.types.set_types(candidate.types)
        self.searched_tile.show_image(candidate.crop)
        whole = candidate.searches_whole_mark
        part = "region" if candidate.layers and candidate.layers.place else "mark"
        self.searched_caption.setText(
            f"Searched: the whole {part}" if whole else "What is searched"
        )
        self.searched_tile.setToolTip(
            f"Text removal left no figure, so the whole {part} is searched (Alt+5)"
            if whole
            else "The figure that is left after its text was removed, ATRHA (Alt+5)"
        )

    def _show_layer(self) -> None:
        layers, candidate = self._desk.layers, self._desk.candidate
        self.switcher.choose(layers.key)
        self.slider.setEnabled(layers.has_overlay)
        view = layers.view
        base = layers.network_mask
        self.view.show_image(candidate.image, view.image if view else None)
        self.view.show_mask(base.image if base else None, shown=layers.key == "text")
        self.legend.explain(view.legend if view else None, self._note())
        self._show_opacity()

    def _note(self) -> str:
        if not self._desk.layers.has_overlay:
            return "The mark as filed, with nothing over it. Layers show what the search looks at."
        if self._desk.candidate.phase is Phase.WAITING:
            return "This layer is computed as soon as the models are ready."
        if self._desk.candidate.phase is Phase.FAILED:
            return "This layer could not be computed."
        return "Computing this layer…"

    def _show_opacity(self) -> None:
        layers = self._desk.layers
        self.slider.setValue(round(layers.opacity * 100))
        self.opacity_label.setText(f"{layers.opacity * 100:.0f} %")
        self.view.set_opacity(layers.opacity)

    def _point(self, place: QPointF) -> None:
        candidate, key = self._desk.candidate, self._desk.layers.key
        if candidate.logo is None or candidate.layers is None:
            return
        from examiner_app.engine.pictures import value_at

        x = int(place.x() * candidate.logo.width)
        y = int(place.y() * candidate.logo.height)
        self.legend.set_value(value_at(key, candidate.layers, x, y))
