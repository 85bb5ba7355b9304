"""Everything the window can do, with its shortcut; menus and buttons are made of these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu, QMenuBar

from examiner_app.gui import ranks
from examiner_app.gui.desk import Desk
from examiner_app.gui.ranks import FUSED, SORT_KEYS
from examiner_app.gui.state.arrangement import Arrangement
from examiner_app.gui.state.candidate import Phase
from examiner_app.gui.state.layers import LAYER_TIPS, LAYER_TITLES
from examiner_app.gui.widgets.window_actions import add_action
from examiner_app.settings import THEME
from examiner_app.translation import tr

SORT_SHORTCUTS: Final = {FUSED: "0"} | {
    key: str(number) for number, key in enumerate(SORT_KEYS[:9], 1)
}
"""A figure for the fused rank and for as many methods as there are figures left."""


class Actions:
    """The window's actions.

    Attributes:
        open_logo: Choose a candidate file.
        paste: Take the candidate from the clipboard.
        retry: Examine the candidate again.
        open_register: Choose a register.
        export: Write a report.
        close_window: Leave.
        pin: Pin or release the compared match.
        compare: Look at candidate and match together.
        clear_pins: Release all.
        copy_table: Copy Table 2 as text.
        show_matches: First tab of the middle.
        show_table: Second tab of the middle.
        filter: Bring the conditions on matches into sight, or put them away.
        clear_filter: List every mark again.
        toggle_layout: Show the matches as a table, or as a grid again.
        larger: Make the cells of the grid larger.
        smaller: Make them smaller.
        more_opacity: Make the layer stronger.
        less_opacity: Make it weaker.
        dismiss: Put the newest message away.
        messages: Show all messages.
        about: Say what this program is.
        layers: One action per layer.
        sorts: One action per method.
        themes: One action per theme.
        after_registers: What follows the actions about registers in the menu, once it is filled.
        menus: ``file``, ``match``, ``view``, ``layer`` and ``help``, once they are filled; features
            that keep their own actions add them here.
    """

    def __init__(self, window: QMainWindow, desk: Desk, arrangement: Arrangement) -> None:
        self._window = window
        self.menus: dict[str, QMenu] = {}
        self.open_logo = add_action(
            self._window, tr("&Open logo…"), tr("Choose the candidate's image file"), "Ctrl+O"
        )
        self.paste = add_action(
            self._window,
            tr("&Paste logo"),
            tr("Take an image or a file as the candidate"),
            "Ctrl+V",
        )
        self.retry = add_action(
            self._window, tr("E&xamine again"), tr("Describe and rank the candidate anew"), "F5"
        )
        self.open_register = add_action(
            self._window, tr("Ope&n register…"), tr("Choose a register"), "Ctrl+Shift+O"
        )
        self.export = add_action(
            self._window,
            tr("&Export report…"),
            tr("Write a report as PDF, HTML, Word, Excel, CSV or JSON"),
            "Ctrl+S",
        )
        self.close_window = add_action(window, tr("&Quit"), tr("Leave Examiner"), "Ctrl+Q")
        self.pin = add_action(
            self._window,
            tr("&Pin or release"),
            tr("Put the match into Table 2, or take it out"),
            "P",
        )
        self.compare = add_action(
            self._window, tr("C&ompare…"), tr("Candidate and match in their own window"), "Ctrl+3"
        )
        self.clear_pins = add_action(window, tr("&Release all pins"), tr("Empty Table 2"))
        self.copy_table = add_action(
            self._window, tr("&Copy Table 2"), tr("Copy exact ranks as text"), "Ctrl+Shift+C"
        )
        self._add_view(window)
        self._add_choices()
        self._connect(desk)
        self._connect_arrangement(arrangement)

    def _add_view(self, window: QMainWindow) -> None:
        self.show_matches = add_action(
            self._window, tr("&Matches"), tr("Show the ranked matches"), "Ctrl+1"
        )
        self.show_table = add_action(
            self._window, tr("&Table 2"), tr("Show ranks of the pinned matches"), "Ctrl+2"
        )
        self.filter = add_action(
            self._window, tr("&Filter"), tr("Choose which marks are listed"), "/"
        )
        self.clear_filter = add_action(
            self._window, tr("Clear f&ilter"), tr("List every mark again"), "Ctrl+Shift+F"
        )
        self.toggle_layout = add_action(
            self._window,
            tr("&Grid or table"),
            tr("Show the matches as pictures, or with all their ranks"),
            "Ctrl+G",
        )
        self.larger = add_action(
            self._window, tr("&Larger matches"), tr("Make the grid's pictures larger"), "Ctrl++"
        )
        # Plus is on the key of the equals sign, and then Shift would be needed.
        self.larger.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        self.smaller = add_action(
            self._window, tr("Smalle&r matches"), tr("Make the grid's pictures smaller"), "Ctrl+-"
        )
        self.more_opacity = add_action(
            self._window, tr("Layer &stronger"), tr("Raise the layer's opacity"), "Ctrl+Up"
        )
        self.less_opacity = add_action(
            self._window, tr("Layer &weaker"), tr("Lower the layer's opacity"), "Ctrl+Down"
        )
        self.dismiss = add_action(
            self._window, tr("&Dismiss message"), tr("Put the newest message away"), "Esc"
        )
        self.messages = add_action(
            self._window, tr("M&essages…"), tr("All messages since the start"), "Ctrl+M"
        )
        self.about = add_action(window, tr("&About Examiner"), tr("What this program is"))

    def _add_choices(self) -> None:
        self.layers = self._choices(
            {key: (title, LAYER_TIPS[key]) for key, title in LAYER_TITLES.items()},
            {key: f"Alt+{number}" for number, key in enumerate(LAYER_TITLES, 1)},
        )
        self.sorts = self._choices(
            {key: (ranks.rank_name(key), ranks.rank_explanation(key)) for key in SORT_KEYS},
            SORT_SHORTCUTS,
        )
        self.themes = self._choices(
            {key: (tr(name), "") for key, name in THEME.named_choices.items()}, {}
        )

    def fill(self, bar: QMenuBar) -> None:
        """Put the actions into menus."""
        file = _menu(bar, tr("&File"))
        file.addActions([self.open_logo, self.paste, self.retry])
        file.addSeparator()
        file.addAction(self.open_register)
        self.after_registers = file.addSeparator()
        file.addAction(self.export)
        file.addSeparator()
        file.addAction(self.close_window)
        match = _menu(bar, tr("&Match"))
        match.addActions([self.compare, self.pin, self.clear_pins, self.copy_table])
        match.addSeparator()
        sort = match.addMenu(tr("&Sort by"))
        for key, action in self.sorts.items():
            if key == FUSED:
                sort.addSeparator()
            sort.addAction(action)
        view = _menu(bar, tr("&View"))
        view.addActions([self.show_matches, self.show_table])
        view.addSeparator()
        view.addActions([self.filter, self.clear_filter])
        view.addSeparator()
        view.addActions([self.toggle_layout, self.larger, self.smaller])
        view.addSeparator()
        layer = view.addMenu(tr("La&yer"))
        layer.addActions(list(self.layers.values()))
        view.addActions([self.more_opacity, self.less_opacity])
        view.addSeparator()
        view.addMenu(tr("T&heme")).addActions(list(self.themes.values()))
        view.addSeparator()
        view.addActions([self.messages, self.dismiss])
        support = _menu(bar, tr("&Help"))
        support.addAction(self.about)
        self.menus = {"file": file, "match": match, "view": view, "layer": layer, "help": support}

    def _choices(
        self, texts: Mapping[str, tuple[str, str]], shortcuts: Mapping[str, str]
    ) -> dict[str, QAction]:
        group = QActionGroup(self._window)
        result = {}
        for key, (text, tip) in texts.items():
            action = add_action(self._window, text, tip, shortcuts.get(key, ""))
            action.setCheckable(True)
            group.addAction(action)
            result[key] = action
        return result

    def _connect_arrangement(self, arrangement: Arrangement) -> None:
        def refresh() -> None:
            self.larger.setEnabled(arrangement.can_grow)
            self.smaller.setEnabled(arrangement.can_shrink)

        self.toggle_layout.triggered.connect(arrangement.toggle)
        arrangement.layout_changed.connect(refresh)
        arrangement.size_changed.connect(refresh)
        refresh()

    def _connect(self, desk: Desk) -> None:
        layers, matches, pins = desk.layers, desk.matches, desk.pins
        self.pin.triggered.connect(lambda: desk.toggle_pin(None))
        self.retry.triggered.connect(desk.retry)
        self.clear_pins.triggered.connect(pins.clear)
        self.clear_filter.triggered.connect(desk.filters.clear)
        self.dismiss.triggered.connect(desk.messages.dismiss)
        self.more_opacity.triggered.connect(lambda: layers.set_opacity(layers.opacity + 0.1))
        self.less_opacity.triggered.connect(lambda: layers.set_opacity(layers.opacity - 0.1))
        for key, action in self.layers.items():
            action.triggered.connect(lambda _=False, key=key: layers.show(key))
        for key, action in self.sorts.items():
            action.triggered.connect(lambda _=False, key=key: matches.sort_by(key))
        for signal in (
            layers.key_changed,
            matches.sort_changed,
            matches.ranks_changed,
            matches.reset,
            desk.session.register_changed,
            matches.selection_changed,
            pins.changed,
            desk.filters.changed,
            desk.messages.changed,
            desk.candidate.phase_changed,
            desk.exporting_changed,
        ):
            signal.connect(lambda *_: self.refresh(desk))
        self.refresh(desk)

    def refresh(self, desk: Desk) -> None:
        """Allow what can be done now, and mark what is chosen."""
        self.layers[desk.layers.key].setChecked(True)
        self.sorts[desk.matches.sorted_by or desk.matches.sort].setChecked(True)
        for key, action in self.sorts.items():
            action.setEnabled(desk.session.can_sort_by(key))
        self.retry.setEnabled(desk.candidate.phase in {Phase.DONE, Phase.FAILED})
        self.pin.setEnabled(desk.matches.selected is not None)
        self.compare.setEnabled(desk.matches.selected is not None)
        self.clear_pins.setEnabled(len(desk.pins) > 0)
        self.clear_filter.setEnabled(desk.filters.wanted is not None)
        self.copy_table.setEnabled(len(desk.pins) > 0)
        self.dismiss.setEnabled(desk.messages.current is not None)
        self.export.setEnabled(desk.candidate.examination is not None and not desk.exporting)


def _menu(bar: QMenuBar, title: str) -> QMenu:
    menu = bar.addMenu(title)
    menu.setToolTipsVisible(True)
    return menu
