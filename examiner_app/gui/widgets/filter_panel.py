"""Beside the matches: which of them are wanted."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from examiner_app.errors import FilterError
from examiner_app.gui.desk import Desk
from examiner_app.gui.state.filters import DATES
from examiner_app.gui.view_keys import ViewKeys
from examiner_app.gui.widgets.basics import GAP, MARGIN, button, label
from examiner_app.gui.widgets.facet_tree import FacetTree
from examiner_app.gui.widgets.saved_menu import SavedMenu, saved_button
from examiner_app.translation import tr

WIDTH: Final = 252
"""Of the panel, pixels."""

TYPING_MS: Final = 350
"""How long after the last key a text is taken."""

_TEXTS: Final = {
    "words": (tr("Words"), tr("Every word begins a word of the mark")),
    "owner": (tr("Owner"), tr("Every word begins a word of the owner")),
    "filed_from": (tr("Filed from"), tr("A year, a month or a day: 2015, 2015-06, 2015-06-30")),
    "filed_to": (tr("to"), tr("A year, a month or a day: 2015, 2015-06, 2015-06-30")),
}
"""Fields of a filter that are typed: placeholder and tooltip."""


class FilterPanel(QWidget):
    """Conditions on the matches.

    Attributes:
        fields: The text fields by the name of their condition.
        tree: The values with their numbers.
        clear_button: Takes all conditions away.
    """

    KEYS: Final = ViewKeys(
        tr("Filter"),
        {
            "Space": tr("Want a value, or no longer"),
            "Esc": tr("Put the conditions away; they stay in force"),
        },
    )

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filter-panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self._desk = desk
        self.tree = FacetTree(desk.filters)
        self.fields = {name: self._field(name) for name in _TEXTS}
        self.clear_button = button(tr("Clear"), "quiet", tr("Take all conditions away"))
        self.clear_button.clicked.connect(desk.filters.clear)
        self._typed = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._typed.timeout.connect(self._take_texts)
        self._build()
        desk.filters.changed.connect(self._show)
        desk.session.register_changed.connect(self.tree.forget)
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Put the conditions away on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self._desk.filters.show(shown=False)
        else:
            super().keyPressEvent(event)

    def begin(self) -> None:
        """Let the user type."""
        self.fields["words"].setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.fields["words"].selectAll()

    def offer(self, saved: SavedMenu) -> None:
        """Let conditions be saved, and saved ones applied."""
        self._head.insertWidget(self._head.count() - 1, saved_button(saved))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, GAP, 0, 0)
        column.setSpacing(GAP)
        head = QHBoxLayout()
        head.addWidget(label(tr("Filter"), "heading"))
        head.addStretch(1)
        head.addWidget(self.clear_button)
        self._head = head
        column.addLayout(head)
        texts = QVBoxLayout()
        texts.setContentsMargins(0, 0, MARGIN, 0)
        texts.setSpacing(GAP)
        texts.addWidget(self.fields["words"])
        texts.addWidget(self.fields["owner"])
        dates = QHBoxLayout()
        dates.setSpacing(GAP)
        dates.addWidget(self.fields["filed_from"])
        dates.addWidget(self.fields["filed_to"])
        texts.addLayout(dates)
        column.addLayout(texts)
        column.addWidget(self.tree, 1)

    def _field(self, name: str) -> QLineEdit:
        title, tip = _TEXTS[name]
        field = QLineEdit()
        field.setPlaceholderText(title)
        field.setAccessibleName(tr("Filed until") if name == "filed_to" else title)
        field.setToolTip(tip)
        field.setClearButtonEnabled(name in {"words", "owner"})
        if name not in DATES:
            # Half a date is none yet: it is taken when the user is done with it.
            field.textEdited.connect(lambda _: self._typed.start())
        field.editingFinished.connect(lambda: self._take(name))
        return field

    def _take_texts(self) -> None:
        for name in self.fields:
            if name not in DATES:
                self._take(name)

    def _take(self, name: str) -> None:
        """Take what was typed as a condition, or say why not."""
        text = self.fields[name].text()
        if text.strip() == self._desk.filters.said(name):
            return
        try:
            self._desk.filters.say(name, text)
        except FilterError as error:
            self._desk.messages.refuse(error)

    def _show(self) -> None:
        self.clear_button.setEnabled(self._desk.filters.wanted is not None)
        for name, field in self.fields.items():
            # What is being typed just now is not taken away from under the hand.
            text = self._desk.filters.said(name)
            if field.text().strip() != text and not self._typed.isActive():
                field.setText(text)
