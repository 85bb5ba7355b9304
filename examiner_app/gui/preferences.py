"""The user's settings, kept by Qt in a real run and in memory everywhere else."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

from examiner_app.settings import Setting


class Preferences:
    """Reads and writes the values of the settings table.

    Attributes:
        persistent: Whether values outlive the window.
    """

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store
        self._values: dict[str, str] = {}
        self.persistent = store is not None

    def get(self, setting: Setting) -> str:
        """Return the value of a setting; its default where there is none or it is not allowed."""
        if self._store is not None:
            value = str(self._store.value(setting.key, setting.default))
        else:
            value = self._values.get(setting.key, setting.default)
        return value if setting.allows(value) else setting.default

    def set(self, setting: Setting, value: str) -> None:
        """Remember the value of a setting."""
        if self._store is not None:
            self._store.setValue(setting.key, value)
        else:
            self._values[setting.key] = value

    def get_bytes(self, setting: Setting) -> QByteArray:
        """Return a setting that holds a layout."""
        return QByteArray.fromBase64(QByteArray(self.get(setting).encode()))

    def set_bytes(self, setting: Setting, value: QByteArray) -> None:
        """Remember a setting that holds a layout."""
        self.set(setting, value.toBase64().toStdString())

    def sync(self) -> None:
        """Write what is remembered to disk now."""
        if self._store is not None:
            self._store.sync()
