"""The cases at hand: found again, looked through, opened, run again, and passed on."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMessageBox, QVBoxLayout, QWidget

from examiner_app.engine.cases.schema import CASE_SUFFIX
from examiner_app.gui.desk import Desk
from examiner_app.gui.file_names import file_stem
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.theme import Theme
from examiner_app.gui.view_keys import ViewKeys
from examiner_app.gui.widgets.basics import GAP, MARGIN, label, restyle
from examiner_app.gui.widgets.case_finder import CaseFinder
from examiner_app.gui.widgets.case_panel import CasePanel
from examiner_app.gui.widgets.side_window import SideWindow
from examiner_app.settings import CASES_WINDOW, REPORT_FOLDER
from examiner_app.translation import tr

_KIND: Final = tr("Cases (*.examiner-case)")
_FINDER: Final = 272
"""Width of the list, pixels."""


class CasesWindow(SideWindow):
    """A list of cases, the chosen one beside it.

    Attributes:
        finder: The list, and what is searched for in it.
        panel: The chosen one.
    """

    KEYS: ClassVar = ViewKeys(
        tr("Cases"),
        {
            "Up, Down": tr("Go to the case above or below, while typing too"),
            "Enter": tr("Open the case, or the search that is chosen"),
            "Esc": tr("List every case again; close the window"),
        },
    )

    def __init__(self, desk: Desk, theme: Theme, preferences: Preferences, parent: QWidget) -> None:
        super().__init__(tr("Cases – Examiner"), QSize(800, 520), preferences, CASES_WINDOW, parent)
        self._desk = desk
        self._cases = desk.cases
        self.finder = CaseFinder(desk.cases, theme)
        self.finder.setFixedWidth(_FINDER)
        self.panel = CasePanel(desk.cases, theme)
        self.news = label("", "soft", wrap=True)
        self._build()
        self._connect()
        self.come_back(QSize(960, 660))
        self._show_news()

    def open(self) -> None:
        """Show the window, or bring it to the front, with what is known now."""
        self._cases.state.tell("")
        self._cases.refresh()
        self.finder.begin()
        self.come_to_front(self.finder.field)

    def event(self, event: QEvent) -> bool:
        """Look again at the cases whenever the window comes to the front."""
        if event.type() == QEvent.Type.WindowActivate:
            self._cases.refresh()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """On Escape, put away what was searched for; where nothing was, close."""
        if event.key() != Qt.Key.Key_Escape or not self.finder.clear():
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nobody waits for a search that runs again any more."""
        self._cases.stop()
        super().closeEvent(event)

    def _build(self) -> None:
        body = QHBoxLayout()
        body.setSpacing(MARGIN)
        body.addWidget(self.finder)
        body.addWidget(self.panel, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addLayout(body, 1)
        column.addWidget(self.news)

    def _connect(self) -> None:
        desk, panel, searches = self._desk, self.panel, self.panel.searches
        self._cases.state.news_changed.connect(self._show_news)
        for changed in (desk.log.changed, desk.images.changed):
            changed.connect(self._follow)
        desk.session.register_changed.connect(searches.allow)
        self.finder.open_wanted.connect(self._open)
        panel.open_button.clicked.connect(self._open)
        panel.export_button.clicked.connect(self._export)
        searches.open_wanted.connect(self._open_search)
        searches.new_wanted.connect(self._open_new)
        self.finder.import_button.clicked.connect(self._import)

    def _follow(self) -> None:
        """Another case is on the desk, or a search of it was kept."""
        if self.isVisible():
            self._cases.refresh()

    def _open(self) -> None:
        if self._cases.open():
            # It would hide what was asked for.
            self.close()

    def _open_search(self) -> None:
        if self._cases.open_search():
            self.close()

    def _open_new(self) -> None:
        if self._cases.open_search(only_new=True):
            self.close()

    def _export(self) -> None:
        view = self._cases.state.view
        if view is None:
            return
        folder = Path(self._preferences.get(REPORT_FOLDER))
        start = str(folder / f"{file_stem(view.title)}{CASE_SUFFIX}")
        name, _ = QFileDialog.getSaveFileName(self, tr("Export the case"), start, _KIND)
        if not name:
            return
        path = Path(name)
        # Where the name is as the dialog has it, that has asked already.
        asked = path.suffix == CASE_SUFFIX
        if not asked:
            path = path.with_name(path.name + CASE_SUFFIX)
        self._preferences.set(REPORT_FOLDER, str(path.parent))
        self._cases.export(path, lambda there: self._replace_file(path, there), overwrite=asked)

    def _replace_file(self, path: Path, name: str) -> None:
        question = tr("{name} already exists. Do you want to replace it?", name=name)
        if self._agrees(tr("Export the case"), question):
            self._cases.export(path, lambda _: None, overwrite=True)

    def _import(self) -> None:
        folder = self._preferences.get(REPORT_FOLDER)
        kinds = f"{_KIND};;{tr('All files (*)')}"
        name, _ = QFileDialog.getOpenFileName(self, tr("Import a case"), folder, kinds)
        if name:
            path = Path(name)
            self._cases.take(path, lambda case: self._replace_case(path, case))

    def _replace_case(self, path: Path, name: str) -> None:
        question = tr(
            "The case {name} is here already. Do you want to replace its images, log and pins "
            "by those of the file? Of two judgements on one mark the later one stands.",
            name=name,
        )
        if self._agrees(tr("Import a case"), question):
            self._cases.take(path, lambda _: None, overwrite=True)

    def _agrees(self, title: str, question: str) -> bool:
        # A reference is the office's or a stranger's: none of it is markup.
        box = QMessageBox(QMessageBox.Icon.Question, title, question, parent=self)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setStandardButtons(QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.No)
        box.setDefaultButton(QMessageBox.StandardButton.No)
        answer = box.exec()
        box.deleteLater()
        return answer == QMessageBox.StandardButton.Yes

    def _show_news(self) -> None:
        state = self._cases.state
        self.news.setText(state.news)
        self.news.setVisible(bool(state.news))
        self.news.setProperty("role", "danger" if state.failed else "soft")
        restyle(self.news)
