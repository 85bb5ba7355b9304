from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from examiner_app.gui.preferences import Preferences
from examiner_app.settings import GEOMETRY, REGISTER, SETTINGS, THEME


def test_defaults_and_allowed_values() -> None:
    preferences = Preferences()
    assert preferences.get(THEME) == "system"
    preferences.set(THEME, "dark")
    assert preferences.get(THEME) == "dark"
    preferences.set(THEME, "pink")
    assert preferences.get(THEME) == "system"
    assert not preferences.persistent


def test_a_store_outlives_the_window(tmp_path: Path) -> None:
    file = str(tmp_path / "settings.ini")
    preferences = Preferences(QSettings(file, QSettings.Format.IniFormat))
    preferences.set(REGISTER, "/some/where")
    preferences.set_bytes(GEOMETRY, QByteArray(b"\x00\xff layout"))
    preferences.sync()
    again = Preferences(QSettings(file, QSettings.Format.IniFormat))
    assert again.persistent
    assert again.get(REGISTER) == "/some/where"
    assert again.get_bytes(GEOMETRY) == QByteArray(b"\x00\xff layout")


def test_the_table_is_whole() -> None:
    assert len({setting.key for setting in SETTINGS}) == len(SETTINGS)
    for setting in SETTINGS:
        assert not setting.choices or setting.default in setting.choices
        assert setting.title
        assert setting.help.endswith(".")
