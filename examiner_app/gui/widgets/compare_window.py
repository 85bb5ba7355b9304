"""The comparison: a window of its own, for examiners have two screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QToolButton, QVBoxLayout, QWidget

from examiner_app.gui import ranks
from examiner_app.gui.comparisons import Comparisons
from examiner_app.gui.desk import Desk
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.state.comparison import PAIR_LAYER_TITLES, Mode, Toggle
from examiner_app.gui.state.parts import PARTS
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.basics import GAP, MARGIN, ElidedLabel, Switcher, label, restyle
from examiner_app.gui.widgets.compare_actions import CompareActions
from examiner_app.gui.widgets.comparison_texts import (
    PARTS_HINT,
    candidate_caption,
    match_caption,
    verdict,
)
from examiner_app.gui.widgets.comparison_view import NEARER, ComparisonView
from examiner_app.gui.widgets.judgement_row import JudgementRow
from examiner_app.gui.widgets.pair_legends import PairLegends
from examiner_app.settings import COMPARISON
from examiner_app.translation import tr

DEFAULT_SIZE: Final = QSize(1180, 760)

THUMBNAIL_TIP: Final = tr(
    "The register keeps a thumbnail of each mark, at most 256 pixels long: the mark as filed may "
    "show more. Layers and keypoints of the match are computed from it."
)

FINE: Final = 100
"""Steps of the wipe's slider."""


