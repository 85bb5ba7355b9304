"""The list of shortcuts is what the windows' actions and views say themselves."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QWidget

import examiner_app.gui
from examiner_app.gui.shortcuts import Entry, Section, matching, menu_sections, plain
from examiner_app.gui.widgets.main_window import MainWindow


def windows(window: MainWindow) -> dict[str, QWidget]:
    return {
        "main window": window,
        "comparison": window.make_comparison(),
        "report": window.reports.make(),
    }


def test_every_action_with_a_shortcut_is_listed(window: MainWindow) -> None:
    listed = {
        (entry.name, entry.keys)
        for section in window.desktop.sections()
        for entry in section.entries
    }
    native = QKeySequence.SequenceFormat.NativeText
    for one in windows(window).values():
        for action in one.findChildren(QAction):
            keys = ", ".join(key.toString(native) for key in action.shortcuts())
            if keys:
                assert (plain(action.text()), keys) in listed


@pytest.mark.parametrize("name", ["main window", "comparison", "report"])
def test_no_two_actions_of_a_window_share_a_shortcut(window: MainWindow, name: str) -> None:
    one = windows(window)[name]
    # Children of the main window are also those of the other windows that belong to it.
    actions = [action for action in one.findChildren(QAction) if _window_of(action) is one]
    used = Counter(key.toString() for action in actions for key in action.shortcuts())
    assert len(used) > 5
    # Escape goes back by one step: of those that have it, one is enabled or has it at a time.
    assert [key for key, times in used.items() if times > 1 and key != "Esc"] == []


def test_every_view_that_handles_keys_says_which() -> None:
    """A class of the window with a ``keyPressEvent`` has a table ``KEYS``."""
    root = Path(examiner_app.gui.__file__).parent
    silent = []
    for file in root.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and "keyPressEvent" in _names(node):
                silent += [] if "KEYS" in _names(node) else [f"{file.name}: {node.name}"]
    assert silent == []


def test_the_views_keys_are_listed(window: MainWindow) -> None:
    titles = [section.title for section in window.desktop.sections()]
    assert {
        "Grid of matches",
        "Table of matches",
        "Table 2",
        "Pictures of the comparison",
        "Pages of the report",
    } <= set(titles)
    assert len(titles) == len(set(titles))


def test_menus_in_menus(qapp: object) -> None:
    window = QMainWindow()
    menu = window.menuBar().addMenu("&View")
    menu.addAction("&Fish && chips")
    menu.addSeparator()
    inner = menu.addMenu("&Layer").addMenu("&Colours")
    action = inner.addAction("&Grey…")
    action.setShortcuts([QKeySequence("Ctrl+K"), QKeySequence("F2")])
    action.setToolTip("Without colours (Ctrl+K)")
    window.menuBar().addMenu("&Empty")
    assert menu_sections(window) == [
        Section("View", (Entry("Fish & chips", "", ""),)),
        Section("View › Layer › Colours", (Entry("Grey…", "Ctrl+K, F2", "Without colours"),)),
    ]
    window.deleteLater()


def test_searching() -> None:
    sections = [
        Section("File", (Entry("Open logo…", "Ctrl+O", "Choose a file"), Entry("Quit", "", ""))),
        Section("View", (Entry("Grid", "Ctrl+G", ""),)),
    ]
    assert matching(sections, "  ") == sections
    assert matching(sections, "ctrl+g") == [sections[1]]
    assert matching(sections, "CHOOSE file") == [Section("File", sections[0].entries[:1])]
    assert matching(sections, "file") == [sections[0]]
    assert matching(sections, "nothing such") == []


def _window_of(action: QAction) -> QWidget | None:
    owner = action.parent()
    while owner is not None and not isinstance(owner, QWidget):
        owner = owner.parent()
    return owner.window() if owner is not None else None


def _names(node: ast.ClassDef) -> set[str]:
    found = {item.name for item in node.body if isinstance(item, ast.FunctionDef)}
    for item in node.body:
        if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
            found.add(item.target.id)
    return found
