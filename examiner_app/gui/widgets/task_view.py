"""The long task: how far it is, how to hold it, and what it could not use."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from examiner_app.engine.wording import thousands
from examiner_app.gui.state.task import TaskPhase
from examiner_app.gui.tasks import Tasks
from examiner_app.gui.widgets.basics import GAP, MARGIN, ElidedLabel, button, label
from examiner_app.translation import tr

_STEPS = 1000
"""Of the progress bar, whatever is counted."""


_WRAPPED = 200
"""Rows up to which the height of each is measured, which takes its time."""


class TaskView(QWidget):
    """Shown while there is a task, and after it until the next one says how it ended."""

    def __init__(self, tasks: Tasks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("task")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Long task"))
        self._tasks = tasks
        self.title = ElidedLabel("strong")
        self.pace = ElidedLabel("caption")
        self.failure = label("", "danger", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Progress of the long task"))
        self.hold_button = button(
            tr("Pause"), "", tr("Stop after the present step, and go on later")
        )
        self.cancel_button = button(tr("Cancel"), "", tr("End it; what was finished is kept"))
        self.rejects_button = button("", "link", tr("List the files that could not be used"))
        self.hold_button.clicked.connect(self._hold)
        self.cancel_button.clicked.connect(tasks.cancel)
        self.rejects_button.clicked.connect(
            lambda: RejectsDialog(list(tasks.state.rejects), self.window()).open()
        )
        self._build()
        tasks.state.changed.connect(self._show)
        self._show()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        column.setSpacing(GAP // 2)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.title, 1)
        head.addWidget(self.rejects_button)
        head.addWidget(self.hold_button)
        head.addWidget(self.cancel_button)
        column.addLayout(head)
        column.addWidget(self.progress)
        column.addWidget(self.pace)
        column.addWidget(self.failure)

    def _hold(self) -> None:
        if self._tasks.state.phase is TaskPhase.PAUSED:
            self._tasks.resume()
        else:
            self._tasks.pause()

    def _show(self) -> None:
        state = self._tasks.state
        self.setVisible(state.running or state.outcome is not None)
        for widget in (self.hold_button, self.cancel_button, self.progress):
            widget.setVisible(state.running)
        paused = state.phase is TaskPhase.PAUSED
        self.hold_button.setText(tr("Resume") if paused else tr("Pause"))
        stopping = state.phase is TaskPhase.STOPPING
        kept = tr("End it; what was finished is kept")
        self.cancel_button.setToolTip(kept if state.keeps else tr("End it; nothing is changed"))
        self.hold_button.setEnabled(not stopping)
        self.cancel_button.setEnabled(not stopping)
        rejects = len(state.rejects)
        self.rejects_button.setVisible(rejects > 0)
        self.rejects_button.setText(tr("{rejects} skipped", rejects=thousands(rejects)))
        outcome = state.outcome
        self.title.set_text(outcome.title if outcome else state.title)
        self.pace.set_text(outcome.text if outcome else state.pace)
        failed = outcome is not None and outcome.failed
        # What went wrong says what to do: it is never shortened.
        self.failure.setText(self.pace.full_text if failed else "")
        self.failure.setVisible(failed)
        self.pace.setVisible(not failed)
        progress = state.progress
        total = progress.total if progress else 0
        self.progress.setRange(0, _STEPS if total else 0)
        if progress is not None and total:
            self.progress.setValue(round(_STEPS * progress.done / total))


class RejectsDialog(QDialog):
    """Files that could not be used, with the reasons."""

    def __init__(self, rejects: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Skipped files"))
        self.resize(720, 420)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._rejects = rejects
        self.table = rejects_table(rejects)
        copier = button(tr("Copy"), "", tr("Copy the list, for a spreadsheet"))
        copier.clicked.connect(self._copy)
        closer = button(tr("Close"))
        closer.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(copier)
        row.addStretch(1)
        row.addWidget(closer)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.addWidget(label(tr("These files are not in the register. All others are."), "soft"))
        column.addWidget(self.table)
        column.addLayout(row)

    def _copy(self) -> None:
        lines = ("\t".join(_plain(part) for part in pair) for pair in self._rejects)
        QGuiApplication.clipboard().setText("\n".join(lines))


def rejects_table(rejects: list[tuple[str, str]]) -> QTableWidget:
    """Return a table of files and reasons."""
    table = QTableWidget(len(rejects), 2)
    table.setHorizontalHeaderLabels([tr("File"), tr("Why it was skipped")])
    table.setAccessibleName(tr("Skipped files"))
    table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
    header.setStretchLastSection(True)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.setColumnWidth(0, 240)
    for row, pair in enumerate(rejects):
        for column, text in enumerate(pair):
            item = QTableWidgetItem(text)
            item.setToolTip(_plain(text))
            table.setItem(row, column, item)
    if len(rejects) <= _WRAPPED:
        table.resizeRowsToContents()
    return table


def _plain(text: str) -> str:
    return " ".join(text.split())
