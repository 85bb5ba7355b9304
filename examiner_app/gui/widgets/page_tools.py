"""The line above pages: which one is seen, and how large."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from examiner_app.gui.widgets.basics import GAP, MARGIN, ElidedLabel, label
from examiner_app.gui.widgets.page_view import NEARER, PageView
from examiner_app.gui.widgets.window_actions import add_action
from examiner_app.translation import tr


class PageTools(QWidget):
    """Tells the page in the middle, and zooms.

    Attributes:
        number: The page in the middle, in words.
        zoom: How large pages are.
        nearer: Show pages larger.
        farther: Show pages smaller.
        fit: Show pages as wide as there is room.
    """

    def __init__(self, view: PageView, window: QWidget) -> None:
        super().__init__()
        self.setObjectName("header")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(44)
        self._view = view
        self.nearer = add_action(window, "+", tr("Nearer"), "Ctrl++", "Ctrl+=")
        self.farther = add_action(window, "−", tr("Farther"), "Ctrl+-")
        self.fit = add_action(
            window, tr("Fit width"), tr("Pages as wide as there is room"), "Ctrl+0"
        )
        self.fit.setCheckable(True)
        self.number = ElidedLabel("soft")
        self.zoom = label("", "soft")
        self.zoom.setFixedWidth(52)
        self.zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.zoom.setToolTip(tr("At 100 % a page is as large as on paper"))
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.setSpacing(GAP)
        row.addWidget(self.number, 1)
        row.addWidget(tool(self.farther, tr("Farther")))
        row.addWidget(self.zoom)
        row.addWidget(tool(self.nearer, tr("Nearer")))
        row.addWidget(tool(self.fit))
        self.nearer.triggered.connect(lambda: view.zoom_by(NEARER))
        self.farther.triggered.connect(lambda: view.zoom_by(1 / NEARER))
        self.fit.triggered.connect(view.fit)
        view.moved.connect(self._show)
        self._show()

    def _show(self) -> None:
        view = self._view
        place = tr("Page {page} of {pages}", page=view.page + 1, pages=view.count)
        self.number.set_text(place if view.count else "")
        view.setAccessibleDescription(self.number.full_text)
        self.zoom.setText(f"{100 * view.zoom:.0f} %" if view.count else "")
        for action in (self.nearer, self.farther, self.fit):
            action.setEnabled(view.count > 0)
        self.fit.setChecked(view.fits and view.count > 0)


def tool(action: QAction, name: str = "") -> QToolButton:
    """Return a button of an action that the keyboard reaches."""
    result = QToolButton()
    result.setDefaultAction(action)
    result.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    result.setAccessibleName(name)
    return result
