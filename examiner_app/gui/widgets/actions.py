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
from examiner_app.gui.tips import with_keys
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
        self.open_logo = self._add(
            tr("&Open logo…"), "Ctrl+O", tr("Choose the candidate's image file")
        )
        self.paste = self._add(
            tr("&Paste logo"), "Ctrl+V", tr("Take an image or a file as the candidate")
        )
        self.retry = self._add(
            tr("E&xamine again"), "F5", tr("Describe and rank the candidate anew")
        )
        self.open_register = self._add(
            tr("Ope&n register…"), "Ctrl+Shift+O", tr("Choose a register")
        )
        self.export = self._add(tr("&Export report…"), "Ctrl+S", tr("Write a PDF or HTML report"))
        self.close_window = self._add(tr("&Quit"), "Ctrl+Q", tr("Leave Examiner"))
        self.pin = self._add(
            tr("&Pin or release"), "P", tr("Put the match into Table 2, or take it out")
        )
        self.compare = self._add(
            tr("C&ompare…"), "Ctrl+3", tr("Candidate and match in their own window")
        )
        self.clear_pins = self._add(tr("&Release all pins"), "", tr("Empty Table 2"))
        self.copy_table = self._add(
            tr("&Copy Table 2"), "Ctrl+Shift+C", tr("Copy exact ranks as text")
        )
        self.show_matches = self._add(tr("&Matches"), "Ctrl+1", tr("Show the ranked matches"))
        self.show_table = self._add(
            tr("&Table 2"), "Ctrl+2", tr("Show ranks of the pinned matches")
        )
        self.filter = self._add(tr("&Filter"), "/", tr("Choose which marks are listed"))
        self.clear_filter = self._add(
            tr("Clear f&ilter"), "Ctrl+Shift+F", tr("List every mark again")
        )
        self.toggle_layout = self._add(
            tr("&Grid or table"),
            "Ctrl+G",
            tr("Show the matches as pictures, or with all their ranks"),
        )
        self.larger = self._add(
            tr("&Larger matches"), "Ctrl++", tr("Make the grid's pictures larger")
        )
        # Plus is on the key of the equals sign, and then Shift would be needed.
        self.larger.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        self.smaller = self._add(
            tr("Smalle&r matches"), "Ctrl+-", tr("Make the grid's pictures smaller")
        )
        self.more_opacity = self._add(
            tr("Layer &stronger"), "Ctrl+Up", tr("Raise the layer's opacity")
        )
        self.less_opacity = self._add(
            tr("Layer &weaker"), "Ctrl+Down", tr("Lower the layer's opacity")
        )
        self.dismiss = self._add(tr("&Dismiss message"), "Esc", tr("Put the newest message away"))
        self.messages = self._add(tr("M&essages…"), "Ctrl+M", tr("All messages since the start"))
        self.about = self._add(tr("&About Examiner"), "", tr("What this program is"))
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
        self._connect(desk)
        self._connect_arrangement(arrangement)

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

    def _add(self, text: str, shortcut: str, tip: str) -> QAction:
        action = QAction(text, self._window)
        action.setToolTip(with_keys(tip, shortcut))
        if shortcut:
            action.setShortcut(QKeySequence(shortcut))
        self._window.addAction(action)
        return action

    def _choices(
        self, texts: Mapping[str, tuple[str, str]], shortcuts: Mapping[str, str]
    ) -> dict[str, QAction]:
        group = QActionGroup(self._window)
        result = {}
        for key, (text, tip) in texts.items():
            action = self._add(text, shortcuts.get(key, ""), tip)
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
