"""The settings in force: whichever way one is changed, it is applied, kept and told to all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, SignalInstance

from examiner_app.gui.desk import Desk
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.state.arrangement import Arrangement
from examiner_app.gui.theme import Theme
from examiner_app.settings import (
    CELL_SIZE,
    CHOSEN,
    DEVICE,
    FOLD,
    LAYER_COLOURS,
    MATCH_LAYOUT,
    SORT,
    THEME,
    Setting,
)


@dataclass(frozen=True, slots=True)
class _Held:
    """A value that a part of the window holds.

    Attributes:
        read: Returns it.
        apply: Gives it another one.
        changed: Tells that it has another one.
    """

    read: Callable[[], str]
    apply: Callable[[str], None]
    changed: SignalInstance


class LiveSettings(QObject):
    """Connects the settings table with the parts of the window that its values are in force in.

    Signals:
        changed(Setting): A setting has another value.
    """

    changed = Signal(object)

    def __init__(
        self,
        preferences: Preferences,
        theme: Theme,
        desk: Desk,
        arrangement: Arrangement,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._desk = desk
        layers = desk.layers
        self._held = {
            THEME: _Held(lambda: theme.choice, theme.choose, theme.changed),
            LAYER_COLOURS: _Held(
                lambda: layers.colours, layers.use_colours, layers.colours_changed
            ),
            MATCH_LAYOUT: _Held(
                lambda: arrangement.layout, arrangement.show, arrangement.layout_changed
            ),
            FOLD: _Held(
                lambda: desk.folding.present.how, desk.folding.choose, desk.folding.changed
            ),
            CELL_SIZE: _Held(
                lambda: str(arrangement.size),
                lambda size: arrangement.resize(int(size)),
                arrangement.size_changed,
            ),
        }
        layers.use_colours(preferences.get(LAYER_COLOURS))
        desk.folding.choose(preferences.get(FOLD))
        self._follow(SORT)
        self._follow(DEVICE)
        for setting, held in self._held.items():
            held.changed.connect(partial(self._keep, setting))

    def value(self, setting: Setting) -> str:
        """Return the value in force."""
        held = self._held.get(setting)
        return held.read() if held else self._preferences.get(setting)

    def choose(self, setting: Setting, value: str) -> None:
        """Put another value in force, and keep it; one that is not allowed changes nothing."""
        if not setting.allows(value) or value == self.value(setting):
            return
        held = self._held.get(setting)
        if held is not None:
            held.apply(value)
            return
        self._preferences.set(setting, value)
        self._follow(setting)
        self.changed.emit(setting)

    def restore_defaults(self) -> None:
        """Put every default in force."""
        for setting in CHOSEN:
            self.choose(setting, setting.default)

    def _keep(self, setting: Setting) -> None:
        value = self._held[setting].read()
        self._preferences.set(setting, value)
        self.changed.emit(setting)

    def _follow(self, setting: Setting) -> None:
        """Let the desk follow a setting that it does not change itself."""
        value = self._preferences.get(setting)
        if setting is SORT:
            self._desk.matches.sort_by(value)
        elif setting is DEVICE:
            self._desk.device = value
