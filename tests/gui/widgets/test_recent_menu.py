"""The menu of recent logos in the window."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QAction

from examiner_app.gui.preferences import Preferences
from examiner_app.gui.sources import BytesSource, FileSource
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.settings import RECENT_LOGOS

Make = Callable[..., Path]
Settle = Callable[[], None]


@pytest.fixture
def ready(window: MainWindow, settle: Settle) -> MainWindow:
    window.desk.open_register(Path("demo register"))
    settle()
    return window


def files(window: MainWindow) -> list[QAction]:
    actions = window.recent.menu.actions()
    return [one for one in actions if not one.isSeparator() and one is not window.recent.clear]


def test_files_that_were_read_are_offered_again(
    ready: MainWindow, logo_file: Make, settle: Settle
) -> None:
    assert not ready.recent.menu.menuAction().isEnabled()
    first, second = logo_file("R&D.png"), logo_file("second.png", 4)
    for path in (first, second):
        ready.desk.examine(FileSource(path))
        settle()
    assert [action.text() for action in files(ready)] == ["&1 second.png", "&2 R&&D.png"]
    assert files(ready)[0].toolTip() == str(second)
    files(ready)[1].trigger()
    settle()
    assert ready.desk.candidate.logo is not None
    assert ready.desk.candidate.logo.name == "R&D.png"
    assert ready.desk.recent.paths == [first, second]
    assert json.loads(ready.preferences.get(RECENT_LOGOS)) == [str(first), str(second)]
    ready.recent.clear.trigger()
    assert files(ready) == []
    assert not ready.recent.menu.menuAction().isEnabled()
    assert json.loads(ready.preferences.get(RECENT_LOGOS)) == []


def test_what_was_not_read_or_is_no_file_is_not_offered(
    ready: MainWindow, logo_file: Make, tmp_path: Path, settle: Settle
) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no image")
    ready.desk.examine(FileSource(broken))
    settle()
    ready.desk.examine(BytesSource(logo_file().read_bytes(), "Pasted image.png"))
    settle()
    assert files(ready) == []


def test_a_file_that_is_gone_is_said(ready: MainWindow, logo_file: Make, settle: Settle) -> None:
    path = logo_file("gone.png")
    ready.desk.examine(FileSource(path))
    settle()
    path.unlink()
    files(ready)[0].trigger()
    settle()
    message = ready.desk.messages.current
    assert message is not None
    assert "gone.png is not there any more" in message.text
    assert ready.desk.candidate.logo is not None


def test_it_is_in_the_menu_of_files_and_remembered(
    window: MainWindow, theme: Theme, tmp_path: Path
) -> None:
    actions = window.actions_.menus["file"].actions()
    assert actions.index(window.recent.menu.menuAction()) == 1
    preferences = Preferences()
    long = tmp_path / f"{'x' * 90}.png"
    preferences.set(RECENT_LOGOS, json.dumps([str(long)]))
    again = MainWindow(window.desk, theme, preferences)
    text = files(again)[0].text()
    assert len(text) < 75
    assert "…" in text
    again.deleteLater()
