"""What can be done with the images of the case: leaf through them, add and remove some."""

from __future__ import annotations

from PySide6.QtGui import Qt
from PySide6.QtWidgets import QWidget

from examiner_app.gui.desk import Desk
from examiner_app.gui.widgets.actions import Actions
from examiner_app.gui.widgets.filmstrip import Filmstrip
from examiner_app.gui.widgets.window_actions import add_action
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
        self.previous = add_action(
            self._window,
            tr("Pre&vious image"),
            tr("Look at the image of the case before this one"),
            "Ctrl+PgUp",
        )
        self.following = add_action(
            self._window,
            tr("Ne&xt image"),
            tr("Look at the image of the case after this one"),
            "Ctrl+PgDown",
        )
        self.add = add_action(
            self._window,
            tr("&Add image…"),
            tr("Choose further images of the same mark"),
            "Ctrl+Shift+A",
        )
        self.paste = add_action(
            self._window,
            tr("Paste as a &further image"),
            tr("Take an image or files as further images of the same mark"),
            "Ctrl+Shift+V",
        )
        self.remove = add_action(
            self._window,
            tr("Re&move image"),
            tr("Take the image that is shown out of the case"),
            "Del",
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
