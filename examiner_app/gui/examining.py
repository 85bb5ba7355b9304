"""Examines the candidate: from what is asked of it to layers and ranks, step by step."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from examiner_app.engine.methods import DEFAULT_METHOD
from examiner_app.engine.progress import Progress
from examiner_app.gui.jobs import Lane
from examiner_app.gui.state.candidate import Phase
from examiner_app.gui.work import examine, paint
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.examination import Examination
    from examiner_app.engine.region import Region
    from examiner_app.gui.desk import Desk


class Examining(QObject):
    """Runs the examination of the present candidate anew whenever something else is asked of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._region: Region | None = None
        desk.question.asked.connect(self._ask_again)
        desk.question.settled.connect(self.begin)
        desk.layers.colours_changed.connect(self._paint_layers)

    def forget(self) -> None:
        """Drop what was computed for the former candidate or register."""
        self._desk.jobs.cancel("layers")
        self._desk.layers.clear()
        self._desk.ordering.forget()

    def _ask_again(self) -> None:
        """Something else is asked of the candidate: what is on its way is out of date."""
        for key in ("examination", "layers"):
            self._desk.jobs.cancel(key)
        if self._desk.question.marking.region != self._region:
            # They lie somewhere else.
            self._desk.layers.clear()
        self._desk.ordering.renew()
        self._desk.candidate.ask_again()

    def begin(self) -> None:
        """Examine the candidate with what is open, if there is either."""
        workbench, logo = self._desk.session.workbench, self._desk.candidate.logo
        if workbench is None or logo is None:
            return
        methods = workbench.register.methods
        first = self._desk.matches.sort if self._desk.matches.sort in methods else DEFAULT_METHOD
        self._desk.cases.make_way()
        self._region = self._desk.question.marking.region
        self._desk.candidate.advance(Phase.DESCRIBING)
        self._desk.jobs.start(
            tr("examining the logo"),
            Lane.ENGINE,
            partial(examine, workbench, logo, first, self._desk.question.marking),
            replaces="examination",
            on_item=self._take,
            on_done=self._finish,
            on_error=self._fail_examination,
        )

    def resume(self, examination: Examination) -> None:
        """Show an examination of the candidate that was finished before."""
        self._region = self._desk.question.marking.region
        self._desk.candidate.describe(examination.description)
        self._paint_layers()
        self._finish(examination)

    def _take(self, item: object) -> None:
        """Take in whatever an examination yields."""
        from examiner_app.engine.description import Description
        from examiner_app.engine.ranking.ranks import RankTable

        if isinstance(item, Progress):
            self._desk.session.set_activity(item)
        elif isinstance(item, Description):
            self._desk.candidate.describe(item)
            self._desk.candidate.advance(Phase.RANKING)
            self._paint_layers()
        elif isinstance(item, RankTable):
            self._desk.ordering.grow(item)

    def _finish(self, examination: Examination) -> None:
        self._desk.ordering.finish(examination.ranks)
        self._desk.candidate.finish(examination)
        self._desk.session.set_activity(None)

    def _fail_examination(self, error: Exception) -> None:
        self._desk.ordering.settle()
        self._desk.candidate.advance(Phase.FAILED)
        self._desk.session.set_activity(None)
        self._desk.messages.report(tr("examining the logo"), error)

    def _paint_layers(self) -> None:
        logo, layers = self._desk.candidate.logo, self._desk.candidate.layers
        if logo is None or layers is None:
            return
        shown, colours = self._desk.layers.shown, self._desk.layers.colours
        # The layers are of the region that was examined, whatever was drawn since.
        marking = replace(self._desk.question.marking, region=self._region)
        self._desk.jobs.start(
            tr("painting the layers"),
            Lane.LAYERS,
            partial(paint, logo, layers, shown, colours, marking),
            replaces="layers",
            on_item=self._take_picture,
        )

    def _take_picture(self, painted: tuple[str, Any]) -> None:
        key, picture = painted
        if key == "crop":
            self._desk.candidate.crop = picture
            self._desk.candidate.description_changed.emit()
        else:
            if key == "text":
                self._desk.question.catch_up()
            self._desk.layers.add(key, picture)
