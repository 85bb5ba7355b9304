"""All actions of a window with their shortcuts, read from the actions themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

from examiner_app.gui.tips import native_keys
from examiner_app.gui.view_keys import ViewKeys, key_names

_INSIDE: Final = "{menu} › {submenu}"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be done.

    Attributes:
        name: What it is called.
        keys: Its shortcuts, or nothing.
        help: What it does, in a few words.
    """

    name: str
    keys: str
    help: str


@dataclass(frozen=True, slots=True)
class Section:
    """What stands together, as in a menu.

    Attributes:
        title: Where that is.
        entries: What can be done there.
    """

    title: str
    entries: tuple[Entry, ...]


def menu_sections(window: QMainWindow) -> list[Section]:
    """Return the actions of a window by menu, submenus after their menu."""
    found: list[Section] = []
    for action in window.menuBar().actions():
        found += _sections(action.text(), _menu_of(action))
    return found


def window_section(title: str, window: QWidget) -> Section:
    """Return the actions of a window without menus."""
    return Section(title, tuple(_entry(action) for action in window.actions()))


def view_sections(windows: Iterable[QWidget]) -> list[Section]:
    """Return the keys that the views in some windows handle themselves, each view once."""
    tables: dict[str, ViewKeys] = {}
    for window in windows:
        for widget in window.findChildren(QWidget):
            keys = getattr(widget, "KEYS", None)
            if isinstance(keys, ViewKeys):
                tables.setdefault(keys.view, keys)
    return [
        Section(
            table.view, tuple(Entry(what, key_names(keys), "") for keys, what in table.keys.items())
        )
        for table in tables.values()
    ]


def matching(sections: Sequence[Section], text: str) -> list[Section]:
    """Return what has every word of a text in its names, keys or help, whatever the case."""
    words = text.casefold().split()
    found = []
    for section in sections:
        kept = tuple(entry for entry in section.entries if _has(section, entry, words))
        if kept:
            found.append(Section(section.title, kept))
    return found


def plain(text: str) -> str:
    """Return the text of an action or menu without the marks of its access keys."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def _sections(title: str, menu: QMenu | None) -> Iterator[Section]:
    if menu is None:
        return
    name = plain(title)
    actions = [action for action in menu.actions() if not action.isSeparator()]
    entries = tuple(_entry(action) for action in actions if _menu_of(action) is None)
    if entries:
        yield Section(name, entries)
    for action in actions:
        inside = _INSIDE.format(menu=name, submenu=plain(action.text()))
        yield from _sections(inside, _menu_of(action))


def _menu_of(action: QAction) -> QMenu | None:
    menu = action.menu()
    return menu if isinstance(menu, QMenu) else None


def _entry(action: QAction) -> Entry:
    keys = [native_keys(shortcut) for shortcut in action.shortcuts()]
    name, tip = plain(action.text()), action.toolTip()
    # Tooltips end with the first shortcut, which has a column of its own here.
    for shortcut in keys[:1]:
        tip = tip.removesuffix(f" ({shortcut})")
    return Entry(name, ", ".join(keys), "" if tip.rstrip("…") == name.rstrip("…") else tip)


def _has(section: Section, entry: Entry, words: Sequence[str]) -> bool:
    text = " ".join((section.title, entry.name, entry.keys, entry.help)).casefold()
    return all(word in text for word in words)
