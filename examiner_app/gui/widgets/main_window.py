"""The window: three columns, a line above, a line below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QShowEvent,
)
from PySide6.QtWidgets import QMainWindow, QSplitter, QVBoxLayout, QWidget

from examiner_app.gui.comparisons import Comparisons
from examiner_app.gui.desk import Desk
from examiner_app.gui.fonts_ahead import FontsAhead
from examiner_app.gui.live_settings import LiveSettings
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.registers import Registers
from examiner_app.gui.state.arrangement import Arrangement
from examiner_app.gui.state.saved_filters import SavedFilters
from examiner_app.gui.state.session import Readiness
from examiner_app.gui.theme import Theme
from examiner_app.gui.thumbnails import Thumbnails
from examiner_app.gui.widgets.actions import Actions
from examiner_app.gui.widgets.candidate_panel import CandidatePanel
from examiner_app.gui.widgets.case_actions import CaseActions
from examiner_app.gui.widgets.colour_actions import ColourActions
from examiner_app.gui.widgets.compare_panel import ComparePanel
from examiner_app.gui.widgets.desktop_actions import DesktopActions
from examiner_app.gui.widgets.fold_actions import FoldActions
from examiner_app.gui.widgets.forehand import Forehand
from examiner_app.gui.widgets.header import Header
from examiner_app.gui.widgets.history_actions import HistoryActions
from examiner_app.gui.widgets.image_actions import ImageActions
from examiner_app.gui.widgets.judgement_actions import JudgementActions
from examiner_app.gui.widgets.layer_actions import LayerActions
from examiner_app.gui.widgets.logo_drops import LogoDrops
from examiner_app.gui.widgets.marking_actions import MarkingActions
from examiner_app.gui.widgets.matches_panel import MatchesPanel
from examiner_app.gui.widgets.message_bar import MessageBar
from examiner_app.gui.widgets.model_actions import ModelActions
from examiner_app.gui.widgets.paint_budget import PaintBudget
from examiner_app.gui.widgets.recent_menu import RecentMenu
from examiner_app.gui.widgets.register_actions import RegisterActions
from examiner_app.gui.widgets.report_actions import ReportActions
from examiner_app.gui.widgets.saved_menu import SavedMenu
from examiner_app.gui.widgets.status_line import StatusLine
from examiner_app.gui.widgets.table2_actions import Table2Actions
from examiner_app.gui.widgets.tour import Tour
from examiner_app.gui.widgets.window_dialogs import WindowDialogs
from examiner_app.gui.widgets.window_wiring import wire
from examiner_app.settings import (
    CELL_SIZE,
    COLUMNS,
    GEOMETRY,
    MATCH_LAYOUT,
    RECENT_REGISTERS,
    REGISTER,
)
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.gui.widgets.compare_window import CompareWindow
    from examiner_app.gui.widgets.registers_window import RegistersWindow


class MainWindow(QMainWindow):
    """The examiner's window.

    Attributes:
        desk: What it shows.
        preferences: What it remembers.
        arrangement: How the matches are laid out.
        settings: What the user chose, in force.
        marking: What can be drawn on the candidate.
        dialogs: What it asks in windows of their own.
        tour: Leads through it.
        registers: The registers at hand.
        registers_window: The window about them; ``None`` until it was opened once.
        models: The models at hand, and the window about them.
        reports: The report that is previewed, and the window about it.
        case: What belongs to the case.
        comparison: The window of the comparison; ``None`` until it was opened once.
        fonts: The fonts that words of marks are painted in.
        restored: Whether it is where it was the last time.

    Signals:
        closed(): The window was closed.
    """

    closed = Signal()

    def __init__(self, desk: Desk, theme: Theme, preferences: Preferences) -> None:
        super().__init__()
        self.desk = desk
        self.preferences = preferences
        self._theme = theme
        self.setWindowTitle("Examiner")
        self.setAcceptDrops(True)
        self.setMinimumSize(1120, 690)
        self.thumbnails = Thumbnails(desk.jobs, self)
        self.arrangement = Arrangement(
            preferences.get(MATCH_LAYOUT), preferences.get(CELL_SIZE), self
        )
        self.settings = LiveSettings(preferences, theme, desk, self.arrangement, self)
        saved = SavedFilters(desk.filters, desk.session, desk.messages, preferences, self)
        self.saved_menu = SavedMenu(saved, desk.messages, self)
        self.comparisons = Comparisons(desk, self)
        self.comparison: CompareWindow | None = None
        self.registers = Registers(desk, preferences.get(RECENT_REGISTERS))
        self.registers_window: RegistersWindow | None = None
        self.actions_ = Actions(self, desk, self.arrangement)
        self.marking = MarkingActions(self, desk)
        self.history = HistoryActions(self, desk.history)
        self.dialogs = WindowDialogs(self, desk, preferences)
        self._build()
        self.tour = Tour(self, theme)
        pages = [self.candidate.page, self.compare.page]
        self._forehand = Forehand(desk, [self.make_comparison, *self.reports.makes], pages, self)
        self.fonts = FontsAhead(self)
        self._connect()
        self.restored = self.restoreGeometry(preferences.get_bytes(GEOMETRY))
        self.columns.restoreState(preferences.get_bytes(COLUMNS))

    def paste(self) -> None:
        """Take the candidate from the clipboard."""
        self.drops.paste(adds=False)

    def copy_table(self) -> None:
        """Put Table 2 into the clipboard."""
        QGuiApplication.clipboard().setText(self.matches.table2_model.as_text())
        self.desk.messages.success(tr("Table 2 is in the clipboard, with exact ranks."))

    def show_comparison(self) -> None:
        """Open the comparison, or bring it to the front."""
        self.make_comparison().open()

    def make_comparison(self) -> CompareWindow:
        """Return the comparison, made where it was not yet; it need not be open."""
        if self.comparison is None:
            from examiner_app.gui.widgets.compare_window import CompareWindow

            self.comparison = CompareWindow(
                self.desk, self.comparisons, self._theme, self.preferences, self
            )
        return self.comparison

    def show_registers(self) -> RegistersWindow:
        """Open the window of the registers, or bring it to the front."""
        if self.registers_window is None:
            from examiner_app.gui.widgets.registers_window import RegistersWindow

            self.registers_window = RegistersWindow(
                self.desk, self.registers, self.preferences, self
            )
        self.registers_window.open()
        return self.registers_window

    def showEvent(self, event: QShowEvent) -> None:
        """Use the time until models are loaded."""
        super().showEvent(event)
        self.fonts.start()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept what may hold a logo."""
        self.drops.drag(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Say what a drop here would do."""
        self.drops.drag(event)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """The drag went elsewhere."""
        self.drops.leave()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take what was dropped as the candidate, or say why not."""
        self.drops.drop(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the layout, go at once, and end the work behind."""
        if not self.dialogs.may_close():
            event.ignore()
            return
        self.desk.tasks.cancel()
        beside = (self.registers_window, self.case.cases_window, self.comparison)
        for one in (*beside, self.models, self.reports):
            if one is not None:
                one.close()
        self.preferences.set(RECENT_REGISTERS, self.registers.state.remembered)
        self.preferences.set_bytes(GEOMETRY, self.saveGeometry())
        self.preferences.set_bytes(COLUMNS, self.columns.saveState())
        self.hide()
        self.desk.jobs.stop()
        # The window is gone from the screen before the wait for the last step of the work.
        QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        self.desk.close()
        super().closeEvent(event)
        self.closed.emit()

    def _build(self) -> None:
        self.actions_.fill(self.menuBar())
        layers, menu = self.desk.layers, self.actions_.menus["layer"]
        self.layering = LayerActions(self, layers, self.preferences, menu)
        self.colours = ColourActions(self, layers)
        self.colours.fill(menu)
        self.register_actions = RegisterActions(
            self, self.registers, self.actions_.menus["file"], self.actions_.after_registers
        )
        self.models = ModelActions(self, self._theme, self.register_actions.build)
        self.fold_actions = FoldActions(self, self.desk, self.actions_.menus["view"])
        self.marking.fill(self.actions_.menus["view"])
        self.reports = ReportActions(self, self._theme)
        beside = {tr("Comparison"): self.make_comparison, tr("Report"): self.reports.make}
        self.desktop = DesktopActions(self, self.settings, self._theme, beside)
        self.desktop.fill(self.actions_)
        self.recent = RecentMenu(self, self.desk, self.preferences)
        self.recent.fill(self.actions_)
        self.case = CaseActions(self, self.desk, self.preferences, self._theme)
        self.case.fill(self.actions_)
        self.candidate = CandidatePanel(
            self.desk, self._theme, self.marking, self.history, self.layering
        )
        self.image_actions = ImageActions(self, self.desk)
        self.image_actions.fill(self.actions_, self.candidate.images)
        self.drops = LogoDrops(self, self.desk, self.candidate)
        desk, budget = self.desk, PaintBudget(self)
        self.matches = MatchesPanel(desk, self.arrangement, self.thumbnails, self._theme, budget)
        self.matches.fold_button.offer(self.fold_actions)
        for place in (self.matches.filter_bar, self.matches.filter_panel):
            place.offer(self.saved_menu)
        self.actions_.menus["view"].addMenu(self.saved_menu)
        self.compare = ComparePanel(self.desk, self.thumbnails, self._theme, budget)
        self.judging = JudgementActions(self, self.desk, self.compare.note.open)
        self.judging.fill(self.actions_.menus["match"])
        self.history.fill(self.menuBar(), self.actions_.menus)
        self.columns = QSplitter(Qt.Orientation.Horizontal)
        self.columns.setHandleWidth(1)
        self.columns.setChildrenCollapsible(False)
        for panel, least in ((self.candidate, 300), (self.matches, 460), (self.compare, 340)):
            panel.setMinimumWidth(least)
            self.columns.addWidget(panel)
        self.columns.setStretchFactor(1, 1)
        self.columns.setSizes([324, 720, 388])
        page, menu = self.matches.table2_page, self.actions_.menus["match"]
        self.table2_actions = Table2Actions(self, self.desk, page, self.preferences, menu)
        self.message_bar = MessageBar(self.desk.messages, self._theme)
        self.header = Header(self.desk, self.actions_, self._theme)
        self.status = StatusLine(self.desk)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.header, self.message_bar, self.columns, self.status):
            column.addWidget(widget, 1 if widget is self.columns else 0)
        self.setCentralWidget(body)
        # Nothing is focused to begin with, or the first button would seem chosen.
        body.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        body.setFocus()

    def _connect(self) -> None:
        wire(self)
        desk = self.desk
        for choice, action in self.actions_.themes.items():
            action.triggered.connect(lambda _=False, choice=choice: self._theme.choose(choice))
        self._theme.changed.connect(self._show_theme)
        self._show_theme()
        desk.session.register_changed.connect(self._use_register)
        desk.candidate.logo_changed.connect(self._show_title)
        desk.log.changed.connect(self._show_title)
        # In a turn of its own, when the matches are painted.
        self._offer = QTimer(self, interval=0, singleShot=True)
        self._offer.timeout.connect(self._offer_matches)
        desk.matches.reset.connect(self._offer.start)

    def _use_register(self) -> None:
        session = self.desk.session
        self.thumbnails.use(session.register)
        if session.register is not None and session.readiness is Readiness.READY:
            self.preferences.set(REGISTER, str(session.register.path))

    def _offer_matches(self) -> None:
        """Let the arrows walk over new matches, unless the user is busy elsewhere."""
        if self.focusWidget() is self.centralWidget() and len(self.desk.matches.order):
            self.matches.matches_view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_theme(self) -> None:
        self.actions_.themes[self._theme.choice].setChecked(True)

    def _show_title(self) -> None:
        logo = self.desk.candidate.logo
        name = " – ".join(part for part in (self.desk.log.reference, logo and logo.name) if part)
        self.setWindowTitle(tr("{name} – Examiner", name=name) if name else "Examiner")
