"""Keeps every search of the candidate in the numbered log of its case, behind the window.

Nobody has to begin a case: the first search of an image does, and who examines the image again goes
on in the log that it has.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from examiner_app.gui.engine import Engine
from examiner_app.gui.jobs import Lane
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.cases.case import Case
    from examiner_app.engine.cases.case_store import CaseStore
    from examiner_app.engine.examination import Examination
    from examiner_app.engine.ranking.filters import MarkFilter
    from examiner_app.gui.desk import Desk
    from examiner_app.gui.state.case_images import CaseImage

SETTLE_MS: Final = 800
"""So long after the last change of what is listed, it counts as a search."""

Asked = tuple[str, datetime, "MarkFilter"]
"""An image, when it was examined, and which of the matches were wanted."""

Store = Callable[[], "CaseStore"]
"""Opens the store at its first use: in a worker, for the window must not wait for it."""


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """A search as it is handed to the worker; what the user does meanwhile does not change it.

    Attributes:
        images: The images of the case.
        examination: What was found.
        sort: What the matches are sorted by.
        wanted: Which of them are listed.
        fold: Which of them take one place.
    """

    images: Sequence[CaseImage]
    examination: Examination
    sort: str
    wanted: MarkFilter
    fold: str

    @property
    def key(self) -> Asked:
        """What was asked; to sort or fold the answer otherwise asks nothing."""
        return self.examination.logo.sha256, self.examination.started, self.wanted


class CaseLog(QObject):
    """The log of the case on the desk.

    Attributes:
        number: Of the search that was logged last for this candidate; 0 before the first.
        reference: What the office calls the case; empty until that is known.
        examiner: Who examines it; likewise.

    Signals:
        changed(): A search was logged, or the case is called otherwise.
    """

    changed = Signal()

    def __init__(self, desk: Desk, engine: Engine) -> None:
        super().__init__(desk)
        self._desk = desk
        self._store = functools.cache(engine.open_cases)
        # Not the searches themselves: each would keep the ranks of a whole register.
        self._asked: set[Asked] = set()
        self._key = ""
        self.number = 0
        self.reference = ""
        self.examiner = ""
        self._timer = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._timer.timeout.connect(self.flush)
        desk.candidate.phase_changed.connect(self._timer.start)
        desk.matches.reset.connect(self._timer.start)
        desk.images.changed.connect(self._follow)

    def flush(self) -> None:
        """Keep the present search now, if it is not kept yet."""
        self._timer.stop()
        examination = self._desk.candidate.examination
        if examination is None or not self._desk.images.images:
            return
        search = Search(
            tuple(self._desk.images.images),
            examination,
            self._desk.matches.sorted_by or self._desk.matches.sort,
            self._desk.filters.present,
            self._desk.folding.present.how,
        )
        if search.key in self._asked:
            return
        self._asked.add(search.key)
        self._desk.jobs.start(
            tr("keeping the search"),
            Lane.CASES,
            partial(keep_search, self._store, search),
            on_done=self._take_case,
            on_error=partial(self._fail, search.key),
        )

    def describe(self, reference: str, examiner: str) -> None:
        """Say what the office calls the case, and who examines it."""
        images = tuple(self._desk.images.images)
        if not images:
            return
        self.flush()
        self._desk.jobs.start(
            tr("keeping the case"),
            Lane.CASES,
            partial(describe_case, self._store, images, reference, examiner),
            on_done=self._take_case,
        )

    def reader(self) -> Callable[[], Case | None]:
        """Return what reads the case that is on the desk now, on the lane of the cases."""
        images = self._desk.images.images
        return partial(read_case, self._store, images[0].sha256 if images else "")

    def close(self) -> None:
        """Close the store."""
        if self._store.cache_info().currsize:
            self._store().close()

    def _follow(self) -> None:
        if self._desk.images.key != self._key:
            self._key, self.number = self._desk.images.key, 0
            self._asked.clear()
            self.reference = self.examiner = ""
            self.changed.emit()

    def _take_case(self, case: Case) -> None:
        if self._desk.images.key not in [image.sha256 for image in case.images]:
            # Another candidate is on the desk by now.
            return
        self.number = case.searches[-1].number if case.searches else 0
        self.reference, self.examiner = case.reference, case.examiner
        self.changed.emit()

    def _fail(self, key: Asked, error: Exception) -> None:
        # At the next occasion it is tried again.
        self._asked.discard(key)
        self._desk.messages.report(tr("keeping the search"), error)


def keep_search(store: Store, search: Search) -> Case:
    """Put a search into the log of its case, which is begun where there is none (in the worker).

    Returns:
        The case.

    Raises:
        CaseError: It cannot be kept.
        LogoError: An image of the case cannot be read any more.
    """
    from examiner_app.engine.cases.listing import Listing, list_marks
    from examiner_app.engine.cases.search_record import NEAREST, record_search
    from examiner_app.engine.ranking.folding import Fold

    examination = search.examination
    listing = Listing(search.sort, search.wanted or None, how=Fold(search.fold))
    found = list_marks(examination.register, examination.ranks, listing, NEAREST)
    record = record_search(examination, listing, found)
    correction = examination.question.correction
    case = keep_images(store, search.images)
    store().log(case, record, None if correction is None else correction.pack())
    return store().read(case)


def keep_images(store: Store, images: Sequence[CaseImage]) -> str:
    """Return the id of the case that images belong to, with all of them in it (in the worker).

    Raises:
        CaseError: They cannot be kept.
        LogoError: An image cannot be read any more.
    """
    from examiner_app.engine.cases.case_store import NewImage

    def new(image: CaseImage) -> NewImage:
        data = image.source.pages().data
        return NewImage.examined(image.sha256, data, image.page, image.name)

    case = store().of_image(images[0].sha256) or store().begin([new(images[0])])
    kept = {image.sha256 for image in store().read(case).images}
    for image in images:
        if image.sha256 not in kept:
            store().add_image(case, new(image))
    return case


def describe_case(store: Store, images: Sequence[CaseImage], reference: str, examiner: str) -> Case:
    """Say what the case of some images is called, and return it (in the worker).

    Raises:
        CaseError: It cannot be kept.
        LogoError: An image cannot be read any more.
    """
    case = keep_images(store, images)
    store().describe(case, reference, examiner)
    return store().read(case)


def read_case(store: Store, sha256: str) -> Case | None:
    """Return the case of an image, if there is one (in the worker).

    Raises:
        CaseError: It cannot be read.
    """
    case = store().of_image(sha256)
    return None if case is None else store().read(case)
