"""Keeps the matches in order: which ranks are shown, how they are sorted, which page is read."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from examiner_app.engine.progress import Progress
from examiner_app.gui.jobs import Jobs, Lane
from examiner_app.gui.messages import Messages
from examiner_app.gui.state.filters import FiltersState
from examiner_app.gui.state.folding import FoldingState
from examiner_app.gui.state.judgements import JudgementsState
from examiner_app.gui.state.matches import PAGE, MatchesState
from examiner_app.gui.state.session import SessionState
from examiner_app.gui.work import Listing, count_marks, first_page
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.ranking.ranks import RankTable


class Ordering(QObject):
    """Sorts the matches and reads their pages in a worker whenever the state asks for it."""

    def __init__(
        self,
        jobs: Jobs,
        session: SessionState,
        matches: MatchesState,
        filters: FiltersState,
        folding: FoldingState,
        judgements: JudgementsState,
        messages: Messages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._session = session
        self._matches = matches
        self._filters = filters
        self._judgements = judgements
        self._messages = messages
        self._folding = folding
        self._ordered_by: Listing | None = None
        self._newest: RankTable | None = None
        self._outdated = False
        self._turn = QTimer(self, interval=0, singleShot=True)
        self._turn.timeout.connect(self.settle)
        matches.sort_changed.connect(self._reorder)
        matches.page_wanted.connect(self._load_page)
        filters.changed.connect(self._reorder)
        folding.changed.connect(self._reorder)
        judgements.wanted_changed.connect(self._reorder)
        judgements.changed.connect(lambda _: self._reorder())
        judgements.switched.connect(self._reorder)
        for signal in (filters.changed, filters.shown_changed, session.register_changed):
            signal.connect(self._count)

    def grow(self, table: RankTable) -> None:
        """Take in the ranks of one more method.

        Methods are ranked faster than the window can be filled: of the tables that arrive in one
        turn of the event loop only the last is shown.
        """
        register = self._session.register
        count = len(register.methods) if register else 0
        self._session.set_activity(Progress(tr("Ranking every mark"), len(table.ranks), count))
        self._newest = table
        self._turn.start()

    def finish(self, table: RankTable) -> None:
        """Take in the ranks of every method, at once."""
        self._drop_newest()
        if self._outdated:
            self._outdated, self._ordered_by = False, None
        self._matches.set_table(table)
        self._reorder()

    def settle(self) -> None:
        """Show the ranks that are there, without waiting for more."""
        if self._newest is not None:
            self.finish(self._newest)
        elif self._outdated:
            self.forget()

    def renew(self) -> None:
        """Something else is asked of the candidate: its ranks are in sight until there are others.

        If there will be none, ``settle`` takes them away.
        """
        self._drop_newest()
        self._outdated = True

    def forget(self) -> None:
        """Drop the matches of the former candidate or register."""
        self._drop_newest()
        for key in ("order", "page"):
            self._jobs.cancel(key)
        self._ordered_by, self._outdated = None, False
        self._folding.forget()
        self._matches.clear()

    def _drop_newest(self) -> None:
        self._turn.stop()
        self._newest = None

    def _reorder(self) -> None:
        matches, register = self._matches, self._session.register
        key, table = matches.sorted_by, matches.table
        if key is None or table is None or register is None:
            return
        before = self._ordered_by
        listing = Listing(
            key, self._filters.wanted, self._folding.present, self._judgements.restriction
        )
        if listing == before:
            return
        self._ordered_by = listing
        # Only where the same marks are there, but for those that were folded or judged just now,
        # does the place in the list mean anything.
        same = before is not None and (
            replace(before, folding=listing.folding, judged=listing.judged) == listing
            and (before.judged is None) is (listing.judged is None)
        )
        loaded = len(matches.marks) if same else 0
        self._jobs.cancel("page")
        self._jobs.start(
            tr("sorting the matches"),
            Lane.MATCHES,
            partial(first_page, table, listing, register, loaded),
            replaces="order",
            on_done=lambda page: matches.set_order(*page),
            on_error=self._fail_order,
        )

    def _count(self) -> None:
        """Count the marks of every kind, where somebody looks at the numbers."""
        filters, register = self._filters, self._session.register
        self._jobs.cancel("counts")
        if register is None or not (filters.shown or filters.wanted):
            filters.take_counts(None)
            return
        self._jobs.start(
            tr("counting the marks"),
            Lane.MATCHES,
            partial(count_marks, register, filters.present),
            replaces="counts",
            on_done=filters.take_counts,
            # Whoever sorts by the same conditions says what is wrong with them.
            on_error=lambda _: filters.take_counts(None),
        )

    def _load_page(self, start: int) -> None:
        register = self._session.register
        if register is None:
            return
        self._jobs.start(
            tr("reading the marks"),
            Lane.MATCHES,
            partial(register.marks, list(self._matches.order[start : start + PAGE])),
            replaces="page",
            on_done=partial(self._matches.extend, start),
            on_error=partial(self._fail_page, tr("reading the marks")),
        )

    def _fail_order(self, error: Exception) -> None:
        self._ordered_by = None
        self._fail_page(tr("sorting the matches"), error)

    def _fail_page(self, doing: str, error: Exception) -> None:
        self._matches.forget_wish()
        self._messages.report(doing, error)
