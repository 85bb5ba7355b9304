"""Comparisons: the pair that is looked at is read, painted and matched behind the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from examiner_app.gui.desk import Desk
from examiner_app.gui.jobs import Lane
from examiner_app.gui.pair_work import Pair, describe_match, find_agreement, paint_pair, read_pair
from examiner_app.gui.part_finder import PartFinder
from examiner_app.gui.state.comparison import ComparisonState, PaintOptions
from examiner_app.gui.state.layers import FILED
from examiner_app.gui.state.parts import PARTS
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.description import Layers
    from examiner_app.engine.evidence.keypoints import Agreement, Keypoints
    from examiner_app.engine.logo import Logo, Pixels
    from examiner_app.engine.region import Region

PAIR: Final = "pair"
PICTURES: Final = "pair pictures"
KEYPOINTS: Final = "pair keypoints"
LAYERS: Final = "pair layers"

AHEAD: Final = 20
"""So many matches before the last that is loaded, more are asked for."""


class Comparisons(QObject):
    """Keeps the comparison in step with the selected match, as long as it is looked at.

    Attributes:
        state: What is looked at, and how.
        finder: Finds which parts of the match answer which of the candidate.
    """

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.state = ComparisonState(self)
        self.finder = PartFinder(desk, self.state, self)
        self._logo: Logo | None = None
        self._pixels: Pixels | None = None
        self._keypoints: Keypoints | None = None
        self._region: Region | None = None
        self._pair: Pair | None = None
        self._layers: Layers | None = None
        self._painted: PaintOptions | None = None
        desk.matches.selection_changed.connect(self._renew)
        desk.candidate.logo_changed.connect(self._renew)
        desk.candidate.description_changed.connect(self._repaint)
        desk.layers.colours_changed.connect(self._repaint)
        desk.question.changed.connect(self._follow_region)
        self.state.shown_changed.connect(self._renew)
        self.state.options_changed.connect(self._follow_options)

    @property
    def match_layers(self) -> Layers | None:
        """The layers of the match, where they are known."""
        return self._layers

    def step(self, by: int) -> None:
        """Go on to a later match, or back to an earlier one."""
        matches = self._desk.matches
        selected = matches.selected.index if matches.selected else None
        rows = (row for row, mark in enumerate(matches.marks) if mark.index == selected)
        # One that the filter has taken away lies before the first.
        wanted = next(rows, -1) + by
        if wanted + AHEAD >= len(matches.marks):
            matches.want_more()
        if 0 <= wanted < len(matches.marks):
            matches.select(matches.marks[wanted])

    def _renew(self) -> None:
        """Read the pair that is to be seen now."""
        for key in (PAIR, PICTURES, KEYPOINTS, LAYERS):
            self._desk.jobs.cancel(key)
        self._pair = self._layers = self._painted = None
        self.finder.follow(None, None)
        logo, register = self._desk.candidate.logo, self._desk.session.register
        mark = self._desk.matches.selected
        if logo is not self._logo:
            self._logo, self._pixels, self._keypoints = logo, None, None
        if not self.state.shown or logo is None or register is None or mark is None:
            self.state.clear()
            return
        self.state.begin()
        self._desk.jobs.start(
            tr("reading the picture of a match"),
            Lane.COMPARISON,
            partial(read_pair, logo, register, mark, self._pixels),
            replaces=PAIR,
            on_done=self._take_pair,
            on_error=self._fail,
        )

    def _take_pair(self, pair: Pair) -> None:
        self._pair, self._pixels = pair, pair.candidate
        self._repaint()
        self._describe()
        self.finder.follow(self._logo, pair)
        self._match_keypoints(pair)

    def _match_keypoints(self, pair: Pair) -> None:
        self._region = self._desk.question.marking.region
        width = pair.candidate.shape[1] if self._logo is None else self._logo.width
        self._desk.jobs.start(
            tr("matching keypoints"),
            Lane.COMPARISON,
            partial(find_agreement, pair, self._keypoints, self._region, width),
            replaces=KEYPOINTS,
            on_item=self._keep_keypoints,
            on_done=self._take_agreement,
        )

    def _follow_region(self) -> None:
        """Keypoints count only where the candidate is searched."""
        if self._pair is not None and self._desk.question.marking.region != self._region:
            self._match_keypoints(self._pair)

    def _fail(self, error: Exception) -> None:
        self.state.clear(tr("The register's picture of this match cannot be shown."))
        self._desk.messages.report(tr("reading the picture of a match"), error)

    def _keep_keypoints(self, keypoints: Keypoints) -> None:
        self._keypoints = keypoints

    def _take_agreement(self, agreement: Agreement) -> None:
        self.state.take_agreement(agreement)
        self._repaint()

    def _follow_options(self) -> None:
        if self.state.paint_options != self._painted:
            self._repaint()
        self._describe()

    def _repaint(self) -> None:
        if self._pair is None:
            return
        self._painted = self.state.paint_options
        self._desk.jobs.start(
            tr("painting the comparison"),
            Lane.COMPARISON,
            partial(
                paint_pair,
                self._pair,
                self._painted,
                self._desk.candidate.layers,
                self._layers,
                self.state.agreement,
                self._desk.layers.colours,
            ),
            replaces=PICTURES,
            on_done=self.state.take_pictures,
        )

    def _describe(self) -> None:
        """Compute the layers of the match, where one of them is to be seen."""
        workbench, pair = self._desk.session.workbench, self._pair
        needed = self.state.layer not in {FILED, PARTS} and self._layers is None
        if not needed or workbench is None or pair is None or self._desk.jobs.running(LAYERS):
            return
        self.state.describe(describing=True)
        self._desk.jobs.start(
            tr("describing the match"),
            Lane.ENGINE,
            partial(describe_match, workbench.describer, pair),
            replaces=LAYERS,
            on_done=self._take_layers,
            on_error=self._fail_layers,
        )

    def _take_layers(self, layers: Layers | None) -> None:
        self._layers = layers
        self.state.describe(describing=False)
        self._repaint()

    def _fail_layers(self, error: Exception) -> None:
        self.state.describe(describing=False)
        self._desk.messages.report(tr("describing the match"), error)
