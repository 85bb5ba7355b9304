"""Which of the ranked marks the examiner wants to look at, and how many there are of each kind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Signal

from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.ranking.filters import FacetCounts, MarkFilter


DATES: Final = ("filed_from", "filed_to")
"""Conditions that are dates."""


_FIELDS_OF: Final = {
    tr("Type"): ("types",),
    tr("Vienna"): ("vienna",),
    tr("Nice"): ("nice",),
    tr("Office"): ("offices",),
    tr("Status"): ("statuses",),
    tr("Owner"): ("owner",),
    tr("Words"): ("words",),
    tr("Filed"): DATES,
    tr("Added"): ("added_after",),
}
"""What each condition that people read is made of."""


class FiltersState(QObject):
    """The filter of the matches.

    Attributes:
        wanted: Its conditions; ``None`` where every mark is looked at.
        counts: Marks by value under it; ``None`` until they are known.
        shown: Whether the conditions are in sight, so that marks have to be counted.

    Signals:
        changed(): The conditions are others.
        counted(): Marks were counted anew, or are to be.
        shown_changed(): The conditions came into sight, or went.
    """

    changed = Signal()
    counted = Signal()
    shown_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.wanted: MarkFilter | None = None
        self.counts: FacetCounts | None = None
        self.shown = False

    @property
    def present(self) -> MarkFilter:
        """The conditions, none included."""
        from examiner_app.engine.ranking.filters import EVERY_MARK

        return self.wanted or EVERY_MARK

    def said(self, field: str) -> str:
        """Return what the condition on a text or a date says, nothing where there is none."""
        # The window asks before it is shown, and must not wait for the engine to be imported.
        return "" if self.wanted is None else str(getattr(self.wanted, field))

    @property
    def conditions(self) -> tuple[tuple[str, str], ...]:
        """Label and value of each condition, for people."""
        if self.wanted is None:
            return ()
        from examiner_app.engine.ranking.filter_text import filter_text

        return filter_text(self.wanted)

    def toggle(self, field: str, value: str | int) -> None:
        """Want marks with a value of a field too, or not any more."""
        values: frozenset[str | int] = getattr(self.present, field)
        self._set_field(field, values ^ {value})

    def say(self, field: str, text: str) -> None:
        """Want marks with this text or date in a field.

        Raises:
            FilterError: It should be a date and is none.
        """
        if field in DATES:
            from examiner_app.engine.ranking.filters import check_date

            text = check_date(text)
        self._set_field(field, text.strip())

    def set(self, wanted: MarkFilter | None) -> None:
        """Want other marks."""
        wanted = wanted or None
        if wanted != self.wanted:
            self.wanted = wanted
            self.changed.emit()

    def drop(self, label: str) -> None:
        """Take away one of ``conditions``."""
        from examiner_app.engine.ranking.filters import EVERY_MARK

        fields = _FIELDS_OF[label]
        self.set(replace(self.present, **{name: getattr(EVERY_MARK, name) for name in fields}))

    def clear(self) -> None:
        """Want every mark."""
        self.set(None)

    def show(self, *, shown: bool) -> None:
        """Bring the conditions into sight, or put them away; they hold all the same."""
        if shown != self.shown:
            self.shown = shown
            self.shown_changed.emit()

    def _set_field(self, field: str, value: object) -> None:
        conditions: dict[str, Any] = {field: value}
        self.set(replace(self.present, **conditions))

    def take_counts(self, counts: FacetCounts | None) -> None:
        """Take in how many marks there are of each kind."""
        self.counts = counts
        self.counted.emit()
