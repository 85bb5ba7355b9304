"""The middle: ranked matches, and Table 2 of the pinned ones behind the second tab."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from examiner_app.gui import ranks
from examiner_app.gui.desk import Desk
from examiner_app.gui.icons import icon
from examiner_app.gui.models.match_model import MatchModel
from examiner_app.gui.models.table2_model import Table2Model
from examiner_app.gui.ranks import FUSED, SORT_KEYS
from examiner_app.gui.state.arrangement import GRID, Arrangement
from examiner_app.gui.state.candidate import Phase
from examiner_app.gui.state.session import Readiness
from examiner_app.gui.theme import Theme
from examiner_app.gui.thumbnails import Thumbnails
from examiner_app.gui.widgets.basics import GAP, MARGIN, EmptyState, button, label, narrow_pages
from examiner_app.gui.widgets.filter_bar import FilterBar
from examiner_app.gui.widgets.filter_panel import FilterPanel
from examiner_app.gui.widgets.fold_button import FoldButton
from examiner_app.gui.widgets.judged_bar import JudgedBar
from examiner_app.gui.widgets.layout_switch import LayoutSwitch
from examiner_app.gui.widgets.match_grid import MatchGrid
from examiner_app.gui.widgets.match_table import MatchTable
from examiner_app.gui.widgets.paint_budget import PaintBudget
from examiner_app.gui.widgets.table2_page import Table2Page
from examiner_app.gui.widgets.why_empty import how_many, why_empty
from examiner_app.translation import tr

MATCHES, TABLE2 = 0, 1

NARROW, ROOMY, WIDE = 560, 620, 760
"""Widths from which on the header names the combo box, sizes the grid, and counts the matches."""


class MatchesPanel(QWidget):
    """Matches as a grid or as a table, and Table 2.

    Signals:
        register_wanted(): The user wants to open a register.
        copy_wanted(): The user wants Table 2 as text.
    """

    register_wanted = Signal()
    copy_wanted = Signal()

    def __init__(
        self,
        desk: Desk,
        arrangement: Arrangement,
        thumbnails: Thumbnails,
        theme: Theme,
        budget: PaintBudget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("centre")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk = desk
        self._arrangement = arrangement
        self._theme = theme
        self.model = MatchModel(
            desk.matches, desk.pins, thumbnails, desk.session, desk.judgements, self
        )
        self.table2_model = Table2Model(desk.matches, desk.pins, thumbnails, desk.judgements, self)
        self.grid = MatchGrid(self.model, desk.matches, arrangement, theme, budget)
        self.table = MatchTable(self.model, desk.matches, theme, budget)
        self.table2_page = Table2Page(self.table2_model, desk.matches, theme)
        self.table2 = self.table2_page.table
        self._build(theme)
        self._connect()
        self._show_sort()
        self._show()

    def show_tab(self, tab: int) -> None:
        """Show the matches or Table 2."""
        self.tabs.setCurrentIndex(tab)
        view = self.matches_view if tab == MATCHES else self.table2_page
        if view.isVisible():
            view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def matches_view(self) -> QAbstractItemView:
        """The grid or the table, whichever is chosen."""
        return self.grid if self._arrangement.layout == GRID else self.table

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out of the header what has no room."""
        super().resizeEvent(event)
        self._show()

    def _build(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_header(theme))
        self.pages = narrow_pages()
        self._no_matches = EmptyState(theme, "search")
        self.register_button = button(
            tr("Open register…"), "", tr("Choose a register (Ctrl+Shift+O)")
        )
        self.register_button.clicked.connect(self.register_wanted)
        self.retry_button = button(tr("Examine again"), "", tr("Examine the candidate once more"))
        self._no_matches.buttons.addWidget(self.register_button)
        self._no_matches.buttons.addWidget(self.retry_button)
        self._no_pins = EmptyState(theme, "table")
        self._no_pins.say(
            tr("No match is pinned"),
            tr("Pin matches with P or their star: here their ranks under every method meet."),
        )
        for page in (self._no_matches, self.grid, self.table, self._no_pins, self.table2_page):
            self.pages.addWidget(page)
        self.filter_bar = FilterBar(self._desk)
        self.filter_panel = FilterPanel(self._desk)
        self.judged_bar = JudgedBar(self._desk)
        column.addWidget(self.filter_bar)
        column.addWidget(self.judged_bar)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self.filter_panel)
        body.addWidget(self.pages, 1)
        column.addLayout(body, 1)

    def _build_header(self, theme: Theme) -> QWidget:
        header = QWidget()
        header.setObjectName("centre-header")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        header.setFixedHeight(44)
        row = QHBoxLayout(header)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(GAP)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        self.tabs.setAccessibleName(tr("Middle view"))
        self.tabs.addTab(tr("Matches"))
        self.tabs.addTab(tr("Table 2"))
        self.tabs.setTabToolTip(MATCHES, tr("Ranked matches (Ctrl+1)"))
        self.tabs.setTabToolTip(TABLE2, tr("Ranks of the pinned matches by every method (Ctrl+2)"))
        row.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self.copy_button = button(
            tr("Copy table"), "", tr("Exact ranks as text, for a spreadsheet (Ctrl+Shift+C)")
        )
        self.copy_button.clicked.connect(self.copy_wanted)
        row.addWidget(self.copy_button)
        self.shown = label("", "soft")
        row.addWidget(self.shown)
        self.filter_button = QToolButton()
        self.filter_button.setCheckable(True)
        self.filter_button.setProperty("role", "icon")
        self.filter_button.setIconSize(QSize(16, 16))
        self.filter_button.setToolTip(tr("Which marks are listed (/)"))
        self.filter_button.setAccessibleName(tr("Filter the matches"))
        self.fold_button = FoldButton(self._desk, theme)
        self.switch = LayoutSwitch(self._arrangement, theme)
        icons = QHBoxLayout()
        icons.setSpacing(GAP // 4)
        for one in (self.filter_button, self.fold_button, self.switch):
            icons.addWidget(one)
        row.addLayout(icons)
        self._sort_label = label(tr("Sort by"), "soft")
        row.addWidget(self._sort_label)
        self.sort = self._build_sort()
        row.addWidget(self.sort)
        return header

    def _build_sort(self) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(tr("Sort by"))
        combo.setMaxVisibleItems(20)
        combo.setMinimumContentsLength(6)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for key in SORT_KEYS:
            if key == FUSED:
                combo.insertSeparator(combo.count())
            combo.addItem(ranks.rank_name(key), key)
            tip = ranks.rank_explanation(key)
            combo.setItemData(combo.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        return combo

    def _connect(self) -> None:
        desk, matches = self._desk, self._desk.matches
        self.tabs.currentChanged.connect(lambda _: self._show())
        self.sort.activated.connect(lambda row: matches.sort_by(self.sort.itemData(row)))
        self.retry_button.clicked.connect(desk.retry)
        self.grid.delegate.star_clicked.connect(desk.toggle_pin)
        self.table.rows.star_clicked.connect(desk.toggle_pin)
        self.grid.delegate.more_clicked.connect(desk.toggle_fold)
        self.table.rows.more_clicked.connect(desk.toggle_fold)
        self.table.heads.sort_wanted.connect(matches.sort_by)
        self._arrangement.layout_changed.connect(self._show_layout)
        self.filter_button.clicked.connect(lambda on: self._show_filter(shown=on))
        desk.filters.shown_changed.connect(self._show)
        self._theme.changed.connect(self._show)
        self.table2_page.released.connect(lambda mark: desk.pins.release(mark.index))
        self.table2_page.chosen.connect(matches.select)
        for signal in (
            matches.sort_changed,
            matches.ranks_changed,
            matches.reset,
            desk.session.register_changed,
        ):
            signal.connect(self._show_sort)
        for signal in (
            matches.reset,
            matches.ranks_changed,
            desk.filters.changed,
            desk.pins.changed,
            desk.session.register_changed,
            desk.session.readiness_changed,
            desk.candidate.logo_changed,
            desk.candidate.phase_changed,
        ):
            signal.connect(self._show)

    def _show_sort(self) -> None:
        matches, session = self._desk.matches, self._desk.session
        # What the matches are sorted by, which may not be what is wanted yet, or ever.
        key = matches.sorted_by or matches.sort
        self.sort.setCurrentIndex(self.sort.findData(key))
        self.sort.setToolTip(ranks.rank_explanation(key))
        rows = self.sort.model()
        if isinstance(rows, QStandardItemModel):
            for name in SORT_KEYS:
                rows.item(self.sort.findData(name)).setEnabled(session.can_sort_by(name))

    def toggle_filter(self) -> None:
        """Bring the conditions into sight and type the first; put them away where that is done."""
        self.tabs.setCurrentIndex(MATCHES)
        self._show_filter(shown=not self._desk.filters.shown)

    def _show_filter(self, *, shown: bool) -> None:
        self._desk.filters.show(shown=shown)
        if shown:
            self.filter_panel.begin()
        else:
            self.matches_view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_layout(self) -> None:
        focused = self.grid.hasFocus() or self.table.hasFocus()
        self.tabs.setCurrentIndex(MATCHES)
        self._show()
        if focused:
            self.matches_view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        matches, pins = self._desk.matches, len(self._desk.pins)
        found = len(matches.order) > 0
        on_table = self.tabs.currentIndex() == TABLE2
        self.tabs.setTabText(TABLE2, tr("Table 2 · {pins}", pins=pins) if pins else tr("Table 2"))
        if on_table:
            self.pages.setCurrentWidget(self.table2_page if pins else self._no_pins)
        else:
            self.pages.setCurrentWidget(self.matches_view if found else self._no_matches)
        self.sort.setVisible(not on_table)
        self.sort.setMinimumWidth(176 if self.width() >= NARROW else 132)
        self._sort_label.setVisible(not on_table and self.width() >= NARROW)
        self.switch.setVisible(not on_table)
        self.filter_button.setVisible(not on_table)
        self.fold_button.setVisible(not on_table)
        filters = self._desk.filters
        self.filter_button.setChecked(filters.shown)
        colour = "accent" if filters.shown or filters.wanted is not None else "soft"
        self.filter_button.setIcon(icon("filter", self._theme.colour(colour)))
        self.filter_panel.setVisible(not on_table and filters.shown)
        self.switch.slider.setVisible(self.width() >= ROOMY)
        self.shown.setVisible(not on_table and found and self.width() >= WIDE)
        self.copy_button.setVisible(on_table and bool(pins))
        self.shown.setText(how_many(matches.count, matches.places))
        self._say_why_empty()

    def _say_why_empty(self) -> None:
        session, phase = self._desk.session, self._desk.candidate.phase
        self.register_button.setVisible(session.readiness is Readiness.CLOSED)
        self.retry_button.setVisible(phase is Phase.FAILED)
        if self._desk.filters.wanted is not None and phase in {Phase.RANKING, Phase.DONE}:
            self._no_matches.say(
                tr("No mark passes the filter"), tr("Take a condition away, or clear the filter.")
            )
            return
        if self._desk.judgements.wanted and phase in {Phase.RANKING, Phase.DONE}:
            self._no_matches.say(
                tr("No mark is judged so"), tr("Choose another kind above, or none.")
            )
            return
        self._no_matches.say(
            *why_empty(session.readiness, phase, session.count, session.register_name)
        )
