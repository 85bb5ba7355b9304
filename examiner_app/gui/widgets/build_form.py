"""Asks for a build: which marks, where to, with what; says what is wrong before it begins."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from examiner_app.engine.methods import METHODS
from examiner_app.engine.wording import size_text, thousands
from examiner_app.gui.desk import Desk
from examiner_app.gui.jobs import Lane
from examiner_app.gui.registers import Registers
from examiner_app.gui.widgets.basics import GAP, MARGIN, button, label
from examiner_app.translation import tr, trn

if TYPE_CHECKING:
    from examiner_app.engine.models.at_hand import BundleSummary
    from examiner_app.engine.register.about import About
    from examiner_app.engine.register.build_request import BuildPlan, BuildRequest

FORMATS: Final = {
    "": tr("As it looks"),
    "folder": tr("Folder of images"),
    "table": tr("Table (CSV) with images"),
    "metu": tr("METU layout (queries and pool)"),
}
"""Formats of a source with their names; the first one leaves it to the engine."""

DEVICES: Final = {"auto": tr("The fastest there is"), "cpu": tr("CPU"), "cuda": tr("GPU (CUDA)")}

_TYPING_MS: Final = 300
_KEY = Qt.ItemDataRole.UserRole


class BuildForm(QDialog):
    """Asks for a new register, or for marks to be added to one.

    Attributes:
        plan: What the present answers would do; ``None`` until that is known.
    """

    def __init__(
        self,
        desk: Desk,
        registers: Registers,
        parent: QWidget,
        *,
        register: About | None = None,
        source: Path | None = None,
        models: BundleSummary | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(
            tr("Build a register") if register is None else tr("Add marks to a register")
        )
        self.setMinimumWidth(560)
        self._desk = desk
        self._registers = registers
        self._register = register
        self._models = models
        self.plan: BuildPlan | None = None
        self._build()
        self._typed = QTimer(self, interval=_TYPING_MS, singleShot=True)
        self._typed.timeout.connect(self._look)
        self._connect()
        if register is not None:
            self.out.setText(str(register.path))
            self.name.setText(register.name)
            for widget in (self.out, self.out_button, self.name, self.methods):
                widget.setEnabled(False)
        if source is not None:
            self.source.setText(str(source))
        self._look()

    @property
    def request(self) -> BuildRequest:
        """What is asked for."""
        from examiner_app.engine.register.build_request import BuildRequest

        new = self._register is None
        return BuildRequest(
            Path(self.source.text().strip()),
            Path(self.out.text().strip()),
            source_format=self.format.currentData() or None,
            bundle=self._models.folder if self._models else None,
            device=self.device.currentData(),
            methods=self._chosen_methods() if new else None,
            name=(self.name.text().strip() or None) if new else None,
        )

    def _build(self) -> None:
        self.source, self.source_button = QLineEdit(), button(tr("Folder…"))
        self.table_button = button(tr("Table…"))
        self.out, self.out_button = QLineEdit(), button(tr("Choose…"))
        self.name = QLineEdit()
        self.name.setPlaceholderText(tr("As the source is called"))
        self.format = _combo(FORMATS, tr("Format of the source"))
        self.device = _combo(DEVICES, tr("Where the networks run"))
        self.methods = QListWidget()
        self.methods.setAccessibleName(tr("Methods that the register can be ranked by"))
        self.methods.setObjectName("methods")
        self.methods.setMaximumHeight(148)
        for key, method in METHODS.items():
            item = QListWidgetItem(method.name)
            item.setData(_KEY, key)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            self.methods.addItem(item)
        for field, name in (
            (self.source, tr("Marks")),
            (self.out, tr("Folder of the register")),
            (self.name, tr("Name of the register")),
        ):
            field.setAccessibleName(name)
        form = QFormLayout()
        form.setHorizontalSpacing(MARGIN)
        form.setVerticalSpacing(GAP)
        form.addRow(tr("Marks"), _beside(self.source, self.source_button, self.table_button))
        form.addRow(tr("Format"), self.format)
        form.addRow(tr("Register"), _beside(self.out, self.out_button))
        form.addRow(tr("Name"), self.name)
        form.addRow(tr("Methods"), self.methods)
        if self._models is not None:
            form.addRow(tr("Models"), label(self._models.name))
        form.addRow(tr("Runs on"), self.device)
        self.summary = label("", "soft", wrap=True)
        self.problem = label("", "danger", wrap=True)
        # Room for the longest sentence, so that the window does not jump while one types.
        self.problem.setMinimumHeight(3 * self.problem.fontMetrics().height())
        self.problem.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.start_button = button(
            tr("Build"), "primary", tr("Begin; candidates can be examined meanwhile")
        )
        self.cancel_button = button(tr("Cancel"))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.start_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addLayout(form)
        column.addWidget(self.summary)
        column.addWidget(self.problem)
        column.addLayout(row)
        if self._register is not None:
            self.start_button.setText(tr("Add marks"))

    def _connect(self) -> None:
        for field in (self.source, self.out, self.name):
            field.textChanged.connect(self._typed.start)
        self.format.currentIndexChanged.connect(self._typed.start)
        self.methods.itemChanged.connect(self._typed.start)
        self.source_button.clicked.connect(self._choose_folder)
        self.table_button.clicked.connect(self._choose_table)
        self.out_button.clicked.connect(self._choose_out)
        self.cancel_button.clicked.connect(self.reject)
        self.start_button.clicked.connect(self._start)

    def _choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Choose the folder of the marks"))
        if name:
            self._take_source(Path(name))

    def _choose_table(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Choose a table of marks"), "", tr("Tables (*.csv *.tsv *.txt);;All files (*)")
        )
        if name:
            self._take_source(Path(name))

    def _take_source(self, source: Path) -> None:
        self.source.setText(str(source))
        if not self.out.text().strip():
            self.out.setText(str(source.parent / tr("{stem} register", stem=source.stem)))

    def _choose_out(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self,
            tr("Name the folder of the new register"),
            self.out.text(),
            tr("Registers (*)"),
            options=QFileDialog.Option.ShowDirsOnly,
        )
        if name:
            self.out.setText(name)

    def _chosen_methods(self) -> tuple[str, ...]:
        items = (self.methods.item(row) for row in range(self.methods.count()))
        return tuple(
            item.data(_KEY) for item in items if item.checkState() is Qt.CheckState.Checked
        )

    def _look(self) -> None:
        """Find out in a worker what the present answers would do."""
        self.plan = None
        self.start_button.setEnabled(False)
        if not self.source.text().strip() or not self.out.text().strip():
            self.summary.setText(tr("Choose the marks, and a new folder for the register."))
            self.problem.setText("")
            return
        self.summary.setText(tr("Looking at the marks…"))
        self._desk.jobs.start(
            tr("looking at the marks"),
            Lane.FILES,
            partial(self._registers.calls.plan, self.request),
            replaces="build plan",
            on_done=self._take_plan,
        )

    def _take_plan(self, plan: BuildPlan) -> None:
        self.plan = plan
        new = max(0, plan.marks - plan.present)
        form = FORMATS.get(plan.source_format, plan.source_format)
        parts = []
        if plan.marks:
            marks = trn("{count} mark", "{count} marks", plan.marks, count=thousands(plan.marks))
            parts += [marks, form]
        if plan.present:
            parts.append(tr("the register has {present} marks", present=thousands(plan.present)))
        if new and plan.need:
            parts.append(tr("up to {need} on disk", need=size_text(plan.need)))
        self.summary.setText(" · ".join(parts))
        self.problem.setText("\n".join(plan.problems.values()))
        self.start_button.setEnabled(not plan.problems and not self._desk.tasks.state.running)

    def _start(self) -> None:
        name = self.name.text().strip() or (self.plan.name if self.plan else "")
        if self._registers.build(self.request, name):
            self.accept()

    def done(self, result: int) -> None:
        """Ask for nothing any more."""
        self._typed.stop()
        self._desk.jobs.cancel("build plan")
        super().done(result)


def _combo(names: dict[str, str], said: str) -> QComboBox:
    result = QComboBox()
    result.setAccessibleName(said)
    for key, name in names.items():
        result.addItem(name, key)
    return result


def _beside(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GAP)
    for place, widget in enumerate(widgets):
        row.addWidget(widget, 0 if place else 1)
    return row
