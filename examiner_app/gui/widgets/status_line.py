"""The line at the bottom: what is going on, and what it runs on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from examiner_app.gui.desk import Desk
from examiner_app.gui.state.candidate import Phase
from examiner_app.gui.state.session import Readiness
from examiner_app.gui.tips import plain_tip
from examiner_app.gui.widgets.basics import GAP, MARGIN, button, label
from examiner_app.gui.widgets.elided_button import ElidedButton
from examiner_app.translation import tr


class StatusLine(QWidget):
    """Activity on the left, the long task, models and device on the right.

    Signals:
        task_clicked(): The user wants to see the long task.
        models_clicked(): The user wants to see the models.
    """

    task_clicked = Signal()
    models_clicked = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(28)
        self._desk = desk
        self.progress = QProgressBar()
        self.progress.setFixedWidth(96)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(tr("Progress"))
        self.activity = label("", "caption")
        self.log = label("", "caption")
        self.log.setToolTip(tr("Each search is kept in the log of its case, and stands in reports"))
        self.models = button("", "status", tr("Show the models (Ctrl+Shift+M)"))
        self.models.clicked.connect(self.models_clicked)
        self.task = ElidedButton("link")
        self.task.clicked.connect(self.task_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(GAP + 2)
        row.addWidget(self.progress)
        row.addWidget(self.activity)
        row.addStretch(1)
        row.addWidget(self.task)
        row.addWidget(self.log)
        row.addWidget(self.models)
        desk.session.activity_changed.connect(self._show)
        desk.session.readiness_changed.connect(self._show)
        desk.session.register_changed.connect(self._show)
        desk.candidate.phase_changed.connect(self._show)
        desk.tasks.state.changed.connect(self._show_task)
        desk.log.changed.connect(self._show_log)
        self._show()
        self._show_log()
        self._show_task()

    def _show_log(self) -> None:
        log = self._desk.log
        self.log.setText(tr("Search {number} of the case", number=log.number))
        self.log.setVisible(log.number > 0)

    def _show_task(self) -> None:
        line = self._desk.tasks.state.line
        self.task.setVisible(bool(line))
        self.task.setText(line.replace("&", "&&"))
        # Where there is no room for all of the line, the tooltip has it.
        show = tr("Show this task")
        self.task.setToolTip(plain_tip(f"{line}\n{show}"))

    def _show(self) -> None:
        session = self._desk.session
        activity = session.activity
        self.progress.setVisible(activity is not None)
        if activity is not None:
            # Left to itself, a progress bar paints at once whatever in the window waits for paint.
            self.progress.setUpdatesEnabled(False)
            self.progress.setRange(0, activity.total)
            self.progress.setValue(activity.done)
            self.progress.setUpdatesEnabled(True)
            counted = (
                tr(" {done} of {total}", done=activity.done, total=activity.total)
                if activity.total
                else ""
            )
            self.activity.setText(f"{activity.stage}{counted}…")
        else:
            self.activity.setText(self._rest())
        workbench = session.workbench
        models = (
            tr(
                "Models: {bundle}   ·   {device}",
                bundle=workbench.describer.bundle_name,
                device=workbench.describer.device.name,
            )
            if workbench
            else ""
        )
        self.models.setText(models.replace("&", "&&"))
        self.models.setVisible(bool(models))

    def _rest(self) -> str:
        session, candidate = self._desk.session, self._desk.candidate
        examination = candidate.examination
        if candidate.phase is Phase.DONE and examination is not None:
            return tr(
                "Described in {seconds_describe:.1f} s, every mark ranked by every method in "
                "{seconds_rank:.1f} s",
                seconds_describe=examination.seconds_describe,
                seconds_rank=examination.seconds_rank,
            )
        if session.readiness is Readiness.READY:
            return tr("Ready")
        return (
            tr("No register is open") if session.readiness is Readiness.CLOSED else tr("Loading…")
        )
