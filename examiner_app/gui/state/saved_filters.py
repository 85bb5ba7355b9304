"""The filters that the examiner keeps under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from examiner_app.gui.messages import Messages
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.ranks import exact
from examiner_app.gui.state.filters import FiltersState
from examiner_app.gui.state.session import SessionState
from examiner_app.settings import SAVED_FILTERS, UNREADABLE_FILTERS
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.ranking.saved_filters import SavedFilter


class SavedFilters(QObject):
    """Keeps, names and applies filters; read when they are first asked for.

    Attributes:
        all: The filters, first saved first.

    Signals:
        changed(): One was saved, renamed or deleted.
    """

    changed = Signal()

    def __init__(
        self,
        filters: FiltersState,
        session: SessionState,
        messages: Messages,
        preferences: Preferences,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._filters = filters
        self._session = session
        self._messages = messages
        self._preferences = preferences
        self._read: list[SavedFilter] | None = None
        self._unreadable = ""
        self._applied: SavedFilter | None = None
        filters.counted.connect(self._tell)

    @property
    def all(self) -> list[SavedFilter]:
        """The filters; what cannot be read is told once and left alone."""
        if self._read is None:
            from examiner_app.engine.ranking.saved_filters import read_saved

            text = self._preferences.get(SAVED_FILTERS)
            self._read, problems = read_saved(text)
            self._unreadable = text if problems else ""
            for problem in problems:
                self._messages.refuse(problem)
        return self._read

    @property
    def can_save(self) -> bool:
        """Whether there are conditions to be saved."""
        return self._filters.wanted is not None

    def save(self, name: str) -> None:
        """Keep the present conditions under a name.

        Raises:
            FilterError: It is no name, or another filter's.
        """
        from examiner_app.engine.ranking.saved_filters import SavedFilter, check_name

        saved = SavedFilter(check_name(name, self.all), self._filters.present)
        self._set([*self.all, saved])
        self._messages.success(tr("«{name}» is saved.", name=saved.name))

    def rename(self, saved: SavedFilter, name: str) -> None:
        """Call a filter something else.

        Raises:
            FilterError: It is no name, or another filter's.
        """
        from examiner_app.engine.ranking.saved_filters import SavedFilter, check_name

        others = [one for one in self.all if one is not saved]
        renamed = SavedFilter(check_name(name, others), saved.wanted)
        self._set([renamed if one is saved else one for one in self.all])

    def delete(self, saved: SavedFilter) -> None:
        """Forget a filter; the present conditions stay."""
        self._set([one for one in self.all if one is not saved])
        self._messages.success(tr("The saved filter «{name}» is deleted.", name=saved.name))

    def apply(self, saved: SavedFilter) -> None:
        """Put a filter's conditions in place of the present ones, and say what passes."""
        self._applied = saved
        if saved.wanted == self._filters.wanted:
            self._tell()
        else:
            self._filters.set(saved.wanted)

    def _set(self, filters: list[SavedFilter]) -> None:
        from examiner_app.engine.ranking.saved_filters import write_saved

        if self._unreadable:
            # Another version may be able to read it, or somebody by hand.
            self._preferences.set(UNREADABLE_FILTERS, self._unreadable)
            self._unreadable = ""
        self._read = filters
        self._preferences.set(SAVED_FILTERS, write_saved(filters) if filters else "")
        self.changed.emit()

    def _tell(self) -> None:
        applied, counts = self._applied, self._filters.counts
        if applied is None or counts is None:
            return
        self._applied = None
        if applied.wanted != self._filters.wanted:
            return
        from examiner_app.engine.ranking.saved_filters import unknown_values

        of = tr(
            "{passing} of {count} marks pass",
            passing=exact(counts.passing),
            count=exact(self._session.count),
        )
        unknown = unknown_values(applied.wanted, counts)
        none = (
            tr(" This register has no mark with {unknown}.", unknown="; ".join(unknown))
            if unknown
            else ""
        )
        self._messages.success(f"«{applied.name}»: {of}.{none}")
