"""The settings dialog, made of the settings table; what is chosen holds at once."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from examiner_app.gui.live_settings import LiveSettings
from examiner_app.gui.widgets.basics import GAP, MARGIN, button, label, rule
from examiner_app.settings import CHOSEN, Kind, Setting
from examiner_app.translation import tr

NAME_WIDTH, CONTROL_WIDTH = 150, 240


class SettingsDialog(QDialog):
    """Shows every setting that can be chosen, and follows those that are changed elsewhere.

    Attributes:
        controls: The control of each setting.
    """

    def __init__(self, settings: LiveSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Settings"))
        self._settings = settings
        self.controls: dict[Setting, QComboBox | QSpinBox] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        page = self._build_page()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        column.addWidget(area, 1)
        column.addWidget(rule())
        column.addLayout(self._build_footer())
        settings.changed.connect(self._show)
        for setting in CHOSEN:
            self._show(setting)
        hint = page.sizeHint()
        self.resize(max(560, hint.width()), min(640, hint.height() + self._footer_height()))

    def _build_page(self) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(MARGIN + GAP, MARGIN, MARGIN + GAP, MARGIN)
        grid.setHorizontalSpacing(MARGIN)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for group, settings in groupby(CHOSEN, key=lambda one: one.group):
            row = grid.rowCount()
            grid.addWidget(label(tr(group), "heading"), row, 0, 1, 2)
            grid.setRowMinimumHeight(row, 30)
            for setting in settings:
                self._add_row(grid, setting)
            grid.setRowMinimumHeight(grid.rowCount(), GAP)
        grid.setRowStretch(grid.rowCount(), 1)
        return page

    def _add_row(self, grid: QGridLayout, setting: Setting) -> None:
        control = self._combo(setting) if setting.kind is Kind.CHOICE else self._number(setting)
        control.setFixedWidth(CONTROL_WIDTH)
        control.setAccessibleName(tr(setting.title))
        control.setAccessibleDescription(tr(setting.help))
        control.setToolTip(tr(setting.help))
        name = label(tr(setting.title))
        name.setBuddy(control)
        name.setFixedWidth(NAME_WIDTH)
        row = grid.rowCount()
        grid.addWidget(name, row, 0)
        help_line = label(tr(setting.help), "caption", wrap=True)
        help_line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        grid.addWidget(control, row, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(help_line, row + 1, 1)
        grid.setRowMinimumHeight(row + 2, 6)
        self.controls[setting] = control

    def _combo(self, setting: Setting) -> QComboBox:
        combo = QComboBox()
        combo.setMaxVisibleItems(20)
        for value, name in setting.named_choices.items():
            combo.addItem(tr(name), value)
        combo.activated.connect(
            lambda row: self._settings.choose(setting, str(combo.itemData(row)))
        )
        return combo

    def _number(self, setting: Setting) -> QSpinBox:
        box = QSpinBox()
        box.setRange(setting.least, setting.most)
        box.setSingleStep(max(1, (setting.most - setting.least) // 24))
        # As far from the edge as the text of the other controls.
        box.lineEdit().setTextMargins(7, 0, 0, 0)
        box.setSuffix(f" {setting.unit}")
        # A half-typed number is no number yet.
        box.setKeyboardTracking(False)
        box.valueChanged.connect(lambda value: self._settings.choose(setting, str(value)))
        return box

    def _build_footer(self) -> QHBoxLayout:
        self.restore = button(tr("Restore defaults"), "", tr("Every setting as it was at first"))
        self.restore.setAutoDefault(False)
        self.restore.clicked.connect(self._settings.restore_defaults)
        self.closer = button(tr("Close"), "", tr("What is chosen holds already (Esc)"))
        self.closer.setDefault(True)
        self.closer.clicked.connect(self.close)
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN + GAP, GAP + 2, MARGIN + GAP, GAP + 2)
        row.addWidget(self.restore)
        row.addStretch(1)
        row.addWidget(self.closer)
        return row

    def _footer_height(self) -> int:
        return self.closer.sizeHint().height() + 2 * (GAP + 2) + 2

    def _show(self, setting: Setting) -> None:
        value = self._settings.value(setting)
        control = self.controls[setting]
        # Told by the settings: there is nothing to choose.
        control.blockSignals(True)
        if isinstance(control, QComboBox):
            control.setCurrentIndex(control.findData(value))
        else:
            control.setValue(int(value))
        control.blockSignals(False)
