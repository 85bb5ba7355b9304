"""The values that marks can be filtered by, with how many marks each would leave."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from examiner_app.engine.classifications import nice_heading, vienna_heading
from examiner_app.gui import ranks
from examiner_app.gui.state.candidate import MARK_TYPES
from examiner_app.gui.state.filters import FiltersState
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.ranking.filters import FacetCounts

FIELDS: Final = {
    "types": tr("Type"),
    "statuses": tr("Status"),
    "offices": tr("Office"),
    "nice": tr("Nice class"),
    "vienna": tr("Vienna"),
}
"""Fields of a filter that have a list of values, with their titles."""

_VALUE: Final = Qt.ItemDataRole.UserRole
_NOT_STATED: Final = tr("not stated")
_NOBODY: Final = ranks.exact(0)
_SHOWN: Final = QTreeWidgetItem.ChildIndicatorPolicy.ShowIndicator

Value = str | int


class FacetTree(QTreeWidget):
    """Fields with their values; what is checked is wanted.

    A register knows thousands of Vienna codes: those of a category are listed when it is opened.
    """

    def __init__(self, filters: FiltersState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filters = filters
        self._items: dict[tuple[str, Value], QTreeWidgetItem] = {}
        self._below: dict[str, list[str]] = {}
        self.setObjectName("facets")
        self.setAccessibleName(tr("Values to filter by, with the number of marks"))
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._roots = {field: self._add_root(title) for field, title in FIELDS.items()}
        for field in ("types", "statuses", "offices"):
            self._roots[field].setExpanded(True)
        self.itemChanged.connect(self._tell)
        self.itemExpanded.connect(self._open)
        filters.counted.connect(self.show_counts)
        filters.changed.connect(self._show_checks)

    def item(self, field: str, value: Value) -> QTreeWidgetItem:
        """Return the item of a value, listed now if it was not yet."""
        if field == "vienna":
            parts = str(value).split(".")
            for depth in range(1, len(parts)):
                self._fill(".".join(parts[:depth]))
        return self._items[field, value]

    def forget(self) -> None:
        """Drop the values of a former register."""
        with QSignalBlocker(self):
            for root in self._roots.values():
                root.takeChildren()
            self._items.clear()
            self._below.clear()

    def show_counts(self) -> None:
        """Show how many marks each value would leave."""
        counts = self._filters.counts
        if counts is None:
            return
        with QSignalBlocker(self):
            for field in FIELDS:
                found = _counted(counts, field)
                top = found
                if field == "vienna":
                    self._below = _below(counts.vienna)
                    top = {value: found[value] for value in self._below.get("", [])}
                fresh = [
                    self._show_value(field, value, found[value]) for value in _ordered(field, top)
                ]
                # All at once: the tree looks at itself again for each that is added to it.
                self._roots[field].addChildren([item for item in fresh if item is not None])
            for field, value in list(self._items):
                # Where codes are listed, there may be more of them now.
                if field == "vienna" and self._items[field, value].childCount():
                    self._fill(str(value))
        self._show_checks()

    def _open(self, item: QTreeWidgetItem) -> None:
        data = item.data(0, _VALUE)
        if data is not None and data[0] == "vienna":
            self._fill(data[1])
            self._show_checks()

    def _fill(self, above: str) -> None:
        """List the codes right below one, with their numbers."""
        counts, parent = self._filters.counts, self._items.get(("vienna", above))
        if counts is None or parent is None:
            return
        with QSignalBlocker(self):
            below = sorted(self._below.get(above, []))
            fresh = [self._show_value("vienna", code, counts.vienna[code]) for code in below]
            parent.addChildren([item for item in fresh if item is not None])

    def _add_root(self, title: str) -> QTreeWidgetItem:
        root = QTreeWidgetItem(self, [title, ""])
        root.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        return root

    def _show_value(self, field: str, value: Value, number: int) -> QTreeWidgetItem | None:
        """Show the number of a value; return its item where one is to be listed anew."""
        item, fresh = self._items.get((field, value)), None
        if item is None:
            item = fresh = self._items[field, value] = _new_item(field, value)
            if field == "vienna" and str(value) in self._below:
                item.setChildIndicatorPolicy(_SHOWN)
        text = ranks.exact(number)
        before = item.text(1)
        if text != before:
            item.setText(1, text)
            if _NOBODY in {text, before}:
                colour = self.palette().text() if number else self.palette().placeholderText()
                item.setForeground(0, colour)
                item.setForeground(1, colour)
        return fresh

    def _show_checks(self) -> None:
        present = self._filters.present
        with QSignalBlocker(self):
            for (field, value), item in self._items.items():
                on = value in getattr(present, field)
                state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
                if item.checkState(0) is not state:
                    item.setCheckState(0, state)
            for field, root in self._roots.items():
                chosen = len(getattr(present, field))
                root.setText(0, f"{FIELDS[field]}  ·  {chosen}" if chosen else FIELDS[field])

    def _tell(self, item: QTreeWidgetItem) -> None:
        data = item.data(0, _VALUE)
        if data is None:
            return
        field, value = data
        checked = item.checkState(0) is Qt.CheckState.Checked
        if checked != (value in getattr(self._filters.present, field)):
            self._filters.toggle(field, value)


def _new_item(field: str, value: Value) -> QTreeWidgetItem:
    said = value_text(field, value)
    item = QTreeWidgetItem([said, ""])
    item.setData(0, _VALUE, (field, value))
    if said != value:
        item.setToolTip(0, said)
    item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    item.setCheckState(0, Qt.CheckState.Unchecked)
    return item


def value_text(field: str, value: Value) -> str:
    """Return a value with what it means."""
    if field == "types":
        return MARK_TYPES.get(str(value), str(value))
    if field == "nice":
        return f"{value}  {nice_heading(int(value))}".rstrip()
    if field == "vienna":
        return f"{value}  {vienna_heading(str(value))}".rstrip()
    return str(value) or _NOT_STATED


def _counted(counts: FacetCounts, field: str) -> Mapping[Value, int]:
    found: Mapping[Value, int] = getattr(counts, field)
    return found


def _below(codes: Iterable[str]) -> dict[str, list[str]]:
    """Return the codes right below each; nothing stands above the categories."""
    found: dict[str, list[str]] = {}
    for code in codes:
        found.setdefault(code.rpartition(".")[0], []).append(code)
    return found


def _ordered(field: str, found: Mapping[Value, int]) -> list[Value]:
    """Return the values in the order of their lists: by number of marks where there is none."""
    if field == "types":
        return [value for value in MARK_TYPES if value in found]
    if field in {"nice", "vienna"}:
        return sorted(found, key=lambda value: (isinstance(value, str), value))
    return sorted(found, key=lambda value: (-found[value], str(value)))