class CompareWindow(QWidget):
    """Shows the selected match with the candidate; follows the selection while it is open.

    Attributes:
        actions_: What it can do.
        view: The two pictures.
        judgement: How the match is judged, and the note on it.
        legends: What the colours on the two mean.
        captions: What stands over them, left and right.
        verdict: What the keypoints say.
        wipe: The slider of the wipe.
    """

    def __init__(
        self,
        desk: Desk,
        comparisons: Comparisons,
        theme: Theme,
        preferences: Preferences,
        parent: QWidget,
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("comparison")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk = desk
        self._state = comparisons.state
        self._parts = comparisons.finder.state
        self._preferences = preferences
        self.actions_ = CompareActions(self, desk, comparisons)
        self.view = ComparisonView(self._state, self._parts, theme)
        self.judgement = JudgementRow(self, desk, theme)
        self.legends = PairLegends(desk, comparisons, theme)
        self._build()
        self._connect()
        if not self.restoreGeometry(preferences.get_bytes(COMPARISON)):
            self.resize(DEFAULT_SIZE)
        self._show_options()
        self._show_pair()

    def open(self) -> None:
        """Come to the front, with the keys on the pictures."""
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to follow the selection."""
        super().showEvent(event)
        handle = self.windowHandle()
        if handle is not None:
            # It belongs to the main window, yet may lie behind it: on one screen both are used.
            handle.setTransientParent(None)  # type: ignore[arg-type]
        self._state.show(shown=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Cease to follow, and remember the place."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._preferences.set_bytes(COMPARISON, self.saveGeometry())
            self._state.show(shown=False)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_header())
        body = QVBoxLayout()
        body.setContentsMargins(MARGIN, GAP + 2, MARGIN, GAP)
        body.setSpacing(GAP)
        body.addLayout(self._build_tools())
        body.addLayout(self._build_captions())
        body.addWidget(self.view, 1)
        body.addWidget(self.legends)
        body.addWidget(self.judgement)
        body.addLayout(self._build_footer())
        column.addLayout(body, 1)

    def _build_header(self) -> QWidget:
        header = QWidget()
        header.setObjectName("header")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        header.setFixedHeight(48)
        row = QHBoxLayout(header)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(GAP)
        self.words = ElidedLabel("heading")
        self.rank = label("", "soft")
        row.addWidget(self._button(self.actions_.previous))
        row.addWidget(self._button(self.actions_.following))
        row.addSpacing(GAP)
        row.addWidget(self.words, 1)
        row.addWidget(self.rank)
        row.addSpacing(GAP)
        tips = {key: action.toolTip() for key, action in self.actions_.layers.items()}
        titles = {key: PAIR_LAYER_TITLES[key] for key in tips}
        self.layers = _switcher(tr("Layer on both"), titles, tips, 396)
        # Its size hint is that of the plain weight; the chosen one is bold.
        self.layers.button(PARTS).setMinimumWidth(126)
        row.addWidget(self.layers, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._button(self.actions_.pin))
        return header

    def _build_tools(self) -> QHBoxLayout:
        tips = {mode.name: action.toolTip() for mode, action in self.actions_.modes.items()}
        titles = {mode.name: mode.value for mode in Mode}
        self.modes = _switcher(tr("How the two are looked at"), titles, tips, 300)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.modes)
        row.addSpacing(GAP)
        for action in self.actions_.toggles.values():
            row.addWidget(self._button(action))
        row.addStretch(1)
        return row

    def _build_captions(self) -> QHBoxLayout:
        self.captions = (label("", "caption"), label("", "caption"))
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for one in self.captions:
            row.addWidget(one, 1)
        return row

    def _build_footer(self) -> QHBoxLayout:
        self.verdict = ElidedLabel("soft")
        self.wipe = QSlider(Qt.Orientation.Horizontal)
        self.wipe.setRange(0, FINE)
        self.wipe.setAccessibleName(tr("Wipe"))
        self.wipe.setToolTip(tr("How much of the mark on the left is seen (arrows)"))
        self.wipe.setFixedWidth(220)
        self.zoom = label("", "soft")
        self.zoom.setFixedWidth(52)
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.zoom.setToolTip(tr("At 100 % both marks just fit"))
        self.blink_button = self._button(self.actions_.blink)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.verdict, 1)
        row.addWidget(self.wipe)
        row.addWidget(self.blink_button)
        row.addSpacing(GAP)
        row.addWidget(self._button(self.actions_.farther, tr("Farther")))
        row.addWidget(self.zoom)
        row.addWidget(self._button(self.actions_.nearer, tr("Nearer")))
        row.addWidget(self._button(self.actions_.fit, tr("Fit")))
        return row

    def _button(self, action: QAction, name: str = "") -> QToolButton:
        result = QToolButton()
        result.setDefaultAction(action)
        result.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        result.setAccessibleName(name)
        return result

    def _connect(self) -> None:
        state, actions = self._state, self.actions_
        self.modes.chosen.connect(lambda name: state.choose(Mode[name]))
        self.layers.chosen.connect(state.show_layer)
        self.wipe.valueChanged.connect(lambda value: state.wipe_to(value / FINE))
        actions.nearer.triggered.connect(lambda: self.view.zoom(NEARER))
        actions.farther.triggered.connect(lambda: self.view.zoom(1 / NEARER))
        actions.fit.triggered.connect(self.view.fit)
        self.view.pointed.connect(self.legends.point)
        state.options_changed.connect(self._show_options)
        state.view_changed.connect(self._show_view)
        state.pair_changed.connect(self._show_pair)
        matches = self._desk.matches
        for signal in (matches.ranks_changed, matches.reset, self._parts.changed):
            signal.connect(self._show_pair)

    def _show_options(self) -> None:
        state = self._state
        self.modes.choose(state.mode.name)
        self.layers.choose(state.layer)
        self.wipe.setVisible(state.mode is Mode.WIPE)
        self.blink_button.setVisible(state.mode is Mode.BLINK)
        self._show_view()
        self._show_pair()

    def _show_view(self) -> None:
        state = self._state
        self.zoom.setText(f"{100 * state.view.zoom:.0f} %")
        # The slider has steps; what is dragged on the picture has none.
        self.wipe.blockSignals(True)
        self.wipe.setValue(round(state.wipe * FINE))
        self.wipe.blockSignals(False)
        seen = int(state.second)
        for place, caption in enumerate(self.captions):
            role = "caption-strong" if state.mode is Mode.BLINK and place == seen else "caption"
            if caption.property("role") != role:
                caption.setProperty("role", role)
                restyle(caption)

    def _show_pair(self) -> None:
        state = self._state
        mark = state.pictures.mark if state.pictures else None
        self.words.set_text((mark.words or mark.id) if mark else tr("No match is selected"))
        matches = self._desk.matches
        key = matches.sorted_by
        rank = matches.rank(key, mark.index) if mark and key else None
        self.rank.setText(
            tr("Rank {rank} by {method}", rank=ranks.exact(rank), method=ranks.rank_name(key))
            if rank and key
            else ""
        )
        logo = self._desk.candidate.logo
        self.setWindowTitle(tr("Comparison – {name}", name=logo.name) if logo else tr("Comparison"))
        texts = [candidate_caption(self._desk), match_caption(state)]
        tips = [tr("The candidate as filed"), THUMBNAIL_TIP]
        if state.active(Toggle.SWAP):
            texts, tips = texts[::-1], tips[::-1]
        for caption, text, tip in zip(self.captions, texts, tips, strict=True):
            caption.setText(text)
            caption.setToolTip(tip)
        self.verdict.set_text(self._hint() or verdict(state))

    def _hint(self) -> str:
        """Return how parts are looked at, where there are some."""
        shown = self._state.layer == PARTS and self._parts.painted is not None
        return PARTS_HINT if shown else ""


def _switcher(
    name: str, titles: Mapping[str, str], tips: Mapping[str, str], width: int
) -> Switcher:
    result = Switcher(titles)
    result.setAccessibleName(name)
    result.setMinimumWidth(width)
    for key, tip in tips.items():
        result.button(key).setToolTip(tip)
    return result
