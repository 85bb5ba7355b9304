"""Keeps what the desk is like in its case, so that the case can be opened again as it was left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from examiner_app.gui.case_calls import OnDesk, Store, find_case, keep_images
from examiner_app.gui.jobs import Lane
from examiner_app.gui.state.question import Marking
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.cases.desk_record import DeskMarking, DeskRecord, DeskRegister
    from examiner_app.engine.cases.judgements import Judgement
    from examiner_app.engine.ranking.filters import MarkFilter
    from examiner_app.gui.desk import Desk

SETTLE_MS: Final = 1000
"""So long after the last change of the desk it is kept."""


@dataclass(frozen=True, slots=True)
class DeskView:
    """What the desk is like, as it is handed to the worker.

    Attributes:
        register: Id, name and folder of the register; ``None`` where none is open.
        images: Digests of the images, in order.
        shown: The one that is shown.
        markings: What was drawn on each that anything was drawn on.
        sort: What the matches are sorted by.
        wanted: Which of them are listed.
        filtering: Whether the conditions are in sight.
        fold: Which of them take one place.
        judged: Judgements of those that are listed; none for every mark.
        selected: The register's name for the match that is compared.
        layers: The layers over the candidate, from the top.
        layer: The one that opacity and legend speak of.
        removed: Digests of images that were taken off it.
    """

    register: tuple[str, str, str] | None
    images: tuple[str, ...]
    shown: str
    markings: Mapping[str, Marking]
    sort: str
    wanted: MarkFilter | None
    filtering: bool
    fold: str
    judged: frozenset[Judgement | None]
    selected: str
    layers: tuple[str, ...]
    layer: str
    removed: frozenset[str]


class CaseDesk(QObject):
    """Watches the desk, and keeps it whenever it was another for a moment."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._kept: DeskView | None = None
        self._resumed = ("", 0)
        self._elsewhere: DeskRegister | None = None
        self._timer = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._timer.timeout.connect(self.keep)
        for changed in (
            desk.images.changed,
            desk.images.shown_changed,
            desk.question.changed,
            desk.matches.sort_changed,
            desk.matches.selection_changed,
            desk.filters.changed,
            desk.filters.shown_changed,
            desk.folding.changed,
            desk.judgements.wanted_changed,
            desk.layers.shown_changed,
            desk.layers.key_changed,
            desk.session.register_changed,
            desk.log.changed,
        ):
            changed.connect(self._timer.start)

    def keep(self) -> None:
        """Keep the desk now, if it is another than the one that was kept, and its case is begun."""
        self._timer.stop()
        view = self._view()
        if view is None or view == self._kept or not self._desk.log.begun:
            return
        self._kept = view
        case = self._desk.log.on_desk
        self._desk.jobs.start(
            tr("keeping the case"),
            Lane.CASES,
            partial(keep_desk, self._desk.case_store, case, view),
            replaces=f"desk of {case.key}",
            on_error=self._fail,
        )

    def resume(self, register: DeskRegister | None) -> None:
        """The case was opened again.

        Args:
            register: Its register where another one is open: that is the one it is opened with
                the next time, unless it is searched in the other one.
        """
        self._elsewhere = register
        self._resumed = self._desk.images.key, self._desk.log.number

    def close(self) -> list[Callable[[], None]]:
        """Return what keeps the desk as it is left, now that no worker does; it may raise."""
        view = self._view()
        if view is None:
            return []
        return [partial(keep_desk, self._desk.case_store, self._desk.log.on_desk, view)]

    def _view(self) -> DeskView | None:
        desk, logo = self._desk, self._desk.candidate.logo
        if logo is None or desk.images.find(logo.sha256) < 0:
            return None
        marked = desk.matches.selected
        selected = marked.id if marked else ""
        if not selected and self._kept is not None and self._kept.shown == logo.sha256:
            # It is examined right now; the match that was compared is compared again after.
            selected = self._kept.selected
        return DeskView(
            self._register(),
            tuple(desk.images.digests),
            logo.sha256,
            desk.images.markings | {logo.sha256: desk.question.marking},
            desk.matches.sort,
            desk.filters.wanted,
            desk.filters.shown,
            desk.folding.present.how,
            desk.judgements.wanted,
            selected,
            desk.layers.shown,
            desk.layers.key,
            frozenset(desk.images.removed),
        )

    def _register(self) -> tuple[str, str, str] | None:
        desk, register, other = self._desk, self._desk.session.register, self._elsewhere
        if other is not None and self._resumed == (desk.images.key, desk.log.number):
            return other.id, other.name, other.path
        if register is None:
            return None
        return register.manifest.id, register.manifest.name, str(register.path)

    def _fail(self, error: Exception) -> None:
        self._kept = None
        self._desk.messages.report(tr("keeping the case"), error)


def keep_desk(store: Store, case: OnDesk, view: DeskView) -> None:
    """Keep what the desk is like in its case (in the worker); nothing where there is no case yet.

    Raises:
        CaseError: It cannot be kept.
    """
    found = find_case(store, case)
    if found is None:
        return
    record, before = record_of(view), store().read(found).desk
    # Who opens one file of a case again has not taken the others off the desk.
    images = dict.fromkeys([*(before.images if before else ()), *record.images])
    on_desk = tuple(image for image in images if image not in view.removed)
    store().keep_desk(found, record.model_copy(update={"images": on_desk}))
    # The desk first: an image whose file is gone takes nothing else with it.
    keep_images(store, replace(case, id=found))


def record_of(view: DeskView) -> DeskRecord:
    """Return the record of a desk."""
    from examiner_app.engine.cases.desk_record import DeskRecord, DeskRegister

    register = None
    if view.register is not None:
        name, path = view.register[1:]
        register = DeskRegister(id=view.register[0], name=name, path=path)
    return DeskRecord(
        searched=register,
        images=view.images,
        shown=view.shown,
        markings={
            image: _marking(marking)
            for image, marking in view.markings.items()
            if marking != Marking()
        },
        sort=view.sort,
        filter=view.wanted.record() if view.wanted else {},
        filtering=view.filtering,
        fold=view.fold,
        judged=tuple(sorted(kind.value if kind else "" for kind in view.judged)),
        selected=view.selected,
        layers=view.layers,
        layer=view.layer,
    )


def _marking(marking: Marking) -> DeskMarking:
    from examiner_app.engine.cases.desk_record import DeskMarking, DeskStroke

    return DeskMarking(
        region=marking.region.box if marking.region else None,
        mask_of=marking.kept_from,
        strokes=tuple(
            DeskStroke(adds=stroke.adds, size=stroke.size, points=stroke.points)
            for stroke in marking.strokes
        ),
    )
