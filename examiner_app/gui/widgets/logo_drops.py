"""Takes images that are dropped or pasted: as a new case, or as more of the present one."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from examiner_app.errors import ExaminerError
from examiner_app.gui.desk import Desk
from examiner_app.gui.sources import DROPPED, PASTED, can_hold_logo, logo_sources
from examiner_app.gui.widgets.basics import GAP
from examiner_app.gui.widgets.candidate_panel import CandidatePanel
from examiner_app.translation import tr


class DropHint(QLabel):
    """Says over the candidate what a drop would do; there only while something is dragged."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self.setObjectName("drop-hint")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.hide()

    def say(self, text: str) -> None:
        """Show a text at the foot of the candidate."""
        room = self._over.rect().adjusted(GAP, GAP, -GAP, -GAP)
        self.setText(text)
        self.setFixedWidth(room.width())
        self.setFixedHeight(self.heightForWidth(room.width()))
        self.move(room.left(), room.bottom() - self.height())
        self.show()
        self.raise_()


class LogoDrops:
    """Answers the window's drag and drop events, and pastes.

    A drop begins another case. With Shift held, or on the thumbnails, it adds to the present one.

    Attributes:
        hint: What is said while something is dragged.
    """

    def __init__(self, window: QWidget, desk: Desk, candidate: CandidatePanel) -> None:
        self._window = window
        self._desk = desk
        self._candidate = candidate
        self.hint = DropHint(candidate.view)

    def drag(self, event: QDragMoveEvent) -> None:
        """Accept what may hold a logo, and say what becomes of it."""
        if not can_hold_logo(event.mimeData()):
            return
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._candidate.highlight(on=True)
        if self._adds(event):
            self.hint.say(tr("Adds to the images of this case"))
        elif self._desk.images.images:
            self.hint.say(tr("Begins a new case. Hold Shift to add to this one."))

    def leave(self) -> None:
        """The drag went elsewhere, or came to its end."""
        self._candidate.highlight(on=False)
        self.hint.hide()

    def drop(self, event: QDropEvent) -> None:
        """Take what was dropped, or say why not."""
        self.leave()
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._take(event.mimeData(), DROPPED, adds=self._adds(event))

    def paste(self, *, adds: bool) -> None:
        """Take what is in the clipboard, or say why not."""
        self._take(QGuiApplication.clipboard().mimeData(), PASTED, adds=adds)

    def _adds(self, event: QDropEvent) -> bool:
        if not self._desk.images.images:
            return False
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return shift or self._is_on_strip(event.position().toPoint())

    def _is_on_strip(self, place: QPoint) -> bool:
        strip = self._candidate.images
        return any(
            one.isVisible() and one.rect().contains(one.mapFrom(self._window, place))
            for one in (strip, strip.pager)
        )

    def _take(self, mime: QMimeData, name: str, *, adds: bool) -> None:
        try:
            sources = logo_sources(mime, name)
        except ExaminerError as error:
            self._desk.messages.refuse(error)
            return
        if adds:
            self._desk.case.add(sources)
        else:
            self._desk.case.open(sources)
