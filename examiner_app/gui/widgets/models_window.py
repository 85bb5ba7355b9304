"""The models at hand: which there are, what is in them, what they run on, and how to get more."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QGuiApplication,
    QHideEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from examiner_app.gui.bundles import Bundles
from examiner_app.gui.desk import Desk
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.state.bundle_facts import as_text, bundle_facts, two_lines
from examiner_app.gui.theme import Theme
from examiner_app.gui.tips import plain_tip
from examiner_app.gui.view_keys import ViewKeys
from examiner_app.gui.widgets.basics import GAP, MARGIN, ElidedLabel, button, label, rule
from examiner_app.gui.widgets.device_strip import DeviceStrip
from examiner_app.gui.widgets.fact_sheet import FactSheet
from examiner_app.gui.widgets.fetch_menu import FetchMenu
from examiner_app.gui.widgets.side_window import SideWindow
from examiner_app.gui.widgets.task_view import TaskView
from examiner_app.settings import MODELS_WINDOW
from examiner_app.translation import tr

_FOLDER = Qt.ItemDataRole.UserRole
_LOOK_MS: Final = 2000
"""How often the memory of the processor is looked at while the window is open."""


class ModelsWindow(SideWindow):
    """The processor above, a list of models, the chosen ones beside it, the long task below.

    Signals:
        settings_wanted(): The user wants to choose where networks run.
        build_wanted(BundleSummary): The user wants a register built with these models.
    """

    KEYS: ClassVar = ViewKeys(tr("Models"), {"Esc": tr("Close the window")})

    settings_wanted = Signal()
    build_wanted = Signal(object)

    def __init__(
        self,
        desk: Desk,
        bundles: Bundles,
        theme: Theme,
        preferences: Preferences,
        parent: QWidget,
    ) -> None:
        super().__init__(
            tr("Models – Examiner"), QSize(760, 480), preferences, MODELS_WINDOW, parent
        )
        self._desk = desk
        self._bundles = bundles
        self._make_parts(theme)
        self._build()
        self._connect()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(bundles.refresh_hardware)
        self.come_back(QSize(920, 640))
        self._show()

    def open(self) -> None:
        """Show the window, or bring it to the front, with what is known now."""
        self._bundles.refresh()
        self.come_to_front(self.list)

    def showEvent(self, event: QShowEvent) -> None:
        """Watch the processor while the window is open."""
        super().showEvent(event)
        self._bundles.refresh_hardware()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the processor alone."""
        self._timer.stop()
        super().hideEvent(event)

    def _make_parts(self, theme: Theme) -> None:
        self.device = DeviceStrip(self._bundles.state)
        self.list = QListWidget()
        self.list.setObjectName("registers")
        self.list.setAccessibleName(tr("Models at hand"))
        self.list.setFixedWidth(250)
        self.fetch_button = button(
            tr("Fetch weights"), "", tr("Download weights, and make models of them")
        )
        self.fetch_menu = FetchMenu(self)
        self.fetch_button.setMenu(self.fetch_menu)
        self.import_button = button(
            tr("Import a file of weights…"), "", tr("Make models of a file that is here already")
        )
        self.lacking = label("", "danger", wrap=True)
        self.name = ElidedLabel("title")
        self.problem = label("", "danger", wrap=True)
        self.facts = FactSheet(tr("About the models"), theme)
        self.build_button = button(
            tr("Build a register…"), "", tr("Describe marks with these models into a new register")
        )
        self.verify_button = button(
            tr("Check"), "", tr("Read every file and compare it with its sha256")
        )
        self.copy_button = button(tr("Copy"), "", tr("Copy all that is said of these models"))
        self.folder_button = button(tr("Show folder"), "", tr("Open the folder of these models"))
        self.remove_button = button(tr("Delete…"), "quiet")
        self.task = TaskView(self._desk.tasks)

    def _build(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        for part in (left, right):
            part.setSpacing(GAP)
        left.addWidget(self.list, 1)
        left.addWidget(self.fetch_button)
        left.addWidget(self.import_button)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for one in self._about_buttons[:-1]:
            row.addWidget(one)
        row.addStretch(1)
        row.addWidget(self.remove_button)
        for widget in (self.lacking, self.name, self.problem, rule()):
            right.addWidget(widget)
        right.addWidget(self.facts, 1)
        right.addLayout(row)
        body = QHBoxLayout()
        body.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        body.setSpacing(MARGIN)
        body.addLayout(left)
        body.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.device)
        column.addWidget(rule())
        column.addLayout(body, 1)
        column.addWidget(rule())
        column.addWidget(self.task)
        # By keys, one comes to the models before the processor.
        self.setTabOrder(self.task, self.device)

    @property
    def _about_buttons(self) -> tuple[QPushButton, ...]:
        return (
            self.build_button,
            self.verify_button,
            self.copy_button,
            self.folder_button,
            self.remove_button,
        )

    def _connect(self) -> None:
        state = self._bundles.state
        state.changed.connect(self._show)
        state.selection_changed.connect(self._show_selection)
        self._desk.tasks.state.changed.connect(self._allow)
        self.device.change_wanted.connect(self.settings_wanted)
        self.list.currentItemChanged.connect(self._select)
        self.fetch_menu.chosen.connect(self._bundles.fetch)
        self.import_button.clicked.connect(self._import)
        self.build_button.clicked.connect(self._ask_to_build)
        self.verify_button.clicked.connect(self._verify)
        self.copy_button.clicked.connect(self._copy)
        self.folder_button.clicked.connect(self._show_folder)
        self.remove_button.clicked.connect(self._remove)

    def _show(self) -> None:
        self._show_list()
        self.fetch_menu.show_sources(self._bundles.state)
        self._show_about()
        self._allow()

    def _show_list(self) -> None:
        state = self._bundles.state
        with QSignalBlocker(self.list):
            self.list.clear()
            for bundle in state.bundles:
                item = QListWidgetItem(two_lines(bundle, state.badges(bundle)))
                item.setData(_FOLDER, bundle.folder)
                item.setToolTip(plain_tip(str(bundle.folder)))
                self.list.addItem(item)
                if bundle.folder == state.selected:
                    self.list.setCurrentItem(item)

    def _show_selection(self) -> None:
        selected = self._bundles.state.selected
        for row in range(self.list.count()):
            if self.list.item(row).data(_FOLDER) == selected:
                with QSignalBlocker(self.list):
                    self.list.setCurrentRow(row)
        self._show_about()
        self._allow()

    def _show_about(self) -> None:
        state, bundle = self._bundles.state, self._bundles.state.bundle
        self.lacking.setText(state.lacking)
        self.lacking.setVisible(bool(state.lacking))
        self.name.set_text(bundle.name if bundle else "")
        problems = state.problems(bundle) if bundle else None
        self.problem.setText("\n".join(problems or ()))
        self.problem.setVisible(bool(problems))
        registers = state.registers_of(bundle) if bundle else ()
        self.facts.show_facts(bundle_facts(bundle, problems, registers) if bundle else [])

    def _allow(self) -> None:
        state, bundle = self._bundles.state, self._bundles.state.bundle
        busy = self._desk.tasks.state.running
        there = bundle is not None and bundle.manifest is not None
        sound = bundle is not None and not state.problems(bundle)
        kept = state.why_kept(bundle) if bundle else ""
        self.fetch_button.setEnabled(not busy and bool(state.sources))
        self.import_button.setEnabled(not busy)
        self.build_button.setEnabled(sound and not busy)
        self.verify_button.setEnabled(there and not busy)
        self.copy_button.setEnabled(bundle is not None)
        self.folder_button.setEnabled(bundle is not None and bundle.folder.is_absolute())
        self.remove_button.setEnabled(bundle is not None and not kept and not busy)
        self.remove_button.setToolTip(kept or tr("Delete the files of these models"))

    def _select(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._bundles.state.select(item.data(_FOLDER))

    def _import(self) -> None:
        kinds = tr("PyTorch weights (*.pth *.pt);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self, tr("Import VGG-16 weights"), "", kinds)
        if name:
            self._bundles.take_file(Path(name))

    def _ask_to_build(self) -> None:
        if self._bundles.state.bundle is not None:
            self.build_wanted.emit(self._bundles.state.bundle)

    def _verify(self) -> None:
        if self._bundles.state.bundle is not None:
            self._bundles.verify(self._bundles.state.bundle)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(as_text(self.name.full_text, self.facts.facts))

    def _show_folder(self) -> None:
        bundle = self._bundles.state.bundle
        if bundle is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(bundle.folder)))

    def _remove(self) -> None:
        bundle = self._bundles.state.bundle
        if bundle is None:
            return
        question = tr("Delete the models «{name}» from this computer?", name=bundle.name)
        registers = self._bundles.state.registers_of(bundle)
        if registers:
            names = ", ".join(f"«{name}»" for name in registers)
            warning = tr(
                "Registers that were built with them cannot be searched without: {names}.",
                names=names,
            )
            question = f"{question}\n\n{warning}"
        answer = QMessageBox.question(self, tr("Delete models"), question)
        if answer == QMessageBox.StandardButton.Yes:
            self._bundles.remove(bundle)
