"""Open every window in a language of its own, and print what does not speak it.

In that language a text stands in brackets, so that one that nobody marked for translation shows.
It runs in a process of its own: titles in tables are looked up when their modules are imported.
"""

from __future__ import annotations

import gettext
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

OPEN, CLOSE = "\u27e6", "\u27e7"


class Brackets(gettext.NullTranslations):
    """Says every text in brackets."""

    def gettext(self, message: str) -> str:
        return f"{OPEN}{message}{CLOSE}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, _context: str, message: str) -> str:
        return self.gettext(message)


def speak() -> None:
    """Speak in brackets from now on."""
    from examiner_app import translation

    translation._catalogue = Brackets()


def rest(text: str) -> str:
    """Return what is left of a text without what stands in brackets."""
    inner = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
    while inner.search(text):
        text = inner.sub("", text)
    return re.sub(r"<[^>]+>|&\w+;|https?://\S+", "", text)


def texts(widget: object) -> Iterator[tuple[str, str]]:
    """Yield kind and text of everything that a widget says."""
    for name in (
        "text",
        "title",
        "windowTitle",
        "toolTip",
        "statusTip",
        "accessibleName",
        "accessibleDescription",
        "placeholderText",
        "suffix",
    ):
        get = getattr(widget, name, None)
        if callable(get):
            try:
                yield name, str(get())
            except TypeError:
                continue


def inside(widget: object) -> Iterator[tuple[str, str]]:
    """Yield what the rows, columns and tabs of a widget say."""
    from PySide6.QtCore import QAbstractListModel, Qt
    from PySide6.QtWidgets import QAbstractItemView, QComboBox, QTabBar, QTreeView

    if isinstance(widget, QComboBox):
        yield from (("item", widget.itemText(row)) for row in range(widget.count()))
    if isinstance(widget, QTabBar):
        for tab in range(widget.count()):
            yield "tab", widget.tabText(tab)
            yield "tab tip", widget.tabToolTip(tab)
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
        model = widget.model()
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
        roles = (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        )
        for column in range(columns):
            for role in roles:
                said = model.headerData(column, Qt.Orientation.Horizontal, role)
                yield "head", str(said or "")
        top = [model.index(row, 0) for row in range(min(8, model.rowCount()))]
        below = [
            model.index(row, 0, index)
            for index in (top if isinstance(widget, QTreeView) else ())
            for row in range(min(4, model.rowCount(index)))
        ]
        for index in (*top, *below):
            for column in range(columns):
                for role in roles:
                    said = index.siblingAtColumn(column).data(role)
                    yield f"cell {column}", said if isinstance(said, str) else ""


def open_everything(folder: Path) -> Iterator[None]:
    """Yield, with everything that can be opened open, and close it again."""
    from PySide6.QtWidgets import QApplication

    from examiner_app.engine.cases.judgements import Judgement
    from examiner_app.gui.desk import Desk
    from examiner_app.gui.preferences import Preferences
    from examiner_app.gui.sources import FileSource
    from examiner_app.gui.theme import Theme
    from examiner_app.gui.widgets.main_window import MainWindow
    from tests.gui import conftest as fakes

    application = QApplication([])
    application.setStyle("Fusion")

    def settle() -> None:
        while desk.jobs.busy:
            application.processEvents()
        for _ in range(20):
            application.processEvents()

    engine = fakes.FakeEngine()
    desk = Desk(engine.as_engine())
    window = MainWindow(desk, Theme(application, "light"), Preferences())
    window.resize(1600, 1000)
    window.show()
    yield
    logo = folder / "candidate.png"
    logo.write_bytes(fakes.png(fakes.draw_mark(2, (640, 480))))
    desk.open_register(Path("demo register"))
    settle()
    yield
    desk.examine(FileSource(logo))
    settle()
    marks = desk.matches.marks
    for row, judgement in enumerate(Judgement):
        desk.judgements.set_judgement(marks[row], judgement)
        desk.toggle_pin(marks[row])
    desk.judgements.write_note(marks[0], "x")
    desk.log.flush()
    settle()
    window.matches.show_filter() if hasattr(window.matches, "show_filter") else None
    for action in (
        window.actions_.filter,
        window.desktop.settings,
        window.desktop.shortcuts,
        window.register_actions.show,
        window.models.show,
        window.case.show,
        window.actions_.compare,
        window.actions_.messages,
        window.actions_.export,
    ):
        action.trigger()
        settle()
        yield
    window.actions_.show_table.trigger()
    window.tour.start()
    settle()
    yield
    desk.examine(FileSource(folder / "nothing.png"))
    settle()
    yield
    window.tour.leave() if hasattr(window.tour, "leave") else None
    for top in application.topLevelWidgets():
        top.close()
    desk.close()


def known_words() -> set[str]:
    """Return the words that are the same in every language: names, data and units."""
    from examiner_app.engine.hardware import processor_name
    from examiner_app.engine.methods import METHODS
    from examiner_app.translation import LANGUAGES
    from tests.gui import conftest as fakes

    words = {"px", "EM", "CPU", "UTC", "registered", "Esc", "CAM", *LANGUAGES.values()}
    words |= {"Ctrl", "Shift", "Alt", "Del", "Up", "Down", "PgUp", "PgDown", "Examiner"}
    said = [method.name for method in METHODS.values()]
    said += [*fakes.WORDS, "Trading GmbH", "Fake models", "demo register", "candidate.png"]
    said += [processor_name(), "examiner vgg imagenet MB GB"]
    return words | {word.casefold() for text in said for word in re.findall(r"\w+", text)}


def unmarked(folder: Path) -> dict[str, str]:
    """Return every text that does not stand in brackets, with where it was found."""
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QApplication, QWidget

    known = {word.casefold() for word in known_words()}
    found: dict[str, str] = {}
    for _ in open_everything(folder):
        for top in QApplication.topLevelWidgets():
            for one in (top, *top.findChildren(QWidget), *top.findChildren(QAction)):
                # Qt names the arrows of its tab bars by itself.
                qts_own = one.objectName().startswith("Scroll")
                for kind, text in () if qts_own else (*texts(one), *inside(one)):
                    if Path(text).is_absolute():
                        continue
                    words = re.findall(r"[^\W\d_]{2,}", rest(text))
                    if any(word.casefold() not in known for word in words):
                        place = f"{type(top).__name__}/{type(one).__name__} {one.objectName()}"
                        found.setdefault(text, f"{place} ({kind})")
    return found


if __name__ == "__main__":
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    speak()
    with tempfile.TemporaryDirectory() as made:
        for said, where in unmarked(Path(made)).items():
            print(f"{said!r}: {where}")  # noqa: T201 - read by the test
    sys.stdout.flush()
    os._exit(0)
