"""The line over filtered matches: how many pass, by which conditions, and a way out."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from examiner_app.gui import ranks
from examiner_app.gui.desk import Desk
from examiner_app.gui.tips import plain_tip
from examiner_app.gui.widgets.basics import GAP, MARGIN, button, label
from examiner_app.gui.widgets.saved_menu import SavedMenu, saved_button
from examiner_app.translation import tr

_NARROWEST: Final = 44
_WIDEST: Final = 240
"""Least and most width of a chip, pixels."""

_AROUND: Final = 24
"""What a chip needs beside its text, pixels."""

_SLACK: Final = 3
"""By how much a text may be longer than it was measured, pixels."""


class Chip(QPushButton):
    """A condition that a click takes away; shortened where there is no room."""

    def __init__(self, name: str, value: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._full = f"{name}: {value}"
        self.setProperty("role", "chip")
        self.setAccessibleName(tr("Take away the condition {condition}", condition=self._full))
        self.setToolTip(plain_tip(tr("{condition}\nClick to take it away", condition=self._full)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(_WIDEST)
        self._elide(_WIDEST)

    def sizeHint(self) -> QSize:
        """Ask for the whole text."""
        self.ensurePolished()
        width = self.fontMetrics().horizontalAdvance(f"{self._full}  ×") + _AROUND
        return QSize(min(_WIDEST, width), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Allow little."""
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten to the new width."""
        super().resizeEvent(event)
        self._elide(self.width())

    def _elide(self, width: int) -> None:
        metrics = self.fontMetrics()
        room = width - _AROUND - metrics.horizontalAdvance("  ×") + _SLACK
        # An ampersand would underline the letter after it.
        shown = metrics.elidedText(self._full, Qt.TextElideMode.ElideRight, room)
        self.setText(f"{shown}  ×".replace("&", "&&"))


class FilterBar(QWidget):
    """Shown as long as there is a condition, whether the conditions are in sight or not.

    Attributes:
        passing: How many marks pass.
        chips: The conditions, from left to right.
        clear_button: Takes all conditions away.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filter-bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._desk = desk
        self._shown: tuple[tuple[str, str], ...] = ()
        self.passing = label("", "strong")
        self.clear_button = button(tr("Clear"), "quiet", tr("List every mark again (Ctrl+Shift+F)"))
        self.clear_button.setAccessibleName(tr("Clear the filter"))
        self.clear_button.clicked.connect(desk.filters.clear)
        self.chips: list[Chip] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(GAP // 2)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 4, MARGIN, 4)
        row.setSpacing(GAP)
        row.addWidget(self.passing)
        row.addLayout(self._row)
        row.addStretch(1)
        self._end = row
        row.addWidget(self.clear_button)
        desk.filters.changed.connect(self._show)
        desk.filters.counted.connect(self._show)
        self._show()

    def offer(self, saved: SavedMenu) -> None:
        """Let the conditions be saved."""
        self._end.insertWidget(self._end.count() - 1, saved_button(saved))

    def _show(self) -> None:
        filters = self._desk.filters
        self.setVisible(filters.wanted is not None)
        if filters.conditions != self._shown:
            self._shown = filters.conditions
            self._renew()
        if filters.counts is not None:
            count = ranks.exact(self._desk.session.count)
            self.passing.setText(
                tr(
                    "{passing} of {count} marks",
                    passing=ranks.exact(filters.counts.passing),
                    count=count,
                )
            )

    def _renew(self) -> None:
        for chip in self.chips:
            self._row.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = [Chip(name, value) for name, value in self._shown]
        for (name, _), chip in zip(self._shown, self.chips, strict=True):
            chip.clicked.connect(lambda _=False, name=name: self._desk.filters.drop(name))
            self._row.addWidget(chip)
