"""The report as it will be on paper, before it is saved."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from examiner_app.gui.desk import Desk
from examiner_app.gui.messages import Level, Message
from examiner_app.gui.papers import chosen_paper
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.report_preview import PreviewPhase
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
from examiner_app.gui.widgets.page_tools import PageTools, tool
from examiner_app.gui.widgets.page_view import PageView
from examiner_app.gui.widgets.report_choices import ReportChoices
from examiner_app.gui.widgets.report_file import ask_report_file
from examiner_app.gui.widgets.side_window import SideWindow
from examiner_app.gui.widgets.window_actions import add_action
from examiner_app.settings import MATCHES_LISTED, PAPER, REPORT_WINDOW
from examiner_app.translation import tr

CHOICES_WIDTH: Final = 268


class ReportWindow(SideWindow):
    """Choices on the left, the pages on the right.

    Attributes:
        choices: Kind and paper, and what is in the report.
        view: The pages.
        tools: Which page is seen, and how large.
        save: Ask where the report goes, and write it.
        refresh: Take what the main window shows by now.
        outcome: What became of the report that was saved last.
    """

    def __init__(
        self,
        desk: Desk,
        choices: ReportChoices,
        theme: Theme,
        preferences: Preferences,
        parent: QWidget,
    ) -> None:
        super().__init__(
            tr("Export a similarity report – Examiner"),
            QSize(760, 480),
            preferences,
            REPORT_WINDOW,
            parent,
        )
        self._desk = desk
        self._preview = preview = choices.preview
        self.choices = choices
        self.choices.choose(file_copy=False, paper=chosen_paper(preferences))
        self.choices.choose_top(int(preferences.get(MATCHES_LISTED)))
        self.view = PageView(preview.pages, theme)
        self.tools = PageTools(self.view, self)
        self._saved: Path | None = None
        self._add_actions()
        self._build(theme)
        self._connect()
        self.come_back(QSize(1180, 820))

    def open(self, *, file_copy: bool) -> None:
        """Show the window with a report of what is seen now, or refuse."""
        choices = self.choices
        choices.choose(file_copy=file_copy, paper=choices.paper)
        if self._preview.open(file_copy=file_copy, paper=choices.paper, top=choices.top):
            self._tell(None)
            self.come_to_front(self.save_button)
            self._offer_pages()
        else:
            self._desk.refuse_report()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go what the report was of."""
        super().closeEvent(event)
        self._preview.close()

    def _add_actions(self) -> None:
        self.save = add_action(
            self, tr("Save as…"), tr("Choose where the report goes, and its format"), "Ctrl+S"
        )
        self.refresh = add_action(
            self, tr("Refresh"), tr("Preview a report of what the main window shows now"), "F5"
        )
        self.leave = add_action(self, tr("Close"), tr("Back to the matches"), "Esc", "Ctrl+W")

    def _build(self, theme: Theme) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        line = rule()
        line.setFixedWidth(1)
        line.setMaximumHeight(16_777_215)
        row.addWidget(self._build_left())
        row.addWidget(line)
        row.addLayout(self._build_right(theme), 1)

    def _build_left(self) -> QWidget:
        left = QWidget()
        left.setFixedWidth(CHOICES_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.outcome = label("", "", wrap=True)
        self.open_button = button(tr("Open"), "link", tr("Open the report that was saved"))
        self.save_button = button(tr("Save as…"), "primary", self.save.toolTip())
        self.close_button = button(tr("Close"), "", self.leave.toolTip())
        foot = QVBoxLayout()
        foot.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        foot.setSpacing(GAP)
        foot.addWidget(self.outcome)
        foot.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        foot.addWidget(self.save_button)
        foot.addWidget(self.close_button)
        column.addWidget(self.choices, 1)
        column.addLayout(foot)
        return left

    def _build_right(self, theme: Theme) -> QVBoxLayout:
        self.state = EmptyState(theme, "report")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setFixedWidth(220)
        self.progress.setAccessibleName(tr("Progress of the preview"))
        self.retry_button = button(tr("Try again"))
        self.state.buttons.addWidget(self.progress)
        self.state.buttons.addWidget(self.retry_button)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.state)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tools)
        column.addWidget(self._build_outdated())
        column.addWidget(self.stack, 1)
        return column

    def _build_outdated(self) -> QWidget:
        self.outdated = QWidget()
        self.outdated.setObjectName("filter-bar")
        self.outdated.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = ElidedLabel()
        line.set_text(tr("The main window shows something else by now."))
        row = QHBoxLayout(self.outdated)
        row.setContentsMargins(MARGIN, GAP // 2, MARGIN, GAP // 2)
        row.setSpacing(GAP)
        row.addWidget(line, 1)
        row.addWidget(tool(self.refresh))
        return self.outdated

    def _connect(self) -> None:
        preview, desk = self._preview, self._desk
        self.save.triggered.connect(self._save)
        self.save_button.clicked.connect(self.save.trigger)
        self.refresh.triggered.connect(preview.refresh)
        self.leave.triggered.connect(self.close)
        self.close_button.clicked.connect(self.close)
        self.retry_button.clicked.connect(preview.retry)
        self.open_button.clicked.connect(self._open_saved)
        self.choices.chosen.connect(self._choose)
        preview.changed.connect(self._show)
        preview.progressed.connect(self._show_progress)
        for changed in (
            preview.outdated_changed,
            desk.candidate.phase_changed,
            desk.exporting_changed,
        ):
            changed.connect(self._allow)
        desk.reports.ended.connect(self._tell)
        self._tell(None)
        self._show()
        self._allow()

    def _choose(self) -> None:
        choices = self.choices
        self._preferences.set(PAPER, choices.paper)
        self._preferences.set(MATCHES_LISTED, str(choices.top))
        self._preview.choose(file_copy=choices.file_copy, paper=choices.paper, top=choices.top)

    def _show(self) -> None:
        phase = self._preview.phase
        shown = phase is PreviewPhase.SHOWN
        self.view.show_pages()
        failed = phase is PreviewPhase.FAILED
        self.state.icon.set("error" if failed else "report", "danger" if failed else "soft")
        if failed:
            self.state.say(tr("There is no preview"), self._preview.error)
        else:
            self.state.say(tr("Preparing the preview…"), "")
        self.retry_button.setVisible(failed)
        self.stack.setCurrentWidget(self.view if shown else self.state)
        self._show_progress()
        self._offer_pages()
        self._allow()

    def _offer_pages(self) -> None:
        """Let the keys leaf through the pages, unless the user is busy elsewhere."""
        if self.view.isVisible() and self.focusWidget() in {None, self.save_button}:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_progress(self) -> None:
        progress = self._preview.progress
        counted = progress is not None and progress.total > 0
        self.progress.setVisible(counted and self._preview.phase is PreviewPhase.PREPARING)
        if progress is not None and counted:
            # Left to itself, a progress bar paints at once whatever in the window waits for paint.
            self.progress.setUpdatesEnabled(False)
            self.progress.setRange(0, progress.total)
            self.progress.setValue(progress.done)
            self.progress.setUpdatesEnabled(True)

    def _allow(self) -> None:
        examined = self._desk.candidate.examination is not None
        self.outdated.setVisible(self._preview.outdated)
        self.refresh.setEnabled(self._preview.outdated and examined)
        can_save = self._preview.request is not None and not self._desk.exporting
        self.save.setEnabled(can_save)
        self.save_button.setEnabled(can_save)

    def _save(self) -> None:
        # While the dialog is open the desk works on: what is saved is what was chosen before.
        request = self._preview.request
        path = ask_report_file(self, self._preferences, request) if request else None
        if request is not None and path is not None:
            self._preview.save(path, request)

    def _tell(self, message: Message | None) -> None:
        """Say what became of a report, or nothing."""
        self.outcome.setText(message.text if message else "")
        self.outcome.setVisible(message is not None)
        failed = message is not None and message.level is Level.ERROR
        self.outcome.setProperty("role", "danger" if failed else "soft")
        restyle(self.outcome)
        self._saved = message.file if message else None
        self.open_button.setVisible(self._saved is not None)

    def _open_saved(self) -> None:
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved)))
