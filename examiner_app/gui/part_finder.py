"""Finds the answering parts of the pair that is looked at, behind the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from examiner_app.engine.methods import SIFT_BOW
from examiner_app.gui.desk import Desk
from examiner_app.gui.jobs import Lane
from examiner_app.gui.pair_work import Pair
from examiner_app.gui.part_work import paint_parts, see_pair
from examiner_app.gui.ranks import FUSED, rank_name
from examiner_app.gui.state.comparison import ComparisonState
from examiner_app.gui.state.parts import PARTS, PaintedParts, PartsState
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.examination import Workbench
    from examiner_app.engine.logo import Logo
    from examiner_app.engine.question import Question
    from examiner_app.engine.views import Views

VIEWS: Final = "pair views"
ANSWERS: Final = "pair parts"

NO_PARTS: Final = {
    FUSED: tr("The fused rank has no parts of its own: sort the matches by one method."),
    SIFT_BOW: tr("SIFT compares keypoints, not parts: see the lines between them (L)."),
}
"""Why there are no parts to be seen under a method."""

WAITING: Final = tr("Parts are computed as soon as the models are ready.")
UNFINISHED: Final = tr("Parts are computed as soon as the candidate is examined.")
COMPUTING: Final = tr("Computing which parts answer which…")
FAILED: Final = tr("The parts could not be computed.")


class PartFinder(QObject):
    """Sees both marks once for each pair, then compares their parts under the method in use.

    Attributes:
        state: What was found, and what is pointed at.
    """

    def __init__(self, desk: Desk, comparison: ComparisonState, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._comparison = comparison
        self.state = PartsState(self)
        self._logo: Logo | None = None
        self._question: Question | None = None
        self._pair: Pair | None = None
        self._candidate: Views | None = None
        self._match: Views | None = None
        self._workbench: Workbench | None = None
        self._asked = ""
        comparison.options_changed.connect(self._find)
        for signal in (
            desk.matches.sort_changed,
            desk.session.readiness_changed,
            desk.candidate.phase_changed,
        ):
            signal.connect(lambda *_: self._find())

    def follow(self, logo: Logo | None, pair: Pair | None) -> None:
        """Look at another pair, or at none."""
        for key in (VIEWS, ANSWERS):
            self._desk.jobs.cancel(key)
        if logo is not None and logo is not self._logo:
            self._logo, self._candidate = logo, None
        self._pair, self._match, self._asked = pair, None, ""
        self.state.clear()
        self._find()

    def _find(self) -> None:
        """Find the parts where they are to be seen and not known yet."""
        pair, logo = self._pair, self._logo
        if self._comparison.layer != PARTS or pair is None or logo is None:
            return
        examination = self._desk.candidate.examination
        if examination is not None and examination.question != self._question:
            # Another region, or another text mask: what was seen is not what is searched.
            self._question, self._candidate, self._asked = examination.question, None, ""
        workbench, key = self._desk.session.workbench, self._desk.matches.sorted_by
        if workbench is not self._workbench:
            # Maps of other models are of no use.
            self._workbench, self._candidate, self._match, self._asked = workbench, None, None, ""
        if workbench is None or key is None:
            self._say(WAITING)
        elif examination is None or examination.logo is not logo or self._question is None:
            self._say(UNFINISHED)
        elif key in NO_PARTS:
            self._say(NO_PARTS[key])
        elif key not in workbench.describer.methods:
            self._say(tr("The models cannot compute {method}.", method=rank_name(key)))
        elif key != self._asked:
            self._say(COMPUTING)
            self._asked = key
            if self._candidate is not None and self._match is not None:
                self._compare(workbench, self._candidate, self._match, key)
            elif not self._desk.jobs.running(VIEWS):
                self._see(workbench, logo, self._question, pair)

    def _say(self, note: str) -> None:
        self._asked = ""
        self._desk.jobs.cancel(ANSWERS)
        self.state.clear(note)

    def _see(self, workbench: Workbench, logo: Logo, question: Question, pair: Pair) -> None:
        self._desk.jobs.start(
            tr("looking at the parts of both marks"),
            Lane.ENGINE,
            partial(see_pair, workbench.describer, logo, question, pair, self._candidate),
            replaces=VIEWS,
            on_done=partial(self._take_views, workbench, question),
            on_error=self._fail,
        )

    def _take_views(
        self, workbench: Workbench, question: Question, views: tuple[Views, Views]
    ) -> None:
        if workbench is self._workbench and question == self._question:
            self._candidate, self._match = views
        # The method may be another by now, or the layer away.
        self._asked = ""
        self._find()

    def _compare(self, workbench: Workbench, candidate: Views, match: Views, key: str) -> None:
        logo, question = self._logo, self._question
        place = None if logo is None or question is None else question.place(logo)
        self._desk.jobs.start(
            tr("comparing the parts of both marks"),
            Lane.COMPARISON,
            partial(paint_parts, workbench.describer, candidate, match, key, place),
            replaces=ANSWERS,
            on_done=self._take,
            on_error=self._fail,
        )

    def _take(self, painted: PaintedParts) -> None:
        self.state.take(painted)

    def _fail(self, error: Exception) -> None:
        self.state.clear(FAILED)
        self._desk.messages.report(tr("comparing the parts of both marks"), error)
