"""What is said of a match: in its cells, in tooltips and to screen readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examiner_app.gui import ranks
from examiner_app.gui.models.match_columns import JUDGED, SPREAD, fact, title, type_name
from examiner_app.gui.ranks import SORT_KEYS
from examiner_app.gui.state.judgements import JudgementsState
from examiner_app.gui.state.matches import MatchesState
from examiner_app.gui.tips import plain_tip, wrapped
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.register.catalogue import Mark


class MatchWords:
    """Words about matches, as ranks and judgements are now."""

    def __init__(self, state: MatchesState, judgements: JudgementsState) -> None:
        self._state = state
        self._judgements = judgements

    def rank(self, mark: Mark) -> int | None:
        """Return the rank by what the matches are sorted by."""
        key = self._state.sorted_by
        return None if key is None else self._state.rank(key, mark.index)

    def rank_by(self, key: str, mark: Mark) -> int | None:
        """Return the rank in a column, where the column is a method's."""
        return self._state.rank(key, mark.index) if key in SORT_KEYS else None

    def said(self, mark: Mark, size: int) -> str:
        """Return a match for a screen reader; ``size`` is for how many marks it stands."""
        parts = [
            tr("Rank {rank}: {words}", rank=self.rank(mark), words=mark.words or mark.id),
            type_name(mark),
            self._judgements.title(mark.index).lower(),
            tr("with a note") if self._judgements.note(mark.index) else "",
            tr("and {count} more", count=ranks.exact(size - 1)) if size > 1 else "",
        ]
        return ", ".join(part for part in parts if part)

    def tip(self, mark: Mark, size: int) -> str:
        """Return what the tooltip of a match says."""
        key, rank = self._state.sorted_by, self.rank(mark)
        lines = [mark.words, mark.id, mark.owner, type_name(mark)]
        if key is not None and rank is not None:
            count = self._state.table.count if self._state.table else 0
            lines.append(
                tr(
                    "Rank {rank} of {count} by {method}",
                    rank=ranks.exact(rank),
                    count=ranks.exact(count),
                    method=ranks.rank_name(key),
                )
            )
        if size > 1:
            lines.append(tr("Stands for {size} marks: press E to see them", size=ranks.exact(size)))
        lines += self._of_judgement(mark)
        return plain_tip("\n".join(line for line in lines if line))

    def text(self, key: str, mark: Mark) -> str:
        """Return what stands in a column."""
        if key in SORT_KEYS:
            rank = self.rank_by(key, mark)
            return "–" if rank is None else ranks.exact(rank)
        if key == SPREAD:
            found = self._state.spread(mark.index)
            return "–" if found is None else ranks.times(found.ratio)
        return self._judgements.title(mark.index) if key == JUDGED else fact(key, mark)

    def said_of(self, key: str, mark: Mark) -> str:
        """Return the same for a screen reader."""
        unknown = tr("not yet") if key == JUDGED else tr("not known")
        return f"{title(key)}: {self.text(key, mark) or unknown}"

    def tip_of(self, key: str, mark: Mark) -> str:
        """Return what the tooltip of a column says."""
        if key == SPREAD:
            return self._tip_of_spread(mark)
        if key == JUDGED:
            return "\n".join(filter(None, self._of_judgement(mark)))
        rank = self.rank_by(key, mark)
        if rank is not None:
            count = self._state.table.count if self._state.table else 0
            share = ranks.percentile(rank, count)
            of = tr(
                "Rank {rank} of {count}, {share}",
                rank=ranks.exact(rank),
                count=ranks.exact(count),
                share=share,
            )
            return tr(
                "{words}\n{of}, by {method}",
                words=mark.words or mark.id,
                of=of,
                method=ranks.rank_name(key),
            )
        return tr("Not ranked yet") if key in SORT_KEYS else fact(key, mark)

    def _tip_of_spread(self, mark: Mark) -> str:
        found = self._state.spread(mark.index)
        if found is None:
            return tr("Known when two methods have their ranks")
        best = tr(
            "Best: rank {rank} by {method}",
            rank=ranks.exact(found.best_rank),
            method=ranks.rank_name(found.best),
        )
        worst = tr(
            "Worst: rank {rank} by {method}",
            rank=ranks.exact(found.worst_rank),
            method=ranks.rank_name(found.worst),
        )
        return f"{best}\n{worst}"

    def _of_judgement(self, mark: Mark) -> tuple[str, str]:
        return self._judgements.title(mark.index), wrapped(self._judgements.note(mark.index))
