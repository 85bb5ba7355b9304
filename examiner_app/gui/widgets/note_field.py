"""The note on a match: plain text that keeps itself while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QShowEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from examiner_app.engine.cases.judgements import NOTE_LIMIT, clean_note
from examiner_app.gui.desk import Desk
from examiner_app.gui.view_keys import ViewKeys
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.register.catalogue import Mark

PAUSE_MS: Final = 500
"""How long nobody types before what is typed is kept."""

_LEAST, _MOST = 2, 4
"""Lines of the field."""

_AROUND: Final = 18
"""Height of the field beside its lines, pixels."""


class NoteField(QPlainTextEdit):
    """The note on the selected match; hidden where there is none, until one is wanted.

    What is typed is kept after a pause, on leaving, and before another match is shown. Escape
    leaves; nothing that was typed is dropped.

    Signals:
        open_changed(bool): The field came into sight, or went.
    """

    KEYS: Final = ViewKeys(tr("Note"), {"Esc": tr("Leave the note; what was typed is kept")})

    open_changed = Signal(bool)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("note")
        self._desk = desk
        self._mark: Mark | None = None
        self._wanted = False
        self._typed = False
        self._back: QWidget | None = None
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.keep)
        self.setTabChangesFocus(True)
        self.setPlaceholderText(tr("Note on this mark"))
        self.setAccessibleName(tr("Note on the selected match"))
        self.setToolTip(tr("Kept while you type; Esc goes back to the matches (N)"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.textChanged.connect(self._type)
        desk.matches.selection_changed.connect(self._show)
        desk.judgements.changed.connect(lambda _: self._show())
        desk.judgements.switched.connect(self._show)
        desk.judgements.keep_wanted.connect(self.keep)
        self._show()
        self._fit()

    def open(self) -> None:
        """Come into sight, ready to be typed into."""
        if self._mark is None:
            return
        before = QApplication.focusWidget()
        self._back = before if before is not self else self._back
        self._wanted = True
        self._show_field()
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def toggle(self) -> None:
        """Come into sight, or go where there is no note."""
        if self.isVisible() and not self.toPlainText():
            self._wanted = False
            self._show_field()
        else:
            self.open()

    def keep(self) -> None:
        """Keep what was typed."""
        self._pause.stop()
        if self._typed and self._mark is not None:
            self._typed = False
            self._desk.judgements.write_note(self._mark, self.toPlainText())

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste plain text, as much of it as a note may have."""
        room = NOTE_LIMIT - len(self.toPlainText())
        self.insertPlainText(clean_note(source.text())[: max(0, room)])

    def event(self, event: QEvent) -> bool:
        """Have Escape for itself, before it closes or dismisses anything else."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on Escape, and keep the text."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
            return
        back = self._back if self._back is not None and self._back.isVisible() else None
        target = back or self.previousInFocusChain()
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Keep what was typed; it is one step to undo."""
        super().focusOutEvent(event)
        self.keep()
        self._desk.judgements.end_typing()
        if event.reason() not in {
            Qt.FocusReason.ActiveWindowFocusReason,
            Qt.FocusReason.PopupFocusReason,
        }:
            self._wanted = False
            self._show_field()

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as the text."""
        super().showEvent(event)
        self._fit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what was typed."""
        super().hideEvent(event)
        self.keep()

    def _type(self) -> None:
        self._typed = True
        self._pause.start()
        self._fit()

    def _show(self) -> None:
        mark = self._desk.matches.selected
        if mark != self._mark:
            self.keep()
            self._desk.judgements.end_typing()
            self._mark, self._wanted = mark, False
        note = self._desk.judgements.note(mark.index) if mark else ""
        # Blanks that are just being typed at the end are no part of the note yet.
        if not self._typed and note != clean_note(self.toPlainText()):
            self.blockSignals(True)
            self.setPlainText(note)
            self.blockSignals(False)
            self._fit()
        self._show_field()

    def _show_field(self) -> None:
        shown = self._mark is not None and (
            self._wanted or self.hasFocus() or bool(self.toPlainText())
        )
        if shown is self.isHidden():
            self.setVisible(shown)
            self.open_changed.emit(shown)

    def _fit(self) -> None:
        lines = round(self.document().size().height())
        height = min(_MOST, max(_LEAST, lines)) * self.fontMetrics().lineSpacing() + _AROUND
        if height != self.height():
            self.setFixedHeight(height)
