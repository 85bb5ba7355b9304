"""The registers at hand: which there are, what is in them, and what can be done with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from examiner_app.engine.wording import thousands
from examiner_app.gui.desk import Desk
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.registers import Registers
from examiner_app.gui.tips import plain_tip
from examiner_app.gui.view_keys import ViewKeys
from examiner_app.gui.widgets.basics import GAP, MARGIN, ElidedLabel, button, label, rule
from examiner_app.gui.widgets.build_form import BuildForm
from examiner_app.gui.widgets.side_window import SideWindow
from examiner_app.gui.widgets.task_view import RejectsDialog, TaskView
from examiner_app.settings import REGISTERS_WINDOW
from examiner_app.translation import tr, trn

if TYPE_CHECKING:
    from examiner_app.engine.models.at_hand import BundleSummary
    from examiner_app.engine.register.about import About

_PATH = Qt.ItemDataRole.UserRole


class RegistersWindow(SideWindow):
    """A list of registers, the chosen one beside it, the long task below."""

    KEYS: ClassVar = ViewKeys(
        tr("Registers"), {"Enter": tr("Open the register"), "Esc": tr("Close the window")}
    )

    def __init__(
        self, desk: Desk, registers: Registers, preferences: Preferences, parent: QWidget
    ) -> None:
        super().__init__(
            tr("Registers – Examiner"), QSize(720, 460), preferences, REGISTERS_WINDOW, parent
        )
        self._desk = desk
        self._registers = registers
        self.form: BuildForm | None = None
        self._build()
        self._connect()
        self.come_back(QSize(900, 600))
        self._show_list()
        self._show_about()

    def open(self) -> None:
        """Show the window, or bring it to the front, with what is known now."""
        self._registers.refresh()
        state, register = self._registers.state, self._desk.session.register
        if state.selected is None and state.paths:
            state.select(register.path if register else state.paths[0])
        self.come_to_front(self.list)

    def build_new(self, source: Path | None = None, models: BundleSummary | None = None) -> None:
        """Ask for a new register, of the shipped models by default."""
        self._ask(BuildForm(self._desk, self._registers, self, source=source, models=models))

    def _build(self) -> None:
        self.list = QListWidget()
        self.list.setObjectName("registers")
        self.list.setAccessibleName(tr("Registers at hand"))
        self.list.setMinimumWidth(220)
        self.new_button = button(
            tr("Build a register…"), "primary", tr("Describe marks into a new one")
        )
        self.add_button = button(tr("Add to the list…"), "", tr("Choose the folder of a register"))
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self.list, 1)
        left.addWidget(self.new_button)
        left.addWidget(self.add_button)
        self.name = ElidedLabel("title")
        self.problem = label("", "danger", wrap=True)
        self.facts = QFormLayout()
        self.facts.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self.facts.setHorizontalSpacing(MARGIN)
        self.facts.setVerticalSpacing(GAP - 2)
        page = QWidget()
        page.setLayout(self.facts)
        scroll = QScrollArea()
        scroll.setWidget(page)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        right = QVBoxLayout()
        right.setSpacing(GAP)
        right.addWidget(self.name)
        right.addWidget(self.problem)
        right.addWidget(rule())
        right.addWidget(scroll, 1)
        right.addLayout(self._build_buttons())
        body = QHBoxLayout()
        body.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        body.setSpacing(MARGIN)
        body.addLayout(left)
        body.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(body, 1)
        column.addWidget(rule())
        self.task = TaskView(self._desk.tasks)
        column.addWidget(self.task)

    def _build_buttons(self) -> QHBoxLayout:
        self.open_button = button(tr("Open"), "primary", tr("Search this register from now on"))
        self.append_button = button(
            tr("Add marks…"), "", tr("Describe more marks into this register")
        )
        self.verify_button = button(
            tr("Check"), "", tr("Read every file and compare it with its digest")
        )
        self.rejects_button = button(tr("Skipped files…"), "", tr("Files that could not be used"))
        self.folder_button = button(tr("Show folder"), "", tr("Open the register's folder"))
        self.forget_button = button(
            tr("Take off the list"), "quiet", tr("Its folder stays as it is")
        )
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for one in (
            self.open_button,
            self.append_button,
            self.verify_button,
            self.rejects_button,
            self.folder_button,
        ):
            row.addWidget(one)
        row.addStretch(1)
        row.addWidget(self.forget_button)
        return row

    def _connect(self) -> None:
        state = self._registers.state
        state.changed.connect(self._show_list)
        state.changed.connect(self._show_about)
        state.selection_changed.connect(self._show_list)
        state.selection_changed.connect(self._show_about)
        self._desk.tasks.state.changed.connect(self._allow)
        self._desk.session.register_changed.connect(self._show_list)
        self.list.currentItemChanged.connect(self._select)
        self.list.itemActivated.connect(lambda _: self._open_selected())
        self.new_button.clicked.connect(lambda _: self.build_new())
        self.add_button.clicked.connect(self._add)
        self.open_button.clicked.connect(self._open_selected)
        self.append_button.clicked.connect(self._append)
        self.verify_button.clicked.connect(self._verify)
        self.rejects_button.clicked.connect(self._list_rejects)
        self.folder_button.clicked.connect(self._show_folder)
        self.forget_button.clicked.connect(self._forget)

    @property
    def _about(self) -> About | None:
        return self._registers.state.about

    def _show_list(self) -> None:
        state, register = self._registers.state, self._desk.session.register
        opened = register.path if register else None
        with QSignalBlocker(self.list):
            self.list.clear()
            for path in state.paths:
                about = state.known.get(path)
                item = QListWidgetItem(_line(path, about, opened=path == opened))
                item.setData(_PATH, path)
                item.setToolTip(plain_tip(str(path)))
                self.list.addItem(item)
                if path == state.selected:
                    self.list.setCurrentItem(item)

    def _show_about(self) -> None:
        state, about = self._registers.state, self._about
        self.name.set_text(about.name if about else state.selected.name if state.selected else "")
        self.problem.setText(about.problem if about else "")
        self.problem.setVisible(bool(about and about.problem))
        while self.facts.rowCount():
            self.facts.removeRow(0)
        for name, value in about.facts if about else ():
            text = label(value, "", wrap=True)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            text.setAccessibleName(f"{name}: {value}")
            self.facts.addRow(label(name, "caption"), text)
        self._allow()

    def _allow(self) -> None:
        about, busy = self._about, self._desk.tasks.state.running
        sound = about is not None and not about.problem
        there = about is not None and bool(about.facts)
        self.open_button.setEnabled(sound and about is not None and about.count > 0)
        self.append_button.setEnabled(sound and not busy)
        self.append_button.setText(
            tr("Go on building…") if about and not about.complete else tr("Add marks…")
        )
        self.verify_button.setEnabled(there and not busy)
        self.new_button.setEnabled(not busy)
        self.rejects_button.setVisible(bool(about and about.rejects))
        self.folder_button.setEnabled(there)
        self.forget_button.setEnabled(self._registers.state.selected is not None)

    def _select(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._registers.state.select(item.data(_PATH))

    def _open_selected(self) -> None:
        if self._about is not None and self.open_button.isEnabled():
            self._registers.open(self._about.path)

    def _add(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Choose the folder of a register"))
        if name:
            self._registers.add(Path(name))

    def _append(self) -> None:
        if self._about is not None:
            self._ask(BuildForm(self._desk, self._registers, self, register=self._about))

    def _ask(self, form: BuildForm) -> None:
        self.form = form
        form.open()

    def _verify(self) -> None:
        if self._about is not None:
            self._registers.verify(self._about.path, self._about.name)

    def _list_rejects(self) -> None:
        if self._about is not None:
            RejectsDialog(list(self._about.rejects), self).open()

    def _show_folder(self) -> None:
        if self._about is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._about.path)))

    def _forget(self) -> None:
        selected = self._registers.state.selected
        if selected is not None:
            self._registers.state.forget(selected)


def _line(path: Path, about: About | None, *, opened: bool) -> str:
    if about is None:
        return f"{path.name}\n…"
    if about.problem:
        state = tr("cannot be opened")
    else:
        state = trn("{count} mark", "{count} marks", about.count, count=thousands(about.count)) + (
            "" if about.complete else tr(", not finished")
        )
    opening = "  ·  " + tr("open") if opened else ""
    return f"{about.name}\n{state}{opening}"
