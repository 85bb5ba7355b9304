"""The newest message above the panels; it stays until it is dismissed and blocks nothing."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from examiner_app.gui.icons import icon
from examiner_app.gui.messages import Level, Message, Messages
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.basics import GAP, MARGIN, Icon, button, label, restyle
from examiner_app.translation import tr


class MessageBar(QFrame):
    """Shows the newest message that was not dismissed, and how many wait behind it."""

    def __init__(self, messages: Messages, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("message")
        self._messages = messages
        self._theme = theme
        self.icon = Icon(theme, "info", "soft", 18)
        self.text = label("", "", wrap=True)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.more = label("", "caption")
        self.open_button = button(tr("Open"), "quiet", tr("Open what the message is about"))
        self.detail_button = button(tr("Details"), "quiet", tr("Show what happened in full"))
        self.close_button = QToolButton()
        self.close_button.setProperty("role", "icon")
        self.close_button.setAccessibleName(tr("Dismiss the message"))
        self.close_button.setToolTip(tr("Dismiss (Esc)"))
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 6, GAP, 6)
        row.setSpacing(GAP + 2)
        row.addWidget(self.icon)
        row.addWidget(self.text, 1)
        row.addWidget(self.more)
        row.addWidget(self.open_button)
        row.addWidget(self.detail_button)
        row.addWidget(self.close_button)
        messages.changed.connect(self._show)
        theme.changed.connect(self._show)
        self.close_button.clicked.connect(messages.dismiss)
        self.open_button.clicked.connect(self._open)
        self.detail_button.clicked.connect(self._detail)
        self._show()

    def _show(self) -> None:
        message = self._messages.current
        self.setVisible(message is not None)
        if message is None:
            return
        error = message.level is Level.ERROR
        self.icon.set("error" if error else "success", "danger" if error else "success")
        self.text.setText(message.text)
        self.setAccessibleName(message.text)
        behind = len(self._messages.waiting) - 1
        self.more.setText(tr("and {behind} more", behind=behind) if behind else "")
        self.open_button.setVisible(message.file is not None or message.follow is not None)
        self.detail_button.setVisible(bool(message.detail))
        self.close_button.setIcon(icon("close", self._theme.colour("soft")))
        if self.property("level") != message.level.value:
            self.setProperty("level", message.level.value)
            restyle(self)

    def _open(self) -> None:
        message = self._messages.current
        if message is not None and message.follow is not None:
            message.follow()
            self._messages.dismiss()
        elif message is not None and message.file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(message.file)))

    def _detail(self) -> None:
        if self._messages.current is not None:
            MessageList([self._messages.current], self.window()).open()


class MessageList(QDialog):
    """Messages with time and details, to be read and copied."""

    def __init__(self, messages: list[Message], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Messages"))
        self.resize(640, 360)
        text = QPlainTextEdit()
        text.setReadOnly(True)
        text.setAccessibleName(tr("Messages of this session"))
        text.setPlainText("\n\n".join(_line(message) for message in reversed(messages)))
        text.setPlaceholderText(tr("There were no messages since Examiner was started."))
        closer = QPushButton(tr("Close"))
        closer.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(closer)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.addWidget(text)
        column.addLayout(row)


def _line(message: Message) -> str:
    line = f"{message.time:%H:%M:%S}  {message.text}"
    return f"{line}\n{message.detail}" if message.detail else line
