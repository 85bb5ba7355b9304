"""All that can be done and its keys, to be searched."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from examiner_app.gui.shortcuts import Section, matching
from examiner_app.gui.theme import SIZES, Theme, font
from examiner_app.gui.widgets.basics import GAP, MARGIN, button, label
from examiner_app.translation import tr, trn

NAME, KEYS, HELP = range(3)
WIDTHS = {NAME: 240, KEYS: 150}


class ShortcutsDialog(QDialog):
    """Lists the actions of the windows as they are now.

    Attributes:
        search: What is looked for.
        list: The actions, by menu.
        count: How many are listed.
    """

    def __init__(
        self,
        sections: Callable[[], Sequence[Section]],
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        self.resize(820, 600)
        self._collect = sections
        self._theme = theme
        self._sections: Sequence[Section] = ()
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search for an action or a key"))
        self.search.setAccessibleName(tr("Search the shortcuts"))
        self.search.textChanged.connect(self._show)
        self.count = label("", "soft")
        self.list = self._build_list()
        closer = button(tr("Close"), "", tr("Back to the window (Esc)"))
        closer.setAutoDefault(False)
        closer.clicked.connect(self.close)
        footer = QHBoxLayout()
        footer.addWidget(self.count)
        footer.addStretch(1)
        footer.addWidget(closer)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, GAP + 4)
        column.setSpacing(GAP + 2)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addLayout(footer)
        theme.changed.connect(self._show)

    def showEvent(self, event: QShowEvent) -> None:
        """Read the actions anew."""
        super().showEvent(event)
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()
        # The dialog is seen before the actions are read: that may build the other window.
        QTimer.singleShot(0, self, self._read)

    def _read(self) -> None:
        self._sections = self._collect()
        self._show()

    def _build_list(self) -> QTreeWidget:
        tree = QTreeWidget()
        tree.setObjectName("shortcuts")
        tree.setHeaderLabels([tr("Action"), tr("Keys"), tr("What it does")])
        tree.setAccessibleName(tr("Actions and their keys"))
        tree.setRootIsDecorated(False)
        tree.setItemsExpandable(False)
        tree.setIndentation(0)
        tree.setUniformRowHeights(True)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = tree.header()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(HELP, QHeaderView.ResizeMode.Stretch)
        for column, width in WIDTHS.items():
            header.resizeSection(column, width)
        return tree

    def _show(self) -> None:
        self.list.clear()
        found = matching(self._sections, self.search.text())
        for section in found:
            self._add(section)
        self.list.expandAll()
        number = sum(len(section.entries) for section in found)
        self.count.setText(counted(number))

    def _add(self, section: Section) -> None:
        title = QTreeWidgetItem(self.list, [section.title])
        title.setFlags(Qt.ItemFlag.ItemIsEnabled)
        title.setFirstColumnSpanned(True)
        title.setFont(NAME, font(SIZES.body, font(SIZES.body).Weight.DemiBold))
        for entry in section.entries:
            row = QTreeWidgetItem(title, [entry.name, entry.keys, entry.help])
            row.setForeground(HELP, self._theme.colour("soft"))
            row.setToolTip(HELP, entry.help)
            row.setData(
                NAME,
                Qt.ItemDataRole.AccessibleTextRole,
                ", ".join(text for text in (entry.name, entry.keys) if text),
            )


def counted(number: int) -> str:
    """Return how many actions there are, in words."""
    if number == 0:
        return tr("Nothing found")
    return trn("{count} action", "{count} actions", number)
