"""What can be done with Table 2 as a picture, with its keys."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMenu

from examiner_app.gui.desk import Desk
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.table2_export import Table2Export
from examiner_app.gui.widgets.table2_page import Table2Page
from examiner_app.gui.widgets.window_actions import add_action
from examiner_app.settings import REPORT_FOLDER
from examiner_app.translation import tr


class Table2Actions:
    """Copies and saves pictures of Table 2, and switches it to a plot.

    Attributes:
        copy: Put a picture into the clipboard.
        save: Write it into a file.
        toggle: Show the plot, or the table again.
        export: Makes the pictures.
    """

    def __init__(
        self,
        window: QMainWindow,
        desk: Desk,
        page: Table2Page,
        preferences: Preferences,
        menu: QMenu,
    ) -> None:
        self._window = window
        self._desk = desk
        self._preferences = preferences
        self.export = Table2Export(desk, window)
        self.copy = add_action(
            self._window,
            tr("Copy Table 2 as p&icture"),
            tr("For a letter or a slide"),
            "Ctrl+Alt+C",
        )
        self.save = add_action(
            self._window, tr("Sa&ve picture of Table 2…"), tr("The same as a PNG file")
        )
        self.toggle = add_action(
            self._window, tr("Table 2 as table or p&lot"), tr("Ranks as lines"), "Ctrl+Shift+T"
        )
        menu.addSeparator()
        menu.addActions([self.copy, self.save, self.toggle])
        self.copy.triggered.connect(self.export.copy)
        self.save.triggered.connect(self.choose_file)
        self.toggle.triggered.connect(page.toggle)
        page.copy_wanted.connect(self.copy.trigger)
        page.save_wanted.connect(self.save.trigger)
        self.export.made.connect(_to_clipboard)
        desk.pins.changed.connect(self._refresh)
        self._refresh()

    def choose_file(self) -> None:
        """Ask where the picture goes, and write it."""
        # While the dialog is open the desk works on: what is saved is what was seen before.
        content = self.export.content()
        if content is None:
            return
        stem = Path(content.candidate).stem or "candidate"
        start = Path(self._preferences.get(REPORT_FOLDER)) / tr("{stem} Table 2.png", stem=stem)
        name, _ = QFileDialog.getSaveFileName(
            self._window, tr("Save a picture of Table 2"), str(start), tr("PNG picture (*.png)")
        )
        if name:
            path = Path(name)
            if path.suffix.lower() != ".png":
                path = path.with_name(path.name + ".png")
            self._preferences.set(REPORT_FOLDER, str(path.parent))
            self.export.save(path, content)

    def _refresh(self) -> None:
        pinned = len(self._desk.pins) > 0
        for action in (self.copy, self.save, self.toggle):
            action.setEnabled(pinned)


def _to_clipboard(image: QImage) -> None:
    QGuiApplication.clipboard().setImage(image)
