"""The line at the top: what to do first on the left, the register, and the report on the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from examiner_app.gui import ranks
from examiner_app.gui.desk import Desk
from examiner_app.gui.icons import icon
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.actions import Actions
from examiner_app.gui.widgets.basics import GAP, MARGIN
from examiner_app.translation import tr


class Header(QWidget):
    """Buttons for the actions of every examination."""

    def __init__(
        self, desk: Desk, actions: Actions, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(48)
        self._desk = desk
        self._theme = theme
        self._icons: list[tuple[QToolButton, str, str]] = []
        self.open_button = self._button(actions.open_logo, "open-logo", tr("Open logo"))
        self.paste_button = self._button(actions.paste, "paste", tr("Paste"), "quiet")
        self.register_button = self._button(actions.open_register, "register", "", "quiet")
        self.export_button = self._button(actions.export, "report", tr("Export report"), "primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(GAP)
        row.addWidget(self.open_button)
        row.addWidget(self.paste_button)
        row.addStretch(1)
        row.addWidget(self.register_button)
        row.addWidget(self.export_button)
        desk.session.register_changed.connect(self._show_register)
        desk.session.readiness_changed.connect(self._show_register)
        theme.changed.connect(self._paint_icons)
        actions.export.changed.connect(self._paint_icons)
        self._show_register()
        self._paint_icons()

    def _button(self, action: QAction, name: str, text: str, role: str = "") -> QToolButton:
        result = QToolButton()
        result.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        result.setIconSize(QSize(16, 16))
        result.setProperty("role", role)
        result.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        result.setText(_beside_icon(text))
        result.setToolTip(action.toolTip())
        result.setAccessibleName(action.text().replace("&", "").rstrip("…"))
        result.clicked.connect(action.trigger)
        result.setEnabled(action.isEnabled())
        action.enabledChanged.connect(result.setEnabled)
        self._icons.append((result, name, "on_accent" if role == "primary" else "text"))
        return result

    def _show_register(self) -> None:
        session = self._desk.session
        name = session.register_name
        if not name:
            self.register_button.setText(_beside_icon(tr("Open register")))
            return
        count = ranks.exact(session.count)
        self.register_button.setText(
            _beside_icon(tr("{name}  ·  {count} marks", name=name, count=count))
        )
        path = session.register.path if session.register else ""
        self.register_button.setToolTip(
            tr("{path}\nOpen another register (Ctrl+Shift+O)", path=path)
        )

    def _paint_icons(self) -> None:
        for one, name, colour in self._icons:
            one.setIcon(icon(name, self._theme.colour(colour), self._theme.colour("soft")))


def _beside_icon(text: str) -> str:
    # Qt leaves 4 pixels between icon and text, and no style sheet can change that.
    return f" {text}"
