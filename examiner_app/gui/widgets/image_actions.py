"""What can be done with the images of the case: leaf through them, add and remove some."""

from __future__ import annotations

from PySide6.QtGui import QAction, QKeySequence, Qt
from PySide6.QtWidgets import QWidget

from examiner_app.gui.desk import Desk
from examiner_app.gui.tips import with_keys
from examiner_app.gui.widgets.actions import Actions
from examiner_app.gui.widgets.filmstrip import Filmstrip
from examiner_app.translation import tr


class ImageActions:
    """Actions on the images of the case.

    Attributes:
        previous: Look at the image before.
        following: Look at the image after.
        add: Choose files to add.
        paste: Add what is in the clipboard.
        remove: Take the shown image out of the case.
    """

    def __init__(self, window: QWidget, desk: Desk) -> None:
        self._window = window
        self._desk = desk
        self.previous = self._add(
            tr("Pre&vious image"), "Ctrl+PgUp", tr("Look at the image of the case before this one")
        )
        self.following = self._add(
            tr("Ne&xt image"), "Ctrl+PgDown", tr("Look at the image of the case after this one")
        )
        self.add = self._add(
            tr("&Add image…"), "Ctrl+Shift+A", tr("Choose further images of the same mark")
        )
        self.paste = self._add(
            tr("Paste as a &further image"),
            "Ctrl+Shift+V",
            tr("Take an image or files as further images of the same mark"),
        )
        self.remove = self._add(
            tr("Re&move image"), "Del", tr("Take the image that is shown out of the case")
        )
        # Nobody wants to lose an image by a key that was meant for something else.
        self.remove.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.previous.triggered.connect(lambda: desk.case.step(-1))
        self.following.triggered.connect(lambda: desk.case.step(1))
        self.remove.triggered.connect(lambda: desk.case.remove(desk.images.index))
        desk.images.changed.connect(self.refresh)
        desk.images.shown_changed.connect(self.refresh)
        self.refresh()

    def fill(self, actions: Actions, strip: Filmstrip) -> None:
        """Add them to the menu of files, and to the images themselves."""
        menu = actions.menus["file"]
        own = menu.addMenu(tr("&Images of the case"))
        own.setToolTipsVisible(True)
        own.addActions([self.add, self.paste, self.remove])
        own.addSeparator()
        own.addActions([self.previous, self.following])
        menu.insertMenu(actions.retry, own)
        strip.offer(self.add, self.remove)
        strip.pager.offer(self.previous, self.following)

    def refresh(self) -> None:
        """Allow what can be done now."""
        images = self._desk.images
        for action in (self.add, self.paste):
            action.setEnabled(bool(images.images))
        self.remove.setEnabled(images.several)
        self.previous.setEnabled(images.neighbour(-1) is not None)
        self.following.setEnabled(images.neighbour(1) is not None)

    def _add(self, text: str, key: str, tip: str) -> QAction:
        action = QAction(text, self._window)
        action.setShortcut(QKeySequence(key))
        action.setToolTip(with_keys(tip, key))
        self._window.addAction(action)
        return action
