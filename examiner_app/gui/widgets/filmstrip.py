"""The images of the case beside the candidate: where one is among them, and all as thumbnails."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from examiner_app.gui.desk import Desk
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.basics import GAP
from examiner_app.gui.widgets.image_list import GAP_BETWEEN, ImageList
from examiner_app.translation import tr

CELL: Final = 34
"""Side of a thumbnail in the row, pixels."""

LARGE_CELL: Final = 64
"""And of one in the list of all."""

HEIGHT: Final = CELL + GAP_BETWEEN

_SPARE: Final = 64
"""Height that the candidate's picture keeps beyond its least: only then there is a row too."""

_LINE: Final = 20
"""Height of the pager."""

_ACROSS: Final = 5
_DOWN: Final = 4
"""Thumbnails in the list of all that are in sight."""


class ImageOverview(QFrame):
    """All images, larger; comes up over the window and goes with a click or Escape.

    Attributes:
        view: The thumbnails.
    """

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("image-overview")
        self._images = desk.images
        self.view = ImageList(desk, theme, LARGE_CELL)
        self.view.setWrapping(True)
        self.view.setResizeMode(ImageList.ResizeMode.Adjust)
        self.view.clicked.connect(self.close)
        self.view.activated.connect(self.close)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.addWidget(self.view)

    def open_below(self, place: QPoint) -> None:
        """Come up, large enough for all images or for so many as fit."""
        count = len(self._images.images)
        step = LARGE_CELL + GAP_BETWEEN
        rows = -(-count // _ACROSS)
        scrolls = rows > _DOWN
        policy = Qt.ScrollBarPolicy
        self.view.setVerticalScrollBarPolicy(
            policy.ScrollBarAlwaysOn if scrolls else policy.ScrollBarAlwaysOff
        )
        bar = self.view.verticalScrollBar().sizeHint().width() if scrolls else 0
        width, height = min(count, _ACROSS) * step + bar + GAP_BETWEEN, min(rows, _DOWN) * step
        self.view.setFixedSize(width, height)
        self.adjustSize()
        self.move(place)
        self.show()
        self.view.setFocus(Qt.FocusReason.PopupFocusReason)


class Pager(QWidget):
    """«‹ 2 of 5 ›»: leafs through the images, and shows all; there only where there are several.

    Attributes:
        previous: To the image before.
        place: Which one is shown; opens the list of all.
        following: To the image after.
        overview: The list of all.
    """

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images = desk.images
        self.overview = ImageOverview(desk, theme, self)
        self.previous, self.place, self.following = (_button() for _ in range(3))
        self.place.clicked.connect(self._open)
        self.place.setToolTip(tr("Show all images of the case"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for one in (self.previous, self.place, self.following):
            # No higher than the name beside it.
            one.setFixedHeight(_LINE)
            row.addWidget(one)
        desk.images.changed.connect(self._show)
        desk.images.shown_changed.connect(self._show)
        self._show()

    def offer(self, previous: QAction, following: QAction) -> None:
        """Offer to leaf through the images."""
        for button, action, sign in (
            (self.previous, previous, "‹"),
            (self.following, following, "›"),
        ):
            button.setDefaultAction(action)
            # The menu has the words.
            button.setText(sign)
            button.setAccessibleName(action.text().replace("&", ""))
            action.changed.connect(lambda button=button, sign=sign: button.setText(sign))

    def _open(self) -> None:
        self.overview.open_below(self.mapToGlobal(QPoint(0, self.height() + GAP // 2)))

    def _show(self) -> None:
        images = self._images
        self.setVisible(images.several)
        number, count = images.index + 1, len(images.images)
        text = tr("{number} of {count}", number=number, count=count)
        self.place.setText(text)
        self.place.setAccessibleName(tr("Image {place}", place=text))


class Filmstrip(QWidget):
    """A row of thumbnails, where there are several images and height enough; and the pager.

    Attributes:
        pager: Stands elsewhere, and is there at any height.
        view: The thumbnails.
        add_button: Adds an image.
    """

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images = desk.images
        self.pager = Pager(desk, theme)
        self.view = ImageList(desk, theme, CELL)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setFixedHeight(HEIGHT)
        self.add_button = _button()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP // 2)
        row.addWidget(self.view, 1)
        row.addWidget(self.add_button)
        self.setFixedHeight(HEIGHT)
        self.hide()
        desk.images.changed.connect(self._fit)

    def offer(self, add: QAction, remove: QAction) -> None:
        """Offer what can be done with the images."""
        self.add_button.clicked.connect(add.trigger)
        self.add_button.setText("+")
        self.add_button.setToolTip(add.toolTip())
        self.add_button.setAccessibleName(add.text().replace("&", ""))
        for view in (self.view, self.pager.overview.view):
            view.addActions([add, remove])
            view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def fill(self, title: QVBoxLayout, name: QWidget, below: QWidget) -> None:
        """Fill the candidate's title: its name with the pager, what stands below, and the row."""
        line = QHBoxLayout()
        line.setSpacing(GAP // 2)
        line.addWidget(name, 1)
        line.addWidget(self.pager)
        title.addLayout(line)
        title.addWidget(below)
        title.addWidget(self)

    def event(self, event: QEvent) -> bool:
        """Follow the height of the page that this is put on."""
        page = self.parentWidget()
        if event.type() == QEvent.Type.ParentChange and page is not None:
            page.installEventFilter(self)
        return super().event(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Come and go with the height."""
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self._fit()
        return False

    def _fit(self) -> None:
        page = self.parentWidget()
        layout = page.layout() if page is not None else None
        if page is None or layout is None:
            return
        taken = 0 if self.isHidden() else HEIGHT
        room = page.height() - layout.minimumSize().height() + taken
        self.setVisible(self._images.several and room >= HEIGHT + _SPARE)


def _button() -> QToolButton:
    result = QToolButton()
    result.setProperty("role", "icon")
    result.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return result
