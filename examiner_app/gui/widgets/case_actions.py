"""What belongs to the case: its details, the copy for the applicant's file, and former cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examiner_app.gui.preferences import Preferences
from examiner_app.gui.widgets.window_actions import add_action
from examiner_app.settings import EXAMINER
from examiner_app.translation import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from examiner_app.gui.desk import Desk
    from examiner_app.gui.theme import Theme
    from examiner_app.gui.widgets.actions import Actions
    from examiner_app.gui.widgets.cases_window import CasesWindow


class CaseActions:
    """Actions on the case.

    Attributes:
        details: Say its reference, and who examines it.
        file_copy: Write the report for the applicant's file.
        show: Show the cases at hand.
        cases_window: The window about them; ``None`` until it was opened once.
    """

    def __init__(
        self, window: QMainWindow, desk: Desk, preferences: Preferences, theme: Theme
    ) -> None:
        self._window = window
        self._desk = desk
        self._preferences = preferences
        self._theme = theme
        self.cases_window: CasesWindow | None = None
        self.show = add_action(
            window,
            tr("C&ases…"),
            tr("Find former cases, their searches, and what is new since"),
            "Ctrl+E",
        )
        self.show.triggered.connect(self.show_cases)
        self.details = add_action(
            window,
            tr("Case detai&ls…"),
            tr("The reference of the case, and who examines it"),
            "Ctrl+I",
        )
        self.file_copy = add_action(
            window,
            tr("Export file cop&y…"),
            tr("Write a report with the search and the cited marks only"),
            "Ctrl+Shift+S",
        )
        self.details.triggered.connect(self.ask)
        for changed in (
            desk.candidate.phase_changed,
            desk.candidate.logo_changed,
            desk.exporting_changed,
        ):
            changed.connect(self._refresh)
        self._refresh()

    def fill(self, actions: Actions) -> None:
        """Add them to the menu of files, around the report."""
        file = actions.menus["file"]
        entries = file.actions()
        file.insertAction(entries[entries.index(actions.export) + 1], self.file_copy)
        file.insertActions(actions.export, [self.show, self.details])

    def show_cases(self) -> CasesWindow:
        """Open the window of the cases, or bring it to the front."""
        if self.cases_window is None:
            from examiner_app.gui.widgets.cases_window import CasesWindow

            self.cases_window = CasesWindow(
                self._desk, self._theme, self._preferences, self._window
            )
        self.cases_window.open()
        return self.cases_window

    def ask(self) -> None:
        """Ask for the details, and keep them."""
        from examiner_app.gui.widgets.case_dialog import CaseDialog

        log = self._desk.log
        examiner = log.examiner or self._preferences.get(EXAMINER)
        dialog = CaseDialog(log.reference, examiner, self._window)
        if dialog.exec():
            self._preferences.set(EXAMINER, dialog.examiner.text().strip())
            log.describe(dialog.reference.text(), dialog.examiner.text())
        dialog.deleteLater()

    def _refresh(self) -> None:
        desk = self._desk
        self.details.setEnabled(desk.candidate.logo is not None)
        done = desk.candidate.examination is not None
        self.file_copy.setEnabled(done and not desk.exporting)
